/// The words of a command line without a shell: parted by blanks, kept together by double quotes, nothing expanded.
package enum CommandWords {
  /// Words at most.
  package static let countMax = 64
  /// Bytes of the line at most.
  package static let bytesMax = 4096

  /// `nil` where a quote is never closed, nothing stands there, or a control character does.
  package static func split(_ line: String) -> [String]? {
    guard line.utf8.count <= bytesMax, !line.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\t" }) else {
      return nil
    }
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted, "\t" where !isQuoted:
        if let whole = word { words.append(whole) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return isQuoted || words.isEmpty || words.count > countMax || words[0].isEmpty ? nil : words
  }

  /// How words are kept: as a list in JSON.
  package static func stored(_ words: [String]) -> String {
    String(decoding: JSONWriter.bytes(.array(words.map(JSONValue.string))), as: UTF8.self)
  }

  /// The words that were kept; empty where it is no such list.
  package static func read(_ text: String) -> [String] {
    guard case .array(let values)? = try? JSONReader.parse(Array(text.utf8)) else { return [] }
    return values.compactMap(\.string)
  }
}
