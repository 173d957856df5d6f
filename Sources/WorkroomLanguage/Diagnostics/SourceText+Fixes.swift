extension SourceText {
  /// The text after a fix.
  package func applying(_ fix: Diagnostic.Fix) -> SourceText { applying([fix]) }

  /// The text after several fixes, whose edits don't overlap.
  package func applying(_ fixes: [Diagnostic.Fix]) -> SourceText {
    var bytes = self.bytes
    let edits = fixes.flatMap(\.edits).sorted { $0.span.range.lowerBound > $1.span.range.lowerBound }
    for edit in edits { bytes.replaceSubrange(edit.span.range, with: Array(edit.text.utf8)) }
    return SourceText(name: name, bytes: bytes)
  }
}
