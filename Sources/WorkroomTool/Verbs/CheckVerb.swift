import WorkroomAnalysis
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
    let files = ScenarioFiles(arguments.words, bringsScenarios: false)
    let (sources, (diagnostics, properties)) = (files.sources, look(files))
    if !arguments.has("--diff") {
      try Findings.show(
        diagnostics, in: sources, arguments, failingFrom: level.severity, unread: files.toldUnread)
    }
    try files.refuseUnread()
    let hasErrors = diagnostics.contains { $0.severity == .error }
    if !hasErrors, !arguments.has("--quiet"), Terminal.Stream.standardError.isTerminal {
      Tool.say("\(sources.count) file\(sources.count == 1 ? "" : "s") checked, no errors")
    }
    if !hasErrors, !arguments.has("--quiet") {
      tellProperties(properties)
      Tool.tellEmpty(sources)
    }
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

  /// What is found in the files, and how many properties each workflow states. Files of scenarios are checked together with
  /// the workflows that they belong to.
  private static func look(
    _ files: ScenarioFiles
  ) -> (diagnostics: [Diagnostic], properties: [(file: String, count: Int)]) {
    var diagnostics = files.findings
    var properties: [(file: String, count: Int)] = []
    for (index, group) in files.groups.enumerated() {
      let (workflow, found) = files.check(index)
      let source = files.sources[group.workflow]
      diagnostics += Analysis.adding(to: found, of: workflow?.definition, source)
      properties.append((source.name, workflow?.definition.properties.count ?? 0))
    }
    return (diagnostics, properties)
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
