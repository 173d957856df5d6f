import Testing
import WorkroomEngine
import WorkroomValues

/// What is owed, voided and paid.
@Suite struct MoneyTests {
  private func room() throws -> Room {
    let text = """
      on proposal.accepted assign discount from group X paying 10%

      """
    return try Room(text, people: ["Jane", "Leo"]) { try $0.group("X", pattern: "[first_name]") }
  }

  private func sell(
    _ room: Room, _ event: String, _ order: String, _ subtotal: String?, key: String = ""
  ) throws -> Reply.Outcome {
    var payload = ["conversion": order]
    payload["subtotal"] = subtotal
    return try room.send("Jane", "conversion.\(event)", by: "store", payload, key: key).outcome
  }

  @Test func aFeeIsOwedOnceAndPaid() throws {
    let room = try room()
    try room.accept("Jane", price: "300 USD")
    #expect(try room.balance("Jane") == [30_000, 0])
    try room.send("Jane", "payment.paid", ["amount": "100 USD"])
    try room.send("Jane", "payment.paid", ["amount": "50.50 USD"])
    #expect(try room.balance("Jane") == [30_000, 15_050])
    try room.send("Jane", "payment.cancelled", ["amount": "50.50 USD"])
    #expect(try room.balance("Jane") == [30_000, 10_000])
    #expect(try room.balance("Leo") == [0, 0])
    #expect(try room.problems().isEmpty)
  }

  @Test func aVoidTakesBackTheReasonOnly() throws {
    let room = try room()
    try room.accept("Jane", price: "300 USD")
    try room.send("Jane", "fee.owed", ["amount": "20 USD", "reason": "extra story"])
    #expect(try room.balance("Jane") == [32_000, 0])
    try room.send("Jane", "proposal.deleted")
    #expect(try room.balance("Jane") == [2_000, 0])
    #expect(try room.problems().isEmpty)
  }

  @Test func anOrderCountsOnce() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    #expect(try sell(room, "recorded", "#1", "100 USD", key: "a") == .taken)
    #expect(try sell(room, "recorded", "#1", "100 USD", key: "b") == .repeated)
    #expect(try sell(room, "recorded", "#1", "200 USD") == .repeated)
    #expect(try sell(room, "recorded", "#2", "33.35 USD") == .taken)
    // 10% of 33.35 is 3.335: half to even.
    #expect(try room.balance("Jane") == [1_334, 0])
    #expect(try room.problems().isEmpty)
  }

  @Test func refundsLowerAndVoidsRemove() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    _ = try sell(room, "recorded", "#1", "100 USD")
    _ = try sell(room, "recorded", "#2", "50 USD")
    #expect(try room.balance("Jane") == [1_500, 0])
    #expect(try sell(room, "refunded", "#1", "60 USD") == .taken)
    #expect(try room.balance("Jane") == [1_100, 0])
    #expect(try sell(room, "refunded", "#1", "20 USD") == .taken)
    #expect(try room.balance("Jane") == [700, 0])
    #expect(try sell(room, "voided", "#1", nil) == .taken)
    #expect(try room.balance("Jane") == [500, 0])
    #expect(try sell(room, "voided", "#1", nil) == .taken)
    #expect(try room.balance("Jane") == [500, 0])
    #expect(try room.problems().isEmpty)
  }

  @Test func anAmountThatDoesNotFitIsRefused() throws {
    let room = try Room(
      "on fee.owed owe 100% of event.amount for \"double\"\non fee.owed owe 1_000_000_000% of event.amount for \"much\"\n"
    )
    let reply = try room.send("Jane", "fee.owed", ["amount": "9_000_000_000_000 USD"])
    #expect(reply.outcome == .refused)
    #expect(try room.balance("Jane") == [0, 0])
    #expect(try room.problems().isEmpty)
  }
}
