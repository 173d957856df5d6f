package import WorkroomEngine
import WorkroomLanguage
package import WorkroomReporting

/// Plays all scenarios of a workflow, or those that are asked for, and reports what became of each.
package struct ScenarioRun {
  package let player: ScenarioPlayer
  /// Only scenarios whose name holds this are played; `nil` for all.
  private let wanted: String?
  /// Steps that the engine has taken.
  package private(set) var steps = 0

  package init(_ player: ScenarioPlayer, only wanted: String? = nil) {
    self.player = player
    self.wanted = wanted
  }

  /// One suite for each file that holds scenarios.
  package mutating func suites() throws(EngineError) -> [TestReport.Suite] {
    let scenarios = player.checked.scenarios
    let hasOnly = scenarios.contains { $0.mark == .only }
    var suites: [TestReport.Suite] = []
    let files = [player.sources.workflow] + player.sources.scenarios
    for file in files {
      var cases: [TestReport.Case] = []
      for scenario in scenarios where scenario.span.source == file.index {
        cases.append(try played(scenario, hasOnly))
      }
      if !cases.isEmpty { suites.append(TestReport.Suite(file: file.source.name, cases: cases)) }
    }
    return suites
  }

  private mutating func played(_ scenario: CheckedScenario, _ hasOnly: Bool) throws(EngineError) -> TestReport.Case {
    let place = place(scenario.span)
    func skipped(_ reason: String) -> TestReport.Case {
      TestReport.Case(name: scenario.name, place: place, outcome: .skipped(reason))
    }
    if let wanted, !scenario.name.contains(wanted) { return skipped("not asked for") }
    if scenario.mark == .todo { return skipped("todo") }
    if wanted == nil, hasOnly, scenario.mark != .only { return skipped(TestReport.hiddenByOnly) }
    let played = try player.play(scenario)
    steps += played.steps
    let failures = played.failures.map { failure in
      TestReport.Failure(title: failure.title, place: self.place(failure.span), details: failure.details)
    }
    return TestReport.Case(
      name: scenario.name, place: place, outcome: failures.isEmpty ? .passed : .failed(failures))
  }

  private func place(_ span: Diagnostic.Span) -> TestReport.Place {
    let file = player.sources.file(span.source)
    let start = span.range.lowerBound
    return TestReport.Place(file: file.name, line: file.line(at: start), column: file.column(at: start))
  }
}
