import WorkroomLanguage
package import WorkroomMachine

/// The state of a participation (§2), as sets and dictionaries.
package struct ReferenceState: Sendable, Equatable {
  /// A stage, and the item it belongs to; an item itself is its `each` with the item's place.
  package typealias Place = Snapshot.Place

  /// A rule or an action, and the item it belongs to.
  struct Line: Hashable, Sendable {
    var index: Int
    var item: Int
  }

  struct Timer: Equatable, Sendable {
    /// The instant at which it is due, or what was left of the time when its stage was left; `nil` if it does not run.
    var due: Int64?
    var isSpent = false
    /// How often it has fired in this stay.
    var times = 0
  }

  var isFinished = false
  var active: Set<Place> = []
  var record: [Int64?] = []
  /// Items that live or have lived, each with its record; those whose place is active live.
  var items: [Place: [Int64?]] = [:]
  var timers: [Line: Timer] = [:]
  /// Timers as they stood when their stages were last left.
  var paused: [Line: Timer] = [:]
  /// Reactions of `once` that have run in this stay.
  var ranOnce: Set<Line> = []
  /// Assignments that wait in line, and the rules that hold them.
  var waits: [Line: Int] = [:]
  var held: Set<Int> = []
  var earmarked: [Int: Int64] = [:]
  /// What was active inside a stage when it was last left, and what was active beside one when it was last entered.
  var left: [Place: Set<Place>] = [:]
  var interrupted: [Place: Set<Place>] = [:]

  package init() {}
}

extension Reference {
  /// All that can be observed of a state (§2.9).
  package func snapshot(_ state: ReferenceState) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.isFinished = state.isFinished
    snapshot.active = state.active.sorted()
    snapshot.record = state.record
    for place in state.active.sorted(by: workflow.comesBefore) where workflow.stages[place.stage].kind == .each {
      guard let each = workflow.stages[place.stage].each, let record = state.items[place] else { continue }
      snapshot.items.append(Snapshot.Item(each: each, place: place.item, record: record))
    }
    for (line, timer) in state.timers.sorted(by: { ($0.key.index, $0.key.item) < ($1.key.index, $1.key.item) }) {
      guard let due = timer.due else { continue }
      snapshot.timers.append(Snapshot.Timer(rule: line.index, item: line.item, due: due))
    }
    for line in state.waits.keys.sorted(by: { ($0.index, $0.item) < ($1.index, $1.item) }) {
      snapshot.waits.append(Snapshot.Wait(action: line.index, item: line.item))
    }
    snapshot.held = state.held.sorted()
    snapshot.earmarked = workflow.campaign.indices.map { state.earmarked[$0] ?? 0 }
    return snapshot
  }

  /// The timer that is due first (§10.5): by its instant, then inner before outer, then the order of the text.
  package func nextTimer(_ state: ReferenceState) -> Snapshot.Timer? {
    func place(_ timer: Snapshot.Timer) -> Snapshot.Place {
      Snapshot.Place(stage: workflow.rules[timer.rule].owner, item: timer.item)
    }
    return snapshot(state).timers.min { a, b in
      let (p, q) = (place(a), place(b))
      if a.due != b.due { return a.due < b.due }
      if p == q { return a.rule < b.rule }
      if workflow.isInside(p, q) || workflow.isInside(q, p) { return workflow.isInside(p, q) }
      return workflow.comesBefore(p, q)
    }
  }
}

/// Stages and items as one tree: every live item of an `each` stands in it like a track of its own (§9.1).
extension CheckedWorkflow {
  func parent(_ place: Snapshot.Place) -> Snapshot.Place? {
    guard place.stage > 0 else { return nil }
    return Snapshot.Place(
      stage: stages[place.stage].parent, item: stages[place.stage].kind == .each ? -1 : place.item)
  }

  /// Whether a place lies strictly inside another.
  func isInside(_ place: Snapshot.Place, _ around: Snapshot.Place) -> Bool {
    around.stage < place.stage && place.stage < stages[around.stage].end
      && (around.item < 0 || around.item == place.item)
  }

  /// The order of the text (§2.1), in which all of one item stands before all of the next.
  func comesBefore(_ a: Snapshot.Place, _ b: Snapshot.Place) -> Bool {
    if a.item != b.item, a.item >= 0, b.item >= 0, stages[a.stage].each == stages[b.stage].each {
      return a.item < b.item
    }
    return (a.stage, a.item) < (b.stage, b.item)
  }
}
