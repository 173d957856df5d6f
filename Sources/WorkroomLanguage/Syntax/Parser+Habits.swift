/// What English or another language brings along: each is told by what the line says instead.
extension Parser {
  /// `the`, `a` or `an` before a name; true where one was reported.
  mutating func reportsArticle(mayBeRole: Bool = false) -> Bool {
    guard isWord("the") || isWord("a") || isWord("an"), peekKind(1) == .word,
      peekWord(1) == .name || mayBeRole && peekWord(1) == .influencer
    else { return false }
    // `once a week` is no article before a name.
    if let unit = peekToken(1), isUnit(unit), tree.tokens[previous].word == .once { return false }
    fail(
      .unexpectedWord, "names stand without `\(tree.text(token))`", label: "not needed", help: ["delete it"],
      fixes: [fix(.safe, token, "")])
    return true
  }

  /// `on content approved`: the two words of an event without the dot between them.
  mutating func reportsEventInTwoWords() -> Bool {
    let first = previous
    guard !isDotted(first), kind == .word, word == .name, !["the", "a", "an"].contains(tree.text(first)) else {
      return false
    }
    // `on any proposal.accepted`, `on all proposals`
    if Parser.every.contains(tree.text(first)) { return false }
    let goesOn = peekKind(1) != .word || peekWord(1) != .name
    guard goesOn else { return false }
    if isDotted(token) { return reportsWordBeforeEvent(first) }
    let (left, right) = (tree.text(first), tree.text(token))
    let events = Parser.standardEvents
    let meant = EventHabits.path(left, right, among: events) ?? EventHabits.path(right, left, among: events)
    let whole = meant ?? "\(left).\(right)"
    fail(
      .unexpectedWord, "the name of an event has a dot", at: first, to: token, label: "two words",
      help: ["write `\(whole)`\(peekKind(1) == .colon ? ", without a colon" : "")"],
      fixes: [
        Diagnostic.Fix(
          safety: .maybe,
          edits: [(tree.span(first, peekKind(1) == .colon ? peekToken(1) ?? token : token), whole)])
      ])
    return true
  }

  /// `go to no reply`: a name of several words, the first of which the language uses itself.
  mutating func reportsTargetInSeveralWords() -> Bool {
    if word == .to, tree.tokens[previous].word == .to, peekKind(1) == .word {
      fail(
        .unexpectedWord, "`to` stands twice", label: "not needed", help: ["delete it"], fixes: [fix(.maybe, token, "")])
      return true
    }
    guard kind == .word, word.isReserved, !word.startsAction, peekKind(1) == .word, peekWord(1) == .name else {
      return false
    }
    let (first, last) = (token, peekToken(1) ?? token)
    let whole = "\(tree.text(first))_\(tree.text(last))"
    fail(
      .unexpectedWord, "the name of a stage is one word", at: first, label: "several words",
      help: ["write `\(whole)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, last), whole)])])
    return true
  }

  /// `go to timed out`: a name of two words, of which no stage is called by the first.
  mutating func reportsSecondWordOfTarget(_ first: Int) -> Bool {
    guard kind == .word, word == .name, tree.line(first) == tree.line(token), peekToken(1) == nil,
      !Parser.adverbs.contains(tree.text(token))
    else { return false }
    let whole = "\(tree.text(first))_\(tree.text(token))"
    let stages = namesOfFile().stages
    guard stages.contains(whole) || !stages.contains(tree.text(first)) || readingsLeft > 0 && isSplitFinal(first, token)
    else {
      return false
    }
    fail(
      .unexpectedWord, "the name of a stage is one word", at: first, to: token, label: "several words",
      help: ["write `\(whole)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, token), whole)])])
    return true
  }

  /// Whether a line of final stages has two words side by side as well.
  private func isSplitFinal(_ first: Int, _ second: Int) -> Bool {
    lines.ranges.contains { range in
      guard tree.tokens[lines.significant[range.lowerBound]].word == .final else { return false }
      return range.dropFirst().dropLast().contains {
        tree.text(lines.significant[$0]) == tree.text(first)
          && tree.text(lines.significant[$0 + 1]) == tree.text(second)
      }
    }
  }

  private static let adverbs: Set = [
    "now", "immediately", "directly", "please", "then", "again", "instead", "automatically", "too", "also", "later",
  ]

  /// `else go to declined` on a line of its own: the case that is left is a line of the event as well.
  mutating func reportsLineOfTheRest(_ first: Int) -> Bool {
    let isElif = ["elif", "elsif", "elseif"].contains(tree.text(first))
    guard word == .else || word == .otherwise || isElif else { return false }
    let before = eventBefore()
    let head = before ?? "on proposal.accepted"
    let words = lines.significant[lines.ranges[line]].dropFirst()
    let asks = isElif || words.first.map { [.if, .when].contains(tree.tokens[$0].word) } == true
    let rest = (asks && !isElif ? words.dropFirst() : words).filter { tree.tokens[$0].kind != .colon }
    // What stands below it, further in, is what is done.
    let said =
      rest.isEmpty
      ? nextLineIsDeeper() ? "" : " ignore" : " \(tree.meant(rest.first!, rest.last!).trimmed)"
    let start = "\(head) otherwise\(asks ? " when" : "")"
    let span = tree.span(first, asks && !isElif ? words.first! : first)
    fail(
      .unexpectedWord, "a line for all other cases names its event again", at: first, label: "of which event?",
      help: [
        before == nil
          ? "write its event before it, as in `\(start)\(said)`, with the event that is meant"
          : "write `\(start)\(said)`"
      ], fixes: before == nil ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(span, start)])])
    return true
  }

  /// `otherwise go to declined` among the actions of a block.
  mutating func reportsRestInBlock(_ first: Int) -> Bool {
    guard word == .else || word == .otherwise, let opening = open.last, tree.tokens[opening].word == .on else {
      return false
    }
    let words = lines.significant[lines.ranges[line]].dropFirst()
    let said = words.isEmpty ? "ignore" : tree.meant(words.first!, words.last!).trimmed
    let head = headOfRule(opening)
    fail(
      .unexpectedWord, "the rest of the cases is a line of its own, outside of this block", at: first,
      label: "not an action", help: ["write `\(head) otherwise \(said)` below the `end` of this block"])
    return true
  }

  /// `on proposal.accepted by manager`: the events that a rule waits for, and who sends them, without its condition.
  func headOfRule(_ opening: Int) -> String {
    guard let range = lines.ranges[...line].last(where: { lines.significant[$0.lowerBound] == opening })
    else { return "on" }
    let words = lines.significant[range].dropFirst()
    let end = words.first { token in
      guard tree.tokens[token].kind == .word else { return true }
      let word = tree.tokens[token].word
      return [.when, .if, .unless, .otherwise, .else, .because, .then].contains(word)
        || word.startsAction && word.isReserved || tree.line(token) != tree.line(opening)
    }
    return tree.meant(opening, words.prefix { $0 != end }.last ?? opening)
  }

  /// `on proposal.accepted`, of the nearest rule for an event above at the same margin.
  private func eventBefore() -> String? {
    for range in lines.ranges[..<line].reversed() where column(lines.significant[range.lowerBound]) == column(token) {
      switch tree.tokens[lines.significant[range.lowerBound]].word {
      case .on where range.count > 1: return headOfRule(lines.significant[range.lowerBound])
      case .end: continue
      default: return nil
      }
    }
    return nil
  }

  /// `once 7 days later`: a time to wait for.
  mutating func reportsTimeAsCondition(_ first: Int, _ subject: NodeIndex) -> Bool {
    switch tree.expressions[subject].kind {
    case .duration, .span: break
    default: return false
    }
    let opening = lines.significant[lines.ranges[line].lowerBound]
    let duration = tree.meant(first, previous)
    if tree.tokens[opening].word == .once, first != lines.significant[lines.ranges[line].lowerBound + 1] {
      return reportsTimeBesideCondition(first, duration)
    }
    let isOnce = tree.tokens[opening].word == .once
    let later = isWord("later") ? [(tree.span(token, token), "")] : []
    fail(
      .conditionWithoutVerb, "a time to wait for begins with `after`", at: isOnce ? opening : first,
      label: "write `after`",
      help: ["write `after \(duration) \(actionAhead ?? "send email \"reminder\"")`"],
      fixes: isOnce
        ? [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(opening, opening), "after")] + later)] : [])
    return true
  }

  /// `once big and 7 days later go to active`: a condition and a time, each of which has a line.
  private mutating func reportsTimeBesideCondition(_ first: Int, _ duration: String) -> Bool {
    let range = lines.ranges[line]
    let joint = lines.significant[range].last { $0 < first }
    guard let joint, let before = lines.significant[range].last(where: { $0 < joint }) else { return false }
    let condition = tree.meant(lines.significant[range.lowerBound], before)
    let action = actionAhead ?? "send email \"reminder\""
    fail(
      .conditionWithoutVerb, "a condition and a time to wait for have a line each", at: joint, to: previous,
      label: tree.tokens[joint].word == .or ? "either of them" : "one after the other",
      help: [
        tree.tokens[joint].word == .or
          ? "write two lines: `\(condition) \(action)` and `after \(duration) \(action)`"
          : "let `\(condition)` lead to a stage that waits, with the line `after \(duration) \(action)` in it"
      ])
    return true
  }

  private static let bounds = [
    "greater": "more than", "higher": "more than", "bigger": "more than", "larger": "more than", "over": "more than",
    "above": "more than", "fewer": "less than", "lower": "less than", "smaller": "less than", "under": "less than",
    "below": "less than",
  ]

  /// `is greater than`, `isn't above`, `is less than or equal to`, `is up to`: limits in other words.
  mutating func reportsForeignBound(_ negated: Bool) -> Bool {
    guard kind == .word, peekToken(1) != nil else { return false }
    let written = tree.text(token)
    let isUpTo = written == "up" && peekWord(1) == .to
    guard let bound = isUpTo ? "at most" : Parser.bounds[written] else { return false }
    let isDenied = tree.tokens[previous].word == .not || tree.tokens[previous].word == .notEquals
    guard !negated || isDenied else { return false }
    let isLong = isUpTo || isWord("than", ahead: 1)
    let (inclusion, isIn) = isUpTo ? wordsOfInclusion : (0, true)
    let equality = isUpTo ? inclusion : wordsOfEquality(isLong ? 2 : 1)
    let isEqual = equality > 0
    guard isLong || isEqual || peekKind(1) != .word || peekWord(1) == .name else { return false }
    let length = (isLong ? 2 : 1) + equality
    guard let last = peekToken(length - 1), peekToken(length) != nil else { return false }
    // `is not under`: what is said is the opposite.
    let opposites = ["at most": "more than", "at least": "less than", "more than": "at most", "less than": "at least"]
    let limit = !isIn ? "less than" : isEqual ? bound == "more than" ? "at least" : "at most" : bound
    let meant = "is \(negated ? opposites[limit] ?? limit : limit)"
    let isOneWord = tree.tokens[previous].word == .notEquals
    let start = lines.significant[at - (negated && !isOneWord ? 2 : 1)]
    let phrase = tree.meant(start, last)
    let isTwofold = negated && hasSecondLimit(length)
    fail(
      .foreignWord, "`\(phrase)` is written `\(meant)`", at: start, to: last, label: "write `\(meant)`",
      help: isTwofold ? [Parser.twofold] : ["write `\(meant)`"],
      fixes: isTwofold ? [] : [Diagnostic.Fix(safety: .safe, edits: [(tree.span(start, last), meant)])])
    return true
  }

  /// `up to and including`, `up to but not including`: how many words behind `up to`, and whether the limit counts.
  private var wordsOfInclusion: (count: Int, isIn: Bool) {
    if peekWord(2) == .and, isWord("including", ahead: 3) { return (2, true) }
    guard isWord("but", ahead: 2) else { return (0, true) }
    if isWord("excluding", ahead: 3) { return (2, false) }
    return peekWord(3) == .not && isWord("including", ahead: 4) ? (3, false) : (0, true)
  }

  /// How many words `or equal to` has that begins so many words ahead.
  func wordsOfEquality(_ ahead: Int) -> Int {
    guard peekWord(ahead) == .or, isWord("equal", ahead: ahead + 1) || isWord("equals", ahead: ahead + 1) else {
      return 0
    }
    return peekWord(ahead + 2) == .to ? 3 : 2
  }
}
