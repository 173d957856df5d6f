import Workroom
import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Money: cash in batches, what has to be known of whoever is paid, tables page by page, and where each cent comes from.
extension Console {
  // MARK: Cash

  /// What `pay` asks for in a batch: how, and how much of it.
  struct BatchRequest {
    var method: PaymentRow.Method
    /// As it was typed; `nil` for all that is due.
    var amount: String?
  }

  /// Whether a line pays somebody.
  static func pays(_ command: OperatorCommand) -> Bool {
    command.event == "payment.paid" || command.event == "payment.requested"
  }

  /// `pay ... method cash`, which asks for money instead of telling that it was paid, and `pay all method offline`; `nil` for
  /// anything else.
  func batch(_ command: OperatorCommand, _ definition: Definition) -> BatchRequest? {
    guard command.event == "payment.paid", !command.values.contains(where: { $0.name == "payment" }),
      let method = command.values.last(where: { $0.name == "method" })?.text
    else { return nil }
    let amount = command.values.last { $0.name == "amount" }?.text
    if method == PaymentRow.Method.cash.word { return BatchRequest(method: .cash, amount: amount) }
    guard method == PaymentRow.Method.offline.word, case .all = command.target,
      command.values.allSatisfy({ $0.name == "method" || $0.name == "amount" }),
      definition.workflow.events.contains(where: { $0.path == "payment.requested" })
    else { return nil }
    return BatchRequest(method: .offline, amount: amount)
  }

  private func amount(_ text: String, _ currency: Currency) throws(Refusal) -> Money {
    let money = Money(text)
    if money?.minorUnits == 0 {
      throw Refusal(
        text: "`\(text)` pays nothing; write what is to be paid, or leave it out to pay all that is due", status: 64)
    }
    guard let money, money.minorUnits > 0, money.currency == currency else {
      throw Refusal(text: "`\(text)` is no amount in \(currency); write it as in `50 \(currency)`", status: 64)
    }
    return money
  }

  func pay(
    _ command: OperatorCommand, _ asked: BatchRequest, _ campaign: Int64, _ definition: Definition
  ) throws {
    let state = try engine.campaign(campaign)
    let money = try asked.amount.map { text throws(Refusal) in try amount(text, state.currency) }
    let rows: [ParticipationRow]
    switch command.target {
    case .one(let name):
      lastPerson = name
      rows = [try person(name, campaign)]
    case .all(let condition): rows = try selected(condition, campaign, definition)
    }
    let path = asked.method == .cash ? "payment.requested" : "payment.paid"
    guard let event = definition.workflow.events.first(where: { $0.path == path }) else {
      throw Refusal(
        text: "the workflow's vocabulary knows no payments in batches; move the campaign to a newer version first")
    }
    let role = role(for: event, definition)
    let payouts = try Payouts(engine, campaign: campaign)
    func make() throws(EngineError) -> Payouts.Batch {
      try payouts.make(for: rows, asked.method, amount: money, role: role)
    }
    var preview: Payouts.Batch?
    try engine.trial { () throws(EngineError) in preview = try make() }
    guard let preview, !preview.lines.isEmpty else { throw nothing(preview) }
    if case .all(let condition) = command.target {
      let total = Money(minorUnits: preview.total, currency: state.currency)
      let count = "\(preview.lines.count) payment\(preview.lines.count == 1 ? "" : "s")"
      say("\(try scope(condition, campaign)): \(count) of \(total) in all" + leftOut(preview))
      for note in preview.endedNotes { say("  \(note)") }
      let question = asked.method == .cash ? "ask for \(count)?" : "record \(count) as paid offline?"
      guard try agrees(question) else { return say("nothing is changed") }
    }
    var before: Int64 = 0
    let batch = try engine.transaction { () throws(EngineError) in
      before = try engine.campaign(campaign).head.sequence
      let batch = try make()
      guard batch.isAs(preview) else { throw .refused(Console.faster) }
      return batch
    }
    try rememberEvents(of: campaign, behind: before)
    remember(rows)
    tell(batch, state.row.name)
  }

  private func tell(_ batch: Payouts.Batch, _ campaign: String) {
    let what = batch.method == .cash ? "is on its way as" : "paid, offline, as"
    for line in batch.lines.prefix(10) { say("\(line.shownName): \(line.amount) \(what) \(line.payment)") }
    if batch.lines.count > 10 { say("and \(batch.lines.count - 10) more") }
    let then =
      batch.method == .offline
      ? "; `cancel batch \(batch.number)` takes back all of it"
      : sandbox == nil
        ? "; its file for PayPal: `workroom pay --batch \(batch.number) --db \(databasePath) --campaign \"\(campaign)\" --output payouts.csv`"
        : "; a sandbox sends nothing, so there is no file for PayPal"
    say("batch \(batch.number)\(then)")
    if !batch.leftOut.isEmpty { note("\(batch.leftOut.count.counted("is", "are")) left out", reasons(batch)) }
  }

  /// Of what comes to something else by now than what was agreed to.
  private static let faster =
    "meanwhile something else has changed here, so nothing is done; say it once more to see what would come of it now"

  private func leftOut(_ batch: Payouts.Batch) -> String {
    (batch.leftOut.isEmpty ? "" : ", \(batch.leftOut.count) cannot be paid")
      + (batch.withoutDue == 0 ? "" : ", nothing is due to \(batch.withoutDue)")
  }

  private func nothing(_ batch: Payouts.Batch?) -> Refusal {
    guard let batch, !batch.leftOut.isEmpty else {
      return Refusal(text: "nothing is due, so there is nothing to pay; `payments` shows what is held or on its way")
    }
    if batch.leftOut.count == 1 { return Refusal(text: "\(batch.leftOut[0].name): \(batch.leftOut[0].problem)") }
    return Refusal(text: "none of \(batch.leftOut.count) can be paid", help: reasons(batch))
  }

  private func reasons(_ batch: Payouts.Batch) -> [String] {
    batch.reasons.prefix(10)
      + (batch.reasons.count > 10 ? ["and \((batch.reasons.count - 10).counted("more reason", "more reasons"))"] : [])
  }

  // MARK: Batches that are taken back

  private func cancelBatch(_ words: ArraySlice<String>, _ campaign: Int64) throws {
    guard words.count == 1, let number = words.first.flatMap({ Int64($0) }), number > 0 else {
      throw Refusal(text: "write the number of a batch: `cancel batch 2`; `batches` lists them", status: 64)
    }
    let definition = try engine.definition(engine.campaign(campaign).row.definition)
    guard let event = definition.workflow.events.first(where: { $0.path == "payment.cancelled" }) else {
      throw Refusal(text: "the workflow's vocabulary knows no payments that are cancelled")
    }
    let role = role(for: event, definition)
    let payouts = try Payouts(engine, campaign: campaign)
    func cancel() throws(EngineError) -> Payouts.Cancelled { try payouts.cancel(batch: number, role: role) }
    var preview = Payouts.Cancelled()
    try engine.trial { () throws(EngineError) in preview = try cancel() }
    guard !preview.lines.isEmpty else {
      throw Refusal(text: "nothing of batch \(number) can be cancelled any more", help: kept(preview.kept))
    }
    let sum = Money(minorUnits: preview.total, currency: try engine.campaign(campaign).currency)
    let count = "\(preview.lines.count) payment\(preview.lines.count == 1 ? "" : "s") of batch \(number), \(sum) in all"
    guard try agrees("cancel \(count)?") else { return say("nothing is changed") }
    var before: Int64 = 0
    let done = try engine.transaction { () throws(EngineError) in
      before = try engine.campaign(campaign).head.sequence
      let done = try cancel()
      guard done.isAs(preview) else { throw .refused(Console.faster) }
      return done
    }
    try rememberEvents(of: campaign, behind: before)
    say("\(count), cancelled")
    // What is settled was never meant; what the workflow refuses was.
    if !done.settled.isEmpty {
      note("\(done.settled.count) of the batch \(done.settled.count == 1 ? "stays" : "stay")", kept(done.settled))
    }
    if !done.refused.isEmpty {
      throw Refusal(text: "\(done.refused.count) of the batch cannot be cancelled", help: kept(done.refused))
    }
  }

  private func kept(_ lines: [Payouts.Line]) -> [String] {
    lines.prefix(10).map { "\($0.payment) of \($0.name): \($0.problem)" }
      + (lines.count > 10 ? ["and \(lines.count - 10) more"] : [])
  }

  // MARK: One payment that is taken back

  /// What `cancel payment` lacks where it says neither which payment nor how much, and none of the payments that have a name
  /// can be meant; `nil` where one of them is.
  func lackOfAmount(_ row: ParticipationRow) throws -> Refusal? {
    let payments = try engine.store.payments(of: row.id)
    guard !payments.contains(where: Engine.canCancel) else { return nil }
    let state = try engine.campaign(row.campaign)
    let paid = try engine.store.paidWithoutName(row.id, currency: state.row.currency)
    let name = try room(of: row).name(row)
    guard paid > 0 else {
      return payments.isEmpty
        ? Refusal(text: "\(name): nothing was paid that could be cancelled", help: ["`payments` shows what was"]) : nil
    }
    let amount = Money(minorUnits: paid, currency: state.currency)
    let who = try engine.store.influencer(row.influencer)?.email ?? "\"\(name)\""
    return Refusal(
      text: "\(name): \(amount) was paid without a name; write how much of it is taken back", status: 64,
      help: ["`cancel payment \(who) amount \(amount)` takes back all of it"])
  }

  // MARK: What was moved

  /// What an event about money came to, as it was booked: `258.45 USD recorded as paid, offline`; `nil` for other events.
  func moneyNote(_ reply: Reply) throws -> String? {
    guard reply.outcome == .taken || reply.outcome == .handled, let told = try engine.store.row(reply.log) else {
      return nil
    }
    let definition = try engine.definition(told.definition)
    let event = definition.workflow.events[Int(told.event)]
    let currency = try engine.campaign(told.stream).currency
    func money(_ name: String) -> String? {
      told.value(name, event).map { Money(minorUnits: $0, currency: currency).description }
    }
    func text(_ name: String) throws -> String? {
      try told.value(name, event).flatMap { (word) throws(EngineError) in try engine.text(word, definition) }
    }
    let payment = try text("payment").map { " as `\($0)`" } ?? ""
    switch event.path {
    case "payment.paid":
      let method = told.value("method", event).flatMap { PaymentRow.Method(rawValue: $0 + 1) }
      return "\(money("amount") ?? "") paid\(payment)" + (method.map { ", \($0.word)" } ?? "")
    case "payment.cancelled": return "\(money("amount") ?? "") cancelled\(payment)"
    case "payment.requested": return "\(money("amount") ?? "") is on its way\(payment)"
    case "payment.failed": return "`\(try text("payment") ?? "")` has failed, and what it was for is due again"
    case "conversion.voided": return "`\(try text("conversion") ?? "(erased)")` counts no longer"
    case "conversion.refunded":
      let back = money("amount").map { "\($0) given back, " } ?? ""
      return "\(back)`\(try text("conversion") ?? "(erased)")` is worth \(money("subtotal") ?? "") now"
    case "conversion.restored":
      return "`\(try text("conversion") ?? "(erased)")` counts again with \(money("subtotal") ?? "")"
    default: return nil
    }
  }

  // MARK: Payees

  /// `tax form mia W-9`, `paypal account mia mia@example.com` and `cancel batch 2`; false for another line.
  func takesMoneyWords(_ line: String, _ campaign: Int64) throws -> Bool {
    guard let words = Words(line) else { return false }
    if words.starts(with: "cancel batch") != nil {
      try cancelBatch(words.words.dropFirst(2).map(\.text)[...], campaign)
      return true
    }
    let isForm = words.starts(with: "tax form") != nil
    guard isForm || words.starts(with: "paypal account") != nil else { return false }
    let rest = words.words.dropFirst(2).map(\.text)
    guard rest.count == 2 else {
      throw Refusal(
        text: isForm
          ? "write whose form it is and which: `tax form mia W-9`"
          : "write whose account it is and its email: `paypal account mia mia@example.com`", status: 64)
    }
    let row = try person(rest[0], campaign)
    lastPerson = rest[0]
    try Directory(engine).record(
      taxForm: isForm ? rest[1] : nil, paypal: isForm ? nil : rest[1], of: row.influencer)
    sandbox?.touch(row.influencer)
    say("recorded" + (try engine.payeeProblem(row.influencer) == nil ? "; cash can be sent to `\(rest[0])`" : ""))
    return true
  }

  // MARK: Where each cent comes from

  /// `explain owed mia`
  func explainOwed(_ line: String, _ campaign: Int64) throws {
    guard let words = Words(line) else {
      throw Refusal(text: "a quote is never closed; end the text with `\"`", status: 64)
    }
    guard words.starts(with: "explain owed") != nil, words.words.count <= 3,
      let name = words.words.count == 3 ? words.words[2].text : lastPerson
    else { throw Refusal(text: "write `explain owed mia`: every cent that is owed to somebody", status: 64) }
    let row = try person(name, campaign)
    lastPerson = name
    for line in try Explainer(engine, row, typedName: name).owed() { say(line) }
  }
}
