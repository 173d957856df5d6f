package import WorkroomValues

/// What a conversion through a link pays.
package enum LinkPayout: Hashable, Sendable {
  case percentage(Percent)
  case fixed(Money)
}

/// An affiliate link as a file lists it.
package struct LinkRow: Hashable, Sendable {
  /// For whom the link is; nobody for one that anybody may get.
  package let person: NamedPerson
  package let url: String
  package let destinationURL: String?
  package let starts: Instant?
  /// The first instant at which the link no longer holds.
  package let ends: Instant?
  package let payout: LinkPayout?
  package let state: ItemState?
  package let row: Int
  package let line: Int
}

/// Takes affiliate links from our own columns or from a plain list of addresses, one a line.
package final class LinkImport: RowImport {
  package enum Field: String, ImportField {
    case influencer, email, handle, url
    case influencerID = "influencer_id"
    case destinationURL = "destination_url"
    case start, end
    case payoutType = "payout_type"
    case payoutAmount = "payout_amount"
    case state

    package var synonyms: [String] {
      switch self {
      case .influencer: NamedPerson.nameHeadings
      case .email: NamedPerson.emailHeadings
      case .handle: NamedPerson.handleHeadings
      case .influencerID: NamedPerson.idHeadings
      case .url: ["urls", "link", "links", "affiliate link", "tracking link", "link url"]
      case .destinationURL: ["destination", "landing page", "target url"]
      case .start: ["start date", "starts", "active start date"]
      case .end: ["end date", "ends", "active end date"]
      case .payoutType: ["commission type"]
      case .payoutAmount: ["payout", "commission"]
      case .state: []
      }
    }
  }

  private let table: Table<Field>
  private let zone: Zone?
  private let currency: Currency?

  /// `zone` reads dates without an offset, `currency` fixed payouts without one.
  package init(
    _ reader: CSVReader, maps: [HeadingMap] = [], zone: Zone? = nil, currency: Currency? = nil
  ) throws(ExchangeError) {
    table = try Table(reader, maps: maps, plain: .url)
    self.zone = zone
    self.currency = currency
    try table.require(anyOf: [.url], for: "the links")
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<LinkRow>? {
    try table.next { (row) throws(Refusal) in try self.link(row) }
  }

  private func link(_ row: CSVRow) throws(Refusal) -> LinkRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    guard let text = value(.url) else {
      throw Refusal("\(label(.url)) is empty; write an address or remove the row")
    }
    let url = try WebAddress.read(text, label(.url))
    let starts = try Value.instant(value(.start), label(.start), zone: zone)
    let ends = try Value.instant(value(.end), label(.end), zone: zone, isEnd: true)
    try Value.checkOrder(starts, ends)
    var destination: String?
    if let text = value(.destinationURL) { destination = try WebAddress.read(text, label(.destinationURL)) }
    let person = NamedPerson(
      id: value(.influencerID), email: try Value.email(value(.email), label(.email)), handle: value(.handle),
      name: value(.influencer))
    let found = LinkRow(
      person: person, url: url, destinationURL: destination, starts: starts, ends: ends,
      payout: try payout(in: row), state: value(.state).flatMap { ItemState(rawValue: $0.lowercased()) }, row: row.row,
      line: row.line)
    if let first = table.seen.claim(url, row: row.row) {
      throw Refusal("row \(first) has the same link \(url.ticked); keep one of the two rows")
    }
    return found
  }

  private func payout(in row: CSVRow) throws(Refusal) -> LinkPayout? {
    let (type, amount) = (
      table.headings.value(.payoutType, in: row), table.headings.value(.payoutAmount, in: row)
    )
    let (typeLabel, label) = (table.headings.label(.payoutType), table.headings.label(.payoutAmount))
    guard type != nil || amount != nil else { return nil }
    guard let type, let amount else {
      throw Refusal("a payout needs both \(typeLabel) and \(label); fill in the other or leave both empty")
    }
    switch type.lowercased() {
    case "percentage", "percent", "%":
      guard let percent = try Value.percent(amount, label) else { return nil }
      return .percentage(percent)
    case "fixed", "flat": return .fixed(try fixed(amount, label))
    default: throw Refusal("\(type.ticked) in \(typeLabel) is not known; write `percentage` or `fixed`")
    }
  }

  private func fixed(_ text: String, _ label: String) throws(Refusal) -> Money {
    let parts = text.split(separator: " ").map(String.init)
    let named = parts.count == 2 ? try Value.currency(parts[1], label) : currency
    guard let named else {
      throw Refusal("\(text.ticked) in \(label) has no currency; write it as `5.00 USD`")
    }
    guard let money = try Value.amount(parts.count == 2 ? parts[0] : text, label, in: named) else {
      throw Refusal("\(label) is empty; write an amount such as `5.00 USD`")
    }
    return money
  }
}
