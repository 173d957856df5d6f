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
      if !lexIndianNumber(end), !lexShortDecimals(end), !lexForeignNumber(end) { lexPlainNumber() }
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
    // `7_days`: what parts a number from its unit is none of its digits.
    while end > position + 1, bytes[end - 1] == 95 { end -= 1 }
    let range = position..<end
    let tail = grouped ? dashes(end) : 0
    if grouped {
      let found = groupingFinding(range, dashes: tail)
      report(
        .foreignWord, "digits are grouped with `_`, since a comma parts the entries of a list",
        range.lowerBound..<range.upperBound + tail, found.label,
        help: [found.help], fixes: found.fixes)
    } else if Scaled.parse(text(range.count), decimals: 6) == nil, !reportsPoints(range) {
      report(
        .badLiteral,
        "`\(source.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 40)))` does not fit a number",
        range, "too long for a number",
        notes: ["numbers have at most six decimals and stay below 9 trillion"],
        help: ["write a smaller or a rounder number"])
    }
    finishNumber(range, dashes: tail)
  }

  /// `500.5.0`
  private mutating func reportsPoints(_ range: Range<Int>) -> Bool {
    guard range.count < 40, bytes[range].count(where: { $0 == 46 }) > 1 else { return false }
    report(
      .badLiteral, "a number has one point, before its decimals", range, "several points",
      help: ["write it with one point, as in `500.50`, and thousands with `_`, as in `1_500`"])
    return true
  }

  /// `1_000.-`: behind a number, dashes that have been told.
  mutating func finishNumber(_ range: Range<Int>, dashes: Int = 0) {
    if dashes > 0 {
      append(.number, range.count)
      return append(.dropped, dashes)
    }
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
      let hour = Int(source.text(position..<end - 3)), hour < 24
    else { return false }
    let isLate = bytes[half.lowerBound] | 32 == 112
    func written(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour)\(source.text(end - 3..<end))" }
    let time = written(hour > 12 ? hour : hour % 12 + (isLate ? 12 : 0))
    // `0:30 pm`, `13:30 am`: the one denies the other.
    let other = hour == 0 && isLate || hour > 12 && !isLate ? written(hour == 0 ? 0 : hour - 12) : nil
    let whole = position..<half.upperBound
    report(
      .badLiteral, "a time of day has 24 hours", whole, other == nil ? "hours by half days" : "before or after noon?",
      help: ["write `\(time)`\(other.map { " or `\($0)`" } ?? "")"],
      fixes: other == nil ? [fix(.safe, whole, time)] : [])
    append(.time, whole.count)
    return true
  }

  /// `am` or `pm` behind one blank, also with points: `p.m.`
  private func halfOfDay(_ start: Int) -> Range<Int>? {
    guard start + 2 < bytes.count, bytes[start] == 32 || isDigit(start) else { return nil }
    let first = bytes[start + 1] | 32
    let hasPoints = bytes[start + 2] == 46
    var end = start + (hasPoints ? 3 : 2)
    guard first == 97 || first == 112, end < bytes.count, bytes[end] | 32 == 109 else { return nil }
    end += 1
    if hasPoints, end < bytes.count, bytes[end] == 46 { end += 1 }
    return end >= bytes.count || !isWordByte(bytes[end]) ? start + 1..<end : nil
  }

  /// `30days`, `10k`, or a number with other letters right behind it.
  private mutating func reportUnit(_ number: Range<Int>, _ unit: Range<Int>) {
    let whole = number.lowerBound..<unit.upperBound
    // `7_days`
    let gap = unit.prefix { bytes[$0] == 95 }.count
    let (digits, letters) = (source.text(number), source.text(unit.dropFirst(gap)))
    let meant = Lexer.meantNumber(digits + letters)
    if letters.isEmpty {
      position = unit.upperBound
      return report(
        .badLiteral, "a low line stands between the digits of a number", whole, "nothing behind it",
        help: ["write `\(digits)`"], fixes: [fix(.maybe, whole, digits)])
    }
    let waits = lineSoFar.dropLast().last.map { [.after, .every].contains($0.word) } == true
    if lexTimeInParts(number) { return }
    if letters == "m" || letters == "M", waits {
      position = unit.upperBound
      report(
        .badLiteral, "no unit is called `\(letters)`", whole, "minutes or months?",
        help: ["write `\(digits) minutes` or `\(digits) months`"])
    } else if letters.utf8.count == 1, "kKmM".contains(letters), meant != digits + letters, meant != "0" {
      // The token is all of it, so that what is said of its line has the number that is meant.
      tokens.removeLast()
      let small = smallNumberBefore()
      position = whole.lowerBound
      append(.number, whole.count)
      report(
        .badLiteral, "numbers are written out", whole,
        "short for \(letters.lowercased() == "k" ? "thousands" : "millions")",
        help: ["write `\(meant)`" + otherMeanings(small, letters, whole.upperBound, digits)],
        fixes: [fix(small != nil || mayBeMetres(letters, whole.upperBound) ? .maybe : .safe, whole, meant)])
    } else if ["st", "nd", "rd", "th"].contains(letters) {
      tokens.removeLast()
      lexOrdinalDay(whole, digits)
    } else if TimeSpan.unit(letters) != nil || Currency(letters) != nil {
      report(
        .badLiteral, "a number and its unit are two words", whole, "a space is missing",
        help: ["write `\(digits) \(letters)`"],
        fixes: [fix(.safe, unit.lowerBound..<unit.lowerBound + gap, " ")])
    } else if "aApP".contains(letters.first ?? "x"), ["am", "pm"].contains(letters.lowercased().filter { $0 != "." }),
      let hour = Int(digits), (1...12).contains(hour)
    {
      let time = hour % 12 + ("pP".contains(letters.first ?? "x") ? 12 : 0)
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
      let isBehindMost = source.text(tokens.dropLast().last?.range ?? 0..<0) == "most"
      report(
        .badLiteral, "how often is said with `times`", whole, "write `\(digits) times`",
        help: [
          isBehindMost
            ? "write `\(digits) times`" : "write `at most \(digits) times`, right behind the time of an `every` line"
        ], fixes: isBehindMost ? [fix(.safe, whole, "\(digits) times")] : [])
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
