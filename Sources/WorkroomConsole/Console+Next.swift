import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// `next`: who must do what now, those who have waited longest first.
extension Console {
  /// The name under which the pages of the list are turned.
  static let dutiesTable = "next"

  /// `next`, `next 2`, `next influencer`, `next all 3`: in a campaign for that, else for all of them. False for another line.
  func duties(_ line: String) throws -> Bool {
    guard let words = Words(line), words.starts(with: "next") != nil else { return false }
    var rest = words.words.dropFirst().map { $0.text.lowercased() }
    var page: Int64 = 1
    if let last = rest.last, let number = Look.page(last) {
      page = number
      rest.removeLast()
      if rest.last == "page" { rest.removeLast() }
    }
    guard rest.count <= 1 else {
      throw Refusal(
        text: "write `next`, `next all` or `next ROLE`, and a page behind it, as in `next all 2`", status: 64)
    }
    if let role = rest.first, role != "all" { try check(role: role) }
    try showDuties(rest, page)
    return true
  }

  /// `who` is empty for the console's own roles, `all`, or a role.
  func showDuties(_ who: [String], _ number: Int64) throws {
    let roles = who.isEmpty ? roles : who == ["all"] ? nil : who
    let isWhole = number == 1 && (outputPath != nil || format != .human)
    let sheet = try Duties(engine, campaign: campaign, roles: roles).sheet(
      isWhole ? nil : Page(number, rows: pageRows))
    var look = Look(table: Console.dutiesTable)
    look.columns = who
    shown = (look, number)
    try show(sheet)
  }

  private func check(role: String) throws {
    var known: [String] = []
    for campaign in try engine.store.campaigns() {
      known += try engine.definition(campaign.definition).workflow.roles.map(\.name)
    }
    guard !known.isEmpty, !known.contains(role) else { return }
    let near = Spelling.nearest(to: role, among: known)
    throw Refusal(
      text: "no role is called `\(role)`; "
        + (near.map { "write `next \($0)`" }
          ?? "write `next all`, or one of \(Set(known).sorted().joined(separator: ", "))"),
      status: 64)
  }
}
