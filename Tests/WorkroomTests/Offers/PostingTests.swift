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
}
