/// Signs from mathematics, books and other keyboards: `≤`, `½`, `×`, `…`, `：`. Each is told by what is written for it.
extension Lexer {
  /// Whether the sign at the cursor is one that something is known about; it is read then.
  mutating func lexSymbol(_ scalar: UInt32, _ length: Int) -> Bool {
    switch scalar {
    case 0x2264, 0x2A7D, 0x2266: comparison(length, "<=", .lessOrEqual)
    case 0x2265, 0x2A7E, 0x2267: comparison(length, ">=", .greaterOrEqual)
    case 0xFF1C where widthOfEquals(length) > 0: comparison(length + widthOfEquals(length), "<=", .lessOrEqual)
    case 0xFF1E where widthOfEquals(length) > 0: comparison(length + widthOfEquals(length), ">=", .greaterOrEqual)
    case 0xFF01 where widthOfEquals(length) > 0: notEqual(length + widthOfEquals(length))
    case 0xFF1C: comparison(length, "<", .less)
    case 0xFF1E: comparison(length, ">", .greater)
    case 0x2260: follows(.is) ? replace(length, "not", .not) : replace(length, "is not", .notEquals)
    case 0xFF1D: replace(length, "is", .equals)
    case 0x2227, 0xFF06: replace(length, "and", .and)
    case 0x2228: replace(length, "or", .or)
    case 0xAC: replace(length, "not", .not)
    case 0xD7, 0x22C5, 0x2715, 0xFF0A: lexProduct(UInt8(ascii: "*"), length)
    case 0xF7, 0x2215, 0x2044, 0xFF0F: lexProduct(UInt8(ascii: "/"), length)
    case 0x2010...0x2012, 0x2212, 0xFE63, 0xFF0D: plain(length, "-", .minus)
    case 0xFF0B: plain(length, "+", .plus)
    case 0xFF05: lexPercentSign(length)
    case 0xFF1A: plain(length, ":", .colon)
    case 0xFF0C, 0x3001: plain(length, ",", .comma)
    case 0xFF08: plain(length, "(", .leftParenthesis)
    case 0xFF09: plain(length, ")", .rightParenthesis)
    case 0x2026, 0x22EF: ellipsis(length)
    case 0xBC, 0xBD, 0xBE: fraction(length, scalar)
    case 0x2794, 0x2799...0x27A1, 0x27A4...0x27AF, 0x27F9, 0x2B62, 0x2BC8, 0x1F846, 0x21A6, 0x21E8, 0x2911:
      arrow(length)
    case 0xA2: centSign(length)
    case 0x2030: lexPerMille(length)
    case 0xB7, 0x66B, 0x66C: return lexDotBetweenDigits(length, scalar)
    case 0xA5: currencySign(length, "JPY")
    case 0x20B9: currencySign(length, "INR")
    case 0x20A9: currencySign(length, "KRW")
    case 0x20BA: currencySign(length, "TRY")
    default: return lexUntoldSymbol(scalar, length)
    }
    return true
  }

  /// Signs that have no word, and what to do about each.
  private mutating func lexUntoldSymbol(_ scalar: UInt32, _ length: Int) -> Bool {
    switch scalar {
    case 0x2610...0x2612 where isFirstInLine: tickedBox(length)
    case 0x2713, 0x2714, 0x2705, 0x25B6, 0x25BA, 0x2605, 0x2B50, 0x1F449, 0x1F4CC, 0x2043, 0x2219:
      guard isFirstInLine || endsLine(position + length) else { return false }
      drop(length, isFirstInLine ? "a line stands without a bullet" : "a line ends without a sign", "not needed")
    case 0x2248, 0x2243, 0x2245, 0x223C:
      untold(
        length, "a condition has no word for about", "write the limits, as in `price is between 90 USD and 110 USD`")
    case 0x2208:
      untold(length, "one of several is asked for with words", "write `is one of` and the values, without parentheses")
    case 0x221E: untold(length, "no number is endless", "leave the limit out, which means as often as it comes")
    case 0xB1: untold(length, "a value is one value", "write the limits, as in `price is between 90 USD and 110 USD`")
    case 0x2190, 0x2191, 0x2193, 0x2194, 0x21D0, 0x21D4, 0x2B05, 0x2B07:
      untold(length, "no arrow of this kind leads to a stage", "write `go to` and the name of the stage")
    case 0x2150...0x215E:
      untold(length, "a share is written in percent", "write it with its sign, as in `33.3% of price`")
    default: return false
    }
    return true
  }

  private mutating func untold(_ length: Int, _ title: String, _ help: String) {
    let range = position..<position + length
    report(.strangeCharacter, "\(title): `\(source.text(range))`", range, "not a sign of the language", help: [help])
    append(.dropped, length)
  }

  /// A sign that differs from the plain one by its looks only.
  private mutating func plain(_ length: Int, _ sign: String, _ kind: Token.Kind) {
    let range = position..<position + length
    report(
      .foreignWord, "`\(source.text(range))` is written `\(sign)` here", range, "write `\(sign)`",
      help: ["write `\(sign)`"], fixes: [fix(.safe, range, sign)])
    append(kind, length)
  }

  /// `≤`, alone or behind `is`, which it says as well.
  mutating func comparison(_ length: Int, _ sign: String, _ kind: Token.Kind) {
    let end = position + length
    if follows(.is), let last = tokens.popLast() { position = last.range.lowerBound }
    let range = position..<end
    report(
      .foreignWord, "`\(source.text(range))` is written `\(sign)` here", range, "write `\(sign)`",
      help: ["write `\(sign)`"], fixes: [fix(.safe, range, sign)])
    append(kind, range.count)
  }

  /// `10％`
  private mutating func lexPercentSign(_ length: Int) {
    guard let last = tokens.last, last.kind == .number else { return strange(length) }
    let range = last.range.upperBound..<position + length
    report(
      .foreignWord, "a percentage is written with its sign", range, "write `%`",
      help: ["write `\(source.text(last.range))%`"], fixes: [fix(.safe, range, "%")])
    tokens.removeLast()
    position = last.range.lowerBound
    append(.percent, range.upperBound - position)
  }

  /// `…` and `...`: something is left out that the engine would have to know.
  mutating func ellipsis(_ length: Int) {
    let range = position..<position + length
    let sign = source.text(range)
    // Between two limits it is a range.
    let next = behindBlanks(range.upperBound)
    let isRange = [.number, .percent, .word].contains(tokens.last?.kind) && next < bytes.count && isDigit(next)
    guard isRange else {
      report(
        .strangeCharacter, "`\(sign)` leaves something out", range, "what is left out?",
        help: ["write in its place what is left out, or delete it if the line is whole without it"])
      return append(.dropped, length)
    }
    let (low, high) = limits(next)
    func number(_ range: Range<Int>) -> String {
      source.text(range).split(separator: " ").reduce("") { all, part in
        all + (all.isEmpty ? "" : part.allSatisfy(\.isNumber) ? "_" : " ") + part
      }
    }
    report(
      .strangeCharacter, "a range is written with words", low.lowerBound..<high.upperBound, "from here to there",
      help: [
        isInCondition
          ? "write `is between` and the two limits, with `and` between them"
          : "write one of the limits, which is the one that counts: `\(number(low))` or `\(number(high))`"
      ])
    append(.dropped, length)
  }

  /// The numbers on both sides of a sign, the second of which begins at a place; digits in groups belong together.
  private func limits(_ next: Int) -> (low: Range<Int>, high: Range<Int>) {
    var first = tokens.count - 1
    while first > 0, isGroupOfDigits(tokens[first].range), tokens[first - 1].kind == .number { first -= 1 }
    if first > 0, tokens[first].kind == .word, tokens[first - 1].kind == .number { first -= 1 }
    var end = next
    while end < bytes.count, isDigit(end) || [95, 37].contains(bytes[end]) || bytes[end] == 32 && isGroup(end + 1) {
      end += 1
    }
    return (tokens[first].range.lowerBound..<tokens[tokens.count - 1].range.upperBound, next..<end)
  }

  private func isGroupOfDigits(_ range: Range<Int>) -> Bool {
    range.count == 3 && bytes[range].allSatisfy { $0 &- 48 < 10 }
  }

  // MARK: Fractions

  /// `½ of price`, `1½ days`, `½ day`
  private mutating func fraction(_ length: Int, _ scalar: UInt32) {
    let quarters = scalar == 0xBD ? 2 : scalar == 0xBC ? 1 : 3
    let sign = position..<position + length
    // `1 ½` is one number as well, unless it ends another one.
    let whole = tokens.last.flatMap { $0.kind == .number && behindBlanks($0.range.upperBound) == position ? $0 : nil }
    if whole != nil, tokens.count > 1, tokens[tokens.count - 2].kind == .number { return strange(length) }
    let count = whole.map { Int(source.text($0.range)) ?? -1 } ?? 0
    guard (0..<10_000).contains(count) else { return strange(length) }
    let start = whole?.range.lowerBound ?? position
    let decimal = "\(count).\(quarters == 2 ? "5" : "\(quarters * 25)")"
    let (unit, end) = unitBehind(sign.upperBound)
    if whole != nil { tokens.removeLast() }
    position = start
    if let (small, each) = Lexer.smaller[unit], (count * 4 + quarters) * each % 4 == 0 {
      return written(start..<end, "\((count * 4 + quarters) * each / 4) \(small)", .safe)
    }
    if unit == "of", count == 0 { return written(start..<sign.upperBound, "\(quarters * 25)%", .safe, .percent) }
    let isAmount = unit.utf8.count == 3 && unit.utf8.allSatisfy { (65...90).contains($0) }
    written(start..<sign.upperBound, decimal, isAmount ? .safe : .maybe)
  }

  private static let smaller = [
    "week": ("hours", 168), "weeks": ("hours", 168), "day": ("hours", 24), "days": ("hours", 24),
    "hour": ("minutes", 60), "hours": ("minutes", 60), "minute": ("seconds", 60), "minutes": ("seconds", 60),
  ]

  private mutating func written(
    _ range: Range<Int>, _ text: String, _ safety: Diagnostic.Fix.Safety, _ kind: Token.Kind = .number
  ) {
    report(
      .foreignWord, "numbers are written in figures", range, "a fraction", help: ["write `\(text)`"],
      fixes: [fix(safety, range, text)])
    append(kind, range.count)
  }

  /// The word behind a place, and where it ends.
  private func unitBehind(_ place: Int) -> (String, Int) {
    let start = behindBlanks(place)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    return (source.text(start..<end), end)
  }

  // MARK: Dashes

  /// `price – 5 USD`, `3–5 days`: whether the dash at the cursor is a minus or a range; else it may begin a comment.
  mutating func lexDash(_ length: Int) -> Bool {
    if lexDashOfDate(length) { return true }
    guard let last = tokens.last, [.number, .percent, .word].contains(last.kind), last.range.upperBound <= position
    else { return false }
    let behind = behindBlanks(position + length)
    guard behind < bytes.count else { return false }
    if last.kind == .number, isDigit(behind) {
      ellipsis(length)
      return true
    }
    guard holdsValue, operandEnds(behind) else { return false }
    let range = position..<position + length
    report(
      .foreignWord, "`\(source.text(range))` is written `-` to subtract", range, "write `-`", help: ["write `-`"],
      fixes: [fix(.maybe, range, "-")])
    append(.minus, length)
    return true
  }

  /// Whether the line so far asks for a value.
  private var holdsValue: Bool {
    lineSoFar.contains {
      $0.kind == .word && [.owe, .set, .add, .subtract, .when, .once, .earmark, .paying, .is].contains($0.word)
        || [.less, .lessOrEqual, .greater, .greaterOrEqual].contains($0.kind)
    }
  }

  /// Whether one value stands at a place, and behind it the line ends or goes on with a clause or an action.
  private func operandEnds(_ start: Int) -> Bool {
    var place = start
    while place < bytes.count, isWordByte(bytes[place]) || [37, 46].contains(bytes[place]) { place += 1 }
    guard place > start else { return false }
    if isDigit(start), !isLineBreakOrEnd(place) {
      let (unit, end) = unitBehind(place)
      if unit.utf8.count == 3, unit == unit.uppercased() { place = end }
    }
    guard !endsLine(place) else { return true }
    guard let next = wordBehind(place) else { return false }
    return next.startsAction || [.for, .from, .to, .and, .or, .because, .if, .paying, .when, .with].contains(next)
  }

  private func isLineBreakOrEnd(_ place: Int) -> Bool { place >= bytes.count || isLineBreak(place) }
}
