/// Reading a campaign from end to end, one row at a time, in the order of its influencers and their rounds: what reports
/// are made of. Every reader holds one row.
extension Store {
  package func people(ofCampaign campaign: Int64) throws(StoreError) -> PeopleReader {
    try PeopleReader(database, campaign)
  }

  package func balances(ofCampaign campaign: Int64, currency: Int64) throws(StoreError) -> BalanceReader {
    try settleBalances()
    return try BalanceReader(database, campaign, currency)
  }

  /// Rows of the log that tell of something: those of some events, and moves to another definition. An event is written as
  /// `definition << 16 | event`.
  package func tellings(
    ofCampaign campaign: Int64, events: [Int64], kinds: (event: Int64, move: Int64), outcomes: ClosedRange<Int64>
  ) throws(StoreError) -> TellingReader {
    try TellingReader(database, campaign, events, kinds, outcomes)
  }

  /// Amounts in other currencies than the campaign's, which no report adds up.
  package func otherCurrencies(ofCampaign campaign: Int64, currency: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT DISTINCT currency FROM ledger WHERE log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 AND account < 2 AND currency <> ?2 ORDER BY 1"
    )
    select.bind(1, campaign)
    select.bind(2, currency)
    var found: [Int64] = []
    while try select.step() { found.append(select.int64(0)) }
    return found
  }

  /// How many items of a group were assigned since an instant.
  package func assigned(ofGroup group: Int64, since instant: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM item WHERE item_group = ? AND assigned >= ?")
    select.bind(1, group)
    select.bind(2, instant)
    return try select.step() ? select.int64(0) : 0
  }

  /// The items of a group by their state, and those who wait in its line.
  package func use(
    ofGroup group: Int64
  ) throws(StoreError) -> (held: Int64, disabled: Int64, waiting: Int64) {
    let select = try database.prepare(
      "SELECT coalesce(sum(state = 1), 0), coalesce(sum(state = 2), 0), (SELECT count(*) FROM waiting WHERE item_group = ?1) FROM item WHERE item_group = ?1"
    )
    select.bind(1, group)
    guard try select.step() else { return (0, 0, 0) }
    return (select.int64(0), select.int64(1), select.int64(2))
  }

  /// Messages of a campaign, those with the same words together; notes, which are written by people, in one row.
  package func messageUse(ofCampaign campaign: Int64) throws(StoreError) -> [MessageRow] {
    let select = try database.prepare(
      """
      SELECT o.kind, l.definition, CASE o.kind WHEN 4 THEN NULL ELSE o.words END, o.role, count(*), min(l.occurred),
        max(l.occurred)
      FROM outbox o JOIN log l ON l.id = o.log
      WHERE o.log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      """)
    select.bind(1, campaign)
    var rows: [MessageRow] = []
    while try select.step() {
      rows.append(
        MessageRow(
          kind: select.int64(0), definition: select.int64(1), words: select.optionalInt64(2),
          role: select.optionalInt64(3), count: select.int64(4), first: select.int64(5), last: select.int64(6)))
    }
    return rows
  }
}

/// How often a message was sent, and when first and last.
package struct MessageRow: Sendable {
  package var kind: Int64
  package var definition: Int64
  package var words: Int64?
  package var role: Int64?
  package var count: Int64
  package var first, last: Int64
}

/// One round of one influencer, with what the directory says of them.
package struct PersonRow: Sendable {
  package var influencer: Int64
  package var participation: Int64
  package var definition: Int64
  package var since: Int64
  package var accepted: Int64?
  package var followers: Int64?
  package var platform: String
  /// The first and the last name; empty where neither is known.
  package var name: String
}

/// Everybody of a campaign, round by round.
package final class PeopleReader {
  private let select: Statement

  init(_ database: Database, _ campaign: Int64) throws(StoreError) {
    select = try database.prepare(
      """
      SELECT p.influencer, p.id, p.definition, p.since, p.accepted, i.followers, i.platform,
        trim(coalesce(i.first_name, '') || ' ' || coalesce(i.last_name, '')), p.state
      FROM participation p LEFT JOIN influencer i ON i.id = p.influencer
      WHERE p.campaign = ? ORDER BY p.influencer, p.round
      """)
    select.bind(1, campaign)
  }

  package func next() throws(StoreError) -> PersonRow? {
    guard try select.step() else { return nil }
    return PersonRow(
      influencer: select.int64(0), participation: select.int64(1), definition: select.int64(2), since: select.int64(3),
      accepted: select.optionalInt64(4), followers: select.optionalInt64(5), platform: select.text(6),
      name: select.text(7))
  }

  /// The state of the participation that was read last, as words.
  package func state() -> [Int64] { select.withBlob(8) { Store.words($0) } }
}

/// What one participation is owed and was paid, in minor units.
package struct BalanceRow: Sendable {
  package var influencer: Int64
  package var participation: Int64
  package var owed: Int64
  package var commission: Int64
  package var paid: Int64
}

/// What is owed and paid in a campaign, participation by participation.
package final class BalanceReader {
  private let select: Statement

  init(_ database: Database, _ campaign: Int64, _ currency: Int64) throws(StoreError) {
    select = try database.prepare(
      """
      SELECT p.influencer, p.id, sum(CASE l.account WHEN 0 THEN l.amount ELSE 0 END),
        sum(CASE WHEN l.account = 0 AND l.reason = 'commission' THEN l.amount ELSE 0 END),
        sum(CASE l.account WHEN 1 THEN l.amount ELSE 0 END)
      FROM participation p CROSS JOIN ledger l ON l.participation = p.id
      WHERE p.campaign = ? AND l.currency = ? AND l.account < 2 GROUP BY p.influencer, p.round
      """)
    select.bind(1, campaign)
    select.bind(2, currency)
  }

  package func next() throws(StoreError) -> BalanceRow? {
    guard try select.step() else { return nil }
    return BalanceRow(
      influencer: select.int64(0), participation: select.int64(1), owed: select.int64(2), commission: select.int64(3),
      paid: select.int64(4))
  }
}

/// A row of the log that tells of something.
package struct TellingRow: Sendable {
  package var influencer: Int64
  package var participation: Int64
  package var kind: Int64
  package var definition: Int64
  package var event: Int64
  package var reported: Int64
  package var payload: [Int64]
}

/// What events told, participation by participation, each in the order of the log.
package final class TellingReader {
  private let select: Statement

  init(
    _ database: Database, _ campaign: Int64, _ events: [Int64], _ kinds: (event: Int64, move: Int64),
    _ outcomes: ClosedRange<Int64>
  ) throws(StoreError) {
    select = try database.prepare(
      """
      SELECT p.influencer, p.id, l.kind, l.definition, l.event, l.reported, l.payload
      FROM log l CROSS JOIN participation p ON p.id = l.participation
      WHERE l.id BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 AND (l.kind = ?5 OR (l.kind = ?4
        AND l.outcome BETWEEN ?6 AND ?7 AND l.definition << 16 | l.event IN (SELECT value FROM json_each(?2))))
        AND p.campaign = ?3
      ORDER BY p.influencer, p.round, l.id
      """)
    select.bind(1, campaign)
    select.bind(2, "[" + events.map(String.init).joined(separator: ",") + "]")
    select.bind(3, campaign)
    select.bind(4, kinds.event)
    select.bind(5, kinds.move)
    select.bind(6, outcomes.lowerBound)
    select.bind(7, outcomes.upperBound)
  }

  package func next() throws(StoreError) -> TellingRow? {
    guard try select.step() else { return nil }
    return TellingRow(
      influencer: select.int64(0), participation: select.int64(1), kind: select.int64(2), definition: select.int64(3),
      event: select.int64(4), reported: select.int64(5), payload: select.withBlob(6) { Store.words($0) })
  }
}
