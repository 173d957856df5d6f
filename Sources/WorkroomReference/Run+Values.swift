import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Values and conditions, as a rule's place reads them (§11).
extension Run {
  func overflow() -> Stop { Stop(status: .overflow, rule: rule) }

  /// §11.2: what fits is kept, and what doesn't fails the step.
  func fitting(_ result: (Int64, Bool)) throws(Stop) -> Int64 {
    if result.1 { throw overflow() }
    return result.0
  }

  func initialValue(_ field: CheckedField) -> Int64? {
    switch field.fallback {
    case .word(let word): word
    case .text(let text): workflow.texts.firstIndex(of: text).map { -Int64($0) - 1 }
    case .none, .list, .group: field.type == .window ? DateWindow(first: nil, last: nil).word : nil
    }
  }

  func field(_ storage: Storage, _ index: Int, _ place: Place) -> Int64? {
    func read(_ frame: [Int64]) -> Int64? { frame[0] >> Int64(index) & 1 == 0 ? nil : frame[index + 1] }
    return switch storage {
    case .campaign: read(view.campaign)
    case .influencer: read(view.influencer)
    case .record: state.record[index]
    case .payload: call.payload[index]
    case .item: state.items[item(place)]![index]
    }
  }

  /// The item that a place belongs to.
  func item(_ place: Place) -> Place {
    Place(stage: workflow.eaches[stages[place.stage].each!].stage, item: place.item)
  }

  /// §11.1: whether all that a value reads is set.
  func isSet(_ index: Int, _ place: Place) -> Bool {
    switch workflow.expressions[index].operation {
    case .field(let storage, let index): field(storage, index, place) != nil
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .shiftDate(let a, let b),
      .shiftDateBySpan(let a, let b):
      isSet(a, place) && isSet(b, place)
    case .windowStart(let window), .windowEnd(let window): isSet(window, place)
    case .tiers(let subject, let rows, let above):
      isSet(subject, place) && (rows.map(\.value) + [above]).allSatisfy { isSet($0, place) }
    case .cases(let subject, let rows, let otherwise):
      isSet(subject, place) && (rows.map(\.value) + (otherwise.map { [$0] } ?? [])).allSatisfy { isSet($0, place) }
    default: true
    }
  }

  /// A value; a condition is 1 or 0. What is not set and read all the same counts as nothing (§11.1).
  func value(_ index: Int, _ place: Place) throws(Stop) -> Int64 {
    func read(_ index: Int) throws(Stop) -> Int64 { try value(index, place) }
    switch workflow.expressions[index].operation {
    case .constant(let word): return word
    case .text(let text): return -Int64(text) - 1
    case .field(let storage, let index): return field(storage, index, place) ?? 0
    case .add(let a, let b): return try fitting(read(a).addingReportingOverflow(read(b)))
    case .subtract(let a, let b): return try fitting(read(a).subtractingReportingOverflow(read(b)))
    case .share(let percent, let whole):
      guard let share = try Percent(millionths: read(percent)).of(read(whole)) else { throw overflow() }
      return share
    case .windowStart(let window): return DateWindow(word: try read(window)).first.map { Int64($0.days) } ?? Run.longAgo
    case .windowEnd(let window): return DateWindow(word: try read(window)).last.map { Int64($0.days) + 1 } ?? Run.never
    case .shiftDate(let day, let length):
      return try Run.isDay(read(day)) ? read(day) + read(length) / 86_400_000 : read(day)
    case .shiftDateBySpan(let day, let span): return try monthsLater(day: read(day), read(span))
    case .total(let total): return totals.indices.contains(total) ? totals[total] : 0
    case .owed: return try sum(owed().map(\.amount))
    case .paid: return try sum([view.paid] + own(.paid).map(\.a))
    case .left(let index):
      let before = view.earmarked.indices.contains(index) ? view.earmarked[index] : 0
      let aside = try sum([before] + own(.earmark).filter { $0.a == Int64(index) }.map(\.b))
      return try fitting((field(.campaign, index, place) ?? 0).subtractingReportingOverflow(aside))
    case .tiers(let subject, let rows, let above):
      let amount = try read(subject)
      return try read(rows.first { amount <= $0.limit }?.value ?? above)
    case .cases(let subject, let rows, let otherwise):
      let choice = try read(subject)
      return try read(rows.first { $0.choice == choice }?.value ?? otherwise!)
    default: return try holds(index, place) ? 1 : 0
    }
  }

  private func holds(_ index: Int, _ place: Place) throws(Stop) -> Bool {
    func read(_ index: Int) throws(Stop) -> Int64 { try value(index, place) }
    switch workflow.expressions[index].operation {
    case .and(let parts):
      for part in parts where try read(part) == 0 { return false }
      return true
    case .or(let parts):
      for part in parts where try read(part) != 0 { return true }
      return false
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
    switch stages[place.stage].kind {
    case .final: return isIn(place)
    case .each:
      let each = workflow.eaches[stages[place.stage].each!]
      return isAround(each) && live(each).allSatisfy(isInsideDone)
    case .track: return isIn(workflow.parent(place)!) && (!isIn(place) || isInsideDone(place))
    case .root, .stage: return isIn(place) && isInsideDone(place)
    }
  }

  private func isInsideDone(_ place: Place) -> Bool {
    let inner = children(of: place)
    if stages[place.stage].holdsTracks { return inner.allSatisfy(isDone) }
    return inner.contains { stages[$0.stage].kind == .final && isIn($0) }
  }

  /// §7.2. An `each` as a whole is active while the stage around it is.
  private func isIn(_ place: Place) -> Bool {
    let isEach = stages[place.stage].kind == .each && place.item < 0
    return isEach ? isAround(workflow.eaches[stages[place.stage].each!]) : state.active.contains(place)
  }

  // MARK: Sums (§12)

  private func sum(_ amounts: [Int64]) throws(Stop) -> Int64 {
    var sum: Int64 = 0
    for amount in amounts { sum = try fitting(sum.addingReportingOverflow(amount)) }
    return sum
  }

  private func own(_ kind: Effect.Kind) -> [Effect] { effects.map(\.effect).filter { $0.kind == kind } }

  /// §12.3: what was owed before, with what the step itself has owed and taken back so far.
  private func owed() -> [OwedSum] {
    effects.map(\.effect).reduce(into: view.owed) { sums, effect in
      switch effect.kind {
      case .owe where isHome(effect.b):
        sums.append(OwedSum(reason: Int(effect.c), subject: subject, amount: effect.a))
      case .voidReason: sums.removeAll { $0.reason == Int(effect.a) }
      case .voidSubject where effect.a != 0: sums.removeAll { $0.subject == effect.a }
      default: break
      }
    }
  }

  /// Whether what is owed is in the campaign's own currency, named or not.
  private func isHome(_ currency: Int64) -> Bool {
    currency == 0 || workflow.currency.map { Int64($0.packed) } == currency
  }
}
