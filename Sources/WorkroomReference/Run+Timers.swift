import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// Time (§10).
extension Run {
  /// §10.1: the timers of a stage start when it is entered; §10.6: those of one that is entered as it was left go on.
  mutating func startTimers(of place: Place, asLeft: Bool) throws {
    let acting = rule
    for line in reference.lines(of: place, for: .after, .at, .every) where state.timers[line] == nil {
      rule = line.index
      if asLeft, workflow.rules[rule].cue != .at, var timer = state.paused[line] {
        timer.due = try timer.due.map { max(try fitting(now.addingReportingOverflow(max($0, 0))), 1) }
        state.timers[line] = timer
      } else {
        state.timers[line] = ReferenceState.Timer(due: try firstTime(line))
      }
    }
    rule = acting
  }

  private mutating func firstTime(_ line: Line) throws -> Int64? {
    if case .at(let date) = workflow.rules[line.index].trigger {
      let day = try known(date, line.place).flatMap(Run.day)
      return day.map { recorded(max(view.zone.instant($0).milliseconds, 1)) }
    }
    return try next(line, after: now).map { isSpan(line) ? recorded($0) : $0 }
  }

  /// §10.4: `after` and `at` are spent for this stay, `every` until its next time, counted from the previous one.
  mutating func spend(_ line: Line) throws {
    var due = state.timers[line]!.due
    if workflow.rules[line.index].cue == .every {
      repeat { due = try next(line, after: due!) } while due ?? .max <= now
    } else {
      due = nil
    }
    state.timers[line]!.due = due.map { isSpan(line) ? recorded($0) : $0 }
    state.timers[line]!.isSpent = due == nil
  }

  /// A time that an `every` has fired; after the last it is spent.
  mutating func countTime(_ line: Line) {
    guard case .every(_, let most) = workflow.rules[line.index].trigger, most > 0 else { return }
    state.timers[line]!.times += 1
    if state.timers[line]!.times >= most { state.timers[line]!.due = nil }
  }

  /// §10.2: an `at` that has not fired in this stay moves with what it reads.
  mutating func readDatesAnew() throws {
    for place in workflow.inOrder(state.active) where !state.isFinished {
      for line in reference.lines(of: place, for: .at) where state.timers[line]?.isSpent == false {
        rule = line.index
        let due = try firstTime(line)
        state.timers[line]!.due = due
      }
    }
  }

  // MARK: Instants (§10.7)

  /// The length of an `after` or an `every` after an instant; `nil` where it is not set, or an `every` has none.
  private mutating func next(_ line: Line, after start: Int64) throws -> Int64? {
    guard let length = length(line), let word = try known(length, line.place) else { return nil }
    let isPositive = isSpan(line) ? CalendarSpan(word: word).months > 0 : word > 0
    if workflow.rules[line.index].cue == .every, !isPositive { return nil }
    guard isSpan(line) else { return max(try fitting(start.addingReportingOverflow(word)), 1) }
    // A span of months leads to the same time of day.
    let (date, time) = view.zone.local(Instant(milliseconds: start))
    if Run.day(Int64(date.days)) == nil { throw overflow() }
    let day = try monthsLater(Int64(date.days), word)
    return max(view.zone.instant(CalendarDate(days: Int32(day)), milliseconds: time).milliseconds, 1)
  }

  private func length(_ line: Line) -> Int? {
    switch workflow.rules[line.index].trigger {
    case .after(let length), .every(let length, _): length
    default: nil
    }
  }

  private func isSpan(_ line: Line) -> Bool { length(line).map { workflow.expressions[$0].type } == .span }

  /// The day months after another; the open end of a window stays open.
  func monthsLater(_ day: Int64, _ span: Int64) throws -> Int64 {
    guard let date = Run.day(day) else { return day }
    guard let later = CalendarSpan(word: span).after(date) else { throw overflow() }
    return Int64(later.days)
  }

  /// A day of the calendar, years 1 to 9999; `nil` for the open end of a window.
  static func day(_ word: Int64) -> CalendarDate? {
    (-719_162...2_932_896).contains(word) ? CalendarDate(days: Int32(word)) : nil
  }

  /// §10.8: what the first run of this step resolved is read again where it is replayed.
  private mutating func recorded(_ instant: Int64) -> Int64 {
    let isKnown = resolved.count < view.recorded?.count ?? 0
    resolved.append(isKnown ? view.recorded![resolved.count] : instant)
    return resolved.last!
  }
}
