import Testing
import WorkroomEngine
import WorkroomStore

@testable import WorkroomConsole

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Events to many at once, and taking them back. One after the other, since Ctrl-C is meant for all that run.
@Suite(.serialized) struct BulkTests {
  private func proposed() throws -> Session {
    let session = try Session()
    session.run("propose ann price 100 USD", "propose ben price 200 USD", "propose cleo price 900 USD")
    return session
  }

  @Test func thePreviewNamesPeopleReasonsAndAmounts() throws {
    let session = try proposed()
    session.answer = false
    let said = session.run("proposals", "accept all")
    #expect(said.contains("`accept` for 3: 2 would change, 1 would refuse"), "\(said)")
    #expect(said.contains("changes: Ann, Ben\n"))
    #expect(said.contains("1 refuse, line 22 asks that `price is at most 400 USD`"), "\(said)")
    #expect(said.contains("Cleo"))
    #expect(said.contains("what follows: 300.00 USD more owed, 2 codes, links or items are given, 2 mails"), "\(said)")
    #expect(session.asked == ["do this for 2 influencers?"] && said.hasSuffix("nothing is changed\n"))
    session.answer = true
    #expect(session.run("accept all").hasSuffix("done for 2\n"))
    #expect(try session.problems() == [])
  }

  @Test func interruptedHalfwayNothingIsDone() throws {
    let session = try proposed()
    session.run("proposals")
    for step in [1, 4] {
      var left = step
      session.engine.observer = { _ throws(EngineError) in
        left -= 1
        if left == 0 { Interrupt.want() }
      }
      session.run("accept all")
      #expect(session.complained.contains("interrupted; nothing is changed for anybody"), "\(session.complained)")
      #expect(session.console.status == 130)
    }
    session.engine.observer = nil
    #expect(session.run("proposals").contains("3 in all: 3 Proposed"))
    #expect(try session.problems() == [])
    #expect(session.run("accept all").hasSuffix("done for 2\n"))
  }

  @Test func ctrlCEndsNoConsoleInTheMiddleOfALine() throws {
    let session = try proposed()
    var isPressed = false
    session.engine.observer = { _ throws(EngineError) in
      if !isPressed { Interrupt.want() }
      isPressed = true
    }
    session.console.runTyped("accept ann")
    #expect(isPressed && session.said.contains("Ann: Active"), "\(session.said)")
    #expect(session.said.hasSuffix("Ctrl-C twice ends the console\n"), "\(session.said)")
    session.console.runTyped("my influencers")
    #expect(!session.said.hasSuffix("the console\n"))
    isPressed = false
    session.run("my influencers")
    session.console.runTyped("propose all price 7 USD")
    #expect(session.complained.contains("interrupted; nothing is changed for anybody"), "\(session.complained)")
    #expect(session.console.status == 130 && !session.said.hasSuffix("the console\n"))
  }

  @Test func whatSomebodyElseChangedMeanwhileIsShownAnew() throws {
    let session = try proposed()
    session.run("proposals")
    var questions = 0
    session.console.ask = { [unowned session] _ in
      questions += 1
      guard questions == 1 else { return true }
      // Another console accepts one of them while the question stands.
      let row = try? session.engine.store.participations(1).first {
        (try? session.engine.store.influencer($0.influencer))??.firstName == "Ann"
      }
      try? session.engine.transaction { () throws(EngineError) in
        _ = try session.engine.submit(
          Command(
            source: .console, campaign: 1, influencer: row?.influencer ?? 0, event: "proposal.declined", role: "manager"
          ))
      }
      return true
    }
    let said = session.run("accept all")
    #expect(said.contains("`accept` for 3: 2 would change, 1 would refuse"), "\(said)")
    #expect(said.contains("meanwhile something else has changed here, so nothing is done yet"), "\(said)")
    #expect(
      said.contains("`accept` for 3: 1 would change, 2 would refuse") && said.hasSuffix("done for 1\n"), "\(said)")
    #expect(questions == 2)
    #expect(try session.problems() == [])
  }

  /// What a deletion takes along is told of many as it is of one.
  @Test func whatDeletionsTakeAlongIsTold() throws {
    let session = try proposed()
    session.run("accept ann", "accept ben", "owe ben amount 20 USD", "progress", "pay ann amount 40 USD")
    session.answer = false
    let one = session.run("delete proposal ben")
    #expect(
      one.hasPrefix(
        "the discount `B` goes back to `X`\n200.00 USD of what is owed is voided\n20.00 USD stays owed\n"), "\(one)")
    let many = session.run("delete proposal all")
    for line in [
      "of them 2, the discount goes back to `X`: Ann, Ben", "of them 2, 300.00 USD of what is owed is voided: Ann, Ben",
      "of them 1, nothing stays owed: Ann", "of them 1, 20.00 USD stays owed: Ben",
      "of them 1, 40.00 USD was paid, and stays so: Ann",
    ] {
      #expect(many.contains("\(line)\n"), "\(line): \(many)\(session.complained)")
    }
    session.run("propose dan price 10 USD", "accept dan")
    let undone = session.run("undo dan")
    #expect(
      undone.contains(
        "    the discount `C` goes back to `X`\n    10.00 USD of what is owed is voided\n    nothing stays owed\n"),
      "\(undone)\(session.complained)")
    #expect(try session.problems() == [])
  }

  @Test func aConditionChooses() throws {
    let session = try proposed()
    #expect(session.run("propose all price 10 USD when followers is at least 5_000").contains("changes: Eve\n"))
  }

  @Test func undoSendsWhatSetsItRight() throws {
    let session = try proposed()
    session.run("proposals", "accept all")
    let said = session.run("undo")
    #expect(said.contains("`accept` is taken back by `delete proposal`"), "\(said)\(session.complained)")
    #expect(said.contains("Ann: Active, owed 100.00 USD, paid 0.00 USD → Declined, owed 0.00 USD"), "\(said)")
    #expect(said.hasSuffix("done for 2\n"))
    // What sets it right is an event like others, and is not unsaid in its turn.
    session.run("undo")
    #expect(session.complained.contains("nothing takes `delete proposal` back: a deleted proposal is over"))
    session.run("propose dan price 1 USD", "undo")
    #expect(session.complained.contains("nothing takes `propose` back: decline the proposal"))
    #expect(try session.problems() == [])
  }

  @Test func nothingOwedIsNoReasonToWithdraw() throws {
    let session = try proposed()
    let ahead = session.run("why not ann pay")
    #expect(ahead.hasPrefix("`pay` has nothing to pay to Ann: nothing is owed"))
    #expect(ahead.contains("amount 10 USD advance yes` would pay ahead"), "\(ahead)")
    session.run("accept ann")
    #expect(session.run("why not ann pay").hasPrefix("`pay` is possible for Ann now"))
    #expect(session.run("pay ann") == "Ann: Active; 100.00 USD paid\n")
  }

  @Test func aSessionBecomesAScenario() throws {
    let place = try TemporaryPath()
    let session = try proposed()
    session.run("accept ann", "accept cleo")
    let path = place.path.replacing("a.workroom", with: "copy.workroom.scenario")
    let said = session.run(".scenario \(path)")
    #expect(said.contains("tells of 3 people"), "\(session.complained)")
    let file = try #require(fopen(path, "r"))
    defer {
      fclose(file)
      unlink(path)
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    #expect(text.hasPrefix("workflow \"Spring\"\n\nscenario \"a session of Spring\"\n  at 2026-03-01 09:00"), "\(text)")
    #expect(text.contains("  given ann with first_name \"Ann\", followers 1000\n"))
    #expect(text.contains("  cleo: proposal.accepted by manager refused\n"))
    #expect(text.contains("  expect ann in active\n  expect ann discount \"A\"\n  expect ann owed 100.00 USD\n"))
  }

  @Test func aScenarioHasFiftyPeople() throws {
    let session = try Session(people: (1...51).map { "P\($0)" })
    let place = try TemporaryPath()
    session.run("propose all price 5 USD", ".scenario \(place.path).scenario")
    #expect(session.complained.contains("51 people were spoken to in this session, and a scenario has at most 50"))
    let fewer = try Session(people: (1...50).map { "P\($0)" })
    #expect(fewer.run("propose all price 5 USD", ".scenario \(place.path).scenario").contains("tells of 50 people"))
    unlink("\(place.path).scenario")
  }

  @Test func aVoidIsTakenBackByARestorationAndARefundIsNot() throws {
    let session = try proposed()
    session.run("accept ann", "convert ann conversion \"#1\" subtotal 50 USD rate 10%", "void ann conversion \"#1\"")
    let said = session.run("undo")
    #expect(said.contains("`void` is taken back by `restore`") && said.contains("owed 105.00 USD"), "\(said)")
    #expect(
      session.run("refund ann conversion \"#1\" amount 20 USD").contains(
        "20.00 USD given back, `#1` is worth 30.00 USD now"))
    session.run("undo")
    #expect(session.complained.contains("nothing takes `refund` back: void the sale, then restore it"))
    #expect(
      session.run("void ann conversion \"#1\"", "restore ann conversion \"#1\" subtotal 50 USD").contains(
        "counts again with 50.00 USD"))
    // What was given back whole stays so when a void of it is taken back.
    session.run("refund ann conversion \"#1\" amount 50 USD", "void ann conversion \"#1\"")
    #expect(session.run("restore ann conversion \"#1\"").contains("counts again with 0.00 USD"))
    #expect(try session.problems() == [])
  }

  @Test func whatDidNothingDoesNotSoundLikeSuccess() throws {
    let session = try Session()
    try session.engine.transaction { () throws(EngineError) in
      try session.engine.asking { (store) throws(StoreError) in
        try store.write(TemplateRow(name: "hello", campaign: 0, subject: "", body: "Hello"))
      }
    }
    #expect(session.run("order ann").contains("recorded, and no line of the workflow does anything about it here"))
    #expect(session.run("email ann \"hello\"") == "Ann: Invited; mail \"hello\"\n")
    #expect(session.run("propose ann price 5 USD") == "Ann: Proposed\n")
  }

  @Test func aClosedWindowIsToldWithItsDates() throws {
    let session = try Session(details: ["accepting": "2026-01-01 to 2026-01-31"])
    session.run("propose ann price 5 USD")
    #expect(session.complained.contains("No current campaigns"))
    #expect(
      session.complained.contains(
        "`accepting` of this campaign is 2026-01-01 to 2026-01-31, and today is 2026-03-01"), "\(session.complained)")
    #expect(!session.run("details").contains("open to open"))
    #expect(try Session().run("details").contains("no dates: always open"))
  }
}
