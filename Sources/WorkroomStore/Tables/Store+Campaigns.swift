import WorkroomValues

/// A campaign as its row holds it.
package struct CampaignRow: Sendable {
  package var id: Int64
  package var name: String
  package var definition: Int64
  package var zone: String
  /// Packed ISO 4217 code.
  package var currency: Int64
  package var revision: Int64
}

/// One revision of a campaign's details.
package struct DetailsRow: Sendable, Equatable {
  package var definition: Int64
  package var words: [Int64]

  package init(definition: Int64, words: [Int64]) {
    self.definition = definition
    self.words = words
  }
}

/// A stored definition.
package struct DefinitionRow: Sendable {
  package var id: Int64
  package var digest: [UInt8]
  package var name: String
  package var version: Int64
  package var file: String
  package var source: [UInt8]
  /// The text of the vocabulary that it was checked with; `nil` for that of schema version 1.
  package var vocabulary: [UInt8]?
}

extension Store {
  package func campaigns() throws(StoreError) -> [CampaignRow] {
    let select = try database.prepare("SELECT id, name, definition, zone, currency, revision FROM campaign ORDER BY id")
    var rows: [CampaignRow] = []
    while try select.step() {
      rows.append(
        CampaignRow(
          id: select.int64(0), name: select.text(1), definition: select.int64(2), zone: select.text(3),
          currency: select.int64(4),
          revision: select.int64(5)))
    }
    return rows
  }

  package func insertCampaign(
    name: String, definition: Int64, zone: String, currency: Int64
  ) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO campaign(name, definition, zone, currency) VALUES(?, ?, ?, ?)")
    insert.bind(1, name)
    insert.bind(2, definition)
    insert.bind(3, zone)
    insert.bind(4, currency)
    try insert.run()
    return database.lastRowID
  }

  /// Writes the details of a campaign as a new revision, in the order of a definition's fields; earlier ones stay, since the
  /// log refers to them.
  package func writeDetails(
    _ campaign: Int64, revision: Int64, definition: Int64, words: [Int64], written: String
  ) throws(StoreError) {
    let insert = try database.prepare(
      "INSERT INTO detail(campaign, revision, words, written, definition) VALUES(?, ?, ?, ?, ?)")
    insert.bind(1, campaign)
    insert.bind(2, revision)
    insert.bind(3, [UInt8](words: words))
    insert.bind(4, written)
    insert.bind(5, definition)
    try insert.run()
    let update = try database.prepare("UPDATE campaign SET revision = ?, definition = ? WHERE id = ?")
    update.bind(1, revision)
    update.bind(2, definition)
    update.bind(3, campaign)
    try update.run()
  }

  package func details(_ campaign: Int64, revision: Int64) throws(StoreError) -> DetailsRow? {
    let select = try database.prepare("SELECT definition, words FROM detail WHERE campaign = ? AND revision = ?")
    select.bind(1, campaign)
    select.bind(2, revision)
    return try select.step() ? DetailsRow(definition: select.int64(0), words: select.blob(1).words) : nil
  }

  /// Every revision of a campaign's details, oldest first, each in the order of its definition's fields.
  package func revisions(_ campaign: Int64) throws(StoreError) -> [DetailsRow] {
    let select = try database.prepare("SELECT definition, words FROM detail WHERE campaign = ? ORDER BY revision")
    select.bind(1, campaign)
    var rows: [DetailsRow] = []
    while try select.step() { rows.append(DetailsRow(definition: select.int64(0), words: select.blob(1).words)) }
    return rows
  }

  // MARK: Definitions

  package func definitions() throws(StoreError) -> [DefinitionRow] {
    let select = try database.prepare(
      "SELECT d.id, d.digest, d.name, d.version, d.file, d.source, v.source FROM definition d LEFT JOIN vocabulary v ON v.id = d.vocabulary ORDER BY d.id"
    )
    var rows: [DefinitionRow] = []
    while try select.step() {
      rows.append(
        DefinitionRow(
          id: select.int64(0), digest: select.blob(1), name: select.text(2), version: select.int64(3),
          file: select.text(4),
          source: select.blob(5), vocabulary: select.isNull(6) ? nil : select.blob(6)))
    }
    return rows
  }

  /// The number of a vocabulary's text, written where it is new.
  private func vocabulary(_ source: [UInt8]) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO vocabulary(source) VALUES(?) ON CONFLICT DO NOTHING")
    insert.bind(1, source)
    try insert.run()
    let select = try database.prepare("SELECT id FROM vocabulary WHERE source = ?")
    select.bind(1, source)
    return try select.step() ? select.int64(0) : 0
  }

  package func insertDefinition(
    digest: [UInt8], name: String, version: Int64, file: String, source: [UInt8], vocabulary: [UInt8]
  ) throws(StoreError) -> Int64 {
    let words = try self.vocabulary(vocabulary)
    let insert = try database.prepare(
      "INSERT INTO definition(digest, name, version, file, source, vocabulary) VALUES(?, ?, ?, ?, ?, ?)")
    insert.bind(1, digest)
    insert.bind(2, name)
    insert.bind(3, version)
    insert.bind(4, file)
    insert.bind(5, source)
    insert.bind(6, words)
    try insert.run()
    return database.lastRowID
  }
}
