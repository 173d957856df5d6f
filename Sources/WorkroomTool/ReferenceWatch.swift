import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// Runs the reference interpreter beside the machine, participation by participation, and stops at the first difference.
final class ReferenceWatch {
  private var duels: [Int64: Duel] = [:]
  private(set) var stepCount = 0

  /// Follows an engine from the first row of its logs on.
  func follow(_ engine: Engine) throws(EngineError) {
    engine.observer = { [self, unowned engine] (step) throws(EngineError) in try observe(step, engine) }
    try engine.retell()
  }

  private func observe(_ step: ObservedStep, _ engine: Engine) throws(EngineError) {
    var duel = try self.duel(before: step, engine)
    duels[step.participation] = nil
    stepCount += 1
    if let difference = run(step, on: &duel) { throw disagreement(step, difference.description) }
    guard duel.words == step.after else {
      throw disagreement(step, "  the run and the machine alone come to different states\n")
    }
    duels[step.participation] = duel
  }

  private func run(_ step: ObservedStep, on duel: inout Duel) -> Difference? {
    var view = step.view
    view.recorded = nil
    if step.input.kind == .migrate {
      return duel.move(
        to: step.definition.workflow, machine: step.definition.machine, now: step.input.now, view: view
      ) { step.movedWords[$0] ?? $0 }
    }
    duel.view = view
    return duel.step(step.referenceInput, payload: step.payload)
  }

  /// The duel of a participation, in the state that a step begins with. Where another process has written, or a batch was
  /// taken back, it is made anew from the log.
  private func duel(before step: ObservedStep, _ engine: Engine) throws(EngineError) -> Duel {
    if step.input.kind == .start {
      var duel = Duel(step.definition.workflow, machine: step.definition.machine)
      let machine = step.definition.machine
      duel.words = step.before
      duel.state = ReferenceState(
        holding: step.definition.workflow.poolKinds.indices.filter { machine.holds($0, step.before.span) })
      return duel
    }
    if let duel = known(step) { return duel }
    duels = [:]
    try engine.retell(step.campaign)
    guard let duel = known(step) else { throw disagreement(step, "  the log gives another state than the one kept\n") }
    return duel
  }

  private func known(_ step: ObservedStep) -> Duel? {
    guard var duel = duels[step.participation] else { return nil }
    if duel.words != step.before { stopTimers(&duel, step) }
    return duel.words == step.before ? duel : nil
  }

  /// The engine stops a timer whose step fails; the reference hears of it here.
  private func stopTimers(_ duel: inout Duel, _ step: ObservedStep) {
    let machine = duel.machine
    let running = machine.runningTimers(step.before.span).map(\.timer)
    for (timer, _) in machine.runningTimers(duel.words.span) where !running.contains(timer) {
      let identity = machine.timerIdentity(timer)
      duel.state.stop(rule: identity.rule, item: identity.item)
      duel.words[machine.layout.timerStart + timer] = -1
    }
  }

  private func disagreement(_ step: ObservedStep, _ words: String) -> EngineError {
    .disagreement("the machine and the reference disagree on participation \(step.participation), at its \(words)")
  }
}
