package import WorkroomLanguage
import WorkroomValues

extension Machine {
  /// Compiles a checked workflow.
  package static func compile(_ workflow: CheckedWorkflow) -> Machine {
    var compiler = Compiler(workflow)
    compiler.sortRules()
    let (enter, leave, rows) = compiler.compileNodes()
    let startEntry = Int32(compiler.entries.count)
    compiler.addEntry(0, to: .defaults)
    let start = startEntry..<Int32(compiler.entries.count)
    let tracks = compiler.conditionalTracks()
    compiler.addItemEntries()
    compiler.addDefaults()
    let layout = compiler.layout()
    compiler.findPlain(enter)
    return Machine(workflow, compiler, layout, enter, leave, rows, start, tracks)
  }

  private init(
    _ workflow: CheckedWorkflow, _ compiler: Compiler, _ layout: StateLayout, _ enter: [Int32], _ leave: [Int32],
    _ rows: [RowTable.Row], _ start: Range<Int32>, _ tracks: [ConditionalTrack]
  ) {
    let nodes = compiler.table.nodes
    let words = layout.stageWords
    self.workflow = workflow
    self.layout = layout
    digest = workflow.meaning
    stageOfNode = nodes.map { Int32($0.stage) }
    itemOfNode = nodes.map { Int32($0.item) }
    firstNode = compiler.table.first.map(Int32.init)
    stageEnd = nodes.map { Int32($0.end) }
    stageParent = nodes.map { Int32($0.parent) }
    holdsTracks = Machine.mask(nodes.indices.filter { nodes[$0].holdsTracks }, words)
    firstInside = nodes.indices.map { Int32(compiler.firstInside($0) ?? -1) }
    trackConditions = compiler.trackConditions
    enterCode = enter
    leaveCode = leave
    atomic = Machine.mask(nodes.indices.filter { nodes[$0].children.isEmpty }, words)
    mayBeEmpty = Machine.mask(nodes.indices.filter { compiler.mayBeEmpty($0) }, words)
    hasLeaveWork = Machine.mask(nodes.indices.filter { compiler.hasLeaveWork($0, leave) }, words)
    rootFinals = Machine.mask(nodes[0].children.filter { nodes[$0].kind == .final }, words)
    timerRange = compiler.timerRange
    reactionRange = compiler.reactionRange
    waitRange = compiler.waitRange
    conditionalTracks = tracks
    eaches = compiler.eaches
    itemEntries = compiler.itemEntries
    countCodes = compiler.countCodes
    memories = compiler.memories
    eventTransitions = Machine.dispatch(rows, workflow.events.count, words) { !$0.transitions.isEmpty }
    eventReactions = Machine.dispatch(rows, workflow.events.count, words) { !$0.reactions.isEmpty }
    let once = rows.filter { Int($0.event) == workflow.events.count }
    onceTransitions = Machine.mask(once.filter { !$0.transitions.isEmpty }.map { Int($0.stage) }, words)
    onceReactions = Machine.mask(once.filter { !$0.reactions.isEmpty }.map { Int($0.stage) }, words)
    self.rows = RowTable(rows, stages: nodes.count, events: workflow.events.count + 1)
    candidates = compiler.candidates
    moves = compiler.moves
    entries = compiler.entries
    startEntry = start
    texts = Machine.texts(workflow)
    let textIndex = Dictionary(zip(texts, texts.indices), uniquingKeysWith: { first, _ in first })
    self.textIndex = textIndex
    numberWords = Machine.itemNames(workflow).map { textIndex[$0].map(Machine.literal) ?? 0 }
    let record = Compiler.defaults(workflow.record) { textIndex[$0] }
    recordDefaults = record.map { $0 ?? 0 }
    recordDefaultMask = record.indices.reduce(0) { record[$1] == nil ? $0 : $0 | 1 << Int64($1) }
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
    earmarkFields = compiler.earmarkFields.map(Int32.init)
    campaignChanged = Int32(workflow.events.firstIndex { $0.path == "campaign.changed" } ?? -1)
    influencerChanged = Int32(workflow.events.firstIndex { $0.path == "influencer.changed" } ?? -1)
    let isSmall = words == 1
    self.isSmall = isSmall
    small =
      isSmall
      ? SmallMachine(
        hasOnce: onceTransitions[0] | onceReactions[0], hasOnceReactions: onceReactions[0],
        hasUnsureOnce: compiler.unsureOnce(once, onceTransitions[0] | onceReactions[0], hasLeaveWork[0]),
        hasLeaveWork: hasLeaveWork[0], rootFinals: rootFinals[0]) : SmallMachine()
    subjects = workflow.events.map { Int32($0.subject ?? -1) }
    events = Machine.eventRows(
      workflow, isSmall ? eventTransitions : [], isSmall ? eventReactions : [], [campaignChanged, influencerChanged])
    code = compiler.code
    constants = compiler.constants
    currencies = compiler.currencies
    homeCurrency = workflow.currency.flatMap { compiler.currencies.firstIndex(of: $0) }.map { Int64($0 + 1) } ?? -1
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

  private static func eventRows(
    _ workflow: CheckedWorkflow, _ transitions: [UInt64], _ reactions: [UInt64], _ changes: [Int32]
  ) -> [EventRow] {
    let readsOwed = workflow.expressions.contains { if case .owed = $0.operation { true } else { false } }
    return workflow.events.enumerated().map { index, event in
      var row = EventRow(
        transitions: transitions.isEmpty ? 0 : transitions[index], reactions: reactions.isEmpty ? 0 : reactions[index],
        senders: event.senders, special: [], isHandled: event.otherwise == .handled, each: -1)
      if changes.contains(Int32(index)) { row.special.insert(.changesView) }
      if workflow.countsUntaken(index) { row.special.insert(.countsUntaken) }
      if readsOwed { row.special.insert(.notesSubject) }
      for (place, each) in workflow.eaches.enumerated() {
        if each.added == index { row.special.insert(.addsItem) }
        if each.waived == index { row.special.insert(.waivesItem) }
        if each.added == index || each.waived == index { row.each = Int32(place) }
      }
      return row
    }
  }

  /// `1`, `2`, ...: as many as an `each` may have items.
  private static func itemNames(_ workflow: CheckedWorkflow) -> [String] {
    let most = workflow.eaches.map(\.most).max() ?? 0
    return (0..<most).map { "\($0 + 1)" }
  }

  /// The definition's own texts keep their places; names of items that it does not hold stand behind them.
  private static func texts(_ workflow: CheckedWorkflow) -> [String] {
    let known = Set(workflow.texts)
    return workflow.texts + itemNames(workflow).filter { !known.contains($0) }
  }
}
