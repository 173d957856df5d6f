import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// In a recurring campaign it is told in which round something happened.
@Suite struct RoundWordsTests {
  @Test func everyEventIsToldWithItsRound() throws {
    let session = try Session()
    let text =
      "workflow \"Box\" version 1 recurring\nstage a\n  on proposal.accepted\n    owe 10 USD for \"fee\"\n    go to done\n  end\nend\nfinal done\n"
    try session.engine.transaction { () throws(EngineError) in
      let box = try session.engine.createCampaign(
        named: "Box", source: SourceText(name: "box.workflow", text: text), details: [])
      _ = try session.engine.assign(1, to: box.id)
    }
    session.run("program", "Box", "accept ann")
    #expect(!session.run("show ann").contains("round"), "\(session.complained)")
    #expect(!session.run("explain owed ann").contains("round"))
    session.run("add ann@example.com", "accept ann")
    let events = session.run("show ann").split(separator: "\n").filter { $0.contains("round ") && $0.contains("Z  ") }
    #expect(
      events.map { $0.drop { $0 != "Z" }.dropFirst(3) } == [
        "round 1  takes part  taken", "round 1  proposal.accepted by manager  taken", "round 2  begins round 2  taken",
        "round 2  proposal.accepted by manager  taken",
      ], "\(events)\(session.complained)")
    let owed = session.run("explain owed ann").split(separator: "\n").filter { $0.contains("in round") }
    #expect(owed.map { $0.drop { $0 == " " } } == ["in round 1", "in round 2"])
    #expect(try session.problems() == [])
  }

  @Test func whatIsTakenBackIsOfItsOwnRound() throws {
    let session = try Session()
    let text =
      "workflow \"Box\" version 1 recurring\nstage a\n  on proposal.accepted owe 10 USD for \"fee\"\n  on proposal.declined\n    void owed for \"fee\"\n    go to done\n  end\n  on proposal.submitted go to done\nend\nfinal done\n"
    try session.engine.transaction { () throws(EngineError) in
      let box = try session.engine.createCampaign(
        named: "Box", source: SourceText(name: "box.workflow", text: text), details: [])
      _ = try session.engine.assign(1, to: box.id)
    }
    session.run("program", "Box", "accept ann", "propose ann", "add ann@example.com", "accept ann", "decline ann")
    let owed = session.run("explain owed ann")
    #expect(owed.contains("takes back 2\n") && !owed.contains("takes back 1"), "\(owed)\(session.complained)")
  }

  @Test func whatIsToldOnAnotherDayIsToldWithBoth() throws {
    let session = try Session()
    func tell(_ order: String, at day: String) throws {
      let instant = try #require(Instant("\(day)T00:00:00Z"))
      let reply = try session.engine.transaction { () throws(EngineError) in
        try session.engine.submit(
          Command(
            source: .inbox, key: order, campaign: 1, influencer: 1, event: "conversion.recorded", role: "store",
            at: instant, payload: ["conversion": order, "subtotal": "10 USD"].map { .init(name: $0, text: $1) }))
      }
      #expect(reply.outcome == .handled, "\(reply.reason)")
    }
    let now = try #require(Instant("2026-03-10T00:00:00Z"))
    try session.engine.transaction { () throws(EngineError) in try session.engine.clock.set(now) }
    try tell("#1", at: "2026-03-05")
    try tell("#2", at: "2026-03-10")
    let lines = session.run("show ann").split(separator: "\n").filter { $0.contains("conversion.recorded") }
    #expect(
      lines == [
        "  2026-03-10T00:00:00Z  conversion.recorded by store  handled, happened 2026-03-05T00:00:00Z",
        "  2026-03-10T00:00:00Z  conversion.recorded by store  handled",
      ], "\(lines)\(session.complained)")
  }
}
