package import WorkroomLanguage

/// A program with one token dropped, doubled, or exchanged with its neighbour.
package struct Change: Sendable {
  package var what: String
  package var source: SourceText
  /// The lines that the changed tokens stand on.
  package var lines: ClosedRange<Int>

  /// Every such change, in the order of the text.
  package static func all(of source: SourceText) -> [Change] {
    let tokens = Lexer.lex(source, index: 0).tokens.filter { ![.newline, .comment, .end].contains($0.kind) }
      .map(\.range)
    return tokens.indices.flatMap { index in
      all(of: source, tokens[index], before: index + 1 < tokens.count ? tokens[index + 1] : nil)
    }
  }

  private static func all(of source: SourceText, _ token: Range<Int>, before next: Range<Int>?) -> [Change] {
    let bytes = source.bytes
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
    if let next {
      changes.append(
        changed(
          "`\(source.text(next))` before `\(word)`",
          [before, bytes[next], bytes[token.upperBound..<next.lowerBound], bytes[token], bytes[next.upperBound...]],
          to: source.line(at: next.lowerBound)))
    }
    return changes
  }

  /// What the program is answered with.
  package var answer: Answer { Answer(to: self) }
}

/// How the messages about a changed program meet the mark.
package struct Answer: Sendable {
  /// The errors that are shown; none where the changed program is a program too.
  package let errors: Int
  /// Whether nothing can run and nothing is said.
  package let isSilent: Bool
  /// Whether the first error stands within a line of the change.
  package let isNear: Bool
  /// Whether it does, or shows a place that does.
  package let showsPlace: Bool
  /// How the messages miss the mark, if they do.
  package let complaint: String?

  package static let errorsMax = 3
  package static let silent = "refused without a word"

  fileprivate init(to change: Change) {
    let (workflow, diagnostics) = Checker.check(change.source)
    let errors = diagnostics.filter { !$0.isConsequence && $0.severity == .error }
    self.errors = errors.count
    isSilent = errors.isEmpty && workflow == nil
    guard let first = errors.first else {
      (isNear, showsPlace) = (!isSilent, !isSilent)
      complaint = isSilent ? "\(change.what): \(Answer.silent)" : nil
      return
    }
    let near = change.lines.lowerBound - 1...change.lines.upperBound + 1
    let places = ([first.span] + first.related.map(\.span)).map { change.source.line(at: $0.range.lowerBound) }
    isNear = near.contains(places[0])
    showsPlace = places.contains { near.contains($0) }
    if errors.count > Answer.errorsMax {
      complaint = "\(change.what): \(errors.count) errors, the first is \(first.code) on line \(places[0])"
    } else {
      complaint = showsPlace ? nil : "\(change.what): the first error, \(first.code), stands on line \(places[0])"
    }
  }
}
