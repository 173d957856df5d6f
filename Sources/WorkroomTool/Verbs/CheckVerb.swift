import WorkroomAnalysis
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting

/// `workroom check FILE...`
enum CheckVerb {
  static let usage =
    "workroom check FILE... [--fix [--diff]] [--matrix] [--fail-level error|warning|note] [--templates DIR] [--format \(Findings.formats)] [--all]"

  static let options: [Arguments.Option] = [
    Findings.option, .init(name: "--all"), .init(name: "--fix"), .init(name: "--diff"), .init(name: "--matrix"),
    .init(name: "--fail-level", value: "error|warning|note"),
    .init(name: "--templates", value: "a folder of the templates of mails, NAME.txt each"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard !arguments.words.isEmpty else { throw Failure("which file? write `workroom check FILE`", 64, [usage]) }
    let level = try FailLevel(arguments)
    try refuseMixtures(arguments)
    if arguments.has("--matrix") { return try MatrixView.run(arguments, level) }
    if arguments.has("--fix") { try FixRun.repair(arguments.words, showing: arguments.has("--diff")) }
    let (sources, diagnostics, properties, unread) =
      try arguments.words.contains(where: ScenarioFiles.isScenarios)
      ? withScenarios(arguments.words) : workflows(arguments.words)
    if !arguments.has("--diff") {
      try Findings.show(
        diagnostics, in: sources, arguments, failingFrom: level.severity, unread: unread.map { ["\($0)"] } ?? [])
    }
    if let unread { throw unread }
    let hasErrors = diagnostics.contains { $0.severity == .error }
    if !hasErrors, !arguments.has("--quiet"), Terminal.Stream.standardError.isTerminal {
      Tool.say("\(sources.count) file\(sources.count == 1 ? "" : "s") checked, no errors")
    }
    if !hasErrors, !arguments.has("--quiet") { tellProperties(properties) }
    let status = level.status(of: diagnostics)
    guard let folder = arguments["--templates"], !hasErrors else { return status }
    let found = try TemplateCheck.tell(sources, in: folder)
    return found == 1 ? 1 : max(status, found == 2 && level.countsWarnings ? 2 : 0)
  }

  /// What is stated of a workflow is read, and no more: whoever relies on it should know.
  private static func tellProperties(_ properties: [(file: String, count: Int)]) {
    for (file, count) in properties where count > 0 {
      Tool.say(
        "`\(file)` states \(count) \(count == 1 ? "property" : "properties") (`never`, `always`, `can always`): the names and types are checked, and nothing proves or enforces what is stated"
      )
    }
  }

  private static func refuseMixtures(_ arguments: Arguments) throws(Failure) {
    if arguments.has("--diff"), !arguments.has("--fix") {
      throw Failure("`--diff` shows what `--fix` would change; write `--fix --diff`", 64, [usage])
    }
    if arguments.has("--diff"), let format = arguments["--format"] {
      throw Failure(
        "`--diff` shows changes line by line, and `--format \(format)` shows findings; write one of them at a time", 64,
        [usage])
    }
    if arguments.has("--matrix"), arguments.has("--fix") {
      throw Failure("`--matrix` shows and `--fix` changes; write one of them at a time", 64, [usage])
    }
  }

  /// Files of scenarios are checked together with the workflows that they belong to.
  private static func withScenarios(_ paths: [String]) throws -> Checked {
    let files = try ScenarioFiles(paths, bringsScenarios: false)
    var checked: Checked = (files.sources, [], [], nil)
    for group in files.groups.indices {
      let (workflow, found) = files.check(group)
      let source = files.sources[files.groups[group].workflow]
      checked.diagnostics += Analysis.adding(to: found, of: workflow?.definition, source)
      checked.properties.append((source.name, workflow?.definition.properties.count ?? 0))
    }
    return checked
  }

  /// What was looked at, what was found, how many properties each workflow states, and why a file could not be read.
  private typealias Checked = (
    sources: [SourceText], diagnostics: [Diagnostic], properties: [(file: String, count: Int)], unread: ExchangeError?
  )

  private static func workflows(_ paths: [String]) throws -> Checked {
    var checked: Checked = ([], [], [], nil)
    for path in paths {
      let index = checked.sources.count
      let source: SourceText
      do { source = try Tool.source(path) } catch let error as ExchangeError {
        guard case .oversized = error else {
          // The others are still checked, and what is wrong with them is told first.
          checked.unread = checked.unread ?? error
          continue
        }
        // A file that is too large is a finding about that file; the others are still checked.
        checked.diagnostics.append(Tool.tooLarge(index))
        checked.sources.append(SourceText(name: path, bytes: []))
        continue
      }
      checked.sources.append(source)
      let (workflow, found) = Analysis.check(source, index: index)
      checked.diagnostics += found
      checked.properties.append((path, workflow?.properties.count ?? 0))
    }
    return checked
  }
}

/// From which severity on a finding changes the status: `--fail-level`.
struct FailLevel {
  let severity: Diagnostic.Severity

  init(_ arguments: Arguments) throws(Failure) {
    switch arguments["--fail-level"] ?? "error" {
    case "error": severity = .error
    case "warning": severity = .warning
    case "note": severity = .note
    case let other: throw Failure("`--fail-level` takes `error`, `warning` or `note`, not `\(other)`", 64)
    }
  }

  /// Whether a warning changes the status.
  var countsWarnings: Bool { severity != .error }

  /// 1 with an error; 2 where there is none, but something of the level asked for.
  func status(of diagnostics: [Diagnostic]) -> Int32 {
    if diagnostics.contains(where: { $0.severity == .error }) { return 1 }
    return diagnostics.contains { $0.severity <= severity } ? 2 : 0
  }
}
