import WorkroomLanguage

/// A program with one token dropped, doubled, or exchanged with its neighbour.
struct Change: Sendable {
  var what: String
  var source: SourceText
  /// The lines that the changed tokens stand on.
  var lines: ClosedRange<Int>

  /// Every such change, in the order of the text.
  static func all(of source: SourceText) -> [Change] {
    let tokens = Lexer.lex(source, index: 0).tokens.filter { ![.newline, .comment, .end].contains($0.kind) }.map(
      \.range)
    let bytes = source.bytes
    return tokens.indices.flatMap { index -> [Change] in
      let token = tokens[index]
      let (line, word) = (source.line(at: token.lowerBound), source.text(token))
      func changed(_ what: String, _ parts: [ArraySlice<UInt8>], to last: Int) -> Change {
        Change(
          what: "\(source.name):\(line): \(what)", source: SourceText(name: source.name, bytes: Array(parts.joined())),
          lines: line...last)
      }
      let (before, after) = (bytes[..<token.lowerBound], bytes[token.upperBound...])
      var changes = [
        changed("without `\(word)`", [before, after], to: line),
        changed("`\(word)` twice", [before, bytes[token], [32], bytes[token], after], to: line),
      ]
      if index + 1 < tokens.count {
        let next = tokens[index + 1]
        changes.append(
          changed(
            "`\(source.text(next))` before `\(word)`",
            [
              before, bytes[next], bytes[token.upperBound..<next.lowerBound], bytes[token], bytes[next.upperBound...],
            ], to: source.line(at: next.lowerBound)))
      }
      return changes
    }
  }

  /// How the messages miss the mark, if they do: none although nothing can run, more than three, or the first about
  /// another place.
  var complaint: String? {
    let (workflow, diagnostics) = Checker.check(source)
    let errors = diagnostics.errors
    guard let first = errors.first else { return workflow == nil ? "\(what): \(Change.silent)" : nil }
    if errors.count > 3 { return "\(what): \(errors.count) errors" }
    let near = lines.lowerBound - 1...lines.upperBound + 1
    let places = ([first.span] + first.related.map(\.span)).map { source.line(at: $0.range.lowerBound) }
    return places.contains { near.contains($0) } ? nil : "\(what): the first error stands on line \(places[0])"
  }

  static let silent = "refused without a word"
}
