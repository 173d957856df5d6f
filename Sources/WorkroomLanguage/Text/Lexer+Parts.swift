import WorkroomValues

/// Numbers and times in parts: `1h 30m`, `1.3.-31.3.2026`, `1’000`. Each is one mistake, told as a whole.
extension Lexer {
  // MARK: Times

  /// Units of time as they stand right behind figures, and how many seconds each has; `m` is one of minutes behind hours.
  private static let seconds = [
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800,
  ]

  private static let unitsInShort = [
    "m": "minute", "min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute", "s": "second",
    "sec": "second", "secs": "second", "second": "second", "seconds": "second", "h": "hour", "hr": "hour",
    "hrs": "hour",
    "hour": "hour", "hours": "hour", "d": "day", "day": "day", "days": "day", "w": "week", "wk": "week", "wks": "week",
    "week": "week", "weeks": "week",
  ]

  /// `1h 30m`, `2d12h`: true where a time in parts stood here, whose first digits and letters
  /// have been read.
  mutating func lexTimeInParts(_ number: Range<Int>) -> Bool {
    var (place, parts, total) = (number.lowerBound, 0, 0)
    var last = (name: "", seconds: Int.max)
    while parts < 4, let part = timePart(place, behind: last.seconds) {
      (total, parts, last) = (total + part.count * part.seconds, parts + 1, (part.name, part.seconds))
      place = part.end
    }
    guard parts > 1, last.seconds < Int.max else { return false }
    var end = place
    while end > number.lowerBound, bytes[end - 1] == 32 { end -= 1 }
    let range = number.lowerBound..<end
    let count = total / last.seconds
    let written = "\(count) \(last.name)\(count == 1 ? "" : "s")"
    report(
      .badLiteral, "a length of time is one number with its unit", range, "two parts of a time",
      help: ["write `\(written)`"], fixes: [fix(.maybe, range, written)])
    tokens.removeLast()
    position = range.lowerBound
    append(.number, range.count)
    return true
  }

  /// Figures with a unit of time at a place, smaller than the one before them, and where they end with the blanks behind.
  private func timePart(_ start: Int, behind: Int) -> (count: Int, name: String, seconds: Int, end: Int)? {
    var end = start
    while end < bytes.count, isDigit(end), end - start < 5 { end += 1 }
    guard end > start, let count = Int(source.text(start..<end)), count > 0 else { return nil }
    var unit = end
    while unit < bytes.count, bytes[unit] == 32 || bytes[unit] == 95 { unit += 1 }
    var last = unit
    while last < bytes.count, isWordByte(bytes[last]), !isDigit(last), bytes[last] != 95 { last += 1 }
    let letters = source.text(unit..<last).lowercased()
    let isLast = last >= bytes.count || !isWordByte(bytes[last])
    // `1h30`: minutes stand behind hours.
    if behind == 3600, isLast, unit == last || unit > end, Lexer.unitsInShort[letters] == nil {
      return unit > end && !isDigit(start - 1) && bytes[start - 1] == 32
        ? nil : (count, "minute", 60, behindBlanks(end))
    }
    guard behind < Int.max || letters != "m", let name = Lexer.unitsInShort[letters], let seconds = Lexer.seconds[name],
      seconds < behind
    else { return nil }
    return (count, name, seconds, behindBlanks(last))
  }

  // MARK: Days

  /// Whether a dash, or a second point, stands behind one or two figures and a point, as in no number.
  private var mayBeWindow: Bool {
    var place = position
    while place < bytes.count, isDigit(place), place - position < 3 { place += 1 }
    guard place - position < 3, place + 1 < bytes.count, bytes[place] == 46 else { return false }
    place += 1
    guard isDigit(place) else { return bytes[place] == 32 || bytes[place] == 45 || bytes[place] == 0xE2 }
    while place < bytes.count, isDigit(place) { place += 1 }
    return place < bytes.count && bytes[place] == 46
  }

  /// `1.3.-31.3.2026`, `1. - 31.3.2026`: a window whose first day leaves out what the last one says.
  mutating func lexWindowOfDays() -> Bool {
    func figures(_ place: inout Int) -> Int? {
      let start = place
      while place < bytes.count, isDigit(place), place - start < 2 { place += 1 }
      guard place > start, place < bytes.count, bytes[place] == 46 else { return nil }
      let number = Int(source.text(start..<place))
      place += 1
      return number
    }
    guard mayBeWindow else { return false }
    var place = position
    guard let day = figures(&place) else { return false }
    let month = place < bytes.count && isDigit(place) ? figures(&place) : nil
    // `1.3.2026-31.3.2026`
    let yearStart = place
    while month != nil, place < bytes.count, isDigit(place), place - yearStart < 5 { place += 1 }
    let ownYear = place - yearStart == 4 ? Int(source.text(yearStart..<place)) : nil
    guard ownYear != nil || place == yearStart else { return false }
    let dash = behindBlanks(place)
    guard dash < bytes.count, place > position + 1 else { return false }
    let length = bytes[dash] == 45 ? 1 : bytes[dash...].starts(with: [0xE2, 0x80, 0x93]) ? 3 : 0
    guard length > 0 else { return false }
    let (start, second) = (position, behindBlanks(dash + length))
    position = second
    let shape = second < bytes.count && isDigit(second) ? dateShape() : nil
    position = start
    guard let (count, parts) = shape, bytes[second..<second + count].contains(46), parts[0] < 32, parts[2] > 0 else {
      return false
    }
    let year = parts[2] < 100 ? 2000 + parts[2] : parts[2]
    let firstYear = ownYear ?? ((month ?? parts[1]) > parts[1] ? year - 1 : year)
    let first = Parser.figures(firstYear, month ?? parts[1], day)
    let last = Parser.figures(year, parts[1], parts[0])
    guard let one = CalendarDate(first), let other = CalendarDate(last) else { return false }
    let range = position..<second + count
    let isPlain = parts[2] > 99 && one <= other && (ownYear != nil || (month ?? 0) <= parts[1])
    let awaits = lineSoFar.first.map { $0.kind == .word && [.at, .after, .on].contains($0.word) } ?? false
    if awaits {
      report(
        .badLiteral, "a line waits for one day, written year-month-day", range, "from here to there",
        help: ["write the day that counts: `\(first)` or `\(last)`"])
      append(.date, range.count)
      return true
    }
    report(
      .badLiteral, "a window is two dates, written year-month-day, with `to` between them", range,
      "written in another way",
      help: ["write `\(first) to \(last)`"], fixes: [fix(isPlain ? .safe : .maybe, range, "\(first) to \(last)")])
    append(.date, dash - position)
    append(.word, length, .to)
    append(.date, range.upperBound - position)
    return true
  }

  // MARK: Digits

  /// `1’000`, `1'50`: an apostrophe between digits, of which the first have been read or stand at the cursor; true where one
  /// stood here.
  mutating func lexQuotedDigits() -> Bool {
    let start =
      isDigitHere ? position : tokens.last.flatMap { $0.kind == .number ? $0.range.lowerBound : nil } ?? position
    var end = start
    while end < bytes.count, isDigit(end) { end += 1 }
    guard end > start, end >= position, quote(end) > 0 else { return false }
    var (groups, written) = (0, source.text(start..<end))
    while quote(end) > 0, isGroup(end + quote(end)) {
      let group = end + quote(end)
      written += "_\(source.text(group..<group + 3))"
      (end, groups) = (group + 3, groups + 1)
    }
    // `1’000.50`
    if written.contains("_"), end + 2 < bytes.count, bytes[end] == 46, isDigit(end + 1), !isGroup(end + 1) {
      let point = end
      end += 1
      while end < bytes.count, isDigit(end) { end += 1 }
      written += source.text(point..<end)
    }
    let rest = quote(end)
    var last = end + rest
    while last < bytes.count, isDigit(last) { last += 1 }
    // What a straight quote groups is told as other grouped digits are.
    guard rest > 0 || bytes[start..<end].contains(where: { $0 >= 0x80 }) else { return false }
    guard rest == 0 || last > end + rest else { return false }
    let decimals = rest > 0 ? source.text(end + rest..<last) : ""
    let isAmount = rest == 0 || decimals.utf8.count == 2
    let range = start..<(rest > 0 ? last : end)
    if rest > 0 { written += ".\(decimals)" }
    report(
      .foreignWord, "the digits of a number are grouped with `_`, and decimals stand behind a point", range,
      rest > 0 ? "an apostrophe inside" : "grouped in another way",
      help: [isAmount ? "write `\(written)`" : "write the number with its digits alone, such as `1_500` or `15.50`"],
      fixes: isAmount ? [fix(rest == 0 ? .safe : .maybe, range, written)] : [])
    if position > start { tokens.removeLast() }
    position = start
    finishNumber(range)
    return true
  }

  private var isDigitHere: Bool { position < bytes.count && isDigit(position) }

  /// How long an apostrophe is that stands at a place before a digit.
  private func quote(_ place: Int) -> Int {
    guard place < bytes.count else { return 0 }
    let length = bytes[place] == 39 ? 1 : bytes[place...].starts(with: [0xE2, 0x80, 0x99]) ? 3 : 0
    return length > 0 && place + length < bytes.count && isDigit(place + length) ? length : 0
  }
}
