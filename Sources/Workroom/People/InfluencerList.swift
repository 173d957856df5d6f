package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// My Influencers: the people of the directory or of one campaign, with what they do across campaigns, page by page.
package struct InfluencerList {
  private let engine: Engine
  private let campaigns: [CampaignRow]

  package init(_ engine: Engine) throws(EngineError) {
    self.engine = engine
    campaigns = try engine.asking { (store) throws(StoreError) in try store.campaigns() }
  }

  /// Those whom a filter chooses; without a page all of them.
  package func sheet(_ filter: DirectoryFilter, _ page: Page?) throws(EngineError) -> Sheet {
    let (ids, count) = try engine.asking { (store) throws(StoreError) in
      let ids = try store.influencers(filter, limit: page?.rows, offset: page?.offset ?? 0)
      return (ids, try page == nil ? Int64(ids.count) : store.count(filter))
    }
    var sheet = Sheet(title: "My Influencers", columns: columns(filter.campaign != nil))
    var stages: [(title: String, count: Int)] = []
    for id in ids {
      let row = try filter.campaign.flatMap { (campaign) throws(EngineError) in
        try engine.participation(of: id, in: campaign)
      }
      sheet.rows.append(try cells(id) + (row.map { (row) throws(EngineError) in try standing(row) } ?? []))
      for title in try row.map({ (row) throws(EngineError) in try engine.shownTitles(of: row) }) ?? [] {
        if let place = stages.firstIndex(where: { $0.title == title }) {
          stages[place].count += 1
        } else {
          stages.append((title, 1))
        }
      }
    }
    let byStage = stages.map { "\($0.count) \($0.title)" }.joined(separator: ", ")
    let isWhole = Int64(ids.count) == count
    sheet.notes = ["\(count) in all" + (isWhole && !byStage.isEmpty ? ": \(byStage)" : "")]
    sheet.notes += try page?.note(ids.count, of: count) ?? []
    return sheet
  }

  /// Those of some participations, as they stand in their campaign.
  func sheet(of rows: [ParticipationRow]) throws(EngineError) -> Sheet {
    var sheet = Sheet(title: "My Influencers", columns: columns(true))
    for row in rows { sheet.rows.append(try cells(row.influencer) + standing(row)) }
    return sheet
  }

  private func columns(_ inCampaign: Bool) -> [Sheet.Column] {
    let everywhere: [Sheet.Column] = [
      .init("Influencer", priority: 12), .init("Email", priority: 1), .init("Handles", priority: 7),
      .init("Platform", priority: 3), .init("Reach", .number, priority: 8), .init("Connections", .number, priority: 2),
      .init("Tags", priority: 6), .init("Live proposals", .number, priority: 5),
      .init("Content since", .number, priority: 4), .init("State", priority: 9),
    ]
    return everywhere
      + (inCampaign
        ? [.init("Stage", priority: 11), .init("Since", priority: 10), .init("Round", .number, priority: 2)] : [])
  }

  /// What is known of somebody, whatever the campaign.
  private func cells(_ id: Int64) throws(EngineError) -> [Sheet.Value] {
    let person = try InfluencerFacts(engine, id, campaigns)
    return [
      .text(person.record.shownName), .text(person.record.email ?? ""), .text(person.handles),
      .text(person.platform), person.reach.map { .number($0) } ?? .nothing,
      .number(Int64(person.connections.count)), .text(person.tags.joined(separator: ", ")),
      .number(Int64(person.liveProposals)), person.content.map { .number($0) } ?? .nothing,
      .text(person.record.isForgotten ? "forgotten" : "\(person.state)"),
    ]
  }

  /// How somebody stands in the campaign.
  private func standing(_ row: ParticipationRow) throws(EngineError) -> [Sheet.Value] {
    let days = max(0, (engine.clock.now.milliseconds - row.since) / 86_400_000)
    return [
      .text(try engine.shownTitles(of: row).joined(separator: ", ")),
      .text(days == 0 ? "today" : "\(days) day\(days == 1 ? "" : "s")"), .number(row.round),
    ]
  }
}

/// What is known of one influencer across all campaigns.
package struct InfluencerFacts {
  package let record: InfluencerRecord
  package let connections: [AccountRow]
  package let tags: [String]
  package let state: ContactState
  /// Campaigns in which a proposal of theirs waits for a decision.
  package private(set) var liveProposals = 0
  /// Posts since their newest proposal came in; `nil` where there never was one.
  package private(set) var content: Int64?

  init(_ engine: Engine, _ id: Int64, _ campaigns: [CampaignRow]) throws(EngineError) {
    (record, connections, tags) = try engine.asking { (store) throws(StoreError) in
      (
        try store.influencer(id) ?? InfluencerRecord(numbered: id), try store.connections(of: id),
        try store.tags(of: id)
      )
    }
    state = try engine.contactState(id)
    var newest: Int64?
    var rounds: [Int64] = []
    for campaign in campaigns {
      guard let row = try engine.participation(of: id, in: campaign.id) else { continue }
      rounds += try engine.asking { (store) throws(StoreError) in try store.rounds(campaign.id, id) }
      let isLive = try engine.definition(row.definition).stands(row.state, in: "Proposals")
      if isLive { liveProposals += 1 }
      let submitted = try engine.asking { (store) throws(StoreError) in
        try store.proposal(row.id).flatMap { (proposal) throws(StoreError) in try store.row(proposal.firstLog)?.occurred
        }
      }
      // Campaigns from before proposals were told of know when one was accepted, or since when it waits.
      if let instant = submitted ?? row.accepted ?? (isLive ? row.since : nil) { newest = max(newest ?? 0, instant) }
    }
    guard let newest else { return }
    var count: Int64 = 0
    for round in rounds {
      count += try engine.asking { (store) throws(StoreError) in try store.contentCount(of: round, from: newest) }
    }
    content = count
  }

  package var handles: String { connections.map { "@\($0.handle)" }.joined(separator: " ") }

  /// Where somebody is at home.
  package var platform: String { record.platform ?? connections.first?.platform ?? "" }

  /// Followers over all connected accounts. An account whose own are not known counts with those of the influencer if it is
  /// the first one where they are at home; `nil` where nothing is known.
  package var reach: Int64? {
    guard let home = connections.firstIndex(where: { $0.platform == platform }) ?? connections.indices.first else {
      return record.followers
    }
    let counts = connections.indices.compactMap {
      connections[$0].followers ?? ($0 == home ? record.followers : nil)
    }
    return counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
  }
}

extension InfluencerRecord {
  init(numbered id: Int64) {
    self.init()
    self.id = id
  }
}

extension Definition {
  /// Whether an innermost active stage of a state shows in a section.
  func stands(_ state: [Int64], in section: String) -> Bool {
    workflow.innermost(machine.activeStages(state.span)).contains { stage in
      var place = stage
      while place > 0 {
        if let own = workflow.stages[place].section { return workflow.sections[own] == section }
        place = workflow.stages[place].parent
      }
      return false
    }
  }
}

extension Page {
  /// `page 2 of 13: rows 101 to 200 of 1204`, where there is more than is shown. Errors: a page that is not there.
  package func note(_ shown: Int, of count: Int64) throws(EngineError) -> [String] {
    guard count > rows || number > 1 else { return [] }
    try check(count)
    return [words(shown, of: count)]
  }
}
