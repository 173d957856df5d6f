/// Statements that make no sense where they stand.
///
/// Each is reported once. What stands below one is read as if the line had been right, so that nothing follows from it:
/// the names it would have declared are remembered as lost, and the checker does not miss them.
extension Parser {
  /// What a lost statement looks like; several of one kind in a row are one mistake.
  enum LostKind { case action, field, scenario, word }

  mutating func lineOutOfPlace(inFile: Bool) {
    let opening = token
    if [.workflow, .campaign, .record, .influencer, .event, .role, .section, .define].contains(word) {
      return misplaced()
    }
    let isDay = word == .from && peekKind(1) == .date
    if !isDay, [.never, .always, .can, .from, .scenario].contains(word) { return misplaced() }
    let kind = lostKind()
    let follows = lost?.line == line - 1 && lost?.kind == kind && kind != .word
    switch kind {
    case _ where isFull: break
    case .action: actionWithoutRule(opening, follows)
    case .field: fieldWithoutBlock(opening, follows)
    case .scenario: scenarioLineOutside(opening, follows)
    case .word:
      if let meant = unknownFirstWord(opening) { return readAsMeant(meant, inFile) }
    }
    structureIsBroken = true
    tree.hasLostLines = true
    loseNames()
    // Inside a block, a line at the margin may as well stand wrongly alone: its `end`s tell, and then the indentation does.
    let mayOpen = readsIndentation || open.isEmpty
    mayOpen && nextLineIsDeeper() && kind != .scenario ? readLostBlock(opening) : (line += 1)
    lost = (line - 1, kind)
  }

  private func lostKind() -> LostKind {
    if isLineOfScenario { return .scenario }
    if word.startsAction, word.isReserved || !isBeforeType { return .action }
    guard kind == .word, !word.isReserved, let next = peekToken(1), tree.tokens[next].kind == .word else {
      return .word
    }
    return Parser.startsType(tree.text(next)) ? .field : .word
  }

  /// Whether the next word is one that a field's type begins with.
  private var isBeforeType: Bool { peekToken(1).map { Parser.startsType(tree.text($0)) } == true }

  private var hasMargin: Bool { lines.ranges.contains { column(lines.significant[$0.lowerBound]) > 1 } }

  private var nextLineIsEnd: Bool {
    line + 1 < lines.ranges.count && tree.tokens[lines.significant[lines.ranges[line + 1].lowerBound]].word == .end
  }

  func nextLineIsDeeper() -> Bool {
    guard line + 1 < lines.ranges.count else { return false }
    let (first, next) = (lines.ranges[line], lines.ranges[line + 1])
    return column(lines.significant[next.lowerBound]) > column(lines.significant[first.lowerBound])
  }

  // MARK: What is said

  private mutating func actionWithoutRule(_ first: Int, _ follows: Bool) {
    let action = tree.text(first)
    if kind == .word, peekKind(1) == .colon, let words = peekToken(2) {
      let rest = tree.meant(words, lines.significant[lineEnd - 1])
      return fail(
        .lineNotHere, "a remark begins with `--`", label: "not a line of a workflow", help: ["write `-- \(rest)`"],
        fixes: [
          Diagnostic.Fix(safety: .maybe, edits: [(tree.span(first, lines.significant[at + 1]), "--")])
        ])
    }
    if let (written, place) = conditionalActionBefore() { return tellConditionOfAction(written, place) }
    var help = [
      actionInRule.map { "put it into a rule: `on proposal.accepted \($0)`" }
        ?? "put it into a rule: write `on proposal.accepted` before it"
    ]
    if let rule = ruleBefore() {
      help = [
        "to do several things, put each on a line of its own: first `\(rule)` alone, then the actions, then `end`"
      ]
    }
    fail(
      .lineNotHere, "`\(action)` says what to do, but not when", label: "no rule holds this action", help: help,
      follows: follows || oddEnds.last == line - 1, mayMean: true)
  }

  /// `when price is 5 USD send email "x"` on a line below `on proposal.accepted`, which took it for its own condition.
  private func conditionalActionBefore() -> (line: String, clause: Int)? {
    guard line > 0 else { return nil }
    let words = lines.significant[lines.ranges[line - 1]]
    guard let first = words.first, tree.tokens[first].word == .on, column(token) > column(first),
      let clause = words.indices.dropFirst().first(where: {
        [.when, .if].contains(tree.tokens[words[$0]].word) && tree.line(words[$0]) != tree.line(words[$0 - 1])
      }), column(words[clause]) > column(first), let last = words.last
    else { return nil }
    let head = tree.meant(first, words[clause - 1])
    let rest = tree.meant(words[min(clause + 1, words.endIndex - 1)], last)
    return ("\(head) when \(rest)", words[clause])
  }

  /// The line at the cursor as it stands behind an event: a condition before the action.
  private var actionInRule: String? {
    let words = lines.significant[at..<lineEnd]
    guard let first = words.first, let last = words.last, words.count < 30, tree.line(first) == tree.line(last) else {
      return nil
    }
    let clause = words.first { [.when, .if].contains(tree.tokens[$0].word) && tree.tokens[$0].kind == .word }
    guard let clause, clause > first, let place = words.firstIndex(of: clause),
      !words.contains(where: { tree.text($0) == "none" })
    else { return tree.meant(first, last) }
    let condition = tree.meant(words[min(place + 1, lineEnd - 1)], last)
    return "when \(condition) \(tree.meant(first, words[place - 1]))"
  }

  /// The head of a rule on the line before, if it is complete in itself and this line is indented below it.
  private func ruleBefore() -> String? {
    guard line > 0 else { return nil }
    let range = lines.ranges[line - 1]
    let first = lines.significant[range.lowerBound]
    guard [.on, .once, .after, .at, .every].contains(tree.tokens[first].word), column(token) > column(first),
      let action = range.dropFirst().first(where: { tree.tokens[lines.significant[$0]].word.startsAction })
    else { return nil }
    return tree.meant(first, lines.significant[action - 1])
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private mutating func fieldWithoutBlock(_ first: Int, _ follows: Bool) {
    fail(
      .lineNotHere, "`\(tree.text(first))` looks like a field, and no block of fields is open here",
      label: "a field outside its block",
      help: [
        "write `campaign` on a line above it, or `record` for what each participation carries, and `end` below the last field"
      ], follows: follows)
  }

  /// A declaration that belongs to the top of the file is read all the same.
  private mutating func misplaced() {
    if self.word == .never, peekWord(1).startsAction, peekWord(1).isReserved {
      fail(.unexpectedWord, "no line says what is not done", label: "not said here", help: [Parser.leftOut])
      line += 1
      return
    }
    let word = tree.text(token)
    fail(
      .lineNotHere, "`\(word)` stands at the top of a file, not inside a stage", label: "not inside a stage",
      help: ["move it out of the stage, to the beginning of the file"])
    switch self.word {
    case .campaign, .record, .influencer: if let node = parseFields() { tree.top.append(.block(node)) }
    case .event: if let node = parseEvent() { tree.top.append(.event(node)) }
    case .role: if let node = parseRole() { tree.top.append(.role(node)) }
    case .section: if let node = parseSection() { tree.top.append(.section(node)) }
    case .never, .always, .can: if let node = parseProperty() { tree.top.append(.property(node)) }
    case .from: if let node = parseMigration() { tree.top.append(.migration(node)) }
    case .define: if let node = parseDefine() { tree.top.append(.define(node)) }
    case .scenario: if let node = parseScenario() { tree.top.append(.scenario(node)) }
    default: line += 1
    }
  }

  /// `- on proposal.accepted go to active`
  mutating func reportsBullet() -> Bool {
    guard kind == .minus || kind == .plus, peekKind(1) == .word else { return false }
    if kind == .plus {
      fail(
        .unexpectedWord, "a line stands without a sign before it", label: "not needed",
        help: ["delete `+` if the line holds, or write `--` before it if it does not"],
        fixes: [fix(.maybe, token, "")], follows: namesOfFile().hasLinesTakenOut)
      return true
    }
    if namesOfFile().hasAddedLines {
      fail(
        .unexpectedWord, "a line stands without a sign before it", label: "a line that was taken out?",
        help: [
          "if a line with `+` takes its place, delete this line, and the `+` of the other",
          "if this line holds, delete its `-` alone",
        ])
      return true
    }
    fail(
      .unexpectedWord, "a line stands without a bullet", label: "not needed", help: ["delete it"],
      fixes: [fix(.safe, token, "")])
    return true
  }

  static let firstWords = "begin the line with one of `stage`, `track`, `final`, `on`, `once`, `after`, `at`, `every`"

  private static let firstWordHabits = [
    "status": "stage", "when": "on", "whenever": "on", "if": "on", "trigger": "on", "rule": "on", "state": "stage",
    "step": "stage",
    "phase": "stage", "begin": "stage", "wait": "after", "parallel": "track", "test": "scenario", "fields": "record",
    "finish": "final",
    "endif": "end", "endon": "end", "endstage": "end", "ende": "end", "fin": "end", "stop": "end",
  ]

  /// What a word at the beginning of a line was meant as, where the line can be read so: `stge active`.
  private mutating func unknownFirstWord(_ first: Int) -> Word? {
    guard tree.tokens[first].kind == .word else {
      if reportsBullet() { return nil }
      if reportsTimeBefore() || reportsReasonAlone() { return nil }
      fail(
        .unexpectedWord, "a line starts with a word that says what it is", label: "no such word",
        help: [Parser.firstWords], mayMean: true)
      return nil
    }
    if reportsLineOfTheRest(first) || reportsEmptyGroup(first) { return nil }
    let written = tree.text(first)
    let words = [
      "workflow", "campaign", "record", "event", "define", "stage", "track", "final", "on", "once", "after", "at",
      "every", "end", "each", "never", "always", "from", "scenario",
    ]
    let inEnglish = OtherWords.isForeign(written) ? OtherWords.meanings([written]).first(where: words.contains) : nil
    var near =
      Parser.firstWordHabits[written.lowercased()] ?? inEnglish ?? Spelling.nearest(to: written, among: words)
    if near == "stage", hasMargin, !nextLineIsDeeper(), !nextLineIsEnd { near = "final" }
    if reportsWaitingLine(first) { return nil }
    if near == "each", let noun = peekToken(1) { tree.lostNames.insert("\(tree.text(noun))s") }
    if near == nil, written.contains(".") {
      eventWithoutOn(first)
      return nil
    }
    let isWhenever = written.lowercased() == "whenever" && peekToken(1).map { !tree.text($0).contains(".") } == true
    if near == "on",
      word == .if || word == .when || word == .unless || isWhenever && peekWord(2) == .is && peekWord(3) != .name
    {
      ruleBeginsWithOn(first)
      return nil
    }
    fail(
      .unexpectedWord, "no line starts with `\(written)`", at: first, label: "not a first word",
      help: near.map { ["write `\($0)`"] } ?? [Parser.firstWords] + (line == 0 ? [Parser.wholeWorkflow] : []),
      fixes: near.map { [fix(.maybe, first, $0)] } ?? [],
      mayMean: true)
    let isNamed = peekToken(1).map { tree.tokens[$0].kind == .word && !tree.tokens[$0].word.isReserved } ?? false
    return isNamed ? [Word.stage, .track, .final].first { $0.spelling == near } : nil
  }

  /// `"finance policy 4.2"` on a line of its own below a rule.
  private mutating func reportsReasonAlone() -> Bool {
    guard kind == .text, peekToken(1) == nil, line > 0 else { return false }
    let before = tree.tokens[lines.significant[lines.ranges[line - 1].lowerBound]]
    guard [.on, .once, .after, .at, .every].contains(before.word), lines.saysWhatToDo(lines.ranges[line - 1]) else {
      return false
    }
    let written = "because \(plainText(token))"
    fail(
      .unexpectedWord, "the reason of a rule stands behind `because`", label: "`because` is missing before this",
      help: ["write `\(written)`"], fixes: [fix(.maybe, token, written)])
    return true
  }

  /// Reads a line whose first word is misspelled as it was meant, so that what it declares is known.
  private mutating func readAsMeant(_ meant: Word, _ inFile: Bool) {
    tree.tokens[token].word = meant
    keep(parseMember(inFile: inFile))
  }

  /// `if` or `when` at the beginning of a line: a rule for an event, or one for a condition.
  private mutating func ruleBeginsWithOn(_ first: Int) {
    let isEvent = peekToken(1).map { tree.text($0).contains(".") } == true && peekWord(2) != .is
    if isEvent {
      return fail(
        .unexpectedWord, "a rule for an event begins with `on`", at: first, label: "write `on`", help: ["write `on`"],
        fixes: [fix(.maybe, first, "on")], mayMean: true)
    }
    fail(
      .unexpectedWord, "a condition stands behind an event, or behind `once`", at: first, label: "no event before this",
      help: whoMustAccept() ?? conditionAlone(first), mayMean: true)
  }

  /// `if price is more than 500 USD then director must accept`: the lines that want a certain role.
  private mutating func whoMustAccept() -> [String]? {
    let words = Array(lines.significant[at..<lineEnd])
    let people = namesOfFile().people
    let verbs: Set = ["must", "has", "needs", "should", "can", "may", "accepts", "approves", "decides"]
    guard let role = words.firstIndex(where: { people.contains(tree.text($0)) }), role > 2,
      words[role...].contains(where: { verbs.contains(tree.text($0)) })
    else { return nil }
    var end = role
    while end > 2,
      tree.tokens[words[end - 1]].kind == .comma || ["then", "the", "a", "only"].contains(tree.text(words[end - 1]))
    {
      end -= 1
    }
    let condition = tree.meant(words[1], words[end - 1])
    let name = tree.text(words[role])
    let other = name == "director" ? "manager" : "director"
    return [
      "write who may accept it then: `on proposal.accepted by \(name) when \(condition) go to active`, with the stage that it leads to",
      "and who may in all other cases: `on proposal.accepted by \(other) when not (\(condition)) go to active`",
    ]
  }

  /// `if no code is left wait in line`, below a line that assigns something.
  private mutating func reportsEmptyGroup(_ first: Int) -> Bool {
    guard word == .if, line > 0 else { return false }
    let before = lines.significant[lines.ranges[line - 1]]
    let words = lines.significant[lines.ranges[line]].map { tree.text($0) }
    guard before.contains(where: { tree.tokens[$0].word == .assign }),
      words.contains(where: { ["none", "left", "empty", "available"].contains($0) }), words.contains("wait")
    else { return false }
    let span = tree.span(first, lines.significant[lineEnd - 1])
    let written = "if none is left wait in line"
    fail(
      .unexpectedWord, "what happens when a group is empty stands behind `if none is left`", at: first,
      label: "said in another way", help: ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(span, written)])])
    return true
  }

  private mutating func eventWithoutOn(_ first: Int) {
    let written = tree.text(first)
    fail(
      .unexpectedWord, "a rule for an event begins with `on`", at: first, label: "`on` is missing before this",
      help: [
        peekToken(1) == nil
          ? "write `on \(written)` and behind it what is to be done, such as `on \(written) go to active`"
          : "write `on \(restOfLine)`"
      ], fixes: [fix(.maybe, first, "on \(written)")], mayMean: true)
  }

  /// A line of a workflow in a file beside it.
  mutating func onlyScenarios() -> MemberSyntax? {
    let isEnd = word == .end
    let follows = lost?.line == line - 1
    fail(
      .onlyScenarios, "a file of scenarios holds nothing but scenarios", label: "not a scenario",
      help: ["begin with `scenario \"...\"`, or move this line into the workflow's own file"], follows: follows)
    opensBlock(lines.ranges[line]) && !isEnd ? skipBlock() : (line += 1)
    lost = (line - 1, .word)
    return nil
  }

  // MARK: What stands below

  private mutating func readLostBlock(_ opening: Int) {
    lostBlocks.insert(opening)
    line += 1
    parseMembers(opening) { parser in parser.readLostMember() }
  }

  private mutating func readLostMember() {
    if word.startsAction {
      _ = parseAction()
      finishLine("after the action")
      line += 1
    } else if kind == .word, word.startsLine, peekKind(1) == nil || !looksLikeField() {
      keep(parseMember(inFile: true))
    } else {
      loseNames()
      line += 1
    }
  }

  private func looksLikeField() -> Bool { lostKind() == .field }

  /// Declarations are kept, so that their names are known; rules are not, since nothing tells what they belong to.
  private mutating func keep(_ member: MemberSyntax?) {
    switch member {
    case .stage, .finals: lostMembers.append(member!)
    case .block, .event, .role, .section, .define, .property, .migration, .scenario: tree.top.append(member!)
    case .rule, nil: break
    }
  }

  mutating func takeLostMembers() -> [MemberSyntax] {
    defer { lostMembers = [] }
    return lostMembers
  }

  /// Remembers the words of a statement as names that it may have declared.
  mutating func loseNames() {
    let range = lines.ranges[line]
    let first = tree.tokens[lines.significant[range.lowerBound]]
    switch first.word {
    case .on, .once, .after, .at, .every, .end: return
    case .final: tree.hasLostStage = true
    case .stage, .track, .each:
      let name = range.dropFirst().first.map { tree.tokens[lines.significant[$0]] }
      if name?.kind != .word || name?.word.isReserved == true || name?.word == .titled { tree.hasLostStage = true }
    case _ where first.word.startsAction: return
    default: break
    }
    for index in lines.significant[range].prefix(Parser.termsMax) where tree.tokens[index].kind == .word {
      if tree.tokens[index].word == .name { tree.lostNames.insert(tree.text(index)) }
    }
  }
}
