package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// A part of a table that is too long to be shown at once.
package struct Page: Sendable, Equatable {
  /// From 1 on.
  package var number: Int64
  package var rows: Int64

  package init(_ number: Int64, rows: Int64 = Page.usualRows) {
    self.number = number
    self.rows = rows
  }

  /// What a console shows at once.
  package static let usualRows: Int64 = 100
  /// The most that one page may have.
  package static let rowsMax: Int64 = 100_000

  package var offset: Int64 { (number - 1) * rows }

  /// Errors: a page behind the last one.
  package func check(_ count: Int64) throws(EngineError) {
    let pages = max(1, (count + rows - 1) / rows)
    guard number <= pages else { throw .request("there is no page \(number); the last one is \(pages)") }
  }

  /// `page 2 of 13: rows 101 to 200 of 1204`
  package func words(_ shown: Int, of count: Int64) -> String {
    if count == 0 { return "no rows" }
    let pages = max(1, (count + rows - 1) / rows)
    return "page \(number) of \(pages): rows \(offset + 1) to \(offset + Int64(shown)) of \(count)"
  }
}

/// The tables of money: read page by page, and never more of the database than a page shows.
package struct MoneyTables {
  let engine: Engine
  let campaign: CampaignState
  let definition: Definition

  /// Tables beside the sections of a Work Room, by name.
  package static let names = ["Payments", "Conversions", "Batches", "Accounts"]

  package init(_ engine: Engine, campaign id: Int64) throws(EngineError) {
    self.engine = engine
    campaign = try engine.campaign(id)
    definition = try engine.definition(campaign.row.definition)
  }

  /// A table by its name, whatever its case; `nil` for a name of no table of money. Without a page all of it. Columns that
  /// are asked for by `columns` are there also where nothing stands in them yet.
  package func sheet(
    _ name: String, _ page: Page? = nil, columns: [String] = []
  ) throws(EngineError) -> Sheet? {
    switch name.lowercased() {
    case "payments": try payments(page, columns)
    case "conversions": try conversions(page)
    case "batches": try part(batches(), page)
    case "accounts": try part(accounts(), page)
    default: nil
    }
  }

  /// A page of a table that is short enough to be read whole. Errors: a page behind the last one.
  private func part(_ whole: Sheet, _ page: Page?) throws(EngineError) -> Sheet {
    guard let page else { return whole }
    var sheet = whole
    sheet.rows = Array(whole.rows.dropFirst(Int(page.offset)).prefix(Int(page.rows)))
    sheet.notes += try note(page, sheet.rows.count, of: Int64(whole.rows.count))
    return sheet
  }

  func amount(_ minorUnits: Int64) -> Sheet.Value {
    .money(Money(minorUnits: minorUnits, currency: campaign.currency))
  }

  func shown(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits, currency: campaign.currency).description }

  func name(_ influencer: Int64) throws(EngineError) -> String {
    try engine.asking { (store) throws(StoreError) in try store.influencer(influencer)?.shownName }
      ?? "influencer \(influencer)"
  }

  /// `page 2 of 13: rows 101 to 200 of 1204`, where there is more than is shown.
  func note(_ page: Page?, _ shown: Int, of count: Int64) throws(EngineError) -> [String] {
    try page?.note(shown, of: count) ?? []
  }

  // MARK: Payments

  /// Reasons for which somebody is owed something, and those of the workflow whose columns are asked for.
  private func reasons(_ owed: [String], _ columns: [String]) -> [String] {
    let wanted = Set(columns.map { $0.lowercased() })
    guard !wanted.isEmpty else { return owed }
    let known = definition.workflow.actions.compactMap { action -> String? in
      guard case .owe(_, let reason) = action.kind else { return nil }
      return definition.workflow.texts[reason]
    }
    let more = known.unique.filter { !owed.contains($0) && wanted.contains(WorkRoom.heading($0).lowercased()) }
    return (owed + more).sorted()
  }

  private func payments(_ page: Page?, _ columns: [String]) throws(EngineError) -> Sheet {
    let id = campaign.row.id
    let currency = campaign.row.currency
    let (rows, count, reasons, totals, over) = try engine.asking { (store) throws(StoreError) in
      (
        try store.paid(ofCampaign: id, limit: page?.rows, offset: page?.offset ?? 0), try store.paidCount(id),
        try store.costs(ofCampaign: id, currency: currency), try store.accounts(ofCampaign: id),
        try store.overpaid(id, currency: currency)
      )
    }
    var sheet = try payments(to: standings(of: rows), self.reasons(reasons, columns))
    var sum = Standing()
    sum.add(
      Dictionary(uniqueKeysWithValues: totals.filter { $0.currency == currency }.map { ($0.account, $0.amount) }))
    sheet.notes = [
      "owed \(shown(sum.owed)), paid \(shown(sum.paid)), balance \(shown(sum.balance))"
        + (sum.onItsWay == 0 ? "" : ", pending \(shown(sum.onItsWay))")
    ]
    if over.count > 0 {
      sheet.notes.append(
        "\(over.count) got more than is owed by now: \(shown(over.amount)), which comes off what they get next")
    }
    sheet.notes += try Budget(engine, campaign: id).notes()
    sheet.notes += try note(page, sheet.rows.count, of: count)
    return sheet
  }

  /// The payments to some participations, which are their influencers' newest rounds, and what these come to.
  package func payments(only ids: [Int64], columns: [String] = []) throws(EngineError) -> Sheet {
    let standings = try standings(of: ids)
    var sum = Standing()
    for (_, own) in standings {
      sum.owed += own.owed
      sum.paid += own.paid
      sum.onItsWay += own.onItsWay
    }
    let reasons = Set(standings.flatMap { $0.standing.reasons.filter { $0.value != 0 }.keys }).sorted()
    var sheet = try payments(to: standings, self.reasons(reasons, columns))
    sheet.notes = [
      "these are owed \(shown(sum.owed)), paid \(shown(sum.paid)), balance \(shown(sum.balance))"
        + (sum.onItsWay == 0 ? "" : ", pending \(shown(sum.onItsWay))")
    ]
    return sheet
  }

  private func standings(
    of ids: [Int64]
  ) throws(EngineError) -> [(row: ParticipationRow, standing: Standing)] {
    let holding = try engine.holding(of: campaign.row.id)
    var standings: [(ParticipationRow, Standing)] = []
    for id in ids {
      guard let row = try engine.participation(id, in: campaign.row.id) else { continue }
      standings.append((row, try engine.standing(of: row.influencer, in: campaign.row.id, holding)))
    }
    return standings
  }

  private func payments(
    to standings: [(row: ParticipationRow, standing: Standing)], _ reasons: [String]
  ) throws(EngineError) -> Sheet {
    var sheet = Sheet(title: "Payments", columns: [.init("Influencer", priority: 9), .init("Stage", priority: 2)])
    sheet.columns += reasons.map { .init(WorkRoom.heading($0), .money, priority: 4) }
    sheet.columns += [
      .init("Held", .money, priority: 3), .init("Owed", .money, priority: 7), .init("Paid", .money, priority: 6),
      .init("Pending", .money, priority: 5), .init("Balance", .money, priority: 8),
    ]
    for (row, own) in standings {
      let stage = try engine.definition(row.definition).titles(row.state).joined(separator: ", ")
      sheet.rows.append(
        [.text(try name(row.influencer)), .text(stage)] + reasons.map { amount(own.reasons[$0] ?? 0) }
          + [own.held, own.owed, own.paid, own.onItsWay, own.balance].map(amount))
    }
    return sheet
  }

  // MARK: Batches and accounts

  private func batches() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Batches",
      columns: [
        .init("Batch", .number, priority: 9), .init("Date", .date, priority: 6), .init("Method", priority: 5),
        .init("State", priority: 8), .init("Payments", .number, priority: 7), .init("Amount", .money, priority: 8),
      ])
    let id = campaign.row.id
    let rows = try engine.asking { (store) throws(StoreError) in
      try store.batches(ofCampaign: id).map { (row) throws(StoreError) in (row, try store.row(row.first)?.occurred) }
    }
    for (row, occurred) in rows {
      sheet.rows.append([
        row.batch == 0 ? .nothing : .number(row.batch),
        occurred.map { .date(campaign.zone.local(Instant(milliseconds: $0)).date) } ?? .nothing,
        .text(row.method.word), .text(row.cameBack ? "came back" : "\(row.state)"), .number(row.count),
        amount(row.amount),
      ])
    }
    sheet.notes = [
      rows.isEmpty
        ? "no payment with a name yet; `pay all method cash` makes a batch" : rows.count.counted("row", "rows")
    ]
    return sheet
  }

  /// The accounts of the campaign; what they hold comes to nothing in each currency.
  private func accounts() throws(EngineError) -> Sheet {
    var sheet = Sheet(
      title: "Accounts",
      columns: [
        .init("Account", priority: 9), .init("Debit", .money, priority: 8), .init("Credit", .money, priority: 8),
      ])
    let id = campaign.row.id
    let rows = try engine.asking { (store) throws(StoreError) in try store.accounts(ofCampaign: id) }
    var sums: [Int64: Int64] = [:]
    for row in rows {
      let currency = Currency(packed: UInt32(truncatingIfNeeded: row.currency))
      let money = Sheet.Value.money(Money(minorUnits: abs(row.amount), currency: currency))
      sums[row.currency, default: 0] += row.amount
      sheet.rows.append([
        .text(row.account), row.amount >= 0 ? money : .nothing, row.amount < 0 ? money : .nothing,
      ])
    }
    for (currency, sum) in sums.sorted(by: { $0.key < $1.key }) {
      let money = Money(minorUnits: sum, currency: Currency(packed: UInt32(truncatingIfNeeded: currency)))
      sheet.notes.append("debits less credits: \(money)")
    }
    return sheet
  }
}
