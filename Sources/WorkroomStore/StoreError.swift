/// What the world did to the store: each failure with words for a person and a code for a script.
///
/// Whatever is thrown, the transaction it happened in is rolled back.
package enum StoreError: Error, Hashable, Sendable {
  /// Another connection held SQLite's lock for longer than we wait.
  case busy
  /// Another process held the store's own lock, which guards a write-ahead log, for longer than we wait.
  case locked
  /// The disk, or the database's own limit, has no room left.
  case full
  /// There is no file at the path.
  case missing(path: String)
  /// The file is something else: another program's database, or not a database at all.
  case notAWorkroomDatabase(path: String)
  /// The file is ours, but its tables are of a later kind than this program knows.
  case newerSchema(path: String, found: Int32, known: Int32)
  /// The file is ours, of an earlier kind, and may not be written, so that it cannot be brought up to date.
  case olderSchema(path: String, found: Int32, known: Int32)
  /// The file is marked as ours, and its tables are not those of the version that it names: in words.
  case foreignTables(String)
  /// The file is ours and its pages contradict each other.
  case damaged(String)
  /// The file is so damaged that not even a backup can be written into it.
  case lost(path: String)
  /// The file, its directory or the way it was opened allows no writing.
  case readOnly
  /// Reading, writing or flushing failed below SQLite.
  case io(String)
  /// What was asked for would harm something; in words, with what to do instead.
  case refused(String)
  /// SQLite refused a statement that should never have been sent.
  case bug(String)
}

extension StoreError {
  /// What a process that fails with this error exits with (the numbers of `sysexits.h`, and 5 for damage).
  package var exitCode: Int32 {
    switch self {
    case .damaged, .lost, .foreignTables: 5
    case .notAWorkroomDatabase, .newerSchema, .olderSchema: 65
    case .refused: 64
    case .missing: 66
    case .bug: 70
    case .full, .io, .readOnly: 74
    case .busy, .locked: 75
    }
  }

  /// Whether the same call may be made again on the same connection.
  ///
  /// Not after `io`: a flush that failed may succeed the second time without the bytes being on the disk.
  package var isRetrySafe: Bool {
    switch self {
    case .busy, .locked, .full: true
    default: false
    }
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .busy:
      "another program kept the database busy; try again when it has finished"
    case .locked:
      "another process kept the lock on the database; try again when it has finished"
    case .full:
      "there is no room left to write and nothing was written; free some space and try again"
    case .missing(let path):
      "there is no database at \(quoted(path)); check the path, or create the database first"
    case .notAWorkroomDatabase(let path):
      "\(quoted(path)) is not a workroom database; name another file, it was left as it is"
    case .newerSchema(let path, let found, let known):
      "\(quoted(path)) was written by a newer workroom (schema \(found), known up to \(known)); "
        + "upgrade workroom to open it"
    case .olderSchema(let path, let found, let known):
      "\(quoted(path)) was written by an older workroom (schema \(found), now \(known)) and may only be read; "
        + "open it once where it may be written, which brings it up to date"
    case .foreignTables(let words):
      "the database is damaged: its tables are not those of the version that it names (\(words)); restore a backup, or name another file"
    case .damaged(let words):
      "the database is damaged (\(words)); run `workroom db verify`, or restore a backup"
    case .lost(let path):
      "\(quoted(path)) is so damaged that nothing can be written into it; move it to another name, and restore again: the backup then takes its place"
    case .readOnly:
      "the database can only be read; check the permissions of the file and of its directory"
    case .io(let words):
      "the database could not be read or written (\(words)); check the disk and open it again"
    case .refused(let words): words
    case .bug(let words):
      "the database refused a statement (\(words)); this is a mistake in workroom, please report it"
    }
  }
}
