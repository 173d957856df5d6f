/// Hashtags and mentions in what people write.
package enum Tags {
  /// The words that a sign leads, in lower case and with it: `#summer` of `Look! #Summer.`
  package static func inText(_ text: String, _ sign: Character) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let place = rest.firstIndex(of: sign) {
      let word = rest[rest.index(after: place)...].prefix {
        $0.isLetter || $0.isNumber || $0 == "_" || (sign == "@" && ($0 == "." || $0 == "-"))
      }
      // A mention may end a sentence; an address such as `mia@example.com` is none.
      let isInside = place > rest.startIndex && isWord(rest[rest.index(before: place)])
      let name = sign == "@" ? trimmed(word) : word
      if !name.isEmpty, !isInside { add(String(sign) + name.lowercased(), to: &found) }
      rest = rest[word.endIndex...]
    }
    return found
  }

  /// The entries of a column: `summer, #Gift` and `#summer #gift` are the same.
  package static func inList(_ text: String, _ sign: Character) -> [String] {
    var found: [String] = []
    for part in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "|" }) {
      let name = part.first == sign ? part.dropFirst() : part
      if !name.isEmpty { add(String(sign) + name.lowercased(), to: &found) }
    }
    return found
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  private static func trimmed(_ word: Substring) -> Substring {
    var word = word
    while word.last == "." || word.last == "-" { word.removeLast() }
    return word
  }

  private static func add(_ tag: String, to tags: inout [String]) { if !tags.contains(tag) { tags.append(tag) } }
}
