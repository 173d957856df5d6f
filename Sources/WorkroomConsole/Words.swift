/// A line as an operator types it, cut into words; quoted texts are one word.
struct Words {
  struct Word: Equatable {
    var text: String
    var isQuoted: Bool
    /// Where it stands in the line.
    var range: Range<String.Index>
  }

  var words: [Word]

  /// `nil` for a quote that is never closed.
  init?(_ line: String) {
    var words: [Word] = []
    var current = ""
    var inQuotes = false
    var wasQuoted = false
    var escaped = false
    var start = line.startIndex
    func finish(at end: String.Index) {
      if !current.isEmpty || wasQuoted { words.append(Word(text: current, isQuoted: wasQuoted, range: start..<end)) }
      current = ""
      wasQuoted = false
    }
    for (index, character) in zip(line.indices, line) {
      if current.isEmpty, !inQuotes, !wasQuoted { start = index }
      if escaped {
        current.append(character)
        escaped = false
      } else if inQuotes, character == "\\" {
        escaped = true
      } else if character == "\"" {
        if inQuotes { wasQuoted = true }
        inQuotes.toggle()
        if inQuotes, !current.isEmpty { finish(at: index); start = index }
        if inQuotes { wasQuoted = true }
      } else if character.isWhitespace, !inQuotes {
        finish(at: index)
      } else {
        current.append(character)
      }
    }
    finish(at: line.endIndex)
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
