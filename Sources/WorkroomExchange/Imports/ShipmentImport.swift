import WorkroomValues

/// A parcel that was sent, as a file of orders tells of it.
package struct ShipmentRow: Hashable, Sendable {
  /// The number that our own export gave.
  package let reference: String?
  /// In lower case.
  package let email: String?
  package let influencer: String?
  package let order: String?
  /// `nil` for an order that was not sent yet.
  package let tracking: String?
  /// What became of the parcel, where the file says it.
  package let state: ParcelState?
  package let row: Int
  package let line: Int
}

/// What became of a parcel: the events that a carrier has for it, in the words of our own lists.
package enum ParcelState: Hashable, Sendable {
  case sent, failed, delivered, returned
  /// On its way; where, by the name that the event has for it.
  case moved(String)

  private static let words: [(word: String, state: ParcelState)] = [
    ("sent", .sent), ("pre transit", .moved("pre_transit")), ("in transit", .moved("in_transit")),
    ("out for delivery", .moved("out_for_delivery")), ("exception", .failed), ("delivered", .delivered),
    ("returned", .returned), ("shipped", .sent), ("failed", .failed),
  ]
  /// For the message about a word that is none of them.
  static let named = words.map(\.word.ticked).joined(separator: ", ")

  /// Reads `delivered`, `in transit` or `in_transit`.
  init?(_ text: String) {
    let plain = String(text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    guard let known = ParcelState.words.first(where: { $0.word == plain }) else { return nil }
    self = known.state
  }
}

/// Takes tracking numbers, and what became of parcels, from the orders that were exported for packing, or from a carrier's list.
package final class ShipmentImport: RowImport {
  package enum Field: String, ImportField {
    case reference, email, influencer, order
    case tracking = "tracking_number"
    case state = "shipment_status"

    package var synonyms: [String] {
      switch self {
      case .reference: ["ref"]
      case .email: ["e-mail", "email address", "influencer email", "creator email", "recipient email"]
      case .influencer: ["creator", "handle", "username"]
      case .order: ["order number", "order #", "order id", "order name"]
      case .state: ["parcel status", "delivery status", "tracking status"]
      case .tracking: ["tracking", "tracking no", "tracking #", "tracking code", "tracking id"]
      }
    }
  }

  /// Carriers' numbers are short; a longer one is another column.
  static let trackingBytesMax = 255

  private let table: Table<Field>

  package init(_ reader: CSVReader, maps: [HeadingMap] = []) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    try table.require(anyOf: [.tracking], for: "the tracking numbers")
    try table.require(
      anyOf: [.reference, .email, .influencer], for: "the reference, e-mail or name of the influencers")
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<ShipmentRow>? {
    try table.next { (row) throws(Refusal) in try self.shipment(row) }
  }

  private func shipment(_ row: CSVRow) throws(Refusal) -> ShipmentRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    let found = ShipmentRow(
      reference: value(.reference), email: try Value.email(value(.email), table.headings.label(.email)),
      influencer: value(.influencer), order: value(.order), tracking: value(.tracking), state: try state(row),
      row: row.row, line: row.line)
    guard let tracking = found.tracking else { return found }
    guard tracking.utf8.count <= ShipmentImport.trackingBytesMax,
      tracking.unicodeScalars.allSatisfy({ $0 == " " || Value.isPrintable($0) })
    else {
      throw Refusal(
        "\(tracking.ticked) in \(table.headings.label(.tracking)) is not a tracking number; it has at most "
          + "\(ShipmentImport.trackingBytesMax) characters")
    }
    guard found.reference != nil || found.email != nil || found.influencer != nil else {
      throw Refusal("the row does not say whose parcel \(tracking.ticked) is; fill in the reference or the e-mail")
    }
    let owner = found.reference ?? found.email ?? found.influencer ?? ""
    if tracking != OrderNumber.erased,
      let first = table.seen.claim(ParcelNumber.plain(tracking) + "\u{0}" + owner, row: row.row)
    {
      throw Refusal("row \(first) has the same tracking number \(tracking.ticked); keep one of the two rows")
    }
    return found
  }

  private func state(_ row: CSVRow) throws(Refusal) -> ParcelState? {
    guard let text = table.headings.value(.state, in: row) else { return nil }
    guard let state = ParcelState(text) else {
      throw Refusal(
        "\(text.ticked) in \(table.headings.label(.state)) is nothing that becomes of a parcel; write one of \(ParcelState.named), or leave it empty"
      )
    }
    return state
  }
}
