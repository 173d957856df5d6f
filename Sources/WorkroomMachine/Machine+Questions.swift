package import WorkroomLanguage
package import WorkroomValues

/// What can be asked of a state without running anything.
extension Machine {
  /// The word of a text that the definition itself holds.
  static func literal(_ index: Int) -> Int64 { -Int64(index) - 1 }

  /// The word of a text, if the definition holds the same text: so conditions compare texts by their words.
  package func textWord(_ text: String) -> Int64? { textIndex[text].map(Machine.literal) }

  /// The text of a literal's word; `nil` for one from the table of texts.
  package func literalText(_ word: Int64) -> String? {
    guard word < 0, texts.indices.contains(Int(-word - 1)) else { return nil }
    return texts[Int(-word - 1)]
  }

  /// The currency behind an effect's index of one: 0 is the campaign's own.
  package func currency(_ index: Int64) -> Currency? { index == 0 ? nil : currencies[Int(index) - 1] }

  func isActive(_ node: Int, _ state: Span<Int64>) -> Bool {
    state[StateLayout.activeStart + node / 64] & (1 << Int64(node % 64)) != 0
  }

  func activeNodes(_ state: Span<Int64>) -> [Int] { stageOfNode.indices.filter { isActive($0, state) } }

  /// The active stages of a state, outer before inner; each once, however many items are in it.
  package func activeStages(_ state: Span<Int64>) -> [Int] {
    let stages = activeNodes(state).map { Int(stageOfNode[$0]) }
    return eaches.isEmpty ? stages : Set(stages).sorted()
  }

  /// Bits that stand for stages in the words from `StateLayout.activeStart` on, to ask whether one of them is active.
  package func mask(of stages: [Int]) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: layout.stageWords)
    let wanted = Set(stages.map(Int32.init))
    for node in stageOfNode.indices where wanted.contains(stageOfNode[node]) {
      words[node / 64] |= 1 << UInt64(node % 64)
    }
    return words
  }

  package func isFinished(_ state: Span<Int64>) -> Bool { Machine.isFinished(state) }

  /// The same of a state of any machine, which is not asked.
  package static func isFinished(_ state: Span<Int64>) -> Bool { state[0] & StateLayout.finishedBit != 0 }

  package func holds(_ kind: Int, _ state: Span<Int64>) -> Bool {
    state[0] >> (StateLayout.heldShift + Int64(kind)) & 1 != 0
  }

  /// The timer that is due first: by its instant, then inner before outer, then the order of the text.
  package func nextTimer(_ state: Span<Int64>) -> (timer: Int, due: Int64)? {
    var best: (timer: Int, due: Int64)?
    for timer in timers.indices {
      let due = state[layout.timerStart + timer]
      guard due > 0 else { continue }
      guard let known = best else {
        best = (timer, due)
        continue
      }
      if due < known.due || (due == known.due && isInner(timer, known.timer)) { best = (timer, due) }
    }
    return best
  }

  private func isInner(_ timer: Int, _ other: Int) -> Bool {
    let (stage, outer) = (Int(timers[timer].stage), Int(timers[other].stage))
    return stage > outer && stage < Int(stageEnd[outer])
  }

  /// The checked rule of a timer.
  package func rule(ofTimer timer: Int) -> CheckedRule {
    workflow.rules[Int(candidates[Int(timers[timer].candidate)].rule)]
  }

  /// Every timer that runs in a state, with its due time.
  package func runningTimers(_ state: Span<Int64>) -> [(timer: Int, due: Int64)] {
    timers.indices.compactMap { timer in
      let due = state[layout.timerStart + timer]
      return due > 0 ? (timer, due) : nil
    }
  }

  /// Assignments that wait in line, with the kind and the group they wait for.
  package func waiting(_ state: Span<Int64>) -> [(site: Int, kinds: [Int])] {
    assigns.indices.compactMap { site in
      let index = Int(assigns[site].waitIndex)
      guard index >= 0, state[layout.waitStart + index / 64] & (1 << Int64(index % 64)) != 0 else { return nil }
      return (site, assigns[site].items.map { Int(assignItems[Int($0)].kind) })
    }
  }

  /// Events that some line of an active stage waits for, or that add or waive an item, in the order of their declaration.
  package func awaitedEvents(_ state: Span<Int64>) -> [Int] {
    let finished = isFinished(state)
    return workflow.events.indices.filter { event in
      if events[event].each >= 0, !finished, mayChange(eaches[Int(events[event].each)], event, state) { return true }
      for word in 0..<layout.stageWords {
        let active = UInt64(bitPattern: state[StateLayout.activeStart + word])
        if !finished, eventTransitions[event * layout.stageWords + word] & active != 0 { return true }
        // What stands outside the stages says nothing about what is possible here.
        let inner = word == 0 ? active & ~1 : active
        if !finished, eventReactions[event * layout.stageWords + word] & inner != 0 { return true }
      }
      return false
    }
  }

  /// Whether there is a place to add an item, or an item to waive.
  private func mayChange(_ each: EachRow, _ event: Int, _ state: Span<Int64>) -> Bool {
    guard isActive(Int(each.parent), state) else { return false }
    let live = (0..<Int(each.most)).count { isActive(each.node($0), state) }
    return events[event].special.contains(.addsItem) ? live < Int(each.most) : live > 0
  }

  package var timerCount: Int { timers.count }
  package var assignmentCount: Int { assigns.count }

  package func event(named path: String) -> Int? { workflow.events.firstIndex { $0.path == path } }
  package func role(named name: String) -> Int? { workflow.roles.firstIndex { $0.name == name } }
}
