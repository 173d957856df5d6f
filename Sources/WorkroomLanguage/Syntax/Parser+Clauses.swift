/// Clauses of a rule that stand twice, or that stand on a line of their own below a rule that is complete.
extension Parser {
  /// A clause that the rule has already.
  mutating func clauseTwice(_ rule: RuleSyntax) -> Int? {
    let isJoined = !rule.actions.isEmpty && tree.line(token) != tree.line(previous)
    if isJoined {
      condition(token)
    } else if word == .unless, rule.actions.isEmpty {
      secondCondition()
    } else {
      fail(
        .unexpectedWord, "`\(tree.text(token))` stands twice in this line", label: "the second time",
        help: ["join the two: a line has one `\(tree.text(token))`"])
    }
    return nil
  }

  /// The opposite of a condition that stands between two tokens, in parentheses once.
  func denial(_ first: Int, _ last: Int) -> String {
    var text = tree.meant(first, last).trimmed
    if text.hasPrefix("["), text.hasSuffix("]") { text = "(\(text.dropFirst().dropLast()))" }
    var (depth, isWhole, isText) = (0, text.hasPrefix("("), false)
    for (index, byte) in text.utf8.enumerated() where isWhole {
      if byte == 34 { isText.toggle() }
      guard !isText else { continue }
      depth += byte == 40 ? 1 : byte == 41 ? -1 : 0
      if depth == 0 { isWhole = index + 1 == text.utf8.count }
    }
    return isWhole && depth == 0 ? "not \(text)" : "not (\(text))"
  }

  /// `go to active when big else go to declined`: a second case behind the condition of the first, which stands behind its
  /// action.
  mutating func reportsOtherCaseBehindCondition() -> Bool {
    let words = lines.significant[at..<lineEnd]
    guard let other = words.dropFirst().first(where: { [.else, .otherwise].contains(tree.tokens[$0].word) }),
      let next = words.first(where: { $0 > other }), [.when, .if].contains(word)
    else { return false }
    let opening = lines.significant[lines.ranges[line].lowerBound]
    let action = lines.significant[lines.ranges[line]].first {
      tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved
    }
    guard tree.tokens[opening].word == .on, let action, action < token, let before = words.last(where: { $0 < other })
    else {
      return false
    }
    let head = tree.meant(opening, lines.significant[lines.ranges[line]].last { $0 < action } ?? opening)
    let rest = tree.meant(next, lines.significant[lineEnd - 1])
    let isStage = next == lines.significant[lineEnd - 1] && namesOfFile().stages.contains(tree.text(next))
    let one = "\(head) when \(tree.meant(peekToken(1) ?? token, before)) \(tree.meant(action, previous))"
    let two = "\(head) otherwise \(isStage ? "go to " : "")\(rest)"
    let isWhole = readingsLeft > 0 && isAccepted("stage s\n\(one)\n\(two)\nend")
    fail(
      .unexpectedWord, "all other cases are a line of their own", at: other, label: "a line of its own",
      help: [
        isWhole
          ? "write `\(one)`, and on the line below it `\(two)`"
          : "write two lines, each with its event: one with `when` and the first action, and below it one with `otherwise`"
      ],
      fixes: isWhole
        ? [
          Diagnostic.Fix(
            safety: .maybe,
            edits: [(tree.span(opening, lines.significant[lineEnd - 1]), "\(one)\n\(margin(opening))\(two)")])
        ] : [])
    return true
  }

  private func margin(_ token: Int) -> String { String(repeating: " ", count: max(0, column(token) - 1)) }

  /// `when price is at most limit unless price is 0 USD`
  private mutating func secondCondition() {
    let (first, before) = (token, previous)
    let opening = lines.significant[..<at].last { [.when, .if, .unless].contains(tree.tokens[$0].word) }
    advance()
    guard parseCondition() != nil, first != previous, let opening, opening < before else { return }
    let held = tree.source.text(tree.span(opening + 1, before).range).trimmed
    let isTwofold = (opening + 1...before).contains { tree.tokens[$0].word == .or }
    let written = "when \(isTwofold ? "(\(held))" : held) and \(denial(first + 1, previous))"
    fail(
      .unexpectedWord, "a line has one condition, whose parts are joined with `and` or `or`", at: first,
      label: "write `and not (...)`", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(opening, previous), written)])])
  }

  /// `by director go to active` on a line of its own below a rule that is complete.
  mutating func reportsSenderAlone() -> Bool {
    guard word == .by, tree.line(token) != tree.line(previous) else { return false }
    let tokens = Array(lines.significant[at..<lineEnd])
    let action = tokens.firstIndex { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }
    guard let action, action > 1, let last = tokens.last, tree.line(token) == tree.line(last) else { return false }
    func text(_ range: Range<Int>) -> String { ReadingLine.joined(tokens[range].map { plainText($0) }) }
    let on = tokens[..<action].firstIndex { tree.tokens[$0].word == .on }
    if tree.tokens[tokens[1]].kind == .date {
      let written = "at \(text(1..<tokens.count))"
      fail(
        .unexpectedWord, "a date is waited for with `at`", label: "write `at`", help: ["write `\(written)`"],
        fixes: [fix(.maybe, tokens[0], "at")])
      return true
    }
    let days = Checker.days + ["today", "tomorrow", "noon", "weekend", "end"]
    if on == nil, days.contains(tree.text(tokens[1]).lowercased()) {
      fail(
        .unexpectedWord, "a line that waits for a day begins with `at`", to: tokens[1], label: "not a sender",
        help: ["write the date: `at 2026-03-01 \(text(action..<tokens.count))`"])
      return true
    }
    let event = on.flatMap { $0 + 1 < action ? tree.text(tokens[$0 + 1]) : nil }
    let rest = on.map { text($0 + min(2, action - $0)..<action) } ?? ""
    let sender = text(0..<(on ?? action)) + (rest.isEmpty ? "" : " \(rest)")
    let written = "on \(event ?? "proposal.accepted") \(sender) \(text(action..<tokens.count))"
    fail(
      .unexpectedWord, "who sends an event is said behind it, in the line for that event",
      label: "no event before this",
      help: ["write `\(written)`" + (event == nil ? ", with the event that is meant" : "")],
      fixes: event == nil
        ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(tokens[0], last), written)])])
    return true
  }

  /// `when paid is at least price go to completed` below a rule that is complete.
  mutating func condition(_ clause: Int) {
    fail(
      .unexpectedWord, "a condition stands behind an event, or behind `once`", at: clause,
      label: "no event before this",
      help: conditionAlone(clause), mayMean: true)
  }
}
