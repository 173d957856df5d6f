import Testing
import WorkroomStore

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

  @Test func anOrderThatWasCancelledWithItsProposalIsNotTakenBackAlone() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "order ann \"#1\"", "return ann T1")
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
    session.run("owe ann -20 USD", "owe ann -1 USD")
    #expect(
      session.complained.contains(
        "nothing is owed to them by hand (`owe`) that could be taken back; what a line of the workflow owes, only the workflow takes back"
      ))
    #expect(session.run("explain owed ann").contains("10.00 USD"))
    session.run("owe all 5 USD")
    #expect(session.run("undo").contains("done for"), "\(session.complained)")
    #expect(try session.problems() == [])
  }
}
