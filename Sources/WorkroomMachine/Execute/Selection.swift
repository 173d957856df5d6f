import WorkroomLanguage

/// What one round came to.
enum RoundVerdict { case none, fired, ignored, refused }

/// One round: selects the rules that an event calls for, then runs them.
@inline(__always)
func microstep(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  isExternalPerson: Bool, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  let words = m.layout.stageWords
  if words == 1 {
    let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
    let transitions = m.eventTransitions[event] & active
    if m.eventReactions[event] & active == 0, !b.isTracing {
      if transitions == 0 { return .none }
      if transitions & (transitions &- 1) == 0 {
        return single(m, &s, base, transitions.trailingZeroBitCount, event, roleBit, p, v, &b)
      }
    }
  }
  return general(m, &s, base, event, roleBit, isExternalPerson, m.eventTransitions, m.eventReactions, event &* words, p, v, &b)
}

/// The usual round: one active stage has lines for the event, and nothing reacts.
private func single(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  if s[base] & StateLayout.finishedBit != 0 { return .none }
  let index = firstEnabled(m, &s, base, stage, event, roleBit, p, v, &b)
  if index < 0 { return .none }
  let verdict = m.verdict(index, &b)
  if verdict != .fired { return verdict }
  save(m, &s, base, &b)
  if m.candidates[Int(index)].isSimple {
    takeSimple(m, &s, base, Int(index), p, v, &b)
  } else {
    b.selected.removeAll(keepingCapacity: true)
    b.selected.append(index)
    take(m, &s, base, p, v, &b)
  }
  return .fired
}

/// The first line of a stage whose role and condition hold; -1 if there is none.
@inline(__always)
private func firstEnabled(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Int32 {
  let row = m.rows.find(UInt64(truncatingIfNeeded: stage) &<< 32 | UInt64(truncatingIfNeeded: event))
  if row < 0 { return -1 }
  let range = m.rows.rows[row].transitions
  var index = range.lowerBound
  while index < range.upperBound {
    // Lines that are not `otherwise` exclude each other, so the first that holds is the only one.
    if holds(m, &s, base, index, roleBit, p, v, &b) {
      b.currentRule = m.candidates[Int(index)].rule
      return index
    }
    index &+= 1
  }
  return -1
}

@inline(__always)
private func holds(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int32, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  let roles = m.candidates[Int(index)].roles
  // A bit of zero is the engine itself, which may do whatever any role may.
  if roles != 0, roleBit != 0, roles & roleBit == 0 {
    if b.isTracing { b.trace.append(TraceEntry(index: m.candidates[Int(index)].rule, verdict: .anotherRole)) }
    return false
  }
  let condition = m.candidates[Int(index)].condition
  if condition < 0 { return true }
  let result = test(m, &s, base, condition, p, v, &b)
  if !result, b.isTracing { b.trace.append(TraceEntry(index: m.candidates[Int(index)].rule, verdict: .conditionFalse)) }
  return result
}

// MARK: The general round

/// Every active stage with lines is asked; transitions are selected as appendix D does it.
private func general(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ isExternalPerson: Bool, _ transitions: [UInt64], _ reactions: [UInt64], _ offset: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  b.selected.removeAll(keepingCapacity: true)
  b.reactions.removeAll(keepingCapacity: true)
  let finished = s[base] & StateLayout.finishedBit != 0
  if !finished { selectTransitions(m, &s, base, event, roleBit, transitions, offset, p, v, &b) }
  selectReactions(m, &s, base, event, roleBit, reactions, offset, finished, p, v, &b)
  if b.failed { return .none }
  for index in b.selected {
    let verdict = m.verdict(index, &b)
    if verdict == .refused || verdict == .ignored && b.selected.count == 1 && b.reactions.isEmpty { return verdict }
  }
  let taken = !b.selected.isEmpty || m.defaults.indices.contains(event) && m.defaults[event] == .handled
  if isExternalPerson, !taken { dropOuterReactions(m, &b) }
  guard !b.selected.isEmpty || !b.reactions.isEmpty else { return .none }
  save(m, &s, base, &b)
  for position in b.reactions.indices { react(m, &s, base, b.reactions[position], p, v, &b) }
  take(m, &s, base, p, v, &b)
  return .fired
}

/// On a person's event a reaction outside the stages runs only if the event is taken.
private func dropOuterReactions(_ m: borrowing Machine, _ b: inout StepBuffer) {
  var hasInner = false
  for index in b.reactions where m.candidates[Int(index)].source > 0 { hasInner = true }
  if !hasInner { b.reactions.removeAll(keepingCapacity: true) }
}

private func selectReactions(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ masks: [UInt64], _ offset: Int, _ finished: Bool, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  for word in 0..<m.layout.stageWords {
    var bits = masks[offset + word] & UInt64(bitPattern: s[base + StateLayout.activeStart + word])
    while bits != 0 {
      let stage = word * 64 + bits.trailingZeroBitCount
      bits &= bits &- 1
      // Once finished, only reactions outside the stages still run.
      if finished, stage != 0 { continue }
      let row = m.rows.find(UInt64(stage) << 32 | UInt64(event))
      guard row >= 0 else { continue }
      selectReactions(m, &s, base, m.rows.rows[row].reactions, roleBit, p, v, &b)
    }
  }
}

private func selectReactions(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ range: Range<Int32>, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  var applied = false
  for index in range {
    let bit = m.candidates[Int(index)].onceBit
    if m.candidates[Int(index)].otherwise, applied {
      if b.isTracing { b.trace.append(TraceEntry(index: m.candidates[Int(index)].rule, verdict: .earlierLineApplies)) }
      continue
    }
    guard holds(m, &s, base, index, roleBit, p, v, &b) else { continue }
    applied = true
    // A `once` reaction that has run in this stay still counts as the line that applies.
    if bit >= 0, s[base + m.layout.onceStart + Int(bit) / 64] & (1 << Int64(bit % 64)) != 0 { continue }
    b.reactions.append(index)
  }
}

/// Appendix D, selectTransitions: for each active stage without stages inside, in the order of the text, the innermost
/// enabled transition around it; then conflicts are removed.
private func selectTransitions(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ masks: [UInt64], _ offset: Int, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  var any: UInt64 = 0
  for word in 0..<m.layout.stageWords { any |= masks[offset + word] & UInt64(bitPattern: s[base + StateLayout.activeStart + word]) }
  guard any != 0 else { return }
  for word in 0..<m.layout.stageWords {
    var leaves = m.atomic[word] & UInt64(bitPattern: s[base + StateLayout.activeStart + word])
    while leaves != 0 {
      var stage = word * 64 + leaves.trailingZeroBitCount
      leaves &= leaves &- 1
      while stage >= 0 {
        if masks[offset + stage / 64] & (1 << UInt64(stage % 64)) != 0 {
          let index = firstEnabled(m, &s, base, stage, event, roleBit, p, v, &b)
          if index >= 0 {
            addTransition(m, &s, base, index, &b)
            break
          }
        }
        stage = Int(m.stageParent[stage])
      }
    }
  }
}

/// Appendix D, removeConflictingTransitions: where two would leave the same stages, the inner one wins, then the earlier.
private func addTransition(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int32, _ b: inout StepBuffer) {
  if b.selected.contains(index) { return }
  let new = m.candidates[Int(index)]
  var position = 0
  while position < b.selected.count {
    let old = m.candidates[Int(b.selected[position])]
    let low = max(new.exitLow, old.exitLow)
    let high = min(new.exitHigh, old.exitHigh)
    if low < high, anyActive(m, &s, base, Int(low), Int(high)) {
      let isInner = new.source > old.source && new.source < m.stageEnd[Int(old.source)]
      guard isInner else {
        if b.isTracing { b.trace.append(TraceEntry(index: new.rule, verdict: .outranked)) }
        return
      }
      if b.isTracing { b.trace.append(TraceEntry(index: old.rule, verdict: .outranked)) }
      b.selected.remove(at: position)
    } else {
      position += 1
    }
  }
  b.selected.append(index)
}

// MARK: `once`

/// One round of `once` lines on the state as it stands; whether anything ran.
func runOnce(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  if s[base] & StateLayout.finishedBit != 0 { return false }
  var any: UInt64 = 0
  for word in 0..<m.layout.stageWords {
    any |= (m.onceTransitions[word] | m.onceReactions[word]) & UInt64(bitPattern: s[base &+ StateLayout.activeStart &+ word])
  }
  if any == 0 { return false }
  return runOnceRound(m, &s, base, any, v, &b)
}

private func runOnceRound(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ any: UInt64, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  let none = InlineArray<1, Int64>(repeating: 0)
  let p = none.span
  if m.layout.stageWords == 1, m.onceReactions[0] & any == 0, any & (any &- 1) == 0, !b.isTracing {
    return single(m, &s, base, any.trailingZeroBitCount, m.onceEvent, 0, p, v, &b) == .fired
  }
  return general(m, &s, base, m.onceEvent, 0, false, m.onceTransitions, m.onceReactions, 0, p, v, &b) == .fired
}

extension Machine {
  /// What taking a transition means for the event as a whole.
  @inline(__always)
  func verdict(_ index: Int32, _ b: inout StepBuffer) -> RoundVerdict {
    switch candidates[Int(index)].outcome {
    case .refuse:
      b.decisiveRule = candidates[Int(index)].rule
      b.refusal = candidates[Int(index)].entryStart
      return .refused
    case .ignore:
      b.decisiveRule = candidates[Int(index)].rule
      return .ignored
    default: return .fired
    }
  }
}
