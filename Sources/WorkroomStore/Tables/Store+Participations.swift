/// One influencer in one campaign, as its row holds it.
package struct ParticipationRow: Sendable {
  package var id: Int64 = 0
  package var campaign: Int64
  package var influencer: Int64
  package var round: Int64 = 1
  package var definition: Int64
  package var state: [Int64]
  /// The newest log row that changed it.
  package var sequence: Int64 = 0
  /// When its first timer is due.
  package var due: Int64?
  /// When its active stages last changed.
  package var since: Int64
  /// When its proposal was accepted.
  package var accepted: Int64?

  package init(campaign: Int64, influencer: Int64, definition: Int64, state: [Int64], since: Int64) {
    self.campaign = campaign
    self.influencer = influencer
    self.definition = definition
    self.state = state
    self.since = since
  }
}

extension Store {
  package func participation(_ id: Int64) throws(StoreError) -> ParticipationRow? {
    let s = statements
    s.participation.bind(1, id)
    return try s.participation.first { () throws(StoreError) in
      var row = ParticipationRow(
        campaign: s.participation.int64(0), influencer: s.participation.int64(1), definition: s.participation.int64(3),
        state: s.participation.withBlob(4) { Store.words($0) }, since: s.participation.int64(7))
      row.id = id
      row.round = s.participation.int64(2)
      row.sequence = s.participation.int64(5)
      row.due = s.participation.optionalInt64(6)
      row.accepted = s.participation.optionalInt64(8)
      return row
    }
  }

  package func findParticipation(_ campaign: Int64, _ influencer: Int64) throws(StoreError) -> Int64? {
    let s = statements
    s.findParticipation.bind(1, campaign)
    s.findParticipation.bind(2, influencer)
    return try s.findParticipation.first { () throws(StoreError) in s.findParticipation.int64(0) }
  }

  /// Writes a new participation; its number is returned.
  package func insert(_ row: ParticipationRow) throws(StoreError) -> Int64 {
    let s = statements
    s.writeParticipation.bind(1, row.campaign)
    s.writeParticipation.bind(2, row.influencer)
    s.writeParticipation.bind(3, row.round)
    s.writeParticipation.bind(4, row.definition)
    s.writeParticipation.bind(5, row.state.span.bytes)
    s.writeParticipation.bind(6, row.sequence)
    s.writeParticipation.bind(7, row.due)
    s.writeParticipation.bind(8, row.since)
    try s.writeParticipation.run()
    return database.lastRowID
  }

  /// Writes what a step has changed; the next timer, which has an index, only where it is another one.
  package func update(_ row: ParticipationRow, movesDue: Bool) throws(StoreError) {
    let s = statements
    s.updateState.bind(1, row.state.span.bytes)
    s.updateState.bind(2, row.sequence)
    s.updateState.bind(3, row.since)
    s.updateState.bind(4, row.accepted)
    s.updateState.bind(5, row.id)
    try s.updateState.run()
    guard movesDue else { return }
    s.updateDue.bind(1, row.due)
    s.updateDue.bind(2, row.id)
    try s.updateDue.run()
  }

  /// The participation of a campaign whose timer is due first, if that is not after an instant.
  package func due(_ campaign: Int64, by instant: Int64) throws(StoreError) -> (participation: Int64, due: Int64)? {
    let s = statements
    s.dueParticipation.bind(1, campaign)
    s.dueParticipation.bind(2, instant)
    return try s.dueParticipation.first { () throws(StoreError) in
      (s.dueParticipation.int64(0), s.dueParticipation.int64(1))
    }
  }

  package func earliestDue(_ campaign: Int64) throws(StoreError) -> Int64? {
    let s = statements
    s.earliestDue.bind(1, campaign)
    return try s.earliestDue.first { () throws(StoreError) in s.earliestDue.optionalInt64(0) } ?? nil
  }

  /// Everybody in a campaign, in the order in which they came.
  package func participations(_ campaign: Int64) throws(StoreError) -> [ParticipationRow] {
    let select = try database.prepare(
      "SELECT id, campaign, influencer, round, definition, state, sequence, due, since, accepted FROM participation WHERE campaign = ? ORDER BY id"
    )
    select.bind(1, campaign)
    var rows: [ParticipationRow] = []
    while try select.step() {
      var row = ParticipationRow(
        campaign: campaign, influencer: select.int64(2), definition: select.int64(4),
        state: select.withBlob(5) { Store.words($0) },
        since: select.int64(8))
      row.id = select.int64(0)
      row.round = select.int64(3)
      row.sequence = select.int64(6)
      row.due = select.optionalInt64(7)
      row.accepted = select.optionalInt64(9)
      rows.append(row)
    }
    return rows
  }

  static func words(_ bytes: Span<UInt8>) -> [Int64] {
    let raw = bytes.bytes
    return [Int64](unsafeUninitializedCapacity: bytes.count / 8) { buffer, count in
      for index in 0..<bytes.count / 8 {
        buffer.initializeElement(at: index, to: raw.unsafeLoadUnaligned(fromByteOffset: index * 8, as: Int64.self))
      }
      count = bytes.count / 8
    }
  }

  // MARK: Effects

  /// A mail, an order, a message: written with its step, delivered later under the key (log row, place).
  package func writeOutbox(
    log: Int64, place: Int64, participation: Int64, kind: Int64, role: Int64?, words: Int64?, literal: String?
  ) throws(StoreError) {
    let s = statements
    s.writeOutbox.bind(1, log)
    s.writeOutbox.bind(2, place)
    s.writeOutbox.bind(3, participation)
    s.writeOutbox.bind(4, kind)
    s.writeOutbox.bind(5, role)
    s.writeOutbox.bind(6, words)
    if let literal { s.writeOutbox.bind(7, literal) } else { s.writeOutbox.bindNull(7) }
    try s.writeOutbox.run()
  }

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
  ) throws(StoreError) -> [(currency: Int64, amount: Int64, reason: String)] {
    let s = statements
    s.owedForReason.bind(1, participation)
    s.owedForReason.bind(2, reason)
    var sums: [(Int64, Int64, String)] = []
    while try s.owedForReason.step() { sums.append((s.owedForReason.int64(0), s.owedForReason.int64(1), reason)) }
    return sums
  }

  package func owed(
    _ participation: Int64, subject: Int64
  ) throws(StoreError) -> [(currency: Int64, amount: Int64, reason: String)] {
    let s = statements
    s.owedForSubject.bind(1, participation)
    s.owedForSubject.bind(2, subject)
    var sums: [(Int64, Int64, String)] = []
    while try s.owedForSubject.step() {
      sums.append((s.owedForSubject.int64(0), s.owedForSubject.int64(1), s.owedForSubject.text(2)))
    }
    return sums
  }

  // MARK: Objects: content, orders, shipments, conversions

  package func object(
    _ participation: Int64, _ noun: String, _ key: Int64
  ) throws(StoreError) -> (status: String, log: Int64)? {
    let s = statements
    s.object.bind(1, participation)
    s.object.bind(2, noun)
    s.object.bind(3, key)
    return try s.object.first { () throws(StoreError) in (s.object.text(0), s.object.int64(1)) }
  }

  package func writeObject(
    _ participation: Int64, _ noun: String, _ key: Int64, status: String, event: Int64, log: Int64, payload: [Int64]
  ) throws(StoreError) {
    let s = statements
    s.writeObject.bind(1, participation)
    s.writeObject.bind(2, noun)
    s.writeObject.bind(3, key)
    s.writeObject.bind(4, status)
    s.writeObject.bind(5, event)
    s.writeObject.bind(6, log)
    s.writeObject.bind(7, log)
    s.writeObject.bind(8, payload.span.bytes)
    try s.writeObject.run()
  }
}

/// One movement of money of one participation.
package struct LedgerEntry: Sendable, Equatable {
  package var log: Int64
  package var place: Int64
  package var participation: Int64
  /// 0 what is owed, 1 what has been paid.
  package var account: Int64
  /// Minor units.
  package var amount: Int64
  /// Packed ISO 4217 code.
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

extension Store {
  /// Whether anything of a noun is recorded for a participation.
  package func hasObjects(_ participation: Int64, _ noun: String) throws(StoreError) -> Bool {
    let select = try database.prepare("SELECT 1 FROM object WHERE participation = ? AND noun = ? LIMIT 1")
    select.bind(1, participation)
    select.bind(2, noun)
    return try select.step()
  }
}

/// Sums for checking and for reports.
extension Store {
  /// What is owed and paid to one participation in one currency, in minor units.
  package func balance(_ participation: Int64, currency: Int64) throws(StoreError) -> (owed: Int64, paid: Int64) {
    let select = try database.prepare(
      "SELECT account, sum(amount) FROM ledger WHERE participation = ? AND currency = ? GROUP BY account")
    select.bind(1, participation)
    select.bind(2, currency)
    var sums: (owed: Int64, paid: Int64) = (0, 0)
    while try select.step() {
      if select.int64(0) == 0 { sums.owed = select.int64(1) } else { sums.paid = select.int64(1) }
    }
    return sums
  }

  /// Sums by `account currency reason`.
  package func sums(_ participation: Int64) throws(StoreError) -> [String: Int64] {
    let select = try database.prepare(
      "SELECT account, currency, reason, sum(amount) FROM ledger WHERE participation = ? GROUP BY 1, 2, 3")
    select.bind(1, participation)
    var sums: [String: Int64] = [:]
    while try select.step() { sums["\(select.int64(0)) \(select.int64(1)) \(select.text(2))"] = select.int64(3) }
    return sums
  }

  package func outboxCount(_ participation: Int64) throws(StoreError) -> Int {
    let select = try database.prepare("SELECT count(*) FROM outbox WHERE participation = ?")
    select.bind(1, participation)
    return try select.step() ? Int(select.int64(0)) : 0
  }

  package func countFree(_ group: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM item WHERE item_group = ? AND state = 0")
    select.bind(1, group)
    return try select.step() ? select.int64(0) : 0
  }

  /// Sums of a campaign: (participation, account, currency, amount).
  package func money(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(participation: Int64, account: Int64, currency: Int64, reason: String, amount: Int64)] {
    let select = try database.prepare(
      "SELECT l.participation, l.account, l.currency, l.reason, sum(l.amount) FROM participation p JOIN ledger l ON l.participation = p.id WHERE p.campaign = ? GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64, String, Int64)] = []
    while try select.step() {
      rows.append((select.int64(0), select.int64(1), select.int64(2), select.text(3), select.int64(4)))
    }
    return rows
  }

  /// Objects of a campaign of one noun, in the order in which they were first told of.
  package func objects(ofCampaign campaign: Int64, noun: String) throws(StoreError) -> [ObjectRow] {
    let select = try database.prepare(
      "SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, p.definition FROM participation p JOIN object o ON o.participation = p.id WHERE p.campaign = ? AND o.noun = ? ORDER BY o.first_log"
    )
    select.bind(1, campaign)
    select.bind(2, noun)
    var rows: [ObjectRow] = []
    while try select.step() {
      rows.append(
        ObjectRow(
          participation: select.int64(0), key: select.int64(1), status: select.text(2), event: select.int64(3),
          firstLog: select.int64(4),
          lastLog: select.int64(5), payload: select.blob(6).words, definition: select.int64(7)))
    }
    return rows
  }
}

/// An order, a parcel, a post or a conversion, as the newest event about it tells.
package struct ObjectRow: Sendable {
  package var participation: Int64
  /// The text that names it; 0 for the only one.
  package var key: Int64
  package var status: String
  package var event: Int64
  package var firstLog: Int64
  package var lastLog: Int64
  package var payload: [Int64]
  package var definition: Int64

  package init(
    participation: Int64, key: Int64, status: String, event: Int64, firstLog: Int64, lastLog: Int64, payload: [Int64],
    definition: Int64
  ) {
    self.participation = participation
    self.key = key
    self.status = status
    self.event = event
    self.firstLog = firstLog
    self.lastLog = lastLog
    self.payload = payload
    self.definition = definition
  }
}
