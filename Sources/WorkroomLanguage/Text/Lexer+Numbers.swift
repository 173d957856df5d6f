import WorkroomValues

/// Numbers, percentages, dates and times.
extension Lexer {
  mutating func lexNumber() {
    var end = position
    while end < bytes.count, isDigit(end) { end += 1 }
    if mayBeRange(behind: end), lexRange() { return }
    switch end < bytes.count ? bytes[end] : 0 {
    case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "/"): lexDateOrTime()
    case 32 where lexSpacedPercent(end): break
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"):
      if !lexShortDecimals(end), !lexForeignNumber(end) { lexPlainNumber() }
    default: lexPlainNumber()
    }
  }

  private mutating func lexDateOrTime() {
    if let length = shape("dddd-dd-dd") { return lexDate(length) }
    if lexHalfDayTime(shape("dd:dd") ?? shape("d:dd") ?? 0) { return }
    if shape("dd:dd") != nil { return lexTime(shape("dd:dd:dd") ?? 5) }
    if let length = shape("d:dd") {
      report(
        .badLiteral, "a time has two digits for the hour", position..<position + length, "one digit is missing",
        help: ["write `0\(text(length))`"], fixes: [fix(.safe, position..<position, "0")])
      return append(.time, length)
    }
    if let (length, parts) = dateShape() { return lexForeignDate(length, parts) }
    if lexFraction() { return }
    lexPlainNumber()
  }

  mutating func lexDate(_ length: Int) {
    if CalendarDate(text(length)) == nil {
      report(
        .badLiteral, "the calendar has no day `\(text(length))`", position..<position + length, "no such day",
        help: ["write a date like `2026-03-01`"])
    }
    append(.date, length)
    if position < bytes.count, bytes[position] | 32 == UInt8(ascii: "t") { lexTimeBehindDay(length) }
  }

  mutating func lexTime(_ length: Int) {
    if TimeOfDay(text(length)) == nil {
      report(
        .badLiteral, "the clock has no time `\(text(length))`", position..<position + length, "no such time",
        help: ["write a time like `09:00`"])
    }
    append(.time, length)
  }

  mutating func lexPlainNumber() {
    var end = position
    var grouped = false
    while end < bytes.count {
      let byte = bytes[end]
      let next = end + 1 < bytes.count ? bytes[end + 1] : 0
      if (48...57).contains(byte) || byte == 95 || (byte == 46 && (48...57).contains(next)) {
        end += 1
      } else if byte == 44, isGroup(end + 1), !isInTightList {
        grouped = true
        end += 4
      } else {
        break
      }
    }
    let range = position..<end
    if grouped {
      let found = groupingFinding(range)
      report(
        .foreignWord, "digits are grouped with `_`, since a comma parts the entries of a list", range, found.label,
        help: [found.help], fixes: found.fixes)
    } else if Scaled.parse(text(range.count), decimals: 6) == nil, !reportsPoints(range) {
      report(
        .badLiteral,
        "`\(source.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 40)))` does not fit a number",
        range, "too long for a number",
        notes: ["numbers have at most six decimals and stay below 9 trillion"],
        help: ["write a smaller or a rounder number"])
    }
    finishNumber(range)
  }

  /// `500.5.0`
  private mutating func reportsPoints(_ range: Range<Int>) -> Bool {
    guard range.count < 40, bytes[range].count(where: { $0 == 46 }) > 1 else { return false }
    report(
      .badLiteral, "a number has one point, before its decimals", range, "several points",
      help: ["write it with one point, as in `500.50`, and thousands with `_`, as in `1_500`"])
    return true
  }

  mutating func finishNumber(_ range: Range<Int>) {
    if range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "%") {
      return append(.percent, range.count + 1)
    }
    append(.number, range.count)
    if let unit = halfOfDay(position) { return reportUnit(range, unit) }
    if position < bytes.count, isWordByte(bytes[position]) {
      var end = position
      while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
      reportUnit(range, position..<end)
    }
  }

  /// `9:30 pm`
  private mutating func lexHalfDayTime(_ length: Int) -> Bool {
    let end = position + length
    guard length > 0, let half = halfOfDay(end) ?? halfOfDay(end - 1),
      let hour = Int(source.text(position..<end - 3)), (1...12).contains(hour)
    else { return false }
    let time = hour % 12 + (bytes[half.lowerBound] | 32 == 112 ? 12 : 0)
    let written = "\(time < 10 ? "0" : "")\(time)\(source.text(end - 3..<end))"
    let whole = position..<half.upperBound
    report(
      .badLiteral, "a time of day has 24 hours", whole, "hours by half days", help: ["write `\(written)`"],
      fixes: [fix(.safe, whole, written)])
    append(.time, whole.count)
    return true
  }

  /// `am` or `pm` behind one blank.
  private func halfOfDay(_ start: Int) -> Range<Int>? {
    guard start + 2 < bytes.count, bytes[start] == 32 || isDigit(start),
      start + 3 >= bytes.count || !isWordByte(bytes[start + 3])
    else {
      return nil
    }
    let (first, second) = (bytes[start + 1] | 32, bytes[start + 2] | 32)
    return (first == 97 || first == 112) && second == 109 ? start + 1..<start + 3 : nil
  }

  /// `30days`, `10k`, or a number with other letters right behind it.
  private mutating func reportUnit(_ number: Range<Int>, _ unit: Range<Int>) {
    let whole = number.lowerBound..<unit.upperBound
    let (digits, letters) = (source.text(number), source.text(unit))
    let meant = Lexer.meantNumber(digits + letters)
    if letters == "m", lineSoFar.dropLast().last.map({ [.after, .every].contains($0.word) }) == true {
      position = unit.upperBound
      report(
        .badLiteral, "no unit is called `m`", whole, "minutes or months?",
        help: ["write `\(digits) minutes` or `\(digits) months`"])
    } else if letters.utf8.count == 1, "kKmM".contains(letters), meant != digits + letters {
      // The token is all of it, so that what is said of its line has the number that is meant.
      tokens.removeLast()
      let small = smallNumberBefore()
      position = whole.lowerBound
      append(.number, whole.count)
      report(
        .badLiteral, "numbers are written out", whole,
        "short for \(letters.lowercased() == "k" ? "thousands" : "millions")",
        help: ["write `\(meant)`" + (small.map { ", and `\($0)` with its zeros as well if both are meant so" } ?? "")],
        fixes: [fix(small == nil ? .safe : .maybe, whole, meant)])
    } else if ["st", "nd", "rd", "th"].contains(letters) {
      tokens.removeLast()
      lexOrdinalDay(whole, digits)
    } else if TimeSpan.unit(letters) != nil || Currency(letters) != nil {
      report(
        .badLiteral, "a number and its unit are two words", whole, "a space is missing",
        help: ["write `\(digits) \(letters)`"], fixes: [fix(.safe, unit.lowerBound..<unit.lowerBound, " ")])
    } else if ["am", "pm"].contains(letters.lowercased()), let hour = Int(digits), (1...12).contains(hour) {
      let time = hour % 12 + (letters.lowercased() == "pm" ? 12 : 0)
      let written = "\(time < 10 ? "0" : "")\(time):00"
      tokens.removeLast()
      position = whole.lowerBound
      append(.time, whole.count)
      report(
        .badLiteral, "a time of day has 24 hours", whole, "hours by half days", help: ["write `\(written)`"],
        fixes: [fix(.safe, whole, written)])
    } else if let meant = Parser.unitMeant(by: letters), meant.utf8.count > 1 {
      tokens.removeLast()
      position = whole.lowerBound
      append(.number, whole.count)
      let written = "\(digits) \(meant)"
      report(
        .badLiteral, "no unit is called `\(letters)`", whole, "not a unit", help: ["write `\(written)`"],
        fixes: [fix(.maybe, whole, written)])
    } else if letters == "x", lineSoFar.first?.word == .every {
      position = unit.upperBound
      report(
        .badLiteral, "how often is said with `times`", whole, "write `\(digits) times`",
        help: [
          source.text(tokens.dropLast().last?.range ?? 0..<0) == "most"
            ? "write `\(digits) times`" : "write `at most \(digits) times`, right behind the time of an `every` line"
        ])
    } else {
      position = unit.upperBound
      report(
        .badLiteral, "`\(letters)` is no unit of a number", whole, "neither a number nor a name",
        help: ["write a number such as `10`, `500 USD`, `20%` or `7 days`; names begin with a letter"])
    }
  }

  /// Three digits that are not followed by a fourth: the group after a thousands separator.
  func isGroup(_ start: Int) -> Bool {
    guard start + 2 < bytes.count, bytes[start...(start + 2)].allSatisfy({ (48...57).contains($0) }) else {
      return false
    }
    return start + 3 >= bytes.count || !(48...57).contains(bytes[start + 3])
  }

  /// The length of a pattern of digits (`d`) and signs at this place, if no digit follows it.
  func shape(_ pattern: StaticString) -> Int? {
    let count = pattern.utf8CodeUnitCount
    guard position + count <= bytes.count else { return nil }
    for offset in 0..<count {
      let byte = bytes[position + offset]
      let wanted = pattern.utf8Start[offset]
      guard wanted == UInt8(ascii: "d") ? (48...57).contains(byte) : byte == wanted else { return nil }
    }
    return position + count < bytes.count && (48...57).contains(bytes[position + count]) ? nil : count
  }

  func isDigit(_ at: Int) -> Bool { bytes[at] &- 48 < 10 }

  func text(_ length: Int) -> String { source.text(position..<position + length) }
}
