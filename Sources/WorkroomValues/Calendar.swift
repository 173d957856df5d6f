/// A day of the proleptic Gregorian calendar, without a time zone.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public var days: Int32

  public init(days: Int32) { self.days = days }

  /// The day with these numbers, or `nil` where the calendar has none. Years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.days = CalendarDate.dayNumber(year: year, month: month, day: day)
  }

  /// The same of a whole text.
  public init?(_ text: String) { self.init(text[...]) }

  /// Reads `2026-03-01`.
  public init?(_ text: Substring) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45,
      let year = CalendarDate.digits(bytes[0..<4]), let month = CalendarDate.digits(bytes[5..<7]),
      let day = CalendarDate.digits(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return bytes.isEmpty ? nil : value
  }

  /// Year, month and day (days-from-civil algorithm of H. Hinnant, public domain).
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// 28 to 31.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.days < right.days }

  public var description: String {
    let (year, month, day) = parts
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A time on the clock, in seconds since midnight.
public struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
  public var seconds: Int32

  public init(seconds: Int32) { self.seconds = seconds }

  /// The same of a whole text.
  public init?(_ text: String) { self.init(text[...]) }

  /// Reads `09:00` or `09:00:30`.
  public init?(_ text: Substring) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    let numbers = parts.compactMap { CalendarDate.digits(ArraySlice(Array($0.utf8))) }
    guard numbers.count == parts.count, numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60
    else { return nil }
    seconds = Int32(numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0))
  }

  public var description: String {
    let clock = "\(padded(Int(seconds) / 3600, 2)):\(padded(Int(seconds) / 60 % 60, 2))"
    return seconds % 60 == 0 ? clock : "\(clock):\(padded(Int(seconds) % 60, 2))"
  }
}

/// A span of months, which has no fixed length; its rounding says what happens at a month's end.
public struct CalendarSpan: Hashable, Sendable, CustomStringConvertible {
  /// What a day that the month has not becomes.
  public enum Rounding: Int64, Sendable { case lastDay = 0, nextDay = 1 }

  public var months: Int32
  public var rounding: Rounding

  public init(months: Int32, rounding: Rounding) {
    self.months = months
    self.rounding = rounding
  }

  /// Both parts in one word, as states and payloads carry it.
  public var word: Int64 { Int64(months) << 1 | rounding.rawValue }

  public init(word: Int64) {
    months = Int32(truncatingIfNeeded: word >> 1)
    rounding = word & 1 == 0 ? .lastDay : .nextDay
  }

  /// The day this many months after `date`.
  public func after(_ date: CalendarDate) -> CalendarDate? {
    let (year, month, day) = date.parts
    let total = year * 12 + month - 1 + Int(months)
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    let last = CalendarDate.daysInMonth(year: newYear, month: newMonth)
    if day <= last { return CalendarDate(year: newYear, month: newMonth, day: day) }
    guard let end = CalendarDate(year: newYear, month: newMonth, day: last) else { return nil }
    return rounding == .lastDay ? end : CalendarDate(days: end.days + 1)
  }

  public var description: String {
    let unit = months % 12 == 0 ? (Int(months) / 12, "year") : (Int(months), "month")
    return "\(unit.0) \(unit.1)\(unit.0 == 1 ? "" : "s") (\(rounding == .lastDay ? "last day" : "next day"))"
  }
}

/// From a first day to a last, both included; an open end is `nil`.
public struct DateWindow: Hashable, Sendable, CustomStringConvertible {
  public var first: CalendarDate?
  public var last: CalendarDate?

  public init(first: CalendarDate?, last: CalendarDate?) {
    self.first = first
    self.last = last
  }

  /// Both days in one word; `Int32.min` stands for an open end.
  public var word: Int64 {
    Int64(first?.days ?? Int32.min) << 32 | Int64(UInt32(bitPattern: last?.days ?? Int32.min))
  }

  public init(word: Int64) {
    let (start, end) = (Int32(truncatingIfNeeded: word >> 32), Int32(truncatingIfNeeded: word))
    first = start == Int32.min ? nil : CalendarDate(days: start)
    last = end == Int32.min ? nil : CalendarDate(days: end)
  }

  public func contains(_ date: CalendarDate) -> Bool {
    if let first, date < first { return false }
    if let last, last < date { return false }
    return true
  }

  public var description: String {
    "\(first?.description ?? "open") to \(last?.description ?? "open")"
  }
}

/// `7` as `0007`.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
