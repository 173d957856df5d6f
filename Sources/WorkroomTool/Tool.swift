import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomStore
import WorkroomValues
import Workroom
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What several verbs do alike: opening databases, finding campaigns, printing.
enum Tool {
  static func colour(_ arguments: Arguments, _ stream: Terminal.Stream = .standardOutput) throws(Failure) -> Colour {
    let name = arguments["--color"] ?? "auto"
    guard let choice = Colour.Choice(rawValue: name) else {
      throw Failure("`--color` takes `auto`, `always` or `never`", 64)
    }
    return Colour(choice, isTerminal: stream.isTerminal)
  }

  static func usage(_ arguments: Arguments, _ text: String) throws -> Bool {
    guard arguments.has("--help") else { return false }
    for (index, line) in UsageText.lines(text).enumerated() { try print((index == 0 ? "usage: " : "       ") + line) }
    return true
  }

  /// A line on standard output. Errors: `OutputFailure`, since a result that nobody got is none.
  static func print(_ line: String) throws { try Terminal.write(Escaped.terminal(line) + "\n", to: .standardOutput) }

  /// The database of `--db`; one that exists unless it may be made.
  static func engine(_ arguments: Arguments, creating: Bool = false) throws -> Engine {
    let path = try arguments.required("--db", "the database, such as `--db spring.workroom`")
    return try open(path, creating: creating)
  }

  static func open(_ path: String, creating: Bool = false) throws -> Engine {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure("`\(path)` is a folder; name the database file inside it", 65)
    }
    if creating, stat(PathParts(path).folder, &status) != 0 {
      throw Failure("there is no folder for `\(path)`; create it first", 66)
    }
    let engine = try Engine.open(path: path, mode: creating ? .create : .existing)
    try Request.current?.admit(engine)
    return engine
  }

  /// Does something in the database of `--db` in one transaction, and makes the database for it where there is none. What is
  /// refused leaves no new file behind: it is tried without one first.
  static func make<Result>(
    _ arguments: Arguments, _ body: (Engine) throws(EngineError) -> Result
  ) throws -> Result {
    let path = try arguments.required("--db", "the database, such as `--db spring.workroom`")
    if access(path, F_OK) != 0 {
      let trial = try Engine.open(path: path, mode: .memory)
      _ = try trial.transaction { () throws(EngineError) in try body(trial) }
    }
    let engine = try engine(arguments, creating: true)
    return try engine.transaction { () throws(EngineError) in try body(engine) }
  }

  /// The database of `--db`, to look at only: one that may not be written is good enough.
  static func reader(_ arguments: Arguments) throws -> Engine {
    try reader(arguments.required("--db", "the database, such as `--db spring.workroom`"))
  }

  /// The same for a database by its path.
  static func reader(_ path: String) throws -> Engine {
    do { return try open(path) } catch EngineError.store(.readOnly) {
      let engine = try Engine.open(path: path, mode: .readOnly)
      try Request.current?.admit(engine)
      return engine
    }
  }

  /// The roles of `--as`, each of which some workflow of the database or the vocabulary knows.
  static func roles(_ text: String, _ engine: Engine) throws -> [String] {
    let roles = text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    var known = Checker.check(SourceText(name: "vocabulary", bytes: [])).workflow?.roles.map(\.name) ?? []
    if !roles.allSatisfy(known.contains) {
      for row in try engine.store.campaigns() {
        known += try engine.definition(row.definition).workflow.roles.map(\.name)
      }
    }
    for role in roles where !known.contains(role) {
      let near = Spelling.nearest(to: role, among: known)
      throw Failure(
        "no role is called `\(role)`" + (near.map { "; write `\($0)`" } ?? ""), 64,
        ["there are: " + unique(known).joined(separator: ", ")])
    }
    guard !roles.isEmpty else { throw Failure("`--as` takes a role, such as `manager`", 64) }
    return roles
  }

  /// The roles that a command acts in: those of `--as`, else the operator's, else the usual one.
  static func actingRoles(_ text: String?, usual: String, _ engine: Engine) throws -> [String] {
    let given = try text.map { try roles($0, engine) }
    return try Request.current?.acting(given, usual: usual) ?? given ?? [usual]
  }

  /// The page of `--page` and `--rows`; where none is named the first for people, unless all of it is usual, else all of it.
  static func page(_ arguments: Arguments, isUsuallyWhole: Bool = false) throws(Failure) -> Workroom.Page? {
    func number(_ name: String, _ most: Int64) throws(Failure) -> Int64? {
      guard let text = arguments[name] else { return nil }
      guard let number = Int64(text), (1...most).contains(number) else {
        throw Failure("`\(name)` takes a whole number from 1 to \(most), not `\(text)`", 64)
      }
      return number
    }
    let (page, rows) = (try number("--page", 1_000_000_000), try number("--rows", Workroom.Page.rowsMax))
    if page == nil, rows == nil {
      guard !isUsuallyWhole, case .human = try format(arguments) else { return nil }
    }
    return Workroom.Page(page ?? 1, rows: rows ?? Workroom.Page.usualRows)
  }

  /// The time zone by which all campaigns of a database live, UTC where there is none; `nil` where they live by several.
  static func zone(_ engine: Engine) throws -> Zone? {
    let campaigns = try engine.asking { (store) throws(StoreError) in try store.campaigns() }
    guard let first = campaigns.first else { return .utc }
    return campaigns.allSatisfy { $0.zone == first.zone } ? try engine.campaign(first.id).zone : nil
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  static func campaign(_ name: String, _ engine: Engine) throws -> CampaignRow {
    if let row = try engine.campaign(named: name) { return row }
    let names = try engine.store.campaigns().map(\.name)
    let near = Spelling.nearest(to: name, among: names)
    throw Failure(
      "there is no campaign called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 66,
      names.isEmpty ? [] : ["there are: \(names.joined(separator: ", "))"])
  }

  static func source(_ path: String) throws(ExchangeError) -> SourceText {
    SourceText(name: path, bytes: try ByteFile.read(path, bytesMax: 1 << 20))
  }

  /// The same for a verb that is about one workflow. Errors: what is found about a file that is too large.
  static func workflow(_ path: String) throws -> SourceText {
    do { return try source(path) } catch ExchangeError.oversized {
      throw EngineError.definition([tooLarge(0)], SourceText(name: path, bytes: []))
    }
  }

  /// What is said of a file that is too large to be a workflow.
  static func tooLarge(_ source: Int) -> Diagnostic {
    Diagnostic(
      .sourceTooLarge, "a workflow file holds at most 1 MiB", at: .init(source: source, range: 0..<0),
      label: "too large", help: ["keep only the workflow in this file; sample data belongs in CSV files"])
  }

  /// A line of talk on standard error; a line break in it is somebody's name or text, and begins no line of ours.
  static func say(_ text: String) { Main.print(Escaped.terminal(text) + "\n", to: .standardError) }

  /// What to write first in a file that says nothing yet, for whoever begins with one.
  static func tellEmpty(_ sources: [SourceText]) {
    for source in sources where !source.name.hasSuffix(".scenario") && isEmpty(source) {
      say(
        "`\(source.name)` says nothing yet: a workflow begins with stages, such as `stage invited`, below it `on proposal.accepted go to done`, `end`, and `final done`; or delete the file and let `workroom new spring --from seeding` write one to begin with"
      )
    }
  }

  /// Whether a short text has nothing but remarks.
  private static func isEmpty(_ source: SourceText) -> Bool {
    guard source.bytes.count < 4096 else { return false }
    return source.bytes.split { $0 == 10 || $0 == 13 }.allSatisfy { line in
      let words = line.drop { $0 == 32 || $0 == 9 }
      return words.isEmpty || words.starts(with: [45, 45])
    }
  }

  /// A whole table on standard output.
  static func show(_ sheet: Sheet, _ arguments: Arguments) throws {
    try Terminal.write(
      SheetView.render(sheet, format(arguments), toTerminal: Terminal.Stream.standardOutput.isTerminal),
      to: .standardOutput)
  }

  /// One of the table formats; human on a terminal and elsewhere.
  static func format(_ arguments: Arguments) throws(Failure) -> Table.Format {
    switch arguments["--format"] ?? "human" {
    case "human": .human(width: Terminal.tableWidth(), colour: try colour(arguments))
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
