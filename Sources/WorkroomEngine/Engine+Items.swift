import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Why an event found none of the items of an `each`.
extension Engine {
  /// `no deliverable is called \`reel\`; there are \`1\`, \`2\``; `nil` where it is not the item that was missing.
  func missingItem(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    guard input.kind == .event else { return nil }
    let workflow = definition.workflow
    let active = definition.machine.activeStages(row.state.span)
    for (index, each) in workflow.eaches.enumerated() where active.contains(workflow.stages[each.stage].parent) {
      guard let field = workflow.events[Int(input.index)].payload.firstIndex(where: { $0.name == each.noun }) else {
        continue
      }
      guard
        each.added == Int(input.index) || each.waived == Int(input.index) || workflow.asks(Int(input.index), of: index)
      else { continue }
      let live = definition.machine.items(row.state.span).filter { $0.each == index }.map(\.name)
      let name = payload[0] >> Int64(field) & 1 == 1 ? payload[field + 1] : nil
      if each.added == Int(input.index) { return try notAdded(name, live, each, definition) }
      if let name, live.contains(name) { continue }
      if name == nil, live.count == 1 { continue }
      return try notFound(name, live, each, definition)
    }
    return nil
  }

  /// Why nothing is recorded of what a person says of an item; `nil` where it is.
  func itemProblem(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    if let reason = try misnamedItem(input, payload, row, definition) { return reason }
    return try unpostedDeliverable(input, payload, row, definition)
  }

  /// What `missingItem` says of an item that a person has named and that is not there, where the event would count all the
  /// same: a slip of the pen is no event.
  private func misnamedItem(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    let workflow = definition.workflow
    guard workflow.events[Int(input.index)].otherwise == .handled else { return nil }
    let named = workflow.eaches.contains { each in
      each.added != Int(input.index)
        && workflow.events[Int(input.index)].payload.firstIndex { $0.name == each.noun }.map {
          payload[0] >> Int64($0) & 1 == 1
        } == true
    }
    return named ? try missingItem(input, payload, row, definition) : nil
  }

  private func notAdded(
    _ name: Int64?, _ live: [Int64], _ each: CheckedEach, _ definition: Definition
  ) throws(EngineError) -> String? {
    if let name, live.contains(name) {
      return "there is already a \(each.noun) called `\(try text(name, definition) ?? "")`; choose another name"
    }
    return live.count < each.most
      ? nil : "there are \(live.count) \(each.noun)s already, as many as the workflow takes; waive one first"
  }

  private func notFound(
    _ name: Int64?, _ live: [Int64], _ each: CheckedEach, _ definition: Definition
  ) throws(EngineError) -> String {
    var names: [String] = []
    for word in live { names.append("`\(try text(word, definition) ?? "(erased)")`") }
    let there = names.isEmpty ? "there are none here" : "there are \(names.joined(separator: ", "))"
    guard let name else {
      return names.isEmpty ? "there are no \(each.noun)s here" : "say which \(each.noun) is meant: \(there)"
    }
    return "no \(each.noun) is called `\(try text(name, definition) ?? "")`; \(there)"
  }
}

extension CheckedWorkflow {
  /// Whether a rule of an `each` waits for an event.
  fileprivate func asks(_ event: Int, of each: Int) -> Bool {
    rules.contains { rule in
      guard case .event(event) = rule.trigger else { return false }
      return stages[rule.owner].each == each
    }
  }
}
