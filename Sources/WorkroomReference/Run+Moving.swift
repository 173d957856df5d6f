import WorkroomLanguage
import WorkroomMachine

/// Leaving and entering (§5), and how a stage is entered as it was left (§8).
extension Run {
  /// A part of the tree that a transition leaves and enters: a place with its inside, or its inside alone.
  struct Part {
    var line: Line
    var place: Place
    var isWhole = true
  }

  /// Where entering leads: to targets, and by places that are entered as they were left, some of them with their inside.
  struct Goal {
    var targets: [Place] = []
    var asLeft: Set<Place> = []
    var insides: Set<Place> = []
    /// Stages of `each` blocks whose items begin although what is around them is active.
    var begun: Set<Int> = []
  }

  // MARK: What a transition changes

  /// §5.1
  func parts(of line: Line) -> [Part] {
    let (source, targets) = (line.place, targets(of: line))
    switch outcome(line) {
    case .restart: return [Part(line: line, place: source, isWhole: source.stage > 0)]
    case .resume(nil, _): return [Part(line: line, place: workflow.parent(source)!, isWhole: false)]
    case .goTo, .resume:
      let around = workflow.outward(source).first { place in targets.allSatisfy { workflow.isInside($0, place) } }!
      let isParallel = stages[around.stage].holdsTracks
      if isParallel, around == source {
        return workflow.children(around).filter { leads($0, to: targets) }.map { Part(line: line, place: $0) }
      }
      return [Part(line: line, place: around, isWhole: isParallel && around.stage > 0)]
    case .stay, .ignore, .refuse, nil: return []
    }
  }

  private func targets(of line: Line) -> [Place] {
    let stages: [Int] =
      switch outcome(line) {
      case .goTo(let stages): stages
      case .restart(let stage), .resume(let stage, _): stage.map { [$0] } ?? []
      case .stay, .ignore, .refuse, nil: []
      }
    return stages.map { place($0, seenFrom: line.place) }
  }

  /// A stage of the reader's own `each` is that of the reader's item.
  func place(_ stage: Int, seenFrom reader: Place) -> Place {
    let isOwn = stages[stage].each != nil && stages[stage].each == stages[reader.stage].each
    return Place(stage: stage, item: isOwn ? reader.item : -1)
  }

  private func leads(_ place: Place, to targets: [Place]) -> Bool {
    targets.contains { $0 == place || workflow.isInside($0, place) }
  }

  // MARK: Rounds

  /// §5.2: leaving, innermost first; the transitions' actions; entering, outermost first.
  mutating func take(_ lines: [Line]) throws {
    let parts = lines.flatMap(parts(of:)).sorted { workflow.comesBefore($0.place, $1.place) }
    try leave(
      state.active.filter { place in
        parts.contains { workflow.isInside(place, $0.place) || ($0.isWhole && place == $0.place) }
      })
    for line in lines { try act(line, .fired) }
    for part in parts {
      rule = part.line.index
      try enter(part.place, goal(of: part.line))
    }
  }

  /// §5.3; §8.1: stages that some `resume` names remember what is active inside when they are left.
  mutating func leave(_ places: Set<Place>) throws {
    for place in places where reference.resumed.contains(place.stage) {
      state.left[place] = state.active.filter { workflow.isInside($0, place) }
    }
    for place in workflow.inOrder(places).reversed() {
      note(place.stage, .left)
      try doLines(of: place, .leaving)
      for line in reference.lines(of: place, for: .after, .at, .every) {
        state.paused[line] = state.timers.removeValue(forKey: line)
        state.paused[line]?.due? -= now
      }
      state.ranOnce = state.ranOnce.filter { $0.place != place }
      state.waits = state.waits.filter { $0.key.place != place }
      state.active.remove(place)
    }
  }

  /// `on enter` and `on leave` lines, each under its own condition; what leads there stays the
  /// rule that acts (§14.2).
  private mutating func doLines(of place: Place, _ cue: CheckedRule.Cue) throws {
    let acting = rule
    for line in reference.lines(of: place, for: cue) {
      rule = line.index
      if try isTrue(workflow.rules[rule].condition, place) { try act(line) }
    }
    rule = acting
  }

  /// §5.4. What is active already is entered no second time, and gets inside what it has not.
  mutating func enter(_ place: Place, _ goal: Goal) throws {
    let isNew = !state.active.contains(place)
    if isNew, try !begin(place, goal) { return }
    let inner = workflow.children(place)
    if stages[place.stage].holdsTracks {
      for child in inner {
        let isList = stages[child.stage].kind == .each
        try isList ? enterItems(child, goal, isNew: isNew) : enter(child, goal)
      }
    } else {
      let child =
        inner.first(where: state.active.contains) ?? inner.first { leads($0, to: goal.targets) }
        ?? inner.first(where: goal.asLeft.contains) ?? inner.first { stages[$0.stage].isInitial }
        ?? inner.first { stages[$0.stage].kind != .final } ?? inner.first
      if let child { try enter(child, goal) }
    }
  }

  /// Makes a place active; false for a track whose condition is false, unless it is entered as it was left.
  private mutating func begin(_ place: Place, _ goal: Goal) throws -> Bool {
    let (stage, asLeft) = (stages[place.stage], goal.asLeft.contains(place))
    if !asLeft || goal.targets.contains(place), try !isTrue(stage.condition, place) { return false }
    state.active.insert(place)
    note(place.stage, .entered)
    if stage.kind == .final, stage.parent == 0 { (state.isFinished, state.timers) = (true, [:]) }
    try doLines(of: place, .entering)
    if !state.isFinished { try startTimers(of: place, asLeft: asLeft) }
    return true
  }

  /// §8.3: what a `resume` enters as it was left; `at the top`, only what is directly inside.
  private func goal(of line: Line) -> Goal {
    var goal = Goal(targets: targets(of: line))
    guard case .resume(let stage, let atTop) = outcome(line) else { return goal }
    let memory = stage == nil ? state.interrupted[line.place] : state.left[goal.targets[0]]
    guard let memory else { return goal }
    goal.asLeft = memory.filter { !atTop || workflow.parent($0) == goal.targets[0] }.union(goal.targets)
    goal.insides = atTop ? Set(goal.targets) : goal.asLeft
    return goal
  }
}
