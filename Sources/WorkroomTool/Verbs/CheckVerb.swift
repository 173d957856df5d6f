import WorkroomAnalysis
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting

/// `workroom check FILE...`
enum CheckVerb {
  static let usage = "workroom check FILE... [--format human|compact|json] [--all]"

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(
      words, options: [.init(name: "--format", value: "human|compact|json"), .init(name: "--all")], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard !arguments.words.isEmpty else { throw Failure("which file? write `workroom check FILE`", 64, [usage]) }
    var sources: [SourceText] = []
    var diagnostics: [Diagnostic] = []
    for (index, path) in arguments.words.enumerated() {
      let source: SourceText
      do { source = try Tool.source(path) } catch let error as ExchangeError {
        guard case .oversized = error else { throw error }
        // A file that is too large is a finding about that file; the others are still checked.
        source = SourceText(name: path, bytes: [])
        diagnostics.append(
          Diagnostic(
            .sourceTooLarge, "a workflow file holds at most 1 MiB", at: .init(source: index, range: 0..<0),
            label: "too large",
            help: ["keep only the workflow in this file; sample data belongs in CSV files"]))
        sources.append(source)
        continue
      }
      sources.append(source)
      diagnostics += Analysis.check(source, index: index).diagnostics
    }
    try Terminal.write(
      try format(arguments).render(diagnostics, in: sources, showsAll: arguments.has("--all")), to: .standardOutput)
    let hasErrors = diagnostics.contains { $0.severity == .error }
    if !hasErrors, !arguments.has("--quiet"), Terminal.Stream.standardError.isTerminal {
      Tool.say("\(sources.count) file\(sources.count == 1 ? "" : "s") checked, no errors")
    }
    return hasErrors ? 1 : 0
  }

  private static func format(_ arguments: Arguments) throws -> DiagnosticFormat {
    let isTerminal = Terminal.Stream.standardOutput.isTerminal
    switch arguments["--format"] ?? (isTerminal ? "human" : "compact") {
    case "human": return .human(width: Terminal.width(), colour: try Tool.colour(arguments))
    case "compact": return .compact
    case "json": return .json
    case let other: throw Failure("`--format` takes `human`, `compact` or `json`, not `\(other)`", 64)
    }
  }
}
