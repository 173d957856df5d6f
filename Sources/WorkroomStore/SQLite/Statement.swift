internal import CWorkroomSQLite

/// A prepared statement: bind its parameters from 1, step it, read its columns from 0.
///
/// Its owner keeps it as a stored property; nothing here looks a name up or, but for text and arrays,
/// allocates. Having stepped to its end or having failed it is reset, so it can be bound again; only a
/// loop that is left early calls `reset`.
@usableFromInline
package struct Statement: ~Copyable {
  private let handle: OpaquePointer

  init(handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  // MARK: Running

  /// Goes on to the next row; `false` at the end.
  package func step() throws(StoreError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      sqlite3_reset(handle)
      return false
    }
    // The words belong to the connection and last only until its next call.
    let error = StoreError(code: code, connection: sqlite3_db_handle(handle))
    sqlite3_reset(handle)
    throw error
  }

  /// Runs a statement whose rows, if it has any, nobody wants.
  package func run() throws(StoreError) {
    if try step() { sqlite3_reset(handle) }
  }

  /// Reads the first row, if there is one, and leaves the rest.
  package func first<Result>(_ read: () throws(StoreError) -> Result) throws(StoreError) -> Result? {
    guard try step() else { return nil }
    defer { reset() }
    return try read()
  }

  /// Leaves the remaining rows, and with them the read lock.
  package func reset() { sqlite3_reset(handle) }

  // MARK: Columns

  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) == SQLITE_NULL
  }

  package func int64(_ column: Int) -> Int64 {
    sqlite3_column_int64(handle, Int32(truncatingIfNeeded: column))
  }

  package func optionalInt64(_ column: Int) -> Int64? {
    isNull(column) ? nil : int64(column)
  }

  /// The text of a column, empty for null.
  package func text(_ column: Int) -> String {
    let index = Int32(truncatingIfNeeded: column)
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// A copy of a column's bytes, empty for null.
  package func blob(_ column: Int) -> [UInt8] { Array(bytes(column)) }

  /// A column's bytes where they lie, valid until the statement is stepped, reset or released.
  @usableFromInline
  package func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let index = Int32(truncatingIfNeeded: column)
    let start = sqlite3_column_blob(handle, index)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
  }

  /// Lends a column's bytes without a copy; the statement must not be stepped meanwhile.
  @inlinable
  package func withBlob<Result: ~Copyable, Failure>(
    _ column: Int, _ read: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try read(bytes(column).assumingMemoryBound(to: UInt8.self).span)
  }
}

// MARK: - Parameters

extension Statement {
  package func bind(_ index: Int, _ value: Int64) {
    bound(sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), value))
  }

  package func bind(_ index: Int, _ value: Int64?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  package func bindNull(_ index: Int) {
    bound(sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)))
  }

  /// Binds a copy of a text.
  package func bind(_ index: Int, _ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      // Of an empty text there may be no address, and none would mean null.
      guard let start = utf8.baseAddress else {
        return bound(sqlite3_bind_text(handle, Int32(truncatingIfNeeded: index), "", 0, uncopied))
      }
      start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { start in
        bound(
          sqlite3_bind_text(
            handle, Int32(truncatingIfNeeded: index), start, Int32(clamping: utf8.count), copied))
      }
    }
  }

  /// Binds a copy of some bytes.
  package func bind(_ index: Int, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bind(index, $0, copied) }
  }

  /// Binds a copy of some bytes.
  package func bind(_ index: Int, _ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { bind(index, $0, copied) }
  }

  /// Binds a copy of some bytes.
  package func bind(_ index: Int, _ bytes: RawSpan) {
    bytes.withUnsafeBytes { bind(index, $0, copied) }
  }

  /// Binds bytes where they lie for as long as a closure runs, which runs the statement.
  package func lend(
    _ bytes: RawSpan, at index: Int, _ run: () throws(StoreError) -> Void
  ) throws(StoreError) {
    try bytes.withUnsafeBytes { (bytes) throws(StoreError) in
      bind(index, bytes, uncopied)
      try run()
    }
  }

  /// Binds bytes where they lie: they must stay there, unchanged, until the statement has run.
  package func bind(_ index: Int, uncopied bytes: UnsafeRawBufferPointer) {
    bind(index, bytes, uncopied)
  }

  /// Binds the UTF-8 of a text where it lies: it must stay there, unchanged, until the statement has run.
  package func bind(_ index: Int, uncopiedText utf8: UnsafeRawBufferPointer) {
    let index = Int32(truncatingIfNeeded: index)
    // Of an empty text there may be no address, and none would mean null.
    guard let start = utf8.baseAddress, !utf8.isEmpty else {
      return bound(sqlite3_bind_text(handle, index, "", 0, uncopied))
    }
    let text = start.assumingMemoryBound(to: CChar.self)
    bound(sqlite3_bind_text(handle, index, text, Int32(clamping: utf8.count), uncopied))
  }

  private func bind(_ index: Int, _ bytes: UnsafeRawBufferPointer, _ lifetime: sqlite3_destructor_type?) {
    let index = Int32(truncatingIfNeeded: index)
    // No bytes may have no address, and none would mean null.
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      return bound(sqlite3_bind_zeroblob(handle, index, 0))
    }
    bound(sqlite3_bind_blob(handle, index, start, Int32(clamping: bytes.count), lifetime))
  }

  /// Stops at our own mistakes: no such parameter, a statement still on a row, a size past SQLite's.
  private func bound(_ code: Int32) {
    precondition(code == SQLITE_OK, "a statement's parameter could not be bound")
  }
}

// Casts of numbers to function pointers in `sqlite3.h`, which Swift does not import.
private var uncopied: sqlite3_destructor_type? { nil }
private var copied: sqlite3_destructor_type? { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
