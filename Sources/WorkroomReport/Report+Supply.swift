import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Groups of codes and links with their forecast, and messages.
extension Report {
  package func pools() -> ReportSection {
    ReportSection(
      id: "pools", title: "Codes and links",
      columns: [
        ReportColumn("Group", priority: 9), ReportColumn("Kind", priority: 5),
        ReportColumn("Left", .count, priority: 8),
        ReportColumn("Kept", .count, priority: 3, about: "for somebody alone, who has not been given it yet"),
        ReportColumn("Held", .count, priority: 7), ReportColumn("Disabled", .count, priority: 4),
        ReportColumn("In line", .count, priority: 6, about: "participations that wait for an item"),
        ReportColumn("Taken lately", .count, priority: 5, about: "in the newest \(poolDays) days, and not given back"),
        ReportColumn("Runs out", .date, priority: 7, about: "at the rate of those days"),
        ReportColumn("Forecast", priority: 6),
      ]
    ) { (body) throws(EngineError) in
      for pool in try PoolUse.of(engine, campaign: campaign.row.id, days: poolDays, now: now) {
        let row: [ReportValue] = [
          .text(pool.group), .text(pool.noun), pool.pattern == nil ? .number(Int128(pool.free)) : .missing,
          .number(Int128(pool.kept)), .number(Int128(pool.held)), .number(Int128(pool.disabled)),
          .number(Int128(pool.waiting)),
          .number(Int128(pool.recent)), pool.empty.map(ReportValue.date) ?? .missing, .text(pool.words),
        ]
        if try !body(row) { break }
      }
      return ["groups may serve several campaigns; their counts are those of all of them"]
    }
  }

  package func messages() -> ReportSection {
    ReportSection(
      id: "messages", title: "Messages",
      columns: [
        ReportColumn("What", priority: 7), ReportColumn("Words", priority: 9), ReportColumn("To", priority: 6),
        ReportColumn("Count", .count, priority: 8), ReportColumn("First", .date, priority: 3),
        ReportColumn("Newest", .date, priority: 4),
      ]
    ) { (body) throws(EngineError) in
      for use in try MessageUse.of(engine, campaign: campaign.row.id) {
        let row: [ReportValue] = [
          .text(use.kind), .text(use.words), .text(use.to), .number(Int128(use.count)), .date(use.first),
          .date(use.last),
        ]
        if try !body(row) { break }
      }
      return ["messages of the whole campaign, those with the same words together"]
    }
  }
}
