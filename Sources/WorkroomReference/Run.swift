import WorkroomLanguage
import WorkroomMachine

/// One step under way (§3).
struct Run {
  typealias Place = Snapshot.Place
  typealias Line = ReferenceState.Line

  /// What calls for rules: an event with its values and its sender, or nothing but the state itself (`once`).
  struct Call {
    /// `nil` for `once`.
    var event: Int?
    var payload: [Int64?] = []
    /// The sender's bit; 0 for the engine itself.
    var role: UInt64 = 0
    var isPerson = false
  }

  /// What one round came to.
  enum Verdict {
    case nothing, ignored(rule: Int), refused(rule: Int, words: Int), fired
  }

  let workflow: CheckedWorkflow
  let rules: [Int: [Int]]
  let view: View
  let now: Int64
  /// The word of the thing that the step's event is about; 0 for none.
  let subject: Int64
  let payload: [Int64?]
  var totals: [Int64]
  var state: ReferenceState
  var effects: [ReferenceEffect] = []
  var trace: [TraceEntry] = []
  var resolved: [Int64] = []
  /// Events that rules have raised.
  var queue: [Call] = []
  /// The rule that acts, or whose condition is read; -1 for none.
  var rule = -1

  /// Rounds after the first, after which a step gives up (§3.9).
  static let roundsMax = 1000

  init(_ reference: Reference, _ state: ReferenceState, _ input: ReferenceInput, _ words: [Int64], _ view: View) {
    workflow = reference.workflow
    rules = reference.rules
    self.state = state
    self.view = view
    now = input.now
    totals = view.totals
    let event = input.kind == .event ? workflow.events[input.index] : nil
    payload = (event?.payload.indices ?? 0..<0).map {
      words.isEmpty || words[0] >> Int64($0) & 1 == 0 ? nil : words[$0 + 1]
    }
    subject = event?.subject.flatMap { [payload] in payload[$0] } ?? 0
  }

  mutating func step(_ input: ReferenceInput) throws(Stop) -> StepStatus {
    switch input.kind {
    case .start: try start()
    case .event: try event(input)
    case .timer: try timer(Line(index: input.index, item: input.item))
    case .serve: try serve(Line(index: input.index, item: input.item))
    case .migrate: try settle(.taken)
    }
  }

  /// §3.2: the record begins with its defaults, and the workflow is entered.
  private mutating func start() throws(Stop) -> StepStatus {
    let held = state.held
    state = ReferenceState()
    state.held = held
    state.record = workflow.record.map(initialValue)
    try enter(Place(stage: 0), Goal())
    return try settle(.taken)
  }

  /// §3.3: one round for the event, then whatever follows from it.
  private mutating func event(_ input: ReferenceInput) throws(Stop) -> StepStatus {
    let declared = workflow.events[input.index]
    let role: UInt64 = input.role < 0 ? 0 : 1 << UInt64(input.role)
    if declared.senders != 0, role != 0, declared.senders & role == 0 { throw Stop(status: .denied) }
    let isPerson = workflow.roles.indices.contains(input.role) && workflow.roles[input.role].isPerson
    let call = Call(event: input.index, payload: payload, role: role, isPerson: isPerson)
    let verdict = try round(call)
    if case .refused(let rule, let words) = verdict {
      throw Stop(status: isPerson ? .refused : .ignored, rule: rule, refusal: words)
    }
    let followed = try follow(call)
    switch verdict {
    case .fired: return try settle(.taken)
    case _ where followed: return try settle(.taken)
    case _ where declared.path == "campaign.changed" || declared.path == "influencer.changed":
      return try settle(.handled)
    case .ignored(let rule): throw Stop(status: .ignored, rule: rule)
    default: break
    }
    switch declared.otherwise {
    case .handled: return .handled
    case .ignored: throw Stop(status: .ignored)
    case .refused, .undeclared: throw Stop(status: isPerson ? .refused : .ignored)
    }
  }

  /// What an event does of itself, once its own rules have run: tracks of a changed campaign (§5.5), items (§9.2).
  private mutating func follow(_ call: Call) throws(Stop) -> Bool {
    guard !state.isFinished else { return false }
    let before = state.active
    if workflow.events[call.event!].path == "campaign.changed" {
      for index in workflow.stages.indices where workflow.stages[index].kind == .track {
        for parent in inOrder(state.active.filter { $0.stage == workflow.stages[index].parent }) {
          rule = -1
          try enter(Place(stage: index, item: parent.item), Goal())
        }
      }
    }
    for each in workflow.eaches {
      rule = -1
      if each.added == call.event { try add(each, call.payload) }
      if each.waived == call.event, let item = named(each, call.payload, event: call.event!) {
        try remove(item)
      }
    }
    rememberInterrupted(before)
    return state.active != before
  }

  /// §3.4: a timer is due. It is spent whether its condition holds or not.
  private mutating func timer(_ line: Line) throws(Stop) -> StepStatus {
    guard state.timers[line]?.due != nil else { throw Stop(status: .ignored) }
    rule = line.index
    let reader = Reader(place: place(line))
    let holds = try workflow.rules[line.index].condition.map { condition throws(Stop) in
      try value(condition, reader) != 0
    }
    try spend(line)
    guard holds != false else {
      note(line.index, .conditionFalse)
      return try settle(.handled)
    }
    countTime(line)
    if workflow.rules[line.index].outcome == nil { try react(line, []) } else { try take([line], []) }
    return try settle(.taken)
  }

  /// §3.5: an assignment that waits in line is served; while too little is left, nothing changes.
  private mutating func serve(_ line: Line) throws(Stop) -> StepStatus {
    guard let owner = state.waits[line] else { throw Stop(status: .ignored) }
    rule = owner
    guard try assign(line.index, Reader(place: Place(stage: workflow.rules[owner].owner, item: line.item))) else {
      throw Stop(status: .ignored, rule: owner)
    }
    return try settle(.taken)
  }

  /// §3.7: `once` rules and raised events until nothing is left to do; then dates are read anew.
  private mutating func settle(_ status: StepStatus) throws(Stop) -> StepStatus {
    var rounds = 0
    if !view.totalsAfter.isEmpty { totals = view.totalsAfter }
    while true {
      if !state.isFinished, case .fired = try round(Call()) {
      } else if !queue.isEmpty {
        try raised(queue.removeFirst())
      } else {
        break
      }
      rounds += 1
      if rounds > Run.roundsMax { throw Stop(status: .tooManyRounds, rule: rule) }
    }
    try readDatesAnew()
    return rounds > 0 ? .taken : status
  }

  /// §4.7: a line that refuses is for people; here it takes the event and nothing else happens.
  private mutating func raised(_ call: Call) throws(Stop) {
    if case .refused = try round(call) { return }
    _ = try follow(call)
  }

  /// §4.6: one round. Every condition is read before anything is done.
  private mutating func round(_ call: Call) throws(Stop) -> Verdict {
    let selected = state.isFinished ? [] : try selectTransitions(call)
    var reactions = try selectReactions(call)
    func outcome(_ line: Line) -> CheckedRule.Outcome? { workflow.rules[line.index].outcome }
    for line in selected {
      if case .refuse(let words) = outcome(line) { return .refused(rule: line.index, words: words) }
    }
    let isTaken = selected.contains { outcome($0) != .ignore }
    if call.isPerson, !isTaken, !takesItself(call, selected), !reactions.contains(where: { place($0).stage > 0 }) {
      reactions = []
    }
    guard isTaken || !reactions.isEmpty else { return selected.last.map { .ignored(rule: $0.index) } ?? .nothing }
    for line in reactions { try react(line, call.payload) }
    try take(selected, call.payload)
    return .fired
  }

  /// Whether an event is taken although no rule of a stage takes it: by the vocabulary, or by an `each` (§9.2).
  private func takesItself(_ call: Call, _ selected: [Line]) -> Bool {
    guard let event = call.event else { return false }
    if selected.isEmpty, workflow.events[event].otherwise == .handled { return true }
    return workflow.eaches.contains { each in
      (each.added == event && freePlace(each, call.payload) != nil)
        || (each.waived == event && named(each, call.payload, event: event) != nil)
    }
  }
}
