package import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// What of a campaign's budget is set aside and owed: the same words wherever they are told.
package struct Budget {
  let engine: Engine
  let campaign: CampaignState
  let definition: Definition

  package init(_ engine: Engine, campaign id: Int64) throws(EngineError) {
    self.engine = engine
    campaign = try engine.campaign(id)
    definition = try engine.definition(campaign.row.definition)
  }

  /// One line about a detail, and how much it is exceeded by; nothing or less where it is not.
  private struct Line {
    var words: String
    var excess: Int64
  }

  /// What is set aside of each detail, and what of the budget is owed; without the latter where `addsUp` is false.
  package func notes(addsUp: Bool = true) throws(EngineError) -> [String] {
    try earmarked().map(\.words) + (addsUp ? owedNotes() : [])
  }

  /// What of the budget is owed alone.
  func owedNotes() throws(EngineError) -> [String] { try owed().map { [$0.words] } ?? [] }

  /// The line that tells by how much the budget is exceeded, the one with more of it; `nil` where it is not.
  package func excess() throws(EngineError) -> String? {
    var lines = try earmarked()
    // Of very many it is added up where somebody asks for it.
    let count = try Standpoints(engine, campaign: campaign.row.id).everybody
    if count <= WorkRoom.addedUpAtOnce, let owed = try owed() { lines.append(owed) }
    return lines.filter { $0.excess > 0 }.max { $0.excess < $1.excess }?.words
  }

  /// Whether a detail is one of which parts are set aside or that is told of here.
  package func tells(of detail: String) -> Bool {
    detail == Budget.detail || definition.earmarkFields.contains { definition.workflow.campaign[$0].name == detail }
  }

  private static let detail = "budget"

  private func earmarked() throws(EngineError) -> [Line] {
    try engine.earmarks(ofCampaign: campaign.row.id).map { field, amount, whole in
      let told = WorkRoom.earmarked(amount, whole, field.type, definition, campaign.currency)
      let (left, overflow) = (whole ?? .max).subtractingReportingOverflow(amount)
      return Line(words: "\(field.name): \(told)", excess: overflow ? 0 : -left)
    }
  }

  private func shown(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: campaign.currency).description
  }

  /// What of the detail `budget` is owed and paid by now; `nil` where it is not set.
  private func owed() throws(EngineError) -> Line? {
    guard
      let place = definition.workflow.campaign.firstIndex(where: {
        $0.name == Budget.detail && ($0.type == .money(.home) || $0.type == .money(.iso(campaign.currency)))
      }),
      campaign.words[0] >> Int64(place) & 1 == 1
    else { return nil }
    let budget = campaign.words[place + 1]
    let (id, currency) = (campaign.row.id, campaign.row.currency)
    let (accounts, over) = try engine.asking { (store) throws(StoreError) in
      (try store.accounts(ofCampaign: id), try store.overpaid(id, currency: currency).amount)
    }
    var (owed, paid) = (Int64(0), Int64(0))
    for account in accounts where account.currency == currency {
      if Account.reason(of: account.account) != nil { owed += account.amount }
      if Account.isPaid(account.account) { paid -= account.amount }
    }
    // What was paid beyond what is owed is spent all the same.
    let (used, isMuch) = owed.addingReportingOverflow(over)
    let (left, overflow) = budget.subtractingReportingOverflow(used)
    let more = over > 0 ? ", \(shown(over)) paid beyond that" : ""
    let rest = left < 0 ? ", \(shown(-left)) too much" : ", \(shown(left)) not owed to anybody yet"
    return Line(
      words: "budget: \(shown(owed)) of \(shown(budget)) owed, \(shown(paid - over)) of it paid\(more)"
        + (isMuch || overflow ? "" : rest), excess: isMuch || overflow ? 0 : -left)
  }
}
