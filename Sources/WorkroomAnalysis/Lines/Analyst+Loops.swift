import WorkroomLanguage

/// `once` lines that lead to each other for ever, since nothing that they ask changes on the way.
///
/// Each transition of a `once` line is a step of a walk: it may be followed by the lines of whatever is active then,
/// as long as both conditions can be true of one set of values and neither line changes what the other asks. A walk
/// that comes back to where it began has no end.
extension Analyst {
  struct OnceStep {
    var rule: Int
    var cases: [Cases.Case]
    /// What it leaves and enters stands inside this stage.
    var domain: Int
    /// Stages that are entered, with what they begin with and what is around them.
    var entered: Set<Int>
    /// Keys of what its actions, and those on the way, change.
    var changes: Set<Cases.Key>
  }

  mutating func checkLoops() {
    let steps = workflow.rules.indices.compactMap { onceStep($0) }
    guard !steps.isEmpty else { return }
    var byOwner: [Int: [Int]] = [:]
    for (index, step) in steps.enumerated() { byOwner[workflow.rules[step.rule].owner, default: []].append(index) }
    let next = steps.map { step in
      step.entered.sorted().flatMap { byOwner[$0] ?? [] }.filter { canFollow(step, steps[$0]) }
    }
    var told: Set<Int> = []
    for start in steps.indices where !told.contains(start) {
      guard let walk = walk(from: start, next, told), goesOn(walk.map { steps[$0] }) else { continue }
      told.formUnion(walk)
      tellLoop(walk.map { steps[$0] })
    }
  }

  private func onceStep(_ index: Int) -> OnceStep? {
    let rule = workflow.rules[index]
    guard rule.isOnce, isLive(index), let outcome = rule.outcome, outcome.leads else { return nil }
    var targets = outcome.targets
    if case .restart(at: nil) = outcome { targets = [rule.owner] }
    // What was active before is known to nobody here.
    guard !targets.isEmpty, !targets.contains(where: { isEnd($0) }) else { return nil }
    let entered = Set(targets.flatMap { workflow.activeAfter(goingTo: $0) }).union([0])
    let domain = targets.reduce(rule.owner) { workflow.commonStage($0, $1) }
    guard let cases = onceCases(index) else { return nil }
    return OnceStep(
      rule: index, cases: cases, domain: domain, entered: entered, changes: changes(index, entered, domain))
  }

  /// Whether entering a stage finishes the participation.
  private func isEnd(_ stage: Int) -> Bool {
    workflow.stages[stage].kind == .final && workflow.stages[stage].parent == 0
  }

  /// The cases in which a `once` line holds; `nil` where they cannot be told.
  private func onceCases(_ index: Int) -> [Cases.Case]? {
    let rule = workflow.rules[index]
    let standing = Standing(owner: rule.owner)
    if let test = rule.test { return possibilities(test, true, standing) }
    guard case .onceOtherwise = rule.trigger else { return [[:]] }
    let key = Groups.Key(owner: rule.owner, event: nil, leads: true)
    var open: [Cases.Case] = [[:]]
    for earlier in groups.lines(key) where earlier < index { open = remaining(open, after: earlier, standing) }
    return open
  }

  /// What a step writes, and what is written on the way by stages that it may leave or enter.
  private func changes(_ index: Int, _ entered: Set<Int>, _ domain: Int) -> Set<Cases.Key> {
    var actions = workflow.rules[index].actions
    var places = entered
    var place = workflow.rules[index].owner
    while place > domain {
      places.insert(place)
      place = workflow.stages[place].parent
    }
    for stage in places {
      for rule in rulesOf[stage] {
        let other = workflow.rules[rule]
        switch other.trigger {
        case .enter, .leave: actions += other.actions
        default: if other.isOnce, other.outcome == nil { actions += other.actions }
        }
      }
    }
    return Set(actions.flatMap { written(by: $0) })
  }

  private func written(by action: Int) -> [Cases.Key] {
    switch workflow.actions[action].kind {
    case .set(let field, _), .add(let field, _, _), .clear(let field): [.field(.record, field)]
    case .setItem(let field, _), .addItem(let field, _, _), .clearItem(let field): [.field(.item, field)]
    case .assign(let items, let ifNone):
      items.map { .isHeld($0.kind) } + (inner(ifNone).map { written(by: $0) } ?? [])
    case .release(let kinds), .disable(let kinds):
      workflow.poolKinds.indices.filter { kinds & 1 << $0 != 0 }.map { .isHeld($0) }
    case .owe, .voidReason, .voidSubject: [.owed]
    case .paid: [.paid]
    default: []
    }
  }

  private func inner(_ ifNone: CheckedAction.IfNone) -> Int? {
    if case .action(let action) = ifNone { action } else { nil }
  }

  // MARK: One after the other

  private func canFollow(_ step: OnceStep, _ next: OnceStep) -> Bool {
    guard !reads(next, step.changes), !reads(step, step.changes) else { return false }
    let values = step.cases.map(withoutStages)
    // Where the next line asks for stages, it finds those that were entered.
    let standing = Standing(owner: workflow.rules[next.rule].owner)
    let here = workflow.rules[step.rule].outcome?.targets ?? []
    let places = here.reduce(into: Cases.Case()) { $0[.isIn($1)] = Cases.Domain(low: 1, high: 1) }
    let arriving = next.cases.filter { given in
      asksStages(given) ? possible(given.merging(places) { $0.intersection($1) }, standing) != nil : true
    }
    return meet(values, arriving.map(withoutStages), Standing(owner: 0))?.isEmpty == false
  }

  private func withoutStages(_ given: Cases.Case) -> Cases.Case {
    given.filter { !$0.key.asksStages }
  }

  private func asksStages(_ given: Cases.Case) -> Bool { given.keys.contains { Cases.stage(asked: $0) != nil } }

  /// Whether a line asks for something that is changed.
  private func reads(_ step: OnceStep, _ changes: Set<Cases.Key>) -> Bool {
    step.cases.contains { given in
      given.keys.contains { key in
        switch key {
        case .isDone(let stage): workflow.isInside(stage, step.domain) || workflow.isInside(step.domain, stage)
        case .isSet(let storage, let index): changes.contains(.field(storage, index))
        case .computed(let words): changes.contains { Analyst.names($0.words, in: words) }
        default: changes.contains(key)
        }
      }
    }
  }

  /// Whether the words of a key stand in those of another as a whole: `record/1` is no part of `record/12`.
  private static func names(_ key: String, in other: String) -> Bool {
    var rest = Substring(other)
    while let found = rest.firstRange(of: key) {
      let next = found.upperBound < rest.endIndex ? rest[found.upperBound] : " "
      if !next.isNumber { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  /// The shortest walk from a step back to itself, over steps that no told walk has.
  private func walk(from start: Int, _ next: [[Int]], _ told: Set<Int>) -> [Int]? {
    var before: [Int: Int] = [:]
    var waiting = [start]
    var head = 0
    while head < waiting.count, head < Analyst.walkMax {
      let step = waiting[head]
      head += 1
      for other in next[step] where !told.contains(other) {
        if other == start {
          var walk = [step]
          while let earlier = before[walk[0]] { walk.insert(earlier, at: 0) }
          return walk
        }
        guard before[other] == nil else { continue }
        before[other] = step
        waiting.append(other)
      }
    }
    return nil
  }

  /// Further than this nobody follows a walk.
  private static let walkMax = 200

  /// Whether all conditions of a walk can be true together, and no step changes what another asks.
  private func goesOn(_ walk: [OnceStep]) -> Bool {
    let changes = walk.reduce(into: Set<Cases.Key>()) { $0.formUnion($1.changes) }
    guard !walk.contains(where: { reads($0, changes) }) else { return false }
    var open: [Cases.Case] = [[:]]
    for step in walk {
      guard let both = meet(open, step.cases.map(withoutStages), Standing(owner: 0)), !both.isEmpty else {
        return false
      }
      open = both
    }
    return true
  }

  private mutating func tellLoop(_ walk: [OnceStep]) {
    let rules = walk.map { workflow.rules[$0.rule] }
    guard let first = rules.first else { return }
    let values = walk.dropFirst().reduce(walk[0].cases.map(withoutStages)) {
      meet($0, $1.cases.map(withoutStages), Standing(owner: 0)) ?? $0
    }
    let words = values.first.flatMap { example($0, Standing(owner: first.owner)) }
    let title =
      rules.count == 1
      ? "this `once` line leads back to itself for ever" : "these `once` lines lead to each other for ever"
    report(
      .endlessOnce, title, first.span, rules.count == 1 ? "holds again at once" : "leads to the next", in: first.owner,
      related: rules.dropFirst().map { related($0.span, $0.span == rules.last?.span ? "leads back" : "leads on") },
      notes: [
        words.map { "for example with \($0)" },
        "a step that settles for more than 1,000 rounds fails, and nothing of it takes place",
      ].compactMap { $0 },
      help: ["let one of the lines wait for an event or a time, or set a field that its condition asks"])
  }
}
