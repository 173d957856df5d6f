package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Conversions: each with what it brought, what is owed for it and how it stands.
extension MoneyTables {
  func conversions(_ page: Page?) throws(EngineError) -> Sheet {
    let id = campaign.row.id
    let (rows, count) = try engine.asking { (store) throws(StoreError) in
      (
        try store.conversions(ofCampaign: id, limit: page?.rows, offset: page?.offset ?? 0),
        try store.conversionCount(id)
      )
    }
    var sheet = try conversions(rows)
    sheet.notes = try note(page, sheet.rows.count, of: count)
    if sheet.notes.isEmpty { sheet.notes = [count.counted("conversion", "conversions")] }
    return sheet
  }

  /// What some influencers have brought, in all their rounds.
  package func conversions(of people: [ParticipationRow]) throws(EngineError) -> Sheet {
    let campaign = campaign.row.id
    var own: [ObjectRow] = []
    for row in people {
      own += try engine.asking { (store) throws(StoreError) in
        var found: [ObjectRow] = []
        for round in try store.rounds(campaign, row.influencer) {
          found += try store.objects(of: round, noun: "conversion")
        }
        return found
      }
    }
    var sheet = try conversions(own.sorted { $0.firstLog < $1.firstLog })
    sheet.notes = [sheet.rows.count.counted("conversion", "conversions")]
    return sheet
  }

  private func conversions(_ rows: [ObjectRow]) throws(EngineError) -> Sheet {
    let id = campaign.row.id
    var sheet = Sheet(
      title: "Conversions",
      columns: [
        .init("Date", .date, priority: 7), .init("Influencer", priority: 9), .init("Type", priority: 4),
        .init("Code", priority: 5), .init("Order", priority: 8), .init("Revenue", .money, priority: 7),
        .init("Commission", .money, priority: 7), .init("State", priority: 8),
      ])
    let holding = try engine.holding(of: id)
    var stories: [Int64: MoneyStory] = [:]
    for row in rows {
      guard let participation = try engine.participation(row.participation, in: id),
        let told = try engine.asking({ (store) throws(StoreError) in try store.row(row.firstLog) })
      else { continue }
      let influencer = participation.influencer
      if stories[influencer] == nil { stories[influencer] = try MoneyStory.read(engine, influencer, in: id) }
      let story = stories[influencer]!
      sheet.rows.append(try line(row, told, influencer, story, holding))
    }
    return sheet
  }

  private func line(
    _ row: ObjectRow, _ told: LogRow, _ influencer: Int64, _ story: MoneyStory, _ holding: Engine.Holding
  ) throws(EngineError) -> [Sheet.Value] {
    let first = try engine.definition(told.definition)
    let event = first.workflow.events[Int(told.event)]
    let newest = try engine.definition(row.definition)
    let worth = try row.status == "voided" ? 0 : subtotal(row)
    let sums = story.sums(of: MoneyStory.Subject(participation: row.participation, key: row.key))
    let code = try told.value("code", event).flatMap { (word) throws(EngineError) in try engine.text(word, first) }
    return [
      .date(campaign.zone.local(Instant(milliseconds: told.reported)).date), .text(try name(influencer)),
      .text(kind(told, event, first) ?? (code == nil ? "" : "code")), .text(code ?? ""),
      .text(try engine.text(row.key, newest) ?? "(erased)"), amount(worth), amount(sums.owed),
      .text(state(row, told.reported, worth, story, holding)),
    ]
  }

  /// The newest amount that an event told of it.
  private func subtotal(_ row: ObjectRow) throws(EngineError) -> Int64 {
    let fields = try engine.definition(row.definition).workflow.events[Int(row.event)].payload
    guard let index = fields.firstIndex(where: { $0.name == "subtotal" }), row.payload[0] >> Int64(index) & 1 == 1
    else { return 0 }
    return row.payload[index + 1]
  }

  private func kind(_ told: LogRow, _ event: CheckedEvent, _ definition: Definition) -> String? {
    guard let index = event.payload.firstIndex(where: { $0.name == "item" }), let word = told.value("item", event),
      case .choice(let set) = event.payload[index].type
    else { return nil }
    let name = definition.workflow.choices[set][Int(word)]
    return name == "discount" ? "code" : name
  }

  /// `held`, `verified`, `paid`, `paid ahead` of the end of what holds it; `partly refunded` and `voided` with what that means for what was paid.
  private func state(
    _ row: ObjectRow, _ reported: Int64, _ worth: Int64, _ story: MoneyStory, _ holding: Engine.Holding
  ) -> String {
    let subject = MoneyStory.Subject(participation: row.participation, key: row.key)
    let back = story.takenBack[subject] ?? 0
    if row.status == "voided" { return back > 0 ? "voided after payment" : "voided" }
    let (owed, paid) = story.sums(of: subject)
    let isHeld = holding.end(of: reported) != nil
    let standing =
      owed > 0 && paid == owed
      ? isHeld ? "paid ahead" : "paid" : paid > 0 ? "partly paid" : isHeld ? "held" : "verified"
    guard row.status == "refunded" else { return standing }
    return worth == 0 ? "refunded" + (back > 0 ? " after payment" : "") : "partly refunded, \(standing)"
  }
}
