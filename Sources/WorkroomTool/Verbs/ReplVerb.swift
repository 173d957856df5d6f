import WorkroomConsole
import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore

/// `workroom repl [DB] [--as ROLE] [-c LINE] [-f FILE]`
enum ReplVerb {
  static let usage = "workroom repl DB [--as ROLE[,ROLE]] [-c LINE]... [-f FILE]"

  static func run(_ words: [String]) throws -> Int32 {
    let options: [Arguments.Option] = [
      Tool.databaseOption, .init(name: "--as", value: "a role, such as manager"), .init(name: "-c", value: "a line to run", repeats: true),
      .init(name: "-f", value: "a file of lines"),
    ]
    let arguments = try Arguments(words, options: options, usage: usage)
    if Tool.usage(arguments, usage) { return 0 }
    guard let path = arguments["--db"] ?? arguments.words.first else { throw Failure("which database? write `workroom repl spring.workroom`", 64, [usage]) }
    let roles = (arguments["--as"] ?? "manager").split(separator: ",").map(String.init)
    guard !roles.isEmpty else { throw Failure("`--as` takes a role, such as `manager`", 64) }
    let engine = try Engine.open(path: path, mode: .existing)
    var lines = arguments.all("-c")
    if let file = arguments["-f"] {
      lines += String(decoding: try ByteFile.read(file, bytesMax: 1 << 20), as: UTF8.self).split(separator: "\n").map(String.init)
    }
    let isInteractive = lines.isEmpty && Terminal.Stream.standardInput.isTerminal && !arguments.has("--no-input")
    let console = Console(
      engine, roles: roles, assumesYes: arguments.has("--yes"), isInteractive: isInteractive, colour: try Tool.colour(arguments), width: Terminal.width())
    if !lines.isEmpty {
      for line in lines where !console.run(line) { break }
      return console.status
    }
    return converse(console, isInteractive)
  }

  private static func converse(_ console: Console, _ isInteractive: Bool) -> Int32 {
    let editor = LineEditor(name: "workroom", historyPath: isInteractive ? historyPath : nil)
    editor.complete = { line, cursor in console.completions(line, cursor) }
    console.ask = { question in
      guard case .text(let answer) = editor.readLine(prompt: "\(question) [y/N] ") else { return false }
      return ["y", "yes"].contains(answer.lowercased())
    }
    if isInteractive {
      Tool.say("workroom \(toolVersion); .help tells what can be typed, .quit ends")
      console.run("campaigns")
    }
    while !console.isOver {
      switch editor.readLine(prompt: isInteractive ? console.prompt : "") {
      case .text(let line): console.run(line)
      case .cancelled: continue
      case .tooLong:
        Tool.say("a line has at most 1 MiB; this one was left out")
        if !isInteractive { return 65 }
      case .end: return isInteractive ? 0 : console.status
      }
    }
    return isInteractive ? 0 : console.status
  }

  private static var historyPath: String? { Terminal.environment("HOME").map { "\($0)/.workroom_history" } }
}
