import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What a sandbox would have made of the live database: those for whom something is different, and what; what is left of
/// products, the campaigns' details, and what the directory would say of people.
struct Differences {
  let sandbox: Sandbox

  /// What is compared of one participation.
  private struct Standing: Equatable {
    var stages = ""
    /// What the participation carries, field by field.
    var values: [String: String] = [:]
    /// Codes, links and other items, each with its terms.
    var items: [String] = []
    var owed = ""
    var paid = ""
    var onItsWay = ""
    /// Sales, drafts, posts, orders and parcels.
    var things: [Thing] = []

    static func == (a: Standing, b: Standing) -> Bool {
      a.stages == b.stages && a.values == b.values && a.items == b.items && a.owed == b.owed && a.paid == b.paid
        && a.onItsWay == b.onItsWay && a.things.count == b.things.count
        && Differences.changed(a.things, b.things).isEmpty
    }
  }

  func sheet(_ page: Page?) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "What would be different",
      columns: [
        .init("Influencer", priority: 9), .init("Campaign", priority: 3), .init("Live", priority: 7),
        .init("Sandbox", priority: 8), .init("Values", priority: 6), .init("Codes, links, items", priority: 5),
        .init("Money", priority: 6), .init("Sales, content, orders", priority: 6),
        .init("Mails and orders", .number, priority: 4),
      ])
    for campaign in try campaigns() {
      try addDetails(of: campaign, to: &sheet)
      try add(campaign, to: &sheet)
    }
    try addDirectory(to: &sheet)
    try addReviewed(to: &sheet)
    let count = Int64(sheet.rows.count)
    guard count > 0 else {
      sheet.notes = ["nothing: the live database would be as it is"]
      return sheet
    }
    sheet.notes = ["\(count) in all; the live database is as it was"]
    guard let page, count > page.rows || page.number > 1 else { return sheet }
    try page.check(count)
    sheet.rows = Array(sheet.rows.dropFirst(Int(page.offset)).prefix(Int(page.rows)))
    sheet.notes = [page.words(sheet.rows.count, of: count) + "; the live database is as it was"]
    return sheet
  }

  private func campaigns() throws(EngineError) -> [CampaignRow] {
    try sandbox.copy.asking { (store) throws(StoreError) in try store.campaigns() }
  }

  private func add(_ campaign: CampaignRow, to sheet: inout Sheet) throws(EngineError) {
    let head = sandbox.heads[campaign.id] ?? 0
    let (logs, messages) = try sandbox.copy.asking { (store) throws(StoreError) in
      (
        try store.rows(campaign.id, behind: head, atMost: .max),
        try store.messageCounts(ofCampaign: campaign.id, behind: head)
      )
    }
    let sent = Dictionary(uniqueKeysWithValues: messages.map { ($0.participation, $0.count) })
    let participations = logs.map(\.participation).filter { $0 > 0 }.unique
    for id in participations {
      guard let row = try sandbox.copy.participation(id, in: campaign.id) else { continue }
      let live = try standing(of: row.influencer, campaign, sandbox.live)
      let copy = try standing(of: row.influencer, campaign, sandbox.copy)
      let mails = sent[id] ?? 0
      guard live != copy || mails > 0 else { continue }
      let record = try sandbox.copy.asking { (store) throws(StoreError) in try store.influencer(row.influencer) }
      sheet.rows.append([
        .text(record?.shownName ?? "influencer \(row.influencer)"), .text(campaign.name), .text(live?.stages ?? ""),
        .text(copy?.stages ?? ""), .text(Differences.values(live, copy)), .text(Differences.items(live, copy)),
        .text(Differences.money(live, copy)), .text(Differences.changed(live?.things ?? [], copy?.things ?? [])),
        mails > 0 ? .number(mails) : .nothing,
      ])
    }
    try addStock(of: participations, to: &sheet)
  }

  private func standing(
    of influencer: Int64, _ campaign: CampaignRow, _ engine: Engine
  ) throws(EngineError) -> Standing? {
    let known = try engine.asking { (store) throws(StoreError) in
      try store.campaigns().contains { $0.id == campaign.id }
    }
    guard known, let row = try engine.participation(of: influencer, in: campaign.id) else { return nil }
    let definition = try engine.definition(row.definition)
    let currency = try engine.campaign(campaign.id).currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    var standing = Standing(stages: definition.titles(row.state).joined(separator: ", "))
    for kind in definition.kinds {
      let held = try engine.asking { (store) throws(StoreError) in try store.held(row.id, kind: kind) }
      if let held { standing.items.append(Differences.words(held, zone: try engine.campaign(campaign.id).zone)) }
    }
    let room = try WorkRoom(engine, campaign: campaign.id, only: [row])
    for (index, field) in definition.workflow.record.enumerated() {
      guard let word = definition.machine.recordValue(index, row.state.span) else { continue }
      standing.values[field.name] = try room.shown(word, field.type, definition)
    }
    standing.things = try Differences.things(of: row, engine)
    let money = try engine.standing(of: influencer, in: campaign.id)
    (standing.owed, standing.paid, standing.onItsWay) = (shown(money.owed), shown(money.paid), shown(money.onItsWay))
    return standing
  }

  /// A code or link with the terms that were adjusted for it alone: `MIA10 (15%, from 2026-03-01)`.
  private static func words(_ item: ItemRow, zone: Zone) -> String {
    func day(_ instant: Int64) -> CalendarDate { zone.local(Instant(milliseconds: instant)).date }
    let terms = [
      item.rate.map { Percent(millionths: $0).description }, item.starts.map { "from \(day($0))" },
      item.ends.map { "to \(day($0 - 1))" }, item.destination.map { "to \($0)" },
    ].compactMap { $0 }
    return item.code + (terms.isEmpty ? "" : " (\(terms.joined(separator: ", ")))")
  }

  private static func values(_ live: Standing?, _ copy: Standing?) -> String {
    let (before, after) = (live?.values ?? [:], copy?.values ?? [:])
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      let (old, new) = (before[name] ?? "not set", after[name] ?? "not set")
      return old == new ? nil : "\(name) \(old) → \(new)"
    }.joined(separator: ", ")
  }

  private static func items(_ live: Standing?, _ copy: Standing?) -> String {
    let (before, after) = (live?.items ?? [], copy?.items ?? [])
    let gained = after.filter { !before.contains($0) }.map { "+\($0)" }
    let lost = before.filter { !after.contains($0) }.map { "−\($0)" }
    return (gained + lost).joined(separator: ", ")
  }

  private static func money(_ live: Standing?, _ copy: Standing?) -> String {
    let words: [(String, KeyPath<Standing, String>)] = [
      ("owed", \.owed), ("paid", \.paid), ("on its way", \.onItsWay),
    ]
    return words.compactMap { word, path -> String? in
      let (before, after) = (live?[keyPath: path] ?? "", copy?[keyPath: path] ?? "")
      if before == after { return nil }
      return before.isEmpty ? "\(word) \(after)" : "\(word) \(before) → \(after)"
    }.joined(separator: ", ")
  }
}
