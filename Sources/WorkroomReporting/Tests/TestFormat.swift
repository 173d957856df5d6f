/// How the outcome of scenarios is shown: to a person, to a tool that reads lines, to a program.
package enum TestFormat: Sendable {
  case human(colour: Colour)
  /// `file:line:col: failed "name": title`, one line a failing expectation.
  case compact
  case json
  /// With the tool's version and the folder that it was started in.
  case sarif(version: String, folder: String = "")
  case junit
  /// GitHub's annotations; `summary` of the report belongs to its step.
  case github

  package func render(_ report: TestReport) -> Escaped {
    switch self {
    case .human(let colour): HumanTests(colour: colour).render(report)
    case .compact: report.findings.map(Self.line).joined()
    case .json: JSONTests.render(report)
    case .sarif(let version, let folder):
      SARIF(version: version, findings: report.findings, folder: folder, unread: report.unread).rendered
    case .junit: JUnit(report).rendered
    case .github: GitHubAnnotations(findings: report.unread.map { Finding($0) } + report.findings).rendered
    }
  }

  private static func line(_ finding: Finding) -> Escaped {
    let (place, region) = (finding.place, finding.place.region)
    let at = Escaped.terminal(place.file) + ":" + Escaped(region.line) + ":" + Escaped(region.column)
    let remark = finding.remarks.first.map { "; " + Escaped.terminal($0) } ?? ""
    return at + ": " + finding.severity.name + "[" + .terminal(finding.rule.id) + "] " + .terminal(finding.title)
      + remark + "\n"
  }
}

extension TestReport {
  package var passed: Int { count { if case .passed = $0 { true } else { false } } }
  package var failed: Int { count { if case .failed = $0 { true } else { false } } }
  package var skipped: Int { count { if case .skipped = $0 { true } else { false } } }

  private var hidden: Int { count { if case .skipped(Self.hiddenByOnly) = $0 { true } else { false } } }

  private func count(_ matches: (Outcome) -> Bool) -> Int {
    suites.reduce(0) { $0 + $1.cases.count { matches($0.outcome) } }
  }

  /// `4 scenarios passed, 1 failed, 2 not played`.
  package var tally: Escaped {
    var text = counted(passed, "scenario") + " passed"
    if failed > 0 { text += ", " + Escaped(failed) + " failed" }
    if skipped > 0 { text += ", " + Escaped(skipped) + " not played" }
    if hidden > 0 { text += " (" + Escaped(hidden) + " since another is marked `only`)" }
    return text
  }

  /// Markdown for the summary of a step on GitHub.
  package var githubSummary: Escaped {
    GitHubSummary(title: tally + unread.tally, findings: unread.map { Finding($0) } + findings).rendered
  }
}
