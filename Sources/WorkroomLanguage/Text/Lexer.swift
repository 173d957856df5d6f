import WorkroomValues

/// Cuts a text into tokens.
///
/// Nothing is lost: comments and line breaks are tokens, and what lies between two tokens is white space. Signs from
/// other languages become the token they stand for, with a diagnostic that holds the safe fix, so that one habit costs
/// one message.
package struct Lexer {
  private let source: SourceText
  private let sourceIndex: Int
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [Token] = []
  private var diagnostics: [Diagnostic] = []
  private var reportedLoneReturn = false

  package static let sourceBytesMax = 1 << 20
  package static let nameBytesMax = 255
  package static let textBytesMax = 1 << 16

  package static func lex(_ source: SourceText, index: Int) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source, index)
    guard lexer.isReadable() else {
      lexer.append(.end, 0)
      return (lexer.tokens, lexer.diagnostics)
    }
    lexer.tokens.reserveCapacity(source.bytes.count / 4)
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  private init(_ source: SourceText, _ index: Int) {
    self.source = source
    sourceIndex = index
    bytes = source.bytes
  }

  private mutating func isReadable() -> Bool {
    if bytes.count > Lexer.sourceBytesMax {
      report(
        .sourceTooLarge, "a workflow file holds at most 1 MiB, and this one has \(bytes.count) bytes", 0..<0, "too large",
        help: ["keep only the workflow in this file; sample data belongs in CSV files"])
      return false
    }
    do { _ = try UTF8Span(validating: bytes.span) } catch {
      let offset = error.byteOffsets.lowerBound
      report(
        .invalidUTF8, "the file is not valid UTF-8", offset..<offset + 1, "this byte is not text",
        help: ["save the file again with the encoding UTF-8"])
      return false
    }
    return true
  }

  // MARK: The loop

  private mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while position < bytes.count {
      let start = position
      lexOne(bytes[position])
      precondition(position > start, "each round reads at least one byte")
    }
    append(.newline, 0)
    append(.end, 0)
  }

  private mutating func lexOne(_ byte: UInt8) {
    switch byte {
    case 32, 9: position += 1
    case 13: peek(1) == 10 ? position += 1 : lexLoneReturn()
    case 10: append(.newline, 1)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): lexWord()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
    case UInt8(ascii: "\""): lexText(closing: [34])
    case UInt8(ascii: "#"): lexTag(.hashtag, "hashtag", "#summer")
    case UInt8(ascii: "@"): lexTag(.handle, "handle", "@acme")
    case UInt8(ascii: ","): append(.comma, 1)
    case UInt8(ascii: "("): append(.leftParenthesis, 1)
    case UInt8(ascii: ")"): append(.rightParenthesis, 1)
    case UInt8(ascii: "+"): append(.plus, 1)
    case UInt8(ascii: ":"): append(.colon, 1)
    case UInt8(ascii: "-"): peek(1) == byte ? lexComment() : append(.minus, 1)
    case UInt8(ascii: "<"): peek(1) == 61 ? append(.lessOrEqual, 2) : append(.less, 1)
    case UInt8(ascii: ">"): peek(1) == 61 ? append(.greaterOrEqual, 2) : append(.greater, 1)
    default: lexForeign(byte)
    }
  }

  private func peek(_ ahead: Int) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }

  private mutating func append(_ kind: Token.Kind, _ length: Int, _ word: Word = .name) {
    tokens.append(Token(kind: kind, word: word, start: UInt32(position), length: UInt32(length)))
    position += length
  }

  private mutating func lexComment() {
    var end = position
    while end < bytes.count, !isLineBreak(end) { end += 1 }
    reportHidden(in: position..<end)
    append(.comment, end - position)
  }

  private func isLineBreak(_ at: Int) -> Bool { bytes[at] == 10 || bytes[at] == 13 }

  /// Lines that end as on very old systems: one message for the whole file, and each still ends its line.
  private mutating func lexLoneReturn() {
    if !reportedLoneReturn {
      reportedLoneReturn = true
      let alone = bytes.indices.filter { bytes[$0] == 13 && ($0 + 1 == bytes.count || bytes[$0 + 1] != 10) }
      let fix = Diagnostic.Fix(safety: .safe, edits: alone.map { (span($0..<$0 + 1), "\n") })
      report(
        .hiddenCharacter, "the lines of this file end as on very old systems (U+000D)", position..<position + 1,
        "only a carriage return", help: ["save the file again with line ends of the kind LF"], fixes: [fix])
    }
    append(.newline, 1)
  }

  // MARK: Words

  /// `word { "." word }`: a dotted name is one token, so reserved words may stand inside it.
  private mutating func lexWord() {
    var end = position
    var dotted = false
    while end < bytes.count {
      if isWordByte(bytes[end]) {
        end += 1
      } else if bytes[end] == UInt8(ascii: "."), end + 1 < bytes.count, isWordByte(bytes[end + 1]) {
        dotted = true
        end += 1
      } else {
        break
      }
    }
    let range = position..<end
    if range.count > Lexer.nameBytesMax {
      report(.tooLong, "a name has at most 255 letters", range, "\(range.count) letters", help: ["choose a shorter name"])
    }
    append(.word, range.count, dotted ? .name : Word(bytes.span.extracting(range)))
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95: true
    default: false
    }
  }

  private mutating func lexTag(_ kind: Token.Kind, _ name: String, _ example: String) {
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 || bytes[end] >= 0x80 { end += 1 }
    while end > position + 1, bytes[end - 1] == 46 { end -= 1 }
    guard end > position + 1 else {
      report(.strangeCharacter, "a \(name) needs a name after its sign", position..<end, "nothing follows", help: ["write \(name)s like `\(example)`"])
      append(.dropped, 1)
      return
    }
    reportHidden(in: position..<end)
    append(kind, end - position)
  }

  // MARK: Texts

  private mutating func lexText(closing: [UInt8]) {
    var end = position + (closing.count == 1 ? 1 : 3)
    while end < bytes.count, !isLineBreak(end) {
      if bytes[end] == UInt8(ascii: "\\"), end + 1 < bytes.count, !isLineBreak(end + 1) {
        end += 2
      } else if bytes[end] == 34 || (closing.count == 3 && isSmartQuote(end)) {
        let length = bytes[end] == 34 ? 1 : 3
        finishText(end + length)
        return
      } else {
        end += 1
      }
    }
    end = min(end, bytes.count)
    report(
      .unclosedText, "this text has no closing quote", position..<end, "the line ends first",
      help: ["end the text with `\"` on the same line"],
      fixes: [fix(.maybe, end..<end, "\"")])
    append(.text, end - position)
  }

  private mutating func finishText(_ end: Int) {
    if end - position > Lexer.textBytesMax {
      report(.tooLong, "a text has at most 64 KiB", position..<end, "\(end - position) bytes", help: ["shorten it, or move it into a template"])
    }
    reportHidden(in: position..<end)
    append(.text, end - position)
  }

  private func isSmartQuote(_ at: Int) -> Bool {
    guard at + 2 < bytes.count, bytes[at] == 0xE2, bytes[at + 1] == 0x80 else { return false }
    return (0x9C...0x9F).contains(bytes[at + 2])
  }

  /// Bidirectional controls can make a line read differently from what it says: they are errors everywhere.
  private mutating func reportHidden(in range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 32 && byte != 9 || byte == 127 {
        reportHidden(index, 1, UInt32(byte))
      } else if byte >= 0x80 {
        let (scalar, length) = scalarAt(index)
        if isHidden(scalar) { reportHidden(index, length, scalar) }
        index += length
        continue
      }
      index += 1
    }
  }

  private mutating func reportHidden(_ index: Int, _ length: Int, _ scalar: UInt32) {
    report(
      .hiddenCharacter, "a character that cannot be seen stands here (\(codePoint(scalar)))", index..<index + length,
      "hidden character", help: ["delete it; it can make a line read differently from what it says"],
      fixes: [fix(.safe, index..<index + length, "")])
  }

  private func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  private func scalarAt(_ index: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[index])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = length == 1 ? first : first & (0xFF >> UInt32(length + 1))
    for offset in 1..<max(length, 1) where index + offset < bytes.count { value = value << 6 | UInt32(bytes[index + offset]) & 63 }
    return (value, length)
  }

  private func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: Numbers

  private mutating func lexNumber() {
    if let length = shape("dddd-dd-dd") { return lexDate(length) }
    if shape("dd:dd") != nil { return lexTime(shape("dd:dd:dd") ?? 5) }
    if let length = shape("d:dd") {
      report(
        .badLiteral, "a time has two digits for the hour", position..<position + length, "one digit is missing",
        help: ["write `0\(text(length))`"], fixes: [fix(.safe, position..<position, "0")])
      return append(.time, length)
    }
    if let length = shape("dd/dd/dddd") ?? shape("d/d/dddd") ?? shape("d/dd/dddd") ?? shape("dd/d/dddd") {
      report(
        .badLiteral, "a date is written year-month-day", position..<position + length, "day or month first?",
        notes: ["whether the day or the month stands first differs between countries"],
        help: ["write a date like `2026-03-01`"])
      return append(.date, length)
    }
    lexPlainNumber()
  }

  private mutating func lexDate(_ length: Int) {
    if CalendarDate(text(length)) == nil {
      report(.badLiteral, "the calendar has no day `\(text(length))`", position..<position + length, "no such day", help: ["write a date like `2026-03-01`"])
    }
    append(.date, length)
  }

  private mutating func lexTime(_ length: Int) {
    if TimeOfDay(text(length)) == nil {
      report(.badLiteral, "the clock has no time `\(text(length))`", position..<position + length, "no such time", help: ["write a time like `09:00`"])
    }
    append(.time, length)
  }

  private mutating func lexPlainNumber() {
    var end = position
    var grouped = false
    while end < bytes.count {
      let byte = bytes[end]
      let next = end + 1 < bytes.count ? bytes[end + 1] : 0
      if (48...57).contains(byte) || byte == 95 || (byte == 46 && (48...57).contains(next)) {
        end += 1
      } else if byte == 44, isGroup(end + 1) {
        grouped = true
        end += 4
      } else {
        break
      }
    }
    let range = position..<end
    if grouped {
      let repaired = text(range.count).split(separator: ",").joined(separator: "_")
      report(
        .foreignWord, "digits are grouped with `_`, since a comma parts the entries of a list", range, "a comma inside a number",
        help: ["write `\(repaired)`"], fixes: [fix(.safe, range, repaired)])
    } else if Scaled.parse(text(range.count), decimals: 6) == nil {
      report(
        .badLiteral, "`\(source.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 40)))` does not fit a number", range, "too long for a number",
        notes: ["numbers have at most six decimals and stay below 9 trillion"], help: ["write a smaller or a rounder number"])
    }
    finishNumber(range)
  }

  private mutating func finishNumber(_ range: Range<Int>) {
    if range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "%") {
      return append(.percent, range.count + 1)
    }
    append(.number, range.count)
    if position < bytes.count, isWordByte(bytes[position]) {
      var end = position
      while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
      report(
        .badLiteral, "a number and its unit are two words", range.lowerBound..<end, "a space is missing",
        help: ["write `\(source.text(range)) \(source.text(position..<end))`"], fixes: [fix(.safe, position..<position, " ")])
    }
  }

  /// Three digits that are not followed by a fourth: the group after a thousands separator.
  private func isGroup(_ start: Int) -> Bool {
    guard start + 2 < bytes.count, bytes[start...(start + 2)].allSatisfy({ (48...57).contains($0) }) else { return false }
    return start + 3 >= bytes.count || !(48...57).contains(bytes[start + 3])
  }

  /// The length of a pattern of digits (`d`) and signs at this place, if no digit follows it.
  private func shape(_ pattern: StaticString) -> Int? {
    let count = pattern.utf8CodeUnitCount
    guard position + count <= bytes.count else { return nil }
    for offset in 0..<count {
      let byte = bytes[position + offset]
      let wanted = pattern.utf8Start[offset]
      guard wanted == UInt8(ascii: "d") ? (48...57).contains(byte) : byte == wanted else { return nil }
    }
    return position + count < bytes.count && (48...57).contains(bytes[position + count]) ? nil : count
  }

  private func text(_ length: Int) -> String { source.text(position..<position + length) }
}

// MARK: Habits from elsewhere

extension Lexer {
  private mutating func lexForeign(_ byte: UInt8) {
    let next = peek(1)
    switch byte {
    case UInt8(ascii: "="): replace(next == 61 ? (peek(2) == 61 ? 3 : 2) : 1, "is", .equals)
    case UInt8(ascii: "!") where next == 61: replace(2, "is not", .notEquals)
    case UInt8(ascii: "!"): replace(1, "not", .not)
    case UInt8(ascii: "&"): replace(next == byte ? 2 : 1, "and", .and)
    case UInt8(ascii: "|"): replace(next == byte ? 2 : 1, "or", .or)
    case UInt8(ascii: ";"): drop(1, "a line ends a statement; no `;` is needed", "not needed")
    case UInt8(ascii: "{"): drop(1, "a block ends with the word `end`, not with braces", "braces are not used")
    case UInt8(ascii: "}"): closeBrace()
    case UInt8(ascii: "/") where next == byte: foreignComment(2, "//")
    case UInt8(ascii: "$"): currencySign(1, "USD")
    case UInt8(ascii: "'"): singleQuote()
    case 0x80...: lexUnicode()
    default: strange(1)
    }
  }

  private mutating func replace(_ length: Int, _ words: String, _ word: Word) {
    let range = position..<position + length
    report(
      .foreignWord, "`\(source.text(range))` is written `\(words)` here", range, "write `\(words)`",
      help: ["write `\(words)`"], fixes: [fix(.safe, range, words)])
    append(.word, length, word)
  }

  private mutating func drop(_ length: Int, _ title: String, _ label: String) {
    let range = position..<position + length
    report(.foreignWord, title, range, label, help: ["delete it"], fixes: [fix(.safe, range, "")])
    append(.dropped, length)
  }

  private mutating func closeBrace() {
    let range = position..<position + 1
    report(
      .foreignWord, "a block ends with the word `end`, not with braces", range, "write `end`", help: ["write `end`"],
      fixes: [fix(.safe, range, "end")])
    append(.word, 1, .end)
  }

  private mutating func foreignComment(_ length: Int, _ sign: String) {
    report(
      .foreignWord, "a comment starts with `--`", position..<position + length, "`\(sign)` starts no comment",
      help: ["write `--`"], fixes: [fix(.safe, position..<position + length, "--")])
    lexComment()
  }

  private mutating func currencySign(_ length: Int, _ code: String) {
    var end = position + length
    while end < bytes.count, (48...57).contains(bytes[end]) || bytes[end] == 46 { end += 1 }
    let amount = source.text(position + length..<end)
    report(
      .foreignWord, "money is written with its currency's three letters after the amount", position..<end,
      "a sign does not say which currency", help: ["write `\(amount.isEmpty ? "12" : amount) \(code)`"],
      fixes: amount.isEmpty ? [] : [fix(.maybe, position..<end, "\(amount) \(code)")])
    append(amount.isEmpty ? .dropped : .number, end - position)
  }

  private mutating func singleQuote() {
    report(
      .foreignWord, "texts stand in double quotes", position..<position + 1, "a single quote",
      help: ["write `\"text\"`"])
    var end = position + 1
    while end < bytes.count, !isLineBreak(end), bytes[end] != 39 { end += 1 }
    append(.text, min(end + (end < bytes.count && bytes[end] == 39 ? 1 : 0), bytes.count) - position)
  }

  private mutating func lexUnicode() {
    let (scalar, length) = scalarAt(position)
    switch scalar {
    case 0x00A0, 0x2007, 0x202F, 0x2000...0x200A, 0x3000:
      report(
        .foreignWord, "a space that does not break a line stands here (\(codePoint(scalar)))", position..<position + length,
        "not an ordinary space", help: ["replace it by an ordinary space"], fixes: [fix(.safe, position..<position + length, " ")])
      position += length
    case 0x201C...0x201F:
      report(
        .foreignWord, "texts stand in straight quotes", position..<position + length, "a typographic quote",
        help: ["write `\"`"], fixes: smartQuoteFixes())
      lexText(closing: [0, 0, 0])
    case 0x2013, 0x2014: foreignComment(length, scalar == 0x2013 ? "–" : "—")
    case 0x20AC: currencySign(length, "EUR")
    case 0x00A3: currencySign(length, "GBP")
    case _ where isHidden(scalar):
      reportHidden(position, length, scalar)
      position += length
    default: strange(length)
    }
  }

  private func smartQuoteFixes() -> [Diagnostic.Fix] {
    var end = position + 3
    while end < bytes.count, !isLineBreak(end), bytes[end] != 34, !isSmartQuote(end) { end += 1 }
    guard end < bytes.count, isSmartQuote(end) else { return [fix(.safe, position..<position + 3, "\"")] }
    return [
      Diagnostic.Fix(
        safety: .safe,
        edits: [(span(position..<position + 3), "\""), (span(end..<end + 3), "\"")])
    ]
  }

  /// A whole run of characters that mean nothing here is one mistake.
  private mutating func strange(_ length: Int) {
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

  private func span(_ range: Range<Int>) -> Diagnostic.Span { Diagnostic.Span(source: sourceIndex, range: range) }

  private func fix(_ safety: Diagnostic.Fix.Safety, _ range: Range<Int>, _ text: String) -> Diagnostic.Fix {
    Diagnostic.Fix(safety: safety, edits: [(span(range), text)])
  }

  private mutating func report(
    _ code: DiagnosticCode, _ title: String, _ range: Range<Int>, _ label: String, notes: [String] = [],
    help: [String], fixes: [Diagnostic.Fix] = []
  ) {
    guard diagnostics.count < 1000 else { return }
    diagnostics.append(
      Diagnostic(code, title, at: span(range), label: label, notes: notes, help: help, fixes: fixes))
  }
}
