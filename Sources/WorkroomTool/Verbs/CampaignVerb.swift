import Workroom
import WorkroomConsole
import WorkroomEngine
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// `workroom campaign create NAME --db DB --workflow FILE [--set detail=value]...`,
/// `workroom campaign set NAME detail=value... --db DB`,
/// `workroom campaign migrate NAME FILE --db DB [--set detail=value]... [--dry-run]`, `workroom campaign show NAME --db DB` and `workroom campaign list --db DB`
enum CampaignVerb {
  static let usage =
    "workroom campaign create NAME --db DB --workflow FILE [--set detail=value]... | campaign set NAME detail=value... --db DB | campaign migrate NAME FILE --db DB [--set detail=value]... [--dry-run] [--format json] | campaign show NAME --db DB [--format json] | campaign list --db DB [--format json]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--workflow", value: "a workflow file"),
    .init(name: "--set", value: "detail=value", repeats: true), .init(name: "--dry-run"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    switch arguments.words.first {
    case "create": return try create(arguments)
    case "set": return try set(arguments)
    case "migrate": return try CampaignMigration(arguments).run()
    case "show": return try show(arguments)
    case "list": return try list(arguments)
    default: throw Failure("a campaign is created, set, migrated, shown or listed", 64, [usage])
    }
  }

  private static func create(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 2 else { throw Failure("a campaign is created by name", 64, [usage]) }
    let source = try Tool.source(arguments.required("--workflow", "the workflow file"))
    let details = try details(arguments)
    let name = arguments.words[1]
    let row = try Tool.make(arguments) { (engine) throws(EngineError) in
      try engine.createCampaign(named: name, source: source, details: details)
    }
    if !arguments.has("--quiet") {
      Tool.say(
        "created the campaign `\(row.name)`; let influencers take part with `workroom import influencers --campaign \"\(row.name)\"`"
      )
      let engine = try Tool.engine(arguments)
      try TemplateCheck.tell(of: row, engine, source)
      try tellConflicts(of: row, engine, before: [])
    }
    return 0
  }

  /// Changes details of a campaign that is there, all of them or none.
  private static func set(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count >= 2 else {
      throw Failure("details are set of a campaign, by its name", 64, [usage])
    }
    let written = try details(Array(arguments.words.dropFirst(2)) + arguments.all("--set"), as: "")
    let engine = try Tool.engine(arguments)
    let campaign = try Tool.campaign(arguments.words[1], engine)
    let definition = try engine.definition(campaign.definition)
    let fields = definition.workflow.campaign
    let given = engine.dated(written, definition, in: try engine.campaign(campaign.id).zone)
    guard !given.isEmpty else {
      let names = fields.filter { !$0.isHidden }.map(\.name)
      throw Failure(
        "which detail? write it behind the name, such as `\(names.first ?? "budget")=VALUE`", 64,
        names.isEmpty ? [] : ["there are: \(names.joined(separator: ", "))"])
    }
    let before = try CampaignConflict.of(campaign.id, engine)
    let change = { () throws(EngineError) in try engine.setDetails(given, of: campaign.id) }
    if arguments.has("--dry-run") { try engine.trial(change) } else { try engine.transaction(change) }
    guard !arguments.has("--quiet") else { return 0 }
    let names = given.map { "`\($0.name)`" }.joined(separator: ", ")
    if arguments.has("--dry-run") {
      Tool.say("\(names) could be set; nothing is written")
    } else {
      Tool.say("\(names) set; `workroom campaign show` shows all details")
      let budget = try Budget(engine, campaign: campaign.id)
      if given.contains(where: { budget.tells(of: $0.name) }), let words = try budget.excess() { Tool.say(words) }
      try tellConflicts(of: campaign, engine, before: before)
    }
    return 0
  }

  /// Warns of campaigns that share something with this one, and did not before.
  static func tellConflicts(of campaign: CampaignRow, _ engine: Engine, before: [CampaignConflict]) throws {
    for conflict in try CampaignConflict.of(campaign.id, engine)
    where !before.contains(where: { $0.campaign.id == conflict.campaign.id && $0.shared == conflict.shared }) {
      Tool.say("warning: \(conflict.warning(campaign.name))")
    }
  }

  /// What `--set` gives, each detail once.
  static func details(_ arguments: Arguments) throws -> [WrittenValue] {
    try details(arguments.all("--set"), as: "--set ")
  }

  /// Texts such as `budget=500 USD`, each detail once; `option` is what stands before each.
  private static func details(_ texts: [String], as option: String) throws -> [WrittenValue] {
    let details = try texts.map { text throws(Failure) in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[1].isEmpty else {
        throw Failure("`\(option)\(text)` sets nothing; write `\(option)detail=value`", 64)
      }
      return WrittenValue(name: parts[0], text: parts[1])
    }
    if let twice = details.indices.first(where: { index in details[..<index].contains { $0.name == details[index].name }
    }) {
      throw Failure("`\(details[twice].name)` is set twice; keep one `\(option)\(details[twice].name)=...`", 64)
    }
    return details
  }

  private static func show(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 2 else { throw Failure("a campaign is shown by name", 64, [usage]) }
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    let row = try Tool.campaign(arguments.words[1], engine)
    try Tool.show(WorkRoom(engine, campaign: row.id).detailsSheet(), arguments)
    return 0
  }

  private static func list(_ arguments: Arguments) throws -> Int32 {
    try arguments.noMore(than: 1, usage)
    _ = try Tool.format(arguments)
    let engine = try Tool.reader(arguments)
    var sheet = Sheet(
      title: "Campaigns",
      columns: [
        .init("Campaign", priority: 9), .init("Workflow", priority: 7), .init("Version", .number, priority: 6),
        .init("Influencers", .number, priority: 6),
        .init("Accepted", .number, priority: 5), .init("Currency", priority: 3), .init("Time zone", priority: 2),
      ])
    for row in try engine.store.campaigns() {
      let definition = try engine.definition(row.definition)
      let people = try engine.newestRounds(of: row.id)
      sheet.rows.append([
        .text(row.name), .text(definition.workflow.name), .number(definition.workflow.version),
        .number(Int64(people.count)),
        .number(Int64(people.count { $0.accepted != nil })), .text(Currency(packed: UInt32(row.currency)).code),
        .text(row.zone),
      ])
    }
    try Tool.show(sheet, arguments)
    return 0
  }
}
