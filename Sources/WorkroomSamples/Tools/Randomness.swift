/// Random numbers that are the same on every run (SplitMix64, by S. Vigna, public domain).
struct Randomness {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A sequence of its own for one member of a group, so that a change to one leaves the others as they are.
  init(seed: UInt64, member: Int) {
    state = seed
    state = next() ^ UInt64(member) &* 0x9E37_79B9_7F4A_7C15
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0...list.count - 1)] }

  /// An index, each as likely as its weight says; `nil` where all weights are zero.
  mutating func index(weights: [Int]) -> Int? {
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    var rest = number(0...total - 1)
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return nil
  }

  /// Some hour of the day, so many days later.
  mutating func moment(after start: Moment, days: ClosedRange<Int>) -> Moment {
    let day = start.day + number(days)
    let found = Moment(day: day, minute: number(7 * 60...22 * 60))
    return found > start ? found : start.later(minutes: number(3...90))
  }

  /// An hour at which an office works, so many days later; a weekend waits for Monday.
  mutating func office(after start: Moment, days: ClosedRange<Int>) -> Moment {
    var day = start.day + number(days)
    if day % 7 > 4 { day += 7 - day % 7 }
    let found = Moment(day: day, minute: number(9 * 60...17 * 60))
    return found > start ? found : start.later(minutes: number(3...90))
  }
}
