/// A moment as somebody types it: in every form in which one is printed anywhere.
package enum WrittenTime {
  /// Those forms, for the message about a text that is none of them.
  package static let forms = "`2026-03-09`, `2026-03-09 14:30`, `2026-03-09T14:30` or `2026-03-09T14:30:00Z`"
  /// The forms that count from another moment on.
  package static let steps = "`+3d`, `+12h`, `+90 minutes`, `tomorrow`, `today 14:30`, `14:30` or `now`"

  /// Reads a moment. A day, which is its first instant, and a day with a time behind a blank are those of clocks in `zone`, and are
  /// nothing where there is none; a `T` without a zone is UTC, as the console's prompt shows it. Where `now` is given, a time behind a `+` is counted from
  /// it on, `now` is it, `today`, `yesterday` and `tomorrow` are days by it, and a time alone is one of today.
  package static func read(_ text: String, zone: Zone?, after now: Instant? = nil) -> Instant? {
    if let instant = Instant(text) { return instant }
    if let now, text.utf8.first == UInt8(ascii: "+") {
      return step(text.dropFirst()).map { Instant(milliseconds: now.milliseconds + $0) }
    }
    if let now, text.lowercased() == "now" { return now }
    if let now, let zone, let time = TimeOfDay(text) {
      return zone.instant(zone.local(now).date, milliseconds: Int64(time.seconds) * 1000)
    }
    guard let (date, rest) = day(text, zone, now) else { return nil }
    if rest.isEmpty { return zone?.instant(date) }
    guard let time = TimeOfDay(rest.dropFirst()) else { return nil }
    let milliseconds = Int64(time.seconds) * 1000
    switch rest.first {
    case " ": return zone?.instant(date, milliseconds: milliseconds)
    case "T": return Zone.utc.instant(date, milliseconds: milliseconds)
    default: return nil
    }
  }

  /// The day with which a text begins, and what stands behind it.
  private static func day(_ text: String, _ zone: Zone?, _ now: Instant?) -> (CalendarDate, Substring)? {
    if let date = CalendarDate(text.prefix(10)) { return (date, text.dropFirst(10)) }
    let word = text.prefix { $0 != " " }
    guard let now, let zone, let days = WrittenDay.fromToday(word) else { return nil }
    return (CalendarDate(days: zone.local(now).date.days + days), text[word.endIndex...])
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
