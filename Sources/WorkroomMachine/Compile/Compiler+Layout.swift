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

  /// The stages whose `once` lines may fail or go on for ever, in a machine of at most 64.
  ///
  /// Of the others, each line leaves its stage for good and enters only stages that are known to be sure already, so that
  /// none comes back; and so few rounds follow from each that those of all stages together are less than a step may have.
  func unsureOnce(_ rows: [RowTable.Row], _ hasOnce: UInt64, _ hasLeaveWork: UInt64) -> UInt64 {
    var rounds: [Int: Int] = [:]
    var known: UInt64 = 0
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for row in rows where rounds[Int(row.stage)] == nil && row.reactions.isEmpty {
        let lines = candidates[Int(row.transitions.lowerBound)..<Int(row.transitions.upperBound)]
        let bit: UInt64 = 1 << UInt64(row.stage)
        let isSure = lines.allSatisfy { line in
          line.isPlain && line.isQuiet && line.exitMask & bit != 0 && line.entryMask & bit == 0
            && line.exitMask & hasLeaveWork == 0 && line.entryMask & hasOnce & ~known == 0
        }
        guard isSure else { continue }
        let most = lines.map { line in rounds.reduce(1) { line.entryMask >> $1.key & 1 == 0 ? $0 : $0 + $1.value } }
          .max()
        guard let most, most <= roundsMax / 64 - 1 else { continue }
        rounds[Int(row.stage)] = most
        known |= bit
        hasGrown = true
      }
    }
    return hasOnce & ~known
  }

  /// Whether it finishes the participation while timers outside the stages run.
  private func stopsTimers(_ node: Int) -> Bool {
    table.nodes[node].kind == .final && table.nodes[node].parent == 0 && !timerRange[0].isEmpty
  }
}
