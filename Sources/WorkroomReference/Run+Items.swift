import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// The items of an `each` (§9), and what an event does of itself.
extension Run {
  /// Items that live, in their order.
  func live(_ each: CheckedEach) -> [Place] { workflow.inOrder(state.active.filter { $0.stage == each.stage }) }

  func isAround(_ each: CheckedEach) -> Bool { state.active.contains(Place(stage: stages[each.stage].parent)) }

  /// A value of the round's event, by its name.
  func payload(_ name: String) -> Int64? {
    workflow.events[call.event!].payload.firstIndex { $0.name == name }.flatMap { Run.word($0, call.payload) }
  }

  private func name(_ item: Place) -> Int64? { state.records[item]![CheckedEach.nameField] }

  /// The live item that the round's event names.
  func named(_ each: CheckedEach) -> Place? {
    payload(each.noun).flatMap { wanted in live(each).first { name($0) == wanted } }
  }

  /// §9.1: items that lived when their stage was left live again; else as many begin as the list counts.
  mutating func enterItems(_ list: Place, _ goal: Goal, isNew: Bool) throws {
    let (each, around) = (workflow.each(list), workflow.parent(list)!)
    let begins = isNew && !goal.insides.contains(around) || goal.begun.contains(each.stage)
    if !begins {
      let items = (isNew ? goal.asLeft : state.active).filter { $0.stage == each.stage }
      for item in workflow.inOrder(items) { try enter(item, goal) }
    } else if let count = try each.count.flatMap({ try known($0, around) }) {
      for place in 0..<Int(max(min(count / Scaled.unit, Int64(each.most)), 0)) {
        try beginItem(Place(stage: each.stage, item: place), name: reference.word("\(place + 1)"), due: nil)
      }
    }
  }

  /// Whether a place belongs to an item that has begun in the round.
  func isBegun(_ place: Place) -> Bool { begun.contains { workflow.isInside(place, $0) } }

  /// An item begins with its defaults, and remembers nothing of one that had its place before (§8.5).
  private mutating func beginItem(_ item: Place, name: Int64?, due: Int64?) throws {
    begun.insert(item)
    state.records[item] = reference.record(of: item, name: name, due: due)
    state.left = state.left.filter { !workflow.isInside($0.key, item) }
    state.interrupted = state.interrupted.filter { !workflow.isInside($0.key, item) }
    try enter(item, Goal())
  }

  /// Once an event's own rules have run, tracks that a changed campaign calls for are entered (§5.5), and items are added
  /// (§9.2) and waived (§9.3); whether there was anything of that.
  mutating func changeTracksAndItems() throws -> Bool {
    guard let event = call.event, !state.isFinished else { return false }
    let before = state.active
    if workflow.events[event].path == "campaign.changed" {
      rule = -1
      try enter(CheckedWorkflow.root, Goal())
    }
    if let (item, isAdded) = itemChange() {
      rule = -1
      if isAdded {
        try beginItem(item, name: payload(workflow.each(item).noun) ?? freeName(item), due: payload("due"))
      } else {
        try leave(state.active.filter { $0 == item || workflow.isInside($0, item) })
      }
    }
    return state.active != before
  }

  /// The item that the round's event adds or waives as things stand: nothing is added where the `each` is not active or
  /// full, or the name is taken.
  func itemChange() -> (item: Place, isAdded: Bool)? {
    for each in workflow.eaches where !state.isFinished && isAround(each) {
      if each.waived == call.event { return named(each).map { ($0, false) } }
      if each.added == call.event, named(each) == nil {
        let places = (0..<each.most).map { Place(stage: each.stage, item: $0) }
        return places.first { !state.active.contains($0) }.map { ($0, true) }
      }
    }
    return nil
  }

  /// Its place counted from one, or the lowest number that no other item is called by.
  private func freeName(_ item: Place) -> Int64? {
    let each = workflow.each(item)
    let taken = live(each).map(name)
    return ([item.item + 1] + Array(1...each.most)).map { reference.word("\($0)") }.first { !taken.contains($0) }!
  }
}
