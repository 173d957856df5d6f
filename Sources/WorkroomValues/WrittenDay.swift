/// A day as somebody types it: as a date, as a moment that falls into it, in every form in which one is printed anywhere, or as
/// `today`, `yesterday` and `tomorrow`.
package struct WrittenDay: Sendable, Hashable {
  /// Those forms, for the message about a text that is none of them.
  package static let forms =
    "a date such as `2026-03-01`, a moment of it such as `2026-03-01T14:30:00Z`, `today` or `yesterday`"

  private enum Form: Hashable, Sendable {
    case date(CalendarDate)
    case moment(Instant)
    /// Days from today on.
    case from(Int32)
  }

  private let form: Form

  package init?(_ text: String) {
    switch text.lowercased() {
    case "today": form = .from(0)
    case "yesterday": form = .from(-1)
    case "tomorrow": form = .from(1)
    default:
      if let date = CalendarDate(text) {
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
