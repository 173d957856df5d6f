import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Values and conditions, as a rule's place reads them (§11, §12).
extension Run {
  static let longAgo = Int64(Int32.min)
  static let never = Int64(Int32.max)

  func overflow() -> Stop { Stop(status: .overflow, rule: rule) }

  /// §11.2: what fits is kept, and what doesn't fails the step.
  func fitting(_ result: (Int64, Bool)) throws -> Int64 {
    if result.1 { throw overflow() }
    return result.0
  }

  /// A field of a frame.
  static func word(_ index: Int, _ frame: [Int64]) -> Int64? {
    frame[0] >> Int64(index) & 1 == 0 ? nil : frame[index + 1]
  }

  /// The item that a place belongs to.
  func item(_ place: Place) -> Place { Place(stage: workflow.each(place).stage, item: place.item) }

  func field(_ storage: Storage, _ index: Int, _ place: Place) -> Int64? {
    switch storage {
    case .campaign: Run.word(index, view.campaign)
    case .influencer: Run.word(index, view.influencer)
    case .payload: Run.word(index, call.payload)
    case .record: state.records[CheckedWorkflow.root]![index]
    case .item: state.records[item(place)]![index]
    }
  }

  /// A value, if all that it reads is set (§11.1).
  mutating func known(_ index: Int, _ place: Place) throws -> Int64? {
    hasReadNothing = false
    let word = try value(index, place)
    return hasReadNothing ? nil : word
  }

  mutating func isTrue(_ condition: Int?, _ place: Place) throws -> Bool {
    try condition.map { try value($0, place) != 0 } ?? true
  }

  /// A value; a condition is 1 or 0. What is not set and read all the same counts as nothing (§11.1).
  mutating func value(_ index: Int, _ place: Place) throws -> Int64 {
    func read(_ index: Int) throws -> Int64 { try value(index, place) }
    let isUnset = hasReadNothing
    switch workflow.expressions[index].operation {
    case .constant(let word): return word
    case .text(let text): return -Int64(text) - 1
    case .field(let storage, let index):
      let word = field(storage, index, place)
      if word == nil { hasReadNothing = true }
      return word ?? 0
    case .add(let a, let b): return try fitting(read(a).addingReportingOverflow(read(b)))
    case .subtract(let a, let b): return try fitting(read(a).subtractingReportingOverflow(read(b)))
    case .share(let percent, let whole):
      guard let share = try Percent(millionths: read(percent)).of(read(whole)) else { throw overflow() }
      return share
    case .windowStart(let window): return DateWindow(word: try read(window)).first.map { Int64($0.days) } ?? Run.longAgo
    case .windowEnd(let window): return DateWindow(word: try read(window)).last.map { Int64($0.days) + 1 } ?? Run.never
    case .shiftDate(let a, let length):
      let day = try read(a)
      return try Run.day(day) == nil ? day : day + read(length) / 86_400_000
    case .shiftDateBySpan(let day, let span): return try monthsLater(read(day), read(span))
    case .tiers(let subject, let rows, let above):
      let amount = try read(subject)
      return try read(rows.first { amount <= $0.limit }?.value ?? above)
    case .cases(let subject, let rows, let otherwise):
      let choice = try read(subject)
      return try read(rows.first { $0.choice == choice }?.value ?? otherwise!)
    case .total(let total): return view.totals.indices.contains(total) ? view.totals[total] : 0
    case .owed: return try view.owed.reduce(0) { try fitting($0.addingReportingOverflow($1.amount)) }
    case .paid: return view.paid
    case .left(let index):
      let aside = view.earmarked.indices.contains(index) ? view.earmarked[index] : 0
      return try fitting((field(.campaign, index, place) ?? 0).subtractingReportingOverflow(aside))
    default:
      // A condition has an answer, whatever it reads.
      defer { hasReadNothing = isUnset }
      return try holds(index, place) ? 1 : 0
    }
  }

  private mutating func holds(_ index: Int, _ place: Place) throws -> Bool {
    func read(_ index: Int) throws -> Int64 { try value(index, place) }
    switch workflow.expressions[index].operation {
    case .and(let parts): return try parts.allSatisfy { try read($0) != 0 }
    case .or(let parts): return try parts.contains { try read($0) != 0 }
    case .not(let part): return try read(part) == 0
    case .compare(let a, .equal, let b): return try read(a) == read(b)
    case .compare(let a, .notEqual, let b): return try read(a) != read(b)
    case .compare(let a, .less, let b): return try read(a) < read(b)
    case .compare(let a, .atMost, let b): return try read(a) <= read(b)
    case .compare(let a, .more, let b): return try read(a) > read(b)
    case .compare(let a, .atLeast, let b): return try read(a) >= read(b)
    case .contains(let list, let entry):
      let (list, entry) = try (read(list), read(entry))
      return view.lists.contains { $0.list == list && $0.entry == entry }
    case .isSet(let storage, let index): return field(storage, index, place) != nil
    case .isOpen(let window):
      return DateWindow(word: try read(window)).contains(view.zone.local(Instant(milliseconds: now)).date)
    case .isHeld(let kind): return state.held.contains(kind)
    case .isDone(let stage): return isDone(self.place(stage, seenFrom: place))
    case .isIn(let stage): return isIn(self.place(stage, seenFrom: place))
    default: return false
    }
  }

  /// §7.1.
  private func isDone(_ place: Place) -> Bool {
    func ends(_ place: Place) -> Bool {
      workflow.children(place).contains { stages[$0.stage].kind == .final && isIn($0) }
    }
    switch stages[place.stage].kind {
    case .final: return isIn(place)
    case .each: return isIn(place) && live(workflow.each(place)).allSatisfy(ends)
    case .track where !isIn(place): return isIn(workflow.parent(place)!)
    default:
      let holdsTracks = stages[place.stage].holdsTracks
      return isIn(place) && (holdsTracks ? workflow.children(place).allSatisfy(isDone) : ends(place))
    }
  }

  /// §7.2. An `each` as a whole is active while the stage around it is.
  private func isIn(_ place: Place) -> Bool {
    let isEach = stages[place.stage].kind == .each && place.item < 0
    return state.active.contains(isEach ? workflow.parent(place)! : place)
  }
}
