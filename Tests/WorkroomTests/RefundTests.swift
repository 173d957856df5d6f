import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What a refund may say, what it comes to, and how a conversion that was voided by mistake comes back.
@Suite struct RefundTests {
  private func room() throws -> Room {
    let room = try Room("on proposal.accepted assign discount from group X paying 10%\n", people: ["Jane", "Leo"]) {
      try $0.group("X", pattern: "[first_name]")
    }
    try room.accept("Jane", price: "0 USD")
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    return room
  }

  private func refund(
    _ room: Room, _ values: [String: String], by role: String = "manager", key: String = ""
  ) throws -> Reply {
    try room.send("Jane", "conversion.refunded", by: role, ["conversion": "#1"].merging(values) { $1 }, key: key)
  }

  /// What is owed, and what the order is worth.
  private func sums(_ room: Room) throws -> [Int64] {
    let balances = try room.engine.store.balances(room.row("Jane").id, currency: Int64(Currency.usd.packed))
    return [balances["cost: commission"] ?? 0, balances["orders"] ?? 0]
  }

  /// What a sale pays goes by what was sold before it, and a refund by what the sale paid, whatever was sold since.
  @Test func aRefundGoesByTheShareThatTheSalePaid() throws {
    let text = """
      define share by sum of conversions.subtotal as 10% up to 1_000 USD, 12% up to 5_000 USD, 15% above
      stage selling
        on conversion.recorded owe share of event.subtotal for "commission"
        on conversion.refunded or conversion.restored when event.rate is set
          owe event.rate of event.subtotal for "commission"
        end
      end

      """
    let room = try Room(text, people: ["Jane"])
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "1000 USD"])
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "5000 USD"])
    #expect(try sums(room) == [60_000, 600_000])
    _ = try refund(room, ["amount": "1 USD"])
    #expect(try sums(room) == [59_990, 599_900])
    try room.send("Jane", "conversion.refunded", by: "store", ["conversion": "#2", "subtotal": "4000 USD"])
    #expect(try sums(room) == [49_990, 499_900])
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    try room.send("Jane", "conversion.restored", ["conversion": "#1"])
    #expect(try sums(room) == [49_990, 499_900])
    #expect(try room.problems() == [])
  }

  @Test func itNamesWhatWasGivenBack() throws {
    let room = try room()
    #expect(try refund(room, ["amount": "33.35 USD"]).outcome == .taken)
    #expect(try sums(room) == [666, 6_665])
    // Once more, of what is left.
    #expect(try refund(room, ["amount": "66.65 USD"]).outcome == .taken)
    #expect(try sums(room) == [0, 0])
    #expect(try room.problems() == [])
  }

  @Test(
    arguments: [
      (["amount": "100.01 USD"], "`#1` is worth 100.00 USD now, so at most that can be given back"),
      (["amount": "0 USD"], "a refund of nothing changes nothing"),
      (["amount": "-5 USD"], "`-5 USD` is below zero"), (["amount": "5 EUR"], "amounts here are in USD"),
      ([:], "a refund names what was given back: add `amount 20 USD`"),
      (["subtotal": "20 USD"], "write `amount` instead of `subtotal`"),
      (["subtotal": "20 USD", "amount": "80 USD"], "not both"),
      (["conversion": "#9", "amount": "5 USD"], "no order `#9` of theirs was recorded here, so nothing is given back"),
    ] as [([String: String], String)])
  func whatCannotBeIsSaid(values: [String: String], reason: String) throws {
    let room = try room()
    let reply = try refund(room, values)
    #expect(reply.outcome == .setAside)
    #expect(reply.reason.contains(reason), "\(reply.reason)")
    #expect(try sums(room) == [1_000, 10_000])
  }

  @Test func aShopMayTellWhatIsLeftButNoMoreThanWasSold() throws {
    let room = try room()
    #expect(try refund(room, ["subtotal": "40 USD"], by: "store").outcome == .taken)
    #expect(try sums(room) == [400, 4_000])
    // What it takes back of a refund is told in the same way.
    #expect(try refund(room, ["subtotal": "100 USD"], by: "store").outcome == .taken)
    #expect(try sums(room) == [1_000, 10_000])
    let more = try refund(room, ["subtotal": "100.01 USD"], by: "store")
    #expect(more.reason == "`#1` was recorded with 100.00 USD, so it cannot be worth more than that now")
  }

  @Test func theSameRefundTwiceCountsOnce() throws {
    let room = try room()
    #expect(try refund(room, ["amount": "80 USD"], key: "r1").outcome == .taken)
    // By now there is not so much left, and yet it is the answer of then.
    #expect(try refund(room, ["amount": "80 USD"], key: "r1").outcome == .repeated)
    #expect(try sums(room) == [200, 2_000])
  }

  @Test func aPersonVoidsOnlyWhatIsThereAndASystemMayComeFirst() throws {
    let room = try room()
    let typo = try room.send("Jane", "conversion.voided", ["conversion": "#11"])
    #expect(typo.reason.hasPrefix("no order `#11` of theirs was recorded here, so nothing is voided"))
    #expect(try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#2"]).outcome == .taken)
    let late = try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "50 USD"])
    #expect(late.outcome == .repeated && late.reason.contains("it was voided"))
    #expect(try sums(room) == [1_000, 10_000])
    #expect(try room.problems() == [])
  }

  @Test func whatWasVoidedBeforeItWasRecordedComesBackWithItsAmount() throws {
    let room = try room()
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#2"])
    let late = try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "2", "subtotal": "50 USD"])
    let words =
      "it was voided before it was recorded; if it counts all the same, restore it with its amount: `restore NAME conversion \"#2\" subtotal AMOUNT`"
    #expect(late.outcome == .repeated && late.reason == words)
    #expect(try room.engine.recordedSale("2", of: room.people["Jane"]!, in: room.campaign)?.isOnlyVoided == true)
    let bare = try room.send("Jane", "conversion.restored", ["conversion": "#2"])
    #expect(bare.outcome == .setAside && bare.reason == "`#2`: \(words)")
    #expect(
      try room.send("Jane", "conversion.restored", ["conversion": "2", "subtotal": "50 USD"]).outcome == .taken)
    #expect(try room.engine.recordedSale("2", of: room.people["Jane"]!, in: room.campaign)?.isOnlyVoided == false)
    #expect(try sums(room) == [1_500, 15_000])
    try room.send("Jane", "conversion.refunded", ["conversion": "#2", "amount": "20 USD"])
    #expect(try sums(room) == [1_300, 13_000])
    #expect(try room.problems() == [])
  }

  @Test func whatHadNoRateHasNoneAfterARefundOrARestorationEither() throws {
    let room = try Room("on proposal.accepted assign discount from group X paying 10%\n") {
      try $0.group("X", pattern: "[first_name]")
    }
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#2"])
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    try room.accept("Jane", price: "0 USD")
    #expect(try refund(room, ["amount": "40 USD"]).outcome == .taken)
    #expect(try sums(room) == [0, 6_000])
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    #expect(try room.send("Jane", "conversion.restored", ["conversion": "#1"]).outcome == .handled)
    #expect(try sums(room) == [0, 6_000])
    // What counts for the first time has the rate of then, and keeps it.
    try room.send("Jane", "conversion.restored", ["conversion": "#2", "subtotal": "100 USD"])
    try room.send("Jane", "discount.adjusted", ["rate": "20%"])
    try room.send("Jane", "conversion.refunded", ["conversion": "#2", "amount": "50 USD"])
    #expect(try sums(room) == [500, 11_000])
    #expect(try room.problems() == [])
  }

  @Test func aShopVoidsNothingNewOfWhoeverWasForgotten() throws {
    let room = try room()
    try room.engine.transaction { () throws(EngineError) in try room.engine.forget(room.people["Jane"]!) }
    let reply = try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#2"])
    #expect(reply.outcome == .setAside && reply.reason.hasPrefix("whoever brought it was forgotten"), "\(reply.reason)")
    #expect(try sums(room) == [1_000, 10_000])
    #expect(try room.problems() == [])
  }

  @Test func whatWasVoidedByMistakeComesBackAsItWas() throws {
    let room = try room()
    #expect(
      try room.send("Jane", "conversion.restored", ["conversion": "#1"]).reason
        == "`#1` counts already, with 100.00 USD; only what was voided is restored")
    _ = try refund(room, ["amount": "60 USD"])
    try room.send("Jane", "discount.adjusted", ["rate": "20%"])
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    #expect(try sums(room) == [0, 0])
    // At the rate with which it was sold, and without what had been given back.
    #expect(try room.send("Jane", "conversion.restored", ["conversion": "#1"]).outcome == .taken)
    #expect(try sums(room) == [400, 4_000])
    #expect(try refund(room, ["amount": "40 USD"]).outcome == .taken)
    #expect(try sums(room) == [0, 0])
    #expect(try room.problems() == [])
  }

  // MARK: After payment

  private func standing(_ room: Room) throws -> [Int64] {
    let now = try room.engine.standing(of: room.people["Jane"]!, in: room.campaign)
    return [now.owed, now.paid, now.onItsWay, now.due]
  }

  @Test func aVoidWhileItsPaymentIsOnItsWayComesOffWhatComesNext() throws {
    let room = try room()
    try room.send("Jane", "payment.requested", ["payment": "P1", "amount": "10 USD", "method": "offline"])
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    #expect(try standing(room) == [0, 0, 1_000, -1_000])
    // It fails: nothing was paid, so nothing is taken back.
    try room.send("Jane", "payment.failed", by: "bank", ["payment": "P1"])
    #expect(try standing(room) == [0, 0, 0, 0])
    try room.send("Jane", "conversion.restored", ["conversion": "#1"])
    #expect(try standing(room) == [1_000, 0, 0, 1_000])
    // It arrives: what is sold next is less by it.
    try room.send("Jane", "payment.requested", ["payment": "P2", "amount": "10 USD", "method": "offline"])
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P2"])
    #expect(try standing(room) == [0, 1_000, 0, -1_000])
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "150 USD"])
    #expect(try standing(room) == [1_500, 1_000, 0, 500])
    try room.send("Jane", "conversion.restored", ["conversion": "#1"])
    #expect(try standing(room) == [2_500, 1_000, 0, 1_500])
    #expect(try room.problems() == [])
  }
}
