/// A message that a step left for somebody, or for something, outside.
package struct OutboxRow: Sendable {
  /// The log row that asked for it, and its place among that row's effects: together its key.
  package var log: Int64
  package var place: Int64
  package var participation: Int64
  /// What it is, by the numbers of the machine's effects.
  package var kind: Int64
  /// Whom it tells; `nil` for everything but messages to a role.
  package var role: Int64?
  /// The text, or the group that is empty.
  package var words: Int64?
  package var occurred: Int64
}

extension Store {
  /// The newest messages of a campaign, newest first.
  package func outbox(ofCampaign campaign: Int64, atMost limit: Int64) throws(StoreError) -> [OutboxRow] {
    let select = try database.prepare(
      """
      SELECT o.log, o.place, o.participation, o.kind, o.role, o.words, l.occurred FROM outbox o JOIN log l ON l.id = o.log
      WHERE o.log BETWEEN ?1 AND ?2 ORDER BY o.log DESC, o.place DESC LIMIT ?3
      """)
    select.bind(1, campaign << LogRow.sequenceBits)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits - 1)
    select.bind(3, limit)
    var rows: [OutboxRow] = []
    while try select.step() {
      rows.append(
        OutboxRow(
          log: select.int64(0), place: select.int64(1), participation: select.int64(2), kind: select.int64(3),
          role: select.optionalInt64(4), words: select.optionalInt64(5), occurred: select.int64(6)))
    }
    return rows
  }
}
