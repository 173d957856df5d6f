import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// The sections of the Work Room that a manager looks at, as tables and charts of a page: gathered in the same reading as
/// its figures.
struct PageRooms {
  private let report: Report
  /// What the record agrees on: amounts in the campaign's currency, and days.
  private let terms: [CheckedField]
  private var tables: [Room: PageTable] = [:]
  private var counts: [Room: [(label: String, count: Int64)]] = [:]
  private var sums = (owed: Int64(0), paid: Int64(0))
  /// The places of the terms in the record of each definition.
  private var places: [Int64: [Int?]] = [:]

  /// In the order of their tabs.
  enum Room: String, CaseIterable {
    case proposals, fulfillment, progress, payments, conversions

    var title: StaticString {
      switch self {
      case .proposals: "Proposals"
      case .fulfillment: "Fulfillment"
      case .progress: "Progress"
      case .payments: "Payments"
      case .conversions: "Conversions"
      }
    }

    fileprivate var id: StaticString {
      switch self {
      case .proposals: "proposals"
      case .fulfillment: "fulfillment"
      case .progress: "progress"
      case .payments: "payments"
      case .conversions: "conversions"
      }
    }
  }

  init(_ report: Report) throws(EngineError) {
    self.report = report
    let currency = report.currency
    terms = try report.engine.definition(report.campaign.row.definition).workflow.record.filter { field in
      switch field.type {
      case .money(.home), .date: true
      case .money(.iso(let own)): own == currency
      default: false
      }
    }
    let person = [ReportColumn("Influencer"), ReportColumn("Stage")]
    let agreed = terms.map { ReportColumn(PageRooms.heading($0.name), $0.type == .date ? .date : .money) }
    begin(.proposals, person + agreed + [ReportColumn("Accepted", .date)], sortedBy: "Accepted")
    begin(
      .fulfillment,
      person + [
        ReportColumn("Orders", .count), ReportColumn("Order"), ReportColumn("Ordered", .date), ReportColumn("Shipment"),
      ], sortedBy: "Ordered")
    begin(
      .progress,
      person + [
        ReportColumn("Content", .count), ReportColumn("Newest post", .date),
        ReportColumn("Since", .date, about: "when the stage began"),
      ], sortedBy: "Since")
    begin(
      .payments,
      person + [
        ReportColumn("Commission", .money, about: "owed for conversions"),
        ReportColumn("Other", .money, about: "owed for anything else, such as a fee"), ReportColumn("Owed", .money),
        ReportColumn("Paid", .money), ReportColumn("Balance", .money, about: "owed − paid"),
      ], sortedBy: "Balance")
    begin(
      .conversions,
      [
        ReportColumn("Order"), ReportColumn("Influencer"), ReportColumn("Date", .date), ReportColumn("Revenue", .money),
        ReportColumn("State"),
      ], sortedBy: "Date")
  }

  private mutating func begin(_ room: Room, _ columns: [ReportColumn], sortedBy heading: String) {
    tables[room] = ReportPage.table(room.id, "\(room.title)", columns, sortedBy: heading, report.currency)
  }

  private static func heading(_ name: String) -> String {
    let words = name.split(separator: "_").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  // MARK: Rows

  mutating func add(_ one: InfluencerFigures) throws(EngineError) {
    guard let newest = one.told.rounds.last else { return }
    let definition = try report.engine.definition(newest.definition)
    let stages = stages(of: one.told.state, definition)
    try addProposal(one, newest, definition, stages["Proposals"])
    addGoods(one, standsThere: stages["Fulfillment"] != nil)
    addProgress(one, newest, stages["Progress"])
    addBalance(one)
    try addConversions(one)
  }

  /// The innermost stages of a state, by the section that each shows in: its own, or that of what is around it.
  private func stages(of state: [Int64], _ definition: Definition) -> [String: [String]] {
    let workflow = definition.workflow
    var titles: [String: [String]] = [:]
    for stage in workflow.innermost(definition.machine.activeStages(state.span)) {
      var place = stage
      while place > 0, workflow.stages[place].section == nil { place = workflow.stages[place].parent }
      guard let section = workflow.stages[place].section else { continue }
      titles[workflow.sections[section], default: []].append(workflow.stages[stage].title)
    }
    return titles
  }

  private mutating func append(_ room: Room, _ row: [ReportValue]) { tables[room]?.append(ReportPage.row(row)) }

  private mutating func count(_ room: Room, _ label: String) {
    if let place = counts[room]?.firstIndex(where: { $0.label == label }) {
      counts[room]![place].count += 1
    } else {
      counts[room, default: []].append((label, 1))
    }
  }

  private mutating func addProposal(
    _ one: InfluencerFigures, _ newest: PersonRow, _ definition: Definition, _ stages: [String]?
  ) throws(EngineError) {
    guard stages != nil || one.accepted != nil else { return }
    for title in stages ?? [] { count(.proposals, title) }
    if one.accepted != nil { count(.proposals, "accepted") }
    let own =
      places[newest.definition]
      ?? terms.map { term in
        definition.workflow.record.firstIndex { $0.name == term.name && $0.type == term.type }
      }
    places[newest.definition] = own
    let values: [ReportValue] = zip(own, terms).map { place, term in
      guard let word = place.flatMap({ definition.machine.recordValue($0, one.told.state.span) }) else {
        return .missing
      }
      return term.type == .date ? .date(CalendarDate(days: Int32(clamping: word))) : .number(Int128(word))
    }
    append(
      .proposals,
      [.text(one.name), .text(one.stages)] + values + [one.accepted.map(ReportValue.date) ?? .missing])
  }

  private mutating func addGoods(_ one: InfluencerFigures, standsThere: Bool) {
    let orders = one.told.things.filter { $0.noun == .order && one.rounds.contains($0.participation) }
    let shipment = one.told.things.last { $0.noun == .shipment && one.rounds.contains($0.participation) }
    guard standsThere || !orders.isEmpty || shipment != nil else { return }
    let order = orders.last
    for status in [order.map { "order \($0.status)" }, shipment.map { "shipment \($0.status)" }] {
      if let status { count(.fulfillment, status) }
    }
    if order == nil { count(.fulfillment, "no order yet") }
    append(
      .fulfillment,
      [
        .text(one.name), .text(one.stages), .number(Int128(orders.count)), .text(order?.status ?? ""),
        order.map { .date(day($0.begun)) } ?? .missing, .text(shipment?.status ?? ""),
      ])
  }

  private mutating func addProgress(_ one: InfluencerFigures, _ newest: PersonRow, _ stages: [String]?) {
    guard let stages else { return }
    for title in stages { count(.progress, title) }
    append(
      .progress,
      [
        .text(one.name), .text(stages.joined(separator: ", ")), .number(Int128(one.pieces.count)),
        one.pieces.compactMap(\.posted).max().map(ReportValue.date) ?? .missing, .date(day(newest.since)),
      ])
  }

  private mutating func addBalance(_ one: InfluencerFigures) {
    var (owed, commission, paid) = (Int64(0), Int64(0), Int64(0))
    for balance in one.told.balances where one.rounds.contains(balance.participation) {
      owed += balance.owed
      commission += balance.commission
      paid += balance.paid
    }
    guard owed != 0 || paid != 0 else { return }
    sums.owed += owed
    sums.paid += paid
    append(
      .payments,
      [.text(one.name), .text(one.stages)]
        + [commission, owed - commission, owed, paid, owed - paid].map { .number(Int128($0)) })
  }

  private mutating func addConversions(_ one: InfluencerFigures) throws(EngineError) {
    for thing in one.told.things where thing.noun == .conversion && one.rounds.contains(thing.participation) {
      count(.conversions, thing.status)
      let order = try report.engine.text(thing.key, report.engine.definition(thing.definition))
      append(
        .conversions,
        [
          .text(order ?? "(erased)"), .text(one.name), .date(day(thing.begun)),
          thing[.subtotal].map { .number(Int128($0)) } ?? .missing, .text(thing.status),
        ])
    }
  }

  private func day(_ milliseconds: Int64) -> CalendarDate {
    report.campaign.zone.local(Instant(milliseconds: milliseconds)).date
  }

  // MARK: Sections

  /// A room with its chart and its table; `nil` where nobody is in it.
  func section(_ room: Room) -> (section: HTMLPage.Section, table: PageTable)? {
    guard let table = tables[room]?.finished, table.count > 0 else { return nil }
    let body = chart(room) + table.html + HTMLPage.notes(ReportPage.left(table, room.rawValue) + notes(room))
    return (HTMLPage.Section(id: room.id, title: room.title, body: body), table)
  }

  private func chart(_ room: Room) -> Escaped {
    func said(_ value: Int64) -> String { Digits.grouped(Int128(value), decimals: 0).text }
    func money(_ value: Int64) -> String {
      Digits.grouped(Int128(value), decimals: report.currency.decimals).text + " " + report.currency.code
    }
    let bars = (counts[room] ?? []).map { Charts.Bar($0.label, $0.count, said: said($0.count)) }
    switch room {
    case .proposals: return Charts.rows("Where proposals stand", bars, keys: [])
    case .fulfillment: return Charts.rows("Orders and shipments, by the newest of each influencer", bars, keys: [])
    case .progress: return Charts.rows("Where the work stands", bars, keys: [])
    case .conversions: return Charts.rows("Conversions by what became of them", bars, keys: [])
    case .payments:
      let amounts = [("owed", sums.owed), ("paid", sums.paid), ("balance", sums.owed - sums.paid)]
      return Charts.rows(
        "Owed and paid, \(report.currency.code)",
        amounts.map { Charts.Bar($0.0, $0.1, said: money($0.1)) }, keys: [])
    }
  }

  private func notes(_ room: Room) -> [String] {
    switch room {
    case .proposals: ["everybody who stands in Proposals, and whoever was accepted"]
    case .fulfillment: ["the newest order and the newest shipment of each influencer"]
    case .progress: ["everybody who stands in Progress"]
    case .payments: ["a balance below nought is more than is owed by now, and comes off what is paid next"]
    case .conversions: ["revenue as it was told last; what was voided counts nowhere else"]
    }
  }
}
