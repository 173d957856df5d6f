/// The outcome of scenarios for a person: each by its name, and below a failing one what was expected and what was there.
struct HumanTests {
  let colour: Colour

  func render(_ report: TestReport) -> Escaped {
    let suites = report.suites.filter { !$0.cases.isEmpty }.map { suite in
      colour(.emphasis, .terminal(suite.file)) + "\n" + suite.cases.map(lines).joined() + "\n"
    }
    return suites.joined() + report.warnings.map(warning).joined()
      + colour(report.failed > 0 ? .error : .emphasis, report.tally) + "\n"
  }

  private func warning(_ finding: Finding) -> Escaped {
    let at = finding.place
    let place = Escaped.terminal(at.file) + ":" + Escaped(at.region.line) + ":" + Escaped(at.region.column)
    let title = colour(.warning, "warning[" + .terminal(finding.rule.id) + "]") + ": " + .terminal(finding.title)
    return title + "  " + colour(.dim, place) + "\n"
      + finding.remarks.map { "  help: " + Escaped.terminal($0) + "\n" }.joined() + "\n"
  }

  private func lines(_ test: TestReport.Case) -> Escaped {
    let name = Escaped.terminal(test.name)
    switch test.outcome {
    case .passed: return "  passed  " + name + "\n"
    case .skipped(let reason): return colour(.dim, "  -       " + name + " (" + .terminal(reason) + ")") + "\n"
    case .failed(let failures): return colour(.error, "  FAILED  ") + name + "\n" + failures.map(lines).joined()
    }
  }

  private func lines(_ failure: TestReport.Failure) -> Escaped {
    let at = failure.place
    let place = Escaped.terminal(at.file) + ":" + Escaped(at.line) + ":" + Escaped(at.column)
    let title = "          " + colour(.emphasis, .terminal(failure.title)) + "  " + colour(.dim, place) + "\n"
    return title
      + failure.details.map { detail in
        (Escaped.spaces(12) + .terminal(detail)).withoutTrailingSpaces + "\n"
      }.joined()
  }
}
