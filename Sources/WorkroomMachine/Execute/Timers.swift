import WorkroomLanguage
import WorkroomValues

/// Timers: a word each, the instant at which it is due in milliseconds. 0 is not running, -1 has fired in this stay.

private let fired: Int64 = -1

/// Starts a timer on entering its stage.
func arm(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  let rule = m.timers[timer]
  let word = base + m.layout.timerStart + timer
  if rule.countIndex >= 0 { s[base + m.layout.countStart + Int(rule.countIndex)] = 0 }
  guard let value = value(m, &s, base, rule.operand, p, v, &b) else {
    s[word] = 0
    return
  }
  s[word] = rule.kind == .at ? instant(value, v, &b) : due(b.now, value, rule.isSpan, v, &b)
}

/// A timer that fires is spent: `after` and `at` for this stay, `every` until its next time.
func spend(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  let rule = m.timers[timer]
  let word = base + m.layout.timerStart + timer
  guard rule.kind == .every else {
    s[word] = fired
    return
  }
  if rule.countIndex >= 0 {
    let count = base + m.layout.countStart + Int(rule.countIndex)
    s[count] += 1
    if s[count] >= Int64(rule.times) {
      s[word] = fired
      return
    }
  }
  guard let length = value(m, &s, base, rule.operand, p, v, &b) else { return }
  // It counts from the previous due time; times that were missed are one.
  var next = due(s[word], length, rule.isSpan, v, &b)
  if !rule.isSpan, next <= b.now {
    let missed = (b.now - next) / max(length, 1) + 1
    next += missed * length
  }
  while rule.isSpan, next <= b.now { next = due(next, length, true, v, &b) }
  s[word] = next
}

/// An `at` moves when a field that it reads changes.
func updateDates(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  guard !m.timers.isEmpty, s[base] & StateLayout.finishedBit == 0 else { return }
  for timer in m.timers.indices where m.timers[timer].kind == .at && isActive(m, &s, base, Int(m.timers[timer].stage)) {
    let word = base + m.layout.timerStart + timer
    guard s[word] != fired else { continue }
    let date = value(m, &s, base, m.timers[timer].operand, p, v, &b)
    s[word] = date.map { instant($0, v, &b) } ?? 0
  }
}

/// The instant a length of time after another.
private func due(_ start: Int64, _ length: Int64, _ isSpan: Bool, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  guard isSpan else {
    let (sum, overflow) = start.addingReportingOverflow(length)
    if overflow { b.failed = true }
    return max(sum, 1)
  }
  if let known = recorded(v, b) {
    b.resolved.append(known)
    return known
  }
  let (date, time) = v.zone.local(Instant(milliseconds: start))
  guard let later = CalendarSpan(word: length).after(date) else {
    b.failed = true
    return 0
  }
  let result = max(v.zone.instant(later, milliseconds: time).milliseconds, 1)
  b.resolved.append(result)
  return result
}

/// The first instant of a day in the campaign's zone.
private func instant(_ date: Int64, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  let result = recorded(v, b) ?? max(v.zone.instant(CalendarDate(days: Int32(clamping: date))).milliseconds, 1)
  b.resolved.append(result)
  return result
}

/// What the first run of this step resolved, where it is replayed.
private func recorded(_ v: borrowing View, _ b: borrowing StepBuffer) -> Int64? {
  guard let recorded = v.recorded, b.resolved.count < recorded.count else { return nil }
  return recorded[b.resolved.count]
}
