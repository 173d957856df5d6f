package import WorkroomEngine
import WorkroomLanguage
package import WorkroomStore
import WorkroomValues

/// Groups of codes, links and other items with their terms.
package enum GroupTables {
  package static func sheet(_ engine: Engine) throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Groups",
      columns: [
        .init("Group", priority: 9), .init("Kind", priority: 8), .init("Pattern", priority: 6),
        .init("Payout", priority: 7), .init("From", .date, priority: 4), .init("Until", .date, priority: 5),
        .init("Held", .number, priority: 3), .init("Left", .number, priority: 6),
        .init("Kept", .number, priority: 2),
      ])
    for row in try engine.asking({ (store) throws(StoreError) in try store.groups() }) {
      let counts = try engine.asking { (store) throws(StoreError) in try store.counts(ofGroup: row.id) }
      sheet.rows.append([
        .text(row.name), .text(try engine.noun(ofKind: row.kind)), .text(row.pattern ?? ""),
        .text(row.terms.rate.map { Percent(millionths: $0).description } ?? ""), day(row.terms.starts),
        day(row.terms.ends), .number(counts.held), row.pattern == nil ? .number(row.free) : .nothing,
        .number(row.kept),
      ])
    }
    sheet.notes = [
      "\(sheet.rows.count.counted("group", "groups")); `workroom group show NAME --kind KIND` tells more of one"
    ]
    return sheet
  }

  /// Everything about one group.
  package static func sheet(_ engine: Engine, _ row: GroupRow) throws(EngineError) -> Sheet {
    let counts = try engine.asking { (store) throws(StoreError) in try store.counts(ofGroup: row.id) }
    let terms = row.terms
    var sheet = Sheet(
      title: "The \(try engine.noun(ofKind: row.kind)) group \(row.name)",
      columns: [.init("Term", priority: 9), .init("Value", priority: 8)])
    func line(_ name: String, _ value: String?) {
      sheet.rows.append([.text(name), .text(value ?? "not set")])
    }
    line("pattern", row.pattern)
    if row.kind == 1 {
      line("domain", terms.domain)
      line("destination", row.destination)
      line("utm", terms.utm)
      line("days after a click", terms.attribution.map(String.init))
    }
    line("default payout", terms.rate.map { Percent(millionths: $0).description })
    line("from", terms.starts.map { CalendarDate(days: Int32(clamping: $0)).description })
    line("until", terms.ends.map { CalendarDate(days: Int32(clamping: $0)).description })
    sheet.notes = [
      "\(counts.held) held, \(counts.disabled) disabled"
        + (row.pattern == nil ? ", \(row.free) left" : ", more are made as they are needed")
        + (row.kept > 0 ? ", \(row.kept) kept for those whom `export \(exported(row))` names" : "")
    ]
    return sheet
  }

  private static func exported(_ row: GroupRow) -> String { row.kind == 1 ? "links" : "codes" }

  private static func day(_ days: Int64?) -> Sheet.Value {
    days.map { .date(CalendarDate(days: Int32(clamping: $0))) } ?? .nothing
  }
}
