/// Words of the language that a line lacks, or has in another spelling.
extension ReadingLine {
  // MARK: One word too few

  /// The line with a word put in where it could not be read on.
  func withOneWord(at place: Int?) -> [ReadingCandidate] {
    guard let place, place > 0 else { return [] }
    return ReadingLine.missing.filter { fits($0, before: place) }.map { word in
      ReadingCandidate(
        title: "`\(word)` is missing",
        words: Array(words[..<place]) + word.split(separator: " ").map(String.init) + words[place...])
    }
  }

  private static let missing = ["when", "because", "go to", "by", "for", "to", "from", "in", "times", "with"]

  /// Whether a word may stand before what follows it.
  private func fits(_ word: String, before place: Int) -> Bool {
    switch word {
    // A second text may be a part of the first, and a line says what to do before it says why.
    case "because":
      kinds[place] == .text && kinds[place - 1] != .text
        && words[..<place].contains { Names.word(Array($0.utf8)).startsAction }
    case "for":
      kinds[place] == .text && words[..<place].contains { ["owe", "void"].contains($0) }
        && !words[..<place].contains("for")
    case "by": ReadingLine.roles.contains(words[place])
    case "go to": stages.contains(words[place]) && words[place - 1] != "to"
    case "in": kinds[place] == .text || stages.contains(words[place])
    case "times": kinds[place - 1] == .number
    case "to":
      !words[..<place].contains("to") && words[..<place].contains { ["set", "add"].contains($0) }
        && kinds[place - 1] != .number
    case "from": words[..<place].contains("assign") && isOwnName(place)
    case "with": words.contains(":") || words[0] == "given"
    default: words[0] == "on" && place > 1
    }
  }

  private static let roles = Set(Vocabulary.tree.roles.map { Vocabulary.tree.text($0.name) })

  /// Whether a reading of the line leaves out who sends its event.
  func losesSender(in reading: [String]) -> Bool {
    words.indices.dropLast().contains {
      words[$0] == "by" && ReadingLine.roles.contains(words[$0 + 1]) && !reading.contains(words[$0 + 1])
    }
  }

  // MARK: Spelling

  /// The line with one word spelled as the language spells the one that is near.
  var wellSpelled: [ReadingCandidate] {
    // Of the first word of a line more is known where it is told.
    words.indices.dropFirst().compactMap { index in
      let word = words[index]
      guard isOwnName(index), word.utf8.count > 2, !word.contains("."), !stages.contains(word), !nouns.contains(word),
        !ReadingLine.spellings.contains(word), let near = Spelling.nearest(to: word, among: ReadingLine.spellings)
      else { return nil }
      return ReadingCandidate(
        title: "no word of the language is spelled `\(word)`",
        words: Array(words[..<index]) + [near] + words[(index + 1)...])
    }
  }

  /// The words of the language, those that are known by their place among them.
  private static let spellings =
    Word.allCases.filter { $0 != .name && $0.rawValue < Word.if.rawValue }.map(\.spelling) + [
      "times", "least", "most", "than", "more", "less", "between", "held", "open", "done", "left", "none", "wait",
      "line", "email", "contract", "order", "group", "list", "entered", "enter", "leave", "later", "given", "expect",
      "refused", "ignored", "told", "owed", "above", "holding", "giving", "money", "number", "duration", "percent",
      "window", "hashtags", "handles", "product", "discount", "link",
    ]
}
