import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Payments that have a name: what an event about one leaves unsaid, and why one cannot be.
extension Engine {
  /// PayPal's limit for what it calls the customer id: the longest name of a payment, in bytes.
  package static let paymentNameBytesMax = 30

  /// A payment with the word that names it for the definition of its participation.
  private struct Named {
    var key: Int64
    var row: PaymentRow
  }

  /// Fills in what an event about a known payment leaves out: its amount, its method, and whether it is still on its way. A
  /// person who cancels without saying which means the newest on its way, or else the newest that can be cancelled.
  func fillPayment(
    _ words: inout [Int64], _ written: [WrittenValue], _ event: Int, _ definition: Definition, _ row: ParticipationRow,
    isPerson: Bool
  ) throws(EngineError) {
    let checked = definition.workflow.events[event]
    guard definition.asksBooks[event], ["payment.paid", "payment.cancelled"].contains(checked.path) else { return }
    let name = written.last { $0.name == "payment" }?.text
    var named: Named?
    if let name {
      named = try self.named(name, row, definition)
    } else if isPerson, checked.path == "payment.cancelled" {
      let amount = checked.value("amount", words)
      let rows = try stored { () throws(StoreError) in try store.payments(of: row.id) }
      let fitting = rows.filter { amount == nil || amount == $0.amount }
      let meant = fitting.first { $0.state == .pending } ?? fitting.first(where: Engine.canCancel)
      // What was paid without a name is cancelled by its amount.
      let unnamed = try meant == nil ? paidWithoutName(row) : 0
      if unnamed > 0 { return }
      named = try (meant ?? rows.first).flatMap { (payment) throws(EngineError) in try self.named(payment) }
    }
    guard let named else { return }
    func fill(_ name: String, _ word: Int64) {
      guard let index = checked.payload.firstIndex(where: { $0.name == name }), words[0] >> Int64(index) & 1 == 0
      else { return }
      words[index + 1] = word
      words[0] |= 1 << Int64(index)
    }
    if name == nil { fill("payment", named.key) }
    fill("amount", named.row.amount)
    if named.row.method != .untold { fill("method", named.row.method.rawValue - 1) }
    if named.row.state == .pending { fill("pending", 1) }
  }

  /// Whether a person may still cancel a payment: on its way, or paid in a way that is only recorded here.
  package static func canCancel(_ payment: PaymentRow) -> Bool {
    payment.state == .pending || (payment.state == .processed && payment.method != .cash)
  }

  private func named(_ name: String, _ row: ParticipationRow, _ definition: Definition) throws(EngineError) -> Named? {
    let known = try stored { () throws(StoreError) in try store.findText(name, person: 0) }
    guard let key = definition.machine.textWord(name) ?? known else { return nil }
    return try payment(row.id, key).map { Named(key: key, row: $0) }
  }

  private func named(_ payment: PaymentRow) throws(EngineError) -> Named? {
    let told = try stored { () throws(StoreError) in try store.row(payment.log) }
    guard let told, let subject = try definition(told.definition).subject(of: told) else { return nil }
    return Named(key: subject.key, row: payment)
  }

  // MARK: What cannot be

  /// Why an event about money cannot be taken as it stands; `nil` where it can.
  func moneyProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow,
    isPerson: Bool, order: String? = nil
  ) throws(EngineError) -> String? {
    guard definition.asksBooks[event] else { return nil }
    let checked = definition.workflow.events[event]
    switch checked.path {
    case "conversion.refunded", "conversion.voided":
      return try conversionProblem(words, checked, row, definition, isPerson: isPerson, told: order)
    case "payment.requested", "payment.paid", "payment.failed", "payment.cancelled": break
    default: return nil
    }
    let key = checked.value("payment", words) ?? 0
    let known = try key == 0 ? nil : payment(row.id, key)
    let name = try key == 0 ? "" : text(key, definition) ?? "(erased)"
    if known == nil, key != 0, let reason = try foreignPayment(name, key, checked, row, definition) { return reason }
    switch checked.path {
    case "payment.requested": return try requestProblem(name, known, words, checked, row, definition)
    case "payment.paid":
      guard let known else {
        return try freshPaymentProblem(name, words, event, definition, row, isPerson: isPerson)
      }
      guard known.state == .pending else {
        return try "`\(name)` \(settled(known)), so it is not paid again\(sentAllTheSame(known, row))"
      }
      guard checked.value("amount", words) == known.amount else {
        return "`\(name)` is \(money(known)); write that amount, or leave it out"
      }
      return nil
    case "payment.failed":
      guard let known else { return "no payment is called `\(name)`" }
      guard known.state != .pending else { return nil }
      return try "`\(name)` \(settled(known)), so it cannot fail any more\(cameBack(name, known, row))"
    default:
      guard let known else {
        guard key == 0 else { return "no payment is called `\(name)`" }
        return try unnamedProblem(checked.value("amount", words) ?? 0, row)
      }
      guard checked.value("amount", words) == known.amount else {
        return "`\(name)` is \(money(known)); a payment is cancelled whole"
      }
      if Engine.canCancel(known) || (known.state == .processed && !isPerson) { return nil }
      let advice =
        try known.state == .processed
        ? "; what was sent is asked back from whoever got it, and once it is back, \(bankLine(name, row))" : ""
      return try "`\(name)` \(settled(known)), so it cannot be cancelled\(advice)"
    }
  }

  /// A payment is one influencer's: what is told of it to another would be paid twice under one name. Whose it is, is not said.
  private func foreignPayment(
    _ name: String, _ key: Int64, _ event: CheckedEvent, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    let own = definition.machine.literalText(key) == nil ? nil : definition.id
    let isForeign = try stored { () throws(StoreError) in
      try store.isOthersPayment(key, ofDefinition: own, in: row.campaign, than: row.influencer)
    }
    guard isForeign else { return nil }
    let advice =
      event.path == "payment.requested"
      ? "give this one a name of its own" : "write the name of a payment of theirs, as `payments` shows it"
    return "`\(name)` is the payment of somebody else; \(advice)"
  }

  /// How money is recorded that arrived though its payment counts as not sent; empty where it counts as paid.
  private func sentAllTheSame(_ payment: PaymentRow, _ row: ParticipationRow) throws(EngineError) -> String {
    guard payment.state == .cancelled || payment.state == .failed, try !isBack(payment) else { return "" }
    return try
      "; if the bank sent it all the same, record that with `pay \(typedName(row.influencer)) amount \(money(payment)) method offline`, with `advance yes` behind it where that is more than is due now"
  }

  /// How money is recorded that came back though its payment was processed; empty for any other.
  private func cameBack(_ name: String, _ payment: PaymentRow, _ row: ParticipationRow) throws(EngineError) -> String {
    guard payment.state == .processed else { return "" }
    if Engine.canCancel(payment) {
      return try
        "; if the money came back, record that with `cancel payment \(typedName(row.influencer)) payment \(name)`"
    }
    return try "; if the money came back, \(bankLine(name, row))"
  }

  private func bankLine(_ name: String, _ row: ParticipationRow) throws(EngineError) -> String {
    try
      "only the bank's word takes it back: `cancel payment \(typedName(row.influencer)) payment \(name)` in `workroom repl --as bank`"
  }

  /// Why an amount that somebody moves by hand moves nothing; `nil` where it moves something.
  func amountProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let field = definition.amountField[event]
    guard field >= 0, words[0] >> Int64(field) & 1 == 1 else { return nil }
    if words[field + 1] < 0 { return try takeBackProblem(-words[field + 1], row) }
    guard words[field + 1] == 0 else { return nil }
    let amount = Money(minorUnits: words[field + 1], currency: try campaign(row.campaign).currency)
    let example = "such as `amount 50 \(amount.currency)`"
    switch definition.workflow.events[event].path {
    case "fee.owed": return "\(amount) owes nothing; write what is owed, \(example)"
    case "payment.paid":
      return "\(amount) pays nothing; write what was paid, \(example), or leave it out to pay all that is due"
    default: return "\(amount) takes nothing back; write how much is taken back, \(example)"
    }
  }

  /// Why so much of what is owed cannot be taken back by hand; `nil` where it can. What `owe` owes never goes below nothing,
  /// and what the workflow owes is taken back by hand only from whoever has finished, where no event of it does that any more.
  private func takeBackProblem(_ amount: Int64, _ row: ParticipationRow) throws(EngineError) -> String? {
    let left = try takenBackByHand(row)
    guard amount > left else { return nil }
    let shown = Money(minorUnits: left, currency: try campaign(row.campaign).currency)
    let who = try typedName(row.influencer)
    if try isFinished(row) {
      let sales = "what sales brought goes with each of them: `void \(who) conversion NUMBER`"
      return left <= 0
        ? "nothing is owed to them that could be taken back like this; \(sales)"
        : "\(shown) is owed to them beside what sales brought, so at most that can be taken back like this; \(sales)"
    }
    return left <= 0
      ? "nothing is owed to them by hand (`owe`) that could be taken back; what a line of the workflow owes, an event of the workflow takes back, such as `delete proposal` or `withdraw` (`possible \(who)` lists what can be done), and `owe` only once they have finished"
      : "\(shown) is owed to them by hand (`owe`), so at most that can be taken back; what a line of the workflow owes is taken back by hand only once they have finished"
  }

  /// What somebody is owed by a person's word: what was told, less what was taken back of it, and no more than is left of it
  /// where a line of the workflow voided some.
  func owedByHand(_ row: ParticipationRow) throws(EngineError) -> Int64 {
    let rows = try stored { () throws(StoreError) in try store.rows(ofParticipation: row.id, in: row.campaign) }
    var (told, fees): (Int64, Set<Int64>) = (0, [])
    for log in rows where log.kind == Int64(StepInput.Kind.event.rawValue) && log.outcome < 2 {
      let definition = try definition(log.definition)
      guard definition.owedByHand == Int(log.event) else { continue }
      told += log.value("amount", definition.workflow.events[Int(log.event)]) ?? 0
      fees.insert(log.id)
    }
    let home = Int64(try campaign(row.campaign).currency.packed)
    let entries = try stored { () throws(StoreError) in try store.owedEntries(row.id, currency: home) }
    let reasons = Set(entries.filter { fees.contains($0.log) }.map(\.reason))
    let booked = entries.filter { fees.contains($0.log) }.reduce(0) { $0 + $1.amount }
    let left = entries.filter { reasons.contains($0.reason) }.reduce(0) { $0 + $1.amount }
    return left < booked ? min(told, max(0, left)) : told
  }

  /// What was paid to a participation without a name, less what of it was cancelled.
  private func paidWithoutName(_ row: ParticipationRow) throws(EngineError) -> Int64 {
    let currency = try campaign(row.campaign).row.currency
    return try stored { () throws(StoreError) in try store.paidWithoutName(row.id, currency: currency) }
  }

  /// Nobody gets back more than was paid, whoever tells of it.
  private func unnamedProblem(_ amount: Int64, _ row: ParticipationRow) throws(EngineError) -> String? {
    let paid = max(0, try paidWithoutName(row))
    guard amount > paid else { return nil }
    let known = try stored { () throws(StoreError) in try store.payments(of: row.id) }
    let named = try known.first { $0.state == .pending || $0.state == .processed }.flatMap {
      (payment) throws(EngineError) in try self.name(of: payment)
    }
    let (what, advice) =
      named.map { (" without a name", "; a payment that has one is cancelled by it: `payment \($0)`") } ?? ("", "")
    let shown = Money(minorUnits: paid, currency: try campaign(row.campaign).currency)
    return paid == 0
      ? "nothing was paid\(what) that could be cancelled\(advice)"
      : "\(shown) was paid\(what), so at most that can be cancelled\(advice)"
  }

  private func name(of payment: PaymentRow) throws(EngineError) -> String? {
    guard let told = try stored({ () throws(StoreError) in try store.row(payment.log) }) else { return nil }
    let definition = try definition(told.definition)
    return try definition.subject(of: told).flatMap { (subject) throws(EngineError) in try text(subject.key, definition)
    }
  }

  private func money(_ payment: PaymentRow) -> Money {
    Money(minorUnits: payment.amount, currency: Currency(packed: UInt32(truncatingIfNeeded: payment.currency)))
  }

  private func isBack(_ payment: PaymentRow) throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.cameBack(payment) }
  }

  /// `was processed on 2026-03-20`, `came back on 2026-03-24`
  private func settled(_ payment: PaymentRow) throws(EngineError) -> String {
    let row = try stored { () throws(StoreError) in try store.row(payment.changed) }
    let day = try row.map { (row) throws(EngineError) in
      try campaign(row.stream).zone.local(Instant(milliseconds: row.occurred)).date
    }
    let what = try isBack(payment) ? "came back" : "was \(payment.state)"
    return "\(what) on \(day.map { "\($0)" } ?? "an unknown day")"
  }

  private func requestProblem(
    _ name: String, _ known: PaymentRow?, _ words: [Int64], _ event: CheckedEvent, _ row: ParticipationRow,
    _ definition: Definition
  ) throws(EngineError) -> String? {
    if known != nil { return "there is a payment called `\(name)` already; give this one a name of its own" }
    guard !name.isEmpty, name.utf8.count <= Engine.paymentNameBytesMax, !name.contains(where: \.isWhitespace) else {
      return "a payment's name has 1 to \(Engine.paymentNameBytesMax) letters and no spaces, such as `P1-2-3`"
    }
    let amount = event.value("amount", words) ?? 0
    let standing = try standing(of: row.influencer, in: row.campaign)
    guard amount > 0, amount <= standing.due else {
      let due = Money(minorUnits: max(0, standing.due), currency: try campaign(row.campaign).currency)
      return "\(due) can be paid now: what is owed, less what was paid, is on its way or is held"
    }
    if let refusal = try refusalToPay(amount, definition, row) { return refusal }
    guard event.value("method", words) == PaymentRow.Method.cash.rawValue - 1 else { return nil }
    return try payeeProblem(row.influencer)
  }

  /// Why money that nobody asked for before cannot be paid like that; `nil` where it can.
  private func freshPaymentProblem(
    _ name: String, _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow, isPerson: Bool
  ) throws(EngineError) -> String? {
    let checked = definition.workflow.events[event]
    if checked.value("method", words) == PaymentRow.Method.cash.rawValue - 1 {
      if !name.isEmpty, isPerson {
        return "no payment is called `\(name)`; cash is asked for first, with `payment.requested`"
      }
      if let problem = try payeeProblem(row.influencer) { return problem }
    }
    let hasAdvances = checked.payload.contains { $0.name == "advance" }
    guard hasAdvances, isPerson, checked.value("advance", words) != 1, let amount = checked.value("amount", words)
    else { return nil }
    let standing = try standing(of: row.influencer, in: row.campaign)
    // What the workflow would refuse anyway, it refuses in its own words.
    guard amount > max(0, standing.due), try refusalToPay(amount, definition, row) == nil else { return nil }
    let currency = try campaign(row.campaign).currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    let due = standing.due > 0 ? "\(shown(standing.due)) is due" : "nothing is due"
    return
      "\(due), and \(shown(amount)) is more; write the amount that is meant, or add `advance yes` to pay ahead of what is owed"
  }

  /// What a workflow says to a manager who would pay somebody now; `nil` where it takes the payment. Nobody is asked to send
  /// what could not be recorded when it has arrived.
  private func refusalToPay(
    _ amount: Int64, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let workflow = definition.workflow
    guard let event = workflow.events.firstIndex(where: { $0.path == "payment.paid" }),
      let place = workflow.events[event].payload.firstIndex(where: { $0.name == "amount" }),
      let role = workflow.roles.firstIndex(where: { $0.name == "manager" })
    else { return nil }
    var words = [Int64](repeating: 0, count: workflow.events[event].payload.count + 1)
    (words[0], words[place + 1]) = (1 << Int64(place), amount)
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: clock.now.milliseconds)
    let view = try view(of: row, definition, campaign(row.campaign), words, input)
    var (state, rehearsed) = (row.state, StepBuffer())
    var span = state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: words.span, view: view, into: &rehearsed)
    guard status == .refused else { return nil }
    return rehearsed.refusal >= 0 ? workflow.texts[Int(rehearsed.refusal)] : "the workflow takes no payment here"
  }

  /// What has to be recorded of an influencer before cash can be sent.
  package func lacksForCash(_ influencer: Int64) throws(EngineError) -> [String] {
    let payee = try stored { () throws(StoreError) in try store.payee(influencer) }
    return (payee.taxForm == nil ? ["tax form"] : []) + (payee.paypal == nil ? ["PayPal account"] : [])
  }

  /// Why no cash can be sent to an influencer; `nil` where it can.
  package func payeeProblem(_ influencer: Int64) throws(EngineError) -> String? {
    let missing = try lacksForCash(influencer)
    guard !missing.isEmpty else { return nil }
    let typed = try typedName(influencer)
    let lines = missing.map {
      $0 == "tax form"
        ? "`tax form \(typed) W-9` (or W-8BEN, outside the United States)" : "`paypal account \(typed) EMAIL`"
    }
    return
      "cash needs a \(missing.joined(separator: " and a ")) first: record it with \(lines.joined(separator: " and ")), or pay offline"
  }

}

extension CheckedEvent {
  /// A value of a payload by its name; `nil` where it is not set.
  package func value(_ name: String, _ payload: [Int64]) -> Int64? {
    guard let index = self.payload.firstIndex(where: { $0.name == name }), payload[0] >> Int64(index) & 1 == 1 else {
      return nil
    }
    return payload[index + 1]
  }
}
