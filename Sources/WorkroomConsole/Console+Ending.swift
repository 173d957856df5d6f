import Workroom
import WorkroomEngine
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What the end of a participation leaves of its money, and what of the budget is gone: said with the answer.
extension Console {
  /// Whether a request takes somebody out, so that what becomes of all that hung on it is told.
  static func leaves(_ request: Command) -> Bool { deletes(request) || request.event == "influencer.withdrew" }

  /// Tells what somebody's leaving took along, and what stays due to whoever is out by now.
  func tellEnding(_ request: Command, _ row: ParticipationRow, _ hung: Hanging?, _ reply: Reply) throws {
    // What a deletion takes along was told before it was asked.
    if let hung, !Console.deletes(request) {
      var consequences = try consequences(for: row, hung, reply)
      // What became of orders stands in the answer.
      consequences.orders = ""
      if !consequences.isNothing {
        for line in consequences.lines(try engine.campaign(row.campaign).currency) { say("  \(line)") }
      }
    }
    guard let due = try stillDue(row) else { return }
    let who = try engine.typedName(row.influencer)
    let back: String
    switch due.byHand {
    case 0: back = "each sale is taken back by itself: `void \(who) conversion NUMBER`"
    case due.amount: back = "`owe \(who) -\(try money(due.byHand, row))` takes it back"
    default: back = "`owe \(who) -\(try money(due.byHand, row))` takes back what sales did not bring"
    }
    say("  \(try money(due.amount, row)) is due to them still: `pay \(who)` pays it, and \(back)")
  }

  private func money(_ amount: Int64, _ row: ParticipationRow) throws(EngineError) -> Money {
    Money(minorUnits: amount, currency: try engine.campaign(row.campaign).currency)
  }

  /// What is due to somebody whose participation has ended before its time since it stood as in `row`, and how much of it
  /// `owe` takes back; `nil` where nothing is, or where it goes on.
  func stillDue(_ row: ParticipationRow) throws(EngineError) -> (amount: Int64, byHand: Int64)? {
    guard let now = try engine.participation(row.id, in: row.campaign), try engine.endedEarly(now) != nil,
      try engine.endedEarly(row) == nil
    else { return nil }
    let standing = try engine.standing(of: row.influencer, in: row.campaign)
    let amount = standing.balance - standing.onItsWay
    return amount > 0 ? (amount, min(amount, try engine.takenBackByHand(now))) : nil
  }

  // MARK: The budget

  /// Whether a step owes more or sets more aside.
  static func spends(_ effects: [Effect]) -> Bool {
    effects.contains { ($0.kind == .owe && $0.a > 0) || ($0.kind == .earmark && $0.b > 0) }
  }

  /// Tells by how much the budget is exceeded, where a step has spent more of it.
  func tellBudget(_ effects: [Effect], _ campaign: Int64) throws {
    guard Console.spends(effects), let words = try Budget(engine, campaign: campaign).excess() else { return }
    say("  \(words)")
  }
}
