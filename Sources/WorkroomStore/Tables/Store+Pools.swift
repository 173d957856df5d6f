/// A group of codes or links.
package struct GroupRow: Sendable {
  package var id: Int64
  package var kind: Int64
  package var name: String
  /// `[first_name]10OFF`; `nil` for a group of uploaded items.
  package var pattern: String?
  package var destination: String?
  /// Uploaded items that nobody holds and that anybody may get.
  package var free: Int64
  /// Items that nobody holds and that are kept for somebody.
  package var kept: Int64 = 0
  package var terms = GroupTerms()
}

/// A code or a link.
package struct ItemRow: Sendable {
  package var id: Int64
  package var group: Int64
  package var code: String
  /// Millionths of a per cent.
  package var rate: Int64?
  package var starts: Int64?
  package var ends: Int64?
  package var destination: String?
  package var assigned: Int64?
  /// For whom it is kept, of an item that somebody holds.
  package var kept: Int64?
}

extension ItemRow {
  /// The first eight columns of a row: the number, the group, the code, the rate, from when on and up to when, where it leads,
  /// and since when it is held.
  init(_ row: borrowing Statement) {
    id = row.int64(0)
    group = row.int64(1)
    code = row.text(2)
    rate = row.optionalInt64(3)
    starts = row.optionalInt64(4)
    ends = row.optionalInt64(5)
    destination = row.isNull(6) ? nil : row.text(6)
    assigned = row.optionalInt64(7)
  }
}

/// Who holds an item, at what rate in millionths of a per cent, and since when in milliseconds.
package struct ItemHolding: Sendable {
  package var participation: Int64
  package var rate: Int64?
  package var since: Int64

  package init(participation: Int64, rate: Int64?, since: Int64) {
    self.participation = participation
    self.rate = rate
    self.since = since
  }
}

extension Store {
  package func group(_ id: Int64) throws(StoreError) -> GroupRow? {
    let s = statements
    s.group.bind(1, id)
    return try s.group.first { () throws(StoreError) in
      var row = GroupRow(
        id: id, kind: s.group.int64(0), name: s.group.text(1), pattern: s.group.isNull(2) ? nil : s.group.text(2),
        destination: s.group.isNull(3) ? nil : s.group.text(3), free: s.group.int64(4))
      row.terms.rate = s.group.optionalInt64(5)
      row.terms.starts = s.group.optionalInt64(6)
      row.terms.ends = s.group.optionalInt64(7)
      row.terms.domain = s.group.isNull(8) ? nil : s.group.text(8)
      row.terms.utm = s.group.isNull(9) ? nil : s.group.text(9)
      row.terms.attribution = s.group.optionalInt64(10)
      row.kept = s.group.int64(11)
      return row
    }
  }

  package func group(kind: Int64, named name: String) throws(StoreError) -> GroupRow? {
    let select = try database.prepare("SELECT id FROM item_group WHERE kind = ? AND name = ?")
    select.bind(1, kind)
    select.bind(2, name)
    guard try select.step() else { return nil }
    return try group(select.int64(0))
  }

  package func groups() throws(StoreError) -> [GroupRow] {
    let select = try database.prepare("SELECT id FROM item_group ORDER BY kind, name")
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    var rows: [GroupRow] = []
    for id in ids { if let row = try group(id) { rows.append(row) } }
    return rows
  }

  /// The group that already has a pattern, whatever its case: codes are compared without it.
  package func group(kind: Int64, pattern: String) throws(StoreError) -> GroupRow? {
    let select = try database.prepare("SELECT id FROM item_group WHERE kind = ? AND pattern = ? COLLATE NOCASE")
    select.bind(1, kind)
    select.bind(2, pattern)
    guard try select.step() else { return nil }
    return try group(select.int64(0))
  }

  package func insertGroup(
    kind: Int64, name: String, pattern: String?, destination: String?
  ) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO item_group(kind, name, pattern, destination) VALUES(?, ?, ?, ?)")
    insert.bind(1, kind)
    insert.bind(2, name)
    if let pattern { insert.bind(3, pattern) } else { insert.bindNull(3) }
    if let destination { insert.bind(4, destination) } else { insert.bindNull(4) }
    try insert.run()
    return database.lastRowID
  }

  // MARK: Items

  /// Adds an item to a group, free or at once held; `nil` where one with the same code, whatever its case, exists.
  package func insertItem(
    group: Int64, kind: Int64, code: String, destination: String?, starts: Int64?, ends: Int64?,
    heldBy holding: ItemHolding? = nil
  ) throws(StoreError) -> Int64? {
    let s = statements
    s.writeItem.bind(1, group)
    s.writeItem.bind(2, kind)
    s.writeItem.bind(3, code)
    s.writeItem.bind(4, code.lowercased())
    if let destination { s.writeItem.bind(5, destination) } else { s.writeItem.bindNull(5) }
    s.writeItem.bind(6, starts)
    s.writeItem.bind(7, ends)
    s.writeItem.bind(8, holding == nil ? 0 : 1)
    s.writeItem.bind(9, holding?.participation)
    s.writeItem.bind(10, holding?.rate)
    s.writeItem.bind(11, holding?.since)
    try s.writeItem.run()
    return database.changes == 0 ? nil : database.lastRowID
  }

  /// Adds to how many items of a group are free and how many are kept for somebody.
  package func count(_ group: Int64, free: Int64, kept: Int64) throws(StoreError) {
    statements.countItems.bind(1, free)
    statements.countItems.bind(2, kept)
    statements.countItems.bind(3, group)
    try statements.countItems.run()
  }

  /// The item of a group that came in first and that nobody holds.
  package func freeItem(_ group: Int64) throws(StoreError) -> Int64? {
    let s = statements
    s.freeItem.bind(1, group)
    return try s.freeItem.first { () throws(StoreError) in s.freeItem.int64(0) }
  }

  /// Gives an item out; the dates are those of its group, for what it has no day of its own for.
  package func claim(_ item: Int64, by holding: ItemHolding, starts: Int64?, ends: Int64?) throws(StoreError) {
    statements.claimItem.bind(1, holding.participation)
    statements.claimItem.bind(2, holding.rate)
    statements.claimItem.bind(3, holding.since)
    statements.claimItem.bind(4, starts)
    statements.claimItem.bind(5, ends)
    statements.claimItem.bind(6, item)
    try statements.claimItem.run()
  }

  /// The live item of a kind that a participation holds.
  package func held(_ participation: Int64, kind: Int64) throws(StoreError) -> ItemRow? {
    let s = statements
    s.heldItem.bind(1, participation)
    s.heldItem.bind(2, kind)
    return try s.heldItem.first { () throws(StoreError) in
      var row = ItemRow(s.heldItem)
      row.kept = s.heldItem.optionalInt64(8)
      return row
    }
  }

  /// The newest item of a kind that a participation held until it was disabled.
  package func disabled(_ participation: Int64, kind: Int64) throws(StoreError) -> ItemRow? {
    let select = try database.prepare(
      "SELECT id, item_group, code, rate, starts, ends, destination, assigned FROM item WHERE participation = ? AND kind = ? AND state = 2 ORDER BY id DESC LIMIT 1"
    )
    select.bind(1, participation)
    select.bind(2, kind)
    return try select.step() ? ItemRow(select) : nil
  }

  /// Gives an item that is held to another participation, with its terms.
  package func passOn(_ item: Int64, to participation: Int64) throws(StoreError) {
    let update = try database.prepare("UPDATE item SET participation = ? WHERE id = ?")
    update.bind(1, participation)
    update.bind(2, item)
    try update.run()
  }

  /// Puts an item back: it is free, or kept as it was before.
  package func giveBack(_ item: Int64) throws(StoreError) {
    statements.returnItem.bind(1, item)
    try statements.returnItem.run()
  }

  package func disable(_ item: Int64, at instant: Int64) throws(StoreError) {
    statements.disableItem.bind(1, instant)
    statements.disableItem.bind(2, item)
    try statements.disableItem.run()
  }

  /// Changes the terms of an item that is already assigned. The first and the last instant that there are take a day off.
  package func adjust(
    _ item: Int64, rate: Int64?, starts: Int64?, ends: Int64?, code: String?, destination: String?
  ) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE item SET rate = coalesce(?, rate), starts = nullif(coalesce(?, starts), -9223372036854775808), ends = nullif(coalesce(?, ends), 9223372036854775807), code = coalesce(?, code), folded = coalesce(?, folded), destination = coalesce(?, destination) WHERE id = ?"
    )
    update.bind(1, rate)
    update.bind(2, starts)
    update.bind(3, ends)
    if let code {
      update.bind(4, code)
      update.bind(5, code.lowercased())
    } else {
      update.bindNull(4)
      update.bindNull(5)
    }
    if let destination { update.bind(6, destination) } else { update.bindNull(6) }
    update.bind(7, item)
    try update.run()
  }

  /// The live items of a campaign's participations: (participation, kind) to item.
  package func items(
    ofCampaign campaign: Int64
  ) throws(StoreError) -> [(participation: Int64, kind: Int64, state: Int64, item: ItemRow)] {
    let select = try database.prepare(
      "SELECT i.id, i.item_group, i.code, i.rate, i.starts, i.ends, i.destination, i.assigned, i.participation, i.kind, i.state FROM participation p JOIN item i ON i.participation = p.id WHERE p.campaign = ? ORDER BY i.participation, i.kind, i.id"
    )
    select.bind(1, campaign)
    var rows: [(Int64, Int64, Int64, ItemRow)] = []
    while try select.step() {
      rows.append((select.int64(8), select.int64(9), select.int64(10), ItemRow(select)))
    }
    return rows
  }

  // MARK: Lines

  package func wait(group: Int64, participation: Int64, site: Int64) throws(StoreError) {
    statements.writeWaiting.bind(1, group)
    statements.writeWaiting.bind(2, participation)
    statements.writeWaiting.bind(3, site)
    try statements.writeWaiting.run()
  }

  /// Who waits longest for an item of a group, after a place in the line.
  package func nextWaiting(
    _ group: Int64, after place: Int64
  ) throws(StoreError) -> (place: Int64, participation: Int64, site: Int64)? {
    let s = statements
    s.waiting.bind(1, group)
    s.waiting.bind(2, place)
    return try s.waiting.first { () throws(StoreError) in (s.waiting.int64(0), s.waiting.int64(1), s.waiting.int64(2)) }
  }

  /// Gives places in line other assignments, and takes those away that have become none; who came first stays first.
  package func moveLines(_ participation: Int64, _ lines: [(old: Int64, new: Int64)]) throws(StoreError) {
    // Two assignments may change places, so all leave theirs first.
    let leave = try database.prepare("UPDATE waiting SET site = -1 - site WHERE participation = ?")
    leave.bind(1, participation)
    try leave.run()
    guard database.changes > 0 else { return }
    let move = try database.prepare(
      "UPDATE OR IGNORE waiting SET site = ? WHERE participation = ? AND site = -1 - ?")
    for line in lines {
      move.bind(1, line.new)
      move.bind(2, participation)
      move.bind(3, line.old)
      try move.run()
    }
    let rest = try database.prepare("DELETE FROM waiting WHERE participation = ? AND site < 0")
    rest.bind(1, participation)
    try rest.run()
  }

  /// Leaves the lines of every group that an assignment waits for.
  package func leaveLine(_ participation: Int64, site: Int64) throws(StoreError) {
    statements.removeWaiting.bind(1, participation)
    statements.removeWaiting.bind(2, site)
    try statements.removeWaiting.run()
  }
}
