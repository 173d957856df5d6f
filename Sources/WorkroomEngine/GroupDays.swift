import WorkroomStore
import WorkroomValues

/// The first and last days that a group has had, as the log tells them: each as the instant at which it begins, or is over, in
/// UTC, and `nil` where it had none.
struct GroupDays {
  private(set) var starts: Set<Int64?> = []
  private(set) var ends: Set<Int64?> = []
  /// Those that it has since the newest row.
  private(set) var newest: (starts: Int64?, ends: Int64?) = (nil, nil)

  private static let day: Int64 = 86_400_000

  /// Takes in what a row of the log tells of the group.
  mutating func take(_ told: [Int64]) {
    func word(_ place: Int) -> Int64? { told.indices.contains(place) && told[place] != .min ? told[place] : nil }
    newest = (word(7).map { $0 * GroupDays.day }, word(8).map { ($0 + 1) * GroupDays.day })
    starts.insert(newest.starts)
    ends.insert(newest.ends)
  }

  /// Of a group that an earlier version made, and of which nothing tells, the days that it has.
  init(_ group: GroupRow? = nil) {
    if let group { take(Engine.told(group)) }
  }

  /// Takes in those of another group.
  mutating func take(_ other: GroupDays) {
    starts.formUnion(other.starts)
    ends.formUnion(other.ends)
  }

  /// Which days of an item are not those that its group had when it came in.
  func own(_ told: (starts: Int64?, ends: Int64?)) -> (starts: Int64?, ends: Int64?) {
    (told.starts == newest.starts ? nil : told.starts, told.ends == newest.ends ? nil : told.ends)
  }
}
