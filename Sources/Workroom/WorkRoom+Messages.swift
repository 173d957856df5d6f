package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

extension WorkRoom {
  /// What the workflow has sent and told, newest first: mails, orders, messages to people, groups that ran out.
  package func messages(atMost limit: Int = 100) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Messages",
      columns: [
        .init("When", .date, priority: 6), .init("Influencer", priority: 8), .init("What", priority: 9),
        .init("To", priority: 5),
      ])
    let rows: [(row: OutboxRow, occurred: Int64, definition: Int64)]
    do { rows = try engine.store.outbox(ofCampaign: campaign.row.id, atMost: Int64(limit)) } catch {
      throw .store(error)
    }
    for (row, occurred, id) in rows {
      let who = newest[row.participation].map(name) ?? ""
      let definition = try engine.definition(id)
      sheet.rows.append([
        day(occurred), .text(who), .text(try what(row, definition)), .text(recipient(row, who, definition)),
      ])
    }
    sheet.notes = ["the newest \(sheet.rows.count); they stand in the outbox, to be delivered"]
    return sheet
  }

  private func what(_ row: OutboxRow, _ definition: Definition) throws(EngineError) -> String {
    let words = row.words ?? 0
    switch Effect.Kind(rawValue: UInt8(clamping: row.kind)) {
    case .email: return "mail \"\(try text(words, definition))\""
    case .contract: return "contract \"\(try text(words, definition))\""
    case .note: return "note: \(try text(words, definition))"
    case .tell: return try text(words, definition)
    case .createOrder: return "create an order"
    case .cancelOrder: return "cancel the order"
    case .poolEmpty:
      return "nothing left in `\(try engine.group(words)?.name ?? "a group that the details don't name")`"
    default: return "message"
    }
  }

  private func recipient(_ row: OutboxRow, _ who: String, _ definition: Definition) -> String {
    if let role = row.role { return definition.workflow.roles[Int(role)].name }
    switch Effect.Kind(rawValue: UInt8(clamping: row.kind)) {
    case .email, .contract: return who
    case .createOrder, .cancelOrder: return "store"
    default: return "operator"
    }
  }
}
