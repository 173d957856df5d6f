import Workroom
import WorkroomEngine

/// What is offered: `products`, `groups`, and in a campaign `leaks`.
extension Console {
  /// Shows what a line asks of what is offered; false where it asks something else.
  func showOffers(_ line: String) throws -> Bool {
    let words = line.lowercased().split(separator: " ")
    switch words.first {
    case "products" where words.count <= 2:
      guard let page = words.count == 2 ? Int64(words[1]) : 1, page > 0 else {
        throw Refusal(text: "`\(words[1])` is no page; write `products` or `products 2`", status: 64)
      }
      try show(ProductTables.sheet(engine, Page(page)))
    case "groups" where words.count == 1: try show(GroupTables.sheet(engine))
    case "leaks" where words.count <= 3:
      guard campaign != nil else { return false }
      let rest = words.dropFirst().joined(separator: " ")
      guard let page = Look.page(rest) else {
        throw Refusal(text: "`\(rest)` is no page; write `leaks` or `leaks 2`", status: 64)
      }
      try showLeaks(page)
    default: return false
    }
    return true
  }

  /// The name under which the pages of the list are turned.
  static let leaksTable = "leaks"

  func showLeaks(_ number: Int64) throws {
    guard let campaign else { return }
    var sheet = try WorkRoom(engine, campaign: campaign).leaksSheet()
    shown = (Look(table: Console.leaksTable), number)
    let isWhole = number == 1 && (outputPath != nil || format != .human)
    let (page, count) = (Page(number, rows: pageRows), Int64(sheet.rows.count))
    if !isWhole, count > page.rows || page.number > 1 {
      try page.check(count)
      sheet.rows = Array(sheet.rows.dropFirst(Int(page.offset)).prefix(Int(page.rows)))
      sheet.notes.append(page.words(sheet.rows.count, of: count))
    }
    try show(sheet)
  }
}
