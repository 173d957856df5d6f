import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The tables of money, page by page, and payments in batches.
@Suite struct MoneyTableTests {
  private func room(_ people: [String], hold: String? = nil) throws -> Room {
    var details: [String: String] = [:]
    if let hold { details["hold_conversions"] = hold }
    let room = try Room(
      "campaign\n  hold_conversions duration optional\nend\non proposal.accepted assign discount from group X paying 10%\n",
      details: details, people: people
    ) { try $0.group("X", pattern: "[first_name]") }
    for name in people { try room.accept(name, price: "100 USD") }
    return room
  }

  private func table(_ room: Room, _ name: String, _ page: Page? = nil) throws -> Sheet {
    try #require(
      try room.engine.transaction { () throws(EngineError) in
        try MoneyTables(room.engine, campaign: room.campaign).sheet(name, page)
      })
  }

  private func texts(_ sheet: Sheet, _ heading: String) throws -> [String] {
    let column = try #require(sheet.columns.firstIndex { $0.heading == heading })
    return sheet.rows.map { row in
      switch row[column] {
      case .text(let text): text
      case .money(let money): money.amount
      case .number(let number): "\(number)"
      case .date(let date): "\(date)"
      case .nothing: ""
      }
    }
  }

  private func sell(_ room: Room, _ name: String, _ order: String, _ subtotal: String) throws {
    try room.send(name, "conversion.recorded", by: "store", ["conversion": order, "subtotal": subtotal])
  }

  private func pay(_ room: Room, _ method: PaymentRow.Method) throws -> Payouts.Batch {
    try room.engine.transaction { () throws(EngineError) in
      let rows: [ParticipationRow]
      rows = try room.engine.asking { (store) throws(StoreError) in try store.participations(room.campaign) }
      return try Payouts(room.engine, campaign: room.campaign).make(for: rows, method, role: "manager")
    }
  }

  // MARK: Pages

  @Test func aPageShowsItsRowsAndSaysHowManyThereAre() throws {
    let room = try room((0..<7).map { "P\($0)" })
    let all = try table(room, "payments")
    #expect(try texts(all, "Influencer") == (0..<7).map { "P\($0)" })
    #expect(all.notes == ["owed 700.00 USD, paid 0.00 USD, balance 700.00 USD"])
    let second = try table(room, "Payments", Page(2, rows: 3))
    #expect(try texts(second, "Influencer") == ["P3", "P4", "P5"])
    #expect(second.notes == [all.notes[0], "page 2 of 3: rows 4 to 6 of 7"])
    #expect(try texts(table(room, "payments", Page(3, rows: 3)), "Influencer") == ["P6"])
    #expect(refusal { _ = try table(room, "payments", Page(4, rows: 3)) } == "there is no page 4; the last one is 3")
    for index in 0..<5 { try sell(room, "P0", "#\(index)", "10 USD") }
    #expect(try texts(table(room, "conversions", Page(2, rows: 2)), "Order") == ["#2", "#3"])
    #expect(try table(room, "conversions", Page(1, rows: 5)).notes == ["5 conversions"])
  }

  @Test(arguments: ["batches", "accounts", "conversions", "payments"])
  func aPageBehindTheLastSaysHowManyThereAre(name: String) throws {
    let room = try room(["Ann"])
    #expect(refusal { _ = try table(room, name, Page(2)) } == "there is no page 2; the last one is 1")
    #expect(try table(room, name, Page(1)).notes == table(room, name).notes)
    _ = try pay(room, .offline)
    let accounts = try table(room, "accounts", Page(2, rows: 1))
    #expect(accounts.rows.count == 1 && accounts.notes.last == "page 2 of 3: rows 2 to 2 of 3")
  }

  @Test func messagesContentAndProductsSayHowManyPagesThereAre() throws {
    let room = try room(["Ann", "Ben"])
    func messages(_ page: Page) throws -> Sheet {
      try room.engine.transaction { () throws(EngineError) in
        try WorkRoom(room.engine, campaign: room.campaign, only: []).messages(page)
      }
    }
    #expect(refusal { _ = try messages(Page(2)) } == "there is no page 2; the last one is 1")
    #expect(refusal { _ = try ProductTables.sheet(room.engine, Page(2)) } == "there is no page 2; the last one is 1")
    #expect(
      refusal { _ = try WorkRoom.sheet("Content", Page(2), room.engine, campaign: room.campaign) }
        == "there is no page 2; the last one is 1")
    for text in ["a", "b", "c"] { try room.send("Ann", "proposal.noted", ["text": text]) }
    #expect(try messages(Page(3, rows: 2)).rows.count == 1)
    #expect(refusal { _ = try messages(Page(4, rows: 2)) } == "there is no page 4; the last one is 3")
  }

  @Test func whoWasNotAcceptedAndGotNothingIsNotShown() throws {
    let room = try room(["Ann"])
    try room.add("Ben")
    try room.add("Cat")
    try room.send("Cat", "payment.paid", ["amount": "5 USD", "advance": "yes"])
    #expect(try texts(table(room, "payments"), "Influencer") == ["Ann", "Cat"])
    #expect(try table(room, "payments", Page(1, rows: 1)).notes.contains("page 1 of 2: rows 1 to 1 of 2"))
  }

  // MARK: Conversions

  @Test func eachConversionTellsHowItStands() throws {
    let room = try room(["Jane"], hold: "7 days")
    for order in ["#1", "#2", "#3"] { try sell(room, "Jane", order, "100 USD") }
    #expect(try texts(table(room, "conversions"), "State") == ["held", "held", "held"])
    try room.pass(days: 8)
    #expect(try texts(table(room, "conversions"), "State") == ["verified", "verified", "verified"])
    // 100 of the fee, then 10 for #1 and 5 of #2.
    try room.send("Jane", "payment.paid", ["amount": "115 USD"])
    #expect(try texts(table(room, "conversions"), "State") == ["paid", "partly paid", "verified"])
    try room.send("Jane", "conversion.voided", by: "store", ["conversion": "#1"])
    try room.send("Jane", "conversion.refunded", by: "store", ["conversion": "#3", "subtotal": "40 USD"])
    // What was paid for #1 covers the rest of #2 and #3.
    let sheet = try table(room, "conversions")
    #expect(try texts(sheet, "State") == ["voided after payment", "paid", "partly refunded, paid"])
    #expect(try texts(sheet, "Revenue") == ["0.00", "100.00", "40.00"])
    #expect(try texts(sheet, "Commission") == ["0.00", "10.00", "4.00"])
    #expect(
      try table(room, "payments").notes.contains(
        "1 got more than is owed by now: 1.00 USD, which comes off what they get next"))
  }

  @Test func whatIsHeldIsNotCoveredByAPayment() throws {
    let room = try room(["Jane"], hold: "7 days")
    try sell(room, "Jane", "#1", "100 USD")
    try room.pass(days: 1)
    try room.send("Jane", "fee.owed", ["amount": "10 USD"])
    #expect(try pay(room, .offline).total == 11_000)
    #expect(try texts(table(room, "conversions"), "State") == ["held"])
    try room.pass(days: 7)
    #expect(try texts(table(room, "conversions"), "State") == ["verified"])
    #expect(try pay(room, .offline).total == 1_000)
    #expect(try texts(table(room, "conversions"), "State") == ["paid"])
    #expect(try room.problems() == [])
  }

  @Test func whatIsPaidAheadIsStillHeld() throws {
    let room = try room(["Jane"], hold: "7 days")
    try sell(room, "Jane", "#1", "100 USD")
    try room.send("Jane", "payment.paid", ["amount": "110 USD", "advance": "yes"])
    #expect(try texts(table(room, "conversions"), "State") == ["paid ahead"])
    #expect(try texts(table(room, "payments"), "Held") == ["10.00"])
    try room.pass(days: 8)
    #expect(try texts(table(room, "conversions"), "State") == ["paid"])
  }

  @Test func aCancelledPaymentUncoversWhatItCovered() throws {
    let room = try room(["Jane"])
    try sell(room, "Jane", "#1", "100 USD")
    #expect(try pay(room, .offline).total == 11_000)
    #expect(try texts(table(room, "conversions"), "State") == ["paid"])
    try room.send("Jane", "payment.cancelled")
    #expect(try texts(table(room, "conversions"), "State") == ["verified"])
  }

  // MARK: Batches

  @Test func aBatchTakesWhatIsDueAndASecondOneNothing() throws {
    let room = try room(["Ann", "Ben", "Cat"])
    for name in ["Ann", "Cat"] {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
    }
    let batch = try pay(room, .cash)
    #expect(batch.lines.map(\.payment) == ["P1-1-1", "P1-1-2"])
    #expect(batch.leftOut.map(\.name) == ["Ben"])
    #expect(batch.leftOut[0].problem.hasPrefix("cash needs a tax form and a PayPal account first"))
    let again = try pay(room, .cash)
    #expect(again.lines.isEmpty && again.withoutDue == 2)
    #expect(try pay(room, .offline).lines.map(\.payment) == ["P1-2-1"])
    let batches = try table(room, "batches")
    #expect(try texts(batches, "State") == ["pending", "processed"])
    #expect(try texts(batches, "Payments") == ["2", "1"])
    let recipients = try Payouts(room.engine, campaign: room.campaign).recipients(ofBatch: 1)
    #expect(recipients.map(\.email) == ["Ann@pay.example", "Cat@pay.example"])
    #expect(try room.problems() == [])
  }

  @Test func aFileIsWrittenAgainOnlyWhileNothingIsSettled() throws {
    let room = try room(["Ann", "Ben"])
    for name in ["Ann", "Ben"] {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
    }
    _ = try pay(room, .cash)
    let payouts = try Payouts(room.engine, campaign: room.campaign)
    // Another account from now on changes nothing of what was asked for.
    try Directory(room.engine).record(taxForm: nil, paypal: "new@pay.example", of: room.people["Ann"]!)
    #expect(try payouts.recipients(ofBatch: 1).map(\.email) == ["Ann@pay.example", "Ben@pay.example"])
    try room.send("Ben", "payment.cancelled")
    #expect(refusal { _ = try payouts.recipients(ofBatch: 1) }?.contains("`P1-1-2` of batch 1 is cancelled") == true)
    #expect(refusal { _ = try payouts.recipients(ofBatch: 2) } == "`Spring` has no batch 2; its newest is 1")
    _ = try pay(room, .offline)
    #expect(refusal { _ = try payouts.recipients(ofBatch: 2) }?.contains("was paid offline") == true)
  }

  @Test func whoeverIsErasedIsTakenOutOfABatch() throws {
    let room = try room(["Ann", "Ben", "Cat"])
    for name in ["Ann", "Ben", "Cat"] {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
    }
    _ = try pay(room, .cash)
    let ben = room.people["Ben"]!
    try Directory(room.engine).forget(ben)
    let payouts = try Payouts(room.engine, campaign: room.campaign)
    let line = "`cancel payment \"influencer \(ben)\" payment P1-1-2`"
    #expect(refusal { _ = try payouts.recipients(ofBatch: 1) }?.contains(line) == true)
    guard case .one(ben) = try Directory(room.engine).find("influencer \(ben)", in: room.campaign) else {
      Issue.record("whoever was erased is not found by their number")
      return
    }
    #expect(try room.send("Ben", "payment.cancelled", ["payment": "P1-1-2"]).outcome == .handled)
    #expect(try payouts.recipients(ofBatch: 1).map(\.payment) == ["P1-1-1", "P1-1-3"])
    #expect(try payouts.takenOut(ofBatch: 1) == 1)
    // Somebody else's payment that is cancelled may have been uploaded.
    try room.send("Cat", "payment.cancelled")
    #expect(refusal { _ = try payouts.recipients(ofBatch: 1) }?.contains("`P1-1-3` of batch 1 is cancelled") == true)
    #expect(try room.problems() == [])
  }

  @Test func aBatchIsTakenBackAsFarAsItHasNotArrived() throws {
    let room = try room(["Ann", "Ben", "Cat"])
    for name in ["Ann", "Ben", "Cat"] {
      try room.engine.store.record(Payee(taxForm: "W-9", paypal: "\(name)@pay.example"), of: room.people[name]!)
    }
    _ = try pay(room, .cash)
    try room.send("Ben", "payment.paid", by: "bank", ["payment": "P1-1-2"])
    let payouts = try Payouts(room.engine, campaign: room.campaign)
    func cancel() throws -> Payouts.Cancelled {
      try room.engine.transaction { () throws(EngineError) in try payouts.cancel(batch: 1, role: "manager") }
    }
    let done = try cancel()
    #expect(done.lines.map(\.payment) == ["P1-1-1", "P1-1-3"] && done.total == 20_000)
    #expect(done.kept.map(\.name) == ["Ben"] && done.kept[0].problem == "processed already")
    #expect(try cancel().kept.map(\.problem) == ["cancelled already", "processed already", "cancelled already"])
    #expect(try texts(table(room, "batches"), "State") == ["processed", "cancelled"])
    // The bank's answer to a batch that was uploaded all the same says what to do.
    let late = try room.send("Ann", "payment.paid", by: "bank", ["payment": "P1-1-1"])
    #expect(late.reason.contains("was cancelled on") && late.reason.contains("method offline"))
    // What was taken back is due again.
    #expect(try pay(room, .offline).total == 20_000)
    #expect(try cancel().lines.isEmpty)
    #expect(refusal { _ = try payouts.cancel(batch: 9, role: "manager") } == "`Spring` has no batch 9; its newest is 2")
    #expect(try room.problems() == [])
  }

  @Test func aReasonIsToldOnceForAllWhomItConcerns() throws {
    let names = (0..<12).map { "P\($0)" }
    let room = try room(names)
    try Directory(room.engine).record(taxForm: "W-9", paypal: nil, of: room.people["P11"]!)
    let reasons = try pay(room, .cash).reasons
    #expect(reasons.count == 2)
    #expect(
      reasons[0].hasPrefix(
        "11, 1100.00 USD in all (P0, P1, P2, P3, P4, P5, P6, P7, P8, P9 and 1 more); such as P0: cash needs a tax form")
    )
    #expect(reasons[1].hasPrefix("P11, 100.00 USD: cash needs a PayPal account first: record it with `paypal account"))
  }

  @Test func anErasedAddressIsNotWritten() throws {
    let room = try room(["Ann"])
    try Directory(room.engine).record(taxForm: "w-8ben", paypal: "ann@pay.example", of: room.people["Ann"]!)
    _ = try pay(room, .cash)
    try Directory(room.engine).forget(room.people["Ann"]!)
    let payouts = try Payouts(room.engine, campaign: room.campaign)
    #expect(refusal { _ = try payouts.recipients(ofBatch: 1) }?.contains("no PayPal address any more") == true)
    // The bank's answer still finds it.
    let reply = try room.send("Ann", "payment.paid", by: "bank", ["payment": "P1-1-1"])
    #expect(reply.outcome == .taken, "\(reply.reason)")
    #expect(try room.problems() == [])
  }

  @Test(arguments: ["ann", "ann@", "@x.y", "=1@x.y", "a b@x.y", "ann@pay", "a@b@c.d"])
  func anAccountIsAnEmail(text: String) throws {
    let room = try room(["Ann"])
    #expect(
      refusal { try Directory(room.engine).record(taxForm: nil, paypal: text, of: room.people["Ann"]!) }?
        .contains("is no email") == true)
    #expect(
      refusal { try Directory(room.engine).record(taxForm: "W-4", paypal: nil, of: room.people["Ann"]!) }?
        .contains("is no tax form") == true)
  }

  @Test func theAccountsComeToNothing() throws {
    let room = try room(["Ann"])
    try sell(room, "Ann", "#1", "33.35 USD")
    try room.send("Ann", "payment.paid", ["amount": "3 USD"])
    let sheet = try table(room, "accounts")
    #expect(try texts(sheet, "Account") == ["cost: commission", "cost: fee", "orders", "paid", "payable", "sales"])
    #expect(try texts(sheet, "Debit") == ["3.34", "100.00", "33.35", "", "", ""])
    #expect(try texts(sheet, "Credit") == ["", "", "", "3.00", "100.34", "33.35"])
    #expect(sheet.notes == ["debits less credits: 0.00 USD"])
  }
}
