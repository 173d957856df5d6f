import WorkroomLanguage
import WorkroomValues

/// Runs a batch of events on many states in memory: what a loop over `step` would do, without crossing a module for each.
package func run(
  _ m: borrowing Machine, _ states: inout MutableSpan<Int64>, events: Span<BatchEvent>, payload: Span<Int64>,
  view: borrowing View, into b: inout StepBuffer
) -> BatchCounts {
  var counts = BatchCounts()
  let stride = m.layout.stride
  let isQuick = m.isSmall && !b.isTracing
  var index = 0
  while index < events.count {
    let end = min(index &+ batchBlock, events.count)
    touch(&states, events, index..<end, stride)
    while index < end {
      let event = events[index]
      b.reset(now: event.now)
      let start = Int(event.payloadStart)
      let p = payload.extracting(start..<start &+ Int(event.payloadCount))
      let base = Int(event.participation) &* stride
      let status = isQuick ? quick(m, &states, base, event, p, view, &b) : whole(m, &states, base, event, p, view, &b)
      if status == .taken || status == .handled { counts.taken &+= 1 } else { counts.notTaken &+= 1 }
      counts.effects &+= b.effects.count
      index &+= 1
    }
  }
  return counts
}

/// An event in a machine of at most 64 stages: the usual one means one stage, whose line changes nothing but stages and the
/// record.
@inline(__always)
private func quick(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: BatchEvent, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let row = m.events[Int(event.event)]
  let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
  let stages = row.transitions & active
  let role: UInt64 = 1 &<< UInt64(event.role)
  guard row.special.isEmpty, row.reactions & active == 0, stages != 0, stages & (stages &- 1) == 0,
    row.senders == 0 || row.senders & role != 0, s[base] & StateLayout.finishedBit == 0
  else { return whole(m, &s, base, event, p, v, &b) }
  let index = Int(firstEnabled(m, &s, base, stages.trailingZeroBitCount, Int(event.event), role, p, v, &b))
  guard index >= 0, !b.failed else {
    return notTaken(m, &s, base, Int(event.event), .none, m.personRoles & role != 0, &b)
  }
  switch takePlain(m, &s, base, index, p, v, &b) {
  case .stable: return .taken
  case .fired: return settle(m, &s, base, p, v, &b)
  case .none, .ignored, .refused: return takeOther(m, &s, base, event, index, p, v, &b)
  }
}

/// Takes a line that does more, or refuses or ignores the event.
@inline(never)
private func takeOther(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: BatchEvent, _ index: Int,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let verdict = takeAlone(m, &s, base, index, p, v, &b)
  if verdict.hasFired { return settle(m, &s, base, p, v, &b) }
  let isPerson = m.personRoles & (1 &<< UInt64(event.role)) != 0
  return notTaken(m, &s, base, Int(event.event), verdict, isPerson, &b)
}

@inline(never)
private func whole(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: BatchEvent, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> StepStatus {
  let input = StepInput(kind: .event, index: Int32(event.event), role: Int32(event.role), now: event.now)
  return stepEvent(m, &s, base, input, p, v, &b)
}

/// Events whose states are asked for at once.
private let batchBlock = 16

/// States that are far apart are not in the processor's caches: to ask for several side by side costs little more than
/// to wait for one. What is asked is worth knowing, too: no event may come before the start.
@inline(__always)
private func touch(_ states: inout MutableSpan<Int64>, _ events: Span<BatchEvent>, _ block: Range<Int>, _ stride: Int) {
  var started = StateLayout.startedBit
  for index in block { started &= states[Int(events[index].participation) &* stride] }
  precondition(started != 0, "a participation starts before its first event")
}

/// One event of a batch in memory.
package struct BatchEvent: Sendable {
  package var participation: UInt32
  package var payloadStart: UInt32
  package var event: UInt16
  package var role: UInt8
  package var payloadCount: UInt8
  package var now: Int64

  package init(participation: UInt32, payloadStart: UInt32, event: UInt16, role: UInt8, payloadCount: UInt8, now: Int64)
  {
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
