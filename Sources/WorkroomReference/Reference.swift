package import WorkroomLanguage
package import WorkroomMachine

/// The naive interpreter of a checked workflow: `Grammar/Semantics.md` as a program, section by section.
///
/// It is the judge, not the engine: short, slow and obvious, made of dictionaries, sets and recursion. It shares with
/// `WorkroomMachine` nothing but value types, so that where the two agree, neither copies a mistake of the other.
package struct Reference: Sendable {
  package let workflow: CheckedWorkflow
  /// The rules that stand in each stage, in the order of the text.
  let rules: [[Int]]
  /// Stages that some `resume` names (§8.1), and those that hold one without a name (§8.2).
  let resumed: Set<Int>
  let interrupting: Set<Int>
  /// Texts in the order of their words: those of the file, then the numbers that items are called by.
  let texts: [String]

  package init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    rules = workflow.stages.indices.map { stage in workflow.rules.indices.filter { workflow.rules[$0].owner == stage } }
    resumed = Set(workflow.rules.compactMap { if case .resume(let stage, _) = $0.outcome { stage } else { nil } })
    interrupting = Set(workflow.rules.filter { $0.outcome == .resume(nil, atTop: false) }.map(\.owner))
    let numbers = (1...(workflow.eaches.map(\.most).max() ?? 1)).map { "\($0)" }
    texts = workflow.texts + numbers.filter { !workflow.texts.contains($0) }
  }

  /// Runs one step (§3). `watch` sees the state in which each rule's condition is read.
  package func step(
    _ state: inout ReferenceState, _ input: ReferenceInput, payload: [Int64] = [0], view: View,
    watching watch: ((Moment) -> Void)? = nil
  ) -> ReferenceOutcome {
    var run = Run(self, state, input, payload, view)
    run.watch = watch
    return conclude(run, &state) { run in try run.step(input) }
  }

  /// Runs what a step does; what is neither taken nor handled leaves the state as it was (§3.8).
  func conclude(
    _ begun: Run, _ state: inout ReferenceState, _ body: (inout Run) throws -> StepStatus
  ) -> ReferenceOutcome {
    var run = begun
    var outcome = ReferenceOutcome()
    do {
      outcome.status = try body(&run)
      (outcome.effects, outcome.resolved, state) = (run.effects, run.resolved, run.state)
    } catch {
      let stop = error as! Stop
      (outcome.status, outcome.decisiveRule, outcome.refusal) = (stop.status, stop.rule, stop.words)
    }
    outcome.trace = run.trace
    return outcome
  }

  /// The rules of a place that something calls for, in the order of the text.
  func lines(of place: Place, for cues: CheckedRule.Cue...) -> [Line] {
    rules[place.stage].filter { cues.contains(workflow.rules[$0].cue) }.map { Line(index: $0, place: place) }
  }

  /// The word of a text that the file holds, or of a number that items are called by.
  func word(_ text: String) -> Int64? { texts.firstIndex(of: text).map { -Int64($0) - 1 } }

  /// What a field begins with.
  func initialValue(_ field: CheckedField) -> Int64? {
    switch field.fallback {
    case .word(let word): word
    case .text(let text): word(text)
    case .none, .list, .group: Reference.unset(field)
    }
  }

  /// What an item begins with (§9.1).
  func record(of item: Place, name: Int64?, due: Int64?) -> [Int64?] {
    [name, due] + workflow.each(item).record.dropFirst(2).map(initialValue)
  }

  /// §11.1: a field without a value is not set, and a window without days is open.
  static func unset(_ field: CheckedField) -> Int64? { field.type == .window ? openWindow : nil }
}

/// Why a step ends without changing anything (§3.8).
struct Stop: Error {
  var status: StepStatus
  var rule = -1
  var words = -1
}
