/// Texts of headers as encoded words in UTF-8 and base64 (RFC 2047), folded onto as many lines as they need.
enum EncodedWords {
  /// Bytes of one encoded word at most; the standard's own limit.
  static let wordBytesMax = 75
  /// Bytes of a line of a header, its end not counted.
  static let lineBytesMax = 76
  private static let head = "=?UTF-8?B?"
  private static let tail = "?="

  /// A whole text; words are parted by a line break and a blank, which readers drop.
  static func text(_ text: String, after taken: Int) -> String {
    var words: [String] = []
    var part: [UInt8] = []
    // The first word stands behind the header's name, all others behind a blank.
    func room() -> Int { min(wordBytesMax, lineBytesMax - (words.isEmpty ? taken : 1)) - head.count - tail.count }
    for scalar in text.unicodeScalars {
      let bytes = Array(UTF8.encode(scalar)!)
      // A character is never cut in two: each word is read on its own.
      if !part.isEmpty, (part.count + bytes.count + 2) / 3 * 4 > room() {
        words.append(head + Base64.text(part) + tail)
        part = []
      }
      part += bytes
    }
    words.append(head + Base64.text(part) + tail)
    return words.joined(separator: "\n ")
  }

  /// A text as a header holds it: as it is where every reader takes it so, folded at its blanks, else encoded.
  static func unstructured(_ text: String, after taken: Int) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let isPlain =
      text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?") && !text.contains("  ")
      && words.allSatisfy { $0.utf8.count < lineBytesMax - taken }
    guard isPlain else { return self.text(text, after: taken) }
    var result = ""
    var column = taken
    for (index, word) in words.enumerated() {
      if index > 0 {
        let breaks = column + 1 + word.utf8.count > lineBytesMax
        result += breaks ? "\n " : " "
        column = breaks ? 1 : column + 1
      }
      result += word
      column += word.utf8.count
    }
    return result
  }
}

/// Base64 (RFC 4648, section 4).
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: some Collection<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let three = rest.prefix(3)
      let word = three.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        result.append(place <= three.count ? letters[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
      rest = rest.dropFirst(3)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
