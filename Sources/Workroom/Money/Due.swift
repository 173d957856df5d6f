package import WorkroomEngine
package import WorkroomStore
import WorkroomValues

/// What can be paid to somebody now: what `pay` means without an amount.
package enum Due: Sendable {
  case amount(Money)
  /// Why there is nothing to pay.
  case nothing(String)

  package static func of(_ row: ParticipationRow, _ engine: Engine) throws(EngineError) -> Due {
    let state = try engine.campaign(row.campaign)
    let standing = try engine.standing(of: row.influencer, in: row.campaign)
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: state.currency).description }
    if standing.due > 0 { return .amount(Money(minorUnits: standing.due, currency: state.currency)) }
    var reasons: [String] = []
    if standing.onItsWay > 0 { reasons.append("\(shown(standing.onItsWay)) is on its way") }
    if standing.held > 0 {
      let until = standing.heldUntil.map { " until \(state.zone.local($0).date)" } ?? ""
      reasons.append("\(shown(standing.held)) is held\(until)")
    }
    if standing.balance < 0 {
      reasons.append("\(shown(-standing.balance)) too much was paid, which comes off what is owed next")
    }
    let why = reasons.isEmpty ? "nothing is owed" : reasons.joined(separator: ", and ")
    return .nothing("\(why), so there is nothing to pay")
  }
}
