import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomStore

/// What happened to a participation, step by step: its log run again, each step with the rules that fired in it and
/// their conditions as they were read.
struct Story {
  /// A rule that ran in a step.
  struct Firing {
    var rule: Int
    var item: Int
    /// Its condition with the values of the moment; `nil` where it has none.
    var tree: ConditionTree?
    /// The stages that were entered because of it.
    var entered: [Int] = []
  }

  struct Step {
    var log: LogRow
    var definition: Definition
    /// The definition that it ran on before: another one where it has just moved.
    var earlier: Definition
    var status: StepStatus
    var firings: [Firing] = []
    /// What was active before and after.
    var before: Snapshot
    var after: Snapshot
    /// Stages that were entered before any rule had fired.
    var entered: [Int] = []
  }

  var steps: [Step] = []

  /// Runs the campaign's log again and keeps what concerns one participation.
  static func read(_ teller: Teller) throws(EngineError) -> Story {
    var story = Story()
    let logs: [LogRow]
    do {
      logs = try teller.engine.store.rows(ofParticipation: teller.row.id, in: teller.row.campaign).filter {
        $0.kind < 10
      }
    } catch { throw .store(error) }
    var rest = logs[...]
    var state = ReferenceState()
    let watching = teller.engine.observer
    defer { teller.engine.observer = watching }
    teller.engine.observer = { (observed) throws(EngineError) in
      guard observed.participation == teller.row.id, let log = rest.popFirst() else { return }
      story.steps.append(Story.step(observed, log, story.steps.last, &state, teller))
    }
    try teller.engine.retell(teller.row.campaign)
    return story
  }

  // MARK: One step

  /// The reference interpreter makes the step once more, and is watched while it reads.
  private static func step(
    _ observed: ObservedStep, _ log: LogRow, _ last: Step?, _ state: inout ReferenceState, _ teller: Teller
  ) -> Step {
    let definition = observed.definition
    let machine = definition.machine
    // What moves stood in a state of another definition.
    let hasMoved = observed.input.kind == .migrate
    let before = hasMoved ? last?.after ?? Snapshot() : machine.snapshot(observed.before.span)
    var step = Step(
      log: log, definition: definition, earlier: hasMoved ? last?.definition ?? definition : definition,
      status: observed.status, before: before, after: machine.snapshot(observed.after.span))
    if hasMoved {
      state = ReferenceState(reading: step.after, of: definition.workflow)
      return step
    }
    let reference = Reference(definition.workflow)
    // After a move to another version, and after a timer whose step failed, only what shows is known.
    if observed.input.kind == .start {
      state = ReferenceState(holding: before.held)
    } else if reference.snapshot(state) != before {
      state = ReferenceState(reading: before, of: definition.workflow)
    }
    var readings: [(moment: Moment, at: Int)] = []
    let outcome = reference.step(
      &state, observed.referenceInput, payload: observed.payload, view: observed.view,
      watching: { readings.append(($0, $0.traceCount)) })
    step.tell(outcome.trace, readings, teller)
    return step
  }

}

extension Story.Step {
  /// Where a place was before the step: the stage of the same path, where the definition has changed.
  func placeBefore(_ place: Snapshot.Place) -> Snapshot.Place? {
    let path = definition.workflow.stages[place.stage].path
    return before.active.first { $0.item == place.item && earlier.workflow.stages[$0.stage].path == path }
  }

  /// The places that are active now and were not, those inside which no other is.
  var arrivals: [Snapshot.Place] {
    let entered = after.active.filter { $0.stage > 0 && placeBefore($0) == nil }
    return entered.filter { place in !entered.contains { Why.isInside($0, place, definition.workflow) } }
  }

  /// Which rules ran, and what was entered because of each.
  fileprivate mutating func tell(_ trace: [TraceEntry], _ readings: [(moment: Moment, at: Int)], _ teller: Teller) {
    guard status == .taken || status == .handled else { return }
    // The rules that fired in the round at hand.
    var round: [Int] = []
    var isLeaving = false
    for (at, entry) in trace.enumerated() {
      let index = Int(entry.index)
      switch entry.verdict {
      case .fired, .reacted:
        if entry.verdict == .fired, isLeaving { (round, isLeaving) = ([], false) }
        let reading = readings.last { $0.moment.rule == index && $0.at <= at }
        if entry.verdict == .fired { round.append(firings.count) }
        firings.append(
          Story.Firing(
            rule: index, item: reading?.moment.place.item ?? -1, tree: reading.flatMap { tree($0.moment, teller) }))
      case .left: isLeaving = true
      case .entered:
        isLeaving = true
        if let firing = round.last(where: { leads(firings[$0].rule, to: index) }) ?? round.last {
          firings[firing].entered.append(index)
        } else {
          entered.append(index)
        }
      default: break
      }
    }
  }

  private func tree(_ moment: Moment, _ teller: Teller) -> ConditionTree? {
    let rule = definition.workflow.rules[moment.rule]
    let condition = if case .once(let condition) = rule.trigger { condition } else { rule.condition ?? -1 }
    guard condition >= 0 else { return nil }
    return ConditionReader.tree(of: condition, teller.text(definition), moment, teller.words(definition))
  }

  /// Whether one of a rule's targets lies in, at or around a stage.
  private func leads(_ rule: Int, to stage: Int) -> Bool {
    let stages = definition.workflow.stages
    guard case .goTo(let targets) = definition.workflow.rules[rule].outcome else { return true }
    return targets.contains { target in
      target == stage || (target < stage && stage < stages[target].end)
        || (stage < target && target < stages[stage].end)
    }
  }
}
