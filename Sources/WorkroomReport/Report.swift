package import Workroom
package import WorkroomEngine
import WorkroomStore
package import WorkroomMetrics
import WorkroomValues

/// A report of one campaign: whom it is about, what it counts as spend, and its sections.
package struct Report {
  package let engine: Engine
  package let figures: CampaignFigures
  /// What "now" is: who waits, for how long, and from when forecasts run.
  package let now: Instant
  /// Days that the forecast of a group looks back.
  package let poolDays: Int64

  package init(_ engine: Engine, _ figures: CampaignFigures, now: Instant? = nil, poolDays: Int64 = 14) {
    self.engine = engine
    self.figures = figures
    self.now = now ?? engine.clock.now
    self.poolDays = poolDays
  }

  var campaign: CampaignState { figures.campaign }
  package var currency: Currency { figures.choices.currency }

  /// The sections' names, as they are asked for.
  package static let sections = ["kpis", "influencers", "content", "funnel", "time", "pools", "messages"]

  /// A section by its name; `nil` for another word.
  package func section(_ name: String) -> ReportSection? {
    switch name {
    case "kpis": kpis()
    case "influencers": influencers()
    case "content": content()
    case "funnel": funnel()
    case "time": time()
    case "pools": pools()
    case "messages": messages()
    default: nil
    }
  }

  /// The participations that the report is about; `nil` for all of them.
  func participations() throws(EngineError) -> Set<Int64>? {
    if figures.basis.by == nil { return nil }
    var ids: Set<Int64> = []
    try figures.each { (one) throws(EngineError) in
      ids.formUnion(one.rounds)
      return true
    }
    return ids
  }

  // MARK: Key figures

  /// The metrics, worked out.
  package func kpis() -> ReportSection {
    ReportSection(
      id: "kpis", title: "Key figures",
      columns: [
        ReportColumn("Metric", priority: 9), ReportColumn("Value", .ratio, priority: 8),
        ReportColumn("Unit", priority: 7), ReportColumn("Formula", priority: 6), ReportColumn("Remark", priority: 5),
        ReportColumn("Id", priority: 2), ReportColumn("Source", priority: 1),
      ]
    ) { (body) throws(EngineError) in
      let calculation = try CampaignSummary.of(figures).calculation
      for metric in Metric.all {
        if try !body(Report.row(metric, calculation)) { break }
      }
      return try notes(calculation.facts) + ["earned media value by \(calculation.choices.earnedMedia.words)"]
    }
  }

  static func row(_ metric: Metric, _ calculation: Calculation) -> [ReportValue] {
    let unit =
      switch metric.unit {
      case .count, .ratio: ""
      case .money, .fineMoney: calculation.choices.currency.code
      case .percent: "%"
      }
    return [
      .text(metric.title), calculation.digits(metric.id).map(ReportValue.text) ?? .missing, .text(unit),
      .text(calculation.words(metric)), .text(calculation.remark(metric)), .text(metric.id), .text(metric.source),
    ]
  }

  /// What every table of figures has to say of itself, with the orders that leave some of them unknown.
  func notes(_ facts: Facts = Facts()) throws(EngineError) -> [String] {
    var notes = [figures.basis.words(campaign.zone)]
    let unknown = [Fact.product, .shipping].map(facts.silent).max { $0.names.count < $1.names.count }
    if let unknown, !unknown.names.isEmpty {
      let orders = unknown.names.joined(separator: ", ") + (unknown.others > 0 ? " and \(unknown.others) more" : "")
      notes.append(
        "what was ordered does not say its whole cost, so spend and what is divided by it is n/a: \(orders); "
          + "`fulfill NAME cost 5 \(currency) shipping 2 \(currency)` tells it")
    }
    let others: [Int64]
    do {
      others = try engine.store.otherCurrencies(ofCampaign: campaign.row.id, currency: campaign.row.currency)
    } catch { throw .store(error) }
    if !others.isEmpty {
      let names = others.map { Currency(packed: UInt32(truncatingIfNeeded: $0)).code }.joined(separator: ", ")
      notes.append("what is owed in \(names) is not counted: nothing is converted")
    }
    return notes
  }
}

extension Calculation {
  /// Why there is no figure, or how much of what could tell of it did.
  package func remark(_ metric: Metric) -> String {
    if let reason = reason(metric.id) { return reason }
    if let coverage = coverage(metric.id) { return coverage }
    let silent = metric.id == "emv" ? inputs(metric).filter { outcome($0.id).value == nil }.map(\.title) : []
    return silent.isEmpty ? "" : "without \(silent.joined(separator: ", ").lowercased()), which nobody tells"
  }
}
