import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore

/// Rows of the log that one command has written: its own event, and those that the engine sent for it.
extension Engine {
  /// Events that the engine sends for others, each with those for which it does.
  private static let consequences: [String: Set<String>] = [
    "conversion.voided": ["discount.disabled", "link.disabled"],
    "order.cancelled": endings, "order.returned": ["shipment.returned"],
  ]

  /// The whole of the command that has written a row: the row alone, or all rows behind the event from which it follows, that
  /// event first.
  package func whole(_ row: LogRow) throws(EngineError) -> [LogRow] {
    var rows = [row]
    guard let path = try path(of: row), let causes = Engine.consequences[path] else { return rows }
    var id = row.id
    while id & ((1 << LogRow.sequenceBits) - 1) > 1 {
      id -= 1
      guard let earlier = try stored({ () throws(StoreError) in try store.row(id) }),
        earlier.reported == row.reported, earlier.actor == row.actor, let before = try self.path(of: earlier),
        try influencer(of: earlier) == influencer(of: row)
      else { break }
      if causes.contains(before) { return [earlier] + rows }
      guard before == path, earlier.role == row.role else { break }
      rows.insert(earlier, at: 0)
    }
    return [row]
  }

  private func path(of row: LogRow) throws(EngineError) -> String? {
    guard row.kind == Int64(StepInput.Kind.event.rawValue), row.event >= 0 else { return nil }
    return try definition(row.definition).workflow.events[Int(row.event)].path
  }

  private func influencer(of row: LogRow) throws(EngineError) -> Int64? {
    try participation(row.participation, in: row.stream)?.influencer
  }
}
