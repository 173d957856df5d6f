package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// The Work Room of one campaign: its sections, and who stands in each.
///
/// It reads the part of the database that it is made for, once, and is thrown away; nothing here changes anything.
package struct WorkRoom {
  package let engine: Engine
  package let campaign: CampaignState
  package let definition: Definition
  package let now: Instant
  /// The newest round of each influencer whom it has read.
  let participations: [ParticipationRow]
  /// The newest round by the number of any round of the same influencer.
  let newest: [Int64: ParticipationRow]
  var influencers: [Int64: InfluencerRecord] = [:]
  /// Of a section with more than fits a page: the page, and how many rows all pages have; `nil` where everybody is read.
  let part: (page: Page, count: Int64)?
  /// The content of the page, where the section is that.
  let pageOfContent: [ObjectRow]?

  /// A section, and why it is not there if it isn't.
  package struct Section: Sendable {
    package var name: String
    package var isThere: Bool
    package var reason: String
    package var count: Int64
  }

  /// With everybody in it.
  package init(_ engine: Engine, campaign id: Int64) throws(EngineError) {
    let rows = try stored { () throws(StoreError) in try engine.store.participations(id) }
    try self.init(engine, campaign: id, rounds: rows)
  }

  /// With some of its participations, which are the newest rounds of their influencers.
  package init(_ engine: Engine, campaign id: Int64, only rows: [ParticipationRow]) throws(EngineError) {
    try self.init(engine, campaign: id, rounds: rows)
  }

  init(
    _ engine: Engine, campaign id: Int64, rounds rows: [ParticipationRow], part: (page: Page, count: Int64)? = nil,
    content: [ObjectRow]? = nil
  ) throws(EngineError) {
    self.engine = engine
    self.part = part
    pageOfContent = content
    campaign = try engine.campaign(id)
    definition = try engine.definition(campaign.row.definition)
    now = engine.clock.now
    participations = ParticipationRow.newestRounds(of: rows)
    let latest = Dictionary(uniqueKeysWithValues: participations.map { ($0.influencer, $0) })
    newest = Dictionary(uniqueKeysWithValues: rows.compactMap { row in latest[row.influencer].map { (row.id, $0) } })
    for row in participations {
      influencers[row.influencer] = try stored { () throws(StoreError) in try engine.store.influencer(row.influencer) }
    }
  }

  // MARK: Sections

  /// The sections in the order of the vocabulary, with how many stand in each, which is kept and not counted here.
  package func sections() throws(EngineError) -> [Section] {
    let standing = try Standpoints(engine, campaign: campaign.row.id)
    var sections: [Section] = []
    for (index, name) in definition.workflow.sections.enumerated() {
      let (isThere, reason) = callsFor(index)
      let count = isThere ? try count(in: name, standing) : 0
      sections.append(Section(name: name, isThere: isThere, reason: reason, count: count))
    }
    return sections
  }

  /// How many are in the table of a section; of very many those with agreed terms stand for what is not counted in passing.
  private func count(in section: String, _ standing: Standpoints) throws(EngineError) -> Int64 {
    let id = campaign.row.id
    guard standing.everybody <= WorkRoom.addedUpAtOnce else { return standing.count(in: section) }
    switch section {
    case "Payments": return try engine.asking { (store) throws(StoreError) in try store.paidCount(id) }
    case "Content":
      return try engine.asking { (store) throws(StoreError) in Int64(try store.contentMakers(id).count) }
    default: return standing.count(in: section)
    }
  }

  /// Sections that list people whatever the workflow says.
  static let everywhere = ["My Influencers", "Content", "Reporting", "Payments"]

  /// Whether the campaign's details call for a section.
  private func callsFor(_ section: Int) -> (Bool, String) {
    let workflow = definition.workflow
    if WorkRoom.everywhere.contains(workflow.sections[section]) { return (true, "") }
    let stages = workflow.stages.indices.filter { workflow.stages[$0].section == section }
    guard !stages.isEmpty else { return (false, "no stage of the workflow shows in it") }
    var reason = ""
    for stage in stages {
      guard let condition = missingCondition(stage) else { return (true, "") }
      reason = "the campaign's details do not say that \(condition)"
    }
    return (false, reason)
  }

  /// The text of a condition around a stage that the details don't meet.
  private func missingCondition(_ stage: Int) -> String? {
    let conditions = CampaignConditions(workflow: definition.workflow, words: campaign.words, lists: campaign.lists)
    var place = stage
    while place > 0 {
      if let condition = definition.workflow.stages[place].condition, !conditions.holds(condition) {
        let span = definition.workflow.expressions[condition].span
        return (span.source < 0 ? definition.vocabulary : definition.source).text(span.range)
      }
      place = definition.workflow.stages[place].parent
    }
    return nil
  }

  // MARK: Members

  /// Who stands in a section of a campaign, without a look at who they are.
  package static func members(
    of section: String, in campaign: Int64, _ engine: Engine
  ) throws(EngineError) -> [ParticipationRow] {
    try members(of: section, among: engine.newestRounds(of: campaign), engine)
  }

  /// Who stands in a section of those that are read: whoever has been there longest first, and where a section holds
  /// everybody in the order in which they came.
  package func members(of section: String) throws(EngineError) -> [ParticipationRow] {
    try WorkRoom.members(of: section, among: participations, engine)
  }

  private static func members(
    of section: String, among rows: [ParticipationRow], _ engine: Engine
  ) throws(EngineError) -> [ParticipationRow] {
    guard let campaign = rows.first?.campaign else { return [] }
    switch section {
    case "My Influencers", "Reporting": return rows
    case "Payments":
      let paid = try engine.asking { (store) throws(StoreError) in
        Set(try store.paid(ofCampaign: campaign, limit: nil, offset: 0))
      }
      return rows.filter { paid.contains($0.id) }
    case "Content":
      let makers = try engine.asking { (store) throws(StoreError) in try store.contentMakers(campaign) }
      return rows.filter { makers.contains($0.influencer) }
    default:
      return rows.filter { !stages(of: $0, in: section, engine).isEmpty }
        .sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }
  }

  /// The active stages of a participation that show in a section, by the definition that it runs on.
  func stages(of row: ParticipationRow, in section: String) -> [Int] { WorkRoom.stages(of: row, in: section, engine) }

  private static func stages(of row: ParticipationRow, in section: String, _ engine: Engine) -> [Int] {
    guard let definition = try? engine.definition(row.definition) else { return [] }
    let active = active(row, definition)
    guard let left = Others.section(behind: section) else { return definition.workflow.shown(active, in: section) }
    return row.accepted != nil && definition.workflow.shown(active, in: left).isEmpty ? active : []
  }

  /// The innermost active stages.
  func active(_ row: ParticipationRow) -> [Int] {
    (try? engine.definition(row.definition)).map { WorkRoom.active(row, $0) } ?? []
  }

  private static func active(_ row: ParticipationRow, _ definition: Definition) -> [Int] {
    definition.workflow.innermost(definition.machine.activeStages(row.state.span))
  }

  func workflow(of row: ParticipationRow) -> CheckedWorkflow? {
    (try? engine.definition(row.definition))?.workflow
  }

  /// Titles of all stages of a participation, as operators read them: a code or a link that was disabled is called so.
  package func titles(_ row: ParticipationRow) -> String {
    ((try? engine.shownTitles(of: row)) ?? []).joined(separator: ", ")
  }

  /// Titles of those that show in a section.
  func titles(_ row: ParticipationRow, in section: String) -> String {
    guard let workflow = workflow(of: row) else { return "" }
    return stages(of: row, in: section).map { workflow.stages[$0].title }.joined(separator: ", ")
  }

  package func name(_ row: ParticipationRow) -> String {
    influencers[row.influencer]?.shownName ?? "influencer \(row.influencer)"
  }

  /// Whole days since the active stages last changed.
  func age(_ row: ParticipationRow) -> String {
    let days = max(0, (now.milliseconds - row.since) / 86_400_000)
    return days == 0 ? "today" : "\(days) day\(days == 1 ? "" : "s")"
  }

  /// A text by its word in a definition.
  func text(_ id: Int64, _ definition: Definition) throws(EngineError) -> String {
    if let literal = definition.machine.literalText(id) { return literal }
    if id == 0 { return "" }
    do { return try engine.store.text(id) ?? "(erased)" } catch { throw .store(error) }
  }

  func day(_ milliseconds: Int64?) -> Sheet.Value {
    milliseconds.map { .date(campaign.zone.local(Instant(milliseconds: $0)).date) } ?? .nothing
  }
}

extension CheckedWorkflow {
  /// Of some stages those that show in a section: by their own word for it, else by that of the stage around them.
  func shown(_ stages: [Int], in section: String) -> [Int] {
    stages.filter { stage in
      var place = stage
      while place > 0 {
        if let own = self.stages[place].section { return sections[own] == section }
        place = self.stages[place].parent
      }
      return false
    }
  }
}
