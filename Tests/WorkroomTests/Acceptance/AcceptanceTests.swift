import Testing
import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomStore
import WorkroomValues

/// What follows directly from the rules of the trade, one test a sentence, on the standard stages.
@Suite struct AcceptanceTests {
  private func section(_ room: Room, _ name: String) throws -> Sheet {
    try WorkRoom(room.engine, campaign: room.campaign).sheet(name)
  }

  /// A cell of the first row, by its heading.
  private func cell(_ sheet: Sheet, _ heading: String) throws -> String {
    let place = try #require(sheet.columns.firstIndex { $0.heading == heading })
    return try #require(sheet.rows.first)[place].plainText
  }

  private func set(_ room: Room, _ detail: String, _ value: String) throws {
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([WrittenValue(name: detail, text: value)], of: room.campaign)
    }
  }

  private func sell(_ room: Room, _ order: String, _ subtotal: String, at day: String? = nil) throws {
    let reply = try room.send(
      "Jane", "conversion.recorded", by: "store", ["conversion": order, "subtotal": subtotal],
      at: day.map { Instant("\($0)T12:00:00Z")! })
    try #require(reply.outcome == .taken)
  }

  /// A campaign whose codes pay ten per cent, with one who is active.
  private func seller() throws -> Room {
    let room = try Room("", details: ["discount_group": "X"]) {
      try $0.group("X", pattern: "[first_name]10OFF", payout: "10%")
    }
    try room.accept("Jane", price: "0 USD")
    return room
  }

  @Test func aCampaignWithoutACodeGroupHasNoDiscountsSection() throws {
    let room = try Room("")
    #expect(refusal { _ = try section(room, "Discounts") }?.contains("`Discounts` is not there") == true)
    let other = try Room("", details: ["discount_group": "X"]) { try $0.group("X", items: ["A"]) }
    #expect(try section(other, "Discounts").title == "Discounts")
  }

  @Test func aSubmissionOutsideTheWindowIsRejectedWithNoCurrentCampaignsAndWhatToDo() throws {
    let room = try Room("", details: ["accepting": "2026-03-05 to 2026-03-10"])
    let reply = try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    #expect(reply.outcome == .refused)
    #expect(reply.reason.hasPrefix("No Current Campaigns: "))
    #expect(reply.reason.contains("`set accepting to FIRST to LAST`"))
  }

  @Test func aPostOutsideTheDeliveryWindowIsNotMatched() throws {
    let room = try Room("", details: ["hashtags": "#spring", "delivery": "2026-03-05 to 2026-03-10"])
    try room.accept("Jane")
    #expect(
      try post(room, "1", at: "2026-03-04T12:00:00Z")
        == .review(
          "it was posted on 2026-03-04, and `Spring` takes content from 2026-03-05 to 2026-03-10"))
    try room.pass(days: 10)
    #expect(try post(room, "2", at: "2026-03-06T12:00:00Z") == .posted)
  }

  private func post(_ room: Room, _ id: String, at instant: String) throws -> ContentMatcher.Outcome {
    var row = PostRow(
      platform: "instagram", post: id, url: "https://instagram.com/p/\(id)", posted: Instant(instant)!.milliseconds)
    row.hashtags = "#spring"
    let found = row
    return try room.engine.transaction { () throws(EngineError) in
      try ContentMatcher(room.engine).take(found, Figures(), email: "Jane@example.com", named: nil, wanted: nil)
    }
  }

  @Test func aWindowThatIsMovedLaterTakesTheSameSubmission() throws {
    let room = try Room("", details: ["accepting": "2026-02-01 to 2026-02-28"])
    #expect(try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"]).outcome == .refused)
    try set(room, "accepting", "2026-02-01 to 2026-03-31")
    #expect(try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"]).outcome == .taken)
  }

  @Test func twoGroupsWithTheSamePatternAreAnErrorThatNamesBoth() throws {
    let room = try Room()
    try room.group("Spring codes", pattern: "[first_name]10")
    let said = refusal { try room.group("Other codes", pattern: "[FIRST_NAME]10".lowercased()) }
    #expect(said?.hasPrefix("the groups `Spring codes` and `Other codes` would have the same pattern") == true)
  }

  @Test func aGroupsNewRateLeavesOldCodesTheirs() throws {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane", "Leo"]) {
      try $0.group("X", pattern: "[first_name]", payout: "10%")
    }
    try room.accept("Jane")
    try room.change("X", payout: "15%")
    try room.accept("Leo")
    let sheet = try section(room, "Discounts")
    let place = try #require(sheet.columns.firstIndex { $0.heading == "Rate" })
    #expect(sheet.rows.map { $0[place].plainText } == ["10%", "15%"])
    #expect(try room.problems() == [])
  }

  @Test func aPatternWithAFirstNameGivesJane10OFF() throws {
    #expect(try seller().held("Jane") == "Jane10OFF")
  }

  @Test func anInfluencersOwnRateBeatsTheGroupsDefault() throws {
    let room = try Room("on proposal.accepted assign discount from group X paying 20%\n") {
      try $0.group("X", pattern: "[first_name]", payout: "10%")
    }
    try room.accept("Jane", price: "0 USD")
    try sell(room, "#1", "100 USD")
    #expect(try room.balance("Jane")[0] == 2_000)
    try room.send("Jane", "discount.adjusted", ["rate": "30%"])
    try sell(room, "#2", "100 USD")
    #expect(try room.balance("Jane")[0] == 5_000)
    #expect(try room.problems() == [])
  }

  @Test func aVoidTakesRevenueCommissionAndTheInfluencersViewDown() throws {
    let room = try seller()
    try sell(room, "#1", "100 USD")
    #expect(try cell(section(room, "Reporting"), "Revenue") == "100.00")
    #expect(try room.balance("Jane")[0] == 1_000)
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#1"])
    #expect(try cell(section(room, "Reporting"), "Revenue") == "0.00")
    #expect(try room.balance("Jane")[0] == 0)
    #expect(try cell(section(room, "Payments"), "Owed") == "0.00")
  }

  @Test(arguments: [true, false])
  func aFraudFromADayOnVoidsWhatWasSoldSinceAndReplacesTheCodeIfWanted(_ isWanted: Bool) throws {
    let room = try seller()
    try room.setClock(Instant("2026-04-10T00:00:00Z")!)
    try sell(room, "#1", "100 USD", at: "2026-03-31")
    try sell(room, "#2", "100 USD", at: "2026-04-01")
    try room.send(
      "Jane", "discount.disabled", ["reason": "fraud", "since": "2026-04-01", "replacement": isWanted ? "yes" : "no"])
    #expect(try room.balance("Jane")[0] == 1_000)
    #expect(try room.held("Jane") == (isWanted ? "Jane10OFF2" : nil))
    #expect(try room.problems() == [])
  }

  @Test func aDraftOrderIsNotCountedOrdered() throws {
    let room = try Room("", details: ["gifts": "Mug"])
    try room.accept("Jane")
    try room.send("Jane", "order.drafted", by: "store", ["order": "#D1"])
    #expect(try cell(section(room, "Fulfillment"), "Order") == "draft")
    #expect(try facts(room)[.orders].sum == 0)
    try room.send("Jane", "order.created", by: "store", ["order": "#D1"])
    #expect(try cell(section(room, "Fulfillment"), "Order") == "ordered")
    #expect(try facts(room)[.orders].sum == 1)
  }

  private func facts(_ room: Room, _ basis: ReportBasis = .everybody) throws -> Facts {
    var facts = Facts()
    try CampaignFigures(room.engine, campaign: room.campaign, basis: basis).each { (one) throws(EngineError) in
      facts += one.facts
      return true
    }
    return facts
  }

  @Test func theStoresFulfilmentMarksFulfilledWithoutAnOperator() throws {
    let room = try Room("", details: ["gifts": "Mug"])
    try room.accept("Jane")
    try room.send("Jane", "order.created", by: "store", ["order": "#1"])
    #expect(try room.send("Jane", "order.fulfilled", by: "store").outcome == .handled)
    #expect(try cell(section(room, "Fulfillment"), "Order") == "fulfilled")
    #expect(try facts(room)[.orders].sum == 1)
  }

  @Test func cashIsRefusedWithoutTaxFormAndPayPalAndOfflineIsAllowed() throws {
    let room = try Room("")
    try room.accept("Jane")
    let cash = try room.send(
      "Jane", "payment.requested", ["payment": "P1", "amount": "10 USD", "method": "cash"])
    #expect(cash.outcome == .setAside && cash.reason.hasPrefix("cash needs a tax form and a PayPal account first"))
    let offline = try room.send(
      "Jane", "payment.requested", ["payment": "P1", "amount": "10 USD", "method": "offline"])
    #expect(offline.outcome == .handled)
  }

  @Test func aCancelIsRefusedOnceProcessed() throws {
    let room = try Room("")
    try room.accept("Jane")
    try room.engine.store.record(Payee(taxForm: "W-9", paypal: "jane@pay.example"), of: room.people["Jane"]!)
    try room.send("Jane", "payment.requested", ["payment": "P1", "amount": "10 USD", "method": "cash"])
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"])
    let reply = try room.send("Jane", "payment.cancelled", ["payment": "P1"])
    #expect(reply.outcome == .setAside && reply.reason.contains("so it cannot be cancelled"))
  }

  @Test func aReportByAcceptanceAndOneByPostingTellOfDifferentPeople() throws {
    let room = try Room("", people: ["Jane", "Leo"])
    try room.accept("Jane")
    try room.pass(days: 40)
    try room.accept("Leo")
    try room.send("Jane", "content.posted", by: "influencer", ["content": "https://x.example/1"])
    let april = DateWindow(first: CalendarDate("2026-04-01"), last: CalendarDate("2026-04-30"))
    #expect(try names(room, ReportBasis(by: .accepted, time: april)) == ["Leo"])
    #expect(try names(room, ReportBasis(by: .posted, time: april)) == ["Jane"])
  }

  private func names(_ room: Room, _ basis: ReportBasis) throws -> [String] {
    var names: [String] = []
    try CampaignFigures(room.engine, campaign: room.campaign, basis: basis).each { (one) throws(EngineError) in
      names.append(one.name)
      return true
    }
    return names
  }

  @Test func aManualActivationSkipsReview() throws {
    let room = try Room("")
    try room.send("Jane", "influencer.activated", ["price": "50 USD"])
    #expect(try room.stages("Jane").contains { $0.hasPrefix("active.") })
    #expect(try room.balance("Jane")[0] == 5_000)
    #expect(try section(room, "Proposals").rows.isEmpty)
    #expect(try room.row("Jane").accepted != nil)
    #expect(try room.problems() == [])
  }

  @Test func latersSampleHasAnEarnedMediaValueOf1752Dollars50() {
    var facts = Facts()
    for (fact, count) in [(Fact.likes, 5_000), (.comments, 500), (.impressions, 50_000)] as [(Fact, Int64)] {
      facts.add(fact, count * Scaled.unit)
    }
    let calculation = Calculation(facts, .init(currency: .usd, earnedMedia: EarnedMedia(.counts)))
    #expect(calculation.text("emv") == "1752.50 USD")
  }
}
