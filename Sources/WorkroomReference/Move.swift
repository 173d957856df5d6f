import WorkroomLanguage
package import WorkroomMachine

extension Reference {
  /// Moves a participation of an older version to this one (§15); why it stays where it was, if it does. `text` gives the
  /// word that a text has here, where the two versions do not hold the same.
  package func migrate(
    _ state: inout ReferenceState, from old: Reference, now: Int64, view: View, text: (Int64) -> Int64 = { $0 }
  ) -> (outcome: ReferenceOutcome, obstacle: MigrationObstacle?) {
    guard workflow.version > old.workflow.version else { return (ReferenceOutcome(), .notNewer) }
    var move = Move(from: old, to: self, state)
    if let obstacle = move.moveStages() ?? move.moveMarks() { return (ReferenceOutcome(), obstacle) }
    move.moveValues(text)
    let outcome = conclude(Run(self, move.state, ReferenceInput(.migrate, now: now), [0], view), &state) { run in
      try run.complete(move)
      return try run.settle(.taken)
    }
    return (outcome, outcome.status == .taken ? nil : .failed(outcome.status))
  }
}

/// A participation of an older version, as a newer one takes it over.
struct Move {
  let old: Reference
  let new: Reference
  let lines: CheckedMigration?
  let before: ReferenceState
  var state = ReferenceState()
  /// What was set aside of fields from which the newer version sets nothing aside.
  var freed: [(field: Int, amount: Int64)] = []

  init(from old: Reference, to new: Reference, _ state: ReferenceState) {
    (self.old, self.new, before) = (old, new, state)
    lines = new.workflow.migrations.first { $0.version == old.workflow.version }
  }

  // MARK: What things have become (§15.2)

  /// What a line says; else the stage of the same path; else, inside a stage that a line moves, the same place there.
  private func stage(_ index: Int) -> Int? {
    let (path, stages) = (old.workflow.stages[index].path, new.workflow.stages)
    if let known = said(index) ?? stages.firstIndex(where: { $0.path == path }) { return known }
    let around = old.workflow.outward(Place(stage: index)).first { said($0.stage) != nil }
    guard let moved = around?.stage else { return nil }
    let wanted = stages[said(moved)!].path + path.dropFirst(old.workflow.stages[moved].path.count)
    return stages.firstIndex { $0.path == wanted }
  }

  /// A line names an older stage by its path, or by an end of it that no other has.
  private func said(_ index: Int) -> Int? {
    let paths = old.workflow.stages.map(\.path)
    let line = lines?.stages.last { line in
      let ends = paths.filter { $0.hasSuffix(".\(line.old)") }
      return paths[index] == line.old || (!paths.contains(line.old) && ends == [paths[index]])
    }
    return line?.new
  }

  /// Items keep their places; a stage that becomes one of an item's is that of the first.
  private func place(_ place: Place) -> Place? {
    guard let stage = stage(place.stage) else { return nil }
    let target = Place(stage: stage, item: max(place.item, 0))
    guard new.workflow.stages[stage].each != nil else { return place.item < 0 ? Place(stage: stage) : nil }
    let each = new.workflow.each(target)
    if place.item >= 0, self.each(old.workflow.each(place))?.stage != each.stage { return nil }
    return target.item < each.most ? target : nil
  }

  /// An `each` goes by its noun, else with its stage.
  func each(_ each: CheckedEach) -> CheckedEach? {
    let eaches = new.workflow.eaches
    return eaches.first { $0.noun == each.noun } ?? eaches.first { $0.stage == stage(each.stage) }
  }

  /// The stages of the `each` blocks whose items begin: those that were not there, or not where it was.
  var begun: Set<Int> {
    let known = old.workflow.eaches.filter { before.active.contains(old.workflow.parent(Place(stage: $0.stage))!) }
    let kept = known.compactMap { each($0)?.stage } + state.active.map(\.stage)
    return Set(new.workflow.eaches.map(\.stage)).subtracting(kept)
  }

  // MARK: Stages

  /// §15.2: the innermost stages lead, and what is around them follows.
  mutating func moveStages() -> MigrationObstacle? {
    for leaf in old.workflow.innermost(before.active) {
      guard let target = place(leaf) else { return .removed(old.workflow.stages[leaf.stage].path) }
      state.active.formUnion(new.workflow.outward(target))
    }
    let (stages, active) = (new.workflow.stages, new.workflow.inOrder(state.active).dropFirst())
    for place in active where !stages[stages[place.stage].parent].holdsTracks {
      let first = active.first { new.workflow.parent($0) == new.workflow.parent(place) }!
      if first != place { return .exclusive(stages[first.stage].path, stages[place.stage].path) }
    }
    state.isFinished = active.contains { stages[$0.stage].kind == .final && stages[$0.stage].parent == 0 }
    return nil
  }

  // MARK: Memory and rules (§15.5)

  /// What each place keeps of the one that it was.
  mutating func moveMarks() -> MigrationObstacle? {
    for place in new.workflow.places {
      guard let source = source(place) else { continue }
      moveRules(place, source)
      if new.resumed.contains(place.stage) {
        state.left[place] = before.left[source].flatMap { moved($0, inside: place, without: nil) }
      }
      guard new.interrupting.contains(place.stage), let memory = before.interrupted[source], !memory.isEmpty else {
        continue
      }
      state.interrupted[place] = moved(memory, inside: new.workflow.parent(place)!, without: place)
      // Whoever stands in the stage that has to lead back to the rest cannot do without.
      guard state.interrupted[place] == nil, state.active.contains(place) else { continue }
      let all = old.workflow.inOrder(memory)
      let lost = all.last { self.place($0) == nil } ?? all.last!
      return .removed(old.workflow.stages[lost.stage].path)
    }
    return nil
  }

  /// The older place that one was, active as it is: that of the same path before the others.
  private func source(_ place: Place) -> Place? {
    let isActive = state.active.contains(place)
    let sources = old.workflow.places.filter { self.place($0) == place && before.active.contains($0) == isActive }
    let path = new.workflow.stages[place.stage].path
    return sources.first { old.workflow.stages[$0.stage].path == path } ?? sources.first
  }

  /// What is remembered inside a place, and not inside another, as it is now; `nil` if it cannot be entered together.
  private func moved(_ memory: Set<Place>, inside around: Place, without own: Place?) -> Set<Place>? {
    let workflow = new.workflow
    var all: Set<Place> = [around]
    for place in memory {
      guard let way = self.place(place).map({ Set(workflow.outward($0)) }), way.contains(around),
        own.map(way.contains) != true
      else { return nil }
      all.formUnion(way.subtracting(workflow.outward(around)))
    }
    let isWhole = all.allSatisfy { place in
      let inner = workflow.children(place)
      return workflow.stages[place.stage].holdsTracks || inner.isEmpty || all.count { inner.contains($0) } == 1
    }
    return isWhole ? all.subtracting([around]) : nil
  }

  /// Rules are known again by their positions among those of their kind in their stages.
  private mutating func moveRules(_ place: Place, _ source: Place) {
    for (own, older) in zip(new.assignments(of: place), old.assignments(of: source)) where before.waits[older.0] != nil
    {
      state.waits[own.0] = own.rule
    }
    for (line, older) in zip(new.reactions(of: place), old.reactions(of: source)) where before.ranOnce.contains(older) {
      state.ranOnce.insert(line)
    }
    if lines?.restartsTimers == true || state.isFinished { return }
    for cue in [CheckedRule.Cue.after, .at, .every] {
      for (line, older) in zip(new.lines(of: place, for: cue), old.lines(of: source, for: cue)) {
        state.timers[line] = before.timers[older].map { counted($0, line) }
        state.paused[line] = before.paused[older].map { counted($0, line) }
      }
    }
  }

  /// A timer that has fired as often as the newer version wants is spent.
  private func counted(_ timer: ReferenceState.Timer, _ line: Line) -> ReferenceState.Timer {
    guard case .every(_, let most) = new.workflow.rules[line.index].trigger, most > 0, timer.times >= most else {
      return timer
    }
    return ReferenceState.Timer(isSpent: true, times: timer.times)
  }
}

extension Reference {
  /// The `once` reactions of a place.
  func reactions(of place: Place) -> [Line] {
    lines(of: place, for: .state).filter { workflow.rules[$0.index].outcome == nil }
  }

  /// The assignments of a place that can wait in line, with the rules that hold them.
  func assignments(of place: Place) -> [(Line, rule: Int)] {
    rules[place.stage].flatMap { rule in
      workflow.rules[rule].actions.compactMap(waiting).map { (Line(index: $0, place: place), rule) }
    }
  }

  /// An assignment that can wait, or one that is done instead of it.
  private func waiting(_ action: Int) -> Int? {
    guard case .assign(_, let ifNone) = workflow.actions[action].kind else { return nil }
    return switch ifNone {
    case .wait: action
    case .action(let instead): waiting(instead)
    case .tell: nil
    }
  }
}
