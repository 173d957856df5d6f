import WorkroomLanguage
import WorkroomMachine

/// Which rules an event calls for (§4).
extension Run {
  func place(_ line: Line) -> Place { Place(stage: workflow.rules[line.index].owner, item: line.item) }

  func inOrder(_ places: Set<Place>) -> [Place] { places.sorted(by: workflow.comesBefore) }

  mutating func note(_ index: Int, _ verdict: TraceEntry.Verdict) {
    trace.append(TraceEntry(index: Int32(index), verdict: verdict))
  }

  /// The rules of a place that the round calls for, in the order of the text: transitions, or reactions.
  private func lines(of place: Place, leading: Bool) -> [Line] {
    guard isMeant(place) else { return [] }
    return (rules[place.stage] ?? []).filter { index in
      guard (workflow.rules[index].outcome != nil) == leading else { return false }
      switch workflow.rules[index].trigger {
      case .event(let event): return event == call.event
      case .once, .onceEntered, .onceOtherwise: return call.event == nil
      default: return false
      }
    }.map { Line(index: $0, item: place.item) }
  }

  /// §9.4: an event that can name an item is for the item it names, or for the only one there is.
  private func isMeant(_ place: Place) -> Bool {
    guard place.item >= 0, let event = call.event else { return true }
    let each = workflow.eaches[stages[place.stage].each!]
    guard workflow.events[event].payload.contains(where: { $0.name == each.noun }) else { return true }
    return payload(each.noun) == nil ? live(each).count == 1 : named(each)?.item == place.item
  }

  /// §4.2: whether the sender's role and the condition hold.
  private mutating func holds(_ line: Line) throws(Stop) -> Bool {
    let checked = workflow.rules[line.index]
    if checked.roles != 0, call.role != 0, checked.roles & call.role == 0 {
      note(line.index, .anotherRole)
      return false
    }
    let test = if case .once(let test) = checked.trigger { test } else { checked.condition ?? -1 }
    watch?(Moment(run: self, line))
    let acting = rule
    rule = line.index
    let holds = test < 0 ? true : try value(test, place(line)) != 0
    rule = acting
    if !holds { note(line.index, .conditionFalse) }
    return holds
  }

  /// §4.3: for each active place with nothing active inside, the innermost rule around it that holds; §4.4: where two
  /// would change the same part, the inner one wins, then the earlier.
  mutating func selectTransitions() throws(Stop) -> [Line] {
    var selected: [Line] = []
    var answers: [Place: Line?] = [:]
    for leaf in inOrder(state.active) where !state.active.contains(where: { workflow.isInside($0, leaf) }) {
      var place: Place? = leaf
      while let asked = place {
        if answers[asked] == nil { answers[asked] = .some(try firstThatHolds(asked)) }
        if let line = answers[asked]! { add(line, to: &selected) }
        place = answers[asked]! == nil ? workflow.parent(asked) : nil
      }
    }
    return selected
  }

  private mutating func firstThatHolds(_ place: Place) throws(Stop) -> Line? {
    for line in lines(of: place, leading: true) where try holds(line) { return line }
    return nil
  }

  private mutating func add(_ line: Line, to selected: inout [Line]) {
    if selected.contains(line) { return }
    let rivals = selected.filter { rival in
      parts(of: rival).contains { a in parts(of: line).contains { b in touch(a.place, b.place) } }
    }
    guard rivals.allSatisfy({ workflow.isInside(place(line), place($0)) }) else { return note(line.index, .outranked) }
    for rival in rivals { note(rival.index, .outranked) }
    selected = selected.filter { !rivals.contains($0) } + [line]
  }

  private func touch(_ a: Place, _ b: Place) -> Bool { a == b || workflow.isInside(a, b) || workflow.isInside(b, a) }

  /// §4.5: reactions, outermost first, then in the order of the text; of a finished participation only the outermost.
  mutating func selectReactions() throws(Stop) -> [Line] {
    var reactions: [Line] = []
    for place in inOrder(state.active) where !state.isFinished || place.stage == 0 {
      var applies = false
      for line in lines(of: place, leading: false) {
        if applies, isOtherwise(workflow.rules[line.index]) {
          note(line.index, .earlierLineApplies)
        } else if try holds(line) {
          applies = true
          // §6.3: a reaction that has run in this stay still counts as the line that applies.
          if !state.ranOnce.contains(line) { reactions.append(line) }
        }
      }
    }
    return reactions
  }

  private func isOtherwise(_ rule: CheckedRule) -> Bool {
    if case .onceOtherwise = rule.trigger { true } else { rule.otherwise }
  }

  mutating func react(_ line: Line) throws(Stop) {
    rule = line.index
    note(line.index, .reacted)
    try act(line)
  }
}
