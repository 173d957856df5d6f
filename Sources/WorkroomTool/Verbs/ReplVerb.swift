import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomScenarios

/// `workroom repl [DB] [--as ROLE] [-c LINE] [-f FILE]`
enum ReplVerb {
  static let usage = "workroom repl DB [--sandbox] [--as ROLE[,ROLE]] [-c LINE]... [-f FILE]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--as", value: "a role, such as manager"),
    .init(name: "-c", value: "a line to run", repeats: true),
    .init(name: "-f", value: "a file of lines"), .init(name: "--sandbox"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: arguments["--db"] == nil ? 1 : 0, usage)
    let path = try arguments["--db"] ?? arguments.words.first ?? onlyDatabase()
    // A sandbox works on a copy, so a database that may not be written is good enough.
    let live = try arguments.has("--sandbox") ? Tool.reader(path) : Tool.open(path)
    let sandbox = try arguments.has("--sandbox") ? Sandbox(of: path) : nil
    let engine = sandbox?.copy ?? live
    if sandbox != nil { engine.hand = live.hand }
    let roles = try Tool.actingRoles(arguments["--as"], usual: "manager", engine)
    engine.hand = engine.hand?.asking("", .console, file: arguments["-f"])
    engine.hand?.roles = roles
    var lines = arguments.all("-c").flatMap { ReplVerb.lines(Array($0.utf8)) }
    if let file = arguments["-f"] { lines += ReplVerb.lines(try ByteFile.read(file, bytesMax: 1 << 20)) }
    let isInteractive =
      arguments.all("-c").isEmpty && arguments["-f"] == nil && Terminal.Stream.standardInput.isTerminal
      && !arguments.has("--no-input")
    let console = Console(
      engine, roles: roles, sandbox: sandbox, assumesYes: arguments.has("--yes"), isInteractive: isInteractive,
      colour: try Tool.colour(arguments), width: Terminal.tableWidth())
    console.playScenario = play
    if !arguments.all("-c").isEmpty || arguments["-f"] != nil {
      let last = lines.firstIndex { !console.run($0) } ?? lines.endIndex
      let left = lines.dropFirst(last + 1).count { !$0.isEmpty }
      if console.status != 0, left > 0 {
        Tool.say("\(left) more line\(left == 1 ? " was" : "s were") not run")
      }
      console.end()
      return console.status
    }
    return converse(console, isInteractive)
  }

  /// Plays scenarios as `workroom test` does; what was not as they say, in a line each.
  private static func play(_ workflow: SourceText, _ scenarios: SourceText) -> [String] {
    let (checked, diagnostics) = Checker.check(workflow, index: 0, scenarioFiles: [(scenarios, 1)])
    guard let checked else { return diagnostics.filter { $0.severity == .error }.map(\.title) }
    do {
      let sources = ScenarioSources(workflow, index: 0, scenarios: [(scenarios, 1)])
      var run = ScenarioRun(try ScenarioPlayer(checked, sources))
      return try run.suites().flatMap(\.cases).flatMap { (played: TestReport.Case) -> [String] in
        guard case .failed(let failures) = played.outcome else { return [] }
        return failures.map { "line \($0.place.line): \($0.title)" }
      }
    } catch { return [error.description] }
  }

  /// The lines of a file, whatever ends them.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 10).map { String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self) }
  }

  /// The folder's only database, where there is exactly one.
  private static func onlyDatabase() throws -> String {
    let names = try InboxFolder.names(".", endingIn: ".workroom")
    if names.count == 1 { return names[0] }
    let about =
      names.isEmpty
      ? "there is none in this folder" : "this folder has \(names.count): \(names.prefix(5).joined(separator: ", "))"
    throw Failure("which database? \(about); write `workroom repl spring.workroom`", 64, [usage])
  }

  private static func converse(_ console: Console, _ isInteractive: Bool) -> Int32 {
    let editor = LineEditor(name: "workroom", historyPath: isInteractive ? historyPath : nil)
    editor.complete = { line, cursor in console.completions(line, cursor) }
    console.ask = { question in
      guard
        case .text(let answer) = editor.readLine(prompt: Escaped.terminal("\(question) [y/N] ").text, remembers: false)
      else {
        return false
      }
      return ["y", "yes"].contains(answer.lowercased())
    }
    if isInteractive {
      Tool.say("workroom \(toolVersion); .help tells what can be typed, .quit ends")
      if console.isSandbox {
        Tool.say("a sandbox: what is done here is done to a copy, which is thrown away at the end")
      }
      console.run("campaigns")
    }
    defer { console.end() }
    while !console.isOver {
      switch editor.readLine(prompt: isInteractive ? console.prompt : "") {
      case .text(let line):
        // The window may have changed while somebody typed.
        guard isInteractive else {
          console.run(line)
          continue
        }
        console.width = Terminal.width()
        console.runTyped(line)
      case .cancelled: _ = console.forgetBegun()
      case .tooLong:
        Tool.say("a line has at most 1 MiB; this one was left out")
        if !isInteractive { return 65 }
      case .end:
        guard isInteractive else { return console.status }
        if console.forgetBegun() { Tool.say("the line that was begun is not run") }
        return 0
      }
    }
    return isInteractive ? 0 : console.status
  }

  private static var historyPath: String? { Terminal.environment("HOME").map { "\($0)/.workroom_history" } }
}
