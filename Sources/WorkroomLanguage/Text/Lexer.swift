import WorkroomValues

/// Cuts a text into tokens.
///
/// Nothing is lost: comments and line breaks are tokens, and what lies between two tokens is white space. Signs from
/// other languages become the token they stand for, with a diagnostic that holds the safe fix, so that one habit costs
/// one message.
package struct Lexer: ~Copyable {
  let source: SourceText
  let sourceIndex: Int
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var names = Names.words
  var diagnostics: [Diagnostic] = []
  var reportedLoneReturn = false
  /// Up to here the text is a table of another kind.
  var tableUntil = 0
  /// Up to where a row of fields goes, and how many signs of it have been read.
  var fieldRow = (end: 0, signs: 0)
  /// The curly brackets that no other has closed yet: what has been found of each, and whether its line ends behind it.
  var openBraces: [(finding: Int, beginsBlock: Bool)] = []
  /// Up to here no bracket closes.
  var unclosedUntil = 0
  /// The first token of the line.
  var lineStart = 0
  /// The words that lines begin with, once they are asked for.
  lazy var firstWords = Set(
    bytes.split { $0 == 10 || $0 == 13 }.compactMap { line in
      line.split { $0 == 32 || $0 == 9 }.first.map { String(decoding: $0, as: UTF8.self) }
    })
  /// The names that stand behind `stage`, `track` and `final`, once they are asked for.
  lazy var stageNames = Set(
    bytes.split { $0 == 10 || $0 == 13 }.flatMap { line -> [String] in
      let words = line.split { [32, 9, 44].contains($0) }
      guard let first = words.first, ["stage", "track", "final"].contains(where: { first.elementsEqual($0.utf8) })
      else {
        return []
      }
      return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    })
  /// The words behind `one of` in lines that declare a field, once they are asked for.
  lazy var choices = Set(
    bytes.split { $0 == 10 || $0 == 13 }.flatMap { line -> [String] in
      let words = line.split { $0 == 32 || $0 == 9 || $0 == 44 }.map { String(decoding: $0, as: UTF8.self) }
      return words.count > 3 && words[1...2] == ["one", "of"] ? Array(words[3...]) : []
    })
  /// The fields that are declared to be percentages, once they are asked for.
  lazy var percentages = fields(of: "percent")
  /// The fields that are declared to be texts, once they are asked for.
  lazy var texts = fields(of: "text")

  package static let sourceBytesMax = 1 << 20
  package static let nameBytesMax = 255
  package static let textBytesMax = 1 << 16

  package static func lex(
    _ source: SourceText, index: Int
  ) -> (
    tokens: [Token], names: Names, diagnostics: [Diagnostic]
  ) {
    var lexer = Lexer(source, index)
    guard lexer.isReadable() else {
      lexer.append(.end, 0)
      return (lexer.tokens, lexer.names, lexer.diagnostics)
    }
    lexer.tokens.reserveCapacity(source.bytes.count / 4)
    lexer.names.reserveRoom(forText: source.bytes.count)
    lexer.run()
    return (lexer.tokens, lexer.names, lexer.diagnostics)
  }

  init(_ source: SourceText, _ index: Int) {
    self.source = source
    sourceIndex = index
    bytes = source.bytes
  }

  mutating func isReadable() -> Bool {
    if bytes.count > Lexer.sourceBytesMax {
      report(
        .sourceTooLarge, "a workflow file holds at most 1 MiB, and this one has \(bytes.count) bytes", 0..<0,
        "too large",
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

  mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while position < bytes.count {
      if bytes[position] == 32 {
        position += 1
        continue
      }
      let start = position
      lexOne(bytes[position])
      precondition(position > start, "each round reads at least one byte")
    }
    append(.newline, 0)
    append(.end, 0)
  }

  mutating func lexOne(_ byte: UInt8) {
    switch byte {
    case 32, 9: position += 1
    case 13: peek(1) == 10 ? position += 1 : lexLoneReturn()
    case 10: append(.newline, 1)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): lexWord()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
    case UInt8(ascii: "\""): lexText(closing: [34])
    case UInt8(ascii: "#") where peek(1) == 32: followsHashtag ? apartHashtag() : foreignComment(1, "#")
    case UInt8(ascii: "#"): lexTag(.hashtag, "hashtag", "#summer")
    case UInt8(ascii: "@"): lexTag(.handle, "handle", "@acme")
    case UInt8(ascii: ","): append(.comma, 1)
    case UInt8(ascii: "("): append(.leftParenthesis, 1)
    case UInt8(ascii: ")") where tokens.count - lineStart < 3 && lexListSign(): break
    case UInt8(ascii: ")"): append(.rightParenthesis, 1)
    case UInt8(ascii: "+"): lexPlus()
    case UInt8(ascii: ":") where peek(1) == 61: lexColonEquals()
    case UInt8(ascii: ":"): append(.colon, 1)
    case UInt8(ascii: "-"): lexMinus()
    case UInt8(ascii: "<") where peek(1) == 62: replace(2, "is not", .notEquals)
    case UInt8(ascii: "<") where peek(1) == 32 && lexSpacedSign(.lessOrEqual): break
    case UInt8(ascii: ">") where peek(1) == 32 && lexSpacedSign(.greaterOrEqual): break
    case UInt8(ascii: "<"): peek(1) == 61 ? append(.lessOrEqual, 2) : append(.less, 1)
    case UInt8(ascii: ">") where isFirstInLine && beginsLine(position + 1): quotedLine()
    case UInt8(ascii: ">"): peek(1) == 61 ? append(.greaterOrEqual, 2) : append(.greater, 1)
    default: lexForeign(byte)
    }
  }

  func peek(_ ahead: Int) -> UInt8 {
    position + ahead < bytes.count ? bytes[position + ahead] : 0
  }

  mutating func append(_ kind: Token.Kind, _ length: Int, _ word: Word = .name, name: UInt32 = 0) {
    tokens.append(Token(kind: kind, word: word, start: UInt32(position), length: UInt32(length), name: name))
    position += length
    if kind == .newline { lineStart = tokens.count }
  }

  mutating func lexComment() {
    var end = position
    while end < bytes.count, !isLineBreak(end) { end += 1 }
    reportHidden(in: position..<end)
    append(.comment, end - position)
  }

  private func fields(of type: String) -> Set<String> {
    Set(
      bytes.split { $0 == 10 || $0 == 13 }.compactMap { line -> String? in
        let words = line.split(maxSplits: 3) { $0 == 32 || $0 == 9 }
        return words.count > 1 && words[1].elementsEqual(type.utf8) ? String(decoding: words[0], as: UTF8.self) : nil
      })
  }

  func isLineBreak(_ at: Int) -> Bool { bytes[at] == 10 || bytes[at] == 13 }

  /// Lines that end as on very old systems: one message for the whole file, and each still ends its line.
  mutating func lexLoneReturn() {
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
  mutating func lexWord() {
    let scanned = Names.Mark.scan(bytes.span, position)
    let range = position..<scanned.end
    if mayBeRange(range), lexRange() { return }
    if range.count > Lexer.nameBytesMax {
      report(
        .tooLong, "a name has at most 255 letters", range, "\(range.count) letters", help: ["choose a shorter name"])
    }
    let name = names.number(bytes, range, scanned.mark)
    let meant = names.meant(name)
    let isOther = meant == .name || isCountry(range) || beginsTitle(range) || follows(.titled, .because, .refuse, .note)
    append(.word, range.count, isOther ? names.word(at: name) : wordInCapitals(range, meant), name: name)
  }

  static let capitalsLabel = "small letters"

  /// A word of the language with capitals, as a mail programme writes them: it is reported and read all the same.
  private mutating func wordInCapitals(_ range: Range<Int>, _ meant: Word) -> Word {
    let spelling = meant == .goto ? "go to" : meant.spelling
    report(
      .foreignWord, "`\(source.text(range))` is written `\(spelling)`, in small letters", range, Lexer.capitalsLabel,
      help: ["write `\(spelling)`"], fixes: [fix(.safe, range, spelling)])
    return meant
  }

  @inline(__always)
  func isWordByte(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 95
  }

  mutating func lexTag(_ kind: Token.Kind, _ name: String, _ example: String) {
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 || bytes[end] >= 0x80 { end += 1 }
    while end > position + 1, bytes[end - 1] == 46 { end -= 1 }
    guard end > position + 1 else {
      report(
        .strangeCharacter, "a \(name) needs a name after its sign", position..<end, "nothing follows",
        help: ["write \(name)s like `\(example)`"])
      append(.dropped, 1)
      return
    }
    reportHidden(in: position..<end)
    append(kind, end - position)
  }

  // MARK: Reporting

  func span(_ range: Range<Int>) -> Diagnostic.Span { Diagnostic.Span(source: sourceIndex, range: range) }

  func fix(_ safety: Diagnostic.Fix.Safety, _ range: Range<Int>, _ text: String) -> Diagnostic.Fix {
    Diagnostic.Fix(safety: safety, edits: [(span(range), text)])
  }

  mutating func report(
    _ code: DiagnosticCode, _ title: String, _ range: Range<Int>, _ label: String, notes: [String] = [],
    help: [String], fixes: [Diagnostic.Fix] = []
  ) {
    guard !isFull else { return }
    diagnostics.append(
      Diagnostic(code, title, at: span(range), label: label, notes: notes, help: help, fixes: fixes))
  }

  /// Whether there is no use in saying more.
  var isFull: Bool { diagnostics.count >= 1000 }
}
