import WorkroomLanguage

/// Leaving and entering stages.

@inline(__always)
func isActive(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int) -> Bool {
  s[base &+ StateLayout.activeStart &+ stage >> 6] & (1 &<< Int64(stage & 63)) != 0
}

/// Whether any stage of a range is active.
func anyActive(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ low: Int, _ high: Int) -> Bool {
  for word in low >> 6...(high - 1) >> 6 {
    if UInt64(bitPattern: s[base + StateLayout.activeStart + word]) & rangeMask(word, low, high) != 0 { return true }
  }
  return false
}

/// The bits of a word that stand for stages of a range.
@inline(__always)
func rangeMask(_ word: Int, _ low: Int, _ high: Int) -> UInt64 {
  let first = max(low - word * 64, 0)
  let last = min(high - word * 64, 64)
  guard first < last else { return 0 }
  return (last == 64 ? UInt64.max : (1 &<< UInt64(last)) &- 1) & ~((1 &<< UInt64(first)) &- 1)
}

/// A transition that only changes which stages are active, in a machine of at most 64; `none` if it is not one.
///
/// Where neither it nor what follows can fail, there is nothing to take back, so that the state is not saved; where nothing
/// follows, there is nothing to settle.
@inline(__always)
func takePlain(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) -> RoundVerdict {
  let candidate = m.candidates[index]
  let active = UInt64(bitPattern: s[base &+ StateLayout.activeStart])
  let left = active & candidate.exitMask
  guard candidate.isPlain, left & m.small.hasLeaveWork == 0 else { return .none }
  let next = active & ~left | candidate.entryMask
  let later = next & m.small.hasOnce
  let isSure = candidate.isQuiet && later & m.small.hasUnsureOnce == 0 && m.dateTimers.isEmpty
  if !isSure { save(m, &s, base, &b) }
  b.currentRule = candidate.rule
  s[base &+ StateLayout.activeStart] = Int64(bitPattern: next)
  if next & m.small.rootFinals != 0 { s[base] |= StateLayout.finishedBit }
  if candidate.action >= 0 { act(m, &s, base, candidate.action, p, v, &b) }
  return isSure && later == 0 ? .stable : .fired
}

/// Runs the only transition of a round, which is what `take` would do without its lists.
func takeOne(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  let moves = m.candidates[index].moves
  guard moves.count <= 1 else {
    b.selected.removeAll(keepingCapacity: true)
    b.selected.append(Int32(index))
    return take(m, &s, base, p, v, &b)
  }
  if !m.memories.isEmpty { noteHolds(m, &s, base, &b) }
  b.currentRule = m.candidates[index].rule
  for place in moves {
    leave(m, &s, base, Int(m.moves[Int(place)].exitLow), Int(m.moves[Int(place)].exitHigh), p, v, &b)
  }
  b.currentRule = m.candidates[index].rule
  if b.isTracing { b.trace.append(TraceEntry(index: b.currentRule, verdict: .fired)) }
  if m.candidates[index].action >= 0 { act(m, &s, base, m.candidates[index].action, p, v, &b) }
  for place in moves { enter(m, &s, base, m.moves[Int(place)].entryStart..<m.moves[Int(place)].entryEnd, p, v, &b) }
  if !m.memories.isEmpty { keepHolds(m, &s, base, &b) }
}

/// Runs the selected transitions: leaving, innermost first; their actions; entering, outermost first.
func take(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) {
  orderSelected(m, &b)
  if !m.memories.isEmpty { noteHolds(m, &s, base, &b) }
  var position = b.ordered.count
  while position > 0 {
    position -= 1
    let move = m.moves[Int(b.ordered[position])]
    b.currentRule = m.candidates[Int(move.candidate)].rule
    leave(m, &s, base, Int(move.exitLow), Int(move.exitHigh), p, v, &b)
  }
  for position in b.selected.indices {
    let index = Int(b.selected[position])
    b.currentRule = m.candidates[index].rule
    if b.isTracing { b.trace.append(TraceEntry(index: b.currentRule, verdict: .fired)) }
    if m.candidates[index].action >= 0 { execute(m, &s, base, m.candidates[index].action, p, v, &b) }
  }
  for position in b.ordered.indices {
    let move = m.moves[Int(b.ordered[position])]
    b.currentRule = m.candidates[Int(move.candidate)].rule
    enter(m, &s, base, move.entryStart..<move.entryEnd, p, v, &b)
  }
  if !m.memories.isEmpty { keepHolds(m, &s, base, &b) }
}

/// Stages are left and entered in the order of the text, whatever order their transitions were selected in.
private func orderSelected(_ m: borrowing Machine, _ b: inout StepBuffer) {
  b.ordered.removeAll(keepingCapacity: true)
  for position in b.selected.indices {
    for move in m.candidates[Int(b.selected[position])].moves {
      var place = b.ordered.count
      while place > 0, m.moves[Int(b.ordered[place - 1])].exitLow > m.moves[Int(move)].exitLow { place -= 1 }
      b.ordered.insert(move, at: place)
    }
  }
}

/// Runs one reaction.
func react(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ index: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  b.currentRule = m.candidates[index].rule
  if b.isTracing { b.trace.append(TraceEntry(index: b.currentRule, verdict: .reacted)) }
  let bit = Int(m.candidates[index].onceBit)
  if bit >= 0 { s[base + m.layout.onceStart + bit / 64] |= 1 << Int64(bit % 64) }
  if m.candidates[index].action >= 0 { execute(m, &s, base, m.candidates[index].action, p, v, &b) }
}

/// Leaves every active stage of a range, innermost first.
func leave(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ low: Int, _ high: Int, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  guard low < high else { return }
  if !m.memories.isEmpty { remember(m, &s, base, low, high) }
  var word = (high - 1) >> 6
  while word >= low >> 6 {
    var bits = UInt64(bitPattern: s[base + StateLayout.activeStart + word]) & rangeMask(word, low, high)
    while bits != 0 {
      let bit = 63 - bits.leadingZeroBitCount
      bits &= ~(1 << UInt64(bit))
      let stage = word * 64 + bit
      if b.isTracing { b.trace.append(TraceEntry(index: m.stageOfNode[stage], verdict: .left)) }
      if m.hasLeaveWork[word] & (1 << UInt64(bit)) != 0 { leaveWork(m, &s, base, stage, p, v, &b) }
      s[base + StateLayout.activeStart + word] &= ~(1 << Int64(bit))
    }
    word -= 1
  }
}

/// What leaving one stage takes along: its `on leave` lines, timers, places in line and memory of reactions.
private func leaveWork(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, _ p: Span<Int64>,
  _ v: borrowing View,
  _ b: inout StepBuffer
) {
  if m.leaveCode[stage] >= 0 {
    let acting = b.currentRule
    execute(m, &s, base, m.leaveCode[stage], p, v, &b)
    b.currentRule = acting
  }
  for timer in m.timerRange[stage] {
    if m.timers[Int(timer)].savedIndex >= 0 { saveTimer(m, &s, base, Int(timer), b.now) }
    stop(m, &s, base, Int(timer))
  }
  for bit in m.reactionRange[stage] { s[base + m.layout.onceStart + Int(bit) / 64] &= ~(1 << Int64(bit % 64)) }
  for bit in m.waitRange[stage] { s[base + m.layout.waitStart + Int(bit) / 64] &= ~(1 << Int64(bit % 64)) }
}

/// Enters the stages of an entry list, outermost first; a track whose condition is false is passed over.
func enter(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ range: Range<Int32>, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  var index = range.lowerBound
  while index < range.upperBound {
    let step = m.entries[Int(index)]
    if step.condition >= 0, !test(m, &s, base, step.condition, p, v, &b) {
      index = step.skip
      continue
    }
    if step.stage >= 0 { enter(m, &s, base, Int(step.stage), resumes: step.resumes, p, v, &b) }
    index += 1
  }
}

func enter(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ stage: Int, resumes: Bool, _ p: Span<Int64>,
  _ v: borrowing View, _ b: inout StepBuffer
) {
  let word = base + StateLayout.activeStart + stage >> 6
  guard s[word] & (1 << Int64(stage & 63)) == 0 else { return }
  s[word] |= 1 << Int64(stage & 63)
  if b.isTracing { b.trace.append(TraceEntry(index: m.stageOfNode[stage], verdict: .entered)) }
  if m.rootFinals[stage >> 6] & (1 << UInt64(stage & 63)) != 0 { finish(m, &s, base) }
  if m.enterCode[stage] >= 0 {
    // What is entered next is entered by the rule that led here, not by these lines.
    let acting = b.currentRule
    execute(m, &s, base, m.enterCode[stage], p, v, &b)
    b.currentRule = acting
  }
  if s[base] & StateLayout.finishedBit == 0 {
    for timer in m.timerRange[stage] {
      if resumes, resumeTimer(m, &s, base, Int(timer), b.now) { continue }
      arm(m, &s, base, Int(timer), p, v, &b)
    }
  }
}

/// A finished participation has no timers any more.
func finish(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int) {
  s[base] |= StateLayout.finishedBit
  for timer in m.timers.indices { stop(m, &s, base, timer) }
}

/// When the campaign's details change, tracks that are called for now are entered; none is ever removed.
func addTracks(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ p: Span<Int64>, _ v: borrowing View,
  _ b: inout StepBuffer
) -> Bool {
  guard s[base] & StateLayout.finishedBit == 0 else { return false }
  var added = false
  for position in m.conditionalTracks.indices {
    let track = m.conditionalTracks[position]
    guard isActive(m, &s, base, Int(track.parent)), !isActive(m, &s, base, Int(track.track)) else { continue }
    b.currentRule = -1
    enter(m, &s, base, track.entry, p, v, &b)
    guard isActive(m, &s, base, Int(track.track)) else { continue }
    forget(m, &s, base, Int(track.track), holdsOnly: true)
    added = true
  }
  return added
}

/// The word and the bit that say whether an assignment waits in line.
func waitBit(_ m: borrowing Machine, _ base: Int, _ index: Int) -> (word: Int, bit: Int64) {
  (base + m.layout.waitStart + index / 64, 1 << Int64(index % 64))
}
