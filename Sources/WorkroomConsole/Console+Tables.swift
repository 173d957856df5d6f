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
    if let person = look.person { return try own(look, of: person, campaign) }
    guard let condition = look.condition else {
      if look.table == "Payments",
        let sheet = try MoneyTables(engine, campaign: campaign).sheet("payments", columns: look.named)
      {
        return sheet
      }
      return try WorkRoom(engine, campaign: campaign).sheet(look.table)
    }
    guard look.isOfPeople else {
      throw Refusal(
        text: "`when` chooses influencers, and `\(look.table.lowercased())` lists something else; leave it out",
        status: 64)
    }
    let everybody = look.table == "Conversions" ? "My Influencers" : look.table
    let rows = try chosen(WorkRoom(engine, campaign: campaign).members(of: everybody), condition, campaign)
    if look.table == "Conversions" { return try MoneyTables(engine, campaign: campaign).conversions(of: rows) }
    if look.table == "Payments" {
      return try MoneyTables(engine, campaign: campaign).payments(only: rows.map(\.id), columns: look.named)
    }
    return try WorkRoom(engine, campaign: campaign, only: rows).sheet(look.table)
  }

  /// What a table says of one influencer; where they have left its section, what they keep of it.
  private func own(_ look: Look, of name: String, _ campaign: Int64) throws -> Sheet {
    guard look.isOfPeople else { throw look.tooMuch(name) }
    let row: ParticipationRow
    do { row = try person(name, campaign) } catch let refusal as Refusal where refusal.text.hasPrefix("nobody here") {
      throw look.tooMuch(name, ", and nobody here is called that")
    }
    lastPerson = name
    let tables = try MoneyTables(engine, campaign: campaign)
    if look.table == "Conversions" { return try tables.conversions(of: [row]) }
    if look.table == "Payments" { return try tables.payments(only: [row.id], columns: look.named) }
    let room = try room(of: row)
    let places = [look.table] + (Others.sections.contains(look.table) ? [Others.name(of: look.table)] : [])
    guard let place = try places.first(where: { try !room.members(of: $0).isEmpty }) else {
      // A section that the campaign lacks says so itself.
      _ = try room.sheet(look.table)
      throw Refusal(
        text: "\(room.name(row)) is not in `\(look.table)`: \(room.titles(row))",
        help: ["`show \(try engine.typedName(row.influencer))` tells all about them"])
    }
    return try room.sheet(place)
  }

  /// Errors: a condition that does not hold together, a column that is not there, a section that the campaign lacks.
  func check(_ look: Look, _ campaign: Int64) throws {
    var empty = look
    if look.condition != nil {
      guard look.isOfPeople else { return _ = try whole(look, campaign) }
      _ = try chosen([], look.condition ?? "", campaign)
    }
    if let name = look.person { _ = try own(look, of: name, campaign) }
    (empty.condition, empty.person) = (nil, nil)
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
