import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// A shop's orders as conversions, matched by their discount codes.
final class OrderSink: RowSink {
  private let sender: ConversionSender
  private let holders: CodeHolders
  private let rows: OrderImport
  private var withoutCode = 0
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ campaign: CampaignRow, _ rows: OrderImport) throws(EngineError) {
    sender = try ConversionSender(engine, campaign)
    holders = CodeHolders(engine, campaign)
    self.rows = rows
  }

  let noun = "conversions"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { sender.counts + [(withoutCode, "orders without a code")] }
  var remarks: ImportRemarks { sender.remarks }
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
    let at = row.soldAt.map { ToldTime($0, isDay: row.isDay) }
    let holder: CodeHolders.Holder
    switch try holders.find(row.discountCodes, row.orderNumber, at) {
    case .holder(let found): holder = found
    case .reason(let reason): return reason
    }
    if let problem = sender.problem(with: row.currency) { return problem }
    let told = ConversionSender.Told(
      row: row.row, order: row.orderNumber, influencer: holder.influencer, item: "discount",
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
}
