/// A table laid out for a terminal of a given width.
///
/// Text columns give way first, the least important first and never below their heading or ten
/// cells. If that is not enough the least important column is left out, which a last line says,
/// and the rest is fitted anew. Numbers, money and dates are never cut: half a number is wrong.
struct HumanTable {
  private let table: Table
  private let colour: Colour
  private let headings: [Escaped]
  private let cells: [[Escaped]]
  /// Indices of the columns that are shown, in their order, and their widths.
  private var shown: [Int]
  private var widths: [Int]

  private static let gap = 2
  private static let readableCells = 10

  init(_ table: Table, width: Int, colour: Colour) {
    self.table = table
    self.colour = colour
    let headings = table.columns.map { Escaped.terminal($0.heading) }
    let cells = table.rows.map { $0.map { Escaped.terminal($0.text) } }
    self.headings = headings
    self.cells = cells
    shown = Array(table.columns.indices)
    widths = headings.map(\.width)
    for row in cells {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    }
    fit(into: max(1, width))
  }

  private mutating func fit(into width: Int) {
    let natural = widths
    while true {
      widths = natural
      var excess = shown.reduce(0) { $0 + widths[$1] } + Self.gap * (shown.count - 1) - width
      for column in leastImportantFirst where excess > 0 && mayShrink(column) {
        let least = min(widths[column], max(headings[column].width, Self.readableCells))
        let cut = min(excess, widths[column] - least)
        widths[column] -= cut
        excess -= cut
      }
      if excess <= 0 { return }
      guard shown.count > 1, let dropped = leastImportantFirst.first else {
        for column in shown { widths[column] = width }
        return
      }
      shown.removeAll { $0 == dropped }
    }
  }

  /// Among equals the column further right goes first.
  private var leastImportantFirst: [Int] {
    shown.sorted { (table.columns[$0].priority, -$0) < (table.columns[$1].priority, -$1) }
  }

  private func mayShrink(_ column: Int) -> Bool {
    table.rows.allSatisfy { $0[column].kind == .text }
  }

  var rendered: Escaped {
    var lines: [Escaped] = []
    if let title = table.title { lines.append(colour(.emphasis, .terminal(title))) }
    lines.append(colour(.emphasis, line(of: headings)))
    lines.append(
      colour(.dim, shown.map { Escaped("─").repeated(widths[$0]) }.joined(separator: .spaces(Self.gap))))
    lines += cells.map(line)
    if cells.isEmpty { lines.append(colour(.dim, "no rows")) }
    if let left = leftOut { lines.append(colour(.dim, left)) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(of row: [Escaped]) -> Escaped {
    shown.map { row[$0].padded(to: widths[$0], table.columns[$0].alignment) }
      .joined(separator: .spaces(Self.gap)).withoutTrailingSpaces
  }

  private var leftOut: Escaped? {
    let names = headings.indices.filter { !shown.contains($0) }.map { headings[$0] }
    if names.isEmpty { return nil }
    let noun: Escaped = names.count == 1 ? " column" : " columns"
    return Escaped(names.count) + noun + " not shown: " + names.joined(separator: ", ")
  }
}
