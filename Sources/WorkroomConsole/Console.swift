import Workroom
package import WorkroomEngine
package import WorkroomReporting
package import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// The operator's Work Room: reads a line, does what it says, prints what came of it.
///
/// Program → Campaigns → Work Room → section: where one stands decides what a line may mean. Words that begin with a dot
/// are the console's own; words of the vocabulary are events; everything else leads somewhere.
package final class Console {
  /// The database, or a copy of it in which everything can be tried.
  let engine: Engine
  let roles: [String]
  /// Whoever types, as the log and the audit log tell of them; `nil` where nobody is told of.
  let hand: Hand?
  /// What a sandbox was copied from; `nil` where what is typed counts.
  let sandbox: Sandbox?
  let assumesYes: Bool
  let isInteractive: Bool
  let colour: Colour
  package var width: Int
  /// Where one stands.
  var campaign: Int64?
  var section: String?
  /// Whom the last line was about, as it was typed.
  var lastPerson: String?
  /// The table that was shown last, to turn its pages.
  var shown: (look: Look, page: Int64)?
  /// Rows of a page.
  var pageRows = Page.usualRows
  /// Log rows that the last line that sent events has written, for `undo`.
  var lastSent: [Int64] = [] { didSet { lastDeed = nil } }
  /// Log rows that `undo` has written, with what each of them took back: `restore`.
  var undoings: [Int64: String] = [:]
  /// The newest line that changed the directory, where none has sent an event since.
  var lastDeed: String?
  /// Whether the line that is done has changed the directory.
  var hasChangedDirectory = false
  /// Those who were spoken to, by campaign, for `.scenario`.
  var spokenTo: [Int64: [Int64]] = [:]
  /// What was typed of a line that goes on.
  private var begun = ""
  var format = OutputFormat.human
  var outputPath: String?
  var showsTime = false
  var showsTrace = false
  var stopsAtError: Bool
  /// Plays a workflow's file of scenarios, and tells what was not as it says.
  package var playScenario: (_ workflow: SourceText, _ scenarios: SourceText) -> [String] = { _, _ in [] }
  /// Answers to a question, asked on the terminal.
  package var ask: (String) -> Bool = { _ in false }
  /// Where results and talk go: the standard streams, unless somebody else listens.
  package var output: (Escaped) throws(OutputFailure) -> Void = { (text) throws(OutputFailure) in
    try Terminal.write(text, to: .standardOutput)
  }
  package var talk: (Escaped) throws(OutputFailure) -> Void = { (text) throws(OutputFailure) in
    try Terminal.write(text, to: .standardError)
  }
  /// What a line came to: 0, or the status of the tool's table.
  package internal(set) var status: Int32 = 0
  package private(set) var isOver = false
  /// Whether what a sandbox would have changed was the last thing to be told.
  private var hasToldDifferences = false

  /// The database that counts, as the tool is told of it.
  var databasePath: String { (sandbox?.live ?? engine).store.database.path }

  /// Whether what is done here is done to a copy.
  package var isSandbox: Bool { sandbox != nil }

  enum OutputFormat: String, CaseIterable { case human = "table", csv, json }

  /// Why a line was not done.
  struct Refusal: Error {
    var text: String
    var status: Int32 = 1
    var help: [String] = []
  }

  package init(
    _ engine: Engine, roles: [String], sandbox: Sandbox? = nil, assumesYes: Bool, isInteractive: Bool, colour: Colour,
    width: Int
  ) {
    self.engine = engine
    self.sandbox = sandbox
    self.roles = roles
    hand = engine.hand
    engine.hand = nil
    self.assumesYes = assumesYes
    self.isInteractive = isInteractive
    self.colour = colour
    self.width = width
    stopsAtError = !isInteractive
  }

  /// What stands before the cursor: where one is, and which time counts.
  package var prompt: String {
    if !begun.isEmpty { return "...> " }
    var place = "Program"
    if let campaign, let row = try? engine.campaign(campaign).row { place = row.name }
    if let section { place += " › \(section)" }
    let clock = engine.clock.virtual.map { String($0.description.prefix(16)) }
    let time = sandbox == nil ? clock ?? "LIVE" : "SANDBOX \(clock ?? "")"
    return "\(place) [\(time)]> "
  }

  /// Runs one line that somebody typed, who may press Ctrl-C meanwhile: what can stop stops, what cannot is done to its end,
  /// and a second time ends the console.
  package func runTyped(_ line: String) {
    let interrupt = Interrupt(duringWork: true)
    run(line)
    if interrupt.happened, status != 130, !isOver {
      say("done all the same: this could not stop in the middle; Ctrl-C twice ends the console")
    }
  }

  /// Runs one line. Returns false when the session is over.
  @discardableResult
  package func run(_ typed: String) -> Bool {
    // A file may begin with a byte order mark.
    let piece = String(typed.hasPrefix("\u{FEFF}") ? typed.dropFirst() : typed[...]).trimmedOfSpaces
    guard !goesOn(piece) else { return true }
    let line = (begun + piece).trimmedOfSpaces
    begun = ""
    guard !line.isEmpty, !line.hasPrefix("--") else { return true }
    let started = SystemClock.now
    takeInHand(line)
    var (code, answer): (Int32, String) = (0, "")
    do {
      try admit(line)
      if let sandbox, !line.hasPrefix(".undo") {
        try sandbox.watching(line) { try perform(line) }
      } else {
        try perform(line)
      }
      if showsTime { say("\(SystemClock.now.milliseconds - started.milliseconds) ms") }
    } catch let error as Refusal {
      (code, answer) = (error.status, error.text)
      fail(error.text, error.status, error.help)
    } catch let error as EngineError {
      (code, answer) = (error.exitCode, error.description)
      fail(error.description, error.exitCode, [])
    } catch {
      (code, answer) = (70, "\(error)")
      fail("\(error)", 70, [])
    }
    letGo(status: code, answer: answer)
    if ![".quit", ".exit", "quit", "exit"].contains(line) { hasToldDifferences = line == ".differences" && code == 0 }
    if status != 0, stopsAtError { isOver = true }
    return !isOver
  }

  /// Runs what is left of a line that was never finished; and tells, of a sandbox, what the database would have become.
  package func end() {
    if !begun.isEmpty, !isOver { run("") }
    guard sandbox != nil, !hasToldDifferences, status == 0 || isInteractive else { return }
    isOver = false
    run(".differences")
    isOver = true
  }

  /// Whether a line goes on: it ends with `\`, or somebody who types has not closed a quote.
  private func goesOn(_ piece: String) -> Bool {
    if piece.hasSuffix("\\") {
      begun += piece.dropLast() + " "
    } else if isInteractive, !piece.isEmpty, Words(begun + piece) == nil {
      begun += piece + " "
    } else {
      return false
    }
    guard begun.utf8.count <= LineEditor.lineBytesMax else {
      begun = ""
      fail("a line has at most 1 MiB; this one was left out", 65, [])
      return true
    }
    return true
  }

  /// Forgets what was typed of a line that goes on; false where there was none.
  package func forgetBegun() -> Bool {
    defer { begun = "" }
    return !begun.isEmpty
  }

  /// What people type everywhere, for what begins with a dot here; a campaign of such a name comes first.
  private static let usualWords = ["help": ".help", "quit": ".quit", "exit": ".quit"]

  private func perform(_ line: String) throws {
    if line.hasPrefix(".") { return try dot(line) }
    if line.hasPrefix("?") { return help(String(line.dropFirst()).trimmedOfSpaces) }
    if let word = Console.usualWords[line.lowercased()], try campaign != nil || engine.campaign(named: line) == nil {
      return try dot(word)
    }
    if let campaign { return try inCampaign(line, campaign) }
    try inProgram(line)
  }

  func quit() { isOver = true }

  // MARK: Output

  func say(_ text: String) { write(Escaped.terminal(text) + "\n") }

  func write(_ text: Escaped) {
    do { try output(text) } catch {
      status = error.exitCode
      isOver = true
    }
  }

  func fail(_ text: String, _ code: Int32, _ help: [String]) {
    status = code
    var message = colour(.error, "error") + ": " + Escaped.terminal(text) + "\n"
    for line in help { message += "  " + Escaped.terminal(line) + "\n" }
    try? talk(message)
  }

  /// Tells what is no mistake and no result either, so that a file of lines goes on.
  func note(_ text: String, _ help: [String]) {
    var message = "note: " + Escaped.terminal(text) + "\n"
    for line in help { message += "  " + Escaped.terminal(line) + "\n" }
    try? talk(message)
  }

  func show(_ sheet: Sheet) throws {
    let format: Table.Format =
      switch self.format {
      case .human: .human(width: width, colour: colour)
      case .csv: .csv
      case .json: .json
      }
    guard let path = outputPath else {
      return write(SheetView.render(sheet, format, toTerminal: Terminal.Stream.standardOutput.isTerminal))
    }
    let text = SheetView.render(sheet, format)
    try OutputFile.write(text.text, to: path)
    say("\(sheet.rows.count.counted("row", "rows")) written to `\(path)`")
  }
}

extension String {
  /// Without spaces at either end.
  var trimmedOfSpaces: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
