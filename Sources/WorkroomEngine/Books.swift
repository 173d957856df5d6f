package import WorkroomLanguage
package import WorkroomStore

/// What events of conversions and payments book beside what rules owe and pay: what was sold, and what is on its way.
///
/// Only definitions whose vocabulary has `payment.requested` keep these books; older ones go on as they were. The engine
/// and the replay both ask here, so that they cannot differ.
enum Books {
  static let sales = "sales"

  /// What an event makes of what was sold for a conversion; `nil` where that stays as it is. `sold` is what was booked so far.
  static func sale(
    _ log: LogRow, _ event: CheckedEvent, key: Int64, sold: Int64, home: Int64, place: Int64
  ) -> LedgerEntry? {
    let status = event.path.dropFirst("conversion.".utf8.count)
    var worth = sold
    if CountedObject.ends.contains(String(status)) {
      worth = 0
    } else if let subtotal = log.value("subtotal", event) {
      worth = subtotal
    }
    guard worth != sold else { return nil }
    return LedgerEntry(
      log: log.id, place: place, participation: log.participation, account: LedgerEntry.sold, amount: worth - sold,
      currency: home, reason: sales, subject: key, rule: -1)
  }

  /// A payment that has a name, once an event has told of it; `nil` where the event changes nothing. `count` is how many
  /// payments its batch has so far.
  static func payment(
    _ log: LogRow, _ event: CheckedEvent, known: PaymentRow?, home: Int64, count: (Int64) throws(EngineError) -> Int64
  ) throws(EngineError) -> PaymentRow? {
    let isPending = known.map { $0.state == .pending } ?? false
    switch event.path {
    case "payment.requested", "payment.paid":
      if var payment = known {
        guard isPending, event.path == "payment.paid" else { return nil }
        (payment.state, payment.changed) = (.processed, log.id)
        return payment
      }
      let batch = (log.value("batch", event) ?? 0) / 1_000_000
      return PaymentRow(
        log: log.id, participation: log.participation, batch: batch, number: try count(batch) + 1,
        amount: log.value("amount", event) ?? 0, currency: home, method: log.method(event),
        state: event.path == "payment.paid" ? .processed : .pending, changed: log.id)
    case "payment.failed", "payment.cancelled":
      guard var payment = known, isPending || (event.path == "payment.cancelled" && payment.state == .processed) else {
        return nil
      }
      (payment.state, payment.changed) = (event.path == "payment.failed" ? .failed : .cancelled, log.id)
      return payment
    default: return nil
    }
  }

  /// What is on its way more or less than before.
  static func onItsWay(
    _ log: LogRow, before: PaymentRow?, after: PaymentRow, key: Int64, place: Int64
  ) -> LedgerEntry? {
    let (wasPending, isPending) = (before?.state == .pending, after.state == .pending)
    guard wasPending != isPending else { return nil }
    return LedgerEntry(
      log: log.id, place: place, participation: log.participation, account: LedgerEntry.onItsWay,
      amount: isPending ? after.amount : -after.amount, currency: after.currency, reason: after.method.word,
      subject: key,
      rule: -1)
  }
}

extension PaymentRow.Method {
  /// As events write it, and as accounts are called.
  package var word: String {
    switch self {
    case .untold: Account.unnamedMethod
    case .cash: "cash"
    case .offline: "offline"
    }
  }
}

extension LogRow {
  /// A value of an event's payload by its name; `nil` where it is not set.
  package func value(_ name: String, _ event: CheckedEvent) -> Int64? { event.value(name, payload) }

  /// How an event of a payment says that it is paid: its choices stand in the order of the methods.
  func method(_ event: CheckedEvent) -> PaymentRow.Method {
    value("method", event).flatMap { PaymentRow.Method(rawValue: $0 + 1) } ?? .untold
  }
}
