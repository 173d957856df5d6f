import WorkroomLanguage
import WorkroomMachine

extension CheckedRule {
  /// What calls for a rule.
  enum Cue: Equatable { case event(Int), state, entering, leaving, after, at, every }

  var cue: Cue {
    switch trigger {
    case .event(let event): .event(event)
    case .once, .onceEntered, .onceOtherwise: .state
    case .enter: .entering
    case .leave: .leaving
    case .after: .after
    case .at: .at
    case .every: .every
    }
  }

  /// §6.1: `once C` has the condition C.
  var test: Int? { if case .once(let test) = trigger { test } else { condition } }

  var isRest: Bool { if case .onceOtherwise = trigger { true } else { otherwise } }
}

/// Which rules an event calls for (§4).
extension Run {
  func outcome(_ line: Line) -> CheckedRule.Outcome? { workflow.rules[line.index].outcome }

  mutating func note(_ index: Int, _ verdict: TraceEntry.Verdict) {
    trace.append(TraceEntry(index: Int32(index), verdict: verdict))
  }

  /// The rules of a place that the round calls for: transitions, or reactions.
  private func called(_ place: Place, leading: Bool) -> [Line] {
    let lines = reference.lines(of: place, for: call.event.map { .event($0) } ?? .state)
    return isMeant(place) ? lines.filter { (outcome($0) != nil) == leading } : []
  }

  /// §9.4: an event that can name an item is for the item it names, or for the only one there is.
  private func isMeant(_ place: Place) -> Bool {
    guard place.item >= 0, let event = call.event else { return true }
    let each = workflow.each(place)
    guard workflow.events[event].payload.contains(where: { $0.name == each.noun }) else { return true }
    return payload(each.noun) == nil ? live(each).count == 1 : named(each)?.item == place.item
  }

  /// §4.2: whether the sender's role and the condition hold.
  mutating func holds(_ line: Line) throws -> Bool {
    let checked = workflow.rules[line.index]
    if checked.roles != 0, call.role != 0, checked.roles & call.role == 0 {
      note(line.index, .anotherRole)
      return false
    }
    watch?(Moment(run: self, line))
    let acting = rule
    rule = line.index
    let holds = try isTrue(checked.test, line.place)
    rule = acting
    if !holds { note(line.index, .conditionFalse) }
    return holds
  }

  /// §4.3: for each active place with nothing active inside, the innermost rule around it that holds; §4.4: where two
  /// would change the same part, the inner one wins, then the earlier.
  mutating func selectTransitions() throws -> [Line] {
    var selected: [Line] = []
    var answers: [Place: Line?] = [:]
    for leaf in workflow.innermost(state.active) where !state.isFinished {
      for place in workflow.outward(leaf) {
        if answers[place] == nil {
          answers[place] = .some(try called(place, leading: true).first(where: { try holds($0) }))
        }
        guard let line = answers[place]! else { continue }
        add(line, to: &selected)
        break
      }
    }
    return selected
  }

  private mutating func add(_ line: Line, to selected: inout [Line]) {
    if selected.contains(line) { return }
    let rivals = selected.filter { rival in
      parts(of: rival).contains { a in parts(of: line).contains { b in touch(a.place, b.place) } }
    }
    guard rivals.allSatisfy({ workflow.isInside(line.place, $0.place) }) else { return note(line.index, .outranked) }
    for rival in rivals { note(rival.index, .outranked) }
    selected = selected.filter { !rivals.contains($0) } + [line]
  }

  private func touch(_ a: Place, _ b: Place) -> Bool { a == b || workflow.isInside(a, b) || workflow.isInside(b, a) }

  /// §4.5: reactions, outermost first, then in the order of the text; of a finished participation only the outermost.
  mutating func selectReactions() throws -> [Line] {
    var reactions: [Line] = []
    for place in workflow.inOrder(state.active) where !state.isFinished || place.stage == 0 {
      var applies = false
      for line in called(place, leading: false) {
        if applies, workflow.rules[line.index].isRest {
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
}
