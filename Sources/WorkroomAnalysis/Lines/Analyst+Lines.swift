import WorkroomLanguage

/// Lines that never take their event, since other lines always do.
extension Analyst {
  mutating func checkLines() {
    for key in groups.order { checkGroup(key) }
    for key in groups.order where key.leads && key.event != nil { checkInner(key) }
    checkLeftAtOnce()
  }

  // MARK: One stage

  /// Goes through the lines of a group in their order, and keeps the cases that are still open before each.
  private mutating func checkGroup(_ key: Groups.Key) {
    let rules = groups.lines(key)
    var hidden = Set(rules.filter { workflow.rules[$0].otherwise || isOnceOtherwise($0) })
    guard !hidden.isEmpty else { return }
    let standing = Standing(owner: key.owner, event: key.event)
    for roles in roleClasses(rules, key.event) {
      var open: [Cases.Case] = [[:]]
      for rule in rules where roles.matches(workflow.rules[rule]) {
        if hidden.contains(rule), !isTaken(before: rule, open, standing) { hidden.remove(rule) }
        open = remaining(open, after: rule, standing)
      }
    }
    for rule in rules where hidden.contains(rule) && isLive(rule) { tellHidden(rule, rules) }
  }

  /// What a group leaves open, found when it is asked for.
  private mutating func coverage(_ key: Groups.Key) -> Groups.Coverage? {
    if let known = groups.coverage[key] { return known }
    let rules = groups.lines(key)
    guard !rules.isEmpty else { return nil }
    let standing = Standing(owner: key.owner, event: key.event)
    var coverage = Groups.Coverage()
    for roles in roleClasses(rules, key.event) {
      var open: [Cases.Case] = [[:]]
      for rule in rules where roles.matches(workflow.rules[rule]) { open = remaining(open, after: rule, standing) }
      if open.isEmpty { coverage.roles |= roles.mask }
    }
    coverage.stopsOthers = rules.allSatisfy { workflow.rules[$0].outcome?.leads ?? false || isRefusal($0) }
    groups.coverage[key] = coverage
    return coverage
  }

  private func isOnceOtherwise(_ rule: Int) -> Bool {
    if case .onceOtherwise = workflow.rules[rule].trigger { true } else { false }
  }

  private func isRefusal(_ rule: Int) -> Bool {
    if case .refuse = workflow.rules[rule].outcome { true } else { false }
  }

  /// Whether nothing is left of the cases of a line.
  private func isTaken(before rule: Int, _ open: [Cases.Case], _ standing: Standing) -> Bool {
    if open.isEmpty { return true }
    guard let test = workflow.rules[rule].test else { return false }
    guard let cases = possibilities(test, true, standing), !cases.isEmpty else { return false }
    return meet(open, cases, standing)?.isEmpty == true
  }

  /// What is open behind a line. Where that cannot be told in few cases, all that was open before is.
  func remaining(_ open: [Cases.Case], after rule: Int, _ standing: Standing) -> [Cases.Case] {
    guard !open.isEmpty, let test = workflow.rules[rule].test else { return [] }
    guard let others = possibilities(test, false, standing) else { return open }
    return meet(open, others, standing) ?? open
  }

  /// Roles that the same lines are for.
  struct RoleClass {
    var mask: UInt64
    func matches(_ rule: CheckedRule) -> Bool { rule.roles == 0 || rule.roles & mask != 0 }
  }

  private func roleClasses(_ rules: ArraySlice<Int>, _ event: Int?) -> [RoleClass] {
    guard let event else { return [RoleClass(mask: .max)] }
    var masks = [senders(of: event)]
    for rule in Set(rules.map { workflow.rules[$0].roles }).sorted() where rule != 0 {
      masks = masks.flatMap { [$0 & rule, $0 & ~rule] }.filter { $0 != 0 }
    }
    return masks.map { RoleClass(mask: $0) }
  }

  func senders(of event: Int) -> UInt64 {
    let senders = workflow.events[event].senders
    return senders != 0 ? senders : workflow.roles.count >= 64 ? .max : (1 << UInt64(workflow.roles.count)) - 1
  }

  private mutating func tellHidden(_ index: Int, _ rules: ArraySlice<Int>) {
    dead.insert(index)
    let rule = workflow.rules[index]
    let earlier = rules.filter { $0 < index && workflow.rules[$0].span != rule.span }
    let first = earlier.first { workflow.rules[$0].test == nil } ?? earlier.last
    let what = rule.event.map { "takes `\(workflow.events[$0].path)`" } ?? "applies"
    report(
      .hiddenLine, "this line never \(what): the lines before it leave no case to it", rule.span, "never its turn",
      in: rule.owner, related: first.map { [related(workflow.rules[$0].span, "takes what comes before")] } ?? [],
      help: ["delete the line, or give one of the lines before it a condition that leaves something to it"])
  }

  // MARK: Inner stages

  /// A line of an outer stage, where each stage inside has lines that always take the event.
  private mutating func checkInner(_ key: Groups.Key) {
    guard let event = key.event else { return }
    let stage = workflow.stages[key.owner]
    guard !stage.children.isEmpty, groups.hasLines(inside: key.owner, stage.end, for: event) else { return }
    for index in groups.lines(key) where isLive(index) {
      let rule = workflow.rules[index]
      let roles = rule.roles == 0 ? senders(of: event) : rule.roles & senders(of: event)
      let inner = takenInside(key.owner, event, roles)
      guard inner.all || inner.stops && isStoppedByOthers(rule) else { continue }
      tellInner(index, event)
    }
  }

  /// Whether a transition gives way to any that changes something inside its stage.
  private func isStoppedByOthers(_ rule: CheckedRule) -> Bool {
    guard let outcome = rule.outcome, outcome.leads else { return false }
    let isInside = !outcome.targets.isEmpty && outcome.targets.allSatisfy { workflow.isInside($0, rule.owner) }
    return !(isInside && workflow.stages[rule.owner].holdsTracks)
  }

  private mutating func taken(_ stage: Int, _ event: Int, _ roles: UInt64) -> (all: Bool, stops: Bool) {
    let own = coverage(Groups.Key(owner: stage, event: event, leads: true))
    if let own, own.roles & roles == roles { return (true, own.stopsOthers) }
    return takenInside(stage, event, roles)
  }

  private mutating func takenInside(_ stage: Int, _ event: Int, _ roles: UInt64) -> (all: Bool, stops: Bool) {
    let checked = workflow.stages[stage]
    let children = checked.children.filter { reached[$0] }
    guard !children.isEmpty, checked.kind != .each,
      groups.hasLines(inside: stage, checked.end, for: event)
    else { return (false, false) }
    var result = (all: true, stops: !checked.holdsTracks)
    var isAlwaysThere = !checked.holdsTracks
    for child in children {
      let inner = taken(child, event, roles)
      if checked.holdsTracks {
        let isThere = workflow.stages[child].condition == nil && workflow.stages[child].kind == .track
        isAlwaysThere = isAlwaysThere || isThere
        result = (result.all && inner.all, result.stops || isThere && inner.stops)
      } else {
        result = (result.all && inner.all, result.stops && inner.stops)
        if !result.all && !result.stops { break }
      }
    }
    return (result.all && isAlwaysThere, result.stops)
  }

  private mutating func tellInner(_ index: Int, _ event: Int) {
    dead.insert(index)
    let rule = workflow.rules[index]
    let inner = groups.order.first {
      $0.event == event && $0.leads && $0.owner > rule.owner && workflow.isInside($0.owner, rule.owner)
    }
    let line = inner.flatMap { groups.lines($0).first }.map { workflow.rules[$0] }
    let place = rule.owner == 0 ? "each stage" : "each stage of `\(workflow.stages[rule.owner].name)`"
    report(
      .hiddenLine, "this line never takes `\(workflow.events[event].path)`: \(place) has a line that does", rule.span,
      "never its turn", in: rule.owner,
      related: line.map { [related($0.span, "an inner line comes first")] } ?? [],
      help: ["delete the line, or give the inner lines a condition that leaves something to it"])
  }

  // MARK: Left at once

  /// Lines of a stage that is left in the step in which it is entered.
  private mutating func checkLeftAtOnce() {
    for index in workflow.stages.indices where reached[index] {
      guard let leaving = leftAtOnce(index) else { continue }
      for place in index..<workflow.stages[index].end {
        for rule in rulesOf[place] where workflow.rules[rule].event != nil && isLive(rule) {
          let event = workflow.rules[rule].event ?? 0
          dead.insert(rule)
          report(
            .hiddenLine,
            "this line never takes `\(workflow.events[event].path)`: `\(workflow.stages[index].name)` is left at once",
            workflow.rules[rule].span, "never its turn", in: place,
            related: [related(workflow.rules[leaving].span, "leaves as soon as it is entered")],
            help: ["delete the line, or let `\(workflow.stages[index].name)` wait for something"])
        }
      }
    }
  }

  /// The line that leaves a stage as soon as it is entered, whatever else happens.
  func leftAtOnce(_ stage: Int) -> Int? {
    let line = rulesOf[stage].first { index in
      guard workflow.rules[index].isOnce, !isOnceOtherwise(index), let outcome = workflow.rules[index].outcome,
        leaves(outcome, stage, from: stage)
      else { return false }
      return workflow.rules[index].test.map { verdict($0, Standing(owner: stage)) == .always } ?? true
    }
    // An inner line would come first.
    let inner = (stage + 1)..<workflow.stages[stage].end
    guard let line, !inner.contains(where: { rulesOf[$0].contains { workflow.rules[$0].isOnce } }) else { return nil }
    return line
  }

  /// Whether an outcome of a line of one stage leaves another, which is that stage or lies inside it.
  func leaves(_ outcome: CheckedRule.Outcome, _ stage: Int, from owner: Int) -> Bool {
    switch outcome {
    case .stay, .ignore, .refuse: return false
    case .restart: return true
    case .resume(nil, _): return true
    case .goTo, .resume:
      let targets = outcome.targets
      guard targets.allSatisfy({ workflow.isInside($0, owner) && $0 != owner }) else { return true }
      guard stage != owner else { return false }
      guard workflow.stages[owner].holdsTracks else { return true }
      return targets.contains { target in
        workflow.stages[owner].children.contains { workflow.isInside(target, $0) && workflow.isInside(stage, $0) }
      }
    }
  }
}
