package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// Sections page by page: a page reads what it shows, and a campaign that fits one page is read whole.
extension WorkRoom {
  /// A page of a section of a campaign. Errors: as `sheet`, and a page behind the last one.
  package static func sheet(
    _ name: String, _ page: Page, _ engine: Engine, campaign id: Int64
  ) throws(EngineError) -> Sheet {
    if name.lowercased() == "payments" {
      let standing = try Standpoints(engine, campaign: id)
      if standing.everybody > addedUpAtOnce { return try manyPayments(page, engine, id, standing) }
    }
    if let sheet = try MoneyTables(engine, campaign: id).sheet(name, page) { return sheet }
    return try room(name, page, engine, campaign: id).sheet(name)
  }

  /// A page of the payments of very many: those with agreed terms, whoever has waited longest first.
  private static func manyPayments(
    _ page: Page, _ engine: Engine, _ id: Int64, _ standing: Standpoints
  ) throws(EngineError) -> Sheet {
    try page.check(standing.accepted)
    let places = standing.points(in: "Payments").map(\.place.id)
    let rows = try engine.longest(in: places, of: id, offset: page.offset, limit: page.rows)
    var sheet = try MoneyTables(engine, campaign: id).payments(only: rows.map(\.id))
    sheet.notes += [
      page.words(rows.count, of: standing.accepted)
        + " with agreed terms; `all` means also whoever is owed something without them",
      "`accounts` adds up what all of them come to",
    ]
    return sheet
  }

  /// The part of a Work Room that a page of a section shows.
  static func room(_ name: String, _ page: Page, _ engine: Engine, campaign id: Int64) throws(EngineError) -> WorkRoom {
    let none = try WorkRoom(engine, campaign: id, rounds: [])
    let standing = try Standpoints(engine, campaign: id)
    let sections = none.definition.workflow.sections
    let others = Others.section(behind: name).flatMap { sections.contains($0) ? Others.name(of: $0) : nil }
    guard let section = others ?? sections.first(where: { $0.lowercased() == name.lowercased() }) else { return none }
    if section == "Content" { return try contentRoom(page, engine, none, standing) }
    let count = standing.count(in: section)
    try page.check(count)
    if standing.everybody <= page.rows { return try WorkRoom(engine, campaign: id) }
    let rows: [ParticipationRow]
    if WorkRoom.everywhere.contains(section) {
      let ids = try stored { () throws(StoreError) in
        try engine.store.participations(ofCampaign: id, limit: page.rows, offset: page.offset)
      }
      rows = try all(ids, engine, id)
    } else {
      rows = try engine.longest(
        in: standing.points(in: section).map(\.place.id), of: id, offset: page.offset, limit: page.rows)
    }
    return try WorkRoom(engine, campaign: id, rounds: withRounds(rows, engine), part: (page, count))
  }

  private static func contentRoom(
    _ page: Page, _ engine: Engine, _ none: WorkRoom, _ standing: Standpoints
  ) throws(EngineError) -> WorkRoom {
    let id = none.campaign.row.id
    let (count, objects) = try stored { () throws(StoreError) in
      (
        try engine.store.contentCount(id, atMost: contentCounted),
        try engine.store.content(ofCampaign: id, limit: page.rows, offset: page.offset)
      )
    }
    if count < contentCounted || objects.isEmpty { try page.check(count) }
    if count <= page.rows, standing.everybody <= page.rows { return try WorkRoom(engine, campaign: id) }
    var rows: [Int64: ParticipationRow] = [:]
    for object in objects where rows[object.participation] == nil {
      guard let own = try engine.participation(object.participation, in: id),
        let newest = try engine.participation(of: own.influencer, in: id)
      else { continue }
      rows[own.id] = own
      rows[newest.id] = newest
    }
    let rounds = rows.values.sorted { $0.id < $1.id }
    return try WorkRoom(engine, campaign: id, rounds: rounds, part: (page, count), content: objects)
  }

  /// Participations whose money a page adds up in passing.
  static let addedUpAtOnce: Int64 = 20_000

  /// The pieces of content that a page counts to, so that it does not count a million.
  static let contentCounted: Int64 = 100_000

  /// Some newest rounds with the earlier ones of the same influencers, to which older figures belong.
  private static func withRounds(
    _ rows: [ParticipationRow], _ engine: Engine
  ) throws(EngineError) -> [ParticipationRow] {
    var rounds: [ParticipationRow] = []
    for row in rows {
      guard row.round > 1 else {
        rounds.append(row)
        continue
      }
      let ids = try stored { () throws(StoreError) in try engine.store.rounds(row.campaign, row.influencer) }
      rounds += try all(ids, engine, row.campaign)
    }
    return rounds
  }

  private static func all(
    _ ids: [Int64], _ engine: Engine, _ campaign: Int64
  ) throws(EngineError) -> [ParticipationRow] {
    var rows: [ParticipationRow] = []
    for id in ids {
      if let row = try engine.participation(id, in: campaign) { rows.append(row) }
    }
    return rows
  }
}
