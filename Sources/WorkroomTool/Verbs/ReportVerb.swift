import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomReporting
import WorkroomStore

/// `workroom report --db DB --campaign NAME [--section NAME] [--format human|csv|json]`
enum ReportVerb {
  static let usage = "workroom report --db DB --campaign NAME [--section NAME] [--format human|csv|json]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--section", value: "a section's name"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign's name"), engine)
    let room = try WorkRoom(engine, campaign: campaign.id)
    try Tool.show(room.sheet(arguments["--section"] ?? "Reporting"), arguments)
    return 0
  }
}
