import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A post that was recorded without saying which deliverable it is: from a file, or by a slip.
@Suite struct NamedDeliverableTests {
  private func room(_ outer: String = "") throws -> Room {
    try .deliverables(
      """
      stage to_post titled "To post"
        on content.posted go to in_review
      end
      stage in_review titled "In review"
        on content.approved
          owe 50 USD for "fee"
          go to approved
        end
        on content.rejected go to to_post
      end
      final approved titled "Approved"
      """, of: " of tasks", outer)
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

  private func status(_ room: Room) throws -> [String] {
    try WorkRoom(room.engine, campaign: room.campaign).sheet("Content").rows.map { $0[2].plainText }
  }

  @Test(arguments: ["content.approved", "content.rejected"])
  func aVerdictWithoutAnyPostSaysWhatIsMissing(_ event: String) throws {
    let room = try room()
    let reply = try room.send("Jane", event, ["deliverable": "1"])
    #expect(reply.outcome == .setAside)
    #expect(
      reply.reason
        == "no post of the deliverable `1` is known, and a verdict about it does nothing in `To post`; record the post first: `post jane@example.com content \"https://...\" deliverable \"1\"`"
    )
    #expect(try status(room) == [])
  }

  @Test func aPostThatWasApprovedBeforeItsDeliverableWasSaidIsNamed() throws {
    let room = try room()
    for event in ["content.posted", "content.approved"] { try room.send("Jane", event, ["content": post]) }
    let reply = try room.send("Jane", "content.approved", ["deliverable": "1"])
    #expect(reply.outcome == .setAside && reply.reason.hasSuffix("content \"\(post)\" deliverable \"1\"`"), "\(reply)")
    #expect(try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"]).outcome == .taken)
    #expect(try room.send("Jane", "content.approved", ["deliverable": "1"]).outcome == .taken)
    #expect(try room.balance("Jane")[0] == 5_000)
  }

  /// What tells of figures says no deliverable, and leaves it as it is.
  @Test(arguments: [["content": "https://a.example/2"], ["deliverable": "2"], [:]])
  func aVerdictTakesTheDeliverableOfItsPost(_ said: [String: String]) throws {
    let room = try room()
    let second = "https://a.example/2"
    try room.send("Jane", "content.posted", ["content": second, "deliverable": "2"])
    try room.send("Jane", "content.measured", by: "network", ["content": second, "views": "5"])
    #expect(try room.send("Jane", "content.approved", said).outcome == .taken)
    #expect(try status(room) == ["approved"] && room.balance("Jane")[0] == 5_000)
    #expect(try room.stages("Jane").joined(separator: " ").contains("approved"))
    #expect(try room.problems() == [])
  }

  @Test func whatIsSaidLaterIsKnownBehindItsFigures() throws {
    let room = try room()
    try room.send("Jane", "content.posted", ["content": post])
    try room.send("Jane", "content.posted", ["content": post, "deliverable": "2"])
    try room.send("Jane", "content.measured", by: "network", ["content": post, "views": "5"])
    #expect(try room.send("Jane", "content.approved", ["content": post]).outcome == .taken)
    #expect(try status(room) == ["approved"] && room.balance("Jane")[0] == 5_000)
  }

  @Test(arguments: [["deliverable": "1"], [:]])
  func aRejectionBehindTheApprovalSaysWhatStaysOwed(_ said: [String: String]) throws {
    let room = try room()
    try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"])
    try room.send("Jane", "content.approved", ["deliverable": "1"])
    let reply = try room.send("Jane", "content.rejected", said)
    #expect(reply.outcome == .handled)
    #expect(
      reply.reason
        == "the deliverable `1` stays in `Approved`, which no line leaves; 50.00 USD for \"fee\" stays owed, since no line of the workflow voids it: pay that much less, or write `on content.rejected void owed for event.content` into the workflow"
    )
    #expect(try status(room) == ["rejected"])
    let again = try room.send("Jane", "content.approved", ["deliverable": "1"])
    #expect(
      again.reason
        == "the post of the deliverable `1`, `\(post)`, was rejected, and a verdict about it does nothing in `Approved`, where it is; if its post counts after all: `approve jane@example.com content \"\(post)\"`"
    )
    let approved = try room.send("Jane", "content.approved", ["content": post])
    #expect(approved.outcome == .handled)
    #expect(
      approved.reason
        == "the deliverable `1` stays in `Approved`, which no line leaves, so nothing more is owed for it than 50.00 USD for \"fee\""
    )
    #expect(try status(room) == ["approved"] && room.balance("Jane")[0] == 5_000)
    #expect(try room.problems() == [])
  }

  /// Figures that come behind a verdict do not hide it.
  @Test func whereSeveralPostsMayBeMeantItIsAskedWhich() throws {
    let room = try room()
    try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"])
    for event in ["content.approved", "content.rejected"] { try room.send("Jane", event, ["deliverable": "1"]) }
    try room.send("Jane", "content.posted", ["content": post])
    try room.send("Jane", "content.posted", ["content": "https://a.example/3", "deliverable": "1"])
    let reply = try room.send("Jane", "content.approved", ["deliverable": "1"])
    #expect(
      reply.reason
        == "2 posts of the deliverable `1` are known, `https://a.example/1`, `https://a.example/3`; say which is meant: `approve jane@example.com deliverable \"1\" content \"https://a.example/3\"`"
    )
    #expect(try reply.outcome == .setAside && status(room) == ["posted", "posted"])
    try room.send("Jane", "content.approved", ["content": post])
    try room.send("Jane", "content.measured", by: "network", ["content": post, "views": "5"])
    #expect(try status(room) == ["approved, measured", "posted"])
  }

  @Test func whatALineDidWithItIsNotDoneTwice() throws {
    let room = try room("on content.posted owe 10 USD for \"post\"")
    try room.send("Jane", "content.posted", ["content": post])
    try #require(try room.balance("Jane")[0] == 1_000)
    #expect(try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"]).outcome == .repeated)
    #expect(try room.balance("Jane")[0] == 1_000)
  }
}
