import WorkroomValues

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
  /// The lines of `addressLines`, one below the other.
  package var address: String?
  /// Columns of one's own: a line each, heading and value with a tab between them.
  package var extra: String?
  /// (platform, handle) pairs.
  package var accounts: [(platform: String, handle: String)] = []

  package init() {}

  /// Street, second line, city, state and postal code, any of which may be empty. Older databases keep all of it in one.
  package var addressLines: [String] {
    get {
      let lines = (address ?? "").split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).map(
        String.init)
      return lines + [String](repeating: "", count: 5 - lines.count)
    }
    set { address = newValue.allSatisfy(\.isEmpty) ? nil : newValue.map(oneLine).joined(separator: "\n") }
  }

  /// The address as one line; `nil` for none.
  package var shownAddress: String? {
    address.map { $0.split(separator: "\n").joined(separator: ", ") }
  }

  /// What columns of one's own hold, in the order of the file that brought them.
  package var extras: [(heading: String, value: String)] {
    get {
      (extra ?? "").split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "\t", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }
    }
    set {
      let lines = newValue.map { "\(oneLine($0.heading))\t\(oneLine($0.value))" }
      extra = lines.isEmpty ? nil : lines.joined(separator: "\n")
    }
  }

  /// Line ends and tabs separate values where they are kept, so a value has none.
  private func oneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x80 }) else { return text }
    return String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// Everybody in the directory has an id, an email, an account or a name, until they are forgotten.
  package var isForgotten: Bool { external == nil && email == nil && accounts.isEmpty && firstName == nil }

  /// A name to show: what they are called, else a handle, else the email.
  package var shownName: String {
    let name = [firstName, lastName].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    if !name.isEmpty { return name }
    return accounts.first.map { "@\($0.handle)" } ?? email ?? external ?? "influencer \(id)"
  }

  /// The number in a name of the form `influencer 12`, which stands for whoever has no other; `nil` for any other name.
  package static func number(inName text: String) -> Int64? {
    guard text.hasPrefix("influencer "), case let digits = text.utf8.dropFirst("influencer ".utf8.count),
      !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int64(text.dropFirst("influencer ".count))
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
    s.influencersNamed.bind(2, text.inSmallLetters)
    s.influencersNamed.bind(3, (text.hasPrefix("@") ? String(text.dropFirst()) : text).inSmallLetters)
    var ids: [Int64] = []
    while try s.influencersNamed.step() { ids.append(s.influencersNamed.int64(0)) }
    return ids
  }

  /// Those of a campaign whose first name or whole name is this text, up to six. They are looked through in the order in which
  /// they are returned, so that a usual name is found without looking at all of them.
  package func influencers(called name: String, in campaign: Int64) throws(StoreError) -> [Int64] {
    let select = try database.prepare(
      "SELECT p.influencer FROM participation p CROSS JOIN influencer i ON i.id = p.influencer WHERE p.campaign = ?1 AND (i.first_name = ?2 COLLATE NOCASE OR i.first_name || ' ' || i.last_name = ?2 COLLATE NOCASE) ORDER BY p.influencer LIMIT 6"
    )
    select.bind(1, campaign)
    select.bind(2, name)
    var ids: [Int64] = []
    while try select.step() { ids.append(select.int64(0)) }
    return ids
  }

  /// Adds an influencer whom nobody of the directory is: neither the id nor the email nor an account of theirs is known.
  /// `nil`, with nothing written, where one is.
  package func insertNew(_ record: InfluencerRecord) throws(StoreError) -> Int64? {
    if let load { return try load.addNew(record) }
    let s = statements
    bind(record, to: s.insertInfluencer)
    try s.insertInfluencer.run()
    guard database.changes > 0 else { return nil }
    let id = database.lastRowID
    for account in record.accounts {
      let handle = account.handle.inSmallLetters
      if try insertAccount(account.platform, handle, id) { continue }
      if try owner(ofAccount: account.platform, handle) == id { continue }
      try remove(id)
      return nil
    }
    return id
  }

  /// Takes back an influencer who was added a moment ago.
  private func remove(_ id: Int64) throws(StoreError) {
    statements.removeAccounts.bind(1, id)
    try statements.removeAccounts.run()
    statements.removeInfluencer.bind(1, id)
    try statements.removeInfluencer.run()
  }

  /// Overwrites what a record says and keeps what it leaves out.
  package func update(_ record: InfluencerRecord) throws(StoreError) {
    bind(record, to: statements.updateInfluencer)
    statements.updateInfluencer.bind(11, record.id)
    try statements.updateInfluencer.run()
    load?.add(record)
    for account in record.accounts { _ = try insertAccount(account.platform, account.handle.inSmallLetters, record.id) }
  }

  /// The ten columns of a record, from the first parameter on.
  private func bind(_ record: InfluencerRecord, to statement: borrowing Statement) {
    bind(record.external, to: statement, 1)
    bind(record.email?.inSmallLetters, to: statement, 2)
    bind(record.firstName, to: statement, 3)
    bind(record.lastName, to: statement, 4)
    bind(record.country, to: statement, 5)
    bind(record.platform, to: statement, 6)
    statement.bind(7, record.followers)
    bind(record.phone, to: statement, 8)
    bind(record.address, to: statement, 9)
    bind(record.extra, to: statement, 10)
  }

  private func bind(_ text: String?, to statement: borrowing Statement, _ index: Int) {
    if let text { statement.bind(index, text) } else { statement.bindNull(index) }
  }

  /// One social account belongs to one influencer: the first who brought it keeps it, and false is returned.
  private func insertAccount(
    _ platform: String, _ handle: String, _ influencer: Int64
  ) throws(StoreError) -> Bool {
    let s = statements
    s.insertAccount.bind(1, platform)
    s.insertAccount.bind(2, handle)
    s.insertAccount.bind(3, influencer)
    try s.insertAccount.run()
    guard database.changes > 0 else { return false }
    load?.add(account: platform, handle, influencer)
    return true
  }

  /// The influencer with an id that another platform gave.
  package func influencer(external: String) throws(StoreError) -> Int64? {
    if let load { return try load.influencer(external: external) }
    let s = statements
    s.influencerByExternal.bind(1, external)
    return try s.influencerByExternal.first { () throws(StoreError) in s.influencerByExternal.int64(0) }
  }

  package func influencer(email: String) throws(StoreError) -> Int64? {
    if let load { return try load.influencer(email: email.inSmallLetters) }
    let s = statements
    s.influencerByEmail.bind(1, email.inSmallLetters)
    return try s.influencerByEmail.first { () throws(StoreError) in s.influencerByEmail.int64(0) }
  }

  package func hasInfluencer(_ id: Int64) throws(StoreError) -> Bool {
    let s = statements
    s.hasInfluencer.bind(1, id)
    return try s.hasInfluencer.first { () throws(StoreError) in true } ?? false
  }

  package func owner(ofAccount platform: String, _ handle: String) throws(StoreError) -> Int64? {
    if let load { return try load.owner(ofAccount: platform, handle.inSmallLetters) }
    let s = statements
    s.accountOwner.bind(1, platform)
    s.accountOwner.bind(2, handle.inSmallLetters)
    return try s.accountOwner.first { () throws(StoreError) in s.accountOwner.int64(0) }
  }
}
