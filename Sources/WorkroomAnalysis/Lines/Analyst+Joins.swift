import WorkroomLanguage

/// Lines that wait until something is done which is never done.
extension Analyst {
  mutating func checkJoins() {
    guard workflow.expressions.contains(where: { if case .isDone = $0.operation { true } else { false } }) else {
      return
    }
    for index in workflow.rules.indices where isLive(index) {
      guard let test = workflow.rules[index].test else { continue }
      var waiting = [test]
      while let part = waiting.popLast() {
        let expression = workflow.expressions[part]
        if case .isDone(let stage) = expression.operation, let gap = gap(stage) {
          tellJoin(stage, gap, expression.span, workflow.rules[index])
        }
        expression.operation.addOperands(to: &waiting)
      }
    }
  }

  /// The innermost part of a stage that keeps it from being done; `nil` if it can be.
  private func gap(_ index: Int) -> Int? {
    let stage = workflow.stages[index]
    guard reached[index] else { return index }
    switch stage.kind {
    case .final: return nil
    // Without items an `each` is done, and so is what is around a track that is not called for.
    case .each: return nil
    default: break
    }
    if stage.holdsTracks {
      return stage.children.lazy.compactMap { workflow.stages[$0].condition == nil ? gap($0) : nil }.first
    }
    let finals = stage.children.filter { workflow.stages[$0].kind == .final }
    return finals.contains { reached[$0] } ? nil : index
  }

  private mutating func tellJoin(_ stage: Int, _ gap: Int, _ span: Diagnostic.Span, _ rule: CheckedRule) {
    let (name, inner) = (workflow.stages[stage].name, workflow.stages[gap])
    let finals = inner.children.filter { workflow.stages[$0].kind == .final && workflow.stages[$0].span.source >= 0 }
    let final = finals.first.map { workflow.stages[$0] }
    toldBetter.formUnion(finals.map { workflow.stages[$0].span })
    let reason =
      final.map { "nothing leads to `\($0.name)`" } ?? "nothing leads to `\(inner.name)`"
    report(
      .neverJoins, "`\(name)` is never done here: \(reason)", span, "never true", in: rule.owner,
      related: [related(final?.span ?? inner.span, "never entered")],
      help: [
        "lead to it: `on content.posted go to \(final?.name ?? inner.name)`",
        "or take `\(name)` out of what this line waits for",
      ])
  }
}
