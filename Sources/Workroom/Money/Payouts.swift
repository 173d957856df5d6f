package import WorkroomEngine
import WorkroomLanguage
package import WorkroomStore
import WorkroomValues

/// Payments in batches: what is due to each, asked for in one transaction, and the file that PayPal takes.
package struct Payouts {
  let engine: Engine
  let campaign: CampaignState

  /// One influencer of a batch.
  package struct Line: Sendable {
    package var influencer: Int64
    package var name: String
    package var amount: Money
    /// What the payment is called; empty where there is none.
    package var payment: String
    /// Why there is none; empty where there is one.
    package var problem: String
    /// What kind of reason that is: others with the same are told of together.
    var kind = ""
    /// The stage in which their participation has ended before its time; empty for all others.
    var ended = ""
    /// What of the amount `owe` would take back of somebody who is out, in minor units; the rest came with sales.
    var byHand: Int64 = 0

    /// The name, with the stage of whoever is out: `Zed (Withdrawn)`.
    package var shownName: String { ended.isEmpty ? name : "\(name) (\(ended))" }
  }

  /// What a request for payments came to.
  package struct Batch: Sendable {
    package var number: Int64
    package var method: PaymentRow.Method
    package var lines: [Line] = []
    package var leftOut: [Line] = []
    /// Those to whom nothing is due.
    package var withoutDue = 0

    package var total: Int64 { lines.reduce(0) { $0 + $1.amount.minorUnits } }

    /// Whether the same are paid the same.
    package func isAs(_ other: Batch) -> Bool {
      lines.map(\.influencer) == other.lines.map(\.influencer) && lines.map(\.amount) == other.lines.map(\.amount)
    }

    /// That money goes to people whose participation has ended before its time: a line for each stage in which it did.
    package var endedNotes: [String] {
      lines.map(\.ended).filter { !$0.isEmpty }.unique.map { stage in
        let concerned = lines.filter { $0.ended == stage }
        let sum = Money(
          minorUnits: concerned.reduce(0) { $0 + $1.amount.minorUnits }, currency: concerned[0].amount.currency)
        let names = concerned.prefix(Batch.namesMax).map(\.name).joined(separator: ", ")
        let more = concerned.count > Batch.namesMax ? " and \(concerned.count - Batch.namesMax) more" : ""
        return
          "of them \(concerned.count) \(concerned.count == 1 ? "is" : "are") in \(stage), with \(sum): \(names)\(more); \(Batch.takingBack(concerned))"
      }
    }

    /// What takes back what is not to be paid to whoever is out: what sales brought goes with each of them.
    private static func takingBack(_ lines: [Line]) -> String {
      let sales = "what sales brought goes with each of them: `void NAME conversion NUMBER` in the console"
      let byHand = lines.filter { $0.byHand > 0 }
      guard !byHand.isEmpty else { return sales }
      guard lines.contains(where: { $0.byHand < $0.amount.minorUnits }) else {
        return "`owe NAME -AMOUNT` in the console takes back what is not to be paid"
      }
      let shown = byHand.prefix(namesMax).map {
        "\($0.name) \(Money(minorUnits: $0.byHand, currency: $0.amount.currency))"
      }
      let more = byHand.count > namesMax ? " and \(byHand.count - namesMax) more" : ""
      return
        "`owe NAME -AMOUNT` takes back what sales did not bring (\(shown.joined(separator: ", "))\(more)); \(sales)"
    }

    /// Why those are left out who are: each reason once, with everybody whom it concerns.
    package var reasons: [String] {
      var kinds: [String] = []
      for line in leftOut where !kinds.contains(line.kind) { kinds.append(line.kind) }
      return kinds.map { kind in
        let concerned = leftOut.filter { $0.kind == kind }
        let sum = Money(
          minorUnits: concerned.reduce(0) { $0 + $1.amount.minorUnits }, currency: concerned[0].amount.currency)
        guard concerned.count > 1 else { return "\(concerned[0].name), \(sum): \(concerned[0].problem)" }
        let names = concerned.prefix(Batch.namesMax).map(\.name).joined(separator: ", ")
        let more = concerned.count > Batch.namesMax ? " and \(concerned.count - Batch.namesMax) more" : ""
        return
          "\(concerned.count), \(sum) in all (\(names)\(more)); such as \(concerned[0].name): \(concerned[0].problem)"
      }
    }

    /// So many are named of those who are left out for one reason.
    private static let namesMax = 10
  }

  package init(_ engine: Engine, campaign id: Int64) throws(EngineError) {
    self.engine = engine
    campaign = try engine.campaign(id)
  }

  /// `P1-2-3`: the third payment of the second batch of campaign 1. In a copy that took another file's place its own mark
  /// stands behind that, as in `P1-2-3-k7q2m`: what the bank says of a payment of the other file is never taken for it.
  package static func name(campaign: Int64, batch: Int64, number: Int64, mark: String? = nil) -> String {
    "P\(campaign)-\(batch)-\(number)" + (mark.map { "-\($0)" } ?? "")
  }

  /// Signs of a mark that are not taken for each other; so many of them tell copies apart.
  private static let markSigns = Array("23456789bcdfghjkmnpqrstvwxz")
  private static let markLength = 5

  /// What names of payments end with in a restored copy; `nil` in a database that took no other's place.
  package func mark() throws(EngineError) -> String? {
    guard let copy = try engine.asking({ (store) throws(StoreError) in try store.setting("copy") }) else { return nil }
    var rest = UInt64(bitPattern: copy)
    return String(
      (0..<Payouts.markLength).map { _ in
        defer { rest /= UInt64(Payouts.markSigns.count) }
        return Payouts.markSigns[Int(rest % UInt64(Payouts.markSigns.count))]
      })
  }

  /// Asks for what is due to each, inside a transaction. Cash is on its way from then on, what is paid offline counts as paid.
  /// Whoever cannot be paid is left out, with the reason.
  package func make(
    for rows: [ParticipationRow], _ method: PaymentRow.Method, amount asked: Money? = nil, role: String
  ) throws(EngineError) -> Batch {
    let id = campaign.row.id
    let number = try engine.asking { (store) throws(StoreError) in try store.newestBatch(id) } + 1
    var batch = Batch(number: number, method: method)
    let (holding, mark) = (try engine.holding(of: id), try mark())
    for row in rows {
      let standing = try engine.standing(of: row.influencer, in: id, holding)
      guard standing.due > 0 else {
        batch.withoutDue += 1
        continue
      }
      let amount = asked ?? Money(minorUnits: standing.due, currency: campaign.currency)
      let payment = Payouts.name(campaign: id, batch: number, number: Int64(batch.lines.count) + 1, mark: mark)
      var line = Line(
        influencer: row.influencer, name: try name(row.influencer), amount: amount, payment: payment, problem: "")
      if let ended = try engine.endedEarly(row) {
        (line.ended, line.byHand) = (ended, min(amount.minorUnits, try engine.takenBackByHand(row)))
      }
      if let problem = try send(line, row, batch, role) {
        let lack = try method == .cash ? engine.lacksForCash(row.influencer).joined(separator: ", ") : ""
        (line.payment, line.problem, line.kind) = ("", problem, lack.isEmpty ? problem : lack)
        batch.leftOut.append(line)
      } else {
        batch.lines.append(line)
      }
    }
    return batch
  }

  private func name(_ influencer: Int64) throws(EngineError) -> String {
    try engine.asking { (store) throws(StoreError) in try store.influencer(influencer)?.shownName }
      ?? "influencer \(influencer)"
  }

  /// Asks for one payment; why there is none, where there is none.
  private func send(
    _ line: Line, _ row: ParticipationRow, _ batch: Batch, _ role: String
  ) throws(EngineError) -> String? {
    let definition = try engine.definition(row.definition)
    guard definition.keepsBooks else {
      return
        "their participation runs on a vocabulary without payments in batches; move the campaign to a newer version of its workflow"
    }
    var payload = [
      WrittenValue(name: "payment", text: line.payment), WrittenValue(name: "amount", text: line.amount.description),
      WrittenValue(name: "method", text: batch.method.word), WrittenValue(name: "batch", text: "\(batch.number)"),
    ]
    if batch.method == .cash {
      let payee = try engine.asking { (store) throws(StoreError) in try store.payee(row.influencer) }
      if let paypal = payee.paypal { payload.append(WrittenValue(name: "recipient", text: paypal)) }
    }
    let command = Command(
      source: .payouts, key: "\(line.payment)/\(row.influencer)", campaign: row.campaign, influencer: row.influencer,
      event: batch.method == .cash ? "payment.requested" : "payment.paid", role: role, actor: "operator",
      payload: payload)
    let reply = try engine.submit(command)
    switch reply.outcome {
    case .taken, .handled, .repeated: return nil
    case .ignored, .refused, .setAside: return reply.reason
    }
  }

  // MARK: Taking a batch back

  /// What became of a batch that was cancelled: the payments that are, and those that stay, with the reason.
  package struct Cancelled: Sendable {
    package var lines: [Line] = []
    /// Settled before, so that nothing was there to cancel.
    package var settled: [Line] = []
    /// What the rules did not take.
    package var refused: [Line] = []

    package init() {}

    package var kept: [Line] { settled + refused }

    /// Whether the same payments are cancelled.
    package func isAs(_ other: Cancelled) -> Bool { lines.map(\.payment) == other.lines.map(\.payment) }

    package var total: Int64 { lines.reduce(0) { $0 + $1.amount.minorUnits } }
  }

  /// Cancels what can be of a batch, inside a transaction: what is on its way, and what was paid offline. Errors: no such
  /// batch.
  package func cancel(batch number: Int64, role: String) throws(EngineError) -> Cancelled {
    var cancelled = Cancelled()
    for payment in try payments(ofBatch: number) {
      guard let row = try engine.participation(payment.participation, in: campaign.row.id) else { continue }
      var line = Line(
        influencer: row.influencer, name: try name(row.influencer),
        amount: Money(minorUnits: payment.amount, currency: campaign.currency),
        payment: try name(of: payment), problem: "")
      guard Engine.canCancel(payment) else {
        let isBack = try engine.asking { (store) throws(StoreError) in try store.cameBack(payment) }
        line.problem = isBack ? "came back already" : "\(payment.state) already"
        cancelled.settled.append(line)
        continue
      }
      let reply = try engine.submit(
        Command(
          source: .payouts, key: "", campaign: row.campaign, influencer: row.influencer, event: "payment.cancelled",
          role: role, actor: "operator", payload: [WrittenValue(name: "payment", text: line.payment)]))
      switch reply.outcome {
      case .taken, .handled, .repeated: cancelled.lines.append(line)
      case .ignored, .refused, .setAside:
        line.problem = reply.reason
        cancelled.refused.append(line)
      }
    }
    return cancelled
  }

  private func payments(ofBatch number: Int64) throws(EngineError) -> [PaymentRow] {
    let id = campaign.row.id
    let rows = try engine.asking { (store) throws(StoreError) in try store.payments(ofCampaign: id, batch: number) }
    guard number > 0, !rows.isEmpty else {
      let newest = try engine.asking { (store) throws(StoreError) in try store.newestBatch(id) }
      throw .missing(
        "`\(campaign.row.name)` has no batch \(number)"
          + (newest == 0 ? "; it has none so far" : "; its newest is \(newest)"))
    }
    return rows
  }

  // MARK: The file

  /// One payment as PayPal is told of it.
  package struct Recipient: Sendable {
    package var email: String
    package var amount: Money
    package var payment: String
  }

  /// The payments of a batch, as they were asked for. It is the same whenever it is asked for, but for what was cancelled since
  /// whoever was to get it was erased; a batch of which anything else was settled is not told again, since whoever uploads it
  /// would pay twice. Errors: no such batch; one that is paid offline, or settled; a recipient whose address was erased.
  package func recipients(ofBatch number: Int64) throws(EngineError) -> [Recipient] {
    let all = try payments(ofBatch: number)
    guard all[0].method == .cash else {
      throw .request("batch \(number) was paid offline, so that there is nothing for PayPal to do")
    }
    var rows: [PaymentRow] = []
    for row in all { if try !isTakenOut(row) { rows.append(row) } }
    guard !rows.isEmpty else {
      throw .request("every payment of batch \(number) was taken out, so there is nothing for PayPal to do")
    }
    if let settled = rows.first(where: { $0.state != .pending }) {
      throw .request(
        "`\(try name(of: settled))` of batch \(number) is \(settled.state) already, so its file is not written again: uploading it would pay twice; cancel what is pending with `cancel batch \(number)` and make a new one"
      )
    }
    var recipients: [Recipient] = []
    for row in rows {
      let name = try name(of: row)
      guard let email = try text("recipient", of: row) else { throw .request(try unaddressed(name, row)) }
      recipients.append(
        Recipient(email: email, amount: Money(minorUnits: row.amount, currency: campaign.currency), payment: name))
    }
    return recipients
  }

  /// How many payments of a batch were taken out of it, since whoever was to get them was erased.
  package func takenOut(ofBatch number: Int64) throws(EngineError) -> Int {
    var count = 0
    for row in try payments(ofBatch: number) { if try isTakenOut(row) { count += 1 } }
    return count
  }

  private func isTakenOut(_ row: PaymentRow) throws(EngineError) -> Bool {
    guard row.state == .cancelled else { return false }
    return try text("recipient", of: row) == nil
  }

  /// Why a payment has nobody to go to, and how the others go out all the same.
  private func unaddressed(_ name: String, _ payment: PaymentRow) throws(EngineError) -> String {
    let row = try engine.participation(payment.participation, in: campaign.row.id)
    let who = try row.map { (row) throws(EngineError) in try engine.typedName(row.influencer) } ?? "NAME"
    return
      "`\(name)` has no PayPal address any more, since whoever was to get it was erased; take it out with `cancel payment \(who) payment \(name)` in the console, and the file has all the others"
  }

  /// What a payment is called.
  package func name(of row: PaymentRow) throws(EngineError) -> String {
    try text("payment", of: row) ?? Payouts.name(campaign: campaign.row.id, batch: row.batch, number: row.number)
  }

  /// A text of the event that told of a payment first.
  private func text(_ value: String, of row: PaymentRow) throws(EngineError) -> String? {
    guard let told = try engine.asking({ (store) throws(StoreError) in try store.row(row.log) }) else { return nil }
    let definition = try engine.definition(told.definition)
    let word = told.value(value, definition.workflow.events[Int(told.event)])
    return try word.flatMap { (word) throws(EngineError) in try engine.text(word, definition) }
  }
}

extension Directory {
  /// Records what has to be known of whoever is paid. Errors: a form that is none of the two, an address that is no email.
  package func record(taxForm: String?, paypal: String?, of influencer: Int64) throws(EngineError) {
    let payee = try Directory.payee(taxForm: taxForm, paypal: paypal)
    try engine.transaction { () throws(EngineError) in
      try engine.asking { (store) throws(StoreError) in try store.record(payee, of: influencer) }
    }
  }

  /// What is written of whoever is paid, as it is kept. Errors: a form that is none of the two, an address that is no email.
  package static func payee(taxForm: String?, paypal: String?) throws(EngineError) -> Payee {
    var payee = Payee()
    if let taxForm {
      // `W9` and `w-8 ben` are the same forms.
      func plain(_ text: String) -> String { text.lowercased().filter { $0 != "-" && $0 != " " } }
      guard let form = Directory.taxForms.first(where: { plain($0) == plain(taxForm) }) else {
        throw .request("`\(taxForm.prefix(40))` is no tax form; write `W-9`, or `W-8BEN` outside the United States")
      }
      payee.taxForm = form
    }
    if let paypal {
      guard Directory.isEmail(paypal) else {
        throw .request(
          "`\(paypal.prefix(60))` is no email; a PayPal account goes by its email, such as `mia@example.com`")
      }
      payee.paypal = paypal
    }
    return payee
  }

  package static let taxForms = ["W-9", "W-8BEN"]

  /// One `@` between two parts of letters, digits and the signs that addresses have, beginning with a letter or a digit.
  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254, parts[1].contains("."), let first = text.utf8.first else {
      return false
    }
    func isPlain(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isPlain(first)
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { isPlain($0) || "._%+-".utf8.contains($0) }
      }
  }
}
