/// The days that uploaded items have of their own, and not of their group.
extension Store {
  /// Gives an item days of its own; as long as nobody holds it, it has no others.
  package func giveOwnDays(_ item: Int64, starts: Int64?, ends: Int64?) throws(StoreError) {
    let update = try database.prepare(
      """
      UPDATE item SET own_starts = ?1, own_ends = ?2, starts = iif(state IN (0, 3), ?1, starts),
        ends = iif(state IN (0, 3), ?2, ends) WHERE id = ?3
      """)
    update.bind(1, starts)
    update.bind(2, ends)
    update.bind(3, item)
    try update.run()
  }

  /// How many items of a group that nobody holds have a first or a last day of their own.
  package func countOwnDays(_ group: Int64, starts: Bool, ends: Bool) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM item WHERE item_group = ?1 AND state IN (0, 3) AND (?2 AND own_starts IS NOT NULL OR ?3 AND own_ends IS NOT NULL)"
    )
    select.bind(1, group)
    select.bind(2, starts ? 1 : 0)
    select.bind(3, ends ? 1 : 0)
    return try select.step() ? select.int64(0) : 0
  }

  /// How many items of a group that nobody holds would end before they start, between their own days and those of the group.
  package func countNeverCounting(_ group: Int64, starts: Int64?, ends: Int64?) throws(StoreError) -> Int64 {
    let select = try database.prepare(
      "SELECT count(*) FROM item WHERE item_group = ?1 AND state IN (0, 3) AND coalesce(own_ends, ?3) <= coalesce(own_starts, ?2)"
    )
    select.bind(1, group)
    select.bind(2, starts)
    select.bind(3, ends)
    return try select.step() ? select.int64(0) : 0
  }
}
