import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Money that is due, payments that failed, and rights that are over.
extension Duties {
  /// So many payments that failed are named; of the others it is told how many there are.
  static let failedMax = 20

  /// So many pieces of content are looked at for rights that are over, the oldest first.
  static let rightsLookedAt: Int64 = 2_000

  func money(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    guard try isAddedUp(campaign) else { return [] }
    let due = try due(campaign)
    return try balances(due, campaign) + failed(campaign, among: Set(due.map(\.influencer)))
  }

  /// Whether what is due is added up in passing: not that of very many.
  private func isAddedUp(_ campaign: CampaignRow) throws(EngineError) -> Bool {
    try Standpoints(engine, campaign: campaign.id).everybody <= WorkRoom.addedUpAtOnce
  }

  /// To whom something is due now, without what a campaign still holds.
  private func due(
    _ campaign: CampaignRow
  ) throws(EngineError) -> [(influencer: Int64, amount: Int64, since: Int64)] {
    let owed = try stored { () throws(StoreError) in
      try engine.store.payable(ofCampaign: campaign.id, currency: campaign.currency)
    }
    let state = try engine.campaign(campaign.id)
    let definition = try engine.definition(state.row.definition)
    guard WorkRoom.duration("hold_conversions", state, definition) != nil else { return owed }
    let holding = try engine.holding(of: campaign.id)
    var due: [(influencer: Int64, amount: Int64, since: Int64)] = []
    for one in owed {
      let amount = try engine.standing(of: one.influencer, in: campaign.id, holding).due
      if amount > 0 { due.append((one.influencer, amount, one.since)) }
    }
    return due
  }

  private func balances(
    _ due: [(influencer: Int64, amount: Int64, since: Int64)], _ campaign: CampaignRow
  ) throws(EngineError) -> [Row] {
    guard let first = due.map(\.since).filter({ $0 > 0 }).min() ?? due.first?.since else { return [] }
    let log = try stored { () throws(StoreError) in try engine.store.row(first) }
    let currency = Currency(packed: UInt32(truncatingIfNeeded: campaign.currency))
    let sum = Money(minorUnits: due.reduce(0) { $0 + $1.amount }, currency: currency)
    let whom = due.count == 1 ? "1 influencer" : "\(due.count) influencers"
    let line =
      isAll
      ? "`workroom pay --campaign \"\(campaign.name)\" --method paypal --dry-run` (or `offline`) shows to whom"
      : "`pay all method cash` (or `offline`) shows to whom, and asks"
    return [
      Row(
        since: log?.occurred ?? now.milliseconds, who: "manager", what: "\(sum) can be paid to \(whom): \(line)",
        campaign: campaign.name)
    ]
  }

  /// Payments that failed and of which something is due again.
  private func failed(_ campaign: CampaignRow, among due: Set<Int64>) throws(EngineError) -> [Row] {
    let payments = try stored { () throws(StoreError) in try engine.store.failedPayments(ofCampaign: campaign.id) }
    var rows: [Row] = []
    var more = 0
    for payment in payments {
      guard let row = try engine.participation(payment.participation, in: campaign.id), due.contains(row.influencer)
      else { continue }
      if rows.count == Duties.failedMax {
        more += 1
      } else {
        rows.append(try failed(payment, row, campaign))
      }
    }
    if more > 0, let last = rows.last {
      rows.append(
        Row(
          since: last.since, who: "manager",
          what: "\(more.counted("more payment", "more payments")) failed and can be made again: `batches`",
          campaign: campaign.name))
    }
    return rows
  }

  private func failed(
    _ payment: PaymentRow, _ row: ParticipationRow, _ campaign: CampaignRow
  ) throws(EngineError) -> Row {
    let told = try stored { () throws(StoreError) in try engine.store.row(payment.changed) }
    var reason: String?
    if let told {
      let definition = try engine.definition(told.definition)
      let word = told.value("reason", definition.workflow.events[Int(told.event)])
      reason = try word.flatMap { (word) throws(EngineError) in try engine.text(word, definition) }
    }
    let amount = Money(
      minorUnits: payment.amount, currency: Currency(packed: UInt32(truncatingIfNeeded: payment.currency)))
    let who = try engine.typedName(row.influencer)
    let record = try stored { () throws(StoreError) in try engine.store.influencer(row.influencer) }
    let method = payment.method == .offline ? "offline" : "cash"
    return Row(
      since: told?.occurred ?? now.milliseconds, who: "manager",
      what:
        "a payment of \(amount) failed" + (reason.map { " (\($0))" } ?? "")
        + (method == "cash"
          ? ": see to it with `paypal account \(who) EMAIL`, then `pay \(who) method cash`"
          : ": `pay \(who) method offline`"),
      about: record?.shownName ?? "influencer \(row.influencer)",
      stage: try engine.definition(row.definition).titles(row.state).joined(separator: ", "), campaign: campaign.name)
  }

  // MARK: What is told below

  /// Rights that are over, and campaigns whose money is not added up here: no work of a day, and still to be known.
  func moneyNotes() throws(EngineError) -> [String] {
    var notes: [String] = []
    for campaign in campaigns {
      let whose = isAll ? " in `\(campaign.name)`" : ""
      let room = try WorkRoom(engine, campaign: campaign.id, rounds: [])
      let (expired, isAllOfThem) = try room.expiredRights(lookingAt: Duties.rightsLookedAt)
      if expired > 0 {
        let count = (isAllOfThem ? "" : "at least ") + expired.counted("post", "posts")
        notes.append(
          "the rights to \(count)\(whose) have expired, so nobody may use them any more: `content` shows which")
      }
      if try !isAddedUp(campaign) {
        notes.append(
          "what is due to more than \(WorkRoom.addedUpAtOnce)\(whose) is not added up here: `accounts` does, and `payments` shows it page by page"
        )
      }
    }
    return notes
  }
}
