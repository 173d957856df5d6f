/// A time zone as values: the instants where its offset changes, and the offset from each on.
///
/// It is read once, at the edge, from the system's zone files; the step gets it as data.
public struct Zone: Hashable, Sendable {
  /// The identifier it was read by, such as `Europe/Berlin`.
  public let name: String
  /// Seconds since 1970, rising: from `starts[i]` on, `offsets[i + 1]` holds.
  public let starts: [Int64]
  /// Seconds east of UTC; one more than `starts`.
  public let offsets: [Int32]

  public init(name: String, starts: [Int64], offsets: [Int32]) {
    precondition(offsets.count == starts.count + 1, "one offset before the first change and one after each")
    self.name = name
    self.starts = starts
    self.offsets = offsets
  }

  public static let utc = Zone(name: "UTC", starts: [], offsets: [0])

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int64 {
    let seconds = instant.milliseconds >= 0 ? instant.milliseconds / 1000 : (instant.milliseconds - 999) / 1000
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return Int64(offsets[low])
  }

  /// The day and the time of day that clocks in the zone show at an instant.
  public func local(_ instant: Instant) -> (date: CalendarDate, milliseconds: Int64) {
    let shifted = instant.milliseconds + offset(at: instant) * 1000
    let days = shifted >= 0 ? shifted / 86_400_000 : (shifted - 86_399_999) / 86_400_000
    return (CalendarDate(days: Int32(clamping: days)), shifted - days * 86_400_000)
  }

  /// The instant at which clocks show this day and time.
  ///
  /// A time that clocks skip is taken with the offset before the change, so it lies just after it;
  /// one that they show twice is the earlier of the two.
  public func instant(_ date: CalendarDate, milliseconds: Int64 = 0) -> Instant {
    let wall = Int64(date.days) * 86_400_000 + milliseconds
    let before = offset(at: Instant(milliseconds: wall - 86_400_000)) * 1000
    let after = offset(at: Instant(milliseconds: wall + 86_400_000)) * 1000
    let early = Instant(milliseconds: wall - before)
    if offset(at: early) * 1000 == before { return early }
    let late = Instant(milliseconds: wall - after)
    return offset(at: late) * 1000 == after ? late : early
  }
}
