package import WorkroomLanguage
package import WorkroomMachine

/// Moves to a newer version, side by side.
extension Duel {
  /// Moves both to a newer version, if they can be moved; where they differ. From then on, both read `view`.
  package mutating func move(
    to newer: CheckedWorkflow, machine given: Machine? = nil, now: Int64, view: View,
    text: (Int64) -> Int64 = { $0 }
  ) -> Difference? {
    stepCount += 1
    var next = Duel(newer, machine: given)
    (next.state, next.view, next.stepCount) = (state, view, stepCount)
    let plain = moved(to: &next, now, text, tracing: false)
    let traced = moved(to: &next, now, text, tracing: true)
    let (outcome, obstacle) = next.reference.migrate(&next.state, from: reference, now: now, view: view, text: text)
    let input = ReferenceInput(.migrate, now: now)
    if plain.obstacle != obstacle {
      let words = [plain.obstacle, obstacle].map { $0.map { "stays: \($0)" } ?? "moves" }
      return Difference(next, input, ["for the machine it \(words[0]), for the reference it \(words[1])"])
    }
    self.obstacle = obstacle
    if obstacle != nil { return nil }
    next.outcome = outcome
    var found = next.differences(plain.outcome, traced.outcome)
    found += next.differences(next.machine.snapshot(next.words.span), next.reference.snapshot(next.state))
    next.keepBooks(input, [0])
    self = next
    return found.isEmpty ? nil : Difference(self, input, found)
  }

  /// What the machine makes of it; the words are in the newer duel.
  private func moved(
    to next: inout Duel, _ now: Int64, _ text: (Int64) -> Int64, tracing: Bool
  ) -> (outcome: ReferenceOutcome, obstacle: MigrationObstacle?) {
    var buffer = StepBuffer()
    buffer.isTracing = tracing
    let lines = next.workflow.migrations.first { $0.version == workflow.version }
    let result = WorkroomMachine.migrate(
      machine, next.machine, words.span, lines, now: now, view: next.view, text: text, into: &buffer)
    switch result {
    case .stays(let obstacle): return (ReferenceOutcome(), obstacle)
    case .moved(let words):
      next.words = words
      return (next.outcome(.taken, buffer), nil)
    }
  }
}
