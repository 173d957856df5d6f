import WorkroomLanguage
import WorkroomMachine

/// Leaving and entering (§5), and how a stage is entered as it was left (§8).
extension Run {
  /// A part of the tree that a transition leaves and enters: a place with its inside, or its inside alone.
  struct Part {
    var place: Place
    var isWhole: Bool
    var targets: [Place] = []
    var rule = -1
  }

  /// Where entering leads: to targets, and by places that are entered as they were left, some of them with their inside.
  struct Goal {
    var targets: [Place] = []
    var asLeft: Set<Place> = []
    var insides: Set<Place> = []
  }

  /// §5.1: what a transition changes.
  func parts(of line: Line) -> [Part] {
    let source = place(line)
    func seen(_ stages: [Int]) -> [Place] { stages.map { place($0, seenFrom: source) } }
    var parts: [Part] =
      switch workflow.rules[line.index].outcome {
      case .goTo(let targets): changed(from: source, to: seen(targets))
      case .restart(let target):
        [Part(place: source, isWhole: source.stage > 0, targets: seen(target.map { [$0] } ?? []))]
      case .resume(let target?, _): changed(from: source, to: seen([target]))
      case .resume(nil, _): [Part(place: workflow.parent(source)!, isWhole: false)]
      case .stay, .ignore, .refuse, nil: []
      }
    for index in parts.indices { parts[index].rule = line.index }
    return parts
  }

  /// A stage of the reader's own `each` is that of the reader's item.
  func place(_ stage: Int, seenFrom reader: Place) -> Place {
    let isOwn = stages[stage].each != nil && stages[stage].each == stages[reader.stage].each
    return Place(stage: stage, item: isOwn ? reader.item : -1)
  }

  private func changed(from source: Place, to targets: [Place]) -> [Part] {
    if targets.allSatisfy({ workflow.isInside($0, source) }) {
      guard stages[source.stage].holdsTracks else { return [Part(place: source, isWhole: false, targets: targets)] }
      let tracks = children(of: source).filter { leads($0, to: targets) }
      return tracks.map { Part(place: $0, isWhole: true, targets: targets) }
    }
    var common = workflow.parent(source)!
    while !targets.allSatisfy({ workflow.isInside($0, common) }) { common = workflow.parent(common)! }
    return [Part(place: common, isWhole: stages[common.stage].holdsTracks && common.stage > 0, targets: targets)]
  }

  func children(of place: Place) -> [Place] {
    stages[place.stage].children.map { Place(stage: $0, item: place.item) }
  }

  private func leads(_ place: Place, to targets: [Place]) -> Bool {
    targets.contains { $0 == place || workflow.isInside($0, place) }
  }

  /// §5.2: leaving, innermost first; the transitions' actions; entering, outermost first.
  mutating func take(_ lines: [Line]) throws(Stop) {
    let parts = lines.flatMap(parts(of:)).sorted { workflow.comesBefore($0.place, $1.place) }
    let before = state.active
    let leaving = before.filter { place in
      parts.contains { workflow.isInside(place, $0.place) || ($0.isWhole && place == $0.place) }
    }
    try leave(leaving)
    for line in lines {
      rule = line.index
      note(rule, .fired)
      try act(line)
    }
    for part in parts {
      rule = part.rule
      if part.isWhole { try enter(part.place, goal(of: part)) } else { try enterInside(part.place, goal(of: part)) }
    }
    rememberInterrupted(before)
  }

  /// §5.3; §8.1: stages that some `resume` names remember what is active inside when they are left.
  mutating func leave(_ places: Set<Place>) throws(Stop) {
    for case .resume(let stage?, _) in workflow.rules.map(\.outcome) {
      for place in places where place.stage == stage {
        state.left[place] = state.active.filter { workflow.isInside($0, place) }
      }
    }
    for place in inOrder(places).reversed() {
      note(place.stage, .left)
      try doLines(of: place, entering: false)
      for line in (rules[place.stage] ?? []).map({ Line(index: $0, item: place.item) }) {
        state.paused[line] = state.timers.removeValue(forKey: line)
        state.paused[line]?.due? -= now
        state.ranOnce.remove(line)
        state.waits = state.waits.filter { $0.value != line.index || $0.key.item != line.item }
      }
      state.active.remove(place)
    }
  }

  /// `on enter` and `on leave` lines, each under its own condition.
  private mutating func doLines(of place: Place, entering: Bool) throws(Stop) {
    for index in rules[place.stage] ?? [] {
      switch workflow.rules[index].trigger {
      case .enter where entering, .leave where !entering: rule = index
      default: continue
      }
      if let condition = workflow.rules[index].condition, try value(condition, place) == 0 { continue }
      try act(Line(index: index, item: place.item))
    }
  }

  /// §5.4. A track whose condition is false is passed over, unless it was active inside what is entered as it was left.
  mutating func enter(_ place: Place, _ goal: Goal) throws(Stop) {
    let (stage, asLeft) = (stages[place.stage], goal.asLeft.contains(place))
    guard !state.active.contains(place) else { return }
    if let condition = stage.condition, !asLeft || goal.targets.contains(place), try value(condition, place) == 0 {
      return
    }
    state.active.insert(place)
    note(place.stage, .entered)
    if stage.kind == .final, stage.parent == 0 { (state.isFinished, state.timers) = (true, [:]) }
    try doLines(of: place, entering: true)
    if !state.isFinished { try startTimers(of: place, asLeft: asLeft) }
    try enterInside(place, goal)
  }

  private mutating func enterInside(_ place: Place, _ goal: Goal) throws(Stop) {
    if !stages[place.stage].holdsTracks {
      // The stage on the way to a target, else the one that was active, else the first.
      let inner = children(of: place)
      let child =
        inner.first { leads($0, to: goal.targets) } ?? inner.first { goal.asLeft.contains($0) }
        ?? inner.first { stages[$0.stage].isInitial } ?? inner.first { stages[$0.stage].kind != .final } ?? inner.first
      if let child { try enter(child, goal) }
    } else {
      for child in children(of: place) {
        if stages[child.stage].kind == .each { try enterItems(child.stage, goal) } else { try enter(child, goal) }
      }
    }
  }

  /// §8.2: a stage that holds a `resume` without a name remembers, on being entered, what was active around it before.
  mutating func rememberInterrupted(_ before: Set<Place>) {
    for rule in workflow.rules where rule.outcome == .resume(nil, atTop: false) {
      for place in state.active.subtracting(before) where place.stage == rule.owner {
        state.interrupted[place] = before.filter { workflow.isInside($0, workflow.parent(place)!) }
      }
    }
  }

  /// §8.3: what a `resume` enters as it was left; `at the top`, only what is directly inside.
  private func goal(of part: Part) -> Goal {
    switch workflow.rules[part.rule].outcome {
    case .resume(nil, _):
      let inside = state.interrupted[Place(stage: workflow.rules[part.rule].owner, item: part.place.item)] ?? []
      return Goal(asLeft: inside, insides: inside)
    case .resume(_?, let atTop):
      guard let inside = state.left[part.targets[0]] else { return Goal(targets: part.targets) }
      let wanted = atTop ? inside.filter { workflow.parent($0) == part.targets[0] } : inside
      let all = wanted.union(part.targets)
      return Goal(targets: part.targets, asLeft: all, insides: atTop ? [part.targets[0]] : all)
    default: return Goal(targets: part.targets)
    }
  }
}
