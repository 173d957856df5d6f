import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A verdict about a deliverable of which several posts are known.
@Suite struct SeveralPostsTests {
  private let first = "https://a.example/1"
  private let second = "https://a.example/2"

  /// Both posts are of the deliverable `1`.
  private func room(_ rejected: String = "", outer: String = "") throws -> Room {
    let room = try Room.deliverables(
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
      """, of: " of tasks", outer + rejected)
    for post in [first, second] { try room.send("Jane", "content.posted", ["content": post, "deliverable": "1"]) }
    return room
  }

  private func status(_ room: Room) throws -> [String] {
    try WorkRoom(room.engine, campaign: room.campaign).sheet("Content").rows.map { $0[2].plainText }
  }

  private func which(_ typed: String) -> String {
    "2 posts of the deliverable `1` are known, `\(first)`, `\(second)`; say which is meant: `\(typed) jane@example.com deliverable \"1\" content \"\(second)\"`"
  }

  /// Also where a line of the workflow waits for the verdict, and whoever tells of it.
  @Test(arguments: [("content.approved", "approve"), ("content.rejected", "reject")])
  func itIsAskedWhich(_ event: String, _ typed: String) throws {
    let room = try room()
    let reply = try room.send("Jane", event, ["deliverable": "1"])
    #expect(reply.outcome == .setAside && reply.reason == which(typed), "\(reply.reason)")
    #expect(try status(room) == ["posted", "posted"] && room.balance("Jane")[0] == 0)
    #expect(try room.send("Jane", event, ["deliverable": "1", "content": first]).outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func aPostOfAnotherDeliverableIsNotMovedByAVerdict() throws {
    let room = try room()
    let reply = try room.send("Jane", "content.approved", ["deliverable": "2", "content": first])
    #expect(
      reply.reason
        == "`\(first)` is of the deliverable `1`, and not of `2`: `approve jane@example.com content \"\(first)\"`")
    #expect(try reply.outcome == .setAside && status(room) == ["posted", "posted"])
    #expect(try room.send("Jane", "content.approved", ["content": first]).outcome == .taken)
  }

  @Test func figuresThatNameADeliverableOnlyAreThoseOfItsPost() throws {
    let room = try room()
    let reply = try room.send("Jane", "content.measured", by: "network", ["deliverable": "1", "views": "5"])
    #expect(reply.outcome == .setAside && reply.reason == which("measure"), "\(reply.reason)")
    try room.send("Jane", "content.posted", ["content": "https://a.example/3", "deliverable": "2"])
    #expect(
      try room.send("Jane", "content.measured", by: "network", ["deliverable": "2", "views": "5"]).outcome == .handled)
    #expect(try status(room) == ["posted", "posted", "measured"])
  }

  /// The event carries the post, so that what it brought is owed for that, and a line can void it.
  @Test func theOnlyOneThatIsOpenIsMeant() throws {
    let room = try room("on content.rejected void owed for event.content\n")
    try room.send("Jane", "content.rejected", ["content": first])
    #expect(try status(room) == ["rejected", "posted"])
    try room.send("Jane", "content.posted", ["content": "https://a.example/3", "deliverable": "2"])
    #expect(try room.send("Jane", "content.approved", ["deliverable": "2"]).outcome == .taken)
    #expect(try status(room) == ["rejected", "posted", "approved"])
    let key = try #require(try room.engine.store.findText("https://a.example/3", person: room.people["Jane"]!))
    #expect(try room.engine.store.owed(room.row("Jane").id, subject: key).map(\.amount) == [5_000])
    let rejected = try room.send("Jane", "content.rejected", ["deliverable": "2"])
    #expect(
      rejected.reason
        == "the deliverable `2` stays in `Approved`, which no line leaves; 50.00 USD of what was owed for it is voided")
    #expect(try room.balance("Jane")[0] == 0 && status(room) == ["rejected", "posted", "rejected"])
    #expect(try room.problems() == [])
  }

  @Test func ofAnApprovedAndAnOpenPostTheOpenOneIsMeantAndFiguresHideNoApproval() throws {
    let room = try room()
    try room.send("Jane", "content.approved", ["content": first])
    try room.send("Jane", "content.measured", by: "network", ["content": first, "views": "5"])
    #expect(try status(room) == ["approved, measured", "posted"])
    var exported: [String] = []
    try WorkRoom(room.engine, campaign: room.campaign).contentTable().rows { exported.append($0[7].plainText) }
    #expect(exported == ["approved, measured", "posted"])
    let again = try room.send("Jane", "content.approved", ["deliverable": "1"])
    #expect(
      again.reason == "the deliverable `1` stays in `Approved`, which no line leaves, so nothing more is owed for it")
    #expect(try status(room) == ["approved, measured", "approved"] && room.balance("Jane")[0] == 5_000)
    // Now none is open, and both may be meant.
    let rejected = try room.send("Jane", "content.rejected", ["deliverable": "1"])
    #expect(try rejected.reason == which("reject") && status(room) == ["approved, measured", "approved"])
  }

  @Test func whatIsApprovedAlreadySaysWhatStaysOwed() throws {
    let room = try room()
    for _ in 1...2 { try room.send("Jane", "content.approved", ["content": first]) }
    let reply = try room.send("Jane", "content.approved", ["content": first])
    #expect(
      reply.reason
        == "the deliverable `1` stays in `Approved`, which no line leaves, so nothing more is owed for it than 50.00 USD for \"fee\""
    )
    #expect(try room.balance("Jane")[0] == 5_000)
  }
}
