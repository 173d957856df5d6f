import WorkroomValues

/// Stages that lead nowhere, and stages that nothing leads to.
extension Checker {
  mutating func checkFlow() {
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
    let reached = reachableStages()
    var left = [Bool](repeating: false, count: workflow.stages.count)
    for rule in workflow.rules where rule.outcome?.leads == true { left[rule.owner] = true }
    for index in workflow.stages.indices.dropFirst() {
      let stage = workflow.stages[index]
      owner = stage.parent
      guard stage.span.source >= 0 else { continue }
      if !reached[index] {
        guard stage.parent == 0 || reached[stage.parent] else { continue }
        report(
          .unreachableStage, "nothing leads to `\(stage.name)`", stage.span, "never entered",
          help: ["add a rule with `go to \(stage.name)`, or delete the stage"])
      } else if isLooseEnd(index, left) {
        report(
          .nothingLeaves, "nothing leaves `\(stage.name)`, and it is not final", stage.span, "a loose end",
          help: [
            "declare it as `final \(stage.name)`", "or add a rule: `on proposal.deleted go to ...`",
            "or add a timer: `after 30 days go to ...`",
          ])
      }
    }
  }

  /// Whether no rule of a stage or of one around it leads on; `left` are the stages with a rule that does.
  private func isLooseEnd(_ index: Int, _ left: [Bool]) -> Bool {
    let stage = workflow.stages[index]
    guard stage.kind == .stage, stage.children.isEmpty else { return false }
    var place = index
    while place > 0 {
      if left[place] { return false }
      place = workflow.stages[place].parent
    }
    return true
  }

  private func reachableStages() -> [Bool] {
    var reached = [Bool](repeating: false, count: workflow.stages.count)
    var waiting = [0]
    let targets = targetsByOwner()
    while let index = waiting.popLast() {
      guard !reached[index] else { continue }
      reached[index] = true
      let stage = workflow.stages[index]
      if stage.parent > 0 { waiting.append(stage.parent) }
      if stage.holdsTracks {
        waiting += stage.children
      } else if let first = workflow.firstChild(of: index) {
        waiting.append(first)
      }
      waiting += targets.stages[targets.starts[index]..<targets.starts[index + 1]]
      // Entering a stage beside tracks enters the tracks around it.
      if stage.parent >= 0, workflow.stages[stage.parent].holdsTracks {
        waiting += workflow.stages[stage.parent].children
      }
    }
    return reached
  }

  /// The stages that rules name, those of one owner side by side: of each stage, where they start.
  private func targetsByOwner() -> (stages: [Int], starts: [Int]) {
    var starts = [Int](repeating: 0, count: workflow.stages.count + 1)
    for rule in workflow.rules { starts[rule.owner + 1] += rule.outcome?.targets.count ?? 0 }
    for index in workflow.stages.indices { starts[index + 1] += starts[index] }
    var stages = [Int](repeating: 0, count: starts[workflow.stages.count])
    var next = starts
    for rule in workflow.rules {
      for target in rule.outcome?.targets ?? [] {
        stages[next[rule.owner]] = target
        next[rule.owner] += 1
      }
    }
    return (stages, starts)
  }
}

extension CheckedRule.Outcome {
  /// Whether it leaves anything.
  var leads: Bool {
    switch self {
    case .goTo, .restart, .resume: true
    case .stay, .ignore, .refuse: false
    }
  }

  /// The stages that it names.
  var targets: [Int] {
    switch self {
    case .goTo(let stages): stages
    case .restart(let stage), .resume(let stage, _): stage.map { [$0] } ?? []
    case .stay, .ignore, .refuse: []
    }
  }
}
