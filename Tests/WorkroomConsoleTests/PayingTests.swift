import Testing
import WorkroomEngine
import WorkroomStore

@testable import WorkroomConsole

/// Money at the console: batches that are taken back, what is on its way, and what others do while a question stands.
@Suite struct PayingTests {
  private func accepted() throws -> Session {
    let session = try Session()
    for name in ["ann", "ben"] {
      session.run(
        "propose \(name) price 100 USD", "accept \(name)", "tax form \(name) W-9",
        "paypal account \(name) \(name)@pay.example")
    }
    return session
  }

  private func send(
    _ session: Session, _ event: String, to name: String, by role: String, _ values: [WrittenValue] = []
  )
    throws
  {
    let row = try session.engine.store.participations(1).first {
      try session.engine.store.influencer($0.influencer)?.firstName == name
    }
    let influencer = try #require(row).influencer
    try session.engine.transaction { () throws(EngineError) in
      _ = try session.engine.submit(
        Command(source: .inbox, campaign: 1, influencer: influencer, event: event, role: role, payload: values))
    }
  }

  @Test func aBatchThatIsCancelledAsFarAsItCanIsNoError() throws {
    let session = try accepted()
    session.run("pay all method cash")
    try send(session, "payment.paid", to: "Ann", by: "bank", [WrittenValue(name: "payment", text: "P1-1-1")])
    #expect(session.run("cancel batch 1") == "1 payment of batch 1, 100.00 USD in all, cancelled\n")
    #expect(session.complained == "note: 1 of the batch stays\n  P1-1-1 of Ann: processed already\n")
    #expect(session.console.status == 0)
    session.run("cancel batch 1")
    #expect(session.complained.hasPrefix("error: nothing of batch 1 can be cancelled any more"))
    #expect(session.console.status == 1)
    #expect(try session.problems() == [])
  }

  @Test func whoeverCannotBePaidStopsNobodyElse() throws {
    let session = try accepted()
    session.run("propose cleo price 100 USD", "accept cleo")
    #expect(session.run("pay all method cash").contains("2 payments of 200.00 USD in all, 1 cannot be paid"))
    #expect(session.complained.hasPrefix("note: 1 is left out\n  Cleo, 100.00 USD: cash needs a tax form"))
    #expect(session.console.status == 0)
  }

  /// `all` in Payments is whoever stands in its table: also those who are out, or have agreed to nothing yet, and are owed.
  @Test func allInASectionIsWhoStandsInItsTable() throws {
    let session = try accepted()
    session.run("owe cleo 20 USD", "owe ben 7 USD", "delete proposal ben", "propose dan price 1 USD")
    let table = session.run(".mode csv", "payments columns Influencer, Balance")
    #expect(table == "Influencer,Balance\r\nAnn,100.00 USD\r\nBen,7.00 USD\r\nCleo,20.00 USD\r\n", "\(table)")
    #expect(
      session.run(".mode human", "status").contains("Payments")
        && session.run(".mode csv", "status").contains("Payments,3\r\n"))
    session.run(".mode human", "payments")
    let when = session.run("payments columns Influencer when price is at most 0 USD")
    #expect(when.contains("Cleo") && !when.contains("Ann"), "\(when)")
    session.answer = false
    #expect(session.run("owe all 1 USD").contains("in Payments: `owe` for 3: 3 would change"))
    session.answer = true
    let said = session.run("pay all method offline")
    #expect(said.hasPrefix("in Payments: 3 payments of 127.00 USD in all\n"), "\(said)\(session.complained)")
    session.run("post ann content \"https://x.example/1\"", "content")
    session.answer = false
    #expect(session.run("owe all 1 USD").contains("in Content: `owe` for 1: 1 would change"))
    #expect(session.run(".mode csv", "status").contains("Content,1\r\n"))
    #expect(try session.problems() == [])
  }

  @Test func whatIsOnItsWayWasNotPaid() throws {
    let session = try accepted()
    session.run("pay ann method cash", "delete proposal ann")
    let said = session.run("explain owed ann")
    #expect(
      said.hasSuffix(
        "100.00 USD more is on its way than is due by now; until it has arrived, `cancel payment ann` stops it\n"),
      "\(said)\(session.complained)")
    #expect(!said.contains("was paid"))
    session.run("cancel payment ann")
    #expect(session.run("explain owed ann").hasSuffix("due now 0.00 USD\n"))
    session.run("pay ben", "delete proposal ben")
    #expect(session.run("explain owed ben").contains("100.00 USD more was paid than is due by now"))
    #expect(try session.problems() == [])
  }

  @Test func aDeletionIsShownAnewWhereSomebodyPaysMeanwhile() throws {
    let session = try accepted()
    session.run("owe ann 10 USD")
    var questions = 0
    session.console.ask = { [unowned session] _ in
      questions += 1
      if questions == 1 {
        try? send(session, "payment.paid", to: "Ann", by: "manager", [WrittenValue(name: "amount", text: "110 USD")])
      }
      return questions == 1
    }
    let said = session.run("delete proposal ann")
    #expect(
      said.contains("100.00 USD of what is owed is voided\n10.00 USD stays owed\nmeanwhile something else"), "\(said)")
    #expect(said.hasSuffix("10.00 USD stays owed\n110.00 USD was paid, and stays so\nnothing is changed\n"), "\(said)")
    #expect(questions == 2 && session.run("explain owed ann").contains("fee"))
    session.console.ask = { _ in true }
    #expect(session.run("delete proposal ann").hasSuffix("Ann: Declined\n"), "\(session.said)\(session.complained)")
    #expect(try session.problems() == [])
  }

  @Test func whatIsOnItsWayIsToldWhereItIsOwedNoMore() throws {
    let session = try accepted()
    session.run("convert ann conversion \"#1\" subtotal 50 USD rate 10%", "pay ann method cash")
    let more = "more is on its way than is owed by now; until it has arrived, `cancel payment ann@example.com` stops it"
    #expect(
      session.run("void ann conversion \"#1\"") == "Ann: Active; `#1` counts no longer (5.00 USD \(more))\n",
      "\(session.complained)")
    #expect(session.run("delete proposal ann").contains("nothing stays owed\n105.00 USD \(more)\n"), "\(session.said)")
  }

  @Test func whatMovesMoneyIsToldAsThat() throws {
    let session = try accepted()
    #expect(
      session.run("request payment ann payment X1 amount 40 USD method cash")
        == "Ann: Active; 40.00 USD is on its way as `X1`\n")
    #expect(
      session.run("payment failed ann payment X1")
        == "Ann: Active; `X1` has failed, and what it was for is due again\n")
    session.run("request payment ann payment X2 amount 40 USD method cash")
    #expect(session.run("cancel payment ann") == "Ann: Active; 40.00 USD cancelled as `X2`\n")
    session.run("convert ann conversion \"#1\" subtotal 50 USD rate 10%")
    #expect(session.run("void ann conversion \"#1\"") == "Ann: Active; `#1` counts no longer\n")
    session.run("pay ann 0 USD method cash")
    #expect(session.complained.hasPrefix("error: `0 USD` pays nothing; write what is to be paid"))
  }

  @Test func nobodyIsOwedWhoHasGoneWhileTheQuestionStood() throws {
    let session = try Session(people: ["Ann", "Ben"])
    session.run("propose ann price 100 USD", "propose ben price 100 USD", "proposals")
    var questions = 0
    session.console.ask = { [unowned session] _ in
      questions += 1
      if questions == 1 { try? send(session, "proposal.declined", to: "Ann", by: "manager") }
      return true
    }
    let said = session.run("owe all 10 USD because \"a bonus\"")
    #expect(said.contains("`owe` for 2: 2 would change"), "\(said)\(session.complained)")
    #expect(said.contains("this is what would come of it now:\n  Ann is in Declined now\n"), "\(said)")
    #expect(said.contains("`owe` for 2: 1 would change, 1 would refuse"), "\(said)")
    #expect(said.contains("1 refuse, since they are not among those who are meant any more: Ann"), "\(said)")
    #expect(said.hasSuffix("done for 1\n") && questions == 2)
    #expect(session.run("payments").contains("owed 10.00 USD, paid 0.00 USD"))
    #expect(try session.problems() == [])
  }

  @Test func aConditionIsAskedAgain() throws {
    let session = try Session(people: ["Ann", "Ben"])
    var questions = 0
    session.console.ask = { [unowned session] _ in
      questions += 1
      if questions == 1 {
        try? send(session, "fee.owed", to: "Ann", by: "manager", [WrittenValue(name: "amount", text: "5 USD")])
      }
      return true
    }
    let said = session.run("owe all 10 USD when owed is 0 USD")
    #expect(said.contains("`owe` for 2: 1 would change, 1 would refuse"), "\(said)\(session.complained)")
    #expect(said.hasSuffix("done for 1\n") && questions == 2)
    #expect(session.run("payments").contains("owed 15.00 USD, paid 0.00 USD"))
  }

  @Test func onePostIsNotThatOfMany() throws {
    let session = try Session()
    session.run("post all content c1")
    #expect(
      session.complained.hasPrefix("error: `c1` is one piece of content, which is that of one influencer, and not of"))
    #expect(session.run("content").contains("0 pieces of content"))
  }
}
