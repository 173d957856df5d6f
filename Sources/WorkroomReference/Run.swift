import WorkroomLanguage
import WorkroomMachine

/// One step under way (§3).
struct Run {
  /// What calls for rules: an event with its values and its sender's bit, or the state itself, for `once`.
  struct Call {
    var event: Int?
    var payload: [Int64] = [0]
    /// 0 for the engine itself.
    var role: UInt64 = 0
    var isPerson = false
  }

  let reference: Reference
  let workflow: CheckedWorkflow
  let now: Int64
  /// The thing that the step's event is about; 0 for none.
  let subject: Int64
  /// What the step reads and does not own, with what it has itself taken, owed, paid and set aside so far.
  var view: View
  var state: ReferenceState
  var effects: [ReferenceEffect] = []
  var trace: [TraceEntry] = []
  var resolved: [Int64] = []
  /// What the round is about, and events that rules have raised.
  var call = Call()
  var raised: [Call] = []
  /// The items that have begun in the round.
  var begun: Set<Place> = []
  /// Whether a value has been read that is not set.
  var hasReadNothing = false
  /// The rule that acts or is read; -1 for none.
  var rule = -1
  /// Sees the state in which each rule's condition is read.
  var watch: ((Moment) -> Void)?

  var stages: [CheckedStage] { workflow.stages }

  init(_ reference: Reference, _ state: ReferenceState, _ input: ReferenceInput, _ payload: [Int64], _ view: View) {
    (self.reference, workflow, now) = (reference, reference.workflow, input.now)
    (self.state, self.view) = (state, view)
    if input.kind == .event {
      call = Call(event: input.index, payload: payload, role: input.role < 0 ? 0 : 1 << UInt64(input.role))
      call.isPerson = workflow.roles.indices.contains(input.role) && workflow.roles[input.role].isPerson
    }
    subject = call.event.flatMap { reference.workflow.events[$0].subject }.flatMap { Run.word($0, payload) } ?? 0
  }

  mutating func step(_ input: ReferenceInput) throws -> StepStatus {
    switch input.kind {
    case .start: try start()
    case .event: try event(workflow.events[input.index])
    case .timer: try timer(input.index, input.item)
    case .serve: try serve(input.index, input.item)
    case .migrate: try settle(.taken)
    }
  }

  /// §3.2: the record begins with its defaults, and the workflow is entered. What is held is held.
  private mutating func start() throws -> StepStatus {
    state = ReferenceState(holding: state.held)
    state.records[CheckedWorkflow.root] = workflow.record.map(reference.initialValue)
    try enter(CheckedWorkflow.root, Goal())
    return try settle(.taken)
  }

  /// §3.3: one round for the event, then whatever follows from it; §4.6: what becomes of an event that nothing takes.
  private mutating func event(_ event: CheckedEvent) throws -> StepStatus {
    if event.senders != 0, call.role != 0, event.senders & call.role == 0 { throw Stop(status: .denied) }
    let refused: StepStatus = call.isPerson ? .refused : .ignored
    let (ran, stopper) = try round(call)
    if ran { return try settle(.taken) }
    if let stopper, case .refuse(let words) = outcome(stopper) {
      throw Stop(status: refused, rule: stopper.index, words: words)
    }
    if ["campaign.changed", "influencer.changed"].contains(event.path) { return try settle(.handled) }
    if let stopper { throw Stop(status: .ignored, rule: stopper.index) }
    switch event.otherwise {
    case .handled: return workflow.countsUntaken(call.event!) ? try settle(.handled) : .handled
    case .ignored: throw Stop(status: .ignored)
    case .refused, .undeclared: throw Stop(status: refused)
    }
  }

  /// §3.4: a timer is due. It is spent whether its condition holds or not.
  private mutating func timer(_ index: Int, _ item: Int) throws -> StepStatus {
    let line = Line(index: index, place: Place(stage: workflow.rules[index].owner, item: item))
    guard state.timers[line]?.due != nil else { throw Stop(status: .ignored) }
    rule = index
    let isCalledFor = try holds(line)
    try spend(line)
    guard isCalledFor else { return try settle(.handled) }
    countTime(line)
    _ = try outcome(line) == nil ? run([line], []) : run([], [line])
    return try settle(.taken)
  }

  /// §3.5: an assignment that waits in line is served; while too little is left, nothing changes.
  private mutating func serve(_ action: Int, _ item: Int) throws -> StepStatus {
    let waiting = state.waits.first { $0.key.index == action && $0.key.place.item == item }
    guard let (line, owner) = waiting else { throw Stop(status: .ignored) }
    rule = owner
    guard try assign(line) else { throw Stop(status: .ignored, rule: owner) }
    return try settle(.taken)
  }

  /// §3.7: `once` rules and raised events until nothing is left to do; then dates are read anew. §3.9: not for ever.
  mutating func settle(_ status: StepStatus) throws -> StepStatus {
    if !view.totalsAfter.isEmpty { view.totals = view.totalsAfter }
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
  private mutating func round(_ call: Call) throws -> (ran: Bool, stopper: Line?) {
    self.call = call
    let selected = try selectTransitions()
    var reactions = try selectReactions()
    let refusal = selected.first { if case .refuse = outcome($0) { true } else { false } }
    if let refusal { return (false, refusal) }
    let isTaken = selected.contains { outcome($0) != .ignore }
    // §4.5: on a person's event, what stands outside the stages reacts only if the event is taken: by the vocabulary or
    // an `each` (§9.2), where no rule takes it.
    if let event = call.event, call.isPerson, !isTaken, itemChange() == nil {
      let isHandled = selected.isEmpty && workflow.events[event].otherwise == .handled
      if !isHandled, reactions.allSatisfy({ $0.place.stage == 0 }) { reactions = [] }
    }
    let ran = isTaken || !reactions.isEmpty
    let changed = try run(reactions, ran ? selected : [])
    return (ran || changed, selected.last)
  }

  /// Reactions, then transitions, then what the event does of itself; whether there was anything of that.
  private mutating func run(_ reactions: [Line], _ transitions: [Line]) throws -> Bool {
    let before = state.active
    begun = []
    if call.event == nil { state.ranOnce.formUnion(reactions) }
    for line in reactions { try act(line, .reacted) }
    try take(transitions)
    let changed = try changeTracksAndItems()
    // §8.2: a stage that holds a `resume` without a name remembers, on being entered, what was active around it before.
    for place in state.active.subtracting(before) where reference.interrupting.contains(place.stage) {
      let around = workflow.parent(place)!
      state.interrupted[place] = isBegun(place) ? [] : before.filter { workflow.isInside($0, around) }
    }
    return changed
  }
}
