import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
package import WorkroomValues

/// The books of conversions and payments, written with the step that they follow from.
extension Engine {
  /// Books what an event of a conversion or of a payment with a name moves, behind the step's own effects.
  func book(_ log: LogRow, _ noun: String, _ key: Int64, _ definition: Definition) throws(EngineError) {
    guard definition.keepsBooks, key != 0, noun == "conversion" || noun == "payment" else { return }
    let campaign = try campaign(log.stream)
    let event = definition.workflow.events[Int(log.event)]
    let place = Engine.ledgerPlace(buffer.effects.count, 0)
    let home = campaign.row.currency
    var entry: LedgerEntry?
    if noun == "conversion" {
      let sold = try stored { () throws(StoreError) in
        try store.booked(
          log.participation, account: LedgerEntry.sold, reason: Books.sales, subject: key, currency: home)
      }
      entry = Books.sale(log, event, key: key, sold: sold, home: home, place: place)
    } else {
      let known = try payment(log.participation, key)
      let store = store
      let payment = try Books.payment(
        log, event, known: known, home: home,
        count: { (batch) throws(EngineError) in
          try stored { () throws(StoreError) in try store.paymentCount(log.stream, batch: batch) }
        })
      guard let payment else { return }
      try stored { () throws(StoreError) in try store.write(payment) }
      entry = Books.onItsWay(log, before: known, after: payment, key: key, place: place)
    }
    if let entry { try record(entry, campaign) }
  }

  /// The payment of a participation that a text names.
  func payment(_ participation: Int64, _ key: Int64) throws(EngineError) -> PaymentRow? {
    try stored { () throws(StoreError) in
      guard let object = try store.object(participation, "payment", key) else { return nil }
      return try store.payment(object.log)
    }
  }

  /// How money was paid and in which payment, as the ledger tells it: by the event's values, where it has them.
  static func paidWords(_ log: LogRow, _ definition: Definition) -> (reason: String, subject: Int64) {
    guard definition.keepsBooks, let (noun, key) = definition.subject(of: log), noun == "payment" else {
      return (Account.unnamedMethod, 0)
    }
    return (log.method(definition.workflow.events[Int(log.event)]).word, key)
  }
}

// MARK: What is due

/// How the money of one influencer in one campaign stands, over all rounds, in the campaign's currency.
package struct Standing: Sendable, Equatable {
  package var owed: Int64 = 0
  package var paid: Int64 = 0
  package var onItsWay: Int64 = 0
  /// Owed for conversions that may still be returned.
  package var held: Int64 = 0
  /// When nothing of it is held any more.
  package var heldUntil: Instant?
  /// What is owed, by reason.
  package var reasons: [String: Int64] = [:]

  package init() {}

  /// Owed and not paid: below zero where more was paid than is owed by now.
  package var balance: Int64 { owed - paid }
  /// What can be paid now; below zero is taken off what comes next.
  package var due: Int64 { balance - onItsWay - held }

  /// Adds what stands in the accounts of one round.
  package mutating func add(_ balances: [String: Int64]) {
    for (account, amount) in balances {
      if let reason = Account.reason(of: account) {
        owed += amount
        reasons[reason, default: 0] += amount
      } else if account == Account.onItsWay {
        onItsWay -= amount
      } else if Account.isPaid(account) {
        paid -= amount
      }
    }
  }
}

extension Engine {
  /// How long what is owed for a conversion is held in a campaign, in milliseconds; 0 where nothing says so.
  package func hold(of campaign: Int64) throws(EngineError) -> Int64 {
    let state = try self.campaign(campaign)
    let fields = try definition(state.row.definition).workflow.campaign
    guard let index = fields.firstIndex(where: { $0.name == CheckedWorkflow.holdDetail && $0.type == .duration }),
      state.words[0] >> Int64(index) & 1 == 1
    else { return 0 }
    return state.words[index + 1]
  }

  /// What of a campaign's conversions is held now; looked up once for many.
  package struct Holding: Sendable {
    package var hold: Int64
    package var since: Int64
    fileprivate var from: Int64

    /// Until when something that was told to have happened at an instant is held; `nil` where that is over.
    package func end(of reported: Int64) -> Instant? {
      reported > since ? Instant(milliseconds: reported + hold) : nil
    }
  }

  package func holding(of campaign: Int64) throws(EngineError) -> Holding {
    let hold = try hold(of: campaign)
    let since = hold > 0 ? clock.now.milliseconds - hold : .max
    var from: Int64 = 0
    if hold > 0 { from = try stored { () throws(StoreError) in try store.firstRow(of: campaign, after: since) } }
    return Holding(hold: hold, since: since, from: from)
  }

  /// How the money of an influencer stands now.
  package func standing(
    of influencer: Int64, in campaign: Int64, _ known: Holding? = nil
  ) throws(EngineError) -> Standing {
    let currency = try self.campaign(campaign).row.currency
    let holding = if let known { known } else { try self.holding(of: campaign) }
    return try stored { () throws(StoreError) in
      var standing = Standing()
      for round in try store.rounds(campaign, influencer) {
        standing.add(try store.balances(round, currency: currency))
        guard holding.hold > 0 else { continue }
        let held = try store.owedForConversions(round, currency: currency, after: holding.since, from: holding.from)
        standing.held += held.amount
        guard held.amount != 0, let end = holding.end(of: held.last) else { continue }
        standing.heldUntil = max(standing.heldUntil ?? end, end)
      }
      return standing
    }
  }
}
