import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// A bank's answer to batches of payments: each is processed, has failed, or came back after it had arrived.
final class PaymentSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow
  private let rows: PaymentImport
  private var processed = 0
  private var failed = 0
  private var returned = 0
  private var known = 0
  private var newest: [(name: String, value: String)] = []
  /// The payments of the campaign's batches, by name; read a batch at a time.
  private var payments: [String: PaymentRow] = [:]
  private var batchesRead: Set<Int64> = []

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: PaymentImport) {
    self.engine = engine
    self.campaign = campaign
    self.rows = rows
  }

  let noun = "payments"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] {
    [
      (processed, "payments processed"), (failed, "failed"), (returned, "payments that came back, due again"),
      (known, "known already"),
    ]
  }

  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in
      newest = [
        ("payment", row.payment), ("became", row.outcome.rawValue), ("amount", row.amount?.description ?? ""),
        ("reason", row.reason ?? ""),
      ].filter { !$0.1.isEmpty }
      return try write(row)
    }
  }

  private func write(_ row: PaymentAnswer) throws(EngineError) -> String? {
    guard let payment = try payment(named: row.payment) else {
      return try unknown(row.payment, row.outcome)
    }
    guard let participation = try engine.participation(payment.participation, in: campaign.id) else {
      throw .damaged("the payment `\(row.payment)` belongs to nobody")
    }
    if let amount = row.amount {
      let asked = Money(
        minorUnits: payment.amount, currency: Currency(packed: UInt32(truncatingIfNeeded: payment.currency)))
      if amount != asked { return try amountDiffers(row, amount, asked, participation) }
    }
    let event: String
    switch (row.outcome, payment.state) {
    case (.processed, .processed), (.failed, .failed), (.returned, .failed), (.returned, .cancelled):
      known += 1
      return nil
    // An answer of before it came back.
    case (.processed, .cancelled) where try engine.asking({ (store) throws(StoreError) in try store.cameBack(payment) }):
      known += 1
      return nil
    // The same, where that it came back was told first.
    case (.processed, .failed) where try wasReturned(payment, row.payment):
      known += 1
      return nil
    case (.processed, _): event = "payment.paid"
    // What arrived and came back is taken back; that it never arrived is another thing.
    case (.returned, .processed): event = "payment.cancelled"
    case (.failed, _), (.returned, .pending): event = "payment.failed"
    }
    var values = [WrittenValue(name: "payment", text: row.payment)]
    if row.outcome != .processed, let reason = row.reason { values.append(WrittenValue(name: "reason", text: reason)) }
    let command = Command(
      source: .payouts, key: key(of: row, payment, participation.sequence), campaign: campaign.id,
      influencer: participation.influencer, event: event, role: "bank", payload: values)
    let reply = try engine.submit(command)
    switch reply.outcome {
    case .taken, .handled: count(event, row, reply.log)
    case .repeated: known += 1
    case .ignored, .refused, .setAside:
      return payment.state == .pending
        ? "\(reply.reason); it stays on its way, and the file may be imported again once that has changed"
        : reply.reason
    }
    return nil
  }

  /// That the bank tells of another amount than was asked for, with what there is to be done.
  private func amountDiffers(
    _ row: PaymentAnswer, _ amount: Money, _ asked: Money, _ participation: ParticipationRow
  ) throws(EngineError) -> String {
    let told = "`\(row.payment)` was \(asked), and the file says \(amount)"
    let who = try engine.typedName(participation.influencer)
    guard row.outcome == .returned, amount.currency == asked.currency, amount.minorUnits < asked.minorUnits else {
      return "\(told); correct the row, or ask the bank what it sent"
    }
    return
      "\(told): a payment is taken back whole, and never in part; if \(amount) came back, record the whole as returned with `cancel payment \(who) payment \(row.payment)` in `workroom repl --as bank`, and what they kept with `pay \(who) amount \(Money(minorUnits: asked.minorUnits - amount.minorUnits, currency: asked.currency)) method offline`"
  }

  private func count(_ event: String, _ row: PaymentAnswer, _ log: Int64) {
    let payment = row.payment
    payments[payment]?.changed = log
    switch event {
    case "payment.paid":
      processed += 1
      payments[payment]?.state = .processed
    case "payment.cancelled":
      returned += 1
      payments[payment]?.state = .cancelled
    default:
      if row.outcome == .returned { returned += 1 } else { failed += 1 }
      payments[payment]?.state = .failed
    }
  }

  /// An answer that was refused once may be taken later: while the payment is on its way, each state of the participation
  /// has a key of its own.
  private func key(of row: PaymentAnswer, _ payment: PaymentRow, _ sequence: Int64) -> String {
    let key = "\(row.payment)/\(row.outcome.rawValue)"
    return payment.state == .pending ? "\(key)/\(sequence)" : key
  }

  /// Whether a payment that counts as not sent was told to have come back.
  private func wasReturned(_ payment: PaymentRow, _ name: String) throws(EngineError) -> Bool {
    let key = "\(name)/\(PaymentAnswer.Outcome.returned.rawValue)"
    return try engine.asking { (store) throws(StoreError) in
      try store.isCommand(Command.Source.payouts.rawValue, under: key, log: payment.changed)
    }
  }

  /// What stands in a name: of which batch of the campaign it is, and whether it is one of a restored copy; `nil` where it
  /// is no name that a batch gives.
  private func read(_ name: String) -> (batch: Int64, isMarked: Bool)? {
    let parts = name.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.prefix(3).map { Int64($0) }
    guard name.hasPrefix("P"), numbers.count == 3, parts.count <= 4, numbers[0] == campaign.id, numbers[2] != nil,
      let batch = numbers[1], batch > 0
    else { return nil }
    return (batch, parts.count == 4)
  }

  private func payment(named name: String) throws(EngineError) -> PaymentRow? {
    guard let batch = read(name)?.batch else { return nil }
    if batchesRead.insert(batch).inserted {
      let (id, payouts) = (campaign.id, try Payouts(engine, campaign: campaign.id))
      for row in try engine.asking({ (store) throws(StoreError) in try store.payments(ofCampaign: id, batch: batch) }) {
        payments[try payouts.name(of: row)] = row
      }
    }
    return payments[name]
  }

  /// Why no payment goes by a name: another file may have given it.
  private func unknown(_ name: String, _ outcome: PaymentAnswer.Outcome) throws(EngineError) -> String {
    let told = read(name)
    let mark = try Payouts(engine, campaign: campaign.id).mark()
    if told != nil, mark != nil {
      let advice =
        outcome == .processed
        ? "what it paid is recorded by hand, once, with `pay NAME amount AMOUNT method offline`"
        : "where it was recorded here by hand, `cancel payment NAME amount AMOUNT` takes that back"
      return
        "this database gave no payment of `\(campaign.name)` the name `\(name)`: it is that of a batch of the file whose place this copy took; \(advice)"
    }
    if told?.isMarked == true {
      return
        "this database gave no payment of `\(campaign.name)` the name `\(name)`: it is that of a batch of a restored copy, and belongs into that file"
    }
    return "no payment of `\(campaign.name)` is called `\(name)`; its names look like `P\(campaign.id)-2-3`"
  }
}
