/// Bodies of rules: what is done, and where it leads.
extension Checker {
  mutating func checkBody(
    _ syntax: RuleSyntax, _ trigger: CheckedRule.Trigger, _ facts: inout Facts, reportUnset: Bool
  ) -> ([Int], CheckedRule.Outcome?) {
    var actions: [Int] = []
    var outcome: (value: CheckedRule.Outcome, action: ActionSyntax)?
    for node in syntax.actions {
      let action = tree.actions[node]
      let token = action.tokens.lowerBound
      if let earlier = outcome {
        report(
          .outcomeNotLast, "nothing is done after `\(source(earlier.action))`, which ends a rule", token,
          "never reached",
          related: [Diagnostic.Related(span: span(earlier.action.tokens.lowerBound), label: "the rule ends here")],
          help: ["move this line above it"])
        break
      }
      if action.isOutcome {
        let value = checkOutcome(action, trigger, alone: syntax.actions.count == 1)
        outcome = (value ?? .stay, action)
      } else {
        actions += checkAction(node, &facts, reportUnset: reportUnset)
      }
    }
    return (actions, outcome?.value)
  }

  private mutating func checkOutcome(
    _ action: ActionSyntax, _ trigger: CheckedRule.Trigger, alone: Bool
  ) -> CheckedRule.Outcome? {
    let token = action.tokens.lowerBound
    switch trigger {
    case .enter, .leave:
      report(
        .outcomeNotHere, "`on \(trigger.word)` only does things; it leads nowhere", token, "leads elsewhere",
        help: ["use `once entered \(source(action))`"])
      return nil
    default: break
    }
    switch action.kind {
    case .goTo(let targets): return checkGoTo(targets)
    case .stay: return .stay
    case .restart(let stage): return checkRestart(stage)
    case .resume(let stage, let atTop): return checkResume(stage, atTop, token)
    case .ignore:
      if !alone {
        report(
          .outcomeNotLast, "`ignore` stands alone: nothing is done", token, "beside other actions",
          help: ["delete the other actions, or write `stay`"])
      }
      return eventOnly("ignore", trigger, token) ? .ignore : nil
    case .refuse(let words): return checkRefusal(words, trigger, token)
    default: return nil
    }
  }

  private mutating func eventOnly(_ word: String, _ trigger: CheckedRule.Trigger, _ token: Int) -> Bool {
    if case .event = trigger { return true }
    report(
      .outcomeNotHere, "only an event can be \(word == "ignore" ? "ignored" : "refused")", token, "no event here",
      help: ["use it in an `on` line"])
    return false
  }

  private mutating func checkRefusal(_ words: Int, _ trigger: CheckedRule.Trigger, _ token: Int) -> CheckedRule.Outcome?
  {
    guard eventOnly("refuse", trigger, token), case .event(let event) = trigger else { return nil }
    let senders = workflow.events[event].senders
    let people = workflow.roles.indices.filter {
      workflow.roles[$0].isPerson && (senders == 0 || senders & 1 << UInt64($0) != 0)
    }
    if people.isEmpty {
      report(
        .systemCannotBeRefused, "only people can be refused, and `\(workflow.events[event].path)` is sent by systems",
        token, "nobody reads this",
        help: ["write `ignore`, or `tell manager \"...\"`"])
    }
    return .refuse(intern(tree.quoted(words)))
  }

  private func source(_ action: ActionSyntax) -> String { tree.source.text(tree.span(action.tokens).range) }
}
