package import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Money: what steps owe, pay and set aside, in the ledger.
extension Engine {
  /// Writes what a step owes, voids, pays or sets aside.
  func post(
    _ effect: Effect, _ place: Int, _ log: LogRow, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) {
    let subject = definition.subject(of: log)?.key ?? 0
    func entry(
      _ offset: Int, _ account: Int64, _ amount: Int64, _ currency: Int64, _ reason: String, _ subject: Int64
    ) -> LedgerEntry {
      LedgerEntry(
        log: log.id, place: Engine.ledgerPlace(place, offset), participation: log.participation, account: account,
        amount: amount, currency: currency,
        reason: reason, subject: subject, rule: Int64(effect.rule))
    }
    var entries: [LedgerEntry] = []
    switch effect.kind {
    case .owe:
      let currency = definition.machine.currency(effect.b).map { Int64($0.packed) } ?? campaign.row.currency
      entries = [entry(0, 0, effect.a, currency, definition.workflow.texts[Int(effect.c)], subject)]
    case .voidReason:
      let reason = definition.workflow.texts[Int(effect.a)]
      let parts = try stored { () throws(StoreError) in try store.owed(log.participation, reason: reason) }
      entries = parts.enumerated().map { entry($0, 0, -$1.amount, $1.currency, reason, $1.subject) }
    case .voidSubject:
      let parts = try stored { () throws(StoreError) in try store.owed(log.participation, subject: effect.a) }
      entries = parts.enumerated().map { entry($0, 0, -$1.amount, $1.currency, $1.reason, effect.a) }
    case .earmark:
      let earmark = Engine.earmark(Int(effect.a), definition, campaign.row.currency)
      entries = [entry(0, 2, effect.b, earmark.currency, earmark.field, 0)]
    default:
      let words = Engine.paidWords(log, definition)
      entries = [entry(0, 1, effect.a, campaign.row.currency, words.reason, words.subject)]
    }
    for entry in entries { try record(entry, campaign) }
  }

  /// Writes an entry of the ledger, what it moves between its accounts, and the sums in memory.
  func record(_ entry: LedgerEntry, _ campaign: CampaignState) throws(EngineError) {
    try stored { () throws(StoreError) in
      try store.writeLedger(entry)
      try store.book(entry)
    }
    guard entry.account == LedgerEntry.earmark else { return }
    campaign.earmarks?[Earmark(field: entry.reason, currency: entry.currency), default: 0] += entry.amount
    // Whoever reads what is left of a detail sees it with the next step.
    poolChanges += 1
  }

  /// Where an entry of a step stands: several of one effect between its place and the next, many behind all the others.
  static func ledgerPlace(_ place: Int, _ offset: Int) -> Int64 {
    Int64(offset < 64 ? place * 64 + offset : (place + 1) << 32 | offset)
  }

  // MARK: Earmarks

  /// What is set aside under a campaign field of a definition.
  static func earmark(_ field: Int, _ definition: Definition, _ home: Int64) -> Earmark {
    let field = definition.workflow.campaign[field]
    let currency: Int64 =
      switch field.type {
      case .money(.iso(let named)): Int64(named.packed)
      case .money(.home): home
      default: 0
      }
    return Earmark(field: field.name, currency: currency)
  }

  /// What all participations of a campaign have set aside of each field of a definition.
  func earmarked(_ definition: Definition, _ campaign: CampaignState) throws(EngineError) -> [Int64] {
    let sums = try earmarks(of: campaign)
    return definition.workflow.campaign.indices.map { sums[Engine.earmark($0, definition, campaign.row.currency)] ?? 0 }
  }

  private func earmarks(of campaign: CampaignState) throws(EngineError) -> [Earmark: Int64] {
    if let known = campaign.earmarks { return known }
    let id = campaign.row.id
    let rows = try stored { () throws(StoreError) in try store.earmarked(ofCampaign: id) }
    let sums = Dictionary(
      uniqueKeysWithValues: rows.map { (Earmark(field: $0.field, currency: $0.currency), $0.amount) })
    campaign.earmarks = sums
    return sums
  }

  /// What of a campaign's details is set aside, field by field, in the order of its definition; nothing of a detail that is
  /// not set.
  package func earmarks(
    ofCampaign id: Int64
  ) throws(EngineError) -> [(field: CheckedField, amount: Int64, whole: Int64?)] {
    let campaign = try campaign(id)
    let definition = try definition(campaign.row.definition)
    let sums = try earmarked(definition, campaign)
    return definition.earmarkFields.compactMap { index in
      let isSet = campaign.words[0] >> Int64(index) & 1 == 1
      guard isSet || sums[index] != 0 else { return nil }
      return (definition.workflow.campaign[index], sums[index], isSet ? campaign.words[index + 1] : nil)
    }
  }
}
