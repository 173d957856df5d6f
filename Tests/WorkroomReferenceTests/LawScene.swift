import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// One participation on the reference alone, so that a test reads like a paragraph of `Grammar/Semantics.md`.
struct LawScene {
  private(set) var reference: Reference
  var state = ReferenceState()
  var view = View()
  var now: Int64
  var outcome = ReferenceOutcome()

  static let day: Int64 = 86_400_000

  /// A participation that has started, at nine in the morning of 1 March 2026.
  init(_ text: String, campaign: [String: Int64] = [:], sourceLocation: SourceLocation = #_sourceLocation) throws {
    reference = Reference(try Programs.check(text, sourceLocation: sourceLocation))
    now = try #require(Instant("2026-03-01T09:00:00Z")).milliseconds
    view.influencer = [0] + reference.workflow.influencer.map { _ in 0 }
    choose(campaign)
    outcome = reference.step(&state, ReferenceInput(.start, now: now), view: view)
    #expect(outcome.status == .taken, sourceLocation: sourceLocation)
  }

  mutating func choose(_ campaign: [String: Int64]) {
    view.campaign = [0]
    for (index, field) in reference.workflow.campaign.enumerated() {
      var word = campaign[field.name]
      switch field.fallback {
      case .word(let known): word = word ?? known
      case .group: word = word ?? 7
      case .none, .text, .list: if field.type == .window { word = word ?? openWindow }
      }
      if word != nil { view.campaign[0] |= 1 << Int64(index) }
      view.campaign.append(word ?? 0)
    }
  }

  /// Sends an event; without a role it comes from the engine itself.
  @discardableResult
  mutating func send(_ path: String, by role: String? = nil, _ values: [String: Int64] = [:]) -> StepStatus {
    guard let event = reference.workflow.events.firstIndex(where: { $0.path == path }) else {
      Issue.record("no event \(path)")
      return .ignored
    }
    var payload: [Int64] = [0]
    for (place, field) in reference.workflow.events[event].payload.enumerated() {
      if values[field.name] != nil { payload[0] |= 1 << Int64(place) }
      payload.append(values[field.name] ?? 0)
    }
    let sender = role.map { name in reference.workflow.roles.firstIndex { $0.name == name } ?? 63 } ?? -1
    outcome = reference.step(
      &state, ReferenceInput(.event, event, role: sender, now: now), payload: payload, view: view)
    return outcome.status
  }

  /// Lets time pass, firing what falls due on the way; the texts said meanwhile.
  @discardableResult
  mutating func wait(days: Double) -> [String] {
    let end = now + Int64(days * Double(LawScene.day))
    var said: [String] = []
    while let timer = reference.nextTimer(state), timer.due <= end {
      now = max(now, timer.due)
      outcome = reference.step(&state, ReferenceInput(.timer, timer.rule, item: timer.item, now: now), view: view)
      said += self.said
    }
    now = end
    return said
  }

  @discardableResult
  mutating func serve() -> StepStatus {
    let wait = reference.snapshot(state).waits.first ?? Snapshot.Wait(action: 0)
    outcome = reference.step(&state, ReferenceInput(.serve, wait.action, item: wait.item, now: now), view: view)
    return outcome.status
  }

  /// Moves it to a newer version; why it stays, if it does.
  mutating func move(
    to text: String, campaign: [String: Int64] = [:], texts: (Int64) -> Int64 = { $0 },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> MigrationObstacle? {
    let before = self
    reference = Reference(try Programs.check(text, sourceLocation: sourceLocation))
    choose(campaign)
    let move = reference.migrate(&state, from: before.reference, now: now, view: view, text: texts)
    if move.obstacle != nil { self = before }
    outcome = move.outcome
    return move.obstacle
  }

  // MARK: What is seen

  var snapshot: Snapshot { reference.snapshot(state) }

  /// The innermost active stages, by their paths; those of an item with its place.
  var stages: [String] {
    let active = snapshot.active
    return active.filter { place in
      !active.contains {
        reference.workflow.stages[$0.stage].parent == place.stage && (place.item < 0 || $0.item == place.item)
      }
        && place.stage > 0
    }.map { reference.workflow.stages[$0.stage].path + ($0.item < 0 ? "" : " \($0.item)") }
  }

  subscript(field: String) -> Int64? {
    snapshot.record[reference.workflow.record.firstIndex { $0.name == field }!]
  }

  /// The texts that the last step said; the names of items that begin by a number are told as they are.
  var said: [String] {
    outcome.effects.compactMap { effect in
      switch effect.effect.kind {
      case .email, .contract, .tell, .note: words(effect.effect.a)
      default: nil
      }
    }
  }

  func words(_ word: Int64) -> String {
    let texts = reference.workflow.texts
    return word < 0 ? texts.indices.contains(Int(-word - 1)) ? texts[Int(-word - 1)] : "a number" : "text \(word)"
  }

  var kinds: [Effect.Kind] { outcome.effects.map(\.effect.kind) }

  /// The line of the file in which the decisive rule stands.
  var decisiveLine: Int? { outcome.decisiveRule < 0 ? nil : reference.workflow.rules[outcome.decisiveRule].line }

  var refusal: String? { outcome.refusal < 0 ? nil : reference.workflow.texts[outcome.refusal] }

  var due: String? { reference.nextTimer(state).map { Instant(milliseconds: $0.due).description } }
}

/// A day of the calendar as a word.
func date(_ text: String) -> Int64 { Int64(CalendarDate(text)!.days) }

/// `3` as the language's numbers are kept.
func number(_ value: Double) -> Int64 { Int64(value * 1_000_000) }
