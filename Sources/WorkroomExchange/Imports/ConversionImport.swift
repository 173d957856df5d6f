package import WorkroomValues

/// A conversion as a list of conversions tells of it.
package struct ConversionRow: Hashable, Sendable {
  /// Whether it counts, not yet, not at all, or from now on with another amount.
  package enum Standing: Sendable { case counts, waiting, void, changed }

  package let order: String
  /// In lower case.
  package let email: String?
  package let influencer: String?
  /// The code that brought it, where the file says it.
  package let code: String?
  /// `discount` or `link`.
  package let item: String?
  package let revenue: Money?
  package let rate: Percent?
  package let date: Instant?
  package let standing: Standing
  package let row: Int
  package let line: Int
  /// When the buyer had clicked on the link, where the file says it.
  package var clicked: Instant?
  /// Whether no time is known of the day, and of the day of the click.
  package var isDay = false
  package var isClickDay = false
  /// What it was recorded with, where a list of ours tells it; such a list says all that there is of an order.
  package var recorded: Money?
  /// Whether the file is a list that names what brought each order, as ours is.
  package var isListed = false
  /// What was given back of the revenue.
  package var refunded: Money?
  /// The link that brought it, where the file says it.
  package var link: String?

  /// What is left of the revenue.
  package var left: Money? {
    guard let revenue, let refunded else { return revenue }
    return Money(minorUnits: revenue.minorUnits - refunded.minorUnits, currency: revenue.currency)
  }
}

/// Takes conversions from our own list, from BixGrow's, and changes of them from impact.com's batches.
///
/// A file with a reason in each row is a batch of changes: its amounts are what known orders are worth from now on, and 0
/// reverses one. Every other file tells of conversions, by whoever brought them or by the code that did.
package final class ConversionImport: RowImport {
  package enum Field: String, ImportField {
    case order, email, influencer, type, revenue, currency, rate, commission, status, date, reason, clicked, recorded
    case refunded, cancelled, link
    case actionID = "action_id"
    case actionTracker = "action_tracker_id"
    case customerStatus = "customer_status"
    case discountCode = "discount_code"

    package var synonyms: [String] {
      switch self {
      case .order: ["order number", "order #", "oid", "orderid", "conversion"]
      case .email: ["e-mail", "affiliate email", "influencer email", "creator email"]
      case .influencer: ["creator", "affiliate", "handle"]
      case .type: ["conversion type"]
      case .revenue: ["order total", "amount", "subtotal"]
      case .currency: ["currencycode", "currency code"]
      case .rate: ["commission rate"]
      case .commission: ["commission amount", "affiliate commission"]
      case .status: ["order status", "payment state"]
      case .date: ["order date", "created at"]
      case .reason: []
      case .clicked: ["click date", "clicked at", "click time"]
      case .recorded: ["recorded revenue"]
      case .refunded: ["refunded amount", "refund amount", "amount refunded"]
      case .link: ["link url", "affiliate link", "tracking link", "referral link"]
      case .cancelled: ["canceled", "cancelled at", "canceled at"]
      case .actionID: []
      case .actionTracker: []
      case .customerStatus: []
      case .discountCode: ["code", "discount codes", "coupon", "coupon code", "promo code"]
      }
    }

    package var fallbacks: [String] { self == .date ? OrderImport.Field.timesOfOrder : [] }
  }

  private let table: Table<Field>
  private let zone: Zone?
  private let home: Currency
  private let isBatch: Bool

  /// Whether a file with these headings is a list of conversions, and not a shop's export of orders: that has a column for
  /// the financial status, or several of its own. Of headings that nobody knows a list asks for less.
  package static func recognises(_ names: [String], maps: [HeadingMap]) -> Bool {
    let statuses = ["financialstatus", "paymentstatus"]
    if (names + maps.map(\.field)).contains(where: { statuses.contains(Heading.plain($0)) }) { return false }
    // What was given back of an order is told by shops.
    let orders = Headings<OrderImport.Field>(names)
    if orders.columns[.refundedAmount] != nil, orders.columns[.financialStatus] != nil { return false }
    if Headings<Field>(names, maps: maps).columns[.revenue] != nil { return true }
    return orders.columns.count < 3
  }

  /// `zone` reads dates without an offset, `home` amounts without a currency.
  package init(
    _ reader: CSVReader, maps: [HeadingMap] = [], zone: Zone? = nil, home: Currency
  ) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    self.zone = zone
    self.home = home
    isBatch = table.headings.columns[.reason] != nil
    let revenue: (fields: [Field], purpose: String) = ([.revenue], "the revenue of the orders")
    if isBatch {
      try table.require([([.order, .actionID], "the order numbers"), revenue])
    } else {
      try table.require([
        ([.order], "the order numbers"), revenue,
        (
          [.discountCode, .influencer, .email, .link],
          "the discount codes or links of the orders, or the name (`influencer`) or e-mail of whoever brought them"
        ),
      ])
    }
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<ConversionRow>? {
    try table.next { (row) throws(Refusal) in try self.isBatch ? self.change(row) : self.conversion(row) }
  }

  // MARK: Conversions

  private func conversion(_ row: CSVRow) throws(Refusal) -> ConversionRow {
    let (order, currency) = (try order(row), try currency(row))
    let revenue = try Value.amount(value(.revenue, row), label(.revenue), in: currency)
    let standing = try isCancelled(row) ? .void : standing(row)
    var found = ConversionRow(
      order: order, email: try Value.email(value(.email, row), label(.email)), influencer: value(.influencer, row),
      code: value(.discountCode, row), item: try item(row), revenue: revenue, rate: try rate(row, revenue, currency),
      date: try Value.instant(value(.date, row), label(.date), zone: zone), standing: standing, row: row.row,
      line: row.line)
    found.clicked = try Value.instant(value(.clicked, row), label(.clicked), zone: zone)
    (found.isDay, found.isClickDay) = (Value.isDay(value(.date, row)), Value.isDay(value(.clicked, row)))
    found.recorded = try Value.amount(value(.recorded, row), label(.recorded), in: currency)
    found.refunded = try refunded(row, of: order, revenue, currency)
    found.isListed = table.headings.columns[.type] != nil
    if let link = value(.link, row) {
      // Who is named need not have brought it by a link that we know.
      let isAlone = found.email == nil && found.influencer == nil && found.code == nil
      found.link = isAlone ? try WebAddress.read(link, label(.link)) : WebAddress.read(link)
    }
    guard found.email != nil || found.influencer != nil || found.code != nil || found.link != nil else {
      throw Refusal(
        "the row does not say who brought order \(order.ticked); fill in the e-mail, the name, the code or the link")
    }
    guard revenue != nil || standing == .void else {
      throw Refusal("\(label(.revenue)) is empty; write the amount after discounts, such as `49.00`")
    }
    try claim(standing == .void ? "\(order)\u{0}\(found.email ?? found.influencer ?? "")" : order, of: order, row)
    return found
  }

  private func order(_ row: CSVRow) throws(Refusal) -> String {
    guard let order = value(.order, row) else {
      throw Refusal("\(label(.order)) is empty; write the order number or remove the row")
    }
    return order
  }

  /// An order counts once; a voided one may have been somebody else's before.
  private func claim(_ key: String, of order: String, _ row: CSVRow) throws(Refusal) {
    guard order != OrderNumber.erased, let first = table.seen.claim(OrderNumber.plain(key), row: row.row) else {
      return
    }
    throw Refusal("row \(first) has the same order \(order.ticked); keep one of the two rows")
  }

  private func currency(_ row: CSVRow) throws(Refusal) -> Currency {
    guard let text = value(.currency, row) else { return home }
    return try Value.currency(text, label(.currency))
  }

  private func item(_ row: CSVRow) throws(Refusal) -> String? {
    guard let text = value(.type, row) else { return nil }
    switch text.lowercased() {
    case "code", "discount", "discount code", "coupon": return "discount"
    case "link", "affiliate link": return "link"
    default: throw Refusal("\(text.ticked) in \(label(.type)) is not known; write `code` or `link`")
    }
  }

  private static let standings: [String: ConversionRow.Standing] = [
    "verified": .counts, "paid": .counts, "recorded": .counts, "approved": .counts, "completed": .counts,
    "fulfilled": .counts, "partially paid": .counts, "partially refunded": .counts, "pending": .waiting,
    "authorized": .waiting, "unpaid": .waiting, "voided": .void, "void": .void, "rejected": .void,
    "denied": .void, "declined": .void, "cancelled": .void, "canceled": .void, "refunded": .void, "expired": .void,
  ]

  /// A status in small letters with blanks between its words, as lists of shops join them by other signs.
  private static func plain(_ status: String) -> String { String(status.lowercased().map { $0 == "_" ? " " : $0 }) }

  private func standing(_ row: CSVRow) throws(Refusal) -> ConversionRow.Standing {
    guard let text = value(.status, row) else { return .counts }
    if let known = ConversionImport.standings[ConversionImport.plain(text)] { return known }
    let words = ConversionImport.standings.keys.sorted().joined(separator: ", ")
    throw Refusal("\(text.ticked) in \(label(.status)) is not a status; write one of \(words)")
  }

  /// Whether a column says that an order was cancelled: with a word, or with the time at which it was.
  private func isCancelled(_ row: CSVRow) throws(Refusal) -> Bool {
    guard let text = value(.cancelled, row) else { return false }
    switch text.lowercased() {
    case "no", "false", "0": return false
    case "yes", "true", "1", "cancelled", "canceled": return true
    default:
      if (try? Value.instant(text, label(.cancelled), zone: zone ?? .utc)) != nil { return true }
      throw Refusal(
        "\(text.ticked) in \(label(.cancelled)) is no answer; write `yes`, `no` or the date, as in `2026-03-01`")
    }
  }

  /// What was given back of an order: no more than it came to.
  private func refunded(
    _ row: CSVRow, of order: String, _ revenue: Money?, _ currency: Currency
  ) throws(Refusal) -> Money? {
    guard let refunded = try Value.amount(value(.refunded, row), label(.refunded), in: currency) else {
      guard let status = value(.status, row), ConversionImport.plain(status) == "partially refunded" else { return nil }
      throw Refusal("\(status.ticked) does not say how much was given back; write it in a column `Refunded Amount`")
    }
    if let revenue, refunded.minorUnits > revenue.minorUnits {
      throw Refusal(
        "\(refunded.description.ticked) in \(label(.refunded)) is more than the \(revenue) of order \(order.ticked); correct one of the two"
      )
    }
    return refunded
  }

  /// The rate as written, else the one by which the commission as written comes out of the revenue to the last cent.
  private func rate(_ row: CSVRow, _ revenue: Money?, _ currency: Currency) throws(Refusal) -> Percent? {
    if let text = value(.rate, row) {
      let digits = text.hasSuffix("%") ? text.dropLast().trimmed : text
      guard let millionths = Scaled.parse(digits, decimals: 6), (0...100 * Scaled.unit).contains(millionths) else {
        throw Refusal("\(text.ticked) in \(label(.rate)) is not a percentage from 0 to 100; write it as `12.5%`")
      }
      return Percent(millionths: millionths)
    }
    // A list of ours tells what a commission came to, and a rate where there was one.
    if table.headings.columns[.recorded] != nil { return nil }
    guard let commission = try Value.amount(value(.commission, row), label(.commission), in: currency), let revenue
    else {
      return nil
    }
    if commission.minorUnits == 0, table.headings.columns[.rate] != nil { return nil }
    let whole = 100 * Scaled.unit
    guard revenue.minorUnits > 0, commission.minorUnits <= revenue.minorUnits,
      let millionths = Scaled.multiply(commission.minorUnits, by: whole, over: revenue.minorUnits),
      Scaled.multiply(revenue.minorUnits, by: millionths, over: whole) == commission.minorUnits
    else {
      throw Refusal(
        "\(commission.description.ticked) in \(label(.commission)) is no share of \(revenue.description.ticked); "
          + "write a commission between nothing and all of it")
    }
    return Percent(millionths: millionths)
  }

  // MARK: Changes

  private func change(_ row: CSVRow) throws(Refusal) -> ConversionRow {
    guard let order = value(.order, row) else {
      throw Refusal(
        "the row names an action by impact.com's own number, which is not known here; give the order's number in `Oid`")
    }
    guard value(.reason, row) != nil else {
      throw Refusal("\(label(.reason)) is empty; a change needs a reason")
    }
    if let text = value(.customerStatus, row), !["NEW", "EXISTING"].contains(text.uppercased()) {
      throw Refusal("\(text.ticked) in \(label(.customerStatus)) is not known; write `NEW` or `EXISTING`")
    }
    guard let amount = try Value.amount(value(.revenue, row), label(.revenue), in: try currency(row)) else {
      throw Refusal("\(label(.revenue)) is empty; write what the order is worth from now on, `0` to reverse it")
    }
    if let refunded = value(.refunded, row) {
      throw Refusal(
        "\(refunded.ticked) in \(label(.refunded)) stands beside \(label(.revenue)), which is what the order is worth from now on; leave one of the two out"
      )
    }
    try claim(order, of: order, row)
    return ConversionRow(
      order: order, email: nil, influencer: nil, code: nil, item: nil, revenue: amount, rate: nil,
      date: try Value.instant(value(.date, row), label(.date), zone: zone),
      standing: try isCancelled(row) || amount.minorUnits == 0 ? .void : .changed, row: row.row, line: row.line)
  }

  private func value(_ field: Field, _ row: CSVRow) -> String? { table.headings.value(field, in: row) }
  private func label(_ field: Field) -> String { table.headings.label(field) }
}
