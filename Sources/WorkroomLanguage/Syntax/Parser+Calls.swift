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
      tree.tokens[previous].word == .name
    else { return false }
    if Parser.totals[tree.text(previous).lowercased()] == nil { return reportsUnknownCall() }
    guard let argument = peekToken(1), peekKind(1) == .word,
      peekKind(2) == .rightParenthesis,
      let closing = peekToken(2)
    else { return false }
    let name = tree.text(previous)
    guard let total = Parser.totals[name.lowercased()] else { return false }
    let counted = tree.text(argument).split(separator: ".").first.map(String.init) ?? ""
    if isDotted(argument), total == "count", isKnownEvent(tree.text(argument)) {
      fail(
        .unexpectedWord, "things are counted, not what happens to them", at: previous, to: closing,
        label: "no parentheses",
        help: [
          "write `count of \(counted)`, or count in a field of the record: `on \(tree.text(argument)) add 1 to \(counted)s`"
        ])
      return true
    }
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

  /// `max(price, advance)`: a function of another language.
  private mutating func reportsUnknownCall() -> Bool {
    guard tree.tokens[previous].range.upperBound == tree.tokens[token].range.lowerBound,
      let closing = lines.significant[at..<lineEnd].first(where: { tree.tokens[$0].kind == .rightParenthesis })
    else { return false }
    fail(
      .unexpectedWord, "no value is computed with `\(shown(previous))(...)`", at: previous, to: closing,
      label: "no such calculation",
      help: [
        "values are fields, amounts, sums such as `price + 5 USD` and shares such as `20% of price`; which of two counts is asked in a condition"
      ])
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
