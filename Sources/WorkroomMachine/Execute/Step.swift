import WorkroomLanguage

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
  }
}

/// Runs a batch of events on many states in memory: what a loop over `step` would do, without crossing a module for each.
package func run(
  _ m: borrowing Machine, _ states: inout MutableSpan<Int64>, events: Span<BatchEvent>, payload: Span<Int64>,
  view: borrowing View, into b: inout StepBuffer
) -> BatchCounts {
  var counts = BatchCounts()
  let stride = m.layout.stride
  for index in events.indices {
    let event = events[index]
    b.reset(now: event.now)
    let input = StepInput(kind: .event, index: Int32(event.event), role: Int32(event.role), now: event.now)
    let p = payload.extracting(Int(event.payloadStart)..<Int(event.payloadStart) + Int(event.payloadCount))
    let status = stepEvent(m, &states, Int(event.participation) &* stride, input, p, view, &b)
    if status == .taken || status == .handled { counts.taken &+= 1 } else { counts.notTaken &+= 1 }
    counts.effects &+= b.effects.count
  }
  return counts
}

/// One event of a batch in memory.
package struct BatchEvent: Sendable {
  package var participation: UInt32
  package var payloadStart: UInt32
  package var event: UInt16
  package var role: UInt8
  package var payloadCount: UInt8
  package var now: Int64

  package init(participation: UInt32, payloadStart: UInt32, event: UInt16, role: UInt8, payloadCount: UInt8, now: Int64) {
    self.participation = participation
    self.payloadStart = payloadStart
    self.event = event
    self.role = role
    self.payloadCount = payloadCount
    self.now = now
  }
}

package struct BatchCounts: Sendable {
  package var taken = 0
  package var notTaken = 0
  package var effects = 0
}

// MARK: The kinds of input

private func stepEvent(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ input: StepInput, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let event = Int(input.index)
  let roleBit: UInt64 = input.role < 0 ? 0 : 1 &<< UInt64(truncatingIfNeeded: input.role)
  if input.role >= 0, m.senders[event] != 0, m.senders[event] & roleBit == 0 { return .denied }
  if Int32(event) == m.campaignChanged { addTracks(m, &s, base, p, v, &b) }
  let isPerson = m.personRoles & roleBit != 0
  let verdict = microstep(m, &s, base, event, roleBit, isExternalPerson: isPerson, p, v, &b)
  switch verdict {
  case .none:
    if b.failed { return takeBack(m, &s, base, &b, .overflow) }
    if !b.saved.isEmpty { return settled(m, &s, base, p, v, &b) }
    switch m.defaults[event] {
    case .handled: return .handled
    case .refused: return isPerson ? .refused : .ignored
    case .ignored: return .ignored
    case .undeclared: return isPerson ? .refused : .ignored
    }
  case .ignored: return takeBack(m, &s, base, &b, .ignored)
  case .refused: return takeBack(m, &s, base, &b, .refused)
  case .fired: return settled(m, &s, base, p, v, &b)
  }
}

private func stepStart(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> StepStatus {
  for index in 0..<m.layout.stride { s[base + index] = 0 }
  save(m, &s, base, &b)
  s[base] = StateLayout.startedBit
  fillDefaults(m, &s, base, v)
  enter(m, &s, base, m.startEntry, p, v, &b)
  return settled(m, &s, base, p, v, &b)
}

private func stepTimer(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ input: StepInput, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let timer = Int(input.index)
  guard isActive(m, &s, base, Int(m.timers[timer].stage)), s[base + m.layout.timerStart + timer] > 0 else { return .ignored }
  save(m, &s, base, &b)
  spend(m, &s, base, timer, p, v, &b)
  let index = m.timers[timer].candidate
  let candidate = m.candidates[Int(index)]
  guard candidate.condition < 0 || test(m, &s, base, candidate.condition, p, v, &b) else {
    if b.isTracing { b.trace.append(TraceEntry(index: candidate.rule, verdict: .conditionFalse)) }
    return b.failed ? takeBack(m, &s, base, &b, .overflow) : settled(m, &s, base, p, v, &b, .handled)
  }
  if candidate.outcome == .reaction { react(m, &s, base, index, p, v, &b) } else {
    b.selected.removeAll(keepingCapacity: true)
    b.selected.append(index)
    take(m, &s, base, p, v, &b)
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
  b.currentRule = m.assigns[site].rule
  guard assign(m, &s, base, site, p, v, &b) else { return takeBack(m, &s, base, &b, .ignored) }
  return settled(m, &s, base, p, v, &b)
}

// MARK: To a stable state, or back

/// Runs `once` lines and raised events until nothing is left to do.
private func settled(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer, _ status: StepStatus = .taken
) -> StepStatus {
  while true {
    if b.failed { return takeBack(m, &s, base, &b, .overflow) }
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
  updateDates(m, &s, base, p, v, &b)
  if b.failed { return takeBack(m, &s, base, &b, .overflow) }
  b.saved.removeAll(keepingCapacity: true)
  return status
}

private func runRaised(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ raised: StepBuffer.Raised, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  // The payload is copied out of the buffer, which the event's own rules may add to.
  var words = InlineArray<65, Int64>(repeating: 0)
  for index in 0..<Int(raised.count) { words[index] = b.raisedPayload[Int(raised.start) + index] }
  let p = words.span.extracting(0..<Int(raised.count))
  _ = microstep(m, &s, base, Int(raised.event), 0, isExternalPerson: false, p, v, &b)
}

/// Keeps the state as it was, once a step, before anything is written.
@inline(__always)
func save(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer) {
  guard b.saved.isEmpty else { return }
  for index in 0..<m.layout.stride { b.saved.append(s[base &+ index]) }
}

/// A step that fails or is refused leaves nothing behind.
private func takeBack(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer, _ status: StepStatus
) -> StepStatus {
  if !b.saved.isEmpty {
    for index in 0..<m.layout.stride { s[base + index] = b.saved[index] }
    b.saved.removeAll(keepingCapacity: true)
  }
  b.effects.removeAll(keepingCapacity: true)
  if b.decisiveRule < 0 { b.decisiveRule = b.currentRule }
  return status
}

private func fillDefaults(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ v: borrowing View) {
  var mask: Int64 = 0
  for index in m.workflow.record.indices {
    let field = m.workflow.record[index]
    switch field.fallback {
    case .word(let word): s[base + m.layout.recordStart + index] = word
    case .text(let text): s[base + m.layout.recordStart + index] = m.textWord(text) ?? 0
    case .none where field.type == .window: s[base + m.layout.recordStart + index] = openWindow
    default: continue
    }
    mask |= 1 << Int64(index)
  }
  if m.layout.recordMask >= 0 { s[base + m.layout.recordMask] = mask }
}

/// A window without dates.
package let openWindow: Int64 = Int64(Int32.min) << 32 | Int64(UInt32(bitPattern: Int32.min))
