/// What often stands behind an action and is a line of its own, or not needed.
extension Parser {
  /// The action before the cursor, in a line that waits for an event or in a block of such a line.
  private var actionOfLine: String? {
    let range = lines.ranges[line]
    let opening = tree.tokens[lines.significant[range.lowerBound]].word
    let isInBlock = opening.startsAction && open.last.map { tree.tokens[$0].word == .on } ?? false
    guard opening == .on || isInBlock,
      let action = lines.significant[range.lowerBound..<at].first(where: { tree.tokens[$0].word.startsAction })
    else { return nil }
    return tree.meant(action, previous)
  }

  /// `stage invited:`, where the next line goes on with a word that would join it.
  mutating func reportsColonAtTheEnd() -> Bool {
    guard kind == .colon, let next = peekToken(1), tree.line(next) != tree.line(token) else { return false }
    fail(
      .unexpectedWord, "no colon stands here", label: "not needed", help: ["delete it"], fixes: [fix(.maybe, token, "")]
    )
    return true
  }

  mutating func reportsMoreThanAnAction() -> Bool {
    if reportsSecondOutcome() || reportsSecondValue() { return true }
    if word == .and, peekWord(1).startsAction {
      fail(
        .unexpectedWord, "a line says one thing to do", label: "a second one",
        help: ["put each action on a line of its own below this one, and close them with `end`"], mayMean: true)
      return true
    }
    if reportsConditionOfAction() { return true }
    let isTime = word == .after || word == .every || word == .at && peekKind(1) == .date
    if isTime, let action = actionOfLine {
      let time = tree.meant(token, lines.significant[lineEnd - 1])
      fail(
        .unexpectedWord, "what an event asks for is done at once, and a time to wait for is a line of its own",
        label: "another time",
        help: ["let the event lead to a stage that waits, with the line `\(time) \(action)` in it"],
        mayMean: tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word == .on)
      return true
    }
    return reportsReceiver() || reportsHowOften()
  }

  /// `set price to event.price when event.price is set`, in a block: its actions are done all or none.
  private mutating func reportsConditionOfAction() -> Bool {
    let first = lines.significant[lines.ranges[line].lowerBound]
    guard [.when, .if, .unless].contains(word), tree.tokens[first].word.startsAction, let opening = open.last,
      tree.tokens[opening].word == .on, at + 1 < lineEnd, opening + 1 < tree.tokens.count
    else { return false }
    if reportsCaseBelowAction(opening) { return true }
    guard !isFull, readingsLeft > 0 else { return false }
    readingsLeft -= 1
    let action = tree.meant(first, previous)
    let words = lines.significant[(at + 1)..<lineEnd]
    let reason = words.first { tree.tokens[$0].word == .because }
    let asked = words.prefix { $0 != reason }
    guard let last = asked.last else { return false }
    let because = reason.map { " \(tree.meant($0, lines.significant[lineEnd - 1]))" } ?? ""
    let block = conditionOfRule(opening).map { "\($0) and " } ?? ""
    let isTwofold = !block.isEmpty && asked.contains { tree.tokens[$0].word == .or }
    guard let condition = asSeenBefore(asked, opening) else {
      tellConditionOfAction(nil, at, last)
      return true
    }
    let test = word == .unless ? "not (\(condition))" : isTwofold ? "(\(condition))" : condition
    tellConditionOfAction("\(headOfRule(opening)) when \(block)\(test) \(action)\(because)", nil)
    return true
  }

  /// The condition of a rule as it stands behind `when`; one with `or` in parentheses.
  private func conditionOfRule(_ opening: Int) -> String? {
    guard let range = lines.ranges.last(where: { lines.significant[$0.lowerBound] == opening }),
      let when = lines.significant[range].first(where: { [.when, .if].contains(tree.tokens[$0].word) })
    else { return nil }
    let words = lines.significant[range].drop { $0 <= when }.prefix { tree.tokens[$0].word != .because }
    guard let first = words.first, let last = words.last else { return nil }
    let text = tree.meant(first, last)
    return words.contains { tree.tokens[$0].word == .or } ? "(\(text))" : text
  }

  /// A condition as it reads beside its block, where a field still has its value from before the event: a field that the
  /// block has set stands for what it was set to, if that is one word.
  func asSeenBefore(_ words: some Sequence<Int>, _ opening: Int) -> String? {
    var values: [String: String?] = [:]
    for range in lines.ranges[..<line].reversed() {
      let tokens = lines.significant[range].map { $0 }
      guard tokens[0] > opening else { break }
      let word = tree.tokens[tokens[0]].word
      if word == .set, tokens.count > 3, values[tree.text(tokens[1])] == nil {
        values[tree.text(tokens[1])] = .some(tokens.count == 4 ? tree.text(tokens[3]) : nil)
      } else if [.add, .subtract].contains(word), let last = tokens.last {
        values[tree.text(last)] = .some(nil)
      }
    }
    var (text, end): (String, Int?) = ("", nil)
    for token in words {
      let span = tree.tokens[token].range
      if let end, end < span.lowerBound { text += " " }
      if tree.tokens[token].kind == .word, let known = values[tree.text(token)] {
        guard let value = known else { return nil }
        text += value
      } else {
        text += tree.text(token)
      }
      end = span.upperBound
    }
    return text
  }

  /// Says where an action belongs that is done in some cases only; without a line, that it would ask for what was before.
  mutating func tellConditionOfAction(_ written: String?, _ place: Int?, _ last: Int? = nil) {
    let title = Parser.actionsAreDoneTogether
    guard let written else {
      return fail(
        .unexpectedWord, title, to: last, label: "in some cases only?",
        notes: ["a line beside this block would ask for the values from before the event"],
        help: ["let the event lead to a stage of its own, and ask there, with `once` and this condition"])
    }
    fail(
      .unexpectedWord, title, at: place, label: "in some cases only?",
      help: ["write `\(written)` as a line of its own, beside this block"])
  }

  /// `send email "invitation" to influencer`, `send email "late" to manager`.
  private mutating func reportsReceiver() -> Bool {
    guard word == .to, at > 1, tree.tokens[previous].kind == .text, tree.text(lines.significant[at - 2]) == "email"
    else { return false }
    let articles = ["the", "our", "my", "a", "your"].contains(peekToken(1).map { tree.text($0) } ?? "") ? 1 : 0
    let last = lines.significant[lineEnd - 1]
    if let role = peekToken(1 + articles), namesOfFile().people.contains(tree.text(role)), lineEnd - at == 2 + articles
    {
      let written = "tell \(tree.text(role)) \(tree.text(previous))"
      let send = lines.significant[at - 3]
      fail(
        .unexpectedWord, "a mail goes to the influencer, and others are told something with `tell`",
        label: "not the influencer", help: ["write `\(written)`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(send, role), written)])])
      return true
    }
    fail(
      .unexpectedWord, "a mail goes to the influencer, whom nobody has to name", label: "not needed",
      help: ["delete `\(tree.meant(token, last))`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), "")])])
    return true
  }

  /// `send email "reminder", max 2`, in a line that happens once.
  private mutating func reportsHowOften() -> Bool {
    let opening = tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word
    guard opening != .every, let (count, isWhole) = timesAhead(kind == .comma ? 1 : 0), isWhole else { return false }
    let range = lines.ranges[line]
    let action = lines.significant[range.lowerBound..<at].first { tree.tokens[$0].word.startsAction }
    guard let action else { return false }
    let said = tree.meant(action, previous)
    if count == 1 { return reportsOnce() }
    let rhythm =
      "write `every 7 days at most \(count) times \(said)`, with the time between two of them, as a line of the stage that waits"
    if tree.tokens[action].word == .owe, count < 4, let sum = owedSeveralTimes(said, count) {
      fail(
        .unexpectedWord, "what is owed is said once, and how often is said of a rhythm",
        label: "at once, or again later?", help: ["write `\(sum)` if it is all owed at once", "or \(rhythm)"])
      return true
    }
    fail(
      .unexpectedWord, "how often is said of a rhythm, and this line happens once each time",
      label: "how often in which rhythm?",
      help: [rhythm])
    return true
  }

  /// `owe price for "fee" once`: a line happens once each time that it applies.
  private mutating func reportsOnce() -> Bool {
    let first = tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word
    let mayRepeat = first == .on || first.startsAction
    let last = lines.significant[lineEnd - 1]
    var place = behind(previous)
    place.range = place.range.lowerBound..<tree.span(last, last).range.upperBound
    fail(
      .unexpectedWord, "a line happens once each time that it applies", to: last,
      label: mayRepeat ? "once in all?" : "not needed",
      help: [
        "delete `\(tree.meant(token, last))`"
          + (mayRepeat ? "; what must not come a second time leads to a stage of its own" : "")
      ], fixes: mayRepeat ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(place, "")])])
    return true
  }

  /// `owe price + price for "fee"`
  private func owedSeveralTimes(_ said: String, _ count: Int) -> String? {
    guard let end = said.firstRange(of: " for \""), said.hasPrefix("owe ") else { return nil }
    let amount = said[said.index(said.startIndex, offsetBy: 4)..<end.lowerBound]
    guard !amount.contains(" + "), !amount.contains(" - ") else { return nil }
    return "owe \([String](repeating: String(amount), count: count).joined(separator: " + "))\(said[end.lowerBound...])"
  }

  /// `max 2`, `at most 2 times`, `twice`: how often that is, and whether the line ends there.
  private func timesAhead(_ start: Int) -> (count: Int, isWhole: Bool)? {
    func text(_ ahead: Int) -> String { peekToken(ahead).map { tree.text($0).lowercased() } ?? "" }
    var next = start
    if let count = ["once": 1, "twice": 2, "thrice": 3][text(next)] { return (count, peekToken(next + 1) == nil) }
    var isLimit = false
    while ["at", "most", "max", "maximum", "only", "up", "to", "but", "not", "more", "than"].contains(text(next)) {
      if ["most", "max", "maximum", "than", "to", "only"].contains(text(next)) { isLimit = true }
      next += 1
    }
    let count = Int(text(next)) ?? Numerals.read([text(next)])?.value
    guard let count, count > 0, count < 1000 else { return nil }
    let isTimes = ["times", "time", "x"].contains(text(next + 1))
    guard isTimes || isLimit else { return nil }
    return (count, peekToken(next + (isTimes ? 2 : 1)) == nil)
  }
}
