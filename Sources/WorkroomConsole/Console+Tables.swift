import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore

/// Tables of a Work Room: a page at a time, or those for whom a condition holds.
extension Console {
  /// `page 3` and `more`: another page of the table that was shown last; false for another line.
  func turnsPage(_ line: String) throws -> Bool {
    let lower = line.lowercased()
    let isMore = lower == "more"
    guard isMore || lower.hasPrefix("page ") else { return false }
    guard let shown else {
      throw Refusal(text: "no table is open; show one first, such as `my influencers`", status: 64)
    }
    guard let page = isMore ? shown.page + 1 : Look.page(lower) else {
      throw Refusal(text: "`\(line)` is no page; write `page 2`", status: 64)
    }
    if shown.look.table == Console.dutiesTable {
      try showDuties(shown.look.columns, page)
    } else if shown.look.table == Console.leaksTable {
      try showLeaks(page)
    } else {
      try show(shown.look, page: page)
    }
    return true
  }

  /// Shows a table, or a page of it: only a table for people is cut into pages, since only they are told that there is more.
  func show(_ look: Look, page: Int64) throws {
    guard let campaign else { return }
    let sheet = try sheet(look, page, campaign)
    if !Look.others.contains(look.table) { section = sheet.title }
    shown = (look, page)
    try show(sheet)
  }

  private func sheet(_ look: Look, _ number: Int64, _ campaign: Int64) throws -> Sheet {
    let page = number == 1 && (outputPath != nil || format != .human) ? nil : Page(number, rows: pageRows)
    if look.isPlain {
      if look.table == "Messages" {
        return try WorkRoom(engine, campaign: campaign, only: []).messages(page ?? Page(1, rows: Page.rowsMax))
      }
      if let page { return try WorkRoom.sheet(look.table, page, engine, campaign: campaign) }
      return try WorkRoom(engine, campaign: campaign).sheet(look.table)
    }
    var sheet = try look.arrange(whole(look, campaign))
    guard let page, Int64(sheet.rows.count) > page.rows || page.number > 1 else { return sheet }
    let count = Int64(sheet.rows.count)
    try page.check(count)
    sheet.rows = Array(sheet.rows.dropFirst(Int(page.offset)).prefix(Int(page.rows)))
    sheet.notes.append(page.words(sheet.rows.count, of: count))
    return sheet
  }

  /// Every row of a table, or of those for whom the condition holds.
  private func whole(_ look: Look, _ campaign: Int64) throws -> Sheet {
    if look.table == "Messages" {
      return try WorkRoom(engine, campaign: campaign, only: []).messages(Page(1, rows: Page.rowsMax))
    }
    guard let condition = look.condition else {
      if look.table == "Payments",
        let sheet = try MoneyTables(engine, campaign: campaign).sheet("payments", columns: look.named)
      {
        return sheet
      }
      return try WorkRoom(engine, campaign: campaign).sheet(look.table)
    }
    guard !Look.others.contains(look.table) else {
      throw Refusal(
        text: "`when` chooses influencers, and `\(look.table.lowercased())` lists something else; leave it out",
        status: 64)
    }
    let rows = try chosen(WorkRoom(engine, campaign: campaign).members(of: look.table), condition, campaign)
    if look.table == "Payments" {
      return try MoneyTables(engine, campaign: campaign).payments(only: rows.map(\.id), columns: look.named)
    }
    return try WorkRoom(engine, campaign: campaign, only: rows).sheet(look.table)
  }

  /// Errors: a condition that does not hold together, a column that is not there, a section that the campaign lacks.
  func check(_ look: Look, _ campaign: Int64) throws {
    var empty = look
    if look.condition != nil {
      guard !Look.others.contains(look.table) else { return _ = try whole(look, campaign) }
      _ = try chosen([], look.condition ?? "", campaign)
    }
    empty.condition = nil
    let room = try WorkRoom(engine, campaign: campaign, only: [])
    let sheet =
      look.table == "Messages"
      ? try room.messages(Page(1, rows: 1))
      : look.table == "Payments"
        ? try MoneyTables(engine, campaign: campaign).payments(only: [], columns: look.named)
        : try room.sheet(look.table)
    _ = try empty.arrange(sheet)
  }

  /// Those for whom a condition holds. Errors: a condition that does not hold together.
  func chosen(_ rows: [ParticipationRow], _ condition: String, _ campaign: Int64) throws -> [ParticipationRow] {
    do { return try Selection.chosen(rows, by: condition, engine, campaign) } catch let problem as Selection.Problem {
      throw Refusal(text: problem.text, status: 64)
    }
  }

  /// The Work Room with one person in it, to name them and their stages.
  func room(of row: ParticipationRow) throws -> WorkRoom {
    try WorkRoom(engine, campaign: row.campaign, only: [row])
  }
}
