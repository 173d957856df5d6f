package import WorkroomLanguage
package import WorkroomMachine
import WorkroomStore

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

  /// A bit a stage, in words: those that show in a section behind Proposals, where the terms are agreed.
  private let agreedStages: [UInt64]

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
    var agreed = [UInt64](repeating: 0, count: machine.layout.stageWords)
    for (index, stage) in workflow.stages.enumerated() {
      guard let section = stage.section, !["My Influencers", "Proposals"].contains(workflow.sections[section]) else {
        continue
      }
      agreed[index / 64] |= 1 << UInt64(index % 64)
    }
    agreedStages = agreed
    adjustedKind = workflow.events.map { event in
      CheckedWorkflow.standardKinds.firstIndex { "\($0).adjusted" == event.path } ?? -1
    }
  }

  /// When the terms were agreed: with the event that says so, or on first showing in a section behind Proposals.
  func accepted(_ earlier: Int64?, _ log: LogRow, _ state: [Int64]) -> Int64? {
    let path = log.kind == Int64(StepInput.Kind.event.rawValue) ? workflow.events[Int(log.event)].path : ""
    if path == "proposal.deleted" { return nil }
    if earlier != nil { return earlier }
    if path == "proposal.accepted" { return log.occurred }
    let shows = agreedStages.indices.contains { word in
      agreedStages[word] & UInt64(bitPattern: state[StateLayout.activeStart + word]) != 0
    }
    return shows ? log.occurred : nil
  }
}
