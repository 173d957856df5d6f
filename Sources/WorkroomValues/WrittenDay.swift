/// A day as somebody types it: as a date, as a moment that falls into it, in every form in which one is printed anywhere, or as
/// `today`, `yesterday` and `tomorrow`.
package struct WrittenDay: Sendable, Hashable {
  /// Those forms, for the message about a text that is none of them.
  package static let forms =
    "a date such as `2026-03-01`, a moment of it such as `2026-03-01T14:30:00Z`, `today`, `yesterday` or `tomorrow`"

  private enum Form: Hashable, Sendable {
    case date(CalendarDate)
    case moment(Instant)
    /// Days from today on.
    case from(Int32)
  }

  private let form: Form

  package init?(_ text: String) {
    if let days = WrittenDay.fromToday(text) {
      form = .from(days)
    } else if let date = CalendarDate(text) {
      form = .date(date)
    } else if let moment = WrittenTime.read(text, zone: nil) {
      form = .moment(moment)
    } else if let date = CalendarDate(text.prefix(10)), WrittenTime.read(text, zone: .utc) != nil {
      // A time behind a blank is one of clocks of the same zone.
      form = .date(date)
    } else {
      return nil
    }
  }

  /// The days from today on that a word means; `nil` where it means none.
  static func fromToday(_ word: some StringProtocol) -> Int32? {
    switch word.lowercased() {
    case "today": 0
    case "yesterday": -1
    case "tomorrow": 1
    default: nil
    }
  }

  /// The day by clocks of a zone.
  package func date(in zone: Zone, now: Instant) -> CalendarDate {
    switch form {
    case .date(let date): date
    case .moment(let moment): zone.local(moment).date
    case .from(let days): CalendarDate(days: zone.local(now).date.days + days)
    }
  }
}
