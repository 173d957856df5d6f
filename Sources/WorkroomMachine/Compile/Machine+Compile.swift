package import WorkroomLanguage
import WorkroomValues

extension Machine {
  /// Compiles a checked workflow.
  package static func compile(_ workflow: CheckedWorkflow) -> Machine {
    var compiler = Compiler(workflow)
    compiler.sortRules()
    let (enter, leave, rows) = compiler.compileStages()
    let startEntry = Int32(compiler.entries.count)
    compiler.addEntry(0, to: 0)
    let start = startEntry..<Int32(compiler.entries.count)
    let tracks = compiler.conditionalTracks()
    let layout = compiler.layout()
    compiler.findPlain(enter)
    return Machine(workflow, compiler, layout, enter, leave, rows, start, tracks)
  }

  private init(
    _ workflow: CheckedWorkflow, _ compiler: Compiler, _ layout: StateLayout, _ enter: [Int32], _ leave: [Int32],
    _ rows: [RowTable.Row], _ start: Range<Int32>, _ tracks: [ConditionalTrack]
  ) {
    let stages = workflow.stages
    let words = layout.stageWords
    self.workflow = workflow
    self.layout = layout
    digest = workflow.meaning
    stageEnd = stages.map { Int32($0.end) }
    stageParent = stages.map { Int32($0.parent) }
    enterCode = enter
    leaveCode = leave
    atomic = Machine.mask(stages.indices.filter { stages[$0].children.isEmpty }, words)
    mayBeEmpty = Machine.mask(stages.indices.filter { compiler.mayBeEmpty($0) }, words)
    hasLeaveWork = Machine.mask(stages.indices.filter { compiler.hasLeaveWork($0, leave) }, words)
    rootFinals = Machine.mask(stages[0].children.filter { stages[$0].kind == .final }, words)
    timerRange = compiler.timerRange
    reactionRange = compiler.reactionRange
    waitRange = compiler.waitRange
    conditionalTracks = tracks
    eventTransitions = Machine.dispatch(rows, workflow.events.count, words) { !$0.transitions.isEmpty }
    eventReactions = Machine.dispatch(rows, workflow.events.count, words) { !$0.reactions.isEmpty }
    let once = rows.filter { Int($0.event) == workflow.events.count }
    onceTransitions = Machine.mask(once.filter { !$0.transitions.isEmpty }.map { Int($0.stage) }, words)
    onceReactions = Machine.mask(once.filter { !$0.reactions.isEmpty }.map { Int($0.stage) }, words)
    self.rows = RowTable(rows, stages: stages.count, events: workflow.events.count + 1)
    candidates = compiler.candidates
    entries = compiler.entries
    startEntry = start
    textIndex = Dictionary(zip(workflow.texts, workflow.texts.indices), uniquingKeysWith: { first, _ in first })
    (recordDefaults, recordDefaultMask) = compiler.recordDefaults(textIndex)
    timers = compiler.timers
    dateTimers = compiler.timers.indices.filter { compiler.timers[$0].kind == .at }.map(Int32.init)
    assigns = compiler.assigns
    assignItems = compiler.assignItems
    let handled = Set(rows.map(\.event))
    assignedEvents = workflow.poolKinds.map { kind in
      guard let event = workflow.events.firstIndex(where: { $0.path == "\(kind).assigned" }),
        handled.contains(Int32(event))
      else { return (-1, 0) }
      return (Int32(event), Int32(workflow.events[event].payload.count))
    }
    campaignChanged = Int32(workflow.events.firstIndex { $0.path == "campaign.changed" } ?? -1)
    influencerChanged = Int32(workflow.events.firstIndex { $0.path == "influencer.changed" } ?? -1)
    let isSmall = words == 1
    self.isSmall = isSmall
    small =
      isSmall
      ? SmallMachine(
        hasOnce: onceTransitions[0] | onceReactions[0], hasOnceReactions: onceReactions[0],
        hasLeaveWork: hasLeaveWork[0],
        rootFinals: rootFinals[0]) : SmallMachine()
    let (transitions, reactions, changes) = (eventTransitions, eventReactions, [campaignChanged, influencerChanged])
    events = workflow.events.enumerated().map { index, event in
      EventRow(
        transitions: isSmall ? transitions[index] : 0, reactions: isSmall ? reactions[index] : 0,
        senders: event.senders,
        changesView: changes.contains(Int32(index)))
    }
    code = compiler.code
    constants = compiler.constants
    senders = workflow.events.map(\.senders)
    personRoles = workflow.roles.indices.reduce(0) { workflow.roles[$1].isPerson ? $0 | 1 << UInt64($1) : $0 }
    defaults = workflow.events.map(\.otherwise)
  }

  private static func mask(_ stages: [Int], _ words: Int) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: words)
    for stage in stages { mask[stage / 64] |= 1 << UInt64(stage % 64) }
    return mask
  }

  private static func dispatch(
    _ rows: [RowTable.Row], _ events: Int, _ words: Int, _ has: (RowTable.Row) -> Bool
  ) -> [UInt64] {
    var masks = [UInt64](repeating: 0, count: events * words)
    for row in rows where has(row) {
      let (stage, event) = (Int(row.stage), Int(row.event))
      guard event < events else { continue }
      masks[event * words + stage / 64] |= 1 << UInt64(stage % 64)
    }
    return masks
  }
}

extension Compiler {
  fileprivate func layout() -> StateLayout {
    let words = (workflow.stages.count + 63) / 64
    var next = StateLayout.activeStart + words
    func take(_ count: Int) -> Int {
      defer { next += count }
      return next
    }
    let once = take((Int(onceCount) + 63) / 64)
    let wait = take((Int(waitCount) + 63) / 64)
    let hasOptional = workflow.record.contains { $0.mayBeUnset }
    let mask = hasOptional ? take(1) : -1
    let record = take(workflow.record.count)
    let timer = take(timers.count)
    let count = take(Int(countWords))
    return StateLayout(
      stageWords: words, onceStart: once, waitStart: wait, recordMask: mask, recordStart: record, timerStart: timer,
      countStart: count, stride: next)
  }

  fileprivate mutating func conditionalTracks() -> [ConditionalTrack] {
    var tracks: [ConditionalTrack] = []
    for (index, stage) in workflow.stages.enumerated() where stage.kind == .track && stage.condition != nil {
      let start = Int32(entries.count)
      addEntry(index, to: index)
      tracks.append(
        ConditionalTrack(track: Int32(index), parent: Int32(stage.parent), entry: start..<Int32(entries.count)))
    }
    return tracks
  }

  /// A stage whose tracks may all be uncalled for.
  fileprivate func mayBeEmpty(_ stage: Int) -> Bool {
    workflow.stages[stage].holdsTracks
      && workflow.stages[stage].children.allSatisfy { workflow.stages[$0].condition != nil }
  }

  fileprivate func recordDefaults(_ texts: [String: Int]) -> ([Int64], Int64) {
    var words: [Int64] = []
    var mask: Int64 = 0
    for (index, field) in workflow.record.enumerated() {
      let word: Int64? =
        switch field.fallback {
        case .word(let word): word
        case .text(let text): texts[text].map(Machine.literal)
        case .none, .list, .group: field.type == .window ? openWindow : nil
        }
      words.append(word ?? 0)
      if word != nil { mask |= 1 << Int64(index) }
    }
    return (words, mask)
  }

  func hasLeaveWork(_ stage: Int, _ leave: [Int32]) -> Bool {
    leave[stage] >= 0 || !timerRange[stage].isEmpty || !reactionRange[stage].isEmpty || !waitRange[stage].isEmpty
  }

  /// Transitions of small machines that enter without any work of their own: what they do to the stages is two masks.
  fileprivate mutating func findPlain(_ enter: [Int32]) {
    guard workflow.stages.count <= 64 else { return }
    for index in candidates.indices {
      switch candidates[index].outcome {
      case .stay: candidates[index].isPlain = true
      case .goTo, .restart:
        let steps = entries[Int(candidates[index].entryStart)..<Int(candidates[index].entryEnd)]
        candidates[index].exitMask = rangeMask(0, Int(candidates[index].exitLow), Int(candidates[index].exitHigh))
        candidates[index].entryMask = steps.reduce(0) { $0 | 1 << UInt64($1.stage) }
        candidates[index].isPlain = steps.allSatisfy { step in
          step.condition < 0 && enter[Int(step.stage)] < 0 && timerRange[Int(step.stage)].isEmpty
            && !stopsTimers(Int(step.stage))
        }
      case .ignore, .refuse, .reaction: break
      }
    }
  }

  /// Whether it finishes the participation while timers outside the stages run.
  private func stopsTimers(_ stage: Int) -> Bool {
    workflow.stages[stage].kind == .final && workflow.stages[stage].parent == 0 && !timerRange[0].isEmpty
  }
}
