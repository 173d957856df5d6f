import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The life of a conversion: recorded, held, refunded in part, voided; and what a code's fraud takes back.
@Suite struct SalesTests {
  private func room(_ text: String = "", details: [String: String] = [:]) throws -> Room {
    try Room(
      "on proposal.accepted assign discount from group X paying 10%\n" + text, details: details,
      people: ["Jane", "Leo"]
    ) { try $0.group("X", pattern: "[first_name]") }
  }

  @discardableResult
  private func sell(
    _ room: Room, _ order: String, _ subtotal: String, at day: String? = nil, code: String? = nil,
    _ event: String = "recorded"
  ) throws -> Reply {
    var payload = ["conversion": order, "subtotal": subtotal]
    payload["code"] = code
    return try room.send(
      "Jane", "conversion.\(event)", by: "store", payload, at: day.map { Instant("\($0)T12:00:00Z")! })
  }

  private func standing(_ room: Room) throws -> Standing {
    try room.engine.standing(of: room.people["Jane"]!, in: room.campaign)
  }

  private func sold(_ room: Room) throws -> Int64 {
    try room.engine.store.accounts(ofCampaign: room.campaign).first { $0.account == "orders" }?.amount ?? 0
  }

  @Test func aPartialRefundLowersSalesAndCommissionAlike() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    try sell(room, "#1", "33.35 USD", "refunded")
    #expect(try standing(room).owed == 334)
    #expect(try sold(room) == 3_335)
    try sell(room, "#1", "0 USD", "refunded")
    #expect(try standing(room).owed == 0)
    #expect(try sold(room) == 0)
    #expect(try room.problems() == [])
  }

  @Test func aRefundGoesByTheRateOfItsSale() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    try room.send("Jane", "discount.adjusted", ["rate": "20%"])
    try sell(room, "#2", "100 USD")
    #expect(try standing(room).owed == 1_000 + 2_000)
    try sell(room, "#1", "50 USD", "refunded")
    #expect(try standing(room).owed == 500 + 2_000)
    // What is left of a sale is owed even when the code is gone.
    try room.send("Jane", "discount.disabled")
    try sell(room, "#2", "10 USD", "refunded")
    #expect(try standing(room).owed == 500 + 200)
    #expect(try room.problems() == [])
  }

  @Test func whatWasVoidedIsNotRefunded() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#1"])
    #expect(try sell(room, "#1", "50 USD", "refunded").outcome == .setAside)
    #expect(try standing(room).owed == 0)
    #expect(try sold(room) == 0)
  }

  @Test func aVoidAfterPaymentIsTakenOffWhatComesNext() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    try room.send("Jane", "payment.paid", ["amount": "10 USD"])
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#1"])
    #expect(try standing(room).due == -1_000)
    let reply = try room.send(
      "Jane", "payment.requested", ["payment": "P1", "amount": "1 USD", "method": "offline"])
    #expect(reply.reason.hasPrefix("0.00 USD can be paid now"))
    try sell(room, "#2", "250 USD")
    #expect(try standing(room).due == 1_500)
    #expect(try room.problems() == [])
  }

  // MARK: Holding

  private static let holding = "campaign\n  hold_conversions duration optional\nend\n"

  @Test func commissionIsHeldUntilItsTimeIsOver() throws {
    let room = try room(SalesTests.holding, details: ["hold_conversions": "14 days"])
    try room.accept("Jane", price: "50 USD")
    try room.setClock(Instant("2026-03-20T00:00:00Z")!)
    // Told late, and over for long.
    try sell(room, "#1", "100 USD", at: "2026-03-02")
    try sell(room, "#2", "200 USD", at: "2026-03-15")
    var now = try standing(room)
    #expect([now.owed, now.held, now.due] == [8_000, 2_000, 6_000])
    #expect(now.heldUntil == Instant("2026-03-29T12:00:00Z")!)
    try sell(room, "#2", "100 USD", "refunded")
    now = try standing(room)
    #expect([now.owed, now.held, now.due] == [7_000, 1_000, 6_000])
    try room.setClock(Instant("2026-03-29T12:00:00Z")!)
    now = try standing(room)
    #expect([now.held, now.due] == [0, 7_000])
    #expect(now.heldUntil == nil)
  }

  @Test func withoutTheDetailNothingIsHeld() throws {
    for details in [[:], ["hold_conversions": "0 days"]] {
      let room = try room(SalesTests.holding, details: details)
      try room.accept("Jane", price: "0 USD")
      try sell(room, "#1", "100 USD")
      #expect(try standing(room).held == 0)
    }
  }

  @Test func whatIsHeldIsNotPaid() throws {
    let room = try room(SalesTests.holding, details: ["hold_conversions": "30 days"])
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    let reply = try room.send(
      "Jane", "payment.requested", ["payment": "P1", "amount": "10 USD", "method": "offline"])
    #expect(reply.outcome == .setAside)
    #expect(reply.reason.contains("or is held"))
  }

  // MARK: Fraud

  @Test func fraudVoidsWhatWasSoldSinceThatDayOnly() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try room.setClock(Instant("2026-04-10T00:00:00Z")!)
    for (order, day) in [("#1", "2026-03-30"), ("#2", "2026-03-31"), ("#3", "2026-04-01"), ("#4", "2026-04-05")] {
      try sell(room, order, "100 USD", at: day, code: order == "#4" ? "jane" : nil)
    }
    #expect(try standing(room).owed == 4_000)
    let reply = try room.send("Jane", "discount.disabled", ["reason": "fraud", "since": "2026-04-01"])
    #expect(reply.reason == "2 conversions voided")
    #expect(try standing(room).owed == 2_000)
    #expect(try sold(room) == 20_000)
    #expect(try room.held("Jane") == nil)
    #expect(try room.problems() == [])
    // Once more changes nothing, and says so.
    let again = try room.send("Jane", "discount.disabled", ["reason": "fraud", "since": "2026-04-01"])
    #expect(
      again.reason
        == "it was disabled before, and from now on what it sold since 2026-04-01 does not count: no sale of that time is known"
    )
    #expect(try standing(room).owed == 2_000)
  }

  @Test func aDayThatHasNotComeIsNoDayOfFraud() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    let reply = try room.send("Jane", "discount.disabled", ["since": "2026-03-03"])
    #expect(
      reply.outcome == .setAside
        && reply.reason
          == "`since`: 2026-03-03 has not come; `disable discount NAME` disables at once and voids nothing, and `disable discount NAME since 2026-03-01`, or an earlier day, voids what was sold from then on",
      "\(reply.reason)")
    #expect(try room.held("Jane") != nil)
  }

  @Test func aDayIsThatOfTheCampaignsZone() throws {
    let room = try room("", details: ["time_zone": "America/New_York"])
    try room.accept("Jane", price: "0 USD")
    try room.setClock(Instant("2026-04-10T00:00:00Z")!)
    // Still 31 March in New York.
    try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"],
      at: Instant("2026-04-01T03:59:59Z")!)
    try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "100 USD"],
      at: Instant("2026-04-01T04:00:00Z")!)
    try room.send("Jane", "discount.disabled", ["since": "2026-04-01"])
    #expect(try standing(room).owed == 1_000)
  }

  @Test func whatALinkOrAnotherCodeSoldStays() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try room.send(
      "Jane", "conversion.recorded", by: "store",
      ["conversion": "#1", "subtotal": "100 USD", "item": "link", "rate": "10%"])
    try sell(room, "#2", "100 USD", code: "OTHER")
    try sell(room, "#3", "100 USD", code: "Jane")
    let reply = try room.send("Jane", "discount.disabled", ["since": "2026-03-01"])
    #expect(reply.reason == "1 conversion voided")
    #expect(try standing(room).owed == 2_000)
  }

  @Test func eachCodeOfSomebodyAnswersForItsOwnSalesOnly() throws {
    let room = try Room(
      "on discount.disabled assign discount from group X paying 10%\non proposal.accepted assign discount from group X paying 10%\n"
    ) { try $0.group("X", items: ["A", "B"]) }
    try room.accept("Jane", price: "0 USD")
    try room.setClock(Instant("2026-03-05T00:00:00Z")!)
    for (order, code) in [("#1", "A"), ("#2", nil)] { try sell(room, order, "100 USD", at: "2026-03-04", code: code) }
    try room.send("Jane", "discount.disabled", ["reason": "lost"])
    #expect(try room.held("Jane") == "B")
    try room.setClock(Instant("2026-03-10T00:00:00Z")!)
    for (order, code) in [("#3", "B"), ("#4", nil)] { try sell(room, order, "100 USD", at: "2026-03-08", code: code) }
    #expect(
      try room.send("Jane", "discount.disabled", ["since": "2026-03-01"]).reason.hasPrefix("2 conversions voided"))
    #expect(try standing(room).owed == 2_000)
    // Nothing is held any more, so it means the last code again.
    try sell(room, "#5", "100 USD", at: "2026-03-04", code: "A")
    try room.send("Jane", "discount.disabled", ["since": "2026-03-01"])
    #expect(try standing(room).owed == 3_000)
    #expect(try room.problems() == [])
  }

  @Test func aSaleOfWhichNothingIsToldIsThatOfWhatPaidForItThen() throws {
    let room = try Room(
      "on proposal.accepted assign discount from group X paying 10% and link from group Y paying 5%\n"
    ) {
      try $0.group("X", pattern: "[first_name]")
      try $0.group("Y", 1, pattern: "https://go.example/[first_name]")
    }
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    #expect(
      try room.send("Jane", "link.disabled", ["since": "2026-03-01"]).reason
        == "no sale since 2026-03-01 is known that came by it, so none is voided; one that is told later does not count"
    )
    #expect(try standing(room).owed == 1_000)
    #expect(try room.send("Jane", "discount.disabled", ["since": "2026-03-01"]).reason == "1 conversion voided")
    #expect(try standing(room).owed == 0)
    #expect(try room.problems() == [])
  }

  @Test func withoutADayNothingIsVoided() throws {
    let room = try room()
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    try room.send("Jane", "discount.disabled", ["reason": "over"])
    #expect(try standing(room).owed == 1_000)
  }

  @Test func whatWasSoldInTheMomentOfTheReplacementIsThatOfTheCodeBefore() throws {
    let room = try Room("", details: ["discount_group": "X"]) { try $0.group("X", items: ["A", "B"]) }
    try room.accept("Jane")
    try sell(room, "#1", "100 USD")
    let day = ["since": "2026-03-01", "replacement": "yes"]
    #expect(try room.send("Jane", "discount.disabled", day).reason.hasPrefix("1 conversion voided"))
    #expect(try room.held("Jane") == "B")
    try sell(room, "#2", "100 USD")
    #expect(try sold(room) == 10_000)
    #expect(try room.send("Jane", "discount.disabled", day).reason.hasPrefix("1 conversion voided"))
    #expect(try sold(room) == 0)
    #expect(try room.problems() == [])
  }

  /// Three codes in one moment: a sale of that moment is that of the one that was held when it was recorded, and where it is
  /// told only later, of the one that was held when the moment ended.
  @Test func ofSeveralReplacementsInOneMomentEachSaleIsOfOneCode() throws {
    let room = try Room("", details: ["discount_group": "X"]) { try $0.group("X", items: ["A", "B", "C"]) }
    let moment = room.engine.clock.now
    try room.accept("Jane")
    try sell(room, "#1", "100 USD")
    // Nothing is voided with the first, and the sale stays one of `A`.
    try room.send("Jane", "discount.disabled", ["replacement": "yes"])
    try sell(room, "#2", "10 USD")
    let since = ["since": "2026-03-01", "replacement": "yes"]
    #expect(try room.send("Jane", "discount.disabled", since).reason.hasPrefix("1 conversion voided"))
    #expect(try room.held("Jane") == "C")
    #expect(try sold(room) == 10_000)
    try room.pass(days: 1)
    func told(_ order: String, _ code: String?, at: Instant) throws -> Reply {
      var values = ["conversion": order, "subtotal": "1 USD"]
      values["code"] = code
      return try room.send([room.command("Jane", "conversion.recorded", by: "store", values, at: at)])[0]
    }
    for code in ["A", "B"] {
      #expect(try told("#3", code, at: moment).outcome == .setAside, "\(code) had ended")
    }
    #expect(try told("#4", "C", at: moment).outcome != .setAside)
    #expect(try told("#5", nil, at: moment).outcome != .setAside)
    // `B` was disabled for what it sold since that day, `A` for nothing.
    let earlier = Instant(milliseconds: moment.milliseconds - 1000)
    let refused = try told("#6", "B", at: earlier)
    #expect(
      refused.reason.hasPrefix("the code `B` was disabled for what it sold since 2026-03-01"), "\(refused.reason)")
    #expect(try sold(room) == 10_200)
    #expect(try room.send("Jane", "discount.disabled", since).reason.hasPrefix("2 conversions voided"))
    #expect(try sold(room) == 10_000)
    #expect(try room.problems() == [])
  }

  @Test(arguments: [true, false])
  func theStandardStagesGiveAnotherCodeIfItIsWanted(isWanted: Bool) throws {
    let room = try Room("", details: ["discount_group": "X"]) { try $0.group("X", items: ["A", "B"]) }
    try room.accept("Jane")
    #expect(try room.held("Jane") == "A")
    try room.send("Jane", "discount.disabled", ["replacement": isWanted ? "yes" : "no"])
    #expect(try room.held("Jane") == (isWanted ? "B" : nil))
    #expect(try room.problems() == [])
  }
}
