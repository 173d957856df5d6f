/// The outcome of scenarios for programs, schema version 1: `Grammar/schemas/test-1.schema.json`.
enum JSONTests {
  static func render(_ report: TestReport) -> Escaped {
    let summary: [(String, JSON)] = [
      ("passed", .integer(report.passed)), ("failed", .integer(report.failed)), ("skipped", .integer(report.skipped)),
    ]
    var members: [(String, JSON)] = [
      ("schemaVersion", .integer(1)), ("suites", .list(report.suites.map(suite))),
      ("warnings", .list(report.warnings.map(warning))),
    ]
    if !report.coverage.isEmpty { members.append(("coverage", .list(report.coverage.map(coverage)))) }
    // What kept files from being played is there only where something did.
    if !report.mistakes.isEmpty { members.append(("diagnostics", .list(report.mistakes))) }
    if !report.unread.isEmpty { members.append(("unread", .list(report.unread.map(\.json)))) }
    return JSON.object(members + [("summary", .object(summary))]).rendered + "\n"
  }

  /// Shares in hundredths of a per cent.
  private static func coverage(_ coverage: TestReport.Coverage) -> JSON {
    var members: [(String, JSON)] = [
      ("file", .text(coverage.file)), ("covered", .integer(coverage.covered)), ("all", .integer(coverage.all)),
      ("share", .integer(coverage.share)),
    ]
    if let threshold = coverage.threshold {
      members += [("threshold", .integer(threshold)), ("isEnough", .flag(coverage.isEnough))]
    }
    return .object(members)
  }

  private static func suite(_ suite: TestReport.Suite) -> JSON {
    .object([("file", .text(suite.file)), ("scenarios", .list(suite.cases.map(test)))])
  }

  private static func test(_ test: TestReport.Case) -> JSON {
    let head: [(String, JSON)] = [("name", .text(test.name))] + place(test.place)
    switch test.outcome {
    case .passed: return .object(head + [("outcome", .text("passed"))])
    case .skipped(let reason): return .object(head + [("outcome", .text("skipped")), ("reason", .text(reason))])
    case .failed(let failures):
      return .object(head + [("outcome", .text("failed")), ("failures", .list(failures.map(failure)))])
    }
  }

  private static func failure(_ failure: TestReport.Failure) -> JSON {
    .object(
      place(failure.place) + [("title", .text(failure.title)), ("details", .list(failure.details.map(JSON.text)))])
  }

  private static func warning(_ finding: Finding) -> JSON {
    let at = TestReport.Place(
      file: finding.place.file, line: finding.place.region.line, column: finding.place.region.column)
    return .object(
      [("code", .text(finding.rule.id)), ("slug", .text(finding.rule.slug))] + place(at) + [
        ("title", .text(finding.title)), ("help", .list(finding.remarks.map(JSON.text))),
      ])
  }

  private static func place(_ place: TestReport.Place) -> [(String, JSON)] {
    [("file", .text(place.file)), ("line", .integer(place.line)), ("column", .integer(place.column))]
  }
}
