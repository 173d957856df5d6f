import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Conversions from a list that says who brought them, and changes of known ones.
final class ConversionSink: RowSink {
  private let sender: ConversionSender
  private var engine: Engine { sender.engine }
  private let rows: ConversionImport
  private let codes, links: CodeHolders
  private var newest: [(name: String, value: String)] = []
  /// Who brought each order that is known; read when the first change asks.
  private var holders: [String: [Int64]]?

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: ConversionImport) throws(EngineError) {
    sender = try ConversionSender(engine, campaign)
    codes = CodeHolders(engine, campaign)
    links = CodeHolders(engine, campaign, of: "link")
    self.rows = rows
  }

  let noun = "conversions"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { WorkRoom.conversionHeadings }
  var counts: [(count: Int, words: String)] { sender.counts }
  var remarks: ImportRemarks { sender.remarks }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in
      newest = [
        ("order", row.order), ("influencer", row.email ?? row.influencer ?? ""), ("code", row.code ?? ""),
        ("link", row.link ?? ""),
        ("revenue", row.revenue?.description ?? ""), ("refunded", row.refunded?.description ?? ""),
        ("rate", row.rate?.description ?? ""),
        ("counts as", "\(row.standing)"),
      ].filter { !$0.1.isEmpty }
      return try write(row)
    }
  }

  private func write(_ row: ConversionRow) throws(EngineError) -> String? {
    // A list of ours tells of orders of whoever was forgotten, which have no number any more.
    if row.order == OrderNumber.erased {
      sender.pass()
      return nil
    }
    if let revenue = row.revenue, let problem = sender.problem(with: revenue.currency) { return problem }
    let told: ConversionSender.Told
    switch try self.told(row) {
    case .sale(let found): told = found
    case .reason(let reason): return reason
    }
    switch row.standing {
    case .waiting:
      sender.wait()
      return nil
    case .counts:
      if let reason = try lateness(row, told.influencer) { return reason }
      guard let revenue = row.revenue, let left = row.left else { return nil }
      // A list of ours tells what an order was recorded with, and what is left of it; others tell what was given back.
      let recorded = row.recorded ?? revenue
      return try recorded == left ? sender.record(told, recorded) : sender.reduce(told, from: recorded, to: left)
    case .changed:
      return try row.revenue.flatMap { (revenue) throws(EngineError) in try sender.change(told, to: revenue) }
    case .void:
      // A list of ours tells what a voided order was worth, so that it is there to be seen.
      if row.isListed || row.item != nil, let revenue = row.revenue, try sender.sale(told) == nil {
        let recorded = row.recorded ?? revenue
        if let reason = try sender.record(told, recorded) { return reason }
        if recorded != revenue, let reason = try sender.change(told, to: revenue) { return reason }
      }
      return try sender.void(told)
    }
  }

  /// Why an order cannot be counted for the click that it is counted for: it came before it, or too late behind it by the
  /// terms of the link's group. Days are those of the campaign's time zone.
  private func lateness(_ row: ConversionRow, _ influencer: Int64) throws(EngineError) -> String? {
    guard row.item == "link" || (row.item == nil && row.code == nil), let clicked = row.clicked else { return nil }
    let terms = try linkTerms(of: influencer)
    guard let date = row.date else {
      return terms.map { _ in "order `\(row.order)` tells when the click was, and not when it came in; write its date" }
    }
    let zone = try engine.campaign(sender.campaign.id).zone
    let (click, order) = (zone.local(clicked), zone.local(date))
    let isBefore = row.isDay || row.isClickDay ? order.date < click.date : date < clicked
    if isBefore { return "order `\(row.order)` came before the click that it is counted for; correct one of the two" }
    guard let (days, group) = terms else { return nil }
    let last = CalendarDate(days: click.date.days + Int32(clamping: days))
    let isLate =
      order.date > last
      || (order.date == last && !row.isDay && !row.isClickDay && order.milliseconds > click.milliseconds)
    return isLate
      ? "order `\(row.order)` came more than \(days) days after the click, and links of `\(group)` count no longer than that"
      : nil
  }

  /// For how many days after a click an order counts for the link that somebody has, and the name of its group; `nil` where
  /// nothing says so.
  private func linkTerms(of influencer: Int64) throws(EngineError) -> (days: Int64, group: String)? {
    guard let own = try engine.participation(of: influencer, in: sender.campaign.id),
      let link = try engine.asking({ (store) throws(StoreError) in try store.lastItem(own.id, kind: 1) }),
      let group = try engine.group(link.group), let days = group.terms.attribution
    else { return nil }
    return (days, group.name)
  }

  // MARK: Who brought it

  private enum Found { case one(Int64), reason(String) }
  private enum Sale { case sale(ConversionSender.Told), reason(String) }

  /// What a row tells: by its code or its link, else by whoever it names, else by whoever has brought the order.
  private func told(_ row: ConversionRow) throws(EngineError) -> Sale {
    let time = row.date.map { ToldTime($0, isDay: row.isDay) }
    func sale(_ influencer: Int64, _ item: String?, _ rate: Percent?) -> Sale {
      .sale(
        ConversionSender.Told(
          row: row.row, order: row.order, influencer: influencer, item: item, code: row.code, rate: rate, at: time,
          isWhole: row.recorded != nil))
    }
    let isNamed = row.email != nil || row.influencer != nil
    let named = try isNamed ? find(row) : row.code == nil && row.link == nil ? holder(of: row.order) : nil
    // A code says more than a link: who used both counts for the code.
    guard let code = row.code ?? row.link else {
      switch named {
      // Whoever tells of a click tells of a link.
      case .one(let influencer): return sale(influencer, row.item ?? (row.clicked == nil ? nil : "link"), row.rate)
      case .reason(let reason): return .reason(reason)
      case nil: return .reason("the row does not say who brought the order")
      }
    }
    let (what, item) = row.code == nil ? ("link", "link") : ("code", "discount")
    switch (try (row.code == nil ? links : codes).find([code], row.order, time), named) {
    case (.holder(let holder), .one(let other)) where other != holder.influencer:
      return .reason(
        "the \(what) `\(code)` is that of `\(try Directory(engine).name(holder.influencer))`, and the row names somebody else; correct one of the two"
      )
    case (.holder(let holder), _):
      return sale(holder.influencer, item, row.rate ?? holder.rate.map { Percent(millionths: $0) })
    case (.reason, .one(let influencer)):
      let clicked = row.clicked == nil ? nil : "link"
      return sale(influencer, row.item ?? (row.code == nil ? clicked : item), row.rate)
    case (.reason(let reason), _): return .reason(reason)
    }
  }

  private func find(_ row: ConversionRow) throws(EngineError) -> Found {
    let name = row.email ?? row.influencer ?? ""
    switch try Directory(engine).find(name, in: sender.campaign.id) {
    case .one(let id):
      let takesPart = try engine.participation(of: id, in: sender.campaign.id) != nil
      return takesPart ? .one(id) : .reason("`\(name)` does not take part in `\(sender.campaign.name)`")
    case .none:
      // Whoever was forgotten is called nothing any more, and what they brought is known by its number.
      let forgotten = try engine.forgottenHolders(of: row.order, in: sender.campaign.id)
      if forgotten.count == 1 { return .one(forgotten[0]) }
      return .reason("nobody in `\(sender.campaign.name)` is called `\(name)`; write an email or a handle")
    case .several(let ids): return .reason("\(ids.count) influencers are called `\(name)`; write an email or a handle")
    }
  }

  /// Whoever brought an order that is known already.
  private func holder(of order: String) throws(EngineError) -> Found {
    if holders == nil { holders = try WorkRoom(engine, campaign: sender.campaign.id).holdersOfConversions() }
    let living = holders?[order] ?? holders?[OrderNumber.other(order)] ?? []
    let ids = try living + engine.forgottenHolders(of: order, in: sender.campaign.id)
    guard let id = ids.first else {
      return .reason("no conversion of `\(sender.campaign.name)` has the order `\(order)`")
    }
    return ids.count == 1 ? .one(id) : .reason("\(ids.count) influencers have an order `\(order)`; change each by hand")
  }
}
