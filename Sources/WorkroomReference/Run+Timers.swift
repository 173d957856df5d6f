import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Time (§10).
extension Run {
  static let longAgo = Int64(Int32.min)
  static let never = Int64(Int32.max)

  /// Whether a word is a day of the calendar, years 1 to 9999, and not the open end of a window.
  static func isDay(_ days: Int64) -> Bool { days >= -719_162 && days <= 2_932_896 }

  private func timerLines(of place: Place) -> [Line] {
    (rules[place.stage] ?? []).filter { index in
      switch workflow.rules[index].trigger {
      case .after, .at, .every: true
      default: false
      }
    }.map { Line(index: $0, item: place.item) }
  }

  private func isDate(_ line: Line) -> Bool { if case .at = workflow.rules[line.index].trigger { true } else { false } }

  /// §10.1: the timers of a stage start when it is entered; §10.6: those of one that is entered as it was left go on.
  mutating func startTimers(of place: Place, asLeft: Bool) throws(Stop) {
    let acting = rule
    for line in timerLines(of: place) {
      rule = line.index
      var timer = ReferenceState.Timer()
      if asLeft, !isDate(line), let paused = state.paused[line] {
        timer = paused
        timer.due = try paused.due.map { left throws(Stop) in max(try later(now, max(left, 0)), 1) }
      } else {
        timer.due = try firstTime(line)
      }
      state.timers[line] = timer
    }
    rule = acting
  }

  private mutating func firstTime(_ line: Line) throws(Stop) -> Int64? {
    switch workflow.rules[line.index].trigger {
    case .at(let date) where isSet(date, place(line)):
      let day = try value(date, place(line))
      if !Run.isDay(day) { return nil }
      return resolved(max(view.zone.instant(CalendarDate(days: Int32(day))).milliseconds, 1))
    case .after(let length) where isSet(length, place(line)): return try time(after: now, length, line)
    case .every(let length, _) where try isPositive(length, line): return try time(after: now, length, line)
    default: return nil
    }
  }

  /// §10.4: `after` and `at` are spent for this stay, `every` until its next time, counted from the previous one.
  mutating func spend(_ line: Line) throws(Stop) {
    guard case .every(let length, _) = workflow.rules[line.index].trigger, try isPositive(length, line) else {
      (state.timers[line]!.due, state.timers[line]!.isSpent) = (nil, true)
      return
    }
    var next = state.timers[line]!.due!
    if isSpan(length) {
      repeat { next = try monthsLater(next, value(length, place(line))) } while next <= now
      next = resolved(next)
    } else {
      let period = try value(length, place(line))
      next = try time(after: next + max(now - next, 0) / period * period, length, line)
    }
    state.timers[line]!.due = next
  }

  /// A time that an `every` has fired; after the last it is spent.
  mutating func countTime(_ line: Line) {
    guard case .every(_, let most) = workflow.rules[line.index].trigger, most > 0 else { return }
    state.timers[line]!.times += 1
    if state.timers[line]!.times >= most { state.timers[line]!.due = nil }
  }

  /// §10.2: an `at` that has not fired in this stay moves with what it reads.
  mutating func readDatesAnew() throws(Stop) {
    for place in inOrder(state.active) where !state.isFinished {
      for line in timerLines(of: place) where isDate(line) && state.timers[line]?.isSpent == false {
        rule = line.index
        let due = try firstTime(line)
        state.timers[line]!.due = due
      }
    }
  }

  // MARK: Instants (§10.7)

  private func isSpan(_ length: Int) -> Bool { workflow.expressions[length].type == .span }

  private func isPositive(_ length: Int, _ line: Line) throws(Stop) -> Bool {
    guard isSet(length, place(line)) else { return false }
    let value = try value(length, place(line))
    return isSpan(length) ? CalendarSpan(word: value).months > 0 : value > 0
  }

  private func later(_ start: Int64, _ milliseconds: Int64) throws(Stop) -> Int64 {
    try fitting(start.addingReportingOverflow(milliseconds))
  }

  private mutating func time(after start: Int64, _ length: Int, _ line: Line) throws(Stop) -> Int64 {
    let value = try value(length, place(line))
    return try isSpan(length) ? resolved(monthsLater(start, value)) : max(later(start, value), 1)
  }

  /// §10.8: what the first run of this step resolved is read again where it is replayed.
  private mutating func resolved(_ instant: Int64) -> Int64 {
    let isKnown = resolved.count < view.recorded?.count ?? 0
    resolved.append(isKnown ? view.recorded![resolved.count] : instant)
    return resolved.last!
  }

  /// The same time of day, months later.
  private func monthsLater(_ start: Int64, _ span: Int64) throws(Stop) -> Int64 {
    let (date, time) = view.zone.local(Instant(milliseconds: start))
    if !Run.isDay(Int64(date.days)) { throw overflow() }
    let day = try monthsLater(day: Int64(date.days), span)
    return max(view.zone.instant(CalendarDate(days: Int32(day)), milliseconds: time).milliseconds, 1)
  }

  /// The day months after another; the open end of a window stays open.
  func monthsLater(day: Int64, _ span: Int64) throws(Stop) -> Int64 {
    guard Run.isDay(day) else { return day }
    guard let later = CalendarSpan(word: span).after(CalendarDate(days: Int32(day))) else { throw overflow() }
    return Int64(later.days)
  }
}
