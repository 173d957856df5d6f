import WorkroomStore
import WorkroomValues

/// The rates and the first and last days that a group has had, as the log tells them; days are each as the instant at which it begins, or is over, in
/// UTC, and `nil` where it had none.
struct GroupDays {
  private(set) var starts: Set<Int64?> = []
  private(set) var ends: Set<Int64?> = []
  /// What it has paid, in millionths of a per cent.
  private(set) var rates: Set<Int64?> = []
  /// Those that it has since the newest row.
  private(set) var newest: (starts: Int64?, ends: Int64?) = (nil, nil)

  private static let day: Int64 = 86_400_000

  /// Takes in what a row of the log tells of the group.
  mutating func take(_ told: [Int64]) {
    func word(_ place: Int) -> Int64? { told.indices.contains(place) && told[place] != .min ? told[place] : nil }
    newest = (word(7).map { $0 * GroupDays.day }, word(8).map { ($0 + 1) * GroupDays.day })
    starts.insert(newest.starts)
    ends.insert(newest.ends)
    rates.insert(word(6))
  }

  /// Of a group that an earlier version made, and of which nothing tells, the days that it has.
  init(_ group: GroupRow? = nil) {
    if let group { take(Engine.told(group)) }
  }

  /// Takes in those of another group.
  mutating func take(_ other: GroupDays) {
    starts.formUnion(other.starts)
    ends.formUnion(other.ends)
    rates.formUnion(other.rates)
  }

  /// Whether a first day or a last one that somebody has by the clocks of a zone is one that the group had.
  func had(_ instant: Int64?, _ days: KeyPath<GroupDays, Set<Int64?>>, _ zone: Zone) -> Bool {
    self[keyPath: days].contains { day in
      guard let day else { return instant == nil }
      return zone.instant(CalendarDate(days: Int32(clamping: day / GroupDays.day))).milliseconds == instant
    }
  }

  /// Which days of an item are not those that its group had when it came in.
  func own(_ told: (starts: Int64?, ends: Int64?)) -> (starts: Int64?, ends: Int64?) {
    (told.starts == newest.starts ? nil : told.starts, told.ends == newest.ends ? nil : told.ends)
  }
}
