package import WorkroomEngine
package import WorkroomStore
import WorkroomValues

/// Those who work with a database: their names, and the roles that each of them may act in.
///
/// A database without operators asks nobody who they are. Names are claimed, not proved: who may start the program is the
/// operating system's to decide.
package struct Operators {
  private let engine: Engine

  /// The role that alone may name others.
  package static let keeper = "director"

  package init(_ engine: Engine) { self.engine = engine }

  /// Whether somebody has to say who they are.
  package var areNamed: Bool {
    get throws(EngineError) { try engine.asking { (store) throws(StoreError) in try store.hasOperators() } }
  }

  /// Those who work here now.
  package func present() throws(EngineError) -> [OperatorRow] {
    try engine.asking { (store) throws(StoreError) in try store.operators() }.filter { $0.removed == nil }
  }

  /// An operator by name. Errors: nobody of that name.
  package func find(_ name: String) throws(EngineError) -> OperatorRow {
    let known = try engine.asking { (store) throws(StoreError) in try store.operator(named: name) }
    if let known, known.removed == nil { return known }
    throw .refused(
      known == nil
        ? "no operator is called `\(name)`; `workroom operator list` shows those that there are"
        : "the operator `\(name)` was removed; `workroom operator list` shows those that there are")
  }

  /// Adds somebody, inside a transaction. Errors: a first one who could not add the next.
  @discardableResult
  package func add(_ name: String, roles: [String]) throws(EngineError) -> OperatorRow {
    guard try areNamed || roles.contains(Operators.keeper) else {
      throw .refused(
        "the first operator needs the role `\(Operators.keeper)`, who alone may add others: `--role \(Operators.keeper)`"
      )
    }
    return try engine.addOperator(name, roles: roles)
  }

  package func change(_ name: String, roles: [String]) throws(EngineError) {
    var row = try find(name)
    row.roles = roles
    try checkKeeper(after: row)
    try engine.change(row)
  }

  /// Removes somebody; with `erases` their name as well, everywhere. Errors: the last who could name others.
  package func remove(_ name: String, erases: Bool) throws(EngineError) {
    let known = try engine.asking { (store) throws(StoreError) in try store.operator(named: name) }
    var row: OperatorRow
    if erases, let known, known.removed != nil { row = known } else { row = try find(name) }
    if row.removed == nil {
      row.removed = engine.clock.now.milliseconds
      try checkKeeper(after: row)
      try engine.change(row)
    }
    if erases { try engine.eraseOperator(row) }
  }

  /// Somebody may name others for as long as there is anybody.
  private func checkKeeper(after changed: OperatorRow) throws(EngineError) {
    let left = try present().map { $0.id == changed.id ? changed : $0 }.filter { $0.removed == nil }
    guard left.isEmpty || left.contains(where: { $0.roles.contains(Operators.keeper) }) else {
      throw .refused(
        "`\(changed.shownName)` is the last `\(Operators.keeper)`, who alone may add and change operators; give that role to somebody else first"
      )
    }
  }

  /// Everybody who works or worked here.
  package func sheet() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Operators",
      columns: [
        .init("Operator", priority: 9), .init("Roles", priority: 8), .init("Since", .date, priority: 5),
        .init("Removed", .date, priority: 6),
      ])
    func day(_ milliseconds: Int64?) -> Sheet.Value {
      milliseconds.map { .date(Zone.utc.local(Instant(milliseconds: $0)).date) } ?? .nothing
    }
    for row in try engine.asking({ (store) throws(StoreError) in try store.operators() }) {
      sheet.rows.append([
        .text(row.shownName), .text(row.roles.joined(separator: ", ")), day(row.added), day(row.removed),
      ])
    }
    if try !areNamed {
      sheet.notes = ["nobody has to say who they are; `workroom operator add NAME --role director` changes that"]
    }
    return sheet
  }
}

/// What was asked of a database, newest first, page by page.
package struct AuditTable {
  private let engine: Engine

  package init(_ engine: Engine) { self.engine = engine }

  package func sheet(
    of operatorID: Int64?, since instant: Instant?, _ page: Page?
  ) throws(EngineError) -> Sheet {
    let from = instant?.milliseconds ?? .min
    let (rows, count) = try engine.asking { (store) throws(StoreError) in
      (
        try store.auditRows(of: operatorID, since: from, limit: page?.rows, offset: page?.offset ?? 0),
        try store.auditCount(of: operatorID, since: from)
      )
    }
    var sheet = Sheet(
      title: "Audit log",
      columns: [
        .init("Row", .number, priority: 2), .init("When", priority: 8), .init("Operator", priority: 9),
        .init("Roles", priority: 3), .init("From", priority: 5), .init("File", priority: 1),
        .init("Asked", priority: 10), .init("Outcome", priority: 7), .init("Answer", priority: 4),
      ])
    for row in rows {
      let origin = Hand.Origin(rawValue: row.origin)?.name ?? ""
      let outcome = Hand.Outcome(rawValue: row.outcome)?.name ?? ""
      sheet.rows.append([
        .number(row.id), .text(Instant(milliseconds: row.at).description),
        .text(row.operatorID == 0 ? "" : try engine.operatorName(row.operatorID)),
        .text(row.roles.joined(separator: ", ")), .text(origin), .text(row.file ?? ""),
        .text(row.asked ?? "(erased)"), .text(outcome), .text(row.answer ?? ""),
      ])
    }
    sheet.notes = ["\(count) in all, newest first"]
    sheet.notes += try page?.note(rows.count, of: count) ?? []
    return sheet
  }
}
