/// What a group gives to the items that come out of it later.
package struct GroupTerms: Sendable, Equatable {
  /// The default payout, in millionths of a per cent, of an assignment that names none.
  package var rate: Int64?
  /// The first and the last day on which an item holds.
  package var starts: Int64?
  package var ends: Int64?
  /// `go.brand.example`: what links are made under.
  package var domain: String?
  /// `utm_source=creators&utm_campaign=[handle]`, behind where a link leads.
  package var utm: String?
  /// For how many days after a click an order counts for a link.
  package var attribution: Int64?

  package init() {}
}

extension Store {
  /// Gives a group other terms; what it has handed out stays as it is.
  package func setGroup(
    _ id: Int64, pattern: String?, destination: String?, _ terms: GroupTerms
  ) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE item_group SET pattern = ?, destination = ?, rate = ?, starts = ?, ends = ?, domain = ?, utm = ?, attribution = ? WHERE id = ?"
    )
    func bind(_ index: Int, _ text: String?) {
      if let text { update.bind(index, text) } else { update.bindNull(index) }
    }
    bind(1, pattern)
    bind(2, destination)
    update.bind(3, terms.rate)
    update.bind(4, terms.starts)
    update.bind(5, terms.ends)
    bind(6, terms.domain)
    bind(7, terms.utm)
    update.bind(8, terms.attribution)
    update.bind(9, id)
    try update.run()
  }

  /// Who holds an item of a group now, oldest first.
  package func holders(ofGroup group: Int64) throws(StoreError) -> [(participation: Int64, item: Int64)] {
    let select = try database.prepare(
      "SELECT participation, id FROM item WHERE item_group = ? AND state = 1 AND participation IS NOT NULL ORDER BY id")
    select.bind(1, group)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }

  /// How many items of a group are held and disabled.
  package func counts(ofGroup group: Int64) throws(StoreError) -> (held: Int64, disabled: Int64) {
    let select = try database.prepare(
      "SELECT count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2) FROM item WHERE item_group = ?"
    )
    select.bind(1, group)
    return try select.step() ? (select.int64(0), select.int64(1)) : (0, 0)
  }

  /// Moves an item that somebody holds to another group.
  package func move(_ item: Int64, toGroup group: Int64) throws(StoreError) {
    let update = try database.prepare("UPDATE item SET item_group = ? WHERE id = ?")
    update.bind(1, group)
    update.bind(2, item)
    try update.run()
  }

  // MARK: Clicks

  /// Writes how often a link was clicked on a day, over what another file said of it; true where that is news.
  package func writeClicks(_ item: Int64, day: Int64, _ clicks: Int64) throws(StoreError) -> Bool {
    let insert = try database.prepare(
      "INSERT INTO click VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET clicks = excluded.clicks WHERE clicks <> excluded.clicks"
    )
    insert.bind(1, item)
    insert.bind(2, day)
    insert.bind(3, clicks)
    try insert.run()
    return database.changes > 0
  }

  /// How often each link was clicked, day by day.
  package func clicks() throws(StoreError) -> [(url: String, day: Int64, clicks: Int64)] {
    let select = try database.prepare(
      "SELECT i.code, c.day, c.clicks FROM click c JOIN item i ON i.id = c.item ORDER BY c.item, c.day")
    var rows: [(String, Int64, Int64)] = []
    while try select.step() { rows.append((select.text(0), select.int64(1), select.int64(2))) }
    return rows
  }

  /// The clicks of links, by the participations of a campaign that hold or held them.
  package func clicks(ofCampaign campaign: Int64) throws(StoreError) -> [Int64: Int64] {
    let select = try database.prepare(
      "SELECT i.participation, sum(c.clicks) FROM click c CROSS JOIN item i ON i.id = c.item CROSS JOIN participation p ON p.id = i.participation WHERE p.campaign = ? GROUP BY 1"
    )
    select.bind(1, campaign)
    var clicks: [Int64: Int64] = [:]
    while try select.step() { clicks[select.int64(0)] = select.int64(1) }
    return clicks
  }
}
