import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore

/// `workroom export influencers|codes|links|conversions|orders|content|campaigns|products --db DB [--campaign C] [--output FILE] [--format csv|json]`,
/// or `workroom export --db DB --to DIR` for everything.
enum ExportVerb {
  static let words = [
    "influencers", "codes", "links", "conversions", "orders", "fulfillment", "content", "campaigns", "products",
  ]

  static let usage =
    "workroom export \(words.joined(separator: "|")) --db DB [--campaign NAME] [--group NAME [--kind NOUN]] "
    + "[--for impact|refersion] [--set \"Heading=value\"]... [--part N] [--output FILE] [--format csv|json] "
    + "| workroom export --db DB --to DIR [--format csv|json] [--yes]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--group", value: "a group's name"),
    .init(name: "--kind", value: "what the group holds, such as ticket"),
    .init(name: "--for", value: "impact|refersion"), .init(name: "--set", value: "Heading=value", repeats: true),
    .init(name: "--part", value: "a number, from 1"), .init(name: "--output", value: "a file to write"),
    .init(name: "--format", value: "csv|json"), .init(name: "--to", value: "a folder for everything"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    if arguments.words.isEmpty, arguments["--to"] != nil { return try WholeExport.run(arguments) }
    guard let what = arguments.words.first else { throw Failure("what is exported?", 64, [usage]) }
    try arguments.noMore(than: 1, usage)
    if let objection = arguments["--output"].flatMap(OutputPath.objection) { throw Failure(objection, 64) }
    guard let format = ExportFile.Format(rawValue: arguments["--format"] ?? "csv") else {
      throw Failure("`--format` takes `csv` or `json`, not `\(arguments["--format"] ?? "")`", 64)
    }
    guard self.words.contains(what) else {
      throw Failure(
        "`\(what)` cannot be exported; export \(self.words.map { "`\($0)`" }.joined(separator: ", "))", 64, [usage])
    }
    let engine = try Tool.reader(arguments)
    let rows = try ExportFile(arguments["--output"], format).write(table(what, arguments, engine))
    if let output = arguments["--output"], !arguments.has("--quiet") {
      Tool.say("wrote \(rows) row\(rows == 1 ? "" : "s") to `\(output)`")
    }
    return 0
  }

  private static func table(_ what: String, _ arguments: Arguments, _ engine: Engine) throws -> ExportTable {
    switch what {
    case "influencers":
      let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine) }
      return try InfluencerTable.table(engine, campaign: campaign?.id)
    case "codes", "links": return try items(what, arguments, engine)
    case "campaigns": return CampaignTable.table(engine)
    case "products": return ProductTables.table(engine)
    default:
      let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign they belong to"), engine)
      let room = try WorkRoom(engine, campaign: campaign.id)
      switch what {
      case "conversions": return try room.conversionTable()
      case "orders": return try room.fulfillmentTable(ordersOnly: true)
      case "fulfillment": return try room.fulfillmentTable()
      default: return try room.contentTable()
      }
    }
  }

  // MARK: Codes and links

  private static func items(_ what: String, _ arguments: Arguments, _ engine: Engine) throws -> ExportTable {
    let noun = arguments["--kind"] ?? (what == "codes" ? "discount" : "link")
    if (what == "links") != (noun == "link") {
      throw Failure("\(noun)s are exported with `workroom export \(ImportVerb.words(forKind: noun))`", 64)
    }
    guard let kind = try engine.kind(noun) else { throw Failure("no group holds a \(noun)", 66) }
    var scope = ItemTables.Scope(kind: kind)
    if let name = arguments["--group"] {
      guard let group = try engine.group(of: noun, named: name) else {
        throw Failure("there is no \(noun) group called `\(name)`", 66)
      }
      scope.group = group.id
    }
    scope.campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine).id }
    guard let platform = arguments["--for"] else {
      return what == "codes" ? ItemTables.codes(engine, scope) : ItemTables.links(engine, scope)
    }
    guard what == "codes" else { throw Failure("`--for` is for codes: no platform says how it takes links", 64) }
    switch platform {
    case "impact": return try ItemTables.impact(engine, scope, constants: constants(arguments))
    case "refersion": return try refersion(arguments, engine, scope)
    default: throw Failure("`--for` takes `impact` or `refersion`, not `\(platform)`", 64)
    }
  }

  private static func constants(_ arguments: Arguments) throws(Failure) -> [String: String] {
    var constants: [String: String] = [:]
    for text in arguments.all("--set") {
      guard let equals = text.firstIndex(of: "=") else {
        throw Failure("`--set \(text)` sets nothing; write `--set \"Program Id=123\"`", 64)
      }
      constants[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    return constants
  }

  private static func refersion(
    _ arguments: Arguments, _ engine: Engine, _ scope: ItemTables.Scope
  ) throws -> ExportTable {
    let text = arguments["--part"] ?? "1"
    guard let part = Int(text), part > 0 else { throw Failure("`--part` takes a number from 1, not `\(text)`", 64) }
    let found = try ItemTables.refersion(engine, scope, part: part)
    let limit = ItemTables.refersionRowsMax
    if found.parts > 1, arguments["--part"] == nil {
      throw Failure(
        "Refersion takes at most \(limit) rows a file, and these are \(found.parts) files; write them one by one with "
          + "`--part 1` to `--part \(found.parts)`", 64)
    }
    guard part <= found.parts else { throw Failure("there are \(found.parts) parts, so no part \(part)", 64) }
    if found.withoutID > 0 {
      Tool.say(
        found.withoutID == 1
          ? "1 code is left out: its influencer has no id of Refersion's"
          : "\(found.withoutID) codes are left out: their influencers have no id of Refersion's")
    }
    return found.table
  }
}
