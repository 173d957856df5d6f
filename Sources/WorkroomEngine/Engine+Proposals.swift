import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Proposals, written with the step that told of them.
extension Engine {
  func tellProposal(_ log: LogRow, _ definition: Definition) throws(EngineError) {
    guard definition.tellsOfProposal[Int(log.event)] else { return }
    let event = definition.workflow.events[Int(log.event)]
    let known = try stored { () throws(StoreError) in try store.proposal(log.participation) }
    guard let row = Proposals.after(log, event, definition.workflow, known: known), row != known else { return }
    try stored { () throws(StoreError) in try store.write(row) }
  }

  /// A proposal that is submitted anew, as after an offer that has lapsed, keeps the products that were chosen before, where it
  /// names none.
  func fillChoice(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) {
    let checked = definition.workflow.events[event]
    guard checked.path == "proposal.submitted",
      let field = checked.payload.firstIndex(where: { $0.name == "products" }), words[0] >> Int64(field) & 1 == 0,
      let chosen = try stored({ () throws(StoreError) in try store.proposal(row.id)?.products })
    else { return }
    words[field + 1] = chosen
    words[0] |= 1 << Int64(field)
  }

  /// Why an offer cannot be made: the last day on which it holds is over. `nil` where it can.
  func offerProblem(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ campaign: CampaignState, at reported: Instant
  ) -> String? {
    guard definition.tellsOfProposal[event], let until = definition.workflow.events[event].value("until", words)
    else { return nil }
    let today = campaign.zone.local(reported).date
    guard until < Int64(today.days) else { return nil }
    return "`until`: \(CalendarDate(days: Int32(clamping: until))) is over; an offer holds until \(today) at least"
  }

  /// What has to be said of an event that was taken: a proposal that offers nothing, terms that end in the past. `nil` for
  /// any other event.
  func remark(
    on event: Int, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    if definition.adjustedKind[event] >= 0 { return try pastEnd(of: event, payload, row, definition) }
    guard definition.tellsOfProposal[event],
      let known = try stored({ () throws(StoreError) in try store.proposal(row.id) }),
      ["submitted", "countered", "negotiated", "accepted"].contains(known.status)
    else { return nil }
    if known.isEmpty { return "an empty proposal: it names no price, no tasks and no products" }
    return known.price == 0 ? "its price is 0, so nothing is owed for it" : nil
  }

  /// A code or a link may end with a day that is over, and then counts nothing more.
  private func pastEnd(
    of event: Int, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    let checked = definition.workflow.events[event]
    let today = try campaign(row.campaign).zone.local(clock.now).date
    guard let ends = checked.value("ends", payload), ends < Int64(today.days) else { return nil }
    let noun = checked.path.hasPrefix("link") ? "link" : "code"
    return "\(CalendarDate(days: Int32(clamping: ends))) is over: from now on the \(noun) counts nothing that is sold"
  }
}
