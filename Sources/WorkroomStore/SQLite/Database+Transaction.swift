internal import CWorkroomSQLite

extension Database {
  /// Does all of `body` or nothing: it holds the right to write before it reads, and any throw undoes it.
  package func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    try begin()
    let result: Result
    do throws(StoreError) {
      result = try body()
    } catch {
      note(error)
      rollback()
      throw error
    }
    try commit()
    return result
  }

  package var isInTransaction: Bool { sqlite3_get_autocommit(connection.handle) == 0 }

  /// Takes the right to write, so that what is read from here on stays true until `commit`. Without `waits`, another writer
  /// is an error at once.
  package func begin(waits: Bool = true) throws(StoreError) {
    if isRehearsal { return try exec("SAVEPOINT part") }
    precondition(!isInTransaction, "a transaction within a transaction")
    if hasFailed { throw .io("an earlier write failed") }
    try beginBehindLock(waits: waits)
    guard mode != .memory else { return }
    do throws(StoreError) {
      let version = try dataVersion()
      if version == seenDataVersion { return }
      // Another process has written, and may have changed the journal to one that needs the lock.
      try adoptJournalWhileWriting()
      seenDataVersion = version
    } catch {
      note(error)
      rollback()
      throw error
    }
  }

  /// Lets what is read from here on be of one moment, until `rollback`; nobody is kept from writing.
  package func beginReading() throws(StoreError) {
    if isRehearsal { try exec("SAVEPOINT part") } else { try exec("BEGIN") }
  }

  /// Makes the transaction lasting; where that fails, it is rolled back.
  package func commit() throws(StoreError) {
    if isRehearsal {
      try beforeCommit()
      return try exec("RELEASE part")
    }
    do throws(StoreError) {
      // After some failures SQLite itself rolls back, and what came later was on its own.
      guard isInTransaction else { throw .bug("the transaction ended before its commit") }
      try beforeCommit()
      try commitStatement.run()
    } catch {
      note(error)
      rollback()
      throw error
    }
    if logPages.pointee >= Database.logPagesMax { copyLogBack() }
    lock?.release()
  }

  /// Undoes the transaction, if SQLite has not done so.
  package func rollback() {
    if isRehearsal {
      do throws(StoreError) { try connection.execute("ROLLBACK TO part; RELEASE part") } catch { hasFailed = true }
      afterRollback()
      return
    }
    if isInTransaction {
      do throws(StoreError) { try rollbackStatement.run() } catch { hasFailed = true }
    }
    afterRollback()
    lock?.release()
  }

  private func beginBehindLock(waits: Bool = true) throws(StoreError) {
    try lock?.acquire(waitMilliseconds: waits ? busyMilliseconds : 0)
    if !waits { sqlite3_busy_timeout(connection.handle, 0) }
    defer { if !waits { sqlite3_busy_timeout(connection.handle, busyMilliseconds) } }
    do throws(StoreError) {
      try beginStatement.run()
    } catch {
      note(error)
      lock?.release()
      throw error
    }
  }

  private func adoptJournalWhileWriting() throws(StoreError) {
    guard journal == .truncate, try connection.text("PRAGMA journal_mode") == "wal" else { return }
    // Nothing is written yet: let go, and begin again in the order lock first, then SQLite.
    rollback()
    try adoptJournal()
    try beginBehindLock()
  }

  private func note(_ error: StoreError) {
    if case .io = error { hasFailed = true }
  }
}

// MARK: - The write-ahead log

extension Database {
  /// How long the log may grow before it is copied back: 4 MiB of pages of 8 KiB.
  static var logPagesMax: Int32 { 512 }

  /// Copies the write-ahead log into the database and empties it; nothing to do with another journal.
  package func checkpoint() throws(StoreError) {
    guard journal == .wal, let lock else { return }
    precondition(!isInTransaction, "a checkpoint within a transaction")
    try lock.acquire(waitMilliseconds: busyMilliseconds)
    defer { lock.release() }
    let handle = connection.handle
    let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    guard code == SQLITE_OK else { throw StoreError(code: code, connection: handle) }
    logPages.pointee = 0
  }

  /// Copies back what no reader needs, behind the lock that the commit before it took.
  ///
  /// The commit is safe in the log whatever becomes of this; a reader in the way only puts it off.
  private func copyLogBack() {
    let code = sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    if code & 0xff == SQLITE_IOERR { hasFailed = true }
  }
}
