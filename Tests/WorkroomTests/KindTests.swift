import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Pools of any kind of item.
@Suite struct KindTests {
  static let tickets = """
    campaign
      boxes    pool of box     optional
      tickets  pool of ticket
      codes    discount group  optional
    end

    event ticket.assigned by system otherwise handled
    event ticket.lost by manager otherwise handled

    stage open
      on proposal.accepted
        assign ticket from tickets and box from boxes
        assign discount from codes
      end
      on ticket.assigned tell manager "a ticket is out"
      on proposal.declined
        release ticket
        go to done
      end
      on ticket.lost when ticket is held
        disable ticket
        stay
      end
    end
    final done

    """

  private func room() throws -> Room {
    try Room(KindTests.tickets, details: ["tickets": "Gala", "boxes": "Big", "codes": "X"], people: ["Ann", "Ben"]) {
      room in
      // The same code in two kinds is two items.
      try room.group("Gala", of: "ticket", items: ["T1", "T2", "A"])
      try room.group("X", items: ["A"])
      try room.group("Big", of: "box", pattern: "BOX-[first_name]")
    }
  }

  /// What somebody holds, by its kind.
  private func items(_ room: Room, _ name: String) throws -> [String: String] {
    let row = try room.row(name)
    let definition = try room.engine.definition(row.definition)
    var items: [String: String] = [:]
    for (noun, kind) in zip(definition.workflow.poolKinds, definition.kinds) {
      items[noun] = try room.engine.store.held(row.id, kind: kind)?.code
    }
    return items
  }

  @Test func itemsOfEveryKindAreTakenAndGivenBack() throws {
    let room = try room()
    try room.send("Ann", "proposal.accepted")
    #expect(try items(room, "Ann") == ["ticket": "T1", "box": "BOX-Ann", "discount": "A"])
    #expect(try room.engine.group(of: "ticket", named: "Gala")?.free == 2)
    #expect(try room.counts()["outbox"] == 1)
    try room.send("Ann", "ticket.lost")
    try room.send("Ben", "proposal.accepted")
    // Together or not at all; the code is a line of its own, and its group is empty.
    #expect(try items(room, "Ben") == ["ticket": "T2", "box": "BOX-Ben"])
    try room.send("Ben", "proposal.declined")
    #expect(try items(room, "Ben") == ["box": "BOX-Ben"])
    #expect(try room.engine.group(of: "ticket", named: "Gala")?.free == 2)
    #expect(try room.problems() == [])
  }

  @Test func aKindKeepsItsNumberWhateverTheOrderInAFile() throws {
    let room = try room()
    try room.send("Ann", "proposal.accepted")
    let first = try room.engine.definition(room.row("Ann").definition)
    let turned = KindTests.tickets.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    try room.create(
      ([turned[0], turned[2], turned[1]] + turned.dropFirst(3)).joined(separator: "\n"), named: "Autumn",
      details: ["tickets": "Gala"])
    try room.add("Cat")
    try room.send("Cat", "proposal.accepted")
    let second = try room.engine.definition(room.row("Cat").definition)
    #expect(first.workflow.poolKinds != second.workflow.poolKinds)
    #expect(
      zip(first.workflow.poolKinds, first.kinds).sorted { $0.0 < $1.0 }.map(\.1)
        == zip(second.workflow.poolKinds, second.kinds).sorted { $0.0 < $1.0 }.map(\.1))
    #expect(try room.problems() == [])
  }

  @Test func aMissingGroupIsAskedForByItsKind() throws {
    let error = refusal { _ = try Room(KindTests.tickets, details: ["tickets": "Gala"]) } ?? ""
    #expect(error.contains("there is no ticket group called `Gala`") && error.contains("--kind ticket"))
  }

  @Test(arguments: ["Ticket", "", "gift card", "1st", "tick\u{202e}et"])
  func aKindIsNamedLikeTheLanguageNamesThings(noun: String) throws {
    let room = try Room()
    #expect(refusal { try room.group("G", of: noun) }?.contains("cannot be a kind of item") == true)
  }

  @Test func aChangedKindIsFound() throws {
    let room = try room()
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("UPDATE kind SET noun = 'other' WHERE noun = 'box'")
    #expect(try room.problems().contains { $0.contains("kinds of item") || $0.contains("box") })
  }

  @Test func otherKindsShowInFulfillment() throws {
    let text = KindTests.tickets.replacing("stage open\n", with: "stage open in \"Fulfillment\"\n")
    let room = try Room(text, details: ["tickets": "Gala", "boxes": "Big"], people: ["Ann"]) { room in
      try room.group("Gala", of: "ticket", items: ["T1", "T2"])
      try room.group("Big", of: "box", pattern: "BOX-[first_name]")
    }
    try room.send("Ann", "proposal.accepted")
    let sheet = try room.engine.transaction { () throws(EngineError) in
      try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment")
    }
    #expect(sheet.columns.map(\.heading).suffix(2).sorted() == ["Box", "Ticket"])
    #expect(sheet.rows[0].contains(.text("T1")) && sheet.rows[0].contains(.text("BOX-Ann")))
    #expect(sheet.notes.contains("group Gala: 1 left"))
  }

  @Test func whatTheEngineTellsNobodyElseMaySend() throws {
    let room = try room()
    for event in ["discount.assigned", "link.released", "ticket.assigned", "campaign.changed"] {
      let before = try room.counts()
      let reply = try room.send("Ann", event, by: "system")
      #expect(reply.outcome == .setAside && reply.reason.contains("engine"), "\(event)")
      #expect(try room.counts() == before)
    }
    #expect(try room.send("Ann", "ticket.lost").outcome == .handled)
  }
}
