/// Which part of the directory is asked for; what is `nil` does not matter.
package struct DirectoryFilter: Sendable {
  package var campaign: Int64?
  package var tag: String?
  package var state: ContactState?
  /// A part of a name, an id, an email, a handle or a tag.
  package var text: String?

  package init(campaign: Int64? = nil, tag: String? = nil, state: ContactState? = nil, text: String? = nil) {
    self.campaign = campaign
    self.tag = tag
    self.state = state
    self.text = text
  }

  var isEverybody: Bool { campaign == nil && tag == nil && state == nil && text == nil }
}

/// Pages of the directory.
extension Store {
  /// A part of those whom a filter chooses, in the order in which they came; without a limit all of them.
  package func influencers(
    _ filter: DirectoryFilter, limit: Int64?, offset: Int64
  ) throws(StoreError) -> [Int64] {
    let select =
      filter.isEverybody
      ? try database.prepare("SELECT id FROM influencer ORDER BY id LIMIT coalesce(?5, -1) OFFSET ?6")
      : try database.prepare(
        """
        WITH chosen(id) AS (
          SELECT influencer FROM tag WHERE ?2 IS NOT NULL AND tag = ?2
          UNION ALL SELECT DISTINCT influencer FROM participation WHERE ?2 IS NULL AND ?1 IS NOT NULL AND campaign = ?1
          UNION ALL SELECT id FROM influencer WHERE ?2 IS NULL AND ?1 IS NULL)
        SELECT i.id FROM chosen JOIN influencer i ON i.id = chosen.id
        WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM participation p WHERE p.campaign = ?1 AND p.influencer = i.id))
          AND (?3 IS NULL OR coalesce((SELECT c.state FROM contact c WHERE c.influencer = i.id), 0) = ?3)
          AND (?4 IS NULL
            OR instr(lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ?4) > 0
            OR instr(lower(coalesce(email, '')), ?4) > 0 OR instr(lower(coalesce(external, '')), ?4) > 0
            OR EXISTS (SELECT 1 FROM account a WHERE a.influencer = i.id AND instr(a.handle, ?4) > 0)
            OR EXISTS (SELECT 1 FROM tag t WHERE t.influencer = i.id AND instr(t.tag, ?4) > 0))
        ORDER BY i.id LIMIT coalesce(?5, -1) OFFSET ?6
        """)
    bind(filter, to: select)
    select.bind(5, limit)
    select.bind(6, offset)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// How many a filter chooses.
  package func count(_ filter: DirectoryFilter) throws(StoreError) -> Int64 {
    guard !filter.isEverybody else {
      let all = try database.prepare("SELECT count(*) FROM influencer")
      return try all.step() ? all.int64(0) : 0
    }
    return Int64(try influencers(filter, limit: nil, offset: 0).count)
  }

  private func bind(_ filter: DirectoryFilter, to select: borrowing Statement) {
    guard !filter.isEverybody else { return }
    select.bind(1, filter.campaign)
    if let tag = filter.tag { select.bind(2, tag) } else { select.bindNull(2) }
    select.bind(3, filter.state?.rawValue)
    if let text = filter.text { select.bind(4, text.lowercased()) } else { select.bindNull(4) }
  }

  /// Everybody of the directory whose first name or whole name is this text, up to six.
  package func influencers(called name: String) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT id FROM influencer WHERE first_name = ?1 COLLATE NOCASE OR first_name || ' ' || last_name = ?1 COLLATE NOCASE ORDER BY id LIMIT 6"
    )
    select.bind(1, name)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// How many posts of a participation were told of from an instant on.
  package func contentCount(of participation: Int64, from instant: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      """
      SELECT count(*) FROM object o JOIN log l ON l.id = o.first_log
      WHERE o.participation = ? AND o.noun = 'content' AND l.occurred >= ? AND (o.status IN ('posted', 'measured')
        OR o.status IN ('approved', 'changes_requested') AND o.key <> 0 AND NOT EXISTS (
          SELECT 1 FROM draft d WHERE d.participation = o.participation AND d.first_log = o.first_log))
      """
    )
    select.bind(1, participation)
    select.bind(2, instant)
    return try select.step() ? select.int64(0) : 0
  }

  /// How many things of a noun a participation has, those with a status left out.
  package func objectCount(
    of participation: Int64, _ noun: String, except status: String
  ) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM object WHERE participation = ? AND noun = ? AND status <> ?")
    select.bind(1, participation)
    select.bind(2, noun)
    select.bind(3, status)
    return try select.step() ? select.int64(0) : 0
  }
}
