import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// The items of an `each` (§9), and what an event does of itself.
extension Run {
  /// Items that live, in their order.
  func live(_ each: CheckedEach) -> [Place] { inOrder(state.active.filter { $0.stage == each.stage }) }

  func name(_ item: Place) -> Int64? { state.items[item]![CheckedEach.nameField] }

  /// A value of the round's event, by its name.
  func payload(_ name: String) -> Int64? {
    workflow.events[call.event!].payload.firstIndex { $0.name == name }.flatMap { call.payload[$0] }
  }

  /// The live item that the round's event names.
  func named(_ each: CheckedEach) -> Place? {
    payload(each.noun).flatMap { wanted in live(each).first { name($0) == wanted } }
  }

  /// §9.1: items that lived when their stage was left live again; else as many begin as the list counts.
  mutating func enterItems(_ stage: Int, _ goal: Goal) throws(Stop) {
    let each = workflow.eaches[stages[stage].each!]
    let around = Place(stage: stages[stage].parent)
    if goal.insides.contains(around) {
      for item in inOrder(goal.asLeft.filter { $0.stage == stage }) { try enter(item, goal) }
    } else if let count = each.count, isSet(count, around) {
      let wanted = try min(value(count, around) / Scaled.unit, Int64(each.most))
      for place in 0..<Int(max(wanted, 0)) { try begin(each, place, name: word(of: place + 1), due: nil) }
    }
  }

  /// An item begins with its defaults, and remembers nothing of one that had its place before.
  private mutating func begin(_ each: CheckedEach, _ place: Int, name: Int64?, due: Int64?) throws(Stop) {
    let item = Place(stage: each.stage, item: place)
    state.items[item] = each.record.map(initialValue)
    state.items[item]![CheckedEach.nameField] = name
    state.items[item]![CheckedEach.dueField] = due
    state.left = state.left.filter { !workflow.isInside($0.key, item) }
    state.interrupted = state.interrupted.filter { !workflow.isInside($0.key, item) }
    try enter(item, Goal())
  }

  /// Once an event's own rules have run, tracks that a changed campaign calls for are entered (§5.5), and items are added
  /// (§9.2) and waived (§9.3); whether there was anything of that.
  mutating func changeTracksAndItems() throws(Stop) -> Bool {
    guard let event = call.event, !state.isFinished else { return false }
    let before = state.active
    if workflow.events[event].path == "campaign.changed" {
      let tracks = stages.indices.filter { stages[$0].kind == .track }
      let places = state.active.flatMap { around in
        tracks.filter { stages[$0].parent == around.stage }.map { Place(stage: $0, item: around.item) }
      }
      for track in inOrder(Set(places)) {
        rule = -1
        try enter(track, Goal())
      }
    }
    for each in workflow.eaches {
      if each.added == event, let place = freePlace(each) {
        let name = payload(each.noun) ?? freeName(each, place)
        rule = -1
        try begin(each, place, name: name, due: payload("due"))
      }
      if each.waived == event, let item = named(each) {
        rule = -1
        try leave(state.active.filter { $0 == item || workflow.isInside($0, item) })
      }
    }
    rememberInterrupted(before)
    return state.active != before
  }

  /// Where an item could begin; `nil` where the `each` is not active or full, or the name is taken.
  func freePlace(_ each: CheckedEach) -> Int? {
    guard !state.isFinished, isAround(each), named(each) == nil else { return nil }
    return (0..<each.most).first { place in !live(each).contains { $0.item == place } }
  }

  func isAround(_ each: CheckedEach) -> Bool { state.active.contains(Place(stage: stages[each.stage].parent)) }

  /// Its place counted from one, or the lowest number that no other item is called by.
  private func freeName(_ each: CheckedEach, _ place: Int) -> Int64? {
    let taken = live(each).map(name)
    return ([place + 1] + Array(1...each.most)).map(word).first { !taken.contains($0) }
  }

  /// The word of a whole number as a text; those that the file does not hold stand behind its texts.
  private func word(of number: Int) -> Int64 {
    let numbers = (1...(workflow.eaches.map(\.most).max() ?? 1)).map { "\($0)" }
    let texts = workflow.texts + numbers.filter { !workflow.texts.contains($0) }
    return -Int64(texts.firstIndex(of: "\(number)")!) - 1
  }
}
