package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Goods and content: what is sent to influencers, and what they make of it.
extension WorkRoom {
  /// What is told of a noun: of everybody, or of those on the page.
  func objects(_ noun: String) throws(EngineError) -> [ObjectRow] {
    if noun == "content", let pageOfContent { return pageOfContent }
    if part != nil {
      var rows: [ObjectRow] = []
      for id in newest.keys.sorted() {
        let own = try stored { () throws(StoreError) in try engine.store.objects(of: id) }
        rows += own.filter { $0.noun == noun }.map(\.object)
      }
      return rows
    }
    do { return try engine.store.objects(ofCampaign: campaign.row.id, noun: noun) } catch { throw .store(error) }
  }

  func fulfillmentSheet(_ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 8), .init("Products", priority: 4),
        .init("Order number", priority: 6), .init("Order", priority: 6), .init("Shipment", priority: 6),
        .init("Tracking", priority: 5),
        .init("Address", priority: 2), .init("Since", priority: 7),
      ])
    let others = definition.workflow.poolKinds.indices.dropFirst(CheckedWorkflow.standardKinds.count)
    sheet.columns += others.map { .init(WorkRoom.heading(definition.workflow.poolKinds[$0]), priority: 5) }
    let held = try others.isEmpty ? [:] : heldItems()
    let sendings = try sendings()
    var early: [String] = []
    let rows = try members(of: section)
    for row in rows {
      let own = sendings[row.id] ?? [Sending()]
      for sending in own {
        var values: [Sheet.Value] = [
          .text(name(row)), .text(titles(row, in: section)),
          .text(try goods(row, sending.order)),
          .text(try label(sending.order)), .text(sending.order.map { GoodsWords.order($0.status) } ?? ""),
          .text(try listed(sending.parcels, stateOf)), .text(try listed(sending.parcels, label)),
          .text(influencers[row.influencer]?.shownAddress ?? ""), .text(age(row)),
        ]
        if let order = sending.order, let parcel = sending.parcel,
          let line = try engine.lineForEarly(parcel, of: order.firstLog, row)
        {
          early.append("`\(line)`")
        }
        for kind in others { values.append(.text(held[row.id]?[definition.kinds[kind]]?.code ?? "")) }
        sheet.rows.append(values)
      }
    }
    sheet.notes = try [countByStage(rows, section)] + othersNote(section)
    if !early.isEmpty { sheet.notes.append(WorkRoom.earlyNote(early)) }
    for kind in others { sheet.notes += try poolNotes(kind) }
    return sheet
  }

  private static func earlyNote(_ lines: [String]) -> String {
    let more = lines.count > 3 ? " and \(lines.count - 3) more" : ""
    return
      "told before its order, so that the stage waits for it still: \(lines.prefix(3).joined(separator: ", "))\(more)"
  }

  /// What several parcels have, each once.
  private func listed(
    _ parcels: [ObjectRow], _ read: (ObjectRow?) throws(EngineError) -> String
  ) throws(EngineError) -> String {
    var words: [String] = []
    for parcel in parcels {
      let word = try read(parcel)
      if !word.isEmpty, !words.contains(word) { words.append(word) }
    }
    return words.joined(separator: ", ")
  }

  /// What is sent: what the order holds and says, else what was chosen, else the gifts that the campaign's details name.
  func goods(_ row: ParticipationRow, _ order: ObjectRow?) throws(EngineError) -> String {
    let said = try order.flatMap { (order) throws(EngineError) in try history(of: order).words["products"] }
    let list = try said.map { (said) throws(EngineError) in try products(said, row) }
    // A shop may have told of other products in between, which the stock has given out.
    if let list, let order, let held = try engine.held(by: order.firstLog, of: row.id, unlike: list) {
      return held.joined(separator: ", ")
    }
    if let list { return list }
    let proposal = try engine.asking { (store) throws(StoreError) in try store.proposal(row.id) }
    if let chosen = proposal?.products { return try products(chosen, row) }
    return try productNames().joined(separator: ", ")
  }

  /// Where a parcel is, in words; empty for none.
  func stateOf(_ shipment: ObjectRow?) throws(EngineError) -> String {
    guard let shipment else { return "" }
    let own = try engine.definition(shipment.definition)
    let event = own.workflow.events[Int(shipment.event)]
    let place = event.payload.firstIndex { $0.name == "where" }.flatMap { index in
      event.value("where", shipment.payload).map {
        Values.text($0, event.payload[index].type, own.workflow, home: campaign.currency)
      }
    }
    return GoodsWords.shipment(shipment.status, where: place)
  }

  /// What was disabled of those who hold nothing of a kind instead: the newest code or link of each.
  func disabledItems(_ kind: Int64, but held: [Int64: [Int64: ItemRow]]) throws(EngineError) -> [Int64: ItemRow] {
    var disabled: [Int64: ItemRow] = [:]
    if part != nil {
      for row in participations where held[row.id]?[kind] == nil {
        disabled[row.id] = try stored { () throws(StoreError) in try engine.store.disabled(row.id, kind: kind) }
      }
      return disabled
    }
    let items = try stored { () throws(StoreError) in try engine.store.items(ofCampaign: campaign.row.id) }
    for entry in items where entry.state == 2 && entry.kind == kind && held[entry.participation]?[kind] == nil {
      if disabled[entry.participation].map({ $0.id < entry.item.id }) ?? true {
        disabled[entry.participation] = entry.item
      }
    }
    return disabled
  }

  /// What each participation holds now, by the store's number of its kind.
  func heldItems() throws(EngineError) -> [Int64: [Int64: ItemRow]] {
    var held: [Int64: [Int64: ItemRow]] = [:]
    if part != nil {
      for row in participations {
        for kind in try engine.definition(row.definition).kinds {
          held[row.id, default: [:]][kind] = try stored { () throws(StoreError) in
            try engine.store.held(row.id, kind: kind)
          }
        }
      }
      return held
    }
    do {
      for entry in try engine.store.items(ofCampaign: campaign.row.id) where entry.state == 1 {
        held[entry.participation, default: [:]][entry.kind] = entry.item
      }
    } catch { throw .store(error) }
    return held
  }

  /// One line a participation, or one for each of the items that it works on.
  func progressSheet(_ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Status", priority: 8), .init("Content", .number, priority: 6),
        .init("Newest", priority: 4),
        .init("Since", priority: 7),
      ])
    let nouns = definition.workflow.eaches.map { WorkRoom.heading($0.noun) }
    if !nouns.isEmpty {
      sheet.columns += [
        .init(nouns.count == 1 ? nouns[0] : "Item", priority: 8), .init("Its stage", priority: 8),
        .init("Due", .date, priority: 7),
      ]
    }
    let content = Dictionary(grouping: try posts(), by: \.participation)
    let rows = try members(of: section)
    for row in rows {
      let own = content[row.id] ?? []
      let values: [Sheet.Value] = [
        .text(name(row)), .text(titles(row, in: section)), .number(Int64(own.count)),
        .text(own.last.map { $0.status } ?? ""), .text(age(row)),
      ]
      let items = try nouns.isEmpty ? [] : items(of: row)
      for item in items {
        sheet.rows.append(values + [.text(item.name), .text(item.stages), item.due.map { .date($0) } ?? .nothing])
      }
      if items.isEmpty { sheet.rows.append(nouns.isEmpty ? values : values + [.nothing, .nothing, .nothing]) }
    }
    sheet.notes = try [countByStage(rows, section)] + othersNote(section)
    return sheet
  }

  func contentSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Content",
      columns: [
        .init("Influencer", priority: 9), .init("Content", priority: 8), .init("Status", priority: 7),
        .init("Views", .number, priority: 5),
        .init("Likes", .number, priority: 4), .init("Comments", .number, priority: 3),
        .init("Shares", .number, priority: 2),
      ])
    let content = try objects("content")
    var drafts: [Int64: Int64] = [:]
    for object in content {
      drafts[object.firstLog] = try engine.asking { (store) throws(StoreError) in
        try store.drafts(object.participation, object.firstLog)
      }
    }
    if !drafts.isEmpty { sheet.columns.append(.init("Drafts", .number, priority: 6)) }
    let rights = contentRights
    if rights != nil { sheet.columns += [.init("Rights until", .date, priority: 6), .init("Left", priority: 7)] }
    var expired = 0
    for object in content where object.key != 0 || drafts[object.firstLog] != nil {
      guard let row = newest[object.participation] else { continue }
      let title = try label(object)
      var values: [Sheet.Value] = [
        .text(name(row)), .text(title.isEmpty ? "a draft without a name" : title),
        .text(try verdict(on: object)),
      ]
      for name in ["views", "likes", "comments", "shares"] { values.append(try number(name, of: object)) }
      if !drafts.isEmpty { values.append(.number(drafts[object.firstLog] ?? 0)) }
      if let rights {
        let end = try rightsEnd(of: object, rights)
        if let end, end < campaign.zone.local(now).date { expired += 1 }
        values += [end.map { .date($0) } ?? .nothing, .text(left(until: end))]
      }
      sheet.rows.append(values)
    }
    sheet.notes = [
      part.map { told(content: $0.count, $0.page, sheet.rows.count) }
        ?? sheet.rows.count.counted("piece of content", "pieces of content")
    ]
    if expired > 0 {
      let whose = part == nil ? "them" : "those on this page"
      sheet.notes.append("the rights to \(expired) of \(whose) have expired: they must not be used any more")
    }
    return sheet
  }

  /// How far a piece of content has come; figures that were told since do not hide that it is approved.
  func verdict(on object: ObjectRow) throws(EngineError) -> String {
    let verdict = try engine.verdictBehindFigures(object)
    let words = verdict.split(separator: "_").joined(separator: " ")
    return verdict == object.status ? words : "\(words), measured"
  }

  /// How many pieces there are, which is counted so far only.
  private func told(content count: Int64, _ page: Page, _ shown: Int) -> String {
    guard count >= WorkRoom.contentCounted else {
      return count.counted("piece of content", "pieces of content") + "; " + page.words(shown, of: count)
    }
    return "at least \(count) pieces of content; page \(page.number)"
  }

  /// For how long content may be used after it was posted, in milliseconds, where a detail of the campaign says so.
  private var contentRights: Int64? {
    WorkRoom.duration("content_rights", campaign, definition)
  }

  /// A detail that is a duration, in milliseconds, where the campaign has it.
  static func duration(_ name: String, _ campaign: CampaignState, _ definition: Definition) -> Int64? {
    let fields = definition.workflow.campaign
    guard let place = fields.firstIndex(where: { $0.name == name && $0.type == .duration }),
      campaign.words[0] >> Int64(place) & 1 == 1
    else { return nil }
    return campaign.words[place + 1]
  }

  /// Of how many of the oldest pieces of content the rights are over, and whether those are all that there are.
  package func expiredRights(lookingAt limit: Int64) throws(EngineError) -> (count: Int, isAll: Bool) {
    guard let rights = contentRights else { return (0, true) }
    let id = campaign.row.id
    let content = try stored { () throws(StoreError) in
      try engine.store.content(ofCampaign: id, limit: limit, offset: 0)
    }
    let today = campaign.zone.local(now).date
    var expired = 0
    for object in content {
      if let end = try rightsEnd(of: object, rights), end < today { expired += 1 }
    }
    return (expired, Int64(content.count) < limit)
  }

  /// The last day on which a post may be used; `nil` for what was not posted yet.
  private func rightsEnd(of object: ObjectRow, _ rights: Int64) throws(EngineError) -> CalendarDate? {
    guard try isOut(object) else { return nil }
    let (end, overflow) = try posted(object).addingReportingOverflow(rights)
    return overflow ? nil : campaign.zone.local(Instant(milliseconds: end)).date
  }

  private func left(until end: CalendarDate?) -> String {
    guard let end else { return "" }
    let days = Int(end.days) - Int(campaign.zone.local(now).date.days)
    if days < 0 { return "expired" }
    return days == 0 ? "last day" : "\(days) day\(days == 1 ? "" : "s")"
  }

  /// The newest of a post's figures, whichever event told it.
  private func number(_ name: String, of object: ObjectRow) throws(EngineError) -> Sheet.Value {
    try figure(name, of: object).map { .number($0 / Scaled.unit) } ?? .nothing
  }

  func figure(_ name: String, of object: ObjectRow) throws(EngineError) -> Int64? {
    try engine.asking { (store) throws(StoreError) in try store.figures(object.participation, object.key) }[name]
  }

  func payload(_ name: String, of object: ObjectRow) throws(EngineError) -> Int64? {
    let fields = try engine.definition(object.definition).workflow.events[Int(object.event)].payload
    guard let index = fields.firstIndex(where: { $0.name == name }), object.payload[0] >> Int64(index) & 1 == 1 else {
      return nil
    }
    return object.payload[index + 1]
  }
}
