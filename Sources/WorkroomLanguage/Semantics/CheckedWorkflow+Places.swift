/// Where stages lie, and what leads to them.
extension CheckedWorkflow {
  /// The innermost stage that is or holds both.
  package func commonStage(_ first: Int, _ second: Int) -> Int {
    var place = first
    while second < place || second >= stages[place].end { place = stages[place].parent }
    return place
  }

  /// Whether a stage is another or lies inside it.
  package func isInside(_ inner: Int, _ outer: Int) -> Bool { inner >= outer && inner < stages[outer].end }

  /// Where entering a stage that holds no tracks leads first.
  package func firstChild(of stage: Int) -> Int? {
    let children = stages[stage].children
    return children.first { stages[$0].isInitial } ?? children.first { stages[$0].kind != .final } ?? children.first
  }

  /// Adds what is entered besides when a stage is: what is around it and beside it, and what it begins with.
  private func addEntered(with index: Int, to entered: inout [Int]) {
    if stages[index].holdsTracks {
      entered += stages[index].children
    } else if !stages[index].children.isEmpty, let first = firstChild(of: index) {
      entered.append(first)
    }
    let parent = stages[index].parent
    if parent > 0 { entered.append(parent) }
    // Entering a stage beside tracks enters the tracks around it.
    if parent >= 0, stages[parent].holdsTracks { entered += stages[parent].children }
  }

  /// The stages that going to one makes active, or finds active: what it begins with, what is around it, and the tracks
  /// beside those.
  package func activeAfter(goingTo target: Int) -> [Int] {
    var active: [Int] = []
    func begin(_ index: Int) {
      active.append(index)
      let stage = stages[index]
      for child in stage.holdsTracks ? stage.children : firstChild(of: index).map({ [$0] }) ?? [] { begin(child) }
    }
    begin(target)
    var place = target
    while stages[place].parent > 0 {
      let around = stages[place].parent
      active.append(around)
      if stages[around].holdsTracks { for track in stages[around].children where track != place { begin(track) } }
      place = around
    }
    return active
  }

  /// For each stage, whether the lines of the workflow lead to it in some order.
  package func reachableStages(_ rulesOf: RulesByStage) -> [Bool] {
    var reached = [Bool](repeating: false, count: stages.count)
    var waiting = [0]
    while let index = waiting.popLast() {
      guard !reached[index] else { continue }
      reached[index] = true
      addEntered(with: index, to: &waiting)
      for rule in rulesOf[index] { if let outcome = rules[rule].outcome { waiting += outcome.targets } }
    }
    return reached
  }

  /// The rules, those of one stage after those of another, and where those of each stage end.
  package func rulesByStage() -> RulesByStage {
    var ends = [Int](repeating: 0, count: stages.count)
    for index in rules.indices where rules[index].owner + 1 < ends.count { ends[rules[index].owner + 1] += 1 }
    for index in stages.indices.dropFirst() { ends[index] += ends[index - 1] }
    var sorted = [Int](repeating: 0, count: rules.count)
    for index in rules.indices {
      sorted[ends[rules[index].owner]] = index
      ends[rules[index].owner] += 1
    }
    return RulesByStage(sorted: sorted, ends: ends)
  }

  /// Where a line of a stage stands: `stage active › track links`; empty at the top of the file.
  package func enclosing(_ stage: Int) -> String {
    var parts: [String] = []
    var index = stage
    while index > 0 {
      let stage = stages[index]
      parts.append("\(stage.kind == .track ? "track" : stage.kind == .each ? "each" : "stage") \(stage.name)")
      index = stage.parent
    }
    return Diagnostic.enclosing(parts.reversed())
  }
}

/// The rules of a workflow by the stages that they stand in.
package struct RulesByStage: Sendable {
  fileprivate let sorted: [Int]
  fileprivate let ends: [Int]

  /// The rules of a stage, in the order of the text.
  package subscript(stage: Int) -> ArraySlice<Int> { sorted[(stage > 0 ? ends[stage - 1] : 0)..<ends[stage]] }
}

extension CheckedRule.Outcome {
  /// Whether it leaves anything.
  package var leads: Bool {
    switch self {
    case .goTo, .restart, .resume: true
    case .stay, .ignore, .refuse: false
    }
  }

  /// The stages that it names.
  package var targets: [Int] {
    switch self {
    case .goTo(let stages): stages
    case .restart(let stage), .resume(let stage, _): stage.map { [$0] } ?? []
    case .stay, .ignore, .refuse: []
    }
  }
}
