import WorkroomLanguage
import WorkroomValues

/// Timers: a word each, the instant at which it is due in milliseconds. 0 is not running, -1 has fired in this stay.

let fired: Int64 = -1

/// Starts a timer on entering its stage.
func arm(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) {
  let rule = m.timers[timer]
  let word = base + m.layout.timerStart + timer
  let acting = b.currentRule
  b.currentRule = m.candidates[Int(rule.candidate)].rule
  defer { b.currentRule = acting }
  guard let value = value(m, &s, base, rule, p, v, &b) else {
    s[word] = 0
    return
  }
  switch rule.kind {
  case .at: s[word] = instant(value, v, &b)
  case .after: s[word] = due(b.now, value, rule.isSpan, v, &b)
  case .every: s[word] = length(value, rule.isSpan) > 0 ? due(b.now, value, rule.isSpan, v, &b) : 0
  }
}

/// A timer that does not run any more leaves nothing behind.
func stop(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int) {
  s[base + m.layout.timerStart + timer] = 0
  let count = Int(m.timers[timer].countIndex)
  if count >= 0 { s[base + m.layout.countStart + count] = 0 }
}

/// A timer that is due is spent: `after` and `at` for this stay, `every` until its next time.
func spend(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) {
  let rule = m.timers[timer]
  let word = base + m.layout.timerStart + timer
  guard rule.kind == .every, let value = value(m, &s, base, rule, p, v, &b), length(value, rule.isSpan) > 0
  else {
    s[word] = fired
    return
  }
  s[word] = nextTime(s[word], value, rule.isSpan, v, &b)
}

/// Counts a time that an `every` has fired; after the last it is spent.
func count(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int) {
  let index = Int(m.timers[timer].countIndex)
  guard index >= 0 else { return }
  let word = base + m.layout.countStart + index
  s[word] += 1
  if s[word] >= Int64(m.timers[timer].times) { s[base + m.layout.timerStart + timer] = fired }
}

/// An `at` moves when a field that it reads changes.
func updateDates(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  if s[base] & StateLayout.finishedBit != 0 { return }
  for position in m.dateTimers.indices {
    let timer = Int(m.dateTimers[position])
    let word = base + m.layout.timerStart + timer
    guard isActive(m, &s, base, Int(m.timers[timer].stage)), s[word] != fired else { continue }
    b.currentRule = m.candidates[Int(m.timers[timer].candidate)].rule
    let date = value(m, &s, base, m.timers[timer], p, v, &b)
    s[word] = date.map { instant($0, v, &b) } ?? 0
  }
}

// MARK: Instants

/// Months or milliseconds: what is not positive leads nowhere.
private func length(_ value: Int64, _ isSpan: Bool) -> Int64 {
  isSpan ? Int64(CalendarSpan(word: value).months) : value
}

/// It counts from the previous due time; times that were missed are one.
private func nextTime(
  _ previous: Int64, _ value: Int64, _ isSpan: Bool, _ v: borrowing View, _ b: inout StepBuffer
) -> Int64 {
  guard isSpan else {
    let missed = max(b.now - previous, 0) / value
    return due(previous + missed * value, value, false, v, &b)
  }
  if let known = recorded(v, b) {
    b.resolved.append(known)
    return known
  }
  var next = previous
  repeat { next = later(next, value, v, &b) } while next <= b.now && !b.failed
  b.resolved.append(next)
  return next
}

/// The instant a length of time after another.
private func due(_ start: Int64, _ value: Int64, _ isSpan: Bool, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  guard isSpan else {
    let (sum, overflow) = start.addingReportingOverflow(value)
    if overflow { b.failed = true }
    return max(sum, 1)
  }
  let result = recorded(v, b) ?? later(start, value, v, &b)
  b.resolved.append(result)
  return result
}

/// The same time of day, months later.
private func later(_ start: Int64, _ span: Int64, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  let (date, time) = v.zone.local(Instant(milliseconds: start))
  guard let later = CalendarSpan(word: span).after(date) else {
    b.failed = true
    return 0
  }
  return max(v.zone.instant(later, milliseconds: time).milliseconds, 1)
}

/// The first instant of a day in the campaign's zone; 0 where the end of a window is open, so that there is no such day.
private func instant(_ date: Int64, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  guard CalendarDate.exists(date) else { return 0 }
  let result = recorded(v, b) ?? max(v.zone.instant(CalendarDate(days: Int32(date))).milliseconds, 1)
  b.resolved.append(result)
  return result
}

/// What the first run of this step resolved, where it is replayed.
private func recorded(_ v: borrowing View, _ b: borrowing StepBuffer) -> Int64? {
  guard let recorded = v.recorded, b.resolved.count < recorded.count else { return nil }
  return recorded[b.resolved.count]
}
