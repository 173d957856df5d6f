/// Habits from elsewhere: signs of other languages, and what mail programmes make of a text.
extension Lexer {
  mutating func lexForeign(_ byte: UInt8) {
    let next = peek(1)
    switch byte {
    case UInt8(ascii: "=") where next == 62: replace(2, "go to", .goto)
    case UInt8(ascii: "=") where next != 61 && followsSet(): replace(1, "to", .to)
    case UInt8(ascii: "=") where next != 61 && followsType(): replace(1, "default", .default)
    case UInt8(ascii: "=") where next != 61 && followsDefine(): replace(1, "as", .as)
    case UInt8(ascii: "=") where next != 61 && changesField(): lexAssignment()
    case UInt8(ascii: "="): replace(next == 61 ? (peek(2) == 61 ? 3 : 2) : 1, "is", .equals)
    case UInt8(ascii: "!") where next == 61: replace(2, "is not", .notEquals)
    case UInt8(ascii: "!"): replace(1, "not", .not)
    case UInt8(ascii: "&"): replace(next == byte ? 2 : 1, "and", .and)
    case UInt8(ascii: "|"): replace(next == byte ? 2 : 1, "or", .or)
    case UInt8(ascii: ";"): drop(1, "a line ends a statement; no `;` is needed", "not needed")
    case UInt8(ascii: "{"): drop(1, "a block ends with the word `end`, not with braces", "braces are not used")
    case UInt8(ascii: "}"): closeBrace()
    case UInt8(ascii: "/") where next == byte: foreignComment(2, "//")
    case UInt8(ascii: "*"), UInt8(ascii: "/"): lexProduct(byte)
    case UInt8(ascii: "$"): currencySign(1, "USD")
    case UInt8(ascii: "'"): singleQuote()
    case UInt8(ascii: ".") where next == 0 || isSpace(next): drop(1, "a line ends without a full stop", "not needed")
    case 0x80...: lexUnicode()
    default: strange(1)
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { [9, 10, 13, 32].contains(byte) }

  /// Whether the word before ends a field's type.
  func followsType() -> Bool {
    guard let last = tokens.last, last.kind == .word else { return false }
    let name = source.text(last.range)
    return Parser.startsType(name) || ["group", "list"].contains(name)
  }

  /// Whether the words before are `set` and a name.
  func followsSet() -> Bool { tokens.count > 1 && tokens[tokens.count - 2].word == .set }

  /// Whether the words before are `define` and a name.
  func followsDefine() -> Bool { tokens.count > 1 && tokens[tokens.count - 2].word == .define }

  /// A sign that is written as words; the fix keeps them apart from what stands beside it.
  mutating func replace(_ length: Int, _ words: String, _ word: Word) {
    let range = position..<position + length
    let before = position > 0 && isWordByte(bytes[position - 1]) ? " " : ""
    let after = range.upperBound < bytes.count && !isSpace(bytes[range.upperBound]) ? " " : ""
    report(
      .foreignWord, "`\(source.text(range))` is written `\(words)` here", range, "write `\(words)`",
      help: ["write `\(words)`"], fixes: [fix(.safe, range, before + words + after)])
    append(.word, length, word)
  }

  mutating func drop(_ length: Int, _ title: String, _ label: String) {
    let range = position..<position + length
    report(.foreignWord, title, range, label, help: ["delete it"], fixes: [fix(.safe, range, "")])
    append(.dropped, length)
  }

  mutating func closeBrace() {
    let range = position..<position + 1
    report(
      .foreignWord, "a block ends with the word `end`, not with braces", range, "write `end`", help: ["write `end`"],
      fixes: [fix(.safe, range, "end")])
    append(.word, 1, .end)
  }

  mutating func foreignComment(_ length: Int, _ sign: String) {
    report(
      .foreignWord, "a comment starts with `--`", position..<position + length, "`\(sign)` starts no comment",
      help: ["write `--`"], fixes: [fix(.safe, position..<position + length, "--")])
    lexComment()
  }

  mutating func currencySign(_ length: Int, _ code: String) {
    var end = position + length
    while end < bytes.count, (48...57).contains(bytes[end]) || bytes[end] == 46 { end += 1 }
    var amount = source.text(position + length..<end)
    var range = position..<end
    // Behind the amount, as in `400€` and `400 €`.
    if amount.isEmpty, let before = tokens.last, before.kind == .number {
      amount = source.text(before.range)
      range = before.range.lowerBound..<end
    }
    report(
      .foreignWord, "money is written with its currency's three letters after the amount", range,
      "a sign does not say which currency", help: ["write `\(amount.isEmpty ? "12" : amount) \(code)`"],
      fixes: amount.isEmpty ? [] : [fix(.maybe, range, "\(amount) \(code)")])
    append(range.lowerBound == position && !amount.isEmpty ? .number : .dropped, end - position)
  }

  private func isBetweenLetters(_ offset: Int) -> Bool {
    offset + 1 < bytes.count && isWordByte(bytes[offset - 1]) && isWordByte(bytes[offset + 1])
  }

  mutating func singleQuote() {
    var end = position + 1
    // Between two letters it is an apostrophe.
    while end < bytes.count, !isLineBreak(end), bytes[end] != 39 || isBetweenLetters(end) { end += 1 }
    let isClosed = end < bytes.count && bytes[end] == 39
    let content = source.text(position + 1..<end)
    let edits = [(span(position..<position + 1), "\""), (span(end..<end + 1), "\"")]
    report(
      .foreignWord, "texts stand in double quotes", position..<position + 1, "a single quote",
      help: ["write `\"\(isClosed ? String(content.prefix(40)) : "text")\"`"],
      fixes: isClosed && !content.contains("\"") ? [Diagnostic.Fix(safety: .safe, edits: edits)] : [])
    append(.text, end + (isClosed ? 1 : 0) - position)
  }

  mutating func lexUnicode() {
    let (scalar, length) = scalarAt(position)
    switch scalar {
    case 0x00A0, 0x2007, 0x202F, 0x2000...0x200A, 0x3000:
      report(
        .foreignWord, "a space that does not break a line stands here (\(codePoint(scalar)))",
        position..<position + length,
        "not an ordinary space", help: ["replace it by an ordinary space"],
        fixes: [fix(.safe, position..<position + length, " ")])
      position += length
    case 0x201C...0x201F:
      report(
        .foreignWord, "texts stand in straight quotes", position..<position + length, "a typographic quote",
        help: ["write `\"`"], fixes: smartQuoteFixes())
      lexText(closing: [0, 0, 0])
    case 0x2013, 0x2014: foreignComment(length, scalar == 0x2013 ? "–" : "—")
    case 0x2192, 0x21D2, 0x27F6: replace(length, "go to", .goto)
    case 0x20AC: currencySign(length, "EUR")
    case 0x00A3: currencySign(length, "GBP")
    case _ where isHidden(scalar):
      reportHidden(position, length, scalar)
      position += length
    default: strange(length)
    }
  }

  func smartQuoteFixes() -> [Diagnostic.Fix] {
    var end = position + 3
    while end < bytes.count, !isLineBreak(end), bytes[end] != 34, !isSmartQuote(end) { end += 1 }
    guard end < bytes.count, isSmartQuote(end) else { return [fix(.maybe, position..<position + 3, "\"")] }
    return [
      Diagnostic.Fix(
        safety: .safe,
        edits: [(span(position..<position + 3), "\""), (span(end..<end + 3), "\"")])
    ]
  }

  /// A whole run of characters that mean nothing here is one mistake.
  mutating func strange(_ length: Int) {
    var end = position + length
    while end < bytes.count, bytes[end] >= 0x80, !isHidden(scalarAt(end).0) { end += scalarAt(end).1 }
    while end < bytes.count, isWordByte(bytes[end]), bytes[position] >= 0x80 { end += 1 }
    let range = position..<min(end, bytes.count)
    let shown = bytes[position] < 32 ? codePoint(UInt32(bytes[position])) : "`\(source.text(range))`"
    report(
      .strangeCharacter, "\(shown) has no meaning here", range, "not a word of the language",
      help: ["names are written with the letters a to z, digits and `_`; anything may stand inside a text in quotes"])
    append(.dropped, range.count)
  }
}
