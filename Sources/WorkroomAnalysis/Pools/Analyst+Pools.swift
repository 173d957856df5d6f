import WorkroomLanguage

/// Pools that can run dry while nobody in the campaign notices: an `assign` that does not say what happens then.
extension Analyst {
  mutating func checkPools() {
    guard workflow.actions.indices.contains(where: { saysNothing($0) }) else { return }
    let open = workflow.rules.indices.filter { isLive($0) }.flatMap { rule in
      workflow.rules[rule].actions.filter { saysNothing($0) }.map { (rule: rule, action: $0) }
    }
    guard !open.isEmpty else { return }
    let walks = Walks(workflow, rulesOf) { isLive($0) }
    for (rule, action) in open.prefix(Analyst.poolsMax) { tellDry(rule, action, walks) }
  }

  /// Each of these comes with a scenario; more of them tell nothing new.
  private static let poolsMax = 50

  private func saysNothing(_ action: Int) -> Bool {
    if case .assign(_, ifNone: .tell) = workflow.actions[action].kind { true } else { false }
  }

  private mutating func tellDry(_ index: Int, _ action: Int, _ walks: Walks) {
    guard case .assign(let items, _) = workflow.actions[action].kind else { return }
    let rule = workflow.rules[index]
    let nouns = items.map { workflow.poolKinds[$0.kind] }
    var steps = walks.rules(to: rule.owner)
    switch rule.trigger {
    case .enter, .leave: break
    default: steps.append(index)
    }
    let anyNoun = nouns.joined(separator: " or ")
    let telling = Telling(self, items: items, owner: rule.owner)
    let way = steps.compactMap { telling.word($0) }
    let taken =
      nouns.count == 1
      ? "no \(nouns[0]) is taken"
      : "neither \(nouns.dropLast().joined(separator: ", ")) nor \(nouns.last ?? "") is taken"
    var help = [
      "let people wait for the next one: add `if none is left wait in line`",
      "or say what happens: add `if none is left tell manager \"no \(anyNoun) is left\"`",
    ]
    if let scenario = telling.scenario(steps) { help.append("to replay it, add this scenario:\n\(scenario)") }
    report(
      .poolRunsDry, "nothing is said for the day when no \(anyNoun) is left", workflow.actions[action].span,
      "no `if none is left`", in: rule.owner,
      notes: [
        way.isEmpty
          ? "this is the first thing that happens" : "the shortest way there: \(way.joined(separator: ", then "))",
        "then \(taken), the operator is told, and the participation goes on without",
      ], help: help)
  }
}
