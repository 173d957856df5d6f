import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Conversions: at which rate one is refunded, and what a code's fraud takes back.
extension Engine {
  /// What is known of an order that was recorded.
  package struct RecordedSale: Sendable {
    /// The rate with which it was recorded, in millionths of a per cent; `nil` where it had none.
    package var rate: Int64?
    package var isVoided: Bool
    /// Whether a shop voided it before anybody told what it was worth.
    package var isOnlyVoided: Bool
    /// What it is worth now, in the campaign's currency; `nil` where no books tell it.
    package var worth: Int64?
    /// What it was worth when it was voided; `nil` where it counts, and where nobody told.
    package var beforeVoid: Int64?
    /// What it was recorded with, in the campaign's currency; `nil` where nobody told.
    package var recorded: Int64?
    /// The newest row of the log that is about it.
    package var newest: Int64
  }

  /// What was recorded of an order of an influencer, in this round or an earlier one; `nil` where nothing was.
  package func recordedSale(
    _ order: String, of influencer: Int64, in campaign: Int64
  ) throws(EngineError) -> RecordedSale? {
    guard let row = try participation(of: influencer, in: campaign, recording: "conversion", order) else {
      let other = OrderNumber.other(order)
      let isKnown = try participation(of: influencer, in: campaign, recording: "conversion", other) != nil
      return try isKnown ? recordedSale(other, of: influencer, in: campaign) : nil
    }
    let known = try stored { () throws(StoreError) in try store.findText(order, person: influencer) }
    let erased = try known == nil ? erasedText(order, "conversion", row) : nil
    guard let key = try definition(row.definition).machine.textWord(order) ?? known ?? erased,
      let object = try stored({ () throws(StoreError) in try store.object(row.id, "conversion", key) }),
      let told = try stored({ () throws(StoreError) in try store.row(object.log) })
    else { return nil }
    let event = try definition(told.definition).workflow.events[Int(told.event)]
    let worth = try worth(ofSale: key, row)
    let isVoided = object.status == "voided"
    return try RecordedSale(
      rate: told.value("rate", event), isVoided: isVoided,
      isOnlyVoided: isVoided && worth == nil && event.path == "conversion.voided", worth: worth,
      beforeVoid: isVoided ? worthBeforeVoid(row.id, key) : nil, recorded: told.value("subtotal", event),
      newest: object.newest)
  }

  /// What a sale of a participation is worth now, in the campaign's currency, by the key of its name; `nil` where no books tell.
  package func worth(ofSale key: Int64, _ row: ParticipationRow) throws(EngineError) -> Int64? {
    let currency = Int64(try campaign(row.campaign).currency.packed)
    return try stored { () throws(StoreError) -> Int64? in
      guard try store.lastSale(row.id, reason: Books.sales, subject: key) != nil else { return nil }
      return try store.booked(row.id, account: LedgerEntry.sold, reason: Books.sales, subject: key, currency: currency)
    }
  }

  /// That an order is told with another amount than it was recorded with, and how it is set right; `nil` where it is not, and
  /// where it was voided.
  package func amountDiffers(
    _ sale: RecordedSale, _ order: String, of influencer: Int64, in campaign: Int64, told: Int64
  ) throws(EngineError) -> String? {
    guard let recorded = sale.recorded, let worth = sale.worth, !sale.isVoided, told != recorded, told != worth else {
      return nil
    }
    let currency = try self.campaign(campaign).currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    let thing = try "\(typedName(influencer)) conversion \"\(order.prefix(60))\""
    let line =
      told < worth
      ? "`refund \(thing) amount \(shown(worth - told))` lowers it"
      : told <= recorded
        ? "`void \(thing)`, and then `restore \(thing) subtotal \(shown(told))`"
        : try
          "nothing is raised above what it was recorded with, so record the rest under a name of its own: `convert \(typedName(influencer)) conversion \"\(order.prefix(60))-2\" subtotal \(shown(told - worth))`"
    let now = worth == recorded ? "" : " and is worth \(shown(worth)) now"
    return
      "the order `\(order.prefix(60))` is recorded with \(shown(recorded))\(now), and here with \(shown(told)); it stays as it is. If \(shown(told)) is right: \(line)"
  }

  /// The rate with which a conversion counted first: a refund and a restoration go by it, whatever the code's rate or what
  /// was sold is by now. Without one it is the share that was owed for it then.
  /// It is `.some(nil)` where it had none, and `nil` where it has not counted yet.
  func recordedRate(_ words: [Int64], _ event: CheckedEvent, _ row: ParticipationRow) throws(EngineError) -> Int64?? {
    guard ["conversion.refunded", "conversion.restored"].contains(event.path),
      let key = event.value("conversion", words),
      let object = try stored({ () throws(StoreError) in try store.object(row.id, "conversion", key) }),
      let first = try stored({ () throws(StoreError) in try store.row(object.log) })
    else { return nil }
    if let rate = try countedRate(first) { return rate }
    // It was voided before it was recorded, and restored since, or not yet.
    for log in try stored({ () throws(StoreError) in try store.rows(ofParticipation: row.id, in: row.campaign) })
    where log.outcome < 2 {
      guard let subject = try definition(log.definition).subject(of: log), subject == ("conversion", key),
        let rate = try countedRate(log)
      else { continue }
      return rate
    }
    return nil
  }

  /// The rate with which an event makes a sale count; `nil` for one that makes none count.
  private func countedRate(_ log: LogRow) throws(EngineError) -> Int64?? {
    let definition = try definition(log.definition)
    let event = definition.workflow.events[Int(log.event)]
    guard definition.countsSale[Int(log.event)] else { return nil }
    if let rate = log.value("rate", event) { return .some(rate) }
    return .some(try owedShare(log, event))
  }

  /// Which share of a sale the row that told of it made owed, in millionths of a per cent; `nil` where none was, or more than
  /// all of it.
  private func owedShare(_ log: LogRow, _ event: CheckedEvent) throws(EngineError) -> Int64? {
    guard let sold = log.value("subtotal", event), sold > 0, let key = log.value("conversion", event) else {
      return nil
    }
    let currency = Int64(try campaign(log.stream).currency.packed)
    let owed = try stored { () throws(StoreError) in
      try store.owed(byRow: log.id, subject: key, currency: currency)
    }
    guard owed > 0, owed <= sold else { return nil }
    let share = (Int128(owed) * 100 * Int128(Scaled.unit) + Int128(sold) / 2) / Int128(sold)
    return Int64(share)
  }

  /// What an event is about to disable, and what was held before it: another code may take the place in the same moment.
  struct HeldBefore {
    /// By its place among the kinds.
    var kind: Int
    /// The code or link, or the last one where it is disabled already or went back to its group.
    var code: String?
    /// Whether it was held until now.
    var isHeld: Bool
    /// From when on what it sold is voided.
    var since: Int64
    var held: Held
  }

  /// What an event that is about to disable a code or a link since a day finds; `nil` for every other event.
  func heldBefore(
    _ event: Int, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> HeldBefore? {
    let kind = definition.disabledKind[event]
    guard kind >= 0, let day = definition.workflow.events[event].value("since", payload) else { return nil }
    let since = try campaign(row.campaign).zone.instant(CalendarDate(days: Int32(clamping: day))).milliseconds
    let now = try stored { () throws(StoreError) in try store.held(row.id, kind: definition.kinds[kind]) }
    let held = try itemsEverHeld(by: row, definition)
    return HeldBefore(
      kind: kind, code: now?.code ?? held[kind].last?.code, isHeld: now != nil, since: since, held: held)
  }

  /// Voids what a code or a link sold since a day, once it was disabled for that: with one event for each conversion.
  /// How many were voided.
  func voidSales(
    of row: ParticipationRow, _ before: HeldBefore, reported: Int64, actor: Int64
  ) throws(EngineError) -> Int {
    try campaign(row.campaign).disablings = nil
    var count = 0
    // What was asked for first is what a caller looks at.
    let kept = (buffer, unsent, usedUp)
    defer { (buffer, unsent, usedUp) = kept }
    for round in try stored({ () throws(StoreError) in try store.rounds(row.campaign, row.influencer) }) {
      let sales = try stored { () throws(StoreError) in try store.conversions(of: round, reportedFrom: before.since) }
      for sale in sales {
        guard sale.status != "voided", try isSold(sale, by: before.kind, before.code, before.held),
          var own = try participation(round, in: row.campaign)
        else { continue }
        try void(sale.key, &own, reported: reported, actor: actor)
        count += 1
      }
    }
    return count
  }

  /// Whether somebody has held an item of a kind in this campaign, in any round.
  package func hasHeld(_ row: ParticipationRow, kind: Int64) throws(EngineError) -> Bool {
    for round in try stored({ () throws(StoreError) in try store.rounds(row.campaign, row.influencer) })
    where try !stored({ () throws(StoreError) in try store.itemsEverHeld(round, kind: kind) }).isEmpty { return true }
    return false
  }

  /// The codes and links that somebody ever held in a campaign, for each kind in the order in which they got them; what is
  /// held still comes last.
  func itemsEverHeld(by row: ParticipationRow, _ definition: Definition) throws(EngineError) -> Held {
    let rounds = try stored { () throws(StoreError) in try store.rounds(row.campaign, row.influencer) }
    var held: Held = []
    for kind in definition.kinds.prefix(CheckedWorkflow.standardKinds.count) {
      var items: [HeldItem] = []
      for round in rounds {
        items += try stored { () throws(StoreError) in try store.itemsEverHeld(round, kind: kind) }
      }
      // What came and went in one instant did so in the order in which it was given.
      let order = items.indices.sorted {
        (items[$0].from, items[$0].until ?? .max, $0) < (items[$1].from, items[$1].until ?? .max, $1)
      }
      held.append(order.map { items[$0] })
    }
    return held
  }

  private func void(
    _ key: Int64, _ row: inout ParticipationRow, reported: Int64, actor: Int64
  ) throws(EngineError) {
    let definition = try definition(row.definition)
    guard let event = definition.events["conversion.voided"], let role = definition.roles["system"] else { return }
    let checked = definition.workflow.events[event]
    var words = [Int64](repeating: 0, count: checked.payload.count + 1)
    guard let subject = checked.subject else { return }
    words[0] = 1 << Int64(subject)
    words[subject + 1] = key
    let occurred = max(reported, try campaign(row.campaign).head.occurred)
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: occurred)
    _ = try run(input, words, &row, definition, reported: reported, actor: actor)
  }

  /// What may have brought a sale that names no code: for each kind what was held when, in the order of the kinds.
  typealias Held = [[HeldItem]]

  /// What a sale tells of the way it came.
  struct SaleWay {
    /// The text of its code, where that is known.
    var code: String?
    var namesCode = false
    /// The kind of item that it says, by its place.
    var said: Int?
    var at: Int64
  }

  private func isSold(_ sale: ObjectRow, by kind: Int, _ code: String?, _ held: Held) throws(EngineError) -> Bool {
    guard let told = try stored({ () throws(StoreError) in try store.row(sale.firstLog) }) else { return false }
    let definition = try definition(told.definition)
    let event = definition.workflow.events[Int(told.event)]
    let word = event.payload.contains { $0.name == "code" } ? told.value("code", event) : nil
    let written = try word.flatMap { (word) throws(EngineError) in try text(word, definition) }
    let way = SaleWay(
      code: written, namesCode: word != nil, said: Engine.saidKind(told.payload, event, definition), at: told.reported)
    return try Engine.isSold(way, by: kind, code, heldBefore(sale, told, held))
  }

  /// What could have brought a sale: what was given in its very moment, but only after it was recorded, did not.
  private func heldBefore(_ sale: ObjectRow, _ told: LogRow, _ held: Held) throws(EngineError) -> Held {
    guard held.contains(where: { $0.count > 1 && $0.contains { $0.from == told.reported } }) else { return held }
    let rows = try stored { () throws(StoreError) in
      try store.rows(ofParticipation: told.participation, in: told.stream)
    }
    var later: Set<Int64> = []
    for row in rows where row.id > sale.firstLog && row.occurred == told.reported {
      later.formUnion(Seen(row.seen)?.claimed ?? [])
    }
    return held.map { items in items.filter { $0.from != told.reported || !later.contains($0.item) } }
  }

  /// Whether a conversion came by the code or link that was disabled: by its text where it is told, else by what was held of
  /// its kind when it came in, and where no kind is told either, by the first kind of which anything was held then.
  static func isSold(_ way: SaleWay, by kind: Int, _ code: String?, _ held: Held) -> Bool {
    if kind == Int(codes), let text = way.code { return text.lowercased() == code?.lowercased() }
    guard let brought = way.said ?? (way.namesCode ? Int(codes) : bringer(held, at: way.at)) else { return false }
    guard brought == kind, let code, !held[kind].isEmpty else { return brought == kind }
    let then = held[kind].last { $0.from <= way.at } ?? held[kind][0]
    return then.code.lowercased() == code.lowercased()
  }

  /// The kind that brought a sale of which nothing is told, as its rate was found: the first that paid then, else the first of
  /// which anything was held then, or ever.
  private static func bringer(_ held: Held, at instant: Int64) -> Int? {
    held.firstIndex { $0.contains { $0.rate != nil && $0.isHeld(at: instant) } }
      ?? held.firstIndex { $0.contains { $0.isHeld(at: instant) } } ?? held.firstIndex { !$0.isEmpty }
  }

  /// The kind of item that a conversion says brought it; `nil` where it says none.
  static func saidKind(_ words: [Int64], _ event: CheckedEvent, _ definition: Definition) -> Int? {
    guard let index = event.payload.firstIndex(where: { $0.name == "item" }), let item = event.value("item", words),
      case .choice(let set) = event.payload[index].type
    else { return nil }
    return CheckedWorkflow.standardKinds.firstIndex(of: definition.workflow.choices[set][Int(item)])
  }
}
