import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Whose an order is by the codes that it was bought with, or by the link that led to it.
struct CodeHolders {
  let engine: Engine
  /// The campaign for which a file tells of orders.
  let campaign: CampaignRow
  /// `code` or `link`.
  let what: String

  init(_ engine: Engine, _ campaign: CampaignRow, of what: String = "code") {
    self.engine = engine
    self.campaign = campaign
    self.what = what
  }

  enum Found { case holder(Holder), reason(String) }

  /// Whoever held the codes of an order when it came in, or why it does not count here.
  func find(_ told: [String], _ order: String, _ at: ToldTime?) throws(EngineError) -> Found {
    var codes = told
    if what == "link", let address = told.first {
      let links = try engine.links(meantBy: address)
      guard links.count < 2 else { return .reason(engine.severalLinks(address, links)) }
      codes = links.isEmpty ? told : links
    }
    let listed = codes.joined(separator: "`, `")
    let holder: Holder
    switch try search(codes, order, at) {
    case .holder(let found): holder = found
    case .reason(let reason): return .reason(reason)
    case nil: return .reason("nobody in `\(campaign.name)` holds the \(what) `\(listed)`" + (try kept(codes)))
    }
    if let reason = try elsewhere(holder, order, at) { return .reason(reason) }
    // What was counted before can still be taken back.
    if try isForgotten(holder.influencer),
      try engine.recordedSale(order, of: holder.influencer, in: campaign.id) == nil
    {
      return .reason("whoever held the \(what) `\(listed)` was forgotten, so nothing more is counted")
    }
    return .holder(holder)
  }

  /// That a code is for somebody who has not been given it; empty where it is not.
  private func kept(_ codes: [String]) throws(EngineError) -> String {
    for code in codes {
      let kind: Int64 = what == "link" ? 1 : 0
      let found = try engine.asking { (store) throws(StoreError) in try store.listedItem(kind: kind, code: code) }
      guard let found, found.state == .kept, let keeper = found.influencer else { continue }
      return ": it is kept for `\(try Directory(engine).name(keeper))`, to whom no rule has given it yet"
    }
    return ""
  }

  struct Holder {
    var influencer: Int64
    /// The campaign in which the code is held.
    var campaign: Int64
    var rate: Int64?
    /// As the file has it.
    var code: String

    init(_ holder: CodeHolder, code: String) {
      (influencer, campaign, rate) = (holder.influencer, holder.campaign, holder.rate)
      self.code = code
    }
  }

  /// Whoever held the first of an order's codes that is ours; `nil` where none is. It may be held in this campaign, or in one
  /// whose sales of that influencer count here by then.
  private func search(_ codes: [String], _ order: String, _ at: ToldTime?) throws(EngineError) -> Found? {
    var reason: Found?
    for code in codes {
      var here: [CodeHolder] = []
      for holder in try engine.holders(of: what, code) ?? [] {
        let isHere = holder.campaign == campaign.id
        if try isHere ? true : attributed(holder.influencer, holder.campaign, at) == campaign.id { here.append(holder) }
      }
      guard !here.isEmpty else { continue }
      switch try pick(here, code, order, at) {
      case .holder(let holder): return .holder(holder)
      case .reason(let words): reason = reason ?? .reason(words)
      }
    }
    return reason
  }

  /// Of those who ever held a code the one whose an order is: whoever has it already, else whoever held the code then.
  private func pick(
    _ holders: [CodeHolder], _ code: String, _ order: String, _ at: ToldTime?
  ) throws(EngineError) -> Found {
    let then = if let at { try engine.those(holders, at: at, in: campaign.id) } else { holders }
    let count = Set(then.map(\.influencer)).count
    if count == 1, Set(holders.map(\.influencer)).count == 1 {
      return .holder(Holder(then[then.count - 1], code: code))
    }
    for holder in holders.reversed()
    where try engine.recordedSale(order, of: holder.influencer, in: campaign.id)?.isVoided == false {
      return .holder(Holder(holder, code: code))
    }
    if count == 1 { return .holder(Holder(then[then.count - 1], code: code)) }
    guard let at, count == 0 else {
      return .reason(try engine.severalThen(what, code, then, at, in: campaign.id))
    }
    return .reason(try engine.nobodyThen(what, code, holders, at, in: campaign.id))
  }

  private func attributed(_ influencer: Int64, _ campaign: Int64, _ at: ToldTime?) throws(EngineError) -> Int64 {
    try engine.attributed(influencer, from: campaign, at: (at?.instant ?? engine.clock.now).milliseconds)
  }

  /// Why an order counts in another campaign, since what the influencer brings has moved; `nil` where it counts here. What
  /// was recorded before stays where it was.
  private func elsewhere(_ holder: Holder, _ order: String, _ at: ToldTime?) throws(EngineError) -> String? {
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
