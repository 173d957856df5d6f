/// Writes the words of a file as a text, with white space, comments and line breaks wherever the page allows them.
package struct Layout {
  private let rule: LineRule
  private var derivation: Derivation
  private let comment: Int?
  private var text = ""
  private let lineEnd: String

  /// The choices of the derivation go on.
  package static func text(of words: GrammarReader.Words, _ derivation: inout Derivation) -> String {
    var layout = Layout(derivation)
    layout.write(words)
    derivation.random = layout.derivation.random
    return layout.text
  }

  private init(_ derivation: Derivation) {
    self.derivation = derivation
    rule = LineRule(derivation.grammar)
    comment = derivation.grammar.production("COMMENT")
    lineEnd = self.derivation.random.oneIn(4) ? "\r\n" : "\n"
  }

  private mutating func write(_ words: GrammarReader.Words) {
    if derivation.random.oneIn(8) { text = "\u{FEFF}" }
    var start = 0
    for (index, word) in words.enumerated() {
      if word == "\n" {
        endLine()
        start = index + 1
        continue
      }
      text += word
      guard index + 1 < words.count, words[index + 1] != "\n" else { continue }
      let goesOn = !rule.ends(words[start...index], before: words[index + 1], behind(index + 1, words))
      if goesOn, derivation.random.oneIn(6) { endLine() } else { gap(word, words[index + 1]) }
    }
  }

  private func behind(_ index: Int, _ words: GrammarReader.Words) -> String? {
    index + 1 < words.count ? words[index + 1] : nil
  }

  /// The end of a line, with or without a remark, and the beginning of another.
  private mutating func endLine() {
    repeat {
      if derivation.random.oneIn(8), let comment { text += " " + derivation.spell(comment) }
      text += lineEnd
    } while derivation.random.oneIn(10)
    text += String(repeating: derivation.random.oneIn(9) ? "\t" : " ", count: derivation.random.below(7))
  }

  private mutating func gap(_ word: String, _ next: String) {
    let mayTouch = word == "(" || [",", ")"].contains(next)
    if mayTouch, !derivation.random.oneIn(4) { return }
    text += derivation.random.oneIn(6) ? "   \t" : " "
  }
}
