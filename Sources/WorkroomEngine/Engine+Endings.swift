import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore

/// Participations that end before their time, and what of their money an operator may still take back.
extension Engine {
  /// Events with which somebody is out, whatever the workflow makes of them.
  static let leavings: Set<String> = ["influencer.withdrew", "proposal.declined", "proposal.deleted"]

  /// The title of the stage in which a participation has ended before its time: `Withdrawn`; `nil` where it goes on, or came
  /// to its end.
  package func endedEarly(_ row: ParticipationRow) throws(EngineError) -> String? {
    guard try isFinished(row) else { return nil }
    let definition = try definition(row.definition)
    let stage = definition.machine.activeStages(row.state.span).first { definition.earlyStages.contains($0) }
    return stage.map { definition.workflow.stages[$0].title }
  }

  /// What there is for whoever comes back once a participation has ended.
  package func wayBack(_ definition: Definition) -> String {
    let (name, next) = (definition.workflow.name, definition.workflow.version + 1)
    return definition.workflow.isRecurring
      ? "for whoever comes back, `add NAME` begins another round"
      : "for whoever comes back, move the campaign to `workflow \"\(name)\" version \(next) recurring` (`workroom campaign migrate`), and `add NAME` begins another round"
  }

  /// What there is for somebody who takes part already and is to begin: `nil` where they have not ended before their time.
  package func wayBack(_ influencer: Int64, in campaign: Int64) throws(EngineError) -> String? {
    guard let row = try participation(of: influencer, in: campaign), let ended = try endedEarly(row) else { return nil }
    return "and has ended in \(ended); \(wayBack(try definition(row.definition)))"
  }

  /// What of a participation's money `owe` takes back, in the campaign's currency and in minor units: what was owed by hand;
  /// and once it has ended, whatever is owed and did not come with a sale, which is taken back by itself.
  package func takenBackByHand(_ row: ParticipationRow) throws(EngineError) -> Int64 {
    let byHand = try owedByHand(row)
    guard try isFinished(row) else { return byHand }
    let currency = try campaign(row.campaign).row.currency
    let parts = try stored { () throws(StoreError) in try store.owed(row.id, currency: currency) }
    var rest: Int64 = 0
    for part in parts {
      let sale = try stored { () throws(StoreError) in
        try part.subject == 0 ? nil : store.object(row.id, "conversion", part.subject)
      }
      if sale == nil { rest += part.amount }
    }
    return max(byHand, rest)
  }
}

extension CheckedWorkflow {
  /// The final stages to which a line leads that waits for an event with which somebody is out.
  var earlyStages: Set<Int> {
    var found: Set<Int> = []
    for rule in rules {
      guard case .event(let event) = rule.trigger, Engine.leavings.contains(events[event].path),
        case .goTo(let targets) = rule.outcome
      else { continue }
      found.formUnion(targets.filter { stages[$0].kind == .final && stages[$0].parent == 0 })
    }
    return found
  }
}
