import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomStore
import WorkroomValues

/// A copy of a participation to try things on: the same machine, the same view, and nothing written anywhere.
struct Rehearsal {
  /// What can be done with it.
  enum Move: Equatable {
    case send(event: Int, role: Int, payload: [Int64])
    case wait(until: Int64)
    /// An item comes for an assignment that waits in line.
    case serve(site: Int)
  }

  struct Outcome {
    var status: StepStatus
    /// The rule that refused or ignored; -1 for none.
    var rule: Int
    /// The words of a refusal.
    var words: String?
    /// Why the event is set aside before any rule sees it.
    var objection: String?
    var isTaken: Bool { objection == nil && (status == .taken || status == .handled) }
    /// Whether a line of the workflow takes it, and it is not only noted.
    var isTakenByLine: Bool { isTaken && status == .taken }
  }

  let teller: Teller
  let definition: Definition
  private let reference: Reference
  private(set) var state: [Int64]
  /// When the terms were agreed.
  private var accepted: Int64?
  private(set) var now: Int64
  /// The stages that the last move has entered, though they may be left again.
  private(set) var entered: Set<Int> = []
  /// What the next step reads; its totals are those before an event.
  private(set) var view: View
  /// The view without anything that was tried: what totals are counted from.
  private let totals: [Int64]

  /// A participation as it stands now, with everything done that is due.
  init(_ teller: Teller) throws(EngineError) {
    self.teller = teller
    definition = try teller.definition()
    reference = Reference(definition.workflow)
    state = teller.row.state
    accepted = teller.row.accepted
    let clock = max(teller.engine.clock.now.milliseconds, teller.campaign.head.occurred)
    now = min(clock, teller.row.since)
    let nothing = StepInput(kind: .serve, index: 0, role: -1, now: now)
    view = try teller.engine.sight(of: nothing, [0], teller.row)
    totals = view.totals
    wait(until: clock)
  }

  var machine: Machine { definition.machine }
  var snapshot: Snapshot { machine.snapshot(state.span) }
  var isFinished: Bool { machine.isFinished(state.span) }

  /// Two copies with the same numbers go on in the same way.
  var identity: [Int64] {
    state + view.pools.map(\.available) + [now, view.paid] + view.totals + view.owed.map(\.amount) + view.earmarked
  }

  func isActive(_ stage: Int) -> Bool { machine.activeStages(state.span).contains(stage) }

  // MARK: Moves

  /// Does what a move says; whether it led anywhere.
  mutating func make(_ move: Move) throws(EngineError) -> Bool {
    entered = []
    switch move {
    case .send(let event, let role, let payload): return try send(event, role: role, payload).isTaken
    case .wait(let instant):
      return wait(until: instant)
    case .serve(let site): return serve(site)
    }
  }

  /// The groups that an assignment which waits in line takes from, with one item more in each.
  private mutating func serve(_ site: Int) -> Bool {
    let place = Snapshot.Place(stage: 0, item: machine.assignmentIdentity(site).item)
    for group in groups(of: site) {
      guard let id = moment(place, rule: -1).value(group) else { continue }
      if let known = view.pools.firstIndex(where: { $0.group == id }) {
        view.pools[known].available += 1
      } else {
        view.pools.append((id, 1))
      }
    }
    return step(StepInput(kind: .serve, index: Int32(site), role: -1, now: now), [0], view).isTaken
  }

  /// What an assignment takes from, as expressions.
  func groups(of site: Int) -> [Int] {
    let action = machine.assignmentIdentity(site).action
    guard case .assign(let items, _) = definition.workflow.actions[action].kind else { return [] }
    return items.map(\.group)
  }

  /// The participation as the engine would find it: what it knows of orders, payments and posts is as it is now.
  private var row: ParticipationRow {
    var row = teller.row
    (row.state, row.accepted) = (state, accepted)
    return row
  }

  /// Sends an event, unless the engine would set it aside before any rule sees it.
  mutating func send(_ event: Int, role: Int, _ payload: [Int64]) throws(EngineError) -> Outcome {
    var tried = self
    var outcome = try tried.sendToRules(event, role: role, payload)
    guard outcome.isTaken else { return outcome }
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: now)
    outcome.objection = try teller.engine.objection(to: input, writing: written(event, payload), row)
    if outcome.isTaken { self = tried }
    return outcome
  }

  /// The values of an event as somebody would write them; a text that is theirs to choose is `...`.
  func written(_ event: Int, _ payload: [Int64]) -> [WrittenValue] {
    let words = teller.words(definition)
    return definition.workflow.events[event].payload.enumerated().compactMap { index, field in
      guard payload[0] >> Int64(index) & 1 == 1 else { return nil }
      let word = payload[index + 1]
      let text = if case .text = field.type { words.text(word) ?? "..." } else { words.shown(word, field.type) }
      return WrittenValue(name: field.name, text: text)
    }
  }

  private mutating func sendToRules(_ event: Int, role: Int, _ payload: [Int64]) throws(EngineError) -> Outcome {
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: now)
    var seen = view
    if !totals.isEmpty {
      // What the event adds to what was counted so far.
      let counted = try teller.engine.sight(of: input, payload, teller.row)
      seen.totalsAfter = view.totals.indices.map {
        Int64(clamping: Int128(view.totals[$0]) + Int128(counted.totalsAfter[$0]) - Int128(counted.totals[$0]))
      }
    }
    return step(input, payload, seen)
  }

  private static let firingsMax = 1000

  /// Fires everything that is due by an instant, in its order; false where that is too much to try.
  @discardableResult
  mutating func wait(until instant: Int64) -> Bool {
    var firings = 0
    while let next = machine.nextTimer(state.span), next.due <= instant {
      firings += 1
      if firings > Rehearsal.firingsMax { return false }
      now = max(now, next.due)
      let input = StepInput(kind: .timer, index: Int32(next.timer), role: -1, now: now)
      if !step(input, [0], view).isTaken { state[machine.layout.timerStart + next.timer] = -1 }
    }
    now = max(now, instant)
    return true
  }

  private mutating func step(_ input: StepInput, _ payload: [Int64], _ seen: View) -> Outcome {
    var buffer = StepBuffer()
    buffer.isTracing = true
    let machine = machine
    var span = state.mutableSpan
    let status = WorkroomMachine.step(machine, &span, at: 0, input, payload: payload.span, view: seen, into: &buffer)
    let words = buffer.refusal >= 0 ? definition.workflow.texts[Int(buffer.refusal)] : nil
    let outcome = Outcome(status: status, rule: Int(buffer.decisiveRule), words: words)
    guard outcome.isTaken else { return outcome }
    for entry in buffer.trace where entry.verdict == .entered { entered.insert(Int(entry.index)) }
    let event = input.kind == .event ? Int(input.index) : nil
    accepted = definition.accepted(accepted, event: event, at: now, state)
    let field = input.kind == .event ? definition.workflow.events[Int(input.index)].subject : nil
    let subject = field.map { payload[0] >> Int64($0) & 1 == 1 ? payload[$0 + 1] : 0 } ?? 0
    let currency = teller.campaign.currency
    view.keep(buffer.effects, about: subject, in: definition.workflow) {
      $0 == 0 || machine.currency($0) == currency
    }
    if !seen.totalsAfter.isEmpty { (view.totals, view.totalsAfter) = (seen.totalsAfter, seen.totalsAfter) }
    return outcome
  }

  // MARK: What a rule reads

  /// What a rule of an active place would read, if an event came now.
  func moment(
    _ place: Snapshot.Place, rule: Int, event: Int? = nil, role: Int = -1, payload: [Int64] = [0]
  ) -> Moment {
    let input =
      event.map { ReferenceInput(.event, $0, role: role, now: now) } ?? ReferenceInput(.migrate, role: role, now: now)
    return Moment(
      reference, snapshot, input, payload: payload, view: view, place: place, rule: rule)
  }

  func tree(of condition: Int, _ moment: Moment) -> ConditionTree? {
    ConditionReader.tree(of: condition, teller.text(definition), moment, teller.words(definition))
  }
}
