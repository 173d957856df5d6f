/// Names that were written as several words.
extension Parser {
  /// `define big follower as`, `stage on_hold now`: the words up to where the line goes on are one name, which is
  /// reported and passed over.
  mutating func severalWords(_ name: Int, _ what: String, while belongs: (borrowing Parser) -> Bool = { _ in true }) {
    guard kind == .word, word == .name, !lineHasError, tree.text(token) != tree.text(name) else { return }
    let start = at
    while kind == .word, word == .name, belongs(self) { advance() }
    let last = previous
    let words = ([name] + lines.significant[start..<at]).map { tree.text($0).lowercased() }
    let whole = String(words.joined(separator: "_").map { $0 == "." ? "_" : $0 }.prefix(Lexer.nameBytesMax))
    let goesOn = at
    at = start
    fail(
      .reservedName, "the name of \(what) is one word", label: "a second word",
      notes: ["names have the letters a to z, digits and `_`"], help: ["write `\(whole)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(name, last), whole)])],
      mayMean: words.contains { ["named", "called", "title", "label"].contains($0) })
    tree.lostNames.insert(whole)
    at = goesOn
  }

  /// `most we pay money`: the words before the type.
  mutating func severalFieldWords(_ name: Int) {
    severalWords(name, "a field") { !Parser.startsType($0.tree.text($0.token)) }
  }

  /// Whether the words at the cursor are the rest of a field's name, since a type follows them.
  var nameGoesOn: Bool {
    var ahead = 0
    while ahead < 4, peekKind(ahead) == .word, peekWord(ahead) == .name, let next = peekToken(ahead) {
      if Parser.startsType(tree.text(next)) { return ahead > 0 }
      ahead += 1
    }
    return false
  }
}
