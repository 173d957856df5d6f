import Testing
import WorkroomConsole

/// What is somebody's own: in a section, beside one that they have left, and among their sales.
@Suite struct OthersTests {
  private func session() throws -> Session {
    let session = try Session(details: ["accepting": "open"])
    for name in ["ann", "ben"] { session.run("propose \(name) price 5 USD", "accept \(name)") }
    session.run("post ann content \"https://www.instagram.com/p/A/\"")
    #expect(session.complained == "", "\(session.complained)")
    return session
  }

  @Test func whoeverHasLeftASectionIsListedBesideIt() throws {
    let session = try session()
    let progress = session.run("progress")
    #expect(progress.contains("Ben") && !progress.contains("Ann"))
    #expect(progress.contains("1 other has agreed terms, and stands elsewhere (1 Done): `progress others` lists them"))
    let others = session.run("progress others")
    #expect(others.contains("Ann") && !others.contains("Ben") && others.contains("1 in all: 1 Done"), "\(others)")
    #expect(!others.contains("elsewhere"))
    // What is done to all of a section reaches nobody who has left it.
    session.run("progress", "note all \"hello\"")
    #expect(session.run("show ann").contains("hello") == false)
    // A page of it, columns and a condition.
    session.run("post ben content \"https://www.instagram.com/p/B/\"")
    #expect(session.run(".rows 1", "progress others", "more").contains("page 2 of 2: rows 2 to 2 of 2"))
    #expect(
      session.run(
        ".rows 100", ".mode csv", "progress others columns Influencer, Status when followers is at least 2_000")
        == "Influencer,Status\r\nBen,Done\r\n", "\(session.complained)")
    session.run("proposals others")
    #expect(session.complained.contains("`others` is too much after `proposals`"), "\(session.complained)")
    session.run("links others")
    #expect(session.complained.contains("`Links` is not there"), "\(session.complained)")
  }

  @Test func aTableTakesAName() throws {
    let session = try session()
    #expect(session.run(".mode csv", "progress ben").contains("\r\nBen,Active,"))
    #expect(session.run("progress ann@example.com").contains("\r\nAnn,Done,1,"))
    #expect(session.run("payments ben").contains("\r\nBen,"))
    #expect(!session.run("payments ben").contains("Ann"))
    session.run("progress cleo")
    #expect(session.complained.contains("Cleo is not in `Progress`: Invited"))
    session.run("progress nobody")
    #expect(session.complained.contains("`nobody` is too much after `progress`, and nobody here is called that"))
    #expect(session.run("save view mine as progress ben", "view mine").contains("\r\nBen,"))
  }

  @Test func salesAreListedOfOneAndOfThoseWhoAreChosen() throws {
    let session = try session()
    for (name, order) in [("ann", "#1"), ("ben", "#2"), ("ann", "#3")] {
      session.run("convert \(name) conversion \"\(order)\" subtotal 10 USD")
    }
    #expect(session.complained == "", "\(session.complained)")
    #expect(session.run("conversions ann").contains("  2 conversions\n"))
    #expect(
      session.run(".mode csv", "conversions columns Order") == "Order\r\n#1\r\n#2\r\n#3\r\n",
      "\(session.said) \(session.complained)")
    #expect(session.run("conversions ann").contains("#1") && !session.run("conversions ann").contains("#2"))
    #expect(session.run("conversions when followers is at least 2_000").contains("#2"))
    #expect(!session.run("conversions when followers is at least 2_000").contains("#1"))
  }
}
