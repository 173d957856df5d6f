package import WorkroomEngine
import WorkroomLanguage
package import WorkroomStore
import WorkroomValues

/// Two campaigns that run at the same time and look for the same: a group of codes or links, a hashtag or a handle.
///
/// What an influencer of both brings could count in either. Whoever begins in the second and has not finished in the first
/// does so knowingly, and from then on the second counts it.
package struct CampaignConflict: Sendable {
  package var campaign: CampaignRow
  /// `the discount group \`X\``, `#summer`
  package var shared: [String]

  /// `\`Spring\`, which shares the discount group \`X\` and #summer`
  package var words: String { "`\(campaign.name)`, which shares \(CampaignConflict.list(shared))" }

  /// The campaigns that run beside one and share something with it.
  package static func of(_ id: Int64, _ engine: Engine) throws(EngineError) -> [CampaignConflict] {
    let own = try Reach(engine, id)
    guard own.isRunning else { return [] }
    var found: [CampaignConflict] = []
    for row in try engine.asking({ (store) throws(StoreError) in try store.campaigns() }) where row.id != id {
      let other = try Reach(engine, row.id)
      guard other.isRunning else { continue }
      var shared: [String] = []
      for group in own.groups.intersection(other.groups).sorted() {
        guard let row = try engine.group(group) else { continue }
        shared.append("the \(try engine.noun(ofKind: row.kind)) group `\(row.name)`")
      }
      if own.overlaps(other) { shared += own.tags.intersection(other.tags).sorted() }
      if !shared.isEmpty { found.append(CampaignConflict(campaign: row, shared: shared)) }
    }
    return found
  }

  /// What a campaign looks for, and when.
  private struct Reach {
    let groups: Set<Int64>
    let tags: Set<String>
    let window: DateWindow?
    let isRunning: Bool

    init(_ engine: Engine, _ id: Int64) throws(EngineError) {
      let campaign = try engine.campaign(id)
      let fields = try engine.definition(campaign.row.definition).workflow.campaign
      groups = Set(
        fields.indices.compactMap { index in
          guard case .group = fields[index].type, campaign.words[0] >> Int64(index) & 1 == 1 else { return nil }
          return campaign.words[index + 1]
        })
      let rules = try ContentRules(engine, id)
      (tags, window) = (rules.tags, rules.window)
      let today = campaign.zone.local(engine.clock.now).date
      isRunning = rules.window?.last.map { today <= $0 } ?? true
    }

    /// Whether there is a day on which both take content.
    func overlaps(_ other: Reach) -> Bool {
      if let last = window?.last, let first = other.window?.first, last < first { return false }
      if let last = other.window?.last, let first = window?.first, last < first { return false }
      return true
    }
  }

  /// `a`, `a and b`, `a, b and c`
  static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and \(words[words.count - 1])"
  }
}

/// Lets people of the directory take part in one campaign.
package struct Assigning {
  private let engine: Engine
  private let campaign: CampaignRow
  private let conflicts: [CampaignConflict]

  package enum Outcome: Sendable {
    case assigned(ParticipationRow)
    /// They take part already.
    case known
    /// They have not finished in a campaign that shares something, and nobody has confirmed it: nothing was written.
    case conflict(String)
    /// They are archived or blacklisted: nothing was written.
    case refused(String)
  }

  package init(_ engine: Engine, campaign: Int64) throws(EngineError) {
    self.engine = engine
    self.campaign = try engine.campaign(campaign).row
    conflicts = try CampaignConflict.of(campaign, engine)
  }

  /// Where somebody who would begin here takes part and has not finished, and what that means; `nil` where there is no such campaign.
  package func conflict(of influencer: Int64) throws(EngineError) -> String? {
    let known = try activeElsewhere(influencer)
    guard !known.isEmpty else { return nil }
    var places: [String] = []
    for place in known {
      guard let row = try engine.participation(of: influencer, in: place.campaign.id) else { continue }
      places.append("\(place.words) (\(try engine.shownTitles(of: row).joined(separator: ", ")))")
    }
    return "`\(try Directory(engine).name(influencer))` takes part in \(CampaignConflict.list(places)); "
      + "from now on what both would count counts in `\(campaign.name)`"
  }

  /// Lets somebody take part, inside a transaction. Where they have not finished in a campaign that shares something, only if it is
  /// confirmed; then this campaign counts what both would count.
  package func assign(
    _ influencer: Int64, confirmed: Bool, actor: String? = nil
  ) throws(EngineError) -> Outcome {
    if let reason = try engine.objection(toAssigning: influencer) { return .refused(reason) }
    let known = try engine.participation(of: influencer, in: campaign.id)
    let active = try known == nil ? activeElsewhere(influencer) : []
    if !active.isEmpty, !confirmed { return .conflict(try conflict(of: influencer) ?? "") }
    guard let row = try engine.assign(influencer, to: campaign.id, actor: actor) else { return .known }
    for other in active { try engine.moveAttribution(of: influencer, from: other.campaign.id, to: campaign.id) }
    return .assigned(row)
  }

  private func activeElsewhere(_ influencer: Int64) throws(EngineError) -> [CampaignConflict] {
    var active: [CampaignConflict] = []
    for conflict in conflicts {
      guard let row = try engine.participation(of: influencer, in: conflict.campaign.id) else { continue }
      if try !engine.isFinished(row) { active.append(conflict) }
    }
    return active
  }
}

extension CampaignConflict {
  /// What is said of it where a campaign is made or changed.
  package func warning(_ name: String) -> String {
    "`\(name)` runs beside \(words): what somebody in both brings could count in either; whoever "
      + "has not finished there begins here only after a question, and counts here from then on"
  }
}
