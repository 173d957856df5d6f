import WorkroomValues

/// A minute of the recorded weeks, counted from Monday 2026-03-02 at midnight UTC.
struct Moment: Comparable {
  static let weeks = 12
  static let end = Moment(day: weeks * 7)
  private static let firstDay = Int(CalendarDate("2026-03-02")!.days)

  let minutes: Int

  init(minutes: Int) { self.minutes = minutes }

  init(day: Int, minute: Int = 0) { minutes = day * 1440 + minute }

  /// The beginning of a week; the first week is 1.
  init(week: Int) { self.init(day: (week - 1) * 7) }

  /// The first day is 0, and so are all Mondays modulo seven.
  var day: Int { minutes / 1440 }

  var week: Int { day / 7 + 1 }

  func later(minutes more: Int) -> Moment { Moment(minutes: minutes + more) }

  func later(days: Int) -> Moment { Moment(minutes: minutes + days * 1440) }

  /// `2026-03-04T09:12:00Z`
  var text: String { instant.description }

  /// `2026-03-04 05:12:00 -0400`, as a store on the east coast writes it.
  var storeText: String {
    let local = Moment(minutes: minutes - 240).instant.description
    return "\(local.prefix(10)) \(local.dropFirst(11).prefix(8)) -0400"
  }

  private var instant: Instant {
    Instant(milliseconds: Int64(Moment.firstDay * 1440 + minutes) * 60_000)
  }

  static func < (left: Moment, right: Moment) -> Bool { left.minutes < right.minutes }
}
