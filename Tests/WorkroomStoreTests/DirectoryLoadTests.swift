import Testing
import WorkroomStore

/// Many people at once: what becomes of each is the same as one by one, and the indexes are there again afterwards.
@Suite struct DirectoryLoadTests {
  private static let indexes = ["account_handle", "influencer_email", "influencer_external"]

  private func store() throws -> Store { try Store.open(path: "memory", mode: .memory) }

  private func indexes(_ store: Store) throws -> [String] {
    let select = try store.database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('influencer', 'account') AND sql IS NOT NULL ORDER BY name"
    )
    var names: [String] = []
    while try select.step() { names.append(select.text(0)) }
    return names
  }

  private func record(_ external: String?, _ email: String?, _ accounts: String...) -> InfluencerRecord {
    var record = InfluencerRecord()
    (record.external, record.email) = (external, email)
    record.accounts = accounts.map { ("instagram", $0) }
    return record
  }

  /// Records of which many mean somebody who is there already, in every way in which that can be.
  private func records() -> [InfluencerRecord] {
    var state: UInt64 = 7
    func number(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33 % limit
    }
    return (0..<300).map { _ in
      let external = number(3) == 0 ? nil : "e\(number(200))"
      let email = number(3) == 0 ? nil : "P\(number(200))@Example.com"
      var record = record(external, email)
      for _ in 0..<number(3) { record.accounts.append((number(2) == 0 ? "instagram" : "x", "Name\(number(150))")) }
      return record
    }
  }

  /// Every answer that the directory gives while records come in, and what it holds afterwards.
  private func answers(_ store: Store, asLoad: Bool) throws -> [String] {
    var answers: [String] = []
    try store.database.transaction { () throws(StoreError) in
      // Some are known from before.
      for record in records().prefix(40) { _ = try store.insertNew(record) }
      if asLoad { try store.beginLoad() }
      for var record in records().dropFirst(20) {
        let new = try store.insertNew(record)
        let byExternal = try record.external.flatMap { (id) throws(StoreError) in try store.influencer(external: id) }
        let byEmail = try record.email.flatMap { (email) throws(StoreError) in try store.influencer(email: email) }
        var owners: [Int64?] = []
        for account in record.accounts {
          owners.append(try store.owner(ofAccount: account.platform, account.handle))
        }
        answers.append(
          "\(String(describing: new)) \(String(describing: byExternal)) \(String(describing: byEmail)) \(owners)")
        // Somebody who is known by one thing alone is brought up to date: what they were known by is free then.
        let known = Set(([byExternal, byEmail] + owners).compactMap { $0 })
        if new == nil, known.count == 1, let id = known.first {
          record.id = id
          try store.update(record)
        }
      }
      if asLoad { try store.endLoad() }
    }
    try store.eachInfluencer(of: nil) { record in
      answers.append("\(record.id) \(record.external ?? "") \(record.email ?? "") \(record.accounts)")
    }
    return answers
  }

  @Test func aLoadAnswersAsTheIndexesDo() throws {
    let (plain, loaded) = (try store(), try store())
    let (expected, found) = (try answers(plain, asLoad: false), try answers(loaded, asLoad: true))
    #expect(expected == found)
    #expect(expected.contains { $0.hasPrefix("nil") } && expected.contains { $0.hasPrefix("Optional") })
    #expect(try indexes(loaded) == DirectoryLoadTests.indexes)
    #expect(try indexes(plain) == DirectoryLoadTests.indexes)
  }

  @Test func aLoadThatIsUndoneLeavesTheIndexes() throws {
    let store = try store()
    let refused = failure { () throws(StoreError) in
      try store.database.transaction { () throws(StoreError) in
        try store.beginLoad()
        _ = try store.insertNew(record("1", "a@example.com", "a"))
        throw .refused("no")
      }
    }
    store.abandonLoad()
    #expect(refused == .refused("no"))
    #expect(try indexes(store) == DirectoryLoadTests.indexes)
    #expect(try store.influencer(external: "1") == nil)
    #expect(try store.insertNew(record("1", "a@example.com", "a")) != nil)
    #expect(try store.insertNew(record("1", nil)) == nil)
  }

  @Test func onlyAFileThatIsLargeAgainstTheDirectoryIsWorthALoad() throws {
    let store = try store()
    #expect(try !store.isWorthLoad(ofBytes: 1000))
    #expect(try store.isWorthLoad(ofBytes: 1 << 20))
    try store.database.transaction { () throws(StoreError) in
      try store.database.exec("INSERT INTO influencer(id) VALUES(8192)")
    }
    #expect(try store.isWorthLoad(ofBytes: 1 << 20))
    try store.database.transaction { () throws(StoreError) in
      try store.database.exec("INSERT INTO influencer(id) VALUES(8193)")
    }
    #expect(try !store.isWorthLoad(ofBytes: 1 << 20))
  }
}
