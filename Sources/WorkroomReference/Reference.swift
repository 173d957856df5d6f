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

  /// Runs one step (§3). What is neither taken nor handled leaves the state as it was (§3.8).
  package func step(
    _ state: inout ReferenceState, _ input: ReferenceInput, payload: [Int64] = [], view: View
  ) -> ReferenceOutcome {
    var run = Run(self, state, input, payload, view)
    var outcome = ReferenceOutcome()
    do {
      outcome.status = try run.step(input)
      outcome.effects = run.effects
      state = run.state
    } catch {
      outcome.status = error.status
      outcome.refusal = error.refusal
      outcome.decisiveRule = error.rule
    }
    outcome.trace = run.trace
    outcome.resolved = run.resolved
    return outcome
  }
}

/// What a step is given beside the state and the view. Timers and assignments go by their rule and action.
package struct ReferenceInput: Sendable, Equatable {
  package var kind: StepInput.Kind
  /// The event, the timer's rule or the action that waits in line.
  package var index: Int
  /// The place of the item that a timer or an action belongs to; -1 outside an `each`.
  package var item: Int
  /// The role that sends; -1 for the engine itself.
  package var role: Int
  package var now: Int64

  package init(_ kind: StepInput.Kind, _ index: Int = 0, item: Int = -1, role: Int = -1, now: Int64) {
    self.kind = kind
    self.index = index
    self.item = item
    self.role = role
    self.now = now
  }
}

/// What a step came to, as the machine's buffer says it.
package struct ReferenceOutcome: Sendable, Equatable {
  package var status = StepStatus.handled
  /// Index of the words of a refusal; -1 for none.
  package var refusal = -1
  /// The rule that refused or ignored, or in which the step failed; -1 for none.
  package var decisiveRule = -1
  package var effects: [ReferenceEffect] = []
  package var resolved: [Int64] = []
  package var trace: [TraceEntry] = []
}

/// An effect whose words do not depend on how a workflow was compiled: a currency is packed, and what waits in line is
/// an action and the item that it belongs to.
package struct ReferenceEffect: Sendable, Equatable {
  package var effect: Effect
  package var item: Int

  package init(_ effect: Effect, item: Int = -1) {
    self.effect = effect
    self.item = item
  }
}

/// Why a step ends without changing anything (§3.8).
struct Stop: Error {
  var status: StepStatus
  var rule = -1
  var refusal = -1
}
