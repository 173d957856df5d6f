/// An item that waits for the one person it is kept for.
package struct KeptItem: Sendable {
  package var id: Int64
  /// Millionths of a per cent; `nil` where the rule or the group says it.
  package var rate: Int64?
}

/// Items that are kept for somebody: nobody else gets them, and who they are kept for gets them first.
extension Store {
  /// The item of a group that has been kept for somebody longest, and that they do not hold.
  package func keptItem(_ group: Int64, for influencer: Int64) throws(StoreError) -> KeptItem? {
    let s = statements
    s.keptItem.bind(1, influencer)
    s.keptItem.bind(2, group)
    return try s.keptItem.first { () throws(StoreError) in
      KeptItem(id: s.keptItem.int64(0), rate: s.keptItem.optionalInt64(1))
    }
  }

  /// How many items of a group are kept for somebody who does not hold them.
  package func keptCount(_ group: Int64, for influencer: Int64) throws(StoreError) -> Int64 {
    let s = statements
    s.keptCount.bind(1, influencer)
    s.keptCount.bind(2, group)
    return try s.keptCount.first { () throws(StoreError) in s.keptCount.int64(0) } ?? 0
  }

  /// What is kept for somebody who does not hold it, in all groups.
  package func keptItems(
    for influencer: Int64
  ) throws(StoreError) -> [(code: String, group: String, rate: Int64?)] {
    let select = try database.prepare(
      """
      SELECT i.code, g.name, i.kept_rate FROM item i JOIN item_group g ON g.id = i.item_group
      WHERE i.kept = ? AND i.state = 3 ORDER BY i.id
      """)
    select.bind(1, influencer)
    var rows: [(String, String, Int64?)] = []
    while try select.step() { rows.append((select.text(0), select.text(1), select.optionalInt64(2))) }
    return rows
  }

  /// Keeps an item that nobody holds for somebody, at a rate of its own; with `nil` it is free again.
  package func keep(_ item: Int64, for influencer: Int64?, rate: Int64?) throws(StoreError) {
    let update = try database.prepare("UPDATE item SET kept = ?1, kept_rate = ?2, state = ?3 WHERE id = ?4")
    update.bind(1, influencer)
    update.bind(2, rate)
    update.bind(3, influencer == nil ? 0 : 3)
    update.bind(4, item)
    try update.run()
  }

  /// Takes out of use what is kept for somebody and held by nobody; how many of each group.
  package func disableKept(for influencer: Int64) throws(StoreError) -> [(group: Int64, count: Int64)] {
    let select = try database.prepare(
      "SELECT item_group, count(*) FROM item WHERE kept = ? AND state = 3 GROUP BY 1 ORDER BY 1")
    select.bind(1, influencer)
    var groups: [(Int64, Int64)] = []
    while try select.step() { groups.append((select.int64(0), select.int64(1))) }
    let update = try database.prepare("UPDATE item SET state = 2 WHERE kept = ? AND state = 3")
    update.bind(1, influencer)
    try update.run()
    return groups
  }

  /// The places of one person in the line of a group, in any campaign, oldest first.
  package func waiting(
    _ group: Int64, of influencer: Int64
  ) throws(StoreError) -> [(participation: Int64, site: Int64)] {
    let select = try database.prepare(
      """
      SELECT w.participation, w.site FROM campaign c
      CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = ?1
      CROSS JOIN waiting w ON w.participation = p.id AND w.item_group = ?2 ORDER BY w.id
      """)
    select.bind(1, influencer)
    select.bind(2, group)
    var rows: [(Int64, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.int64(1))) }
    return rows
  }

  package func countKept(_ group: Int64) throws(StoreError) -> Int64 {
    let select = try database.prepare("SELECT count(*) FROM item WHERE item_group = ? AND state = 3")
    select.bind(1, group)
    return try select.step() ? select.int64(0) : 0
  }
}
