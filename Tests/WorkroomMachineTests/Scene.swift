import Testing
import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// One participation on a stage: a workflow, its state and a clock, so that a test reads like a scenario.
///
/// Every step is held to what is true of all: what is not taken changes nothing, the same step on a copy gives the same
/// words, and so does one in a twin that has a hundred stages more, whose sets of stages don't fit one word.
struct Scene {
  private(set) var machine: Machine
  var state: [Int64]
  var view = View()
  var buffer = StepBuffer()
  /// Milliseconds.
  var now: Int64
  var status = StepStatus.handled
  /// What the last step wanted done.
  var effects: [Effect] = []
  /// The same workflow among stages that nothing leads to.
  private var twin: (machine: Machine, state: [Int64])?

  static let day: Int64 = 86_400_000
  /// The first code group's and the first link group's number, for scenes that stock them.
  static let codes: Int64 = 7
  static let links: Int64 = 8

  /// A participation that has started, at nine in the morning of 1 March 2026.
  init(
    _ text: String, campaign: [String: Int64] = [:], pools: [Int64: Int64] = [:], zone: Zone = .utc,
    at time: String = "2026-03-01T09:00:00Z",
    isStarted: Bool = true, sourceLocation: SourceLocation = #_sourceLocation,
    patch: (inout CheckedWorkflow) -> Void = { _ in }
  ) throws {
    let (workflow, diagnostics) = Checker.check(SourceText(name: "scene.workflow", text: text))
    let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.title): \($0.help)" }
    var checked = try #require(workflow, "\(errors)", sourceLocation: sourceLocation)
    patch(&checked)
    machine = Machine.compile(checked)
    state = [Int64](repeating: 0, count: machine.layout.stride)
    if let padded = Scene.padded(text),
      var large = Checker.check(SourceText(name: "scene.workflow", text: padded)).workflow
    {
      patch(&large)
      let machine = Machine.compile(large)
      #expect(machine.layout.stageWords > 1)
      twin = (machine, [Int64](repeating: 0, count: machine.layout.stride))
    }
    now = try #require(Instant(time)).milliseconds
    view.zone = zone
    view.pools = pools.map { ($0.key, $0.value) }
    view.influencer = [0] + checked.influencer.map { _ in 0 }
    choose(campaign)
    if isStarted {
      start()
      #expect(status == .taken, sourceLocation: sourceLocation)
    }
  }

  /// Fills the campaign's details; groups named in the text are the scene's own.
  mutating func choose(_ campaign: [String: Int64]) {
    view.campaign = [0]
    for (index, field) in machine.workflow.campaign.enumerated() {
      var word = campaign[field.name]
      switch field.fallback {
      case .word(let known): word = word ?? known
      case .group: word = word ?? (field.type == .group(0) ? Scene.codes : Scene.links)
      case .none, .text, .list: if field.type == .window { word = word ?? openWindow }
      }
      if word != nil { view.campaign[0] |= 1 << Int64(index) }
      view.campaign.append(word ?? 0)
    }
  }

  /// Stages before each but the first, so that those of the text stand in several words.
  private static func padded(_ text: String) -> String? {
    var lines: [Substring] = []
    var seen = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("track ") { return nil }
      if line.hasPrefix("stage ") || line.hasPrefix("final ") {
        seen += 1
        if seen > 1 {
          for pad in 0..<70 {
            lines.append("stage pad_\(seen)_\(pad)\non contract.sent go to pad_\(seen)_\((pad + 1) % 70)\nend")
          }
        }
      }
      lines.append(line)
    }
    return seen > 1 ? lines.joined(separator: "\n") : nil
  }

  // MARK: Steps

  mutating func start() { run(.start, 0, -1, [0]) }

  /// Sends an event; without a role it comes from the engine itself.
  @discardableResult
  mutating func send(
    _ event: String, by role: String? = nil, _ payload: [String: Int64] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> StepStatus {
    guard let index = machine.event(named: event) else {
      Issue.record("no event \(event)", sourceLocation: sourceLocation)
      return .ignored
    }
    var words: [Int64] = [0]
    for (place, field) in machine.workflow.events[index].payload.enumerated() {
      if payload[field.name] != nil { words[0] |= 1 << Int64(place) }
      words.append(payload[field.name] ?? 0)
    }
    let sender = role.map { name in machine.role(named: name).map(Int32.init) ?? 63 } ?? -1
    return run(.event, index, sender, words, sourceLocation: sourceLocation)
  }

  /// Lets time pass, firing what falls due on the way; the texts said meanwhile.
  @discardableResult
  mutating func wait(days: Double, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
    let end = now + Int64(days * Double(Scene.day))
    var said: [String] = []
    while let next = machine.nextTimer(state.span), next.due <= end {
      now = max(now, next.due)
      run(.timer, next.timer, -1, [0], sourceLocation: sourceLocation)
      said += self.said
      guard status != .ignored else { break }
    }
    now = end
    effects = []
    return said
  }

  /// Fires what is due after a time in which nobody looked.
  mutating func wake(days: Double) -> [String] {
    now += Int64(days * Double(Scene.day))
    var said: [String] = []
    while let next = machine.nextTimer(state.span), next.due <= now {
      run(.timer, next.timer, -1, [0])
      said += self.said
    }
    return said
  }

  /// Moves the participation to a newer version; why it stays, if it does.
  mutating func move(
    to text: String, campaign: [String: Int64] = [:], texts: (Int64) -> Int64 = { $0 },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> MigrationObstacle? {
    let (workflow, diagnostics) = Checker.check(SourceText(name: "newer.workflow", text: text))
    let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.title): \($0.help)" }
    let old = self
    machine = Machine.compile(try #require(workflow, "\(errors)", sourceLocation: sourceLocation))
    choose(campaign)
    twin = nil
    let lines = machine.workflow.migrations.first { $0.version == old.machine.workflow.version }
    let result = migrate(
      old.machine, machine, old.state.span, lines, now: now, view: view, text: texts, into: &buffer)
    switch result {
    case .moved(let words):
      state = words
      effects = buffer.effects
      return nil
    case .stays(let obstacle):
      self = old
      return obstacle
    }
  }

  mutating func serve(_ site: Int) -> StepStatus { run(.serve, site, -1, [0]) }

  @discardableResult
  private mutating func run(
    _ kind: StepInput.Kind, _ index: Int, _ role: Int32, _ payload: [Int64],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> StepStatus {
    let before = state
    let input = StepInput(kind: kind, index: Int32(index), role: role, now: now)
    status = Scene.step(machine, &state, input, payload, view, &buffer)
    effects = buffer.effects
    if status != .taken, status != .handled {
      #expect(state == before, "what is not taken changes nothing", sourceLocation: sourceLocation)
      #expect(effects.isEmpty, "what is not taken does nothing", sourceLocation: sourceLocation)
    }
    again(before, input, payload, sourceLocation)
    for timer in machine.runningTimers(state.span).map(\.timer) {
      let (rule, item) = machine.timerIdentity(timer)
      #expect(machine.timer(rule: rule, item: item) == timer, sourceLocation: sourceLocation)
    }
    inTwin(input, payload, sourceLocation)
    for effect in effects where effect.kind == .claim {
      for place in view.pools.indices where view.pools[place].group == effect.b { view.pools[place].available -= 1 }
    }
    return status
  }

  /// The same step with its steps written down, between two other states, comes to the same.
  private func again(_ before: [Int64], _ input: StepInput, _ payload: [Int64], _ sourceLocation: SourceLocation) {
    var other = StepBuffer()
    other.isTracing = true
    let margin = [Int64](repeating: 0x5555, count: 3)
    var copy = margin + before + margin
    let status = Scene.step(machine, &copy, input, payload, view, &other, at: 3)
    #expect(
      status == self.status && Array(copy[3..<3 + state.count]) == state, "the same again",
      sourceLocation: sourceLocation)
    #expect(other.effects == effects, "the same effects again", sourceLocation: sourceLocation)
    #expect(
      Array(copy[..<3]) == margin && Array(copy.suffix(3)) == margin, "nothing beside the state is written",
      sourceLocation: sourceLocation)
  }

  private mutating func inTwin(_ input: StepInput, _ payload: [Int64], _ sourceLocation: SourceLocation) {
    guard var twin else { return }
    var other = StepBuffer()
    let status = Scene.step(twin.machine, &twin.state, input, payload, view, &other)
    self.twin = twin
    #expect(status == self.status, "the same in a large machine", sourceLocation: sourceLocation)
    #expect(
      Scene.withoutRules(other.effects) == Scene.withoutRules(effects), "the same effects in a large machine",
      sourceLocation: sourceLocation)
    #expect(
      Scene.summary(twin.machine, twin.state) == Scene.summary(machine, state), "the same state in a large machine",
      sourceLocation: sourceLocation)
  }

  private static func withoutRules(_ effects: [Effect]) -> [Effect] {
    effects.map { effect in
      var effect = effect
      effect.rule = -1
      return effect
    }
  }

  /// What a state says, whatever words it stands in and whatever rules stand around.
  private static func summary(_ machine: Machine, _ state: [Int64]) -> [String] {
    let snapshot = machine.snapshot(state.span)
    return snapshot.active.map { "\(machine.workflow.stages[$0.stage].path) \($0.item)" } + [
      "\(snapshot.isFinished) \(snapshot.record) \(snapshot.held) \(snapshot.earmarked)", "\(snapshot.items)",
      "\(snapshot.timers.map { [Int64($0.item), $0.due] })", "\(snapshot.waits.map(\.item))",
    ]
  }

  private static func step(
    _ machine: Machine, _ state: inout [Int64], _ input: StepInput, _ payload: [Int64], _ view: View,
    _ buffer: inout StepBuffer, at base: Int = 0
  ) -> StepStatus {
    var span = state.mutableSpan
    return WorkroomMachine.step(machine, &span, at: base, input, payload: payload.span, view: view, into: &buffer)
  }

  // MARK: What is seen

  /// The innermost active stages, by their paths.
  var stages: [String] {
    let active = machine.activeStages(state.span)
    let outer = Set(active.map { machine.workflow.stages[$0].parent })
    return active.filter { !outer.contains($0) }.map { machine.workflow.stages[$0].path }
  }

  var isFinished: Bool { machine.isFinished(state.span) }

  func holds(_ kind: String) -> Bool {
    machine.holds(CheckedWorkflow.standardKinds.firstIndex(of: kind)!, state.span)
  }

  /// A field of the record; `nil` where it is not set.
  subscript(field: String) -> Int64? {
    machine.recordValue(machine.workflow.record.firstIndex { $0.name == field }!, state.span)
  }

  /// The live items: each with its name, or the word of one that the definition does not hold, and its innermost stages.
  var items: [String] {
    machine.items(state.span).map { item in
      let stages = machine.workflow.stages
      let outer = Set(item.stages.map { stages[$0].parent })
      let inner = item.stages.filter { !outer.contains($0) }.map { stages[$0].name }
      return "\(machine.literalText(item.name) ?? "\(item.name)") \(inner.joined(separator: " "))"
    }
  }

  /// A field of a live item; `nil` where it is not set.
  func item(_ name: String, _ field: String) -> Int64? {
    guard let item = machine.items(state.span).first(where: { machine.literalText($0.name) == name }) else {
      return nil
    }
    if field == "due" { return item.due }
    return item.record[machine.workflow.eaches[item.each].record.firstIndex { $0.name == field }!]
  }

  /// The texts that the last step said, whoever was meant.
  var said: [String] {
    effects.compactMap { effect in
      switch effect.kind {
      case .email, .contract, .tell, .note: machine.literalText(effect.a) ?? "?"
      default: nil
      }
    }
  }

  var kinds: [Effect.Kind] { effects.map(\.kind) }

  /// When the first timer is due.
  var due: String? { machine.nextTimer(state.span).map { Instant(milliseconds: $0.due).description } }

  var timerCount: Int { machine.runningTimers(state.span).count }

  func word(_ text: String) -> Int64 { machine.textWord(text) ?? 0 }
}

/// A day of the calendar as a word.
func date(_ text: String) -> Int64 { Int64(CalendarDate(text)!.days) }

func window(_ first: String?, _ last: String?) -> Int64 {
  DateWindow(first: first.flatMap { CalendarDate($0) }, last: last.flatMap { CalendarDate($0) }).word
}

/// `3` as the language's numbers are kept.
func number(_ value: Double) -> Int64 { Int64(value * 1_000_000) }
