import WorkroomLanguage

/// What is owed, sent or ordered on entering a stage, and would be so again when the stage is resumed.
extension Analyst {
  mutating func checkResumes() {
    // The innermost stages that a `resume` may enter again, with the line that does.
    var lines: [Int: Int] = [:]
    for index in workflow.rules.indices where isLive(index) {
      guard case .resume(let target, _) = workflow.rules[index].outcome else { continue }
      let owner = workflow.rules[index].owner
      let places = target.map { [$0] } ?? workflow.stages[workflow.stages[owner].parent].children
      for place in places where place != owner && lines[place] == nil { lines[place] = index }
    }
    for (place, line) in lines.sorted(by: { $0.key < $1.key }) {
      for stage in place..<workflow.stages[place].end where reached[stage] { checkEntering(stage, line) }
    }
  }

  private mutating func checkEntering(_ stage: Int, _ line: Int) {
    for index in rulesOf[stage] where isLive(index) {
      let rule = workflow.rules[index]
      guard isOnEntering(rule) else { continue }
      for action in rule.actions {
        guard let words = lasting(workflow.actions[action].kind) else { continue }
        let name = workflow.stages[stage].name
        report(
          .doneAgain, "\(words.what) again whenever `\(name)` is resumed", workflow.actions[action].span,
          "done once more", in: stage, related: [related(workflow.rules[line].span, "enters it again")],
          notes: ["a stage that is resumed is entered, so that its `on enter` and `once` lines run anew"],
          help: [
            "put it on the line that leads to `\(name)` for the first time",
            "or remember it in the record: `on enter when \(words.flag) is no`, and `set \(words.flag) to yes` beside it",
          ])
      }
    }
  }

  /// Whether a rule runs in each stay, whatever is in the record.
  private func isOnEntering(_ rule: CheckedRule) -> Bool {
    switch rule.trigger {
    case .enter: rule.condition == nil
    case .onceEntered: rule.outcome == nil
    default: false
    }
  }

  private func lasting(_ kind: CheckedAction.Kind) -> (what: String, flag: String)? {
    switch kind {
    case .owe(_, let reason): ("\"\(workflow.texts[reason])\" is owed", "is_owed")
    case .contract: ("the contract is sent", "contract_sent")
    case .createOrder: ("an order is created", "ordered")
    default: nil
    }
  }
}
