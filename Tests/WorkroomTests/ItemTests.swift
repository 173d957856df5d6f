import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The items of an `each`: where they show, and what is said where one is missing.
@Suite struct ItemTests {
  private func room() throws -> Room {
    try .deliverables(
      """
      record
        drafts  number  default 0
      end
      stage to_post titled "To post"
        on content.draft_submitted
          add 1 to drafts
          go to in_review
        end
        on content.approved go to approved
      end
      stage in_review titled "In review"
        on content.approved go to approved
      end
      final approved
      """, person: "Ann")
  }

  private func progress(_ room: Room) throws -> Sheet {
    try room.engine.transaction { () throws(EngineError) in
      try WorkRoom(room.engine, campaign: room.campaign).sheet("Progress")
    }
  }

  @Test func eachItemHasALineOfItsOwn() throws {
    let room = try room()
    let added = try room.send("Ann", "deliverable.added", ["deliverable": "reel", "due": "2026-03-20"])
    #expect(added.outcome == .taken)
    try room.send("Ann", "content.draft_submitted", ["deliverable": "reel", "content": "a"])
    let sheet = try progress(room)
    #expect(sheet.columns.map(\.heading).suffix(3) == ["Deliverable", "Its stage", "Due"])
    #expect(
      sheet.rows.map { Array($0.suffix(3)) } == [
        [.text("1"), .text("To post"), .nothing], [.text("2"), .text("To post"), .nothing],
        [.text("reel"), .text("In review"), .date(CalendarDate("2026-03-20")!)],
      ])
    #expect(try room.problems() == [])
  }

  @Test func aMissingItemIsNamed() throws {
    let room = try room()
    func reason(_ event: String, _ payload: [String: String]) throws -> String {
      let reply = try room.send("Ann", event, payload)
      #expect(reply.outcome == .refused)
      return reply.reason
    }
    #expect(
      try reason("deliverable.waived", ["deliverable": "reel"]) == "no deliverable is called `reel`; there are `1`, `2`"
    )
    #expect(
      try reason("deliverable.added", ["deliverable": "2"])
        == "there is already a deliverable called `2`; choose another name")
    try room.send("Ann", "deliverable.added")
    #expect(
      try reason("deliverable.added", [:])
        == "there are 3 deliverables already, as many as the workflow takes; waive one first")
    #expect(try room.problems() == [])
  }

  /// Nothing is recorded of an event that names an item which is not there.
  @Test func aSlipOfThePenIsNoEvent() throws {
    let room = try room()
    let reply = try room.send("Ann", "content.approved", ["deliverable": "Reel"])
    #expect(reply.outcome == .setAside && reply.reason == "no deliverable is called `Reel`; there are `1`, `2`")
    #expect(try room.problems() == [])
  }

  @Test func whoDoesNotSayWhichIsAsked() throws {
    let room = try room()
    let reply = try room.send("Ann", "content.approved")
    #expect(reply.outcome == .handled && reply.reason == "say which deliverable is meant: there are `1`, `2`")
    #expect(try room.send("Ann", "content.approved", ["deliverable": "2"]).reason == "")
    // What no line of an item waits for is nobody's.
    #expect(try room.send("Ann", "content.measured", ["content": "a"]).reason == "")
  }

  @Test func whatIsWaivedIsShownNoMore() throws {
    let room = try room()
    try room.send("Ann", "deliverable.waived", ["deliverable": "1"])
    try room.send("Ann", "content.approved")
    #expect(try room.stages("Ann") == ["completed"])
    #expect(try progress(room).rows.isEmpty)
    #expect(try room.problems() == [])
  }
}
