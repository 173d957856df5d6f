/// Quotes of other languages and of mail programmes, and apostrophes.
extension Lexer {
  /// What is said of an apostrophe in a name; where it turns out to stand in words without quotes, that is said instead.
  static let apostropheTitle = "names stand without an apostrophe"

  private func isBetweenLetters(_ offset: Int) -> Bool {
    offset + 1 < bytes.count && isWordByte(bytes[offset - 1]) && isWordByte(bytes[offset + 1])
  }

  /// A text as it stands between double quotes.
  static func quoted(_ content: String) -> String {
    var result = "\""
    var isEscaped = false
    for character in content {
      if character == "\"", !isEscaped { result += "\\" }
      isEscaped = character == "\\" && !isEscaped
      result.append(character)
    }
    return result + (isEscaped ? "\\\"" : "\"")
  }

  /// A text of another kind of quotes between double ones: a backslash that protects nothing there is doubled, since it
  /// would take the next letter as it is.
  private static func requoted(_ content: String) -> String {
    guard content.contains("\\") else { return quoted(content) }
    var result = ""
    var rest = content[...]
    while let first = rest.popFirst() {
      result.append(first)
      guard first == "\\" else { continue }
      let protects = rest.first.map { "\\\"'“”„‘’«»".contains($0) } ?? false
      result.append(protects ? rest.removeFirst() : "\\")
    }
    return quoted(result)
  }

  /// A text between quotes of another kind: one mistake, with the text as it would be right.
  mutating func foreignText(
    _ title: String, _ label: String, at place: Range<Int>, opening: Int, closing: Range<Int>,
    _ safety: Diagnostic.Fix.Safety = .safe
  ) {
    if let end = endOfMixedText(position + opening..<closing.lowerBound) {
      return foreignText(
        title, label, at: position..<position + opening, opening: opening, closing: end..<end + 1, .maybe)
    }
    let content = source.text(position + opening..<closing.lowerBound)
    let written = Lexer.requoted(content)
    let edits =
      content.contains { $0 == "\"" || $0 == "\\" }
      ? [(span(position..<closing.upperBound), written)]
      : [(span(position..<position + opening), "\""), (span(closing), "\"")]
    report(
      .foreignWord, title, place, label,
      help: [
        closesInside(content) && content.utf8.count < 60
          ? "write straight quotes around each text: `\"\(content)\"`"
          : "write `\(written.count > 60 ? "\"\(content.prefix(40))...\"" : written)`"
      ],
      // Whether a backslash protects the sign behind it or stands for itself is not the same everywhere; and a straight
      // quote that closes a word may be the end of this text, and the next one the beginning of another.
      fixes: [
        Diagnostic.Fix(safety: content.contains("\\") || closesInside(content) ? .maybe : safety, edits: edits)
      ])
    reportHidden(in: position + opening..<closing.lowerBound)
    append(.text, closing.upperBound - position)
  }

  /// Whether the first straight quote of a text stands behind a word rather than before one.
  private func closesInside(_ content: String) -> Bool {
    guard let quote = content.firstIndex(of: "\""), quote > content.startIndex else { return false }
    return !content[content.index(before: quote)].isWhitespace
  }

  /// `„late" because "too late“`: where a text ends with a straight quote behind which its line goes on, though a quote of
  /// the other kind stands further on.
  private func endOfMixedText(_ content: Range<Int>) -> Int? {
    guard let quote = bytes[content].firstIndex(of: 34), quote > content.lowerBound, quote + 1 < content.upperBound,
      bytes[quote + 1] == 32, ![32, 92].contains(bytes[quote - 1]), let next = wordBehind(quote + 1)
    else { return nil }
    return [.because, .titled, .in, .when, .if, .unless, .with].contains(next) ? quote : nil
  }

  /// `&quot;late&quot;`: a text whose quotes are written as web pages write them; true where one stood here.
  mutating func lexEntityQuotes() -> Bool {
    let quote = Array("&quot;".utf8)
    guard bytes[position...].starts(with: quote) else { return false }
    var end = position + quote.count
    while end < bytes.count, !isLineBreak(end), !bytes[end...].starts(with: quote) { end += 1 }
    guard end < bytes.count, !isLineBreak(end) else { return false }
    let closing = end..<end + quote.count
    foreignText(
      "texts stand in straight quotes", "as web pages write it", at: position..<closing.upperBound,
      opening: quote.count, closing: closing)
    return true
  }

  mutating func singleQuote() {
    if position > 0, isBetweenLetters(position) { return apostrophe(1) }
    var end = position + 1
    // Between two letters it is an apostrophe.
    while end < bytes.count, !isLineBreak(end), bytes[end] != 39 || isBetweenLetters(end) { end += 1 }
    let (title, label) = ("texts stand in double quotes", "a single quote")
    guard end < bytes.count, bytes[end] == 39 else {
      if let quote = endOfMixedText(position + 1..<end) {
        return foreignText(title, label, at: position..<position + 1, opening: 1, closing: quote..<quote + 1, .maybe)
      }
      report(.foreignWord, title, position..<position + 1, label, help: ["write `\"text\"`"])
      return append(.text, end - position)
    }
    if mixedQuotes(end) { return }
    foreignText(title, label, at: position..<position + 1, opening: 1, closing: end..<end + 1)
  }

  /// `'late" because "too late'`: two texts, each with a quote of either kind, whose single quotes stand at the cursor and
  /// at a place.
  private mutating func mixedQuotes(_ closing: Int) -> Bool {
    let content = position + 1..<closing
    guard endsLine(closing + 1), bytes[content].count(where: { $0 == 34 }) == 2, let first = endOfMixedText(content),
      let second = bytes[first + 1..<closing].firstIndex(of: 34)
    else { return false }
    let range = position..<closing + 1
    report(
      .foreignWord, "texts stand in double quotes", range, "single quotes",
      help: ["write `\"\(source.text(position + 1..<closing))\"`"],
      fixes: [
        Diagnostic.Fix(
          safety: .maybe, edits: [(span(position..<position + 1), "\""), (span(closing..<closing + 1), "\"")])
      ])
    append(.text, first + 1 - position)
    while position < second { lexOne(bytes[position]) }
    append(.text, range.upperBound - position)
    return true
  }

  /// `isn't`, `mia's`: an apostrophe inside a word.
  mutating func apostrophe(_ length: Int) {
    var end = position + length
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let word = tokens.last.map { source.text($0.range) } ?? ""
    let tail = source.text(position + length..<end)
    let start = tokens.last.map { $0.range.lowerBound } ?? position
    if tail == "clock", word.lowercased() == "o", lexClock(start..<end) { return }
    guard tail == "t", let last = endOfNegation(word, end) else {
      if tail == "t", word.hasSuffix("n") { return denial(start..<end) }
      report(
        .foreignWord, Lexer.apostropheTitle, position..<end, "not needed",
        help: ["write `\(word)`"], fixes: [fix(.maybe, position..<end, "")])
      return append(.dropped, end - position)
    }
    tokens.removeLast()
    position = start
    if isBehindWhen, let name = wordTextBehind(last), !ReadingLine.boundWords.contains(source.text(name)) {
      return deniedCondition(start..<name.upperBound, source.text(name))
    }
    report(
      .foreignWord, "`\(source.text(start..<last))` is written `is not` here", start..<last, "write `is not`",
      help: ["write `is not`"], fixes: [fix(.safe, start..<last, "is not")])
    append(.word, last - start, .notEquals)
  }

  /// `don't`, `can't`, `mustn't`: without it a line would say the opposite.
  private mutating func denial(_ range: Range<Int>) {
    let isRule = lineSoFar.first.map { [.on, .once, .after, .at, .every].contains($0.word) } ?? false
    let isText = lineSoFar.contains { [.because, .titled, .note, .send, .tell, .refuse].contains($0.word) }
    tokens.removeLast()
    position = range.lowerBound
    let asks = lineSoFar.first?.word == .once || lineSoFar.contains { [.when, .if, .unless].contains($0.word) }
    // What a condition denies is told with the limit behind it.
    if asks, !isText {
      let letters = Array(bytes[range])
      return append(.word, range.count, .name, name: names.number(letters, 0..<letters.count, Names.Mark(letters)))
    }
    let isAction = wordBehind(range.upperBound).map { $0.startsAction && $0.isReserved } ?? false
    report(
      .foreignWord, "no line says what is not done: `\(source.text(range))`", range, "not a word of the language",
      help: [
        isText
          ? "write the text between double quotes"
          : isRule || isAction ? Parser.leftOut : "write the text between double quotes"
      ])
    append(.dropped, range.count)
  }

  /// Whether a condition begins at the cursor.
  private var isBehindWhen: Bool {
    tokens.last.map {
      $0.kind == .leftParenthesis || $0.kind == .word && [.when, .if, .unless, .and, .or, .once, .as].contains($0.word)
    } ?? false
  }

  /// Where the name stands behind a place.
  private func wordTextBehind(_ place: Int) -> Range<Int>? {
    guard wordBehind(place) == .name else { return nil }
    let start = behindBlanks(place)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    return start..<end
  }

  /// `when isn't big`: a condition with a name, denied.
  private mutating func deniedCondition(_ range: Range<Int>, _ name: String) {
    report(
      .foreignWord, "`\(source.text(range))` is written `not (\(name))` here", range, "write `not (\(name))`",
      help: ["write `not (\(name))`"], fixes: [fix(.maybe, range, "not (\(name))")])
    append(.word, range.count, .name)
  }

  /// `9 o'clock`
  private mutating func lexClock(_ range: Range<Int>) -> Bool {
    guard tokens.count > 1, tokens[tokens.count - 2].kind == .number,
      let hour = Int(source.text(tokens[tokens.count - 2].range)), hour < 24
    else { return false }
    let whole = tokens[tokens.count - 2].range.lowerBound..<range.upperBound
    func time(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }
    let isSure = hour > 12 || hour == 0
    report(
      .badLiteral, "a time of day is written in figures, and has 24 hours", whole,
      isSure ? "write `\(time(hour))`" : "before or after noon?",
      help: ["write `\(time(hour))`" + (isSure ? "" : " or `\(time(hour == 12 ? 0 : hour + 12))`")],
      fixes: isSure ? [fix(.safe, whole, time(hour))] : [])
    tokens.removeLast(2)
    position = whole.lowerBound
    append(.time, whole.count)
    return true
  }

  /// Where `isn't` or `doesn't equal` ends.
  private func endOfNegation(_ word: String, _ end: Int) -> Int? {
    if word == "isn" { return end }
    guard ["doesn", "don", "aren"].contains(word) else { return nil }
    let next = [" equals", " equal", " match", " be"].first { bytes[end...].starts(with: Array($0.utf8)) }
    guard let next, end + next.utf8.count < bytes.count, bytes[end + next.utf8.count] == 32 else { return nil }
    return end + next.utf8.count
  }

  /// `«text»`, `‘text’`: quotes that stand in pairs.
  mutating func pairedQuotes(_ length: Int) {
    var end = position + length
    while end < bytes.count, !isLineBreak(end) {
      let (scalar, next) = scalarAt(end)
      let isApostrophe =
        scalar == 0x2019 && isWordByte(bytes[end - 1]) && end + next < bytes.count
        && isWordByte(bytes[end + next])
      if !isApostrophe, [0xAB, 0xBB, 0x2018, 0x2019, 0x2039, 0x203A].contains(scalar) {
        let closing = end..<end + next
        return foreignText(
          "texts stand in straight quotes", "another kind of quotes", at: position..<closing.upperBound,
          opening: length, closing: closing)
      }
      end += next
    }
    strange(length)
  }

  /// `“text”`, `„text“`; it may end with a straight quote, unless straight ones stand in pairs inside.
  mutating func smartQuotes() {
    let (title, label) = ("texts stand in straight quotes", "a typographic quote")
    var end = position + 3
    var straight: [Int] = []
    while end < bytes.count, !isLineBreak(end), !isSmartQuote(end) {
      if bytes[end] == 34 { straight.append(end) }
      end += bytes[end] == 92 ? 2 : 1
    }
    let isClosed = end < bytes.count && isSmartQuote(end)
    let place = position..<position + 3
    if isClosed, straight.count % 2 == 0 {
      return foreignText(title, label, at: place, opening: 3, closing: end..<end + 3)
    }
    if let first = straight.first {
      return foreignText(title, label, at: place, opening: 3, closing: first..<first + 1)
    }
    report(.foreignWord, title, place, label, help: ["write `\"`"], fixes: [fix(.maybe, place, "\"")])
    lexText(closing: [0, 0, 0])
  }
}
