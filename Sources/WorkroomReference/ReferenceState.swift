import WorkroomLanguage
import WorkroomMachine

/// A stage, and the item it belongs to; an item itself is its `each` with the item's place (§1.5).
typealias Place = Snapshot.Place

/// A rule or an action, and the place that it stands in.
struct Line: Hashable, Sendable {
  var index: Int
  var place: Place
}

/// The state of a participation (§2), as sets and dictionaries.
package struct ReferenceState: Sendable, Equatable {
  struct Timer: Equatable, Sendable {
    /// The instant at which it is due, or what was left of the time when its stage was left; `nil` if it does not run.
    var due: Int64?
    var isSpent = false
    /// How often it has fired in this stay.
    var times = 0
  }

  var isFinished = false
  var active: Set<Place> = []
  /// The record of the participation is the root's; the others are those of items that live or have lived.
  var records: [Place: [Int64?]] = [:]
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

  /// A state in which nothing has begun, with the kinds of item that are still held from an earlier round.
  package init(holding kinds: some Sequence<Int>) { held = Set(kinds) }

  /// Stops a timer whose step has failed; it comes back with the next entry of its stage.
  package mutating func stop(rule: Int, item: Int) {
    for line in timers.keys where line.index == rule && line.place.item == item {
      (timers[line]!.due, timers[line]!.isSpent) = (nil, true)
    }
  }
}

/// Stages and items as one tree: every live item of an `each` stands in it like a track of its own (§9.1).
extension CheckedWorkflow {
  static let root = Place(stage: 0)

  /// What a place is inside of; an item is inside the stage around its `each`.
  func parent(_ place: Place) -> Place? {
    let stage = stages[place.stage]
    return place.stage == 0 ? nil : Place(stage: stage.parent, item: stage.kind == .each ? -1 : place.item)
  }

  /// A place and all that is around it, the innermost first.
  func outward(_ place: Place) -> UnfoldFirstSequence<Place> { sequence(first: place, next: parent) }

  func children(_ place: Place) -> [Place] {
    stages[place.stage].children.map { Place(stage: $0, item: place.item) }
  }

  /// The `each` that a place is or stands in.
  func each(_ place: Place) -> CheckedEach { eaches[stages[place.stage].each!] }

  /// Whether a place lies strictly inside another.
  func isInside(_ place: Place, _ around: Place) -> Bool {
    around.stage < place.stage && place.stage < stages[around.stage].end && [-1, place.item].contains(around.item)
  }

  /// The order of the text (§2.1), in which all of one item stands before all of the next.
  func comesBefore(_ a: Place, _ b: Place) -> Bool {
    let areItems = a.item >= 0 && b.item >= 0 && stages[a.stage].each == stages[b.stage].each
    return areItems && a.item != b.item ? a.item < b.item : a.stage < b.stage
  }

  /// All places that there can be, in the order of the text.
  var places: [Place] {
    inOrder(
      stages.indices.flatMap { stage in
        stages[stage].each.map { each in (0..<eaches[each].most).map { Place(stage: stage, item: $0) } }
          ?? [Place(stage: stage)]
      })
  }

  func inOrder(_ places: some Sequence<Place>) -> [Place] { places.sorted(by: comesBefore) }

  /// The places of a configuration that have none of it inside, in the order of the text.
  func innermost(_ active: Set<Place>) -> [Place] {
    inOrder(active.filter { place in !active.contains { isInside($0, place) } })
  }
}
