package import WorkroomEngine
package import WorkroomStore
import WorkroomValues

/// What operators write about somebody, for all campaigns: tags, remarks, accounts, and whether they work with them.
extension Directory {
  /// Bytes of one tag, tags of one influencer, and bytes of one remark or reason.
  package static let tagBytesMax = 64
  package static let tagsMax = 100
  package static let remarkBytesMax = 4096

  // MARK: Tags

  /// A tag as it is kept: in small letters, with single blanks inside, and controls as blanks. Errors: one that is empty or too
  /// long, or holds what separates tags in files.
  package static func tag(_ text: String) throws(EngineError) -> String {
    let plain = text.lowercased().unicodeScalars.map { scalar in
      scalar.properties.isBidiControl || scalar.value < 32 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
    }
    let words = String(String.UnicodeScalarView(plain)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let tag = words.hasPrefix("#") ? words.drop { $0 == "#" || $0 == " " }.description : words
    guard !tag.isEmpty, tag.utf8.count <= tagBytesMax else {
      throw .request("a tag has 1 to \(tagBytesMax) letters, such as `vip`")
    }
    guard !tag.contains(where: { $0 == "," || $0 == ";" || $0 == "|" }) else {
      throw .request("`\(tag)` is no tag: commas, semicolons and bars stand between tags")
    }
    return tag
  }

  /// Adds tags, inside a transaction; how many are new.
  @discardableResult
  package func tag(_ influencer: Int64, as tags: [String]) throws(EngineError) -> Int {
    var count = 0
    for text in tags {
      let tag = try Directory.tag(text)
      count += try engine.asking { (store) throws(StoreError) in try store.addTag(tag, to: influencer) } ? 1 : 0
    }
    guard count > 0 else { return 0 }
    engine.note(about: influencer)
    let all = try engine.asking { (store) throws(StoreError) in try store.tags(of: influencer).count }
    guard all <= Directory.tagsMax else {
      throw .request("an influencer has at most \(Directory.tagsMax) tags; take some away first")
    }
    return count
  }

  /// Takes tags away, inside a transaction; how many were there.
  package func untag(_ influencer: Int64, _ tags: [String]) throws(EngineError) -> Int {
    var count = 0
    for text in tags {
      let tag = try Directory.tag(text)
      count += try engine.asking { (store) throws(StoreError) in try store.removeTag(tag, from: influencer) } ? 1 : 0
    }
    if count > 0 { engine.note(about: influencer) }
    return count
  }

  // MARK: Remarks

  /// Writes a remark, one line of text, inside a transaction; false where the same is there already.
  @discardableResult
  package func remark(_ text: String, on influencer: Int64) throws(EngineError) -> Bool {
    let line = try Directory.line(text, "remark")
    let (now, author) = (engine.clock.now.milliseconds, engine.hand?.operatorID ?? 0)
    engine.note(about: influencer)
    return try engine.asking { (store) throws(StoreError) in
      if try store.remarks(of: influencer).contains(where: { $0.content == line }) { return false }
      try store.write(RemarkRow(influencer: influencer, written: now, operatorID: author, content: line))
      return true
    }
  }

  /// A text as one line, of which there is something and not too much.
  static func line(_ text: String, _ noun: String) throws(EngineError) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    guard !line.isEmpty, line.utf8.count <= remarkBytesMax else {
      throw .request("a \(noun) has 1 to \(remarkBytesMax) letters")
    }
    return line
  }

  // MARK: Archived, blacklisted, restored

  /// Archives somebody, inside a transaction: nothing new of theirs is tracked, what happened stays.
  package func archive(_ influencer: Int64, because reason: String?) throws(EngineError) {
    let reason = try reason.map { (text) throws(EngineError) in try Directory.line(text, "reason") } ?? ""
    engine.note(about: influencer)
    try engine.setContact(influencer, .archived, because: reason)
  }

  /// Blacklists somebody, inside a transaction: they take part in nothing new.
  package func blacklist(_ influencer: Int64, because reason: String?) throws(EngineError) {
    guard let reason else {
      throw .request("say why, so that it is known later: `blacklist NAME because \"...\"`")
    }
    engine.note(about: influencer)
    try engine.setContact(influencer, .blacklisted, because: Directory.line(reason, "reason"))
  }

  package func restore(_ influencer: Int64) throws(EngineError) {
    engine.note(about: influencer)
    try engine.setContact(influencer, .active, because: "")
  }

  // MARK: Accounts

  /// Connects an account, or tells how many follow one that is connected, inside a transaction. Errors: one that is
  /// somebody else's; both are named.
  package func connect(_ account: AccountRow, to influencer: Int64) throws(EngineError) {
    let owner = try engine.asking { (store) throws(StoreError) in
      try store.owner(ofAccount: account.platform, account.handle)
    }
    if let owner, owner != influencer {
      throw .refused(
        "the account @\(account.handle) on \(account.platform) is `\(try name(owner))`'s, so it cannot be "
          + "`\(try name(influencer))`'s too; an account belongs to one influencer")
    }
    engine.note(about: influencer)
    try engine.asking { (store) throws(StoreError) in try store.connect(account, to: influencer) }
  }

  package func disconnect(_ account: AccountRow, from influencer: Int64) throws(EngineError) {
    engine.note(about: influencer)
    let isTheirs = try engine.asking { (store) throws(StoreError) in
      try store.disconnect(account.platform, account.handle, from: influencer)
    }
    guard isTheirs else {
      throw .refused("`\(try name(influencer))` has no account @\(account.handle) on \(account.platform)")
    }
  }

  /// A name that tells people of the same name apart where that can be done.
  package func name(_ influencer: Int64) throws(EngineError) -> String {
    let record = try engine.asking { (store) throws(StoreError) in try store.influencer(influencer) }
    guard let record, !record.isForgotten else { return "influencer \(influencer)" }
    guard let email = record.email, record.shownName != email else { return record.shownName }
    return "\(record.shownName) (\(email))"
  }

  /// An influencer by number, id, email or handle, else by a name among those of a campaign, else among all.
  package func findAnywhere(_ text: String, _ campaign: Int64?) throws(EngineError) -> Found {
    let found = try find(text, in: campaign)
    guard case .none = found, InfluencerRecord.number(inName: text) == nil else { return found }
    let ids = try engine.asking { (store) throws(StoreError) in try store.influencers(called: text) }
    return ids.count == 1 ? .one(ids[0]) : ids.isEmpty ? .none : .several(ids)
  }
}

/// What a file says of somebody beside who they are.
package struct DirectoryFacts: Sendable {
  package var tags: [String] = []
  package var remarks: [String] = []
  package var state: ContactState?
  package var reason: String?
  /// Accounts with the number of their followers.
  package var accounts: [AccountRow] = []
  /// What has to be known of whoever is paid, as written.
  package var taxForm: String?
  package var paypal: String?

  package init() {}

  package var isEmpty: Bool {
    tags.isEmpty && remarks.isEmpty && state == nil && accounts.isEmpty && taxForm == nil && paypal == nil
  }
}

extension Directory {
  /// Why facts cannot be taken of anybody; `nil` where they can.
  package func problem(in facts: DirectoryFacts) -> String? {
    do throws(EngineError) {
      for tag in facts.tags { _ = try Directory.tag(tag) }
      for remark in facts.remarks { _ = try Directory.line(remark, "remark") }
      if let reason = facts.reason { _ = try Directory.line(reason, "reason") }
      _ = try Directory.payee(taxForm: facts.taxForm, paypal: facts.paypal)
      return facts.tags.count > Directory.tagsMax
        ? "an influencer has at most \(Directory.tagsMax) tags" : nil
    } catch { return error.description }
  }

  /// Takes over what a file says of somebody, inside a transaction; what they have already stays.
  package func take(_ facts: DirectoryFacts, of influencer: Int64) throws(EngineError) {
    guard !facts.isEmpty else { return }
    do { try engine.store.writeLoad() } catch { throw .store(error) }
    try tag(influencer, as: facts.tags)
    for remark in facts.remarks { try self.remark(remark, on: influencer) }
    for account in facts.accounts { try connect(account, to: influencer) }
    if facts.taxForm != nil || facts.paypal != nil {
      let payee = try Directory.payee(taxForm: facts.taxForm, paypal: facts.paypal)
      do { try engine.store.record(payee, of: influencer) } catch { throw .store(error) }
    }
    if let state = facts.state, try engine.contactState(influencer) != state {
      try engine.setContact(influencer, state, because: facts.reason ?? "")
    }
  }
}
