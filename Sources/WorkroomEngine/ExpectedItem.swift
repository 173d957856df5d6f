import WorkroomStore
import WorkroomValues

/// An item of a group as the log tells of it.
struct ExpectedItem {
  /// What a participation did with it, as far as its log goes.
  struct Holding {
    /// When it went back, and by which row of the log; when it was disabled.
    enum End { case held, returned(Int64, log: Int64), disabled(Int64) }
    var participation: Int64
    /// That of its campaign, whose days the days of a group are.
    var zone: Zone
    var rate: Int64?
    var assigned: Int64
    var end = End.held
    var adjustment: Adjustment?
    /// The new link and where it leads; `nil` where not adjusted, or erased since.
    var url: String?
    var destination: String?
    /// The group that it was moved to.
    var group: Int64?

    /// When it went back; the end of time for what did not.
    var released: Int64 { if case .returned(let released, _) = end { released } else { .max } }
  }

  private let told: [Int64]
  private var holdings: [Holding] = []
  /// For whom it is kept.
  var keeping: Engine.Keeping?
  /// Whether whoever it is kept for was forgotten since, which takes it out of use where they did not hold it.
  var isKeeperForgotten = false

  /// The group that it came into, and the days with which it did.
  var group: Int64 { told[1] }
  /// All groups that it has been in.
  var groups: Set<Int64> { Set([told[1]] + holdings.compactMap(\.group)) }
  var days: (starts: Int64?, ends: Int64?) { (date(told[2]), date(told[3])) }

  init(_ told: [Int64]) { self.told = told }

  /// An item that somebody holds and that nothing tells of.
  init(unknown id: Int64) { told = [id, -1, .min, .min, 0, 0] }

  /// The items that a row of the system's log tells of: six words each.
  static func told(_ words: [Int64]) -> [Int64: ExpectedItem] {
    var items: [Int64: ExpectedItem] = [:]
    for start in stride(from: 0, to: words.count - 5, by: 6) {
      items[words[start]] = ExpectedItem(Array(words[start..<start + 6]))
    }
    return items
  }

  /// Takes in for whom items are kept, as rows of the system's log tell it: three words each, the newest last.
  static func keep(_ words: [Int64], in items: inout [Int64: ExpectedItem], _ forgotten: Set<Int64>) {
    for start in stride(from: 0, to: words.count - 2, by: 3) {
      let (influencer, rate) = (words[start + 1], words[start + 2])
      let keeping = Engine.Keeping(influencer: influencer, rate: rate == .min ? nil : rate)
      items[words[start]]?.keeping = influencer == 0 ? nil : keeping
      items[words[start]]?.isKeeperForgotten = forgotten.contains(influencer)
    }
  }

  mutating func add(_ list: [Holding]) { holdings += list }

  /// Everybody from whom it went back to its group, with the terms that it had with them, oldest first. Where `known` has
  /// days that it may have had with them, they are told as there.
  func formerHolders(of item: Int64, known: [FormerHolder] = [], _ given: GroupDays? = nil) -> [FormerHolder] {
    var (starts, ends) = days
    var rows: [FormerHolder] = []
    // What went back at the instant at which it was given out comes before whoever got it next.
    for holding in holdings.sorted(by: { ($0.assigned, $0.released) < ($1.assigned, $1.released) }) {
      starts = holding.adjustment?.starts ?? starts
      ends = holding.adjustment?.ends ?? ends
      guard case .returned(let released, let log) = holding.end else { continue }
      let told = known.first { $0.log == log }
      let (from, until) = (Adjustment.kept(starts), Adjustment.kept(ends))
      rows.append(
        FormerHolder(
          item: item, log: log, participation: holding.participation, assigned: holding.assigned, released: released,
          rate: holding.adjustment?.rate ?? holding.rate,
          starts: told.map { fits($0.starts, \.starts, holding, given?.starts) ? $0.starts : from } ?? from,
          ends: told.map { fits($0.ends, \.ends, holding, given?.ends) ? $0.ends : until } ?? until))
    }
    return rows.sorted { ($0.released, $0.log) < ($1.released, $1.log) }
  }

  /// What of a row does not fit, in words; `nil` where all of it does. `given` are the days that the group of an uploaded item
  /// has had, of a database that tells them from the item's own.
  func difference(from row: StoredItem, _ given: GroupDays?) -> String? {
    let moved = holdings.last { $0.adjustment?.group != nil }
    if let group = moved.map(\.group) ?? told[1], row.item.group != group { return "its group" }
    if row.folded != row.item.code.lowercased() { return "its code" }
    if row.kept != keeping?.influencer || row.keptRate != keeping?.rate { return "for whom it is kept" }
    let last = holdings.last { if case .returned = $0.end { false } else { true } }
    guard let last else {
      let states: [Int64] = keeping == nil ? [0] : isKeeperForgotten ? [2, 3] : [3]
      guard states.contains(row.state), row.participation == nil, row.item.rate == nil else { return "who holds it" }
      return unchanged(row, nil, given)
    }
    guard row.participation == last.participation, row.item.assigned == last.assigned else { return "who holds it" }
    if case .disabled(let at) = last.end {
      guard row.state == 2 else { return "that it is disabled" }
      // What had ended before it was disabled ended then; earlier versions wrote the later of the two.
      let isEnd = row.item.ends.map { $0 == at || $0 < at && fits($0, \.ends, last, given?.ends) } ?? false
      return isEnd ? unchanged(row, last, given, checksEnd: false) : "when it ended"
    }
    return row.state == 1 ? unchanged(row, last, given) : "that it is held"
  }

  /// What stays as it came, but for adjustments. Other days and another rate are those of whom they were given to; a link stays
  /// another, and leads elsewhere, also when it goes back.
  private func unchanged(
    _ row: StoredItem, _ holding: Holding?, _ given: GroupDays?, checksEnd: Bool = true
  ) -> String? {
    if let holding, row.item.rate != holding.adjustment?.rate ?? holding.rate { return "its rate" }
    if let what = days(of: row, holding, given, checksEnd) { return what }
    let adjusted = holdings.filter { $0.adjustment != nil }
    guard adjusted.count <= 1 else { return nil }
    let new = adjusted.first?.adjustment
    if new?.url == nil || adjusted.first?.url != nil {
      if Engine.short(row.item.code) != adjusted.first?.url.map(Engine.short) ?? told[4] { return "its code" }
    }
    if new?.destination == nil || adjusted.first?.destination != nil {
      if Engine.short(row.item.destination ?? "") != adjusted.first?.destination.map(Engine.short) ?? told[5] {
        return "where it leads"
      }
    }
    return nil
  }

  /// Which of its days are neither its own, nor its group's, nor given to whoever holds it.
  private func days(of row: StoredItem, _ holding: Holding?, _ given: GroupDays?, _ checksEnd: Bool) -> String? {
    if !isOwn(row.ownStarts, days.starts, given?.starts) { return "its start" }
    if !isOwn(row.ownEnds, days.ends, given?.ends) { return "its end" }
    guard let holding else {
      if row.item.starts != row.ownStarts, given != nil || !fits(row.item.starts, \.starts, nil, nil) {
        return "its start"
      }
      if row.item.ends != row.ownEnds, given != nil || !fits(row.item.ends, \.ends, nil, nil) { return "its end" }
      return nil
    }
    if !fits(row.item.starts, \.starts, holding, row.ownStarts == nil ? given?.starts : nil) { return "its start" }
    if checksEnd, !fits(row.item.ends, \.ends, holding, row.ownEnds == nil ? given?.ends : nil) { return "its end" }
    return nil
  }

  /// Whether a day is its own: that with which it came in, unless that was its group's. What is made has none.
  private func isOwn(_ own: Int64?, _ told: Int64?, _ given: Set<Int64?>?) -> Bool {
    guard let given else { return own == nil }
    return own == told || own == nil && given.contains(told)
  }

  /// Whether it may have a day with somebody: the one that was given to them, else the one with which it came in, one that its
  /// group had, or, as earlier versions left it, one that was given to somebody before.
  private func fits(
    _ instant: Int64?, _ day: KeyPath<Adjustment, Int64?>, _ holding: Holding?, _ given: Set<Int64?>?
  ) -> Bool {
    if let new = holding?.adjustment?[keyPath: day] { return areSame(instant, new) }
    let told = day == \.starts ? days.starts : days.ends
    let before = holdings.compactMap { $0.adjustment?[keyPath: day] }
    return areSame(instant, told) || before.contains { areSame(instant, $0) }
      || given?.contains { areSame(instant, $0) } ?? false
  }

  /// Whether two instants are the same, or begin the same day in zones that the item has been in: each campaign that gives it
  /// out has the days of its group as days of its own.
  private func areSame(_ one: Int64?, _ other: Int64?) -> Bool {
    let (one, other) = (Adjustment.kept(one), Adjustment.kept(other))
    guard one != other else { return true }
    guard let one, let other else { return false }
    let zones = [Zone.utc] + holdings.map(\.zone)
    func days(_ instant: Int64) -> Set<Int32> {
      Set(
        zones.compactMap { zone in
          let date = zone.local(Instant(milliseconds: instant)).date
          return zone.instant(date).milliseconds == instant ? date.days : nil
        })
    }
    return !days(one).isDisjoint(with: days(other))
  }

  private func date(_ word: Int64) -> Int64? { word == .min ? nil : word }
}
