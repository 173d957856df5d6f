/// Names with letters that the language's names do not have: `überweisung`, `año`, `prêt`.
extension Lexer {
  /// The whole word is read as the name that it would be with the letters a to z.
  mutating func lexForeignLetters(_ length: Int) {
    var start = position
    // What stands before the letter has been read as a word of its own.
    if let last = tokens.last, last.kind == .word, last.range.upperBound == position {
      start = last.range.lowerBound
      tokens.removeLast()
    }
    var end = position
    while end < bytes.count, bytes[end] >= 0x80 ? letter(at: end) != nil : isWordByte(bytes[end]) {
      end += bytes[end] >= 0x80 ? scalarAt(end).1 : 1
    }
    guard let name = plainName(start..<end), end - start <= Lexer.nameBytesMax else {
      position = start
      return strange(max(length, end - start))
    }
    position = start
    // The name of a group is a text.
    if let last = tokens.last, last.kind == .word, source.text(last.range) == "group" {
      let written = "\"\(source.text(start..<end))\""
      report(
        .foreignWord, "a group is named by a text", start..<end, "not a group's name",
        help: ["write its name in quotes: `\(written)`"], fixes: [fix(.maybe, start..<end, written)])
      return append(.text, end - start)
    }
    let isValue = isComparedText(start..<end)
    report(
      .strangeCharacter, "names are written with the letters a to z, digits and `_`", start..<end, "other letters",
      help: [
        isValue
          ? "write `\"\(source.text(start..<end))\"` if it is a text, or `\(name)` if it is a name"
          : "write `\(name)`; anything may stand inside a text in quotes"
      ], fixes: isValue ? [] : [fix(.safe, start..<end, name)])
    let letters = Array(name.utf8)
    append(.word, end - start, .name, name: names.number(letters, 0..<letters.count, Names.Mark(letters)))
  }

  /// `nation is Österreich`: whether the word is compared with, and stands neither at the beginning of a line, where it
  /// were declared, nor among choices.
  private mutating func isComparedText(_ range: Range<Int>) -> Bool {
    let comparing: Set<Word> = [.is, .equals, .notEquals, .contains]
    guard lineSoFar.contains(where: { $0.kind == .word && comparing.contains($0.word) }),
      follows(.is, .not, .of, .equals, .notEquals, .contains, .or) || tokens.last?.kind == .comma
    else { return false }
    let word = source.text(range)
    return !firstWords.contains(word) && !choices.contains(word)
  }

  private func plainName(_ range: Range<Int>) -> String? {
    var name = ""
    var at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] >= 0x80 else {
        name.unicodeScalars.append(Unicode.Scalar(bytes[at]))
        at += 1
        continue
      }
      guard let letters = letter(at: at) else { return nil }
      name += letters
      at += scalarAt(at).1
    }
    return name.isEmpty || name.utf8.first.map { (48...57).contains($0) } == true ? nil : name.lowercased()
  }

  /// How a letter is written with those of the alphabet.
  private func letter(at place: Int) -> String? {
    guard let scalar = Unicode.Scalar(scalarAt(place).0) else { return nil }
    return Lexer.alphabet[scalar]
  }

  private static let alphabet: [Unicode.Scalar: String] = {
    let letters = [
      "a": "àáâãåāă", "ae": "äæ", "c": "çćč", "d": "ďđð", "e": "èéêëēęě", "g": "ğ", "i": "ìíîïīı", "l": "ł",
      "n": "ñńň", "o": "òóôõøō", "oe": "öœ", "r": "řŕ", "s": "śšş", "ss": "ß", "t": "ťţ", "u": "ùúûūů", "ue": "ü",
      "y": "ýÿ", "z": "źżž",
    ]
    var alphabet: [Unicode.Scalar: String] = [:]
    for (plain, others) in letters {
      for scalar in others.unicodeScalars { alphabet[scalar] = plain }
      for scalar in others.uppercased().unicodeScalars where scalar.value >= 0x80 { alphabet[scalar] = plain }
    }
    return alphabet
  }()
}
