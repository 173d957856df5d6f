import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import Workroom

/// What several verbs do alike: opening databases, finding campaigns, printing.
enum Tool {
  static func colour(_ arguments: Arguments, _ stream: Terminal.Stream = .standardOutput) throws(Failure) -> Colour {
    let name = arguments["--color"] ?? "auto"
    guard let choice = Colour.Choice(rawValue: name) else { throw Failure("`--color` takes `auto`, `always` or `never`", 64) }
    return Colour(choice, isTerminal: stream.isTerminal)
  }

  static func usage(_ arguments: Arguments, _ text: String) -> Bool {
    guard arguments.has("--help") else { return false }
    Main.print(Escaped.terminal("usage: \(text)") + "\n")
    return true
  }

  /// The database of `--db`; one that exists unless it may be made.
  static func engine(_ arguments: Arguments, creating: Bool = false) throws -> Engine {
    let path = try arguments.required("--db", "the database, such as `--db spring.workroom`")
    return try Engine.open(path: path, mode: creating ? .create : .existing)
  }

  static func campaign(_ name: String, _ engine: Engine) throws -> CampaignRow {
    if let row = try engine.campaign(named: name) { return row }
    let names = try engine.store.campaigns().map(\.name)
    let near = Spelling.nearest(to: name, among: names)
    throw Failure("there is no campaign called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 66, names.isEmpty ? [] : ["there are: \(names.joined(separator: ", "))"])
  }

  static func source(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: try ByteFile.read(path, bytesMax: 1 << 20))
  }

  static func say(_ text: String) { Main.print(Escaped.terminal(text) + "\n", to: .standardError) }

  /// One of the table formats; human on a terminal and elsewhere.
  static func format(_ arguments: Arguments) throws(Failure) -> Table.Format {
    switch arguments["--format"] ?? "human" {
    case "human": .human(width: Terminal.width(), colour: try colour(arguments))
    case "csv": .csv
    case "json": .json
    case let other: throw Failure("`--format` takes `human`, `csv` or `json`, not `\(other)`", 64)
    }
  }

  static let databaseOption = Arguments.Option(name: "--db", value: "a database file")
  static let formatOption = Arguments.Option(name: "--format", value: "human|csv|json")
}

/// The program's version; SemVer.
let toolVersion = "0.1.0"
