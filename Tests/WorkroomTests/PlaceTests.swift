import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Where everybody stands, told without reading everybody: pages of sections, and what the replay says of them.
@Suite struct PlaceTests {
  private static let names = ["Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus"]

  private func room() throws -> Room {
    let room = try Room(Room.sentence, people: PlaceTests.names) {
      try $0.group("X", items: ["A", "B", "C", "D"])
      try $0.group("Y", 1, items: ["https://a.example/1", "https://a.example/2", "https://a.example/3"])
    }
    for name in ["Cleo", "Ben", "Eve"] {
      try room.send(name, "proposal.submitted", ["price": "10 USD"])
      try room.setClock(Instant(milliseconds: room.engine.clock.now.milliseconds + 60_000))
    }
    return room
  }

  private func names(_ section: String, _ page: Page, _ room: Room) throws -> [Sheet.Value] {
    try WorkRoom.sheet(section, page, room.engine, campaign: room.campaign).rows.map { $0[0] }
  }

  @Test func pagesTogetherAreTheWhole() throws {
    let room = try room()
    for section in ["My Influencers", "Proposals", "Reporting"] {
      let whole = try WorkRoom(room.engine, campaign: room.campaign).sheet(section)
      var rows: [[Sheet.Value]] = []
      let pages = Int64((whole.rows.count + 1) / 2)
      for page in 1...pages {
        rows += try WorkRoom.sheet(section, Page(page, rows: 2), room.engine, campaign: room.campaign).rows
      }
      #expect(rows == whole.rows, "\(section)")
      #expect(throws: EngineError.self) {
        try WorkRoom.sheet(section, Page(pages + 1, rows: 2), room.engine, campaign: room.campaign)
      }
    }
    // Whoever has waited longest comes first.
    #expect(try names("Proposals", Page(1, rows: 2), room) == [.text("Cleo"), .text("Ben")])
    let notes = try WorkRoom.sheet("My Influencers", Page(2, rows: 3), room.engine, campaign: room.campaign).notes
    #expect(notes == ["7 in all: 4 Assigned, 3 Proposed; page 2 of 3: rows 4 to 6 of 7"])
  }

  @Test func countsFollowEveryEventAndNoTrial() throws {
    let room = try room()
    func count(_ section: String) throws -> Int64? {
      try WorkRoom(room.engine, campaign: room.campaign, only: []).sections().first { $0.name == section }?.count
    }
    #expect(try count("Proposals") == 3)
    try room.engine.trial { () throws(EngineError) in
      _ = try room.engine.submit(room.command("Ben", "proposal.declined"))
    }
    #expect(try count("Proposals") == 3)
    try room.send("Ben", "proposal.declined")
    try room.send("Eve", "proposal.accepted")
    #expect(try count("Proposals") == 1)
    let standing = try Standpoints(room.engine, campaign: room.campaign)
    #expect(standing.everybody == 7 && standing.accepted == 1)
    #expect(try room.problems() == [])
  }

  @Test func theReplayNoticesAPlaceThatIsNotTheirs() throws {
    let room = try room()
    try room.engine.store.database.exec("UPDATE participation SET place = 1 WHERE place = 2")
    room.engine.dropCaches()
    #expect(try room.problems().contains { $0.contains("is not that of its stages") })
    #expect(try room.problems().contains { $0.contains("in a place where") })
  }

  @Test func anEarlierDatabaseGetsItsPlacesWhenItIsOpened() throws {
    let room = try room()
    let store = room.engine.store
    try store.clearPlaces()
    try store.database.exec("DELETE FROM setting WHERE name = 'places'")
    let again = try Engine(store)
    #expect(try Standpoints(again, campaign: room.campaign).everybody == 7)
    #expect(try Verification.run(again).problems == [])
  }

  @Test func anOlderRoundHasNoPlace() throws {
    let room = try Room(RoundTests.box, people: ["Ann"]) { try $0.group("X", items: ["A"]) }
    try room.send("Ann", "proposal.accepted")
    try room.send("Ann", "content.posted", ["content": "one"])
    _ = try room.engine.transaction { () throws(EngineError) in
      try room.engine.assign(room.people["Ann"]!, to: room.campaign)
    }
    #expect(try Standpoints(room.engine, campaign: room.campaign).everybody == 1)
    #expect(try room.problems() == [])
  }
}
