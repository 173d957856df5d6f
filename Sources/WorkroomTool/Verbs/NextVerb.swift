import Workroom
import WorkroomConsole
import WorkroomReporting
import WorkroomStore

/// `workroom next --db DB [--campaign NAME] [--as ROLE|all] [--page N] [--rows N]`: who must do what now.
enum NextVerb {
  static let usage =
    "workroom next --db DB [--campaign NAME] [--as ROLE[,ROLE]|all] [--format human|csv|json] [--page N] [--rows N]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name; all of them without"),
    .init(name: "--as", value: "whose turn it is: roles, or all"),
    .init(name: "--format", value: "human|csv|json"), .init(name: "--page", value: "the number of a page"),
    .init(name: "--rows", value: "rows of a page"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let format = try Tool.format(arguments)
    let page = try Tool.page(arguments, isUsuallyWhole: true)
    let engine = try Tool.reader(arguments)
    let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine).id }
    let asked = arguments["--as"] ?? "manager"
    let roles = try asked == "all" ? nil : Tool.roles(asked, engine)
    let sheet = try Duties(engine, campaign: campaign, roles: roles).sheet(page)
    let toTerminal = Terminal.Stream.standardOutput.isTerminal
    try Terminal.write(SheetView.render(sheet, format, toTerminal: toTerminal), to: .standardOutput)
    return 0
  }
}
