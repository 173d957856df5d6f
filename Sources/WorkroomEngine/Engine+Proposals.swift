import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Proposals, written with the step that told of them.
extension Engine {
  func tellProposal(_ log: LogRow, _ definition: Definition) throws(EngineError) {
    guard definition.tellsOfProposal[Int(log.event)] else { return }
    let event = definition.workflow.events[Int(log.event)]
    let known = try stored { () throws(StoreError) in try store.proposal(log.participation) }
    guard let row = Proposals.after(log, event, definition.workflow, known: known), row != known else { return }
    try stored { () throws(StoreError) in try store.write(row) }
  }

  /// What has to be said of a proposal that was taken and offers nothing; `nil` for any other event.
  func remark(on event: Int, _ row: ParticipationRow, _ definition: Definition) throws(EngineError) -> String? {
    guard definition.tellsOfProposal[event],
      let known = try stored({ () throws(StoreError) in try store.proposal(row.id) }),
      ["submitted", "countered", "negotiated", "accepted"].contains(known.status)
    else { return nil }
    if known.isEmpty { return "an empty proposal: it names no price, no tasks and no products" }
    return known.price == 0 ? "its price is 0, so nothing is owed for it" : nil
  }
}
