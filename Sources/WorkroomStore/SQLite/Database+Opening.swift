internal import CWorkroomSQLite

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Database {
  /// What may be at the path, and what we may do to it.
  package enum Mode: Hashable, Sendable {
    /// Opens the file, or makes it.
    case create
    /// Opens a file that must be there.
    case existing
    /// Opens a file that must be there and writes nothing.
    case readOnly
    /// A database without a file; the path is only a name for messages.
    case memory
  }

  /// The tables of a new database, and the version that marks them.
  package struct Schema: Sendable {
    package let version: Int32
    package let sql: [StaticString]
    /// The steps that bring older tables here, oldest first.
    package let upgrades: [Upgrade]

    package init(version: Int32, sql: [StaticString], upgrades: [Upgrade] = []) {
      self.version = version
      self.sql = sql
      self.upgrades = upgrades
    }
  }

  /// What makes the tables of one version those of the next.
  package struct Upgrade: Sendable {
    package let from: Int32
    package let sql: [StaticString]

    package init(from: Int32, sql: [StaticString]) {
      self.from = from
      self.sql = sql
    }
  }

  /// For a program of our own, before it opens anything: SQLite keeps no statistics of its memory, which nobody reads.
  ///
  /// It is a setting of the whole process, so the library leaves it to its host.
  package static func skipMemoryStatistics() { _ = workroom_sqlite3_without_statistics() }

  /// Marks a file as ours: `WkRm`, in the field of the file's header that is meant for it.
  static let applicationID: Int64 = 0x576b_526d

  /// Opens a database of ours, and refuses every other file before a byte of it is written.
  ///
  /// Without a `journal` a file keeps the one it has, and a new file gets the preferred one. Tables of an older version are
  /// brought up to date, all of them or none.
  package static func open(
    path: String, mode: Mode, schema: Schema, journal: Journal? = nil, busyMilliseconds: Int32 = 5000
  ) throws(StoreError) -> Database {
    let wasThere = access(path, F_OK) == 0
    let database = try Database(path: path, mode: mode, busyMilliseconds: busyMilliseconds)
    try database.protect()
    let isNew = try database.isBlank()
    if isNew, mode == .existing || mode == .readOnly { throw .notAWorkroomDatabase(path: path) }
    if mode == .create || mode == .existing, sqlite3_db_readonly(database.connection.handle, "main") == 1 {
      throw .readOnly
    }
    try database.adoptJournal()
    if !isNew { try database.refuseCutFile() }
    if isNew {
      do { try database.create(schema) } catch {
        // An empty file would be in the way of the next try.
        if mode == .create, !wasThere, database.size(path) == 0 { unlink(path) }
        throw error
      }
    }
    let found = try database.schemaVersion
    guard found <= schema.version else {
      throw .newerSchema(path: path, found: found, known: schema.version)
    }
    if schema.upgrades.contains(where: { $0.from >= found }) {
      if mode == .readOnly { throw .olderSchema(path: path, found: found, known: schema.version) }
      try database.upgrade(schema)
    }
    if mode == .create || mode == .existing {
      try database.use(journal ?? (isNew ? .preferred() : database.journal))
    }
    return database
  }

  /// Opens a database of ours as it is, of whatever version, and changes nothing about it.
  static func asItIs(path: String, mode: Mode, busyMilliseconds: Int32 = 5000) throws(StoreError) -> Database {
    let database = try Database(path: path, mode: mode, busyMilliseconds: busyMilliseconds)
    try database.protect()
    if try database.isBlank() { throw .notAWorkroomDatabase(path: path) }
    try database.adoptJournal()
    return database
  }

  /// An empty file, to copy a database into.
  static func empty(path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, mode: .create, busyMilliseconds: 5000)
    try database.protect()
    return database
  }

  /// An empty database in memory, to copy one into.
  static func memory(named path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, mode: .memory, busyMilliseconds: 5000)
    try database.protect()
    return database
  }

  /// Distrusts the file and trusts no write before it is flushed.
  private func protect() throws(StoreError) {
    let handle = connection.handle
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
    ] as [(Int32, Int32)] {
      let code = workroom_sqlite3_switch(handle, option, value)
      guard code == SQLITE_OK else { throw StoreError(code: code, connection: handle) }
    }
    // With 16 MiB of pages in memory a large batch reads and writes each page once.
    try exec("PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL")
    try keepSomePages()
    // The log is copied back by us alone, behind the lock; this call also forgets any earlier hook.
    sqlite3_wal_autocheckpoint(handle, 0)
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        context?.assumingMemoryBound(to: Int32.self).pointee = pages
        return SQLITE_OK
      }, logPages)
  }

  /// Whether nothing was ever written here; throws where the file is not ours.
  private func isBlank() throws(StoreError) -> Bool {
    let application = try connection.number("PRAGMA application_id")
    if application == Database.applicationID {
      let version = try schemaVersion
      guard version > 0 else {
        throw .foreignTables("it names version \(version), which there never was")
      }
      return false
    }
    guard application == 0, try schemaVersion == 0, !isOneByte,
      try connection.number("SELECT count(*) FROM sqlite_master") == 0
    else { throw .notAWorkroomDatabase(path: path) }
    return true
  }

  /// SQLite takes a file of one byte, which it once wrote itself, for an empty one.
  private var isOneByte: Bool {
    mode != .memory && size(path) == 1
  }

  /// Throws where the file ends before its last page does, which SQLite would fill up with zeros.
  ///
  /// A log that is not copied back yet may hold what the file lacks, so it is asked only without one.
  func refuseCutFile() throws(StoreError) {
    guard mode != .memory else { return }
    // Nobody else writes the file while it is read, and what an interrupted transaction left is taken back by now.
    try connection.execute("BEGIN")
    defer { try? connection.execute("ROLLBACK") }
    let pages = try connection.number("SELECT page_count FROM pragma_page_count")
    let bytes = try pages * connection.number("PRAGMA page_size")
    guard (size(path + "-wal") ?? 0) == 0, let size = size(path), size < bytes else { return }
    throw .damaged("the file has \(size) bytes, and its \(pages) pages take \(bytes): the end of it is missing")
  }

  /// The bytes of a file; `nil` where it cannot be asked.
  private func size(_ path: String) -> Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  private func create(_ schema: Schema) throws(StoreError) {
    // Half as many pages as of SQLite's own size, each of which costs three writes before it is changed.
    try exec("PRAGMA page_size = 8192")
    try changingTables { () throws(StoreError) in
      // Another process may have been quicker.
      guard try isBlank() else { return }
      for part in schema.sql { try exec(part) }
      try connection.execute("PRAGMA application_id = \(Database.applicationID)")
      try connection.execute("PRAGMA user_version = \(schema.version)")
    }
  }

  /// One transaction in which a table may be made anew: until it is over, nobody asks whether what refers to its rows finds them.
  private func changingTables(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    let handle = connection.handle
    _ = workroom_sqlite3_switch(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0)
    defer { _ = workroom_sqlite3_switch(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1) }
    try transaction(body)
  }

  /// Brings empty tables up to date that are made by the statements of a database of some version. Errors: those that the
  /// database itself would meet.
  static func tryUpgrade(of statements: [String], from version: Int32, _ schema: Schema) throws(StoreError) {
    let trial = try memory(named: "memory")
    do throws(StoreError) {
      for statement in statements { try trial.connection.execute(statement) }
      try trial.connection.execute("PRAGMA user_version = \(version)")
      try trial.upgrade(schema)
    } catch {
      guard case .bug(let words) = error else { throw error }
      throw .foreignTables(words)
    }
  }

  private func upgrade(_ schema: Schema) throws(StoreError) {
    try changingTables { () throws(StoreError) in
      for upgrade in schema.upgrades {
        // Another process may have been quicker.
        guard try schemaVersion == upgrade.from else { continue }
        for part in upgrade.sql { try exec(part) }
        try connection.execute("PRAGMA user_version = \(upgrade.from + 1)")
      }
    }
  }

  /// Takes over the journal that the file says it has.
  func adoptJournal() throws(StoreError) {
    guard try connection.text("PRAGMA journal_mode") == "wal" else { return }
    journal = .wal
    if lock == nil, mode != .readOnly { lock = try StoreLock(path: path + "-lock") }
  }

  /// Changes the file's journal to another, for which nobody else may be using the file.
  private func use(_ wanted: Journal) throws(StoreError) {
    switch wanted {
    case .wal:
      if journal == .wal { return }
      let lock = try StoreLock(path: path + "-lock")
      try lock.acquire(waitMilliseconds: busyMilliseconds)
      defer { lock.release() }
      guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else { throw .busy }
      self.lock = lock
    case .truncate:
      try lock?.acquire(waitMilliseconds: busyMilliseconds)
      defer { lock?.release() }
      guard try connection.text("PRAGMA journal_mode = TRUNCATE") == "truncate" else { throw .busy }
    }
    journal = wanted
    if wanted == .truncate { lock = nil }
  }
}
