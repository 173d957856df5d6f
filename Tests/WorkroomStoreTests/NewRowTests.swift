import Testing

@testable import WorkroomStore

/// Rows that wait in memory for others to be written with.
@Suite struct NewRowTests {
  private let place: TemporaryDatabase

  init() throws { place = try TemporaryDatabase() }

  private func store() throws -> Store { try Store.open(path: place.path, mode: .create, journal: .truncate) }

  @Test func aKeyIsTakenOnceInWhateverOrderKeysCome() throws {
    let store = try store()
    // Rising over several statements' worth, then one before all, one between, and one at the end again.
    let keys = (10..<60).map { "k\($0)" } + ["a", "k105", "k59", "k30", "ü", "k7", "ü", ""]
    var known: Set<String> = []
    try store.database.transaction { () throws(StoreError) in
      for (index, key) in keys.enumerated() {
        #expect(try store.claimCommand(1, key, log: Int64(index), digest: 0) == known.insert(key).inserted, "\(key)")
      }
    }
    try store.database.transaction { () throws(StoreError) in
      for key in keys { #expect(try store.claimCommand(1, key, log: 0, digest: 0) == false, "\(key)") }
      #expect(try store.claimCommand(2, "k30", log: 7, digest: 8))
    }
    #expect(try store.command(1, "k30")?.log == 20)
    #expect(try store.command(2, "k30")?.digest == 8)
  }

  @Test func whatIsAskedForInTheSameTransactionIsThere() throws {
    let store = try store()
    try store.database.transaction { () throws(StoreError) in
      for index in 0..<20 {
        _ = try store.claimCommand(1, "k\(10 + index)", log: Int64(index), digest: 0)
        #expect(try store.command(1, "k\(10 + index)")?.log == Int64(index))
      }
      var row = LogRow()
      (row.stream, row.sequence, row.payload) = (3, 1, [1, 2])
      var head = Head()
      try store.append(row, &head)
      #expect(try store.row(row.id)?.payload == [1, 2])
    }
  }

  @Test func whatIsTakenBackIsForgotten() throws {
    let store = try store()
    try store.database.begin()
    for index in 0..<20 { _ = try store.claimCommand(1, "k\(10 + index)", log: 1, digest: 0) }
    store.database.rollback()
    #expect(try store.command(1, "k10") == nil)
    #expect(try store.command(1, "k29") == nil)
    try store.database.transaction { () throws(StoreError) in
      #expect(try store.claimCommand(1, "k10", log: 2, digest: 0))
      #expect(try store.claimCommand(1, "k11", log: 2, digest: 0))
    }
    #expect(try store.command(1, "k11")?.log == 2)
  }
}
