import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Balances are written once a transaction, and nobody can tell.
@Suite struct BalanceTests {
  private static let usd = Int64(Currency.usd.packed)

  private func room() throws -> Room {
    let room = try Room("")
    try room.accept("Jane", price: "0 USD")
    return room
  }

  private func payable(_ room: Room) throws -> Int64? {
    try room.engine.store.balances(room.row("Jane").id, currency: BalanceTests.usd)["payable"]
  }

  /// As the table has it, whatever is still to be written.
  private func stored(_ room: Room) throws -> Int64? {
    let select = try room.engine.store.database.prepare("SELECT amount FROM balance WHERE account = 'payable'")
    return try select.first { () throws(StoreError) in select.int64(0) }
  }

  @Test func whoReadsWithinATransactionSeesTheSum() throws {
    let room = try room()
    let participation = try room.row("Jane").id
    let seen = try room.engine.transaction { () throws(EngineError) -> [Int64?] in
      var seen: [Int64?] = []
      for _ in 0..<3 {
        _ = try room.engine.submit(room.command("Jane", "fee.owed", ["amount": "5 USD"]))
        seen.append(
          try room.engine.asking { (store) throws(StoreError) in
            try store.balances(participation, currency: BalanceTests.usd)["payable"]
          })
      }
      return seen
    }
    #expect(seen == [-500, -1_000, -1_500])
    #expect(try stored(room) == -1_500)
    #expect(try room.problems() == [])
  }

  @Test func manyMovementsAreWrittenOnceWhenTheTransactionEnds() throws {
    let room = try room()
    var inBetween: Int64?
    try room.engine.transaction { () throws(EngineError) in
      for _ in 0..<3 { _ = try room.engine.submit(room.command("Jane", "fee.owed", ["amount": "5 USD"])) }
      inBetween = try? stored(room)
    }
    #expect(inBetween == 0 || inBetween == nil)
    #expect(try stored(room) == -1_500)
  }

  @Test func whatIsTakenBackLeavesNothing() throws {
    let room = try room()
    #expect(throws: EngineError.self) {
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.submit(room.command("Jane", "fee.owed", ["amount": "5 USD"]))
        throw .request("no")
      }
    }
    try room.engine.trial { () throws(EngineError) in
      _ = try room.engine.submit(room.command("Jane", "fee.owed", ["amount": "7 USD"]))
    }
    #expect(try payable(room) ?? 0 == 0)
    try room.send("Jane", "fee.owed", ["amount": "1 USD"])
    #expect(try payable(room) == -100)
    #expect(try room.problems() == [])
  }

  @Test func oneBadEventLeavesTheOthersOfItsBatch() throws {
    let room = try room()
    let huge = "9000000000000 USD"
    let replies = try room.send([
      room.command("Jane", "fee.owed", ["amount": "5 USD"], key: "a"),
      room.command("Jane", "fee.owed", ["amount": "9999999999999999999 USD"], key: "b"),
      room.command("Jane", "fee.owed", ["amount": huge], key: "c"),
      room.command("Jane", "conversion.refunded", ["conversion": "#1", "amount": "5 USD"], key: "d"),
      room.command("Jane", "fee.owed", ["amount": "5 USD"], key: "a"),
      room.command("Jane", "payment.paid", ["amount": "2 USD"], key: "e"),
    ])
    #expect(replies.map(\.outcome) == [.taken, .setAside, .taken, .setAside, .repeated, .taken])
    #expect(try room.balance("Jane") == [900_000_000_000_500, 200])
    #expect(try payable(room) == -900_000_000_000_300)
    #expect(try room.problems() == [])
  }

  /// In a copy for trying things out, transactions are parts of one that never ends.
  @Test func whatIsTakenBackInARehearsalLeavesNothing() throws {
    let file = try TemporaryFile()
    let room = try Room(path: file.path)
    try room.create("")
    try room.add("Jane")
    try room.accept("Jane", price: "0 USD")
    let engine = try Engine.rehearsal(of: file.path)
    let participation = try room.row("Jane").id
    func owe(_ amount: String) throws(EngineError) {
      _ = try engine.submit(room.command("Jane", "fee.owed", ["amount": amount]))
    }
    try engine.transaction { () throws(EngineError) in try owe("5 USD") }
    #expect(throws: EngineError.self) {
      try engine.transaction { () throws(EngineError) in
        try owe("7 USD")
        throw .request("no")
      }
    }
    try engine.trial { () throws(EngineError) in try owe("11 USD") }
    try engine.transaction { () throws(EngineError) in try owe("1 USD") }
    #expect(try engine.store.balances(participation, currency: BalanceTests.usd)["payable"] == -600)
    #expect(try payable(room) ?? 0 == 0)
  }

  @Test func anAccountThatComesToNothingStays() throws {
    let room = try room()
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.submit(room.command("Jane", "fee.owed", ["amount": "5 USD"]))
      _ = try room.engine.submit(room.command("Jane", "payment.paid", ["amount": "5 USD"]))
    }
    #expect(try payable(room) == 0)
    #expect(try room.problems() == [])
  }
}
