/// A row of the outbox: what has to be said to the world.
package struct OutboxRow: Sendable, Equatable {
  package var log: Int64
  package var place: Int64
  package var participation: Int64
  package var kind: Int64
  package var role: Int64?
  package var words: Int64?

  package init(log: Int64, place: Int64, participation: Int64, kind: Int64, role: Int64?, words: Int64?) {
    self.log = log
    self.place = place
    self.participation = participation
    self.kind = kind
    self.role = role
    self.words = words
  }
}

/// An item with all that its row holds.
package struct StoredItem: Sendable {
  package var item: ItemRow
  package var kind: Int64
  package var state: Int64
  package var participation: Int64?
  package var folded: String
  /// For whom it is kept, and at which rate.
  package var kept: Int64?
  package var keptRate: Int64?
  /// The days that it has of its own, and not of its group.
  package var ownStarts: Int64?
  package var ownEnds: Int64?
}

/// Whole tables, for checking them against the log.
extension Store {
  /// What SQLite itself finds wrong, and what has no place in a database of ours.
  package func structuralProblems() throws(StoreError) -> [String] {
    var problems: [String] = []
    let check = try database.prepare("PRAGMA integrity_check(10)")
    while try check.step() { if check.text(0) != "ok" { problems.append("the file's pages: \(check.text(0))") } }
    let strange = try database.prepare(
      "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name LIMIT 10")
    while try strange.step() {
      problems.append("somebody added the \(strange.text(0)) `\(strange.text(1))`, which is none of ours")
    }
    return problems
  }

  /// Rows of the log in all, and the streams they belong to.
  package func logCounts() throws(StoreError) -> [(stream: Int64, rows: Int64)] {
    let select = try database.prepare("SELECT id >> 40, count(*) FROM log GROUP BY 1 ORDER BY 1")
    var counts: [(Int64, Int64)] = []
    while try select.step() { counts.append((select.int64(0), select.int64(1))) }
    return counts
  }

  package func ledger(ofCampaign campaign: Int64) throws(StoreError) -> [LedgerEntry] {
    let select = try database.prepare(
      "SELECT * FROM ledger WHERE log BETWEEN ? << 40 AND ((? + 1) << 40) - 1 ORDER BY log, place")
    select.bind(1, campaign)
    select.bind(2, campaign)
    var rows: [LedgerEntry] = []
    while try select.step() {
      rows.append(
        LedgerEntry(
          log: select.int64(0), place: select.int64(1), participation: select.int64(2), account: select.int64(3),
          amount: select.int64(4),
          currency: select.int64(5), reason: select.text(6), subject: select.int64(7), rule: select.int64(8)))
    }
    return rows
  }

  package func outbox(ofCampaign campaign: Int64) throws(StoreError) -> [OutboxRow] {
    let select = try database.prepare(
      "SELECT log, place, participation, kind, role, words FROM outbox WHERE log BETWEEN ? << 40 AND ((? + 1) << 40) - 1 ORDER BY log, place"
    )
    select.bind(1, campaign)
    select.bind(2, campaign)
    var rows: [OutboxRow] = []
    while try select.step() {
      rows.append(
        OutboxRow(
          log: select.int64(0), place: select.int64(1), participation: select.int64(2), kind: select.int64(3),
          role: select.optionalInt64(4),
          words: select.optionalInt64(5)))
    }
    return rows
  }

  /// Texts that are gone with their row: numbers are given in turn and never taken back.
  package func missingTexts() throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT (SELECT coalesce(max(id), 0) - count(*) FROM text) + (SELECT count(*) FROM object WHERE key > 0 AND key NOT IN (SELECT id FROM text))"
    )
    return try select.step() ? select.int64(0) : 0
  }

  /// Rows of money, mails, proposals and objects whose log row lies in no campaign.
  package func strayRows() throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT (SELECT count(*) FROM ledger WHERE log >> 40 NOT IN (SELECT id FROM campaign)) + (SELECT count(*) FROM outbox WHERE log >> 40 NOT IN (SELECT id FROM campaign)) + (SELECT count(*) FROM object WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM waiting WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM balance WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM payment WHERE log >> 40 NOT IN (SELECT id FROM campaign)) + (SELECT count(*) FROM proposal WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM order_line WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM draft WHERE participation NOT IN (SELECT id FROM participation)) + (SELECT count(*) FROM content_figure WHERE participation NOT IN (SELECT id FROM participation))"
    )
    return try select.step() ? select.int64(0) : 0
  }

  package func countFree(_ group: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM item WHERE item_group = ? AND state = 0")
    select.bind(1, group)
    return try select.step() ? select.int64(0) : 0
  }

  package func waiting(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(group: Int64, participation: Int64, site: Int64)] {
    let select = try database.prepare(
      "SELECT w.item_group, w.participation, w.site FROM participation p JOIN waiting w ON w.participation = p.id WHERE p.campaign = ? ORDER BY w.id"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1), select.int64(2))) }
    return rows
  }

  package func items() throws(StoreError) -> [StoredItem] {
    let select = try database.prepare(
      "SELECT id, item_group, code, rate, starts, ends, destination, assigned, kind, state, participation, folded, kept, kept_rate, own_starts, own_ends FROM item ORDER BY id"
    )
    var rows: [StoredItem] = []
    while try select.step() {
      rows.append(
        StoredItem(
          item: ItemRow(select), kind: select.int64(8), state: select.int64(9), participation: select.optionalInt64(10),
          folded: select.text(11), kept: select.optionalInt64(12), keptRate: select.optionalInt64(13),
          ownStarts: select.optionalInt64(14), ownEnds: select.optionalInt64(15)))
    }
    return rows
  }
}
