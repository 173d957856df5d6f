import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// The items of an `each` (§9).
extension Run {
  /// Items that live, in their order.
  func live(_ each: CheckedEach) -> [Place] { inOrder(state.active.filter { $0.stage == each.stage }) }

  /// §9.1: items that lived when their stage was left live again; else as many begin as the list counts.
  mutating func enterItems(_ each: CheckedEach, around place: Place, _ goal: Goal) throws(Stop) {
    if goal.insides.contains(place) {
      for item in inOrder(goal.asLeft.filter { $0.stage == each.stage }) { try enter(item, goal) }
      return
    }
    let count = try each.count.map { count throws(Stop) in
      try isSet(count, Reader(place: place)) ? value(count, Reader(place: place)) / Scaled.unit : 0
    }
    for item in 0..<Int(min(max(count ?? 0, 0), Int64(each.most))) {
      try begin(each, item, name: word(of: item + 1), due: nil)
    }
  }

  /// An item begins with its defaults, and remembers nothing of one that had its place before.
  private mutating func begin(_ each: CheckedEach, _ item: Int, name: Int64?, due: Int64?) throws(Stop) {
    let place = Place(stage: each.stage, item: item)
    func belongs(_ other: Place) -> Bool { other == place || workflow.isInside(other, place) }
    state.items[place] = each.record.map(initialValue)
    state.items[place]![CheckedEach.nameField] = name
    state.items[place]![CheckedEach.dueField] = due
    state.paused = state.paused.filter { !belongs(self.place($0.key)) }
    state.left = state.left.filter { !belongs($0.key) }
    state.interrupted = state.interrupted.filter { !belongs($0.key) }
    try enter(place, Goal())
  }

  /// §9.2.
  mutating func add(_ each: CheckedEach, _ payload: [Int64?]) throws(Stop) {
    guard let item = freePlace(each, payload) else { return }
    let taken = live(each).map { state.items[$0]![CheckedEach.nameField] }
    let numbers = [item + 1] + Array(1...each.most)
    let name = value(each.noun, each.added!, payload) ?? numbers.map(word).first { !taken.contains($0) }
    try begin(each, item, name: name, due: value("due", each.added!, payload))
  }

  /// Where an item could begin; `nil` where the `each` is not active or full, or the name is taken.
  func freePlace(_ each: CheckedEach, _ payload: [Int64?]) -> Int? {
    guard !state.isFinished, isAround(each), named(each, payload, event: each.added!) == nil else { return nil }
    let taken = live(each).map(\.item)
    return (0..<each.most).first { !taken.contains($0) }
  }

  /// Whether the stage around an `each` is active.
  func isAround(_ each: CheckedEach) -> Bool {
    state.active.contains(Place(stage: workflow.stages[each.stage].parent))
  }

  /// §9.3: everything of the item is left, and its place is free.
  mutating func remove(_ item: Place) throws(Stop) {
    for place in inOrder(state.active).reversed() where place == item || workflow.isInside(place, item) {
      try leave(place)
    }
  }

  /// The live item that an event names.
  func named(_ each: CheckedEach, _ payload: [Int64?], event: Int) -> Place? {
    guard let name = value(each.noun, event, payload) else { return nil }
    return live(each).first { state.items[$0]![CheckedEach.nameField] == name }
  }

  private func value(_ name: String, _ event: Int, _ payload: [Int64?]) -> Int64? {
    workflow.events[event].payload.firstIndex { $0.name == name }.flatMap { payload[$0] }
  }

  /// The word of a whole number as a text; those that the file does not hold stand behind its texts.
  private func word(of number: Int) -> Int64 {
    let numbers = (1...(workflow.eaches.map(\.most).max() ?? 1)).map { "\($0)" }
    let texts = workflow.texts + numbers.filter { !workflow.texts.contains($0) }
    return -Int64(texts.firstIndex(of: "\(number)")!) - 1
  }
}
