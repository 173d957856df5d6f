/// What is owed, paid and set aside.
extension Store {
  /// A movement of money; a void is written as the opposite amount.
  package func writeLedger(_ entry: LedgerEntry) throws(StoreError) {
    let s = statements
    s.writeLedger.bind(1, entry.log)
    s.writeLedger.bind(2, entry.place)
    s.writeLedger.bind(3, entry.participation)
    s.writeLedger.bind(4, entry.account)
    s.writeLedger.bind(5, entry.amount)
    s.writeLedger.bind(6, entry.currency)
    s.writeLedger.bind(7, entry.reason)
    s.writeLedger.bind(8, entry.subject)
    s.writeLedger.bind(9, entry.rule)
    try s.writeLedger.run()
  }

  package func owed(
    _ participation: Int64, reason: String
  ) throws(StoreError) -> [OwedPart] {
    let s = statements
    s.owedForReason.bind(1, participation)
    s.owedForReason.bind(2, reason)
    var parts: [OwedPart] = []
    while try s.owedForReason.step() {
      parts.append(
        OwedPart(
          currency: s.owedForReason.int64(0), reason: reason, subject: s.owedForReason.int64(2),
          amount: s.owedForReason.int64(1)))
    }
    return parts
  }

  package func owed(_ participation: Int64, subject: Int64) throws(StoreError) -> [OwedPart] {
    let s = statements
    s.owedForSubject.bind(1, participation)
    s.owedForSubject.bind(2, subject)
    var parts: [OwedPart] = []
    while try s.owedForSubject.step() {
      parts.append(
        OwedPart(
          currency: s.owedForSubject.int64(0), reason: s.owedForSubject.text(2), subject: subject,
          amount: s.owedForSubject.int64(1)))
    }
    return parts
  }

  /// What a step may ask of one participation's money in one currency: what is owed, by reason and subject.
  package func owed(_ participation: Int64, currency: Int64) throws(StoreError) -> [OwedPart] {
    let select = try database.prepare(
      "SELECT reason, subject, sum(amount) FROM ledger WHERE participation = ? AND account = 0 AND currency = ? GROUP BY reason, subject HAVING sum(amount) <> 0 ORDER BY reason, subject"
    )
    select.bind(1, participation)
    select.bind(2, currency)
    var parts: [OwedPart] = []
    while try select.step() {
      parts.append(
        OwedPart(currency: currency, reason: select.text(0), subject: select.int64(1), amount: select.int64(2)))
    }
    return parts
  }

  /// Every entry of what a participation is owed in one currency.
  package func owedEntries(
    _ participation: Int64, currency: Int64
  ) throws(StoreError) -> [(log: Int64, reason: String, amount: Int64)] {
    let select = try database.prepare(
      "SELECT log, reason, amount FROM ledger WHERE participation = ? AND account = 0 AND currency = ? ORDER BY log, place"
    )
    select.bind(1, participation)
    select.bind(2, currency)
    var entries: [(Int64, String, Int64)] = []
    while try select.step() { entries.append((select.int64(0), select.text(1), select.int64(2))) }
    return entries
  }

  /// Gives what a participation is owed other words for what it is owed for.
  package func rewriteSubjects(_ participation: Int64, _ words: [Int64: Int64]) throws(StoreError) {
    let select = try database.prepare(
      "SELECT log, place, subject FROM ledger WHERE participation = ? AND subject <> 0")
    select.bind(1, participation)
    var entries: [(log: Int64, place: Int64, subject: Int64)] = []
    while try select.step() { entries.append((select.int64(0), select.int64(1), select.int64(2))) }
    let update = try database.prepare("UPDATE ledger SET subject = ? WHERE log = ? AND place = ?")
    for entry in entries {
      guard let word = words[entry.subject] else { continue }
      update.bind(1, word)
      update.bind(2, entry.log)
      update.bind(3, entry.place)
      try update.run()
    }
  }

  // MARK: Sums

  /// What is owed and paid to one participation in one currency, in minor units.
  package func balance(_ participation: Int64, currency: Int64) throws(StoreError) -> (owed: Int64, paid: Int64) {
    let select = try database.prepare(
      "SELECT account, sum(amount) FROM ledger WHERE participation = ? AND currency = ? AND account < 2 GROUP BY account"
    )
    select.bind(1, participation)
    select.bind(2, currency)
    var sums: (owed: Int64, paid: Int64) = (0, 0)
    while try select.step() {
      if select.int64(0) == 0 { sums.owed = select.int64(1) } else { sums.paid = select.int64(1) }
    }
    return sums
  }

  /// What is owed and paid in a campaign, by participation, account, currency and reason.
  package func money(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(participation: Int64, account: Int64, currency: Int64, reason: String, amount: Int64)] {
    let select = try database.prepare(
      "SELECT l.participation, l.account, l.currency, l.reason, sum(l.amount) FROM participation p JOIN ledger l ON l.participation = p.id WHERE p.campaign = ? AND l.account < 2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64, String, Int64)] = []
    while try select.step() {
      rows.append((select.int64(0), select.int64(1), select.int64(2), select.text(3), select.int64(4)))
    }
    return rows
  }

  /// What participations of a campaign have set aside, by detail and currency.
  package func earmarked(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(field: String, currency: Int64, amount: Int64)] {
    let select = try database.prepare(
      "SELECT reason, currency, sum(amount) FROM ledger WHERE account = 2 AND log BETWEEN ? AND ? GROUP BY 1, 2")
    select.bind(1, campaign << LogRow.sequenceBits)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits - 1)
    var rows: [(String, Int64, Int64)] = []
    while try select.step() { rows.append((select.text(0), select.int64(1), select.int64(2))) }
    return rows
  }

  /// What one participation has set aside, by detail and currency.
  package func earmarked(
    _ participation: Int64
  ) throws(StoreError) -> [(field: String, currency: Int64, amount: Int64)] {
    let select = try database.prepare(
      "SELECT reason, currency, sum(amount) FROM ledger WHERE participation = ? AND account = 2 GROUP BY 1, 2 HAVING sum(amount) <> 0 ORDER BY 1, 2"
    )
    select.bind(1, participation)
    var rows: [(String, Int64, Int64)] = []
    while try select.step() { rows.append((select.text(0), select.int64(1), select.int64(2))) }
    return rows
  }
}

/// What is owed for one reason and one subject in one currency.
package struct OwedPart: Sendable, Equatable {
  package var currency: Int64
  package var reason: String
  /// The text of the order it is about; 0 for none.
  package var subject: Int64
  package var amount: Int64

  package init(currency: Int64, reason: String, subject: Int64, amount: Int64) {
    self.currency = currency
    self.reason = reason
    self.subject = subject
    self.amount = amount
  }
}

/// One movement of money of one participation.
package struct LedgerEntry: Sendable, Equatable {
  package var log: Int64
  package var place: Int64
  package var participation: Int64
  /// 0 what is owed, 1 what has been paid, 2 what is set aside of a detail of the campaign.
  package var account: Int64
  /// Minor units; millionths where a number is set aside.
  package var amount: Int64
  /// Packed ISO 4217 code; 0 where a number is set aside.
  package var currency: Int64
  package var reason: String
  /// The text of the order it is about; 0 for none.
  package var subject: Int64
  /// The rule that owed it; -1 for none.
  package var rule: Int64

  package init(
    log: Int64, place: Int64, participation: Int64, account: Int64, amount: Int64, currency: Int64, reason: String,
    subject: Int64,
    rule: Int64
  ) {
    self.log = log
    self.place = place
    self.participation = participation
    self.account = account
    self.amount = amount
    self.currency = currency
    self.reason = reason
    self.subject = subject
    self.rule = rule
  }
}
