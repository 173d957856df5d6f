import WorkroomLanguage
import WorkroomStore

/// What events make of a proposal. The engine and the replay both ask here, so that they cannot differ.
///
/// Only definitions whose vocabulary knows until when a counter-offer holds keep proposals; older ones go on as they were.
enum Proposals {
  /// Whether a definition's events tell of proposals.
  static func areKept(_ workflow: CheckedWorkflow) -> Bool {
    workflow.events.contains { event in
      event.path == "proposal.countered" && event.payload.contains { $0.name == "until" }
    }
  }

  /// What an event makes of a proposal: `accepted`; `nil` for an event that is not about one.
  static func status(_ path: String) -> String? {
    switch path {
    case "proposal.submitted", "proposal.countered", "proposal.negotiated", "proposal.accepted", "proposal.declined",
      "proposal.deleted":
      String(path.dropFirst("proposal.".utf8.count))
    case "influencer.withdrew": "withdrawn"
    default: nil
    }
  }

  /// A proposal once an event has told of it; `nil` where there is none.
  static func after(
    _ log: LogRow, _ event: CheckedEvent, _ workflow: CheckedWorkflow, known: ProposalRow?
  ) -> ProposalRow? {
    guard let status = status(event.path) else { return known }
    let offers = ["submitted", "countered", "negotiated"].contains(status)
    var row: ProposalRow
    if let known, status != "submitted" {
      row = known
    } else {
      guard offers else { return nil }
      let sender = workflow.roles.indices.contains(Int(log.role)) ? workflow.roles[Int(log.role)].name : "system"
      row = ProposalRow(participation: log.participation, log: log.id, status: status, sender: sender)
    }
    row.status = status
    row.lastLog = log.id
    guard offers else { return row }
    row.price = log.value("price", event) ?? row.price
    row.tasks = log.value("tasks", event) ?? row.tasks
    row.products = log.value("products", event) ?? row.products
    row.until = log.value("until", event)
    return row
  }
}
