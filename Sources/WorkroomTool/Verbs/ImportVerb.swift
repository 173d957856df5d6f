import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// `workroom import influencers|conversions|payments|shipments|content --db DB --campaign NAME FILE` `workroom import codes|links --db DB --group NAME [--kind NOUN] FILE` and `workroom import products|clicks --db DB FILE`
enum ImportVerb {
  static let kinds = [
    "influencers", "conversions", "payments", "shipments", "content", "codes", "links", "products", "clicks",
  ]

  static let usage =
    "workroom import influencers|content --db DB [--campaign NAME] FILE | import conversions|payments|shipments --db DB --campaign NAME FILE | import codes|links --db DB --group NAME [--kind NOUN] FILE | import products|clicks --db DB FILE  [--map \"Heading=field\"]... [--dry-run]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name"),
    .init(name: "--group", value: "a group's name"),
    .init(name: "--kind", value: "what the group holds, such as ticket"),
    .init(name: "--map", value: "Their Heading=our_field", repeats: true), .init(name: "--dry-run"),
    .init(name: "--currency", value: "the currency of products' amounts, such as USD"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 2, usage)
    guard arguments.words.count == 2 else { throw Failure("what is imported from which file?", 64, [usage]) }
    let maps = try arguments.all("--map").map { text throws(Failure) in
      guard let map = HeadingMap(text) else {
        throw Failure("`--map \(text)` maps nothing; write `--map \"Their Heading=our_field\"`", 64)
      }
      return map
    }
    try refuseStrangers(arguments)
    let engine = try Tool.engine(arguments)
    let reader = try CSVReader(path: arguments.words[1])
    let sink: any RowSink
    switch arguments.words[0] {
    case "influencers":
      let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine) }
      sink = try InfluencerSink(
        engine, campaign, InfluencerImport(reader, maps: maps), isConfirmed: arguments.has("--yes"))
    case "conversions": sink = try conversions(reader, maps, arguments, engine)
    case "payments":
      let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign that pays"), engine)
      sink = try PaymentSink(
        engine, campaign, PaymentImport(reader, maps: maps, home: engine.campaign(campaign.id).currency))
    case "shipments":
      let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign the parcels belong to"), engine)
      sink = try ShipmentSink(engine, campaign, ShipmentImport(reader, maps: maps))
    case "content":
      let campaign = try arguments["--campaign"].map { try Tool.campaign($0, engine) }
      let zone = try campaign.map { try engine.campaign($0.id).zone }
      sink = try ContentSink(engine, campaign, ContentImport(reader, maps: maps, zone: zone))
    case "codes":
      sink = try ItemSink(codes: CodeImport(reader, maps: maps), into: group(arguments, "discount", engine), engine)
    case "links":
      sink = try ItemSink(links: LinkImport(reader, maps: maps), into: group(arguments, "link", engine), engine)
    case "products": sink = try ProductSink(engine, ProductImport(reader, maps: maps, home: currency(arguments)))
    case "clicks": sink = try ClickSink(engine, ClickImport(reader, maps: maps))
    case let other:
      throw Failure(
        "`\(other)` cannot be imported; import \(kinds.map { "`\($0)`" }.joined(separator: ", "))", 64, [usage])
    }
    // A trial changes nothing, whatever it finds.
    if arguments.has("--dry-run") { engine.hand?.isCommand = false }
    return try ImportRun(
      engine, sink, reader, isTrial: arguments.has("--dry-run"), isQuiet: arguments.has("--quiet")
    ).run()
  }

  /// Options that mean nothing for what is imported.
  private static func refuseStrangers(_ arguments: Arguments) throws(Failure) {
    let kind = arguments.words[0]
    let intoGroups = ["codes", "links"].contains(kind)
    guard kinds.contains(kind) else { return }
    for option in intoGroups ? ["--campaign"] : ["--group", "--kind"] where arguments[option] != nil {
      let help =
        intoGroups
        ? "\(kind) go into a group, which any campaign may name" : "it says where codes and links go"
      throw Failure("`\(option)` has no use with `import \(kind)`; \(help)", 64)
    }
  }

  /// The currency of amounts that name none.
  private static func currency(_ arguments: Arguments) throws(Failure) -> Currency {
    guard let code = arguments["--currency"] else { return .usd }
    guard let currency = Currency(code.uppercased()) else {
      throw Failure("no currency has the code `\(code)`; write three letters such as `USD`", 64)
    }
    return currency
  }

  /// A shop's export of orders, or a list of conversions: the headings tell.
  private static func conversions(
    _ reader: CSVReader, _ maps: [HeadingMap], _ arguments: Arguments, _ engine: Engine
  ) throws -> any RowSink {
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign the orders belong to"), engine)
    let state = try engine.campaign(campaign.id)
    guard ConversionImport.recognises(try reader.heading().fields, maps: maps) else {
      return try OrderSink(engine, campaign, OrderImport(reader, maps: maps, zone: state.zone))
    }
    return try ConversionSink(
      engine, campaign, ConversionImport(reader, maps: maps, zone: state.zone, home: state.currency))
  }

  /// The group of `--group`; codes go into groups of other kinds where `--kind` says so.
  private static func group(_ arguments: Arguments, _ usual: String, _ engine: Engine) throws -> GroupRow {
    let name = try arguments.required("--group", "the group they go into")
    let noun = arguments["--kind"] ?? usual
    if (usual == "link") != (noun == "link") {
      throw Failure("\(noun)s are imported with `workroom import \(words(forKind: noun))`", 64)
    }
    if let row = try engine.group(of: noun, named: name) { return row }
    var help = ["create it: `workroom group create \"\(name)\" --kind \(noun) --db ...`"]
    for kind in try engine.store.kinds() where try engine.store.group(kind: kind.id, named: name) != nil {
      help = ["there is a \(kind.noun) group of that name: `workroom import \(words(forKind: kind.noun))`"]
    }
    throw Failure("there is no \(noun) group called `\(name)`", 66, help)
  }

  /// What is imported for a kind of item.
  static func words(forKind noun: String) -> String {
    switch noun {
    case "discount": "codes"
    case "link": "links"
    default: "codes --kind \(noun)"
    }
  }
}
