import Testing

@testable import WorkroomStore

@Suite struct TransactionTests {
  let place: TemporaryDatabase

  init() throws { place = try TemporaryDatabase() }

  @Test(arguments: [Journal.truncate, .wal]) func aThrowUndoesEverything(_ journal: Journal) throws {
    let database = try place.open(journal: journal)
    let error = failure { () throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        try database.exec("INSERT INTO note DEFAULT VALUES")
        throw .damaged("on purpose")
      }
    }
    #expect(error == .damaged("on purpose"))
    #expect(!database.isInTransaction)
    #expect(try database.noteCount() == 0)
    let result = try database.transaction { () throws(StoreError) in
      try database.exec("INSERT INTO note DEFAULT VALUES")
      return 42
    }
    #expect(result == 42)
    #expect(try database.noteCount() == 1)
  }

  @Test func aSecondWriterIsToldToWait() throws {
    let (first, second) = (try place.open(), try place.open())
    try first.transaction { () throws(StoreError) in
      let error = failure { () throws(StoreError) in try second.transaction { () throws(StoreError) in } }
      #expect(error == .busy)
      #expect(error?.exitCode == 75)
      #expect(error?.isRetrySafe == true)
    }
    try second.insertNote()
  }

  @Test func aCommitThatAReaderHoldsUpIsRolledBack() throws {
    let (writer, reader) = (try place.open(), try place.open())
    try writer.exec("INSERT INTO note DEFAULT VALUES")
    let select = try reader.prepare("SELECT id FROM note")
    #expect(try select.step() == true)
    let insert = { () throws(StoreError) in
      try writer.insertNote()
    }
    #expect(failure(insert) == .busy)
    #expect(!writer.isInTransaction)
    #expect(try reader.noteCount() == 1)
    select.reset()
    try insert()
    #expect(try reader.noteCount() == 2)
  }

  @Test(arguments: [Journal.truncate, .wal])
  func onlyAnothersWriteChangesTheDataVersion(_ journal: Journal) throws {
    let (first, second) = (try place.open(journal: journal), try place.open(journal: journal))
    let before = try first.dataVersion()
    try first.insertNote()
    #expect(try first.dataVersion() == before)
    try second.insertNote()
    #expect(try first.dataVersion() != before)
  }

  @Test(arguments: [Journal.truncate, .wal])
  func aFullDiskLosesNothingThatWasThere(_ journal: Journal) throws {
    let database = try place.open(journal: journal)
    let insert = try database.prepare("INSERT INTO note (bytes) VALUES (zeroblob(3000))")
    try database.transaction { () throws(StoreError) in try insert.run() }
    try database.exec("PRAGMA max_page_count = 20")
    let error = failure { () throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        for _ in 0..<100 { try insert.run() }
      }
    }
    #expect(error == .full)
    #expect(error?.exitCode == 74)
    #expect(error?.isRetrySafe == true)
    #expect(try database.noteCount() == 1)
    #expect(try database.connection.text("PRAGMA integrity_check") == "ok")
    try database.transaction { () throws(StoreError) in try insert.run() }
    #expect(try place.open(.existing, journal: journal).noteCount() == 2)
  }

  @Test func aTransactionThatEndedByItselfIsNotCommitted() throws {
    let database = try place.open()
    let error = failure { () throws(StoreError) in
      try database.transaction { () throws(StoreError) in
        try database.exec("INSERT INTO note DEFAULT VALUES; ROLLBACK")
      }
    }
    #expect(error?.exitCode == 70)
    #expect(try database.noteCount() == 0)
  }

  @Test func afterAFailedFlushOnlyOpeningAgainHelps() throws {
    let database = try place.open()
    let error = failure { () throws(StoreError) in
      try database.transaction { () throws(StoreError) in throw .io("on purpose") }
    }
    #expect(error?.exitCode == 74)
    #expect(error?.isRetrySafe == false)
    #expect(failure { () throws(StoreError) in try database.begin() } == .io("an earlier write failed"))
    try place.open(.existing).transaction { () throws(StoreError) in }
  }

  @Test(arguments: [Journal.truncate, .wal])
  func writersTogetherCountEachOther(_ journal: Journal) async throws {
    let path = place.path
    _ = try place.open(journal: journal)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let database = try Database.open(
            path: path, mode: .create, schema: TemporaryDatabase.schema, journal: nil,
            busyMilliseconds: 20_000)
          let insert = try database.prepare("INSERT INTO note (id) VALUES (?1)")
          for _ in 0..<50 {
            try database.transaction { () throws(StoreError) in
              insert.bind(1, try database.noteCount() + 1)
              try insert.run()
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try place.open(.existing, journal: nil).noteCount() == 200)
  }
}

@Suite struct WriteAheadLogTests {
  let place: TemporaryDatabase

  init() throws { place = try TemporaryDatabase() }

  @Test func writersWaitForTheLockBesideTheFile() throws {
    let (first, second) = (try place.open(journal: .wal), try place.open(journal: nil))
    #expect(second.journal == .wal)
    try first.transaction { () throws(StoreError) in
      let error = failure { () throws(StoreError) in try second.transaction { () throws(StoreError) in } }
      #expect(error == .locked)
      #expect(error?.exitCode == 75)
      #expect(try second.noteCount() == 0)
    }
    try second.insertNote()
    #expect(try first.noteCount() == 1)
  }

  @Test func aConnectionNoticesThatAnotherBroughtInTheLog() throws {
    let first = try place.open(journal: .truncate)
    let second = try place.open(journal: .wal)
    #expect(first.journal == .truncate)
    try first.transaction { () throws(StoreError) in
      #expect(first.journal == .wal)
      #expect(failure { () throws(StoreError) in try second.begin() } == .locked)
      try first.exec("INSERT INTO note DEFAULT VALUES")
    }
    #expect(try second.noteCount() == 1)
  }

  @Test func theLogIsCopiedBackWhenItGrows() throws {
    let database = try place.open(journal: .wal)
    let insert = try database.prepare("INSERT INTO note (bytes) VALUES (zeroblob(400000))")
    for _ in 0..<40 { try database.transaction { () throws(StoreError) in try insert.run() } }
    #expect(place.fileBytes("-wal") < 2 * 8192 * Int(Database.logPagesMax))
    #expect(place.fileBytes() > 8_000_000)
    try database.checkpoint()
    #expect(place.fileBytes("-wal") == 0)
    #expect(try database.noteCount() == 40)
  }

  @Test func theLogCanBeLeftAgain() throws {
    _ = try place.open(journal: .wal)
    #expect(try place.open(journal: nil).journal == .wal)
    let database = try place.open(journal: .truncate)
    #expect(database.journal == .truncate)
    try database.insertNote()
    #expect(try database.noteCount() == 1)
  }
}
