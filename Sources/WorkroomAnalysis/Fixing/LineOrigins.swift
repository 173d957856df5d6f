package import WorkroomLanguage

/// Where the lines of a repaired text come from.
package enum LineOrigins {
  /// Of each line of a text that edits made of an older one, what the line that it begins in came from; the edits don't
  /// overlap.
  package static func moved(
    _ origins: [Int], from old: SourceText, to new: SourceText, by edits: [(span: Diagnostic.Span, text: String)]
  ) -> [Int] {
    let newline = UInt8(ascii: "\n")
    let breaks = edits.contains { $0.text.utf8.contains(newline) || old.bytes[$0.span.range].contains(newline) }
    guard breaks else { return origins }
    var rest = edits.map { (range: $0.span.range, length: $0.text.utf8.count) }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }[...]
    var shift = 0
    return new.lineStarts.map { start in
      while let edit = rest.first, edit.range.lowerBound + shift + edit.length <= start {
        shift += edit.length - edit.range.count
        rest.removeFirst()
      }
      let before = rest.first.map { min(start - shift, $0.range.lowerBound) } ?? start - shift
      return origins[old.line(at: before) - 1]
    }
  }
}
