import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// A participation as sets and dictionaries, stepped by the reference interpreter.
struct ReferenceRun: Run {
  let reference: Reference
  var state = ReferenceState()
  var now = Interpreter.beginning

  init(_ workflow: CheckedWorkflow) { reference = Reference(workflow) }

  var workflow: CheckedWorkflow { reference.workflow }
  var nextTimer: (timer: Int, due: Int64)? { reference.nextTimer(state).map { ($0.rule, $0.due) } }
  var end: End { End(reference.snapshot(state), in: workflow) }

  mutating func step(_ kind: StepInput.Kind, _ index: Int) -> StepStatus {
    reference.step(&state, ReferenceInput(kind, index, now: now), view: View()).status
  }
}

/// Both interpreters side by side: every step has to come to the same.
struct DuelRun: Run {
  var duel: Duel
  var now = Interpreter.beginning

  init(_ workflow: CheckedWorkflow) { duel = Duel(workflow) }

  var workflow: CheckedWorkflow { duel.workflow }
  var end: End { End(duel.reference.snapshot(duel.state), in: workflow) }

  var nextTimer: (timer: Int, due: Int64)? {
    let next = duel.nextTimer()
    #expect(next.difference == nil)
    return next.timer.map { ($0.rule, $0.due) }
  }

  mutating func step(_ kind: StepInput.Kind, _ index: Int) -> StepStatus {
    let difference = duel.step(ReferenceInput(kind, index, now: now))
    #expect(difference == nil)
    return duel.outcome.status
  }
}
