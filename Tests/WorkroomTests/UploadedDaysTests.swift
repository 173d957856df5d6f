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

  private func shown(_ item: ItemRow?) -> [String?] {
    [item?.starts, item?.ends].map { $0.map { Instant(milliseconds: $0).description } }
  }

  private func dates(_ room: Room, _ name: String) throws -> [String?] {
    try shown(room.engine.store.held(room.row(name).id, kind: 0))
  }

  /// As lists and exports show a code, whoever holds it.
  private func listed(_ room: Room, _ code: String) throws -> [String?] {
    try shown(room.engine.store.listedItem(kind: 0, code: code)?.item)
  }

  private func change(_ room: Room, _ starts: String?, _ ends: String?, appliesToExisting: Bool = false) throws {
    try room.engine.transaction { () throws(EngineError) in
      var change = GroupChange()
      change.starts = .some(starts.flatMap { CalendarDate($0) })
      change.ends = .some(ends.flatMap { CalendarDate($0) })
      let group = try room.engine.group(of: "discount", named: "X")!
      _ = try room.engine.setGroup(group, change, appliesToExisting: appliesToExisting)
    }
  }

  private func add(_ room: Room, _ code: String, ends: String, for name: String? = nil) throws {
    try room.engine.transaction { () throws(EngineError) in
      let keeping = name.map { Engine.Keeping(influencer: room.people[$0]!, rate: nil) }
      let group = try room.engine.group(of: "discount", named: "X")!
      _ = try room.engine.addItem(code, to: group, ends: Instant(ends)!, keptFor: keeping)
    }
  }

  @Test func newDaysOfAGroupReachWhatNobodyHolds() throws {
    let room = try room("Pacific/Auckland")
    for name in ["Leo", "Ann", "Zoe"] { try room.add(name) }
    // The first has the day of its group, and so none of its own.
    try add(room, "Z", ends: "2026-04-01T00:00:00Z", for: "Zoe")
    try add(room, "L", ends: "2026-03-15T12:00:00Z", for: "Leo")
    try room.accept("Jane")
    try change(room, "2026-03-05", "2026-05-31")
    #expect(try dates(room, "Jane") == ["2026-02-28T11:00:00Z", "2026-03-31T11:00:00Z"])
    #expect(try listed(room, "Z") == ["2026-03-05T00:00:00Z", "2026-06-01T00:00:00Z"])
    try room.accept("Leo")
    try room.accept("Zoe")
    #expect(try dates(room, "Zoe") == ["2026-03-04T11:00:00Z", "2026-05-31T12:00:00Z"])
    #expect(try dates(room, "Leo") == ["2026-03-04T11:00:00Z", "2026-03-15T12:00:00Z"])
    #expect(try room.problems() == [])
    // What goes back leaves its days with whoever held it.
    try room.send("Jane", "influencer.withdrew")
    try room.accept("Ann")
    #expect(try dates(room, "Ann") == ["2026-03-04T11:00:00Z", "2026-05-31T12:00:00Z"])
    #expect(try room.problems() == [])
  }

  @Test func whatWasChangedWhileItWasHeldIsNotOfTheNext() throws {
    let room = try room("UTC")
    try room.accept("Jane")
    try change(room, "2026-03-01", "2026-05-31", appliesToExisting: true)
    #expect(try dates(room, "Jane")[1] == "2026-06-01T00:00:00Z")
    try room.send("Jane", "discount.adjusted", ["ends": "2026-04-10"])
    try room.send("Jane", "influencer.withdrew")
    try change(room, nil, "2026-07-31")
    #expect(try listed(room, "A") == [nil, "2026-08-01T00:00:00Z"])
    #expect(try room.engine.store.formerHolders().map(\.ends) == [Instant("2026-04-11T00:00:00Z")!.milliseconds])
    try room.add("Leo")
    try room.accept("Leo")
    #expect(try dates(room, "Leo") == [nil, "2026-08-01T00:00:00Z"])
    #expect(try room.problems() == [])
  }

  @Test func aCodeThatMovesHasTheDaysOfItsNewGroupOnceItGoesBack() throws {
    let room = try room("UTC")
    try room.make("Z", of: "discount") { $0.ends = Int64(CalendarDate("2026-08-31")!.days) }
    try room.accept("Jane")
    #expect(try room.send("Jane", "discount.adjusted", ["group": "Z"]).outcome == .handled)
    #expect(try room.problems() == [])
    try room.send("Jane", "influencer.withdrew")
    #expect(try listed(room, "A") == [nil, "2026-09-01T00:00:00Z"])
    #expect(try room.problems() == [])
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
    #expect(try listed(room, "A") == ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"])
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

  @Test(
    arguments: [
      ("UPDATE item SET ends = ends + 3600000", true), ("UPDATE item SET own_ends = 1", true),
      ("UPDATE item SET ends = 1", false), ("UPDATE item SET own_ends = 1", false),
      ("UPDATE item SET ends = 1, own_ends = 1", false),
    ] as [(StaticString, Bool)]) func anEndThatWasChangedIsNoticed(_ change: StaticString, _ isHeld: Bool) throws
  {
    let room = try room("America/New_York")
    if isHeld { try room.accept("Jane") }
    try room.engine.store.database.transaction { () throws(StoreError) in
      try room.engine.store.database.prepare(change).run()
    }
    #expect(try room.problems() == ["item 1 (`A`): its end is not what the log gives"])
  }
}
