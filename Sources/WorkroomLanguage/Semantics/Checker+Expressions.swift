import WorkroomValues

/// Values and conditions.
///
/// A condition also tells which optional fields are set where it holds and where it doesn't: these facts are what makes
/// reading an optional field legal further on.
extension Checker {
  typealias Facts = Set<FieldReference>

  /// What a condition may read, since something must wake the rules that it guards.
  enum Allowed { case everything, campaignOnly, once }

  /// What an expectation came from, for the message that says why two types differ.
  enum Purpose {
    case fallback(Diagnostic.Span)
    case comparison(Diagnostic.Span)
    case field(String, Diagnostic.Span)
    case words(String)
  }

  // MARK: Conditions

  mutating func checkCondition(_ node: NodeIndex, _ facts: Facts) -> (expression: Int, whenTrue: Facts, whenFalse: Facts)? {
    let syntax = tree.expressions[node]
    switch syntax.kind {
    case .and(let parts): return checkAnd(node, parts, facts)
    case .or(let parts): return checkOr(node, parts, facts)
    case .not(let part):
      guard let (inner, yes, no) = checkCondition(part, facts) else { return nil }
      return (make(.not(inner), .flag, node), no, yes)
    case .compare(let left, let verb, let right, let negated):
      return checkComparison(node, left, verb, right, negated, facts).map { ($0, [], []) }
    case .between(let value, let low, let high, let negated):
      return checkBetween(node, value, low, high, negated, facts).map { ($0, [], []) }
    case .oneOf(let value, let choices, let negated):
      return checkOneOf(node, value, choices, negated, facts).map { ($0, [], []) }
    case .state(let subject, .set, let negated): return checkIsSet(node, subject, negated)
    case .state(let subject, let state, let negated):
      guard let test = checkState(node, subject, state, facts) else { return nil }
      return (negated ? make(.not(test), .flag, node) : test, [], [])
    case .allDone(let names): return checkAllDone(node, names).map { ($0, [], []) }
    default:
      report(.conditionWithoutVerb, "a condition says what a value is", syntax.tokens.upperBound, "a verb is missing", help: ["write `is yes`, `is set` or `is at least 10` after it"])
      return nil
    }
  }

  private mutating func checkAnd(_ node: NodeIndex, _ parts: [NodeIndex], _ facts: Facts) -> (Int, Facts, Facts)? {
    var known = facts
    var tests: [Int] = []
    for part in parts {
      guard let (test, yes, _) = checkCondition(part, known) else { continue }
      known.formUnion(yes)
      tests.append(test)
    }
    guard tests.count == parts.count else { return nil }
    return (make(.and(tests), .flag, node), known.subtracting(facts), [])
  }

  private mutating func checkOr(_ node: NodeIndex, _ parts: [NodeIndex], _ facts: Facts) -> (Int, Facts, Facts)? {
    var known = facts
    var shared: Facts?
    var tests: [Int] = []
    for part in parts {
      guard let (test, yes, no) = checkCondition(part, known) else { continue }
      shared = shared.map { $0.intersection(yes) } ?? yes
      known.formUnion(no)
      tests.append(test)
    }
    guard tests.count == parts.count else { return nil }
    return (make(.or(tests), .flag, node), shared ?? [], known.subtracting(facts))
  }

  private mutating func checkComparison(
    _ node: NodeIndex, _ left: NodeIndex, _ verb: ExpressionSyntax.Verb, _ right: NodeIndex, _ negated: Bool, _ facts: Facts
  ) -> Int? {
    guard let subject = checkValue(left, facts) else {
      // The other side is still looked at where it needs no context, so that its own mistakes show.
      return nil
    }
    let type = workflow.expressions[subject].type
    if verb == .contains { return checkContains(node, subject, type, right, facts) }
    guard let object = checkValue(right, facts, expecting: type) else { return nil }
    guard unify(type, workflow.expressions[object].type, right, purpose: .comparison(place(left))) else { return nil }
    guard verb == .equal || isOrdered(type) else { return notOrdered(node, left, type) }
    let comparison: CheckedExpression.Comparison =
      switch verb {
      case .equal, .contains: negated ? .notEqual : .equal
      case .atLeast: .atLeast
      case .atMost: .atMost
      case .moreThan: .more
      case .lessThan: .less
      }
    return make(.compare(subject, comparison, object), .flag, node)
  }

  private mutating func notOrdered(_ node: NodeIndex, _ left: NodeIndex, _ type: ValueType) -> Int? {
    report(
      .typesDiffer, "\(describe(type)) cannot be more or less than another", place(left), "has no order",
      help: ["compare with `is`, `is not` or `is one of`"])
    return nil
  }

  private mutating func checkContains(_ node: NodeIndex, _ list: Int, _ type: ValueType, _ right: NodeIndex, _ facts: Facts) -> Int? {
    guard type == .hashtags || type == .handles || type == .products else {
      report(.typesDiffer, "`contains` asks a list, and this is \(describe(type))", workflow.expressions[list].span, "not a list", help: ["compare with `is`"])
      return nil
    }
    let syntax = tree.expressions[right]
    if case .path = syntax.kind {
      guard let element = checkValue(right, facts) else { return nil }
      guard workflow.expressions[element].type == .text else {
        report(.typesDiffer, "a list contains texts, and this is \(describe(workflow.expressions[element].type))", place(right), "not a text", help: ["name a text"])
        return nil
      }
      return make(.contains(list, element), .flag, node)
    }
    guard let entry = listEntry(right, type) else { return nil }
    let element = make(.text(intern(entry)), .text, right)
    return make(.contains(list, element), .flag, node)
  }

  private mutating func checkBetween(
    _ node: NodeIndex, _ value: NodeIndex, _ low: NodeIndex, _ high: NodeIndex, _ negated: Bool, _ facts: Facts
  ) -> Int? {
    guard let subject = checkValue(value, facts) else { return nil }
    let type = workflow.expressions[subject].type
    guard isOrdered(type) else { return notOrdered(node, value, type) }
    guard let lower = checkValue(low, facts, expecting: type), let upper = checkValue(high, facts, expecting: type),
      unify(type, workflow.expressions[lower].type, low, purpose: .comparison(place(value))),
      unify(type, workflow.expressions[upper].type, high, purpose: .comparison(place(value)))
    else { return nil }
    if case .constant(let from) = workflow.expressions[lower].operation, case .constant(let to) = workflow.expressions[upper].operation, from > to {
      report(.conditionNotAllowed, "nothing lies between these two: the first is the larger", place(low), "larger than the second", help: ["write the smaller bound first"])
    }
    let both = make(
      .and([make(.compare(subject, .atLeast, lower), .flag, node), make(.compare(subject, .atMost, upper), .flag, node)]), .flag, node)
    return negated ? make(.not(both), .flag, node) : both
  }

  private mutating func checkOneOf(_ node: NodeIndex, _ value: NodeIndex, _ choices: [NodeIndex], _ negated: Bool, _ facts: Facts) -> Int? {
    guard let subject = checkValue(value, facts) else { return nil }
    let type = workflow.expressions[subject].type
    var tests: [Int] = []
    for choice in choices {
      guard let object = checkValue(choice, facts, expecting: type),
        unify(type, workflow.expressions[object].type, choice, purpose: .comparison(place(value)))
      else { continue }
      tests.append(make(.compare(subject, .equal, object), .flag, node))
    }
    guard tests.count == choices.count else { return nil }
    let any = tests.count == 1 ? tests[0] : make(.or(tests), .flag, node)
    return negated ? make(.not(any), .flag, node) : any
  }

  private mutating func checkIsSet(_ node: NodeIndex, _ subject: NodeIndex, _ negated: Bool) -> (Int, Facts, Facts)? {
    guard case .path = tree.expressions[subject].kind else {
      report(
        .conditionNotAllowed, "only a field or a value of the event can be set or not", place(subject), "not a field",
        help: ["name a field, as in `price is set`"])
      return nil
    }
    guard let reference = reference(subject) else { return nil }
    let test = make(.isSet(reference.storage, reference.index), .flag, node)
    return negated ? (make(.not(test), .flag, node), [], [reference]) : (test, [reference], [])
  }

  private mutating func checkState(_ node: NodeIndex, _ subject: NodeIndex, _ state: ExpressionSyntax.State, _ facts: Facts) -> Int? {
    guard case .path = tree.expressions[subject].kind else {
      report(.conditionNotAllowed, "`is \(state)` goes with a name", place(subject), "not a name", help: ["name a \(state == .done ? "stage" : state == .held ? "kind of item" : "window")"])
      return nil
    }
    let token = tree.expressions[subject].tokens.lowerBound
    switch state {
    case .done: return stage(token, from: owner).flatMap { checkDone($0, token, node) }
    case .held:
      guard let kind = CheckedWorkflow.poolKinds.firstIndex(of: text(token)) else {
        reportUnknown(
          .unknownItem, "`\(text(token))` is nothing that can be held", token, near: CheckedWorkflow.poolKinds, declared: { _ in nil },
          noun: "an item", otherwise: "write `discount is held` or `link is held`")
        return nil
      }
      return make(.isHeld(kind), .flag, node)
    case .open, .set:
      guard let window = checkValue(subject, facts) else { return nil }
      guard workflow.expressions[window].type == .window else {
        report(.typesDiffer, "only a window can be open, and this is \(describe(workflow.expressions[window].type))", token, "not a window", help: ["name a field of the type `window`"])
        return nil
      }
      if allowed == .once { cannotWake(token, "a window") }
      return make(.isOpen(window), .flag, node)
    }
  }

  private mutating func checkDone(_ stage: Int, _ token: Int, _ node: NodeIndex) -> Int? {
    let checked = workflow.stages[stage]
    if checked.kind != .final, !canBeDone(stage) {
      report(
        .neverDone, "`\(checked.name)` can never be done, since it has no final stage", token, "never done",
        related: checked.span.source >= 0 ? [Diagnostic.Related(span: checked.span, label: "no `final` inside")] : [],
        help: ["add a line such as `final complete` to `\(checked.name)`"], follows: hasSyntaxErrors(inside: stage))
      return nil
    }
    return make(.isDone(stage), .flag, node)
  }

  private func canBeDone(_ stage: Int) -> Bool {
    let checked = workflow.stages[stage]
    if checked.holdsTracks { return checked.children.allSatisfy { canBeDone($0) } }
    return checked.children.contains { workflow.stages[$0].kind == .final }
  }

  private mutating func checkAllDone(_ node: NodeIndex, _ names: [Int]) -> Int? {
    var tests: [Int] = []
    for name in names {
      if let stage = stage(name, from: owner), let test = checkDone(stage, name, node) { tests.append(test) }
    }
    guard tests.count == names.count else { return nil }
    return tests.count == 1 ? tests[0] : make(.and(tests), .flag, node)
  }

  mutating func cannotWake(_ token: Int, _ what: String) {
    report(
      .cannotWake, "a `once` line cannot read \(what), since nothing would wake it when that changes", token, "changes unnoticed",
      help: ["use a rule that waits for an event or a time, such as `on proposal.submitted when ...`"])
  }

  // MARK: Values

  /// A value; `type` is what the other side is, so that a bare word can be one of its choices.
  mutating func checkValue(_ node: NodeIndex, _ facts: Facts, expecting type: ValueType? = nil) -> Int? {
    let syntax = tree.expressions[node]
    switch syntax.kind {
    case .path: return checkPath(node, facts, expecting: type)
    case .add(let left, let right): return checkSum(node, left, right, facts, negated: false)
    case .subtract(let left, let right): return checkSum(node, left, right, facts, negated: true)
    case .share(let left, let right): return checkShare(node, left, right, facts)
    case .hashtag, .handle:
      return make(.text(intern(text(syntax.tokens.lowerBound).lowercased())), .text, node)
    case .text:
      let words = tree.quoted(syntax.tokens.lowerBound)
      if case .choice(let set)? = type, let index = workflow.choices[set].firstIndex(of: words) { return make(.constant(Int64(index)), .choice(set), node) }
      return make(.text(intern(words)), .text, node)
    default:
      guard let (word, type) = literal(node) else { return nil }
      return make(.constant(word), type, node)
    }
  }

  private mutating func checkSum(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ facts: Facts, negated: Bool) -> Int? {
    guard let first = checkValue(left, facts), let second = checkValue(right, facts) else { return nil }
    let (a, b) = (workflow.expressions[first].type, workflow.expressions[second].type)
    switch (a, b) {
    case (.date, .duration) where !negated: return make(.shiftDate(first, second), .date, node)
    case (.date, .span) where !negated: return make(.shiftDateBySpan(first, second), .date, node)
    case (.money, .percent), (.number, .percent):
      let sign = negated ? "-" : "+"
      let share = source(right)
      report(
        .percentOfWhat, "`\(sign) \(share)` does not say of what", place(right), "a share of what?",
        help: ["write `\(source(left)) \(sign) \(share) of \(source(left))`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(place(right), "\(share) of \(source(left))")])])
      return nil
    case (.number, .number), (.duration, .duration), (.percent, .percent), (.money, .money):
      guard unify(a, b, right, purpose: .comparison(place(left))) else { return nil }
      let type: ValueType = if case .money(.home) = a { b } else { a }
      return make(negated ? .subtract(first, second) : .add(first, second), type, node)
    default:
      report(
        .typesDiffer, "\(describe(a)) and \(describe(b)) cannot be \(negated ? "subtracted" : "added")", place(right), describe(b),
        related: [Diagnostic.Related(span: place(left), label: describe(a))], help: ["use two values of one kind"])
      return nil
    }
  }

  private mutating func checkShare(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ facts: Facts) -> Int? {
    guard let share = checkValue(left, facts), let whole = checkValue(right, facts) else { return nil }
    guard workflow.expressions[share].type == .percent else {
      report(.typesDiffer, "`of` takes a percentage of something", place(left), describe(workflow.expressions[share].type), help: ["write a percentage, such as `20% of price`"])
      return nil
    }
    let type = workflow.expressions[whole].type
    switch type {
    case .money, .number: return make(.share(share, whole), type, node)
    default:
      report(.typesDiffer, "a percentage can be taken of money or of a number", place(right), describe(type), help: ["write something like `20% of price`"])
      return nil
    }
  }

  // MARK: Names

  private mutating func checkPath(_ node: NodeIndex, _ facts: Facts, expecting type: ValueType?) -> Int? {
    let token = tree.expressions[node].tokens.lowerBound
    let name = text(token)
    if case .choice(let set)? = type {
      if let index = workflow.choices[set].firstIndex(of: name) { return make(.constant(Int64(index)), .choice(set), node) }
      if fieldByName[name] == nil, !name.hasPrefix("event.") { return notOneOf(token, set) }
    }
    if name.hasSuffix(".start") || name.hasSuffix(".end"), let edge = checkWindowEdge(node, name, facts) { return edge }
    guard let reference = reference(node) else { return nil }
    let field = workflow.fields(reference.storage, event: event ?? 0)[reference.index]
    if field.mayBeUnset, !facts.contains(reference) {
      mayBeUnset(token, name, field)
      return nil
    }
    return make(.field(reference.storage, reference.index), field.type, node)
  }

  private mutating func notOneOf(_ token: Int, _ set: Int) -> Int? {
    let names = workflow.choices[set]
    let near = Spelling.nearest(to: text(token), among: names)
    report(
      .notOneOf, "`\(text(token))` is not one of \(names.prefix(8).joined(separator: ", "))", token, "not one of them",
      help: [near.map { "write `\($0)`" } ?? "write one of \(names.prefix(8).map { "`\($0)`" }.joined(separator: ", "))"],
      fixes: near.map { [fix(.safe, token, $0)] } ?? [], follows: isLost(text(token)))
    return nil
  }

  private mutating func checkWindowEdge(_ node: NodeIndex, _ name: String, _ facts: Facts) -> Int? {
    let isStart = name.hasSuffix(".start")
    let base = String(name.dropLast(isStart ? 6 : 4))
    guard let reference = fieldByName[base], workflow.fields(reference.storage)[reference.index].type == .window else { return nil }
    let window = make(.field(reference.storage, reference.index), .window, node)
    return make(isStart ? .windowStart(window) : .windowEnd(window), .date, node)
  }

  /// The field or payload value that a path names.
  mutating func reference(_ node: NodeIndex) -> FieldReference? {
    let token = tree.expressions[node].tokens.lowerBound
    let name = text(token)
    if name.hasPrefix("event.") { return payloadReference(token, String(name.dropFirst(6))) }
    guard let reference = fieldByName[name] else {
      reportUnknownField(token, name)
      return nil
    }
    if allowed == .campaignOnly, reference.storage != .campaign {
      report(
        .conditionNotAllowed, "a track's condition reads the campaign's fields only", token, "not a field of the campaign",
        notes: ["a track is there or not for everybody in the campaign alike"], help: ["name a field of the `campaign` block"])
      return nil
    }
    return reference
  }

  private mutating func payloadReference(_ token: Int, _ name: String) -> FieldReference? {
    guard let event, allowed == .everything else {
      report(.conditionNotAllowed, "no event is at hand here", token, "no event here", help: ["read `event.\(name)` in an `on` line only"])
      return nil
    }
    let payload = workflow.events[event].payload
    if let index = payload.firstIndex(where: { $0.name == name }) { return FieldReference(storage: .payload, index: index) }
    let path = workflow.events[event].path
    let near = Spelling.nearest(to: name, among: payload.map(\.name))
    report(
      .unknownPayload, "`\(path)` carries no `\(name)`", token, "not in this event",
      notes: [payload.isEmpty ? "it carries no values at all" : "it carries \(payload.map { "`\($0.name)`" }.joined(separator: ", "))"],
      help: [near.map { "write `event.\($0)`" } ?? "read one of its values, or a field"],
      fixes: near.map { [fix(.safe, token, "event.\($0)")] } ?? [], follows: isLost(path))
    return nil
  }

  mutating func reportUnknownField(_ token: Int, _ name: String) {
    let fields = fieldByName
    let checked = workflow
    if stagesByName[name] != nil {
      report(.unknownName, "`\(name)` is a stage, not a value", token, "a stage", help: ["ask whether it is done: `\(name) is done`"])
      return
    }
    reportUnknown(
      .unknownName, "no field is called `\(name)`", token, near: fields.keys.sorted(),
      declared: { near in fields[near].map { checked.fields($0.storage)[$0.index].span } }, noun: "a field",
      otherwise: "declare it in the `campaign` or the `record` block, such as `\(name.contains(".") ? "price" : name) number default 0`")
  }

  private mutating func mayBeUnset(_ token: Int, _ name: String, _ field: CheckedField) {
    report(
      .mayBeUnset, "`\(name)` may not be set here", token, "optional",
      related: field.span.source >= 0 ? [Diagnostic.Related(span: field.span, label: "declared `optional`")] : [],
      help: ["ask first: `when \(name) is set and ...`"])
  }

  // MARK: Small tools

  mutating func make(_ operation: CheckedExpression.Operation, _ type: ValueType, _ node: NodeIndex) -> Int {
    workflow.expressions.append(CheckedExpression(operation: operation, type: type, span: place(node)))
    return workflow.expressions.count - 1
  }

  func place(_ node: NodeIndex) -> Diagnostic.Span { tree.span(tree.expressions[node].tokens) }

  func source(_ node: NodeIndex) -> String { tree.source.text(tree.span(tree.expressions[node].tokens).range) }

  func isOrdered(_ type: ValueType) -> Bool {
    switch type {
    case .number, .money, .percent, .date, .time, .duration: true
    default: false
    }
  }
}
