import WorkroomLanguage
import WorkroomValues

/// Runs a batch of events on many states in memory: what a loop over `step` would do, without crossing a module for each.
/// What the buffer holds afterwards means nothing.
package func run(
  _ m: borrowing Machine, _ states: inout MutableSpan<Int64>, events: Span<BatchEvent>, payload: Span<Int64>,
  view: borrowing View, into b: inout StepBuffer
) -> BatchCounts {
  var counts = BatchCounts()
  let stride = m.layout.stride
  let isQuick = m.isSmall && !b.isTracing && m.dateTimers.isEmpty
  var index = 0
  b.reset(now: 0)
  while index < events.count {
    let end = min(index &+ batchBlock, events.count)
    touch(&states, events, index..<end, stride)
    while index < end {
      let event = events[index]
      let start = Int(event.payloadStart)
      let p = payload.extracting(start..<start &+ Int(event.payloadCount))
      let base = Int(event.participation) &* stride
      let way = isQuick ? shortcut(m, &states, base, event, p, view, &b) : .none
      if way == .taken || way == .none && whole(m, &states, base, event, p, view, &b) {
        counts.taken &+= 1
      } else {
        counts.notTaken &+= 1
      }
      while !b.effects.isEmpty {
        counts.effects &+= 1
        b.effects.removeLast()
      }
      index &+= 1
    }
  }
  return counts
}

/// What the short way through a step came to.
private enum Shortcut {
  case taken, notTaken
  /// It does not lead anywhere, and nothing has changed.
  case none
}

/// The usual event means one stage, where it has a line that can neither fail nor raise anything and changes only stages
/// and the record; and so do the `once` lines that follow from it.
@inline(__always)
private func shortcut(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: BatchEvent, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> Shortcut {
  let row = m.events[Int(event.event)]
  let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
  let role: UInt64 = 1 &<< UInt64(event.role)
  guard row.reactions & active == 0, row.special.isEmpty, row.senders == 0 || row.senders & role != 0,
    s[base] & StateLayout.finishedBit == 0
  else { return .none }
  let stages = row.transitions & active
  if stages == 0 { return row.isHandled ? .taken : .notTaken }
  guard stages & (stages &- 1) == 0 else { return .none }
  b.now = event.now
  let index = firstQuiet(m, &s, base, stages.trailingZeroBitCount, Int(event.event), role, p, v, &b)
  if index < 0 { return .none }
  let line = m.candidates[index]
  let left = active & line.exitMask
  let next = active & ~left | line.entryMask
  guard line.isPlain, left & m.small.hasLeaveWork == 0, next & m.small.hasUnsureOnce == 0 else { return .none }
  take(m, &s, base, line, next, p, v, &b)
  if next & m.small.hasOnce != 0 { follow(m, &s, base, event.now, p, v, &b) }
  return .taken
}

/// The first line of a stage that holds; -1 if there is none, or one before it is not quiet.
@inline(__always)
private func firstQuiet(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ role: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Int {
  let lines = m.rows.rows[m.rows.find(stage, event)].transitions
  var index = Int(lines.lowerBound)
  while index < Int(lines.upperBound) {
    let line = m.candidates[index]
    guard line.isQuiet else { return -1 }
    if line.roles == 0 || role == 0 || line.roles & role != 0 {
      if line.condition < 0 || test(m, &s, base, line.condition, p, v, &b) { return index }
    }
    index &+= 1
  }
  return -1
}

@inline(__always)
private func take(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ line: Candidate, _ next: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  s[base &+ StateLayout.activeStart] = Int64(bitPattern: next)
  if next & m.small.rootFinals != 0 { s[base] |= StateLayout.finishedBit }
  if line.action >= 0 { act(m, &s, base, line.action, p, v, &b) }
}

/// What follows by itself, where all of it is sure.
@inline(never)
private func follow(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ now: Int64, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  while s[base] & StateLayout.finishedBit == 0 {
    let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
    let stages = active & m.small.hasOnce
    if stages == 0 { return }
    guard stages & (stages &- 1) == 0 else {
      b.prepare(now: now)
      _ = settle(m, &s, base, p, v, &b)
      return
    }
    let index = firstQuiet(m, &s, base, stages.trailingZeroBitCount, m.onceEvent, 0, Span(), v, &b)
    if index < 0 { return }
    let line = m.candidates[index]
    take(m, &s, base, line, active & ~line.exitMask | line.entryMask, Span(), v, &b)
  }
}

/// Whether any other event is taken or handled.
@inline(never)
private func whole(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: BatchEvent, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  let input = StepInput(kind: .event, index: Int32(event.event), role: Int32(event.role), now: event.now)
  let status = step(m, &s, at: base, input, payload: p, view: v, into: &b)
  return status == .taken || status == .handled
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
