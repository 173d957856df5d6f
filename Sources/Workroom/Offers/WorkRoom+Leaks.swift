package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
package import WorkroomValues

/// Signs that a code has leaked to people whom its influencer does not reach.
package enum LeakSign: Equatable {
  /// Orders with the code, and not one click on the influencer's link, while clicks of others are known.
  case withoutClick
  /// A day with at least `ordersMin` orders, and with at least `timesMin` times as many as a day had before it, on the
  /// average of the `daysBefore` days before.
  case spike(CalendarDate, orders: Int64)

  package static let ordersMin: Int64 = 10
  package static let timesMin: Int64 = 5
  package static let daysBefore: Int32 = 14

  /// The day with the most orders among those that are spikes.
  static func spike(in orders: [CalendarDate: Int64]) -> LeakSign? {
    let days = orders.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    for (day, count) in days where count >= ordersMin {
      let before = (1...daysBefore).reduce(Int64(0)) { $0 + (orders[CalendarDate(days: day.days - $1)] ?? 0) }
      // Both sides times the number of days, so that nothing is rounded.
      if count * Int64(daysBefore) >= timesMin * before { return .spike(day, orders: count) }
    }
    return nil
  }

  var words: String {
    switch self {
    case .withoutClick: "used without a click"
    case .spike(let day, let orders): "\(orders) orders on \(day)"
    }
  }
}

extension WorkRoom {
  /// What was sold with the codes of each participation.
  struct CodeUse {
    var orders: Int64 = 0
    var revenue: Int64 = 0
    var days: [CalendarDate: Int64] = [:]
  }

  /// The signs of each participation whose code was used, by its number.
  func leakSigns() throws(EngineError) -> (signs: [Int64: [LeakSign]], uses: [Int64: CodeUse], clicks: [Int64: Int64]) {
    let id = campaign.row.id
    let told = try engine.asking { (store) throws(StoreError) in try store.clicks(ofCampaign: id) }
    var (clicks, uses): ([Int64: Int64], [Int64: CodeUse]) = ([:], [:])
    for (participation, count) in told { clicks[newest[participation]?.id ?? participation, default: 0] += count }
    for object in try objects("conversion") where object.status != "voided" {
      let history = try history(of: object)
      guard history.texts["item"] != "link", let row = newest[object.participation] else { continue }
      let day = campaign.zone.local(Instant(milliseconds: history.first)).date
      uses[row.id, default: CodeUse()].orders += 1
      uses[row.id]?.revenue += history.words["subtotal"] ?? 0
      uses[row.id]?.days[day, default: 0] += 1
    }
    let links = Set(try heldItems().filter { $0.value[1] != nil }.keys)
    var signs: [Int64: [LeakSign]] = [:]
    for (participation, use) in uses {
      var own: [LeakSign] = []
      if !clicks.isEmpty, links.contains(participation), clicks[participation] ?? 0 == 0 { own.append(.withoutClick) }
      if let spike = LeakSign.spike(in: use.days) { own.append(spike) }
      if !own.isEmpty { signs[participation] = own }
    }
    return (signs, uses, clicks)
  }

  /// Codes that may have leaked, most orders first.
  package func leaksSheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Leaks",
      columns: [
        .init("Influencer", priority: 9), .init("Code", priority: 8), .init("Orders", .number, priority: 6),
        .init("Revenue", .money, priority: 5), .init("Clicks", .number, priority: 4), .init("Sign", priority: 7),
      ])
    let (signs, uses, clicks) = try leakSigns()
    let held = try heldItems()
    let rows = participations.filter { signs[$0.id] != nil }.sorted { a, b in
      let (left, right) = (uses[a.id]?.orders ?? 0, uses[b.id]?.orders ?? 0)
      return left != right ? left > right : a.id < b.id
    }
    for row in rows {
      let use = uses[row.id] ?? CodeUse()
      sheet.rows.append([
        .text(name(row)), .text(held[row.id]?[0]?.code ?? ""), .number(use.orders),
        .money(Money(minorUnits: use.revenue, currency: campaign.currency)),
        clicks.isEmpty ? .nothing : .number(clicks[row.id] ?? 0),
        .text((signs[row.id] ?? []).map(\.words).joined(separator: "; ")),
      ])
    }
    sheet.notes = [
      "\(rows.count) of \(uses.count.counted("code that was used shows", rows.count == 1 ? "codes that were used shows" : "codes that were used show")) a sign",
      "a day counts with \(LeakSign.ordersMin) orders or more, \(LeakSign.timesMin) times what the \(LeakSign.daysBefore) days before it had on average"
        + (clicks.isEmpty ? "; `workroom import clicks` tells which were used without a click" : ""),
    ]
    if !rows.isEmpty {
      sheet.notes.append("`disable discount NAME because \"fraud\" since DAY` voids what a code sold from that day on")
    }
    return sheet
  }
}
