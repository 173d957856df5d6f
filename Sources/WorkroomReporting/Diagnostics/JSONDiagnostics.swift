internal import WorkroomLanguage

/// Findings for programs, schema version 1.
///
/// Lines and columns start at 1, columns count Unicode scalars, an end is exclusive. Edits carry
/// byte offsets. The summary leaves consequences out, as all formats do.
struct JSONDiagnostics {
  let sources: [SourceText]

  /// Each finding as an object, in the order of the files.
  func objects(_ diagnostics: [Diagnostic]) -> [JSON] { Diagnostic.ordered(diagnostics).map(object) }

  func render(_ diagnostics: [Diagnostic], unread: [UnreadFile]) -> Escaped {
    let summary = DiagnosticSummary(diagnostics)
    var members: [(String, JSON)] = [
      ("schemaVersion", .integer(1)), ("diagnostics", .list(objects(diagnostics))),
    ]
    if !unread.isEmpty { members.append(("unread", .list(unread.map(\.json)))) }
    let counts = [("errors", JSON.integer(summary.errors)), ("warnings", .integer(summary.warnings))]
    return JSON.object(members + [("summary", .object(counts))]).rendered + "\n"
  }

  private func object(_ diagnostic: Diagnostic) -> JSON {
    let about: [(String, JSON)] = [
      ("code", .text(diagnostic.code.description)),
      ("slug", .text(diagnostic.code.slug)),
      ("severity", .text(diagnostic.severity.name.text)),
      ("title", .text(diagnostic.title)),
    ]
    let rest: [(String, JSON)] = [
      ("label", .text(diagnostic.label)),
      ("related", .list(diagnostic.related.map { .object(place($0.span) + [("label", .text($0.label))]) })),
      ("enclosing", .text(diagnostic.enclosing)),
      ("notes", .list(diagnostic.notes.map(JSON.text))),
      ("help", .list(diagnostic.help.map(JSON.text))),
      ("fixes", .list(diagnostic.fixes.map(fix))),
      ("consequence", .flag(diagnostic.isConsequence)),
    ]
    return .object(about + place(diagnostic.span) + rest)
  }

  private func place(_ span: Diagnostic.Span) -> [(String, JSON)] {
    let source = sources[span.source]
    let (start, end) = (span.range.lowerBound, span.range.upperBound)
    return [
      ("file", .text(source.name)),
      ("line", .integer(source.line(at: start))), ("column", .integer(source.column(at: start))),
      ("endLine", .integer(source.line(at: end))), ("endColumn", .integer(source.column(at: end))),
    ]
  }

  private func fix(_ fix: Diagnostic.Fix) -> JSON {
    let edits = fix.edits.map { edit in
      JSON.object([
        ("file", .text(sources[edit.span.source].name)),
        ("start", .integer(edit.span.range.lowerBound)), ("end", .integer(edit.span.range.upperBound)),
        ("text", .text(edit.text)),
      ])
    }
    return .object([("safety", .text(fix.safety.rawValue)), ("edits", .list(edits))])
  }
}
