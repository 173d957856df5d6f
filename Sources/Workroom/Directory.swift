package import WorkroomEngine
package import WorkroomStore
import WorkroomValues

/// The directory of influencers, across campaigns.
package struct Directory {
  package let engine: Engine

  package init(_ engine: Engine) { self.engine = engine }

  package enum Entry: Sendable, Equatable {
    case added(Int64), updated(Int64)
    /// It would join two influencers into one: nothing was written.
    case conflict(String)
  }

  /// Adds an influencer, or overwrites what a known one says: known by id, else email, else handle.
  package func add(_ record: InfluencerRecord) throws(EngineError) -> Entry {
    if let new = try insertNew(record) { return .added(new) }
    let known = try known(record)
    guard let id = known.influencer else {
      throw .damaged("the directory says that it knows somebody, and does not; run `workroom db verify`")
    }
    if let conflict = known.conflict { return .conflict(conflict) }
    try update(record, of: id)
    return .updated(id)
  }

  /// Adds an influencer whom nobody of the directory is; `nil`, with nothing written, where somebody is.
  package func insertNew(_ record: InfluencerRecord) throws(EngineError) -> Int64? {
    do { return try engine.store.insertNew(record) } catch { throw .store(error) }
  }

  /// Whether a file of so many bytes is large against the directory, so that `load` is worth its while.
  package func isWorthLoad(ofBytes bytes: Int) throws(EngineError) -> Bool {
    do { return try engine.store.isWorthLoad(ofBytes: bytes) } catch { throw .store(error) }
  }

  /// Takes in many people at once, inside a transaction: nothing means anything else, and it is quicker. Where `isLoadFull`
  /// says so, the rest is for another transaction.
  package func load(_ body: () throws(EngineError) -> Void) throws(EngineError) {
    do { try engine.store.beginLoad() } catch { throw .store(error) }
    defer { engine.store.abandonLoad() }
    try body()
    do { try engine.store.endLoad() } catch { throw .store(error) }
  }

  package var isLoadFull: Bool { engine.store.isLoadFull }

  /// Whom of the directory a record means.
  package struct Known: Sendable {
    package var influencer: Int64?
    /// By what they are known, strongest first: `e-mail mia@example.com`.
    package var identity = ""
    /// Why the record cannot be theirs: something of it is another's.
    package var conflict: String?
  }

  package func known(_ record: InfluencerRecord) throws(EngineError) -> Known {
    do {
      var known = Known()
      if let external = record.external, let id = try engine.store.influencer(external: external) {
        known = Known(influencer: id, identity: "id \(external)")
      }
      if let email = record.email, let id = try engine.store.influencer(email: email), id != known.influencer {
        if known.influencer != nil {
          known.conflict = try conflict("`\(email)`", id, known.influencer, "correct the row")
        } else {
          known = Known(influencer: id, identity: "e-mail \(email)")
        }
      }
      let isByAccount = known.influencer == nil
      for account in record.accounts {
        guard let id = try engine.store.owner(ofAccount: account.platform, account.handle), id != known.influencer
        else {
          continue
        }
        if known.influencer != nil {
          known.conflict = try conflict(
            "the account @\(account.handle) on \(account.platform)", id, known.influencer, "correct the handle")
        } else {
          known = Known(influencer: id, identity: "\(account.platform) account \(account.handle)")
        }
      }
      if isByAccount, known.conflict == nil, let id = known.influencer {
        known.conflict = try contradiction(record, id, known.identity)
      }
      return known
    } catch { throw .store(error) }
  }

  /// What two people cannot share, with the names of both.
  private func conflict(
    _ what: String, _ owner: Int64, _ other: Int64?, _ help: String
  ) throws(StoreError) -> String {
    let names = [owner, other ?? 0].map { id in (try? name(id)) ?? "influencer \(id)" }
    return "\(what) belongs to `\(names[0])`, and the rest to `\(names[1])`: \(help)"
  }

  /// Why a record with somebody's handle is not theirs all the same: it has another e-mail and another first name.
  private func contradiction(
    _ record: InfluencerRecord, _ owner: Int64, _ identity: String
  ) throws(StoreError) -> String? {
    guard let email = record.email, let first = record.firstName, let known = try engine.store.influencer(owner),
      let knownEmail = known.email, let knownFirst = known.firstName,
      email.inSmallLetters != knownEmail.inSmallLetters, first.inSmallLetters != knownFirst.inSmallLetters
    else { return nil }
    return
      "the \(identity) belongs to `\(known.shownName)` (`\(knownEmail)`), and this is `\(record.shownName)` (`\(email)`): "
      + "if they are the same person, write the e-mail that is known, or their id; if not, correct the handle"
  }

  /// Overwrites what a record says of an influencer and keeps what it leaves out.
  package func update(_ record: InfluencerRecord, of id: Int64) throws(EngineError) {
    var record = record
    record.id = id
    do {
      if record.address != nil || record.extra != nil, let old = try engine.store.influencer(id) { record.keep(old) }
      try engine.store.update(record)
    } catch { throw .store(error) }
  }

  package enum Found: Sendable { case one(Int64), none, several([Int64]) }

  /// An influencer by the number that stands for whoever has no name, `influencer 12`, whoever else is called like that; by
  /// id, email or handle, else by name among those of a campaign.
  package func find(_ text: String, in campaign: Int64? = nil) throws(EngineError) -> Found {
    do {
      if let number = InfluencerRecord.number(inName: text) {
        return try engine.store.hasInfluencer(number) ? .one(number) : .none
      }
      var ids = try engine.store.influencers(named: text)
      if ids.isEmpty, let campaign {
        // Whoever takes part in several rounds is one all the same.
        for id in try engine.store.influencers(called: text, in: campaign) where !ids.contains(id) { ids.append(id) }
      }
      if ids.count == 1 { return .one(ids[0]) }
      return ids.isEmpty ? .none : .several(ids)
    } catch { throw .store(error) }
  }

  /// Erases one person: names, email, accounts, address and texts. Their events, money and items stay, under a number.
  package func forget(_ influencer: Int64) throws(EngineError) {
    do { try engine.store.overwriteFreed() } catch { throw .store(error) }
    try engine.transaction { () throws(EngineError) in try engine.forget(influencer) }
    engine.dropCaches()
    do { try engine.store.database.checkpoint() } catch { throw .store(error) }
  }
}

extension InfluencerRecord {
  /// Takes over the lines of an address and the columns of one's own that it says nothing of.
  fileprivate mutating func keep(_ old: InfluencerRecord) {
    if address != nil { addressLines = zip(addressLines, old.addressLines).map { $0.isEmpty ? $1 : $0 } }
    let own = extras
    if extra != nil {
      extras =
        old.extras.map { known in own.first { $0.heading == known.heading } ?? known }
        + own.filter { new in !old.extras.contains { $0.heading == new.heading } }
    }
  }
}
