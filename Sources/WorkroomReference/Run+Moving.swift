import WorkroomLanguage
import WorkroomMachine

/// Leaving and entering (§5), and how a stage is entered as it was left (§8).
extension Run {
  /// A part of the tree that a transition leaves and enters: a place with its inside, or its inside alone.
  struct Part {
    var place: Place
    var isWhole: Bool
    var targets: [Place] = []
    var memory: Memory?
    var rule = -1
  }

  enum Memory {
    case left(Place, atTop: Bool)
    case interrupted(Place)
  }

  /// Where entering leads: to targets, and by what is entered as it was left.
  struct Goal {
    var targets: [Place] = []
    var asLeft: Set<Place> = []
    /// Those whose inside, too, is entered as it was left.
    var insides: Set<Place> = []
  }

  // MARK: What a transition changes

  /// §5.1.
  func parts(of line: Line) -> [Part] {
    let source = place(line)
    var parts: [Part] = []
    switch workflow.rules[line.index].outcome {
    case .goTo(let targets): parts = changed(from: source, to: targets.map { place($0, seenFrom: source) })
    case .restart(let target):
      parts = [
        Part(place: source, isWhole: source.stage > 0, targets: target.map { [place($0, seenFrom: source)] } ?? [])
      ]
    case .resume(let target?, let atTop):
      let target = place(target, seenFrom: source)
      parts = changed(from: source, to: [target])
      for index in parts.indices { parts[index].memory = .left(target, atTop: atTop) }
    case .resume(nil, _): parts = [Part(place: workflow.parent(source)!, isWhole: false, memory: .interrupted(source))]
    case .stay, .ignore, .refuse, nil: break
    }
    for index in parts.indices { parts[index].rule = line.index }
    return parts
  }

  /// A stage of the reader's own `each` is that of the reader's item.
  func place(_ stage: Int, seenFrom reader: Place) -> Place {
    let each = workflow.stages[stage].each
    return Place(stage: stage, item: each != nil && each == workflow.stages[reader.stage].each ? reader.item : -1)
  }

  private func changed(from source: Place, to targets: [Place]) -> [Part] {
    if targets.allSatisfy({ workflow.isInside($0, source) }) {
      guard workflow.stages[source.stage].holdsTracks else {
        return [Part(place: source, isWhole: false, targets: targets)]
      }
      let tracks = workflow.stages[source.stage].children.map { Place(stage: $0, item: source.item) }
      return tracks.filter { leads($0, to: targets) }.map { Part(place: $0, isWhole: true, targets: targets) }
    }
    var common = workflow.parent(source)!
    while !targets.allSatisfy({ workflow.isInside($0, common) }) { common = workflow.parent(common)! }
    let isWhole = workflow.stages[common.stage].holdsTracks && common.stage > 0
    return [Part(place: common, isWhole: isWhole, targets: targets)]
  }

  private func leads(_ place: Place, to targets: [Place]) -> Bool {
    targets.contains { $0 == place || workflow.isInside($0, place) }
  }

  // MARK: The order of a round

  /// §5.2: leaving, innermost first; the transitions' actions; entering, outermost first.
  mutating func take(_ lines: [Line], _ payload: [Int64?]) throws(Stop) {
    let parts = lines.flatMap(parts(of:)).sorted { workflow.comesBefore($0.place, $1.place) }
    let before = state.active
    let leaving = before.filter { place in
      parts.contains { workflow.isInside(place, $0.place) || ($0.isWhole && place == $0.place) }
    }
    rememberLeft(leaving)
    for place in inOrder(leaving).reversed() { try leave(place) }
    for line in lines {
      rule = line.index
      note(line.index, .fired)
      try act(line, payload)
    }
    for part in parts {
      rule = part.rule
      let goal = goal(of: part)
      if part.isWhole { try enter(part.place, goal) } else { try enterInside(part.place, goal) }
    }
    rememberInterrupted(before)
  }

  // MARK: Leaving

  /// §5.3.
  mutating func leave(_ place: Place) throws(Stop) {
    note(place.stage, .left)
    try doLines(of: place, entering: false)
    for index in rules[place.stage] ?? [] {
      let line = Line(index: index, item: place.item)
      if var timer = state.timers.removeValue(forKey: line) {
        timer.due = timer.due.map { $0 - now }
        state.paused[line] = timer
      }
      state.ranOnce.remove(line)
    }
    let left = rules[place.stage] ?? []
    state.waits = state.waits.filter { !left.contains($0.value) || $0.key.item != place.item }
    state.active.remove(place)
  }

  /// `on enter` and `on leave` lines, each under its own condition.
  private mutating func doLines(of place: Place, entering: Bool) throws(Stop) {
    for index in rules[place.stage] ?? [] {
      switch workflow.rules[index].trigger {
      case .enter where entering, .leave where !entering: break
      default: continue
      }
      rule = index
      if let condition = workflow.rules[index].condition, try value(condition, Reader(place: place)) == 0 { continue }
      try act(Line(index: index, item: place.item), [])
    }
  }

  // MARK: Entering

  /// §5.4. A track whose condition is false is passed over, unless it is entered as it was left.
  mutating func enter(_ place: Place, _ goal: Goal) throws(Stop) {
    let stage = workflow.stages[place.stage]
    let asLeft = goal.asLeft.contains(place)
    guard !state.active.contains(place) else { return }
    if let condition = stage.condition, !asLeft || goal.targets.contains(place),
      try value(condition, Reader(place: place)) == 0
    {
      return
    }
    state.active.insert(place)
    note(place.stage, .entered)
    if stage.kind == .final, stage.parent == 0 {
      state.isFinished = true
      state.timers = [:]
    }
    try doLines(of: place, entering: true)
    if !state.isFinished { try startTimers(of: place, asLeft: asLeft) }
    try enterInside(place, goal)
  }

  private mutating func enterInside(_ place: Place, _ goal: Goal) throws(Stop) {
    let stage = workflow.stages[place.stage]
    guard stage.holdsTracks else {
      if let child = child(of: place, goal) { try enter(child, goal) }
      return
    }
    for child in stage.children {
      if workflow.stages[child].kind == .each {
        try enterItems(workflow.eaches[workflow.stages[child].each!], around: place, goal)
      } else {
        try enter(Place(stage: child, item: place.item), goal)
      }
    }
  }

  /// The stage on the way to a target, else the one that was active, else the first.
  private func child(of place: Place, _ goal: Goal) -> Place? {
    let stages = workflow.stages[place.stage].children.map { Place(stage: $0, item: place.item) }
    return stages.first { leads($0, to: goal.targets) } ?? stages.first { goal.asLeft.contains($0) }
      ?? stages.first { workflow.stages[$0.stage].isInitial }
      ?? stages.first { workflow.stages[$0.stage].kind != .final } ?? stages.first
  }

  // MARK: Memory

  /// §8.1: stages that some `resume` names remember what was active inside when they are left.
  private mutating func rememberLeft(_ leaving: Set<Place>) {
    for rule in workflow.rules {
      guard case .resume(let stage?, _) = rule.outcome else { continue }
      for place in leaving where place.stage == stage {
        state.left[place] = state.active.filter { workflow.isInside($0, place) }
      }
    }
  }

  /// §8.2: a stage that holds a `resume` without a name remembers, on being entered, what was active around it before.
  mutating func rememberInterrupted(_ before: Set<Place>) {
    for rule in workflow.rules where rule.outcome == .resume(nil, atTop: false) {
      for place in state.active.subtracting(before) where place.stage == rule.owner {
        let around = workflow.parent(place)!
        let interrupted = before.filter { workflow.isInside($0, around) }
        state.interrupted[place] = interrupted.isEmpty ? nil : interrupted
      }
    }
  }

  /// §8.3.
  private func goal(of part: Part) -> Goal {
    switch part.memory {
    case .interrupted(let place)?:
      let inside = state.interrupted[place] ?? []
      return Goal(asLeft: inside, insides: inside)
    case .left(let place, let atTop)?:
      guard let inside = state.left[place] else { break }
      let wanted = atTop ? inside.filter { workflow.parent($0) == place } : inside
      return Goal(
        targets: part.targets, asLeft: wanted.union([place]), insides: atTop ? [place] : wanted.union([place]))
    case nil: break
    }
    return Goal(targets: part.targets)
  }
}
