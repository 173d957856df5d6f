import Testing
import Workroom
import WorkroomEngine
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Proposals on the standard stages: asked, answered, negotiated, lapsed, deleted.
@Suite struct ProposalTests {
  private func sheet(_ room: Room) throws -> Sheet {
    try WorkRoom(room.engine, campaign: room.campaign).sheet("Proposals")
  }

  private func column(_ sheet: Sheet, _ heading: String) throws -> [String] {
    let place = try #require(sheet.columns.firstIndex { $0.heading == heading })
    return sheet.rows.map { $0[place].plainText }
  }

  private func mails(_ room: Room) throws -> Int {
    try room.engine.store.outbox(ofCampaign: room.campaign).count { $0.kind == Int64(Effect.Kind.email.rawValue) }
  }

  @Test func whoMadeAProposalIsRecorded() throws {
    let room = try Room("", people: ["Jane", "Leo"])
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    try room.send("Leo", "proposal.submitted", by: "manager", ["price": "100 USD"])
    #expect(try column(sheet(room), "By") == ["influencer", "manager for them"])
    #expect(try room.problems() == [])
  }

  @Test func anEmptyProposalDoesNotPassInSilence() throws {
    let room = try Room("", people: ["Jane", "Leo"])
    let words = "an empty proposal: it names no price, no tasks and no products"
    #expect(try room.send("Jane", "proposal.submitted").reason == words)
    #expect(try sheet(room).notes.contains("1 proposal is empty: no price, no tasks and no products"))
    #expect(try room.send("Jane", "proposal.accepted").reason == words)
    let free = try room.send("Leo", "proposal.submitted", ["price": "0 USD", "tasks": "2"])
    #expect(free.outcome == .taken && free.reason == "its price is 0, so nothing is owed for it")
    #expect(try room.send("Leo", "proposal.negotiated", ["price": "20 USD"]).reason == "")
  }

  @Test func whatIsProposedAnewKeepsTheProductsThatWereChosen() throws {
    let room = try Room.packing(accepted: [])
    try room.send("Jane", "proposal.submitted", ["price": "1 USD", "products": "Cap"])
    try room.send("Jane", "proposal.countered", ["price": "2 USD", "until": "2026-03-05"])
    try room.setClock(Instant("2026-03-07T00:00:00Z")!)
    _ = try room.engine.fireDueTimers()
    #expect(try room.stages("Jane") == ["lapsed"])
    try room.send("Jane", "proposal.submitted", ["price": "3 USD"])
    try room.send("Jane", "proposal.accepted")
    try room.send("Jane", "order.created")
    #expect(try room.packed() == ["Cap,,ordered,,"])
    #expect(try room.left() == [10, 9])
    #expect(try room.problems() == [])
  }

  @Test func thereIsOneLiveProposalAtATime() throws {
    let room = try Room("")
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    let second = try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "200 USD"])
    #expect(second.outcome == .refused && second.reason.hasPrefix("there is a proposal already"))
    try room.send("Jane", "proposal.accepted")
    let third = try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "200 USD"])
    #expect(third.outcome == .refused && third.reason.hasPrefix("a proposal is accepted already"))
  }

  @Test func aCounterOfferLapsesAfterItsLastDayAndFreesWhatWasSetAside() throws {
    let room = try Room("", details: ["budget": "1000 USD"])
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    try room.send("Jane", "proposal.negotiated", ["price": "80 USD"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "90 USD", "until": "2026-03-05"])
    #expect(try sheet(room).notes.contains("budget: 90.00 USD of 1000.00 USD earmarked, 910.00 USD left"))
    try room.setClock(Instant("2026-03-05T23:59:00Z")!)
    _ = try room.engine.fireDueTimers()
    #expect(try room.stages("Jane") == ["countered"])
    try room.setClock(Instant("2026-03-06T00:00:00Z")!)
    _ = try room.engine.fireDueTimers()
    #expect(try room.stages("Jane") == ["lapsed"])
    #expect(try sheet(room).notes.contains("budget: 0.00 USD of 1000.00 USD earmarked, 1000.00 USD left"))
    #expect(try room.send("Jane", "proposal.accepted").outcome == .refused)
    #expect(try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "85 USD"]).outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func aCounterOfferWhoseLastDayIsOverGoesOutAsLapsed() throws {
    let room = try Room("")
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "90 USD", "until": "2026-03-05"])
    let row = try #require(try room.engine.store.proposal(room.row("Jane").id))
    #expect(row.state(today: CalendarDate("2026-03-05")!) == "countered")
    #expect(row.state(today: CalendarDate("2026-03-06")!) == "lapsed")
    try room.send("Jane", "proposal.accepted")
    let accepted = try #require(try room.engine.store.proposal(room.row("Jane").id))
    #expect(accepted.state(today: CalendarDate("2026-03-06")!) == "accepted")
  }

  @Test func aNewCounterOfferWithoutADayHolds() throws {
    let room = try Room("")
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "100 USD"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "90 USD", "until": "2026-03-05"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "95 USD"])
    try room.pass(days: 30)
    #expect(try room.stages("Jane") == ["countered"])
    try room.send("Jane", "proposal.accepted")
    #expect(try room.balance("Jane")[0] == 9_500)
  }

  @Test(arguments: ["yes", "no"])
  func mailsGoOutAtTheDecisionIfTheCampaignSaysSo(_ isOn: String) throws {
    let room = try Room("", details: ["accepted_email": isOn, "declined_email": isOn], people: ["Jane", "Leo"])
    try room.accept("Jane")
    try room.send("Leo", "proposal.submitted", ["price": "10 USD"])
    try room.send("Leo", "proposal.declined")
    #expect(try mails(room) == (isOn == "yes" ? 2 : 0))
  }

  @Test func theBudgetsHeadTellsWhatIsSetAsideOwedAndPaid() throws {
    let room = try Room("", details: ["budget": "1000 USD"], people: ["Jane", "Leo"])
    try room.accept("Jane", price: "300 USD")
    try room.send("Jane", "payment.paid", ["amount": "100 USD"])
    try room.send("Leo", "proposal.submitted", ["price": "200 USD"])
    let notes = try sheet(room).notes
    #expect(notes.contains("budget: 500.00 USD of 1000.00 USD earmarked, 500.00 USD left"))
    #expect(
      notes.contains(
        "budget: 300.00 USD of 1000.00 USD owed, 100.00 USD of it paid, 700.00 USD not owed to anybody yet"))
    try room.send("Leo", "proposal.declined")
    #expect(try sheet(room).notes.contains("budget: 300.00 USD of 1000.00 USD earmarked, 700.00 USD left"))
    // What was paid beyond what is owed is not there any more.
    try room.send("Leo", "payment.paid", ["amount": "250 USD", "advance": "yes"])
    #expect(
      try sheet(room).notes.contains(
        "budget: 300.00 USD of 1000.00 USD owed, 100.00 USD of it paid, 250.00 USD paid beyond that, 450.00 USD not owed to anybody yet"
      ))
  }

  // MARK: Deleting

  private func active(_ details: [String: String] = [:]) throws -> Room {
    let all = ["discount_group": "X", "link_group": "Y", "gifts": "Mug"].merging(details) { $1 }
    let room = try Room("", details: all) {
      try $0.group("X", items: ["A"])
      try $0.group("Y", 1, items: ["https://go.example/1"])
    }
    try room.accept("Jane", price: "300 USD")
    return room
  }

  @Test func deletingReleasesAnUnusedCode() throws {
    let room = try active()
    try room.send("Jane", "proposal.deleted")
    #expect(try room.held("Jane") == nil)
    #expect(try room.engine.group(of: "discount", named: "X")?.free == 1)
    #expect(try room.problems() == [])
  }

  @Test func deletingDisablesAUsedCodeAndTheLink() throws {
    let room = try active()
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "10 USD"])
    try room.send("Jane", "proposal.deleted")
    let items = try room.engine.store.items()
    #expect(items.map(\.state) == [2, 2])
    let unused = try active()
    try unused.send("Jane", "proposal.deleted")
    #expect(try unused.engine.store.items().map(\.state) == [0, 2])
    #expect(try room.problems() == [])
  }

  @Test func deletingCancelsAnOrderThatWasNotShippedYet() throws {
    for (isShipped, count) in [(false, 1), (true, 0)] {
      let room = try active()
      try room.send("Jane", "order.created", by: "store", ["order": "#1"])
      if isShipped { try room.send("Jane", "shipment.sent", by: "carrier", ["shipment": "1Z"]) }
      let added = try room.added { try room.send("Jane", "proposal.deleted") }
      #expect((added["outbox"] ?? 0) == Int64(count), "shipped: \(isShipped)")
    }
  }

  @Test func deletingVoidsTheFeeAndFreesTheBudget() throws {
    let room = try active(["budget": "1000 USD"])
    #expect(try room.balance("Jane")[0] == 30_000)
    try room.send("Jane", "proposal.deleted")
    #expect(try room.balance("Jane")[0] == 0)
    #expect(try room.engine.earmarks(ofCampaign: room.campaign).map(\.amount) == [0])
  }

  // MARK: The log

  @Test func aProposalThatTheLogDoesNotTellIsFound() throws {
    let room = try Room("")
    try room.send("Jane", "proposal.submitted", ["price": "100 USD"])
    try room.engine.store.database.exec("UPDATE proposal SET price = 20000")
    #expect(try room.problems() == ["the proposal of participation 1 of `Spring` is not what its log gives"])
  }
}
