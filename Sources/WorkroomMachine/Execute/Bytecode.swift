import WorkroomLanguage
import WorkroomValues

/// The interpreter of conditions and actions: a stack of words, one loop, no calls into user data.
///
/// The deepest value is a sum compared with a sum of shares, four words; so the stack's size is fixed here. A table has a
/// stack of its own, however deep it lies in others.
typealias Stack = InlineArray<8, Int64>

/// Whether a condition holds.
@inline(__always)
func test(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ start: Int32, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> Bool {
  // The usual condition is a single test, which needs no stack.
  let first = m.code[Int(start)]
  if first.a & Instruction.alone != 0 {
    if first.operation == .fieldAgainstConstant { return compareField(m, &s, base, first, p, v) }
    if first.operation == .areDone { return areDone(m, &s, base, first) }
  }
  return execute(m, &s, base, start, p, v, &b) != 0
}

/// Does what a rule's actions say.
@inline(__always)
func act(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ start: Int32, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) {
  // The usual action is a single mail or `set`, which needs no stack.
  let first = m.code[Int(start)]
  if first.a & Instruction.alone != 0 {
    if first.operation == .email { return b.emit(.email, m.constants[Int(first.c)]) }
    if first.operation == .copyField { return copyField(m, &s, base, first, p, v) }
  }
  execute(m, &s, base, start, p, v, &b)
}

/// The length or the date of a timer; `nil` where a field it reads is not set.
func value(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: TimerRule, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> Int64? {
  let first = m.code[Int(timer.operand)]
  if first.operation == .field, !isSet(m, &s, base, first.a, Int(first.c), p, v) { return nil }
  if timer.isKnown >= 0, !test(m, &s, base, timer.isKnown, p, v, &b) { return nil }
  return execute(m, &s, base, timer.operand, p, v, &b)
}

@inline(__always)
func fieldWord(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ storage: UInt8, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View
) -> Int64 {
  switch storage {
  case 2: s[base &+ m.layout.recordStart &+ index]
  case 3: p[index &+ 1]
  case 0: v.campaign[index &+ 1]
  default: v.influencer[index &+ 1]
  }
}

@inline(__always)
func isSet(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ storage: UInt8, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View
) -> Bool {
  let mask: Int64 =
    switch storage {
    case 2: m.layout.recordMask < 0 ? -1 : s[base &+ m.layout.recordMask &+ index >> 6]
    case 3: p[0]
    case 0: v.campaign[0]
    default: v.influencer[0]
    }
  return mask & (1 &<< Int64(index)) != 0
}

@inline(__always)
private func compare(_ left: Int64, _ comparison: UInt8, _ right: Int64) -> Bool {
  switch comparison {
  case 0: left == right
  case 1: left != right
  case 2: left < right
  case 3: left <= right
  case 4: left > right
  default: left >= right
  }
}

@inline(__always)
private func compareField(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ p: Span<Int64>,
  _ v: borrowing View
) -> Bool {
  compare(fieldWord(m, &s, base, i.a & 3, Int(i.b), p, v), i.a >> 2 & 7, m.constants[Int(i.c)])
}

/// Whether stages are done, on a configuration that is whole: words of active stages, each with a mask and what has to
/// stand there.
@inline(__always)
private func areDone(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction) -> Bool {
  var place = Int(i.c)
  for _ in 0..<i.b {
    let active = s[base &+ StateLayout.activeStart &+ Int(m.constants[place])]
    if active & m.constants[place &+ 1] != m.constants[place &+ 2] { return false }
    place &+= 3
  }
  return true
}

/// Runs code from a place to its `end`; what is left on the stack, or 0.
@discardableResult
func execute(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ start: Int32, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> Int64 {
  var stack = Stack(repeating: 0)
  var top = 0
  var pc = Int(start)
  let code = m.code.span
  while true {
    let i = code[pc]
    pc &+= 1
    switch i.operation {
    case .end: return top > 0 ? stack[top &- 1] : 0
    case .constant:
      stack[top] = m.constants[Int(i.c)]
      top &+= 1
    case .field:
      stack[top] = fieldWord(m, &s, base, i.a, Int(i.c), p, v)
      top &+= 1
    case .copyField: copyField(m, &s, base, i, p, v)
    case .setField:
      top &-= 1
      writeField(m, &s, base, Int(i.c), stack[top])
    case .addField, .subtractField:
      top &-= 1
      addToField(m, &s, base, i, stack[top], &b)
    case .fieldAgainstConstant:
      stack[top] = compareField(m, &s, base, i, p, v) ? 1 : 0
      top &+= 1
    case .areDone:
      stack[top] = areDone(m, &s, base, i) ? 1 : 0
      top &+= 1
    case .compare:
      top &-= 1
      stack[top &- 1] = compare(stack[top &- 1], i.a, stack[top]) ? 1 : 0
    case .add, .subtract:
      top &-= 1
      let (result, overflow) =
        i.operation == .add
        ? stack[top &- 1].addingReportingOverflow(stack[top]) : stack[top &- 1].subtractingReportingOverflow(stack[top])
      if overflow { b.failed = true }
      stack[top &- 1] = result
    case .share:
      top &-= 1
      stack[top &- 1] = share(stack[top &- 1], stack[top], &b)
    case .isSet:
      stack[top] = isSet(m, &s, base, i.a, Int(i.c), p, v) ? 1 : 0
      top &+= 1
    case .isHeld:
      stack[top] = s[base] >> (StateLayout.heldShift + Int64(i.a)) & 1
      top &+= 1
    case .isActive:
      stack[top] = isActive(m, &s, base, Int(i.c)) ? 1 : 0
      top &+= 1
    case .anyActive:
      stack[top] = anyOf(m, &s, base, Int(i.b), Int(i.c)) ? 1 : 0
      top &+= 1
    case .not: stack[top &- 1] = stack[top &- 1] == 0 ? 1 : 0
    case .jumpIfFalse:
      if stack[top &- 1] == 0 { pc = Int(i.c) } else { top &-= 1 }
    case .jumpIfTrue:
      if stack[top &- 1] != 0 { pc = Int(i.c) } else { top &-= 1 }
    case .discard: top &-= 1
    case .jump: pc = Int(i.c)
    case .branchIfFalse:
      top &-= 1
      if stack[top] == 0 { pc = Int(i.c) }
    case .duplicate:
      stack[top] = stack[top &- 1]
      top &+= 1
    case .evaluate:
      stack[top] = execute(m, &s, base, i.c, p, v, &b)
      top &+= 1
    case .windowStart, .windowEnd, .shiftDate, .shiftDateBySpan, .isOpen, .contains:
      rareValue(m, i, &stack, &top, v, &b)
    case .total, .owedSum, .paidSum, .left:
      stack[top] = sum(m, i, v, &b)
      top &+= 1
    case .isAddressed, .beginItem, .remembers, .remembered:
      stack[top] = askItem(m, &s, base, i, p, &b) ? 1 : 0
      top &+= 1
    case .noteCount:
      b.itemCount = Int(truncatingIfNeeded: stack[top &- 1] / numberUnit)
      stack[top &- 1] = b.itemCount > 0 ? 1 : 0
    default: effect(m, &s, base, i, &stack, &top, p, v, &b)
    }
  }
}

/// A `set` from another field; from an unset one nothing changes.
@inline(__always)
private func copyField(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ p: Span<Int64>,
  _ v: borrowing View
) {
  if i.a & Instruction.mayBeUnset != 0, !isSet(m, &s, base, i.a & 3, Int(i.b), p, v) { return }
  writeField(m, &s, base, Int(i.c), fieldWord(m, &s, base, i.a & 3, Int(i.b), p, v))
}

@inline(__always)
func writeField(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ value: Int64) {
  s[base &+ m.layout.recordStart &+ index] = value
  if m.layout.recordMask >= 0 { s[base &+ m.layout.recordMask &+ index >> 6] |= 1 &<< Int64(index) }
}

@inline(__always)
private func addToField(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ i: Instruction, _ value: Int64,
  _ b: inout StepBuffer
) {
  // To what is not set nothing can be added; only rules side by side can come here then.
  if m.layout.recordMask >= 0, s[base &+ m.layout.recordMask &+ Int(i.c) >> 6] & (1 &<< Int64(i.c)) == 0 { return }
  let word = base &+ m.layout.recordStart &+ Int(i.c)
  let (result, overflow) =
    i.operation == .addField ? s[word].addingReportingOverflow(value) : s[word].subtractingReportingOverflow(value)
  if overflow { b.failed = true } else { s[word] = result }
}

/// A percentage of an amount, rounded half to even.
private func share(_ percent: Int64, _ whole: Int64, _ b: inout StepBuffer) -> Int64 {
  if let result = Percent(millionths: percent).of(whole) { return result }
  b.failed = true
  return 0
}

/// Whether one of the stages listed in the constants from `start` on is active.
@inline(__always)
private func anyOf(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ count: Int, _ start: Int
) -> Bool {
  for index in start..<start &+ count where isActive(m, &s, base, Int(m.constants[index])) { return true }
  return false
}
