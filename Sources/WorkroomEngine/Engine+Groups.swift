import WorkroomLanguage
package import WorkroomStore
package import WorkroomValues

/// Kinds of item, and the groups that hold them.
extension Engine {
  // MARK: Kinds

  /// The store's number of a kind of item; `nil` where nothing has spoken of it.
  package func kind(_ noun: String) throws(EngineError) -> Int64? {
    if let known = kinds[noun] { return known }
    let number = try stored { () throws(StoreError) in try store.kind(noun) }
    kinds[noun] = number
    return number
  }

  /// The number of a kind, made where there is none yet.
  func makeKind(_ noun: String) throws(EngineError) -> Int64 {
    if let known = try kind(noun) { return known }
    let number = try stored { () throws(StoreError) in try store.insertKind(noun) }
    kinds[noun] = number
    try note(.kind, stream: 0, Engine.told(kind: number, noun))
    return number
  }

  /// The noun of a kind: `discount`.
  package func noun(ofKind number: Int64) throws(EngineError) -> String {
    let rows = try stored { () throws(StoreError) in try store.kinds() }
    return rows.first { $0.id == number }?.noun ?? "item"
  }

  /// What the log tells of a kind.
  static func told(kind: Int64, _ noun: String) -> [Int64] { [kind] + Digest.of(Array(noun.utf8)).bytes.words }

  /// What the log tells of a group.
  static func told(_ row: GroupRow) -> [Int64] {
    let parts = [row.name, row.pattern ?? "", row.destination ?? ""].joined(separator: "\u{0}")
    let words = [row.id, row.kind] + Digest.of(Array(parts.utf8)).bytes.words
    let terms = row.terms
    guard terms != GroupTerms() else { return words }
    return words + [terms.rate, terms.starts, terms.ends, terms.attribution].map { $0 ?? .min }
      + [short(terms.domain ?? ""), short(terms.utm ?? "")]
  }

  /// What the log tells of a new item: six words.
  static func told(
    item: Int64, group: Int64, code: String, destination: String?, starts: Int64?, ends: Int64?
  ) -> [Int64] {
    [item, group, starts ?? .min, ends ?? .min, short(code), short(destination ?? "")]
  }

  static func short(_ text: String) -> Int64 { Digest.of(Array(text.utf8)).bytes.words[0] }

  // MARK: Groups

  package func createGroup(
    named name: String, of noun: String, pattern: String?, destination: String?, terms: GroupTerms = GroupTerms()
  ) throws(EngineError) -> GroupRow {
    try checkName(name, "group")
    try checkNoun(noun)
    let kind = try makeKind(noun)
    if try stored({ () throws(StoreError) in try store.group(kind: kind, named: name) }) != nil {
      throw .request("there is already a \(noun) group called `\(name)`; choose another name")
    }
    if let pattern {
      if let problem = CodePattern.problem(in: pattern) { throw .request(problem) }
      if let same = try stored({ () throws(StoreError) in try store.group(kind: kind, pattern: pattern) }) {
        throw .request(Engine.samePattern(same.name, name, pattern))
      }
    }
    try check(terms, destination: destination, pattern: pattern, noun, name)
    if let ends = terms.ends { try checkEnd(ends, noun, name) }
    let id = try stored { () throws(StoreError) in
      let id = try store.insertGroup(kind: kind, name: name, pattern: pattern, destination: destination)
      if terms != GroupTerms() { try store.setGroup(id, pattern: pattern, destination: destination, terms) }
      return id
    }
    guard let row = try group(id) else { throw .damaged("a group that was written cannot be read") }
    try note(.group, stream: 0, Engine.told(row))
    return row
  }

  /// A kind is named as the language names things: `ticket`, `gift_card`.
  private func checkNoun(_ noun: String) throws(EngineError) {
    let isName = noun.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    guard isName, noun.utf8.count <= 255, noun.utf8.first.map({ $0 >= UInt8(ascii: "a") }) ?? false else {
      throw .request(
        "`\(noun.prefix(60))` cannot be a kind of item; name it as a workflow would, in small letters, such as `ticket`"
      )
    }
  }

  /// Adds an uploaded item to a group, for anybody or kept for somebody; false where its code already exists. A day that its
  /// group has too is not its own: it follows its group.
  package func addItem(
    _ code: String, to group: GroupRow, destination: String? = nil, starts: Instant? = nil, ends: Instant? = nil,
    keptFor keeping: Keeping? = nil
  ) throws(EngineError) -> Bool {
    let given = dates(group.terms, .utc)
    let starts = starts.flatMap { $0.milliseconds == given.starts ? nil : $0.milliseconds }
    let ends = ends.flatMap { $0.milliseconds == given.ends ? nil : $0.milliseconds }
    let destination = destination ?? Engine.address(group.destination, group.terms.utm)
    let item = try stored { () throws(StoreError) in
      try store.insertItem(
        group: group.id, kind: group.kind, code: code, destination: destination, starts: starts, ends: ends)
    }
    guard let item else { return false }
    newItems += Engine.told(
      item: item, group: group.id, code: code, destination: destination, starts: starts, ends: ends)
    if let keeping {
      try count(group, kept: 1)
      try keep(item, of: group, for: keeping, before: keeping.influencer)
      return true
    }
    try count(group, free: 1)
    refilled[group.id] = clock.now.milliseconds
    return true
  }

  /// Writes into the system's log which items are new since the transaction began, and for whom items are kept.
  func noteItems() throws(EngineError) {
    guard !newItems.isEmpty || !newKept.isEmpty else { return }
    defer { (newItems, newKept) = ([], []) }
    if !newItems.isEmpty { try note(.items, stream: 0, newItems) }
    if !newKept.isEmpty { try note(.kept, stream: 0, newKept) }
  }

  /// Writes into the system's log how many influencers a file brought.
  package func noteImport(influencers: Int) throws(EngineError) {
    if influencers > 0 { try note(.influencers, stream: 0, [Int64(influencers)]) }
  }

  /// Erases what is known of one person, inside a transaction; the log keeps that it was done, and of whom by number.
  package func forget(_ influencer: Int64) throws(EngineError) {
    let known = try stored { () throws(StoreError) in try store.influencer(influencer) }
    hand?.asked = "forget influencer \(influencer)"
    hand?.isPrivate = false
    try keepNames(of: influencer)
    try stored { () throws(StoreError) in
      try store.eraseAudit(holding: known?.identities ?? [])
      try store.eraseKeys(of: influencer, from: Command.Source.importer.rawValue)
      try store.forget(influencer)
    }
    try disableKept(for: influencer)
    contacts = nil
    try note(.forgotten, stream: 0, [influencer])
  }
}
