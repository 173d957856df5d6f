import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import Workroom

/// How verbs that look for mistakes tell them: one list of formats for all of them.
enum Findings {
  static let formats = "human|compact|json|sarif|junit|github"
  static let option = Arguments.Option(name: "--format", value: formats)

  /// Human on a terminal, compact elsewhere, unless `--format` says so.
  static func name(_ arguments: Arguments) throws(Failure) -> String {
    let name = arguments["--format"] ?? (Terminal.Stream.standardOutput.isTerminal ? "human" : "compact")
    guard formats.split(separator: "|").contains(name[...]) else {
      let all = formats.split(separator: "|").map { "`\($0)`" }
      throw Failure(
        "`--format` takes " + all.dropLast().joined(separator: ", ") + " or \(all.last!), not `\(name)`", 64)
    }
    return name
  }

  /// Shows what was found. For GitHub the step gets its summary as well, where `GITHUB_STEP_SUMMARY` names a file.
  static func show(
    _ diagnostics: [Diagnostic], in sources: [SourceText], _ arguments: Arguments,
    failingFrom level: Diagnostic.Severity = .error, unread: [UnreadFile] = []
  ) throws {
    let format: DiagnosticFormat =
      switch try name(arguments) {
      case "human": .human(width: Terminal.width(), colour: try Tool.colour(arguments))
      case "json": .json
      case "sarif": .sarif(version: toolVersion, folder: ProgramPath.absolute("."))
      case "junit": .junit(failingFrom: level)
      case "github": .github
      default: .compact
      }
    try Terminal.write(
      format.render(diagnostics, in: sources, showsAll: arguments.has("--all"), unread: unread), to: .standardOutput)
    if case .github = format { summarise(DiagnosticFormat.githubSummary(diagnostics, in: sources, unread: unread)) }
  }

  /// The same for the outcome of scenarios.
  static func show(_ report: TestReport, _ arguments: Arguments) throws {
    let format: TestFormat =
      switch try name(arguments) {
      case "human": .human(colour: try Tool.colour(arguments))
      case "json": .json
      case "sarif": .sarif(version: toolVersion, folder: ProgramPath.absolute("."))
      case "junit": .junit
      case "github": .github
      default: .compact
      }
    try Terminal.write(format.render(report), to: .standardOutput)
    if case .github = format { summarise(report.githubSummary) }
  }

  /// The summary repeats what was told; where it cannot be written, the status still says what was found.
  private static func summarise(_ markdown: Escaped) {
    guard let path = Terminal.environment("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
    do { try ByteFile.append(Array(markdown.text.utf8), to: path) } catch {
      Tool.say("the summary of the step is not written: \(error)")
    }
  }
}
