/// Where transitions lead, in the language's words: `go to` within and beside, `restart` for what leaves its own stage,
/// `resume` for a history, and a passage for the rest.
extension Translator {
  mutating func plan() throws {
    for node in nodes.indices where isResumedFromInside(node) { split.insert(node) }
    for node in nodes.indices {
      beginnings[node] = try beginning(of: node)
      ways.append(try nodes[node].transitions.map { try leads(from: node, $0) })
    }
  }

  // MARK: Histories

  /// The node whose history a jump enters.
  private func remembers(_ targets: [String]) throws -> (history: Int, stage: Int)? {
    let histories = try targets.map(chart.node).filter { nodes[$0].kind == .history }
    guard let history = histories.first else { return nil }
    guard targets.count == 1 else { throw Unsupported(what: "a history beside other targets") }
    return (history, nodes[history].parent)
  }

  private func isResumedFromInside(_ node: Int) -> Bool {
    let histories = Set(nodes[node].children.filter { nodes[$0].kind == .history }.map { nodes[$0].id })
    if nodes[node].initial?.targets.contains(where: histories.contains) == true { return true }
    return nodes.indices.contains { source in
      contains(node, source) && nodes[source].transitions.contains { $0.targets.contains(where: histories.contains) }
    }
  }

  /// To enter a history is to resume its stage; if that was never left, the history may lead elsewhere than the stage
  /// begins.
  private mutating func resume(_ history: Int, isEntered: Bool) throws -> [Way] {
    let stage = nodes[history].parent
    let memory = split.contains(stage) ? inside(stage) : name(stage)
    let resume = Way(outcome: "resume \(memory)\(nodes[history].isDeep ? "" : " at the top")")
    guard let fallback = nodes[history].initial else { throw Unsupported(what: "a history without a default") }
    let targets = try fallback.targets.map(chart.node)
    if fallback.actions.isEmpty, targets == beginsIn(stage) { return [resume] }
    guard fallback.actions.isEmpty || isEntered else {
      throw Unsupported(what: "actions of a history that is entered from outside")
    }
    remembered.insert(stage)
    let first = Way(
      condition: "\(seen(stage)) is 0", actions: try words(fallback.actions),
      outcome: "go to \(targets.map(target).joined(separator: " and "))")
    return [first, Way(condition: "\(seen(stage)) is 1", outcome: resume.outcome)]
  }

  // MARK: Where a stage begins

  /// The one stage of its own that a stage begins in.
  private func beginsIn(_ node: Int) -> [Int] {
    guard nodes[node].kind == .stage else { return [] }
    let targets = nodes[node].initial.map { $0.targets.compactMap { try? chart.node($0) } }
    let isOwn = targets.map { $0.count == 1 && nodes[$0[0]].kind != .history } ?? false
    return isOwn ? targets ?? [] : children(node).first.map { [$0] } ?? []
  }

  /// The ways on from a passage that a stage begins in; `nil` where it begins in one of its own stages.
  private mutating func beginning(of node: Int) throws -> [Way]? {
    guard nodes[node].kind == .stage, let first = children(node).first else { return nil }
    guard let initial = nodes[node].initial else {
      return isPlainFinal(first) || isFinalWithEntry(first) ? [Way(outcome: "go to \(target(first))")] : nil
    }
    let actions = try words(initial.actions)
    if let (history, stage) = try remembers(initial.targets) {
      guard stage == node else { throw Unsupported(what: "a beginning in another stage's history") }
      return try resume(history, isEntered: true).map { way in
        Way(condition: way.condition, actions: actions + way.actions, outcome: way.outcome)
      }
    }
    let targets = try initial.targets.map(chart.node)
    if targets.count == 1, nodes[targets[0]].parent == node, !isPlainFinal(targets[0]), actions.isEmpty { return nil }
    return [Way(actions: actions, outcome: "go to \(targets.map(target).joined(separator: " and "))")]
  }

  /// The child that carries the mark `initial`.
  func marked(in node: Int) throws -> Int? {
    guard beginnings[node] == nil || split.contains(node), let initial = nodes[node].initial else { return nil }
    let targets = try initial.targets.map(chart.node)
    guard targets.count == 1, nodes[targets[0]].parent == node, nodes[targets[0]].kind != .history else { return nil }
    return targets[0] == children(node).first ? nil : targets[0]
  }

  // MARK: Transitions

  private mutating func leads(from source: Int, _ transition: Chart.Transition) throws -> [Way] {
    let actions = try words(transition.actions)
    if transition.targets.isEmpty { return [Way(actions: actions, outcome: "stay")] }
    let ways: [Way]
    if let (history, stage) = try remembers(transition.targets) {
      ways = try leads(from: source, toHistory: history, of: stage, transition)
    } else {
      ways = [Way(outcome: try leads(from: source, to: transition.targets.map(chart.node), transition))]
    }
    return ways.map { Way(condition: $0.condition, actions: actions + $0.actions, outcome: $0.outcome) }
  }

  private mutating func leads(
    from source: Int, toHistory history: Int, of stage: Int, _ transition: Chart.Transition
  ) throws -> [Way] {
    if !contains(stage, source) { return try resume(history, isEntered: false) }
    guard stage == source else { throw Unsupported(what: "a history of a stage around the one that resumes it") }
    if transition.isInternal, nodes[source].kind == .stage { return try resume(history, isEntered: true) }
    return [passage(in: commonStage([source]), try resume(history, isEntered: false))]
  }

  private mutating func leads(from source: Int, to targets: [Int], _ transition: Chart.Transition) throws -> String {
    let words = targets.map(target).joined(separator: " and ")
    let areInside = targets.allSatisfy { $0 != source && contains(source, $0) }
    if transition.isInternal, areInside, nodes[source].kind == .stage { return "go to \(words)" }
    let domain = commonStage([source] + targets)
    if nodes[source].parent == domain {
      if targets == [source] { return "restart" }
      if areInside, targets.count == 1 { return "restart at \(words)" }
    }
    if !targets.contains(where: { contains($0, source) || contains(source, $0) }) {
      // The stage that holds the source and the targets; one with tracks is left itself, which is what is meant only
      // where no other with tracks holds it.
      var common = nodes[source].parent
      while !targets.allSatisfy({ contains(common, $0) && common != $0 }) { common = nodes[common].parent }
      if nodes[common].kind != .tracks || nodes[common].parent == domain { return "go to \(words)" }
    }
    return passage(in: domain, [Way(outcome: "go to \(words)")]).outcome
  }

  /// A way to a stage that is passed through, from which others lead on.
  private mutating func passage(in node: Int, _ ways: [Way]) -> Way {
    passageCount += 1
    let passage = Passage(name: "passage_\(passageCount)", ways: ways)
    passages[node, default: []].append(passage)
    return Way(outcome: "go to \(passage.name)")
  }
}
