import WorkroomValues

/// Fields that are written down as a table: `most_we_pay | money | 500 USD`, with or without a sign at the ends of a row.
extension Lexer {
  /// Reads the row that the sign at the cursor stands in as the field that it is; one that heads a table is passed over.
  mutating func lexFieldRow() -> Bool {
    if position < fieldRow.end { return signInFieldRow() }
    let before = lineSoFar
    guard isFirstInLine || before.count < 6 && before.allSatisfy({ $0.kind == .word && !$0.word.startsLine }) else {
      return false
    }
    var start = position
    while start > 0, !isLineBreak(start - 1) { start -= 1 }
    let (end, field) = row(start)
    if let field {
      reportFields(start..<end, field)
      fieldRow = (end, isFirstInLine ? 0 : 1)
      append(.dropped, 1)
      return true
    }
    // Behind a heading one line may be a ruler.
    let next = row(end + 1)
    guard let below = next.field ?? row(next.end + 1).field else { return false }
    if let first = before.first, !isFirstInLine {
      position = first.range.lowerBound
      tokens.removeLast(before.count)
    }
    reportFields(position..<end, below)
    append(.dropped, end - position)
    return true
  }

  private mutating func reportFields(_ row: Range<Int>, _ field: String) {
    if position >= tableUntil {
      report(
        .foreignWord, "a field is a line without `|`", row, "a row of a table",
        help: ["write `\(field)`, and a line like it for each row"])
    }
    tableUntil = endOfTable(row.upperBound)
  }

  /// Where a row ends that begins at a place, and the field that it says.
  private func row(_ start: Int) -> (end: Int, field: String?) {
    guard start < bytes.count else { return (bytes.count, nil) }
    var end = start
    while end < bytes.count, !isLineBreak(end) { end += 1 }
    guard end - start < 500 else { return (end, nil) }
    let cells = source.text(start..<end).split(separator: "|").map(\.trimmed).filter { !$0.isEmpty }
    guard (2...6).contains(cells.count), cells[0].utf8.allSatisfy({ $0 == 32 || self.isWordByte($0) }),
      let type = Lexer.type(cells[1].split(separator: " ").map(String.init))
    else { return (end, nil) }
    let name = cells[0].lowercased().split(separator: " ").joined(separator: "_")
    let rest = cells.count > 2 ? cells[2] : ""
    let isWhole = rest.isEmpty || rest.hasPrefix("optional") || rest.hasPrefix("default")
    return (end, "\(name) \(type) \(isWhole ? rest : "default \(rest)")".trimmed)
  }

  /// The type that a cell says, without what explains it.
  private static func type(_ words: [String]) -> String? {
    guard let first = words.first, Parser.startsType(first) else { return nil }
    switch first {
    case "discount", "link", "product": return words.prefix(2).joined(separator: " ")
    case "one", "pool": return words.joined(separator: " ")
    case "money" where words.count > 1 && Currency(words[1]) != nil: return words.prefix(2).joined(separator: " ")
    default: return first
    }
  }

  /// A later sign of such a row: what stands behind the third one says something to readers only.
  private mutating func signInFieldRow() -> Bool {
    fieldRow.signs += 1
    let next = behindBlanks(position + 1)
    switch fieldRow.signs {
    case 1: append(.dropped, 1)
    case 2 where next < fieldRow.end && bytes[next] != UInt8(ascii: "|"):
      let word = wordBehind(next)
      word == .optional || word == .default ? append(.dropped, 1) : append(.word, 1, .default)
    default: append(.dropped, fieldRow.end - position)
    }
    return true
  }
}
