/// Habits from elsewhere: signs of other languages, and what mail programmes make of a text.
extension Lexer {
  mutating func lexForeign(_ byte: UInt8) {
    let next = peek(1)
    switch byte {
    case _ where isRuler: ruler()
    case UInt8(ascii: "=") where next == 62 && followsSet(): arrow(2)
    case UInt8(ascii: "=") where next == 60 || next == 62 && isBeforeNumber: turnedSign(next)
    case UInt8(ascii: "=") where next == 62: arrow(2)
    case UInt8(ascii: "=") where lexDoubledEquality(): break
    case UInt8(ascii: "=") where next != 61 && followsSet(): replace(1, "to", .to)
    case UInt8(ascii: "=") where next != 61 && followsType(): replace(1, "default", .default)
    // A field without its type: the line is told as a whole.
    case UInt8(ascii: "=") where next != 61 && beginsField(): append(.word, 1, .default)
    case UInt8(ascii: "=") where next != 61 && followsDefine(): replace(1, "as", .as)
    case UInt8(ascii: "=") where next != 61 && changesField(): lexAssignment()
    case UInt8(ascii: "=") where followsValueName():
      drop(next == 61 ? 2 : 1, "a value stands right behind its name", "not needed")
    case UInt8(ascii: "=") where followsExpected(): replace(next == 61 ? 2 : 1, "in", .in)
    case UInt8(ascii: "="): replace(next == 61 ? (peek(2) == 61 ? 3 : 2) : 1, "is", .equals)
    case UInt8(ascii: "!"), UInt8(ascii: "?"): exclamation()
    case UInt8(ascii: "&") where lexEntity(): break
    case UInt8(ascii: "&"): replace(next == byte ? 2 : 1, "and", .and)
    case UInt8(ascii: "|"): pipe()
    case UInt8(ascii: ";"): semicolon()
    case UInt8(ascii: "{") where lexGroupInBraces(): break
    case UInt8(ascii: "{"): openBrace()
    case UInt8(ascii: "}"): closeBrace()
    case UInt8(ascii: "/") where next == byte: foreignComment(2, "//")
    case UInt8(ascii: "/") where next == 42 && lexBlockComment(): break
    case UInt8(ascii: "*") where next == byte && isEmphasis: drop(2, "words stand without emphasis", "not needed")
    case UInt8(ascii: "*") where isFirstInLine: drop(1, "a line stands without a bullet", "not needed")
    case UInt8(ascii: "["), UInt8(ascii: "]"): bracket(byte)
    case UInt8(ascii: "*"), UInt8(ascii: "/"): lexProduct(byte)
    case UInt8(ascii: "$"): currencySign(1, "USD")
    case UInt8(ascii: "'"): singleQuote()
    case UInt8(ascii: ".") where isSpace(next) && followsLineNumber: dropLineNumber()
    case UInt8(ascii: ".") where next &- 48 < 10 && lexLonePoint(): break
    case UInt8(ascii: ".") where (next | 32) &- 97 < 26 && lexDottedComparison(): break
    case UInt8(ascii: ".") where isSpace(next) && !endsLine(position + 1): stopInLine()
    case UInt8(ascii: "^"): lexPower()
    case UInt8(ascii: ".") where next == 42 && lineSoFar.first?.word == .on: lexAnyEvent(2)
    case UInt8(ascii: ".") where next == byte: ellipsis(peek(2) == byte ? 3 : 2)
    case UInt8(ascii: ".") where (next == 0 || isSpace(next)) && lexDayOfMonth(): break
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

  /// Whether a number follows a sign of two characters.
  private var isBeforeNumber: Bool {
    var place = position + 2
    while place < bytes.count, bytes[place] == 32 { place += 1 }
    return place < bytes.count && isDigit(place)
  }

  /// `=>` and `=<` in a comparison.
  private mutating func turnedSign(_ next: UInt8) {
    let sign = next == 60 ? "<=" : ">="
    let range = position..<position + 2
    report(
      .foreignWord, "`\(source.text(range))` is written `\(sign)` here", range, "write `\(sign)`",
      help: ["write `\(sign)`"], fixes: [fix(.safe, range, sign)])
    append(next == 60 ? .lessOrEqual : .greaterOrEqual, 2)
  }

  /// Whether the words before are a value's name in a line of a scenario: `with price =`, `, price =`.
  func followsValueName() -> Bool {
    guard tokens.count > 1, let last = tokens.last, last.kind == .word, last.word == .name else { return false }
    let before = tokens[tokens.count - 2]
    guard before.kind == .comma || (before.kind == .word && before.word == .with) else { return false }
    let line = lineSoFar
    return line.first?.word == .name && line.contains { $0.kind == .word && $0.word == .with }
  }

  /// Whether the words before are `expect` and a person.
  func followsExpected() -> Bool {
    guard tokens.count > 1, tokens[tokens.count - 1].kind == .word else { return false }
    return source.text(tokens[tokens.count - 2].range) == "expect"
  }

  /// `is one of DE, AT`: two capitals where a value is expected, which are a country and no word of the language.
  mutating func isCountry(_ range: Range<Int>) -> Bool {
    guard range.count == 2, bytes[range].allSatisfy({ (65...90).contains($0) }), let last = tokens.last else {
      return false
    }
    let words: Set<Word> = [.is, .of, .not, .equals, .notEquals, .in, .for]
    if last.kind == .comma || last.kind == .word && words.contains(last.word) { return true }
    if [.to, .default].contains(last.word), tokens.count > 1 {
      // `set country to NO`, `country text default NO`
      let before = source.text(tokens[tokens.count - 2].range)
      return last.word == .default ? before == "text" : followsSetOf(before)
    }
    if last.kind == .word, ["nor", "neither", "either"].contains(source.text(last.range)) { return true }
    // `(AT, DE)`, and `DE or AT`.
    let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
    if last.kind == .leftParenthesis { return next == 44 || next == 41 }
    guard last.kind == .word, last.word == .or || last.word == .and, tokens.count > 1 else { return false }
    let before = tokens[tokens.count - 2].range
    return before.count == 2 && bytes[before].allSatisfy { (65...90).contains($0) }
  }

  /// Whether a field that is set here is declared as a text.
  private mutating func followsSetOf(_ name: String) -> Bool {
    tokens.count > 2 && tokens[tokens.count - 3].word == .set && texts.contains(name)
  }

  /// `go to On hold`, `in In review`: a word with a capital that begins the title of a stage.
  func beginsTitle(_ range: Range<Int>) -> Bool {
    guard follows(.to, .in), bytes[range.lowerBound] &- 65 < 26, range.count > 1, range.upperBound + 1 < bytes.count
    else {
      return false
    }
    let isSmall = bytes[range.dropFirst()].allSatisfy { $0 &- 97 < 26 }
    return isSmall && bytes[range.upperBound] == 32 && bytes[range.upperBound + 1] &- 97 < 26
  }

  /// `**stage**`: whether two signs stand right at a word on one of their sides.
  private var isEmphasis: Bool {
    let isBehind = position > 0 && isWordByte(bytes[position - 1])
    return isBehind != isWordByte(peek(2)) && peek(2) != 42
  }

  var isFirstInLine: Bool { tokens.last.map { $0.kind == .newline } ?? true }

  /// Whether a number is all that stands in the line so far.
  private var followsLineNumber: Bool {
    guard tokens.last?.kind == .number else { return false }
    return tokens.count == 1 || tokens[tokens.count - 2].kind == .newline
  }

  /// `1. on proposal.accepted`
  private mutating func dropLineNumber() {
    let number = tokens.removeLast()
    let range = number.range.lowerBound..<position + 1
    report(
      .foreignWord, "lines stand without numbers", range, "not needed", help: ["delete it"],
      fixes: [fix(.safe, range, "")])
    append(.dropped, 1)
  }

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
    // What stood apart stays apart: `price=300`.
    let isBetween =
      position > 0 && isWordByte(bytes[position - 1]) && range.upperBound < bytes.count
      && isWordByte(bytes[range.upperBound])
    report(.foreignWord, title, range, label, help: ["delete it"], fixes: [fix(.safe, range, isBetween ? " " : "")])
    append(.dropped, length)
  }

  /// Whether the line before ends with a hashtag and a comma, behind which another one is expected.
  var followsHashtag: Bool {
    guard isFirstInLine, tokens.count > 2 else { return false }
    return tokens[tokens.count - 2].kind == .comma && tokens[tokens.count - 3].kind == .hashtag
  }

  /// `# fall` as an entry of a list of hashtags.
  mutating func apartHashtag() {
    let start = behindBlanks(position + 1)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    guard end > start, endsLine(end) || bytes[end] == UInt8(ascii: ",") else { return foreignComment(1, "#") }
    let (range, name) = (position..<end, source.text(start..<end))
    report(
      .foreignWord, "a hashtag stands right behind its sign", range, "a hashtag, or a comment?",
      help: [
        "write `#\(name)` if it is one of the list",
        "or write `-- \(name)` if it is a comment, and delete the last comma above it",
      ], fixes: [fix(.maybe, range, "#\(name)")])
    append(.hashtag, range.count)
  }

  mutating func foreignComment(_ length: Int, _ sign: String) {
    // Behind something else on its line it may be a minus, or part of an address: what follows would be lost.
    let isFirst = tokens.last.map { $0.kind == .newline } ?? true
    // A mail makes a dash of `--`, and somebody else begins an item of a list with one.
    let isLine = isFirst && (sign == "–" || sign == "—")
    let others = sign == "//" ? "; an address stands in quotes" : sign == "#" ? "" : ", or `-` to subtract"
    report(
      .foreignWord,
      isLine ? "a line stands without a bullet, and a comment starts with `--`" : "a comment starts with `--`",
      position..<position + length, "`\(sign)` starts no comment",
      help: [
        isLine
          ? "delete it if the line counts, or write `--` if it is a comment" : "write `--`" + (isFirst ? "" : others)
      ],
      fixes: isLine
        ? [] : [fix(isFirst ? .safe : .maybe, position..<position + length, "--")])
    lexComment()
  }

  mutating func lexUnicode() {
    let (scalar, length) = scalarAt(position)
    switch scalar {
    case 0x00A0, 0x2007, 0x202F, 0x2000...0x200A, 0x3000:
      let spaces = position..<endOfRun(position, scalar)
      report(
        .foreignWord, "a space that does not break a line stands here (\(codePoint(scalar)))", spaces,
        "not an ordinary space", help: ["replace it by an ordinary space"],
        fixes: [fix(.safe, spaces, String(repeating: " ", count: spaces.count / length))])
      position = spaces.upperBound
    case 0x201C...0x201F: smartQuotes()
    case 0x2019 where position > 0 && isDigit(position - 1) && lexQuotedDigits(): break
    case 0x2019 where position > 0 && isWordByte(bytes[position - 1]): apostrophe(length)
    case 0xAB, 0xBB, 0x2018, 0x2019, 0x2039, 0x203A: pairedQuotes(length)
    case 0x2022, 0x2023, 0x25E6, 0x25AA, 0x25CF,
      0xB7 where isFirstInLine:
      drop(length, "a line stands without a bullet", "not needed")
    case 0x2013, 0x2014: if !lexDash(length) { foreignComment(length, scalar == 0x2013 ? "–" : "—") }
    case 0x2192, 0x21D2, 0x27F6: arrow(length)
    case 0x20AC: currencySign(length, "EUR")
    case 0x00A3: currencySign(length, "GBP")
    case _ where isHidden(scalar):
      position += reportHidden(position, scalar)
    case 0xC0...0x17F where scalar != 0xD7 && scalar != 0xF7: lexForeignLetters(length)
    case _ where lexSymbol(scalar, length): break
    default: strange(length)
    }
  }

  /// A whole run of characters that mean nothing here is one mistake.
  mutating func strange(_ length: Int) {
    var end = position + length
    while end < bytes.count, bytes[end] >= 0x80, !isHidden(scalarAt(end).0) { end += scalarAt(end).1 }
    while end < bytes.count, isWordByte(bytes[end]), bytes[position] >= 0x80 { end += 1 }
    let range = position..<min(end, bytes.count)
    let shown = bytes[position] < 32 ? codePoint(UInt32(bytes[position])) : "`\(source.text(range))`"
    let isLetter = Unicode.Scalar(scalarAt(position).0)?.properties.isAlphabetic ?? false
    report(
      .strangeCharacter, "\(shown) has no meaning here", range, "not a word of the language",
      help: [
        isLetter
          ? "names are written with the letters a to z, digits and `_`; anything may stand inside a text in quotes"
          : "delete it, or write in words what it says; anything may stand inside a text in quotes"
      ])
    append(.dropped, range.count)
  }
}
