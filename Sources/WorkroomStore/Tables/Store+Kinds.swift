/// Kinds of item, each with a number that stays the same whatever definition speaks of it: 0 is `discount`, 1 is `link`.
extension Store {
  /// The number of a kind by its noun; `nil` where no workflow and no group has used it.
  package func kind(_ noun: String) throws(StoreError) -> Int64? {
    let select = try database.prepare("SELECT id FROM kind WHERE noun = ?")
    select.bind(1, noun)
    return try select.step() ? select.int64(0) : nil
  }

  /// Gives a noun the next number.
  package func insertKind(_ noun: String) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO kind(noun) VALUES(?)")
    insert.bind(1, noun)
    try insert.run()
    return database.lastRowID
  }

  /// Every kind, by its number.
  package func kinds() throws(StoreError) -> [(id: Int64, noun: String)] {
    let select = try database.prepare("SELECT id, noun FROM kind ORDER BY id")
    var kinds: [(Int64, String)] = []
    while try select.step() { kinds.append((select.int64(0), select.text(1))) }
    return kinds
  }
}
