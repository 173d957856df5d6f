import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomReporting
import WorkroomStore

/// `workroom report --db DB --campaign NAME [--section NAME] [--page N] [--rows N] [--format human|csv|json]`
enum ReportVerb {
  static let usage =
    "workroom report --db DB --campaign NAME [--section NAME] [--page N] [--rows N] [--format human|csv|json]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--section", value: "a section's name, or conversions, batches or accounts"),
    .init(name: "--page", value: "a page of payments or conversions, from 1 on"),
    .init(name: "--rows", value: "how many rows a page has"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign's name"), engine)
    let section = arguments["--section"] ?? "Reporting"
    let page = try page(arguments)
    if let sheet = try MoneyTables(engine, campaign: campaign.id).sheet(section, page) {
      try Tool.show(sheet, arguments)
      return 0
    }
    if page != nil { throw Failure("`\(section)` has no pages; `payments` and `conversions` have", 64, [usage]) }
    try Tool.show(WorkRoom(engine, campaign: campaign.id).sheet(section), arguments)
    return 0
  }

  /// The page of `--page` and `--rows`; `nil` for all of it.
  private static func page(_ arguments: Arguments) throws(Failure) -> Page? {
    func number(_ name: String, most: Int64) throws(Failure) -> Int64? {
      guard let text = arguments[name] else { return nil }
      guard let value = Int64(text), (1...most).contains(value) else {
        throw Failure("`\(name)` takes a whole number from 1 to \(most), not `\(text)`", 64, [usage])
      }
      return value
    }
    let (page, rows) = (try number("--page", most: 1_000_000_000), try number("--rows", most: Page.rowsMax))
    return page == nil && rows == nil ? nil : Page(page ?? 1, rows: rows ?? Page.usualRows)
  }
}
