import WorkroomLanguage

/// Where the words of a state are, and which transitions are the simplest.
extension Compiler {
  func layout() -> StateLayout {
    let words = (table.nodes.count + 63) / 64
    var next = StateLayout.activeStart + words
    func take(_ count: Int) -> Int {
      defer { next += count }
      return next
    }
    let once = take((Int(onceCount) + 63) / 64)
    let wait = take((Int(waitCount) + 63) / 64)
    let hasOptional = workflow.record.contains { $0.mayBeUnset } || !workflow.eaches.isEmpty
    let mask = hasOptional ? take((slotCount + 63) / 64) : -1
    let record = take(slotCount)
    let timer = take(timers.count)
    let count = take(Int(countWords))
    let earmark = take(earmarkFields.count)
    let memory = take(Int(memoryWords))
    let saved = take(Int(savedWords))
    return StateLayout(
      stageWords: words, onceStart: once, waitStart: wait, recordMask: mask, recordStart: record, timerStart: timer,
      countStart: count, earmarkStart: earmark, memoryStart: memory, savedStart: saved, stride: next)
  }

  /// A stage whose tracks may all be uncalled for; items may all be away.
  func mayBeEmpty(_ node: Int) -> Bool {
    table.nodes[node].holdsTracks
      && table.nodes[node].children.allSatisfy { child in
        table.nodes[child].kind == .each || workflow.stages[table.nodes[child].stage].condition != nil
      }
  }

  /// Fields as they begin; `nil` for what is not set then.
  static func defaults(_ fields: [CheckedField], _ text: (String) -> Int?) -> [Int64?] {
    fields.map { field in
      switch field.fallback {
      case .word(let word): word
      case .text(let words): text(words).map(Machine.literal)
      case .none, .list, .group: field.type == .window ? openWindow : nil
      }
    }
  }

  func hasLeaveWork(_ node: Int, _ leave: [Int32]) -> Bool {
    leave[node] >= 0 || !timerRange[node].isEmpty || !reactionRange[node].isEmpty || !waitRange[node].isEmpty
      || memoryIndex[MemoryKey(node: node, isHold: false)] != nil
  }

  /// Transitions of small machines that enter without any work of their own: what they do to the stages is two masks.
  mutating func findPlain(_ enter: [Int32]) {
    guard table.nodes.count <= 64 else { return }
    for index in candidates.indices {
      switch candidates[index].outcome {
      case .stay: candidates[index].isPlain = true
      case .goTo, .restart:
        candidates[index].isPlain = true
        for move in candidates[index].moves {
          let steps = entries[Int(moves[Int(move)].entryStart)..<Int(moves[Int(move)].entryEnd)]
          candidates[index].exitMask |= rangeMask(0, Int(moves[Int(move)].exitLow), Int(moves[Int(move)].exitHigh))
          for step in steps where !isPlain(step, enter) { candidates[index].isPlain = false }
          for step in steps where step.stage >= 0 { candidates[index].entryMask |= 1 << UInt64(step.stage) }
        }
      case .ignore, .refuse, .reaction: break
      }
    }
  }

  private func isPlain(_ step: EntryStep, _ enter: [Int32]) -> Bool {
    step.stage >= 0 && step.condition < 0 && !step.resumes && enter[Int(step.stage)] < 0
      && timerRange[Int(step.stage)].isEmpty && !stopsTimers(Int(step.stage))
      && memoryIndex[MemoryKey(node: Int(step.stage), isHold: true)] == nil
  }

  /// Whether it finishes the participation while timers outside the stages run.
  private func stopsTimers(_ node: Int) -> Bool {
    table.nodes[node].kind == .final && table.nodes[node].parent == 0 && !timerRange[0].isEmpty
  }
}
