internal import WorkroomValues

/// The offsets of a zone in the order of time, while they are being read.
struct ZoneChanges {
  private var starts: [Int64] = []
  private var offsets: [Int32]
  /// The last change the file names, kept or not: its rule holds only after it.
  private var lastNamed = Int64.min

  init(first: Int32) { offsets = [first] }

  /// Adds a change later than all before it.
  mutating func append(_ start: Int64, _ offset: Int32) {
    lastNamed = start
    if offset == offsets[offsets.count - 1] { return }
    starts.append(start)
    offsets.append(offset)
  }

  /// Writes a rule out, from the last change on through a year.
  mutating func follow(_ rule: ZoneRule, through lastYear: Int) {
    guard let summer = rule.summer else { return }
    // Where a file names no change at all, its rule begins with the era of our instants.
    let days = max(0, lastNamed / 86_400)
    let firstYear = CalendarDate(days: Int32(clamping: days)).parts.year - 1
    guard firstYear <= lastYear, let end = CalendarDate(year: lastYear + 1, month: 1, day: 1) else { return }
    var coming: [(start: Int64, offset: Int32)] = []
    for year in firstYear...(lastYear + 1) {
      coming.append((summer.start.instant(in: year, offset: rule.standardSeconds), summer.seconds))
      coming.append((summer.end.instant(in: year, offset: summer.seconds), rule.standardSeconds))
    }
    // Summer time all year is written as one that ends in the second in which the next begins.
    func order(_ change: (start: Int64, offset: Int32)) -> (Int64, Int) {
      (change.start, change.offset == summer.seconds ? 1 : 0)
    }
    coming.sort { order($0) < order($1) }
    let named = lastNamed
    for (change, next) in zip(coming, coming.dropFirst()) where change.start > named {
      if change.start >= Int64(end.days) * 86_400 { break }
      if change.start != next.start { append(change.start, change.offset) }
    }
  }

  func zone(_ name: String) -> Zone { Zone(name: name, starts: starts, offsets: offsets) }
}
