/// What bringing a database up to date would do to it.
package struct Upgrade: Sendable {
  /// The version that its tables have, and the one that they would have.
  package let from: Int32
  package let to: Int32
  /// Tables that it does not have yet.
  package let newTables: [String]

  package var isNeeded: Bool { from < to }

  /// Looks at a database, and changes nothing.
  package init(of path: String) throws(StoreError) {
    let database = try Database.asItIs(path: path, mode: .readOnly)
    from = try database.schemaVersion
    to = Schema.current.version
    guard from <= to else { throw .newerSchema(path: path, found: from, known: to) }
    let present = Set(try database.tables())
    let wanted = try Database.open(path: "memory", mode: .memory, schema: Schema.current)
    // Tables of another version than the file names would stop it half-way; what they are like is tried on empty ones.
    if from < to { try Database.tryUpgrade(of: database.definitions(), from: from, Schema.current) }
    newTables = try wanted.tables().filter { !present.contains($0) }
  }
}
