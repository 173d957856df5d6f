import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomStore
import WorkroomValues

/// Events, what the engine answers to them, and what is seen of every step.
extension Play {
  func send(
    _ person: Int, _ event: Int, _ role: Int, _ values: [GivenValue], _ answer: CheckedScenarioLine.Answer
  ) throws(EngineError) {
    let campaign = try begun()
    guard let influencer = influencers[person] else {
      throw .request("`\(scenario.people[person])` does not take part")
    }
    trail.append(TrailStep(line: line, what: said, steps: []))
    var command = Command(
      source: .library, campaign: campaign.id, influencer: influencer, event: workflow.events[event].path,
      role: workflow.roles[role].name, payload: values.map { WrittenValue(name: $0.name, text: $0.text) })
    // Nobody is there to be asked: what a scenario says is meant.
    command.isAgreed = true
    let reply = try engine.submit(command)
    trail[trail.count - 1].answer = reply
    try judge(reply, answer, workflow.events[event].path)
  }

  /// Compares what became of an event with what the line says.
  private func judge(
    _ reply: Reply, _ answer: CheckedScenarioLine.Answer, _ event: String
  ) throws(EngineError) {
    switch (reply.outcome, answer) {
    case (.taken, .taken), (.handled, .taken), (.ignored, .ignored), (.repeated, .ignored): return
    case (.refused, .refused(let words)):
      guard !words.isEmpty, !reply.reason.contains(words) else { return }
      fail("`\(event)` was refused with other words", ["expected: \(words)", "refused: \(reply.reason)"])
    case (.taken, _), (.handled, _):
      let wanted = if case .refused = answer { "refused" } else { "ignored" }
      end("`\(event)` was not \(wanted): it was \(reply.outcome == .taken ? "taken" : "handled by default")")
    default: end("`\(event)` was \(Play.word(reply.outcome))", try why(reply))
    }
  }

  private static func word(_ outcome: Reply.Outcome) -> String {
    switch outcome {
    case .refused: "refused"
    case .ignored, .repeated: "ignored"
    default: "not possible"
    }
  }

  private func why(_ reply: Reply) throws(EngineError) -> [String] {
    var lines: [String] = []
    if reply.outcome == .repeated {
      lines.append("because it was recorded before")
    } else if !reply.reason.isEmpty {
      lines.append("because \(reply.reason)")
    }
    if reply.line > 0 { lines.append("decided by \(player.sources.workflow.source.name):\(reply.line)") }
    if reply.outcome == .refused || reply.outcome == .ignored { lines += try nearMisses() }
    if !reply.possible.isEmpty { lines.append("possible instead: \(reply.possible.joined(separator: ", "))") }
    return lines
  }

  /// The conditions because of which no line took the event, with the value of every part.
  private func nearMisses() throws(EngineError) -> [String] {
    guard let step = newest, step.input.kind == .event else { return [] }
    let words = try valueWords()
    var lines: [String] = []
    for entry in engine.trace where entry.verdict == .conditionFalse {
      let rule = workflow.rules[Int(entry.index)]
      guard rule.outcome != nil, let condition = rule.condition, workflow.stages[rule.owner].each == nil else {
        continue
      }
      let moment = Moment(
        player.reference, definition.machine.snapshot(step.before.span),
        ReferenceInput(.event, Int(step.input.index), role: Int(step.input.role), now: step.input.now),
        payload: step.payload, view: step.view, place: Snapshot.Place(stage: rule.owner))
      lines += ConditionReader.tree(of: condition, player.texts, moment, words)?.picture() ?? []
    }
    return lines
  }

  // MARK: Steps

  /// Sees every step that the engine takes: what it looked at, and what it wants sent and told.
  func observe(_ step: ObservedStep) throws(EngineError) {
    stepCount += 1
    newest = step
    if people[step.participation] == nil, let joining { people[step.participation] = joining }
    let isDone = step.status == .taken || step.status == .handled
    let effects = isDone ? engine.effects : []
    let decisive = isDone ? -1 : engine.decisiveRule
    let seen = SeenStep(
      participation: step.participation, input: step.input, status: step.status, trace: engine.trace, decisive: decisive
    )
    if trail.isEmpty { trail.append(TrailStep(line: line, what: said, steps: [])) }
    trail[trail.count - 1].steps.append(seen)
    coverage.note(step, seen, effects, definition.machine)
    if let person = people[step.participation] {
      coverage.note(
        Reached(scenario: scenario.name, lines: line + 1, person: scenario.people[person]),
        definition.machine.activeStages(step.after.span))
    }
    for effect in effects { try note(effect, step) }
  }

  /// Keeps what leaves the house.
  private func note(_ effect: Effect, _ step: ObservedStep) throws(EngineError) {
    var words = ""
    switch effect.kind {
    case .email, .contract, .note, .tell: words = try engine.text(effect.a, definition) ?? ""
    case .createOrder, .cancelOrder: break
    case .poolEmpty: words = workflow.poolKinds[Int(effect.a)]
    default: return
    }
    guard let person = people[step.participation] else { return }
    messages.append(
      Message(
        kind: effect.kind, words: words, person: person, role: effect.kind == .tell ? Int(effect.b) : nil,
        rule: Int(effect.rule), line: line, occurred: step.input.now))
  }
}

/// Something that leaves the house: a mail, a contract, an order, words for somebody.
struct Message {
  var kind: Effect.Kind
  /// Its words; for a pool without items left, the kind of item.
  var words: String
  var person: Int
  var role: Int?
  var rule: Int
  /// The line of the scenario that was played.
  var line: Int
  var occurred: Int64
  var isExpected = false
}

/// One step as a trail tells it.
struct SeenStep {
  var participation: Int64
  var input: StepInput
  var status: StepStatus
  var trace: [TraceEntry]
  /// The rule that refused or ignored; -1 for none.
  var decisive: Int
}

/// What came of one line of a scenario.
struct TrailStep {
  var line: Int
  var what: String
  var steps: [SeenStep]
  var answer: Reply?
}
