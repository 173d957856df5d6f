import WorkroomLanguage

/// Timers that never fire, since their stage is always left before.
extension Analyst {
  mutating func checkTimers() {
    guard workflow.rules.indices.contains(where: { due($0) != nil }) else { return }
    let leavers = workflow.stages.indices.map { stage in
      reached[stage] ? rulesOf[stage].filter { alwaysLeads($0) } : []
    }
    let resumes = workflow.rules.contains { if case .resume = $0.outcome { true } else { false } }
    for stage in workflow.stages.indices where reached[stage] {
      let timers = rulesOf[stage].filter { due($0) != nil && isLive($0) }
      guard !timers.isEmpty else { continue }
      if let (place, line) = leftAtOnce(around: stage) {
        for timer in timers { tellLeft(timer, place, line) }
        continue
      }
      for timer in timers {
        if let earlier = earlier(than: timer, at: stage, leavers, isAlone: resumes) { tellLater(timer, earlier) }
      }
    }
  }

  private func leftAtOnce(around stage: Int) -> (stage: Int, line: Int)? {
    var place = stage
    while place > 0 {
      if let line = leftAtOnce(place) { return (place, line) }
      place = workflow.stages[place].parent
    }
    return nil
  }

  /// The value that says when a timer is due.
  private func due(_ rule: Int) -> Int? {
    switch workflow.rules[rule].trigger {
    case .after(let value), .every(let value, _), .at(let value): value
    default: nil
    }
  }

  private func isDate(_ rule: Int) -> Bool {
    if case .at = workflow.rules[rule].trigger { true } else { false }
  }

  /// Whether a timer leads on whenever it fires.
  private func alwaysLeads(_ rule: Int) -> Bool {
    due(rule) != nil && workflow.rules[rule].condition == nil && workflow.rules[rule].outcome?.leads == true
  }

  /// A timer of the stage, or of one around it, that leaves the stage before another timer of the stage is due.
  ///
  /// With `resume` in the file inner timers go on where they stopped, so that only those of one stage are compared.
  private func earlier(than timer: Int, at stage: Int, _ leavers: [[Int]], isAlone: Bool) -> Int? {
    var place = stage
    while place >= 0 {
      for other in leavers[place] where other != timer && isDate(other) == isDate(timer) {
        guard let outcome = workflow.rules[other].outcome, leaves(outcome, stage, from: place) else { continue }
        if isBefore(other, timer) { return other }
      }
      if isAlone { return nil }
      place = workflow.stages[place].parent
    }
    return nil
  }

  /// Whether one timer is always due before another: earlier, or at the same time and first in the same stage.
  private func isBefore(_ first: Int, _ second: Int) -> Bool {
    guard let a = due(first), let b = due(second) else { return false }
    let isFirst = workflow.rules[first].owner == workflow.rules[second].owner && first < second
    switch (workflow.expressions[a].operation, workflow.expressions[b].operation) {
    case (.constant(let early), .constant(let late)):
      guard workflow.expressions[a].type == workflow.expressions[b].type, workflow.expressions[a].type != .span else {
        return false
      }
      return early < late || early == late && isFirst
    case (.windowStart(let one), .windowEnd(let other)):
      return Cases.key(one, workflow) == Cases.key(other, workflow)
    default: return isFirst && Cases.key(a, workflow) == Cases.key(b, workflow)
    }
  }

  private mutating func tellLater(_ timer: Int, _ earlier: Int) {
    let (rule, first) = (workflow.rules[timer], workflow.rules[earlier])
    let stage = workflow.stages[rule.owner].name
    report(
      .timerNeverFires, "this timer never fires: \(rule.owner == 0 ? "everything" : "`\(stage)`") is left before",
      rule.span, "never due in time", in: rule.owner,
      related: [related(first.span, "leaves before")],
      help: [
        "give it a shorter time than the other, or delete it",
        "or let the other wait: add a condition to it, behind `when`",
      ])
  }

  private mutating func tellLeft(_ timer: Int, _ stage: Int, _ line: Int) {
    let rule = workflow.rules[timer]
    report(
      .timerNeverFires, "this timer never fires: `\(workflow.stages[stage].name)` is left as soon as it is entered",
      rule.span, "never due in time", in: rule.owner,
      related: [related(workflow.rules[line].span, "leaves at once")],
      help: ["delete it, or let `\(workflow.stages[stage].name)` wait for something"])
  }
}
