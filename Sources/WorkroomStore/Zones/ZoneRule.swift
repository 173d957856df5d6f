internal import WorkroomValues

/// The rule on a zone file's last line, in the form of POSIX's `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Offsets are seconds east of UTC; POSIX writes them the other way round.
struct ZoneRule: Equatable {
  var standardSeconds: Int32
  var summer: Summer?

  /// Summer time, or whatever a zone calls its second offset, each year.
  struct Summer: Equatable {
    var seconds: Int32
    var start: Change
    var end: Change
  }

  /// A day of the year and a time on it, which may lie up to a week before or after that day.
  struct Change: Equatable {
    var day: Day
    var seconds: Int32

    /// When clocks that show this offset get there.
    func instant(in year: Int, offset: Int32) -> Int64 {
      Int64(day.number(in: year)) * 86_400 + Int64(seconds) - Int64(offset)
    }
  }

  enum Day: Equatable {
    /// `M3.5.0`: a weekday, from Sunday = 0, in one of a month's weeks, the fifth being its last.
    case weekday(month: Int, week: Int, weekday: Int)
    /// `J60`: 1 to 365, where 29 February is never counted.
    case withoutLeapDay(Int)
    /// `59`: 0 to 365, where it is.
    case counted(Int)

    /// Days since 1970-01-01.
    func number(in year: Int) -> Int {
      switch self {
      case .counted(let day): return Day.first(of: 1, year) + day
      case .withoutLeapDay(let day):
        let isLeap = CalendarDate.daysInMonth(year: year, month: 2) == 29
        return Day.first(of: 1, year) + day - 1 + (isLeap && day > 59 ? 1 : 0)
      case .weekday(let month, let week, let weekday):
        let first = Day.first(of: month, year)
        // 1970-01-01 was a Thursday; no year here lies before 1969.
        let offset = (weekday - (first + 4 + 7 * 53) % 7 + 7) % 7
        let day = offset + (week - 1) * 7
        return first + (day < CalendarDate.daysInMonth(year: year, month: month) ? day : day - 7)
      }
    }

    private static func first(of month: Int, _ year: Int) -> Int {
      guard let date = CalendarDate(year: year, month: month, day: 1) else { preconditionFailure() }
      return Int(date.days)
    }
  }
}

// MARK: - Reading

extension ZoneRule {
  /// Reads `std offset [dst [offset] , start [/time] , end [/time]]`.
  init?(_ line: ArraySlice<UInt8>) {
    var reader = ZoneRuleReader(rest: line)
    guard reader.name(), let standard = reader.time(hoursMax: 24) else { return nil }
    standardSeconds = -standard
    if reader.isAtEnd { return }
    guard reader.name() else { return nil }
    var seconds = standardSeconds + 3600
    if !reader.isNext(",") {
      guard let written = reader.time(hoursMax: 24) else { return nil }
      seconds = -written
    }
    guard let start = reader.change(), let end = reader.change(), reader.isAtEnd else { return nil }
    summer = Summer(seconds: seconds, start: start, end: end)
  }
}

/// Reads the pieces of a zone's rule, each `nil` where it isn't there.
private struct ZoneRuleReader {
  var rest: ArraySlice<UInt8>

  var isAtEnd: Bool { rest.isEmpty }

  func isNext(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    rest.removeFirst()
    return true
  }

  /// An abbreviation: three letters or more, or `<+03>`.
  mutating func name() -> Bool {
    if take("<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  /// `,M3.5.0/2`; without a time, at two o'clock.
  mutating func change() -> ZoneRule.Change? {
    guard take(","), let day = day() else { return nil }
    guard take("/") else { return ZoneRule.Change(day: day, seconds: 7200) }
    guard let seconds = time(hoursMax: 167) else { return nil }
    return ZoneRule.Change(day: day, seconds: seconds)
  }

  private mutating func day() -> ZoneRule.Day? {
    if take("J") { return number(1...365).map(ZoneRule.Day.withoutLeapDay) }
    guard take("M") else { return number(0...365).map(ZoneRule.Day.counted) }
    guard let month = number(1...12), take("."), let week = number(1...5), take("."),
      let weekday = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }

  /// `-5`, `+5:30` or `2:00:01`, in seconds.
  mutating func time(hoursMax: Int) -> Int32? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number(0...hoursMax) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(0...59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let odd = number(0...59) else { return nil }
        seconds += odd
      }
    }
    return Int32(isNegative ? -seconds : seconds)
  }

  private mutating func number(_ allowed: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return allowed.contains(value) ? value : nil
  }
}
