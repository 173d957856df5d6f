import WorkroomValues

/// Rules that get in each other's way.
///
/// Two rules of one stage that wait for the same event are compared by the cases for which their conditions hold.
/// Comparing each with each would cost the square of their number, so that the rules are first laid out along the
/// quantity that most of them test, and only those that lie over each other there are compared.
extension Checker {
  mutating func checkOverlaps() {
    // Most stages have few rules: a single one meets no other.
    var counts = [Int](repeating: 0, count: workflow.stages.count)
    for index in workflow.rules.indices { counts[workflow.rules[index].owner] += 1 }
    var groups: [GroupKey: [Int]] = [:]
    var order: [GroupKey] = []
    for index in workflow.rules.indices where counts[workflow.rules[index].owner] > 1 {
      for key in GroupKey.keys(of: workflow.rules[index], workflow) {
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(index)
      }
    }
    for key in order {
      guard let rules = groups[key], rules.count > 1 else { continue }
      checkPairs(rules, setting: key.field)
    }
  }

  private mutating func checkPairs(_ rules: [Int], setting field: FieldReference?) {
    // What one line says of one event is one rule, however often the line names it.
    var lines: Set<Diagnostic.Span> = []
    let rules = rules.filter { lines.insert(workflow.rules[$0].span).inserted }
    guard rules.count > 1 else { return }
    let laidOut = Layout(rules.map { (rule: $0, cases: Cases.of(test(workflow.rules[$0]), in: workflow)) })
    var found: [(first: Int, second: Int, example: Cases.Case)] = []
    laidOut.forEachPair { left, right in
      let (a, b) = (workflow.rules[left.rule], workflow.rules[right.rule])
      guard !b.otherwise, shareRole(a, b) else { return true }
      guard let example = Cases.overlap(left.cases, right.cases, workflow) else { return true }
      found.append((left.rule, right.rule, example))
      return found.count < Checker.overlapsMax
    }
    for pair in found.sorted(by: { ($0.second, $0.first) < ($1.second, $1.first) }) {
      let (a, b) = (workflow.rules[pair.first], workflow.rules[pair.second])
      if let field { reportSetTwice(a, b, field) } else { reportOverlap(a, b, pair.example) }
    }
  }

  /// More pairs than this in one place tell nothing new.
  private static let overlapsMax = 20

  private func test(_ rule: CheckedRule) -> Int? {
    if case .once(let condition) = rule.trigger { return condition }
    return rule.condition
  }

  private func shareRole(_ a: CheckedRule, _ b: CheckedRule) -> Bool {
    a.roles == 0 || b.roles == 0 || a.roles & b.roles != 0
  }

  // MARK: What is said

  private mutating func reportOverlap(_ a: CheckedRule, _ b: CheckedRule, _ example: Cases.Case) {
    owner = b.owner
    let what: String
    if case .event(let event) = b.trigger {
      what = "on `\(workflow.events[event].path)`"
    } else {
      what = "at the same time"
    }
    let places = [a, b].map { rule in test(rule).map { workflow.expressions[$0].span } ?? rule.span }
    var notes: [String] = []
    if let words = describe(example, b) { notes.append("for example \(words)") }
    if test(a) == nil, test(b) == nil { notes.append("nothing tells the two lines apart") }
    report(
      .bothCanFire, "two transitions can both fire \(what)", places[1],
      range(of: test(b)).map { "also true \($0)" } ?? "can also fire",
      related: [Diagnostic.Related(span: places[0], label: range(of: test(a)).map { "true \($0)" } ?? "can fire")]
        .filter { $0.span.source >= 0 }, notes: notes,
      help: [wayOut(b)], follows: isUncertain(a, b))
  }

  /// Whether a condition of one of two rules has a mistake, so that nobody knows what they take.
  private func isUncertain(_ a: CheckedRule, _ b: CheckedRule) -> Bool {
    failedConditions.contains(a.span) || failedConditions.contains(b.span)
  }

  private func wayOut(_ rule: CheckedRule) -> String {
    let choice = "narrow one of the two; which one wins is yours to decide"
    guard case .event(let event) = rule.trigger else { return choice }
    return "say `otherwise` after `\(workflow.events[event].path)` on line \(rule.line), or \(choice)"
  }

  /// The values of an example that can be named: fields and payload compared with constants.
  private func describe(_ example: Cases.Case, _ rule: CheckedRule) -> String? {
    let parts = Cases.inOrder(example).compactMap { key, domain -> String? in
      if let stage = Cases.stage(asked: key), domain.low == 1 { return "in `\(workflow.stages[stage].path)`" }
      guard let field = field(of: key, rule), let value = domain.example else { return nil }
      return "with \(field.name) \(Values.text(value, field.type, workflow))"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  private func field(of key: Cases.Key, _ rule: CheckedRule) -> (name: String, type: ValueType)? {
    switch key {
    case .field(.payload, let index):
      guard case .event(let event) = rule.trigger else { return nil }
      let field = workflow.events[event].payload[index]
      return ("event.\(field.name)", field.type)
    case .field(let storage, let index):
      let field = workflow.fields(storage, each: workflow.stages[rule.owner].each ?? 0)[index]
      return (field.name, field.type)
    case .owed: return ("owed", .money(.home))
    case .paid: return ("paid", .money(.home))
    case .left(let index): return ("left of \(workflow.campaign[index].name)", workflow.campaign[index].type)
    case .total(let index): return workflow.describe(total: index)
    default: return nil
    }
  }

  private mutating func reportSetTwice(_ a: CheckedRule, _ b: CheckedRule, _ reference: FieldReference) {
    owner = b.owner
    let name = field(reference).name
    report(
      .setTwice, "two lines set `\(name)` for the same event", b.span, "sets it too",
      related: [Diagnostic.Related(span: a.span, label: "sets it")].filter { $0.span.source >= 0 },
      help: ["join the two lines into one, or give them conditions that differ"], follows: isUncertain(a, b))
  }
}

/// Rules that are compared with each other: transitions of one stage for one event, or reactions that set one field.
private struct GroupKey: Hashable {
  var owner: Int
  /// `nil` for `once`.
  var event: Int?
  /// `nil` for transitions.
  var field: Checker.FieldReference?

  static func keys(of rule: CheckedRule, _ workflow: CheckedWorkflow) -> [GroupKey] {
    var key = GroupKey(owner: rule.owner)
    switch rule.trigger {
    case .event(let event): key.event = event
    case .once: key.event = nil
    default: return []
    }
    if rule.outcome != nil { return [key] }
    let fields = rule.actions.compactMap { action -> Checker.FieldReference? in
      switch workflow.actions[action].kind {
      case .set(let field, _), .clear(let field): Checker.FieldReference(storage: .record, index: field)
      case .setItem(let field, _), .clearItem(let field): Checker.FieldReference(storage: .item, index: field)
      default: nil
      }
    }
    let sorted = Set(fields).sorted { ($0.storage.rawValue, $0.index) < ($1.storage.rawValue, $1.index) }
    return sorted.map { GroupKey(owner: key.owner, event: key.event, field: $0) }
  }
}

/// The rules of a group in the order in which they begin along one quantity.
private struct Layout {
  struct Entry {
    var rule: Int
    var cases: [Cases.Case]
    var low = Int64.min
    var high = Int64.max
  }
  private var entries: [Entry]

  init(_ rules: [(rule: Int, cases: [Cases.Case])]) {
    entries = rules.map { Entry(rule: $0.rule, cases: $0.cases) }
    var uses: [Cases.Key: Int] = [:]
    for entry in entries { for key in Set(entry.cases.flatMap(\.keys)) { uses[key, default: 0] += 1 } }
    guard let pivot = uses.max(by: { ($0.value, $1.key.words) < ($1.value, $0.key.words) })?.key else { return }
    for index in entries.indices {
      let domains = entries[index].cases.map { $0[pivot] ?? Cases.Domain() }
      entries[index].low = domains.map(\.low).min() ?? .min
      entries[index].high = domains.map(\.high).max() ?? .max
    }
    entries.sort { ($0.low, $0.rule) < ($1.low, $1.rule) }
  }

  /// Every two whose ranges touch, in the order of the text, until the closure says that it is enough.
  func forEachPair(_ visit: (Entry, Entry) -> Bool) {
    var active: [Entry] = []
    for entry in entries {
      active.removeAll { $0.high < entry.low }
      for other in active {
        let isInOrder = other.rule < entry.rule
        if !visit(isInOrder ? other : entry, isInOrder ? entry : other) { return }
      }
      active.append(entry)
    }
  }
}
