import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// A shop's orders as conversions, matched by their discount codes.
final class OrderSink: RowSink {
  private let sender: ConversionSender
  private var engine: Engine { sender.engine }
  private let rows: OrderImport
  private var withoutCode = 0
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: OrderImport) throws(EngineError) {
    sender = try ConversionSender(engine, campaign)
    self.rows = rows
  }

  let noun = "conversions"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { sender.counts + [(withoutCode, "orders without a code")] }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in
      newest = [
        ("order", row.orderNumber), ("code", row.discountCodes.joined(separator: ", ")),
        ("subtotal", row.subtotal.description), ("counts as", "\(row.standing)"),
      ]
      return try write(row)
    }
  }

  private func write(_ row: OrderRow) throws(EngineError) -> String? {
    guard !row.discountCodes.isEmpty else {
      withoutCode += 1
      return nil
    }
    let codes = row.discountCodes.joined(separator: "`, `")
    let at = row.paidAt ?? row.createdAt
    guard let holder = try holder(of: row.discountCodes, at) else {
      return "nobody in `\(sender.campaign.name)` holds the code `\(codes)`"
    }
    if let reason = try elsewhere(holder, row.orderNumber, at) { return reason }
    // Without the orders' numbers, which were erased, a refund could not be told from a new sale.
    guard try !isForgotten(holder.influencer) else {
      return "whoever held the code `\(codes)` was forgotten, so nothing more is counted"
    }
    if let problem = sender.problem(with: row.currency) { return problem }
    if row.standing == .full, let reason = outsideDates(holder, at) { return reason }
    let told = ConversionSender.Told(
      order: row.orderNumber, influencer: holder.influencer, item: "discount",
      code: holder.code, rate: holder.rate.map { Percent(millionths: $0) }, at: at)
    switch row.standing {
    case .waiting:
      sender.wait()
      return nil
    case .full: return try sender.record(told, row.subtotal)
    case .reduced:
      let left = max(0, row.subtotal.minorUnits - (row.refunded?.minorUnits ?? 0))
      return try sender.reduce(told, from: row.subtotal, to: Money(minorUnits: left, currency: row.currency))
    case .void: return try sender.void(told)
    }
  }

  /// The store's number of the kind that codes are.
  private static let codes: Int64 = 0

  private struct Holder {
    var influencer: Int64
    /// The campaign in which the code is held.
    var campaign: Int64
    var rate: Int64?
    /// As the file has it.
    var code: String
    var starts: Int64?
    var ends: Int64?
  }

  /// Whoever holds, or held last, the first of an order's codes that is ours: held in this campaign, or in one whose sales of
  /// that influencer count here by then.
  private func holder(of codes: [String], _ at: Instant?) throws(EngineError) -> Holder? {
    for code in codes {
      guard
        let item = try engine.asking({ (store) throws(StoreError) in try store.item(kind: OrderSink.codes, code: code) }
        ),
        let id = item.participation,
        let row = try engine.asking({ (store) throws(StoreError) in try store.participation(id) })
      else { continue }
      let isHere = row.campaign == sender.campaign.id
      guard try isHere ? true : attributed(row.influencer, row.campaign, at) == sender.campaign.id else { continue }
      return Holder(
        influencer: row.influencer, campaign: row.campaign, rate: item.rate, code: code, starts: item.starts,
        ends: item.ends)
    }
    return nil
  }

  private func attributed(_ influencer: Int64, _ campaign: Int64, _ at: Instant?) throws(EngineError) -> Int64 {
    try engine.attributed(influencer, from: campaign, at: (at ?? engine.clock.now).milliseconds)
  }

  /// Why an order counts in another campaign, since what the influencer brings has moved; `nil` where it counts here. What
  /// was recorded before stays where it was.
  private func elsewhere(_ holder: Holder, _ order: String, _ at: Instant?) throws(EngineError) -> String? {
    let here = sender.campaign.id
    if holder.campaign != here {
      guard try engine.recordedSale(order, of: holder.influencer, in: holder.campaign) != nil else { return nil }
      return "the order counts in `\(try engine.campaign(holder.campaign).row.name)` already"
    }
    let target = try attributed(holder.influencer, holder.campaign, at)
    guard target != here, try engine.recordedSale(order, of: holder.influencer, in: here) == nil else { return nil }
    return
      "what `\(try Directory(engine).name(holder.influencer))` sells by then counts in `\(try engine.campaign(target).row.name)`; import the file there"
  }

  /// Why an order does not count by its day: the code was not valid yet, or no longer; `nil` where it does.
  private func outsideDates(_ holder: Holder, _ at: Instant?) -> String? {
    guard let at else { return nil }
    if let starts = holder.starts, at.milliseconds < starts {
      return "the code `\(holder.code)` counts from \(Instant(milliseconds: starts)) on, and the order is of \(at)"
    }
    if let ends = holder.ends, at.milliseconds >= ends {
      return "the code `\(holder.code)` ended at \(Instant(milliseconds: ends)), and the order is of \(at)"
    }
    return nil
  }

  private func isForgotten(_ influencer: Int64) throws(EngineError) -> Bool {
    do { return try engine.store.influencer(influencer)?.isForgotten ?? true } catch { throw .store(error) }
  }
}
