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
    let rows: [(row: OutboxRow, occurred: Int64)]
    do { rows = try engine.store.outbox(ofCampaign: campaign.row.id, atMost: Int64(limit)) } catch {
      throw .store(error)
    }
    let people = Dictionary(uniqueKeysWithValues: participations.map { ($0.id, $0) })
    for (row, occurred) in rows {
      let who = people[row.participation].map(name) ?? ""
      sheet.rows.append([day(occurred), .text(who), .text(try what(row)), .text(recipient(row, who))])
    }
    sheet.notes = ["the newest \(sheet.rows.count); they stand in the outbox, to be delivered"]
    return sheet
  }

  private func what(_ row: OutboxRow) throws(EngineError) -> String {
    let words = row.words ?? 0
    switch Effect.Kind(rawValue: UInt8(clamping: row.kind)) {
    case .email: return "mail \"\(try text(words))\""
    case .contract: return "contract \"\(try text(words))\""
    case .note: return "note: \(try text(words))"
    case .tell: return try text(words)
    case .createOrder: return "create an order"
    case .cancelOrder: return "cancel the order"
    case .poolEmpty:
      return "nothing left in `\(try engine.group(words)?.name ?? "a group that the details don't name")`"
    default: return "message"
    }
  }

  private func recipient(_ row: OutboxRow, _ who: String) -> String {
    if let role = row.role { return definition.workflow.roles[Int(role)].name }
    switch Effect.Kind(rawValue: UInt8(clamping: row.kind)) {
    case .email, .contract: return who
    case .createOrder, .cancelOrder: return "store"
    default: return "operator"
    }
  }
}
