import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Where a program has come to rest.
struct End: Equatable {
  var isFinished: Bool
  /// The innermost active stages, by their paths.
  var stages: [String]
}

extension End {
  init(_ snapshot: Snapshot, in workflow: CheckedWorkflow) {
    let active = snapshot.active.map(\.stage)
    let outer = Set(active.map { workflow.stages[$0].parent })
    isFinished = snapshot.isFinished
    stages = active.filter { !outer.contains($0) }.map { workflow.stages[$0].path }
  }
}

/// What runs a checked workflow.
enum Interpreter: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case machine
  /// The machine on a workflow that has a hundred stages more, whose sets of stages don't fit one word.
  case largeMachine
  case reference
  /// The machine and the reference, held against each other after every step.
  case duel

  var testDescription: String { rawValue }

  /// Nine in the morning of 1 March 2026, in milliseconds.
  static let beginning: Int64 = 1_772_355_600_000

  /// The text that it is given in place of a program's own.
  func prepared(_ text: String) -> String {
    guard self == .largeMachine else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // Behind the first stage, where the workflow goes on to begin.
    guard let first = lines.firstIndex(where: { $0.hasPrefix("stage ") }),
      let end = lines[first...].firstIndex(of: "end")
    else { return text }
    lines.insert(contentsOf: (1...100).map { "stage unused_\($0)\nend" }, at: end + 1)
    return lines.joined(separator: "\n")
  }

  /// Starts a participation, sends it some events and lets time pass until nothing is left to do.
  func run(_ workflow: CheckedWorkflow, _ events: [String]) throws -> End {
    switch self {
    case .machine, .largeMachine:
      var run = MachineRun(workflow)
      return try run.toTheEnd(events)
    case .reference:
      var run = ReferenceRun(workflow)
      return try run.toTheEnd(events)
    case .duel:
      var run = DuelRun(workflow)
      return try run.toTheEnd(events)
    }
  }
}

/// A run on a virtual clock.
protocol Run {
  var workflow: CheckedWorkflow { get }
  /// Milliseconds.
  var now: Int64 { get set }
  /// The timer that is due next.
  var nextTimer: (timer: Int, due: Int64)? { get }
  var end: End { get }
  mutating func step(_ kind: StepInput.Kind, _ index: Int) -> StepStatus
}

extension Run {
  /// More due times than this mean that time passes for ever.
  private static var timersMax: Int { 1000 }

  mutating func toTheEnd(_ events: [String]) throws -> End {
    try #require(step(.start, 0) == .taken)
    for name in events {
      let event = try #require(workflow.events.firstIndex { $0.path == name }, "no event is called \(name)")
      _ = step(.event, event)
    }
    var fired = 0
    while let next = nextTimer {
      fired += 1
      try #require(fired <= Self.timersMax, "timers go on for ever")
      now = max(now, next.due)
      let status = step(.timer, next.timer)
      try #require(status == .taken || status == .handled)
    }
    return end
  }
}

/// A participation as words, stepped by the machine.
private struct MachineRun: Run {
  let workflow: CheckedWorkflow
  let machine: Machine
  var state: [Int64]
  var buffer = StepBuffer()
  var now = Interpreter.beginning

  init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    machine = Machine.compile(workflow)
    state = [Int64](repeating: 0, count: machine.layout.stride)
  }

  var nextTimer: (timer: Int, due: Int64)? { machine.nextTimer(state.span) }

  var end: End { End(machine.snapshot(state.span), in: workflow) }

  mutating func step(_ kind: StepInput.Kind, _ index: Int) -> StepStatus {
    let input = StepInput(kind: kind, index: Int32(index), role: -1, now: now)
    return MachineRun.step(machine, &state, input, &buffer)
  }

  private static func step(
    _ machine: Machine, _ state: inout [Int64], _ input: StepInput, _ buffer: inout StepBuffer
  ) -> StepStatus {
    var span = state.mutableSpan
    let payload: [Int64] = [0]
    return WorkroomMachine.step(machine, &span, at: 0, input, payload: payload.span, view: View(), into: &buffer)
  }
}
