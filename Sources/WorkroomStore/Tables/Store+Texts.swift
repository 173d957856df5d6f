import WorkroomValues

/// Texts: names, notes, numbers of orders. The log refers to them by number, so that one person's can be erased.
extension Store {
  /// The number of a text that belongs to a person (0: to nobody); written if it is new.
  package func intern(_ content: String, person: Int64) throws(StoreError) -> Int64 {
    let statement = statements
    statement.findText.bind(1, person)
    statement.findText.bind(2, content)
    if let known = try statement.findText.first({ () throws(StoreError) in statement.findText.int64(0) }) {
      return known
    }
    let salt = Int64.random(in: .min ... .max)
    statement.writeText.bind(1, person)
    statement.writeText.bind(2, salt)
    statement.writeText.bind(3, Store.salted(content, salt))
    statement.writeText.bind(4, content)
    try statement.writeText.run()
    return database.lastRowID
  }

  /// The content of a text; `nil` once it has been erased.
  package func text(_ id: Int64) throws(StoreError) -> String? {
    let statement = statements
    statement.text.bind(1, id)
    return try statement.text.first { () throws(StoreError) in statement.text.isNull(0) ? nil : statement.text.text(0) }
      ?? nil
  }

  /// The number of a text that is already known.
  package func findText(_ content: String, person: Int64) throws(StoreError) -> Int64? {
    let statement = statements
    statement.findText.bind(1, person)
    statement.findText.bind(2, content)
    return try statement.findText.first { () throws(StoreError) in statement.findText.int64(0) }
  }

  /// What the log's chain covers of a text: its salted digest.
  package static func salted(_ content: String, _ salt: Int64) -> [UInt8] {
    Digest.of([UInt8](words: [salt]) + Array(content.utf8)).bytes
  }

  /// The digest of a text as it was written.
  package func textDigest(_ id: Int64) throws(StoreError) -> [UInt8]? {
    let select = try database.prepare("SELECT digest FROM text WHERE id = ?")
    select.bind(1, id)
    return try select.step() ? select.blob(0) : nil
  }

  /// Texts whose content no longer fits its digest.
  package func damagedTexts() throws(StoreError) -> [Int64] {
    let select = try database.prepare("SELECT id, salt, digest, content FROM text WHERE content IS NOT NULL")
    var damaged: [Int64] = []
    while try select.step() {
      if Store.salted(select.text(3), select.int64(1)) != select.blob(2) { damaged.append(select.int64(0)) }
    }
    return damaged
  }

  // MARK: Lists

  package func writeListEntry(_ list: Int64, _ entry: Int64) throws(StoreError) {
    let insert = try database.prepare("INSERT INTO list_entry VALUES(?, ?) ON CONFLICT DO NOTHING")
    insert.bind(1, list)
    insert.bind(2, entry)
    try insert.run()
  }

  package func listEntries(_ list: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare("SELECT entry FROM list_entry WHERE list = ? ORDER BY entry")
    select.bind(1, list)
    var entries: [Int64] = []
    while try select.step() { entries.append(select.int64(0)) }
    return entries
  }
}
