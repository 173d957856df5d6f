/// Objects: content, orders, shipments, conversions, as the events tell of them.
extension Store {
  /// What is known of an object, with the first and the newest row of the log that are about it.
  package func object(
    _ participation: Int64, _ noun: String, _ key: Int64
  ) throws(StoreError) -> (status: String, log: Int64, newest: Int64)? {
    let s = statements
    s.object.bind(1, participation)
    s.object.bind(2, noun)
    s.object.bind(3, key)
    return try s.object.first { () throws(StoreError) in (s.object.text(0), s.object.int64(1), s.object.int64(2)) }
  }

  package func writeObject(
    _ participation: Int64, _ noun: String, _ key: Int64, status: String, event: Int64, log: Int64, payload: [Int64],
    carried: [Int64]?
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
    if let carried { s.writeObject.bind(9, carried.span.bytes) } else { s.writeObject.bindNull(9) }
    try s.writeObject.run()
  }

  /// Another influencer of a campaign for whom an order of this number, in one of its two spellings, is recorded and not
  /// voided.
  package func otherSeller(
    of order: String, or spelling: String, in campaign: Int64, than influencer: Int64
  ) throws(StoreError) -> Int64? {
    let s = statements
    s.otherSeller.bind(1, campaign)
    s.otherSeller.bind(2, order)
    s.otherSeller.bind(3, influencer)
    s.otherSeller.bind(4, spelling)
    return try s.otherSeller.first { () throws(StoreError) in s.otherSeller.int64(0) }
  }

  /// Another influencer of a campaign of whom a sale, an order or a parcel is known that is not over and is called like a text of the
  /// workflow itself, by that text's word.
  package func other(
    _ noun: String, ofWord key: Int64, in campaign: Int64, than influencer: Int64
  ) throws(StoreError) -> Int64? {
    let select = try database.prepare(
      """
      SELECT p.influencer FROM participation p
      JOIN object o ON o.participation = p.id AND o.noun = ? AND o.key = ?
        AND o.status NOT IN ('voided', 'cancelled', 'returned')
      WHERE p.campaign = ? AND p.influencer <> ? LIMIT 1
      """)
    select.bind(1, noun)
    select.bind(2, key)
    select.bind(3, campaign)
    select.bind(4, influencer)
    return try select.step() ? select.int64(0) : nil
  }

  /// Others of whom an order or a parcel of this number, in one of two spellings, is known that is not over, and in which
  /// campaign.
  package func others(
    _ noun: String, called name: String, or spelling: String, than influencer: Int64
  ) throws(StoreError) -> [(campaign: Int64, influencer: Int64)] {
    // The signs are there for the same reason as where sales are looked up.
    let select = try database.prepare(
      """
      SELECT p.campaign, p.influencer FROM text t CROSS JOIN campaign c
      CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = +t.person
      CROSS JOIN object o ON o.participation = p.id AND o.noun = ?4 AND o.key = t.id
        AND o.status NOT IN ('cancelled', 'returned')
      WHERE t.content IN (?1, ?2) AND t.content IS NOT NULL AND t.person > 0 AND t.person <> ?3 ORDER BY c.id, p.id
      """)
    select.bind(1, name)
    select.bind(2, spelling)
    select.bind(3, influencer)
    select.bind(4, noun)
    var found: [(campaign: Int64, influencer: Int64)] = []
    while try select.step() { found.append((select.int64(0), select.int64(1))) }
    return found
  }

  /// Other campaigns in which an order of this number, in one of its two spellings, is recorded and not voided, and for whom.
  package func salesElsewhere(
    of order: String, or spelling: String, than campaign: Int64
  ) throws(StoreError) -> [(campaign: Int64, influencer: Int64)] {
    let s = statements
    s.saleElsewhere.bind(1, order)
    s.saleElsewhere.bind(2, spelling)
    s.saleElsewhere.bind(3, campaign)
    defer { s.saleElsewhere.reset() }
    var sales: [(campaign: Int64, influencer: Int64)] = []
    while try s.saleElsewhere.step() { sales.append((s.saleElsewhere.int64(0), s.saleElsewhere.int64(1))) }
    return sales
  }

  /// Another influencer of whom a post of this name is recorded and not rejected: in one campaign, or in any of them where
  /// none is named.
  package func otherPoster(
    of name: String, in campaign: Int64?, than influencer: Int64
  ) throws(StoreError) -> Int64? {
    let s = statements
    s.otherPoster.bind(1, campaign)
    s.otherPoster.bind(2, name)
    s.otherPoster.bind(3, influencer)
    return try s.otherPoster.first { () throws(StoreError) in s.otherPoster.int64(0) }
  }

  /// Whether anything of a noun is recorded for a participation.
  package func hasObjects(_ participation: Int64, _ noun: String) throws(StoreError) -> Bool {
    let select = try database.prepare("SELECT 1 FROM object WHERE participation = ? AND noun = ? LIMIT 1")
    select.bind(1, participation)
    select.bind(2, noun)
    return try select.step()
  }

  /// Objects of a campaign of one noun, in the order in which they were first told of.
  package func objects(ofCampaign campaign: Int64, noun: String) throws(StoreError) -> [ObjectRow] {
    try allObjects(ofCampaign: campaign, noun: noun).map(\.object)
  }

  /// Everything that a campaign's objects hold, by noun; those of one noun where it is named.
  package func allObjects(
    ofCampaign campaign: Int64, noun: String? = nil
  ) throws(StoreError) -> [(noun: String, object: ObjectRow)] {
    // The newest event may have been read by another definition than the one its participation has by now.
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, l.definition, o.carried, o.noun
      FROM participation p JOIN object o ON o.participation = p.id LEFT JOIN log l ON l.id = o.last_log
      WHERE p.campaign = ?1 AND (?2 IS NULL OR o.noun = ?2) ORDER BY o.first_log
      """)
    select.bind(1, campaign)
    if let noun { select.bind(2, noun) } else { select.bindNull(2) }
    var rows: [(String, ObjectRow)] = []
    while try select.step() { rows.append((select.text(9), ObjectRow(select))) }
    return rows
  }

  /// The conversions of one participation that were told to have happened at an instant or later, in the order of the log.
  package func conversions(of participation: Int64, reportedFrom instant: Int64) throws(StoreError) -> [ObjectRow] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, g.definition, o.carried
      FROM object o JOIN log g ON g.id = o.first_log
      WHERE o.participation = ? AND o.noun = 'conversion' AND g.reported >= ? ORDER BY o.first_log
      """)
    select.bind(1, participation)
    select.bind(2, instant)
    var rows: [ObjectRow] = []
    while try select.step() { rows.append(ObjectRow(select)) }
    return rows
  }

  /// A part of a campaign's conversions, in the order in which they were first told of; without a limit all of them.
  package func conversions(
    ofCampaign campaign: Int64, limit: Int64?, offset: Int64
  ) throws(StoreError) -> [ObjectRow] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, l.definition, o.carried
      FROM (
        SELECT * FROM object WHERE noun = 'conversion' AND first_log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1
        ORDER BY first_log LIMIT coalesce(?2, -1) OFFSET ?3
      ) o LEFT JOIN log l ON l.id = o.last_log ORDER BY o.first_log
      """)
    select.bind(1, campaign)
    select.bind(2, limit)
    select.bind(3, offset)
    var rows: [ObjectRow] = []
    while try select.step() { rows.append(ObjectRow(select)) }
    return rows
  }

  package func conversionCount(_ campaign: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM object WHERE noun = 'conversion' AND first_log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1")
    select.bind(1, campaign)
    return try select.step() ? select.int64(0) : 0
  }

  /// When the conversions of one participation were told to have happened.
  package func conversionTimes(of participation: Int64) throws(StoreError) -> [(key: Int64, reported: Int64)] {
    let select = try database.prepare(
      "SELECT o.key, g.reported FROM object o JOIN log g ON g.id = o.first_log WHERE o.participation = ? AND o.noun = 'conversion'"
    )
    select.bind(1, participation)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }

  /// What one participation's objects of one noun hold, in the order in which they were first told of.
  package func objects(of participation: Int64, noun: String) throws(StoreError) -> [ObjectRow] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, l.definition, o.carried
      FROM object o LEFT JOIN log l ON l.id = o.last_log WHERE o.participation = ? AND o.noun = ? ORDER BY o.first_log
      """)
    select.bind(1, participation)
    select.bind(2, noun)
    var rows: [ObjectRow] = []
    while try select.step() { rows.append(ObjectRow(select)) }
    return rows
  }

  /// Gives the object of a noun that has no name of its own the name that an event told.
  package func name(_ participation: Int64, _ noun: String, as key: Int64) throws(StoreError) {
    let update = try database.prepare("UPDATE object SET key = ? WHERE participation = ? AND noun = ? AND key = 0")
    update.bind(1, key)
    update.bind(2, participation)
    update.bind(3, noun)
    try update.run()
  }

  /// What one participation's objects hold, by noun.
  package func objects(of participation: Int64) throws(StoreError) -> [(noun: String, object: ObjectRow)] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, l.definition, o.carried, o.noun
      FROM object o LEFT JOIN log l ON l.id = o.last_log WHERE o.participation = ? ORDER BY o.first_log
      """)
    select.bind(1, participation)
    var rows: [(String, ObjectRow)] = []
    while try select.step() { rows.append((select.text(9), ObjectRow(select))) }
    return rows
  }

  /// What a definition has added up of an object's events.
  package func carried(_ participation: Int64, _ noun: String, _ key: Int64) throws(StoreError) -> [Int64]? {
    let select = try database.prepare(
      "SELECT carried FROM object WHERE participation = ? AND noun = ? AND key = ?")
    select.bind(1, participation)
    select.bind(2, noun)
    select.bind(3, key)
    guard try select.step(), !select.isNull(0) else { return nil }
    return select.blob(0).words
  }

  /// Gives an object another key and what another definition adds up of it.
  package func rewrite(
    _ participation: Int64, _ noun: String, _ key: Int64, as newKey: Int64, carried: [Int64]?
  ) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE object SET key = ?, carried = ? WHERE participation = ? AND noun = ? AND key = ?")
    update.bind(1, newKey)
    if let carried { update.bind(2, [UInt8](words: carried)) } else { update.bindNull(2) }
    update.bind(3, participation)
    update.bind(4, noun)
    update.bind(5, key)
    try update.run()
    if noun == "content" { try rewriteFigures(participation, key, as: newKey) }
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
  /// The definition of the newest event, whose numbers `event` and `payload` are.
  package var definition: Int64

  /// What its definition adds up of it: two words for each total, whether a value was set and the newest one.
  package var carried: [Int64]? = nil

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

extension ObjectRow {
  init(_ row: borrowing Statement) {
    self.init(
      participation: row.int64(0), key: row.int64(1), status: row.text(2), event: row.int64(3), firstLog: row.int64(4),
      lastLog: row.int64(5), payload: row.blob(6).words, definition: row.int64(7))
    carried = row.isNull(8) ? nil : row.blob(8).words
  }
}
