internal import CWorkroomSQLite

/// How a commit survives a crash.
package enum Journal: Hashable, Sendable {
  /// A rollback journal, emptied by every commit; needs no lock but SQLite's.
  case truncate
  /// A write-ahead log: readers and the writer don't wait for each other. Guarded by a lock of ours.
  case wal

  /// What a new database gets where nobody asked.
  ///
  /// SQLite before 3.51.3 can corrupt a database with a write-ahead log, when one process copies the log
  /// back while others commit.
  package static func preferred(libraryVersion: Int32 = Database.libraryVersion) -> Journal {
    libraryVersion < 3_051_003 ? .truncate : .wal
  }
}

extension Database {
  /// The SQLite in use: 3051003 is 3.51.3.
  package static var libraryVersion: Int32 { sqlite3_libversion_number() }
}
