package import WorkroomValues

/// Takes orders from Shopify's export, in which an order with several items has several rows.
///
/// The first row of an order carries its values; the rows right below it repeat the `Name` and add items
/// only, so they are passed over. The same `Name` further down is another matter: counting it again would
/// pay twice, so it is rejected.
package final class OrderImport: RowImport {
  package enum Field: String, ImportField {
    case name, email
    case financialStatus = "financial_status"
    case createdAt = "created_at"
    case paidAt = "paid_at"
    case cancelledAt = "cancelled_at"
    case currency, subtotal, total
    case refundedAmount = "refunded_amount"
    case discountCode = "discount_code"

    package var synonyms: [String] {
      switch self {
      case .name: ["order", "order name", "order number", "order #"]
      case .email: ["e-mail", "customer email"]
      case .financialStatus: ["payment status", "order status", "status"]
      case .createdAt: ["order date"]
      case .paidAt: []
      case .cancelledAt: ["canceled at"]
      case .currency: []
      case .subtotal: []
      case .total: ["order total"]
      case .refundedAmount: ["refunded", "refund amount"]
      case .discountCode: ["discount codes", "coupon", "coupon code", "promo code"]
      }
    }

    package var fallbacks: [String] { self == .createdAt ? Field.timesOfOrder : [] }

    /// What else shops call the time at which an order was made.
    static let timesOfOrder = [
      "created", "date created", "created date", "created on", "creation date", "order time", "order placed",
      "ordered at", "placed at", "purchase date", "purchased at", "transaction date",
    ]

    /// What only the first row of an order carries.
    static let ofOrder: [Field] = [
      .financialStatus, .createdAt, .paidAt, .cancelledAt, .currency, .subtotal, .total, .refundedAmount,
      .discountCode,
    ]
  }

  private let table: Table<Field>
  private let zone: Zone?
  /// The order whose rows are being read, accepted or not.
  private var current: CSVRow?

  /// `zone` reads dates without an offset.
  package init(_ reader: CSVReader, maps: [HeadingMap] = [], zone: Zone? = nil) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    self.zone = zone
    try table.require([
      (.name, "the order numbers"), (.financialStatus, "the financial status"), (.currency, "the currency"),
      (.subtotal, "the subtotal"), (.discountCode, "the discount codes"),
    ])
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<OrderRow>? {
    while let record = try table.next() {
      switch record {
      case .reject(let reject): return .reject(reject)
      case .row(let row):
        do throws(Refusal) {
          if let order = try order(row) { return .row(order) }
        } catch {
          table.seen.release()
          return .reject(RowReject(row, error.reason))
        }
      }
    }
    return nil
  }

  /// The order that a row starts; `nil` for a row that only adds items to the order above it.
  private func order(_ row: CSVRow) throws(Refusal) -> OrderRow? {
    guard let number = value(.name, row) else {
      throw Refusal("\(table.headings.label(.name)) is empty; write the order number or remove the row")
    }
    if let above = current, value(.name, above) == number {
      try checkContinuation(row, of: above, number)
      return nil
    }
    current = row
    if let first = table.seen.claim(OrderNumber.plain(number), row: row.row) {
      throw Refusal(
        "order \(number.ticked) stands in row \(first) already; keep its rows together and once")
    }
    guard value(.financialStatus, row) != nil || value(.subtotal, row) != nil else {
      throw Refusal(
        "the items of order \(number.ticked) come without the order's first row; export the whole order")
    }
    return try order(number, row)
  }

  private func order(_ number: String, _ row: CSVRow) throws(Refusal) -> OrderRow {
    let currency = try Value.currency(value(.currency, row), label(.currency))
    guard let subtotal = try amount(.subtotal, row, currency) else {
      throw Refusal("\(label(.subtotal)) is empty; write the amount after discounts, such as `49.00`")
    }
    let refunded = try amount(.refundedAmount, row, currency)
    let order = OrderRow(
      orderNumber: number, email: value(.email, row)?.lowercased(), financialStatus: try status(row),
      createdAt: try instant(.createdAt, row), paidAt: try instant(.paidAt, row),
      cancelledAt: try instant(.cancelledAt, row), currency: currency, subtotal: subtotal,
      total: try amount(.total, row, currency), refunded: refunded,
      discountCodes: OrderImport.codes(value(.discountCode, row)),
      isDay: Value.isDay(value(.paidAt, row) ?? value(.createdAt, row)), row: row.row, line: row.line)
    try checkRefund(order)
    return order
  }

  /// Nobody gives back more than was paid: the whole of the order where the file tells it, else its subtotal.
  private func checkRefund(_ order: OrderRow) throws(Refusal) {
    let paid = order.total ?? order.subtotal
    guard order.standing == .reduced, let refunded = order.refunded, refunded.minorUnits > paid.minorUnits else {
      return
    }
    throw Refusal(
      "\(refunded.description.ticked) in \(label(.refundedAmount)) is more than the \(paid) of order \(order.orderNumber.ticked); correct one of the two"
    )
  }

  /// A row below an order may leave the order's values out or repeat them, not change them.
  private func checkContinuation(_ row: CSVRow, of above: CSVRow, _ number: String) throws(Refusal) {
    for field in Field.ofOrder {
      guard let value = value(field, row), value != self.value(field, above) else { continue }
      throw Refusal(
        "order \(number.ticked) has another \(label(field)) than in row \(above.row); keep one of the two rows"
      )
    }
  }

  private func status(_ row: CSVRow) throws(Refusal) -> FinancialStatus {
    let words = FinancialStatus.allCases.map(\.rawValue)
    guard let text = value(.financialStatus, row) else {
      throw Refusal("\(label(.financialStatus)) is empty; write one of \(words.joined(separator: ", "))")
    }
    let plain = String(text.lowercased().map { $0 == " " ? "_" : $0 })
    guard let status = FinancialStatus(rawValue: plain) else {
      let near =
        NearName.nearest(to: plain, in: words).map { "`\($0)`" }
        ?? "one of \(words.joined(separator: ", "))"
      throw Refusal("\(text.ticked) in \(label(.financialStatus)) is not a status; write \(near)")
    }
    return status
  }

  private func value(_ field: Field, _ row: CSVRow) -> String? { table.headings.value(field, in: row) }

  private func label(_ field: Field) -> String { table.headings.label(field) }

  private func amount(_ field: Field, _ row: CSVRow, _ currency: Currency) throws(Refusal) -> Money? {
    try Value.amount(value(field, row), label(field), in: currency)
  }

  private func instant(_ field: Field, _ row: CSVRow) throws(Refusal) -> Instant? {
    try Value.instant(value(field, row), label(field), zone: zone)
  }

  /// Several codes of one order are joined by commas.
  private static func codes(_ text: String?) -> [String] {
    var codes: [String] = []
    for part in (text ?? "").split(separator: ",") {
      let code = part.trimmed
      if !code.isEmpty, !codes.contains(code) { codes.append(code) }
    }
    return codes
  }
}
