package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
package import WorkroomValues

/// What leaves a campaign in files.
extension WorkRoom {
  // MARK: Conversions

  package static let conversionHeadings = [
    "Date", "Influencer", "Email", "Conversion Type", "Order #", "Revenue", "Currency", "Rate", "Commission Amount",
    "Status", "Recorded",
  ]

  /// One line for each order that a code or a link brought: what it counts for now, or counted for before it was voided, what
  /// it pays, and with what it was recorded.
  package func conversionTable() throws(EngineError) -> ExportTable {
    var owed: [Int64: [Int64: Int64]] = [:]
    do {
      for entry in try engine.store.owedBySubject(ofCampaign: campaign.row.id, currency: campaign.row.currency) {
        owed[entry.participation, default: [:]][entry.subject] = entry.amount
      }
    } catch { throw .store(error) }
    let objects = try voidedFirst(objects("conversion"))
    return ExportTable(headings: WorkRoom.conversionHeadings) { take in
      for object in objects {
        guard let row = newest[object.participation] else { continue }
        let history = try history(of: object)
        let commission = owed[object.participation]?[object.key] ?? 0
        try take([
          .text(Instant(milliseconds: history.first).description), .text(name(row)), .text(email(row)),
          .text(history.texts["item"] == "link" ? "link" : history.texts["item"] == "discount" ? "code" : ""),
          .text(try text(object.key, engine.definition(object.definition))),
          try worth(object, history).map { cash($0) } ?? .nothing, .text(campaign.currency.code),
          .text(history.texts["rate"] ?? ""), cash(commission),
          .text(object.status == "voided" ? "voided" : "verified"),
          history.recorded.map { cash($0) } ?? .nothing,
        ])
      }
    }
  }

  /// What an order counts for, or counted for when it was voided.
  private func worth(_ object: ObjectRow, _ history: Told) throws(EngineError) -> Int64? {
    let before = try object.status == "voided" ? engine.worthBeforeVoid(object.participation, object.key) : nil
    return before ?? history.words["subtotal"]
  }

  /// An order that was voided for one and recorded for another comes before what counts, so that both can come back.
  private func voidedFirst(_ objects: [ObjectRow]) throws(EngineError) -> [ObjectRow] {
    var voided: [String: [ObjectRow]] = [:]
    for object in objects where object.status == "voided" { voided[try number(object), default: []].append(object) }
    guard !voided.isEmpty else { return objects }
    var sorted: [ObjectRow] = []
    for object in objects {
      let number = try number(object)
      sorted += voided.removeValue(forKey: number) ?? []
      if object.status != "voided" { sorted.append(object) }
    }
    return sorted
  }

  private func number(_ object: ObjectRow) throws(EngineError) -> String { OrderNumber.plain(try label(object)) }

  /// The influencers of each order that is recorded, by its number.
  package func holdersOfConversions() throws(EngineError) -> [String: [Int64]] {
    var holders: [String: [Int64]] = [:]
    for object in try objects("conversion") {
      guard let row = newest[object.participation] else { continue }
      let order = try label(object)
      if holders[order]?.contains(row.influencer) != true { holders[order, default: []].append(row.influencer) }
    }
    return holders
  }

  private func cash(_ minorUnits: Int64) -> Sheet.Value {
    .money(Money(minorUnits: minorUnits, currency: campaign.currency))
  }

  func email(_ row: ParticipationRow) -> String { influencers[row.influencer]?.email ?? "" }

  /// What the first and the newest event of an object say of it: the newest counts.
  struct Told {
    /// When it is said to have happened first.
    var first: Int64 = 0
    /// What the first event says that it is worth.
    var recorded: Int64?
    var words: [String: Int64] = [:]
    var texts: [String: String] = [:]
  }

  func history(of object: ObjectRow) throws(EngineError) -> Told {
    var told = Told()
    let first: LogRow?
    do { first = try engine.store.row(object.firstLog) } catch { throw .store(error) }
    if let first {
      told.first = first.reported
      try add(first.payload, Int(first.event), engine.definition(first.definition), to: &told)
      told.recorded = told.words["subtotal"]
    }
    try add(object.payload, Int(object.event), engine.definition(object.definition), to: &told)
    return told
  }

  private func add(
    _ payload: [Int64], _ event: Int, _ definition: Definition, to told: inout Told
  ) throws(EngineError) {
    for (index, field) in definition.workflow.events[event].payload.enumerated()
    where payload[0] >> Int64(index) & 1 == 1 {
      let word = payload[index + 1]
      told.words[field.name] = word
      told.texts[field.name] =
        field.type == .text
        ? try text(word, definition) : Values.text(word, field.type, definition.workflow, home: campaign.currency)
    }
  }

  // MARK: Fulfilment

  package static let fulfillmentHeadings = [
    "Reference", "Influencer", "Email", "Phone", "Address1", "Address2", "City", "State", "Postal Code", "Country",
    "Products", "Order", "Order Status", "Shipment Status", "Tracking Number",
  ]

  /// One line for each order, and for each influencer of whom none is known: where to, what, and how far it has come.
  /// `ordersOnly` leaves out the latter.
  package func fulfillmentTable(ordersOnly: Bool = false) throws(EngineError) -> ExportTable {
    let sendings = try sendings()
    let section = Set(try members(of: "Fulfillment").map(\.id)).union(sendings.keys)
    let rows = participations.filter { section.contains($0.id) }
    return ExportTable(headings: WorkRoom.fulfillmentHeadings) { take in
      for row in rows {
        let record = influencers[row.influencer]
        let lines = record?.addressLines ?? [String](repeating: "", count: 5)
        for sending in sendings[row.id] ?? [Sending()] where !ordersOnly || sending.order != nil {
          try take(
            [.number(row.id), .text(name(row)), .text(email(row)), .text(record?.phone ?? "")]
              + lines.map { .text($0) }
              + [
                .text(record?.country ?? ""), .text(try goods(row, sending.order)), .text(try label(sending.order)),
                .text(sending.order.map { GoodsWords.order($0.status) } ?? ""), .text(try stateOf(sending.parcel)),
                .text(try label(sending.parcel)),
              ])
        }
      }
    }
  }

  /// The products that the campaign's details name.
  func productNames() throws(EngineError) -> [String] {
    var names: [String] = []
    for (index, field) in definition.workflow.campaign.enumerated()
    where field.type == .products && campaign.words[0] >> Int64(index) & 1 == 1 {
      names += try text(campaign.words[index + 1], definition).split(separator: ", ").map(String.init)
    }
    return names
  }

  /// What an object is called: an order's number, a tracking number.
  func label(_ object: ObjectRow?) throws(EngineError) -> String {
    guard let object, object.key != 0 else { return "" }
    return try text(object.key, engine.definition(object.definition))
  }

  // MARK: Content

  package static let contentHeadings = [
    "campaign", "platform", "influencer", "email", "handle", "url", "posted_at", "status", "caption", "hashtags",
    "mentions",
  ]

  /// One line for each post that is out, with its newest figures: whoever imports it counts it.
  package func contentTable() throws(EngineError) -> ExportTable {
    let objects = try posts()
    return ExportTable(headings: WorkRoom.contentHeadings + Figures.names) { take in
      for object in objects {
        guard let row = newest[object.participation] else { continue }
        let url = try label(object)
        let post = PostIdentity(url)
        let kept = try post.flatMap { try engine.store.post($0.platform, $0.id) }
        let known = try engine.store.figures(object.participation, object.key)
        let figures = Figures(kept?.figures ?? "")
        let record = influencers[row.influencer]
        let account = record?.accounts.first { $0.platform == post?.platform } ?? record?.accounts.first
        // What the workflow has no word for is kept with the post.
        let counts = Figures.names.map { name in
          (known[name].map { $0 / Scaled.unit } ?? figures.counts[name]).map { Sheet.Value.number($0) } ?? .nothing
        }
        let cells: [Sheet.Value] = [
          .text(campaign.row.name), .text(post?.platform ?? account?.platform ?? ""), .text(name(row)),
          .text(email(row)), .text(kept?.handle ?? account?.handle ?? ""), .text(url),
          .text(Instant(milliseconds: try posted(object)).description), .text(try verdict(on: object)),
          .text(kept?.caption ?? ""),
          .text(kept?.hashtags ?? ""), .text(kept?.mentions ?? ""),
        ]
        try take(cells + counts)
      }
    }
  }

  /// The window of days in which content counts, where a detail says so.
  package var deliveryWindow: DateWindow? { definition.workflow.deliveryWindow(campaign.words) }
}

/// The campaigns of a program as a table.
package enum CampaignTable {
  static let headings = [
    "Activation Name", "Status", "Created Date", "Content Tracking Start Date", "Content Tracking End Date",
    "Pending Actions",
  ]

  package static func table(_ engine: Engine) -> ExportTable {
    ExportTable(headings: headings) { take in
      for row in try engine.store.campaigns() {
        let room = try WorkRoom(engine, campaign: row.id)
        let window = room.deliveryWindow
        let today = room.campaign.zone.local(room.now).date
        let status =
          window?.last.map { $0 < today } == true
          ? "Ended" : window?.first.map { today < $0 } == true ? "Scheduled" : window?.last == nil ? "Ongoing" : "Live"
        let began = try engine.store.row(row.id << LogRow.sequenceBits | 1)?.recorded
        let pending = try room.members(of: "Proposals").count { (try? engine.isFinished($0)) == false }
        try take([
          .text(row.name), .text(status), room.day(began), window?.first.map { .date($0) } ?? .nothing,
          window?.last.map { .date($0) } ?? .nothing, .number(Int64(pending)),
        ])
      }
    }
  }
}
