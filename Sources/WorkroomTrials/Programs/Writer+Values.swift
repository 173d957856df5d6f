/// Values: what may be read where, calculations, totals.
extension Writer {
  /// Where a value or a condition stands, and what is known to be set there.
  struct Scope {
    enum Allowed { case everything, campaignOnly, once, timer }
    var owner: Int
    var allowed = Allowed.everything
    var event: Int?
    var facts: [String] = []

    init(owner: Int, allowed: Allowed = .everything, event: Int? = nil, facts: [String] = []) {
      self.owner = owner
      self.allowed = allowed
      self.event = event
      self.facts = facts
    }
  }

  /// Everything that may be read, by the path it is read by.
  func fields(_ scope: Scope) -> [Field] {
    if scope.allowed == .campaignOnly { return campaign }
    var fields = campaign + record + influencer
    if let each = places[scope.owner].each {
      fields.append(Field(name: eaches[each].noun, kind: .text, isOptional: false))
      fields.append(Field(name: "\(eaches[each].noun).due", kind: .date, isOptional: true))
      fields += eaches[each].record
    }
    if let event = scope.event, scope.allowed == .everything {
      fields += events[event].payload.map {
        Field(name: "event.\($0.name)", kind: $0.kind, isOptional: $0.isOptional)
      }
    }
    return fields
  }

  func isSafe(_ field: Field, _ scope: Scope) -> Bool { !field.isOptional || scope.facts.contains(field.name) }

  private func readable(_ kind: Kind, _ scope: Scope) -> [String] {
    fields(scope).filter { $0.kind == kind && isSafe($0, scope) }.map(\.name)
  }

  /// A value of a type; `nil` where there is none, as of lists.
  mutating func value(_ kind: Kind, _ scope: Scope) -> String {
    switch numbers.weighted([40, 25, 10, 15, 10]) {
    case 2 where kind.isAdded: return sum(kind, scope)
    case 2 where kind == .date: return laterDate(scope)
    case 3 where kind == .money || kind == .number:
      return "\(operand(.percent, scope)) of \(operand(kind, scope))"
    case 4: return total(kind, scope) ?? operand(kind, scope)
    case 0: return numbers.pick(kind.literals)
    default: return operand(kind, scope)
    }
  }

  private mutating func sum(_ kind: Kind, _ scope: Scope) -> String {
    "\(operand(kind, scope)) \(numbers.chance(50) ? "+" : "-") \(operand(kind, scope))"
  }

  private mutating func laterDate(_ scope: Scope) -> String {
    let length = numbers.chance(50) ? "2 days" : numbers.pick(Kind.span.literals)
    return "\(operand(.date, scope)) + \(length)"
  }

  /// A field, a table or a literal.
  mutating func operand(_ kind: Kind, _ scope: Scope) -> String {
    var names = readable(kind, scope)
    if kind == .date {
      names += readable(.window, scope).flatMap { ["\($0).start", "\($0).end"] }
    }
    if scope.allowed != .campaignOnly { names += tables.filter { $0.kind == kind }.map(\.name) }
    return names.isEmpty || numbers.chance(25) ? numbers.pick(kind.literals) : numbers.pick(names)
  }

  /// A field; `nil` where there is none of its kind.
  mutating func field(_ kind: Kind, _ scope: Scope) -> String? {
    let names = readable(kind, scope)
    return names.isEmpty ? nil : numbers.pick(names)
  }

  /// What a participation or its campaign has come to.
  private mutating func total(_ kind: Kind, _ scope: Scope) -> String? {
    guard scope.allowed == .everything || scope.allowed == .once else { return nil }
    var choices: [String] = []
    let hasVisits = events.contains { $0.path == "visit.made" }
    switch kind {
    case .number:
      choices = ["count of conversions", "count of content", "sum of content.views"]
      if hasVisits { choices.append("count of visits") }
    case .money:
      choices = ["owed", "paid", "sum of conversions.subtotal"]
      if hasVisits { choices.append("sum of visits.spent") }
    case .duration where hasVisits: choices = ["sum of visits.lasted"]
    default: break
    }
    if scope.allowed == .everything {
      choices += campaign.filter { $0.kind == kind && isSafe($0, scope) && (kind == .money || kind == .number) }.map {
        "left of \($0.name)"
      }
    }
    return choices.isEmpty ? nil : numbers.pick(choices)
  }

  /// How long a timer waits.
  mutating func length(_ scope: Scope) -> String {
    let lengths = Kind.duration.literals + ["1 month (last day)", "1 month (next day)"]
    let names = readable(.duration, scope) + readable(.span, scope) + tables.filter { $0.kind == .duration }.map(\.name)
    return names.isEmpty || numbers.chance(50) ? numbers.pick(lengths) : numbers.pick(names)
  }

  /// The date that a timer waits for, which may not be set.
  mutating func date(_ scope: Scope) -> String {
    let fields = fields(scope).filter { $0.kind == .date && !$0.name.hasPrefix("event.") }.map(\.name)
    return fields.isEmpty || numbers.chance(40) ? value(.date, scope) : numbers.pick(fields)
  }
}
