/// Actions: what is set, raised and sent.
extension Checker {
  /// The checked actions of one line; empty where it has a mistake.
  mutating func checkAction(_ node: NodeIndex, _ facts: inout Facts, reportUnset: Bool = true) -> [Int] {
    let syntax = tree.actions[node]
    guard let kind = checkKind(syntax, &facts) else { return [] }
    workflow.actions.append(
      CheckedAction(kind: kind, line: tree.line(syntax.tokens.lowerBound), span: tree.span(syntax.tokens)))
    return [workflow.actions.count - 1]
  }

  private mutating func checkKind(_ syntax: ActionSyntax, _ facts: inout Facts) -> CheckedAction.Kind? {
    switch syntax.kind {
    case .set(let name, let value): return checkSet(name, value, &facts)
    case .add(let value, let name): return checkAdd(value, name, facts, negated: false)
    case .subtract(let value, let name): return checkAdd(value, name, facts, negated: true)
    case .clear(let name): return checkClear(name, &facts)
    case .raise(let path, let values): return checkRaise(path, values, facts)
    case .sendEmail(let words): return checkWords(words, facts).map { .email($0) }
    case .sendContract(let words): return checkWords(words, facts).map { .contract($0) }
    case .note(let words): return checkWords(words, facts).map { .note($0) }
    case .tell(let role, let words): return checkTell(role, words, facts)
    case .createOrder: return .createOrder
    case .cancelOrder: return .cancelOrder
    case .assign(let items, let ifNone): return checkAssign(items, ifNone, &facts)
    case .release(let names): return checkKinds(names).map { .release($0) }
    case .disable(let names): return checkKinds(names).map { .disable($0) }
    case .owe(let amount, let reason): return checkOwe(amount, reason, facts)
    case .voidText(let reason): return .voidReason(intern(tree.quoted(reason)))
    case .voidPath(let path): return checkVoid(path)
    case .earmark(let amount, let field): return checkEarmark(amount, field, facts)
    case .free(let field): return sharedField(field).map { .free(field: $0) }
    case .goTo, .stay, .restart, .resume, .ignore, .refuse:
      report(
        .outcomeNotHere, "an empty pool is answered by an action, not by going elsewhere", syntax.tokens.lowerBound,
        "leads elsewhere", help: ["tell somebody: `tell manager \"no codes left\"`"])
      return nil
    }
  }

  // MARK: Fields

  /// A field of the record, or of the item whose line this is.
  private mutating func recordField(_ token: Int, for value: NodeIndex? = nil) -> FieldReference? {
    let name = text(token)
    if let index = definitions.byName[name] { return cannotSetDefinition(token, index) }
    guard let reference = field(named: name) else {
      if reportItemValue(token, name) { return nil }
      let short = name.split(separator: ".").last.map(String.init) ?? "price"
      let type = value.flatMap { literalType($0) }
      let record = itemFields.dropFirst() + workflow.record
      reportUnknown(
        .unknownName, "no field is called `\(name)`", token, near: { _ in record.map(\.name) },
        declared: { near in record.first { $0.name == near }?.span },
        noun: "a field",
        otherwise: "declare it in the `record` block: `\(declaration(short, type))`")
      return nil
    }
    if reference.storage == .item {
      guard reference.index == CheckedEach.nameField else { return reference }
      report(
        .notSettable, "`\(name)` is what an item is called from its beginning", token, "cannot be set here",
        help: ["declare a field of the `record` of `each \(name)` and set that"])
      return nil
    }
    guard reference.storage == .record else {
      let place =
        reference.storage == .campaign
        ? "the campaign's, and the same for everybody" : "the influencer's, and changes with `influencer.changed` only"
      report(
        .notSettable, "`\(name)` is \(place)", token, "cannot be set here",
        help: ["declare a field of the `record` block and set that"])
      return nil
    }
    return reference
  }

  private mutating func checkSet(_ name: Int, _ value: NodeIndex, _ facts: inout Facts) -> CheckedAction.Kind? {
    guard let reference = recordField(name, for: value) else { return nil }
    let field = field(reference)
    // Setting from an unset value changes nothing, so an optional source needs no guard.
    let source = optionalSource(value)
    guard let expression = checkValue(value, source.map { facts.union([$0]) } ?? facts, expecting: field.type) else {
      return nil
    }
    guard unify(field.type, workflow.expressions[expression].type, value, purpose: .field(field.name, field.span))
    else { return nil }
    if field.mayBeUnset, source.map({ facts.contains($0) }) ?? true { facts.insert(reference) }
    return reference.storage == .item
      ? .setItem(field: reference.index, expression) : .set(field: reference.index, expression)
  }

  mutating func optionalSource(_ value: NodeIndex) -> FieldReference? {
    guard case .path = tree.expressions[value].kind else { return nil }
    let token = tree.expressions[value].tokens.lowerBound
    let name = text(token)
    if let payload = tree.payloadName(token), let event {
      return workflow.events[event].payload.firstIndex { $0.name == payload && $0.mayBeUnset }.map {
        FieldReference(storage: .payload, index: $0)
      }
    }
    guard let reference = field(named: name), field(reference).mayBeUnset else { return nil }
    return reference
  }

  private mutating func checkAdd(_ value: NodeIndex, _ name: Int, _ facts: Facts, negated: Bool) -> CheckedAction.Kind?
  {
    if text(name) == "paid" { return checkPaid(value, facts, negated) }
    guard let reference = recordField(name, for: value) else { return nil }
    let field = field(reference)
    switch field.type {
    case .number, .money, .percent, .duration: break
    default:
      report(
        .typesDiffer, "`\(field.name)` is \(describe(field.type)), which nothing can be added to", name,
        "not a number or an amount",
        help: ["write `set \(field.name) to \(example(field.type))`, with the value that it is to have"])
      return nil
    }
    if field.mayBeUnset, !facts.contains(reference) {
      report(
        .mayBeUnset, "`\(field.name)` may have no value here", name, "optional",
        help: ["give it a default, or ask first: `when \(field.name) is set`"])
      return nil
    }
    guard let expression = checkValue(value, facts, expecting: field.type) else { return nil }
    if workflow.expressions[expression].type == .percent, field.type != .percent, field.type != .duration {
      let (share, joint) = (source(value), negated ? "from" : "to")
      let whole = "\(share) of \(field.name)"
      report(
        .percentOfWhat, "`\(share)` does not say of what", place(value), "a share of what?",
        help: ["write `\(negated ? "subtract" : "add") \(whole) \(joint) \(field.name)`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(place(value), whole)])])
      return nil
    }
    guard unify(field.type, workflow.expressions[expression].type, value, purpose: .field(field.name, field.span))
    else { return nil }
    return reference.storage == .item
      ? .addItem(field: reference.index, expression, negated: negated)
      : .add(field: reference.index, expression, negated: negated)
  }

  private mutating func checkPaid(_ value: NodeIndex, _ facts: Facts, _ negated: Bool) -> CheckedAction.Kind? {
    guard let expression = checkValue(value, facts),
      unify(
        .money(.home), workflow.expressions[expression].type, value,
        purpose: .words("`paid` is what the influencer has been paid"))
    else { return nil }
    return .paid(expression, negated: negated)
  }

  private mutating func checkClear(_ name: Int, _ facts: inout Facts) -> CheckedAction.Kind? {
    guard let reference = recordField(name) else { return nil }
    let field = field(reference)
    guard field.isOptional else {
      report(
        .notSettable, "`\(field.name)` always has a value", name, "not optional",
        help: ["set it to another value, or declare it `optional`"], follows: isLost(field.name))
      return nil
    }
    facts.remove(reference)
    return reference.storage == .item ? .clearItem(field: reference.index) : .clear(field: reference.index)
  }

  // MARK: Words

  private mutating func checkWords(_ node: NodeIndex, _ facts: Facts) -> Int? {
    guard let expression = checkValue(node, facts) else { return nil }
    guard workflow.expressions[expression].type == .text else {
      report(
        .typesDiffer, "a text is expected, and this is \(describe(workflow.expressions[expression].type))", place(node),
        "not a text", help: ["write the words in quotes"])
      return nil
    }
    return expression
  }

  private mutating func checkTell(_ role: Int, _ words: NodeIndex, _ facts: Facts) -> CheckedAction.Kind? {
    guard let index = roleByName[text(role)] else {
      reportUnknownRole(role)
      return nil
    }
    guard workflow.roles[index].isPerson else {
      report(
        .unknownRole, "`\(text(role))` is a system, and only people can be told something", role, "not a person",
        help: ["tell a person, such as `manager`"])
      return nil
    }
    return checkWords(words, facts).map { .tell(role: index, $0) }
  }

  /// The name of the item whose line this is, where an event carries one.
  private mutating func itemName(_ declared: CheckedField, _ token: Int) -> Int? {
    guard declared.type == .text, let name = itemField(declared.name), name.index == CheckedEach.nameField else {
      return nil
    }
    workflow.expressions.append(
      CheckedExpression(operation: .field(.item, name.index), type: .text, span: span(token)))
    return workflow.expressions.count - 1
  }

  private mutating func checkRaise(
    _ path: Int, _ values: [(name: Int, value: NodeIndex)], _ facts: Facts
  )
    -> CheckedAction.Kind?
  {
    guard let index = eventByPath[text(path)] else {
      let events = workflow.events
      reportUnknown(
        .unknownEvent, "no event is called `\(text(path))`", path, near: { $0.eventByPath.keys.sorted() },
        declared: { near in events.first { $0.path == near }?.span },
        noun: "an event",
        otherwise: "declare it: `event \(text(path).contains(".") ? text(path) : "my.\(text(path))") by system`")
      return nil
    }
    let payload = workflow.events[index].payload
    var given: [(field: Int, value: Int)] = []
    for (name, value) in values {
      guard let field = payload.firstIndex(where: { $0.name == text(name) }) else {
        report(
          .unknownPayload, "`\(text(path))` carries no `\(text(name))`", name, "not in this event",
          help: [
            payload.isEmpty
              ? "raise it without values" : "write one of \(payload.map { "`\($0.name)`" }.joined(separator: ", "))"
          ])
        continue
      }
      guard let expression = checkValue(value, facts, expecting: payload[field].type),
        unify(
          payload[field].type, workflow.expressions[expression].type, value,
          purpose: .field(payload[field].name, payload[field].span))
      else { continue }
      given.append((field, expression))
    }
    for (field, declared) in payload.enumerated()
    where !values.contains(where: { text($0.name) == declared.name }) {
      if text(path) != "\(declared.name).added", let name = itemName(declared, path) {
        given.append((field, name))
        continue
      }
      guard !declared.isOptional else { continue }
      report(
        .unknownPayload, "`\(text(path))` needs `\(declared.name)`", path, "a value is missing",
        help: [
          "write `raise \(text(path)) with \(declared.name) \(example(payload[field].type))`, with the value that is meant"
        ])
    }
    return .raise(event: index, given)
  }
}
