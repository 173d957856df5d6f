package import WorkroomReporting
package import Workroom
import WorkroomValues

/// Shows sheets of a Work Room as tables for people, as CSV or as JSON.
package enum SheetView {
  package static func table(_ sheet: Sheet) -> Table {
    var table = Table(
      title: sheet.title,
      columns: sheet.columns.map { column in
        let isText = column.kind == .text || column.kind == .date
        return Table.Column(column.heading, isText ? .left : .right, priority: column.priority)
      })
    for row in sheet.rows { table.append(zip(row, sheet.columns).map { cell($0, $1.kind) }) }
    return table
  }

  private static func cell(_ value: Sheet.Value, _ kind: Sheet.Kind) -> Table.Cell {
    switch value {
    case .text(let text): Table.Cell(text)
    case .number(let number): .number(Int(number))
    case .money(let money): .money(money)
    case .date(let date): .date(date)
    case .nothing: .nothing(kind == .number ? .number : kind == .money ? .money : kind == .date ? .date : .text)
    }
  }

  /// A whole sheet; its notes are for people only. CSV holds its data as they are, but for a terminal, which would obey them.
  package static func render(_ sheet: Sheet, _ format: Table.Format, toTerminal: Bool = false) -> Escaped {
    let body = table(sheet).render(format)
    if toTerminal, case .csv = format {
      return body.text.split(separator: "\r\n", omittingEmptySubsequences: false).map { Escaped.terminal(String($0)) }
        .joined(separator: "\n")
    }
    guard case .human = format else { return body }
    return body + sheet.notes.map { Escaped.terminal("  \($0)") + "\n" }.joined()
  }
}
