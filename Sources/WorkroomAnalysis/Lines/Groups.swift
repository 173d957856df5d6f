import WorkroomLanguage

/// The lines of one stage that wait for the same event, or for nothing: those that stand in each other's way.
struct Groups {
  struct Key: Hashable {
    var owner: Int
    /// `nil` for `once`.
    var event: Int?
    var leads: Bool
  }

  /// What a group leaves open.
  struct Coverage {
    /// The roles from which some line always takes the event, a bit a role.
    var roles: UInt64 = 0
    /// Whether whatever takes it keeps an outer line in another track from leading anywhere.
    var stopsOthers = true
  }

  private struct Group {
    var key: Key
    var range: Range<Int>
  }

  /// In the order of the text.
  private(set) var order: [Key] = []
  var coverage: [Key: Coverage] = [:]
  /// The lines of all groups, one group after the other, and the groups by their stage.
  private var lines: [Int] = []
  private var groups: [Group] = []
  private var firstOfStage: [Int] = []
  /// How many groups wait for each event.
  private var groupsOfEvent: [Int] = []
  /// Events, each with the stages that have transitions for it, in the order of the text.
  private var places: [Place] = []

  private struct Place {
    var event: Int
    var stage: Int
  }

  init() {}

  init(_ workflow: CheckedWorkflow) {
    var sorted: [(key: Key, rule: Int)] = []
    sorted.reserveCapacity(workflow.rules.count)
    for index in workflow.rules.indices {
      let (event, owner) = (workflow.rules[index].event, workflow.rules[index].owner)
      guard event != nil || workflow.rules[index].isOnce else { continue }
      sorted.append((Key(owner: owner, event: event, leads: workflow.rules[index].outcome != nil), index))
    }
    sorted.sort { Groups.isBefore($0.key, $1.key) || ($0.key == $1.key && $0.rule < $1.rule) }
    lines = sorted.map(\.rule)
    var start = 0
    for index in sorted.indices where index + 1 == sorted.count || sorted[index].key != sorted[index + 1].key {
      groups.append(Group(key: sorted[index].key, range: start..<index + 1))
      start = index + 1
    }
    firstOfStage = [Int](repeating: 0, count: workflow.stages.count + 1)
    for group in groups { firstOfStage[group.key.owner + 1] += 1 }
    for stage in workflow.stages.indices { firstOfStage[stage + 1] += firstOfStage[stage] }
    groupsOfEvent = [Int](repeating: 0, count: workflow.events.count)
    for group in groups { if let event = group.key.event { groupsOfEvent[event] += 1 } }
    order = groups.sorted { lines[$0.range.lowerBound] < lines[$1.range.lowerBound] }.map(\.key)
    for group in groups where group.key.leads {
      if let event = group.key.event { places.append(Place(event: event, stage: group.key.owner)) }
    }
    places.sort { ($0.event, $0.stage) < ($1.event, $1.stage) }
  }

  private static func isBefore(_ left: Key, _ right: Key) -> Bool {
    if left.owner != right.owner { return left.owner < right.owner }
    if left.event != right.event { return (left.event ?? -1) < (right.event ?? -1) }
    return left.leads && !right.leads
  }

  /// The lines of a group in the order of the text; none where there is no such group.
  func lines(_ key: Key) -> ArraySlice<Int> {
    let last = firstOfStage[key.owner + 1]
    var (low, high) = (firstOfStage[key.owner], last)
    while low < high {
      let middle = (low + high) / 2
      if Groups.isBefore(groups[middle].key, key) { low = middle + 1 } else { high = middle }
    }
    return low < last && groups[low].key == key ? lines[groups[low].range] : []
  }

  /// Whether no line elsewhere waits for the event of a group.
  func isAlone(_ key: Key) -> Bool { key.event.map { groupsOfEvent[$0] == 1 } ?? false }

  /// Whether a stage inside another has lines for an event.
  func hasLines(inside stage: Int, _ end: Int, for event: Int) -> Bool {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if (places[middle].event, places[middle].stage) <= (event, stage) { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low].event == event && places[low].stage < end
  }
}
