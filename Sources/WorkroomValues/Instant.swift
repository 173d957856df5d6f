/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The same of a whole text.
  public init?(_ text: String) { self.init(text[...]) }

  /// Reads ISO 8601 with a zone: `2026-03-01T09:00:00Z`, `2026-03-01T09:00:00.250+02:00`.
  public init?(_ text: Substring) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      let date = CalendarDate(String(decoding: bytes[0..<10], as: UTF8.self))
    else { return nil }
    guard let zone = bytes[11...].firstIndex(where: { $0 == 90 || $0 == 43 || $0 == 45 }),
      let time = Instant.clock(bytes[11..<zone]), let offset = Instant.offset(bytes[zone...])
    else { return nil }
    milliseconds = Int64(date.days) * 86_400_000 + time - offset
  }

  /// `09:00`, `09:00:30` or `09:00:30.250` in milliseconds.
  private static func clock(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let time = TimeOfDay(String(decoding: parts[0], as: UTF8.self)) else { return nil }
    var fraction = 0
    if parts.count == 2 {
      guard (1...9).contains(parts[1].count), CalendarDate.digits(ArraySlice(parts[1])) != nil else { return nil }
      fraction =
        CalendarDate.digits(
          ArraySlice(Array(parts[1].prefix(3)) + Array(repeating: 48, count: max(0, 3 - parts[1].count)))) ?? 0
    }
    return Int64(time.seconds) * 1000 + Int64(fraction)
  }

  /// `Z`, `+02:00` or `-0530` in milliseconds.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.elementsEqual([90]) { return 0 }
    let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 4, let hours = CalendarDate.digits(ArraySlice(digits[0..<2])),
      let minutes = CalendarDate.digits(ArraySlice(digits[2..<4])), hours < 19, minutes < 60
    else { return nil }
    return Int64((hours * 60 + minutes) * (bytes.first == 45 ? -60_000 : 60_000))
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  /// Whole milliseconds are shown only where there are some.
  public var description: String {
    var days = milliseconds / 86_400_000
    var rest = milliseconds % 86_400_000
    if rest < 0 {
      days -= 1
      rest += 86_400_000
    }
    let date = CalendarDate(days: Int32(clamping: days))
    let seconds = Int(rest / 1000)
    var text = "\(date)T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    if rest % 1000 != 0 { text += "." + padded(Int(rest % 1000), 3) }
    return text + "Z"
  }
}

/// A length of time that is the same everywhere, in milliseconds.
public struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Milliseconds in one of the language's units, singular; `nil` for other words.
  public static func unit(_ word: Substring) -> Int64? { unit(String(word)) }

  /// Milliseconds in one of the language's units, singular or plural; `nil` for other words.
  public static func unit(_ word: String) -> Int64? {
    switch word {
    case "second", "seconds": 1000
    case "minute", "minutes": 60_000
    case "hour", "hours": 3_600_000
    case "day", "days": 86_400_000
    case "week", "weeks": 604_800_000
    default: nil
    }
  }

  /// In the largest unit that divides it: `36 hours`, `7 days`.
  public var description: String {
    for (unit, name) in [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second")]
      as [(Int64, String)]
    {
      if milliseconds % unit == 0, milliseconds != 0 || unit == 86_400_000 {
        let count = milliseconds / unit
        return "\(count) \(name)\(count == 1 ? "" : "s")"
      }
    }
    return "\(milliseconds) milliseconds"
  }
}
