import WorkroomValues

/// Loads of the directory: many people at once, against whom those who are known already are few.
///
/// Indexes whose keys come in no order are what such a load costs. So it does without them: hashes in memory say who is known,
/// each looked up in its row, and the indexes are made at the end from sorted keys. All of it is one transaction, so a load
/// that is broken off leaves the directory, and its indexes, as they were.
extension Store {
  /// What a load costs is made good by files from here on.
  private static let loadBytesMin = 1 << 20
  /// The bytes of a file that stand for one influencer; few, so that a directory has to be small against it.
  private static let bytesPerInfluencer = 128
  private static let knownMax: Int64 = 1_000_000

  /// Whether a file of so many bytes is worth a load.
  package func isWorthLoad(ofBytes bytes: Int) throws(StoreError) -> Bool {
    guard bytes >= Store.loadBytesMin else { return false }
    let newest = try database.prepare("SELECT max(id) FROM influencer")
    let known = try newest.first { () throws(StoreError) in newest.int64(0) } ?? 0
    return known <= min(Int64(bytes / Store.bytesPerInfluencer), Store.knownMax)
  }

  /// Puts the directory's indexes aside, inside a transaction that also ends the load or is undone.
  package func beginLoad() throws(StoreError) {
    precondition(database.isInTransaction && load == nil, "a load is part of one transaction")
    let load = try DirectoryLoad(database)
    try load.readDirectory()
    try database.exec("DROP INDEX influencer_external; DROP INDEX influencer_email; DROP INDEX account_handle;")
    // Rows are added at the end of each table only, so there is nothing to keep at hand.
    try database.keepSomePages()
    self.load = load
  }

  /// Writes what a load has taken so far, so that it can be read and referred to.
  package func writeLoad() throws(StoreError) { try load?.write() }

  /// Makes the indexes again.
  package func endLoad() throws(StoreError) {
    try writeLoad()
    load = nil
    try database.keepFewPages()
    try database.exec(
      """
      CREATE UNIQUE INDEX influencer_external ON influencer(external) WHERE external IS NOT NULL;
      CREATE UNIQUE INDEX influencer_email ON influencer(email) WHERE email IS NOT NULL;
      CREATE UNIQUE INDEX account_handle ON account(handle, platform);
      """)
    try database.keepManyPages()
  }

  /// Forgets a load whose transaction is undone.
  package func abandonLoad() { load = nil }

  /// Whether the load has taken as many people as it can.
  package var isLoadFull: Bool { load?.identities.isFull ?? false }
}

/// A load that goes on.
final class DirectoryLoad {
  fileprivate(set) var identities = IdentityIndex()
  /// Hashes of what was asked for since `isNew`.
  private var newest: [UInt32] = []
  private let hasExternal, hasEmail, hasAccount: Statement
  private let database: Database
  private let people, accounts: PendingRows
  private var newestID: Int64

  init(_ database: Database) throws(StoreError) {
    self.database = database
    let last = try database.prepare("SELECT max(id) FROM influencer")
    newestID = try last.first { () throws(StoreError) in last.int64(0) } ?? 0
    people = try PendingRows(
      database,
      table:
        "influencer(id, external, email, first_name, last_name, country, platform, followers, phone, address, extra)",
      columns: 11)
    accounts = try PendingRows(database, table: "account(platform, handle, influencer)", columns: 3)
    hasExternal = try database.prepare("SELECT 1 FROM influencer WHERE id = ? AND external = ?")
    hasEmail = try database.prepare("SELECT 1 FROM influencer WHERE id = ? AND email = ?")
    hasAccount = try database.prepare("SELECT 1 FROM account WHERE influencer = ? AND handle = ? AND platform = ?")
  }

  /// Takes in everybody whom the directory knows.
  fileprivate func readDirectory() throws(StoreError) {
    let people = try database.prepare("SELECT id, external, email FROM influencer")
    while try people.step() {
      if !people.isNull(1) { add(.external, people.text(1), "", people.int64(0)) }
      if !people.isNull(2) { add(.email, people.text(2), "", people.int64(0)) }
    }
    let accounts = try database.prepare("SELECT influencer, handle, platform FROM account")
    while try accounts.step() { add(.account, accounts.text(1), accounts.text(2), accounts.int64(0)) }
  }

  func influencer(external: String) throws(StoreError) -> Int64? { try find(.external, external, "", hasExternal) }

  /// The e-mail in lower case.
  func influencer(email: String) throws(StoreError) -> Int64? { try find(.email, email, "", hasEmail) }

  /// The handle in lower case.
  func owner(ofAccount platform: String, _ handle: String) throws(StoreError) -> Int64? {
    try find(.account, handle, platform, hasAccount)
  }

  /// Adds somebody who is nobody of the directory; `nil` where they are known, and everybody is written then.
  func addNew(_ record: InfluencerRecord) throws(StoreError) -> Int64? {
    guard try isNew(record) else {
      try write()
      return nil
    }
    newestID += 1
    for hash in newest { identities.insert(hash, newestID) }
    people.add(newestID)
    people.add(record.external)
    people.add(record.email?.inSmallLetters)
    people.add(record.firstName)
    people.add(record.lastName)
    people.add(record.country)
    people.add(record.platform)
    people.add(record.followers)
    people.add(record.phone)
    people.add(record.address)
    people.add(record.extra)
    try people.endRow()
    try addAccounts(of: record)
    return newestID
  }

  private func addAccounts(of record: InfluencerRecord) throws(StoreError) {
    for (place, account) in record.accounts.enumerated() {
      let handle = account.handle.inSmallLetters
      let isRepeated = record.accounts[..<place].contains {
        $0.platform == account.platform && $0.handle.inSmallLetters == handle
      }
      if isRepeated { continue }
      // Whom an account refers to is there before it.
      if accounts.isAlmostFull { try people.write() }
      accounts.add(account.platform)
      accounts.add(handle)
      accounts.add(newestID)
      try accounts.endRow()
    }
  }

  /// Writes those who were added.
  func write() throws(StoreError) {
    try people.write()
    try accounts.write()
  }

  /// Whether nobody is known by anything that a record says.
  private func isNew(_ record: InfluencerRecord) throws(StoreError) -> Bool {
    newest.removeAll(keepingCapacity: true)
    if let external = record.external, try influencer(external: external) != nil { return false }
    if let email = record.email, try influencer(email: email.inSmallLetters) != nil { return false }
    for account in record.accounts {
      if try owner(ofAccount: account.platform, account.handle.inSmallLetters) != nil { return false }
    }
    return true
  }

  /// Keeps in mind whose the id and the e-mail of a record are from now on.
  func add(_ record: InfluencerRecord) {
    if let external = record.external { add(.external, external, "", record.id) }
    if let email = record.email { add(.email, email.inSmallLetters, "", record.id) }
  }

  func add(account platform: String, _ handle: String, _ id: Int64) { add(.account, handle, platform, id) }

  private func add(_ kind: IdentityIndex.Kind, _ text: String, _ platform: String, _ id: Int64) {
    identities.insert(identities.hash(kind, text, of: platform), id)
  }

  private func find(
    _ kind: IdentityIndex.Kind, _ text: String, _ platform: String, _ says: borrowing Statement
  ) throws(StoreError) -> Int64? {
    let hash = identities.hash(kind, text, of: platform)
    newest.append(hash)
    return try identities.first(hash) { (id) throws(StoreError) in
      try write()
      says.bind(1, id)
      says.bind(2, text)
      if kind == .account { says.bind(3, platform) }
      return try says.first { () throws(StoreError) in true } ?? false
    }
  }
}
