import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// One participation on the machine alone, with a note of everything that each step was given and came to.
struct MachineRun {
  /// What a step was given, as the façade would record it.
  struct Given: Sendable {
    var input: StepInput
    var payload: [Int64]
    var view: View
  }

  /// What it came to.
  struct Outcome: Equatable, Sendable {
    var status: StepStatus
    var effects: [Effect]
    var resolved: [Int64]
    var words: [Int64]
  }

  let machine: Machine
  var words: [Int64]
  var view: View
  private(set) var given: [Given] = []
  private(set) var outcomes: [Outcome] = []
  private var buffer = StepBuffer()

  init(_ machine: Machine) {
    self.machine = machine
    words = machine.emptyState()
    view = View()
  }

  /// Makes all moves of a pair.
  static func run(_ trial: Trial, on machine: Machine) -> MachineRun {
    var run = MachineRun(machine)
    var player = Player(machine)
    run.view = player.emptyView(zone: trial.zone)
    for move in trial.moves.opening { _ = player.turn(move, Player.Situation(), &run.view) }
    run.step(StepInput(kind: .start, index: 0, role: -1, now: player.now), [0])
    guard run.outcomes[0].status == .taken else { return run }
    for move in trial.moves.moves {
      guard let turn = player.turn(move, run.situation(), &run.view), let input = run.input(turn.input) else {
        continue
      }
      run.step(input, turn.payload)
    }
    return run
  }

  mutating func step(_ input: StepInput, _ payload: [Int64]) {
    given.append(Given(input: input, payload: payload, view: view))
    let status = MachineRun.step(machine, &words, at: 0, input, payload, view, &buffer)
    outcomes.append(
      Outcome(status: status, effects: buffer.effects, resolved: buffer.resolved, words: words))
    let subject = input.kind == .event ? machine.workflow.events[Int(input.index)].subject : nil
    let word = subject.map { payload[0] >> Int64($0) & 1 == 0 ? 0 : payload[$0 + 1] } ?? 0
    view.keep(buffer.effects, about: word, in: machine.workflow) { [machine] currency in
      currency == 0 || machine.currency(currency) == machine.workflow.currency
    }
  }

  static func step(
    _ machine: Machine, _ words: inout [Int64], at base: Int, _ input: StepInput, _ payload: [Int64], _ view: View,
    _ buffer: inout StepBuffer
  ) -> StepStatus {
    var span = words.mutableSpan
    return WorkroomMachine.step(machine, &span, at: base, input, payload: payload.span, view: view, into: &buffer)
  }

  // MARK: As it stands

  /// What the next move may depend on; who waits is told by names, so that the order of the text says nothing.
  private func situation() -> Player.Situation {
    let names = Names(machine)
    let next = machine.nextTimer(words.span).map { next in
      let identity = machine.timerIdentity(next.timer)
      return Snapshot.Timer(rule: identity.rule, item: identity.item, due: next.due)
    }
    let snapshot = machine.snapshot(words.span)
    return Player.Situation(
      timer: next, waits: snapshot.waits.sorted { names.wait($0) < names.wait($1) },
      items: snapshot.items.compactMap { $0.record[CheckedEach.nameField] })
  }

  private func input(_ input: ReferenceInput) -> StepInput? {
    let index =
      switch input.kind {
      case .timer: machine.timer(rule: input.index, item: input.item)
      case .serve: machine.assignment(action: input.index, item: input.item)
      default: input.index
      }
    return index.map { StepInput(kind: input.kind, index: Int32($0), role: Int32(input.role), now: input.now) }
  }
}
