import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Proposals: the terms, who made them, and what they leave of the budget.
extension WorkRoom {
  func proposalsSheet() throws(EngineError) -> Sheet {
    var sheet = try stageSheet("Proposals")
    let rows = members(of: "Proposals")
    var own: [ProposalRow?] = []
    for row in rows {
      own.append(try engine.asking { (store) throws(StoreError) in try store.proposal(row.id) })
    }
    if own.contains(where: { $0 != nil }) {
      add(Sheet.Column("By", priority: 7), own.map { .text($0.map(author) ?? "") }, to: &sheet)
    }
    if own.contains(where: { $0?.products != nil }) {
      var names: [Sheet.Value] = []
      for (row, proposal) in zip(rows, own) {
        names.append(.text(try proposal?.products.map { (list) throws(EngineError) in try products(list, row) } ?? ""))
      }
      add(Sheet.Column("Products", priority: 4), names, to: &sheet)
    }
    if own.contains(where: { $0?.until != nil }), !sheet.columns.contains(where: { $0.heading == "Offer until" }) {
      add(
        Sheet.Column("Holds until", .date, priority: 6),
        own.map { $0?.until.map { .date(CalendarDate(days: Int32(clamping: $0))) } ?? .nothing }, to: &sheet)
    }
    let empty = own.count { $0?.isEmpty == true }
    if empty > 0 {
      sheet.notes.append(
        "\(empty) \(empty == 1 ? "proposal" : "proposals")\(part == nil ? "" : " on this page") "
          + "\(empty == 1 ? "is" : "are") empty: no price, no tasks and no products")
    }
    sheet.notes += try earmarkNotes() + budgetNotes()
    return sheet
  }

  /// Who made a proposal: the influencer, or an operator for them.
  private func author(of proposal: ProposalRow) -> String {
    proposal.sender == "influencer" ? "influencer" : "\(proposal.sender) for them"
  }

  func products(_ list: Int64, _ row: ParticipationRow) throws(EngineError) -> String {
    try text(list, engine.definition(row.definition))
  }

  private func add(_ column: Sheet.Column, _ values: [Sheet.Value], to sheet: inout Sheet) {
    sheet.columns.append(column)
    for (index, value) in values.enumerated() where sheet.rows.indices.contains(index) {
      sheet.rows[index].append(value)
    }
  }

  /// What of the detail `budget` is owed and paid by now.
  func budgetNotes() throws(EngineError) -> [String] {
    // Of very many, `accounts` adds up what is owed when somebody asks for it.
    if let part, part.count > WorkRoom.addedUpAtOnce { return [] }
    guard
      let place = definition.workflow.campaign.firstIndex(where: {
        $0.name == "budget" && Self.isHome($0.type, campaign)
      }),
      campaign.words[0] >> Int64(place) & 1 == 1
    else { return [] }
    let budget = campaign.words[place + 1]
    let id = campaign.row.id
    let currency = campaign.row.currency
    let (accounts, over) = try engine.asking { (store) throws(StoreError) in
      (try store.accounts(ofCampaign: id), try store.overpaid(id, currency: currency).amount)
    }
    var (owed, paid) = (Int64(0), Int64(0))
    for account in accounts where account.currency == currency {
      if Account.reason(of: account.account) != nil { owed += account.amount }
      if Account.isPaid(account.account) { paid -= account.amount }
    }
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: campaign.currency).description }
    // What was paid beyond what is owed is spent all the same.
    let (used, isMuch) = owed.addingReportingOverflow(over)
    let (left, overflow) = budget.subtractingReportingOverflow(used)
    let more = over > 0 ? ", \(shown(over)) paid beyond that" : ""
    return [
      "budget: \(shown(owed)) of \(shown(budget)) owed, \(shown(paid - over)) of it paid\(more)"
        + (isMuch || overflow
          ? "" : left < 0 ? ", \(shown(-left)) too much" : ", \(shown(left)) not owed to anybody yet")
    ]
  }

  private static func isHome(_ type: ValueType, _ campaign: CampaignState) -> Bool {
    type == .money(.home) || type == .money(.iso(campaign.currency))
  }
}
