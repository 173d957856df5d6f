/// Values as other languages compute them, and times of day in words.
extension Parser {
  private static let totals = [
    "count": "count", "number": "count", "size": "count", "len": "count", "length": "count", "sum": "sum",
    "total": "sum",
    "left": "left", "remaining": "left",
  ]

  /// `count(content)`: a name and something in parentheses, of which the first stands at the cursor.
  mutating func reportsCall() -> Bool {
    guard kind == .leftParenthesis, at > lines.ranges[line].lowerBound, tree.tokens[previous].kind == .word,
      !tree.tokens[previous].word.isReserved, let argument = peekToken(1), peekKind(1) == .word,
      peekKind(2) == .rightParenthesis,
      let closing = peekToken(2)
    else { return false }
    let name = tree.text(previous)
    guard let total = Parser.totals[name.lowercased()] else { return false }
    let written = "\(total) of \(tree.text(argument))"
    if total != "left", namesOfFile().fields[tree.text(argument)] != nil {
      fail(
        .unexpectedWord, "a total is taken of what happened, not of a field", at: previous, to: closing,
        label: "a field has one value",
        help: [
          "name the field alone: `\(tree.text(argument))`",
          "or ask for what happened, as in `\(total == "count" ? "count of content" : "sum of conversions.subtotal")`",
        ])
      return true
    }
    fail(
      .unexpectedWord, "a total is asked for with `of`", at: previous, to: closing, label: "no parentheses",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(previous, closing), written)])])
    return true
  }

  /// `half past nine`, with `past` at the cursor.
  mutating func reportsClockInWords() -> Bool {
    guard isWord("past"), at > lines.ranges[line].lowerBound, let hour = peekToken(1) else { return false }
    let part = tree.text(previous).lowercased()
    let minutes = ["half": 30, "quarter": 15][part] ?? Int(part) ?? Numerals.read([part])?.value
    let hours = Int(tree.text(hour)) ?? Numerals.read([tree.text(hour)])?.value
    guard let minutes, let hours, (1...59).contains(minutes), (1...12).contains(hours) else { return false }
    func time(_ hour: Int) -> String { "`\(hour < 10 ? "0" : "")\(hour):\(minutes < 10 ? "0" : "")\(minutes)`" }
    fail(
      .badLiteral, "a time of day is written in figures, and has 24 hours", at: previous, to: hour,
      label: "before or after noon?", help: ["write \(time(hours % 12)) or \(time(hours % 12 + 12))"])
    return true
  }
}
