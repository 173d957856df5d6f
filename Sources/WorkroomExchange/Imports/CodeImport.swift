package import WorkroomValues

/// A discount code as a file lists it.
package struct CodeRow: Hashable, Sendable {
  /// As written; codes are compared without case.
  package let code: String
  package let starts: Instant?
  /// The first instant at which the code no longer holds.
  package let ends: Instant?
  package let state: ItemState?
  /// For whom the code is; nobody for one that anybody may get.
  package let person: NamedPerson
  /// What it pays them.
  package let rate: Percent?
  package let row: Int
  package let line: Int
}

/// Takes discount codes from impact.com's upload file or from a plain list, one code a line.
///
/// A row may name for whom its code is, and what it pays them. Types, credit rules and match modes are checked where the file has them. Dates without an offset are
/// read in the zone that the importer is given, or in UTC where the row's time zone says so.
package final class CodeImport: RowImport {
  package enum Field: String, ImportField {
    case code, program, media, type
    case creditRule = "credit_rule"
    case matchMode = "match_mode"
    case deal, start, end, timezone, state, influencer, email, handle, rate
    case influencerID = "influencer_id"

    package var synonyms: [String] {
      switch self {
      case .code:
        [
          "codes", "promo code", "promo codes", "discount code", "discount codes", "coupon", "coupon code",
          "voucher",
        ]
      case .program: ["program id", "campaign id"]
      case .media: ["media id"]
      case .type: []
      case .creditRule: []
      case .matchMode: []
      case .deal: ["deal id", "deal name"]
      case .start: ["active start date", "start date", "starts", "starts at", "valid from"]
      case .end: ["active end date", "end date", "ends", "ends at", "valid until"]
      case .timezone: ["time zone"]
      case .state: []
      case .influencer: NamedPerson.nameHeadings
      case .email: NamedPerson.emailHeadings
      case .handle: NamedPerson.handleHeadings
      case .influencerID: NamedPerson.idHeadings
      case .rate: ["commission", "commission rate", "payout"]
      }
    }
  }

  private let table: Table<Field>
  private let zone: Zone?

  package init(_ reader: CSVReader, maps: [HeadingMap] = [], zone: Zone? = nil) throws(ExchangeError) {
    table = try Table(reader, maps: maps, plain: .code)
    self.zone = zone
    try table.require(anyOf: [.code], for: "the codes")
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<CodeRow>? {
    try table.next { (row) throws(Refusal) in try self.code(row) }
  }

  private func code(_ row: CSVRow) throws(Refusal) -> CodeRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    guard let code = value(.code) else {
      throw Refusal("\(label(.code)) is empty; write a code or remove the row")
    }
    guard code.utf8.count <= 1020, (1...255).contains(code.unicodeScalars.count),
      code.unicodeScalars.allSatisfy(Value.isPrintable)
    else {
      throw Refusal("\(code.ticked) is not a code; a code has 1 to 255 characters and no spaces")
    }
    let person = NamedPerson(
      id: value(.influencerID), email: try Value.email(value(.email), label(.email)), handle: value(.handle),
      name: value(.influencer))
    let rate = try Value.percent(value(.rate), label(.rate))
    try check(value(.type), label(.type), ["TRACKING"])
    try check(value(.creditRule), label(.creditRule), ["ALWAYS", "INVOLVED", "WINNER"])
    try check(value(.matchMode), label(.matchMode), ["LI", "RE"])
    let zone = try zone(named: value(.timezone))
    let starts = try Value.instant(value(.start), label(.start), zone: zone)
    let ends = try Value.instant(value(.end), label(.end), zone: zone, isEnd: true)
    try Value.checkOrder(starts, ends)
    if let first = table.seen.claim(code.lowercased(), row: row.row) {
      throw Refusal("row \(first) has the same code \(code.ticked); capital letters make no difference")
    }
    return CodeRow(
      code: code, starts: starts, ends: ends, state: value(.state).flatMap { ItemState(rawValue: $0.lowercased()) },
      person: person, rate: rate, row: row.row, line: row.line)
  }

  private func check(_ text: String?, _ label: String, _ words: [String]) throws(Refusal) {
    guard let text, !words.contains(text.uppercased()) else { return }
    let list =
      words.count == 1 ? "`\(words[0])`" : "one of \(words.map { "`\($0)`" }.joined(separator: ", "))"
    throw Refusal("\(text.ticked) in \(label) is not known; write \(list)")
  }

  private func zone(named name: String?) throws(Refusal) -> Zone? {
    switch name?.uppercased() {
    case "UTC", "GMT", "ETC/UTC", "Z": .utc
    // Another zone's name only repeats the offset that the dates have to carry anyhow.
    case .some: zone?.name == name ? zone : nil
    case nil: zone
    }
  }
}
