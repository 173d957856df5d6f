/// Totals of a participation, and amounts that it sets aside of what the campaign shares.
extension Checker {
  // MARK: Words for values

  /// Whether a name is one of the words that stand for a value, or that a definition gives.
  @inline(__always)
  func isWordForValue(_ name: String) -> Bool {
    name == "owed" || name == "paid" || (!definitions.byName.isEmpty && definitions.byName[name] != nil)
  }

  mutating func checkWordForValue(_ node: NodeIndex, _ name: String, _ facts: Facts) -> Int? {
    if let definition = definitions.byName[name] { return checkDefinedValue(definition, node, facts) }
    guard mayReadTotals(node, "`\(name)`") else { return nil }
    return make(name == "owed" ? .owed : .paid, .money(.home), node)
  }

  /// Totals are a participation's own, and a change of one moves no timer.
  private mutating func mayReadTotals(_ node: NodeIndex, _ what: String) -> Bool {
    switch allowed {
    case .everything, .once: return true
    case .campaignOnly:
      report(
        .conditionNotAllowed, "a track's condition reads the campaign's fields only", place(node),
        "not a field of the campaign", notes: ["a track is there or not for everybody in the campaign alike"],
        help: ["name a field of the `campaign` block"])
    case .items:
      report(
        .conditionNotAllowed, "how many items there are is a field's number, and \(what) is worked out", place(node),
        "not a field", help: ["keep the number in the `record`, as in `tasks number default 0`, and write `of tasks`"])
    case .timer:
      report(
        .conditionNotAllowed, "a timer cannot wait by \(what), since nothing would move it when that changes",
        place(node), "changes unnoticed", help: ["write it as a condition behind `when`, or read a field"])
    }
    return false
  }

  // MARK: Counts and sums

  mutating func checkTotal(
    _ node: NodeIndex, _ total: ExpressionSyntax.Total, _ name: Int, _ facts: Facts
  ) -> Int? {
    guard mayReadTotals(node, total == .left ? "what is left" : "a total") else { return nil }
    switch total {
    case .count:
      guard let noun = noun(name, text(name)) else { return nil }
      return make(.total(index(CheckedTotal(noun: noun))), .number, node)
    case .sum: return checkSumOf(node, name)
    case .left: return checkLeft(node, name, facts)
    }
  }

  private mutating func index(_ total: CheckedTotal) -> Int {
    if let known = totalIndex[total] { return known }
    workflow.totals.append(total)
    totalIndex[total] = workflow.totals.count - 1
    return workflow.totals.count - 1
  }

  private mutating func nouns() -> [String: [Int]] {
    if let eventsByNoun { return eventsByNoun }
    var nouns: [String: [Int]] = [:]
    for (index, event) in workflow.events.enumerated() where event.subject != nil {
      nouns[String(event.path.prefix { $0 != "." }), default: []].append(index)
    }
    eventsByNoun = nouns
    return nouns
  }

  /// The noun that a word means, in the singular or the plural, among those whose events name a thing each.
  private mutating func noun(_ token: Int, _ written: String) -> String? {
    let nouns = nouns()
    var singulars = [written]
    if written.hasSuffix("ies") { singulars.append(written.dropLast(3) + "y") }
    if written.hasSuffix("es") { singulars.append(String(written.dropLast(2))) }
    if written.hasSuffix("s") { singulars.append(String(written.dropLast())) }
    if let noun = singulars.first(where: { nouns[$0] != nil }) { return noun }
    let names = nouns.keys.sorted()
    let near = nearest(to: written, among: names)
    let rest = text(token).dropFirst(written.count)
    report(
      .unknownName, "no events tell one `\(written)` from another, so there is nothing to count", token,
      "nothing is counted by this name",
      help: [
        near.map { "write `\($0)\(rest)`" }
          ?? "name one of \(names.map { "`\($0)`" }.joined(separator: ", "))"
      ], fixes: near.map { [fix(Spelling.safety(written, $0), token, $0 + rest)] } ?? [],
      follows: isMissedAgain(written, .unknownName))
    return nil
  }

  private mutating func checkSumOf(_ node: NodeIndex, _ token: Int) -> Int? {
    let parts = text(token).split(separator: ".", maxSplits: 1).map(String.init)
    guard let noun = noun(token, parts[0]) else { return nil }
    let events = (nouns()[noun] ?? []).map { workflow.events[$0] }
    let values = events.flatMap(\.payload).filter { isSummable($0.type) }
    guard parts.count == 2 else {
      let example = values.first?.name ?? "amount"
      report(
        .unknownPayload, "`sum of` adds up one value of each `\(noun)`, and this does not say which", token,
        "which of its values?", help: ["write a value, as in `sum of \(parts[0]).\(example)`"])
      return nil
    }
    guard let value = events.flatMap(\.payload).first(where: { $0.name == parts[1] }) else {
      unknownValue(token, noun, parts, values)
      return nil
    }
    guard isSummable(value.type) else {
      report(
        .typesDiffer, "numbers, amounts, durations and percentages add up, and this is \(describe(value.type))", token,
        describe(value.type), help: ["name another value, or write `count of \(noun)`"])
      return nil
    }
    for event in events {
      guard let other = event.payload.first(where: { $0.name == value.name && $0.type != value.type }) else { continue }
      report(
        .typesDiffer, "`\(value.name)` is \(describe(value.type)) in one event and \(describe(other.type)) in another",
        token, "two kinds of value", help: ["give `\(value.name)` one type in all events of `\(noun)`"])
      return nil
    }
    return make(.total(index(CheckedTotal(noun: noun, field: value.name))), value.type, node)
  }

  private func isSummable(_ type: ValueType) -> Bool {
    switch type {
    case .number, .money, .duration, .percent: true
    default: false
    }
  }

  private mutating func unknownValue(_ token: Int, _ noun: String, _ parts: [String], _ values: [CheckedField]) {
    let names = Set(values.map(\.name)).sorted()
    let near = nearest(to: parts[1], among: names)
    report(
      .unknownPayload, "no event of `\(noun)` carries `\(parts[1])`", token, "not in these events",
      notes: names.isEmpty ? [] : ["what can be added up is \(names.map { "`\($0)`" }.joined(separator: ", "))"],
      help: [near.map { "write `\(parts[0]).\($0)`" } ?? "name one of their values, or write `count of \(noun)`"],
      fixes: near.map { [fix(Spelling.safety(parts[1], $0), token, "\(parts[0]).\($0)")] } ?? [], follows: isLost(noun))
  }

  // MARK: What the campaign shares

  private mutating func checkLeft(_ node: NodeIndex, _ name: Int, _ facts: Facts) -> Int? {
    if allowed == .once {
      cannotWake(name, "what is left of a field")
      return nil
    }
    guard let index = sharedField(name) else { return nil }
    let field = workflow.campaign[index]
    if field.mayBeUnset, !facts.contains(FieldReference(storage: .campaign, index: index)) {
      mayBeUnset(name, field.name, field)
      return nil
    }
    return make(.left(index), field.type, node)
  }

  /// A field of the campaign that participations set amounts aside of.
  mutating func sharedField(_ token: Int) -> Int? {
    let name = text(token)
    guard let reference = fieldByName[name] else {
      if definitions.byName[name] == nil { reportUnknownField(token, name) } else { notShared(token, "a definition") }
      return nil
    }
    guard reference.storage == .campaign else {
      notShared(token, reference.storage == .record ? "the participation's own" : "the influencer's own")
      return nil
    }
    let type = workflow.campaign[reference.index].type
    switch type {
    case .number, .money: return reference.index
    default:
      notShared(token, describe(type))
      return nil
    }
  }

  private mutating func notShared(_ token: Int, _ what: String) {
    report(
      .notShared, "amounts are set aside of the campaign's money or numbers, and `\(text(token))` is \(what)", token,
      what, help: ["name a field of the `campaign` block, such as `budget money optional`"])
  }

  mutating func checkEarmark(_ amount: NodeIndex, _ token: Int, _ facts: Facts) -> CheckedAction.Kind? {
    guard let index = sharedField(token) else { return nil }
    let field = workflow.campaign[index]
    guard let expression = checkValue(amount, facts, expecting: field.type),
      unify(field.type, workflow.expressions[expression].type, amount, purpose: .field(field.name, field.span))
    else { return nil }
    return .earmark(field: index, expression)
  }
}
