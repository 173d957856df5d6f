import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Posts from files: whose count, and what is told of one that waits; and drafts.
@Suite struct PostingTests {
  private func take(_ room: Room, _ id: String, of name: String = "Jane") throws -> ContentMatcher.Outcome {
    var row = PostRow(
      platform: "instagram", post: id, url: "https://instagram.com/p/\(id)", posted: Room.start.milliseconds)
    row.hashtags = "#spring"
    let found = row
    return try room.engine.transaction { () throws(EngineError) in
      try ContentMatcher(room.engine).take(found, Figures(), email: "\(name)@example.com", named: nil, wanted: nil)
    }
  }

  @Test func postsOfThoseWhoAreNotActiveWaitForReview() throws {
    let room = try Room("", details: ["hashtags": "#spring"], people: ["Jane", "Leo"])
    #expect(try take(room, "1") == .review("its influencer is not active in `Spring` (Assigned)"))
    for name in ["Jane", "Leo"] { try room.accept(name) }
    #expect(try take(room, "1") == .posted)
    try room.send("Leo", "proposal.deleted")
    #expect(try take(room, "2", of: "Leo") == .review("its influencer is not active in `Spring` (Withdrawn)"))
  }

  @Test func aPostThatWaitsIsToldOfOnce() throws {
    let room = try Room("", details: ["hashtags": "#spring"])
    #expect(
      try take(room, "1", of: "Nobody")
        == .review(
          "nothing says whose it is: it has neither a handle nor an email that is known"))
    #expect(try take(room, "1", of: "Nobody") == .waiting)
    // Something is new about it.
    #expect(try take(room, "1") == .review("its influencer is not active in `Spring` (Assigned)"))
    #expect(try take(room, "1") == .waiting)
  }

  @Test func theContentSectionCountsDrafts() throws {
    let room = try Room("")
    try room.accept("Jane")
    for content in ["a reel", "a reel", "a story"] {
      try room.send("Jane", "content.draft_submitted", by: "influencer", ["content": content])
    }
    try room.send("Jane", "content.posted", by: "influencer", ["content": "https://x.example/1"])
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Content")
    let drafts = try #require(sheet.columns.firstIndex { $0.heading == "Drafts" })
    #expect(sheet.rows.map { $0[drafts].plainText } == ["2", "1", "0"])
    #expect(sheet.rows.map { $0[2].plainText } == ["draft submitted", "draft submitted", "posted"])
    #expect(try room.problems() == [])
    try room.engine.store.database.exec("DELETE FROM draft")
    #expect(try room.problems() == ["the drafts of participation 1 of `Spring` are not what its log gives"])
  }

  @Test(arguments: [false, true])
  func whatIsOwedForAPostThatWasRejectedIsTold(voids: Bool) throws {
    let voiding = voids ? "on content.rejected void owed for event.content\n" : ""
    let room = try Room("on content.posted owe 50 USD for \"post\"\n" + voiding)
    try room.accept("Jane")
    for content in ["c1", "c2"] { try room.send("Jane", "content.posted", by: "influencer", ["content": content]) }
    #expect(
      try room.send("Jane", "content.rejected", ["content": "c1"]).reason
        == (voids
          ? "50.00 USD of what was owed for it is voided"
          : "50.00 USD for \"post\" stays owed, since no line of the workflow voids it: pay that much less, or write `on content.rejected void owed for event.content` into the workflow")
    )
    #expect(try room.balance("Jane") == [voids ? 35_000 : 40_000, 0])
  }

  /// A draft is no post until it is posted, and what was rejected is none any more.
  @Test func onlyWhatIsOutIsAPost() throws {
    let room = try Room("", details: ["content_rights": "30 days", "gifts": "Mug"])
    try room.accept("Jane")
    let story = "https://x.com/i/status/7"
    for content in ["draft", "reel", story] {
      try room.send("Jane", "content.draft_submitted", by: "influencer", ["content": content])
      try room.send("Jane", "content.approved", ["content": content])
    }
    try room.pass(days: 10)
    try room.send("Jane", "content.posted", by: "influencer", ["content": "reel"])
    try room.send("Jane", "content.posted", by: "influencer", ["content": story, "views": "5"])
    try room.send("Jane", "content.measured", ["content": story, "likes": "2"])
    try room.send("Jane", "content.approved", ["content": story])
    try room.send("Jane", "content.posted", by: "influencer", ["content": "gone"])
    try room.send("Jane", "content.rejected", ["content": "gone"])
    let work = try WorkRoom(room.engine, campaign: room.campaign)
    func cells(_ section: String, _ heading: String) throws -> [String] {
      let sheet = try work.sheet(section)
      let column = try #require(sheet.columns.firstIndex { $0.heading == heading })
      return sheet.rows.map { $0[column].plainText }
    }
    #expect(try cells("Progress", "Content") == ["2"])
    #expect(try cells("Reporting", "Content") == ["2"])
    // Rights run from the day of the post, not of its draft.
    #expect(try cells("Content", "Rights until") == ["", "2026-04-10", "2026-04-10", ""])
    var rows: [[String]] = []
    try work.contentTable().rows { rows.append($0.map(\.plainText)) }
    #expect(rows.map { $0[5] } == ["reel", story])
    #expect(rows.map { $0[6].prefix(10) } == ["2026-03-11", "2026-03-11"])
    #expect(rows.map { Array($0[11...12]) } == [["", ""], ["5", "2"]])
  }
}
