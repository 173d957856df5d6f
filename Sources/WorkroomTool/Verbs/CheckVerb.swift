import WorkroomAnalysis
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting

/// `workroom check FILE...`
enum CheckVerb {
  static let usage = "workroom check FILE... [--format \(Findings.formats)] [--all]"

  static let options: [Arguments.Option] = [Findings.option, .init(name: "--all")]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard !arguments.words.isEmpty else { throw Failure("which file? write `workroom check FILE`", 64, [usage]) }
    let (sources, diagnostics) =
      try arguments.words.contains(where: ScenarioFiles.isScenarios)
      ? withScenarios(arguments.words) : workflows(arguments.words)
    try Findings.show(diagnostics, in: sources, arguments)
    let hasErrors = diagnostics.contains { $0.severity == .error }
    if !hasErrors, !arguments.has("--quiet"), Terminal.Stream.standardError.isTerminal {
      Tool.say("\(sources.count) file\(sources.count == 1 ? "" : "s") checked, no errors")
    }
    return hasErrors ? 1 : 0
  }

  /// Files of scenarios are checked together with the workflows that they belong to.
  private static func withScenarios(_ paths: [String]) throws -> ([SourceText], [Diagnostic]) {
    let files = try ScenarioFiles(paths, bringsScenarios: false)
    return (files.sources, files.groups.indices.flatMap { files.check($0).diagnostics })
  }

  private static func workflows(_ paths: [String]) throws -> ([SourceText], [Diagnostic]) {
    var sources: [SourceText] = []
    var diagnostics: [Diagnostic] = []
    for (index, path) in paths.enumerated() {
      let source: SourceText
      do { source = try Tool.source(path) } catch let error as ExchangeError {
        guard case .oversized = error else { throw error }
        // A file that is too large is a finding about that file; the others are still checked.
        diagnostics.append(Tool.tooLarge(index))
        sources.append(SourceText(name: path, bytes: []))
        continue
      }
      sources.append(source)
      diagnostics += Analysis.check(source, index: index).diagnostics
    }
    return (sources, diagnostics)
  }
}
