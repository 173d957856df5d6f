/// Scenarios: what is given, what happens, and when. What is expected is read in `Parser+Expectations.swift`.
extension Parser {
  /// `scenario = "scenario" , STR , [ "only" | "todo" ] , NL , { line } , "end" , NL`
  mutating func parseScenario() -> NodeIndex? {
    let opening = token
    advance()
    let name = expectText("the scenario's name", example: "scenario \"an accepted proposal gets a code\"")
    var mark: Int?
    if name != nil {
      mark = takeWord("only") ?? takeWord("todo")
      finishLine("after the scenario's name")
    }
    line += 1
    var scenario = ScenarioSyntax(keyword: opening, name: name ?? opening, mark: mark, tokens: opening...opening)
    parseMembers(opening, endsAt: { $0.cannotBeScenario }) { parser in
      defer { parser.line += 1 }
      if let line = parser.parseScenarioLine() { scenario.lines.append(line) }
    }
    scenario.tokens = opening...lines.significant[max(lines.ranges[line - 1].upperBound - 1, 0)]
    guard name != nil else { return nil }
    tree.scenarios.append(scenario)
    return tree.scenarios.count - 1
  }

  /// Whether the line begins something that no scenario holds; people may be called `role` or `section`.
  private var cannotBeScenario: Bool {
    guard kind == .word, word.startsLine, word != .at, peekKind(1) != .colon else { return false }
    // `after 7 days`, `on 2026-03-01`: a line of the scenario in other words, as long as it stands further in.
    return ![.after, .on, .once, .every].contains(word) || column(token) <= column(open[open.count - 1])
  }

  private mutating func parseScenarioLine() -> ScenarioLineSyntax? {
    let first = token
    guard let kind = parseScenarioLineKind() else { return nil }
    finishLine("after this line of the scenario")
    return lineHasError ? nil : ScenarioLineSyntax(kind: kind, tokens: first...previous)
  }

  private mutating func parseScenarioLineKind() -> ScenarioLineSyntax.Kind? {
    if kind == .word, peekKind(1) == .colon { return reportsColonBehindFirstWord() ? nil : parseSent() }
    if kind == .number { return parseLater() }
    if word == .at { return parseMoment() }
    if takeWord("given") != nil { return parseGiven() }
    if takeWord("expect") != nil { return parseExpectation().map { .expect($0) } }
    noScenarioLine()
    return nil
  }

  static let scenarioWords =
    "begin the line with `given`, `expect`, a person as in `mia: proposal.submitted`, `14 days later` or `at 2026-03-01`"

  /// Whether a line above in the scenario gives a person.
  private func isGiven(_ name: String) -> Bool {
    for range in lines.ranges[..<line].reversed() {
      let words = lines.significant[range]
      guard let first = words.first, tree.tokens[first].word != .scenario else { return false }
      if tree.text(first) == "given", words.dropFirst().contains(where: { tree.text($0) == name }) { return true }
    }
    return false
  }

  private mutating func noScenarioLine() {
    if reportsBullet() { return }
    guard kind == .word else {
      return fail(
        .unexpectedWord, "`\(shown(token))` begins no line of a scenario", label: "no such line",
        help: [Parser.scenarioWords], mayMean: true)
    }
    let written = tree.text(token)
    if !word.isReserved, let event = peekToken(1), tree.tokens[event].kind == .word, tree.text(event).contains(".") {
      let end = tree.span(token, token).range.upperBound
      let place = Diagnostic.Span(source: tree.sourceIndex, range: end..<end)
      return fail(
        .unexpectedWord, "a colon stands between a person and an event", label: "`:` is missing after this",
        help: ["write `\(written): \(tree.meant(event, lines.significant[lineEnd - 1]))`"],
        fixes: [
          Diagnostic.Fix(
            safety: isGiven(written) && isKnownEvent(tree.text(event)) ? .safe : .maybe, edits: [(place, ":")])
        ]
      )
    }
    let habits = ["assume": "given", "and": "given", "when": "given", "then": "expect", "assert": "expect"]
    let near = habits[written] ?? Spelling.nearest(to: written, among: ["given", "expect"])
    fail(
      .unexpectedWord, "no line of a scenario starts with `\(written)`", label: "not a first word of a scenario",
      help: [near.map { "write `\($0)`" } ?? Parser.scenarioWords], fixes: near.map { [fix(.maybe, token, $0)] } ?? [],
      mayMean: true)
  }

  // MARK: Given

  /// `"given" , ( "campaign" , [ with ] | "group" , STR , stock | NAME , [ with ] )`
  private mutating func parseGiven() -> ScenarioLineSyntax.Kind? {
    if take(.campaign) != nil { return parseValues(mayHaveStock: true).map { .campaign($0) } }
    if isWord("group"), peekKind(1) == .text {
      advance()
      let name = token
      advance()
      guard let stock = parseStock() else {
        expected("`holding` or `giving`", example: "given group \"SUMMER20\" holding 2")
        return nil
      }
      return lineHasError ? nil : .group(name, stock)
    }
    guard let person = parsePerson("given mia with first_name \"Mia\"") else { return nil }
    if !isAtEnd, word != .with, reportsGivenStage(person) { return nil }
    return parseValues(mayHaveStock: false).map { .person(person, $0) }
  }

  /// The name of somebody who takes part.
  mutating func parsePerson(_ example: String) -> Int? {
    reportsPersonWithDot() ? nil : expectName("a person", example: example, name: "mia")
  }

  /// `[ "with" , value , { "," , value } ]`; empty where there is none.
  private mutating func parseValues(mayHaveStock: Bool) -> [GivenSyntax]? {
    guard take(.with) != nil else { return [] }
    let first = token
    var values: [GivenSyntax] = []
    repeat {
      guard let name = expectName("a value", example: "price 300 USD", name: "price"), let value = parseOperand() else {
        return nil
      }
      var given = GivenSyntax(name: name, value: value)
      while kind == .comma, let next = peekKind(1), [.text, .hashtag, .handle].contains(next) {
        advance()
        guard let entry = parseOperand() else { return nil }
        given.entries.append(entry)
      }
      if mayHaveStock { given.stock = parseStock() }
      guard !lineHasError else { return nil }
      values.append(given)
      guard values.count <= Parser.termsMax, given.entries.count < Parser.termsMax else {
        _ = tooManyTerms(first)
        return nil
      }
    } while take(.comma) != nil
    return values
  }

  /// `stock = "giving" , STR | "holding" , ( "nothing" | NUM | STR , { "," , STR } )`; `nil` where none begins.
  private mutating func parseStock() -> StockSyntax? {
    if let keyword = takeWord("giving") {
      guard let pattern = expectText("the pattern of the codes", example: "giving \"[first_name]20\"") else {
        return nil
      }
      return StockSyntax(kind: .pattern(pattern), keyword: keyword)
    }
    guard let keyword = takeWord("holding") else { return nil }
    if takeWord("nothing") != nil { return StockSyntax(kind: .nothing, keyword: keyword) }
    if let count = take(.number) { return StockSyntax(kind: .count(count), keyword: keyword) }
    guard let item = take(.text) else {
      expected("what the group holds", help: "write `holding 2`, `holding nothing` or `holding \"MIA10\", \"LEO10\"`")
      return nil
    }
    var items = [item]
    while kind == .comma, peekKind(1) == .text {
      advance()
      items.append(token)
      advance()
      guard items.count <= Parser.termsMax else {
        _ = tooManyTerms(item)
        return nil
      }
    }
    return StockSyntax(kind: .items(items), keyword: keyword)
  }

  // MARK: What happens

  /// `NAME , ":" , PATH , [ "by" , NAME ] , [ with ] , [ "refused" , [ STR ] | "ignored" ]`
  private mutating func parseSent() -> ScenarioLineSyntax.Kind? {
    let example = "mia: proposal.submitted with price 300 USD"
    guard let person = parsePerson(example), take(.colon) != nil else { return nil }
    guard kind == .word, !word.isReserved else {
      expected("the name of an event", example: example)
      return nil
    }
    let path = token
    advance()
    var role: Int?
    if take(.by) != nil {
      guard let name = expectName("a role", example: "mia: proposal.accepted by manager", name: "manager") else {
        return nil
      }
      role = name
    }
    if reportsValueWithoutName(path) { return nil }
    guard let values = parseValues(mayHaveStock: false) else { return nil }
    if role == nil, !values.isEmpty, word == .by { return senderTooLate() }
    var answer = ScenarioLineSyntax.Answer.taken
    if let word = takeWord("refused") {
      answer = .refused(word, words: take(.text))
    } else if let word = takeWord("ignored") {
      answer = .ignored(word)
    }
    return .event(person: person, path: path, role: role, values, answer)
  }

  private mutating func senderTooLate() -> ScenarioLineSyntax.Kind? {
    fail(
      .clauseOrder, "`by` stands before `with`", label: "too late in the line",
      notes: ["an event is followed by `by`, `with`, and the answer that is expected"],
      help: ["move `by` and the role to behind the event's name"])
    return nil
  }

  // MARK: Time

  /// `( duration | span ) , "later"`
  private mutating func parseLater() -> ScenarioLineSyntax.Kind? {
    let first = token
    guard let length = parseOperand() else { return nil }
    switch tree.expressions[length].kind {
    case .duration, .span: break
    default:
      fail(
        .unexpectedWord, "this line of a scenario says how much time passes", at: first, label: "not a duration",
        help: ["write something like `14 days later`"])
      return nil
    }
    guard takeWord("later") != nil else {
      expected("`later`", example: "14 days later")
      return nil
    }
    return .later(length)
  }

  /// `"at" , DATE , [ TIME ]`
  private mutating func parseMoment() -> ScenarioLineSyntax.Kind? {
    advance()
    guard let date = take(.date) else {
      expected("a day", example: "at 2026-03-01 09:00")
      return nil
    }
    return .at(date: date, time: take(.time))
  }
}
