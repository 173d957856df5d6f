/// Conditions.
///
/// A condition also tells which optional fields are set where it holds and where it doesn't: these facts are what makes
/// reading an optional field legal further on.
extension Checker {
  mutating func checkCondition(
    _ node: NodeIndex, _ facts: Facts
  ) -> (
    expression: Int, whenTrue: Facts, whenFalse: Facts
  )? {
    let syntax = tree.expressions[node]
    switch syntax.kind {
    case .and(let parts): return checkAnd(node, parts, facts)
    case .or(let parts): return checkOr(node, parts, facts)
    case .not(let part):
      guard let (inner, yes, no) = checkCondition(part, facts) else { return nil }
      return (make(.not(inner), .flag, node), no, yes)
    case .path: return checkDefined(node, facts)
    case .compare(let left, .equal, let right, let negated) where isDefinedCondition(left) && isYesOrNo(right):
      return checkDefined(node, left, is: right, negated, facts)
    case .compare(let left, let verb, let right, let negated):
      test = node
      defer { test = nil }
      return checkComparison(node, left, verb, right, negated, facts).map { ($0, [], []) }
    case .between(let value, let low, let high, let negated):
      test = node
      defer { test = nil }
      return checkBetween(node, value, low, high, negated, facts).map { ($0, [], []) }
    case .oneOf(let value, let choices, let negated):
      test = node
      defer { test = nil }
      return checkOneOf(node, value, choices, negated, facts).map { ($0, [], []) }
    case .state(let subject, .set, let negated): return checkIsSet(node, subject, negated)
    case .state(let subject, let state, let negated):
      guard let test = checkState(node, subject, state, facts) else { return nil }
      return (negated ? make(.not(test), .flag, node) : test, [], [])
    case .isIn(let stage): return checkIsIn(node, stage).map { ($0, [], []) }
    case .allDone(let names): return checkAllDone(node, names).map { ($0, [], []) }
    default:
      report(
        .conditionWithoutVerb, "a condition says what a value is", syntax.tokens.upperBound, "a verb is missing",
        help: ["write `is yes`, `is set` or `is at least 10` after it"])
      return nil
    }
  }

  private mutating func checkAnd(_ node: NodeIndex, _ parts: [NodeIndex], _ facts: Facts) -> (Int, Facts, Facts)? {
    let outer = isAlternative
    isAlternative = false
    defer { isAlternative = outer }
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
    let outer = isAlternative
    isAlternative = true
    defer { isAlternative = outer }
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
    _ node: NodeIndex, _ left: NodeIndex, _ verb: ExpressionSyntax.Verb, _ right: NodeIndex, _ negated: Bool,
    _ facts: Facts
  ) -> Int? {
    if verb == .equal, reportStateAsValue(left, right, negated) { return nil }
    likelyType = literalType(right)
    defer { likelyType = nil }
    guard let subject = checkValue(left, facts) else {
      // The other side is still looked at where it needs no context, so that its own mistakes show.
      return nil
    }
    let type = workflow.expressions[subject].type
    likelyType = type
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

  private mutating func checkContains(
    _ node: NodeIndex, _ list: Int, _ type: ValueType, _ right: NodeIndex, _ facts: Facts
  ) -> Int? {
    guard type == .hashtags || type == .handles || type == .products else {
      report(
        .typesDiffer, "`contains` asks a list, and this is \(describe(type))", workflow.expressions[list].span,
        "not a list", help: ["compare with `is`"])
      return nil
    }
    let syntax = tree.expressions[right]
    if case .path = syntax.kind {
      guard let element = checkValue(right, facts) else { return nil }
      guard workflow.expressions[element].type == .text else {
        report(
          .typesDiffer, "a list contains texts, and this is \(describe(workflow.expressions[element].type))",
          place(right), "not a text", help: ["name a text"])
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
    likelyType = literalType(low) ?? literalType(high)
    defer { likelyType = nil }
    guard let subject = checkValue(value, facts) else { return nil }
    let type = workflow.expressions[subject].type
    likelyType = type
    guard isOrdered(type) else { return notOrdered(node, value, type) }
    guard let lower = checkValue(low, facts, expecting: type), let upper = checkValue(high, facts, expecting: type),
      unify(type, workflow.expressions[lower].type, low, purpose: .comparison(place(value))),
      unify(type, workflow.expressions[upper].type, high, purpose: .comparison(place(value)))
    else { return nil }
    if case .constant(let from) = workflow.expressions[lower].operation,
      case .constant(let to) = workflow.expressions[upper].operation, from > to,
      ![low, high].contains(where: { isInThousandsOrNot(tree.expressions[$0].tokens.lowerBound) })
    {
      report(
        .conditionNotAllowed, "nothing lies between these two: the first is the larger", place(low),
        "larger than the second", help: ["write the smaller bound first"])
    }
    let both = make(
      .and([
        make(.compare(subject, .atLeast, lower), .flag, node), make(.compare(subject, .atMost, upper), .flag, node),
      ]), .flag, node)
    return negated ? make(.not(both), .flag, node) : both
  }

  private mutating func checkOneOf(
    _ node: NodeIndex, _ value: NodeIndex, _ choices: [NodeIndex], _ negated: Bool, _ facts: Facts
  ) -> Int? {
    likelyType = choices.first.flatMap { literalType($0) }
    defer { likelyType = nil }
    guard let subject = checkValue(value, facts) else { return nil }
    let type = workflow.expressions[subject].type
    likelyType = type
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
    if let index = definition(subject) { return alwaysSet(subject, definitions.all[index].name) }
    guard let reference = reference(subject) else { return nil }
    let test = make(.isSet(reference.storage, reference.index), .flag, node)
    return negated ? (make(.not(test), .flag, node), [], [reference]) : (test, [reference], [])
  }

  private mutating func checkState(
    _ node: NodeIndex, _ subject: NodeIndex, _ state: ExpressionSyntax.State, _ facts: Facts
  ) -> Int? {
    guard case .path = tree.expressions[subject].kind else {
      report(
        .conditionNotAllowed, "`is \(state)` goes with a name", place(subject), "not a name",
        help: ["name a \(state == .done ? "stage" : state == .held ? "kind of item" : "window")"])
      return nil
    }
    let token = tree.expressions[subject].tokens.lowerBound
    switch state {
    case .done: return doneStage(token).flatMap { checkDone($0, token, node) }
    case .held:
      guard let kind = workflow.poolKinds.firstIndex(of: text(token)) else {
        reportUnknown(
          .unknownItem, "no item is called `\(text(token))`", token, near: { $0.workflow.poolKinds },
          declared: { _ in nil },
          noun: "an item", otherwise: "write \(itemNames { "`\($0) is held`" })")
        return nil
      }
      return make(.isHeld(kind), .flag, node)
    case .open, .set:
      guard let window = checkValue(subject, facts) else { return nil }
      guard workflow.expressions[window].type == .window else {
        report(
          .typesDiffer, "only a window can be open, and this is \(describe(workflow.expressions[window].type))", token,
          "not a window", help: ["name a field of the type `window`"])
        return nil
      }
      if allowed == .once { cannotWake(token, "a window") }
      return make(.isOpen(window), .flag, node)
    }
  }

  private mutating func checkDone(_ stage: Int, _ token: Int, _ node: NodeIndex) -> Int? {
    let checked = workflow.stages[stage]
    let name = checked.kind == .each ? "each \(checked.name)" : checked.name
    if checked.kind != .final, !canBeDone(stage) {
      report(
        .neverDone, "`\(name)` can never be done, since it has no final stage", token, "never done",
        related: checked.span.source >= 0 ? [Diagnostic.Related(span: checked.span, label: "no `final` inside")] : [],
        help: ["add a line such as `final complete` to `\(name)`"], follows: hasSyntaxErrors(inside: stage))
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
      if let stage = doneStage(name), let test = checkDone(stage, name, node) { tests.append(test) }
    }
    guard tests.count == names.count else { return nil }
    return tests.count == 1 ? tests[0] : make(.and(tests), .flag, node)
  }

  /// What stands behind the `once` that begins the line of a token, if the line is all of the rule's first line.
  private func lineOfOnce(_ token: Int) -> String? {
    let tokens = tree.tokens
    guard let start = tokens[..<token].lastIndex(where: { $0.kind == .newline || $0.word == .once }),
      tokens[start].word == .once,
      let end = tokens[token...].firstIndex(where: { [.newline, .comment, .end].contains($0.kind) }),
      tokens[start..<end].contains(where: { $0.kind == .word && $0.word.startsAction && $0.word.isReserved })
    else { return nil }
    return tree.source.text(tree.span(start + 1, end - 1).range)
  }

  mutating func cannotWake(_ token: Int, _ what: String) {
    report(
      .cannotWake, "a `once` line cannot read \(what), since nothing would wake it when that changes", token,
      "changes unnoticed",
      help: [
        "use a rule that waits for an event or a time, such as `on proposal.submitted when \(lineOfOnce(token) ?? "price is set go to active")`"
      ])
  }
}
