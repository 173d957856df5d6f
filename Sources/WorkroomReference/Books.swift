package import WorkroomLanguage
package import WorkroomMachine

extension View {
  /// Writes down what a step has changed around a participation, as a store would: what it took from pools, owes, was
  /// paid and set aside. `subject` is the word of the thing that its event was about, 0 for none; `home` tells which of
  /// the effects' currencies is the campaign's own.
  package mutating func keep(
    _ effects: [Effect], about subject: Int64, in workflow: CheckedWorkflow, home: (Int64) -> Bool
  ) {
    for effect in effects {
      switch effect.kind {
      case .claim:
        for place in pools.indices where pools[place].group == effect.b { pools[place].available -= 1 }
      case .owe where home(effect.b):
        owed.append(OwedSum(reason: Int(effect.c), subject: subject, amount: effect.a))
      case .voidReason: owed.removeAll { $0.reason == Int(effect.a) }
      case .voidSubject where effect.a != 0: owed.removeAll { $0.subject == effect.a }
      case .paid: paid += effect.a
      case .earmark:
        if earmarked.isEmpty { earmarked = workflow.campaign.map { _ in 0 } }
        earmarked[Int(effect.a)] += effect.b
      default: break
      }
    }
  }
}
