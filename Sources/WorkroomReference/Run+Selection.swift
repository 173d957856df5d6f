import WorkroomLanguage
import WorkroomMachine

/// Which rules an event calls for (§4).
extension Run {
  func place(_ line: Line) -> Place { Place(stage: workflow.rules[line.index].owner, item: line.item) }

  func inOrder(_ places: Set<Place>) -> [Place] { places.sorted(by: workflow.comesBefore) }

  mutating func note(_ index: Int, _ verdict: TraceEntry.Verdict) {
    trace.append(TraceEntry(index: Int32(index), verdict: verdict))
  }

  /// The rules of a place that a call is for, with an outcome or without one, in the order of the text.
  private func lines(of place: Place, for call: Call, leading: Bool) -> [Line] {
    guard isAsked(place, call) else { return [] }
    let called = (rules[place.stage] ?? []).filter { index in
      switch workflow.rules[index].trigger {
      case .event(let event): event == call.event
      case .once, .onceEntered, .onceOtherwise: call.event == nil
      default: false
      }
    }
    return called.filter { (workflow.rules[$0].outcome != nil) == leading }.map { Line(index: $0, item: place.item) }
  }

  /// §9.4: an event that can name an item is for the item it names, or for the only one.
  private func isAsked(_ place: Place, _ call: Call) -> Bool {
    guard place.item >= 0, let index = workflow.stages[place.stage].each, let event = call.event else { return true }
    let each = workflow.eaches[index]
    guard let field = workflow.events[event].payload.firstIndex(where: { $0.name == each.noun }) else { return true }
    guard call.payload[field] != nil else { return live(each).count == 1 }
    return named(each, call.payload, event: event) == Place(stage: each.stage, item: place.item)
  }

  /// §4.2: whether the sender's role and the condition hold.
  private mutating func holds(_ line: Line, _ call: Call) throws(Stop) -> Bool {
    let checked = workflow.rules[line.index]
    if checked.roles != 0, call.role != 0, checked.roles & call.role == 0 {
      note(line.index, .anotherRole)
      return false
    }
    var condition = checked.condition
    if case .once(let test) = checked.trigger { condition = test }
    guard let condition else { return true }
    let acting = rule
    rule = line.index
    let holds = try value(condition, Reader(place: place(line), payload: call.payload)) != 0
    rule = acting
    if !holds { note(line.index, .conditionFalse) }
    return holds
  }

  // MARK: Transitions

  /// §4.3: for each active place with nothing active inside, the innermost rule around it that holds; §4.4: where two
  /// would change the same part, the inner one wins, then the earlier.
  mutating func selectTransitions(_ call: Call) throws(Stop) -> [Line] {
    var selected: [Line] = []
    var answers: [Place: Line?] = [:]
    let innermost = state.active.filter { place in !state.active.contains { workflow.isInside($0, place) } }
    for leaf in inOrder(innermost) {
      var place: Place? = leaf
      while let asked = place {
        if answers[asked] == nil { answers[asked] = .some(try answer(asked, call)) }
        if let line = answers[asked]! {
          add(line, to: &selected)
          break
        }
        place = workflow.parent(asked)
      }
    }
    return selected
  }

  /// The first line of a place that holds.
  private mutating func answer(_ place: Place, _ call: Call) throws(Stop) -> Line? {
    for line in lines(of: place, for: call, leading: true) where try holds(line, call) { return line }
    return nil
  }

  private mutating func add(_ line: Line, to selected: inout [Line]) {
    if selected.contains(line) { return }
    let rivals = selected.filter { conflict($0, line) }
    guard rivals.allSatisfy({ workflow.isInside(place(line), place($0)) }) else { return note(line.index, .outranked) }
    for rival in rivals { note(rival.index, .outranked) }
    selected.removeAll { rivals.contains($0) }
    selected.append(line)
  }

  private func conflict(_ a: Line, _ b: Line) -> Bool {
    parts(of: a).contains { p in
      parts(of: b).contains { q in
        p.place == q.place || workflow.isInside(p.place, q.place) || workflow.isInside(q.place, p.place)
      }
    }
  }

  // MARK: Reactions

  /// §4.5: outermost first, then in the order of the text. Of a finished participation only the outermost place is asked.
  mutating func selectReactions(_ call: Call) throws(Stop) -> [Line] {
    var reactions: [Line] = []
    for place in inOrder(state.active) where !state.isFinished || place.stage == 0 {
      var applied = false
      for line in lines(of: place, for: call, leading: false) {
        if applied, isOtherwise(line) {
          note(line.index, .earlierLineApplies)
        } else if try holds(line, call) {
          applied = true
          // §6.3: a reaction that has run in this stay still counts as the line that applies.
          if !state.ranOnce.contains(line) { reactions.append(line) }
        }
      }
    }
    return reactions
  }

  private func isOtherwise(_ line: Line) -> Bool {
    if case .onceOtherwise = workflow.rules[line.index].trigger { return true }
    return workflow.rules[line.index].otherwise
  }

  mutating func react(_ line: Line, _ payload: [Int64?]) throws(Stop) {
    rule = line.index
    note(line.index, .reacted)
    switch workflow.rules[line.index].trigger {
    case .once, .onceEntered, .onceOtherwise: state.ranOnce.insert(line)
    default: break
    }
    try act(line, payload)
  }
}
