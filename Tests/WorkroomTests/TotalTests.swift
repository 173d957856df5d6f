import Testing
import WorkroomEngine
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What participations have come to, as rules read it.
@Suite struct TotalTests {
  /// Notes tell what a rule has seen: in a stage without a way out every event is answered.
  static let counts = """
    campaign
      most  money  default 1000 USD
    end

    stage open
      on content.posted when count of content is 0 note "none before"
      on content.posted when count of content is 1 note "one before"
      on content.approved when count of content is 1 note "one at approval"
      on conversion.recorded when sum of conversions.subtotal is at least 100 USD note "a hundred before"
      on conversion.voided when sum of conversions.subtotal is 30 USD note "thirty before"
      once count of content is at least 2 note "two by now"
      once sum of conversions.subtotal is at least 150 USD go to rich
      on proposal.countered when sum of content.views is 70 note "seventy views"
    end
    stage rich
      on proposal.countered when owed is 15 USD note "fifteen owed"
      on proposal.countered when owed is 5 USD note "five owed"
      on proposal.declined when owed is 5 USD and paid is 2 USD note "five owed and two paid"
      on payment.paid when paid is 0 USD note "nothing paid before"
    end

    """

  private func notes(_ room: Room, _ event: String, _ payload: [String: String] = [:]) throws -> [String] {
    let before = try room.engine.store.outbox(ofCampaign: room.campaign, atMost: 1000).count
    try room.send("Ann", event, by: event.hasPrefix("conversion") ? "store" : "manager", payload)
    let rows = try room.engine.store.outbox(ofCampaign: room.campaign, atMost: 1000)
    let machine = try room.engine.definition(room.row("Ann").definition).machine
    return rows.prefix(rows.count - before).reversed().compactMap { machine.literalText($0.row.words ?? 0) }
  }

  private func room() throws -> Room { try Room(TotalTests.counts, people: ["Ann"]) }

  @Test func anEventIsCountedAfterItsOwnRules() throws {
    let room = try room()
    #expect(try notes(room, "content.posted", ["content": "a", "views": "40"]) == ["none before"])
    #expect(try notes(room, "content.posted", ["content": "b", "views": "20"]) == ["one before", "two by now"])
    // The same post again is no new one, and its newest number counts, even if a later event tells none.
    #expect(try notes(room, "content.measured", ["content": "a", "views": "50"]) == [])
    #expect(try notes(room, "content.approved", ["content": "a"]) == [])
    #expect(try notes(room, "proposal.countered", ["price": "1 USD"]) == ["seventy views"])
    // What was rejected no longer counts.
    try room.send("Ann", "content.rejected", ["content": "b"])
    #expect(try notes(room, "content.approved", ["content": "a"]) == ["one at approval"])
    #expect(try room.problems() == [])
  }

  /// An event that no line takes is counted all the same, and `once` lines see it.
  @Test func whatNoRuleTakesWakesOnce() throws {
    let text = """
      stage open
        once count of content is at least 2 go to rich
      end
      stage rich
        on proposal.declined note "done"
      end

      """
    let room = try Room(text, people: ["Ann"])
    try room.send("Ann", "content.posted", ["content": "a"])
    #expect(try room.stages("Ann") == ["open"])
    try room.send("Ann", "content.posted", ["content": "b"])
    #expect(try room.stages("Ann") == ["rich"])
    #expect(try room.problems() == [])
  }

  @Test func whatHasNoNameCountsOnlyAsTheOnlyOne() throws {
    let room = try room()
    try room.send("Ann", "content.draft_submitted")
    #expect(try notes(room, "content.approved") == ["one at approval"])
    #expect(try notes(room, "content.posted", ["content": "a"]) == ["one before"])
    #expect(try notes(room, "content.approved") == ["one at approval"])
    #expect(try room.problems() == [])
  }

  @Test func refundsAndVoidsLowerASum() throws {
    let room = try room()
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    try room.send("Ann", "conversion.refunded", by: "store", ["conversion": "#1", "subtotal": "60 USD"])
    #expect(try notes(room, "conversion.recorded", ["conversion": "#2", "subtotal": "40 USD"]) == [])
    #expect(try notes(room, "conversion.recorded", ["conversion": "#3", "subtotal": "10 USD"]) == ["a hundred before"])
    try room.send("Ann", "conversion.voided", by: "store", ["conversion": "#1"])
    try room.send("Ann", "conversion.refunded", by: "store", ["conversion": "#2", "subtotal": "20 USD"])
    #expect(try notes(room, "conversion.voided", ["conversion": "#3"]) == ["thirty before"])
    #expect(try room.stages("Ann") == ["open"])
    room.engine.dropCaches()
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#4", "subtotal": "130 USD", "rate": "1%"])
    #expect(try room.stages("Ann") == ["rich"])
    #expect(try room.problems() == [])
  }

  @Test func whatIsOwedAndPaidIsRead() throws {
    let room = try room()
    let order = { (number: String) in ["conversion": number, "subtotal": "100 USD", "rate": "5%"] }
    for number in ["#1", "#2", "#3"] { try room.send("Ann", "conversion.recorded", by: "store", order(number)) }
    #expect(try room.stages("Ann") == ["rich"])
    #expect(try notes(room, "proposal.countered", ["price": "1 USD"]) == ["fifteen owed"])
    try room.send("Ann", "conversion.voided", by: "store", ["conversion": "#1"])
    try room.send("Ann", "conversion.voided", by: "store", ["conversion": "#2"])
    #expect(try notes(room, "proposal.countered", ["price": "1 USD"]) == ["five owed"])
    #expect(try notes(room, "payment.paid", ["amount": "2 USD"]) == ["nothing paid before"])
    #expect(try notes(room, "proposal.declined") == ["five owed and two paid"])
    #expect(try room.problems() == [])
  }

  @Test func aChangedSumIsFound() throws {
    let room = try room()
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("UPDATE object SET carried = zeroblob(length(carried))")
    #expect(try room.problems().contains { $0.contains("conversion row") })
  }

  @Test func aReasonThatIsVoidedIsVoidedOnce() throws {
    let text = """
      stage open
        on proposal.deleted
          void owed for "commission"
          stay
        end
      end

      """
    let room = try Room(text, people: ["Ann"])
    for number in ["#1", "#2"] {
      try room.send(
        "Ann", "conversion.recorded", by: "store", ["conversion": number, "subtotal": "100 USD", "rate": "5%"])
    }
    try room.send("Ann", "proposal.deleted")
    #expect(try room.balance("Ann") == [0, 0])
    try room.send("Ann", "conversion.voided", by: "store", ["conversion": "#1"])
    #expect(try room.balance("Ann") == [0, 0])
    #expect(try room.problems() == [])
  }
}
