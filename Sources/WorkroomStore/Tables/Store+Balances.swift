/// The books: every movement of owed and paid money goes from one account to another, so all balances of a campaign in a
/// currency add up to zero.
extension LedgerEntry {
  /// What is owed: `account` 0.
  package static let owed: Int64 = 0
  /// What was paid: `account` 1.
  package static let paid: Int64 = 1
  /// What is set aside of a detail: `account` 2. No money moves.
  package static let earmark: Int64 = 2
  /// What was asked for and has neither arrived nor failed: `account` 3.
  package static let onItsWay: Int64 = 3
  /// What was sold through a code or a link: `account` 4.
  package static let sold: Int64 = 4

  /// The accounts that an entry adds its amount to and takes it from; `nil` where no money moves.
  ///
  /// This is the one place that says so; `Schema.money` says the same of entries that are older than the balances.
  package var sides: (to: String, from: String)? {
    switch account {
    case LedgerEntry.owed: (Account.cost(reason), Account.payable)
    case LedgerEntry.paid: (Account.payable, Account.paid(reason))
    case LedgerEntry.onItsWay: (Account.payable, Account.onItsWay)
    case LedgerEntry.sold: (Account.orders, Account.sales)
    default: nil
    }
  }
}

/// The names of accounts.
package enum Account {
  /// What influencers still have to get and what is not on its way: below zero while something is owed.
  package static let payable = "payable"
  /// Payments that were asked for and are not settled.
  package static let onItsWay = "on its way"
  /// What shops took, and through whom: two sides of one figure.
  package static let orders = "orders"
  package static let sales = "sales"

  package static func cost(_ reason: String) -> String { "cost: \(reason)" }
  /// By its method; `paid` where nobody told how.
  package static func paid(_ method: String) -> String { method == unnamedMethod ? "paid" : "paid: \(method)" }

  package static let unnamedMethod = "payment"

  /// What an account of costs is for; `nil` for another account.
  package static func reason(of account: String) -> String? {
    account.hasPrefix(cost("")) ? String(account.dropFirst(cost("").count)) : nil
  }

  /// Whether an account holds what was paid, however it was.
  package static func isPaid(_ account: String) -> Bool {
    account == paid(unnamedMethod) || account.hasPrefix(paid(""))
  }
}

/// An account of one participation in one currency, where its balance stands in the table.
struct BalancePlace: Hashable, Comparable {
  var participation: Int64
  var currency: Int64
  var account: String

  static func < (a: BalancePlace, b: BalancePlace) -> Bool {
    (a.participation, a.currency, a.account) < (b.participation, b.currency, b.account)
  }
}

/// What stands in one account of one participation.
package struct Balance: Sendable, Equatable {
  package var participation: Int64
  package var currency: Int64
  package var account: String
  package var amount: Int64

  package init(participation: Int64, currency: Int64, account: String, amount: Int64) {
    self.participation = participation
    self.currency = currency
    self.account = account
    self.amount = amount
  }
}

extension Store {
  /// Moves an entry's amount between its two accounts. It is written with everything else that a transaction moves there,
  /// once an account: before anybody reads a balance, and before the transaction is lasting.
  package func book(_ entry: LedgerEntry) throws(StoreError) {
    guard let sides = entry.sides else { return }
    precondition(database.isInTransaction, "money moves within a transaction")
    try add(entry.amount, to: sides.to, entry)
    try add(-entry.amount, to: sides.from, entry)
  }

  private func add(_ amount: Int64, to account: String, _ entry: LedgerEntry) throws(StoreError) {
    let place = BalancePlace(participation: entry.participation, currency: entry.currency, account: account)
    let known = movements[place] ?? 0
    let (sum, overflow) = known.addingReportingOverflow(amount)
    if !overflow {
      movements[place] = sum
      return
    }
    try settleBalances()
    movements[place] = amount
  }

  /// Writes what moved since the last time, once an account. Whatever reads a balance asks for it first.
  func settleBalances() throws(StoreError) {
    guard !movements.isEmpty else { return }
    let s = statements
    for (place, amount) in movements.sorted(by: { $0.key < $1.key }) {
      s.writeBalance.bind(1, place.participation)
      s.writeBalance.bind(2, place.currency)
      s.writeBalance.bind(3, place.account)
      s.writeBalance.bind(4, amount)
      try s.writeBalance.run()
    }
    movements.removeAll(keepingCapacity: true)
  }

  /// Forgets what moved in a transaction that was taken back.
  func dropMovements() { movements.removeAll(keepingCapacity: true) }

  /// What stands in the accounts of one participation in one currency.
  package func balances(_ participation: Int64, currency: Int64) throws(StoreError) -> [String: Int64] {
    try settleBalances()
    let select = try database.prepare("SELECT account, amount FROM balance WHERE participation = ? AND currency = ?")
    select.bind(1, participation)
    select.bind(2, currency)
    var balances: [String: Int64] = [:]
    while try select.step() { balances[select.text(0)] = select.int64(1) }
    return balances
  }

  /// Every account of every participation of a campaign, those that came to zero among them.
  package func balances(ofCampaign campaign: Int64) throws(StoreError) -> [Balance] {
    try settleBalances()
    let select = try database.prepare(
      "SELECT b.participation, b.currency, b.account, b.amount FROM participation p JOIN balance b ON b.participation = p.id WHERE p.campaign = ? ORDER BY 1, 2, 3"
    )
    select.bind(1, campaign)
    var rows: [Balance] = []
    while try select.step() {
      rows.append(
        Balance(
          participation: select.int64(0), currency: select.int64(1), account: select.text(2), amount: select.int64(3)))
    }
    return rows
  }

  /// The accounts of a campaign, added up over everybody.
  package func accounts(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(currency: Int64, account: String, amount: Int64)] {
    try settleBalances()
    let select = try database.prepare(
      "SELECT b.currency, b.account, sum(b.amount) FROM participation p JOIN balance b ON b.participation = p.id WHERE p.campaign = ? GROUP BY 1, 2 ORDER BY 1, 2"
    )
    select.bind(1, campaign)
    var rows: [(Int64, String, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.text(1), select.int64(2))) }
    return rows
  }

  /// What all accounts of a campaign come to in each currency in which that is not zero: none in a sound database.
  package func unbalanced(_ campaign: Int64) throws(StoreError) -> [(currency: Int64, amount: Int64)] {
    try settleBalances()
    let select = try database.prepare(
      "SELECT b.currency, sum(b.amount) FROM participation p JOIN balance b ON b.participation = p.id WHERE p.campaign = ? GROUP BY 1 HAVING sum(b.amount) <> 0 ORDER BY 1"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }

  // MARK: Pages

  /// The newest rounds of those with agreed terms and of whoever money was ever owed or paid to, in the order in which they
  /// came; without a limit all of them.
  package func paid(ofCampaign campaign: Int64, limit: Int64?, offset: Int64) throws(StoreError) -> [Int64] {
    try settleBalances()
    let select = try database.prepare(
      """
      SELECT p.id FROM participation p WHERE p.campaign = ?1
        AND p.round = (SELECT max(q.round) FROM participation q
          WHERE q.campaign = p.campaign AND q.influencer = p.influencer)
        AND (p.accepted IS NOT NULL OR EXISTS(SELECT 1 FROM participation q JOIN balance b ON b.participation = q.id
          WHERE q.campaign = p.campaign AND q.influencer = p.influencer))
      ORDER BY p.id LIMIT coalesce(?2, -1) OFFSET ?3
      """)
    select.bind(1, campaign)
    select.bind(2, limit)
    select.bind(3, offset)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// How many those are.
  package func paidCount(_ campaign: Int64) throws(StoreError) -> Int64 {
    try settleBalances()
    let select = try database.prepare(
      """
      SELECT count(DISTINCT p.influencer) FROM participation p WHERE p.campaign = ?1
        AND ((p.accepted IS NOT NULL AND p.round = (SELECT max(q.round) FROM participation q
          WHERE q.campaign = p.campaign AND q.influencer = p.influencer))
          OR EXISTS(SELECT 1 FROM balance b WHERE b.participation = p.id))
      """)
    select.bind(1, campaign)
    return try select.step() ? select.int64(0) : 0
  }

  /// The reasons for which anything is owed in a campaign, in their order.
  package func costs(ofCampaign campaign: Int64, currency: Int64) throws(StoreError) -> [String] {
    try settleBalances()
    let select = try database.prepare(
      "SELECT DISTINCT b.account FROM participation p JOIN balance b ON b.participation = p.id WHERE p.campaign = ? AND b.currency = ? AND b.amount <> 0 AND b.account LIKE 'cost: %' ORDER BY 1"
    )
    select.bind(1, campaign)
    select.bind(2, currency)
    var reasons: [String] = []
    while try select.step() { if let reason = Account.reason(of: select.text(0)) { reasons.append(reason) } }
    return reasons
  }

  /// How many influencers got more than is owed to them by now, and how much more.
  package func overpaid(_ campaign: Int64, currency: Int64) throws(StoreError) -> (count: Int64, amount: Int64) {
    try settleBalances()
    let select = try database.prepare(
      """
      SELECT count(*), coalesce(sum(more), 0) FROM (
        SELECT sum(b.amount) AS more FROM participation p JOIN balance b ON b.participation = p.id
        WHERE p.campaign = ? AND b.currency = ? AND b.account IN ('payable', 'on its way')
        GROUP BY p.influencer HAVING sum(b.amount) > 0)
      """)
    select.bind(1, campaign)
    select.bind(2, currency)
    guard try select.step() else { return (0, 0) }
    return (select.int64(0), select.int64(1))
  }

  // MARK: Sums of the ledger

  /// What was booked of one kind for one thing, in one currency.
  package func booked(
    _ participation: Int64, account: Int64, reason: String, subject: Int64, currency: Int64
  ) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT coalesce(sum(amount), 0) FROM ledger WHERE participation = ? AND reason = ? AND subject = ? AND account = ? AND currency = ?"
    )
    select.bind(1, participation)
    select.bind(2, reason)
    select.bind(3, subject)
    select.bind(4, account)
    select.bind(5, currency)
    return try select.step() ? select.int64(0) : 0
  }

  /// What one row of the log made owed for a thing.
  package func owed(byRow log: Int64, subject: Int64, currency: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT coalesce(sum(amount), 0) FROM ledger WHERE log = ? AND account = 0 AND subject = ? AND currency = ?")
    select.bind(1, log)
    select.bind(2, subject)
    select.bind(3, currency)
    return try select.step() ? select.int64(0) : 0
  }

  /// What was paid without a name, less what of it was cancelled.
  package func paidWithoutName(_ participation: Int64, currency: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT coalesce(sum(amount), 0) FROM ledger WHERE participation = ? AND account = 1 AND subject = 0 AND currency = ?"
    )
    select.bind(1, participation)
    select.bind(2, currency)
    return try select.step() ? select.int64(0) : 0
  }

  /// The newest movement of what was sold in one order, with its row of the log; `nil` where nothing moved.
  package func lastSale(
    _ participation: Int64, reason: String, subject: Int64
  ) throws(StoreError) -> (log: Int64, amount: Int64)? {
    let select = try database.prepare(
      "SELECT log, amount FROM ledger WHERE participation = ? AND reason = ? AND subject = ? AND account = 4 ORDER BY log DESC, place DESC LIMIT 1"
    )
    select.bind(1, participation)
    select.bind(2, reason)
    select.bind(3, subject)
    return try select.first { () throws(StoreError) in (select.int64(0), select.int64(1)) }
  }

  /// What is owed for conversions that were told to have happened after an instant, with the last of these instants. Only
  /// entries from a row of the log on are looked at: the first that may be of such a conversion.
  package func owedForConversions(
    _ participation: Int64, currency: Int64, after instant: Int64, from log: Int64
  ) throws(StoreError) -> (amount: Int64, last: Int64) {
    let select = try database.prepare(
      """
      SELECT coalesce(sum(e.amount), 0), coalesce(max(g.reported), 0)
      FROM ledger e INDEXED BY ledger_subject
      JOIN object o ON o.participation = e.participation AND o.noun = 'conversion' AND o.key = e.subject
      JOIN log g ON g.id = o.first_log
      WHERE e.participation = ?1 AND e.log >= ?4 AND e.account = 0 AND e.subject <> 0 AND e.currency = ?2
        AND o.first_log >= ?4 AND g.reported > ?3
      """)
    select.bind(1, participation)
    select.bind(2, currency)
    select.bind(3, instant)
    select.bind(4, log)
    guard try select.step() else { return (0, 0) }
    return (select.int64(0), select.int64(1))
  }

  /// The first row of a stream that happened after an instant; one past its last row where there is none. Rows of a
  /// stream happen one after another, so half of them can be left out at each look.
  package func firstRow(of stream: Int64, after instant: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT occurred FROM log WHERE id = ?")
    let base = stream << LogRow.sequenceBits
    var (low, high) = (Int64(1), try head(stream).sequence + 1)
    while low < high {
      let middle = (low + high) / 2
      select.bind(1, base | middle)
      let occurred = try select.first { () throws(StoreError) in select.int64(0) } ?? .max
      if occurred > instant { high = middle } else { low = middle + 1 }
    }
    return base | low
  }

  /// All movements of money of some participations, oldest first.
  package func ledger(of participation: Int64) throws(StoreError) -> [LedgerEntry] {
    let select = try database.prepare(
      "SELECT log, place, participation, account, amount, currency, reason, subject, rule FROM ledger WHERE participation = ? AND account <> 2 ORDER BY log, place"
    )
    select.bind(1, participation)
    var rows: [LedgerEntry] = []
    while try select.step() {
      rows.append(
        LedgerEntry(
          log: select.int64(0), place: select.int64(1), participation: select.int64(2), account: select.int64(3),
          amount: select.int64(4), currency: select.int64(5), reason: select.text(6), subject: select.int64(7),
          rule: select.int64(8)))
    }
    return rows
  }
}
