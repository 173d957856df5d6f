internal import CWorkroomSQLite

/// One connection to a workroom database, for one thread at a time.
///
/// Invariants: the file carries our application id; every write stands between `begin` and `commit`; with a
/// write-ahead log, whoever writes it or copies it back holds the store's lock.
package final class Database {
  /// As given to `open`.
  package let path: String
  package let mode: Mode
  package internal(set) var journal = Journal.truncate

  let connection: Connection
  let busyMilliseconds: Int32
  /// There where `journal` is `wal`.
  var lock: StoreLock?
  /// A write failed below SQLite: what the disk holds is known only after opening again.
  var hasFailed = false
  var seenDataVersion: Int64 = 0
  /// Writes what other statements want to read, before any of them is prepared or executed.
  var beforeStatement: () throws(StoreError) -> Void = {}
  /// Writes what a transaction still has to, as its last statements.
  var beforeCommit: () throws(StoreError) -> Void = {}
  /// Told of every transaction that was taken back.
  var afterRollback: () -> Void = {}
  /// All of it stands in one transaction that is never committed, and transactions are parts of that.
  private(set) var isRehearsal = false
  /// Pages in the write-ahead log after our last commit, told by SQLite.
  let logPages: UnsafeMutablePointer<Int32>

  let beginStatement: Statement
  let commitStatement: Statement
  let rollbackStatement: Statement
  let dataVersionStatement: Statement

  init(path: String, mode: Mode, busyMilliseconds: Int32) throws(StoreError) {
    let connection = try Connection(path: path, mode: mode, busyMilliseconds: busyMilliseconds)
    beginStatement = try connection.prepare("BEGIN IMMEDIATE")
    commitStatement = try connection.prepare("COMMIT")
    rollbackStatement = try connection.prepare("ROLLBACK")
    dataVersionStatement = try connection.prepare("PRAGMA data_version")
    self.connection = connection
    self.path = path
    self.mode = mode
    self.busyMilliseconds = busyMilliseconds
    logPages = .allocate(capacity: 1)
    logPages.initialize(to: 0)
  }

  deinit {
    sqlite3_wal_hook(connection.handle, nil, nil)
    logPages.deallocate()
  }

  /// Runs statements without parameters, one after the other.
  package func exec(_ sql: StaticString) throws(StoreError) {
    try beforeStatement()
    try connection.execute(sql)
  }

  /// Keeps up to 128 MiB of the file's pages in memory from here on: for work that touches all of an index.
  package func keepManyPages() throws(StoreError) { try exec("PRAGMA cache_size = -131072") }

  /// Keeps up to 16 MiB of them, as every connection does at first.
  package func keepSomePages() throws(StoreError) { try exec("PRAGMA cache_size = -16384") }

  /// Keeps up to 2 MiB of them: an index is made from sorted pieces of that size, which a processor has at hand.
  package func keepFewPages() throws(StoreError) { try exec("PRAGMA cache_size = -2048") }

  /// Lets everything from here on be taken back.
  func rehearse() throws(StoreError) {
    try beginStatement.run()
    isRehearsal = true
  }

  /// Prepares one statement, to be kept and run many times.
  package func prepare(_ sql: StaticString) throws(StoreError) -> Statement {
    try beforeStatement()
    return try connection.prepare(sql)
  }

  /// Prepares a statement that is put together here, and of nothing that comes from outside.
  func prepare(text sql: String) throws(StoreError) -> Statement {
    try beforeStatement()
    return try connection.prepare(text: sql)
  }

  /// Rows that the last statement inserted, changed or deleted.
  package var changes: Int { Int(sqlite3_changes(connection.handle)) }

  /// The row id of the last insert.
  package var lastRowID: Int64 { sqlite3_last_insert_rowid(connection.handle) }

  /// The version of the tables in the file; lower than ours where an older program wrote it.
  package var schemaVersion: Int32 {
    get throws(StoreError) { Int32(truncatingIfNeeded: try connection.number("PRAGMA user_version")) }
  }

  /// A number that changes when, and only when, another connection has written.
  package func dataVersion() throws(StoreError) -> Int64 {
    guard try dataVersionStatement.step() else { return 0 }
    defer { dataVersionStatement.reset() }
    return dataVersionStatement.int64(0)
  }
}
