import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Time on a virtual clock.
@Suite struct TimerTests {
  static let reminders = """
    stage open
      on proposal.accepted go to active
    end
    stage active
      after 2 days tell manager "two"
      after 5 days go to late
      every 3 days at most 2 times send email "reminder"
    end
    final late

    """

  /// What the log says fired, as (participation's place, days after the start).
  private func fired(_ room: Room) throws -> [[Int64]] {
    var rows: [LogRow] = []
    try room.engine.store.rows(room.campaign) { (row, _) throws(StoreError) in if row.kind == 2 { rows.append(row) } }
    let ids = try room.engine.store.participations(room.campaign).map(\.id)
    return rows.map {
      [Int64(ids.firstIndex(of: $0.participation) ?? -1), ($0.occurred - Room.start.milliseconds) / 86_400_000]
    }
  }

  @Test func theyFireInTheOrderOfTheirDueTimes() throws {
    let room = try Room(TimerTests.reminders, people: ["Ann", "Ben"])
    try room.send("Ben", "proposal.accepted")
    try room.pass(days: 1)
    try room.send("Ann", "proposal.accepted")
    #expect(try room.pass(days: 1) == 1)
    #expect(try room.pass(days: 1) == 2)
    #expect(try room.pass(days: 10) == 3)
    #expect(try fired(room) == [[1, 2], [0, 3], [1, 3], [0, 4], [1, 5], [0, 6]].sorted { $0[1] < $1[1] })
    #expect(try room.stages("Ann") == ["late"])
    #expect(try room.problems().isEmpty)
  }

  @Test func whatFellDueWhileNothingRanCountsWhenItWasDue() throws {
    let file = try TemporaryFile()
    var people: [String: Int64] = [:]
    do {
      let room = try Room(path: file.path)
      try room.create(TimerTests.reminders)
      try room.add("Ann")
      try room.send("Ann", "proposal.accepted")
      people = room.people
    }
    let room = try Room(path: file.path)
    room.campaign = 1
    room.people = people
    #expect(try room.pass(days: 30) == 3)
    #expect(try fired(room) == [[0, 2], [0, 3], [0, 5]])
    #expect(try room.stages("Ann") == ["late"])
    #expect(try room.pass(days: 30) == 0)
    #expect(try room.problems().isEmpty)
  }

  @Test func anEventFiresWhatWasDueBeforeIt() throws {
    let room = try Room(TimerTests.reminders, people: ["Ann", "Ben"])
    try room.send("Ann", "proposal.accepted")
    try room.setClock(Instant("2026-03-20T00:00:00Z")!)
    #expect(try room.send("Ben", "proposal.accepted", at: Instant("2026-03-04T10:00:00Z")!).outcome == .taken)
    #expect(try fired(room) == [[0, 2], [0, 3]])
    #expect(try room.stages("Ann") == ["active"])
  }

  @Test func timersFireBeforeTheLineIsServed() throws {
    let text = """
      stage active
        on enter assign discount from group X if none is left wait in line
        after 5 days go to late
      end
      final late

      """
    let room = try Room(text, people: ["Ann"]) { try $0.group("X") }
    try room.setClock(Instant("2026-03-20T00:00:00Z")!)
    try room.addItems(["A"], to: "X")
    #expect(try room.stages("Ann") == ["late"])
    #expect(try room.held("Ann") == nil)
    #expect(try room.problems().isEmpty)
  }

  @Test func oneTimerThatFailsHoldsNobodyUp() throws {
    let text = """
      record
        big  number  default 9_000_000_000_000
      end
      stage active
        after 1 day add 9_000_000_000_000 to big
        after 2 days go to late
      end
      final late

      """
    let room = try Room(text, people: ["Ann"])
    try room.pass(days: 9)
    #expect(try room.stages("Ann") == ["late"])
    #expect(try room.problems().isEmpty)
  }

  @Test func theClockNeverGoesBack() throws {
    let room = try Room(TimerTests.reminders)
    #expect(refusal { try room.setClock(Instant("2026-02-01T00:00:00Z")!) }?.contains("cannot go back") == true)
  }
}
