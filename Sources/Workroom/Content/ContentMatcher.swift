package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Finds whose a post is and which campaign it belongs to, and tells the engine.
///
/// A post belongs to a campaign of its influencer's when one of the campaign's hashtags or handles is in it and it was posted
/// inside the window of delivery. Where that leaves a doubt, nothing is guessed: the post waits for somebody, with the reason.
package final class ContentMatcher {
  package enum Outcome: Sendable, Hashable {
    case posted, measured, known, dismissed
    case review(String)
    /// It waits for somebody since an earlier file, and nothing is new about that.
    case waiting
    /// Newer figures that the rules do not take; the post stays where it is.
    case refused(String)
  }

  let engine: Engine
  /// What campaigns look for, read once.
  private var campaigns: [Int64: ContentRules] = [:]

  package init(_ engine: Engine) { self.engine = engine }

  /// Takes one post, inside a transaction. `wanted` is the only campaign that it may go to, where the operator named one.
  package func take(
    _ post: PostRow, _ figures: Figures, email: String?, named: Int64?, wanted: Int64?
  )
    throws(EngineError) -> Outcome
  {
    var row = post
    row.figures = figures.written
    let known = try stored { (store) throws(StoreError) in try store.post(post.platform, post.post) }
    if known?.state == .dismissed { return .dismissed }
    if known == nil, let reason = try engine.forgottenPost(post.platform, post.post) { return .refused(reason) }
    if let known, known.state == .matched, let campaign = known.campaign, let influencer = known.influencer {
      (row.campaign, row.influencer, row.state) = (campaign, influencer, .matched)
      return try measure(row, figures)
    }
    guard let influencer = try owner(of: row, email) else {
      let account = row.handle.map { "no influencer has the account @\($0) on \(row.platform)" }
      let reason = account ?? "nothing says whose it is: it has neither a handle nor an email that is known"
      return try keep(row, reason, known)
    }
    row.influencer = influencer
    switch try place(row, influencer, named: named, wanted: wanted) {
    case .there(let campaign):
      (row.campaign, row.state) = (campaign, .matched)
      return try measure(row, figures)
    case .one(let campaign):
      row.campaign = campaign
      return try self.post(row, figures, known)
    case .doubt(let reason): return try keep(row, reason, known)
    }
  }

  func stored<Result>(_ body: (Store) throws(StoreError) -> Result) throws(EngineError) -> Result {
    do { return try body(engine.store) } catch { throw .store(error) }
  }

  private func keep(_ row: PostRow, _ reason: String, _ known: PostRow?) throws(EngineError) -> Outcome {
    var row = row
    (row.state, row.reason, row.campaign) = (.review, reason, nil)
    let waiting = row
    try stored { (store) throws(StoreError) in try store.write(waiting) }
    return known?.state == .review && known?.reason == reason ? .waiting : .review(reason)
  }

  // MARK: Whose and where

  private func owner(of post: PostRow, _ email: String?) throws(EngineError) -> Int64? {
    try stored { (store) throws(StoreError) in
      if let handle = post.handle, let id = try store.owner(ofAccount: post.platform, handle) { return id }
      return try email.flatMap { (email) throws(StoreError) in try store.influencer(email: email) }
    }
  }

  private enum Place {
    /// Somebody has told of it already.
    case there(Int64)
    case one(Int64)
    case doubt(String)
  }

  private func place(
    _ post: PostRow, _ influencer: Int64, named: Int64?, wanted: Int64?
  ) throws(EngineError) -> Place {
    let all = try stored { (store) throws(StoreError) in try store.campaigns() }
    var own: [CampaignRow] = []
    for row in all where try engine.participation(of: influencer, in: row.id) != nil { own.append(row) }
    for row in own {
      if try engine.content(of: PostIdentity(platform: post.platform, id: post.post), influencer, in: row.id) != nil {
        return .there(row.id)
      }
    }
    if own.isEmpty { return .doubt("its influencer takes part in no campaign") }
    var idle: [(row: CampaignRow, stage: String)] = []
    for row in own {
      if let stage = try idleness(of: influencer, in: row) { idle.append((row, stage)) }
    }
    own.removeAll { row in idle.contains { $0.row.id == row.id } }
    if let one = idle.first(where: { $0.row.id == named ?? wanted }) ?? (own.isEmpty ? idle.first : nil) {
      return .doubt("its influencer is not active in `\(one.row.name)` (\(one.stage))")
    }
    if let named {
      if own.contains(where: { $0.id == named }) { return .one(named) }
      let name = all.first { $0.id == named }?.name ?? ""
      return .doubt("the file says `\(name)`, in which its influencer does not take part")
    }
    return try choose(post, influencer, own, all.first { $0.id == wanted })
  }

  /// Why nothing that somebody posts counts for a campaign, as the stage where they stand; `nil` where they are active:
  /// nothing was agreed yet, or it was declined, deleted or given up since.
  private func idleness(of influencer: Int64, in campaign: CampaignRow) throws(EngineError) -> String? {
    guard let row = try engine.participation(of: influencer, in: campaign.id) else { return "no participation" }
    let status = try stored { (store) throws(StoreError) in try store.proposal(row.id)?.status }
    let isOver = ["declined", "deleted", "withdrawn"].contains(status ?? "")
    guard row.accepted == nil || isOver else { return nil }
    return try engine.definition(row.definition).titles(row.state).joined(separator: ", ")
  }

  private func choose(
    _ post: PostRow, _ influencer: Int64, _ own: [CampaignRow], _ wanted: CampaignRow?
  ) throws(EngineError) -> Place {
    var (fitting, late): ([CampaignRow], [(row: CampaignRow, reason: String)]) = ([], [])
    for row in own {
      let rules = try rules(of: row.id)
      guard rules.fits(post) else { continue }
      if let reason = rules.lateness(of: post, row.name) { late.append((row, reason)) } else { fitting.append(row) }
    }
    if fitting.count > 1 { fitting = try attributed(fitting, post, influencer) }
    if fitting.count > 1 {
      return .doubt("it fits \(fitting.count) campaigns: \(fitting.map { "`\($0.name)`" }.joined(separator: ", "))")
    }
    guard let fit = fitting.first else {
      let own = late.first { $0.row.id == wanted?.id } ?? late.first
      return .doubt(own?.reason ?? "no hashtag and no handle of a campaign of its influencer's is in it")
    }
    if let wanted, wanted.id != fit.id {
      let own = late.first { $0.row.id == wanted.id }?.reason
      return .doubt(own ?? "it fits `\(fit.name)`, and not `\(wanted.name)`")
    }
    return .one(fit.id)
  }

  /// Of campaigns that a post fits those from which it was not moved to another one of them.
  private func attributed(
    _ fitting: [CampaignRow], _ post: PostRow, _ influencer: Int64
  ) throws(EngineError) -> [CampaignRow] {
    let ids = Set(fitting.map(\.id))
    var left: [CampaignRow] = []
    for row in fitting {
      let target = try engine.attributed(influencer, from: row.id, at: post.posted)
      if target == row.id || !ids.contains(target) { left.append(row) }
    }
    return left
  }

  private func rules(of campaign: Int64) throws(EngineError) -> ContentRules {
    if let known = campaigns[campaign] { return known }
    let rules = try ContentRules(engine, campaign)
    campaigns[campaign] = rules
    return rules
  }

  // MARK: What the engine is told

  /// Tells of a post that nobody has told of, and keeps it as matched; what the rules refuse waits for somebody.
  func post(_ row: PostRow, _ figures: Figures, _ known: PostRow? = nil) throws(EngineError) -> Outcome {
    let reply = try send("content.posted", row, row.url, figures, at: Instant(milliseconds: row.posted))
    switch reply.outcome {
    case .taken, .handled, .repeated:
      var row = row
      (row.state, row.reason) = (.matched, "")
      let matched = row
      try stored { (store) throws(StoreError) in try store.write(matched) }
      return reply.outcome == .repeated ? .known : .posted
    case .ignored, .refused, .setAside: return try keep(row, reply.reason, known)
    }
  }

  /// Tells of newer figures. What an older file said before is no news, whatever came between.
  private func measure(_ row: PostRow, _ figures: Figures) throws(EngineError) -> Outcome {
    guard let campaign = row.campaign, let influencer = row.influencer,
      let known = try engine.content(
        of: PostIdentity(platform: row.platform, id: row.post), influencer, in: campaign)
    else { return try post(row, figures) }
    let matched = row
    let told = try engine.definition(known.row.definition)
    let fields = told.workflow.events[Int(known.row.event)].payload
    var all = Figures()
    for (index, field) in fields.enumerated()
    where Figures.names.contains(field.name) && known.row.payload[0] >> Int64(index) & 1 == 1 {
      all.counts[field.name] = known.row.payload[index + 1] / Scaled.unit
    }
    let before = all
    all.counts.merge(figures.counts) { $1 }
    let key = key("content.measured", row, figures)
    let seen = try stored { (store) throws(StoreError) in
      if try store.command(Command.Source.importer.rawValue, key) != nil { return true }
      return try store.command(Command.Source.importer.rawValue, self.key("content.posted", row, figures)) != nil
    }
    // What was rejected stays so, whatever figures a file has.
    if all == before || seen || known.row.status == "rejected" {
      try stored { (store) throws(StoreError) in
        if try store.post(matched.platform, matched.post) == nil { try store.write(matched) }
      }
      return .known
    }
    let reply = try send("content.measured", row, known.name, all, key: key)
    guard [.taken, .handled, .repeated].contains(reply.outcome) else { return .refused(reply.reason) }
    try stored { (store) throws(StoreError) in try store.write(matched) }
    return reply.outcome == .repeated ? .known : .measured
  }

  /// The same post with the same figures has the same key, so the same file changes nothing the second time.
  private func key(_ event: String, _ row: PostRow, _ figures: Figures) -> String {
    let counts = figures.written.split(separator: "\n").joined(separator: ",")
    return "\(row.campaign ?? 0)/\(event)/\(row.platform):\(row.post)/\(counts)"
  }

  private func send(
    _ event: String, _ row: PostRow, _ name: String, _ figures: Figures, at instant: Instant? = nil,
    key written: String? = nil
  ) throws(EngineError) -> Reply {
    guard let campaign = row.campaign, let influencer = row.influencer,
      let participation = try engine.participation(of: influencer, in: campaign)
    else { return Reply(.setAside, reason: "its influencer does not take part in the campaign any more") }
    // Older workflows know fewer figures; what they have no word for stays with the post.
    let workflow = try engine.definition(participation.definition).workflow
    let known = workflow.events.first { $0.path == event }?.payload.map(\.name) ?? []
    var payload = [WrittenValue(name: "content", text: name)]
    for name in Figures.names where known.contains(name) {
      if let count = figures.counts[name] { payload.append(WrittenValue(name: name, text: String(count))) }
    }
    return try engine.submit(
      Command(
        source: .importer, key: written ?? key(event, row, figures), campaign: campaign, influencer: influencer,
        event: event, role: "network", at: instant, payload: payload))
  }
}

/// Views, likes and what else is counted of a post.
package struct Figures: Sendable, Equatable {
  package static let names = [
    "views", "likes", "comments", "shares", "saves", "impressions", "reach", "clicks",
  ]
  package var counts: [String: Int64] = [:]

  package init() {}

  /// Reads `views 1200`, a line each.
  init(_ written: String) {
    for line in written.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 2, let count = Int64(parts[1]) { counts[String(parts[0])] = count }
    }
  }

  var written: String {
    Figures.names.compactMap { name in counts[name].map { "\(name) \($0)" } }.joined(separator: "\n")
  }
}
