/// Tables in another form: rows below each other, with `|`, with `:`, with the limit before its value.
extension Parser {
  private static let tableRowsMax = 64

  /// Reports a table that the rows of the definition at the cursor make together with the lines below it.
  mutating func reportsTableInOtherForm() -> Bool {
    let opening = lines.significant[lines.ranges[line].lowerBound]
    guard tree.tokens[opening].word == .define, !lineHasError, readingsLeft > 0 else { return false }
    readingsLeft -= 1
    let (head, entries, end) = linesOfTable(opening)
    guard let table = TableText(entries) else { return false }
    let written = "\(head) as \(table.rows.joined(separator: ", "))"
    guard isRight([written]) else { return false }
    let start = tree.tokens[opening].range.lowerBound
    let whole = Diagnostic.Span(source: tree.sourceIndex, range: start..<end)
    if table.leavesLimitOut {
      let lowered = table.lowered.map { "\(head) as \($0.joined(separator: ", "))" }
      fail(
        .unexpectedWord, "`up to` counts its limit in, and what is below a limit does not", at: opening,
        to: lines.significant[lineEnd - 1], label: "the limit itself?",
        help: (lowered.map { ["if the limit itself belongs to the next row, write `\($0)`"] } ?? [])
          + ["if the limit itself belongs to the row before that, write `\(written)`"])
      told.append((start..<end, true))
      tableEnd = end
      return true
    }
    fail(
      .unexpectedWord, "the rows of a table stand behind `as`, parted by commas", at: opening,
      label: "a table in another form",
      help: ["write `\(written)`"], fixes: [Diagnostic.Fix(safety: .maybe, edits: [(whole, written)])])
    told.append((start..<end, true))
    tableEnd = end
    return true
  }

  /// What a definition says before its rows, the rows as lines of text, and where the last of them ends.
  private func linesOfTable(_ opening: Int) -> (head: String, entries: [String], end: Int) {
    let source = tree.source
    let first = source.line(at: tree.tokens[opening].range.lowerBound)
    let (head, behind) = headAndRest(text(of: first))
    var entries = behind.split(separator: behind.contains("|") ? "|" : ",").map(\.trimmed).filter { !$0.isEmpty }
    var end = source.lineRange(first).upperBound
    var line = first + 1
    while line <= source.lineStarts.count, entries.count < Parser.tableRowsMax {
      let range = source.lineRange(line)
      let row = text(of: line)
      let margin = source.bytes[range].prefix { $0 == 32 || $0 == 9 }.count
      guard !row.isEmpty, row != "end", row.hasPrefix("|") || margin >= column(opening) else { break }
      entries.append(row.hasSuffix(",") ? String(row.dropLast()) : row)
      end = range.upperBound
      line += 1
    }
    return (head, entries, end)
  }

  /// A line without its comment; the dashes of a ruler are none.
  private func text(of line: Int) -> String {
    let text = tree.source.text(tree.source.lineRange(line)).trimmed
    guard !TableText.isRuler(text) else { return text }
    return text.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false).first?.trimmed ?? text
  }

  private func headAndRest(_ line: String) -> (String, String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let place = words.firstIndex(where: { $0 == "as" || $0 == "as:" || $0 == ":" }) else {
      return (line.hasSuffix(":") ? String(line.dropLast()) : line, "")
    }
    return (words[..<place].joined(separator: " "), words[(place + 1)...].joined(separator: " "))
  }
}
