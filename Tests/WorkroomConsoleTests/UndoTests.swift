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
}
