/// Limits that a denial says: `price can't be more than 5 USD`, `price must not exceed 5 USD`.
extension Parser {
  private static let denials: Set = [
    "cannot", "can't", "cant", "mustn't", "mustnt", "shouldn't", "shouldnt", "won't", "wont", "doesn't", "doesnt",
    "mayn't", "couldn't",
  ]

  private static let verbs: Set = ["can", "must", "may", "should", "will", "does", "shall", "could"]

  /// What the opposite of a limit is called.
  private static let opposites = [
    "more": "is at most", "higher": "is at most", "greater": "is at most", "bigger": "is at most",
    "larger": "is at most", "over": "is at most", "above": "is at most", "exceed": "is at most",
    "beyond": "is at most", "less": "is at least", "lower": "is at least", "fewer": "is at least",
    "smaller": "is at least", "under": "is at least", "below": "is at least",
  ]

  /// Reports a denial where the verb of a condition is expected; false where none stands.
  mutating func reportsDeniedBound(_ first: Int) -> Bool {
    if reportsDeniedVerb(first) { return true }
    guard let (length, meant) = deniedBound() else { return false }
    let last = lines.significant[at + length - 1]
    let subject = tree.meant(first, previous)
    let span = tree.span(token, last)
    let written = tree.source.text(span.range)
    let value = peekToken(length).map { tree.meant($0, endOfValue(length)) } ?? "5 USD"
    guard let meant, peekToken(length) != nil else {
      fail(
        .foreignWord, "a condition says what is so, and `\(written)` denies it", to: last,
        label: "not a verb of a condition",
        help: [
          "say the opposite: `\(subject) is at most 5 USD`, `\(subject) is at least 5 USD` or `\(subject) is not 5 USD`"
        ])
      return true
    }
    fail(
      .foreignWord, "`\(written)` is written `\(meant)` here", to: last, label: "write `\(meant)`",
      help: ["write `\(subject) \(meant) \(value)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(span, meant)])])
    return true
  }

  /// How many words deny something at the cursor, and what they come to.
  private func deniedBound() -> (length: Int, meant: String?)? {
    func text(_ ahead: Int) -> String {
      peekToken(ahead).map { tree.text($0).lowercased().replacing("’", with: "'") } ?? ""
    }
    var next = 0
    if Parser.denials.contains(text(0)) {
      next = 1
    } else if Parser.verbs.contains(text(0)), text(1) == "not" {
      next = 2
    } else {
      return nil
    }
    if ["be", "is", "go", "get", "cost"].contains(text(next)) { next += 1 }
    if let meant = Parser.opposites[text(next)] { return (next + (text(next + 1) == "than" ? 2 : 1), meant) }
    if text(next) == "at", ["least", "most"].contains(text(next + 1)) {
      return (next + 2, text(next + 1) == "least" ? "is less than" : "is more than")
    }
    let isValue = peekKind(next).map { [.number, .percent, .date, .text].contains($0) } ?? false
    return (next, isValue ? "is not" : nil)
  }

  /// The last token of the value that begins so many words ahead.
  func endOfValue(_ ahead: Int) -> Int {
    let value = peekToken(ahead) ?? token
    guard tree.tokens[value].kind == .number, let unit = peekToken(ahead + 1), tree.tokens[unit].kind == .word,
      isUnit(unit) || isCurrencyShaped(unit)
    else { return value }
    return unit
  }

  /// What is said of a denial that may hold for two limits.
  static let twofold =
    "write `is between` and the two limits if none may be passed; otherwise write each limit with its field and its verb"

  /// `is not less than 5 or more than 10`: whether a second limit follows that may be denied as well.
  func hasSecondLimit(_ ahead: Int) -> Bool {
    let words = lines.significant[min(at + ahead, lineEnd)..<lineEnd].drop {
      tree.tokens[$0].kind != .word || ![.and, .or].contains(tree.tokens[$0].word)
    }
    guard let next = words.dropFirst().first, tree.tokens[next].kind == .word else { return false }
    return tree.tokens[next].word == .at || Parser.opposites[tree.text(next)] != nil
  }
}
