package import WorkroomLanguage
package import WorkroomMachine

/// A stored definition, compiled, with what the engine asks of it for every event.
package final class Definition: Sendable {
  package let id: Int64
  package let machine: Machine
  package let source: SourceText
  /// Whether any rule reads what is known of the influencer.
  let readsInfluencer: Bool
  /// Events by their path.
  let events: [String: Int]
  let roles: [String: Int]
  /// The payload value that carries the rate of the item that brought an order; -1 for none.
  let rateField: [Int]
  /// For each event the payload value named like its noun; -1 for none.
  let subjectField: [Int]
  /// For each event the kind of item whose terms it changes; -1 for none.
  let adjustedKind: [Int]

  package var workflow: CheckedWorkflow { machine.workflow }

  init(id: Int64, machine: Machine, source: SourceText) {
    self.id = id
    self.machine = machine
    self.source = source
    let workflow = machine.workflow
    readsInfluencer = workflow.expressions.contains { expression in
      switch expression.operation {
      case .field(.influencer, _), .isSet(.influencer, _): true
      default: false
      }
    }
    events = Dictionary(uniqueKeysWithValues: workflow.events.enumerated().map { ($1.path, $0) })
    roles = Dictionary(uniqueKeysWithValues: workflow.roles.enumerated().map { ($1.name, $0) })
    rateField = workflow.events.map { event in
      event.subject == nil ? -1 : event.payload.firstIndex { $0.name == "rate" && $0.type == .percent } ?? -1
    }
    subjectField = workflow.events.map { $0.subject ?? -1 }
    adjustedKind = workflow.events.map { event in
      CheckedWorkflow.poolKinds.firstIndex { "\($0).adjusted" == event.path } ?? -1
    }
  }
}
