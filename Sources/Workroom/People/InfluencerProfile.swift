package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Everything about one influencer across campaigns: who they are, what was written about them, and each round that they
/// took part in.
package struct InfluencerProfile {
  private let engine: Engine
  private let influencer: Int64
  private let campaigns: [CampaignRow]
  private let facts: InfluencerFacts

  package init(_ engine: Engine, _ influencer: Int64) throws(EngineError) {
    self.engine = engine
    self.influencer = influencer
    campaigns = try engine.asking { (store) throws(StoreError) in try store.campaigns() }
    facts = try InfluencerFacts(engine, influencer, campaigns)
  }

  /// Who they are and what was written about them.
  package func sheet() throws(EngineError) -> Sheet {
    let record = facts.record
    var sheet = Sheet(
      title: record.shownName, columns: [.init("What", priority: 9), .init("Value", priority: 8)])
    func add(_ what: String, _ value: String?) {
      if let value, !value.isEmpty { sheet.rows.append([.text(what), .text(value)]) }
    }
    add("number", "\(influencer)")
    add("id", record.external)
    add("email", record.email)
    add("phone", record.phone)
    add("address", record.shownAddress)
    add("country", record.country)
    add("platform", facts.platform)
    for account in facts.connections {
      add("account", "\(account.platform) @\(account.handle)" + (account.followers.map { ", \($0) followers" } ?? ""))
    }
    add("reach", facts.reach.map(String.init))
    add("tags", facts.tags.joined(separator: ", "))
    add("state", try engine.standing(of: influencer) ?? (record.isForgotten ? "forgotten" : "active"))
    add("live proposals", "\(facts.liveProposals)")
    add("content since the last proposal", facts.content.map(String.init) ?? "no proposal yet")
    for remark in try engine.asking({ (store) throws(StoreError) in try store.remarks(of: influencer) }) {
      let who = remark.operatorID == 0 ? "" : ", \(try engine.operatorName(remark.operatorID))"
      add("remark of \(day(remark.written))\(who)", remark.content)
    }
    for item in try engine.asking({ (store) throws(StoreError) in try store.keptItems(for: influencer) }) {
      let rate = item.rate.map { ", \(Percent(millionths: $0))" } ?? ""
      add("kept for them", "\(item.code) in \(item.group)\(rate)")
    }
    for extra in record.extras { add(extra.heading, extra.value) }
    sheet.notes = try moves()
    return sheet
  }

  private func moves() throws(EngineError) -> [String] {
    try engine.asking { (store) throws(StoreError) in try store.attributions(of: influencer) }.map { move in
      func name(_ id: Int64) -> String { campaigns.first { $0.id == id }?.name ?? "" }
      return
        "since \(day(move.since)) what `\(name(move.source))` and `\(name(move.target))` would both count counts in "
        + "`\(name(move.target))`"
    }
  }

  private func day(_ milliseconds: Int64) -> CalendarDate {
    Zone.utc.local(Instant(milliseconds: milliseconds)).date
  }

  /// Each round in each campaign: the memory between campaigns. Each shows what was owed and what was paid in it, and a payment
  /// covers what has been owed longest, of whichever round.
  package func history() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Campaigns",
      columns: [
        .init("Campaign", priority: 9), .init("Round", .number, priority: 2), .init("Stage", priority: 8),
        .init("Accepted", .date, priority: 5), .init("Since", .date, priority: 3),
        .init("Content", .number, priority: 6), .init("Conversions", .number, priority: 6),
        .init("Owed", .money, priority: 7), .init("Paid", .money, priority: 7), .init("Code", priority: 4),
        .init("Link", priority: 1),
      ])
    for campaign in campaigns {
      let rounds = try engine.asking { (store) throws(StoreError) in try store.rounds(campaign.id, influencer) }
      for id in rounds {
        guard let row = try engine.participation(id, in: campaign.id) else { continue }
        sheet.rows.append(try cells(row, campaign))
      }
      guard rounds.count > 1 else { continue }
      // Without it nobody can tell the rows apart.
      sheet.columns[1].priority = 9
      let (standing, currency) = (
        try engine.standing(of: influencer, in: campaign.id), try engine.campaign(campaign.id).currency
      )
      func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
      sheet.notes.append(
        "all rounds of `\(campaign.name)` together: owed \(shown(standing.owed)), paid \(shown(standing.paid)); each round shows what was paid in it, and a payment covers what was owed first, of whichever round"
      )
    }
    if sheet.rows.isEmpty { sheet.notes = ["no campaign yet"] }
    return sheet
  }

  private func cells(_ row: ParticipationRow, _ campaign: CampaignRow) throws(EngineError) -> [Sheet.Value] {
    let state = try engine.campaign(campaign.id)
    let definition = try engine.definition(row.definition)
    func date(_ milliseconds: Int64?) -> Sheet.Value {
      milliseconds.map { .date(state.zone.local(Instant(milliseconds: $0)).date) } ?? .nothing
    }
    func money(_ amount: Int64) -> Sheet.Value { .money(Money(minorUnits: amount, currency: state.currency)) }
    let (content, conversions, sums, code, link) = try engine.asking { (store) throws(StoreError) in
      (
        try store.contentCount(of: row.id, from: .min),
        try store.objectCount(of: row.id, "conversion", except: "voided"),
        try store.balance(row.id, currency: campaign.currency), try store.held(row.id, kind: definition.kinds[0]),
        try store.held(row.id, kind: definition.kinds[1])
      )
    }
    return [
      .text(campaign.name), .number(row.round), .text(try engine.shownTitles(of: row).joined(separator: ", ")),
      date(row.accepted), date(row.since), .number(content), .number(conversions), money(sums.owed),
      money(sums.paid), .text(code?.code ?? ""), .text(link?.code ?? ""),
    ]
  }
}
