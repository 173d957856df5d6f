import Workroom
import WorkroomEngine
package import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// Writes one section of a report for people, as CSV or as JSON, part by part: however many rows there are, a few hundred
/// of them are in memory.
package struct ReportWriter {
  package enum Format: Sendable {
    case human(width: Int, colour: Colour)
    case csv, json
  }

  /// Which rows are wanted: `size` of them, from the `number`th page on; all of them without a size.
  package struct Page: Sendable {
    package var number: Int
    package var size: Int?

    package init(number: Int = 1, size: Int? = nil) {
      self.number = number
      self.size = size
    }

    func contains(_ index: Int) -> Bool {
      guard let size else { return true }
      return (size * (number - 1)..<size * number).contains(index)
    }
  }

  package static let humanRows = 50
  private static let partRows = 500

  let report: Report
  let section: ReportSection
  let format: Format
  let page: Page

  package init(_ report: Report, _ section: ReportSection, _ format: Format, _ page: Page) {
    (self.report, self.section, self.format) = (report, section, format)
    var page = page
    if case .human = format, page.size == nil { page.size = ReportWriter.humanRows }
    self.page = page
  }

  /// Writes everything to a sink. Errors: those of the sink and of the database.
  package func write(to sink: (Escaped) throws -> Void) throws {
    var part: [[ReportValue]] = []
    var parts = 0
    var total = 0
    var failure: (any Error)?
    func flush() {
      guard failure == nil else { return }
      do { try sink(written(part, isFirst: parts == 0)) } catch { failure = error }
      part.removeAll(keepingCapacity: true)
      parts += 1
    }
    let notes = try section.read { (row) throws(EngineError) in
      if page.contains(total) { part.append(row) }
      total += 1
      if part.count == ReportWriter.partRows, !isHuman { flush() }
      return failure == nil
    }
    if parts == 0 || !part.isEmpty { flush() }
    if let failure { throw failure }
    try sink(end(total, notes))
  }

  private var isHuman: Bool { if case .human = format { true } else { false } }

  // MARK: Parts

  private func table(_ rows: [[ReportValue]]) -> Table {
    Table(
      title: section.title,
      columns: section.columns.map { Table.Column($0.fullHeading, $0.isRight ? .right : .left, priority: $0.priority) },
      rows: rows.map { row in zip(row, section.columns).map { $1.cell($0, report.currency) } })
  }

  private func written(_ rows: [[ReportValue]], isFirst: Bool) -> Escaped {
    switch format {
    case .human(let width, let colour): return table(rows).render(.human(width: width, colour: colour))
    case .csv: return isFirst ? table(rows).render(.csv) : table(rows).csvRecords
    case .json:
      let lines = rows.map { JSON.object(members($0)).rendered }.joined(separator: ",\n")
      let head: Escaped = isFirst ? jsonHead() : rows.isEmpty ? "" : ",\n"
      return head + lines
    }
  }

  private func end(_ total: Int, _ notes: [String]) -> Escaped {
    switch format {
    case .csv: return ""
    case .json:
      let rest = JSON.list(notes.map(JSON.text)).rendered
      return "],\n\"total\":" + Escaped(total) + ",\"notes\":" + rest + "}\n"
    case .human: return (notes + [place(total)].compactMap { $0 }).map { Escaped.terminal("  \($0)") + "\n" }.joined()
    }
  }

  /// `rows 51 to 100 of 340; --page 3 shows the next`
  private func place(_ total: Int) -> String? {
    guard let size = page.size, total > size || page.number > 1 else { return nil }
    let first = size * (page.number - 1) + 1
    let last = min(total, size * page.number)
    if first > total { return "there are \(total) rows; page \(page.number) is behind the last one" }
    return "rows \(first) to \(last) of \(total)" + (last < total ? "; `--page \(page.number + 1)` shows the next" : "")
  }

  // MARK: JSON

  private func jsonHead() -> Escaped {
    let keys = Table.keys(for: section.columns.map(\.heading))
    let basis = report.figures.basis
    let columns = zip(keys, section.columns).map { key, column in
      JSON.object([
        ("key", .text(key)), ("heading", .text(column.heading)), ("kind", .text(column.kind.rawValue)),
        ("about", .text(column.about)),
      ])
    }
    let members: [(String, JSON)] = [
      ("schemaVersion", .integer(1)), ("campaign", .text(report.campaign.row.name)), ("section", .text(section.id)),
      ("title", .text(section.title)), ("currency", .text(report.currency.code)),
      ("timeZone", .text(report.campaign.zone.name)), ("now", .text(report.now.description)),
      (
        "basis",
        .object([
          ("by", basis.by.map { .text($0.rawValue) } ?? .null),
          ("from", basis.time.first.map { .text($0.description) } ?? .null),
          ("to", basis.time.last.map { .text($0.description) } ?? .null),
          ("words", .text(basis.words(report.campaign.zone))),
        ])
      ),
      (
        "page",
        page.size == nil ? .null : .object([("number", .integer(page.number)), ("size", .integer(page.size ?? 0))])
      ),
      ("columns", .list(columns)),
    ]
    let head = members.map { JSON.text($0.0).rendered + ":" + $0.1.rendered }.joined(separator: ",\n")
    return "{" + head + ",\n\"rows\":[\n"
  }

  private func members(_ row: [ReportValue]) -> [(String, JSON)] {
    zip(Table.keys(for: section.columns.map(\.heading)), zip(row, section.columns)).map { ($0, json($1.0, $1.1)) }
  }

  /// Numbers are numbers, whatever their unit; what is not known is `null`.
  private func json(_ value: ReportValue, _ column: ReportColumn) -> JSON {
    switch value {
    case .text(let text):
      if column.isRight, let number = JSONNumber(text) { return .number(number) }
      return .text(text)
    case .date(let date): return .text(date.description)
    case .missing: return .null
    case .number(let number): return JSONNumber(column.digits(number, report.currency)).map(JSON.number) ?? .null
    }
  }
}
