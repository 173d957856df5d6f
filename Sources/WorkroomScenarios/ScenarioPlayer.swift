package import WorkroomEngine
import WorkroomExplanation
package import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomStore
import WorkroomValues

/// Plays the scenarios of one workflow on the engine itself, with a clock that stands still until a line moves it.
///
/// The definition is stored once, in a database in memory; each scenario has a campaign of its own there, and everything
/// that it wrote is taken back before the next one begins.
package final class ScenarioPlayer {
  package let checked: CheckedScenarios
  package let sources: ScenarioSources
  let engine: Engine
  let definition: Definition
  /// What conditions of expectations are read by.
  let asking: Machine
  let reference: Reference
  let texts: DefinitionText
  /// What has been gone through so far, by all scenarios that were played.
  package private(set) var coverage: Coverage
  /// Ways to stages that no scenario leads to, found while scenarios to start from were played.
  var ways: [Int: (lines: [String], person: String)] = [:]
  /// Nothing gone through: what each scenario begins with.
  let nothingCovered: Coverage

  /// The clock of a scenario that names no day.
  static let firstDay = CalendarDate(year: 2026, month: 1, day: 1)!
  static let firstTime = TimeOfDay(seconds: 9 * 3600)

  package init(_ checked: CheckedScenarios, _ sources: ScenarioSources) throws(EngineError) {
    self.checked = checked
    self.sources = sources
    let engine = try Engine.open(path: "memory", mode: .memory)
    let source = sources.workflow.source
    definition = try engine.transaction { () throws(EngineError) in
      try engine.clock.begin(at: Instant(milliseconds: 86_400_000))
      return try engine.addDefinition(source)
    }
    engine.isTracing = true
    self.engine = engine
    asking = Machine.compile(checked.asking)
    reference = Reference(checked.asking)
    texts = DefinitionText(
      checked.asking, source, index: sources.workflow.index, vocabulary: Vocabulary.source, scenarios: sources.scenarios
    )
    nothingCovered = Coverage(checked.definition)
    coverage = nothingCovered
  }

  /// Plays one scenario, and tells what was not as expected.
  package func play(_ scenario: CheckedScenario) throws(EngineError) -> PlayedScenario {
    let play = try run(scenario)
    coverage.join(play.coverage)
    return PlayedScenario(failures: play.failures, steps: play.stepCount)
  }

  /// Plays a scenario that nobody has written yet: what it goes through does not count.
  func rehearse(_ scenario: CheckedScenario) throws(EngineError) -> Rehearsed {
    var standings: [String: [Int]] = [:]
    let play = try run(scenario) { (play) throws(EngineError) in standings = try play.standings() }
    return Rehearsed(
      failures: play.failures, coverage: play.coverage, standings: standings, answer: play.trail.last?.answer)
  }

  private func run(
    _ scenario: CheckedScenario, _ end: (Play) throws(EngineError) -> Void = { _ in }
  ) throws(EngineError) -> Play {
    let play = Play(self, scenario)
    engine.observer = { (step) throws(EngineError) in try play.observe(step) }
    defer { engine.observer = nil }
    try engine.trial { () throws(EngineError) in
      try play.run()
      try end(play)
    }
    return play
  }
}

/// What became of a scenario.
package struct PlayedScenario: Sendable {
  package var failures: [ScenarioFailure]
  /// Steps that the engine took for it.
  package var steps: Int
}

/// What a scenario came to that nobody has written yet.
struct Rehearsed {
  var failures: [ScenarioFailure]
  var coverage: Coverage
  /// The innermost stages in which each person stands in the end; of items those around them.
  var standings: [String: [Int]]
  /// What became of the last event.
  var answer: Reply?
}

/// Something that was not as expected.
package struct ScenarioFailure: Sendable {
  package var title: String
  package var span: Diagnostic.Span
  package var details: [String]
}

/// The files of one workflow and its scenarios, each with the index that its spans carry.
package struct ScenarioSources: Sendable {
  package var workflow: (source: SourceText, index: Int)
  package var scenarios: [(source: SourceText, index: Int)]

  package init(
    _ workflow: SourceText, index: Int = 0, scenarios: [(source: SourceText, index: Int)] = []
  ) {
    self.workflow = (workflow, index)
    self.scenarios = scenarios
  }

  /// The file of a span; that of the vocabulary has a negative index.
  func file(_ index: Int) -> SourceText {
    if index == workflow.index { return workflow.source }
    return scenarios.first { $0.index == index }?.source ?? Vocabulary.source
  }

  /// What stands at a span.
  func text(_ span: Diagnostic.Span) -> String { file(span.source).text(span.range) }

  /// `ambassador.workflow:60`
  func place(_ span: Diagnostic.Span) -> String {
    let file = file(span.source)
    return span.source < 0
      ? "the vocabulary" : "\(file.name):\(file.line(at: span.range.lowerBound))"
  }
}
