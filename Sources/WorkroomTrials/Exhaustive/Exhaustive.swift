import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// Machine and reference on small workflows, each on every sequence of four events.
struct Exhaustive {
  private(set) var workflows = 0
  private(set) var rejected = 0
  private(set) var steps = 0

  static let depth = 4

  /// Runs every so manieth workflow of a shape; what it says of the first one on which the two differ.
  mutating func run(shape: Int, every stride: Int) -> String? {
    for index in Swift.stride(from: stride / 2, to: SmallMachines.counts[shape], by: stride) {
      let text = SmallMachines.text(shape, index)
      guard let workflow = Checker.check(SourceText(name: "small.workflow", text: text)).workflow else {
        rejected += 1
        continue
      }
      workflows += 1
      if let difference = play(workflow) { return "\(text)\n\n\(difference)" }
    }
    return nil
  }

  private mutating func play(_ workflow: CheckedWorkflow) -> Difference? {
    var duel = Duel(workflow)
    if let difference = duel.step(ReferenceInput(.start, now: 1)) { return difference }
    let events = workflow.events.indices.filter { workflow.events[$0].path.hasPrefix("e.") }
    let manager = workflow.roles.firstIndex { $0.name == "manager" } ?? 0
    return play(duel, events, manager, depth: Exhaustive.depth)
  }

  private mutating func play(_ duel: Duel, _ events: [Int], _ role: Int, depth: Int) -> Difference? {
    guard depth > 0 else { return nil }
    for event in events {
      var next = duel
      steps += 1
      if let difference = next.step(ReferenceInput(.event, event, role: role, now: 1)) { return difference }
      if let difference = play(next, events, role, depth: depth - 1) { return difference }
    }
    return nil
  }
}
