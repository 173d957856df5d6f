package import WorkroomValues

/// How often a link was clicked on a day.
package struct ClickRow: Hashable, Sendable {
  package let url: String
  package let day: CalendarDate
  package let clicks: Int64
  package let row: Int
  package let line: Int
}

/// Takes clicks from a network's list: a link, a day and a count in each row.
package final class ClickImport: RowImport {
  package enum Field: String, ImportField {
    case url, day, clicks

    package var synonyms: [String] {
      switch self {
      case .url: ["link", "affiliate link", "tracking link", "link url"]
      case .day: ["date", "click date"]
      case .clicks: ["click", "click count", "total clicks", "visits"]
      }
    }
  }

  private let table: Table<Field>

  package init(_ reader: CSVReader, maps: [HeadingMap] = []) throws(ExchangeError) {
    table = try Table(reader, maps: maps)
    try table.require([(.url, "the links"), (.day, "the days"), (.clicks, "how often each was clicked")])
  }

  package var names: [String] { table.headings.names }
  package var matched: [(heading: String, field: String)] { table.headings.matched }
  package var ignored: [String] { table.headings.ignored }
  package var lastRow: CSVRow? { table.lastRow }
  package func release() { table.seen.release() }

  package func next() throws(ExchangeError) -> Imported<ClickRow>? {
    try table.next { (row) throws(Refusal) in try self.clicks(row) }
  }

  private func clicks(_ row: CSVRow) throws(Refusal) -> ClickRow {
    func value(_ field: Field) -> String? { table.headings.value(field, in: row) }
    func label(_ field: Field) -> String { table.headings.label(field) }
    guard let url = value(.url) else { throw Refusal("\(label(.url)) is empty; write the link that was clicked") }
    guard let text = value(.day), let day = CalendarDate(text) else {
      throw Refusal("\((value(.day) ?? "").ticked) in \(label(.day)) is not a day; write it as `2026-03-01`")
    }
    guard let clicks = try Value.count(value(.clicks), label(.clicks)) else {
      throw Refusal("\(label(.clicks)) is empty; write a number, `0` for none")
    }
    if let first = table.seen.claim("\(day.days)\u{0}\(url.lowercased())", row: row.row) {
      throw Refusal("row \(first) tells of \(url.ticked) on \(day) already; keep one of the two")
    }
    return ClickRow(url: url, day: day, clicks: clicks, row: row.row, line: row.line)
  }
}
