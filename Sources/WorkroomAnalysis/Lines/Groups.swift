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

  /// In the order of the text.
  private(set) var order: [Key] = []
  private(set) var rules: [Key: [Int]] = [:]
  var coverage: [Key: Coverage] = [:]
  /// For each event, the stages with transitions for it, in the order of the text.
  private(set) var owners: [Int: [Int]] = [:]

  init() {}

  init(_ workflow: CheckedWorkflow) {
    for (index, rule) in workflow.rules.enumerated() {
      guard rule.event != nil || rule.isOnce else { continue }
      let key = Key(owner: rule.owner, event: rule.event, leads: rule.outcome != nil)
      if rules[key] == nil { order.append(key) }
      rules[key, default: []].append(index)
    }
    for key in order where key.leads {
      if let event = key.event { owners[event, default: []].append(key.owner) }
    }
    for event in owners.keys { owners[event]?.sort() }
  }

  /// Whether a stage inside another has lines for an event.
  func hasLines(inside stage: Int, _ end: Int, for event: Int) -> Bool {
    let list = owners[event] ?? []
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] <= stage { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low] < end
  }
}
