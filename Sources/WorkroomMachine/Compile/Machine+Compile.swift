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
    compiler.findSimple(enter, leave)
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
    hasLeaveWork = Machine.mask(stages.indices.filter { compiler.hasLeaveWork($0, leave) }, words)
    rootFinals = Machine.mask(stages[0].children.filter { stages[$0].kind == .final }, words)
    timerRange = compiler.timerRange
    reactionRange = compiler.reactionRange
    waitRange = compiler.waitRange
    conditionalTracks = tracks
    eventTransitions = Machine.dispatch(rows, workflow.events.count, words) { !$0.transitions.isEmpty }
    eventReactions = Machine.dispatch(rows, workflow.events.count, words) { !$0.reactions.isEmpty }
    let once = rows.filter { Int($0.key & 0xFFFF_FFFF) == workflow.events.count }
    onceTransitions = Machine.mask(once.filter { !$0.transitions.isEmpty }.map { Int($0.key >> 32) }, words)
    onceReactions = Machine.mask(once.filter { !$0.reactions.isEmpty }.map { Int($0.key >> 32) }, words)
    self.rows = RowTable(rows)
    candidates = compiler.candidates
    entries = compiler.entries
    startEntry = start
    timers = compiler.timers
    assigns = compiler.assigns
    let handled = Set(rows.map { Int($0.key & 0xFFFF_FFFF) })
    assignedEvents = CheckedWorkflow.poolKinds.map { kind in
      workflow.events.firstIndex { $0.path == "\(kind).assigned" }.map { handled.contains($0) ? Int32($0) : -1 } ?? -1
    }
    campaignChanged = Int32(workflow.events.firstIndex { $0.path == "campaign.changed" } ?? -1)
    code = compiler.code
    constants = compiler.constants
    raises = compiler.raises
    senders = workflow.events.map(\.senders)
    personRoles = workflow.roles.indices.reduce(0) { workflow.roles[$1].isPerson ? $0 | 1 << UInt64($1) : $0 }
    defaults = workflow.events.map(\.otherwise)
  }

  private static func mask(_ stages: [Int], _ words: Int) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: words)
    for stage in stages { mask[stage / 64] |= 1 << UInt64(stage % 64) }
    return mask
  }

  private static func dispatch(_ rows: [RowTable.Row], _ events: Int, _ words: Int, _ has: (RowTable.Row) -> Bool) -> [UInt64] {
    var masks = [UInt64](repeating: 0, count: events * words)
    for row in rows where has(row) {
      let (stage, event) = (Int(row.key >> 32), Int(row.key & 0xFFFF_FFFF))
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
      tracks.append(ConditionalTrack(track: Int32(index), parent: Int32(stage.parent), entry: start..<Int32(entries.count)))
    }
    return tracks
  }

  func hasLeaveWork(_ stage: Int, _ leave: [Int32]) -> Bool {
    leave[stage] >= 0 || !timerRange[stage].isEmpty || !reactionRange[stage].isEmpty || !waitRange[stage].isEmpty
  }

  /// Transitions of small machines that leave and enter without any work of their own become two masks.
  fileprivate mutating func findSimple(_ enter: [Int32], _ leave: [Int32]) {
    guard workflow.stages.count <= 64 else { return }
    for index in candidates.indices {
      let candidate = candidates[index]
      guard candidate.outcome == .goTo || candidate.outcome == .restart || candidate.outcome == .stay else { continue }
      let exits = candidate.outcome == .stay ? 0..<0 : Int(candidate.exitLow)..<Int(candidate.exitHigh)
      let steps = candidate.outcome == .stay ? [] : entries[Int(candidate.entryStart)..<Int(candidate.entryEnd)]
      guard exits.allSatisfy({ !hasLeaveWork($0, leave) }),
        steps.allSatisfy({ $0.condition < 0 && enter[Int($0.stage)] < 0 && timerRange[Int($0.stage)].isEmpty })
      else { continue }
      candidates[index].isSimple = true
      candidates[index].exitMask = exits.reduce(0) { $0 | 1 << UInt64($1) }
      candidates[index].entryMask = steps.reduce(0) { $0 | 1 << UInt64($1.stage) }
    }
  }
}
