internal import CWorkroomSQLite

extension Database {
  /// Pages that are copied while nobody else may write; then others have their turn.
  private static let copiedPages: Int32 = 1024
  /// How often others may change what is being copied before all of it is copied in one go.
  private static let restartsMax = 3

  /// Copies all of it over another database, which is then the same page by page, or is left as it was.
  ///
  /// Others may read and write meanwhile: what is copied is how it was at one moment.
  func copy(into target: Database) throws(StoreError) {
    precondition(!isInTransaction && !target.isInTransaction, "a copy within a transaction")
    try target.lock?.acquire(waitMilliseconds: target.busyMilliseconds)
    defer { target.lock?.release() }
    let handle = target.connection.handle
    guard let copy = sqlite3_backup_init(handle, "main", connection.handle, "main") else {
      throw StoreError(code: sqlite3_errcode(handle), connection: handle)
    }
    var code = SQLITE_OK
    var (restarts, left) = (0, Int32.max)
    while code == SQLITE_OK {
      code = sqlite3_backup_step(copy, restarts < Database.restartsMax ? Database.copiedPages : -1)
      // Somebody wrote, and the copy began anew.
      if sqlite3_backup_remaining(copy) > left { restarts += 1 }
      left = sqlite3_backup_remaining(copy)
    }
    let end = sqlite3_backup_finish(copy)
    guard code == SQLITE_DONE else { throw StoreError(code: code, connection: handle) }
    guard end == SQLITE_OK else { throw StoreError(code: end, connection: handle) }
  }

  /// Makes it one file without any beside it.
  func settle() throws(StoreError) {
    guard try connection.text("PRAGMA journal_mode = DELETE") == "delete" else { throw .busy }
  }

  /// What SQLite finds wrong with its pages, in words; `nil` for a sound file.
  func pageProblem() throws(StoreError) -> String? {
    let check = try prepare("PRAGMA integrity_check(1)")
    guard try check.step() else { return "nothing can be read" }
    return check.text(0) == "ok" ? nil : check.text(0)
  }

  /// Names of its tables.
  func tables() throws(StoreError) -> [String] {
    let select = try prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    var names: [String] = []
    while try select.step() { names.append(select.text(0)) }
    return names
  }

  /// The statements that made its tables and indexes, tables first.
  func definitions() throws(StoreError) -> [String] {
    let select = try prepare(
      "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type = 'index', rowid"
    )
    var statements: [String] = []
    while try select.step() { statements.append(select.text(0)) }
    return statements
  }

  /// What every copy of one database shares; `nil` in those of version 2 and before.
  func identity() throws(StoreError) -> Int64? {
    let select = try prepare("SELECT value FROM setting WHERE name = 'identity'")
    return try select.step() ? select.int64(0) : nil
  }

  /// The newest row of each chain of its log.
  func heads() throws(StoreError) -> [(row: Int64, hash: [UInt8])] {
    let select = try prepare("SELECT stream, sequence, hash FROM head ORDER BY stream")
    var heads: [(Int64, [UInt8])] = []
    while try select.step() {
      heads.append((select.int64(0) << LogRow.sequenceBits | select.int64(1), select.blob(2)))
    }
    return heads
  }

  /// Whether its log goes on from where another's ends: every chain of the other is the beginning of one of its own.
  func goesOn(from other: Database) throws(StoreError) -> Bool {
    let select = try prepare("SELECT hash FROM log WHERE id = ?")
    for head in try other.heads() {
      select.bind(1, head.row)
      let hash = try select.first { () throws(StoreError) in select.blob(0) }
      guard hash == head.hash else { return false }
    }
    return true
  }
}
