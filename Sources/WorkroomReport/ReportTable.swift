package import WorkroomEngine
import WorkroomReporting
package import WorkroomValues

/// One column of a report's table, which says what its numbers are.
package struct ReportColumn: Sendable {
  package enum Kind: String, Sendable { case text, date, count, money, fineMoney, percent, ratio, days }

  package var heading: String
  package var kind: Kind
  /// The higher, the longer it is kept where space is short.
  package var priority: Int
  /// What its figures mean; empty where the heading says it.
  package var about: String

  init(_ heading: String, _ kind: Kind = .text, priority: Int = 1, about: String = "") {
    self.heading = heading
    self.kind = kind
    self.priority = priority
    self.about = about
  }

  /// Decimals of the column's numbers.
  package func decimals(_ currency: Currency) -> Int {
    switch kind {
    case .text, .date, .count: 0
    case .days: 1
    case .percent, .ratio: 2
    case .money: currency.decimals
    case .fineMoney: currency.decimals + 2
    }
  }
}

/// What one row says in one column.
package enum ReportValue: Sendable, Hashable {
  case text(String)
  case date(CalendarDate)
  /// A whole number of the column's last decimal.
  case number(Int128)
  /// Not known, or a division by nought: `n/a`, never 0.
  case missing
}

/// One section of a report: its columns, and how its rows are read, one at a time.
package struct ReportSection {
  package var id: String
  package var title: String
  package var columns: [ReportColumn]
  /// Hands row after row to a body until that returns false, and returns remarks to stand below the table.
  package var read: (_ body: ([ReportValue]) throws(EngineError) -> Bool) throws(EngineError) -> [String]

  /// All rows and remarks: for tables that cannot grow with the campaign.
  package func whole() throws(EngineError) -> (rows: [[ReportValue]], notes: [String]) {
    var rows: [[ReportValue]] = []
    let notes = try read { (row) throws(EngineError) in
      rows.append(row)
      return true
    }
    return (rows, notes)
  }
}

extension ReportColumn {
  /// The digits of a number of this column.
  package func digits(_ number: Int128, _ currency: Currency) -> String {
    let decimals = decimals(currency)
    var digits = String(number.magnitude)
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let whole = digits.dropLast(decimals)
    return (number < 0 ? "-" : "") + (decimals == 0 ? String(whole) : "\(whole).\(digits.suffix(decimals))")
  }

  /// A value as a cell of a table: money with its currency, percentages and days as plain numbers under a heading that
  /// names their unit.
  func cell(_ value: ReportValue, _ currency: Currency) -> Table.Cell {
    switch value {
    case .text(let text): return Table.Cell(text, isRight ? .number : .text)
    case .date(let date): return .date(date)
    case .missing: return Table.Cell("n/a")
    case .number(let number):
      let text = digits(number, currency)
      return kind == .money || kind == .fineMoney
        ? Table.Cell("\(text) \(currency.code)", .money) : Table.Cell(text, .number)
    }
  }

  /// The heading with the unit that its numbers leave out.
  package var fullHeading: String {
    switch kind {
    case .percent: heading + " %"
    case .days: heading + " (days)"
    default: heading
    }
  }

  var isRight: Bool { kind != .text && kind != .date }
}
