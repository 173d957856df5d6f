import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Sends what files tell of conversions to the engine, and counts what came of it.
///
/// An order is known by its number: told again it changes nothing, and after a refund it lowers or removes what it was worth.
final class ConversionSender {
  let engine: Engine
  let campaign: CampaignRow
  let currency: Currency
  private var recorded = 0
  private var lowered = 0
  private var raised = 0
  private var voided = 0
  private var known = 0
  private var waiting = 0
  private var nothing = 0
  private var elsewhere = 0
  private var unknownCode = 0
  private var atTodaysRate = 0
  private var voidedBefore = 0
  /// What has to be said of single rows that were taken.
  private(set) var remarks = ImportRemarks()

  init(_ engine: Engine, _ campaign: CampaignRow) throws(EngineError) {
    self.engine = engine
    self.campaign = campaign
    currency = try engine.campaign(campaign.id).currency
  }

  var counts: [(count: Int, words: String)] {
    [
      (recorded, "conversions"), (lowered, "lowered by a refund"),
      (raised, "worth more than before"), (voided, "voided"), (known, "known already"),
      (waiting, "not paid yet, so they wait"), (nothing, "cancelled or refunded before they counted"),
      (voidedBefore, "voided before they were recorded, so nothing is owed for them"),
      (elsewhere, "of a number that counts in another campaign too"),
      (unknownCode, "by a code that no group has, so they count for whoever the row names"),
      (
        atTodaysRate,
        "at the rate that their influencer's code or link has today, since the row tells neither a rate nor a code that is known"
      ),
    ]
  }

  /// One conversion as a file tells of it.
  struct Told {
    /// The row that tells of it.
    var row = 0
    var order: String
    var influencer: Int64
    /// `discount` or `link`; `nil` where the file does not say.
    var item: String?
    /// The code that brought it, as it is given out.
    var code: String?
    var rate: Percent?
    var at: ToldTime?
    /// Whether nothing is to be added to what is told: a rate that is not there is none.
    var isWhole = false
  }

  /// What was recorded of an order, in this round or an earlier one; `nil` where nothing was.
  func sale(_ told: Told) throws(EngineError) -> Engine.RecordedSale? {
    try engine.recordedSale(told.order, of: told.influencer, in: campaign.id)
  }

  func wait() { waiting += 1 }

  /// Counts an order of which nothing new can be told.
  func pass() { known += 1 }

  /// Records an order that counts; the reason why not, where it is left out.
  func record(_ told: Told, _ subtotal: Money) throws(EngineError) -> String? {
    if let sale = try sale(told) {
      if sale.isOnlyVoided {
        voidedBefore += 1
        remarks.add(
          try
            "row \(told.row): the order `\(told.order.prefix(60))` was voided before it was recorded; if it counts all the same: `restore \(engine.typedName(told.influencer)) conversion \"\(told.order.prefix(60))\" subtotal \(subtotal)`"
        )
        return nil
      }
      if let reason = try differs(sale, told, subtotal) { return reason }
      known += 1
      return nil
    }
    return try send("conversion.recorded", told, subtotal) { self.recorded += 1 }
  }

  /// Lowers what an order is worth to what is left of it. It never raises it: what was given back by hand, or is told by a
  /// newer file, stays given back when an older file comes again.
  func reduce(_ told: Told, from subtotal: Money, to left: Money) throws(EngineError) -> String? {
    let sale = try sale(told)
    if sale?.isOnlyVoided == true { return try record(told, subtotal) }
    if sale == nil, let reason = try record(told, subtotal) { return reason }
    if let sale, sale.isVoided { return try lost(sale, told, left) }
    if let sale, let worth = sale.worth, worth <= left.minorUnits {
      if sale.recorded != subtotal.minorUnits, let reason = try differs(sale, told, left) { return reason }
      known += 1
      return nil
    }
    return try change(told, to: left)
  }

  /// Gives a recorded order another worth; what is left is owed at the rate with which it was recorded.
  func change(_ told: Told, to amount: Money) throws(EngineError) -> String? {
    var told = told
    let sale = try sale(told)
    if let sale {
      if sale.isVoided { return try lost(sale, told, amount) }
      guard sale.worth != amount.minorUnits else {
        known += 1
        return nil
      }
      told.rate = sale.rate.map { Percent(millionths: $0) }
    }
    let rises = sale?.worth.map { amount.minorUnits > $0 } ?? false
    return try send("conversion.refunded", told, amount, after: sale) {
      if rises { self.raised += 1 } else { self.lowered += 1 }
    }
  }

  /// That a refund of a voided order is kept nowhere, so that restoring the order would count too much of it; `nil` where it
  /// would not, or where nothing is left to count.
  private func lost(_ sale: Engine.RecordedSale, _ told: Told, _ left: Money) throws(EngineError) -> String? {
    guard left.minorUnits > 0, let before = sale.beforeVoid, before > left.minorUnits else {
      known += 1
      return nil
    }
    return try
      "the order `\(told.order.prefix(60))` is voided, so the refund that leaves \(left) of it is not kept; if it is to count after all: `restore \(engine.typedName(told.influencer)) conversion \"\(told.order.prefix(60))\" subtotal \(left)`"
  }

  private func differs(
    _ sale: Engine.RecordedSale, _ told: Told, _ subtotal: Money
  ) throws(EngineError) -> String? {
    try engine.amountDiffers(sale, told.order, of: told.influencer, in: campaign.id, told: subtotal.minorUnits)
  }

  /// Removes what an order was worth. One that never counted is voided as well, so that it does not count either once an older
  /// file brings it.
  func void(_ told: Told) throws(EngineError) -> String? {
    guard let sale = try sale(told) else {
      return try send("conversion.voided", told, nil) { self.nothing += 1 }
    }
    guard !sale.isVoided else {
      known += 1
      return nil
    }
    return try send("conversion.voided", told, nil, after: sale) { self.voided += 1 }
  }

  /// Why amounts in a currency cannot be counted here; `nil` where they can.
  func problem(with other: Currency) -> String? {
    other == currency
      ? nil : "the order is in \(other), and the campaign in \(currency); amounts are never converted"
  }

  /// A change of an order is known by what it follows: the same worth may come back after another one.
  private func send(
    _ event: String, _ told: Told, _ subtotal: Money?, after sale: Engine.RecordedSale? = nil, done: () -> Void
  ) throws(EngineError) -> String? {
    var payload = [WrittenValue(name: "conversion", text: told.order)]
    if let subtotal {
      payload.append(WrittenValue(name: "subtotal", text: subtotal.description))
      if event == "conversion.recorded", let code = told.code {
        // Where the workflow has a word for the code, the engine looks at it.
        if try carriesCodes(told) {
          payload.append(WrittenValue(name: "code", text: code))
        } else if let reason = try codeProblem(told) {
          return reason
        }
      }
      if let item = told.item { payload.append(WrittenValue(name: "item", text: item)) }
      if let rate = told.rate { payload.append(WrittenValue(name: "rate", text: rate.description)) }
    }
    let place = sale.flatMap { sale in sale.worth.map { _ in "/\(sale.newest)" } } ?? ""
    // All that is told is in the key, so that no two rows share one.
    let values = payload.map(\.text).joined(separator: "/")
    let key = "\(campaign.id)/\(event)/\(told.influencer)/\(values)\(place)"
    var command = Command(
      source: .importer, key: key, campaign: campaign.id, influencer: told.influencer, event: event, role: "store",
      at: told.at?.instant, payload: payload)
    (command.isDay, command.isWhole) = (told.at?.isDay ?? false, told.isWhole)
    let reply = try engine.submit(command)
    switch reply.outcome {
    case .taken, .handled:
      done()
      if event == "conversion.recorded" { try countGuesses(told) }
      if reply.countsElsewhere { elsewhere += 1 }
    case .repeated where reply.reason.isEmpty || reply.reason == Reply.takenBefore: known += 1
    case .repeated, .ignored, .refused, .setAside: return reply.reason
    }
    return nil
  }

  /// What was guessed of a sale that was recorded: whose code it was, or which rate it has.
  private func countGuesses(_ told: Told) throws(EngineError) {
    let isKnown = try told.code.map { (code) throws(EngineError) in try engine.holders(ofCode: code) != nil } ?? false
    if told.code != nil, !isKnown { unknownCode += 1 }
    if !isKnown, told.rate == nil, !told.isWhole, try sale(told)?.rate != nil { atTodaysRate += 1 }
  }

  /// Why an order does not count by its code.
  private func codeProblem(_ told: Told) throws(EngineError) -> String? {
    try engine.codeProblem(
      Engine.ToldSale(
        order: told.order, influencer: told.influencer, campaign: campaign.id, code: told.code,
        at: told.at ?? ToldTime(engine.clock.now)))
  }

  /// Older workflows have no word for the code that brought an order.
  private func carriesCodes(_ told: Told) throws(EngineError) -> Bool {
    guard let row = try engine.participation(of: told.influencer, in: campaign.id) else { return false }
    let events = try engine.definition(row.definition).workflow.events
    return events.contains { $0.path == "conversion.recorded" && $0.payload.contains { $0.name == "code" } }
  }
}
