package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// The sections as tables.
extension WorkRoom {
  /// A section by its name. Errors: an unknown section, and one that the campaign's details don't call for, with the reason.
  package func sheet(_ name: String) throws(EngineError) -> Sheet {
    let sections = try sections()
    guard let section = sections.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      let near = Spelling.nearest(to: name, among: sections.map(\.name))
      throw .request(
        "the Work Room has no section `\(name)`; "
          + (near.map { "write `\($0)`" } ?? "it has \(sections.map(\.name).joined(separator: ", "))"))
    }
    guard section.isThere else { throw .request("`\(section.name)` is not there: \(section.reason)") }
    switch section.name {
    case "My Influencers": return try influencersSheet()
    case "Discounts": return try itemsSheet(0, section.name)
    case "Links": return try itemsSheet(1, section.name)
    case "Fulfillment": return try fulfillmentSheet(section.name)
    case "Progress": return try progressSheet(section.name)
    case "Content": return try contentSheet()
    case "Reporting": return try reportingSheet()
    case "Payments": return try paymentsSheet()
    default: return try stageSheet(section.name)
    }
  }

  private func index(_ section: String) -> Int { definition.workflow.sections.firstIndex(of: section) ?? 0 }

  private func influencersSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "My Influencers",
      columns: [
        .init("Influencer", priority: 9), .init("Email", priority: 1), .init("Platform", priority: 3),
        .init("Handle", priority: 4),
        .init("Followers", .number, priority: 5), .init("Stage", priority: 8), .init("Since", priority: 6),
      ])
    for row in participations {
      let record = influencers[row.influencer]
      sheet.rows.append([
        .text(name(row)), .text(record?.email ?? ""), .text(record?.platform ?? record?.accounts.first?.platform ?? ""),
        .text(record?.accounts.first.map { "@\($0.handle)" } ?? ""), record?.followers.map { .number($0) } ?? .nothing,
        .text(titles(row)),
        .text(age(row)),
      ])
    }
    sheet.notes = [countByStage(participations, nil)]
    return sheet
  }

  /// `12 Invited, 3 Proposed`
  private func countByStage(_ rows: [ParticipationRow], _ section: Int?) -> String {
    var counts: [(String, Int)] = []
    for row in rows {
      for title in titles(row, in: section).split(separator: ", ").map(String.init) {
        if let place = counts.firstIndex(where: { $0.0 == title }) {
          counts[place].1 += 1
        } else {
          counts.append((title, 1))
        }
      }
    }
    return "\(rows.count) in all"
      + (counts.isEmpty ? "" : ": " + counts.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
  }

  /// A section without a table of its own: who, the terms, the stage and its age.
  private func stageSheet(_ section: String) throws(EngineError) -> Sheet {
    let index = index(section)
    let terms = definition.workflow.record.indices.filter { WorkRoom.isTerm(definition.workflow.record[$0].type) }
      .prefix(4)
    var sheet = Sheet(
      title: section,
      columns: [.init("Influencer", priority: 9), .init("Stage", priority: 8), .init("Since", priority: 6)])
    for term in terms {
      let field = definition.workflow.record[term]
      sheet.columns.append(.init(WorkRoom.heading(field.name), WorkRoom.kind(field.type), priority: 5))
    }
    let rows = members(of: section)
    for row in rows {
      let own = try engine.definition(row.definition)
      sheet.rows.append(
        [.text(name(row)), .text(titles(row, in: index)), .text(age(row))]
          + terms.map { value(row.state[own.machine.layout.recordStart + $0], definition.workflow.record[$0].type) })
    }
    sheet.notes = [countByStage(rows, index)]
    return sheet
  }

  static func isTerm(_ type: ValueType) -> Bool {
    switch type {
    case .money, .number, .percent, .date: true
    default: false
    }
  }

  static func heading(_ name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  static func kind(_ type: ValueType) -> Sheet.Kind {
    switch type {
    case .money: .money
    case .number: .number
    case .date: .date
    case .percent: .percent
    default: .text
    }
  }

  func value(_ word: Int64, _ type: ValueType) -> Sheet.Value {
    switch type {
    case .money(.iso(let currency)): .money(Money(minorUnits: word, currency: currency))
    case .money(.home): .money(Money(minorUnits: word, currency: campaign.currency))
    case .number: word % Scaled.unit == 0 ? .number(word / Scaled.unit) : .text(Scaled.text(word, decimals: 6))
    case .date: .date(CalendarDate(days: Int32(clamping: word)))
    default: .text(Values.text(word, type, definition.workflow, home: campaign.currency))
    }
  }

  // MARK: Codes and links

  private func itemsSheet(_ kind: Int, _ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 7), .init(kind == 0 ? "Code" : "URL", priority: 8),
        .init("Group", priority: 4),
        .init("Rate", .percent, priority: 6), .init("From", .date, priority: 3), .init("Until", .date, priority: 3),
        .init("Since", priority: 5),
      ])
    if kind == 1 { sheet.columns.insert(.init("Destination", priority: 2), at: 3) }
    let items: [(participation: Int64, kind: Int64, state: Int64, item: ItemRow)]
    do { items = try engine.store.items(ofCampaign: campaign.row.id) } catch { throw .store(error) }
    var held: [Int64: ItemRow] = [:]
    for entry in items where entry.kind == Int64(kind) && entry.state == 1 { held[entry.participation] = entry.item }
    let rows = members(of: section)
    for row in rows { sheet.rows.append(try itemRow(row, held[row.id], index(section), isLink: kind == 1)) }
    sheet.notes = [countByStage(rows, index(section))] + (try poolNotes(kind))
    return sheet
  }

  private func itemRow(
    _ row: ParticipationRow, _ item: ItemRow?, _ section: Int, isLink: Bool
  ) throws(EngineError) -> [Sheet.Value] {
    let group = try item.flatMap { (item) throws(EngineError) in try engine.group(item.group)?.name }
    var values: [Sheet.Value] = [
      .text(name(row)), .text(titles(row, in: section)), .text(item?.code ?? ""), .text(group ?? ""),
      item?.rate.map { .text(Percent(millionths: $0).description) } ?? .nothing, day(item?.starts ?? item?.assigned),
      day(item?.ends.map { $0 - 1 }), .text(age(row)),
    ]
    if isLink { values.insert(.text(item?.destination ?? ""), at: 3) }
    return values
  }

  /// What is left in the groups that the campaign's details name.
  private func poolNotes(_ kind: Int) throws(EngineError) -> [String] {
    var notes: [String] = []
    for (index, field) in definition.workflow.campaign.enumerated()
    where field.type == .group(kind) && campaign.words[0] >> Int64(index) & 1 == 1 {
      guard let group = try engine.group(campaign.words[index + 1]) else { continue }
      let note =
        group.pattern.map { "group \(group.name): made from `\($0)`" } ?? "group \(group.name): \(group.free) left"
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  // MARK: Goods and content

  private func objects(_ noun: String) throws(EngineError) -> [ObjectRow] {
    do { return try engine.store.objects(ofCampaign: campaign.row.id, noun: noun) } catch { throw .store(error) }
  }

  private func fulfillmentSheet(_ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 8), .init("Order", priority: 6),
        .init("Shipment", priority: 6),
        .init("Address", priority: 2), .init("Since", priority: 7),
      ])
    let orders = Dictionary(try objects("order").map { ($0.participation, $0) }, uniquingKeysWith: { $1 })
    let shipments = Dictionary(try objects("shipment").map { ($0.participation, $0) }, uniquingKeysWith: { $1 })
    let rows = members(of: section)
    for row in rows {
      sheet.rows.append([
        .text(name(row)), .text(titles(row, in: index(section))), .text(orders[row.id]?.status ?? ""),
        .text(shipments[row.id]?.status ?? ""),
        .text(influencers[row.influencer]?.address ?? ""), .text(age(row)),
      ])
    }
    sheet.notes = [countByStage(rows, index(section))]
    return sheet
  }

  private func progressSheet(_ section: String) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: section,
      columns: [
        .init("Influencer", priority: 9), .init("Status", priority: 8), .init("Content", .number, priority: 6),
        .init("Newest", priority: 4),
        .init("Since", priority: 7),
      ])
    let content = Dictionary(grouping: try objects("content").filter { $0.key != 0 }, by: \.participation)
    let rows = members(of: section)
    for row in rows {
      let own = content[row.id] ?? []
      sheet.rows.append([
        .text(name(row)), .text(titles(row, in: index(section))), .number(Int64(own.count)),
        .text(own.last.map { $0.status } ?? ""), .text(age(row)),
      ])
    }
    sheet.notes = [countByStage(rows, index(section))]
    return sheet
  }

  private func contentSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Content",
      columns: [
        .init("Influencer", priority: 9), .init("Content", priority: 8), .init("Status", priority: 7),
        .init("Views", .number, priority: 5),
        .init("Likes", .number, priority: 4), .init("Comments", .number, priority: 3),
        .init("Shares", .number, priority: 2),
      ])
    let rows = Dictionary(uniqueKeysWithValues: participations.map { ($0.id, $0) })
    for object in try objects("content") where object.key != 0 {
      guard let row = rows[object.participation] else { continue }
      sheet.rows.append(
        [.text(name(row)), .text(try text(object.key)), .text(object.status)]
          + ["views", "likes", "comments", "shares"].map { number($0, of: object) })
    }
    sheet.notes = ["\(sheet.rows.count) pieces of content"]
    return sheet
  }

  /// A number of an object's newest payload.
  private func number(_ name: String, of object: ObjectRow) -> Sheet.Value {
    payload(name, of: object).map { .number($0 / Scaled.unit) } ?? .nothing
  }

  func payload(_ name: String, of object: ObjectRow) -> Int64? {
    let fields = definition.workflow.events[Int(object.event)].payload
    guard let index = fields.firstIndex(where: { $0.name == name }), object.payload[0] >> Int64(index) & 1 == 1 else {
      return nil
    }
    return object.payload[index + 1]
  }

  // MARK: Money

  /// What is owed and paid to each participation, in the campaign's currency.
  func money() throws(EngineError) -> [Int64: (owed: Int64, paid: Int64, reasons: [String: Int64])] {
    var sums: [Int64: (owed: Int64, paid: Int64, reasons: [String: Int64])] = [:]
    do {
      for entry in try engine.store.money(ofCampaign: campaign.row.id) where entry.currency == campaign.row.currency {
        var sum = sums[entry.participation] ?? (0, 0, [:])
        if entry.account == 0 {
          sum.owed += entry.amount
          sum.reasons[entry.reason, default: 0] += entry.amount
        } else {
          sum.paid += entry.amount
        }
        sums[entry.participation] = sum
      }
    } catch { throw .store(error) }
    return sums
  }

  private func amount(_ minorUnits: Int64) -> Sheet.Value {
    .money(Money(minorUnits: minorUnits, currency: campaign.currency))
  }

  private func paymentsSheet() throws(EngineError) -> Sheet {
    let sums = try money()
    let reasons = Set(sums.values.flatMap { $0.reasons.filter { $0.value != 0 }.keys }).sorted()
    var sheet = Sheet(title: "Payments", columns: [.init("Influencer", priority: 9), .init("Stage", priority: 2)])
    sheet.columns += reasons.map { .init(WorkRoom.heading($0), .money, priority: 4) }
    sheet.columns += [
      .init("Owed", .money, priority: 7), .init("Paid", .money, priority: 6), .init("Balance", .money, priority: 8),
    ]
    var total: (owed: Int64, paid: Int64) = (0, 0)
    // Those with agreed terms, and whoever money was ever owed or paid to.
    for row in participations where row.accepted != nil || sums[row.id] != nil {
      let sum = sums[row.id] ?? (0, 0, [:])
      total = (total.owed + sum.owed, total.paid + sum.paid)
      sheet.rows.append(
        [.text(name(row)), .text(titles(row))] + reasons.map { amount(sum.reasons[$0] ?? 0) }
          + [amount(sum.owed), amount(sum.paid), amount(sum.owed - sum.paid)])
    }
    func shown(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency: campaign.currency).description }
    sheet.notes = ["owed \(shown(total.owed)), paid \(shown(total.paid)), balance \(shown(total.owed - total.paid))"]
    return sheet
  }

  private func reportingSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Reporting",
      columns: [
        .init("Influencer", priority: 9), .init("Stage", priority: 3), .init("Content", .number, priority: 5),
        .init("Views", .number, priority: 3),
        .init("Engagements", .number, priority: 4), .init("Conversions", .number, priority: 6),
        .init("Revenue", .money, priority: 8),
        .init("Owed", .money, priority: 7), .init("Paid", .money, priority: 6),
      ])
    let sums = try money()
    let content = Dictionary(grouping: try objects("content").filter { $0.key != 0 }, by: \.participation)
    let conversions = Dictionary(
      grouping: try objects("conversion").filter { $0.status != "voided" }, by: \.participation)
    var revenue: Int64 = 0
    for row in participations {
      let posts = content[row.id] ?? []
      let sales = conversions[row.id] ?? []
      let own = sales.reduce(0) { $0 + (payload("subtotal", of: $1) ?? 0) }
      revenue += own
      let engagements = posts.reduce(Int64(0)) { sum, post in
        ["likes", "comments", "shares"].reduce(sum) { $0 + (payload($1, of: post) ?? 0) / Scaled.unit }
      }
      sheet.rows.append([
        .text(name(row)), .text(titles(row)), .number(Int64(posts.count)),
        .number(posts.reduce(0) { $0 + (payload("views", of: $1) ?? 0) / Scaled.unit }),
        .number(engagements), .number(Int64(sales.count)), amount(own), amount(sums[row.id]?.owed ?? 0),
        amount(sums[row.id]?.paid ?? 0),
      ])
    }
    sheet.notes = totals(
      sums, revenue, content.values.reduce(0) { $0 + $1.count }, conversions.values.reduce(0) { $0 + $1.count })
    return sheet
  }

  /// Key figures; a quotient without a divisor is `n/a`.
  private func totals(
    _ sums: [Int64: (owed: Int64, paid: Int64, reasons: [String: Int64])], _ revenue: Int64, _ posts: Int, _ sales: Int
  ) -> [String] {
    let paid = sums.values.reduce(0) { $0 + $1.paid }
    let owed = sums.values.reduce(0) { $0 + $1.owed }
    func shown(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency: campaign.currency).description }
    let ratio =
      paid > 0 ? Scaled.text(Scaled.multiply(revenue, by: 100, over: paid) ?? 0, decimals: 2, minimum: 2) : "n/a"
    return [
      "\(participations.count) influencers, \(participations.count { $0.accepted != nil }) accepted, \(posts) pieces of content, \(sales) conversions",
      "revenue \(shown(revenue)), owed \(shown(owed)), paid \(shown(paid)), revenue for each unit paid \(ratio)",
    ]
  }
}
