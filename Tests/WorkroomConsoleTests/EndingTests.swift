import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

@testable import WorkroomConsole

/// What becomes of the money of whoever is out, and what is said where the budget is exceeded.
@Suite struct EndingTests {
  /// A console on a campaign with the standard stages, with everybody in it.
  private func open(
    _ details: [String: String] = ["budget": "100 USD"], _ text: String = "workflow \"Open\" version 1\n"
  ) throws -> Session {
    let session = try Session()
    try session.engine.transaction { () throws(EngineError) in
      let campaign = try session.engine.createCampaign(
        named: "Open", source: SourceText(name: "open.workflow", text: text),
        details: details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) })
      for id in 1...5 as ClosedRange<Int64> { _ = try session.engine.assign(id, to: campaign.id) }
    }
    session.run("program", "Open")
    return session
  }

  // MARK: Whoever withdraws

  @Test func whoeverWithdrawsIsOwedNoFee() throws {
    let session = try open(["discount_group": "X"])
    session.run("propose ann price 500 USD", "accept ann")
    #expect(
      session.run("withdraw ann")
        == "Ann: Withdrawn\n  the discount `A` goes back to `X`\n  500.00 USD of what is owed is voided\n  nothing stays owed\n",
      "\(session.said)\(session.complained)")
    #expect(session.run("pay all method offline") == "" && session.complained.contains("nothing is due"))
    // To whom nothing was promised nothing is told.
    #expect(session.run("withdraw ben") == "Ben: Withdrawn\n")
    #expect(try session.problems() == [])
  }

  @Test func whatStaysOwedAndWhatWasPaidIsToldWithTheLineForIt() throws {
    let session = try open()
    session.run("propose ann price 50 USD", "accept ann", "pay ann 20 USD", "owe ann 5 USD")
    session.run("convert ann conversion \"#1\" subtotal 300 USD rate 10%")
    #expect(
      session.run("withdraw ann") == """
        Ann: Withdrawn
          50.00 USD of what is owed is voided
          35.00 USD stays owed
          20.00 USD was paid, and stays so
          15.00 USD is due to them still: `pay ann@example.com` pays it, and `owe ann@example.com -5.00 USD` takes back what sales did not bring

        """, "\(session.said)\(session.complained)")
    session.run("owe ann@example.com -5.00 USD", "propose ben price 7 USD", "accept ben")
    session.run("convert ben conversion \"#2\" subtotal 10 USD rate 10%")
    #expect(
      session.run("delete proposal ben").hasSuffix(
        "Ben: Withdrawn\n  1.00 USD is due to them still: `pay ben@example.com` pays it, and each sale is taken back by itself: `void ben@example.com conversion NUMBER`\n"
      ), "\(session.said)\(session.complained)")
    #expect(try session.problems() == [])
  }

  @Test func ofManyItIsToldToo() throws {
    let session = try open(["discount_group": "X"])
    session.run("propose ann price 50 USD", "propose ben price 10 USD", "accept ann", "accept ben", "owe ben 5 USD")
    let said = session.run("withdraw all")
    for line in [
      "of them 2, the discount goes back to `X`: Ann, Ben", "of them 2, 60.00 USD of what is owed is voided: Ann, Ben",
      "of them 1, nothing stays owed: Ann", "of them 1, 5.00 USD stays owed: Ben",
      "of them 1, 5.00 USD is due still: `pay` pays it, and `owe NAME -AMOUNT` takes back what sales did not bring: Ben",
    ] { #expect(said.contains("  \(line)\n"), "\(line): \(said)\(session.complained)") }
    #expect(said.hasSuffix("done for 5\n"))
    #expect(try session.problems() == [])
  }

  /// A workflow that keeps the fee: whoever pays is told that they are out, and the fee can be taken back.
  @Test func aFeeThatAWorkflowLeavesIsTakenBackOnceTheyAreOut() throws {
    let text = Session.workflow.replacing("workflow \"Spring\"", with: "workflow \"Kept\"").replacing(
      "    void owed for \"fee\"\n", with: "")
    let session = try open([:], text)
    session.run("propose ann price 300 USD", "accept ann", "propose ben price 20 USD", "accept ben")
    #expect(session.run("owe ann -300 USD") == "")
    #expect(
      session.complained.contains(
        "what a line of the workflow owes, an event of the workflow takes back, such as `delete proposal` or `withdraw` (`possible ann@example.com` lists what can be done), and `owe` only once they have finished"
      ), "\(session.complained)")
    let back = "`owe ann@example.com -300.00 USD` takes it back"
    #expect(
      session.run("delete proposal ann").hasSuffix(
        "Ann: Declined\n  300.00 USD is due to them still: `pay ann@example.com` pays it, and \(back)\n"),
      "\(session.said)\(session.complained)")
    session.answer = false
    let note = "of them 1 is in Declined, with 300.00 USD: Ann; `owe NAME -AMOUNT` in the console takes back"
    #expect(session.run("pay all method offline").contains(note), "\(session.said)\(session.complained)")
    #expect(session.run("pay all").contains("of them 1, in Declined, and paid all the same: Ann\n"), "\(session.said)")
    session.answer = true
    session.run("owe ann@example.com -300.01 USD")
    #expect(
      session.complained.contains(
        "300.00 USD is owed to them beside what sales brought, so at most that can be taken back like this"),
      "\(session.complained)")
    session.run("owe ann@example.com -300.00 USD because \"is out\"", "pay all method offline")
    #expect(session.said.contains("Ben: 20.00 USD paid, offline") && !session.said.contains("Ann: 300.00 USD"))
    #expect(session.run("explain owed ann").hasSuffix("due now 0.00 USD\n"), "\(session.said)")
    #expect(try session.problems() == [])
  }

  @Test func whatSalesBroughtIsNotOfferedToBeTakenBackByHand() throws {
    let session = try open()
    for name in ["ann", "ben"] {
      session.run("activate \(name) price 1 USD", "convert \(name) conversion \"#\(name)\" subtotal 100 USD rate 10%")
    }
    session.run("withdraw ann")
    session.answer = false
    let sales = "what sales brought goes with each of them: `void NAME conversion NUMBER` in the console\n"
    #expect(
      session.run("pay all method offline").contains("of them 1 is in Withdrawn, with 10.00 USD: Ann; \(sales)"),
      "\(session.said)\(session.complained)")
    session.answer = true
    session.run("owe ben 5 USD", "withdraw ben")
    session.answer = false
    #expect(
      session.run("pay all method offline").contains(
        "of them 2 are in Withdrawn, with 25.00 USD: Ann, Ben; `owe NAME -AMOUNT` takes back what sales did not bring (Ben 5.00 USD); \(sales)"
      ), "\(session.said)")
  }

  // MARK: The budget

  @Test func whatExceedsTheBudgetIsSaid() throws {
    let session = try open(["budget": "1000 USD"])
    #expect(session.run("propose ann price 1000 USD") == "Ann: Proposed\n")
    #expect(
      session.run("propose ben price 500 USD")
        == "Ben: Proposed\n  budget: 1500.00 USD of 1000.00 USD earmarked, 500.00 USD too much\n", "\(session.said)")
    session.answer = false
    #expect(
      session.run("accept all when price is at least 1 USD").contains(
        "  budget: 1500.00 USD of 1000.00 USD earmarked, 500.00 USD too much\nnothing is changed\n"),
      "\(session.said)\(session.complained)")
    session.answer = true
    // What is activated is set aside as what is accepted is.
    #expect(
      session.run("activate cleo price 7777 USD").hasSuffix(
        "\n  budget: 9277.00 USD of 1000.00 USD earmarked, 8277.00 USD too much\n"), "\(session.said)")
    session.run("delete proposal cleo", "decline ben")
    #expect(session.run("accept ann") == "Ann: Delivering\n", "\(session.said)")
    #expect(
      session.run("set budget to 100 USD")
        == "`budget` is now 100 USD\n  budget: 1000.00 USD of 100.00 USD earmarked, 900.00 USD too much\n")
    #expect(
      session.run("owe ann 50 USD").hasSuffix(
        "  budget: 1050.00 USD of 100.00 USD owed, 0.00 USD of it paid, 950.00 USD too much\n"), "\(session.said)")
    // The same wherever the budget is told of.
    let line = "budget: 1050.00 USD of 100.00 USD owed, 0.00 USD of it paid, 950.00 USD too much"
    for table in ["payments", "proposals", "details"] { #expect(session.run(table).contains(line), "\(session.said)") }
    #expect(try session.problems() == [])
  }

  // MARK: Undoing

  @Test func whatIsActivatedIsTakenBackAndThatItIsFinalIsSaid() throws {
    let session = try open([:])
    session.run("activate ann price 7777 USD")
    session.answer = false
    let said = session.run("undo ann")
    #expect(said.hasPrefix("`activate` is taken back by `delete proposal`:\n"), "\(said)\(session.complained)")
    #expect(said.contains("7777.00 USD of what is owed is voided"))
    #expect(said.contains("  Withdrawn is final: no event leads back from it"), "\(said)")
    session.answer = true
    session.run("propose ben price 1 USD", "propose cleo price 2 USD", "accept all when price is at most 2 USD")
    let many = session.run("undo")
    #expect(many.contains("  Withdrawn is final: ") && many.hasSuffix("done for 2\n"), "\(many)\(session.complained)")
    #expect(many.components(of: "is final") == 1, "\(many)")
    let recurring = try open([:], "workflow \"Again\" version 1 recurring\n")
    recurring.run("activate ann price 1 USD")
    #expect(
      recurring.run("undo").contains(
        "  Withdrawn is final: no event leads back from it; for whoever comes back, `add NAME` begins another round\n"),
      "\(recurring.said)\(recurring.complained)")
  }

  @Test func whoeverComesBackIsToldTheWay() throws {
    let session = try open([:])
    let way =
      "for whoever comes back, move the campaign to `workflow \"Open\" version 2 recurring` (`workroom campaign migrate`), and `add NAME` begins another round\n"
    session.run("propose ann price 5 USD", "decline ann", "propose ann price 3 USD")
    #expect(session.complained.contains("nothing in `Declined` waits for it; \(way)"), "\(session.complained)")
    #expect(
      session.run("add ann@example.com")
        == "`ann@example.com` already takes part, and has ended in Declined; \(way)", "\(session.said)")
    #expect(session.run("why not ann propose").hasSuffix("nothing leads on from there\n  \(way)"), "\(session.said)")
    #expect(session.run("add ben@example.com") == "`ben@example.com` already takes part\n")
  }

  @Test func takingBackAnUndoIsSaid() throws {
    let session = try open([:])
    session.run("owe ann 5 USD", "owe ann 7 USD")
    #expect(!session.run("undo").contains("the newest is the `undo`"))
    let again =
      "the newest is the `undo` of `owe`: this takes that back, so `owe` holds again; it goes no step further\n"
    #expect(session.run("undo").hasPrefix(again), "\(session.said)\(session.complained)")
    session.run("undo")
    #expect(session.run("undo ann").hasPrefix(again), "\(session.said)")
    session.run("owe ann 1 USD")
    #expect(!session.run("undo").contains("the newest is the `undo`"), "\(session.said)")
    #expect(try session.problems() == [])
  }

  // MARK: Batches and days

  @Test func whatIsPaidOfflineToAllIsABatch() throws {
    let session = try open([:])
    session.run("activate ann price 10 USD", "activate ben price 20 USD")
    #expect(
      session.run("pay all method offline") == """
        in the whole campaign `Open`, since no section is open: 2 payments of 30.00 USD in all, nothing is due to 3
        Ann: 10.00 USD paid, offline, as P2-1-1
        Ben: 20.00 USD paid, offline, as P2-1-2
        batch 1; `cancel batch 1` takes back all of it

        """, "\(session.said)\(session.complained)")
    #expect(session.asked.last == "record 2 payments as paid offline?")
    #expect(session.run("cancel batch 1").hasSuffix("30.00 USD in all, cancelled\n"), "\(session.complained)")
    #expect(try session.problems() == [])
  }

  @Test func aDayIsTakenOffAgain() throws {
    let session = try open(["discount_group": "X"])
    session.run("activate ann price 1 USD", "adjust discount ann starts 2026-01-01 ends 2026-02-01")
    func dates() throws -> [Int64?] {
      let row = try #require(try session.engine.participation(of: 1, in: 2))
      let item = try #require(try session.engine.store.held(row.id, kind: 0))
      return [item.starts, item.ends]
    }
    #expect(try dates().allSatisfy { $0 != nil })
    #expect(session.run("adjust discount ann ends none").contains("changed\n"), "\(session.complained)")
    #expect(try dates()[0] != nil && dates()[1] == nil)
    session.run("adjust discount ann starts none")
    #expect(try dates() == [nil, nil])
    #expect(try session.problems() == [])
    session.run("adjust discount ann ends soon")
    #expect(session.complained.contains("`2026-03-01`; `none` takes the day off\n"), "\(session.complained)")
    session.run("adjust discount ann ends 2026-05-01", "adjust discount ann ends none", "withdraw ann")
    #expect(try session.problems() == [])
  }
}

extension String {
  /// How often a text stands in it.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
