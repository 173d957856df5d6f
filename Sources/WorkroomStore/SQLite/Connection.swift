internal import CWorkroomSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An open SQLite handle, closed with its owner.
///
/// No descriptor of the file may be opened and closed beside it: POSIX would drop SQLite's locks with it.
struct Connection: ~Copyable {
  let handle: OpaquePointer

  init(path: String, mode: Database.Mode, busyMilliseconds: Int32) throws(StoreError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .missing(path: path) }
    // A pipe would wait for its other end, and a device or a folder is no database.
    var status = stat()
    if mode != .memory, stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .notAWorkroomDatabase(path: path)
    }
    let flags =
      switch mode {
      case .create, .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .existing: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    // A name such as `:memory:` or `file:x` is a file here, not an order to SQLite.
    let name = mode == .memory ? ":memory:" : path.utf8.first == UInt8(ascii: "/") ? path : "./" + path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let isMissing = opened.map { sqlite3_system_errno($0) } == ENOENT
      let error = isMissing ? .missing(path: path) : StoreError(code: code, connection: opened)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_extended_result_codes(opened, 1)
    sqlite3_busy_timeout(opened, busyMilliseconds)
  }

  // A handle whose statements are still alive is closed by the last of them.
  deinit { sqlite3_close_v2(handle) }

  /// Runs statements without parameters, one after the other.
  func execute(_ sql: UnsafePointer<CChar>) throws(StoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw StoreError(code: code, connection: handle) }
  }

  func execute(_ sql: StaticString) throws(StoreError) {
    try execute(UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self))
  }

  func prepare(_ sql: StaticString) throws(StoreError) -> Statement {
    let start = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
    return try prepare(start, sql.utf8CodeUnitCount)
  }

  func prepare(text sql: String) throws(StoreError) -> Statement {
    let bytes = ContiguousArray(sql.utf8CString)
    return try bytes.span.withUnsafeBufferPointer { (bytes) throws(StoreError) in
      try prepare(bytes.baseAddress!, bytes.count - 1)
    }
  }

  private func prepare(_ sql: UnsafePointer<CChar>, _ count: Int) throws(StoreError) -> Statement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(
      handle, sql, Int32(clamping: count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw StoreError(code: code, connection: handle) }
    return Statement(handle: statement)
  }

  /// The first column of the first row, as a number.
  func number(_ sql: StaticString) throws(StoreError) -> Int64 {
    let statement = try prepare(sql)
    return try statement.step() ? statement.int64(0) : 0
  }

  /// The first column of the first row, as text.
  func text(_ sql: StaticString) throws(StoreError) -> String {
    let statement = try prepare(sql)
    return try statement.step() ? statement.text(0) : ""
  }
}
