import WorkroomLanguage
import WorkroomMachine

/// One step under way (§3).
struct Run {
  typealias Place = Snapshot.Place
  typealias Line = ReferenceState.Line

  /// What calls for rules: an event with its values and its sender's bit, or the state itself, for `once`.
  struct Call {
    var event: Int?
    var payload: [Int64?] = []
    /// 0 for the engine itself.
    var role: UInt64 = 0
    var isPerson = false
  }

  let workflow: CheckedWorkflow
  let rules: [Int: [Int]]
  let view: View
  let now: Int64
  /// The thing that the step's event is about; 0 for none.
  let subject: Int64
  var totals: [Int64]
  var state: ReferenceState
  var effects: [ReferenceEffect] = []
  var trace: [TraceEntry] = []
  var resolved: [Int64] = []
  /// What the round is about, and events that rules have raised.
  var call: Call
  var raised: [Call] = []
  /// The rule that acts or is read; -1 for none.
  var rule = -1
  /// Sees the state in which each rule's condition is read.
  var watch: ((Moment) -> Void)?

  var stages: [CheckedStage] { workflow.stages }

  init(_ reference: Reference, _ state: ReferenceState, _ input: ReferenceInput, _ words: [Int64], _ view: View) {
    (workflow, rules) = (reference.workflow, reference.rules)
    (self.state, self.view, now, totals) = (state, view, input.now, view.totals)
    call = Call(event: input.kind == .event ? input.index : nil)
    let event = call.event.map { reference.workflow.events[$0] }
    call.payload = (event?.payload.indices ?? 0..<0).map { words[0] >> Int64($0) & 1 == 0 ? nil : words[$0 + 1] }
    subject = event?.subject.flatMap { [call] in call.payload[$0] } ?? 0
  }

  mutating func step(_ input: ReferenceInput) throws(Stop) -> StepStatus {
    switch input.kind {
    case .start: try start()
    case .event: try event(workflow.events[input.index], input.role)
    case .timer: try timer(Line(index: input.index, item: input.item))
    case .serve: try serve(Line(index: input.index, item: input.item))
    case .migrate: try settle(.taken)
    }
  }

  /// §3.2: the record begins with its defaults, and the workflow is entered. What is held is held.
  private mutating func start() throws(Stop) -> StepStatus {
    let held = state.held
    state = ReferenceState()
    (state.held, state.record) = (held, workflow.record.map(initialValue))
    try enter(Place(stage: 0), Goal())
    return try settle(.taken)
  }

  /// §3.3: one round for the event, then whatever follows from it; §4.6: what becomes of an event that nothing takes.
  private mutating func event(_ event: CheckedEvent, _ sender: Int) throws(Stop) -> StepStatus {
    call.role = sender < 0 ? 0 : 1 << UInt64(sender)
    call.isPerson = workflow.roles.indices.contains(sender) && workflow.roles[sender].isPerson
    if event.senders != 0, call.role != 0, event.senders & call.role == 0 { throw Stop(status: .denied) }
    let refused: StepStatus = call.isPerson ? .refused : .ignored
    let (ran, stopper) = try round(call)
    if ran { return try settle(.taken) }
    if let stopper, case .refuse(let words) = workflow.rules[stopper].outcome {
      throw Stop(status: refused, rule: stopper, words: words)
    }
    if ["campaign.changed", "influencer.changed"].contains(event.path) { return try settle(.handled) }
    if let stopper { throw Stop(status: .ignored, rule: stopper) }
    switch event.otherwise {
    case .handled: return call.event.map(workflow.countsUntaken) == true ? try settle(.handled) : .handled
    case .ignored: throw Stop(status: .ignored)
    case .refused, .undeclared: throw Stop(status: refused)
    }
  }

  /// §3.4: a timer is due. It is spent whether its condition holds or not.
  private mutating func timer(_ line: Line) throws(Stop) -> StepStatus {
    guard state.timers[line]?.due != nil else { throw Stop(status: .ignored) }
    rule = line.index
    let checked = workflow.rules[line.index]
    watch?(Moment(run: self, line))
    let answer = try checked.condition.map { condition throws(Stop) in try value(condition, place(line)) }
    try spend(line)
    if answer == 0 {
      note(line.index, .conditionFalse)
      return try settle(.handled)
    }
    countTime(line)
    if checked.outcome == nil { try react(line) } else { try take([line]) }
    return try settle(.taken)
  }

  /// §3.5: an assignment that waits in line is served; while too little is left, nothing changes.
  private mutating func serve(_ line: Line) throws(Stop) -> StepStatus {
    guard let owner = state.waits[line] else { throw Stop(status: .ignored) }
    rule = owner
    let place = Place(stage: workflow.rules[owner].owner, item: line.item)
    guard try assign(line.index, place) else { throw Stop(status: .ignored, rule: owner) }
    return try settle(.taken)
  }

  /// §3.7: `once` rules and raised events until nothing is left to do; then dates are read anew. §3.9: not for ever.
  private mutating func settle(_ status: StepStatus) throws(Stop) -> StepStatus {
    if !view.totalsAfter.isEmpty { totals = view.totalsAfter }
    var rounds = 0
    while true {
      let ran = state.isFinished ? false : try round(Call()).ran
      if !ran {
        if raised.isEmpty { break }
        _ = try round(raised.removeFirst())
      }
      rounds += 1
      if rounds > 1000 { throw Stop(status: .tooManyRounds, rule: rule) }
    }
    try readDatesAnew()
    return rounds > 0 ? .taken : status
  }

  /// One round: every condition is read before anything is done (§4). If nothing ran, what refused or ignored the event.
  private mutating func round(_ call: Call) throws(Stop) -> (ran: Bool, stopper: Int?) {
    self.call = call
    let selected = state.isFinished ? [] : try selectTransitions()
    var reactions = try selectReactions()
    let outcomes = selected.map { workflow.rules[$0.index].outcome! }
    let refusal = outcomes.firstIndex { if case .refuse = $0 { true } else { false } }
    if let refusal { return (false, selected[refusal].index) }
    let isTaken = outcomes.contains { $0 != .ignore }
    // §4.5: on a person's event, what stands outside the stages reacts only if the event is taken.
    if call.isPerson, !isTaken, !isTakenAnyway(selected), !reactions.contains(where: { place($0).stage > 0 }) {
      reactions = []
    }
    if isTaken || !reactions.isEmpty {
      if call.event == nil { state.ranOnce.formUnion(reactions) }
      for line in reactions { try react(line) }
      try take(selected)
    }
    let ran = isTaken || !reactions.isEmpty
    return try (changeTracksAndItems() || ran, selected.last?.index)
  }

  /// Whether the vocabulary takes an event that no rule takes, or an `each` does (§9.2).
  private func isTakenAnyway(_ selected: [Line]) -> Bool {
    guard let event = call.event else { return false }
    return selected.isEmpty && workflow.events[event].otherwise == .handled
      || workflow.eaches.contains {
        $0.added == event && freePlace($0) != nil || $0.waived == event && named($0) != nil
      }
  }
}
