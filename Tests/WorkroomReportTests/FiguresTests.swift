import Testing
import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomReport
import WorkroomValues

/// What a campaign's records come to.
@Suite struct FiguresTests {
  // MARK: Two bases

  private func threePeople() throws -> Scene {
    let scene = try Scene(details: ["time_zone": "Europe/Berlin"])
    for name in ["Mia", "Leo", "Zoe"] { try scene.add(name) }
    try scene.accept("Mia", at: "2026-03-10")
    try scene.accept("Zoe", at: "2026-03-31T21:59:59Z")
    try scene.accept("Leo", at: "2026-03-31T22:00:00Z")
    try scene.send("Mia", "content.posted", ["content": "m1", "views": "100"], at: "2026-04-02")
    try scene.send("Leo", "content.posted", ["content": "l1", "views": "10"], at: "2026-04-03")
    try scene.send("Leo", "content.posted", ["content": "l2", "views": "1000"], at: "2026-05-03")
    return scene
  }

  /// Acceptance 15.
  @Test func acceptedAndPostedGiveDifferentSets() throws {
    let scene = try threePeople()
    #expect(try scene.names(scene.report(by: .accepted, from: "2026-03-01", to: "2026-03-31")) == ["Mia", "Zoe"])
    #expect(try scene.names(scene.report(by: .posted, from: "2026-04-01", to: "2026-04-30")) == ["Mia", "Leo"])
    #expect(try scene.names(scene.report(by: .posted)) == ["Mia", "Leo"])
    #expect(try scene.names(scene.report()) == ["Mia", "Leo", "Zoe"])
  }

  @Test func theDayIsThatOfTheCampaignsTimeZone() throws {
    let scene = try threePeople()
    #expect(try scene.names(scene.report(by: .accepted, from: "2026-04-01")) == ["Leo"])
  }

  @Test func contentOfAnotherTimeIsLeftOut() throws {
    let scene = try threePeople()
    let april = try scene.report(by: .posted, from: "2026-04-01", to: "2026-04-30")
    #expect(try scene.figure("views", april) == "110")
    #expect(try scene.figure("views", scene.report(by: .accepted, from: "2026-04-01")) == "1010")
    #expect(try scene.figure("fee", april) == "0.00 USD")
    #expect(try scene.figure("owed", april) == "600.00 USD")
  }

  // MARK: Content

  @Test func eachValueIsTheNewestThatAnyEventTold() throws {
    let scene = try Scene()
    try scene.add("Mia", followers: 2000)
    try scene.accept("Mia", at: "2026-03-01")
    let post = ["content": "one", "views": "100", "likes": "10"]
    try scene.send("Mia", "content.posted", post, at: "2026-03-02")
    try scene.send(
      "Mia", "content.measured", ["content": "one", "likes": "20", "impressions": "500"], at: "2026-03-03")
    try scene.send("Mia", "content.draft_submitted", ["content": "two"], at: "2026-03-04")
    #expect(try scene.figure("content") == "1")
    #expect(try scene.figure("views") == "100")
    #expect(try scene.figure("engagements") == "20")
    #expect(try scene.figure("shares") == "n/a")
    #expect(try scene.figure("er_impressions") == "4.00%")
    #expect(try scene.figure("er_followers") == "1.00%")
    try scene.send("Mia", "content.rejected", ["content": "one"], at: "2026-03-05")
    #expect(try scene.figure("content") == "0")
  }

  // MARK: Money

  @Test func aPaymentCountsForFeesFirst() throws {
    let scene = try Scene(codes: ["MIA10"])
    try scene.add("Mia")
    try scene.accept("Mia", at: "2026-03-01")
    try scene.send("Mia", "conversion.recorded", ["conversion": "#1", "subtotal": "1000 USD"], at: "2026-03-02")
    #expect(try scene.figure("owed") == "400.00 USD")
    try scene.send("Mia", "payment.paid", ["amount": "250 USD"], at: "2026-03-03")
    #expect(try [scene.figure("fee"), scene.figure("commission")] == ["250.00 USD", "0.00 USD"])
    try scene.send("Mia", "payment.paid", ["amount": "100 USD"], at: "2026-03-04")
    #expect(try [scene.figure("fee"), scene.figure("commission")] == ["300.00 USD", "50.00 USD"])
    try scene.send("Mia", "payment.paid", ["amount": "100 USD", "advance": "yes"], at: "2026-03-05")
    #expect(try [scene.figure("fee"), scene.figure("commission")] == ["350.00 USD", "100.00 USD"])
    #expect(try scene.figure("roas") == "2.22")
  }

  /// Acceptance 9.
  @Test func whatIsVoidedDropsOut() throws {
    let scene = try Scene(codes: ["MIA10"])
    try scene.add("Mia")
    try scene.accept("Mia", at: "2026-03-01")
    try scene.send("Mia", "conversion.recorded", ["conversion": "#1", "subtotal": "100 USD"], at: "2026-03-02")
    try scene.send("Mia", "conversion.recorded", ["conversion": "#2", "subtotal": "50 USD"], at: "2026-03-02")
    try scene.send("Mia", "conversion.refunded", ["conversion": "#2", "amount": "30 USD"], at: "2026-03-03")
    #expect(try [scene.figure("revenue"), scene.figure("conversions")] == ["120.00 USD", "2"])
    try scene.send("Mia", "conversion.voided", ["conversion": "#1"], at: "2026-03-04")
    #expect(try [scene.figure("revenue"), scene.figure("conversions")] == ["20.00 USD", "1"])
    #expect(try scene.figure("aov") == "20.00 USD")
  }

  @Test func goodsCostWhatTheirOrdersSay() throws {
    let scene = try Scene()
    try scene.add("Mia")
    try scene.add("Leo")
    try scene.send("Mia", "order.created", ["cost": "12.50 USD", "shipping": "4 USD"], at: "2026-03-01")
    try scene.send("Mia", "order.created", ["cost": "12.50 USD", "shipping": "5 USD"], at: "2026-03-09")
    try scene.send("Leo", "order.drafted", at: "2026-03-09")
    #expect(try [scene.figure("product"), scene.figure("shipping")] == ["25.00 USD", "9.00 USD"])
    try scene.send("Leo", "order.created", at: "2026-03-10")
    #expect(try [scene.figure("product"), scene.figure("spend")] == ["n/a", "n/a"])
    #expect(try scene.figure("spend", scene.report(spend: [.fee])) == "0.00 USD")
    try scene.send("Leo", "order.cancelled", at: "2026-03-11")
    #expect(try scene.figure("spend") == "25.00 USD")
  }

  @Test func anOrderWithoutACostCostsWhatTheCampaignSays() throws {
    let scene = try Scene(details: ["product_cost": "8 USD", "budget": "100 USD"])
    try scene.add("Mia")
    try scene.send("Mia", "order.created", at: "2026-03-10")
    #expect(try [scene.figure("product"), scene.figure("budget_used")] == ["8.00 USD", "8.00%"])
  }

  @Test func weeksBeginOnMondayAndNoneIsLeftOut() throws {
    let scene = try threePeople()
    let weeks = try CampaignSummary.of(scene.report().figures).weeks
    #expect(weeks.map(\.monday.description) == ["2026-03-30", "2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27"])
    #expect(weeks.map(\.pieces) == [2, 0, 0, 0, 1])
  }

  @Test func twoYearsOfWeeksAreShownAndTheNewestAreKept() throws {
    let scene = try Scene()
    try scene.add("Mia")
    // 2026-05-04 is a Monday; 103 weeks before it lies 2024-05-13.
    try scene.send("Mia", "content.posted", ["content": "a"], at: "2024-05-13")
    try scene.send("Mia", "content.posted", ["content": "b"], at: "2026-05-04")
    #expect(try CampaignSummary.of(scene.report().figures).weeks.map(\.pieces).reduce(0, +) == 2)
    #expect(try CampaignSummary.of(scene.report().figures).weeks.count == CampaignSummary.weeksMax)
    try scene.send("Mia", "content.posted", ["content": "c"], at: "2024-05-12")
    #expect(try CampaignSummary.of(scene.report().figures).weeks.map(\.pieces).reduce(0, +) == 2)
    #expect(try scene.figure("content") == "3")
  }
}
