internal import WorkroomLanguage

/// Findings for a person: title, place, the line itself with marks under it, facts, help.
struct HumanDiagnostics {
  let sources: [SourceText]
  let width: Int
  let colour: Colour

  private static let shownMax = 100
  /// A terminal narrower than this wraps instead.
  private static let widthMin = 40

  /// Findings in order, a blank line between them, then what was counted.
  func render(_ diagnostics: [Diagnostic], showsAll: Bool) -> Escaped {
    if diagnostics.isEmpty { return "" }
    let independent = showsAll ? diagnostics : diagnostics.filter { !$0.isConsequence }
    let shown = showsAll ? independent : Self.gravest(independent)
    var text = shown.map { lines($0).map { $0.withoutTrailingSpaces + "\n" }.joined() + "\n" }.joined()
    if shown.count < independent.count {
      text += counted(independent.count - shown.count, "more finding") + " not shown; --all shows them\n"
    }
    let follow = diagnostics.count - independent.count
    if follow > 0 {
      text += Escaped(follow) + (follow == 1 ? " more follows" : " more follow")
      text += " from " + cause(independent) + "; --all shows " + (follow == 1 ? "it\n" : "them\n")
    }
    return text + summary(diagnostics)
  }

  /// As many as are shown, the gravest of them, in their order: no note takes an error's place.
  private static func gravest(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard diagnostics.count > shownMax else { return diagnostics }
    let order = diagnostics.indices.sorted { (diagnostics[$0].severity, $0) < (diagnostics[$1].severity, $1) }
    return order.prefix(shownMax).sorted().map { diagnostics[$0] }
  }

  /// The one code that all errors have, or that there are several.
  private func cause(_ diagnostics: [Diagnostic]) -> Escaped {
    let codes = Set(diagnostics.filter { $0.severity == .error }.map(\.code))
    guard codes.count == 1, let code = codes.first else { return "the errors above" }
    return .terminal(code.description)
  }

  /// `2 errors, 1 warning in spring.workflow`.
  private func summary(_ diagnostics: [Diagnostic]) -> Escaped {
    let summary = DiagnosticSummary(diagnostics)
    let files = Set(diagnostics.map(\.span.source))
    let place = files.count == 1 ? Escaped.terminal(sources[files.first!].name) : counted(files.count, "file")
    let worst: Style = summary.errors > 0 ? .error : summary.warnings > 0 ? .warning : .note
    return colour(worst, summary.description) + " in " + place + "\n"
  }

  // MARK: One finding

  private func lines(_ diagnostic: Diagnostic) -> [Escaped] {
    let gutter = gutterCells(diagnostic)
    let name = diagnostic.severity.name + "[" + .terminal(diagnostic.code.description) + "]"
    var lines = [
      colour(diagnostic.severity.style, name) + colour(.emphasis, ": " + .terminal(diagnostic.title))
    ]
    lines.append(heading(diagnostic.span, enclosing: diagnostic.enclosing, gutter: gutter))

    var above = excerpt(diagnostic.span, gutter: gutter)
    lines.append(numbered(above, gutter: gutter))
    lines.append(marks("^", above, diagnostic.label, diagnostic.severity.style, gutter: gutter))
    var source = diagnostic.span.source
    for related in diagnostic.related {
      let next = excerpt(related.span, gutter: gutter)
      let isSameFile = related.span.source == source
      if !isSameFile { lines.append(heading(related.span, enclosing: "", gutter: gutter)) }
      // Two places in one line: the line stands there once.
      if !(isSameFile && next.line == above.line && next.isWhole) {
        lines.append(numbered(next, gutter: gutter))
      }
      lines.append(marks("-", next, related.label, .note, gutter: gutter))
      (above, source) = (next, related.span.source)
    }
    for note in diagnostic.notes { lines += remark("note: ", note, gutter: gutter) }
    for help in diagnostic.help { lines += remark("help: ", help, gutter: gutter) }
    return lines
  }

  /// `  ┌─ spring.workflow:14:9      stage active › track links`.
  private func heading(_ span: Diagnostic.Span, enclosing: String, gutter: Int) -> Escaped {
    let place = sources[span.source].place(at: span.range.lowerBound)
    let line = Escaped.spaces(gutter) + colour(.dim, "┌─ ") + place
    return enclosing.isEmpty ? line : line + "      " + colour(.dim, .terminal(enclosing))
  }

  /// `14│   go to invted`.
  private func numbered(_ excerpt: Excerpt, gutter: Int) -> Escaped {
    colour(.dim, Escaped(excerpt.line).padded(to: gutter, .right) + "│") + " " + excerpt.text
  }

  /// `  │         ^^^^^^ not declared here`.
  private func marks(
    _ mark: Escaped, _ excerpt: Excerpt, _ label: String, _ style: Style, gutter: Int
  ) -> Escaped {
    let words = label.isEmpty ? Escaped("") : " " + .terminal(label)
    return colour(.dim, .spaces(gutter) + "│") + .spaces(1 + excerpt.indent)
      + colour(style, mark.repeated(excerpt.marks) + words)
  }

  /// A fact or a help; further lines of it stand under its first word.
  private func remark(_ word: Escaped, _ text: String, gutter: Int) -> [Escaped] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      let lead = index == 0 ? colour(.emphasis, word) : .spaces(word.width)
      return .spaces(gutter) + lead + .terminal(String(line))
    }
  }

  private func excerpt(_ span: Diagnostic.Span, gutter: Int) -> Excerpt {
    Excerpt(sources[span.source], span: span.range, width: max(Self.widthMin, width) - gutter - 2)
  }

  /// As wide as the largest line number; at least two, so that short files look like long ones.
  private func gutterCells(_ diagnostic: Diagnostic) -> Int {
    let spans = [diagnostic.span] + diagnostic.related.map(\.span)
    let largest = spans.map { sources[$0.source].line(at: $0.range.lowerBound) }.max() ?? 1
    return max(2, String(largest).utf8.count)
  }
}
