/// How far the delivery of one row of the outbox has come, with the row itself.
package struct DeliveryRow: Sendable, Equatable {
  package enum State: Int64, Sendable, CaseIterable { case waiting = 0, delivered, dead, held }

  package var log: Int64
  package var place: Int64
  package var channel: Int64
  package var state: State
  /// The life of the database in which it was written: with log row and place it makes the key.
  package var life: Int64
  package var attempts: Int64
  /// Not before this, in milliseconds of the database's clock.
  package var due: Int64
  package var delivered: Int64?
  package var error: String?
  /// What the outbox holds.
  package var participation: Int64
  package var kind: Int64
  package var role: Int64?
  package var words: Int64?
}

extension Store {
  // MARK: Taking in

  /// Notes every new row of a campaign's outbox of some kinds for delivery, in a state.
  package func takeIn(
    _ campaign: Int64, kinds: [(kind: Int64, channel: Int64)], as state: DeliveryRow.State
  ) throws(StoreError) {
    let newest = campaign << LogRow.sequenceBits | (try head(campaign).sequence)
    let known = try mark(campaign)
    guard newest > known else { return }
    let insert = try database.prepare(
      """
      INSERT INTO delivery(log, place, channel, state, life, due)
      SELECT o.log, o.place, ?1, ?2, (SELECT value FROM setting WHERE name = 'life'), l.occurred
      FROM outbox o JOIN log l ON l.id = o.log WHERE o.log > ?3 AND o.log <= ?4 AND o.kind = ?5
      """)
    for (kind, channel) in kinds {
      for (index, value) in [channel, state.rawValue, known, newest, kind].enumerated() {
        insert.bind(index + 1, value)
      }
      try insert.run()
    }
    let write = try database.prepare("INSERT OR REPLACE INTO delivery_mark VALUES(?, ?)")
    write.bind(1, campaign)
    write.bind(2, newest)
    try write.run()
  }

  private func mark(_ campaign: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT log FROM delivery_mark WHERE campaign = ?")
    select.bind(1, campaign)
    return try select.step() ? select.int64(0) : campaign << LogRow.sequenceBits
  }

  // MARK: Claims

  /// The row of a channel that is due first and that nobody has in hand.
  package func nextDelivery(_ channel: Int64, now: Int64, system: Int64) throws(StoreError) -> DeliveryRow? {
    let select = try database.prepare(
      """
      SELECT d.log, d.place, d.channel, d.state, d.life, d.attempts, d.due, d.delivered, d.error, o.participation, o.kind,
      o.role, o.words FROM delivery d JOIN outbox o ON o.log = d.log AND o.place = d.place
      WHERE d.channel = ? AND d.state = 0 AND d.due <= ? AND (d.lease IS NULL OR d.lease <= ?)
      ORDER BY d.due, d.log, d.place LIMIT 1
      """)
    select.bind(1, channel)
    select.bind(2, now)
    select.bind(3, system)
    return try select.step() ? DeliveryRow(select) : nil
  }

  /// Takes a row in hand until an instant of the system's clock; the attempt counts from here on.
  package func claim(_ row: DeliveryRow, holder: Int64, until lease: Int64) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE delivery SET attempts = attempts + 1, holder = ?, lease = ? WHERE log = ? AND place = ?")
    for (index, value) in [holder, lease, row.log, row.place].enumerated() { update.bind(index + 1, value) }
    try update.run()
  }

  /// Writes what became of a row in hand; false where somebody else has it by now.
  package func settle(_ row: DeliveryRow, holder: Int64) throws(StoreError) -> Bool {
    let update = try database.prepare(
      """
      UPDATE delivery SET state = ?1, due = ?2, delivered = ?3, error = ?4, lease = NULL, holder = NULL
      WHERE log = ?5 AND place = ?6 AND holder = ?7
      """)
    update.bind(1, row.state.rawValue)
    update.bind(2, row.due)
    update.bind(3, row.delivered)
    if let error = row.error { update.bind(4, error) } else { update.bindNull(4) }
    update.bind(5, row.log)
    update.bind(6, row.place)
    update.bind(7, holder)
    try update.run()
    return database.changes > 0
  }

  // MARK: Looking

  /// Rows in a state, as many as fit: what waits by its due time, what was delivered newest first.
  package func deliveries(_ state: DeliveryRow.State, atMost limit: Int64) throws(StoreError) -> [DeliveryRow] {
    let select =
      state == .delivered
      ? try database.prepare(
        """
        SELECT d.log, d.place, d.channel, d.state, d.life, d.attempts, d.due, d.delivered, d.error, o.participation, o.kind,
        o.role, o.words FROM delivery d JOIN outbox o ON o.log = d.log AND o.place = d.place
        WHERE d.state = 1 AND d.state = ?1 ORDER BY d.delivered DESC LIMIT ?2
        """)
      : try database.prepare(
        """
        SELECT d.log, d.place, d.channel, d.state, d.life, d.attempts, d.due, d.delivered, d.error, o.participation, o.kind,
        o.role, o.words FROM delivery d JOIN outbox o ON o.log = d.log AND o.place = d.place
        WHERE d.state <> 1 AND d.state = ?1 ORDER BY d.due, d.log, d.place LIMIT ?2
        """)
    select.bind(1, state.rawValue)
    select.bind(2, limit)
    var rows: [DeliveryRow] = []
    while try select.step() { rows.append(DeliveryRow(select)) }
    return rows
  }

  /// One row; `nil` for what goes nowhere, and what nobody has looked at yet.
  package func delivery(log: Int64, place: Int64) throws(StoreError) -> DeliveryRow? {
    let select = try database.prepare(
      """
      SELECT d.log, d.place, d.channel, d.state, d.life, d.attempts, d.due, d.delivered, d.error, o.participation, o.kind,
      o.role, o.words FROM delivery d JOIN outbox o ON o.log = d.log AND o.place = d.place WHERE d.log = ? AND d.place = ?
      """)
    select.bind(1, log)
    select.bind(2, place)
    return try select.step() ? DeliveryRow(select) : nil
  }

  /// How many messages of some kinds that a row of the log asked for still wait, be it that nobody has looked at them yet.
  package func waitingCount(ofLog log: Int64, kinds: [Int64]) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      """
      SELECT o.kind FROM outbox o LEFT JOIN delivery d ON d.log = o.log AND d.place = o.place
      WHERE o.log = ? AND coalesce(d.state, 0) = 0
      """)
    select.bind(1, log)
    var count: Int64 = 0
    while try select.step() { if kinds.contains(select.int64(0)) { count += 1 } }
    return count
  }

  /// How many rows are in a state.
  package func deliveryCount(_ state: DeliveryRow.State) throws(StoreError) -> Int64 {
    let select =
      state == .delivered
      ? try database.prepare("SELECT count(*) FROM delivery WHERE state = 1 AND state = ?")
      : try database.prepare("SELECT count(*) FROM delivery WHERE state <> 1 AND state = ?")
    select.bind(1, state.rawValue)
    return try select.step() ? select.int64(0) : 0
  }

  /// How many rows of a channel wait, in hand or not.
  package func waitingCount(_ channel: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM delivery WHERE channel = ? AND state = 0")
    select.bind(1, channel)
    return try select.step() ? select.int64(0) : 0
  }

  // MARK: Changing many

  /// Lets dead rows wait again, all of them or one; how many.
  package func retryDead(_ one: (log: Int64, place: Int64)?, due: Int64) throws(StoreError) -> Int {
    let update = try database.prepare(
      """
      UPDATE delivery SET state = 0, attempts = 0, due = ?1, error = NULL, lease = NULL, holder = NULL
      WHERE state <> 1 AND state = 2 AND (?2 IS NULL OR log = ?2 AND place = ?3)
      """)
    update.bind(1, due)
    update.bind(2, one?.log)
    update.bind(3, one?.place)
    try update.run()
    return database.changes
  }

  /// Moves every row that is in one state into another; how many.
  package func moveDeliveries(from old: DeliveryRow.State, to new: DeliveryRow.State) throws(StoreError) -> Int {
    let update = try database.prepare("UPDATE delivery SET state = ? WHERE state <> 1 AND state = ?")
    update.bind(1, new.rawValue)
    update.bind(2, old.rawValue)
    try update.run()
    return database.changes
  }

  /// What is said of effects for a person who was forgotten.
  package static let forgotten = "the influencer was forgotten; nothing is sent to them any more"

  /// Gives up what waits for a person, and erases what failures said of them. What people of the program are told, which is
  /// channel 2, names nobody who was forgotten and may still go.
  func giveUpDeliveries(ofInfluencer influencer: Int64) throws(StoreError) {
    let clear = try database.prepare(
      """
      UPDATE delivery SET error = NULL WHERE error IS NOT NULL AND EXISTS (SELECT 1 FROM outbox o
      JOIN participation p ON p.id = o.participation
      WHERE o.log = delivery.log AND o.place = delivery.place AND p.influencer = ?)
      """)
    clear.bind(1, influencer)
    try clear.run()
    let update = try database.prepare(
      """
      UPDATE delivery SET state = 2, error = ?1, lease = NULL, holder = NULL
      WHERE state <> 1 AND channel <> 2 AND EXISTS (SELECT 1 FROM outbox o
      JOIN participation p ON p.id = o.participation
      WHERE o.log = delivery.log AND o.place = delivery.place AND p.influencer = ?2)
      """)
    update.bind(1, Store.forgotten)
    update.bind(2, influencer)
    try update.run()
  }

  /// From here on the same numbers of log rows mean other events than in the database that this one was copied from.
  package func beginAnotherLife() throws(StoreError) {
    try database.exec("UPDATE setting SET value = random() WHERE name = 'life'")
    try database.exec(
      "INSERT INTO setting SELECT 'copy', value FROM setting WHERE name = 'life' ON CONFLICT DO UPDATE SET value = excluded.value"
    )
  }
}

extension DeliveryRow {
  init(_ row: borrowing Statement) {
    log = row.int64(0)
    place = row.int64(1)
    channel = row.int64(2)
    state = State(rawValue: row.int64(3)) ?? .held
    life = row.int64(4)
    attempts = row.int64(5)
    due = row.int64(6)
    delivered = row.optionalInt64(7)
    error = row.isNull(8) ? nil : row.text(8)
    participation = row.int64(9)
    kind = row.int64(10)
    role = row.optionalInt64(11)
    words = row.optionalInt64(12)
  }
}
