package import WorkroomLanguage
package import WorkroomMachine

/// A participation at one instant, as a rule reads it: every value that the rule could ask for.
package struct Moment {
  private let run: Run
  /// The place whose rule reads.
  package let place: Snapshot.Place
  /// The rule; -1 for a reader that is none.
  package let rule: Int

  init(run: Run, _ line: Line) {
    self.run = run
    place = line.place
    rule = line.index
  }

  /// A state as it stands before anything is done. `isLater` where totals count the event.
  package init(
    _ reference: Reference, _ snapshot: Snapshot, _ input: ReferenceInput, payload: [Int64], view: View,
    place: Snapshot.Place, rule: Int = -1, isLater: Bool = false
  ) {
    var run = Run(reference, ReferenceState(reading: snapshot, of: reference.workflow), input, payload, view)
    if isLater, !view.totalsAfter.isEmpty { run.view.totals = view.totalsAfter }
    self.run = run
    self.place = place
    self.rule = rule
  }

  package var workflow: CheckedWorkflow { run.workflow }
  /// The instant, in milliseconds.
  package var now: Int64 { run.now }
  package var view: View { run.view }
  /// How many lines the step's trace had when the rule was read.
  package var traceCount: Int { run.trace.count }
  /// The event that the rule is called for by; `nil` where the state itself calls.
  package var event: Int? { run.call.event }

  /// Whether the sender's role is among a rule's; the engine itself is in every role.
  package func isMeant(_ roles: UInt64) -> Bool { roles == 0 || run.call.role == 0 || roles & run.call.role != 0 }

  /// A value or the answer to a condition; `nil` where something that it reads is not set, or where it does not fit.
  package func value(_ expression: Int) -> Int64? {
    var run = run
    return try? run.known(expression, place)
  }

  /// A field as it is kept; `nil` where it is not set.
  package func field(_ storage: Storage, _ index: Int) -> Int64? { run.field(storage, index, place) }
}

extension ReferenceState {
  /// A state as far as it can be observed: enough to read it, or to go on from where a participation moved to another
  /// version.
  package init(reading snapshot: Snapshot, of workflow: CheckedWorkflow) {
    self.init()
    isFinished = snapshot.isFinished
    active = Set(snapshot.active)
    records[CheckedWorkflow.root] = snapshot.record
    held = Set(snapshot.held)
    for timer in snapshot.timers {
      let place = Place(stage: workflow.rules[timer.rule].owner, item: timer.item)
      timers[Line(index: timer.rule, place: place)] = Timer(due: timer.due)
    }
    for (field, amount) in snapshot.earmarked.enumerated() { earmarked[field] = amount }
    for item in snapshot.items {
      records[Place(stage: workflow.eaches[item.each].stage, item: item.place)] = item.record
    }
  }
}
