import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What deleting an accepted proposal takes along, shown before it is done.
extension Console {
  /// Tries the event, tells what it would do to code, link, order and money, and asks; true where it may be sent. What the
  /// rules refuse is left to them to say.
  func agreesToDeletion(_ request: Command, _ row: ParticipationRow, _ name: String) throws -> Bool {
    let items = try heldItems(row)
    let owed = try engine.standing(of: row.influencer, in: row.campaign).owed
    var lines: [String] = []
    var isTaken = false
    let currency = try engine.campaign(row.campaign).currency
    try engine.trial { () throws(EngineError) in
      let reply = try engine.submit(request)
      isTaken = reply.outcome == .taken
      for item in items { lines.append(try fate(of: item)) }
      // What becomes of orders.
      if !reply.reason.isEmpty { lines.append(reply.reason) }
      let left = try engine.standing(of: row.influencer, in: row.campaign).owed
      func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
      if owed != left { lines.append("\(shown(owed - left)) of what is owed is voided") }
      lines.append(left == 0 ? "nothing stays owed" : "\(shown(left)) stays owed")
    }
    guard isTaken else { return true }
    for line in lines { say(line) }
    return try agrees("delete the proposal of \(name)?")
  }

  private struct HeldItem {
    var kind: Int64
    var noun: String
    var row: ItemRow
  }

  private func heldItems(_ row: ParticipationRow) throws -> [HeldItem] {
    let definition = try engine.definition(row.definition)
    var items: [HeldItem] = []
    for (index, kind) in definition.kinds.enumerated() {
      guard let held = try engine.store.held(row.id, kind: kind) else { continue }
      items.append(HeldItem(kind: kind, noun: definition.workflow.poolKinds[index], row: held))
    }
    return items
  }

  /// What became of an item in a trial.
  private func fate(of item: HeldItem) throws(EngineError) -> String {
    let now: Int64?
    do { now = try engine.store.item(kind: item.kind, code: item.row.code)?.state } catch { throw .store(error) }
    let words =
      switch now {
      case 1: "stays"
      case 2: "is disabled"
      default: "goes back to `\(try engine.group(item.row.group)?.name ?? "")`"
      }
    return "the \(item.noun) `\(item.row.code)` \(words)"
  }
}
