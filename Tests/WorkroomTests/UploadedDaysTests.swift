import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The days of a group are days of the campaign that gives a code out, whether it was uploaded or is made from a pattern.
@Suite struct UploadedDaysTests {
  private func room(_ zone: String) throws -> Room {
    let room = try Room()
    try room.make("X", of: "discount") {
      $0.starts = Int64(CalendarDate("2026-03-01")!.days)
      $0.ends = Int64(CalendarDate("2026-03-31")!.days)
    }
    try room.addItems(["A"], to: "X")
    try room.create(
      "on proposal.accepted assign discount from group X\non influencer.withdrew release discount\n",
      details: ["time_zone": zone])
    try room.add("Jane")
    return room
  }

  private func dates(_ room: Room, _ name: String) throws -> [String?] {
    let item = try room.engine.store.held(room.row(name).id, kind: 0)
    return [item?.starts, item?.ends].map { $0.map { Instant(milliseconds: $0).description } }
  }

  @Test(arguments: [
    ("America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z"),
    ("Asia/Tokyo", "2026-02-28T15:00:00Z", "2026-03-31T15:00:00Z"),
    ("UTC", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
  ]) func anUploadedCodeHasTheDaysOfItsCampaign(_ zone: String, _ starts: String, _ ends: String) throws {
    let room = try room(zone)
    try room.accept("Jane")
    #expect(try dates(room, "Jane") == [starts, ends])
    #expect(try room.problems() == [])
  }

  @Test func aCodeThatGoesBackHasTheDaysOfWhicheverCampaignIsNext() throws {
    let room = try room("America/New_York")
    try room.accept("Jane")
    try room.send("Jane", "influencer.withdrew")
    let freed = try #require(try room.engine.store.dates(ofItem: 1))
    #expect(freed.ends == Instant("2026-04-01T00:00:00Z")!.milliseconds)
    try room.create(
      "on proposal.accepted assign discount from group X\n", named: "Summer", details: ["time_zone": "Asia/Tokyo"])
    try room.add("Leo")
    try room.accept("Leo")
    #expect(try dates(room, "Leo") == ["2026-02-28T15:00:00Z", "2026-03-31T15:00:00Z"])
    // Whoever had it before had it until the last evening of New York.
    #expect(try room.engine.store.formerHolders().map(\.ends) == [Instant("2026-04-01T04:00:00Z")!.milliseconds])
    #expect(try room.problems() == [])
  }

  @Test func datesOfAFileStayAsTheyAre() throws {
    let room = try room("America/New_York")
    let ends = Instant("2026-03-15T12:00:00Z")!
    try room.engine.transaction { () throws(EngineError) in
      let group = try room.engine.createGroup(named: "Y", of: "link", pattern: nil, destination: nil)
      _ = try room.engine.addItem("https://x.example/1", to: group, ends: ends)
    }
    try room.create("on proposal.accepted assign link from group Y\n", named: "L", details: ["time_zone": "Asia/Tokyo"])
    try room.add("Leo")
    try room.accept("Leo")
    #expect(try room.engine.store.held(room.row("Leo").id, kind: 1)?.ends == ends.milliseconds)
  }

  @Test func anEndThatWasChangedIsNoticed() throws {
    let room = try room("America/New_York")
    try room.accept("Jane")
    try room.engine.store.database.transaction { () throws(StoreError) in
      try room.engine.store.database.prepare("UPDATE item SET ends = ends + 3600000").run()
    }
    #expect(try room.problems() == ["item 1 (`A`): its end is not what the log gives"])
  }
}
