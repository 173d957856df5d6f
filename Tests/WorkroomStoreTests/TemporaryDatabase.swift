import Testing
import WorkroomStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A directory of a test's own, removed with everything in it, and the databases opened there.
final class TemporaryDatabase {
  static let schema = Database.Schema(
    version: 1, sql: ["CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT, bytes BLOB, amount INTEGER);"])

  let directory: String

  init() throws {
    var template = Array("/tmp/workroom-store-XXXXXX".utf8CString)
    directory = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for name in ["a.workroom", "a.workroom-journal", "a.workroom-wal", "a.workroom-shm", "a.workroom-lock"] {
      unlink("\(directory)/\(name)")
    }
    rmdir(directory)
  }

  var path: String { "\(directory)/a.workroom" }

  func open(
    _ mode: Database.Mode = .create, schema: Database.Schema = TemporaryDatabase.schema,
    journal: Journal? = .truncate, busyMilliseconds: Int32 = 30
  ) throws(StoreError) -> Database {
    try Database.open(
      path: path, mode: mode, schema: schema, journal: journal, busyMilliseconds: busyMilliseconds)
  }

  func write(_ bytes: [UInt8]) throws {
    let file = try #require(fopen(path, "wb"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func fileBytes(_ suffix: String = "") -> Int {
    var status = stat()
    return stat(path + suffix, &status) == 0 ? Int(status.st_size) : -1
  }
}

extension Database {
  /// Writes one row, in a transaction of its own.
  func insertNote() throws(StoreError) {
    try transaction { () throws(StoreError) in try exec("INSERT INTO note DEFAULT VALUES") }
  }

  /// Rows in the table of the tests.
  func noteCount() throws(StoreError) -> Int64 {
    let count = try prepare("SELECT count(*) FROM note")
    return try count.first { () throws(StoreError) in count.int64(0) } ?? -1
  }
}

/// What a call throws, or `nil`.
func failure(_ body: () throws(StoreError) -> Void) -> StoreError? {
  do throws(StoreError) {
    try body()
    return nil
  } catch {
    return error
  }
}
