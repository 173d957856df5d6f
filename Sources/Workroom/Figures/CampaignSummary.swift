package import WorkroomEngine
package import WorkroomMetrics
package import WorkroomValues

/// A campaign added up: its facts, and what came week by week.
package struct CampaignSummary: Sendable {
  package struct Week: Sendable {
    /// Its Monday.
    package var monday: CalendarDate
    package var revenue: Int128 = 0
    package var conversions: Int64 = 0
    package var pieces: Int64 = 0
  }

  package private(set) var facts = Facts()
  private var byWeek: [CalendarDate: Week] = [:]
  private let choices: Calculation.Choices

  /// Begins with what the campaign tells as a whole.
  package init(_ figures: CampaignFigures) {
    facts = Facts()
    choices = figures.choices
    whole = figures.wholeFacts()
  }

  private let whole: Facts

  /// Everything in one reading.
  package static func of(_ figures: CampaignFigures) throws(EngineError) -> CampaignSummary {
    var summary = CampaignSummary(figures)
    try figures.each { (one) throws(EngineError) in
      summary.add(one)
      return true
    }
    return summary
  }

  package mutating func add(_ one: InfluencerFigures) {
    facts += one.facts
    for sale in one.sales {
      week(of: sale.day) { week in
        week.revenue += Int128(sale.revenue)
        week.conversions += 1
      }
    }
    for piece in one.pieces {
      guard let posted = piece.posted else { continue }
      week(of: posted) { $0.pieces += 1 }
    }
  }

  private mutating func week(of day: CalendarDate, _ change: (inout Week) -> Void) {
    // The first of January 1970 was a Thursday.
    let sinceMonday = ((day.days + 3) % 7 + 7) % 7
    let monday = CalendarDate(days: day.days - sinceMonday)
    change(&byWeek[monday, default: Week(monday: monday)])
  }

  package var calculation: Calculation {
    var facts = facts
    (facts[.budget], facts[.platformFee]) = (whole[.budget], whole[.platformFee])
    return Calculation(facts, choices)
  }

  /// The weeks from the first to the last in which anything came, those without anything included; at most `weeksMax` of
  /// the newest.
  package var weeks: [Week] {
    guard let first = byWeek.keys.min(), let last = byWeek.keys.max() else { return [] }
    let start = max(first.days, last.days - 7 * Int32(CampaignSummary.weeksMax - 1))
    return stride(from: start, through: last.days, by: 7).map { days in
      let monday = CalendarDate(days: days)
      return byWeek[monday] ?? Week(monday: monday)
    }
  }

  /// Two years.
  package static let weeksMax = 104
}
