import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Whose an order is by the codes that it was bought with.
struct CodeHolders {
  let engine: Engine
  /// The campaign for which a file tells of orders.
  let campaign: CampaignRow

  init(_ engine: Engine, _ campaign: CampaignRow) {
    self.engine = engine
    self.campaign = campaign
  }

  enum Found { case holder(Holder), reason(String) }

  /// The holder of the codes of an order, or why it does not count here.
  func find(_ codes: [String], _ order: String, _ at: Instant?) throws(EngineError) -> Found {
    let listed = codes.joined(separator: "`, `")
    guard let holder = try holder(of: codes, at) else {
      return .reason("nobody in `\(campaign.name)` holds the code `\(listed)`")
    }
    if let reason = try elsewhere(holder, order, at) { return .reason(reason) }
    // Without the orders' numbers, which were erased, a refund could not be told from a new sale.
    guard try !isForgotten(holder.influencer) else {
      return .reason("whoever held the code `\(listed)` was forgotten, so nothing more is counted")
    }
    return .holder(holder)
  }

  /// The store's number of the kind that codes are.
  private static let codes: Int64 = 0

  struct Holder {
    var influencer: Int64
    /// The campaign in which the code is held.
    var campaign: Int64
    var rate: Int64?
    /// As the file has it.
    var code: String
  }

  /// Whoever holds, or held last, the first of an order's codes that is ours: held in this campaign, or in one whose sales of
  /// that influencer count here by then.
  private func holder(of codes: [String], _ at: Instant?) throws(EngineError) -> Holder? {
    for code in codes {
      guard
        let item = try engine.asking({ (store) throws(StoreError) in try store.item(kind: CodeHolders.codes, code: code)
        }
        ),
        let id = item.participation,
        let row = try engine.asking({ (store) throws(StoreError) in try store.participation(id) })
      else { continue }
      let isHere = row.campaign == campaign.id
      guard try isHere ? true : attributed(row.influencer, row.campaign, at) == campaign.id else { continue }
      return Holder(influencer: row.influencer, campaign: row.campaign, rate: item.rate, code: code)
    }
    return nil
  }

  private func attributed(_ influencer: Int64, _ campaign: Int64, _ at: Instant?) throws(EngineError) -> Int64 {
    try engine.attributed(influencer, from: campaign, at: (at ?? engine.clock.now).milliseconds)
  }

  /// Why an order counts in another campaign, since what the influencer brings has moved; `nil` where it counts here. What
  /// was recorded before stays where it was.
  private func elsewhere(_ holder: Holder, _ order: String, _ at: Instant?) throws(EngineError) -> String? {
    let here = campaign.id
    if holder.campaign != here {
      guard try engine.recordedSale(order, of: holder.influencer, in: holder.campaign) != nil else { return nil }
      return "the order counts in `\(try engine.campaign(holder.campaign).row.name)` already"
    }
    let target = try attributed(holder.influencer, holder.campaign, at)
    guard target != here, try engine.recordedSale(order, of: holder.influencer, in: here) == nil else { return nil }
    return
      "what `\(try Directory(engine).name(holder.influencer))` sells by then counts in `\(try engine.campaign(target).row.name)`; import the file there"
  }

  private func isForgotten(_ influencer: Int64) throws(EngineError) -> Bool {
    do { return try engine.store.influencer(influencer)?.isForgotten ?? true } catch { throw .store(error) }
  }
}
