/// What waits in a campaign beside its people.
extension Store {
  /// How many participations have a timer that is due.
  package func dueCount(_ campaign: Int64, by instant: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM participation WHERE campaign = ? AND due <= ?")
    select.bind(1, campaign)
    select.bind(2, instant)
    return try select.step() ? select.int64(0) : 0
  }

  /// Groups for which somebody of a campaign stands in line, how many do, and since when the first of them stands where
  /// they stand.
  package func lines(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(group: Int64, count: Int64, since: Int64)] {
    let select = try database.prepare(
      "SELECT w.item_group, count(DISTINCT w.participation), min(p.since) FROM waiting w CROSS JOIN participation p ON p.id = w.participation WHERE p.campaign = ? GROUP BY 1 ORDER BY 1"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1), select.int64(2))) }
    return rows
  }

  /// Those who found a group empty, stand in no line for it and have got nothing of its kind since, the first of them first.
  package func emptyHanded(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(participation: Int64, group: Int64, since: Int64)] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.words, max(l.occurred) FROM outbox o INDEXED BY outbox_empty
      JOIN log l ON l.id = o.log JOIN item_group g ON g.id = o.words
      JOIN participation p ON p.id = o.participation AND p.place IS NOT NULL
      WHERE o.kind = 14 AND o.log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1
      AND NOT EXISTS (SELECT 1 FROM item i WHERE i.participation = o.participation AND i.kind = g.kind
        AND (i.state = 1 OR i.assigned > l.occurred))
      AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.participation = o.participation AND w.item_group = o.words)
      GROUP BY 1, 2 ORDER BY 3, 1
      """)
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1), select.int64(2))) }
    return rows
  }

  /// To whom more is owed than was paid and is on its way, and since which row of the log: the first that owed anything after
  /// the last payment.
  package func payable(
    ofCampaign campaign: Int64, currency: Int64
  ) throws(StoreError) -> [(influencer: Int64, amount: Int64, since: Int64)] {
    try settleBalances()
    let select = try database.prepare(
      """
      SELECT p.influencer, -sum(b.amount), min((SELECT min(l.log) FROM ledger l WHERE l.participation = p.id AND l.account = 0
        AND l.log > coalesce((SELECT max(m.log) FROM ledger m WHERE m.participation = p.id AND m.account = 1), 0)))
      FROM participation p CROSS JOIN balance b ON b.participation = p.id AND b.currency = ?2 AND b.account = 'payable'
      WHERE p.campaign = ?1 GROUP BY p.influencer HAVING sum(b.amount) < 0 ORDER BY p.influencer
      """)
    select.bind(1, campaign)
    select.bind(2, currency)
    var rows: [(Int64, Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1), select.int64(2))) }
    return rows
  }

  /// Payments of a campaign that have failed, of participations to which nothing was paid or sent since, oldest first.
  package func failedPayments(ofCampaign campaign: Int64) throws(StoreError) -> [PaymentRow] {
    let select = try database.prepare(
      """
      SELECT f.* FROM payment f WHERE f.state = 2 AND f.log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1
      AND NOT EXISTS (SELECT 1 FROM payment q WHERE q.participation = f.participation AND q.log > f.log)
      AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.participation = f.participation AND l.account = 1 AND l.log > f.changed)
      ORDER BY f.log
      """)
    select.bind(1, campaign)
    var rows: [PaymentRow] = []
    while try select.step() { rows.append(PaymentRow(select)) }
    return rows
  }

  /// Posts that wait for somebody and may be a campaign's: those of its influencers, and those that a file brought for it.
  package func postsForReview(ofCampaign campaign: Int64) throws(StoreError) -> (count: Int64, first: Int64) {
    let select = try database.prepare(
      """
      SELECT count(*), coalesce(min(posted), 0) FROM post WHERE state = 0 AND (campaign = ?1 OR EXISTS (
        SELECT 1 FROM account a JOIN participation p ON p.campaign = ?1 AND p.influencer = a.influencer
        WHERE a.platform = post.platform AND a.handle = post.handle))
      """)
    select.bind(1, campaign)
    return try select.step() ? (select.int64(0), select.int64(1)) : (0, 0)
  }

  /// How many deliveries of a campaign are in a state that is not over, and since when the first of them is.
  package func openDeliveries(
    _ state: DeliveryRow.State, ofCampaign campaign: Int64
  ) throws(StoreError) -> (count: Int64, due: Int64) {
    let select = try database.prepare(
      "SELECT count(*), coalesce(min(due), 0) FROM delivery WHERE state <> 1 AND state = ?1 AND log BETWEEN ?2 << 40 AND ((?2 + 1) << 40) - 1"
    )
    select.bind(1, state.rawValue)
    select.bind(2, campaign)
    return try select.step() ? (select.int64(0), select.int64(1)) : (0, 0)
  }

  /// The newest events of a campaign that were refused, newest first.
  package func refusals(ofCampaign campaign: Int64, atMost limit: Int64) throws(StoreError) -> [LogRow] {
    let select = try database.prepare(
      "SELECT * FROM log WHERE outcome > 2 AND id BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 ORDER BY id DESC LIMIT ?2")
    select.bind(1, campaign)
    select.bind(2, limit)
    var rows: [LogRow] = []
    while try select.step() { rows.append(LogRow(select)) }
    return rows
  }
}
