import WorkroomLanguage

/// What one round came to.
enum RoundVerdict {
  case none, ignored, refused, fired
  /// Fired, and nothing can follow.
  case stable

  var hasFired: Bool { self == .fired || self == .stable }
}

/// One round: selects the rules that an event calls for, then runs them.
@inline(__always)
func microstep(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  isPerson: Bool, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  if m.isSmall, !b.isTracing {
    let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
    let row = m.events[event]
    if row.reactions & active == 0 {
      let transitions = row.transitions & active
      if transitions == 0 { return .none }
      if transitions & (transitions &- 1) == 0 {
        return single(m, &s, base, transitions.trailingZeroBitCount, event, roleBit, p, v, &b)
      }
    }
  }
  return microstepOfMany(m, &s, base, event, roleBit, isPerson, p, v, &b)
}

/// The same where several stages have lines for the event, or in a machine of more than 64 nodes.
private func microstepOfMany(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ isPerson: Bool, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  let offset = event &* m.layout.stageWords
  if !m.isSmall, !b.isTracing {
    switch concerned(m, &s, base, m.eventTransitions, m.eventReactions, offset) {
    case .nobody: return .none
    case .one(let node): return single(m, &s, base, node, event, roleBit, p, v, &b)
    case .several: break
    }
  }
  return general(m, &s, base, event, roleBit, isPerson, m.eventTransitions, m.eventReactions, offset, p, v, &b)
}

/// Which active nodes have lines for an event.
private enum Concerned {
  case nobody, several
  /// One node has transitions, and nothing reacts.
  case one(Int)
}

@inline(__always)
private func concerned(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ transitions: [UInt64], _ reactions: [UInt64],
  _ offset: Int
) -> Concerned {
  var found = -1
  for word in 0..<m.layout.stageWords {
    let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart &+ word])
    if reactions[offset &+ word] & active != 0 { return .several }
    let bits = transitions[offset &+ word] & active
    if bits == 0 { continue }
    if found >= 0 || bits & (bits &- 1) != 0 { return .several }
    found = word &* 64 &+ bits.trailingZeroBitCount
  }
  return found < 0 ? .nobody : .one(found)
}

/// The usual round: one active stage has lines for the event, and nothing reacts.
///
/// It is what `general` would do, without its lists: there is nothing to compare and nothing to put in order.
@inline(__always)
private func single(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  if s[base] & StateLayout.finishedBit != 0 { return .none }
  let index = Int(firstEnabled(m, &s, base, stage, event, roleBit, p, v, &b))
  if index < 0 || b.failed { return .none }
  let verdict = takePlain(m, &s, base, index, p, v, &b)
  return verdict != .none ? verdict : takeAlone(m, &s, base, index, p, v, &b)
}

func takeAlone(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> RoundVerdict {
  switch m.candidates[index].outcome {
  case .refuse, .ignore:
    b.verdictBy = Int32(index)
    return m.candidates[index].outcome == .refuse ? .refused : .ignored
  case .goTo, .restart, .stay, .reaction:
    save(m, &s, base, &b)
    takeOne(m, &s, base, index, p, v, &b)
    return .fired
  }
}

/// The first line of a stage whose role and condition hold; -1 if there is none.
@inline(__always)
func firstEnabled(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Int32 {
  let row = m.rows.find(stage, event)
  var index = m.rows.rows[row].transitions.lowerBound
  let end = m.rows.rows[row].transitions.upperBound
  while index < end {
    // Lines that are not `otherwise` exclude each other, so the first that holds is the only one.
    if holds(m, &s, base, Int(index), roleBit, p, v, &b) { return index }
    index &+= 1
  }
  return -1
}

@inline(__always)
private func holds(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  let condition = m.candidates[index].condition
  let roles = m.candidates[index].roles
  // A bit of zero is the engine itself, which may do whatever any role may.
  if roles != 0, roleBit != 0, roles & roleBit == 0 {
    if b.isTracing, condition < 0 || isMeant(m, &s, base, condition, p, &b) {
      b.trace.append(TraceEntry(index: m.candidates[index].rule, verdict: .anotherRole))
    }
    return false
  }
  if condition < 0 { return true }
  let hadFailed = b.failed
  let result = test(m, &s, base, condition, p, v, &b)
  if b.failed, !hadFailed { b.decisiveRule = m.candidates[index].rule }
  if !result, b.isTracing, isMeant(m, &s, base, condition, p, &b) {
    b.trace.append(TraceEntry(index: m.candidates[index].rule, verdict: .conditionFalse))
  }
  return result
}

// MARK: The general round

/// Every active stage with lines is asked; transitions are selected as appendix D does it.
private func general(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ isPerson: Bool, _ transitions: [UInt64], _ reactions: [UInt64], _ offset: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) -> RoundVerdict {
  b.selected.removeAll(keepingCapacity: true)
  b.reactions.removeAll(keepingCapacity: true)
  let finished = s[base] & StateLayout.finishedBit != 0
  if !finished { selectTransitions(m, &s, base, event, roleBit, transitions, offset, p, v, &b) }
  selectReactions(m, &s, base, event, roleBit, reactions, offset, finished, p, v, &b)
  if b.failed { return .none }
  var isTaken = false
  for index in b.selected {
    switch m.candidates[Int(index)].outcome {
    case .refuse:
      b.verdictBy = index
      return .refused
    case .ignore: b.verdictBy = index
    case .goTo, .stay, .restart, .reaction: isTaken = true
    }
  }
  if isPerson, !isTaken, !(b.selected.isEmpty && m.defaults[event] == .handled) { dropOuterReactions(m, &b) }
  guard isTaken || !b.reactions.isEmpty else { return b.selected.isEmpty ? .none : .ignored }
  save(m, &s, base, &b)
  for position in b.reactions.indices { react(m, &s, base, Int(b.reactions[position]), p, v, &b) }
  take(m, &s, base, p, v, &b)
  return .fired
}

/// On a person's event a reaction outside the stages runs only if the event is taken: by a transition, by a reaction of
/// a stage, or by default.
private func dropOuterReactions(_ m: borrowing Machine, _ b: inout StepBuffer) {
  for index in b.reactions where m.candidates[Int(index)].source > 0 { return }
  b.reactions.removeAll(keepingCapacity: true)
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
      selectReactions(m, &s, base, m.rows.rows[m.rows.find(stage, event)].reactions, roleBit, p, v, &b)
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
    guard holds(m, &s, base, Int(index), roleBit, p, v, &b) else { continue }
    applied = true
    // A `once` reaction that has run in this stay still counts as the line that applies.
    if bit >= 0, s[base + m.layout.onceStart + Int(bit) / 64] & (1 << Int64(bit % 64)) != 0 { continue }
    b.reactions.append(index)
  }
}

/// Appendix D, selectTransitions: for each active stage without active stages inside, in the order of the text, the
/// innermost enabled transition around it; then conflicts are removed.
private func selectTransitions(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ event: Int, _ roleBit: UInt64,
  _ masks: [UInt64], _ offset: Int, _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) {
  var any: UInt64 = 0
  for word in 0..<m.layout.stageWords {
    any |= masks[offset + word] & UInt64(bitPattern: s[base + StateLayout.activeStart + word])
  }
  guard any != 0 else { return }
  b.asked.removeAll(keepingCapacity: true)
  for word in 0..<m.layout.stageWords {
    var leaves = (m.atomic[word] | m.mayBeEmpty[word]) & UInt64(bitPattern: s[base + StateLayout.activeStart + word])
    while leaves != 0 {
      let leaf = word * 64 + leaves.trailingZeroBitCount
      leaves &= leaves &- 1
      if m.mayBeEmpty[word] & (1 << UInt64(leaf % 64)) != 0, anyActive(m, &s, base, leaf + 1, Int(m.stageEnd[leaf])) {
        continue
      }
      var stage = leaf
      while stage >= 0 {
        if masks[offset + stage / 64] & (1 << UInt64(stage % 64)) != 0 {
          let index = ask(m, &s, base, stage, event, roleBit, p, v, &b)
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

/// The enabled transition of a stage, which is asked once a round however many stages inside it lead here.
private func ask(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ event: Int, _ roleBit: UInt64,
  _ p: Span<Int64>, _ v: borrowing View, _ b: inout StepBuffer
) -> Int32 {
  for known in b.asked where Int(known.stage) == stage { return known.candidate }
  let index = firstEnabled(m, &s, base, stage, event, roleBit, p, v, &b)
  b.asked.append(StepBuffer.Asked(stage: Int32(stage), candidate: index))
  return index
}

/// Appendix D, removeConflictingTransitions: where two would leave the same stages, the inner one wins, then the
/// earlier. One that loses to any of those already selected takes none of them away.
private func addTransition(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int32, _ b: inout StepBuffer
) {
  if b.selected.contains(index) { return }
  var replaces = false
  for old in b.selected where conflict(m, old, index) {
    guard isInside(m, m.candidates[Int(index)].source, m.candidates[Int(old)].source) else {
      if b.isTracing { b.trace.append(TraceEntry(index: m.candidates[Int(index)].rule, verdict: .outranked)) }
      return
    }
    replaces = true
  }
  if replaces { removeOutranked(m, &s, base, index, &b) }
  b.selected.append(index)
}

private func removeOutranked(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int32, _ b: inout StepBuffer
) {
  var position = 0
  while position < b.selected.count {
    let old = b.selected[position]
    if conflict(m, old, index) {
      if b.isTracing { b.trace.append(TraceEntry(index: m.candidates[Int(old)].rule, verdict: .outranked)) }
      b.selected.remove(at: position)
    } else {
      position += 1
    }
  }
}

/// Whether two transitions change the same part of the workflow, active or not.
private func conflict(_ m: borrowing Machine, _ a: Int32, _ b: Int32) -> Bool {
  for one in m.candidates[Int(a)].moves {
    for other in m.candidates[Int(b)].moves {
      let low = max(m.moves[Int(one)].exitLow, m.moves[Int(other)].exitLow)
      let high = min(m.moves[Int(one)].exitHigh, m.moves[Int(other)].exitHigh)
      if low < high { return true }
    }
  }
  return false
}

private func isInside(_ m: borrowing Machine, _ inner: Int32, _ outer: Int32) -> Bool {
  inner > outer && inner < m.stageEnd[Int(outer)]
}

// MARK: `once`

/// One round of `once` lines on the state as it stands; whether anything ran.
@inline(__always)
func runOnce(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  if m.isSmall {
    let stages = m.small.hasOnce & UInt64(bitPattern: s[base &+ StateLayout.activeStart])
    return stages != 0 && runOnce(m, &s, base, stages, v, &b)
  }
  return runOnceInLarge(m, &s, base, v, &b)
}

private func runOnce(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stages: UInt64,
  _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  if m.small.hasOnceReactions & stages == 0, stages & (stages &- 1) == 0, !b.isTracing {
    return single(m, &s, base, stages.trailingZeroBitCount, m.onceEvent, 0, Span(), v, &b).hasFired
  }
  return runEveryOnce(m, &s, base, v, &b)
}

private func runOnceInLarge(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  switch concerned(m, &s, base, m.onceTransitions, m.onceReactions, 0) {
  case .nobody: return false
  case .one(let node) where !b.isTracing: return single(m, &s, base, node, m.onceEvent, 0, Span(), v, &b).hasFired
  case .one, .several: return runEveryOnce(m, &s, base, v, &b)
  }
}

private func runEveryOnce(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ v: borrowing View, _ b: inout StepBuffer
) -> Bool {
  if s[base] & StateLayout.finishedBit != 0 { return false }
  return general(m, &s, base, m.onceEvent, 0, false, m.onceTransitions, m.onceReactions, 0, Span(), v, &b) == .fired
}
