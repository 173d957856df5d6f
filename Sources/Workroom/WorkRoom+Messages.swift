package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

extension WorkRoom {
  /// What the workflow has sent and told, newest first: mails, orders, messages to people, groups that ran out. Errors: a page
  /// behind the last one.
  package func messages(_ page: Page = Page(1)) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Messages",
      columns: [
        .init("When", .date, priority: 6), .init("Influencer", priority: 8), .init("What", priority: 9),
        .init("To", priority: 5), .init("State", priority: 7),
      ])
    let rows: [(row: OutboxRow, occurred: Int64, definition: Int64)]
    do { rows = try engine.store.outbox(ofCampaign: campaign.row.id, atMost: page.rows, offset: page.offset) } catch {
      throw .store(error)
    }
    // All of them are counted only where nothing is left to be shown.
    if rows.isEmpty, page.number > 1 {
      let id = campaign.row.id
      try page.check(stored { () throws(StoreError) in try engine.store.messageCount(id) })
    }
    for (row, occurred, id) in rows {
      let who = try name(ofParticipation: row.participation)
      let definition = try engine.definition(id)
      sheet.rows.append([
        day(occurred), .text(who), .text(try what(row, definition)), .text(recipient(row, who, definition)),
        .text(try state(row)),
      ])
    }
    let place = page.number == 1 ? "the newest \(sheet.rows.count)" : "page \(page.number)"
    sheet.notes = ["\(place); `workroom outbox list` tells more of what waits and of what failed"]
    return sheet
  }

  /// Whom a participation is of, read when somebody asks.
  private func name(ofParticipation id: Int64) throws(EngineError) -> String {
    if let row = newest[id] { return name(row) }
    guard let row = try engine.participation(id, in: campaign.row.id) else { return "" }
    if influencers[row.influencer] != nil { return name(row) }
    let record = try stored { () throws(StoreError) in try engine.store.influencer(row.influencer) }
    return record?.shownName ?? name(row)
  }

  /// How far its delivery has come; a note is kept and goes nowhere.
  private func state(_ row: OutboxRow) throws(EngineError) -> String {
    if Effect.Kind(rawValue: UInt8(clamping: row.kind)) == .note { return "kept" }
    let known = try stored { () throws(StoreError) in try engine.store.delivery(log: row.log, place: row.place) }
    return "\(known?.state ?? .waiting)"
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
