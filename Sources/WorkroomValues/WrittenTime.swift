/// A moment as somebody types it: in every form in which one is printed anywhere.
package enum WrittenTime {
  /// Those forms, for the message about a text that is none of them.
  package static let forms = "`2026-03-09`, `2026-03-09 14:30`, `2026-03-09T14:30` or `2026-03-09T14:30:00Z`"
  /// The forms that count from another moment on.
  package static let steps = "`+3d`, `+12h` or `+90 minutes`"

  /// Reads a moment. A day, which is its first instant, and a day with a time behind a blank are those of clocks in `zone`, and are
  /// nothing where there is none; a `T` without a zone is UTC, as the console's prompt shows it. Behind a `+` it is counted from `now` on, where that is
  /// given.
  package static func read(_ text: String, zone: Zone?, after now: Instant? = nil) -> Instant? {
    if let instant = Instant(text) { return instant }
    if let now, text.utf8.first == UInt8(ascii: "+") {
      return step(text.dropFirst()).map { Instant(milliseconds: now.milliseconds + $0) }
    }
    guard let date = CalendarDate(text.prefix(10)) else { return nil }
    let rest = text.dropFirst(10)
    if rest.isEmpty { return zone?.instant(date) }
    guard let time = TimeOfDay(rest.dropFirst()) else { return nil }
    let milliseconds = Int64(time.seconds) * 1000
    switch rest.first {
    case " ": return zone?.instant(date, milliseconds: milliseconds)
    case "T": return Zone.utc.instant(date, milliseconds: milliseconds)
    default: return nil
    }
  }

  private static let lettersOfUnits: [Substring: String] = ["m": "minute", "h": "hour", "d": "day", "w": "week"]
  private static let countMax: Int64 = 100_000

  /// `3d`, `3 days`, `90 minutes` in milliseconds; at least one and at most 100,000 of a unit.
  private static func step(_ text: Substring) -> Int64? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let word = text.dropFirst(digits.count).drop { $0 == " " }
    guard let count = Int64(digits), (1...countMax).contains(count) else { return nil }
    return TimeSpan.unit(lettersOfUnits[word] ?? String(word)).map { $0 * count }
  }
}
