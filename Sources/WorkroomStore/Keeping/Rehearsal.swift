/// A copy of a database in memory, in which everything can be tried and taken back line by line.
///
/// The copy stands in one transaction that is never committed. What would be a transaction elsewhere is a part of it, and
/// so is everything between two marks.
extension Store {
  package static func rehearsal(of path: String) throws(StoreError) -> Store {
    let original = try Database.asItIs(path: path, mode: .readOnly)
    let copy = try Database.memory(named: path)
    try original.copy(into: copy)
    let store = try Store(copy)
    try copy.rehearse()
    return store
  }

  /// Remembers how everything stands.
  package func mark() throws(StoreError) { try database.exec("SAVEPOINT line") }

  /// Takes back everything since the newest mark, and forgets it.
  package func backToMark() throws(StoreError) { try database.exec("ROLLBACK TO line; RELEASE line") }

  /// Forgets the newest mark, and keeps what was done since.
  package func dropMark() throws(StoreError) { try database.exec("RELEASE line") }
}
