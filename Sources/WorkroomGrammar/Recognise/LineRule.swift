package import WorkroomLanguage

/// Where statements end, as the page says it under "Lines and blocks".
package struct LineRule: Sendable {
  private let firstWords: Set<String>
  private let actionWords: Set<String>
  private let joiningWords: Set<String>

  package init(_ grammar: Grammar) {
    firstWords = grammar.terminals(of: "FIRST WORD")
    actionWords = grammar.terminals(of: "ACTION WORD")
    joiningWords = grammar.terminals(of: "JOINING WORD")
  }

  /// Whether a line break ends a statement: the words so far, the next one, and the one behind that on its line.
  package func ends(_ statement: ArraySlice<String>, before next: String, _ behind: String?) -> Bool {
    guard let first = statement.first, let last = statement.last else { return false }
    if first == "end" || firstWords.contains(next) { return true }
    if isOpen(statement) { return actionWords.contains(next) }
    if [",", "and", "or"].contains(last) || (first == "define" && last == "as") { return false }
    return !joiningWords.contains(next) || (next == "if" && behind != "none")
  }

  private func isOpen(_ statement: ArraySlice<String>) -> Bool {
    var depth = 0
    for word in statement {
      if word == "(" { depth += 1 }
      if word == ")" { depth = max(0, depth - 1) }
    }
    return depth > 0
  }

  /// The words of a text, with `\n` for each `NL`, and the token that each one is.
  package func statements(of source: SourceText) -> (words: GrammarReader.Words, tokens: [Int]) {
    let tokens = Lexer.lex(source, index: 0).tokens
    var words: GrammarReader.Words = []
    var places: [Int] = []
    var start = 0
    func next(_ index: Int) -> Int? {
      tokens[index...].firstIndex { ![.newline, .comment, .dropped].contains($0.kind) }
    }
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .comment, .dropped: continue
      case .newline, .end:
        guard start < words.count else { continue }
        if token.kind == .newline, let following = next(index), tokens[following].kind != .end {
          let behind = tokens[following + 1]
          guard
            ends(
              words[start...], before: source.text(tokens[following].range),
              behind.kind == .word ? source.text(behind.range) : nil)
          else { continue }
        }
        words.append("\n")
        places.append(index)
        start = words.count
      default:
        words.append(source.text(token.range))
        places.append(index)
      }
    }
    return (words, places)
  }
}
