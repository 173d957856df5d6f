package import WorkroomLanguage

/// How findings are shown: to a person, to a tool that reads lines, to a program.
package enum DiagnosticFormat: Sendable {
  /// Fitted to so many cells.
  case human(width: Int, colour: Colour)
  /// `file:line:col: error[W0201] title; help`, one line each.
  case compact
  case json
  /// With the tool's version and the folder that it was started in.
  case sarif(version: String, folder: String = "")
  /// A failure is what has a severity or a worse one.
  case junit(failingFrom: Diagnostic.Severity = .error)
  /// GitHub's annotations; `githubSummary` belongs to the summary of the step.
  case github

  /// All findings in their order; `sources` is the list that their spans count in, and `unread` are the files that were named
  /// and are not among them, which the formats for programs tell of.
  ///
  /// Consequences and what exceeds a hundred are counted, not shown, unless `showsAll`. JSON always
  /// has them all; the formats of other systems leave consequences out. No findings give no text, except
  /// in JSON, SARIF and JUnit.
  package func render(
    _ diagnostics: [Diagnostic], in sources: [SourceText], showsAll: Bool = false, unread: [UnreadFile] = []
  ) -> Escaped {
    let ordered = Diagnostic.ordered(diagnostics)
    return switch self {
    case .human(let width, let colour):
      HumanDiagnostics(sources: sources, width: width, colour: colour).render(ordered, showsAll: showsAll)
    case .compact: CompactDiagnostics(sources: sources).render(ordered, showsAll: showsAll)
    case .json: JSONDiagnostics(sources: sources).render(ordered, unread: unread)
    case .sarif(let version, let folder):
      SARIF(version: version, findings: Self.findings(ordered, in: sources), folder: folder, unread: unread).rendered
    case .junit(let level):
      JUnit(
        Self.findings(ordered, in: sources), files: sources.map(\.name), failingFrom: level, unread: unread
      ).rendered
    case .github:
      GitHubAnnotations(findings: unread.map { Finding($0) } + Self.findings(ordered, in: sources)).rendered
    }
  }

  /// Markdown for the summary of a step on GitHub.
  package static func githubSummary(
    _ diagnostics: [Diagnostic], in sources: [SourceText], unread: [UnreadFile] = []
  ) -> Escaped {
    let summary = DiagnosticSummary(diagnostics).description
    let title = summary.isEmpty ? counted(sources.count, "file") + " checked" : summary
    let found = findings(Diagnostic.ordered(diagnostics), in: sources)
    return GitHubSummary(title: title + unread.tally, findings: unread.map { Finding($0) } + found).rendered
  }

  private static func findings(_ diagnostics: [Diagnostic], in sources: [SourceText]) -> [Finding] {
    diagnostics.filter { !$0.isConsequence }.map { Finding($0, in: sources) }
  }
}

/// How many findings there are of each severity, consequences left out.
package struct DiagnosticSummary: Hashable, Sendable {
  package private(set) var errors = 0
  package private(set) var warnings = 0
  package private(set) var notes = 0

  package init(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics where !diagnostic.isConsequence {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }

  /// `2 errors, 1 warning`.
  package var description: Escaped {
    let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")] as [(Int, Escaped)]
    return parts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }.joined(separator: ", ")
  }
}

/// `1 error`, `2 errors`.
func counted(_ count: Int, _ noun: Escaped) -> Escaped {
  Escaped(count) + " " + noun + (count == 1 ? "" : "s")
}

extension Diagnostic {
  /// By file, then place, then code; equal ones stay as they came.
  static func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func key(_ index: Int) -> (Int, Int, Int, Int) {
      let diagnostic = diagnostics[index]
      return (diagnostic.span.source, diagnostic.span.range.lowerBound, diagnostic.code.number, index)
    }
    return diagnostics.indices.sorted { key($0) < key($1) }.map { diagnostics[$0] }
  }
}

extension Diagnostic.Severity {
  var name: Escaped {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }

  var style: Style {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}

extension SourceText {
  /// `spring.workflow:14:9`.
  func place(at offset: Int) -> Escaped {
    .terminal(name) + ":" + Escaped(line(at: offset)) + ":" + Escaped(column(at: offset))
  }
}
