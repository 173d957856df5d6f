import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Who reads: a rule's place, and the values of its event.
struct Reader {
  var place: Snapshot.Place
  var payload: [Int64?] = []
}

/// Values and conditions (§11).
extension Run {
  func fails() -> Stop { Stop(status: .overflow, rule: rule) }

  /// What fits is kept, and what doesn't fails the step (§11.2).
  func fitting(_ result: (Int64, Bool)) throws(Stop) -> Int64 {
    if result.1 { throw fails() }
    return result.0
  }

  func initialValue(_ field: CheckedField) -> Int64? {
    switch field.fallback {
    case .word(let word): word
    case .text(let text): workflow.texts.firstIndex(of: text).map { -Int64($0) - 1 }
    case .none, .list, .group: field.type == .window ? DateWindow(first: nil, last: nil).word : nil
    }
  }

  func field(_ storage: Storage, _ index: Int, _ reader: Reader) -> Int64? {
    switch storage {
    case .campaign: view.campaign[0] >> Int64(index) & 1 == 0 ? nil : view.campaign[index + 1]
    case .influencer: view.influencer[0] >> Int64(index) & 1 == 0 ? nil : view.influencer[index + 1]
    case .record: state.record[index]
    case .payload: reader.payload[index]
    case .item: item(reader).flatMap { state.items[$0]?[index] }
    }
  }

  /// The item that a reader belongs to.
  func item(_ reader: Reader) -> Place? {
    workflow.stages[reader.place.stage].each.map {
      Place(stage: workflow.eaches[$0].stage, item: reader.place.item)
    }
  }

  /// §11.1: whether all that a value reads is set.
  func isSet(_ index: Int, _ reader: Reader) -> Bool {
    switch workflow.expressions[index].operation {
    case .field(let storage, let index): field(storage, index, reader) != nil
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .shiftDate(let a, let b),
      .shiftDateBySpan(let a, let b):
      isSet(a, reader) && isSet(b, reader)
    case .windowStart(let window), .windowEnd(let window): isSet(window, reader)
    default: true
    }
  }

  /// A value; a condition is 1 or 0. What is not set and read all the same counts as nothing (§11.1).
  func value(_ index: Int, _ reader: Reader) throws(Stop) -> Int64 {
    func read(_ index: Int) throws(Stop) -> Int64 { try value(index, reader) }
    switch workflow.expressions[index].operation {
    case .constant(let word): return word
    case .text(let text): return -Int64(text) - 1
    case .field(let storage, let index): return field(storage, index, reader) ?? 0
    case .add(let a, let b): return try fitting(read(a).addingReportingOverflow(read(b)))
    case .subtract(let a, let b): return try fitting(read(a).subtractingReportingOverflow(read(b)))
    case .share(let percent, let whole):
      guard let share = try Percent(millionths: read(percent)).of(read(whole)) else { throw fails() }
      return share
    case .windowStart(let window): return DateWindow(word: try read(window)).first.map { Int64($0.days) } ?? Run.longAgo
    case .windowEnd(let window): return DateWindow(word: try read(window)).last.map { Int64($0.days) + 1 } ?? Run.never
    case .shiftDate(let date, let length):
      return try Run.isDay(read(date)) ? read(date) + read(length) / 86_400_000 : read(date)
    case .shiftDateBySpan(let date, let span): return try later(read(date), CalendarSpan(word: read(span)))
    case .total(let total): return totals.indices.contains(total) ? totals[total] : 0
    case .owed: return try owed()
    case .paid: return try sum(view.paid, effects.filter { $0.effect.kind == .paid }.map(\.effect.a))
    case .left(let index): return try left(of: index)
    case .tiers(let subject, let rows, let above):
      let amount = try read(subject)
      return try read(rows.first { amount <= $0.limit }?.value ?? above)
    case .cases(let subject, let rows, let otherwise):
      let choice = try read(subject)
      return try (rows.first { $0.choice == choice }?.value ?? otherwise).map(read) ?? 0
    default: return try holds(index, reader) ? 1 : 0
    }
  }

  private func holds(_ index: Int, _ reader: Reader) throws(Stop) -> Bool {
    func test(_ index: Int) throws(Stop) -> Bool { try value(index, reader) != 0 }
    switch workflow.expressions[index].operation {
    case .and(let parts):
      for part in parts where try !test(part) { return false }
      return true
    case .or(let parts):
      for part in parts where try test(part) { return true }
      return false
    case .not(let part): return try !test(part)
    case .compare(let a, let comparison, let b):
      return try compare(value(a, reader), comparison, value(b, reader))
    case .contains(let list, let entry):
      let (list, entry) = try (value(list, reader), value(entry, reader))
      return view.lists.contains { $0.list == list && $0.entry == entry }
    case .isSet(let storage, let index): return field(storage, index, reader) != nil
    case .isOpen(let window):
      return DateWindow(word: try value(window, reader)).contains(view.zone.local(Instant(milliseconds: now)).date)
    case .isHeld(let kind): return state.held.contains(kind)
    case .isDone(let stage): return isDone(place(stage, seenFrom: reader.place))
    case .isIn(let stage): return isIn(place(stage, seenFrom: reader.place))
    default: return false
    }
  }

  private func compare(_ a: Int64, _ comparison: CheckedExpression.Comparison, _ b: Int64) -> Bool {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .atMost: a <= b
    case .more: a > b
    case .atLeast: a >= b
    }
  }

  // MARK: Done (§7)

  private func isDone(_ place: Place) -> Bool {
    let stage = workflow.stages[place.stage]
    switch stage.kind {
    case .final: return state.active.contains(place)
    case .each:
      let each = workflow.eaches[stage.each!]
      return isAround(each) && live(each).allSatisfy(isInsideDone)
    case .track:
      return state.active.contains(workflow.parent(place)!) && (!state.active.contains(place) || isInsideDone(place))
    case .root, .stage: return state.active.contains(place) && isInsideDone(place)
    }
  }

  private func isInsideDone(_ place: Place) -> Bool {
    let children = workflow.stages[place.stage].children.map { Place(stage: $0, item: place.item) }
    if workflow.stages[place.stage].holdsTracks { return children.allSatisfy(isDone) }
    return children.contains { workflow.stages[$0.stage].kind == .final && state.active.contains($0) }
  }

  private func isIn(_ place: Place) -> Bool {
    if workflow.stages[place.stage].kind == .each, place.item < 0 {
      return isAround(workflow.eaches[workflow.stages[place.stage].each!])
    }
    return state.active.contains(place)
  }

  // MARK: Money (§12)

  func sum(_ start: Int64, _ amounts: [Int64]) throws(Stop) -> Int64 {
    var sum = start
    for amount in amounts { sum = try fitting(sum.addingReportingOverflow(amount)) }
    return sum
  }

  /// What was owed before, and what the step itself has owed and taken back so far.
  private func owed() throws(Stop) -> Int64 {
    var sums = view.owed
    for effect in effects.map(\.effect) {
      switch effect.kind {
      case .owe where effect.b == 0: sums.append(OwedSum(reason: Int(effect.c), subject: subject, amount: effect.a))
      case .voidReason: sums.removeAll { $0.reason == Int(effect.a) }
      case .voidSubject where effect.a != 0: sums.removeAll { $0.subject == effect.a }
      default: break
      }
    }
    return try sum(0, sums.map(\.amount))
  }

  private func left(of index: Int) throws(Stop) -> Int64 {
    let chosen = field(.campaign, index, Reader(place: Place(stage: 0))) ?? 0
    let before = view.earmarked.indices.contains(index) ? view.earmarked[index] : 0
    let own = effects.map(\.effect).filter { $0.kind == .earmark && $0.a == Int64(index) }.map(\.b)
    return try fitting(chosen.subtractingReportingOverflow(sum(before, own)))
  }
}
