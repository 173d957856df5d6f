import WorkroomMachine
import WorkroomValues
package import WorkroomStore

/// One influencer of a campaign with everything that is told of them, over all rounds.
package struct ToldInfluencer: Sendable {
  /// Their rounds, oldest first.
  package var rounds: [PersonRow] = []
  /// The state of the newest round.
  package var state: [Int64] = []
  package var things: [ToldThing] = []
  package var balances: [BalanceRow] = []
}

extension Engine {
  /// Reads a campaign from end to end, influencer by influencer, with one of them in memory at a time.
  ///
  /// Three readings run side by side in the same order: who takes part, what the log tells, and the ledger. A body that
  /// returns false ends it.
  package func eachInfluencer(
    of campaign: Int64, withThings: Bool = true, _ body: (ToldInfluencer) throws(EngineError) -> Bool
  ) throws(EngineError) {
    let plans = try tellings(of: campaign)
    let currency = try self.campaign(campaign).row.currency
    let people = try stored { () throws(StoreError) in try store.people(ofCampaign: campaign) }
    let balances = try stored { () throws(StoreError) in try store.balances(ofCampaign: campaign, currency: currency) }
    let told = try stored { () throws(StoreError) in
      try store.tellings(
        ofCampaign: campaign, events: withThings ? plans.events : [],
        kinds: (Int64(StepInput.Kind.event.rawValue), Int64(StepInput.Kind.migrate.rawValue)),
        outcomes: Int64(StepStatus.taken.rawValue)...Int64(StepStatus.handled.rawValue))
    }
    var nextBalance = try stored { () throws(StoreError) in try balances.next() }
    var nextTold = try stored { () throws(StoreError) in try told.next() }
    var nextPerson = try stored { () throws(StoreError) in try people.next() }
    while let first = nextPerson {
      var one = ToldInfluencer()
      while let person = nextPerson, person.influencer == first.influencer {
        one.rounds.append(person)
        one.state = people.state()
        nextPerson = try stored { () throws(StoreError) in try people.next() }
      }
      while let row = nextBalance, row.influencer == first.influencer {
        one.balances.append(row)
        nextBalance = try stored { () throws(StoreError) in try balances.next() }
      }
      while let row = nextTold, row.influencer == first.influencer {
        one.things.take(row, plans)
        nextTold = try stored { () throws(StoreError) in try told.next() }
      }
      if try !body(one) { return }
    }
  }

  /// Where the events of every definition that a campaign has ever had tell what.
  private func tellings(of campaign: Int64) throws(EngineError) -> Tellings {
    var plans = Tellings()
    let revisions = try stored { () throws(StoreError) in try store.revisions(campaign) }
    for id in Set(revisions.map(\.definition)).sorted() { plans.add(try definition(id)) }
    return plans
  }

  /// A digest of the heads of all chains: what `db verify` prints, and what a report was made from.
  package func receipt() throws(EngineError) -> String {
    var receipt = SHA256()
    for stream in try stored({ () throws(StoreError) in try store.streams() }) {
      let head = try stored { () throws(StoreError) in try store.head(stream) }
      receipt.update([UInt8](words: [stream, head.sequence]) + head.hash.bytes)
    }
    let audit = try stored { () throws(StoreError) in try store.auditHead() }
    if audit.rows > 0 { receipt.update([UInt8](words: [-1, audit.rows]) + audit.hash.bytes) }
    return receipt.finalize().description
  }
}
