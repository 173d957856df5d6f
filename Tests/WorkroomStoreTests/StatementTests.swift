import Testing
import WorkroomStore

@Suite struct StatementTests {
  let database: Database

  init() throws {
    database = try Database.open(path: "test", mode: .memory, schema: TemporaryDatabase.schema)
  }

  @Test func valuesComeBackAsTheyWere() throws {
    let insert = try database.prepare("INSERT INTO note (words, bytes, amount) VALUES (?1, ?2, ?3)")
    let select = try database.prepare("SELECT words, bytes, amount FROM note WHERE id = ?1")
    for (words, bytes, amount) in [
      ("Grüße, 世界", [0, 1, 255], Int64.min), ("", [], Int64.max), ("a\0b", [0], nil),
    ] as [(String, [UInt8], Int64?)] {
      insert.bind(1, words)
      insert.bind(2, bytes)
      insert.bind(3, amount)
      try insert.run()
      #expect(database.changes == 1)
      select.bind(1, database.lastRowID)
      #expect(try select.step() == true)
      #expect(select.text(0) == words)
      #expect([select.isNull(0), select.isNull(1), select.isNull(2)] == [false, false, amount == nil])
      #expect(select.blob(1) == bytes)
      let count = select.withBlob(1) { $0.count }
      #expect(count == bytes.count)
      #expect(select.optionalInt64(2) == amount)
      #expect(try select.step() == false)
    }
  }

  @Test func uncopiedBytesAreReadWhereTheyLie() throws {
    let insert = try database.prepare("INSERT INTO note (bytes) VALUES (?1)")
    let bytes: [UInt8] = [7, 8, 9]
    let lasting = UnsafeMutableRawBufferPointer.allocate(byteCount: 3, alignment: 1)
    defer { lasting.deallocate() }
    lasting.copyBytes(from: bytes)
    insert.bind(1, uncopied: UnsafeRawBufferPointer(lasting))
    try insert.run()
    insert.bind(1, bytes.span)
    try insert.run()
    let select = try database.prepare("SELECT bytes FROM note ORDER BY id")
    var sums: [Int] = []
    while try select.step() {
      sums.append(
        select.withBlob(0) { span in
          var sum = 0
          for index in span.indices { sum += Int(span[index]) }
          return sum
        })
    }
    #expect(sums == [24, 24])
  }

  @Test func nullIsNotEmpty() throws {
    let select = try database.prepare("SELECT ?1, ?2, ?3")
    select.bindNull(1)
    select.bind(2, "")
    select.bind(3, [UInt8]())
    #expect(try select.step() == true)
    #expect(select.blob(0) == [])
    #expect(select.text(0) == "")
    #expect([select.isNull(0), select.isNull(1), select.isNull(2)] == [true, false, false])
  }

  @Test func aFailedStatementCanBeBoundAgain() throws {
    let insert = try database.prepare("INSERT INTO note (id) VALUES (?1)")
    insert.bind(1, 5)
    try insert.run()
    let error = failure { () throws(StoreError) in try insert.run() }
    #expect(error?.exitCode == 70)
    insert.bind(1, 6)
    try insert.run()
    #expect(try database.noteCount() == 2)
  }

  @Test func firstLeavesTheRestAndTheLock() throws {
    try database.exec("INSERT INTO note (id) VALUES (1), (2)")
    let select = try database.prepare("SELECT id FROM note WHERE id >= ?1 ORDER BY id")
    select.bind(1, 1)
    #expect(try select.first { () throws(StoreError) in select.int64(0) } == 1)
    select.bind(1, 3)
    #expect(try select.first { () throws(StoreError) in select.int64(0) } == nil)
  }

  @Test func aStatementWithAMistakeIsOurBug() throws {
    let error = failure { () throws(StoreError) in _ = try database.prepare("SELEKT 1") }
    #expect(error?.exitCode == 70)
    #expect(error?.description.contains("SELEKT") == true)
  }
}
