import WorkroomLanguage
import WorkroomValues

/// Actions that reach beyond the record: effects, raised events and pools.
func effect(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ pc: inout Int, _ stack: inout Stack,
  _ top: inout Int, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  switch i.operation {
  case .email, .contract, .note, .tell, .owe, .paid, .unpaid, .voidSubject:
    top &-= 1
    emit(i, stack[top], &b)
  case .createOrder: b.emit(.createOrder)
  case .cancelOrder: b.emit(.cancelOrder)
  case .voidReason: b.emit(.voidReason, Int64(i.c))
  case .setFieldIfSet: if !isSet(m, &s, base, i.a, Int(i.b), p, v) { pc = Int(i.c) }
  case .clearField:
    s[base + m.layout.recordStart + Int(i.b)] = 0
    s[base + m.layout.recordMask] &= ~(1 << Int64(i.b))
  case .raise: raise(m, Int(i.c), stack, &top, &b)
  case .assign:
    stack[top] = assign(m, &s, base, Int(i.c), p, v, &b) ? 1 : 0
    top += 1
  case .release, .disable: giveBack(m, &s, base, i, &b)
  default: preconditionFailure("every operation is handled by the loop or here")
  }
}

@inline(__always)
private func emit(_ i: Instruction, _ value: Int64, _ b: inout StepBuffer) {
  switch i.operation {
  case .email: b.emit(.email, value)
  case .contract: b.emit(.contract, value)
  case .note: b.emit(.note, value)
  case .tell: b.emit(.tell, value, Int64(i.b))
  case .owe: b.emit(.owe, value, Int64(i.b), Int64(i.c))
  case .voidSubject: b.emit(.voidSubject, value)
  case .paid: b.emit(.paid, value)
  default: b.emit(.paid, -value)
  }
}

extension StepBuffer {
  @inline(__always)
  mutating func emit(_ kind: Effect.Kind, _ x: Int64 = 0, _ y: Int64 = 0, _ z: Int64 = 0) {
    effects.append(Effect(kind: kind, a: x, b: y, c: z, rule: currentRule))
  }
}

/// Puts an event behind those already raised.
private func raise(_ m: borrowing Machine, _ plan: Int, _ stack: Stack, _ top: inout Int, _ b: inout StepBuffer) {
  let raise = m.raises[plan]
  let start = b.raisedPayload.count
  for _ in 0...Int(raise.fieldCount) { b.raisedPayload.append(0) }
  top -= raise.fields.count
  for (position, field) in raise.fields.enumerated() {
    b.raisedPayload[start] |= 1 << Int64(field)
    b.raisedPayload[start + 1 + Int(field)] = stack[top + position]
  }
  b.queue.append(StepBuffer.Raised(event: raise.event, start: Int32(start), count: raise.fieldCount + 1))
}

// MARK: Pools

/// Takes the items of one `assign`, all or none; whether it has them.
func assign(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ site: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> Bool {
  var missing: (kind: Int32, group: Int64)?
  for item in m.assigns[site].items where !isHeld(&s, base, item.kind) {
    let group = isSet(m, &s, base, item.storage.rawValue, Int(item.field), p, v)
      ? fieldWord(m, &s, base, item.storage.rawValue, Int(item.field), p, v) : 0
    if left(group, v, &b) < 1 { missing = missing ?? (item.kind, group) }
  }
  if let missing {
    noneLeft(m, &s, base, site, missing.kind, missing.group, &b)
    return false
  }
  for item in m.assigns[site].items where !isHeld(&s, base, item.kind) {
    let group = fieldWord(m, &s, base, item.storage.rawValue, Int(item.field), p, v)
    let rate = item.rate < 0 ? -1 : execute(m, &s, base, item.rate, p, v, &b)
    b.emit(.claim, Int64(item.kind), group, rate)
    s[base] |= 1 << (StateLayout.heldShift + Int64(item.kind))
    let event = m.assignedEvents[Int(item.kind)]
    if event >= 0 { raiseAssigned(m, Int(event), &b) }
  }
  if m.assigns[site].waitIndex >= 0 {
    let (word, bit) = waitBit(m, base, Int(m.assigns[site].waitIndex))
    s[word] &= ~bit
  }
  return true
}

private func raiseAssigned(_ m: borrowing Machine, _ event: Int, _ b: inout StepBuffer) {
  let start = b.raisedPayload.count
  let count = m.workflow.events[event].payload.count + 1
  for _ in 0..<count { b.raisedPayload.append(0) }
  b.queue.append(StepBuffer.Raised(event: Int32(event), start: Int32(start), count: Int32(count)))
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
  for kind in 0..<CheckedWorkflow.poolKinds.count where i.c & (1 << kind) != 0 && isHeld(&s, base, Int32(kind)) {
    b.emit(i.operation == .release ? .release : .disable, Int64(kind))
    s[base] &= ~(1 << (StateLayout.heldShift + Int64(kind)))
  }
}
