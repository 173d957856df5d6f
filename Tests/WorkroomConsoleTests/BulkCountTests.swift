import Testing
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

@testable import WorkroomConsole

/// What is told of many before it is done is as many as it comes to.
@Suite struct BulkCountTests {
  @Test func whoHasASaleVoidedIsCountedAndWhoHoldsNothingIsNot() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "propose ben price 10 USD", "accept ann", "accept ben")
    session.run("convert ann conversion \"#1\" subtotal 10 USD rate 10%")
    session.answer = false
    let said = session.run("disable discount all since 2026-03-01")
    #expect(said.contains("for 5: 2 would change, 3 are left out\n"), "\(said)\(session.complained)")
    #expect(said.contains("3 are left out, since they hold no discount: Cleo, Dan, Eve\n"), "\(said)")
    #expect(said.contains("2 are disabled"), "\(said)")
    session.answer = true
    #expect(session.run("disable discount all since 2026-03-01").hasSuffix("done for 2\n"), "\(session.complained)")
    // Told again, the day changes nothing, and of whoever never held a code nothing is recorded.
    let again = session.run("disable discount all since 2026-03-01")
    #expect(again.contains("for 5: 0 would change, 2 would only be recorded, 3 are left out\n"), "\(again)")
    #expect(session.run("disable discount all").contains("for 5: 0 would change, 5 are left out\n"))
    // Another one may be asked for by whoever holds none.
    session.answer = false
    let asked = session.run("disable discount all replacement yes")
    #expect(asked.contains("for 5: 0 would change, 5 would only be recorded\n"), "\(asked)\(session.complained)")
    #expect(asked.contains("recorded, and nothing changes, since they hold no discount: Ann, "), "\(asked)")
    #expect(try session.problems() == [])
  }

  @Test func aDayCountsForACodeThatIsDisabledAlready() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann", "convert ann conversion \"#1\" subtotal 10 USD rate 10%")
    session.run("disable discount ann")
    let said = session.run("disable discount all since 2026-03-01")
    #expect(said.contains("for 5: 1 would change, 4 are left out\n"), "\(said)\(session.complained)")
    #expect(said.hasSuffix("done for 1\n") && said.contains("what follows: 1.00 USD less owed"), "\(said)")
    #expect(try session.problems() == [])
  }

  @Test func ordersAreCountedThatAreThere() throws {
    let session = try Session()
    let text = Session.workflow.replacing(
      "release discount\n", with: "release discount\n    cancel order\n"
    ).replacing("workflow \"Spring\"", with: "workflow \"Autumn\"")
    try session.engine.transaction { () throws(EngineError) in
      let autumn = try session.engine.createCampaign(
        named: "Autumn", source: SourceText(name: "autumn.workflow", text: text),
        details: [WrittenValue(name: "discount_group", text: "X")])
      for id in 1...2 as ClosedRange<Int64> { _ = try session.engine.assign(id, to: autumn.id) }
    }
    session.run("program", "Autumn", "propose all price 10 USD", "accept all", "order ann \"#1\"")
    session.answer = false
    let said = session.run("delete proposal all")
    // The shop knows of no order of Ben's, so it is not asked to cancel one.
    #expect(
      said.contains("1 message asks the shop to cancel an order, 1 order is cancelled\n"),
      "\(said)\(session.complained)")
    session.answer = true
    session.run("cancel order ann \"#1\"")
    let none = session.run("delete proposal all")
    #expect(!none.contains("order") && none.hasSuffix("done for 2\n"), "\(none)\(session.complained)")
    #expect(try cancellations(session) == 0)
    #expect(try session.problems() == [])
  }

  /// What the preview promises is what the outbox holds: a message where an order is open, or was asked for and is not told of yet.
  @Test func onlyOrdersThatTheShopMayHaveAreCancelled() throws {
    for (asks, count) in [(false, 1), (true, 2)] {
      let session = try Session()
      let text = Session.workflow.replacing("release discount\n", with: "release discount\n    cancel order\n")
        .replacing("workflow \"Spring\"", with: "workflow \"Autumn\"")
        .replacing("send email \"welcome\"", with: asks ? "create order" : "send email \"welcome\"")
      try session.engine.transaction { () throws(EngineError) in
        let autumn = try session.engine.createCampaign(
          named: "Autumn", source: SourceText(name: "autumn.workflow", text: text),
          details: [WrittenValue(name: "discount_group", text: "X")])
        for id in 1...2 as ClosedRange<Int64> { _ = try session.engine.assign(id, to: autumn.id) }
      }
      session.run("program", "Autumn", "propose all price 10 USD", "accept all", "order ann \"#1\"")
      let told = count == 1 ? "1 message asks the shop" : "2 messages ask the shop"
      let said = session.run("delete proposal all")
      #expect(said.contains("\(told) to cancel an order, 1 order is cancelled\n"), "\(said)\(session.complained)")
      #expect(try cancellations(session) == count)
      #expect(try session.problems() == [])
    }
  }

  /// Where the workflow gives no other code, whoever asked for one is told.
  @Test func aReplacementThatNobodyGivesIsTold() throws {
    let session = try Session()
    session.run("propose ann price 10 USD", "accept ann")
    let said = session.run("disable discount ann because \"leak\" replacement yes")
    #expect(said.contains("no other discount is given: no line of the workflow assigns one"), "\(said)")
    session.run("propose ben price 10 USD", "accept ben")
    #expect(!session.run("disable discount ben because \"leak\"").contains("no other"))
  }

  /// What is sent stays, so nobody asks the shop to cancel it.
  @Test func noShopIsAskedToCancelWhatIsSent() throws {
    let session = try Session()
    let text = Session.workflow.replacing("release discount\n", with: "release discount\n    cancel order\n")
      .replacing("workflow \"Spring\"", with: "workflow \"Autumn\"")
    try session.engine.transaction { () throws(EngineError) in
      let autumn = try session.engine.createCampaign(
        named: "Autumn", source: SourceText(name: "autumn.workflow", text: text),
        details: [WrittenValue(name: "discount_group", text: "X")])
      _ = try session.engine.assign(1, to: autumn.id)
    }
    session.run("program", "Autumn", "propose all price 10 USD", "accept all", "order ann \"#1\"", "ship ann \"1Z9\"")
    let said = session.run("delete proposal all")
    #expect(said.contains("is packed or sent already, so it stays"), "\(said)\(session.complained)")
    #expect(!said.contains("asks the shop"), "\(said)")
    #expect(try cancellations(session) == 0)
    #expect(try session.problems() == [])
  }

  private func cancellations(_ session: Session) throws -> Int {
    try (1...2).reduce(0) { count, campaign in
      try count
        + session.engine.store.outbox(ofCampaign: campaign).count { $0.kind == Int64(Effect.Kind.cancelOrder.rawValue) }
    }
  }

  @Test func whatHoldsForAllIsNotSaidOfTheFirst() throws {
    let session = try Session()
    var outcome = BulkOutcome(currency: .usd)
    for (row, reason) in zip(try session.engine.store.participations(1), ["late; \(Engine.bothCount)", "late"]) {
      outcome.count(Reply(.taken, log: 1, reason: reason), row, unchanged: nil)
    }
    #expect(outcome.details { _ in "X" } == ["changes: X, X", "of them 2, late: X, X", Engine.bothCount])
  }

  @Test func aNumberMeansWhoeverHasItWhoeverIsCalledSo() throws {
    let session = try Session(people: ["Ann", "influencer 1", "influencer 4"])
    #expect(session.run("propose \"influencer 1\" price 10 USD").hasPrefix("Ann: "), "\(session.complained)")
    #expect(session.run("propose \"influencer 2\" price 10 USD").hasPrefix("influencer 1: "), "\(session.complained)")
    #expect(session.run("propose \"influencer 4\" price 10 USD") == "")
    #expect(session.complained.contains("nobody here is called `influencer 4`"))
    session.run("influencer \"influencer 4\"")
    #expect(session.complained.contains("nobody in the directory is called `influencer 4`"))
  }
}
