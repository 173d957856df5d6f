import Foundation
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// Programs that end in `pass` or `fail`, run from their texts on the machine.
struct Conformance {
  /// More due times than this mean that time passes for ever.
  private static let timersMax = 1000

  private(set) var programs = 0
  private(set) var failures: [String] = []

  /// Runs every program of a folder.
  mutating func run(folder: String) throws(Misuse) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Misuse("there is no folder `\(folder)`")
    }
    for name in names.sorted() where name.hasSuffix(".workflow") {
      guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else { continue }
      programs += 1
      if let words = Conformance.problem(name, text) { failures.append("\(name): \(words)") }
    }
    if programs == 0 { throw Misuse("there are no programs in `\(folder)`") }
  }

  /// Why a program does not pass; `nil` if it does.
  static func problem(_ name: String, _ text: String) -> String? {
    let (workflow, diagnostics) = Checker.check(SourceText(name: name, text: text))
    guard let workflow else { return diagnostics.first { $0.severity == .error }?.title ?? "not accepted" }
    var run = MachineRun(Machine.compile(workflow))
    var now: Int64 = 1_772_355_600_000
    run.step(StepInput(kind: .start, index: 0, role: -1, now: now), [0])
    for path in events(text) {
      guard let event = run.machine.event(named: path) else { return "no event is called `\(path)`" }
      run.step(StepInput(kind: .event, index: Int32(event), role: -1, now: now), [0])
    }
    var fired = 0
    while let next = run.machine.nextTimer(run.words.span) {
      fired += 1
      if fired > timersMax { return "timers go on for ever" }
      now = max(now, next.due)
      run.step(StepInput(kind: .timer, index: Int32(next.timer), role: -1, now: now), [0])
    }
    let active = run.machine.activeStages(run.words.span).dropFirst().map { workflow.stages[$0].path }
    return run.machine.isFinished(run.words.span) && active == ["pass"] ? nil : "ends in \(active)"
  }

  /// `-- events: draft.sent, draft.approved`: what somebody sends once it has started.
  private static func events(_ text: String) -> [String] {
    let mark = "-- events: "
    return text.split(separator: "\n").prefix { $0.hasPrefix("--") }.filter { $0.hasPrefix(mark) }.flatMap { line in
      line.dropFirst(mark.count).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }
}
