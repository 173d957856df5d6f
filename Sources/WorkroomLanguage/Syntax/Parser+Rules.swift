/// Rules: what they wait for, their clauses, and their bodies.
extension Parser {
  /// `rule = on | timer | once`, with its block if it has one.
  mutating func parseRule() -> NodeIndex? {
    let first = token
    let opensBlock = opensBlock(lines.ranges[line])
    var rule = parseTrigger()
    let conditionIsOnce = if case .once = rule?.trigger { true } else { false }
    if rule != nil, !lineHasError { parseClauses(&rule!, first) }
    if let read = rule, !lineHasError, !conditionIsOnce || read.condition == nil { parseBody(&rule!, first) }
    let failed = lineHasError
    line += 1
    if opensBlock || toldBlock == first { parseActions(first, &rule) }
    guard let rule, !failed else { return nil }
    tree.rules.append(rule)
    return tree.rules.count - 1
  }

  // MARK: What a rule waits for

  private mutating func parseTrigger() -> RuleSyntax? {
    let first = token
    let word = self.word
    advance()
    if word == .after || word == .at || word == .every, reportsEventAsTime(first) { return nil }
    let trigger: RuleSyntax.Trigger?
    switch word {
    case .on: trigger = parseOn()
    case .after: trigger = parseOperand().map { .after($0) }
    case .at: trigger = parseExpression().map { .at($0) }
    case .every: trigger = parseEvery()
    default: trigger = parseOnce()
    }
    guard let trigger else { return nil }
    return RuleSyntax(trigger: trigger, head: first...previous)
  }

  /// `"on" , ( "enter" | "leave" | PATH , { "or" , PATH } )`
  private mutating func parseOn() -> RuleSyntax.Trigger? {
    let example = "on proposal.accepted go to active"
    if takeWord("enter") != nil { return .enter }
    if takeWord("leave") != nil { return .leave }
    var paths: [Int] = []
    repeat {
      if reportsSilenceAsEvent() { return nil }
      guard kind == .word, !word.isReserved else {
        expected("the name of an event", example: example)
        return nil
      }
      paths.append(token)
      advance()
      if reportsEventInTwoWords() || reportsBothEvents(paths[0]) { return nil }
    } while take(.or) != nil
    return .events(paths)
  }

  /// `on no reply go to no_reply`, `on timeout ...`: that nothing comes.
  private mutating func reportsSilenceAsEvent() -> Bool {
    guard kind == .word, tree.tokens[token].length < 9, begins(with: "nst", token), peekKind(1) != .number,
      !["of", "after"].contains(peekToken(1).map { tree.text($0) } ?? ""),
      ["no", "nothing", "nobody", "silence", "timeout"].contains(tree.text(token).lowercased())
    else { return false }
    fail(
      .unexpectedWord, "that nothing comes is no event: whoever stands in a stage waits there until something does",
      label: "how long is to pass?",
      help: ["write `after 14 days \(actionAhead ?? "go to no_reply")`, with the time that is to pass"])
    return true
  }

  /// `"every" , operand , [ "at" , "most" , NUM , "times" ]`
  private mutating func parseEvery() -> RuleSyntax.Trigger? {
    guard let period = parseOperand() else { return nil }
    guard word == .at, isWord("most", ahead: 1) else { return .every(period, times: nil) }
    at += 2
    guard let times = parseOperand() else { return nil }
    // `2x` has been told.
    guard
      takeWord("times") != nil || takeWord("time") != nil
        || word.startsAction && tree.isSilenced(tree.span(previous, previous).range)
    else {
      expected("`times`", example: "every 7 days at most 2 times send email \"reminder\"")
      return nil
    }
    return .every(period, times: times)
  }

  /// `once = "once" , ( "entered" | "otherwise" | cond ) , body`
  private mutating func parseOnce() -> RuleSyntax.Trigger? {
    if takeWord("entered") != nil { return .onceEntered }
    if take(.otherwise) != nil { return .onceOtherwise }
    return parseCondition().map { .once($0) }
  }

  // MARK: Clauses

  /// `[ "by" , roles ] , [ "otherwise" ] , [ "when" , cond ]`, which stand in this order only.
  private mutating func parseClauses(_ rule: inout RuleSyntax, _ first: Int) {
    let start = at
    var order = 0
    var swapped: Int?
    // A line with a single clause, as most are, makes no list.
    var alone: (rank: Int, range: Range<Int>)?
    var clauses: [(rank: Int, range: Range<Int>)] = []
    while !isAtEnd, !lineHasError {
      let clauseStart = at
      guard let rank = parseClause(&rule) else { break }
      if rank < order, swapped == nil { swapped = lines.significant[clauseStart] }
      order = max(order, rank)
      guard let before = alone else {
        alone = (rank, clauseStart..<at)
        continue
      }
      if clauses.isEmpty { clauses.append(before) }
      clauses.append((rank, clauseStart..<at))
    }
    guard let swapped, !lineHasError else { return }
    let ordered = clauses.sorted { $0.rank < $1.rank }.map { range in
      tree.source.text(
        tree.span(lines.significant[range.range.lowerBound], lines.significant[range.range.upperBound - 1]).range)
    }.joined(separator: " ")
    if tree.tokens[swapped].word == .otherwise || tree.tokens[swapped].word == .else {
      return restInTheLine(first, swapped)
    }
    let span = tree.span(lines.significant[start], lines.significant[at - 1])
    fail(
      .clauseOrder, "`\(tree.text(swapped))` comes earlier in a line", at: swapped, label: "too late in the line",
      notes: ["clauses stand in one order: `by`, `otherwise`, `when`, the action, `because`"],
      help: [orderedLine(first, start, ordered)],
      fixes: [Diagnostic.Fix(safety: rule.otherwise == nil ? .safe : .maybe, edits: [(span, ordered)])])
  }

  /// `on proposal.accepted when big otherwise refuse "small"`: a case without an action, and the rest of the cases.
  private mutating func restInTheLine(_ first: Int, _ otherwise: Int) {
    let words = lines.significant[lines.ranges[line]]
    let (before, rest) = (words.prefix { $0 < otherwise }, words.drop { $0 <= otherwise })
    let head = headOfRule(first)
    let action = rest.first { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }
    func text(_ words: some Collection<Int>) -> String {
      words.first.map { first in tree.meant(first, words.reduce(first) { $1 }) } ?? ""
    }
    let other =
      if let action, let sender = rest.first, tree.tokens[sender].word == .by {
        "\(head) \(text(rest.prefix { $0 < action })) otherwise \(text(rest.drop { $0 < action }))"
      } else {
        "\(head) otherwise \(text(rest))"
      }
    fail(
      .clauseOrder, "`otherwise` is said of all other cases, and what is done in this one is missing", at: otherwise,
      label: "an action is missing before this",
      help: [
        "write two lines: `\(text(before))` with an action behind it, and below it `\(other)`"
      ])
  }

  /// The line with its clauses in order, as far as it stands in one line of the text.
  private func orderedLine(_ first: Int, _ start: Int, _ ordered: String) -> String {
    let head = tree.meant(first, lines.significant[start - 1])
    let rest = isAtEnd ? "" : " " + tree.meant(token, lines.significant[lineEnd - 1])
    let line = "\(head) \(ordered)\(rest)"
    return line.count > Parser.toldMax || line.contains("\n") ? "write `\(ordered)`" : "write `\(line)`"
  }

  /// One clause; its rank in the fixed order, or `nil` where no clause begins.
  private mutating func parseClause(_ rule: inout RuleSyntax) -> Int? {
    switch word {
    case .by:
      if !rule.roles.isEmpty { return clauseTwice(rule) }
      advance()
      guard let roles = parseRoles("on proposal.accepted by manager or director go to active") else { return 1 }
      rule.roles = roles
      return 1
    case .otherwise, .else:
      if word == .else { foreign("otherwise") }
      if rule.otherwise != nil { return clauseTwice(rule) }
      rule.otherwise = token
      advance()
      return 2
    case .if where reportsCaseInBlock(rule), .unless where reportsCaseInBlock(rule): return 3
    case .unless where rule.condition == nil: return parseUnless(&rule)
    case .when, .if, .unless:
      if reportsSilence() { return 3 }
      if word == .if { foreign("when") }
      if rule.condition != nil { return clauseTwice(rule) }
      advance()
      rule.condition = parseCondition()
      return 3
    case .then:
      if !reportsOneAfterAnother() { foreign("nothing") }
      return nil
    default: return nil
    }
  }

  private mutating func parseUnless(_ rule: inout RuleSyntax) -> Int {
    let first = token
    advance()
    rule.condition = parseCondition()
    guard rule.condition != nil, first != previous else { return 3 }
    let denied = previous
    var written = "when \(denial(first + 1, denied))"
    if [.when, .if].contains(word), let second = take(word) {
      guard parseCondition() != nil, second != previous else { return 3 }
      let held = tree.meant(second + 1, previous).trimmed
      let isTwofold = (second + 1...previous).contains { tree.tokens[$0].word == .or }
      written = "when \(isTwofold ? "(\(held))" : held) and \(denial(first + 1, denied))"
    }
    fail(
      .foreignWord, "`unless` is written with `when not`", at: first,
      to: unlessSilenced(previous, from: first), label: "write `when not (...)`",
      help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(first, previous), written)])])
    return 3
  }

  /// `on content.posted then content.approved`, `by manager then director`: what comes later has a line of its own.
  private mutating func reportsOneAfterAnother() -> Bool {
    let opening = lines.significant[lines.ranges[line].lowerBound]
    guard tree.tokens[opening].word == .on, let next = peekToken(1), tree.tokens[next].kind == .word else {
      return false
    }
    let (first, name) = (tree.meant(opening, previous), tree.text(next))
    let isRole = name == "influencer" || namesOfFile().people.contains(name)
    guard isRole || isDotted(next) && isKnownEvent(name) else { return false }
    let done = actionAhead ?? "go to active"
    let event = lines.significant[lines.ranges[line].lowerBound + 1]
    let second =
      isRole ? "on \(tree.text(event)) by \(name) \(done)" : "on \(tree.meant(next, lines.significant[lineEnd - 1]))"
    fail(
      .unexpectedWord, "one after the other are two lines, with a stage between them", to: next,
      label: "what comes later",
      help: ["let `\(first)` lead to a stage of its own, and write `\(second)` there"])
    return true
  }

  private mutating func foreign(_ word: String) {
    let written = tree.text(token)
    fail(
      .foreignWord,
      word == "nothing" ? "`\(written)` is not needed before an action" : "`\(written)` is written `\(word)` here",
      label: word == "nothing" ? "not needed" : "write `\(word)`",
      help: [word == "nothing" ? "delete it" : "write `\(word)`"],
      fixes: [fix(.safe, token, word == "nothing" ? "" : word)])
  }

  // MARK: Bodies

  /// `body = action , [ "because" , STR ] , NL | [ "because" , STR ] , NL , { action , NL } , "end" , NL`
  private mutating func parseBody(_ rule: inout RuleSyntax, _ first: Int) {
    if !isAtEnd, word != .because {
      guard kind == .word, word.startsAction || word == .name else { return expectedAction(first) }
      if reportsWordsForATime(first) { return }
      if let action = parseAction() { rule.actions.append(action) }
    } else if !opensBlock(lines.ranges[line]) {
      return expectedAction(first)
    } else if !nextLineIsInBlock(line + 1, of: first) {
      return stopsEarly(first)
    }
    if !lineHasError, take(.because) != nil {
      guard let reason = expectText("the reason", example: "because \"finance policy 4.2\"") else { return }
      rule.because = reason
    }
    if !lineHasError, [.by, .otherwise, .when, .if, .unless].contains(word) { return clauseAfterAction(rule) }
    finishLine("after the action")
  }

  /// `by`, `otherwise` or `when` behind the action, where it is read as if it stood before.
  private mutating func clauseAfterAction(_ rule: RuleSyntax) {
    guard let action = rule.actions.first else { return finishLine("after the reason") }
    if reportsSenderAlone() { return }
    if reportsOtherCaseBehindCondition() { return }
    let (clause, start, before) = (token, at, previous)
    // With something to do behind it, a line below is one of its own.
    let isOther = word == .unless || lines.significant[at..<lineEnd].contains { tree.tokens[$0].word == .then }
    if isOther, tree.line(clause) != tree.line(before), lines.saysWhatToDo(at..<lineEnd) { return condition(clause) }
    var read = rule
    while !isAtEnd, !lineHasError, parseClause(&read) != nil {}
    guard !lineHasError else { return }
    // What follows the clause is not the rest of this line.
    let isReasonNext = word == .because && peekKind(1) == .text && peekToken(2) == nil
    guard isAtEnd || isReasonNext else {
      return tree.line(clause) == tree.line(before) ? finishLine("after the action") : condition(clause)
    }
    let moved = tree.meant(lines.significant[start], previous)
    let place = tree.tokens[tree.actions[action].tokens.lowerBound].range.lowerBound
    let gap = tree.tokens[before].range.upperBound..<tree.tokens[previous].range.upperBound
    let source = tree.sourceIndex
    if read.otherwise != nil, rule.otherwise == nil {
      return restBehindAction(lines.significant[lines.ranges[line].lowerBound], clause)
    }
    let isSure = isOfThisLineAlone(action, before, clause)
    fail(
      .clauseOrder, "`\(tree.text(clause))` stands before the action", at: clause, label: "behind the action",
      notes: ["clauses stand in one order: `by`, `otherwise`, `when`, the action, `because`"],
      help: [
        "move `\(moved)` to before `\(tree.text(tree.actions[action].tokens.lowerBound))`"
          + (isSure ? "" : ", if it is said of this whole line")
      ],
      fixes: [
        Diagnostic.Fix(
          safety: isSure ? .safe : .maybe,
          edits: [
            (Diagnostic.Span(source: source, range: place..<place), "\(moved) "),
            (Diagnostic.Span(source: source, range: gap), ""),
          ])
      ])
  }

  /// `on proposal.accepted go to review otherwise`: the rest of the cases has nothing to do.
  private mutating func restBehindAction(_ first: Int, _ clause: Int) {
    fail(
      .clauseOrder, "`otherwise` stands before what is done in all other cases", at: clause, label: "of which case?",
      help: [
        "write the other cases as a line of their own below this one: `\(headOfRule(first)) otherwise` and an action",
        "or delete it, if there are none",
      ])
  }

  /// Whether a clause behind an action can be said of nothing but this line: not of what is done where none is left, and
  /// not of lines below it.
  private func isOfThisLineAlone(_ action: NodeIndex, _ before: Int, _ clause: Int) -> Bool {
    let tokens = tree.actions[action].tokens
    if tree.tokens[tokens.lowerBound].word == .assign, tokens.contains(where: { tree.text($0) == "none" }) {
      return false
    }
    guard tree.line(clause) != tree.line(before) else { return true }
    guard tree.line(clause) == tree.line(before) + 1 else { return false }
    guard line + 1 < lines.ranges.count else { return true }
    let next = lines.significant[lines.ranges[line + 1].lowerBound]
    return !tree.tokens[next].word.startsAction && column(next) <= column(clause)
      && !(tree.tokens[next].word == .end && column(next) == column(clause))
  }

  /// Whether a statement is one that the block of a rule may hold.
  ///
  /// An `end` right after a rule without action is the rule's own only if it stands below it.
  @inline(__always)
  private func nextLineIsInBlock(_ line: Int, of first: Int) -> Bool {
    guard line < lines.ranges.count else { return false }
    let index = lines.significant[lines.ranges[line].lowerBound]
    let next = tree.tokens[index]
    if next.kind == .word, next.word == .end {
      return column(index) == column(first) && open.last.map { column($0) != column(first) } ?? true
    }
    return next.kind != .word || next.word.startsAction || !next.word.startsLine
  }

  private mutating func stopsEarly(_ first: Int) {
    fail(
      .lineStopsEarly, "this `\(tree.text(first))` line stops before saying what to do", label: "an action is missing",
      help: [
        "go on with an action, such as `go to active` or `send email \"welcome\"`",
        "or put actions on the lines below and close them with `end`",
      ],
      atEnd: true)
  }

  private mutating func expectedAction(_ first: Int) {
    if isAtEnd { return stopsEarly(first) }
    if reportsSecondTime(first) || reportsTimeAndEvent(first) { return }
    if reportsEndOfNoStage() || reportsDeniedAction() || reportsDeniedSender() { return }
    if kind == .comma || kind == .colon, peekWord(1).startsAction {
      return signBeforeAction(first)
    }
    fail(
      .unexpectedWord, "`\(shown(token))` stands where an action is expected", label: "an action is expected",
      help: ["write an action, such as `go to active`, `set price to 100 USD` or `send email \"welcome\"`"],
      mayMean: true)
  }

  /// `by manager, go to done`; at the end of a line, the sign alone may keep the two lines together.
  private mutating func signBeforeAction(_ first: Int) {
    let title = "no \(kind == .comma ? "comma" : "colon") stands before an action"
    guard let action = peekToken(1), tree.line(action) != tree.line(token), !isBlockBehind(first) else {
      // On the next line, the action is the first of the block.
      if peekToken(1).map({ tree.line($0) != tree.line(token) }) ?? false { toldBlock = first }
      return fail(.unexpectedWord, title, label: "not needed", help: ["delete it"], fixes: [fix(.safe, token, "")])
    }
    let gap = tree.tokens[token].range.lowerBound..<tree.tokens[action].range.lowerBound
    let isBlank = tree.source.text(gap.lowerBound + 1..<gap.upperBound).allSatisfy(\.isWhitespace)
    fail(
      .unexpectedWord, title, label: "not needed",
      help: ["delete it, and write `\(tree.text(action))` and what follows behind it, on the same line"],
      fixes: isBlank
        ? [Diagnostic.Fix(safety: .safe, edits: [(Diagnostic.Span(source: tree.sourceIndex, range: gap), " ")])] : [])
  }

  /// Whether what follows this line looks like the rest of a block that begins with it.
  private func isBlockBehind(_ first: Int) -> Bool {
    guard line + 1 < lines.ranges.count else { return false }
    let next = lines.significant[lines.ranges[line + 1].lowerBound]
    guard tree.tokens[next].word == .end else { return tree.tokens[next].word.startsAction }
    // Without indentation it ends the stage where nothing else does.
    let behind = line + 2 < lines.ranges.count ? lines.significant[lines.ranges[line + 2].lowerBound] : nil
    let isOfStage = behind.map { [.stage, .track, .final, .scenario].contains(tree.tokens[$0].word) } ?? true
    return column(next) == column(first) && !(isOfStage && open.count > 0)
  }

  private mutating func parseActions(_ first: Int, _ rule: inout RuleSyntax?) {
    guard line < lines.ranges.count, nextLineIsInBlock(line, of: first) else { return }
    var actions: [NodeIndex] = []
    let count = diagnostics.count
    var isOfOtherCases = false
    parseMembers(first, endsAt: { $0.kind == .word && $0.word.startsLine }) { parser in
      defer { parser.line += 1 }
      if parser.reportsElseOfBlock(first) { return isOfOtherCases = true }
      if parser.reportsCaseBehindAction(first) { return }
      if let action = parser.parseAction(), !isOfOtherCases { actions.append(action) }
      parser.finishLine("after the action")
    }
    if rule?.actions.isEmpty == true { rule?.actions = actions } else { rule?.actions += actions }
    guard actions.isEmpty, rule != nil, diagnostics.count == count else { return }
    lineHasError = false
    line -= 1
    defer { line += 1 }
    fail(
      .lineStopsEarly, "this `\(tree.text(first))` block does not say what to do", at: first, label: "nothing inside",
      help: ["write an action between this line and its `end`, such as `go to active`"])
  }
}
