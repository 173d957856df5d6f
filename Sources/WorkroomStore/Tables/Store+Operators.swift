/// Somebody who works with a database.
package struct OperatorRow: Sendable {
  package var id: Int64
  /// `nil` once it was erased.
  package var name: String?
  package var roles: [String]
  package var added: Int64
  package var removed: Int64?

  /// The name, or what stands for it once it is erased.
  package var shownName: String { name ?? "operator \(id)" }
}

extension Store {
  /// Whether anybody is named who works with this database.
  package func hasOperators() throws(StoreError) -> Bool {
    let select = try database.prepare("SELECT 1 FROM operator WHERE removed IS NULL LIMIT 1")
    return try select.step()
  }

  /// Everybody who works or worked with this database, in the order in which they came.
  package func operators() throws(StoreError) -> [OperatorRow] {
    let select = try database.prepare("SELECT id, name, roles, added, removed FROM operator ORDER BY id")
    var rows: [OperatorRow] = []
    while try select.step() { rows.append(OperatorRow(select)) }
    return rows
  }

  package func `operator`(_ id: Int64) throws(StoreError) -> OperatorRow? {
    let select = try database.prepare("SELECT id, name, roles, added, removed FROM operator WHERE id = ?")
    select.bind(1, id)
    return try select.step() ? OperatorRow(select) : nil
  }

  /// An operator by name, whatever its case.
  package func `operator`(named name: String) throws(StoreError) -> OperatorRow? {
    let select = try database.prepare("SELECT id, name, roles, added, removed FROM operator WHERE folded = ?")
    select.bind(1, name.lowercased())
    return try select.step() ? OperatorRow(select) : nil
  }

  /// Writes a new operator; the number is returned.
  package func insertOperator(_ name: String, roles: [String], at instant: Int64) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO operator(name, folded, roles, added) VALUES(?, ?, ?, ?)")
    insert.bind(1, name)
    insert.bind(2, name.lowercased())
    insert.bind(3, roles.joined(separator: ","))
    insert.bind(4, instant)
    try insert.run()
    return database.lastRowID
  }

  /// Overwrites what is known of an operator; a name that is `nil` is erased.
  package func update(_ row: OperatorRow) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE operator SET name = ?, folded = ?, roles = ?, removed = ? WHERE id = ?")
    if let name = row.name {
      update.bind(1, name)
      update.bind(2, name.lowercased())
    } else {
      update.bindNull(1)
      update.bindNull(2)
    }
    update.bind(3, row.roles.joined(separator: ","))
    update.bind(4, row.removed)
    update.bind(5, row.id)
    try update.run()
  }

  /// Erases the texts that name somebody in the log.
  package func eraseTexts(ofPerson person: Int64) throws(StoreError) {
    let texts = try database.prepare("UPDATE text SET content = NULL, salt = 0 WHERE person = ?")
    texts.bind(1, person)
    try texts.run()
  }
}

extension OperatorRow {
  fileprivate init(_ row: borrowing Statement) {
    self.init(
      id: row.int64(0), name: row.isNull(1) ? nil : row.text(1),
      roles: row.text(2).split(separator: ",").map(String.init), added: row.int64(3), removed: row.optionalInt64(4))
  }
}
