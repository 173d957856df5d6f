import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A post that was recorded without saying which deliverable it is: from a file, or by a slip.
@Suite struct NamedDeliverableTests {
  private func room(_ outer: String = "") throws -> Room {
    let text = """
      record
        tasks  number  default 0
      end
      stage proposed
        on proposal.submitted set tasks to event.tasks
        on proposal.accepted go to active
      end
      stage active in "Progress"
        \(outer)
        each deliverable at most 3 of tasks
          stage to_post titled "To post"
            on content.posted go to in_review
          end
          stage in_review titled "In review"
            on content.approved go to approved
          end
          final approved
        end
        once all deliverables are done go to completed
      end
      final completed

      """
    let room = try Room(text)
    try room.send("Jane", "proposal.submitted", ["tasks": "2"])
    try room.send("Jane", "proposal.accepted")
    return room
  }

  private let post = "https://a.example/1"

  @Test func itIsSaidLaterUnderAnotherFormOfItsAddress() throws {
    let room = try room()
    try room.send("Jane", "content.posted", ["content": "https://www.instagram.com/p/AB/"])
    let said = ["content": "https://instagram.com/p/AB?igsh=1", "deliverable": "1"]
    #expect(try room.send("Jane", "content.posted", said).outcome == .taken)
    #expect(try WorkRoom(room.engine, campaign: room.campaign).sheet("Content").rows.count == 1)
    #expect(try room.problems() == [])
  }

  @Test func itIsSaidLaterWhichOneItIs() throws {
    let room = try room()
    let first = try room.send("Jane", "content.posted", ["content": post])
    #expect(first.outcome == .handled && first.reason == "say which deliverable is meant: there are `1`, `2`")
    // An approval would judge a post of which nobody said that it is this one.
    let early = try room.send("Jane", "content.approved", ["deliverable": "1"])
    #expect(early.outcome == .setAside)
    #expect(
      early.reason
        == "no post of the deliverable `1` is known, and `\(post)` was recorded without saying which it is; say it first: `post jane@example.com content \"\(post)\" deliverable \"1\"`"
    )
    #expect(try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"]).outcome == .taken)
    #expect(try room.send("Jane", "content.approved", ["deliverable": "1"]).outcome == .taken)
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Content")
    #expect(sheet.rows.count == 1 && sheet.rows[0][2].plainText == "approved")
    // It is one deliverable, and said once.
    #expect(try room.send("Jane", "content.posted", ["content": post, "deliverable": "2"]).outcome == .repeated)
    #expect(try room.problems() == [])
  }

  @Test func whatALineDidWithItIsNotDoneTwice() throws {
    let room = try room("on content.posted owe 10 USD for \"post\"")
    try room.send("Jane", "content.posted", ["content": post])
    try #require(try room.balance("Jane")[0] == 1_000)
    #expect(try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"]).outcome == .repeated)
    #expect(try room.balance("Jane")[0] == 1_000)
  }
}
