import WorkroomLanguage
import WorkroomValues

/// Actions that reach beyond the record: effects, raised events and pools.
func effect(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ stack: inout Stack,
  _ top: inout Int,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  switch i.operation {
  case .ofRule: b.currentRule = i.c
  case .email, .contract, .note, .tell:
    if i.a & Instruction.constantWords != 0 { return say(i, m.constants[Int(i.c)], &b) }
    top &-= 1
    say(i, stack[top], &b)
  case .owe, .paid, .unpaid, .voidSubject:
    top &-= 1
    account(i, stack[top], &b)
  case .createOrder: b.emit(.createOrder)
  case .cancelOrder: b.emit(.cancelOrder)
  case .voidReason: b.emit(.voidReason, Int64(i.c))
  case .clearField:
    unset(m, &s, base, Int(i.c))
  case .raise: b.raise(i.c, payloadCount: Int32(i.b))
  case .carry:
    top &-= 1
    b.carry(Int(i.b), stack[top])
  case .assign:
    stack[top] = assign(m, &s, base, Int(i.c), p, v, &b) ? 1 : 0
    top += 1
  case .earmark:
    top &-= 1
    earmark(m, &s, base, i, stack[top], &b)
  case .release, .disable: giveBack(m, &s, base, i, &b)
  default: preconditionFailure("every operation is handled by the loop or here")
  }
}

private func say(_ i: Instruction, _ words: Int64, _ b: inout StepBuffer) {
  switch i.operation {
  case .email: b.emit(.email, words)
  case .contract: b.emit(.contract, words)
  case .note: b.emit(.note, words)
  default: b.emit(.tell, words, Int64(i.b))
  }
}

/// The largest single amount that is owed or paid, in minor units: thousands of them still add up within 64 bits.
package let amountMinorUnitsMax: Int64 = 1_000_000_000_000_000

private func account(_ i: Instruction, _ value: Int64, _ b: inout StepBuffer) {
  if i.operation == .voidSubject { return b.emit(.voidSubject, value) }
  guard value.magnitude <= UInt64(amountMinorUnitsMax) else {
    b.failed = true
    return
  }
  switch i.operation {
  case .owe: b.emit(.owe, value, Int64(i.b), Int64(i.c))
  case .paid: b.emit(.paid, value)
  default: b.emit(.paid, -value)
  }
}

extension StepBuffer {
  @inline(__always)
  mutating func emit(_ kind: Effect.Kind, _ x: Int64 = 0, _ y: Int64 = 0, _ z: Int64 = 0) {
    effects.append(Effect(kind: kind, a: x, b: y, c: z, rule: currentRule))
  }

  /// Puts an event behind those already raised.
  mutating func raise(_ event: Int32, payloadCount: Int32) {
    queue.append(Raised(event: event, start: Int32(raisedPayload.count), count: payloadCount + 1))
    for _ in 0...payloadCount { raisedPayload.append(0) }
  }

  /// Gives the event raised last one of its values.
  mutating func carry(_ field: Int, _ value: Int64) {
    let start = Int(queue[queue.count - 1].start)
    raisedPayload[start] |= 1 << Int64(field)
    raisedPayload[start + 1 + field] = value
  }
}

// MARK: Pools

/// Takes the items of one `assign`, all or none; whether it has them.
func assign(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ site: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> Bool {
  let items = m.assigns[site].items
  for place in items where !isHeld(&s, base, m.assignItems[Int(place)].kind) {
    let item = m.assignItems[Int(place)]
    let group = groupWord(m, &s, base, item, p, v)
    guard let group, left(group, v, &b) >= 1 else {
      noneLeft(m, &s, base, site, item.kind, group ?? 0, &b)
      return false
    }
  }
  for place in items where !isHeld(&s, base, m.assignItems[Int(place)].kind) {
    let item = m.assignItems[Int(place)]
    let rate = item.rate < 0 ? -1 : execute(m, &s, base, item.rate, p, v, &b)
    b.emit(.claim, Int64(item.kind), groupWord(m, &s, base, item, p, v) ?? 0, rate)
    s[base] |= 1 << (StateLayout.heldShift + Int64(item.kind))
    let raised = m.assignedEvents[Int(item.kind)]
    if raised.event >= 0 { b.raise(raised.event, payloadCount: raised.payloadCount) }
  }
  if m.assigns[site].waitIndex >= 0 {
    let (word, bit) = waitBit(m, base, Int(m.assigns[site].waitIndex))
    s[word] &= ~bit
  }
  return true
}

/// The group that an item comes from; `nil` where the campaign names none.
@inline(__always)
private func groupWord(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ item: AssignItem, _ p: Span<Int64>,
  _ v: borrowing View
) -> Int64? {
  guard isSet(m, &s, base, item.storage.rawValue, Int(item.field), p, v) else { return nil }
  return fieldWord(m, &s, base, item.storage.rawValue, Int(item.field), p, v)
}

@inline(__always)
private func isHeld(_ s: inout MutableSpan<Int64>, _ base: Int, _ kind: Int32) -> Bool {
  s[base] >> (StateLayout.heldShift + Int64(kind)) & 1 != 0
}

/// What a step sees left in a group: what the store saw, less what the step itself has taken.
private func left(_ group: Int64, _ v: borrowing View, _ b: inout StepBuffer) -> Int64 {
  b.askedPools = true
  var available: Int64 = 0
  for pool in v.pools where pool.group == group { available = pool.available }
  for effect in b.effects where effect.kind == .claim && effect.b == group { available -= 1 }
  return available
}

private func noneLeft(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ site: Int, _ kind: Int32, _ group: Int64,
  _ b: inout StepBuffer
) {
  if m.assigns[site].waits {
    let (word, bit) = waitBit(m, base, Int(m.assigns[site].waitIndex))
    if s[word] & bit == 0 { b.emit(.wait, Int64(kind), group, Int64(site)) }
    s[word] |= bit
  } else if m.assigns[site].tells {
    b.emit(.poolEmpty, Int64(kind), group)
  }
}

/// Gives back or disables what is held; where nothing is held, nothing happens.
private func giveBack(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ b: inout StepBuffer
) {
  for kind in 0..<m.assignedEvents.count where i.c & (1 << kind) != 0 && isHeld(&s, base, Int32(kind)) {
    b.emit(i.operation == .release ? .release : .disable, Int64(kind))
    s[base] &= ~(1 << (StateLayout.heldShift + Int64(kind)))
  }
}
