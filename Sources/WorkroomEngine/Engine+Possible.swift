import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What can happen next, as an operator is told of it, and what did not fit.
extension Engine {
  /// What a sender could do, in the operator's words: events that a line here waits for, but for those whose lines all ask
  /// for something else than the event's own values, which does not hold.
  package func possible(_ row: ParticipationRow, _ definition: Definition, role: Int32) -> [String] {
    definition.machine.awaitedEvents(row.state.span).compactMap { index in
      let event = definition.workflow.events[index]
      guard role < 0 || event.senders == 0 || event.senders & 1 << UInt64(role) != 0,
        role < 0 || (try? isHopeless(index, row, definition, role: role)) != true
      else { return nil }
      return event.typed ?? event.path
    }
  }

  /// Whether an event would be refused whatever it says: each line that waits for it is for another role, asks for what is
  /// not so, or refuses it.
  private func isHopeless(
    _ event: Int, _ row: ParticipationRow, _ definition: Definition, role: Int32
  ) throws(EngineError) -> Bool {
    let workflow = definition.workflow
    let words = [Int64](repeating: 0, count: workflow.events[event].payload.count + 1)
    let input = StepInput(
      kind: .event, index: Int32(event), role: role,
      now: max(clock.now.milliseconds, try campaign(row.campaign).head.occurred))
    let view = try view(of: row, definition, campaign(row.campaign), words, input)
    var (state, traced) = (row.state, StepBuffer())
    traced.isTracing = true
    var span = state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: words.span, view: view, into: &traced)
    guard status == .refused || status == .ignored else { return false }
    let asked = traced.trace.filter { $0.verdict == .anotherRole || $0.verdict == .conditionFalse }
    let decisive = traced.decisiveRule >= 0 ? workflow.rules[Int(traced.decisiveRule)] : nil
    if let condition = decisive?.condition, workflow.readsEvent(condition) { return false }
    return (decisive != nil || asked.contains { workflow.rules[Int($0.index)].outcome != nil })
      && asked.allSatisfy { entry in
        let condition = workflow.rules[Int(entry.index)].condition
        return entry.verdict == .anotherRole || condition.map { !workflow.readsEvent($0) } == true
      }
  }

  /// Says that more items were asked for than an `each` that was just entered has places for; empty where all of them fit.
  func leftOutItems(_ before: [Int64], _ row: ParticipationRow, _ definition: Definition) -> String {
    guard definition.hasItems else { return "" }
    let workflow = definition.workflow
    for each in workflow.eaches {
      guard let count = each.count, case .field(.record, let field) = workflow.expressions[count].operation else {
        continue
      }
      let (was, isNow) = (
        definition.machine.activeStages(before.span).contains(each.stage),
        definition.machine.activeStages(row.state.span).contains(each.stage)
      )
      guard isNow, !was, let asked = definition.machine.snapshot(row.state.span).record[field],
        asked / Scaled.unit > Int64(each.most)
      else { continue }
      return
        "`\(workflow.record[field].name)` is \(Scaled.text(asked, decimals: 6)), and the workflow has places for \(each.most): the others are left out; write `at most` with a larger number where `each \(each.noun)` stands"
    }
    return ""
  }
}

extension CheckedWorkflow {
  /// Whether a condition depends on what an event says.
  fileprivate func readsEvent(_ index: Int) -> Bool {
    switch expressions[index].operation {
    case .field(let storage, _), .isSet(let storage, _): storage == .payload
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .shiftDate(let a, let b),
      .shiftDateBySpan(let a, let b), .compare(let a, _, let b), .contains(let a, let b):
      readsEvent(a) || readsEvent(b)
    case .and(let parts), .or(let parts): parts.contains { readsEvent($0) }
    case .not(let part): readsEvent(part)
    case .tiers(let subject, let rows, let above):
      readsEvent(subject) || readsEvent(above) || rows.contains { readsEvent($0.value) }
    case .cases(let subject, let rows, let otherwise):
      readsEvent(subject) || rows.contains { readsEvent($0.value) } || otherwise.map { readsEvent($0) } == true
    default: false
    }
  }
}
