import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// A shop's orders as conversions, matched by their discount codes.
///
/// An order is known by its number: the same export twice changes nothing, and an order that comes again after a refund
/// lowers or removes what it was worth.
final class ConversionSink: RowSink {
  private let engine: Engine
  private let campaign: CampaignRow
  private let rows: OrderImport
  private let currency: Currency
  private var recorded = 0
  private var lowered = 0
  private var voided = 0
  private var known = 0
  private var waiting = 0
  private var withoutCode = 0
  private var nothing = 0

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: OrderImport) throws(EngineError) {
    self.engine = engine
    self.campaign = campaign
    self.rows = rows
    currency = try engine.campaign(campaign.id).currency
  }

  let noun = "conversions"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] {
    [
      (recorded, "conversions"), (lowered, "lowered by a refund"), (voided, "voided"), (known, "known already"),
      (waiting, "not paid yet, so they wait"),
      (withoutCode, "orders without a code"), (nothing, "cancelled or refunded before they counted"),
    ]
  }

  func next() throws -> SinkRow? {
    switch try rows.next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      guard let source = rows.lastRow else { return nil }
      return .write(
        reject: { RowReject(source, $0) },
        { [self] () throws(EngineError) in try write(row) })
    }
  }

  func finishBatch() throws(EngineError) {}

  // MARK: One order

  private func write(_ row: OrderRow) throws(EngineError) -> String? {
    guard !row.discountCodes.isEmpty else {
      withoutCode += 1
      return nil
    }
    guard let holder = try holder(of: row.discountCodes) else {
      return "nobody in `\(campaign.name)` holds the code `\(row.discountCodes.joined(separator: "`, `"))`"
    }
    // Without the orders' numbers, which were erased, a refund could not be told from a new sale.
    guard try !isForgotten(holder) else {
      return
        "whoever held the code `\(row.discountCodes.joined(separator: "`, `"))` was forgotten, so nothing more is counted"
    }
    guard row.currency == currency else {
      return "the order is in \(row.currency), and the campaign in \(currency); amounts are never converted"
    }
    let sale = try recorded(row.orderNumber, holder)
    let isKnown = sale != nil
    switch row.standing {
    case .waiting: waiting += 1
    case .full:
      if isKnown {
        known += 1
      } else {
        return try send("conversion.recorded", row, holder, row.subtotal) { self.recorded += 1 }
      }
    case .reduced: return try reduce(row, holder, sale)
    case .void:
      if sale?.isVoided == true {
        known += 1
      } else if isKnown {
        return try send("conversion.voided", row, holder, nil) { self.voided += 1 }
      } else {
        nothing += 1
      }
    }
    return nil
  }

  private func reduce(_ row: OrderRow, _ holder: Holder, _ sale: Engine.RecordedSale?) throws(EngineError) -> String? {
    if sale?.isVoided == true {
      known += 1
      return nil
    }
    // What is left of a sale is owed at the rate with which it was recorded.
    var holder = holder
    if let sale { holder.rate = sale.rate }
    if sale == nil, let reason = try send("conversion.recorded", row, holder, row.subtotal, done: { self.recorded += 1 }) {
      return reason
    }
    let left = max(0, row.subtotal.minorUnits - (row.refunded?.minorUnits ?? 0))
    return try send("conversion.refunded", row, holder, Money(minorUnits: left, currency: row.currency)) {
      self.lowered += 1
    }
  }

  /// The store's number of the kind that codes are.
  private static let codes: Int64 = 0

  private struct Holder {
    var influencer: Int64
    var rate: Int64?
    /// As the store's item has it.
    var code: String
  }

  /// Whoever holds, or held last, the first of an order's codes that is ours.
  private func holder(of codes: [String]) throws(EngineError) -> Holder? {
    do {
      for code in codes {
        guard let item = try engine.store.item(kind: ConversionSink.codes, code: code),
          let participation = item.participation,
          let row = try engine.store.participation(participation), row.campaign == campaign.id
        else { continue }
        return Holder(influencer: row.influencer, rate: item.rate, code: code)
      }
    } catch { throw .store(error) }
    return nil
  }

  /// Everybody in the directory has an id, an email or an account, until they are forgotten.
  private func isForgotten(_ holder: Holder) throws(EngineError) -> Bool {
    do {
      guard let record = try engine.store.influencer(holder.influencer) else { return true }
      return record.external == nil && record.email == nil && record.accounts.isEmpty && record.firstName == nil
    } catch { throw .store(error) }
  }

  /// What was recorded of an order, in this round or an earlier one; `nil` where nothing was.
  private func recorded(_ order: String, _ holder: Holder) throws(EngineError) -> Engine.RecordedSale? {
    try engine.recordedSale(order, of: holder.influencer, in: campaign.id)
  }

  private func send(
    _ event: String, _ row: OrderRow, _ holder: Holder, _ subtotal: Money?, done: () -> Void
  ) throws(EngineError) -> String? {
    var payload = [WrittenValue(name: "conversion", text: row.orderNumber)]
    if let subtotal {
      payload += [
        WrittenValue(name: "subtotal", text: subtotal.description), WrittenValue(name: "item", text: "discount"),
      ]
      if event == "conversion.recorded" { payload.append(WrittenValue(name: "code", text: holder.code)) }
      if let rate = holder.rate {
        payload.append(WrittenValue(name: "rate", text: Percent(millionths: rate).description))
      }
    }
    let key = "\(campaign.id)/\(event)/\(row.orderNumber)/\(subtotal?.minorUnits ?? 0)"
    let command = Command(
      source: .importer, key: key, campaign: campaign.id, influencer: holder.influencer, event: event, role: "store",
      at: row.paidAt ?? row.createdAt, payload: payload)
    let reply = try engine.submit(command)
    switch reply.outcome {
    case .taken, .handled: done()
    case .repeated: known += 1
    case .ignored, .refused, .setAside: return reply.reason
    }
    return nil
  }
}
