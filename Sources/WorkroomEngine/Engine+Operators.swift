package import WorkroomStore
import WorkroomValues

/// Those who work with a database, and in which roles.
extension Engine {
  /// Adds an operator, inside a transaction. Errors: a name that somebody has or had.
  package func addOperator(_ name: String, roles: [String]) throws(EngineError) -> OperatorRow {
    try checkName(name, "operator")
    if let known = try stored({ () throws(StoreError) in try store.operator(named: name) }) {
      throw .refused(
        known.removed == nil
          ? "there is already an operator called `\(known.shownName)`; choose another name, or change their roles"
          : "an operator called `\(known.shownName)` was here before, and the log tells of them; choose another name")
    }
    let now = clock.now.milliseconds
    let id = try stored { () throws(StoreError) in try store.insertOperator(name, roles: roles, at: now) }
    return try told(id)
  }

  /// Overwrites an operator's roles, or that they are gone, inside a transaction.
  package func change(_ row: OperatorRow) throws(EngineError) {
    try stored { () throws(StoreError) in try store.update(row) }
    _ = try told(row.id)
  }

  /// Erases the name of an operator who is gone, inside a transaction: in the table, in the log's texts and in the audit log.
  package func eraseOperator(_ row: OperatorRow) throws(EngineError) {
    try stored { () throws(StoreError) in try store.overwriteFreed() }
    let name = row.name ?? ""
    hand?.asked = "erase the name of operator \(row.id)"
    var row = row
    row.name = nil
    let nameless = row
    try stored { () throws(StoreError) in
      try store.update(nameless)
      try store.eraseTexts(ofPerson: -nameless.id)
      try store.eraseAudit(holding: [name])
    }
    try note(.forgotten, stream: 0, [-row.id])
  }

  /// Writes into the system's log what an operator may do from now on.
  private func told(_ id: Int64) throws(EngineError) -> OperatorRow {
    guard let row = try stored({ () throws(StoreError) in try store.operator(id) }) else {
      throw .missing("there is no operator with the number \(id)")
    }
    try note(.operator, stream: 0, Engine.told(row))
    return row
  }

  /// What the log tells of an operator: a number, whether they are gone, and a digest of their roles.
  static func told(_ row: OperatorRow) -> [Int64] {
    [row.id, row.removed == nil ? 0 : 1, short(row.roles.joined(separator: ","))]
  }
}
