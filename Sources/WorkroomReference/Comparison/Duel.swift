package import WorkroomLanguage
package import WorkroomMachine
import WorkroomValues

/// The machine and the reference side by side on one stream of inputs, until they differ.
///
/// After every step all that can be observed is compared: what the step came to, its effects in their order, its trace,
/// and the state it left. The machine runs each step twice, since it takes shorter ways while nobody asks for a trace.
package struct Duel: Sendable {
  package let machine: Machine
  package let reference: Reference
  /// The machine's state.
  package var words: [Int64]
  package var state = ReferenceState()
  /// What both read. A duel keeps its books: what a step takes from a pool, owes or sets aside is seen by the next one.
  package var view = View()
  /// What the last step came to, as the reference says it.
  package internal(set) var outcome = ReferenceOutcome()
  package internal(set) var stepCount = 0
  /// Why the last move to a newer version was none, where both say so.
  package internal(set) var obstacle: MigrationObstacle?

  package init(_ workflow: CheckedWorkflow, machine: Machine? = nil) {
    self.machine = machine ?? Machine.compile(workflow)
    reference = Reference(workflow)
    words = [Int64](repeating: 0, count: self.machine.layout.stride)
    view.campaign = [0] + workflow.campaign.map { _ in 0 }
    view.influencer = [0] + workflow.influencer.map { _ in 0 }
  }

  package var workflow: CheckedWorkflow { reference.workflow }

  /// Runs one step on both; where they differ, and in what. `nil` is agreement.
  package mutating func step(_ input: ReferenceInput, payload: [Int64] = [0]) -> Difference? {
    stepCount += 1
    guard let index = index(input) else {
      return Difference(self, input, ["the machine knows no such timer or assignment"])
    }
    let given = StepInput(kind: input.kind, index: Int32(index), role: Int32(input.role), now: input.now)
    var copy = words
    let plain = run(given, payload, tracing: false, &words)
    let traced = run(given, payload, tracing: true, &copy)
    outcome = reference.step(&state, input, payload: payload, view: view)
    keepBooks(input, payload)
    var found = differences(plain, traced)
    if copy != words { found.append("the machine's state depends on whether it is traced") }
    // Where a participation could not begin, there is no state to compare.
    if input.kind != .start || outcome.status == .taken {
      found += differences(machine.snapshot(words.span), reference.snapshot(state))
    }
    return found.isEmpty ? nil : Difference(self, input, found)
  }

  /// The timer that is due first, if both say the same.
  package func nextTimer() -> (timer: Snapshot.Timer?, difference: Difference?) {
    let next = machine.nextTimer(words.span)
    let timer = next.map { next in
      let identity = machine.timerIdentity(next.timer)
      return Snapshot.Timer(rule: identity.rule, item: identity.item, due: next.due)
    }
    let expected = reference.nextTimer(state)
    if timer == expected { return (expected, nil) }
    let words = "the machine fires \(describe(timer)) next, and the reference \(describe(expected))"
    return (expected, Difference(self, nil, [words]))
  }

  // MARK: The machine's side

  /// The machine's number of an event, a timer or an assignment.
  private func index(_ input: ReferenceInput) -> Int? {
    switch input.kind {
    case .timer: machine.timer(rule: input.index, item: input.item)
    case .serve: machine.assignment(action: input.index, item: input.item)
    default: input.index
    }
  }

  private func run(_ input: StepInput, _ payload: [Int64], tracing: Bool, _ words: inout [Int64]) -> ReferenceOutcome {
    var buffer = StepBuffer()
    buffer.isTracing = tracing
    var span = words.mutableSpan
    let status = WorkroomMachine.step(
      machine, &span, at: 0, input, payload: payload.span, view: view, into: &buffer)
    return outcome(status, buffer)
  }

  /// What the machine's buffer says.
  func outcome(_ status: StepStatus, _ buffer: StepBuffer) -> ReferenceOutcome {
    var outcome = ReferenceOutcome()
    outcome.status = status
    outcome.refusal = Int(buffer.refusal)
    outcome.decisiveRule = Int(buffer.decisiveRule)
    outcome.effects = buffer.effects.map(translated)
    outcome.resolved = buffer.resolved
    outcome.trace = buffer.trace
    return outcome
  }

  /// The machine's numbers of currencies and assignments are its own.
  private func translated(_ effect: Effect) -> ReferenceEffect {
    var effect = effect
    switch effect.kind {
    case .owe: effect.b = machine.currency(effect.b).map { Int64($0.packed) } ?? 0
    case .wait:
      let identity = machine.assignmentIdentity(Int(effect.c))
      effect.c = Int64(identity.action)
      return ReferenceEffect(effect, item: identity.item)
    default: break
    }
    return ReferenceEffect(effect)
  }

  // MARK: Books

  /// What a step has changed around the participation, as a store would keep it.
  mutating func keepBooks(_ input: ReferenceInput, _ payload: [Int64]) {
    let field = input.kind == .event ? workflow.events[input.index].subject : nil
    let subject = field.map { payload[0] >> Int64($0) & 1 == 0 ? 0 : payload[$0 + 1] } ?? 0
    let home = workflow.currency.map { Int64($0.packed) }
    view.keep(outcome.effects.map(\.effect), about: subject, in: workflow) { $0 == 0 || $0 == home }
  }
}
