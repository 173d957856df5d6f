/// Somebody who held a code or a link until it went back to its group, with the terms that it had with them.
package struct FormerHolder: Sendable, Equatable {
  package var item: Int64
  /// The row of the log with which it went back.
  package var log: Int64
  package var participation: Int64
  package var assigned: Int64
  package var released: Int64
  /// Millionths of a per cent.
  package var rate: Int64?
  package var starts: Int64?
  package var ends: Int64?

  package init(
    item: Int64, log: Int64, participation: Int64, assigned: Int64, released: Int64, rate: Int64?, starts: Int64?,
    ends: Int64?
  ) {
    (self.item, self.log, self.participation) = (item, log, participation)
    (self.assigned, self.released) = (assigned, released)
    (self.rate, self.starts, self.ends) = (rate, starts, ends)
  }
}

/// A code or a link that somebody holds, or held once.
package struct HeldItem: Sendable {
  package var item: Int64
  package var code: String
  package var from: Int64
  /// When it was disabled or went back to its group; `nil` while it is held.
  package var until: Int64?
  /// Millionths of a per cent.
  package var rate: Int64?

  /// What came in the moment in which it ended came by it.
  package func isHeld(at instant: Int64) -> Bool { from <= instant && until.map { instant <= $0 } ?? true }
}

/// A code or a link found by what it is called, and whoever holds it or held it last.
package struct FoundItem: Sendable {
  package var item: Int64
  package var participation: Int64?
  package var rate: Int64?
  package var state: Int64
  package var starts: Int64?
  package var ends: Int64?
  package var assigned: Int64?
}

extension Store {
  package func write(_ row: FormerHolder) throws(StoreError) {
    let insert = try database.prepare("INSERT INTO former_holder VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
    insert.bind(1, row.item)
    insert.bind(2, row.log)
    insert.bind(3, row.participation)
    insert.bind(4, row.assigned)
    insert.bind(5, row.released)
    insert.bind(6, row.rate)
    insert.bind(7, row.starts)
    insert.bind(8, row.ends)
    try insert.run()
  }

  /// Who held an item before, oldest first.
  package func formerHolders(of item: Int64) throws(StoreError) -> [FormerHolder] {
    let select = try database.prepare("SELECT * FROM former_holder WHERE item = ? ORDER BY released, log")
    select.bind(1, item)
    return try FormerHolder.all(select)
  }

  /// Everybody who held anything before, by item and oldest first.
  package func formerHolders() throws(StoreError) -> [FormerHolder] {
    let select = try database.prepare("SELECT * FROM former_holder ORDER BY item, released, log")
    return try FormerHolder.all(select)
  }

  /// Empties the table, to be written anew.
  package func clearFormerHolders() throws(StoreError) {
    try database.prepare("DELETE FROM former_holder").run()
  }

  /// The item of a kind that a participation holds, or held last and that nobody else got.
  package func lastItem(_ participation: Int64, kind: Int64) throws(StoreError) -> ItemRow? {
    if let held = try held(participation, kind: kind) { return held }
    let select = try database.prepare(
      "SELECT id, item_group, code, rate, starts, ends, destination, assigned FROM item WHERE participation = ? AND kind = ? ORDER BY assigned DESC, id DESC LIMIT 1"
    )
    select.bind(1, participation)
    select.bind(2, kind)
    return try select.step() ? ItemRow(select) : nil
  }

  /// Whether another participation of a campaign holds a code and a link that pay.
  package func holdsBoth(in campaign: Int64, but participation: Int64) throws(StoreError) -> Bool {
    let select = try database.prepare(
      """
      SELECT 1 FROM participation p
      CROSS JOIN item l ON l.participation = p.id AND l.kind = 1 AND l.state = 1 AND l.rate IS NOT NULL
      CROSS JOIN item c ON c.participation = p.id AND c.kind = 0 AND c.state = 1 AND c.rate IS NOT NULL
      WHERE p.campaign = ?1 AND p.id <> ?2 LIMIT 1
      """)
    select.bind(1, campaign)
    select.bind(2, participation)
    return try select.step()
  }

  /// What a participation ever held of a kind, in the order in which it got them.
  package func itemsEverHeld(_ participation: Int64, kind: Int64) throws(StoreError) -> [HeldItem] {
    let select = try database.prepare(
      """
      SELECT code, assigned, CASE state WHEN 2 THEN ends END, rate, id FROM item
      WHERE participation = ?1 AND kind = ?2 AND assigned IS NOT NULL
      UNION ALL SELECT i.code, f.assigned, f.released, f.rate, i.id FROM former_holder f
      JOIN item i ON i.id = f.item AND i.kind = ?2 WHERE f.participation = ?1 ORDER BY 2, 5
      """)
    select.bind(1, participation)
    select.bind(2, kind)
    var items: [HeldItem] = []
    while try select.step() {
      items.append(
        HeldItem(
          item: select.int64(4), code: select.text(0), from: select.int64(1), until: select.optionalInt64(2),
          rate: select.optionalInt64(3)))
    }
    return items
  }

  /// Whether a code or a link of a participation was disabled.
  package func hasDisabled(_ participation: Int64) throws(StoreError) -> Bool {
    statements.disabledItem.bind(1, participation)
    return try statements.disabledItem.first { () throws(StoreError) in true } ?? false
  }

  /// The rows of a kind of a campaign that took place, of all of whom a code or a link was disabled, oldest first.
  package func eventsOfDisabled(_ stream: Int64, kind: Int64) throws(StoreError) -> [LogRow] {
    let select = try database.prepare(
      """
      SELECT * FROM log WHERE id BETWEEN ? AND ? AND kind = ? AND outcome < 2
      AND participation IN (SELECT participation FROM item WHERE state = 2) ORDER BY id
      """)
    select.bind(1, stream << LogRow.sequenceBits)
    select.bind(2, (stream + 1) << LogRow.sequenceBits - 1)
    select.bind(3, kind)
    var rows: [LogRow] = []
    while try select.step() { rows.append(LogRow(select)) }
    return rows
  }

  /// The links that are written like this, with or without parameters or a mark behind it.
  package func links(beginning text: String) throws(StoreError) -> [String] {
    let s = statements
    s.linkForms.bind(1, text.lowercased())
    var links: [String] = []
    while try s.linkForms.step() { links.append(s.linkForms.text(0)) }
    return links
  }

  /// The item with a code, whatever its case, and who holds or held it.
  package func item(kind: Int64, code: String) throws(StoreError) -> FoundItem? {
    let s = statements
    s.codeItem.bind(1, kind)
    s.codeItem.bind(2, code.lowercased())
    return try s.codeItem.first { () throws(StoreError) in
      FoundItem(
        item: s.codeItem.int64(0), participation: s.codeItem.optionalInt64(1), rate: s.codeItem.optionalInt64(2),
        state: s.codeItem.int64(3), starts: s.codeItem.optionalInt64(4), ends: s.codeItem.optionalInt64(5),
        assigned: s.codeItem.optionalInt64(6))
    }
  }
}

extension FormerHolder {
  fileprivate static func all(_ select: borrowing Statement) throws(StoreError) -> [FormerHolder] {
    var rows: [FormerHolder] = []
    while try select.step() {
      rows.append(
        FormerHolder(
          item: select.int64(0), log: select.int64(1), participation: select.int64(2), assigned: select.int64(3),
          released: select.int64(4), rate: select.optionalInt64(5), starts: select.optionalInt64(6),
          ends: select.optionalInt64(7)))
    }
    return rows
  }
}
