import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// The console's own words, which begin with a dot.
extension Console {
  static let dots = [
    ".bail", ".clock", ".differences", ".help", ".mode", ".open", ".output", ".quit", ".rows", ".save", ".scenario",
    ".timer",
    ".trace", ".undo",
  ]

  func dot(_ line: String) throws {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    let argument = parts.count > 1 ? parts[1].trimmedOfSpaces : ""
    switch parts[0] {
    case ".quit", ".exit": quit()
    case ".help": help(argument)
    case ".mode": try setMode(argument)
    case ".output": try setOutput(argument)
    case ".timer": showsTime = try onOff(argument, ".timer")
    case ".trace":
      showsTrace = try onOff(argument, ".trace")
      engine.isTracing = showsTrace
    case ".bail": stopsAtError = try onOff(argument, ".bail")
    case ".rows": try setRows(argument)
    case ".clock": try moveClock(argument)
    case ".open":
      guard !argument.isEmpty else {
        throw Refusal(text: "which campaign? write `.open NAME`; `campaigns` lists them", status: 64)
      }
      try openCampaign(argument.unquoted)
    case ".save": try save(argument.unquoted)
    case ".scenario": try saveScenario(argument.unquoted)
    case ".undo": try goBack()
    case ".differences": try showDifferences(argument)
    default:
      let near = Spelling.nearest(to: parts[0], among: Console.dots)
      throw Refusal(
        text: "the console has no word `\(parts[0])`" + (near.map { "; write `\($0)`" } ?? ""), status: 64,
        help: ["`.help` lists them"])
    }
  }

  private func setMode(_ argument: String) throws {
    guard let mode = OutputFormat(rawValue: argument) else {
      throw Refusal(text: "`.mode` takes `table`, `csv` or `json`", status: 64)
    }
    format = mode
  }

  private func setOutput(_ argument: String) throws {
    outputPath = argument.isEmpty || argument == "stdout" ? nil : argument.unquoted
    if let outputPath, let problem = OutputFile.problem(withNew: outputPath) {
      self.outputPath = nil
      throw Refusal(text: problem, status: 64)
    }
  }

  private func setRows(_ argument: String) throws {
    guard let rows = Int64(argument), (1...Page.rowsMax).contains(rows) else {
      throw Refusal(text: "`.rows` takes how many rows a page has, from 1 to \(Page.rowsMax)", status: 64)
    }
    pageRows = rows
  }

  private func onOff(_ argument: String, _ word: String) throws -> Bool {
    guard argument == "on" || argument == "off" else {
      throw Refusal(text: "`\(word)` takes `on` or `off`", status: 64)
    }
    return argument == "on"
  }

  /// `.clock +3d` or `.clock 2026-03-09 14:30`: moves a virtual clock; what falls due on the way fires. A time without a zone
  /// is that of the campaign that is open.
  private func moveClock(_ argument: String) throws {
    guard let now = engine.clock.virtual else {
      throw Refusal(
        text: "this database lives by the system's clock, which cannot be moved", status: 64,
        help: ["`workroom repl DB --sandbox` opens a copy that has a clock of its own"])
    }
    if argument.isEmpty { return say("\(now)") }
    let zone = try campaign.map { try engine.campaign($0).zone } ?? .utc
    guard let target = WrittenTime.read(argument.unquoted, zone: zone, after: now) else {
      throw Refusal(
        text: "`\(argument)` is no time; write it behind `.clock` as \(WrittenTime.steps), or as \(WrittenTime.forms)",
        status: 64)
    }
    try engine.transaction { () throws(EngineError) in try engine.clock.set(target) }
    let fired = try engine.fireDueTimers()
    say("\(target), \(fired) timer\(fired == 1 ? "" : "s") fired")
  }

  // MARK: Trace

  /// The rules that a step looked at, each with its line and what came of it.
  func tell(_ trace: [TraceEntry], _ definition: Definition) {
    if trace.isEmpty { return say("  trace: no rule of an active stage is about this event") }
    // A condition is asked again after every change; once is enough to tell.
    var told: Set<Int32> = []
    for entry in trace where entry.verdict != .conditionFalse || told.insert(entry.index).inserted {
      say("  \(Console.line(entry, definition))")
    }
  }

  private static func line(_ entry: TraceEntry, _ definition: Definition) -> String {
    let workflow = definition.workflow
    switch entry.verdict {
    case .entered: return "entered `\(workflow.stages[Int(entry.index)].path)`"
    case .left: return "left `\(workflow.stages[Int(entry.index)].path)`"
    default: break
    }
    let rule = workflow.rules[Int(entry.index)]
    let source = rule.isVocabulary ? definition.vocabulary : definition.source
    let rest = source.bytes[min(rule.span.range.lowerBound, source.bytes.count)...]
    let text = String(decoding: rest.prefix { $0 != 10 }, as: UTF8.self)
    return "\(rule.isVocabulary ? "vocabulary " : "")line \(rule.line) \(words(entry.verdict)): \(text.trimmedOfSpaces)"
  }

  private static func words(_ verdict: TraceEntry.Verdict) -> String {
    switch verdict {
    case .anotherRole: "is for another role"
    case .conditionFalse: "did not apply, its condition is false"
    case .earlierLineApplies: "was not needed, an earlier line applies"
    case .outranked: "gave way to a line further in"
    case .reacted: "ran"
    case .fired: "fired"
    case .entered, .left: ""
    }
  }
}
