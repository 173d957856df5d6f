package import WorkroomValues

/// What a bank or PayPal says of one payment.
package struct PaymentAnswer: Hashable, Sendable {
  /// `returned` is what arrived and came back, or was never taken.
  package enum Outcome: String, Sendable { case processed, failed, returned }
  /// As the file that was sent calls it.
  package let payment: String
  package let outcome: Outcome
  /// What was paid, where the file says it.
  package let amount: Money?
  package let reason: String?
  package let row: Int
  package let line: Int
}

/// Takes a bank's answer to a batch of payments: a row a payment, with its name and what became of it.
package final class PaymentImport: RowImport {
  package enum Field: String, ImportField {
    case payment, status, amount, currency, reason

    package var synonyms: [String] {
      switch self {
      case .payment: ["customer id", "unique id", "payment id", "id", "reference"]
      case .status: ["state", "transaction status", "payout status", "result"]
      case .amount:
        [
          "gross", "gross amount", "gross transaction amount", "amount sent", "paid amount", "payment amount",
          "payout amount", "transaction amount",
        ]
      case .currency: ["currency code", "gross currency", "gross transaction currency", "payout currency"]
      case .reason: ["error", "error message", "failure reason", "note"]
      }
    }
  }

  /// What files call it, in small letters.
  private static let words: [String: PaymentAnswer.Outcome] = [
    "processed": .processed, "completed": .processed, "success": .processed, "successful": .processed,
    "succeeded": .processed, "paid": .processed, "failed": .failed, "denied": .failed, "blocked": .failed,
    "rejected": .failed, "returned": .returned, "refunded": .returned, "reversed": .returned,
  ]
  /// What came back in part.
  private static let partial: Set<String> = [
    "partially refunded", "partial refund", "partially returned", "partially reversed", "partial reversal",
  ]
  /// What is neither one nor the other yet.
  private static let open: Set<String> = ["pending", "unclaimed", "onhold", "on hold", "new", "processing"]

  private let table: Table<Field>
  private let home: Currency

  /// `home` is the currency of amounts beside which none stands.
  package init(_ reader: CSVReader, maps: [HeadingMap] = [], home: Currency) throws(ExchangeError) {
    self.home = home
    table = try Table(reader, maps: maps)
    try table.require([(.payment, "the names of the payments"), (.status, "what became of them")])
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<PaymentAnswer>? {
    try table.next { (row) throws(Refusal) in try self.answer(row) }
  }

  private func answer(_ row: CSVRow) throws(Refusal) -> PaymentAnswer {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    guard let payment = value(.payment) else {
      throw Refusal("\(label(.payment)) is empty; write the payment's name, such as `P1-2-3`")
    }
    guard let status = value(.status) else {
      throw Refusal("\(label(.status)) is empty; write `processed`, `failed` or `returned`")
    }
    guard let outcome = PaymentImport.words[status.lowercased()] else {
      throw Refusal("\(status.ticked) in \(label(.status)): \(PaymentImport.advice(status, payment))")
    }
    let currency = try value(.currency).map { code throws(Refusal) in try Value.currency(code, label(.currency)) }
    let amount = try Value.amount(value(.amount).map(PaymentImport.plain), label(.amount), in: currency ?? home)
    // Of what came back PayPal lists that it arrived, too, in a row of its own.
    if let first = table.seen.claim(outcome == .returned ? "\(payment)\n" : payment, row: row.row) {
      throw Refusal("row \(first) tells of \(payment.ticked) already; keep one of the two")
    }
    return PaymentAnswer(
      payment: payment, outcome: outcome, amount: amount, reason: value(.reason), row: row.row, line: row.line)
  }

  /// What is to be done about a word that is no outcome.
  private static func advice(_ status: String, _ payment: String) -> String {
    let word = status.lowercased().split { $0 == " " || $0 == "_" }.joined(separator: " ")
    if open.contains(word) { return "nothing is settled yet; import it again when it is" }
    guard partial.contains(word) else { return "write `processed`, `failed` or `returned`" }
    return
      "a payment is taken back whole, and never in part; record the whole as returned with `cancel payment NAME payment \(payment.prefix(30))` in `workroom repl --as bank`, and what they kept with `pay NAME amount AMOUNT method offline`"
  }

  /// An amount as PayPal's own files have it: what went out is below zero there, and thousands are set apart, as in `-1,250.00`.
  private static func plain(_ text: String) -> String {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let (whole, rest) = (digits.prefix { $0 != "." }, digits.drop { $0 != "." })
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1, (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
      rest.count == 3
    else { return String(digits) }
    return groups.joined() + rest
  }
}
