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
  /// Where it stands; `nil` for a round that is not its influencer's newest.
  package var place: Int64?

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
      row.place = s.participation.optionalInt64(9)
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

  /// Writes what a step has changed; what has an index, the next timer and the place, only where it is another one.
  package func update(_ row: ParticipationRow, movesDue: Bool, movesPlace: Bool) throws(StoreError) {
    let s = statements
    if movesPlace {
      s.moveState.bind(4, row.place)
      s.moveState.bind(5, row.since)
      s.moveState.bind(6, row.id)
      try write(row, by: s.moveState)
    } else {
      s.updateState.bind(4, row.id)
      try write(row, by: s.updateState)
    }
    guard movesDue else { return }
    s.updateDue.bind(1, row.due)
    s.updateDue.bind(2, row.id)
    try s.updateDue.run()
  }

  /// Binds what both statements begin with, and runs one of them.
  private func write(_ row: ParticipationRow, by update: borrowing Statement) throws(StoreError) {
    update.bind(2, row.sequence)
    update.bind(3, row.accepted)
    try update.lend(row.state.span.bytes, at: 1) { () throws(StoreError) in try update.run() }
  }

  /// Writes where a participation stands, and since when.
  package func updatePlace(_ row: ParticipationRow) throws(StoreError) {
    let s = statements
    s.updatePlace.bind(1, row.place)
    s.updatePlace.bind(2, row.since)
    s.updatePlace.bind(3, row.id)
    try s.updatePlace.run()
  }

  /// Moves a participation to another definition, with the state that belongs to it.
  package func move(_ row: ParticipationRow) throws(StoreError) {
    let change = try database.prepare("UPDATE participation SET definition = ? WHERE id = ?")
    change.bind(1, row.definition)
    change.bind(2, row.id)
    try change.run()
    try update(row, movesDue: true, movesPlace: true)
  }

  /// The participations of one influencer in a campaign, by their rounds.
  package func rounds(_ campaign: Int64, _ influencer: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT id FROM participation WHERE campaign = ? AND influencer = ? ORDER BY round")
    select.bind(1, campaign)
    select.bind(2, influencer)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
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
      "SELECT id, campaign, influencer, round, definition, state, sequence, due, since, accepted, place FROM participation WHERE campaign = ? ORDER BY id"
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
      row.place = select.optionalInt64(10)
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
    let outbox = newRows.outbox
    outbox.add(log)
    outbox.add(place)
    outbox.add(participation)
    outbox.add(kind)
    outbox.add(role)
    outbox.add(words)
    outbox.add(literal)
    outbox.add(0)
    try outbox.endRow()
  }
}
