import WorkroomValues

/// Signs that say something about what stands around them, so that deleting them would change it: a point before digits,
/// `‰`, `^`, a slash in the name of an event, and signs as web pages write them.
extension Lexer {
  // MARK: Web pages

  /// `&lt;=`, `&amp;`, `&nbsp;`: true where one stood here.
  mutating func lexEntity() -> Bool {
    if lexEntityQuotes() { return true }
    func begins(_ text: String) -> Bool { bytes[position...].starts(with: Array(text.utf8)) }
    if begins("&amp;") {
      replace(begins("&amp;&amp;") ? 10 : 5, "and", .and)
      return true
    }
    if lexNamedEntity() { return true }
    if begins("&nbsp;") {
      let range = position..<position + 6
      report(
        .foreignWord, "a blank is written as a blank", range, "as web pages write it",
        help: ["replace it by an ordinary space"], fixes: [fix(.safe, range, " ")])
      position = range.upperBound
      return true
    }
    let signs: [(String, String, Token.Kind)] = [
      ("&lt;=", "<=", .lessOrEqual), ("&gt;=", ">=", .greaterOrEqual), ("&lt;", "<", .less), ("&gt;", ">", .greater),
      ("&le;", "<=", .lessOrEqual), ("&ge;", ">=", .greaterOrEqual),
    ]
    guard let (written, sign, kind) = signs.first(where: { begins($0.0) }) else { return lexUnknownEntity() }
    comparison(written.utf8.count, sign, kind)
    return true
  }

  /// `&and;`, `&euro;`: entities that stand for a word or for a currency.
  private mutating func lexNamedEntity() -> Bool {
    guard let (name, length) = entity() else { return false }
    switch name {
    case "and": replace(length, "and", .and)
    case "or": replace(length, "or", .or)
    case "not": replace(length, "not", .not)
    case "ne": notEqual(length)
    case "euro": currencySign(length, "EUR")
    case "pound": currencySign(length, "GBP")
    case "yen": currencySign(length, "JPY")
    case "dollar": currencySign(length, "USD")
    case "times": lexProduct(UInt8(ascii: "*"), length)
    case "divide": lexProduct(UInt8(ascii: "/"), length)
    default: return false
    }
    return true
  }

  /// The letters between `&` and `;`, and how long the whole is.
  private func entity() -> (name: String, length: Int)? {
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 35, end - position < 12 { end += 1 }
    guard end > position + 1, end < bytes.count, bytes[end] == UInt8(ascii: ";") else { return nil }
    return (source.text(position + 1..<end).lowercased(), end + 1 - position)
  }

  /// `&hearts;`
  private mutating func lexUnknownEntity() -> Bool {
    guard let (_, length) = entity() else { return false }
    let range = position..<position + length
    report(
      .strangeCharacter, "`\(source.text(range))` stands for a sign, as web pages write it", range,
      "not a sign of the language",
      help: ["write the sign itself, or in words what it says; anything may stand inside a text in quotes"])
    append(.dropped, length)
    return true
  }

  private static let dotted: [String: (sign: String, kind: Token.Kind)] = [
    "gt": (">", .greater), "ge": (">=", .greaterOrEqual), "lt": ("<", .less), "le": ("<=", .lessOrEqual),
  ]

  /// `price .gt. 5 USD`: a comparison between points; true where one stood here.
  mutating func lexDottedComparison() -> Bool {
    guard position + 3 < bytes.count else { return false }
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]), end - position < 5 { end += 1 }
    guard end < bytes.count, bytes[end] == 46 else { return false }
    let (name, length) = (source.text(position + 1..<end).lowercased(), end + 1 - position)
    if let (sign, kind) = Lexer.dotted[name] {
      comparison(length, sign, kind)
      return true
    }
    switch name {
    case "eq": replace(length, "is", .equals)
    case "ne": notEqual(length)
    case "and": replace(length, "and", .and)
    case "or": replace(length, "or", .or)
    case "not": replace(length, "not", .not)
    default: return false
    }
    return true
  }

  /// How long the `=` is that stands right behind a sign, wide or not.
  func widthOfEquals(_ length: Int) -> Int {
    let place = position + length
    guard place < bytes.count else { return 0 }
    return bytes[place] == 61 ? 1 : bytes[place...].starts(with: [0xEF, 0xBC, 0x9D]) ? 3 : 0
  }

  // MARK: Comments

  private static let commentBytesMax = 10_000

  /// `/* text */`, in one line or in several: true where a comment of other languages stood here.
  mutating func lexBlockComment() -> Bool {
    guard !isFull else { return false }
    var end = position + 2
    let last = min(bytes.count - 1, position + Lexer.commentBytesMax)
    while end < last, bytes[end] != 42 || bytes[end + 1] != 47 { end += 1 }
    guard end < last else { return false }
    let range = position..<end + 2
    let isOneLine = !bytes[range].contains { $0 == 10 || $0 == 13 }
    let isWhole = isOneLine && endsLine(range.upperBound)
    var text = end
    while text > position + 2, bytes[text - 1] == 32 { text -= 1 }
    report(
      .foreignWord, "a comment starts with `--` and ends with its line",
      isOneLine ? range : position..<position + 2, "`/*` starts no comment",
      help: [
        isWhole
          ? "write `-- \(source.text(position + 2..<text).trimmed)`"
          : isOneLine
            ? "put it behind `--` at the end of the line"
            : "write `--` before each line of it, with nothing else behind it on that line"
      ],
      fixes: isWhole
        ? [
          Diagnostic.Fix(
            safety: .safe, edits: [(span(position..<position + 2), "--"), (span(text..<range.upperBound), "")])
        ] : [])
    for line in bytes[range].split(whereSeparator: { $0 == 10 || $0 == 13 }) { reportHidden(in: line.indices) }
    append(.dropped, range.count)
    return true
  }

  // MARK: Points

  /// `.50 USD`: true where a number without its first digit stood here.
  mutating func lexLonePoint() -> Bool {
    guard position == 0 || [9, 10, 32, 40].contains(bytes[position - 1]), tokens.last?.kind != .number else {
      return false
    }
    var end = position + 1
    while end < bytes.count, isDigit(end) { end += 1 }
    guard end - position <= 7, end >= bytes.count || bytes[end] != 46 else { return false }
    let range = position..<end
    // `.25 of price`: a share, as those who compute write it.
    let decimals = source.text(position + 1..<end)
    if wordBehind(end) == .of, decimals.utf8.count <= 2, let hundredths = Int(decimals) {
      let share = "\(decimals.utf8.count == 1 ? hundredths * 10 : hundredths)%"
      report(
        .foreignWord, "a share is written in percent", range, "a share", help: ["write `\(share)`"],
        fixes: [fix(.safe, range, share)])
      append(.percent, range.count)
      return true
    }
    report(
      .badLiteral, "a number has a digit before its point", range, "a digit is missing",
      help: ["write `0\(source.text(range))`"], fixes: [fix(.safe, position..<position, "0")])
    finishNumber(range)
    return true
  }

  /// `proposal. accepted`, `max. 2 times`
  mutating func stopInLine() {
    if lexDayOfMonth() { return }
    let next = behindBlanks(position + 1)
    if let last = tokens.last, last.range.upperBound == position, next < bytes.count, isWordByte(bytes[next]) {
      var end = next
      while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
      let path = "\(source.text(last.range)).\(source.text(next..<end))"
      if Parser.standardEvents.contains(path) {
        let range = last.range.lowerBound..<end
        report(
          .foreignWord, "the name of an event is one word", range, "a blank inside", help: ["write `\(path)`"],
          fixes: [fix(.safe, position + 1..<next, "")])
        return event(path, range)
      }
    }
    // The limit behind it is told with its words.
    if lineSoFar.first?.word == .every, let last = tokens.last, ["max", "min"].contains(source.text(last.range)) {
      return append(.dropped, 1)
    }
    drop(1, "no full stop stands inside a line", "not needed")
  }

  /// `10·000`, `10٫5`: true where a sign stood between the digits of a number.
  mutating func lexDotBetweenDigits(_ length: Int, _ scalar: UInt32) -> Bool {
    guard let last = tokens.last, last.kind == .number, last.range.upperBound == position,
      position + length < bytes.count, isDigit(position + length)
    else { return false }
    var end = position + length
    while end < bytes.count, isDigit(end) { end += 1 }
    let range = last.range.lowerBound..<end
    let (left, right) = (source.text(last.range), source.text(position + length..<end))
    let decimal = scalar == 0x66C ? nil : "\(left).\(right)"
    let grouped = scalar != 0x66B && isGroup(position + length) ? "\(left)_\(right)" : nil
    let ways = [grouped, decimal].compactMap(\.self)
    report(
      .foreignWord, "the digits of a number are grouped with `_`, and decimals stand behind a point", range,
      ways.count > 1 ? "thousands, or decimals?" : "written in another way",
      help: ["write " + ways.map { "`\($0)`" }.joined(separator: " or ")],
      fixes: ways.count > 1 ? [] : ways.map { fix(scalar == 0xB7 ? .maybe : .safe, range, $0) })
    tokens.removeLast()
    position = range.lowerBound
    append(.number, range.count)
    return true
  }

  // MARK: Lists

  /// Whether the word behind a place begins a line of the language.
  func beginsLine(_ place: Int) -> Bool {
    wordBehind(place).map { $0.startsLine || $0.startsAction && $0.isReserved } ?? false
  }

  /// `1) on ...`, `(a) on ...`: true where the sign of a list ended at the cursor.
  mutating func lexListSign() -> Bool {
    guard tokens.count > lineStart, let last = tokens.last, last.range.upperBound == position, last.range.count < 4,
      last.kind == .number || last.kind == .word && last.range.count == 1, beginsLine(position + 1)
    else { return false }
    if tokens.count - lineStart == 2, tokens[lineStart].kind != .leftParenthesis { return false }
    let range = tokens[lineStart].range.lowerBound..<position + 1
    report(
      .foreignWord, "lines stand without numbers", range, "not needed", help: ["delete it"],
      fixes: [fix(.safe, range.lowerBound..<behindBlanks(range.upperBound), "")])
    tokens.removeLast(tokens.count - lineStart)
    append(.dropped, 1)
    return true
  }

  // MARK: Dates

  /// `2026–03–01` and `2026-03-01 – 2026-04-01`, with the dash of a text program at the cursor.
  mutating func lexDashOfDate(_ length: Int) -> Bool {
    guard let last = tokens.last else { return false }
    let next = behindBlanks(position + length)
    if last.kind == .date, next < bytes.count, isDigit(next) {
      replace(length, "to", .to)
      return true
    }
    guard last.kind == .number, last.range.count == 4, last.range.upperBound == position, next == position + length
    else { return false }
    func isPair(_ place: Int) -> Bool {
      place + 1 < bytes.count && isDigit(place) && isDigit(place + 1)
        && (place + 2 >= bytes.count || !isDigit(place + 2))
    }
    let second = next + 2 + length
    guard isPair(next), second < bytes.count, bytes[next + 2..<second].elementsEqual(bytes[position..<next]),
      isPair(second)
    else { return false }
    let range = last.range.lowerBound..<second + 2
    let date = "\(source.text(last.range))-\(source.text(next..<next + 2))-\(source.text(second..<second + 2))"
    report(
      .foreignWord, "a date has hyphens, not dashes", range, "dashes of a text program", help: ["write `\(date)`"],
      fixes: [fix(.safe, range, date)])
    tokens.removeLast()
    position = range.lowerBound
    append(.date, range.count)
    return true
  }

  // MARK: Shares and powers

  /// `10‰`
  mutating func lexPerMille(_ length: Int) {
    guard let last = tokens.last, last.kind == .number, last.range.upperBound == position else {
      return strange(length)
    }
    // `1,5‰`
    let parts = tokens.suffix(3)
    let hasComma =
      parts.count == 3 && parts.dropFirst().first?.kind == .comma && parts.first?.kind == .number
      && zip(parts, parts.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound }
    let range = (hasComma ? parts.first ?? last : last).range.lowerBound..<position + length
    let number = source.text(range.lowerBound..<position).map { $0 == "," ? "." : $0 }
    guard let share = Lexer.tenth(String(number)) else { return strange(length) }
    tokens.removeLast(hasComma ? 3 : 1)
    while let last = diagnostics.last, range.contains(last.span.range.lowerBound) { diagnostics.removeLast() }
    position = range.lowerBound
    let grouped = number.firstIndex(of: ".").flatMap {
      number.count - $0 == 4 ? Lexer.tenth(String(number.filter { $0 != "." })) : nil
    }
    report(
      .foreignWord, "a share is written in percent", range,
      grouped == nil ? "in thousandths" : "a point, or thousands?",
      help: ["write \(grouped.map { "`\($0)%` for thousands, or " } ?? "")`\(share)%`"],
      fixes: grouped == nil ? [fix(hasComma && isInList(range) ? .maybe : .safe, range, "\(share)%")] : [])
    append(.percent, range.count)
  }

  /// `0.15` for `1.5`
  private static func tenth(_ number: String) -> String? {
    guard let count = Scaled.parse(number, decimals: 6), count < 1_000_000 * Scaled.unit, count % 10 == 0 else {
      return nil
    }
    let (whole, rest) = (count / 10).quotientAndRemainder(dividingBy: Scaled.unit)
    var decimals = String(Scaled.unit + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.isEmpty ? "\(whole)" : "\(whole).\(decimals)"
  }

  /// `rounds^2`
  mutating func lexPower() {
    guard let last = tokens.last, [.number, .percent, .word].contains(last.kind), last.range.upperBound == position
    else { return strange(1) }
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 { end += 1 }
    report(
      .strangeCharacter, "no value is multiplied by itself", last.range.lowerBound..<end, "no such calculation",
      help: ["write what it comes to, or keep that in a field of its own"])
    append(.dropped, end - position)
  }

  // MARK: Slashes

  /// `on proposal/accepted`, `on content.posted/approved`: true where a slash parted the name of an event, or two events
  /// of which the second is not written in full.
  mutating func lexSlashOfEvent(_ length: Int) -> Bool {
    guard let last = tokens.last, last.kind == .word, lineSoFar.first?.word == .on, position + length < bytes.count
    else { return false }
    var end = position + length
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 { end += 1 }
    let (left, right) = (source.text(last.range), source.text(position + length..<end))
    guard !right.isEmpty, !right.contains(".") else { return false }
    let thing = left.split(separator: ".").first.map(String.init) ?? left
    let other = "\(thing).\(right)"
    let isOne = !left.contains(".")
    guard Parser.standardEvents.contains(other) else { return false }
    let range = last.range.lowerBound..<end
    let written = isOne ? other : "\(left) or \(other)"
    report(
      .foreignWord, isOne ? "the name of an event has a dot" : "several events are joined with `or`", range,
      isOne ? "a slash inside" : "write both in full", help: ["write `\(written)`"],
      fixes: [fix(.maybe, range, written)])
    event(other, range)
    return true
  }

  /// An event that stands in several pieces, the first of which has been read.
  private mutating func event(_ path: String, _ range: Range<Int>) {
    tokens.removeLast()
    position = range.lowerBound
    let letters = Array(path.utf8)
    append(.word, range.count, .name, name: names.number(letters, 0..<letters.count, Names.Mark(letters)))
  }
}
