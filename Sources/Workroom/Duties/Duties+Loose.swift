import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What waits beside the people of a campaign.
extension Duties {
  func loose() throws(EngineError) -> [Row] {
    var rows: [Row] = []
    for campaign in campaigns {
      rows +=
        try timers(campaign) + lines(campaign) + emptyHanded(campaign) + payments(campaign) + money(campaign)
        + refusals(campaign)
    }
    return try rows + posts() + letters()
  }

  /// Timers that are due: nobody runs the engine.
  private func timers(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    let (earliest, count) = try stored { () throws(StoreError) in
      (
        try engine.store.earliestDue(campaign.id),
        try engine.store.dueCount(campaign.id, by: now.milliseconds)
      )
    }
    guard let earliest, count > 0 else { return [] }
    return [
      Row(
        since: earliest, who: "system",
        what: "\(count) timer\(count == 1 ? " is" : "s are") due and not fired: keep `workroom run` going",
        campaign: campaign.name)
    ]
  }

  /// Groups that are empty while somebody waits in line for them.
  private func lines(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    var rows: [Row] = []
    for line in try stored({ () throws(StoreError) in try engine.store.lines(ofCampaign: campaign.id) }) {
      guard let group = try engine.group(line.group), group.pattern == nil, group.free == 0 else { continue }
      let who = line.count == 1 ? "1 influencer waits" : "\(line.count) influencers wait"
      let kind = ["codes", "links"]
      let bring = kind.indices.contains(Int(group.kind)) ? ": `workroom import \(kind[Int(group.kind)])`" : ""
      rows.append(
        Row(
          since: line.since, who: "manager", what: "fill the group `\(group.name)`, for which \(who)\(bring)",
          campaign: campaign.name))
    }
    return rows
  }

  /// Batches on their way whose answer has not come.
  private func payments(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    var rows: [Row] = []
    let currency = Currency(packed: UInt32(truncatingIfNeeded: campaign.currency))
    let batches = try stored { () throws(StoreError) in try engine.store.batches(ofCampaign: campaign.id) }
    for batch in batches where batch.state == .pending {
      let log = try stored { () throws(StoreError) in try engine.store.row(batch.first) }
      let amount = Money(minorUnits: batch.amount, currency: currency)
      let name = batch.batch == 0 ? "payments without a batch" : "batch \(batch.batch)"
      rows.append(
        Row(
          since: log?.occurred ?? now.milliseconds, who: "bank",
          what:
            "\(name): \(batch.count) of \(amount) on their way; bring the answer in with `workroom import payments`",
          campaign: campaign.name))
    }
    return rows
  }

  /// What was refused since and still is: the participation has not changed after it.
  private func refusals(_ campaign: CampaignRow) throws(EngineError) -> [Row] {
    var rows: [Row] = []
    let logs = try stored { () throws(StoreError) in try engine.store.refusals(ofCampaign: campaign.id, atMost: 200) }
    for log in logs {
      guard let row = try engine.participation(log.participation, in: campaign.id), row.sequence < log.sequence,
        row.place != nil
      else { continue }
      let definition = try engine.definition(log.definition)
      guard log.kind == 1, definition.workflow.events.indices.contains(Int(log.event)) else { continue }
      let event = definition.workflow.events[Int(log.event)]
      let why = definition.machine.literalText(log.words).map { ": \($0)" } ?? ""
      let record = try stored { () throws(StoreError) in try engine.store.influencer(row.influencer) }
      let sender = log.role >= 0 ? " of \(definition.workflow.roles[Int(log.role)].name)" : ""
      rows.append(
        Row(
          since: log.occurred, who: "manager", what: "`\(event.typed ?? event.path)`\(sender) was refused\(why)",
          about: record?.shownName ?? "influencer \(row.influencer)",
          stage: try engine.shownTitles(of: row).joined(separator: ", "), campaign: campaign.name))
    }
    return rows
  }

  /// Where one campaign is meant of several, the posts that may be its own.
  private func posts() throws(EngineError) -> [Row] {
    let all = try stored { () throws(StoreError) in try engine.store.campaigns() }.count
    let only = isAll || all == 1 ? nil : campaigns.first?.id
    let (count, first) = try stored { () throws(StoreError) -> (Int64, Int64) in
      if let only { return try engine.store.postsForReview(ofCampaign: only) }
      return (
        try engine.store.countPostsForReview(), try engine.store.postsForReview(after: 0, limit: 1).first?.posted ?? 0
      )
    }
    guard count > 0 else { return [] }
    return [
      Row(
        since: first, who: "manager",
        what: "\(count) post\(count == 1 ? "" : "s") nobody could match: `content review`")
    ]
  }

  /// Mails and orders that could not be delivered, and those that a restored copy holds back.
  private func letters() throws(EngineError) -> [Row] {
    var rows: [Row] = []
    let only = isAll ? nil : campaigns.first?.id
    for state in [DeliveryRow.State.dead, .held] {
      let (count, due) = try stored { () throws(StoreError) -> (Int64, Int64) in
        if let only { return try engine.store.openDeliveries(state, ofCampaign: only) }
        return (try engine.store.deliveryCount(state), try engine.store.deliveries(state, atMost: 1).first?.due ?? 0)
      }
      guard count > 0 else { continue }
      let what =
        state == .dead
        ? "\(count) could not be delivered: `workroom outbox list --state dead` tells why, `outbox retry` tries again"
        : "\(count) held back: `workroom outbox release` lets them go"
      rows.append(Row(since: due, who: "manager", what: what))
    }
    return rows
  }
}
