package import WorkroomEngine
package import WorkroomStore

/// The directory of influencers, across campaigns.
package struct Directory {
  let engine: Engine

  package init(_ engine: Engine) { self.engine = engine }

  package enum Entry: Sendable, Equatable {
    case added(Int64), updated(Int64)
    /// It would join two influencers into one: nothing was written.
    case conflict(String)
  }

  /// Adds an influencer, or overwrites what a known one says: known by id, else email, else handle.
  package func add(_ record: InfluencerRecord) throws(EngineError) -> Entry {
    do {
      var known: Int64?
      for text in [record.external, record.email].compactMap({ $0 }) where known == nil {
        known = try engine.store.influencers(named: text).first
      }
      for account in record.accounts {
        guard let owner = try engine.store.owner(ofAccount: account.platform, account.handle) else { continue }
        if let known, known != owner {
          return .conflict("the account @\(account.handle) belongs to another influencer; correct the handle")
        }
        known = owner
      }
      guard let known else { return .added(try engine.store.insert(record)) }
      if let problem = try emailTaken(record, by: known) { return .conflict(problem) }
      var record = record
      record.id = known
      try engine.store.update(record)
      return .updated(known)
    } catch { throw .store(error) }
  }

  private func emailTaken(_ record: InfluencerRecord, by known: Int64) throws(StoreError) -> String? {
    for text in [record.external, record.email].compactMap({ $0 }) {
      if let other = try engine.store.influencers(named: text).first(where: { $0 != known }) {
        return "`\(text)` belongs to another influencer (number \(other)); correct the row"
      }
    }
    return nil
  }

  package enum Found: Sendable { case one(Int64), none, several([Int64]) }

  /// An influencer by number, id, email or handle, else by name among those of a campaign.
  package func find(_ text: String, in campaign: Int64? = nil) throws(EngineError) -> Found {
    do {
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
