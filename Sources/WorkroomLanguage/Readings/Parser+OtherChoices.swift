/// More lines that only their author can decide: two stages where one is known, days that differ from month to month, and
/// two values for one field.
extension Parser {
  func choice(_ title: String, _ tokens: ArraySlice<Int>, _ label: String, _ help: [String]) -> Meant {
    Meant(title: title, span: tree.span(tokens.first!, tokens.last!), label: label, notes: [], help: help)
  }

  /// `expect mia in proposed or active`: a scenario plays in one way.
  mutating func oneOfTwoStages(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard words[0] == "expect", let joint = words.lastIndex(of: "or"), joint + 2 == tokens.count, joint > 3,
      let place = words[..<joint].lastIndex(of: "in"), place + 2 == joint
    else { return nil }
    let head = tree.meant(tokens[0], tokens[place])
    if words[place - 1] == "not" {
      return choice(
        "each expectation is a line of its own", tokens[(place + 1)...], "in neither of the two?",
        [
          "write `\(head) \(tree.text(tokens[place + 1]))`, and on the line below it `\(head) \(tree.text(tokens[joint + 1]))`"
        ])
    }
    return choice(
      "a scenario always plays in the same way, so that one stage is known", tokens[(place + 1)...],
      "which of the two?",
      ["write `\(head) \(tree.text(tokens[place + 1]))` or `\(head) \(tree.text(tokens[joint + 1]))`"])
  }

  /// `every 7 days until 2026-03-01 send email "reminder"`: a rhythm ends when its stage is left.
  func untilDate(_ tokens: [Int], _ words: [String]) -> Meant? {
    guard let until = words.firstIndex(where: { ["until", "till", "before", "to"].contains($0) }), until > 1,
      until + 1 < tokens.count, tree.tokens[tokens[until + 1]].kind == .date,
      let action = tokens.firstIndex(where: { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }),
      action == until + 2
    else { return nil }
    let rest = ReadingLine.joined(tokens[action...].map { plainText($0) })
    return choice(
      "a rhythm ends when its stage is left", tokens[until...(until + 1)], "a day to end it",
      [
        "write `\(tree.meant(tokens[0], tokens[until - 1])) \(rest)`, and on a line of its own `at \(tree.text(tokens[until + 1])) go to \(finalStages.first ?? "done")`, with the stage that follows then"
      ])
  }

  private static let periods: Set = ["month", "week", "quarter", "year", "day"]

  /// `at end of month go to active`
  func endOfMonth(_ tokens: [Int], _ words: [String]) -> Meant? {
    let edges: Set = ["end", "start", "begin", "beginning", "close"]
    let action =
      tokens.firstIndex { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved } ?? tokens.count
    guard action > 2, action < 8, words[1..<action].contains(where: edges.contains),
      let period = words[1..<action].first(where: Parser.periods.contains), !isDotted(tokens[1])
    else { return nil }
    let rest = action < tokens.count ? " \(ReadingLine.joined(tokens[action...].map { plainText($0) }))" : ""
    let length =
      ["month": "30 days", "week": "7 days", "quarter": "90 days", "year": "365 days", "day": "1 day"][period] ?? ""
    return choice(
      "a line waits for a day that is known, or for a length of time", tokens[1..<action], "not a day of its own",
      [
        "write the day, such as `at 2026-03-31\(rest)`, or a field that holds it, such as `at closing_day\(rest)`",
        "or wait for a length of time from the stage on: `after \(length)\(rest)`",
      ])
  }

  /// `set level to gold or silver`, `set note_text to hello world`: more than one value behind `to`.
  mutating func reportsSecondValue() -> Bool {
    let range = lines.ranges[line]
    guard let set = range.first(where: { tree.tokens[lines.significant[$0]].word == .set && $0 < at }),
      set + 3 < at || set + 3 == at
    else { return false }
    let (name, value) = (tree.text(lines.significant[set + 1]), lines.significant[set + 3])
    let last = lines.significant[at..<lineEnd].prefix { tree.tokens[$0].word != .because }.last ?? token
    if word == .or, let other = peekToken(1), ReadingLine.boundWords.contains(tree.text(other)) {
      let one = tree.meant(lines.significant[set], previous)
      fail(
        .unexpectedWord, "a field gets one value, and a condition asks for a limit", at: token, to: last,
        label: "which value?", help: ["write `\(one)`, if that is the value that it gets"])
      return true
    }
    if word == .or || word == .else, let other = peekToken(1), !tree.tokens[other].word.startsAction {
      let (one, rest) = (tree.meant(lines.significant[set], previous), tree.meant(other, last))
      fail(
        .unexpectedWord, "a field gets one value, and a condition says which of two", at: token, to: last,
        label: "which one?",
        help: [
          "write a line for each: one with `when ... \(one)`, and below it one with `otherwise set \(name) to \(rest)`"
        ])
      return true
    }
    guard word == .name, kind == .word, set + 4 == at, tree.tokens[value].kind == .word,
      tree.tokens[value].word == .name,
      namesOfFile().fields[name] == "text"
    else { return false }
    let written = "\"\(tree.meant(value, last))\""
    fail(
      .unexpectedWord, "a text stands in quotes", at: value, to: last, label: "quotes are missing",
      help: ["write `\(written)`"], fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(value, last), written)])])
    return true
  }
}
