package import WorkroomValues

/// Rows under headings, with three ways to show them: for a person, as CSV, as JSON.
package struct Table: Sendable {
  package struct Column: Sendable {
    package var heading: String
    package var alignment: Alignment
    /// Where the terminal is narrow the columns of the highest priority stay.
    package var priority: Int

    package init(_ heading: String, _ alignment: Alignment = .left, priority: Int = 0) {
      self.heading = heading
      self.alignment = alignment
      self.priority = priority
    }
  }

  /// What one row says in one column.
  package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
    package enum Kind: Sendable { case text, number, money, date }
    package var text: String
    package var kind: Kind

    package init(_ text: String, _ kind: Kind = .text) {
      self.text = text
      self.kind = kind
    }

    package init(stringLiteral text: String) { self.init(text) }

    package static func number(_ value: Int) -> Cell { Cell(String(value), .number) }
    package static func money(_ value: Money) -> Cell { Cell(value.description, .money) }
    package static func date(_ value: CalendarDate) -> Cell { Cell(value.description, .date) }
    /// What does not apply, or is not known: an empty cell, `null` in JSON.
    package static func nothing(_ kind: Kind) -> Cell { Cell("", kind) }
  }

  package enum Format: Sendable {
    /// Fitted to so many cells.
    case human(width: Int, colour: Colour)
    case csv
    case json
  }

  package var title: String?
  package let columns: [Column]
  package private(set) var rows: [[Cell]] = []

  package init(title: String? = nil, columns: [Column], rows: [[Cell]] = []) {
    self.title = title
    self.columns = columns
    for row in rows { append(row) }
  }

  package mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row has one cell for each column")
    rows.append(row)
  }

  /// All of the table, its last line ended.
  package func render(_ format: Format) -> Escaped {
    switch format {
    case .human(let width, let colour): HumanTable(self, width: width, colour: colour).rendered
    case .csv: csv
    case .json: json
    }
  }
}
