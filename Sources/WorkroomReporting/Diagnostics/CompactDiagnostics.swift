internal import WorkroomLanguage

/// Findings as lines that other tools read: `file:line:col: error[W0201] title; help`.
struct CompactDiagnostics {
  let sources: [SourceText]

  /// Every finding but the consequences, which come with `showsAll`; nothing else, so that lines can be counted.
  func render(_ diagnostics: [Diagnostic], showsAll: Bool) -> Escaped {
    diagnostics.filter { showsAll || !$0.isConsequence }.map { line($0) + "\n" }.joined()
  }

  private func line(_ diagnostic: Diagnostic) -> Escaped {
    let place = sources[diagnostic.span.source].place(at: diagnostic.span.range.lowerBound)
    let name = diagnostic.severity.name + "[" + .terminal(diagnostic.code.description) + "]"
    // What takes several lines, such as a scenario, is for a page; a line names the rest.
    let words = ([diagnostic.title] + diagnostic.help).filter { !$0.utf8.contains(10) }.map { Escaped.terminal($0) }
    return place + ": " + name + " " + words.joined(separator: "; ")
  }
}
