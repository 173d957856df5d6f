/// What rules do.
extension Writer {
  /// Actions for a rule, in an order in which each may read what those before it have set.
  mutating func actions(_ scope: inout Scope, _ count: Int, isReaction: Bool = false) -> [String] {
    var actions: [String] = []
    for _ in 0..<count {
      if let action = action(&scope, isReaction) { actions.append(action) }
    }
    return actions
  }

  private mutating func action(_ scope: inout Scope, _ isReaction: Bool) -> String? {
    switch numbers.weighted([22, 14, 6, 5, 14, 8, 12, 6, 4, 6]) {
    case 0: return set(&scope, isReaction)
    case 1: return add(scope)
    case 2: return clear(&scope, isReaction)
    case 3: return raise(scope)
    case 4: return say(scope)
    case 5: return owe(scope)
    case 6: return assign(scope)
    case 7: return "\(numbers.pick(["release", "disable"])) \(kindNames())"
    case 8: return numbers.pick(["create order", "cancel order"])
    default: return earmark(scope)
    }
  }

  // MARK: Fields

  private func itemFields(_ owner: Int) -> [Field] {
    guard let each = places[owner].each else { return [] }
    return [Field(name: "\(eaches[each].noun).due", kind: .date, isOptional: true)] + eaches[each].record
  }

  /// A field that a line may write: each reaction of a stage to one event writes others.
  private mutating func target(_ scope: Scope, _ isReaction: Bool, _ fits: (Field) -> Bool) -> Field? {
    let fields = (record + itemFields(scope.owner)).filter(fits).filter { field in
      !isReaction
        || !taken.contains { $0.place == scope.owner && $0.event == scope.event && $0.field == field.name }
    }
    guard !fields.isEmpty else { return nil }
    let field = numbers.pick(fields)
    if isReaction { taken.append((scope.owner, scope.event, field.name)) }
    return field
  }

  private mutating func set(_ scope: inout Scope, _ isReaction: Bool) -> String? {
    guard let field = target(scope, isReaction, { _ in true }) else { return nil }
    let sources = fields(scope).filter { $0.kind == field.kind && !isSafe($0, scope) }
    if !sources.isEmpty, numbers.chance(30) { return "set \(field.name) to \(numbers.pick(sources).name)" }
    let value = value(field.kind, scope)
    scope.facts.append(field.name)
    return "set \(field.name) to \(value)"
  }

  private mutating func add(_ scope: Scope) -> String? {
    let fields = (record + itemFields(scope.owner)).filter { $0.kind.isAdded && isSafe($0, scope) }
    guard !fields.isEmpty else { return nil }
    let field = numbers.pick(fields)
    let value = value(field.kind, scope)
    return numbers.chance(70) ? "add \(value) to \(field.name)" : "subtract \(value) from \(field.name)"
  }

  private mutating func clear(_ scope: inout Scope, _ isReaction: Bool) -> String? {
    guard let field = target(scope, isReaction, { $0.isOptional }) else { return nil }
    scope.facts.removeAll { $0 == field.name }
    return "clear \(field.name)"
  }

  // MARK: Events, words, money

  /// Mostly an event declared later, so that few programs go round for ever.
  private mutating func raise(_ scope: Scope) -> String? {
    let own = events.indices.filter { index in
      events[index].isOwn && (index > (scope.event ?? -1) || numbers.chance(3))
    }
    guard !own.isEmpty else { return nil }
    let event = events[numbers.pick(own)]
    var values: [String] = []
    for field in event.payload where !field.isOptional || numbers.chance(40) {
      values.append("\(field.name) \(value(field.kind, scope))")
    }
    return "raise \(event.path)" + (values.isEmpty ? "" : " with \(values.joined(separator: ", "))")
  }

  private mutating func say(_ scope: Scope) -> String {
    let fields = fields(scope).filter { $0.kind == .text && $0.name.contains(".") && isSafe($0, scope) }
    let texts = fields.map(\.name) + tables.filter { $0.kind == .text }.map(\.name)
    let words = texts.isEmpty || numbers.chance(60) ? "\"w\(numbers.below(6))\"" : numbers.pick(texts)
    let verb = numbers.pick(["note", "send email", "send contract", "tell manager", "tell lawyer", "note"])
    return "\(verb) \(words)"
  }

  private mutating func owe(_ scope: Scope) -> String {
    let reason = numbers.pick(["\"fee\"", "\"bonus\"", "\"share\""])
    let event = scope.event.map { events[$0] }
    let isConversion = event?.noun == "conversion"
    switch numbers.below(5) {
    case 0: return "void owed for \(reason)"
    case 1 where event?.payload.contains { $0.name == event?.noun } ?? false:
      return "void owed for event.\(event?.noun ?? "")"
    case 2 where !isConversion: return "add \(field(.money, scope) ?? value(.money, scope)) to paid"
    case 3 where !isConversion: return "subtract \(value(.money, scope)) from paid"
    default:
      if isConversion && usesRates { return "void owed for \(reason)" }
      let kind = numbers.chance(85) ? Kind.money : .euro
      // A field may hold anything; what is written down is small.
      return "owe \((numbers.chance(50) ? field(kind, scope) : nil) ?? value(kind, scope)) for \(reason)"
    }
  }

  private mutating func earmark(_ scope: Scope) -> String? {
    let fields = campaign.filter { $0.kind == .number || $0.kind == .money }
    guard !fields.isEmpty else { return nil }
    let field = numbers.pick(fields)
    return numbers.chance(25) ? "free \(field.name)" : "earmark \(value(field.kind, scope)) from \(field.name)"
  }

  // MARK: Items

  private mutating func kindNames() -> String {
    let names = numbers.shuffled(kinds)
    return names.prefix(numbers.chance(30) ? 2 : 1).joined(separator: " and ")
  }

  private mutating func assign(_ scope: Scope) -> String {
    let names = numbers.shuffled(kinds).prefix(numbers.chance(35) ? 2 : 1)
    let items = names.map { kind -> String in
      let fields = campaign.filter { $0.kind == .group(kind) }
      let pool = fields.isEmpty || numbers.chance(25) ? "group \"pool of \(kind)\"" : numbers.pick(fields).name
      return "\(kind) from \(pool)" + (usesRates && numbers.chance(30) ? " paying \(operand(.percent, scope))" : "")
    }
    let line = "assign \(items.joined(separator: " and "))"
    switch numbers.below(4) {
    case 0: return "\(line) if none is left wait in line"
    case 1: return "\(line) if none is left \(say(scope))"
    case 2:
      let others = kinds.filter { !names.contains($0) }
      return others.isEmpty ? line : "\(line) if none is left release \(numbers.pick(others))"
    default: return line
    }
  }
}
