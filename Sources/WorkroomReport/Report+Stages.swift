package import Workroom
package import WorkroomEngine
import WorkroomMetrics
import WorkroomStore
import WorkroomValues

/// The funnel, and how long each stage takes.
extension Report {
  /// The ways of those whom the report is about.
  package func journeys() throws(EngineError) -> Journeys {
    try Journeys.of(engine, campaign: campaign.row.id, only: participations(), now: now)
  }

  package func funnel() -> ReportSection {
    ReportSection(id: "funnel", title: "Funnel", columns: Report.funnelColumns) { (body) throws(EngineError) in
      let journeys = try journeys()
      for row in Report.funnelRows(journeys) where try !body(row) { break }
      return try Report.funnelNotes(journeys) + notes()
    }
  }

  package func time() -> ReportSection {
    ReportSection(id: "time", title: "Time in stage", columns: Report.timeColumns) { (body) throws(EngineError) in
      for row in Report.timeRows(try journeys()) where try !body(row) { break }
      return try Report.timeNotes + notes()
    }
  }

  static let funnelColumns = [
    ReportColumn("Stage", priority: 9), ReportColumn("Section", priority: 4),
    ReportColumn("Reached", .count, priority: 8, about: "participations that were ever in the stage"),
    ReportColumn("Share", .percent, priority: 7, about: "reached ÷ all participations × 100"),
    ReportColumn("Here now", .count, priority: 8, about: "participations that are in the stage now"),
  ]

  static func funnelRows(_ journeys: Journeys) -> [[ReportValue]] {
    journeys.stages.map { stage in
      [
        .text(indented(stage)), .text(stage.section), .number(Int128(stage.reached)),
        share(stage.reached, of: journeys.participations), .number(Int128(stage.here)),
      ]
    }
  }

  static func funnelNotes(_ journeys: Journeys) -> [String] {
    [
      "\(journeys.participations.counted("participation", "participations")); a stage inside another is set in; one that is passed within a single step is not counted"
    ]
  }

  static let timeColumns = [
    ReportColumn("Stage", priority: 9), ReportColumn("Section", priority: 3),
    ReportColumn("Stays", .count, priority: 5, about: "stays in the stage that are over"),
    ReportColumn("Median", .days, priority: 8, about: "half of the stays were at most so long"),
    ReportColumn("90%", .days, priority: 7, about: "nine of ten stays were at most so long"),
    ReportColumn("Longest", .days, priority: 6, about: "the longest stay that is over"),
    ReportColumn("Waiting now", .count, priority: 7, about: "participations that are in the stage now"),
    ReportColumn("Longest wait", .days, priority: 7, about: "how long the first of them has been in it"),
  ]

  static let timeNotes = ["half and nine of ten of the stays were at most so long (nearest rank); ends are left out"]

  static func timeRows(_ journeys: Journeys) -> [[ReportValue]] {
    journeys.stages.filter { !$0.isFinal }.map { stage in
      [
        .text(indented(stage)), .text(stage.section), .number(Int128(stage.stays.count)),
        days(Journeys.percentile(50, stage.stays)), days(Journeys.percentile(90, stage.stays)),
        days(stage.stays.last), .number(Int128(stage.waiting.count)), days(stage.waiting.last),
      ]
    }
  }

  static func indented(_ stage: Journeys.Stage) -> String {
    String(repeating: "· ", count: stage.depth) + stage.title
  }

  private static func share(_ part: Int64, of whole: Int64) -> ReportValue {
    whole == 0
      ? .missing
      : Rational(Int128(part) * 100, over: Int128(whole)).rounded(decimals: 2).map(ReportValue.number) ?? .missing
  }

  /// Milliseconds as days with one decimal.
  static func days(_ milliseconds: Int64?) -> ReportValue {
    milliseconds.flatMap { Rational(Int128($0), over: 86_400_000).rounded(decimals: 1) }.map(ReportValue.number)
      ?? .missing
  }
}
