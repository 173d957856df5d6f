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
  private let codes: CodeHolders
  private var newest: [(name: String, value: String)] = []
  /// Who brought each order that is known; read when the first change asks.
  private var holders: [String: [Int64]]?

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: ConversionImport) throws(EngineError) {
    sender = try ConversionSender(engine, campaign)
    codes = CodeHolders(engine, campaign)
    self.rows = rows
  }

  let noun = "conversions"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { sender.counts }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in
      newest = [
        ("order", row.order), ("influencer", row.email ?? row.influencer ?? ""), ("code", row.code ?? ""),
        ("revenue", row.revenue?.description ?? ""), ("rate", row.rate?.description ?? ""),
        ("counts as", "\(row.standing)"),
      ].filter { !$0.1.isEmpty }
      return try write(row)
    }
  }

  private func write(_ row: ConversionRow) throws(EngineError) -> String? {
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
      return try row.revenue.flatMap { (revenue) throws(EngineError) in try sender.record(told, revenue) }
    case .changed:
      return try row.revenue.flatMap { (revenue) throws(EngineError) in try sender.change(told, to: revenue) }
    case .void:
      // A list of ours tells what a voided order was worth, so that it is there to be seen.
      if row.item != nil, let revenue = row.revenue, try sender.sale(told) == nil,
        let reason = try sender.record(told, revenue)
      {
        return reason
      }
      return try sender.void(told)
    }
  }

  /// Why an order came too late behind the click that it is counted for, by the terms of the link's group.
  private func lateness(_ row: ConversionRow, _ influencer: Int64) throws(EngineError) -> String? {
    guard row.item == "link", let clicked = row.clicked, let date = row.date,
      let own = try engine.participation(of: influencer, in: sender.campaign.id),
      let link = try engine.asking({ (store) throws(StoreError) in try store.held(own.id, kind: 1) }),
      let group = try engine.group(link.group), let days = group.terms.attribution,
      date.milliseconds - clicked.milliseconds > days * 86_400_000
    else { return nil }
    return
      "order `\(row.order)` came more than \(days) days after the click, and links of `\(group.name)` count no longer than that"
  }

  // MARK: Who brought it

  private enum Found { case one(Int64), reason(String) }
  private enum Sale { case sale(ConversionSender.Told), reason(String) }

  /// What a row tells: by its code, else by whoever it names, else by whoever has brought the order.
  private func told(_ row: ConversionRow) throws(EngineError) -> Sale {
    func sale(_ influencer: Int64, _ item: String?, _ rate: Percent?) -> Sale {
      .sale(
        ConversionSender.Told(
          order: row.order, influencer: influencer, item: item, code: row.code, rate: rate, at: row.date))
    }
    let isNamed = row.email != nil || row.influencer != nil
    let named = try isNamed ? find(row) : row.code == nil ? holder(of: row.order) : nil
    guard let code = row.code else {
      switch named {
      case .one(let influencer): return sale(influencer, row.item, row.rate)
      case .reason(let reason): return .reason(reason)
      case nil: return .reason("the row does not say who brought the order")
      }
    }
    switch (try codes.find([code], row.order, row.date), named) {
    case (.holder(let holder), .one(let other)) where other != holder.influencer:
      return .reason(
        "the code `\(code)` is that of `\(try Directory(engine).name(holder.influencer))`, and the row names somebody else; correct one of the two"
      )
    case (.holder(let holder), _):
      return sale(holder.influencer, "discount", row.rate ?? holder.rate.map { Percent(millionths: $0) })
    case (.reason, .one(let influencer)): return sale(influencer, row.item ?? "discount", row.rate)
    case (.reason(let reason), _): return .reason(reason)
    }
  }

  private func find(_ row: ConversionRow) throws(EngineError) -> Found {
    let name = row.email ?? row.influencer ?? ""
    switch try Directory(engine).find(name, in: sender.campaign.id) {
    case .one(let id):
      let takesPart = try engine.participation(of: id, in: sender.campaign.id) != nil
      return takesPart ? .one(id) : .reason("`\(name)` does not take part in `\(sender.campaign.name)`")
    case .none: return .reason("nobody in `\(sender.campaign.name)` is called `\(name)`; write an email or a handle")
    case .several(let ids): return .reason("\(ids.count) influencers are called `\(name)`; write an email or a handle")
    }
  }

  /// Whoever brought an order that is known already.
  private func holder(of order: String) throws(EngineError) -> Found {
    if holders == nil { holders = try WorkRoom(engine, campaign: sender.campaign.id).holdersOfConversions() }
    guard let ids = holders?[order], let id = ids.first else {
      return .reason("no conversion of `\(sender.campaign.name)` has the order `\(order)`")
    }
    return ids.count == 1 ? .one(id) : .reason("\(ids.count) influencers have an order `\(order)`; change each by hand")
  }
}
