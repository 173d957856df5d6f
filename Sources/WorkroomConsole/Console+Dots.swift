import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// The console's own words, which begin with a dot.
extension Console {
  static let dots = [".bail", ".clock", ".help", ".mode", ".open", ".output", ".quit", ".timer", ".trace"]

  func dot(_ line: String) throws {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    let argument = parts.count > 1 ? parts[1].trimmedOfSpaces : ""
    switch parts[0] {
    case ".quit", ".exit": quit()
    case ".help": help(argument)
    case ".mode": try setMode(argument)
    case ".output": setOutput(argument)
    case ".timer": showsTime = try onOff(argument, ".timer")
    case ".trace":
      showsTrace = try onOff(argument, ".trace")
      engine.isTracing = showsTrace
    case ".bail": stopsAtError = try onOff(argument, ".bail")
    case ".clock": try moveClock(argument)
    case ".open": try openCampaign(argument.unquoted)
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

  private func setOutput(_ argument: String) {
    outputPath = argument.isEmpty || argument == "stdout" ? nil : argument.unquoted
  }

  private func onOff(_ argument: String, _ word: String) throws -> Bool {
    guard argument == "on" || argument == "off" else {
      throw Refusal(text: "`\(word)` takes `on` or `off`", status: 64)
    }
    return argument == "on"
  }

  /// `.clock +3d` or `.clock 2026-03-09T00:00:00Z`: moves a virtual clock; what falls due on the way fires.
  private func moveClock(_ argument: String) throws {
    guard let now = engine.clock.virtual else {
      throw Refusal(
        text: "this database lives by the system's clock, which cannot be moved", status: 64,
        help: ["`workroom demo` makes a database with a clock of its own"])
    }
    if argument.isEmpty { return say("\(now)") }
    guard let target = Console.instant(argument, after: now) else {
      throw Refusal(
        text: "`\(argument)` is no time; write `.clock +3d`, `.clock +12h` or `.clock 2026-03-09T00:00:00Z`", status: 64
      )
    }
    try engine.transaction { () throws(EngineError) in try engine.clock.set(target) }
    let fired = try engine.fireDueTimers()
    say("\(target), \(fired) timer\(fired == 1 ? "" : "s") fired")
  }

  static func instant(_ text: String, after now: Instant) -> Instant? {
    if let instant = Instant(text) { return instant }
    if let date = CalendarDate(text) { return Zone.utc.instant(date) }
    guard text.hasPrefix("+"), let unit = text.last, let count = Int64(text.dropFirst().dropLast()),
      (1...100_000).contains(count)
    else { return nil }
    let lengths: [Character: Int64] = ["d": 86_400_000, "h": 3_600_000, "m": 60_000, "w": 604_800_000]
    return lengths[unit].map { Instant(milliseconds: now.milliseconds + count * $0) }
  }

  // MARK: Help

  func help(_ word: String) {
    guard word.isEmpty else { return helpAbout(word) }
    let lines = [
      "Where to go", "  campaigns                  the program's campaigns",
      "  NAME                       the Work Room of a campaign",
      "  my influencers, proposals, discounts, links, fulfillment, progress, content, reporting, payments",
      "  up                         one level out", "",
      "What to do in a Work Room",
      "  accept mia                 an event about one influencer, in the vocabulary's words",
      "  decline leo because \"budget\"", "  negotiate mia price 250 USD",
      "  invite all when followers is at least 10_000",
      "                             for many: shows what would change, then asks",
      "  show mia, possible mia     how somebody stands, and what can be done now",
      "  why mia, why not mia accept   what led somebody where they stand, and what is missing",
      "  explain owed mia           every cent that is owed, with the rule, the event and the day that it comes from",
      "  pay all method cash        asks for what is due to everybody: a batch, with a file for PayPal",
      "  tax form mia W-9, paypal account mia EMAIL", "                             what cash needs first",
      "  products, groups, leaks          what is offered, and codes that may have leaked",
      "  conversions, batches, accounts   money in detail; `payments 2` is the second page",
      "  content review             posts of files that nobody could say whose they are",
      "  content match 12 to mia, content dismiss 12   gives one to somebody here, or drops it",
      "  add EMAIL                  lets somebody of the directory take part",
      "  details, set NAME to VALUE the campaign's details",
      "  messages                   the newest mails, orders and notices",
      "  forget EMAIL               erases one person's names, addresses and texts for ever; asks first", "",
      "The console's own",
      "  .mode table|csv|json  .output FILE  .timer on|off  .bail on|off  .trace on|off  .clock [+3d|DATE]",
      "  .open NAME  .help  .quit",
      "  ?WORD                      what an operator's word does",
    ]
    for line in lines { say(line) }
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

  private func helpAbout(_ word: String) {
    guard let campaign, let definition = try? engine.definition(engine.campaign(campaign).row.definition) else {
      return say("open a campaign first")
    }
    let events = definition.workflow.events.filter { $0.typed?.hasPrefix(word) == true || $0.path == word }
    guard !events.isEmpty else { return say("no word begins with `\(word)`; `.help` tells what can be typed") }
    for event in events {
      let roles = definition.workflow.roles.indices.filter { event.senders & 1 << UInt64($0) != 0 }.map {
        definition.workflow.roles[$0].name
      }
      let values = event.payload.map { $0.isOptional ? "[\($0.name) ...]" : "\($0.name) ..." }.joined(separator: " ")
      say("\(event.typed ?? event.path) WHO \(values)   sends \(event.path), by \(roles.joined(separator: ", "))")
    }
  }
}
