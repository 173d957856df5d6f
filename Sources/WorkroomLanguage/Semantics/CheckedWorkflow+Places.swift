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

  /// What is entered besides when a stage is: what is around it and beside it, and what it begins with.
  package func enteredWith(_ index: Int) -> [Int] {
    let stage = stages[index]
    var entered = stage.holdsTracks ? stage.children : firstChild(of: index).map { [$0] } ?? []
    if stage.parent > 0 { entered.append(stage.parent) }
    // Entering a stage beside tracks enters the tracks around it.
    if stage.parent >= 0, stages[stage.parent].holdsTracks { entered += stages[stage.parent].children }
    return entered
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
  package func reachableStages() -> [Bool] {
    var reached = [Bool](repeating: false, count: stages.count)
    var waiting = [0]
    let (sorted, ends) = rulesByStage()
    while let index = waiting.popLast() {
      guard !reached[index] else { continue }
      reached[index] = true
      waiting += enteredWith(index)
      let start = index > 0 ? ends[index - 1] : 0
      for rule in sorted[start..<ends[index]] { waiting += rules[rule].outcome?.targets ?? [] }
    }
    return reached
  }

  /// The rules, those of one stage after those of another, and where those of each stage end.
  private func rulesByStage() -> (sorted: [Int], ends: [Int]) {
    var ends = [Int](repeating: 0, count: stages.count)
    for index in rules.indices where rules[index].owner + 1 < ends.count { ends[rules[index].owner + 1] += 1 }
    for index in stages.indices.dropFirst() { ends[index] += ends[index - 1] }
    var sorted = [Int](repeating: 0, count: rules.count)
    for index in rules.indices {
      sorted[ends[rules[index].owner]] = index
      ends[rules[index].owner] += 1
    }
    return (sorted, ends)
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
