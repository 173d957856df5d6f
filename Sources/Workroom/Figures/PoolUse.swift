package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
package import WorkroomValues

/// A group of codes, links or other items that a campaign hands out: what is left of it, and for how long.
package struct PoolUse: Sendable {
  package var detail: String
  package var noun: String
  package var group: String
  /// What its items are made from; such a group cannot run out.
  package var pattern: String?
  package var free, held, disabled, waiting: Int64
  /// Items that nobody holds yet and that are for somebody alone; no forecast counts on them.
  package var kept: Int64
  /// Items that were handed out in the newest `days` days and not given back.
  package var recent: Int64
  package var days: Int64
  /// The day on which none is left, at the rate of those days; `nil` where it cannot run out or nothing was taken.
  package var empty: CalendarDate?

  /// What the figures mean for those who have to act.
  package var words: String {
    let own = kept > 0 ? "; \(kept) more kept for somebody" : ""
    return stock + own
  }

  private var stock: String {
    if let pattern { return "made from `\(pattern)` as they are needed; cannot run out" }
    let time = "the last \(days) day\(days == 1 ? "" : "s")"
    if free == 0 { return "none left" + (waiting > 0 ? ", \(waiting) in line" : "") }
    if recent == 0 { return "none taken in \(time), so there is no forecast" }
    guard let empty else { return "at \(recent) in \(time), \(free) left last for years" }
    return "at \(recent) in \(time), \(free) left last until \(empty)"
  }

  /// Every group that the details of a campaign name.
  package static func of(
    _ engine: Engine, campaign id: Int64, days: Int64, now: Instant
  ) throws(EngineError) -> [PoolUse] {
    let campaign = try engine.campaign(id)
    let workflow = try engine.definition(campaign.row.definition).workflow
    var pools: [PoolUse] = []
    for (index, field) in workflow.campaign.enumerated() where campaign.words[0] >> Int64(index) & 1 == 1 {
      guard case .group(let kind) = field.type, let group = try engine.group(campaign.words[index + 1]),
        !pools.contains(where: { $0.group == group.name && $0.noun == workflow.poolKinds[kind] })
      else { continue }
      let use: (held: Int64, disabled: Int64, waiting: Int64)
      let recent: Int64
      do {
        use = try engine.store.use(ofGroup: group.id)
        recent = try engine.store.assigned(ofGroup: group.id, since: now.milliseconds - days * 86_400_000)
      } catch { throw .store(error) }
      var pool = PoolUse(
        detail: field.name, noun: workflow.poolKinds[kind], group: group.name, pattern: group.pattern, free: group.free,
        held: use.held, disabled: use.disabled, waiting: use.waiting, kept: group.kept, recent: recent, days: days)
      if pool.pattern == nil, recent > 0, group.free > 0 {
        pool.empty = forecast(group.free, recent, days, from: campaign.zone.local(now).date)
      }
      pools.append(pool)
    }
    return pools
  }

  /// The day on which the last one goes; `nil` past the year 9999.
  static func forecast(_ free: Int64, _ recent: Int64, _ days: Int64, from today: CalendarDate) -> CalendarDate? {
    let (product, overflow) = free.multipliedReportingOverflow(by: days)
    guard !overflow, case let rest = product / recent, rest < 2_900_000 else { return nil }
    let day = CalendarDate(days: today.days + Int32(rest))
    return day.parts.year <= 9999 ? day : nil
  }
}
