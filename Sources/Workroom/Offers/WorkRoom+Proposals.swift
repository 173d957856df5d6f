import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// Proposals: the terms, who made them, and what they leave of the budget.
extension WorkRoom {
  func proposalsSheet() throws(EngineError) -> Sheet {
    var sheet = try stageSheet("Proposals")
    let rows = try members(of: "Proposals")
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
    // Of very many, `accounts` adds up what is owed when somebody asks for it.
    let addsUp = part.map { $0.count <= WorkRoom.addedUpAtOnce } ?? true
    sheet.notes += try Budget(engine, campaign: campaign.row.id).notes(addsUp: addsUp)
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
}
