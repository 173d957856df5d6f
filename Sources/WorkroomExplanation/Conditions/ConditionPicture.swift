import WorkroomReporting

/// A condition as a picture: its text on a line, and beneath each part what it came to.
///
/// ```
/// price is at most most_we_pay  and  platform is one of wanted
/// │     │          │            │    │        │
/// │     false      500 USD      │    tiktok   true
/// 620 USD                       false
/// ```
extension ConditionTree {
  /// The lines of the picture, safe to print on a terminal. Where the condition is wider than `width` cells, it is broken
  /// before `and` and `or`, and each part has its own picture.
  package func picture(width: Int = 76) -> [String] {
    let marks = Dictionary(marks(root).map { ($0.piece, $0.text) }, uniquingKeysWith: { first, _ in first })
    var lines: [String] = []
    for (number, row) in rows(width).enumerated() {
      lines += picture(of: row, marks, indent: number == 0 ? 0 : 2)
    }
    for definition in definitions {
      lines.append("where `\(definition.name)` is defined in line \(definition.line) as")
      lines += definition.tree.picture(width: width - 2).map { "  \($0)" }
    }
    return lines.map { Escaped.terminal($0).text }
  }

  private struct Mark {
    var piece: Int
    var text: String
  }

  private func marks(_ node: Node) -> [Mark] {
    let own: String? =
      switch node.answer {
      case .yes: "true"
      case .no: "false"
      case .value(let text): Escaped.terminal(text).text
      case .unset: "not set"
      case .notRead: "not read"
      case .literal: nil
      }
    return (own.map { [Mark(piece: node.piece, text: $0)] } ?? []) + node.children.flatMap(marks)
  }

  private func shown(_ piece: Int) -> String { Escaped.terminal(pieces[piece].text).text }

  /// The pieces line by line.
  private func rows(_ width: Int) -> [Range<Int>] {
    func cells(_ range: Range<Int>) -> Int {
      range.reduce(0) { $0 + ($1 == range.lowerBound ? 0 : pieces[$1].gap) + shown($1).displayWidth }
    }
    let starts = [0] + pieces.indices.filter { pieces[$0].isJoint } + [pieces.count]
    var rows: [Range<Int>] = []
    for (start, end) in zip(starts, starts.dropFirst()) where start < end {
      if let last = rows.last, cells(last.lowerBound..<end) + (rows.count > 1 ? 2 : 0) <= width {
        rows[rows.count - 1] = last.lowerBound..<end
      } else {
        rows.append(start..<end)
      }
    }
    return rows
  }

  private func picture(of row: Range<Int>, _ marks: [Int: String], indent: Int) -> [String] {
    var text = String(repeating: " ", count: indent)
    var column = indent
    var waiting: [(column: Int, text: String)] = []
    for piece in row {
      let gap = piece == row.lowerBound ? 0 : pieces[piece].gap
      text += String(repeating: " ", count: gap) + shown(piece)
      column += gap
      if let mark = marks[piece] { waiting.append((column, mark)) }
      column += shown(piece).displayWidth
    }
    guard !waiting.isEmpty else { return [text] }
    var lines = [text, ConditionTree.line(waiting.map { ($0.column, "│") })]
    while !waiting.isEmpty {
      var cells: [(column: Int, text: String)] = []
      var rest: [(column: Int, text: String)] = []
      var free = Int.max
      for mark in waiting.reversed() {
        if mark.column + mark.text.displayWidth < free {
          cells.insert(mark, at: 0)
        } else {
          cells.insert((mark.column, "│"), at: 0)
          rest.insert(mark, at: 0)
        }
        free = mark.column
      }
      lines.append(ConditionTree.line(cells))
      waiting = rest
    }
    return lines
  }

  private static func line(_ cells: [(column: Int, text: String)]) -> String {
    var (line, width) = ("", 0)
    for cell in cells {
      line += String(repeating: " ", count: max(0, cell.column - width)) + cell.text
      width = max(width, cell.column) + cell.text.displayWidth
    }
    return line
  }
}
