/// A set of stages in which participations of one campaign and definition stand, with or without agreed terms.
package struct PlaceRow: Sendable, Hashable {
  package var id: Int64
  package var definition: Int64
  package var isAccepted: Bool
  /// The numbers of the active stages, in their order.
  package var stages: [Int64]

  package init(id: Int64, definition: Int64, isAccepted: Bool, stages: [Int64]) {
    self.id = id
    self.definition = definition
    self.isAccepted = isAccepted
    self.stages = stages
  }
}

/// Where participations stand, and how many stand there.
extension Store {
  /// The number of a place; it gets one where it has none.
  package func place(
    of campaign: Int64, definition: Int64, isAccepted: Bool, stages: [Int64]
  ) throws(StoreError) -> Int64 {
    let s = statements
    s.findPlace.bind(1, campaign)
    s.findPlace.bind(2, definition)
    s.findPlace.bind(3, isAccepted ? 1 : 0)
    s.findPlace.bind(4, stages.span.bytes)
    if let known = try s.findPlace.first({ () throws(StoreError) in s.findPlace.int64(0) }) { return known }
    let insert = try database.prepare("INSERT INTO place(campaign, definition, accepted, stages) VALUES(?, ?, ?, ?)")
    insert.bind(1, campaign)
    insert.bind(2, definition)
    insert.bind(3, isAccepted ? 1 : 0)
    insert.bind(4, stages.span.bytes)
    try insert.run()
    return database.lastRowID
  }

  /// The places in which anybody of a campaign stands, each with how many do.
  package func places(ofCampaign campaign: Int64) throws(StoreError) -> [(place: PlaceRow, count: Int64)] {
    let select = try database.prepare(
      "SELECT p.id, p.definition, p.accepted, p.stages, c.participations FROM place_count c JOIN place p ON p.id = c.place WHERE c.campaign = ? AND c.participations <> 0 ORDER BY p.id"
    )
    select.bind(1, campaign)
    var rows: [(PlaceRow, Int64)] = []
    while try select.step() {
      let place = PlaceRow(
        id: select.int64(0), definition: select.int64(1), isAccepted: select.int64(2) != 0,
        stages: select.withBlob(3) { Store.words($0) })
      rows.append((place, select.int64(4)))
    }
    return rows
  }

  /// Counts more or fewer who stand in a place.
  package func count(_ change: Int64, in place: Int64, of campaign: Int64) throws(StoreError) {
    let s = statements
    s.countPlace.bind(1, campaign)
    s.countPlace.bind(2, place)
    s.countPlace.bind(3, change)
    try s.countPlace.run()
  }

  /// Those in one place who have been there longest, with the instants since when.
  package func longest(
    in place: Int64, atMost limit: Int64
  ) throws(StoreError) -> [(participation: Int64, since: Int64)] {
    let select = try database.prepare(
      "SELECT id, since FROM participation WHERE place = ? ORDER BY since, id LIMIT ?")
    select.bind(1, place)
    select.bind(2, limit)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }

  /// A part of a campaign's newest rounds, in the order of the directory.
  package func participations(
    ofCampaign campaign: Int64, limit: Int64, offset: Int64
  ) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT id FROM participation WHERE campaign = ? AND +place IS NOT NULL ORDER BY influencer, round LIMIT ? OFFSET ?"
    )
    select.bind(1, campaign)
    select.bind(2, limit)
    select.bind(3, offset)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// A part of a campaign's content that has a name, in the order in which it was first told of.
  package func content(
    ofCampaign campaign: Int64, limit: Int64, offset: Int64
  ) throws(StoreError) -> [ObjectRow] {
    let select = try database.prepare(
      """
      SELECT o.participation, o.key, o.status, o.event, o.first_log, o.last_log, o.payload, l.definition, o.carried
      FROM (
        SELECT * FROM object WHERE noun = 'content' AND key <> 0 AND first_log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1
        ORDER BY first_log LIMIT ?2 OFFSET ?3
      ) o LEFT JOIN log l ON l.id = o.last_log ORDER BY o.first_log
      """)
    select.bind(1, campaign)
    select.bind(2, limit)
    select.bind(3, offset)
    var rows: [ObjectRow] = []
    while try select.step() { rows.append(ObjectRow(select)) }
    return rows
  }

  /// How many pieces of content a campaign has, counted up to a limit.
  package func contentCount(_ campaign: Int64, atMost limit: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM (SELECT 1 FROM object WHERE noun = 'content' AND key <> 0 AND first_log BETWEEN ?1 << 40 AND ((?1 + 1) << 40) - 1 LIMIT ?2)"
    )
    select.bind(1, campaign)
    select.bind(2, limit)
    return try select.step() ? select.int64(0) : 0
  }

  /// Those of a campaign of whom a piece of content is known, in any round.
  package func contentMakers(_ campaign: Int64) throws(StoreError) -> Set<Int64> {
    let select = try database.prepare(
      """
      SELECT DISTINCT p.influencer FROM participation p
      CROSS JOIN object o ON o.participation = p.id AND o.noun = 'content'
      WHERE p.campaign = ? AND (o.key <> 0 OR EXISTS(
        SELECT 1 FROM draft d WHERE d.participation = o.participation AND d.first_log = o.first_log))
      """)
    select.bind(1, campaign)
    var makers: Set<Int64> = []
    while try select.step() { makers.insert(select.int64(0)) }
    return makers
  }

  /// Forgets every place, to give them anew.
  package func clearPlaces() throws(StoreError) {
    try database.exec("DELETE FROM place_count; UPDATE participation SET place = NULL; DELETE FROM place;")
  }
}
