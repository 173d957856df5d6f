import WorkroomLanguage
import WorkroomMachine

/// The state of a participation (§2), as sets and dictionaries.
package struct ReferenceState: Sendable, Equatable {
  /// A stage, and the item it belongs to; an item itself is its `each` with the item's place.
  typealias Place = Snapshot.Place

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

/// Stages and items as one tree: every live item of an `each` stands in it like a track of its own (§9.1).
extension CheckedWorkflow {
  func parent(_ place: Snapshot.Place) -> Snapshot.Place? {
    let stage = stages[place.stage]
    return place.stage == 0 ? nil : Snapshot.Place(stage: stage.parent, item: stage.kind == .each ? -1 : place.item)
  }

  /// Whether a place lies strictly inside another.
  func isInside(_ place: Snapshot.Place, _ around: Snapshot.Place) -> Bool {
    around.stage < place.stage && place.stage < stages[around.stage].end && [-1, place.item].contains(around.item)
  }

  /// The order of the text (§2.1), in which all of one item stands before all of the next.
  func comesBefore(_ a: Snapshot.Place, _ b: Snapshot.Place) -> Bool {
    let areItems = a.item >= 0 && b.item >= 0 && stages[a.stage].each == stages[b.stage].each
    return areItems && a.item != b.item ? a.item < b.item : a.stage < b.stage
  }
}
