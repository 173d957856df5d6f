package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Who must do what now, those who have waited longest first.
///
/// Where somebody stands says whose turn it is, so those who wait are read page by page; what waits beside them (timers
/// that nobody fired, empty groups, dead letters, payments on their way, posts to review) is a row each.
package struct Duties {
  let engine: Engine
  /// The campaigns that are meant, and whether that is all of them.
  let campaigns: [CampaignRow]
  let isAll: Bool
  /// The roles whose turn is asked for; `nil` for everybody's.
  let roles: [String]?
  let now: Instant

  package init(_ engine: Engine, campaign id: Int64?, roles: [String]?) throws(EngineError) {
    self.engine = engine
    self.roles = roles
    now = engine.clock.now
    isAll = id == nil
    let rows = try stored { () throws(StoreError) in try engine.store.campaigns() }
    campaigns = rows.filter { id == nil || $0.id == id }
  }

  /// One line of the list.
  struct Row {
    var since: Int64
    var who: String
    var what: String
    var about = ""
    var stage = ""
    var campaign = ""
    /// Whether it stands behind everything else, however long it has waited.
    var isLast = false
  }

  /// Those of one campaign for whom it is some role's turn: where they stand, and what could be done.
  struct Waiting {
    var campaign: CampaignRow
    var point: Standpoints.Point
    var turns: [Turn]
    /// Whether all of them are one line behind all others: many who were asked and have not answered.
    var isOneLine = false
  }

  /// More than so many who have not answered are one line.
  static let unansweredMax: Int64 = 20

  package func sheet(_ page: Page?) throws(EngineError) -> Sheet {
    var (own, others): ([Waiting], [Waiting]) = ([], [])
    var rows: [Row] = []
    for campaign in campaigns {
      for point in try Standpoints(engine, campaign: campaign.id).points {
        let turns = Turn.of(point.place.stages.map(Int.init), point.definition.workflow)
        let mine = turns.filter { roles?.contains($0.role) ?? true }
        if !mine.isEmpty {
          let isOneLine = point.count > Duties.unansweredMax && Turn.areUnanswered(mine, point.definition.workflow)
          own.append(Waiting(campaign: campaign, point: point, turns: mine, isOneLine: isOneLine))
        } else if !turns.isEmpty {
          others.append(Waiting(campaign: campaign, point: point, turns: turns))
        } else if let stuck = try stuck(point, campaign) {
          rows.append(stuck)
        }
      }
    }
    rows += try loose()
    for place in own where place.isOneLine { rows.append(try line(place)) }
    let each = own.filter { !$0.isOneLine }
    let count = each.reduce(Int64(rows.count)) { $0 + $1.point.count }
    try page?.check(count)
    let end = page.map { $0.offset + $0.rows } ?? count
    rows += try people(each, atMost: end)
    rows.sort {
      ($0.isLast ? 1 : 0, $0.since, $0.campaign, $0.about) < ($1.isLast ? 1 : 0, $1.since, $1.campaign, $1.about)
    }
    let shown = rows.dropFirst(Int(page?.offset ?? 0)).prefix(Int(page?.rows ?? count))
    return try table(Array(shown), page, count, own, others)
  }

  private func table(
    _ rows: [Row], _ page: Page?, _ count: Int64, _ own: [Waiting], _ others: [Waiting]
  ) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Next" + (isAll ? "" : campaigns.first.map { " in \($0.name)" } ?? ""),
      columns: [
        .init("Waits", priority: 9), .init("Since", .date, priority: 2), .init("Who", priority: 6),
        .init("What", priority: 8), .init("Influencer", priority: 9), .init("Stage", priority: 4),
      ])
    if isAll { sheet.columns.append(.init("Campaign", priority: 5)) }
    for row in rows {
      let day = Zone.utc.local(Instant(milliseconds: row.since)).date
      sheet.rows.append([
        .text(waits(row.since)), .date(day), .text(row.who), .text(row.what), .text(row.about), .text(row.stage),
      ])
      if isAll { sheet.rows[sheet.rows.count - 1].append(.text(row.campaign)) }
    }
    if count == 0 {
      sheet.notes = ["nothing waits for \(roles.map { $0.joined(separator: " or ") } ?? "anybody")"]
    } else if let page, count > page.rows {
      sheet.notes = [page.words(rows.count, of: count)]
    } else {
      sheet.notes = ["\(count) in all"]
    }
    sheet.notes += try Duties.summary(own) + forOthers(others) + moneyNotes()
    return sheet
  }

  /// `40 days`, `3 hours`, `5 minutes`
  private func waits(_ since: Int64) -> String {
    let minutes = max(0, (now.milliseconds - since) / 60_000)
    let (count, unit) =
      minutes >= 1440 ? (minutes / 1440, "day") : minutes >= 60 ? (minutes / 60, "hour") : (minutes, "minute")
    return "\(count) \(unit)\(count == 1 ? "" : "s")"
  }

  // MARK: People

  /// All of one place as one line.
  private func line(_ waiting: Waiting) throws(EngineError) -> Row {
    let first = try stored { () throws(StoreError) in
      try engine.store.longest(in: waiting.point.place.id, atMost: 1)
    }
    return Row(
      since: first.first?.since ?? now.milliseconds, who: waiting.turns.map(\.role).joined(separator: " or "),
      what: waiting.turns.words, about: "\(waiting.point.count) who have not answered", stage: waiting.point.titles,
      campaign: waiting.campaign.name, isLast: true)
  }

  /// The first of those who wait, over all campaigns.
  private func people(_ waiting: [Waiting], atMost limit: Int64) throws(EngineError) -> [Row] {
    var rows: [Row] = []
    for campaign in campaigns {
      let own = waiting.filter { $0.campaign.id == campaign.id }
      let found = try engine.longest(in: own.map(\.point.place.id), of: campaign.id, limit: limit)
      for row in found {
        guard let place = own.first(where: { $0.point.place.id == row.place }) else { continue }
        let record = try stored { () throws(StoreError) in try engine.store.influencer(row.influencer) }
        rows.append(
          Row(
            since: row.since, who: place.turns.map(\.role).joined(separator: " or "), what: place.turns.words,
            about: record?.shownName ?? "influencer \(row.influencer)",
            stage: try engine.shownTitles(of: row).joined(separator: ", "),
            campaign: campaign.name))
      }
    }
    return rows
  }

  /// `265 wait for invite, 6 for accept, decline`, where more wait than are seen at a glance.
  private static func summary(_ own: [Waiting]) -> [String] {
    var counts: [(words: String, count: Int64)] = []
    for place in own {
      if let known = counts.firstIndex(where: { $0.words == place.turns.words }) {
        counts[known].count += place.point.count
      } else {
        counts.append((place.turns.words, place.point.count))
      }
    }
    guard counts.reduce(0, { $0 + $1.count }) > 10 else { return [] }
    return [counts.sorted { $0.count > $1.count }.map { "\($0.count): \($0.words)" }.joined(separator: "; ")]
  }

  /// `812 wait for the influencer (propose), the longest for 12 days`
  private func forOthers(_ waiting: [Waiting]) throws(EngineError) -> [String] {
    var notes: [String] = []
    for role in waiting.compactMap(\.turns.first?.role).unique {
      let own = waiting.filter { $0.turns.first?.role == role }
      var longest = now.milliseconds
      for place in own {
        let first = try stored { () throws(StoreError) in
          try engine.store.longest(in: place.point.place.id, atMost: 1)
        }
        longest = min(longest, first.first?.since ?? longest)
      }
      let words = own.flatMap { $0.turns.first?.events ?? [] }.unique.prefix(4).joined(separator: ", ")
      let count = own.reduce(0) { $0 + $1.point.count }
      notes.append(
        "\(count) wait\(count == 1 ? "s" : "") for \(role) (\(words)), the longest for \(waits(longest)): `next \(role)`"
      )
    }
    return notes
  }

  /// A place from which nothing leads on: no line waits for an event, no timer runs, nobody stands in a line.
  private func stuck(_ point: Standpoints.Point, _ campaign: CampaignRow) throws(EngineError) -> Row? {
    let longest = try engine.longest(in: [point.place.id], of: campaign.id, limit: 1)
    guard let row = longest.first else { return nil }
    let machine = point.definition.machine
    guard !machine.isFinished(row.state.span), row.due == nil, machine.waiting(row.state.span).isEmpty,
      machine.awaitedEvents(row.state.span).isEmpty
    else { return nil }
    let who = point.count == 1 ? "1 influencer stands" : "\(point.count) influencers stand"
    return Row(
      since: row.since, who: "designer",
      what: "\(who) where no line of the workflow leads on; change it with `campaign migrate`",
      stage: point.titles, campaign: campaign.name)
  }
}

extension [Turn] {
  /// What could be done, each word once.
  var words: String { flatMap(\.events).unique.joined(separator: ", ") }
}

extension Array where Element: Hashable {
  /// Each element once, in the order in which they first stand.
  package var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
