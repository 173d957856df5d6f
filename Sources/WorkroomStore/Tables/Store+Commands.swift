/// Commands that came with a key, so that none is taken twice.
extension Store {
  package func command(_ source: Int64, _ key: String) throws(StoreError) -> (log: Int64, digest: Int64)? {
    try newRows.commands.write()
    statements.command.bind(1, source)
    statements.command.bind(2, key)
    let statement = statements
    return try statement.command.first { () throws(StoreError) in
      (statement.command.int64(0), statement.command.int64(1))
    }
  }

  /// Whether a row of the log was written for a command whose key is `prefix`, a slash and more.
  package func isCommand(_ source: Int64, under prefix: String, log: Int64) throws(StoreError) -> Bool {
    try newRows.commands.write()
    let select = try database.prepare(
      "SELECT 1 FROM command WHERE source = ?1 AND key > ?2 || '/' AND key < ?2 || '0' AND log = ?3")
    select.bind(1, source)
    select.bind(2, prefix)
    select.bind(3, log)
    return try select.step()
  }

  /// Writes a key that was never used before; false where it was.
  ///
  /// Keys mostly rise: one behind all others is new without a look at them.
  package func claimCommand(_ source: Int64, _ key: String, log: Int64, digest: Int64) throws(StoreError) -> Bool {
    if newRows.hasClaimed, newRows.greatestKey == nil { newRows.greatestKey = try greatestKey() }
    newRows.hasClaimed = true
    if let greatest = newRows.greatestKey, Store.isBehind(greatest, key) {
      newRows.greatestKey = key
      newRows.commands.add(source)
      newRows.commands.add(key)
      newRows.commands.add(log)
      newRows.commands.add(digest)
      try newRows.commands.endRow()
      return true
    }
    try newRows.commands.write()
    statements.writeCommand.bind(1, source)
    statements.writeCommand.bind(2, key)
    statements.writeCommand.bind(3, log)
    statements.writeCommand.bind(4, digest)
    try statements.writeCommand.run()
    return database.changes > 0
  }

  private func greatestKey() throws(StoreError) -> String {
    let statement = statements
    return try statement.greatestKey.first { () throws(StoreError) in statement.greatestKey.text(0) } ?? ""
  }

  /// Whether a key is greater than another as the table orders them: byte by byte.
  private static func isBehind(_ key: String, _ next: String) -> Bool {
    let (own, other) = (key.utf8.span, next.utf8.span)
    for index in 0..<min(own.count, other.count) where own[index] != other[index] { return own[index] < other[index] }
    return own.count < other.count
  }
}
