extension Store {
  /// A part of a campaign's messages, newest first, each with the instant of its step.
  package func outbox(
    ofCampaign campaign: Int64, atMost limit: Int64, offset: Int64 = 0
  ) throws(StoreError) -> [(row: OutboxRow, occurred: Int64, definition: Int64)] {
    let select = try database.prepare(
      """
      SELECT o.log, o.place, o.participation, o.kind, o.role, o.words, l.occurred, l.definition FROM outbox o JOIN log l ON l.id = o.log
      WHERE o.log BETWEEN ?1 AND ?2 ORDER BY o.log DESC, o.place DESC LIMIT ?3 OFFSET ?4
      """)
    select.bind(1, campaign << LogRow.sequenceBits)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits - 1)
    select.bind(3, limit)
    select.bind(4, offset)
    var rows: [(OutboxRow, Int64, Int64)] = []
    while try select.step() {
      let row = OutboxRow(
        log: select.int64(0), place: select.int64(1), participation: select.int64(2), kind: select.int64(3),
        role: select.optionalInt64(4), words: select.optionalInt64(5))
      rows.append((row, select.int64(6), select.int64(7)))
    }
    return rows
  }

  /// The participations that messages of a kind are about, of rows of the log behind one and up to another.
  package func subjects(ofMessagesBehind first: Int64, upTo last: Int64, kind: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare("SELECT participation FROM outbox WHERE log > ? AND log <= ? AND kind = ?")
    select.bind(1, first)
    select.bind(2, last)
    select.bind(3, kind)
    var participations: [Int64] = []
    while try select.step() { participations.append(select.int64(0)) }
    return participations
  }

  package func messageCount(_ campaign: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM outbox WHERE log BETWEEN ? AND ?")
    select.bind(1, campaign << LogRow.sequenceBits)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits - 1)
    return try select.step() ? select.int64(0) : 0
  }

  /// How many messages each participation of a campaign got from steps behind a row of its log.
  package func messageCounts(
    ofCampaign campaign: Int64, behind sequence: Int64
  ) throws(StoreError) -> [(participation: Int64, count: Int64)] {
    let select = try database.prepare(
      "SELECT participation, count(*) FROM outbox WHERE log > ? AND log < ? GROUP BY participation")
    select.bind(1, campaign << LogRow.sequenceBits | sequence)
    select.bind(2, (campaign + 1) << LogRow.sequenceBits)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }
}
