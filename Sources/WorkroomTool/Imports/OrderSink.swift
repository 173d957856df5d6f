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
    guard let holder = try holder(of: row.discountCodes) else {
      return "nobody in `\(sender.campaign.name)` holds the code `\(codes)`"
    }
    // Without the orders' numbers, which were erased, a refund could not be told from a new sale.
    guard try !isForgotten(holder.influencer) else {
      return "whoever held the code `\(codes)` was forgotten, so nothing more is counted"
    }
    if let problem = sender.problem(with: row.currency) { return problem }
    if row.standing == .full, let reason = outsideDates(holder, row.paidAt ?? row.createdAt) { return reason }
    let told = ConversionSender.Told(
      order: row.orderNumber, influencer: holder.influencer, item: "discount",
      code: holder.code, rate: holder.rate.map { Percent(millionths: $0) }, at: row.paidAt ?? row.createdAt)
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
    var rate: Int64?
    /// As the file has it.
    var code: String
    var starts: Int64?
    var ends: Int64?
  }

  /// Whoever holds, or held last, the first of an order's codes that is ours.
  private func holder(of codes: [String]) throws(EngineError) -> Holder? {
    do {
      for code in codes {
        guard let item = try engine.store.item(kind: OrderSink.codes, code: code),
          let participation = item.participation,
          let row = try engine.store.participation(participation), row.campaign == sender.campaign.id
        else { continue }
        return Holder(influencer: row.influencer, rate: item.rate, code: code, starts: item.starts, ends: item.ends)
      }
    } catch { throw .store(error) }
    return nil
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
