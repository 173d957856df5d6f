import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomValues

/// The breakdowns by influencer and by piece of content.
extension Report {
  /// Metrics of the campaign as a whole, which nobody has alone, and followers, which the directory tells.
  private static let ofCampaign: Set<String> = [
    "influencers", "accepted", "budget", "platform_fee", "budget_used", "followers",
  ]
  /// Those that are looked at first; the rest is behind them.
  private static let first = [
    "content", "views", "engagements", "er_views", "conversions", "revenue", "spend", "roas", "cpe", "emv",
  ]

  private static let influencerMetrics: [Metric] =
    first.compactMap(Metric.named) + Metric.all.filter { !ofCampaign.contains($0.id) && !first.contains($0.id) }

  private static let contentMetrics = [
    "views", "impressions", "reach", "likes", "comments", "shares", "saves", "clicks", "engagements", "er_views", "emv",
  ].compactMap(Metric.named)

  private func column(_ metric: Metric) -> ReportColumn {
    let kind: ReportColumn.Kind =
      switch metric.unit {
      case .count: .count
      case .money: .money
      case .fineMoney: .fineMoney
      case .ratio: .ratio
      case .percent: .percent
      }
    let place = Report.first.firstIndex(of: metric.id)
    return ReportColumn(
      metric.title, kind, priority: place.map { $0 < 7 ? 6 : 4 } ?? 1,
      about: Calculation(Facts(), figures.choices).words(metric))
  }

  private func values(_ metrics: [Metric], _ columns: ArraySlice<ReportColumn>, _ facts: Facts) -> [ReportValue] {
    let calculation = Calculation(facts, figures.choices)
    return zip(metrics, columns).map { metric, column in
      calculation.outcome(metric.id).value?.rounded(decimals: column.decimals(currency)).map(ReportValue.number)
        ?? .missing
    }
  }

  // MARK: Influencers

  /// Each influencer with every metric of the table, the usual ones first.
  package func influencers() -> ReportSection { influencers(Report.influencerMetrics) }

  /// The same with some of the metrics.
  func influencers(_ metrics: [Metric]) -> ReportSection {
    let columns =
      [
        ReportColumn("Influencer", priority: 9), ReportColumn("Stage", priority: 5),
        ReportColumn("Platform", priority: 3), ReportColumn("Followers", .count, priority: 3),
        ReportColumn("Accepted", .date, priority: 2),
      ] + metrics.map(column)
    return ReportSection(id: "influencers", title: "Influencers", columns: columns) { (body) throws(EngineError) in
      var unknown = Facts()
      try figures.each { (one) throws(EngineError) in
        if one.facts[.product].silent > 0 || one.facts[.shipping].silent > 0 { unknown += one.facts }
        return try body(row(of: one, metrics, columns))
      }
      return try notes(unknown)
    }
  }

  func row(of one: InfluencerFigures, _ metrics: [Metric], _ columns: [ReportColumn]) -> [ReportValue] {
    let head: [ReportValue] = [
      .text(one.name), .text(one.stages), .text(one.platform),
      one.followers.map { .number(Int128($0)) } ?? .missing, one.accepted.map(ReportValue.date) ?? .missing,
    ]
    return head + values(metrics, columns[head.count...], one.facts)
  }

  // MARK: Content

  /// Each piece of content with what it came to.
  package func content() -> ReportSection { content(Report.contentMetrics) }

  /// The same with some of the metrics.
  func content(_ metrics: [Metric]) -> ReportSection {
    let columns =
      [
        ReportColumn("Influencer", priority: 9), ReportColumn("Content", priority: 8),
        ReportColumn("Status", priority: 5), ReportColumn("Posted", .date, priority: 7),
        ReportColumn("Platform", priority: 2),
      ] + metrics.map(column)
    return ReportSection(id: "content", title: "Content", columns: columns) { (body) throws(EngineError) in
      try figures.each { (one) throws(EngineError) in
        for piece in one.pieces where try !body(row(of: piece, by: one, metrics, columns)) { return false }
        return true
      }
      return try notes()
    }
  }

  func row(
    of piece: PieceFigures, by one: InfluencerFigures, _ metrics: [Metric], _ columns: [ReportColumn]
  ) -> [ReportValue] {
    let head: [ReportValue] = [
      .text(one.name), .text(piece.name), .text(piece.status), piece.posted.map(ReportValue.date) ?? .missing,
      .text(one.platform),
    ]
    return head + values(metrics, columns[head.count...], piece.facts)
  }
}
