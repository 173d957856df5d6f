import WorkroomValues

/// Numbers and dates as they are written in other countries.
extension Lexer {
  // MARK: Dates

  /// Three numbers with one sign between them, of which one is a year: how long they are, and what they say.
  func dateShape() -> (length: Int, parts: [Int])? {
    var parts: [Int] = []
    var digits: [Int] = []
    var end = position
    var sign: UInt8?
    while parts.count < 3 {
      let start = end
      while end < bytes.count, isDigit(end), end - start < 5 { end += 1 }
      guard end > start, end - start < 5, let part = Int(source.text(start..<end)) else { return nil }
      parts.append(part)
      digits.append(end - start)
      guard parts.count < 3 else { break }
      guard end < bytes.count, [45, 46, 47].contains(bytes[end]), sign ?? bytes[end] == bytes[end] else { return nil }
      sign = bytes[end]
      end += 1
    }
    let isEnded = end >= bytes.count || !isWordByte(bytes[end])
    let hasYear = digits == [4, digits[1], digits[2]] || digits[2] == 4 || (digits[2] == 2 && sign != 45)
    guard isEnded, hasYear, digits[1] <= 2, digits[0] == 4 ? digits[2] <= 2 : digits[0] <= 2 else { return nil }
    return (end - position, parts)
  }

  /// `31.12.2026`, `2026-1-5`, `2026/01/05`, `12/31/2026`; `03/04/2026` is either of two days.
  mutating func lexForeignDate(_ length: Int, _ parts: [Int]) {
    let range = position..<position + length
    let written = text(length)
    let days = meantDays(parts, written)
    let (one, other) = (days.first, days.dropFirst().first)
    // Any of the three of `01.02.03` may be the year.
    // `26.03.01` may begin with its year.
    let isUnclear =
      parts.allSatisfy { $0 <= 12 } || (24...31).contains(parts[0]) && parts[1] <= 12 && parts[2] < 24
    let isShort = parts.allSatisfy { $0 < 100 }
    report(
      .badLiteral, "a date is written year-month-day", range,
      isUnclear ? "which is the year?" : other == nil ? "in another order" : "day or month first?",
      notes: isUnclear
        ? ["any of its three numbers may be the year"]
        : other == nil ? [] : ["whether the day or the month stands first differs between countries"],
      help: [
        isUnclear
          ? unclear(parts)
          : one.map { "write `\($0)`\(other.map { " or `\($0)`" } ?? "")" } ?? "write a date like `2026-03-01`"
      ],
      fixes: other == nil && !isUnclear ? one.map { [fix(isShort ? .maybe : .safe, range, $0)] } ?? [] : [])
    append(.date, length)
  }

  /// `01.02.03`, whose day and year nobody knows but its author.
  private func unclear(_ parts: [Int]) -> String {
    func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
      let written = Parser.figures(year < 100 ? 2000 + year : year, month, day)
      return CalendarDate(written) == nil ? nil : "`\(written)`"
    }
    let dayFirst = date(parts[2], parts[1], parts[0]).map { "\($0) if it begins with the day" }
    let yearFirst = date(parts[0], parts[1], parts[2]).map { "\($0) if it begins with the year" }
    let monthFirst = date(parts[2], parts[0], parts[1]).map { "\($0) if it begins with the month" }
    let ways = [dayFirst, monthFirst, yearFirst].compactMap(\.self)
    return "write the day that is meant: \(ways.joined(separator: ", "))"
  }

  private func meantDays(_ parts: [Int], _ written: String) -> [String] {
    let isYearFirst = parts[0] > 31
    let year = isYearFirst ? parts[0] : parts[2] < 100 ? 2000 + parts[2] : parts[2]
    let orders = isYearFirst ? [(parts[1], parts[2])] : [(parts[1], parts[0]), (parts[0], parts[1])]
    // With dots the day stands first everywhere.
    let taken = written.contains(".") || parts[0] == parts[1] ? orders.prefix(1) : orders[...]
    return taken.map { Parser.figures(year, $0.0, $0.1) }.filter { CalendarDate($0) != nil }
  }

  /// `1st of May 2026`, whose number has been read.
  mutating func lexOrdinalDay(_ ordinal: Range<Int>, _ digits: String) {
    var end = ordinal.upperBound
    if let (range, written) = ordinalTime(ordinal, digits) {
      report(
        .badLiteral, "a time to wait for is a number with its unit", range, "which one in a row",
        help: ["write `\(written)`"], fixes: [fix(.maybe, range, written)])
      position = ordinal.lowerBound
      return append(.number, range.count)
    }
    if lexRank(ordinal, digits) { return }
    var words: [String] = []
    while words.count < 3, end < bytes.count, bytes[end] == 32 {
      var last = end + 1
      while last < bytes.count, isWordByte(bytes[last]) { last += 1 }
      let word = source.text(end + 1..<last)
      let isYear = word.utf8.count == 4 && word.allSatisfy(\.isNumber)
      guard word == "of" || isYear || Parser.month(word) != nil else { break }
      words.append(word)
      end = last
    }
    let month = words.lazy.compactMap { Parser.month($0) }.first
    let year = words.last.flatMap { Int($0) }
    let date = month.flatMap { month in
      year.flatMap { year in Int(digits).map { Parser.figures(year, month, $0) } }
    }.flatMap { CalendarDate($0) == nil ? nil : $0 }
    let range = ordinal.lowerBound..<end
    report(
      .badLiteral, "a date is written year, month, day, in figures", range, "a date in words",
      help: [date.map { "write `\($0)`" } ?? "write it with its year, such as `2026-05-01`"],
      fixes: date.map { [fix(.safe, range, $0)] } ?? [])
    position = ordinal.lowerBound
    append(.date, range.count)
  }

  /// `rounds is 3rd`, `on 2nd content.posted`: a place in a row that is no day.
  private mutating func lexRank(_ ordinal: Range<Int>, _ digits: String) -> Bool {
    let line = lineSoFar
    guard let last = line.last, last.kind == .word else { return false }
    let start = behindBlanks(ordinal.upperBound)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == 46 { end += 1 }
    if last.word == .on, line.count == 1, Parser.standardEvents.contains(source.text(start..<end)) {
      let written = source.text(ordinal)
      report(
        .badLiteral, "a line is done each time that its event comes", ordinal, "which one in a row",
        help: ["delete `\(written)`; to tell one time from another, let the event lead to a stage of its own"])
      position = ordinal.lowerBound
      append(.dropped, ordinal.count)
      return true
    }
    let isCounted =
      [.is, .not].contains(last.word) || ["least", "most", "than", "between"].contains(source.text(last.range))
    let isMonth = Parser.month(source.text(start..<end)) != nil || wordBehind(ordinal.upperBound) == .of
    guard isCounted, !isMonth else { return false }
    report(
      .badLiteral, "how many there are is a plain number", ordinal, "which one in a row", help: ["write `\(digits)`"],
      fixes: [fix(.maybe, ordinal, digits)])
    position = ordinal.lowerBound
    append(.number, ordinal.count)
    return true
  }

  /// `1.5.`, a day without its year, whose point is at the cursor.
  mutating func lexDayOfMonth() -> Bool {
    guard let last = tokens.last, last.kind == .number, last.range.upperBound == position, last.range.count < 6
    else { return false }
    let parts = source.text(last.range).split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard parts.count == 2, parts[0] < 32 else { return false }
    let date = Parser.figures(2026, parts[1], parts[0])
    guard CalendarDate(date) != nil else { return false }
    var end = behindBlanks(position + 1)
    let start = end
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    guard TimeSpan.unit(source.text(start..<end)) == nil else { return false }
    let range = last.range.lowerBound..<position + 1
    report(
      .badLiteral, "a date is written year, month, day, in figures", range, "a day without its year",
      help: ["write it with its year, such as `\(date)`; where a number is meant, delete the last point"])
    tokens.removeLast()
    position = range.lowerBound
    append(.date, range.count)
    return true
  }

  /// `every 2nd day`, `after the 7th day`: the length of time that is meant.
  private func ordinalTime(_ ordinal: Range<Int>, _ digits: String) -> (range: Range<Int>, written: String)? {
    let line = lineSoFar
    let isBehindThe = line.last.map { source.text($0.range) == "the" } ?? false
    guard let first = line.first?.word, [.after, .every].contains(first), line.count == (isBehindThe ? 2 : 1) else {
      return nil
    }
    let start = behindBlanks(ordinal.upperBound)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let unit = source.text(start..<end)
    guard ["day", "week", "hour", "minute"].contains(unit), let count = Int(digits), count > 0 else { return nil }
    let range = (isBehindThe ? line.last!.range.lowerBound : ordinal.lowerBound)..<end
    return (range, "\(count) \(unit)\(count == 1 ? "" : "s")")
  }

  /// `2026-03-04T17:00`, whose day has been read and is so long: a scenario has both apart, and all else a day alone.
  mutating func lexTimeBehindDay(_ length: Int) {
    let day = position - length..<position
    guard position + 1 < bytes.count, isDigit(position + 1) else { return }
    var end = position + 1
    while end < bytes.count, isDigit(end) || bytes[end] == UInt8(ascii: ":") { end += 1 }
    let clock = position + 1..<end
    // Seconds in parts, and the zone: `.000Z`, `+01:00`.
    while end < bytes.count, isWordByte(bytes[end]) || [43, 45, 46, 58].contains(bytes[end]) { end += 1 }
    let time = source.text(clock) + (clock.count < 3 ? ":00" : "")
    guard TimeOfDay(time) != nil else { return }
    let line = lineSoFar
    let isAwaited = line.count == 2 && [.at, .after, .on].contains(line.first?.word)
    let isRule = isAwaited && !endsLine(end)
    // Only a scenario asks for both, on a line of its own.
    let isMoment = isAwaited && !isRule && line.first?.word == .at
    let isWhole = end == clock.upperBound
    let written = isMoment ? "\(source.text(day)) \(time)" : source.text(day)
    report(
      .badLiteral,
      isMoment
        ? "a day and a time of day are two words"
        : isRule ? "a line waits for a day, not for a time of day" : "a day is written without a time of day",
      day.lowerBound..<end, isMoment ? "a space is missing" : "a time of day",
      help: ["write `\(written)`" + (isMoment && !isWhole ? ", in the campaign's time zone" : "")],
      fixes: [fix(isMoment && isWhole ? .safe : .maybe, day.lowerBound..<end, written)])
    guard isMoment else { return append(.dropped, end - position) }
    position = clock.lowerBound
    append(.time, clock.count)
    position = end
  }

  // MARK: Numbers

  /// `31.12.2026`, `31. Dezember 2026`, `1.000,50`, `1.000.000`, `500,50 USD`, `1'500`: whether one of them stood here;
  /// the first digits end at a place.
  mutating func lexForeignNumber(_ digits: Int) -> Bool {
    if lexWindowOfDays() { return true }
    if let (length, parts) = dateShape() {
      lexForeignDate(length, parts)
      return true
    }
    if lexNumberedDay(digits) || lexForeignPercent(digits) || lexDashes(digits) { return true }
    if lexQuotedDigits() { return true }
    var end = digits
    var groups = 0
    while end < bytes.count, bytes[end] == 46 || bytes[end] == 39, isGroup(end + 1) {
      groups += 1
      end += 4
    }
    let hasDecimals = end < bytes.count && bytes[end] == 44 && isPair(end + 1)
    let tail = groups > 0 ? dashes(end) : 0
    // A single group behind a point is a number with three decimals.
    let isGrouped = groups > 1 || groups == 1 && (bytes[digits] == 39 || hasDecimals || tail > 0)
    guard isGrouped || groups == 0 && hasDecimals && isBeforeCurrency(end + 3) else { return false }
    let whole = source.text(position..<end).map { $0 == "." || $0 == "'" ? "_" : $0 }
    let last = hasDecimals ? end + 3 : end
    let repaired = String(whole) + (hasDecimals ? ".\(source.text(end + 1..<end + 3))" : "")
    let range = position..<last
    let written = position..<last + tail
    report(
      .foreignWord,
      hasDecimals
        ? "decimals stand behind a point, since a comma parts the entries of a list"
        : "digits are grouped with `_`", written, hasDecimals ? "a decimal comma" : "grouped in another way",
      help: ["write `\(repaired)`"],
      fixes: [fix(groups == 0 && isInList(range) ? .maybe : .safe, written, repaired)])
    finishNumber(range, dashes: tail)
    return true
  }

  /// `10,20,300`: whether the number at the cursor stands in a list without spaces, right behind a number and its comma.
  var isInTightList: Bool {
    guard tokens.count > 1, let comma = tokens.last, comma.kind == .comma, comma.range.upperBound == position else {
      return false
    }
    let number = tokens[tokens.count - 2]
    return number.kind == .number && number.range.upperBound == comma.range.lowerBound
  }

  /// Whether the word before is `of`, behind which numbers may be a list.
  var followsOf: Bool { tokens.last.map { $0.kind == .word && $0.word == .of } ?? false }

  /// Two digits that no third follows.
  private func isPair(_ start: Int) -> Bool {
    start + 1 < bytes.count && isDigit(start) && isDigit(start + 1) && (start + 2 >= bytes.count || !isDigit(start + 2))
  }

  /// `12,34,567`: digits in groups of two before the last three.
  mutating func lexIndianNumber(_ digits: Int) -> Bool {
    guard bytes[digits] == 44, digits - position < 3, isPair(digits + 1), !followsOf, !isInTightList else {
      return false
    }
    var end = digits
    while end < bytes.count, bytes[end] == 44, isPair(end + 1) { end += 3 }
    guard end < bytes.count, bytes[end] == 44, isGroup(end + 1) else { return false }
    end += 4
    guard end - position < 20, let value = Int(source.text(position..<end).filter(\.isNumber)) else { return false }
    var decimals = end
    if end < bytes.count, bytes[end] == 46, isPair(end + 1) { decimals = end + 3 }
    let written = Numerals.figures(value) + source.text(end..<decimals)
    let range = position..<decimals
    report(
      .foreignWord, "digits are grouped with `_`, since a comma parts the entries of a list", range,
      "grouped in another way", help: ["write `\(written)`"], fixes: [fix(.maybe, range, written)])
    finishNumber(range)
    return true
  }

  private func isBeforeCurrency(_ start: Int) -> Bool {
    var start = start
    while start < bytes.count, bytes[start] == 32 { start += 1 }
    guard start + 3 <= bytes.count else { return false }
    return Currency(source.text(start..<start + 3)) != nil || bytes[start...].starts(with: [0xE2, 0x82, 0xAC])
  }

  /// `12,5 %`, `12,5%`, `12.5 %`
  private mutating func lexForeignPercent(_ digits: Int) -> Bool {
    var end = digits + 1
    while end < bytes.count, isDigit(end) { end += 1 }
    let (last, hasComma) = (end, bytes[digits] == UInt8(ascii: ","))
    while end < bytes.count, bytes[end] == 32 { end += 1 }
    guard last > digits + 1, last - digits <= (hasComma ? 3 : 7), end < bytes.count,
      bytes[end] == UInt8(ascii: "%"), bytes[digits] != 39, hasComma || end > last
    else { return false }
    let range = position..<end + 1
    let (whole, rest) = (source.text(position..<digits), source.text(digits + 1..<last))
    let repaired = "\(whole).\(rest)%"
    if !hasComma, rest.utf8.count == 3, whole != "0", whole.utf8.count < 4 {
      report(
        .badLiteral, "`\(whole).\(rest)` is another number in other countries", range, "a point, or thousands?",
        help: ["write `\(whole)_\(rest)%` for thousands, or `\(Numerals.decimal(whole, rest))%`"])
      append(.percent, range.count)
      return true
    }
    report(
      .foreignWord,
      hasComma
        ? "decimals stand behind a point, since a comma parts the entries of a list"
        : "the sign of a percentage stands right behind its number", range,
      hasComma ? "a decimal comma" : "a space between them", help: ["write `\(repaired)`"],
      fixes: [fix(hasComma && isInList(range) ? .maybe : .safe, range, repaired)])
    append(.percent, range.count)
    return true
  }

  /// `10 %`
  mutating func lexSpacedPercent(_ digits: Int) -> Bool {
    var end = digits
    while end < bytes.count, bytes[end] == 32 { end += 1 }
    guard end > digits, end < bytes.count, bytes[end] == UInt8(ascii: "%") else { return false }
    let range = position..<end + 1
    let repaired = "\(source.text(position..<digits))%"
    report(
      .foreignWord, "the sign of a percentage stands right behind its number", range, "a space between them",
      help: ["write `\(repaired)`"], fixes: [fix(.safe, range, repaired)])
    append(.percent, range.count)
    return true
  }

  /// `31. Dezember 2026`
  private mutating func lexNumberedDay(_ digits: Int) -> Bool {
    guard digits < bytes.count, bytes[digits] == 46, digits - position <= 2,
      let day = Int(source.text(position..<digits))
    else { return false }
    let rest = source.text(digits + 1..<min(bytes.count, digits + 40)).split(separator: "\n").first ?? ""
    let words = rest.split(separator: " ").prefix(2)
    guard rest.hasPrefix(" "), words.count == 2, let month = Parser.month(String(words[0])), words[1].utf8.count == 4,
      let year = Int(words[1])
    else { return false }
    let length = digits + 1 - position + (rest.utf8.count - rest[words[1].endIndex...].utf8.count)
    let date = Parser.figures(year, month, day)
    report(
      .badLiteral, "a date is written year, month, day, in figures", position..<position + length,
      "a month by its name", help: ["write `\(date)`"], fixes: [fix(.safe, position..<position + length, date)])
    append(.date, length)
    return true
  }
}
