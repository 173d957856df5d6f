package import WorkroomMachine
import WorkroomLanguage

/// What a step is given beside the state and the view. Timers and assignments go by their rule and action.
package struct ReferenceInput: Sendable, Equatable {
  package var kind: StepInput.Kind
  /// The event, the timer's rule or the action that waits in line.
  package var index: Int
  /// The place of the item that a timer or an action belongs to; -1 outside an `each`.
  package var item: Int
  /// The role that sends; -1 for the engine itself.
  package var role: Int
  package var now: Int64

  package init(_ kind: StepInput.Kind, _ index: Int = 0, item: Int = -1, role: Int = -1, now: Int64) {
    self.kind = kind
    self.index = index
    self.item = item
    self.role = role
    self.now = now
  }
}

/// What a step came to, as the machine's buffer says it.
package struct ReferenceOutcome: Sendable, Equatable {
  package var status = StepStatus.handled
  /// Index of the words of a refusal; -1 for none.
  package var refusal = -1
  /// The rule that refused or ignored, or in which the step failed; -1 for none.
  package var decisiveRule = -1
  package var effects: [ReferenceEffect] = []
  package var resolved: [Int64] = []
  package var trace: [TraceEntry] = []

  package init() {}
}

/// An effect whose words do not depend on how a workflow was compiled: a currency is packed, and what waits in line is
/// an action and the item that it belongs to.
package struct ReferenceEffect: Sendable, Equatable {
  package var effect: Effect
  package var item: Int

  package init(_ effect: Effect, item: Int = -1) {
    self.effect = effect
    self.item = item
  }
}

extension Line: Comparable {
  static func < (a: Line, b: Line) -> Bool { (a.index, a.place.item) < (b.index, b.place.item) }
}

extension Reference {
  /// All that can be observed of a state (§2.9).
  package func snapshot(_ state: ReferenceState) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.isFinished = state.isFinished
    snapshot.active = state.active.sorted()
    snapshot.record = state.records[CheckedWorkflow.root] ?? []
    for place in workflow.inOrder(state.active) where workflow.stages[place.stage].kind == .each {
      guard let each = workflow.stages[place.stage].each, let record = state.records[place] else { continue }
      snapshot.items.append(Snapshot.Item(each: each, place: place.item, record: record))
    }
    for (line, timer) in state.timers.sorted(by: { $0.key < $1.key }) {
      guard let due = timer.due else { continue }
      snapshot.timers.append(Snapshot.Timer(rule: line.index, item: line.place.item, due: due))
    }
    for line in state.waits.keys.sorted() {
      snapshot.waits.append(Snapshot.Wait(action: line.index, item: line.place.item))
    }
    snapshot.held = state.held.sorted()
    snapshot.earmarked = workflow.campaign.indices.map { state.earmarked[$0] ?? 0 }
    return snapshot
  }

  /// The timer that is due first (§10.5): by its instant, then inner before outer, then the order of the text.
  package func nextTimer(_ state: ReferenceState) -> Snapshot.Timer? {
    func place(_ timer: Snapshot.Timer) -> Snapshot.Place {
      Snapshot.Place(stage: workflow.rules[timer.rule].owner, item: timer.item)
    }
    return snapshot(state).timers.min { a, b in
      let (p, q) = (place(a), place(b))
      if a.due != b.due { return a.due < b.due }
      if p == q { return a.rule < b.rule }
      if workflow.isInside(p, q) || workflow.isInside(q, p) { return workflow.isInside(p, q) }
      return workflow.comesBefore(p, q)
    }
  }
}
