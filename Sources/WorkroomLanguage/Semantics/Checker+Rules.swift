/// Rules: what they wait for, who may cause them, and where they lead.
extension Checker {
  mutating func check(_ pending: PendingRule) {
    current = pending.tree
    owner = pending.owner
    let syntax = tree.rules[pending.node]
    switch syntax.trigger {
    case .events(let paths):
      for path in paths {
        guard let event = event(path) else { continue }
        self.event = event
        checkRule(syntax, .event(event), path)
      }
      event = nil
    case .enter: checkPlain(syntax, .enter)
    case .leave: checkPlain(syntax, .leave)
    case .after(let operand): checkTimer(syntax, operand) { .after($0) }
    case .at(let operand): checkTimer(syntax, operand, isDate: true) { .at($0) }
    case .every(let period, let times): checkEvery(syntax, period, times)
    case .once(let condition): checkOnce(syntax, condition)
    case .onceEntered: checkOnce(syntax, .onceEntered)
    case .onceOtherwise: checkOnce(syntax, .onceOtherwise)
    }
  }

  // MARK: Triggers

  mutating func event(_ token: Int) -> Int? {
    let name = text(token)
    if let event = eventByPath[name] { return event }
    guard !isFull else { return nil }
    if reportPartOfEvent(name, token) { return nil }
    if ["enter", "leave"].contains(name.lowercased()) {
      report(
        .unknownEvent, "no event is called `\(name)`; words of the language have small letters", token,
        "write `\(name.lowercased())`", help: ["write `\(name.lowercased())`"],
        fixes: [fix(.safe, token, name.lowercased())])
      return nil
    }
    if let edge = Checker.edges[name.lowercased()] {
      report(
        .unknownEvent, "no event is called `\(name)`; a stage begins with `enter` and ends with `leave`", token,
        "write `\(edge)`", help: ["write `on \(edge)`"], fixes: [fix(.maybe, token, edge)])
      return nil
    }
    if let reference = field(named: name), field(reference).type == .date, token > 0 {
      report(
        .unknownEvent, "`\(name)` is a date, and a line waits for a date with `at`", token, "a date, not an event",
        help: ["write `at \(name)`"], fixes: [fix(.maybe, token - 1, "at")])
      return nil
    }
    if ["anything", "everything", "whatever", "any", "all"].contains(name.lowercased()) {
      report(
        .unknownEvent, Parser.anyEventTitle, token, "which events?",
        help: ["name them, with `or` between them, such as `on proposal.accepted or proposal.declined`"])
      return nil
    }
    if Checker.days.contains(name.lowercased()) {
      report(
        .unknownEvent, "no event is called `\(name)`; a time has a line of its own", token, "a day, not an event",
        help: ["write `after 7 days` in the place of `on \(name)`, or `at 2026-03-02` for one day"])
      return nil
    }
    if let meant = EventHabits.path(name, among: eventByPath.keys) {
      report(
        .unknownEvent, "no event is called `\(name)`", token, "called otherwise", help: ["write `\(meant)`"],
        fixes: [fix(Spelling.safety(name, meant), token, meant)])
      return nil
    }
    let events = workflow.events
    reportUnknown(
      .unknownEvent, "no event is called `\(name)`", token, near: { $0.eventByPath.keys.sorted() },
      declared: { near in events.first { $0.path == near }?.span }, noun: "an event",
      otherwise: otherEvents(name)
        ?? "declare it: `event \(name.contains(".") ? name : "my.\(name)") by manager`")
    return nil
  }

  /// What events there are of the thing that an unknown one is about.
  func otherEvents(_ name: String) -> String? {
    guard let thing = name.split(separator: ".").first, name.contains(".") else { return nil }
    let paths = workflow.events.map(\.path).filter { $0.hasPrefix("\(thing).") }
    guard !paths.isEmpty else { return nil }
    let shown = paths.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return
      "events of `\(thing)` are \(shown)\(paths.count > 8 ? " and others" : ""); another one is declared: `event \(name) by manager`"
  }

  /// `on approved`, `on payment`: one of the two words of an event, which several may have.
  private mutating func reportPartOfEvent(_ name: String, _ token: Int) -> Bool {
    guard !name.contains(".") else { return false }
    let stem = name.hasSuffix("s") ? String(name.dropLast()) : name
    let forms = [name, "\(stem)ed", "\(stem)d"]
    let paths = workflow.events.filter { event in
      event.typed == stem || event.path.hasPrefix("\(name).") || forms.contains { event.path.hasSuffix(".\($0)") }
    }.map(\.path)
    guard !paths.isEmpty else { return false }
    let shown = paths.prefix(5).map { "`\($0)`" }
    report(
      .unknownEvent, "no event is called `\(name)`", token, "not an event's name",
      help: [
        "write \(shown.count > 1 ? "one of " : "")\(shown.joined(separator: ", "))\(paths.count > 5 ? " and others" : "")"
      ],
      fixes: paths.count == 1 ? [fix(.maybe, token, paths[0])] : [])
    return true
  }

  /// The beginning and the end of a stage in other words.
  private static let edges = [
    "start": "enter", "begin": "enter", "entry": "enter", "entering": "enter", "entered": "enter", "started": "enter",
    "enters": "enter", "exit": "leave", "exiting": "leave", "leaving": "leave", "left": "leave", "leaves": "leave",
    "end": "leave",
  ]

  private mutating func checkPlain(_ syntax: RuleSyntax, _ trigger: CheckedRule.Trigger) {
    let word = if case .enter = trigger { "enter" } else { "leave" }
    if let role = syntax.roles.first { clauseNotHere("by", role, "`on \(word)`", "nobody sends it") }
    if let otherwise = syntax.otherwise { clauseNotHere("otherwise", otherwise, "`on \(word)`", "it always happens") }
    checkRule(syntax, trigger, syntax.head.upperBound)
  }

  private mutating func clauseNotHere(_ clause: String, _ token: Int, _ line: String, _ reason: String) {
    report(
      .conditionNotAllowed, "\(line) takes no `\(clause)`, since \(reason)", token, "not here",
      help: ["delete the `\(clause)` part"])
  }

  private mutating func checkTimer(
    _ syntax: RuleSyntax, _ operand: NodeIndex, isDate: Bool = false, _ make: (Int) -> CheckedRule.Trigger
  ) {
    checkTimerClauses(syntax)
    guard let value = checkTimerValue(operand, readsUnset: isDate) else { return }
    let type = workflow.expressions[value].type
    if isDate {
      guard type == .date else {
        if type == .text, reportQuotedDate(operand) { return }
        return report(
          .typesDiffer, "`at` waits for a date, and this is \(describe(type))", place(operand), describe(type),
          help: [
            type == .duration
              ? "write `after \(source(operand))`" : "write a date, such as `at 2026-03-01`, or name one"
          ])
      }
    } else if !isLength(value, type, operand) {
      return
    }
    checkRule(syntax, make(value), syntax.head.upperBound)
  }

  private mutating func checkTimerValue(_ operand: NodeIndex, readsUnset: Bool = false) -> Int? {
    allowed = .timer
    // A date that is not set is waited for once it is.
    self.readsUnset = readsUnset
    defer { (allowed, self.readsUnset) = (.everything, false) }
    likelyType = readsUnset ? .date : .duration
    defer { likelyType = nil }
    return checkValue(operand, stageFacts[owner])
  }

  private mutating func checkTimerClauses(_ syntax: RuleSyntax) {
    if let role = syntax.roles.first { clauseNotHere("by", role, "a timer", "nobody sends it") }
    if let otherwise = syntax.otherwise { clauseNotHere("otherwise", otherwise, "a timer", "it fires alone") }
  }

  private mutating func isLength(_ value: Int, _ type: ValueType, _ operand: NodeIndex) -> Bool {
    switch type {
    case .duration, .span:
      if case .constant(0) = workflow.expressions[value].operation {
        report(
          .badLiteral, "a timer waits for longer than nothing", place(operand), "no time at all",
          help: ["write a duration such as `1 day`"])
        return false
      }
      return true
    case .number:
      report(
        .unitMissing, "a timer waits for a duration, and `\(source(operand))` has no unit", place(operand),
        "a unit is missing",
        help: ["write `\(source(operand)) days`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(place(operand), "\(source(operand)) days")])])
    case .date:
      report(
        .typesDiffer, "`after` waits for a duration, and this is a date", place(operand), "a date",
        help: [
          source(operand).hasSuffix(".end")
            ? "write `at \(source(operand))`"
            : "write `at \(source(operand))` for the beginning of that day, or `at \(source(operand)) + 1 day` for when it is over"
        ])
    default:
      report(
        .typesDiffer, "a timer waits for a duration, and this is \(describe(type))", place(operand), describe(type),
        help: ["write a duration such as `7 days`"])
    }
    return false
  }

  private mutating func checkEvery(_ syntax: RuleSyntax, _ period: NodeIndex, _ times: NodeIndex?) {
    checkTimerClauses(syntax)
    guard let value = checkTimerValue(period), isLength(value, workflow.expressions[value].type, period)
    else { return }
    var most = 0
    if let times {
      guard let (word, type) = literal(times), type == .number, word > 0, word % 1_000_000 == 0,
        word / 1_000_000 <= 1000
      else {
        return reportTimes(times)
      }
      most = Int(word / 1_000_000)
    }
    checkRule(syntax, .every(value, times: most), syntax.head.upperBound)
  }

  /// `at most three times`, `at most most_rounds times`
  private mutating func reportTimes(_ times: NodeIndex) {
    let token = tree.expressions[times].tokens.lowerBound
    guard let meant = Parser.numerals[text(token)] else {
      return report(
        .badLiteral, "`at most` takes a whole number from 1 to 1000", place(times), "not such a number",
        help: ["write how often in figures, such as `at most 2 times`"])
    }
    report(
      .badLiteral, "numbers are written with digits", place(times), "write `\(meant)`",
      help: ["write `at most \(meant) times`"], fixes: [fix(.safe, token, "\(meant)")])
  }

  private mutating func checkOnce(_ syntax: RuleSyntax, _ condition: NodeIndex) {
    checkOnceClauses(syntax)
    allowed = .once
    let checked = checkCondition(condition, stageFacts[owner])
    allowed = .everything
    guard let checked else { return }
    checkRule(syntax, .once(checked.expression), syntax.head.upperBound, facts: checked.whenTrue)
  }

  private mutating func checkOnce(_ syntax: RuleSyntax, _ trigger: CheckedRule.Trigger) {
    checkOnceClauses(syntax)
    checkRule(syntax, trigger, syntax.head.upperBound)
  }

  private mutating func checkOnceClauses(_ syntax: RuleSyntax) {
    if let role = syntax.roles.first { clauseNotHere("by", role, "`once`", "nobody sends it") }
    if let condition = syntax.condition {
      report(
        .conditionNotAllowed, "`once` has its condition right after it, without `when`", place(condition),
        "a second condition", help: ["join the two with `and`: `once ... and \(source(condition))`"])
    }
  }

  // MARK: The rest of the line

  private mutating func checkRule(
    _ syntax: RuleSyntax, _ trigger: CheckedRule.Trigger, _ token: Int, facts given: Facts = []
  ) {
    let roles = checkRoles(syntax, trigger, token)
    var facts = stageFacts[owner].union(given)
    var condition: Int?
    var conditionFails = false
    if let node = syntax.condition {
      if let checked = checkCondition(node, facts) {
        condition = checked.expression
        facts.formUnion(checked.whenTrue)
      } else {
        conditionFails = true
        failedConditions.insert(tree.span(syntax.head))
      }
    }
    let (actions, outcome) = checkBody(syntax, trigger, &facts, reportUnset: !conditionFails)
    let rule = CheckedRule(
      owner: owner, trigger: trigger, roles: roles, otherwise: syntax.otherwise != nil, condition: condition,
      actions: actions,
      outcome: outcome, because: syntax.because.map { intern(tree.quoted($0)) }, span: tree.span(syntax.head),
      line: tree.line(syntax.head.lowerBound), isVocabulary: current == 0)
    if let otherwise = syntax.otherwise { checkOtherwise(rule, otherwise) }
    guard workflow.rules.count < Checker.rulesMax else {
      if missed.insert("a rule").inserted {
        report(
          .tooMany, "a workflow has at most 50,000 rules", token, "one too many",
          help: ["split the workflow into two"])
      }
      return
    }
    workflow.rules.append(rule)
    if saysOtherwise || current == 0, let key = CaseKey(rule) { firstCases.insert(key) }
  }

  private mutating func checkRoles(_ syntax: RuleSyntax, _ trigger: CheckedRule.Trigger, _ token: Int) -> UInt64 {
    guard case .event(let event) = trigger else { return 0 }
    let senders = workflow.events[event].senders
    let path = workflow.events[event].path
    for role in syntax.roles {
      guard let index = roleByName[text(role)] else {
        reportUnknownRole(role)
        continue
      }
      guard senders != 0, senders & 1 << UInt64(index) == 0 else { continue }
      let names = workflow.roles.indices.filter { senders & 1 << UInt64($0) != 0 }.map {
        "`\(workflow.roles[$0].name)`"
      }
      report(
        .nobodySends, "`\(text(role))` never sends `\(path)`", role, "not a sender of this event",
        notes: ["it is sent by \(names.joined(separator: ", "))"], help: ["write `by` with one of these roles"])
    }
    let mask = syntax.roles.reduce(0 as UInt64) { mask, role in
      roleByName[text(role)].map { mask | 1 << UInt64($0) } ?? mask
    }
    // Roles that nobody knows are nobody's, not everybody's: the line overlaps no other.
    return mask == 0 && !syntax.roles.isEmpty ? 1 << 63 : mask
  }

  /// `otherwise` is the rest of the cases of lines before it.
  private mutating func checkOtherwise(_ rule: CheckedRule, _ token: Int) {
    guard let key = CaseKey(rule), !firstCases.contains(key) else { return }
    let path = enclosing(rule.owner)
    if firstCases.contains(key.ofTheOtherKind) { return reportOtherKind(rule, token) }
    report(
      .otherwiseAlone, "`otherwise` is the rest of the cases of a line before it, and there is none here", token,
      "the rest of what?", help: ["delete `otherwise`, or write the line with the condition above it"],
      follows: diagnostics.contains { $0.severity == .error && $0.enclosing == path })
  }

  /// One line says what happens next, and the other only does something beside it: they are no cases of one choice.
  private mutating func reportOtherKind(_ rule: CheckedRule, _ token: Int) {
    let leads = rule.outcome != nil
    report(
      .otherwiseAlone,
      leads
        ? "the line before takes nothing away from this one: it does not say what happens next"
        : "the line before says what happens next, and this one does not", token, "not the rest of that line",
      help: [leads ? "end the line before with `stay`, as a block" : "end this line with `stay`, as a block"])
  }
}

extension CheckedRule.Trigger {
  var word: String {
    switch self {
    case .enter: "enter"
    case .leave: "leave"
    default: "event"
    }
  }
}

/// What two rules have in common where one can be the rest of the other: stage, event, and whether they lead on.
struct CaseKey: Hashable {
  private var owner: Int
  /// `nil` for `once`.
  private var event: Int?
  private var leads: Bool

  init?(_ rule: CheckedRule) {
    owner = rule.owner
    leads = rule.outcome != nil
    switch rule.trigger {
    case .event(let event): self.event = event
    case .once, .onceOtherwise: event = nil
    default: return nil
    }
  }

  /// The same event at the same place, for lines with an outcome where this is for lines without, and the other way round.
  var ofTheOtherKind: CaseKey {
    var other = self
    other.leads.toggle()
    return other
  }
}
