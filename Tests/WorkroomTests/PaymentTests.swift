import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The life of a payment that has a name: asked for, processed, failed, cancelled.
@Suite struct PaymentTests {
  private func room() throws -> Room {
    let room = try Room("", people: ["Jane", "Leo"])
    try room.accept("Jane", price: "300 USD")
    return room
  }

  @discardableResult
  private func ask(
    _ room: Room, _ name: String, _ amount: String, _ method: String = "cash", key: String = ""
  ) throws -> Reply {
    try room.send("Jane", "payment.requested", ["payment": name, "amount": amount, "method": method], key: key)
  }

  private func connect(_ room: Room) throws {
    try room.engine.store.record(Payee(taxForm: "W-9", paypal: "jane@pay.example"), of: room.people["Jane"]!)
  }

  private func standing(_ room: Room) throws -> [Int64] {
    let now = try room.engine.standing(of: room.people["Jane"]!, in: room.campaign)
    return [now.owed, now.paid, now.onItsWay, now.due]
  }

  @Test func cashNeedsATaxFormAndAnAccountAndOfflineDoesNot() throws {
    let room = try room()
    let refused = try ask(room, "P1", "100 USD")
    #expect(refused.outcome == .setAside)
    #expect(refused.reason.hasPrefix("cash needs a tax form and a PayPal account first: record it with `tax form"))
    try room.engine.store.record(Payee(taxForm: "W-8BEN"), of: room.people["Jane"]!)
    #expect(try ask(room, "P1", "100 USD").reason.hasPrefix("cash needs a PayPal account first"))
    #expect(try ask(room, "P1", "100 USD", "offline").outcome == .handled)
    try room.engine.store.record(Payee(paypal: "jane@pay.example"), of: room.people["Jane"]!)
    #expect(try ask(room, "P2", "100 USD").outcome == .handled)
    #expect(try standing(room) == [30_000, 0, 20_000, 10_000])
    #expect(try room.problems() == [])
  }

  @Test func processedCashCannotBeCancelledAndPendingCan() throws {
    let room = try room()
    try connect(room)
    try ask(room, "P1", "100 USD")
    try ask(room, "P2", "50 USD")
    #expect(try room.send("Jane", "payment.cancelled", ["payment": "P1"]).outcome == .handled)
    #expect(try standing(room) == [30_000, 0, 5_000, 25_000])
    #expect(try room.send("Jane", "payment.paid", by: "bank", ["payment": "P2"]).outcome == .taken)
    #expect(try standing(room) == [30_000, 5_000, 0, 25_000])
    let refused = try room.send("Jane", "payment.cancelled", ["payment": "P2"])
    #expect(refused.outcome == .setAside)
    #expect(refused.reason.contains("`P2` was processed on 2026-03-01, so it cannot be cancelled"))
    #expect(
      try room.send("Jane", "payment.cancelled", ["payment": "P1"]).reason.hasPrefix("`P1` was cancelled on 2026-03-01")
    )
    // A bank tells what has happened.
    #expect(try room.send("Jane", "payment.cancelled", by: "bank", ["payment": "P2"]).outcome == .taken)
    #expect(try standing(room) == [30_000, 0, 0, 30_000])
    #expect(try room.problems() == [])
  }

  @Test func whatWasPaidOfflineCanBeCancelled() throws {
    let room = try room()
    try room.send("Jane", "payment.paid", ["payment": "P1", "amount": "70 USD", "method": "offline"])
    #expect(try standing(room) == [30_000, 7_000, 0, 23_000])
    #expect(try room.send("Jane", "payment.cancelled", ["payment": "P1"]).outcome == .taken)
    #expect(try standing(room) == [30_000, 0, 0, 30_000])
    #expect(try room.problems() == [])
  }

  @Test func aCancellationWithoutANameMeansTheNewestThatCanBe() throws {
    let room = try room()
    try connect(room)
    try ask(room, "P1", "100 USD")
    try ask(room, "P2", "50 USD")
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P2"])
    #expect(try room.send("Jane", "payment.cancelled").outcome == .handled)
    #expect(try standing(room) == [30_000, 5_000, 0, 25_000])
    #expect(try room.send("Jane", "payment.cancelled").reason.contains("`P2` was processed"))
  }

  @Test func anAmountIsThatOfThePayment() throws {
    let room = try room()
    try connect(room)
    try ask(room, "P1", "100 USD")
    let other = try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1", "amount": "90 USD"])
    #expect(other.reason == "`P1` is 100.00 USD; write that amount, or leave it out")
    #expect(try room.send("Jane", "payment.failed", by: "bank", ["payment": "P1"]).outcome == .handled)
    #expect(try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"]).reason.contains("was failed"))
    #expect(
      try room.send("Jane", "payment.failed", by: "bank", ["payment": "P9"]).reason == "no payment is called `P9`")
    #expect(try standing(room) == [30_000, 0, 0, 30_000])
  }

  @Test func noMoreIsAskedForThanIsDue() throws {
    let room = try room()
    #expect(try ask(room, "P1", "300.01 USD", "offline").outcome == .setAside)
    #expect(try ask(room, "P1", "0 USD", "offline").outcome == .setAside)
    #expect(try ask(room, "P1", "300 USD", "offline").outcome == .handled)
    #expect(try ask(room, "P2", "0.01 USD", "offline").outcome == .setAside)
    #expect(try ask(room, "P1", "1 USD", "offline").reason.hasPrefix("there is a payment called `P1` already"))
  }

  @Test func moreThanIsDueNeedsAWordOfItsOwn() throws {
    let room = try room()
    func pay(_ amount: String, _ more: [String: String] = [:], by role: String = "manager") throws -> Reply {
      try room.send("Jane", "payment.paid", by: role, ["amount": amount].merging(more) { $1 })
    }
    #expect(
      try pay("3000 USD").reason
        == "300.00 USD is due, and 3000.00 USD is more; write the amount that is meant, or add `advance yes` to pay ahead of what is owed"
    )
    #expect(try pay("300.01 USD", ["advance": "no"]).outcome == .setAside)
    #expect(try pay("300 USD").outcome == .taken)
    #expect(try pay("0.01 USD").reason.hasPrefix("nothing is due, and 0.01 USD is more"))
    #expect(try pay("50 USD", ["advance": "yes"]).outcome == .taken)
    // A bank tells what has happened.
    #expect(try pay("7 USD", by: "bank").outcome == .taken)
    #expect(try standing(room) == [30_000, 35_700, 0, -5_700])
    #expect(try room.problems() == [])
  }

  @Test func noMoreIsTakenBackThanWasPaid() throws {
    let room = try room()
    func cancel(_ values: [String: String] = [:]) throws -> Reply { try room.send("Jane", "payment.cancelled", values) }
    #expect(try cancel(["amount": "5 USD"]).reason == "nothing was paid that could be cancelled")
    try ask(room, "P1", "100 USD", "offline")
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"])
    #expect(try cancel().outcome == .taken)
    // What has a name was cancelled; what has none is meant by its amount.
    try room.send("Jane", "payment.paid", ["amount": "100 USD"])
    #expect(try cancel(["amount": "100.01 USD"]).reason == "100.00 USD was paid, so at most that can be cancelled")
    #expect(try cancel().reason.hasPrefix("`payment.cancelled` needs `amount`"))
    #expect(try cancel(["amount": "100 USD"]).outcome == .taken)
    #expect(try standing(room) == [30_000, 0, 0, 30_000])
    #expect(try room.problems() == [])
  }

  @Test func noBankGivesBackMoreThanWasPaid() throws {
    let room = try room()
    func cancel(_ amount: String) throws -> Reply {
      try room.send("Jane", "payment.cancelled", by: "bank", ["amount": amount])
    }
    #expect(try cancel("500 USD").reason == "nothing was paid that could be cancelled")
    #expect(try standing(room) == [30_000, 0, 0, 30_000])
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1", "amount": "200 USD"])
    #expect(
      try cancel("1 USD").reason
        == "nothing was paid without a name that could be cancelled; a payment that has one is cancelled by it: `payment P1`"
    )
    try room.send("Jane", "payment.paid", by: "bank", ["amount": "50 USD"])
    #expect(try cancel("50.01 USD").reason.hasPrefix("50.00 USD was paid without a name, so at most that"))
    #expect(try cancel("50 USD").outcome == .taken)
    #expect(try cancel("0.01 USD").outcome == .setAside)
    #expect(try standing(room) == [30_000, 20_000, 0, 10_000])
    #expect(try room.problems() == [])
  }

  @Test(arguments: ["bank", "manager"])
  func aPaymentIsThatOfOneInfluencer(role: String) throws {
    let room = try room()
    try room.accept("Leo", price: "300 USD")
    try ask(room, "P1", "100 USD", "offline")
    func told(_ event: String, _ values: [String: String] = ["payment": "P1"]) throws -> Reply {
      try room.send("Leo", event, by: role, values)
    }
    let theirs = "`P1` is the payment of somebody else; write the name of a payment of theirs, as `payments` shows it"
    #expect(try told("payment.paid", ["payment": "P1", "amount": "100 USD"]).reason == theirs)
    #expect(try told("payment.failed").reason == theirs)
    #expect(try told("payment.cancelled", ["payment": "P1", "amount": "100 USD"]).reason == theirs)
    let second = try room.send(
      "Leo", "payment.requested", ["payment": "P1", "amount": "1 USD", "method": "offline"])
    #expect(second.reason == "`P1` is the payment of somebody else; give this one a name of its own")
    // A name that nobody has is that of a payment that was not asked for here.
    #expect(try told("payment.paid", ["payment": "PX", "amount": "100 USD"]).outcome == .taken)
    #expect(try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"]).outcome == .taken)
    #expect(try standing(room) == [30_000, 10_000, 0, 20_000])
    #expect(try room.problems() == [])
  }

  @Test func whatCameBackOrArrivedAllTheSameIsToldWithTheLineThatRecordsIt() throws {
    let room = try room()
    try connect(room)
    try ask(room, "P1", "100 USD")
    try ask(room, "P2", "50 USD", "offline")
    try ask(room, "P3", "20 USD")
    for name in ["P1", "P2"] { try room.send("Jane", "payment.paid", by: "bank", ["payment": name]) }
    try room.send("Jane", "payment.failed", by: "bank", ["payment": "P3"])
    func bank(_ event: String, _ name: String) throws -> String {
      try room.send("Jane", event, by: "bank", ["payment": name]).reason
    }
    #expect(
      try bank("payment.failed", "P1").hasSuffix(
        "so it cannot fail any more; if the money came back, only the bank's word takes it back: `cancel payment jane@example.com payment P1` in `workroom repl --as bank`"
      ))
    #expect(
      try bank("payment.failed", "P2").hasSuffix(
        "; if the money came back, record that with `cancel payment jane@example.com payment P2`"))
    #expect(
      try bank("payment.paid", "P3").hasSuffix(
        "so it is not paid again; if the bank sent it all the same, record that with `pay jane@example.com amount 20.00 USD method offline`, with `advance yes` behind it where that is more than is due now"
      ))
  }

  @Test func whatTheWorkflowRefusesItRefusesInItsOwnWords() throws {
    let room = try Room("on payment.paid refuse \"the post comes first\"\n")
    try room.accept("Jane")
    let reply = try room.send("Jane", "payment.paid", ["amount": "3000 USD"])
    #expect(reply.outcome == .refused && reply.reason == "the post comes first")
  }

  @Test(arguments: ["manager", "bank"])
  func cashThatNobodyAskedForNeedsAFormAndAnAccountToo(role: String) throws {
    let room = try room()
    let values = ["amount": "10 USD", "method": "cash"]
    let refused = try room.send("Jane", "payment.paid", by: role, values)
    #expect(refused.outcome == .setAside)
    #expect(refused.reason.hasPrefix("cash needs a tax form and a PayPal account first"))
    try connect(room)
    #expect(try room.send("Jane", "payment.paid", by: role, values).outcome == .taken)
  }

  @Test func aPaymentsNameHasThirtyLetters() throws {
    let room = try room()
    let longest = String(repeating: "x", count: Engine.paymentNameBytesMax)
    #expect(try ask(room, longest + "x", "1 USD", "offline").reason.hasPrefix("a payment's name has 1 to 30 letters"))
    #expect(try ask(room, "a b", "1 USD", "offline").outcome == .setAside)
    #expect(try ask(room, longest, "1 USD", "offline").outcome == .handled)
  }

  @Test func theSameKeyAgainChangesNothing() throws {
    let room = try room()
    try connect(room)
    #expect(try ask(room, "P1", "300 USD", key: "a").outcome == .handled)
    #expect(try ask(room, "P1", "300 USD", key: "a").outcome == .repeated)
    try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"], key: "b")
    #expect(try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"], key: "b").outcome == .repeated)
    #expect(try standing(room) == [30_000, 30_000, 0, 0])
  }

  @Test func whatWasAskedForInAnEarlierRoundIsSettledThere() throws {
    let text = """
      workflow "Box" version 1 recurring
      stage open
        on proposal.submitted
          owe event.price for "fee"
          go to done
        end
      end
      final done

      """
    let changed = text.replacing("on proposal.submitted\n", with: "on proposal.submitted when event.price is set\n")
    let room = try Room(changed, people: ["Jane"])
    try room.send("Jane", "proposal.submitted", ["price": "100 USD"])
    try ask(room, "P1", "100 USD", "offline")
    _ = try room.engine.transaction { () throws(EngineError) in
      try room.engine.assign(room.people["Jane"]!, to: room.campaign)
    }
    #expect(try room.row("Jane").round == 2)
    #expect(try room.send("Jane", "payment.paid", by: "bank", ["payment": "P1"]).outcome == .taken)
    #expect(try standing(room) == [10_000, 10_000, 0, 0])
    #expect(try room.problems() == [])
  }

  @Test func whoWasForgottenKeepsTheirPaymentsAndLosesTheirAccount() throws {
    let room = try room()
    try connect(room)
    try ask(room, "P1", "100 USD")
    try room.engine.transaction { () throws(EngineError) in try room.engine.forget(room.people["Jane"]!) }
    #expect(try room.engine.store.payee(room.people["Jane"]!) == Payee())
    #expect(try standing(room)[2] == 10_000)
    #expect(try room.problems() == [])
  }
}
