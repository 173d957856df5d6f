package import WorkroomLanguage
package import WorkroomMachine

/// The naive interpreter of a checked workflow: `Grammar/Semantics.md` as a program, section by section.
///
/// It is the judge, not the engine: short, slow and obvious, made of dictionaries, sets and recursion. It shares with
/// `WorkroomMachine` nothing but value types, so that where the two agree, neither copies a mistake of the other.
package struct Reference: Sendable {
  package let workflow: CheckedWorkflow
  /// The rules that stand in each stage, in the order of the text.
  let rules: [Int: [Int]]

  package init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    rules = Dictionary(grouping: workflow.rules.indices, by: { workflow.rules[$0].owner })
  }

  /// Runs one step (§3). `watch` sees the state in which each rule's condition is read. What is neither taken nor handled leaves the state as it was (§3.8).
  package func step(
    _ state: inout ReferenceState, _ input: ReferenceInput, payload: [Int64] = [0], view: View,
    watching watch: ((Moment) -> Void)? = nil
  ) -> ReferenceOutcome {
    var run = Run(self, state, input, payload, view)
    run.watch = watch
    var outcome = ReferenceOutcome()
    do {
      outcome.status = try run.step(input)
      (outcome.effects, outcome.resolved, state) = (run.effects, run.resolved, run.state)
    } catch {
      (outcome.status, outcome.decisiveRule, outcome.refusal) = (error.status, error.rule, error.words)
    }
    outcome.trace = run.trace
    return outcome
  }
}

/// Why a step ends without changing anything (§3.8).
struct Stop: Error {
  var status: StepStatus
  var rule = -1
  var words = -1
}
