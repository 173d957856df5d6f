import WorkroomDrawing
import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomMachine
import WorkroomReporting
import WorkroomStore

/// `workroom graph FILE [--format svg|dot|mermaid|text] [--focus STAGE] [--depth N] [--output FILE]`
enum GraphVerb {
  static let usage =
    "workroom graph FILE [--format svg|dot|mermaid|text] [--focus STAGE] [--depth N] [--plain] [--output FILE] "
    + "[--dark|--light] [--db DB --campaign NAME]"

  private enum Format: String { case svg, dot, mermaid, text }

  static let options: [Arguments.Option] = [
    .init(name: "--format", value: "svg|dot|mermaid|text"), .init(name: "--focus", value: "a stage's name"),
    .init(name: "--depth", value: "a number of arrows"), .init(name: "--output", value: "a file to write"),
    .init(name: "--dark"), .init(name: "--light"), .init(name: "--plain"), Tool.databaseOption,
    .init(name: "--campaign", value: "a campaign's name"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard let path = arguments.words.first else {
      throw Failure("which file? write `workroom graph FILE`", 64, [usage])
    }
    try arguments.noMore(than: 1, usage)
    if let objection = arguments["--output"].flatMap(OutputPath.objection) { throw Failure(objection, 64) }
    let format = try format(arguments)
    let shade = try shade(arguments)
    let depth = try depth(arguments)
    var chart = try chart(path)
    try count(&chart, arguments)
    if let name = arguments["--focus"] { chart = chart.focused(on: try stage(name, chart), depth: depth) }
    if arguments.has("--plain") { chart = chart.withoutNotes() }
    let width = arguments["--output"] == nil ? Terminal.width() : 100
    let text =
      switch format {
      case .svg: SVG.write(Picture(chart), shade: shade)
      case .dot: document(DOT.write(chart))
      case .mermaid: document(Mermaid.write(chart))
      case .text: document(Outline.write(chart, width: width))
      }
    if let output = arguments["--output"] {
      try ByteFile.writeAtomically(output, Array(text.text.utf8))
    } else {
      try Terminal.write(text, to: .standardOutput)
    }
    return 0
  }

  private static func document(_ lines: [Escaped]) -> Escaped { lines.joined(separator: "\n") + "\n" }

  private static func chart(_ path: String) throws -> Chart {
    if ScenarioFiles.isScenarios(path) {
      throw Failure(
        "`\(path)` holds scenarios, and what is drawn is a workflow", 64,
        ["write `workroom graph \(path.dropLast("scenario".count))workflow`"])
    }
    let source = try Tool.workflow(path)
    let (workflow, diagnostics) = Checker.check(source)
    guard let workflow else {
      throw EngineError.definition(diagnostics.filter { $0.severity == .error }, source)
    }
    if workflow.stages.dropFirst().allSatisfy({ $0.span.source == Vocabulary.vocabularySource }) {
      Tool.say("`\(path)` has no stages of its own: these are the standard ones, which `workroom vocabulary` shows")
    }
    return Chart(workflow, source)
  }

  // MARK: - Options

  /// As it is asked for, else as the output's name says; text for eyes at a terminal, and a picture for a pipe.
  private static func format(_ arguments: Arguments) throws(Failure) -> Format {
    if let name = arguments["--format"] {
      guard let format = Format(rawValue: name) else {
        throw Failure("`--format` takes `svg`, `dot`, `mermaid` or `text`, not `\(name)`", 64)
      }
      return format
    }
    if let output = arguments["--output"] {
      switch output.split(separator: ".").last {
      case "dot", "gv": return .dot
      case "mmd", "mermaid": return .mermaid
      case "txt": return .text
      default: return .svg
      }
    }
    return Terminal.Stream.standardOutput.isTerminal ? .text : .svg
  }

  private static func shade(_ arguments: Arguments) throws(Failure) -> Shade {
    switch (arguments.has("--dark"), arguments.has("--light")) {
    case (true, true): throw Failure("`--dark` and `--light` exclude each other", 64, [usage])
    case (true, false): return .dark
    case (false, true): return .light
    case (false, false): return .auto
    }
  }

  private static func depth(_ arguments: Arguments) throws(Failure) -> Int {
    guard let text = arguments["--depth"] else { return 1 }
    guard arguments["--focus"] != nil else {
      throw Failure("`--depth` counts arrows from a stage; name it with `--focus`", 64, [usage])
    }
    guard let depth = Int(text), (0...1_000).contains(depth) else {
      throw Failure("`--depth` takes a whole number from 0 to 1000, not `\(text)`", 64)
    }
    return depth
  }

  private static func stage(_ name: String, _ chart: Chart) throws(Failure) -> Int {
    let found = chart.nodes(named: name)
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      let paths = found.map { "`\(chart.nodes[$0].path)`" }.joined(separator: ", ")
      throw Failure("`\(name)` is the name of \(found.count) stages; write one of \(paths)", 64)
    }
    let near = chart.nearest(to: name)
    throw Failure("no stage is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64)
  }

  // MARK: - Counts

  /// How many participations of a campaign stand in each stage now; the database is only read.
  private static func count(_ chart: inout Chart, _ arguments: Arguments) throws {
    guard arguments["--db"] != nil || arguments["--campaign"] != nil else { return }
    let name = try arguments.required("--campaign", "the campaign's name")
    let engine = try Tool.reader(arguments)
    let campaign = try Tool.campaign(name, engine)
    var counts: [String: Int] = [:]
    for row in try engine.store.participations(campaign.id) {
      let definition = try engine.definition(row.definition)
      for stage in definition.machine.activeStages(row.state.span) where stage > 0 {
        counts[definition.workflow.stages[stage].path, default: 0] += 1
      }
    }
    let unknown = chart.setCounts(counts)
    guard !unknown.isEmpty else { return }
    let shown = unknown.prefix(5).map { "`\($0)` (\(counts[$0] ?? 0))" }.joined(separator: ", ")
    let rest = unknown.count > 5 ? " and \(unknown.count - 5) more" : ""
    Tool.say("some of `\(name)` stand in stages that this file does not have: \(shown)\(rest)")
  }
}
