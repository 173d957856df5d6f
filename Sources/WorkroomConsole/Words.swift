/// A line as an operator types it, cut into words; quoted texts are one word.
struct Words {
  struct Word: Equatable {
    var text: String
    var isQuoted: Bool
  }

  var words: [Word]

  /// `nil` for a quote that is never closed.
  init?(_ line: String) {
    var words: [Word] = []
    var current = ""
    var inQuotes = false
    var wasQuoted = false
    var escaped = false
    func finish() {
      if !current.isEmpty || wasQuoted { words.append(Word(text: current, isQuoted: wasQuoted)) }
      current = ""
      wasQuoted = false
    }
    for character in line {
      if escaped {
        current.append(character)
        escaped = false
      } else if inQuotes, character == "\\" {
        escaped = true
      } else if character == "\"" {
        if inQuotes { wasQuoted = true }
        inQuotes.toggle()
        if inQuotes, !current.isEmpty { finish() }
        if inQuotes { wasQuoted = true }
      } else if character.isWhitespace, !inQuotes {
        finish()
      } else {
        current.append(character)
      }
    }
    finish()
    guard !inQuotes else { return nil }
    self.words = words
  }

  /// How many words a phrase takes if the line starts with it.
  func starts(with phrase: String) -> Int? {
    let parts = phrase.lowercased().split(separator: " ").map(String.init)
    guard !parts.isEmpty, words.count >= parts.count else { return nil }
    for (word, part) in zip(words, parts) where word.isQuoted || word.text.lowercased() != part { return nil }
    return parts.count
  }
}
