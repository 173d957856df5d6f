import WorkroomEngine
import WorkroomExchange
import WorkroomLanguage
import WorkroomReporting
import WorkroomScenarios
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom test FILE...`
enum TestVerb {
  static let usage =
    "workroom test FILE... [--format \(Findings.formats)] [--only NAME] [--coverage] [--threshold PERCENT] [--fail-level error|warning] [--watch] [--all]"

  static let options: [Arguments.Option] = [
    Findings.option, .init(name: "--only", value: "part of a scenario's name"), .init(name: "--coverage"),
    .init(name: "--threshold", value: "a percentage"), .init(name: "--fail-level", value: "error|warning"),
    .init(name: "--watch"), .init(name: "--all"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    guard !arguments.words.isEmpty else { throw Failure("which file? write `workroom test FILE`", 64, [usage]) }
    let threshold = try threshold(arguments)
    guard arguments.has("--watch") else { return try play(arguments, threshold) }
    try watch(arguments, threshold)
  }

  /// In hundredths of a per cent; `nil` where none is asked for.
  private static func threshold(_ arguments: Arguments) throws(Failure) -> Int? {
    guard let text = arguments["--threshold"] else { return nil }
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard let percent = Int(digits), (0...100).contains(percent) else {
      throw Failure("`--threshold` takes a whole percentage from 0 to 100, such as `--threshold 90`", 64)
    }
    return percent * 100
  }

  private static func play(_ arguments: Arguments, _ threshold: Int?) throws -> Int32 {
    let level = try FailLevel(arguments)
    let files = ScenarioFiles(arguments.words)
    let checked = files.groups.indices.map { files.check($0) }
    let diagnostics = files.findings + checked.flatMap(\.diagnostics)
    // Whoever reads a report gets one, also where there is nothing in it.
    if files.groups.isEmpty, diagnostics.isEmpty, isForPeople(try Findings.name(arguments)) {
      try files.refuseUnread()
    }
    if diagnostics.contains(where: { $0.severity == .error }) {
      try refuse(diagnostics, files, arguments)
      try files.refuseUnread()
      return 1
    }
    var report = TestReport(suites: [])
    var coverages: [(file: SourceText, sources: [SourceText], report: CoverageReport)] = []
    for (group, checked) in zip(files.groups, checked) {
      guard let scenarios = checked.scenarios else { continue }
      let source = files.sources[group.workflow]
      var run = ScenarioRun(
        try ScenarioPlayer(
          scenarios,
          ScenarioSources(
            source, index: group.workflow, scenarios: group.scenarios.map { (files.sources[$0], $0) })),
        only: arguments["--only"])
      report.suites += try run.suites()
      if arguments.has("--coverage") || threshold != nil {
        let found = run.player.coverageReport(offering: arguments.has("--coverage"))
        coverages.append((source, files.sources, found))
        report.coverage.append(
          .init(
            file: source.name, covered: found.items.count - found.missing.count, all: found.items.count,
            share: found.share, threshold: threshold))
      }
    }
    try checkAsked(arguments["--only"], report)
    if arguments["--only"] == nil {
      report.warn(diagnostics.filter { $0.code == .onlyHidesOthers }, in: files.sources)
    }
    report.unread = files.toldUnread
    try Findings.show(report, arguments)
    if try Findings.name(arguments) != "human", !arguments.has("--quiet") {
      Main.print(report.tally + "\n", to: .standardError)
    }
    if !coverages.isEmpty { try show(coverages, report.coverage.compactMap(\.shortfall), arguments) }
    if report.suites.isEmpty, files.unread.isEmpty, !arguments.has("--quiet") {
      Tool.say("there is no scenario in \(arguments.words.joined(separator: ", "))")
      Tool.tellEmpty(files.sources)
    }
    try files.refuseUnread()
    if report.failed > 0 || !report.coverage.allSatisfy(\.isEnough) { return 1 }
    return report.hasWarnings && level.countsWarnings ? 2 : 0
  }

  /// Tells of mistakes, which keep every scenario from being played: in JSON in the one document that this verb writes.
  private static func refuse(_ diagnostics: [Diagnostic], _ files: ScenarioFiles, _ arguments: Arguments) throws {
    guard try Findings.name(arguments) == "json" else {
      return try Findings.show(diagnostics, in: files.sources, arguments, unread: files.toldUnread)
    }
    var report = TestReport(suites: [])
    report.refuse(diagnostics, in: files.sources)
    report.unread = files.toldUnread
    try Findings.show(report, arguments)
  }

  private static func checkAsked(_ name: String?, _ report: TestReport) throws(Failure) {
    guard let name else { return }
    let names = report.suites.flatMap { $0.cases.map(\.name) }
    guard !names.contains(where: { $0.contains(name) }) else { return }
    let near = Spelling.nearest(to: name, among: names)
    throw Failure("no scenario's name holds \"\(name)\"" + (near.map { "; write `--only \"\($0)\"`" } ?? ""), 64)
  }

  // MARK: Coverage

  /// Shows what the scenarios leave out: on standard output for people, beside it where that is for a program. What falls
  /// short of the threshold stands among the findings of every format but the one for people.
  private static func show(
    _ coverages: [(file: SourceText, sources: [SourceText], report: CoverageReport)], _ shortfalls: [String],
    _ arguments: Arguments
  ) throws {
    let format = try Findings.name(arguments)
    var text: Escaped = ""
    for (file, sources, report) in coverages {
      text += Escaped.terminal(coverageLine(report, file)) + "\n"
      if arguments.has("--coverage") { text += report.missing.map { missing($0, sources) }.joined() }
      if report.unsought > 0 {
        text +=
          Escaped.terminal(
            "  no scenario was looked for to start the other \(report.unsought) from; write those above first")
          + "\n"
      }
    }
    if format != "compact" { text += shortfalls.map { Escaped.terminal($0) + "\n" }.joined() }
    try Terminal.write(text, to: isForPeople(format) ? .standardOutput : .standardError)
  }

  private static func isForPeople(_ format: String) -> Bool { ["human", "compact"].contains(format) }

  private static func coverageLine(_ report: CoverageReport, _ file: SourceText) -> String {
    guard !report.items.isEmpty else {
      return "\(file.name): there is nothing to cover: no stage to enter, no rule that leads on, no condition, no timer"
    }
    let parts = CoverageReport.Kind.allCases.compactMap { kind -> String? in
      let (covered, all) = report.count(kind)
      guard all > 0 else { return nil }
      let share = TestReport.Coverage.percent(CoverageReport.share(covered, of: all))
      return "\(kind.title) \(share) (\(covered) of \(all))"
    }
    return "\(file.name): \(TestReport.Coverage.percent(report.share)) covered: \(parts.joined(separator: ", "))"
  }

  private static func missing(_ item: CoverageReport.Item, _ sources: [SourceText]) -> Escaped {
    let file = sources[item.span.source]
    let start = item.span.range.lowerBound
    var text =
      Escaped.terminal("  \(file.name):\(file.line(at: start)):\(file.column(at: start)): \(item.text)") + "\n"
    for line in item.skeleton { text += Escaped.spaces(6) + Escaped.terminal(line) + "\n" }
    return text
  }

  // MARK: Watching

  /// Plays again whenever a file changes, until somebody interrupts.
  private static func watch(_ arguments: Arguments, _ threshold: Int?) throws -> Never {
    signal(SIGINT) { _ in _exit(130) }
    while true {
      let seen = times(arguments.words)
      do { _ = try play(arguments, threshold) } catch {
        // A file that cannot be read now may be written again in a moment.
        guard error is Failure || error is ExchangeError || error is EngineError else { throw error }
        Tool.say("workroom: \((error as? Failure)?.text ?? "\(error)")")
      }
      Tool.say("watching \(arguments.words.joined(separator: ", ")); stop with Ctrl-C")
      while times(arguments.words) == seen { usleep(200_000) }
    }
  }

  /// When each file was last written, those beside it included; its size tells where the clock is too coarse.
  private static func times(_ paths: [String]) -> [Int64] {
    let beside = paths.map { path in
      ScenarioFiles.isScenarios(path) ? path.dropLast(9) + ".workflow" : path.dropLast(9) + ".scenario"
    }
    return (paths + beside.map(String.init)).flatMap { path -> [Int64] in
      var status = stat()
      guard stat(path, &status) == 0 else { return [-1] }
      return [Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_size)]
    }
  }
}
