import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomValues

/// The breakdowns by influencer and by piece of content.
extension Report {
  /// Metrics of the campaign as a whole, which nobody has alone.
  private static let ofCampaign: Set<String> = ["influencers", "accepted", "budget", "platform_fee", "budget_used"]
  /// Those that are looked at first; the rest is behind them.
  static let first = [
    "content", "views", "engagements", "er_views", "conversions", "revenue", "spend", "roas", "cpe", "emv",
  ]

  static func column(_ metric: Metric, _ calculation: Calculation) -> ReportColumn {
    let kind: ReportColumn.Kind =
      switch metric.unit {
      case .count: .count
      case .money: .money
      case .fineMoney: .fineMoney
      case .ratio: .ratio
      case .percent: .percent
      }
    let place = first.firstIndex(of: metric.id)
    return ReportColumn(
      metric.title, kind, priority: place.map { $0 < 7 ? 6 : 4 } ?? 1, about: calculation.words(metric))
  }

  private func value(_ metric: Metric, _ column: ReportColumn, _ calculation: Calculation) -> ReportValue {
    calculation.outcome(metric.id).value?.rounded(decimals: column.decimals(currency)).map(ReportValue.number)
      ?? .missing
  }

  /// Each influencer with every metric of the table, the usual ones first.
  package func influencers() -> ReportSection { influencers(Report.influencerMetrics) }

  /// The same with some of the metrics.
  func influencers(_ metrics: [Metric]) -> ReportSection {
    let empty = Calculation(Facts(), figures.choices)
    let columns = metrics.map { Report.column($0, empty) }
    return ReportSection(
      id: "influencers", title: "Influencers",
      columns: [
        ReportColumn("Influencer", priority: 9), ReportColumn("Stage", priority: 5),
        ReportColumn("Platform", priority: 3), ReportColumn("Accepted", .date, priority: 2),
      ] + columns
    ) { (body) throws(EngineError) in
      try figures.each { (one) throws(EngineError) in
        let calculation = Calculation(one.facts, figures.choices)
        let head: [ReportValue] = [
          .text(one.name), .text(one.stages), .text(one.platform), one.accepted.map(ReportValue.date) ?? .missing,
        ]
        return try body(head + zip(metrics, columns).map { value($0, $1, calculation) })
      }
      return try notes()
    }
  }

  static let influencerMetrics: [Metric] = {
    let usual = first.compactMap(Metric.named)
    return usual + Metric.all.filter { !ofCampaign.contains($0.id) && !first.contains($0.id) }
  }()

  private static let contentMetrics = [
    "views", "impressions", "reach", "likes", "comments", "shares", "saves", "clicks", "engagements", "er_views", "emv",
  ].compactMap(Metric.named)

  /// Each piece of content with what it came to.
  package func content() -> ReportSection {
    let empty = Calculation(Facts(), figures.choices)
    let columns = Report.contentMetrics.map { Report.column($0, empty) }
    return ReportSection(
      id: "content", title: "Content",
      columns: [
        ReportColumn("Influencer", priority: 9), ReportColumn("Content", priority: 8),
        ReportColumn("Status", priority: 5), ReportColumn("Posted", .date, priority: 7),
        ReportColumn("Platform", priority: 2),
      ] + columns
    ) { (body) throws(EngineError) in
      try figures.each { (one) throws(EngineError) in
        for piece in one.pieces {
          let calculation = Calculation(piece.facts, figures.choices)
          let head: [ReportValue] = [
            .text(one.name), .text(piece.name), .text(piece.status), piece.posted.map(ReportValue.date) ?? .missing,
            .text(one.platform),
          ]
          if try !body(head + zip(Report.contentMetrics, columns).map({ value($0, $1, calculation) })) { return false }
        }
        return true
      }
      return try notes()
    }
  }
}
