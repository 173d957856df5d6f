import WorkroomLanguage
import WorkroomValues

/// The step: one event in, one stable state out, or nothing changed at all.
///
/// It reads no clock and draws no lots; the same machine, state, event and view give the same state and effects. The
/// order is that of the W3C's SCXML 1.0, appendix D: conditions before actions; reactions; leaving, innermost first;
/// the transitions' actions; entering, outermost first; `once` lines on the state as it then is; the next raised event.
///
/// All functions here are free functions over a state's span: hot state lives in no class and is copied nowhere but
/// into the buffer, from where a step that fails or is refused is taken back.

/// Rounds after which a step gives up.
package let roundsMax = 1000

/// Runs one event, timer or start on one state, whose words begin at `base`.
package func step(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, at base: Int, _ input: StepInput, payload p: Span<Int64>,
  view v: borrowing View, into b: inout StepBuffer
) -> StepStatus {
  b.reset(now: input.now)
  switch input.kind {
  case .event: return stepEvent(m, &s, base, input, p, v, &b)
  case .start: return stepStart(m, &s, base, p, v, &b)
  case .timer: return stepTimer(m, &s, base, input, p, v, &b)
  case .serve: return stepServe(m, &s, base, input, p, v, &b)
  case .migrate: return stepMigrate(m, &s, base, p, v, &b)
  }
}

// MARK: The kinds of input

@inline(__always)
func stepEvent(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ input: StepInput, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let event = Int(input.index)
  let roleBit: UInt64 = input.role < 0 ? 0 : 1 &<< UInt64(truncatingIfNeeded: input.role)
  let senders = m.events[event].senders
  if senders != 0, roleBit != 0, senders & roleBit == 0 { return .denied }
  let isPerson = m.personRoles & roleBit != 0
  if !m.events[event].special.isEmpty { return stepSpecial(m, &s, base, event, roleBit, isPerson, p, v, &b) }
  let verdict = microstep(m, &s, base, event, roleBit, isPerson: isPerson, p, v, &b)
  switch verdict {
  case .stable: return .taken
  case .fired: return settled(m, &s, base, p, v, &b)
  case .none, .ignored, .refused: return notTaken(m, &s, base, event, verdict, isPerson, &b)
  }
}

/// People are refused, systems are not: what they report has happened.
func notTaken(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ verdict: RoundVerdict,
  _ isPerson: Bool,
  _ b: inout StepBuffer
) -> StepStatus {
  if b.failed { return takeBack(m, &s, base, &b, .overflow) }
  if verdict != .none {
    b.decisiveRule = m.candidates[Int(b.verdictBy)].rule
    if verdict == .refused { b.refusal = m.candidates[Int(b.verdictBy)].words }
    return takeBack(m, &s, base, &b, verdict == .refused && isPerson ? .refused : .ignored)
  }
  switch m.defaults[event] {
  case .handled: return .handled
  case .ignored: return .ignored
  case .refused, .undeclared: return isPerson ? .refused : .ignored
  }
}

/// An event that does something beside its rules: values that a step only reads have changed, whatever the lines say to
/// that, so that tracks that are called for now are entered, and `once` lines and dates read them anew; or an item is
/// added or waived.
private func stepSpecial(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ isPerson: Bool, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let subject = Int(m.subjects[event])
  b.subject = subject >= 0 && p[0] & (1 &<< Int64(subject)) != 0 ? p[subject + 1] : 0
  save(m, &s, base, &b)
  // What an `each` takes is taken, so that reactions outside the stages run.
  let isOpen = isPerson && itemChange(m, &s, base, event, p) == nil
  let verdict = microstep(m, &s, base, event, roleBit, isPerson: isOpen, p, v, &b)
  if b.failed || verdict == .refused { return notTaken(m, &s, base, event, verdict, isPerson, &b) }
  var isTaken = verdict.hasFired
  if let change = itemChange(m, &s, base, event, p) {
    apply(m, &s, base, change, p, v, &b)
    isTaken = true
  }
  if event == m.campaignChanged, addTracks(m, &s, base, p, v, &b) { isTaken = true }
  let settles = m.events[event].special
  guard isTaken || settles.contains(.changesView) || (verdict == .none && settles.contains(.countsUntaken)) else {
    return notTaken(m, &s, base, event, verdict, isPerson, &b)
  }
  return settled(m, &s, base, p, v, &b, isTaken ? .taken : .handled)
}

private func stepStart(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> StepStatus {
  save(m, &s, base, &b)
  // What was held in the round before is still held.
  let held = s[base] & StateLayout.heldBits
  b.subject = 0
  for index in 0..<m.layout.stride { s[base + index] = 0 }
  s[base] = StateLayout.startedBit | held
  for index in m.recordDefaults.indices { s[base + m.layout.recordStart + index] = m.recordDefaults[index] }
  if m.layout.recordMask >= 0 { s[base + m.layout.recordMask] = m.recordDefaultMask }
  enter(m, &s, base, m.startEntry, p, v, &b)
  return settled(m, &s, base, p, v, &b)
}

private func stepTimer(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ input: StepInput, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let timer = Int(input.index)
  guard s[base + m.layout.timerStart + timer] > 0 else { return .ignored }
  save(m, &s, base, &b)
  b.subject = 0
  let index = Int(m.timers[timer].candidate)
  b.currentRule = m.candidates[index].rule
  let condition = m.candidates[index].condition
  let holds = condition < 0 || test(m, &s, base, condition, p, v, &b)
  spend(m, &s, base, timer, p, v, &b)
  guard holds, !b.failed else {
    if b.isTracing { b.trace.append(TraceEntry(index: b.currentRule, verdict: .conditionFalse)) }
    return settled(m, &s, base, p, v, &b, .handled)
  }
  count(m, &s, base, timer)
  if m.candidates[index].outcome == .reaction {
    react(m, &s, base, index, p, v, &b)
  } else {
    takeOne(m, &s, base, index, p, v, &b)
  }
  return settled(m, &s, base, p, v, &b)
}

/// Gives an item to an assignment that waits in line.
private func stepServe(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ input: StepInput, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let site = Int(input.index)
  let (word, bit) = waitBit(m, base, Int(m.assigns[site].waitIndex))
  guard s[word] & bit != 0 else { return .ignored }
  save(m, &s, base, &b)
  b.subject = 0
  b.currentRule = m.assigns[site].rule
  guard assign(m, &s, base, site, p, v, &b) else { return takeBack(m, &s, base, &b, .ignored) }
  return settled(m, &s, base, p, v, &b)
}

/// A participation that has been moved here from an older version: only what follows by itself is left to do.
private func stepMigrate(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> StepStatus {
  save(m, &s, base, &b)
  b.subject = 0
  return settled(m, &s, base, p, v, &b)
}

// MARK: To a stable state, or back

/// Runs `once` lines and raised events until nothing is left to do.
@inline(__always)
private func settled(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer, _ status: StepStatus = .taken
) -> StepStatus {
  b.isLater = true
  while !b.failed {
    if runOnce(m, &s, base, v, &b) {
    } else if b.queueHead < b.queue.count {
      let raised = b.queue[b.queueHead]
      b.queueHead += 1
      runRaised(m, &s, base, raised, v, &b)
    } else {
      break
    }
    b.rounds += 1
    if b.rounds > roundsMax { return takeBack(m, &s, base, &b, .tooManyRounds) }
  }
  if !m.dateTimers.isEmpty { updateDates(m, &s, base, p, v, &b) }
  if b.failed { return takeBack(m, &s, base, &b, .overflow) }
  return b.rounds > 0 ? .taken : status
}

/// The same for a participation that has been moved from another version.
func settle(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> StepStatus {
  settled(m, &s, base, p, v, &b)
}

private func runRaised(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ raised: StepBuffer.Raised, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  // The payload is copied out of the buffer, which the event's own rules may add to.
  var words = InlineArray<65, Int64>(repeating: 0)
  for index in 0..<Int(raised.count) { words[index] = b.raisedPayload[Int(raised.start) + index] }
  let p = words.span.extracting(0..<Int(raised.count))
  // A line that refuses is for people only: here it takes the event and does nothing.
  let verdict = microstep(m, &s, base, Int(raised.event), 0, isPerson: false, p, v, &b)
  guard m.events[Int(raised.event)].each >= 0, !b.failed, verdict != .refused else { return }
  if let change = itemChange(m, &s, base, Int(raised.event), p) { apply(m, &s, base, change, p, v, &b) }
}

/// Keeps the state as it was, once a step, before anything is written.
@inline(__always)
func save(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer) {
  if b.isSaved { return }
  let stride = m.layout.stride
  if b.saved.count < stride { b.saved = [Int64](repeating: 0, count: stride) }
  b.isSaved = true
  let words = s.span.extracting(base..<base &+ stride)
  var saved = b.saved.mutableSpan
  for index in words.indices { saved[index] = words[index] }
}

/// A step that fails or is refused leaves nothing behind.
private func takeBack(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer, _ status: StepStatus
) -> StepStatus {
  if b.isSaved {
    for index in 0..<m.layout.stride { s[base + index] = b.saved[index] }
  }
  b.effects.removeAll(keepingCapacity: true)
  if b.decisiveRule < 0, !b.failed { b.decisiveRule = b.currentRule }
  return status
}

/// A window without dates.
package let openWindow = DateWindow(first: nil, last: nil).word
