import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomReport
import WorkroomReporting
import WorkroomStore

/// `workroom report --db DB --campaign NAME [--section NAME] [--format human|csv|json|html]`
enum ReportVerb {
  static let usage =
    "workroom report --db DB --campaign NAME [--section NAME] [--format human|csv|json|html] [--output FILE] "
    + "[--by accepted|posted] [--from DATE] [--to DATE] [--page N] [--rows N] [--spend PARTS] [--emv counts|cpm] "
    + "[--emv-rate NAME=AMOUNT]... [--days N]"

  static let options: [Arguments.Option] =
    [
      Tool.databaseOption, .init(name: "--format", value: "human|csv|json|html"),
      .init(name: "--campaign", value: "a campaign's name"), .init(name: "--section", value: "a section's name"),
      .init(name: "--output", value: "a file to write"), .init(name: "--page", value: "the number of a page"),
      .init(name: "--rows", value: "rows of a page"),
    ] + ReportChoices.options

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    if let objection = arguments["--output"].flatMap(OutputPath.objection) { throw Failure(objection, 64) }
    let isPage = arguments["--format"] == "html"
    let format = try isPage ? nil : format(arguments)
    let page = try page(arguments)
    let choices = try ReportChoices(arguments)
    let engine = try Tool.reader(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign's name"), engine)
    let output = Output(arguments["--output"])
    let name = arguments["--section"]?.lowercased() ?? "kpis"
    let now = try isPage ? ReportPage.now(engine, campaign: campaign.id) : nil
    let report = try choices.report(engine, campaign.id, now: now)
    if isPage {
      try refuse(["--section", "--page", "--rows"], arguments, "leave it out: a page holds every section")
      try output.write(ReportPage.write(report))
    } else if let format, let section = report.section(name) {
      try ReportWriter(report, section, format, page).write(to: output.write)
    } else {
      try showRoom(name, report, campaign, arguments, output)
    }
    try output.end()
    return 0
  }

  /// A section of the Work Room, as its console shows it.
  private static func showRoom(
    _ name: String, _ report: Report, _ campaign: CampaignRow, _ arguments: Arguments, _ output: Output
  ) throws {
    let toTerminal = !output.isFile && Terminal.Stream.standardOutput.isTerminal
    let why = "it goes with the sections \(Report.sections.joined(separator: ", ")), not with `\(name)`"
    try refuse(ReportChoices.options.map(\.name), arguments, why)
    if let sheet = try MoneyTables(report.engine, campaign: campaign.id).sheet(name, roomPage(arguments)) {
      return try output.write(SheetView.render(sheet, Tool.format(arguments), toTerminal: toTerminal))
    }
    if name == "my influencers" {
      let filter = DirectoryFilter(campaign: campaign.id)
      let sheet = try InfluencerList(report.engine).sheet(filter, roomPage(arguments))
      return try output.write(SheetView.render(sheet, Tool.format(arguments), toTerminal: toTerminal))
    }
    if name == "leaks" {
      try refuse(["--page", "--rows"], arguments, why)
      let sheet = try WorkRoom(report.engine, campaign: campaign.id).leaksSheet()
      return try output.write(SheetView.render(sheet, Tool.format(arguments), toTerminal: toTerminal))
    }
    let sheet =
      if let page = try roomPage(arguments) {
        try WorkRoom.sheet(name, page, report.engine, campaign: campaign.id)
      } else {
        try WorkRoom(report.engine, campaign: campaign.id).sheet(name)
      }
    try output.write(SheetView.render(sheet, Tool.format(arguments), toTerminal: toTerminal))
  }

  private static func refuse(_ options: [String], _ arguments: Arguments, _ why: String) throws(Failure) {
    for option in options where arguments[option] != nil { throw Failure("`\(option)` has no use here; \(why)", 64) }
  }

  private static func format(_ arguments: Arguments) throws(Failure) -> ReportWriter.Format {
    switch arguments["--format"] ?? "human" {
    case "human": .human(width: Terminal.tableWidth(), colour: try Tool.colour(arguments))
    case "csv": .csv
    case "json": .json
    case let other: throw Failure("`--format` takes `human`, `csv`, `json` or `html`, not `\(other)`", 64)
    }
  }

  private static func number(_ name: String, _ arguments: Arguments) throws(Failure) -> Int? {
    guard let text = arguments[name] else { return nil }
    guard let number = Int(text), (1...1_000_000).contains(number) else {
      throw Failure("`\(name)` takes a whole number from 1 to 1000000, not `\(text)`", 64)
    }
    return number
  }

  /// The page of a section of the Work Room; `nil` for all of it.
  private static func roomPage(_ arguments: Arguments) throws(Failure) -> Workroom.Page? {
    let (page, rows) = (try number("--page", arguments), try number("--rows", arguments).map(Int64.init))
    guard page != nil || rows != nil else { return nil }
    if let rows, rows > Workroom.Page.rowsMax { throw Failure("`--rows` is at most \(Workroom.Page.rowsMax) here", 64) }
    return Workroom.Page(Int64(page ?? 1), rows: rows ?? Workroom.Page.usualRows)
  }

  private static func page(_ arguments: Arguments) throws(Failure) -> ReportWriter.Page {
    let size = try number("--rows", arguments)
    guard let page = try number("--page", arguments) else { return .init(size: size) }
    return .init(number: page, size: size ?? ReportWriter.humanRows)
  }
}

/// Where a report goes: standard output, or a file that is there whole or not at all.
final class Output {
  private let path: String?
  private var bytes: [UInt8] = []

  init(_ path: String?) { self.path = path }

  var isFile: Bool { path != nil }

  func write(_ text: Escaped) throws {
    if path == nil { try Terminal.write(text, to: .standardOutput) } else { bytes += Array(text.text.utf8) }
  }

  func end() throws { if let path { try ByteFile.writeAtomically(path, bytes) } }
}
