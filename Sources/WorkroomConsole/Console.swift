import Workroom
package import WorkroomEngine
package import WorkroomReporting
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// The operator's Work Room: reads a line, does what it says, prints what came of it.
///
/// Program → Campaigns → Work Room → section: where one stands decides what a line may mean. Words that begin with a dot
/// are the console's own; words of the vocabulary are events; everything else leads somewhere.
package final class Console {
  let engine: Engine
  let roles: [String]
  /// Whoever types, as the log and the audit log tell of them; `nil` where nobody is told of.
  let hand: Hand?
  let assumesYes: Bool
  let isInteractive: Bool
  let colour: Colour
  var width: Int
  /// Where one stands.
  var campaign: Int64?
  var section: String?
  /// Whom the last line was about, as it was typed.
  var lastPerson: String?
  var format = OutputFormat.human
  var outputPath: String?
  var showsTime = false
  var showsTrace = false
  var stopsAtError: Bool
  /// Answers to a question, asked on the terminal.
  package var ask: (String) -> Bool = { _ in false }
  /// What a line came to: 0, or the status of the tool's table.
  package private(set) var status: Int32 = 0
  package private(set) var isOver = false

  enum OutputFormat: String, CaseIterable { case human = "table", csv, json }

  /// Why a line was not done.
  struct Refusal: Error {
    var text: String
    var status: Int32 = 1
    var help: [String] = []
  }

  package init(_ engine: Engine, roles: [String], assumesYes: Bool, isInteractive: Bool, colour: Colour, width: Int) {
    self.engine = engine
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
    var place = "Program"
    if let campaign, let row = try? engine.campaign(campaign).row { place = row.name }
    if let section { place += " › \(section)" }
    let time = engine.clock.virtual.map { String($0.description.prefix(16)) } ?? "LIVE"
    return "\(place) [\(time)]> "
  }

  /// Runs one line. Returns false when the session is over.
  @discardableResult
  package func run(_ line: String) -> Bool {
    // A file may begin with a byte order mark.
    let line = String(line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line[...]).trimmedOfSpaces
    guard !line.isEmpty, !line.hasPrefix("--") else { return true }
    let started = SystemClock.now
    takeInHand(line)
    var (code, answer): (Int32, String) = (0, "")
    do {
      try admit(line)
      try perform(line)
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
    if status != 0, stopsAtError { isOver = true }
    return !isOver
  }

  private func perform(_ line: String) throws {
    if line.hasPrefix(".") { return try dot(line) }
    if line.hasPrefix("?") { return help(String(line.dropFirst()).trimmedOfSpaces) }
    if let campaign { return try inCampaign(line, campaign) }
    try inProgram(line)
  }

  func quit() { isOver = true }

  // MARK: Output

  func say(_ text: String) { write(Escaped.terminal(text) + "\n") }

  func write(_ text: Escaped) {
    do { try Terminal.write(text, to: .standardOutput) } catch {
      status = error.exitCode
      isOver = true
    }
  }

  func fail(_ text: String, _ code: Int32, _ help: [String]) {
    status = code
    var message = colour(.error, "error") + ": " + Escaped.terminal(text) + "\n"
    for line in help { message += "  " + Escaped.terminal(line) + "\n" }
    try? Terminal.write(message, to: .standardError)
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
    say("\(sheet.rows.count) rows written to `\(path)`")
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
