import WorkroomLanguage

/// What stages remember for `resume`: the nodes that were active, and the time that was left of their timers.

/// Whether a memory holds anything.
func remembers(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ memory: Int) -> Bool {
  let slot = m.memories[memory]
  let start = base + m.layout.memoryStart + Int(slot.word)
  for word in 0..<slot.wordCount where s[start + word] != 0 { return true }
  return false
}

/// Whether a memory holds a node.
func remembers(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ memory: Int, _ node: Int
) -> Bool {
  let slot = m.memories[memory]
  let word = base + m.layout.memoryStart + Int(slot.word) + node >> 6 - slot.firstWord
  return s[word] & (1 &<< Int64(node & 63)) != 0
}

/// Before nodes are left: what a `resume` names remembers what is active inside it, in place of what it remembered.
func remember(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ low: Int, _ high: Int) {
  for memory in m.memories.indices {
    let slot = m.memories[memory]
    let node = Int(slot.node)
    guard !slot.isHold, node >= low, node < high, isActive(m, &s, base, node) else { continue }
    let start = base + m.layout.memoryStart + Int(slot.word)
    for word in 0..<slot.wordCount { s[start + word] = activeWord(m, &s, base, slot, word) }
  }
}

/// Before the exits of a round: what is active around each stage that holds a `resume` without a name.
func noteHolds(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer) {
  b.noted.removeAll(keepingCapacity: true)
  for memory in m.memories.indices where m.memories[memory].isHold {
    let slot = m.memories[memory]
    b.noted.append(isActive(m, &s, base, Int(slot.node)) ? 1 : 0)
    for word in 0..<slot.wordCount { b.noted.append(activeWord(m, &s, base, slot, word)) }
  }
}

/// After its entries: a stage that was not active before and is now remembers what was noted.
func keepHolds(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ b: inout StepBuffer) {
  var place = 0
  for memory in m.memories.indices where m.memories[memory].isHold {
    let slot = m.memories[memory]
    let start = base + m.layout.memoryStart + Int(slot.word)
    if b.noted[place] == 0, isActive(m, &s, base, Int(slot.node)) {
      for word in 0..<slot.wordCount { s[start + word] = b.noted[place + 1 + word] }
    }
    place += 1 + slot.wordCount
  }
  b.noted.removeAll(keepingCapacity: true)
}

/// What was noted of an item whose place another one has taken in the same round is not the new one's.
func forgetNoted(_ m: borrowing Machine, _ node: Int, _ b: inout StepBuffer) {
  if b.noted.isEmpty { return }
  var place = 0
  for memory in m.memories.indices where m.memories[memory].isHold {
    let slot = m.memories[memory]
    if Int(slot.node) >= node, slot.node < m.stageEnd[node] {
      for word in 0...slot.wordCount { b.noted[place + word] = 0 }
    }
    place += 1 + slot.wordCount
  }
}

/// Stages inside a node that is entered as if for the first time remember nothing.
func forget(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ node: Int, holdsOnly: Bool = false
) {
  for memory in m.memories.indices {
    let slot = m.memories[memory]
    guard Int(slot.node) >= node, slot.node < m.stageEnd[node], slot.isHold || !holdsOnly else { continue }
    if holdsOnly, !isActive(m, &s, base, Int(slot.node)) { continue }
    let start = base + m.layout.memoryStart + Int(slot.word)
    for word in 0..<slot.wordCount { s[start + word] = 0 }
  }
}

private func activeWord(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ slot: MemorySlot, _ word: Int
) -> Int64 {
  let active = UInt64(bitPattern: s[base + StateLayout.activeStart + slot.firstWord + word])
  return Int64(bitPattern: active & slot.mask(word, m.stageEnd[Int(slot.node)]))
}

extension Machine {
  /// The nodes that a memory holds.
  func remembered(_ memory: Int, _ state: Span<Int64>) -> [Int] {
    let slot = memories[memory]
    return (Int(slot.low)..<Int(slot.high)).filter { node in
      state[layout.memoryStart + Int(slot.word) + node / 64 - slot.firstWord] & (1 << Int64(node % 64)) != 0
    }
  }
}

// MARK: Timers

/// In place of the time that was left: the timer is one that the stage did not have when it was left.
let startsAnew: Int64 = -2

/// Keeps the time that is left of a timer whose stage is being left: one more than its milliseconds, so that 0 is one that
/// did not run; what is spent stays spent.
func saveTimer(_ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ now: Int64) {
  let rule = m.timers[timer]
  let saved = base + m.layout.savedStart + Int(rule.savedIndex)
  let due = s[base + m.layout.timerStart + timer]
  s[saved] = due > 0 ? max(due - now, 0) + 1 : due
  if rule.countIndex >= 0 { s[saved + 1] = s[base + m.layout.countStart + Int(rule.countIndex)] }
}

/// A timer goes on where it was left; one that was overdue is due now. Whether it could.
func resumeTimer(
  _ m: borrowing Machine, _ s: inout MutableSpan<Int64>, _ base: Int, _ timer: Int, _ now: Int64
) -> Bool {
  let rule = m.timers[timer]
  guard rule.savedIndex >= 0 else { return false }
  let saved = base + m.layout.savedStart + Int(rule.savedIndex)
  if s[saved] == startsAnew { return false }
  s[base + m.layout.timerStart + timer] = s[saved] > 0 ? max(now + s[saved] - 1, 1) : s[saved]
  if rule.countIndex >= 0 { s[base + m.layout.countStart + Int(rule.countIndex)] = s[saved + 1] }
  return true
}
