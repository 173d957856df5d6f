/// How operators regard somebody of the directory.
package enum ContactState: Int64, Sendable, CaseIterable {
  case active, archived, blacklisted
}

/// Somebody who is archived or blacklisted: since when, by which operator (0: nobody was named), and why.
package struct ContactRow: Sendable, Equatable {
  package var influencer: Int64
  package var state: ContactState
  package var since: Int64
  package var operatorID: Int64
  package var reason: String

  package init(influencer: Int64, state: ContactState, since: Int64, operatorID: Int64, reason: String) {
    self.influencer = influencer
    self.state = state
    self.since = since
    self.operatorID = operatorID
    self.reason = reason
  }
}

/// What somebody wrote about an influencer.
package struct RemarkRow: Sendable {
  package var influencer: Int64
  package var written: Int64
  package var operatorID: Int64
  package var content: String

  package init(influencer: Int64, written: Int64, operatorID: Int64, content: String) {
    self.influencer = influencer
    self.written = written
    self.operatorID = operatorID
    self.content = content
  }
}

/// A social account with its followers, where they are known by themselves.
package struct AccountRow: Sendable {
  package var platform: String
  package var handle: String
  package var followers: Int64?

  package init(platform: String, handle: String, followers: Int64? = nil) {
    self.platform = platform
    self.handle = handle
    self.followers = followers
  }
}

/// From when on another campaign counts what an influencer brings.
package struct AttributionRow: Sendable, Hashable {
  package var influencer: Int64
  package var source: Int64
  package var target: Int64
  package var since: Int64

  package init(influencer: Int64, source: Int64, target: Int64, since: Int64) {
    self.influencer = influencer
    self.source = source
    self.target = target
    self.since = since
  }
}

extension Store {
  // MARK: Tags

  /// The tags of an influencer, in the order of the alphabet.
  package func tags(of influencer: Int64) throws(StoreError) -> [String] {
    let s = statements
    s.tags.bind(1, influencer)
    var tags: [String] = []
    while try s.tags.step() { tags.append(s.tags.text(0)) }
    return tags
  }

  /// Adds a tag; false where it was there.
  package func addTag(_ tag: String, to influencer: Int64) throws(StoreError) -> Bool {
    let s = statements
    s.addTag.bind(1, influencer)
    s.addTag.bind(2, tag)
    try s.addTag.run()
    return database.changes > 0
  }

  /// Takes a tag away; false where it was not there.
  package func removeTag(_ tag: String, from influencer: Int64) throws(StoreError) -> Bool {
    let s = statements
    s.removeTag.bind(1, influencer)
    s.removeTag.bind(2, tag)
    try s.removeTag.run()
    return database.changes > 0
  }

  package func hasTag(_ tag: String, _ influencer: Int64) throws(StoreError) -> Bool {
    let s = statements
    s.hasTag.bind(1, influencer)
    s.hasTag.bind(2, tag)
    return try s.hasTag.first { () throws(StoreError) in true } ?? false
  }

  /// Every tag with the number of those who have it.
  package func tagCounts() throws(StoreError) -> [(tag: String, count: Int64)] {
    let select = try database.prepare("SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY tag")
    var rows: [(String, Int64)] = []
    while try select.step() { rows.append((select.text(0), select.int64(1))) }
    return rows
  }

  // MARK: Remarks

  package func write(_ remark: RemarkRow) throws(StoreError) {
    let insert = try database.prepare("INSERT INTO remark(influencer, written, operator, content) VALUES(?, ?, ?, ?)")
    insert.bind(1, remark.influencer)
    insert.bind(2, remark.written)
    insert.bind(3, remark.operatorID)
    insert.bind(4, remark.content)
    try insert.run()
  }

  /// What was written about an influencer, oldest first.
  package func remarks(of influencer: Int64) throws(StoreError) -> [RemarkRow] {
    let select = try database.prepare("SELECT written, operator, content FROM remark WHERE influencer = ? ORDER BY id")
    select.bind(1, influencer)
    var rows: [RemarkRow] = []
    while try select.step() {
      rows.append(
        RemarkRow(
          influencer: influencer, written: select.int64(0), operatorID: select.int64(1), content: select.text(2)))
    }
    return rows
  }

  // MARK: Archived and blacklisted

  /// Everybody who is archived or blacklisted.
  package func contactStates() throws(StoreError) -> [Int64: ContactState] {
    let select = try database.prepare("SELECT influencer, state FROM contact")
    var states: [Int64: ContactState] = [:]
    while try select.step() { states[select.int64(0)] = ContactState(rawValue: select.int64(1)) }
    return states
  }

  /// `nil` for somebody who is neither archived nor blacklisted.
  package func contact(_ influencer: Int64) throws(StoreError) -> ContactRow? {
    let select = try database.prepare("SELECT state, since, operator, reason FROM contact WHERE influencer = ?")
    select.bind(1, influencer)
    guard try select.step(), let state = ContactState(rawValue: select.int64(0)) else { return nil }
    return ContactRow(
      influencer: influencer, state: state, since: select.int64(1), operatorID: select.int64(2), reason: select.text(3))
  }

  /// Writes how somebody is regarded; nothing is kept of whoever is active.
  package func write(_ contact: ContactRow) throws(StoreError) {
    let delete = try database.prepare("DELETE FROM contact WHERE influencer = ?")
    delete.bind(1, contact.influencer)
    try delete.run()
    guard contact.state != .active else { return }
    let insert = try database.prepare("INSERT INTO contact VALUES(?, ?, ?, ?, ?)")
    insert.bind(1, contact.influencer)
    insert.bind(2, contact.state.rawValue)
    insert.bind(3, contact.since)
    insert.bind(4, contact.operatorID)
    insert.bind(5, contact.reason)
    try insert.run()
  }

  // MARK: Accounts

  /// An influencer's accounts with their followers.
  package func connections(of influencer: Int64) throws(StoreError) -> [AccountRow] {
    let select = try database.prepare(
      "SELECT platform, handle, followers FROM account WHERE influencer = ? ORDER BY platform, handle")
    select.bind(1, influencer)
    var rows: [AccountRow] = []
    while try select.step() {
      rows.append(
        AccountRow(platform: select.text(0), handle: select.text(1), followers: select.optionalInt64(2)))
    }
    return rows
  }

  /// Adds an account of an influencer's, or the number of followers of one that they have already.
  package func connect(_ account: AccountRow, to influencer: Int64) throws(StoreError) {
    let insert = try database.prepare(
      "INSERT INTO account(platform, handle, influencer, followers) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET followers = coalesce(?4, followers) WHERE influencer = ?3"
    )
    insert.bind(1, account.platform)
    insert.bind(2, account.handle.lowercased())
    insert.bind(3, influencer)
    insert.bind(4, account.followers)
    try insert.run()
  }

  /// Takes an account away; false where it is not theirs.
  package func disconnect(_ platform: String, _ handle: String, from influencer: Int64) throws(StoreError) -> Bool {
    let delete = try database.prepare("DELETE FROM account WHERE platform = ? AND handle = ? AND influencer = ?")
    delete.bind(1, platform)
    delete.bind(2, handle.lowercased())
    delete.bind(3, influencer)
    try delete.run()
    return database.changes > 0
  }

  /// The platforms of which somebody's followers are known account by account.
  package func countedPlatforms() throws(StoreError) -> [String] {
    let select = try database.prepare("SELECT DISTINCT platform FROM account WHERE followers IS NOT NULL ORDER BY 1")
    var platforms: [String] = []
    while try select.step() { platforms.append(select.text(0)) }
    return platforms
  }

  /// Whether anybody has tags, is archived or blacklisted, or has remarks.
  package func usedOfDirectory() throws(StoreError) -> (tags: Bool, states: Bool, remarks: Bool, payees: Bool) {
    let select = try database.prepare(
      "SELECT EXISTS (SELECT 1 FROM tag), EXISTS (SELECT 1 FROM contact), EXISTS (SELECT 1 FROM remark), EXISTS (SELECT 1 FROM payee)"
    )
    guard try select.step() else { return (false, false, false, false) }
    return (select.int64(0) == 1, select.int64(1) == 1, select.int64(2) == 1, select.int64(3) == 1)
  }

  // MARK: Attribution

  /// From now on `target` counts what the influencer brings and both campaigns would count.
  package func write(_ row: AttributionRow) throws(StoreError) {
    let back = try database.prepare("DELETE FROM attribution WHERE influencer = ? AND source = ? AND target = ?")
    back.bind(1, row.influencer)
    back.bind(2, row.target)
    back.bind(3, row.source)
    try back.run()
    let insert = try database.prepare("INSERT OR REPLACE INTO attribution VALUES(?, ?, ?, ?)")
    insert.bind(1, row.influencer)
    insert.bind(2, row.source)
    insert.bind(3, row.target)
    insert.bind(4, row.since)
    try insert.run()
  }

  /// Whether what anybody brings has ever moved to another campaign.
  package func hasAttributions() throws(StoreError) -> Bool {
    try database.prepare("SELECT 1 FROM attribution LIMIT 1").step()
  }

  /// All moves, or one influencer's.
  package func attributions(of influencer: Int64? = nil) throws(StoreError) -> [AttributionRow] {
    let select = try database.prepare(
      "SELECT influencer, source, target, since FROM attribution WHERE ?1 IS NULL OR influencer = ?1 ORDER BY 1, 4, 2")
    select.bind(1, influencer)
    var rows: [AttributionRow] = []
    while try select.step() {
      rows.append(
        AttributionRow(
          influencer: select.int64(0), source: select.int64(1), target: select.int64(2), since: select.int64(3)))
    }
    return rows
  }

  // MARK: Forgetting

  /// Erases tags and remarks, and what is said of a person in the audit log.
  func forgetPeople(_ influencer: Int64) throws(StoreError) {
    let statements: [StaticString] = [
      "DELETE FROM tag WHERE influencer = ?", "DELETE FROM remark WHERE influencer = ?",
      "DELETE FROM contact WHERE influencer = ?",
      "UPDATE audit SET file = NULL, asked = NULL, answer = NULL, salt = 0 WHERE influencer = ?",
    ]
    for sql in statements {
      let statement = try database.prepare(sql)
      statement.bind(1, influencer)
      try statement.run()
    }
  }
}
