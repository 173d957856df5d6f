/// An influencer of the directory.
package struct InfluencerRecord: Sendable {
  package var id: Int64 = 0
  package var external: String?
  package var email: String?
  package var firstName: String?
  package var lastName: String?
  package var country: String?
  package var platform: String?
  package var followers: Int64?
  package var phone: String?
  package var address: String?
  package var extra: String?
  /// (platform, handle) pairs.
  package var accounts: [(platform: String, handle: String)] = []

  package init() {}

  /// A name to show: what they are called, else a handle, else the email.
  package var shownName: String {
    let name = [firstName, lastName].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    if !name.isEmpty { return name }
    return accounts.first.map { "@\($0.handle)" } ?? email ?? external ?? "influencer \(id)"
  }
}

extension Store {
  package func influencer(_ id: Int64) throws(StoreError) -> InfluencerRecord? {
    let s = statements
    s.influencer.bind(1, id)
    var found = try s.influencer.first { () throws(StoreError) in
      func text(_ column: Int) -> String? { s.influencer.isNull(column) ? nil : s.influencer.text(column) }
      var record = InfluencerRecord()
      record.id = id
      record.external = text(1)
      record.email = text(2)
      record.firstName = text(3)
      record.lastName = text(4)
      record.country = text(5)
      record.platform = text(6)
      record.followers = s.influencer.optionalInt64(7)
      record.phone = text(8)
      record.address = text(9)
      record.extra = text(10)
      return record
    }
    if found != nil { found!.accounts = try accounts(id) }
    return found
  }

  private func accounts(_ influencer: Int64) throws(StoreError) -> [(platform: String, handle: String)] {
    let s = statements
    s.accounts.bind(1, influencer)
    var accounts: [(String, String)] = []
    while try s.accounts.step() { accounts.append((s.accounts.text(0), s.accounts.text(1))) }
    return accounts
  }

  /// Numbers of influencers behind a number, as many as are asked for.
  package func influencers(behind number: Int64, atMost limit: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare("SELECT id FROM influencer WHERE id > ? ORDER BY id LIMIT ?")
    select.bind(1, number)
    select.bind(2, limit)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// Everybody whose id, email or handle is this text; more than one is an ambiguity.
  package func influencers(named text: String) throws(StoreError) -> [Int64] {
    let s = statements
    s.influencersNamed.bind(1, text)
    s.influencersNamed.bind(2, text.lowercased())
    s.influencersNamed.bind(3, (text.hasPrefix("@") ? String(text.dropFirst()) : text).lowercased())
    var ids: [Int64] = []
    while try s.influencersNamed.step() { ids.append(s.influencersNamed.int64(0)) }
    return ids
  }

  /// Everybody of a campaign whose first name or whole name is this text.
  package func influencers(called name: String, in campaign: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT i.id FROM participation p JOIN influencer i ON i.id = p.influencer WHERE p.campaign = ?1 AND (i.first_name = ?2 COLLATE NOCASE OR i.first_name || ' ' || i.last_name = ?2 COLLATE NOCASE) ORDER BY i.id LIMIT 6"
    )
    select.bind(1, campaign)
    select.bind(2, name)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  package func insert(_ record: InfluencerRecord) throws(StoreError) -> Int64 {
    let insert = try database.prepare("INSERT INTO influencer DEFAULT VALUES")
    try insert.run()
    var record = record
    record.id = database.lastRowID
    try update(record)
    return record.id
  }

  /// Overwrites what a record says and keeps what it leaves out.
  package func update(_ record: InfluencerRecord) throws(StoreError) {
    let update = try database.prepare(
      "UPDATE influencer SET external = coalesce(?, external), email = coalesce(?, email), first_name = coalesce(?, first_name), last_name = coalesce(?, last_name), country = coalesce(?, country), platform = coalesce(?, platform), followers = coalesce(?, followers), phone = coalesce(?, phone), address = coalesce(?, address), extra = coalesce(?, extra) WHERE id = ?"
    )
    let texts = [
      record.external, record.email?.lowercased(), record.firstName, record.lastName, record.country, record.platform,
    ]
    for (index, text) in texts.enumerated() {
      if let text { update.bind(index + 1, text) } else { update.bindNull(index + 1) }
    }
    update.bind(7, record.followers)
    for (index, text) in [record.phone, record.address, record.extra].enumerated() {
      if let text { update.bind(index + 8, text) } else { update.bindNull(index + 8) }
    }
    update.bind(11, record.id)
    try update.run()
    for account in record.accounts { try insertAccount(account.platform, account.handle.lowercased(), record.id) }
  }

  /// One social account belongs to one influencer: the first who brought it keeps it.
  private func insertAccount(_ platform: String, _ handle: String, _ influencer: Int64) throws(StoreError) {
    let insert = try database.prepare("INSERT INTO account VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
    insert.bind(1, platform)
    insert.bind(2, handle)
    insert.bind(3, influencer)
    try insert.run()
  }

  package func owner(ofAccount platform: String, _ handle: String) throws(StoreError) -> Int64? {
    let s = statements
    s.accountOwner.bind(1, platform)
    s.accountOwner.bind(2, handle.lowercased())
    return try s.accountOwner.first { () throws(StoreError) in s.accountOwner.int64(0) }
  }
}
