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
