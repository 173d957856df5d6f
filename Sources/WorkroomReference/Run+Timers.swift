import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Time (§10).
extension Run {
  static let longAgo = Int64(Int32.min)
  static let never = Int64(Int32.max)

  /// Whether a word is a day of the calendar, years 1 to 9999, and not the open end of a window.
  static func isDay(_ days: Int64) -> Bool {
    days >= Int64(CalendarDate(year: 1, month: 1, day: 1)!.days)
      && days <= Int64(CalendarDate(year: 9999, month: 12, day: 31)!.days)
  }

  private func timerRules(of place: Place) -> [Line] {
    (rules[place.stage] ?? []).filter { index in
      switch workflow.rules[index].trigger {
      case .after, .at, .every: true
      default: false
      }
    }.map { Line(index: $0, item: place.item) }
  }

  /// The timers of a stage start when it is entered (§10.1); those of a stage that is entered as it was left go on
  /// (§10.6).
  mutating func startTimers(of place: Place, asLeft: Bool) throws(Stop) {
    for line in timerRules(of: place) {
      let acting = rule
      rule = line.index
      if asLeft, var timer = state.paused[line], !readsDate(line) {
        if let left = timer.due { timer.due = max(try fitting(now.addingReportingOverflow(max(left, 0))), 1) }
        state.timers[line] = timer
      } else {
        let due = try firstTime(line)
        state.timers[line] = ReferenceState.Timer(due: due)
      }
      rule = acting
    }
  }

  private func readsDate(_ line: Line) -> Bool {
    if case .at = workflow.rules[line.index].trigger { true } else { false }
  }

  private mutating func firstTime(_ line: Line) throws(Stop) -> Int64? {
    let reader = Reader(place: place(line))
    switch workflow.rules[line.index].trigger {
    case .at(let date): return try isSet(date, reader) ? instant(value(date, reader)) : nil
    case .after(let length): return try isSet(length, reader) ? due(now, value(length, reader), isSpan(length)) : nil
    case .every(let length, _):
      guard isSet(length, reader), try isPositive(value(length, reader), isSpan(length)) else { return nil }
      return try due(now, value(length, reader), isSpan(length))
    default: return nil
    }
  }

  /// §10.4: `after` and `at` are spent for this stay, `every` until its next time.
  mutating func spend(_ line: Line) throws(Stop) {
    let reader = Reader(place: place(line))
    guard case .every(let length, _) = workflow.rules[line.index].trigger, isSet(length, reader),
      try isPositive(value(length, reader), isSpan(length)), let previous = state.timers[line]?.due
    else {
      state.timers[line]?.due = nil
      state.timers[line]?.isSpent = true
      return
    }
    let next = try nextTime(previous, value(length, reader), isSpan(length))
    state.timers[line]?.due = next
  }

  /// A time that an `every` has fired; after the last it is spent.
  mutating func countTime(_ line: Line) {
    guard case .every(_, let most) = workflow.rules[line.index].trigger, most > 0 else { return }
    state.timers[line]!.times += 1
    if state.timers[line]!.times >= most { state.timers[line]!.due = nil }
  }

  /// §10.2: an `at` that has not fired in this stay moves with what it reads.
  mutating func readDatesAnew() throws(Stop) {
    if state.isFinished { return }
    for place in inOrder(state.active) {
      for line in timerRules(of: place) where readsDate(line) && state.timers[line]?.isSpent == false {
        rule = line.index
        let due = try firstTime(line)
        state.timers[line]!.due = due
      }
    }
  }

  // MARK: Instants (§10.7)

  private func isSpan(_ length: Int) -> Bool { workflow.expressions[length].type == .span }

  private func isPositive(_ length: Int64, _ isSpan: Bool) -> Bool {
    isSpan ? CalendarSpan(word: length).months > 0 : length > 0
  }

  /// What the first run of this step resolved is read again where it is replayed (§10.8).
  private mutating func resolve(_ calculate: () throws(Stop) -> Int64) throws(Stop) -> Int64 {
    let known = view.recorded.flatMap { resolved.count < $0.count ? $0[resolved.count] : nil }
    resolved.append(try known == nil ? calculate() : known!)
    return resolved.last!
  }

  private mutating func due(_ start: Int64, _ length: Int64, _ isSpan: Bool) throws(Stop) -> Int64 {
    if !isSpan { return max(try fitting(start.addingReportingOverflow(length)), 1) }
    return try resolve { [self] () throws(Stop) in try monthsLater(start, length) }
  }

  /// It counts from the previous due time; times that were missed are one.
  private mutating func nextTime(_ previous: Int64, _ length: Int64, _ isSpan: Bool) throws(Stop) -> Int64 {
    if !isSpan { return try due(previous + max(now - previous, 0) / length * length, length, false) }
    return try resolve { [self] () throws(Stop) in
      var next = previous
      repeat { next = try monthsLater(next, length) } while next <= now
      return next
    }
  }

  /// The same time of day, months later.
  private func monthsLater(_ start: Int64, _ span: Int64) throws(Stop) -> Int64 {
    let (date, time) = view.zone.local(Instant(milliseconds: start))
    guard let day = CalendarSpan(word: span).after(date) else { throw fails() }
    return max(view.zone.instant(day, milliseconds: time).milliseconds, 1)
  }

  /// The day months after another; the open end of a window stays open.
  func later(_ day: Int64, _ span: CalendarSpan) throws(Stop) -> Int64 {
    guard Run.isDay(day) else { return day }
    guard let later = span.after(CalendarDate(days: Int32(day))) else { throw fails() }
    return Int64(later.days)
  }

  /// The first instant of a day in the campaign's zone; there is none for the open end of a window.
  private mutating func instant(_ day: Int64) throws(Stop) -> Int64? {
    guard Run.isDay(day) else { return nil }
    return try resolve { [view] in max(view.zone.instant(CalendarDate(days: Int32(day))).milliseconds, 1) }
  }
}
