import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

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
}
