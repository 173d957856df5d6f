import WorkroomValues

/// Rules that get in each other's way, and stages that lead nowhere.
extension Checker {
  // MARK: Two rules for one event

  mutating func checkOverlaps() {
    var groups: [String: [Int]] = [:]
    var order: [String] = []
    for (index, rule) in workflow.rules.enumerated() {
      let key: String
      switch rule.trigger {
      case .event(let event): key = "\(rule.owner) \(event)"
      case .once: key = "\(rule.owner) once"
      default: continue
      }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    for key in order { checkPairs(groups[key] ?? []) }
  }

  private mutating func checkPairs(_ rules: [Int]) {
    guard rules.count > 1 else { return }
    var reported = 0
    for (position, second) in rules.enumerated() {
      for first in rules[..<position] where reported < 20 {
        let (a, b) = (workflow.rules[first], workflow.rules[second])
        guard a.span != b.span, !b.otherwise else { continue }
        if a.outcome != nil, b.outcome != nil {
          guard shareRole(a, b), let example = Cases.overlap(test(a), test(b), in: workflow) else { continue }
          reportOverlap(a, b, example)
          reported += 1
        } else if let field = bothSet(a, b), shareRole(a, b), Cases.overlap(test(a), test(b), in: workflow) != nil {
          reportSetTwice(a, b, field)
          reported += 1
        }
      }
    }
  }

  private func test(_ rule: CheckedRule) -> Int? {
    if case .once(let condition) = rule.trigger { return condition }
    return rule.condition
  }

  private func shareRole(_ a: CheckedRule, _ b: CheckedRule) -> Bool {
    a.roles == 0 || b.roles == 0 || a.roles & b.roles != 0
  }

  private mutating func reportOverlap(_ a: CheckedRule, _ b: CheckedRule, _ example: Cases.Case) {
    owner = b.owner
    let what: String
    if case .event(let event) = b.trigger { what = "on `\(workflow.events[event].path)`" } else { what = "at the same time" }
    let places = [a, b].map { rule in test(rule).map { workflow.expressions[$0].span } ?? rule.span }
    var notes: [String] = []
    if let words = describe(example) { notes.append("for example \(words)") }
    if a.condition == nil, b.condition == nil { notes.append("nothing tells the two lines apart") }
    let help =
      a.trigger.isOnce
      ? "narrow one of the two; which one wins is yours to decide"
      : "say `otherwise` before the condition on line \(b.line), or narrow one of the two; which one wins is yours to decide"
    report(
      .bothCanFire, "two transitions can both fire \(what)", places[1], "can also fire",
      related: [Diagnostic.Related(span: places[0], label: "can fire")], notes: notes, help: [help])
  }

  /// The values of an example that can be named: fields and payload compared with constants.
  private func describe(_ example: Cases.Case) -> String? {
    var parts: [String] = []
    for (key, domain) in example.sorted(by: { $0.key < $1.key }) {
      guard let (name, type) = quantity(key), let value = domain.example else { continue }
      parts.append("with \(name) \(Values.text(value, type, workflow))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  private func quantity(_ key: String) -> (String, ValueType)? {
    for expression in workflow.expressions {
      guard case .field(let storage, let index) = expression.operation, "\(storage)/\(index)" == key else { continue }
      if storage == .payload { return ("event.\(source(expression.span).split(separator: ".").last ?? "")", expression.type) }
      return (workflow.fields(storage)[index].name, expression.type)
    }
    return nil
  }

  private func source(_ span: Diagnostic.Span) -> String {
    (span.source < 0 ? trees[0] : trees[1]).source.text(span.range)
  }

  private func bothSet(_ a: CheckedRule, _ b: CheckedRule) -> Int? {
    let first = fieldsSet(a)
    return fieldsSet(b).first { field in first.contains(field) }
  }

  private func fieldsSet(_ rule: CheckedRule) -> [Int] {
    rule.actions.compactMap { action in
      switch workflow.actions[action].kind {
      case .set(let field, _), .clear(let field): field
      default: nil
      }
    }
  }

  private mutating func reportSetTwice(_ a: CheckedRule, _ b: CheckedRule, _ field: Int) {
    owner = b.owner
    report(
      .setTwice, "two lines set `\(workflow.record[field].name)` for the same event", b.span, "sets it too",
      related: [Diagnostic.Related(span: a.span, label: "sets it")], help: ["join the two lines into one, or give them conditions that differ"])
  }

  // MARK: Stages

  mutating func checkFlow() {
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
    let reached = reachableStages()
    for index in workflow.stages.indices.dropFirst() {
      let stage = workflow.stages[index]
      owner = stage.parent
      guard stage.span.source >= 0 else { continue }
      if !reached.contains(index) {
        guard stage.parent == 0 || reached.contains(stage.parent) else { continue }
        report(
          .unreachableStage, "nothing leads to `\(stage.name)`", stage.span, "never entered",
          help: ["add a rule with `go to \(stage.name)`, or delete the stage"])
      } else if isLooseEnd(index) {
        report(
          .nothingLeaves, "nothing leaves `\(stage.name)`, and it is not final", stage.span, "a loose end",
          help: ["declare it as `final \(stage.name)`", "or add a rule: `on proposal.deleted go to ...`", "or add a timer: `after 30 days go to ...`"])
      }
    }
  }

  private func isLooseEnd(_ index: Int) -> Bool {
    let stage = workflow.stages[index]
    guard stage.kind == .stage, stage.children.isEmpty else { return false }
    var place = index
    while place > 0 {
      if workflow.rules.contains(where: { $0.owner == place && $0.outcome?.leads == true }) { return false }
      place = workflow.stages[place].parent
    }
    return true
  }

  private func reachableStages() -> Set<Int> {
    var reached: Set<Int> = []
    var waiting = [0]
    let targets = Dictionary(grouping: workflow.rules.compactMap { rule -> (owner: Int, target: Int)? in
      if case .goTo(let target)? = rule.outcome { (rule.owner, target) } else { nil }
    }, by: \.owner)
    while let index = waiting.popLast() {
      guard reached.insert(index).inserted else { continue }
      let stage = workflow.stages[index]
      if stage.parent > 0 { waiting.append(stage.parent) }
      waiting += stage.holdsTracks ? stage.children : Array(stage.children.prefix(1))
      waiting += targets[index, default: []].map(\.target)
      // Entering a stage beside tracks enters the tracks around it.
      if stage.parent >= 0, workflow.stages[stage.parent].holdsTracks { waiting += workflow.stages[stage.parent].children }
    }
    return reached
  }
}

extension CheckedRule.Trigger {
  var isOnce: Bool {
    if case .once = self { true } else { false }
  }
}

extension CheckedRule.Outcome {
  /// Whether it leaves anything.
  var leads: Bool {
    switch self {
    case .goTo, .restart: true
    case .stay, .ignore, .refuse: false
    }
  }
}
