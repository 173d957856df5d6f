/// What the engine does to a state beside steps.
extension ReferenceState {
  /// A state in which nothing has begun, with the kinds of item that are still held from an earlier round.
  package init(holding kinds: [Int]) {
    self.init()
    held = Set(kinds)
  }

  /// Stops a timer whose step has failed; it comes back with the next entry of its stage.
  package mutating func stop(rule: Int, item: Int) {
    let line = Line(index: rule, item: item)
    timers[line]?.due = nil
    timers[line]?.isSpent = true
  }
}
