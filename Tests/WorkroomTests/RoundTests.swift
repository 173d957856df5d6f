import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Workflows that recur: whoever has finished begins another round.
@Suite struct RoundTests {
  static let box = """
    workflow "Monthly box" version 1 recurring

    record
      price  money  default 0 USD
    end

    stage invited
      on proposal.accepted by manager
        owe 10 USD for "fee"
        go to active
      end
    end
    stage active in "Progress"
      on enter assign discount from group X paying 10%
      on content.posted go to done
      on proposal.deleted
        release discount
        go to done
      end
    end
    final done

    """

  private func room() throws -> Room {
    try Room(RoundTests.box, people: ["Ann", "Ben"]) { try $0.group("X", items: ["A", "B", "C"]) }
  }

  private func again(_ room: Room, _ name: String) throws -> ParticipationRow? {
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.assign(room.people[name]!, to: room.campaign)
    }
  }

  @Test func whoHasFinishedBeginsAgainWithWhatIsHeld() throws {
    let room = try room()
    #expect(try again(room, "Ann") == nil)
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "content.posted", ["content": "one"])
    #expect(try room.stages("Ann") == ["done"])
    let second = try #require(try again(room, "Ann"))
    #expect(second.round == 2)
    #expect(try room.stages("Ann") == ["invited"])
    #expect(try room.held("Ann") == "A")
    // Who holds a code is not given a second one.
    try room.send("Ann", "proposal.accepted")
    #expect(try room.held("Ann") == "A")
    #expect(try room.engine.group(of: "discount", named: "X")?.free == 2)
    #expect(try room.problems() == [])
  }

  @Test func withoutTheWordNobodyBeginsAgain() throws {
    let text = RoundTests.box.split(separator: "recurring").joined()
    let room = try Room(text, people: ["Ann"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "content.posted", ["content": "one"])
    #expect(try again(room, "Ann") == nil)
    #expect(try room.row("Ann").round == 1)
  }

  @Test func aLateRefundGoesToTheRoundThatSold() throws {
    let room = try room()
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    try room.send("Ann", "content.posted", ["content": "one"])
    let first = try room.row("Ann").id
    _ = try again(room, "Ann")
    let order = ["conversion": "#1", "subtotal": "100 USD"]
    #expect(try room.send("Ann", "conversion.recorded", by: "store", order).outcome == .repeated)
    try room.send("Ann", "conversion.refunded", by: "store", ["conversion": "#1", "subtotal": "40 USD"])
    // The rate is that of the code, which the new round holds by now.
    let usd = Int64(Currency.usd.packed)
    #expect(try room.engine.store.balance(first, currency: usd).owed == 1400)
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#2", "subtotal": "20 USD"])
    #expect(try room.balance("Ann") == [200, 0])
    #expect(try room.problems() == [])
  }

  @Test func whatSoldInAnEarlierRoundIsNotGivenToAnother() throws {
    let room = try room()
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "100 USD"])
    try room.send("Ann", "content.posted", ["content": "one"])
    _ = try again(room, "Ann")
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "proposal.deleted")
    #expect(try room.held("Ann") == nil)
    #expect(try room.engine.group(of: "discount", named: "X")?.free == 2)
    #expect(try room.problems() == [])
  }

  @Test func sheetsShowTheNewestRoundAndPaymentsAllOfThem() throws {
    let room = try room()
    for round in 1...3 {
      if round > 1 { _ = try again(room, "Ann") }
      try room.send("Ann", "proposal.accepted")
      try room.send("Ann", "content.posted", ["content": "post \(round)", "views": "100"])
    }
    _ = try again(room, "Ann")
    let sheets = try room.engine.transaction { () throws(EngineError) in
      let work = try WorkRoom(room.engine, campaign: room.campaign)
      return try ["My Influencers", "Payments", "Reporting", "Content"].map { (name) throws(EngineError) in
        try work.sheet(name)
      }
    }
    #expect(sheets[0].rows.count == 2)
    #expect(sheets[0].rows[0].contains(.number(4)) && sheets[0].rows[0].contains(.text("Invited")))
    let thirty = Sheet.Value.money(Money(minorUnits: 3000, currency: .usd))
    #expect(sheets[1].rows.count == 1 && sheets[1].rows[0].filter { $0 == thirty }.count == 3)
    #expect(sheets[2].rows[0].contains(.number(300)))
    #expect(sheets[3].rows.count == 3)
    #expect(try room.problems() == [])
  }

  @Test func changedDetailsAreToldToTheNewestRoundOnly() throws {
    let text = RoundTests.box.replacing("record\n", with: "campaign\n  limit  number  default 1\nend\n\nrecord\n")
    let room = try Room(text, people: ["Ann"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "content.posted", ["content": "one"])
    _ = try again(room, "Ann")
    let added = try room.added {
      try room.engine.transaction { () throws(EngineError) in
        try room.engine.setDetails([WrittenValue(name: "limit", text: "2")], of: room.campaign)
      }
    }
    #expect(added["log"] == 2)
    #expect(try room.problems() == [])
  }
}
