package import WorkroomValues

/// A name that an order or a post had, of which only a digest is left.
package struct ErasedName: Hashable, Sendable {
  package var person: Int64
  /// The text that held it; 0 for a post that nothing was recorded of.
  package var text: Int64

  package init(person: Int64, text: Int64) { (self.person, self.text) = (person, text) }
}

/// Digests of names of orders and posts that were erased with whoever brought them.
extension Store {
  private static let saltOfNames = "erased_name_salt"

  package func hasErasedNames() throws(StoreError) -> Bool {
    try database.prepare("SELECT 1 FROM erased_name LIMIT 1").step()
  }

  /// What is left of a name of a noun, `conversion`, `content`, `order` or `shipment`, once it is erased; `nil` before anything was.
  package func erasedDigest(_ noun: String, _ name: String) throws(StoreError) -> [UInt8]? {
    try setting(Store.saltOfNames).map { Store.salted("\(noun)\n\(name)", $0) }
  }

  /// Keeps the digest of a name that is about to be erased. A post of which nothing is recorded needs none where something is
  /// recorded of it under that name.
  package func keepErased(_ noun: String, _ name: String, as row: ErasedName) throws(StoreError) {
    if try setting(Store.saltOfNames) == nil { try set(Store.saltOfNames, Int64.random(in: .min ... .max)) }
    guard let digest = try erasedDigest(noun, name) else { return }
    if row.text == 0, try erasedNames(digest).contains(where: { $0.person == row.person }) { return }
    let insert = try database.prepare("INSERT INTO erased_name VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    insert.bind(1, digest)
    insert.bind(2, row.person)
    insert.bind(3, row.text)
    try insert.run()
  }

  /// Whose name a digest is of.
  package func erasedNames(_ digest: [UInt8]) throws(StoreError) -> [ErasedName] {
    let select = try database.prepare("SELECT person, text FROM erased_name WHERE digest = ? ORDER BY person, text")
    select.bind(1, digest)
    var rows: [ErasedName] = []
    while try select.step() { rows.append(ErasedName(person: select.int64(0), text: select.int64(1))) }
    return rows
  }

  /// How many names of each person were erased, and a digest of all that is left of them: what the log tells of the table.
  package func erasedNames() throws(StoreError) -> [Int64: (count: Int64, digest: Digest)] {
    let select = try database.prepare("SELECT person, text, digest FROM erased_name ORDER BY person, digest, text")
    var told: [Int64: (count: Int64, hash: SHA256)] = [:]
    while try select.step() {
      var (count, hash) = told[select.int64(0)] ?? (0, SHA256())
      hash.update([select.int64(1)])
      hash.update(select.blob(2))
      count += 1
      told[select.int64(0)] = (count, hash)
    }
    return told.mapValues { told in
      var hash = told.hash
      return (told.count, hash.finalize())
    }
  }

  /// Erases the keys under which files told of somebody's orders, parcels and posts, since they hold their names; told again, these are
  /// known by their digests.
  package func eraseKeys(of person: Int64, from source: Int64) throws(StoreError) {
    let delete = try database.prepare(
      """
      DELETE FROM command WHERE source = ?1 AND (key GLOB '*/conversion.*' OR key GLOB '*/content.*' OR key GLOB '*/shipment.*') AND EXISTS (
        SELECT 1 FROM log l JOIN participation p ON p.id = l.participation WHERE l.id = command.log AND p.influencer = ?2)
      """)
    delete.bind(1, source)
    delete.bind(2, person)
    try delete.run()
  }

  /// The texts by which orders, parcels and posts of a person are known, with what they say.
  package func namesOfThings(
    of person: Int64
  ) throws(StoreError) -> [(noun: String, text: Int64, name: String)] {
    let select = try database.prepare(
      """
      SELECT DISTINCT o.noun, t.id, t.content FROM campaign c
      CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = ?1
      CROSS JOIN object o ON o.participation = p.id AND o.noun IN ('content', 'conversion', 'order', 'shipment')
      CROSS JOIN text t ON t.id = o.key AND t.person = ?1 AND t.content IS NOT NULL ORDER BY t.id
      """)
    select.bind(1, person)
    var rows: [(String, Int64, String)] = []
    while try select.step() { rows.append((select.text(0), select.int64(1), select.text(2))) }
    return rows
  }

  /// The participation in which something of a noun is recorded by an erased name, in the newest round of each campaign
  /// first, with what became of it.
  package func things(
    _ noun: String, named row: ErasedName
  ) throws(StoreError) -> [(campaign: Int64, status: String, firstLog: Int64)] {
    let select = try database.prepare(
      """
      SELECT c.id, o.status, o.first_log FROM campaign c CROSS JOIN participation p ON p.campaign = c.id AND p.influencer = ?1
      CROSS JOIN object o ON o.participation = p.id AND o.noun = ?2 AND o.key = ?3 ORDER BY c.id, p.round DESC
      """)
    select.bind(1, row.person)
    select.bind(2, noun)
    select.bind(3, row.text)
    var rows: [(Int64, String, Int64)] = []
    while try select.step() { rows.append((select.int64(0), select.text(1), select.int64(2))) }
    return rows
  }
}
