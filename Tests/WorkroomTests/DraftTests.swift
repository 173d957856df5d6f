import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Which draft a verdict means, that a post counts once, and that an amount of nothing moves nothing.
@Suite struct DraftTests {
  private static let paid = """
    stage open
      on content.draft_submitted note "draft"
      on content.approved owe 50 USD for "draft"
      on content.posted owe 100 USD for "post"
      on content.posted when event.content is "the video" note "video"
    end

    """

  private func room(_ people: [String] = ["Mia", "Leo"]) throws -> Room { try Room(DraftTests.paid, people: people) }

  private func owed(_ room: Room, _ name: String) throws -> Int64 {
    try room.engine.standing(of: room.people[name]!, in: room.campaign).owed
  }

  private func statuses(_ room: Room, _ name: String) throws -> [String: String] {
    var statuses: [String: String] = [:]
    for (noun, object) in try room.engine.store.objects(of: room.row(name).id) where noun == "content" {
      statuses[try room.engine.store.text(object.key) ?? ""] = object.status
    }
    return statuses
  }

  @discardableResult
  private func post(_ room: Room, _ name: String, _ content: String, _ figures: [String: String] = [:]) throws -> Reply
  {
    try room.send(name, "content.posted", ["content": content].merging(figures) { $1 })
  }

  // MARK: Drafts

  @Test func aDraftThatNobodyHandedInIsNotApproved() throws {
    let room = try room()
    let unknown = try room.send("Mia", "content.approved", ["content": "c1"])
    #expect(unknown.outcome == .setAside)
    #expect(unknown.reason.contains("recorded first, with `submit draft mia@example.com content \"c1\"`"))
    try room.send("Mia", "content.draft_submitted", ["content": "c1"])
    let other = try room.send("Mia", "content.rejected", ["content": "c2"])
    #expect(other.reason == "no draft and no post of theirs is called `c2`; known are `c1`")
    #expect(try owed(room, "Mia") == 0)
    #expect(try room.problems() == [])
  }

  @Test func aVerdictWithoutANameMeansTheDraftThatWaits() throws {
    let room = try room()
    try room.send("Mia", "content.draft_submitted", ["content": "c1"])
    try room.send("Mia", "content.changes_requested", ["reason": "short"])
    #expect(try statuses(room, "Mia") == ["c1": "draft_submitted"])
    // No line of the workflow takes the request, so nothing is marked; what is approved is.
    #expect(try room.send("Mia", "content.approved").outcome == .taken)
    #expect(try statuses(room, "Mia") == ["c1": "approved"])
    #expect(try room.send("Mia", "content.approved").reason == "no draft waits, and `c1` is approved already")
    #expect(
      try room.send("Mia", "content.approved", ["content": "c1"]).reason
        == "`c1` is approved already, and a draft is approved once")
    #expect(try owed(room, "Mia") == 5_000)
    // A new version can be approved again.
    try room.send("Mia", "content.draft_submitted", ["content": "c1"])
    #expect(try room.send("Mia", "content.approved").outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func ofSeveralDraftsOneIsNamed() throws {
    let room = try room()
    for name in ["c1", "c2"] { try room.send("Mia", "content.draft_submitted", ["content": name]) }
    let reply = try room.send("Mia", "content.approved")
    #expect(reply.outcome == .setAside)
    #expect(
      reply.reason
        == "2 drafts wait, `c1`, `c2`; say which is meant: `approve mia@example.com content \"c1\"`")
    try room.send("Mia", "content.approved", ["content": "c2"])
    #expect(try room.send("Mia", "content.approved").outcome == .taken)
    #expect(try statuses(room, "Mia") == ["c1": "approved", "c2": "approved"])
    #expect(try owed(room, "Mia") == 10_000)
  }

  @Test func aDeliverableSaysWhichDraftIsMeant() throws {
    let text = """
      record
        tasks  number  default 2
      end
      stage active
        each deliverable at most 2
          stage making
            on content.draft_submitted go to in_review
          end
          stage in_review
            on content.changes_requested go to making
            on content.approved go to approved
          end
          final approved
        end
      end

      """
    let room = try Room(text, people: ["Mia"])
    for (name, item) in [("c1", "1"), ("c2", "2")] {
      try room.send("Mia", "content.draft_submitted", ["content": name, "deliverable": item])
    }
    try room.send("Mia", "content.changes_requested", ["deliverable": "2"])
    try room.send("Mia", "content.approved", ["deliverable": "1"])
    #expect(try statuses(room, "Mia") == ["c1": "approved", "c2": "changes_requested"])
    #expect(try room.problems() == [])
  }

  // MARK: Posts

  @Test func aPostThatIsKnownKeepsItsFigures() throws {
    let room = try room()
    #expect(try post(room, "Mia", "c1", ["views": "10"]).outcome == .taken)
    try room.send("Mia", "content.measured", ["content": "c1", "views": "40"])
    let again = try post(room, "Mia", "c1", ["views": "7"])
    #expect(again.outcome == .repeated && again.reason.contains("`measure` tells newer ones"))
    #expect(try post(room, "Mia", "c1").reason == "")
    let key = try room.engine.store.findText("c1", person: room.people["Mia"]!)!
    #expect(try room.engine.store.figures(room.row("Mia").id, key)["views"] == 40 * Scaled.unit)
    #expect(try owed(room, "Mia") == 10_000)
    // What was rejected may be posted anew.
    try room.send("Mia", "content.rejected", ["content": "c1"])
    #expect(try post(room, "Mia", "c1").outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func aPostCountsForOneInfluencer() throws {
    let room = try room()
    try post(room, "Mia", "https://www.instagram.com/p/Cabc/")
    try post(room, "Mia", "c1")
    for form in ["https://www.instagram.com/p/Cabc/", "https://instagram.com/p/Cabc?igsh=1", "c1"] {
      let other = try post(room, "Leo", form)
      #expect(other.outcome == .setAside && other.reason.hasPrefix("the post `\(form)` counts for `Mia` already"))
      #expect(other.reason.contains("`reject mia@example.com content"))
    }
    #expect(
      try post(room, "Mia", "https://instagram.com/mia/reel/Cabc").reason
        == "it is known as `https://www.instagram.com/p/Cabc/`")
    #expect(try owed(room, "Mia") == 20_000)
    #expect(try owed(room, "Leo") == 0)
    // It is taken from whom it does not belong to.
    try room.send("Mia", "content.rejected", ["content": "https://www.instagram.com/p/Cabc/"])
    #expect(try post(room, "Leo", "https://instagram.com/p/Cabc?igsh=1").outcome == .taken)
    // What the workflow asks for by its name is a kind of post.
    for name in ["Mia", "Leo"] { #expect(try post(room, name, "the video").outcome == .taken) }
    #expect(try room.problems() == [])
  }

  @Test func aNameIsNotBlank() throws {
    let room = try room()
    for event in ["content.posted", "content.draft_submitted", "content.measured"] {
      let reply = try room.send("Mia", event, ["content": " "])
      #expect(reply.outcome == .setAside && reply.reason.hasPrefix("`content` is blank; write the address"))
    }
    // What is no address is a name, and a name of one campaign.
    #expect(try post(room, "Mia", "https://").outcome == .taken)
    #expect(try room.engine.store.post("web", "") == nil)
    #expect(try room.problems() == [])
  }

  /// The same address in another campaign is the same post, and so is one that a file brings; another name is not.
  @Test func anAddressIsKnownInEveryCampaign() throws {
    let room = try room()
    let spring = room.campaign
    try post(room, "Mia", "https://x.com/mia/status/9")
    try post(room, "Mia", "c1")
    try room.create(DraftTests.paid, named: "Summer")
    try room.engine.transaction { () throws(EngineError) in
      for name in ["Mia", "Leo"] { _ = try room.engine.assign(room.people[name]!, to: room.campaign) }
    }
    #expect(
      try post(room, "Mia", "https://x.com/mia/status/9").reason
        == "the post `https://x.com/mia/status/9` counts in `Spring` already, and a post counts once")
    #expect(try post(room, "Leo", "https://x.com/i/status/9").outcome == .setAside)
    #expect(try post(room, "Leo", "c1").outcome == .taken)
    let known = try #require(try room.engine.store.post("x", "9"))
    #expect(known.state == .matched && known.campaign == spring && known.influencer == room.people["Mia"])
    var row = PostRow(platform: "x", post: "9", url: "https://x.com/mia/status/9", posted: Room.start.milliseconds)
    row.hashtags = "#spring"
    let (found, figures) = (row, Figures())
    let outcome = try room.engine.transaction { () throws(EngineError) in
      try ContentMatcher(room.engine).take(found, figures, email: "leo@example.com", named: nil, wanted: nil)
    }
    #expect(outcome == .known)
    #expect(try room.problems() == [])
  }

  // MARK: Nothing

  @Test(arguments: [
    ("fee.owed", "0.00 USD owes nothing; write what is owed, such as `amount 50 USD`"),
    ("payment.paid", "0.00 USD pays nothing; write what was paid, such as `amount 50 USD`, or leave it out to pay all"),
    ("payment.cancelled", "0.00 USD takes nothing back; write how much is taken back"),
  ])
  func nothingIsNoAmount(event: String, reason: String) throws {
    let room = try room()
    let reply = try room.send("Mia", event, ["amount": "0 USD"])
    #expect(reply.outcome == .setAside && reply.reason.hasPrefix(reason))
    try room.send("Mia", "fee.owed", ["amount": "0.01 USD"])
    #expect(try owed(room, "Mia") == 1)
  }

  @Test func whatIsSaidOfAPostMeansItWhateverFormItsAddressHas() throws {
    let room = try room()
    let known = "https://www.instagram.com/p/AB/"
    try post(room, "Mia", known, ["views": "100"])
    let newer = ["content": "https://instagram.com/p/AB?igsh=1", "views": "200"]
    #expect(try room.send("Mia", "content.measured", by: "network", newer).outcome == .handled)
    #expect(try statuses(room, "Mia") == [known: "measured"])
    try room.send("Mia", "content.rejected", ["content": "https://instagram.com/mia/reel/AB"])
    #expect(try statuses(room, "Mia") == [known: "rejected"])
    #expect(try room.problems() == [])
  }

  @Test func figuresOfWhatWasRejectedDoNotCount() throws {
    let room = try room()
    let known = "https://www.instagram.com/p/AB/"
    try post(room, "Mia", known)
    try room.send("Mia", "content.rejected", ["content": known])
    let reply = try room.send("Mia", "content.measured", by: "network", ["content": known, "views": "5"])
    #expect(reply.outcome == .setAside)
    #expect(reply.reason.contains("was rejected, so its figures do not count"))
    #expect(try statuses(room, "Mia") == [known: "rejected"])
  }

  /// A post counts for one influencer, whatever is said of it: its figures make no second one of it.
  @Test(arguments: [
    "https://www.instagram.com/p/AB/", "instagram.com/p/AB", "https://instagram.com/mia/reel/AB?igsh=1",
  ])
  func figuresOfAPostOfSomebodyElseAreSetAside(written: String) throws {
    let room = try room()
    try post(room, "Mia", "https://www.instagram.com/p/AB/")
    let reply = try room.send("Leo", "content.measured", by: "network", ["content": written, "views": "5"])
    #expect(reply.outcome == .setAside)
    #expect(reply.reason.contains("counts for `Mia` already, and a post counts once"))
    #expect(try statuses(room, "Leo") == [:])
    #expect(try room.problems() == [])
  }

  @Test func aRejectedPostThatWentToSomebodyElseStaysRejected() throws {
    let room = try room()
    let known = "https://www.instagram.com/p/AB/"
    try post(room, "Mia", known)
    try room.send("Mia", "content.rejected", ["content": known])
    try post(room, "Leo", known)
    let reply = try room.send("Mia", "content.approved", ["content": known])
    #expect(reply.outcome == .setAside && reply.reason.contains("counts for `Leo` already"))
    #expect(try statuses(room, "Mia") == [known: "rejected"])
    #expect(try statuses(room, "Leo") == [known: "posted"])
  }

  @Test func anAddressIsOneWithoutHowItIsFetched() throws {
    let room = try room()
    try post(room, "Mia", "https://www.instagram.com/p/AB/")
    #expect(try post(room, "Leo", "instagram.com/p/AB").outcome == .setAside)
    #expect(try post(room, "Mia", "www.instagram.com/p/AB/?igsh=1").outcome == .repeated)
    try post(room, "Leo", "instagram.com/p/CD")
    #expect(try post(room, "Mia", "https://instagram.com/p/CD").outcome == .setAside)
    #expect(try room.problems() == [])
  }
}
