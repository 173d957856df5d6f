internal import CWorkroomSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension StoreError {
  /// The failure that SQLite reports by a result code, with its words from the connection.
  init(code: Int32, connection: OpaquePointer?) {
    // The lowest byte is the kind of failure, the bytes above say where it was met.
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_PROTOCOL: self = .busy
    case SQLITE_FULL: self = .full
    case SQLITE_READONLY: self = .readOnly
    case SQLITE_NOTADB: self = .notAWorkroomDatabase(path: StoreError.path(connection))
    case SQLITE_CORRUPT: self = .damaged(StoreError.words(code, connection))
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM:
      self = .io(StoreError.words(code, connection, withSystem: true))
    case SQLITE_ERROR where StoreError.isAboutTables(connection):
      self = .foreignTables(StoreError.words(code, connection))
    default: self = .bug(StoreError.words(code, connection))
    }
  }

  /// Whether a statement found other tables than it was written for: all of ours fit those of our own version.
  private static func isAboutTables(_ connection: OpaquePointer?) -> Bool {
    let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? ""
    return ["no such table:", "no such column:", "no such index:", "no such view:", "duplicate column name:"].contains {
      message.hasPrefix($0)
    } || ["already exists", "has no column named"].contains { message.contains($0) }
  }

  /// What SQLite says, with its code, and with the system's reason where there is one.
  private static func words(
    _ code: Int32, _ connection: OpaquePointer?, withSystem: Bool = false
  ) -> String {
    let message = String(cString: connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
    let reason = withSystem ? connection.map { sqlite3_system_errno($0) } ?? 0 : 0
    return "\(message), code \(code)" + (reason == 0 ? "" : ", \(systemWords(reason))")
  }

  private static func path(_ connection: OpaquePointer?) -> String {
    guard let connection, let name = sqlite3_db_filename(connection, "main") else { return "" }
    return String(cString: name)
  }
}

/// The system's words for an error number: `no such file or directory`.
func systemWords(_ number: Int32) -> String {
  String(cString: strerror(number)).lowercased()
}
