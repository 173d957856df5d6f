internal import WorkroomLanguage

/// A finding as the formats of other programs need it: every place counted in lines and columns.
///
/// Lines and columns start at 1, columns count Unicode scalars, an end is exclusive.
struct Finding {
  struct Region: Hashable {
    var line: Int
    var column: Int
    var endLine: Int
    var endColumn: Int
  }

  struct Place {
    var file: String
    var region: Region
    var label: String
  }

  struct Edit {
    var file: String
    var region: Region
    var text: String
  }

  /// What kind of finding it is, for good: `W0201` and `unknown-stage`.
  struct Rule: Hashable {
    var id: String
    var slug: String
    var severity: Diagnostic.Severity
    /// What a person types to read about it; empty where there is nothing more to read.
    var help: String
  }

  var rule: Rule
  var severity: Diagnostic.Severity
  /// One line that stands alone.
  var title: String
  var place: Place
  var related: [Place] = []
  /// Facts, then what to do.
  var remarks: [String] = []
  /// Each a change as a whole; only those that are safe.
  var fixes: [[Edit]] = []
  /// The line it is about, from which it is known again after others have moved.
  var lineText = ""

  /// The title and what stands below it.
  var lines: [String] { [title] + (place.label.isEmpty ? [] : [place.label]) + remarks }
}

extension Finding {
  /// So much of a line tells it from others.
  private static let lineBytesMax = 1_000

  init(_ diagnostic: Diagnostic, in sources: [SourceText]) {
    let code = diagnostic.code
    rule = Rule(
      id: code.description, slug: code.slug, severity: code.severity, help: "workroom explain \(code)")
    (severity, title) = (diagnostic.severity, diagnostic.title)
    place = Self.place(diagnostic.span, diagnostic.label, sources)
    related = diagnostic.related.map { Self.place($0.span, $0.label, sources) }
    remarks = diagnostic.notes + diagnostic.help
    fixes = diagnostic.fixes.filter { $0.safety == .safe }.map { fix in
      fix.edits.map { edit in
        let place = Self.place(edit.span, "", sources)
        return Edit(file: place.file, region: place.region, text: edit.text)
      }
    }
    let source = sources[diagnostic.span.source]
    let line = source.lineRange(place.region.line)
    lineText = source.text(line.lowerBound..<min(line.upperBound, line.lowerBound + Self.lineBytesMax))
  }

  private static func place(_ span: Diagnostic.Span, _ label: String, _ sources: [SourceText]) -> Place {
    let source = sources[span.source]
    let (start, end) = (span.range.lowerBound, span.range.upperBound)
    let region = Region(
      line: source.line(at: start), column: source.column(at: start),
      endLine: source.line(at: end), endColumn: source.column(at: end))
    return Place(file: source.name, region: region, label: label)
  }

  private static let failedScenario = Rule(id: "scenario", slug: "scenario-failed", severity: .error, help: "")

  /// A failing expectation of a scenario.
  init(_ failure: TestReport.Failure, of name: String) {
    rule = Self.failedScenario
    (severity, title) = (.error, failure.title)
    let at = failure.place
    let region = Region(line: at.line, column: at.column, endLine: at.line, endColumn: at.column)
    place = Place(file: at.file, region: region, label: "")
    remarks = ["in the scenario `\(name)`"] + failure.details
    lineText = name
  }
}

extension TestReport {
  /// Every failing expectation, in the order of the files; then which files are covered too little, and what should be known of the run.
  var findings: [Finding] {
    let failures = suites.flatMap(\.cases).flatMap { test -> [Finding] in
      guard case .failed(let failures) = test.outcome else { return [] }
      return failures.map { Finding($0, of: test.name) }
    }
    return failures + shortfalls + warnings
  }
}
