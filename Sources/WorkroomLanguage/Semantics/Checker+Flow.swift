/// Stages that lead nowhere, and stages that nothing leads to.
extension Checker {
  mutating func checkFlow() {
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
    let reached = workflow.reachableStages(workflow.rulesByStage())
    var left = [Bool](repeating: false, count: workflow.stages.count)
    for index in workflow.rules.indices where workflow.rules[index].outcome?.leads == true {
      left[workflow.rules[index].owner] = true
    }
    for index in workflow.stages.indices.dropFirst() {
      guard workflow.stages[index].span.source >= 0, !reached[index] || isLooseEnd(index, left) else { continue }
      let stage = workflow.stages[index]
      owner = stage.parent
      if !reached[index] {
        guard stage.parent == 0 || reached[stage.parent] else { continue }
        report(
          .unreachableStage, "nothing leads to `\(stage.name)`", stage.span, "never entered",
          help: [
            "lead to it from another stage: `on proposal.deleted go to \(stage.name)`",
            "or let time lead to it: `after 30 days go to \(stage.name)`", "or delete `\(stage.name)`",
          ])
      } else {
        let next = nextStop(after: index)
        report(
          .nothingLeaves, "nothing leaves `\(stage.name)`, and it is not final", stage.span, "a loose end",
          help: [
            "declare it as `final \(stage.name)`",
            "or let an event lead on: `on proposal.deleted go to \(next)`",
            "or let time lead on: `after 30 days go to \(next)`",
          ])
      }
    }
  }

  /// A stage that a loose end may lead to: the nearest final one around it, else the one that follows it.
  private func nextStop(after index: Int) -> String {
    var place = index
    while place > 0 {
      let parent = workflow.stages[place].parent
      let beside = workflow.stages[parent].children
      if let final = beside.first(where: { workflow.stages[$0].kind == .final }) { return workflow.stages[final].name }
      place = parent
    }
    let beside = workflow.stages[workflow.stages[index].parent].children
    return (beside.first { $0 > index } ?? beside.first { $0 < index }).map { workflow.stages[$0].name } ?? "done"
  }

  /// Whether no rule of a stage or of one around it leads on; `left` are the stages with a rule that does.
  private func isLooseEnd(_ index: Int, _ left: [Bool]) -> Bool {
    guard workflow.stages[index].kind == .stage, workflow.stages[index].children.isEmpty else { return false }
    var place = index
    while place > 0 {
      if left[place] { return false }
      place = workflow.stages[place].parent
    }
    return true
  }
}
