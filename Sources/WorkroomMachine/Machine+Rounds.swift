import WorkroomLanguage

/// What passes from one round of a participation to the next.
extension Machine {
  /// Notes in a state that is not yet begun that an item of a kind is held already; beginning keeps it.
  package func hold(_ kind: Int, in state: inout [Int64]) {
    state[StateLayout.headerWord] |= 1 << (StateLayout.heldShift + Int64(kind))
  }
}
