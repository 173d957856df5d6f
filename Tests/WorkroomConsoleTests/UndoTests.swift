import Testing
import WorkroomConsole
import WorkroomEngine
import WorkroomReporting
import WorkroomStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command has done besides its own event is taken back with it, or not at all.
@Suite struct UndoTests {
  @Test func whatAFraudVoidedComesBackSaleBySaleAndNotByHalves() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann")
    for order in 1...7 { session.run("convert ann conversion \"#\(order)\" subtotal 10 USD rate 10%") }
    #expect(session.run("disable discount ann since 2026-03-01").contains("7 conversions voided"))
    session.run("undo ann")
    #expect(
      session.complained.contains("nothing takes `disable discount` back as a whole: a disabled code stays disabled"),
      "\(session.complained)")
    #expect(
      session.complained.contains(
        "it voided 7 sales, and each comes back by itself: `restore ann@example.com conversion \"#1\"`"))
    #expect(session.complained.contains("`restore ann@example.com conversion \"#5\"` and 2 more"))
    // One that is voided by hand is its own command.
    session.run("restore ann conversion \"#7\"", "void ann conversion \"#7\"")
    #expect(session.run("undo ann").contains("`void` is taken back by `restore`"), "\(session.complained)")
    #expect(try session.problems() == [])
  }

  /// Mails that wait are not taken back, and that is said before it is done.
  @Test func aMailThatWaitsIsTold() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann")
    #expect(session.run("undo ann").contains("a mail of it waits still; it goes out all the same"), "\(session.said)")
    #expect(!session.run("undo ann").contains("waits still"), "\(session.said)")
  }

  /// `undo` without a name means the last line, and not the last event before it.
  @Test(arguments: [
    ("tag ann as \"vip\"", "`untag ann \"vip\"` takes the tag away"),
    ("remark ann \"kind\"", "a remark stays"), ("archive ann because \"moved\"", "`restore ann` takes that back"),
    ("tag all as \"vip\" when price is set", "`untag NAME \"vip\"` takes the tag away, one influencer at a time"),
  ])
  func whatChangedLastAndIsNoEventIsToldOf(_ line: String, _ back: String) throws {
    let session = try Session()
    session.run("propose ann price 10 USD", line)
    #expect(session.run("undo") == "")
    #expect(
      session.complained.contains(
        "the newest change is `\(line)`, which is no event, and `undo` takes back events alone"),
      "\(session.complained)")
    #expect(session.complained.contains(back) && session.asked.filter { $0.hasPrefix("send it") }.isEmpty)
    // What changes nothing is not the newest change, and an event is one again.
    session.run("accept ann", "untag ann \"nothing\"", "tags")
    #expect(session.run("undo").contains("`accept` is taken back by `delete proposal`"), "\(session.complained)")
  }

  @Test func anOrderThatWasCancelledWithItsProposalIsNotTakenBackAlone() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "order ann \"#1\"", "ship ann T1")
    // What follows from the parcel is told, and not how they stood before it.
    #expect(session.run("return ann T1").contains("the order `#1` is returned"), "\(session.complained)")
    #expect(session.run("undo ann") == "")
    #expect(session.complained.contains("nothing takes `return` back: create the order again and send it"))
    #expect(try session.problems() == [])
  }

  @Test func whatIsOwedByHandIsTakenBackAndNeverBelowNothing() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "owe ann 500 USD because \"story\"", "owe ann 50 USD")
    #expect(session.run("undo ann").contains("`owe` is taken back by `owe -50.00 USD`:"), "\(session.complained)")
    #expect(session.run("undo").contains("`owe` is taken back by `owe 50.00 USD`:"))
    session.run("owe ann -530 USD")
    #expect(session.run("owe ann -21 USD") == "")
    #expect(
      session.complained.contains(
        "20.00 USD is owed to them by hand (`owe`), so at most that can be taken back"), "\(session.complained)")
    // What was owed to many is told once.
    let many = try Session()
    many.run("propose all price 10 USD", "owe all 5 USD")
    #expect(many.run("undo").contains("`owe` is taken back by `owe -5.00 USD`:"), "\(many.complained)")
    session.run("owe ann -20 USD", "owe ann -1 USD")
    #expect(
      session.complained.contains(
        "nothing is owed to them by hand (`owe`) that could be taken back; what a line of the workflow owes, an event of the workflow takes back"
      ))
    #expect(session.run("explain owed ann").contains("10.00 USD"))
    session.run("owe all 5 USD")
    #expect(session.run("undo").contains("done for"), "\(session.complained)")
    #expect(try session.problems() == [])
  }

  /// Whoever tags somebody and then says `undo` does not mean what was accepted weeks ago.
  @Test(arguments: [
    ("tag ann as \"vip\"", "`untag ann \"vip\"` takes the tag away"),
    ("blacklist ann because \"fraud\"", "`restore ann` takes that back"),
    ("remark ann \"kind\"", "a remark stays"),
  ])
  func whatIsNoEventIsToldBeforeAnOlderEventIsTakenBack(_ line: String, _ back: String) throws {
    let session = try Session { $0.hand = Hand(roles: ["manager"], origin: .console, asked: "") }
    session.run("propose ann price 10 USD", "accept ann", line)
    session.answer = false
    let said = session.run("undo ann")
    #expect(said.contains("the newest about `ann` is `\(line)`, which is no event"), "\(said)\(session.complained)")
    #expect(said.contains(back) && said.contains("what would be taken back now is the older `accept`"), "\(said)")
    #expect(said.contains("`accept` is taken back by `delete proposal`:"))
    let hasty = Console(
      session.engine, roles: ["manager"], assumesYes: true, isInteractive: false, colour: .off, width: 200)
    var complained = ""
    (hasty.output, hasty.talk) = ({ _ in }, { complained += $0.text })
    hasty.run("Spring")
    #expect(!hasty.run("undo ann"))
    #expect(complained.contains("the newest event is the older `accept`, and nothing is changed"), "\(complained)")
    #expect(complained.contains(back))
    #expect(complained.contains("`delete proposal ann` takes back the older `accept`"))
    session.answer = true
    session.run("propose ben price 10 USD", "accept ben", line.replacing("ann", with: "ben"), "owe ben 5 USD")
    #expect(session.run("undo ben").hasPrefix("`owe` is taken back by `owe -5.00 USD`"), "\(session.complained)")
    #expect(try session.problems() == [])
  }

  @Test func whatWasTakenBackByHandIsLeftOutOfAScenario() throws {
    let place = try TemporaryPath()
    let path = place.path.replacing("a.workroom", with: "copy.workroom")
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "owe ann 5 USD", "undo ann")
    session.run("owe ann 2 USD", "owe ann -1 USD")
    let said = session.run(".scenario \(path).scenario")
    #expect(said.contains("2 steps left out: a scenario takes no amount back"), "\(said)\(session.complained)")
    let file = try #require(fopen(path + ".scenario", "r"))
    defer {
      fclose(file)
      unlink(path + ".scenario")
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    #expect(text.contains("  -- left out, ann: fee.owed by manager with amount -5.00 USD"), "\(text)")
    #expect(text.contains("  -- with what is left out: expect ann owed 11.00 USD"), "\(text)")
    #expect(said.contains("it passes"), "\(said)")
  }

  /// A parcel that was told of the wrong order is moved once somebody agrees, and back.
  @Test func aParcelIsMovedAndMovedBack() throws {
    let session = try Session { $0.hand = Hand(roles: ["manager"], origin: .console, asked: "") }
    session.run("propose ann price 10 USD", "accept ann", "order ann #8", "order ann #9")
    session.run("ship ann P1", "ship ann \"P2\" order \"#9\"")
    let line = "ship ann \"P2\" order \"#8\""
    session.answer = false
    #expect(session.run(line) == "nothing is changed\n", "\(session.complained)")
    let question = "`P2` is told of as the parcel of the order `#9`; is it that of the order `#8` instead"
    #expect(session.asked.last?.hasPrefix(question) == true, "\(session.asked)")
    session.answer = true
    let moved = session.run(line)
    #expect(
      moved.contains("(`P2` is the parcel of the order `#8` now, and no longer of the order `#9`"),
      "\(moved)\(session.complained)")
    let back = session.run("undo")
    let words = "`P2` is the parcel of the order `#9` now, and no longer of the order `#8`"
    #expect(back.hasPrefix("`ship` is taken back by `ship P2 order #9`:\n  Ann: \(words)"), "\(back)")
    #expect(back.contains("\ndone for 1: \(words)"), "\(back)")
    #expect(session.run("ship ann \"P2\" order \"#9\"").contains("Ann: "), "\(session.complained)")
    #expect(session.asked.count == 3, "\(session.asked)")
    let audit = try session.engine.store.auditRows(of: nil, since: 0, limit: 50, offset: 0)
    #expect(audit.contains { $0.asked == line && $0.outcome == Hand.Outcome.done.rawValue }, "\(audit.map(\.asked))")
    #expect(try session.problems() == [])
  }
}
