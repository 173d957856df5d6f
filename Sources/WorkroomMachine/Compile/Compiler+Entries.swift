import WorkroomLanguage

/// What a transition leaves, and the lists of what it enters.
extension Compiler {
  /// Where an entry list leads: the nodes that stand in place of the defaults around them, one of them as it was left.
  struct Destination {
    var targets: [Int]
    var memory = -1
    var atTop = false

    static let defaults = Destination(targets: [])
  }

  /// What changes around a transition: a node that is left and entered again, or only its inside.
  private enum Domain {
    case whole(Int), inside(Int)
  }

  mutating func goTo(_ candidate: inout Candidate, _ targets: [Int]) {
    candidate.outcome = .goTo
    let destination = Destination(targets: targets.map { table.node($0, near: currentNode) })
    addMoves(&candidate, domains(currentNode, destination.targets), destination)
  }

  mutating func restart(_ candidate: inout Candidate, at inner: Int?) {
    candidate.outcome = .restart
    let target = inner.map { table.node($0, near: currentNode) } ?? currentNode
    addMoves(&candidate, [.whole(currentNode)], Destination(targets: [target]))
  }

  /// To a stage as it was left, or to what was active around the line's own stage when that was entered.
  mutating func resume(_ candidate: inout Candidate, _ stage: Int?, atTop: Bool) {
    candidate.outcome = .goTo
    if let stage {
      let target = table.node(stage, near: currentNode)
      let memory = memoryIndex[MemoryKey(node: target, isHold: false)] ?? -1
      let destination = Destination(targets: [target], memory: memory, atTop: atTop)
      return addMoves(&candidate, domains(currentNode, [target]), destination)
    }
    let parent = max(table.nodes[currentNode].parent, 0)
    let memory = memoryIndex[MemoryKey(node: currentNode, isHold: true)] ?? -1
    addMoves(&candidate, [.inside(parent)], Destination(targets: [parent], memory: memory))
  }

  private func domains(_ source: Int, _ targets: [Int]) -> [Domain] {
    if targets.allSatisfy({ table.isInside($0, source) && $0 != source }) {
      guard table.nodes[source].holdsTracks else { return [.inside(source)] }
      // Into tracks of its own stage: only those tracks are left.
      let tracks = Set(targets.map { table.child(of: source, around: $0) })
      return tracks.sorted().map { .whole($0) }
    }
    var common = table.nodes[source].parent
    while !targets.allSatisfy({ table.isInside($0, common) && $0 != common }) { common = table.nodes[common].parent }
    // To a sibling track: the stage around the tracks is left and entered again.
    return [table.nodes[common].holdsTracks && common > 0 ? .whole(common) : .inside(common)]
  }

  private mutating func addMoves(_ candidate: inout Candidate, _ domains: [Domain], _ destination: Destination) {
    let first = Int32(moves.count)
    for domain in domains {
      let start = Int32(entries.count)
      let (low, around): (Int, Int)
      switch domain {
      case .whole(let node) where node > 0:
        (low, around) = (node, node)
        addEntry(node, to: destination)
      case .whole(let node), .inside(let node):
        (low, around) = (node + 1, node)
        addInside(node, to: destination)
      }
      moves.append(
        Move(
          exitLow: Int32(low), exitHigh: Int32(table.nodes[around].end), entryStart: start,
          entryEnd: Int32(entries.count), candidate: Int32(candidates.count)))
    }
    candidate.moves = first..<Int32(moves.count)
  }

  // MARK: Entry lists

  /// A node and what lies inside it, on the way to a destination.
  mutating func addEntry(_ node: Int, to destination: Destination) {
    let condition = trackCondition(node)
    guard destination.memory >= 0, destination.targets == [node] else {
      return addStep(node, condition: condition) { $0.addInside(node, to: destination) }
    }
    addStep(-1, condition: remembersCode(destination.memory)) { compiler in
      compiler.addStep(node, condition: condition, resumes: true) { $0.addRemembered(node, destination) }
    }
    addStep(-1, condition: remembersCode(destination.memory, negated: true)) { compiler in
      compiler.addStep(node, condition: condition) { $0.addInside(node, to: .defaults) }
    }
  }

  /// What is entered below a node that stays or has just been entered.
  mutating func addInside(_ node: Int, to destination: Destination) {
    if destination.memory >= 0, destination.targets == [node] {
      addStep(-1, condition: remembersCode(destination.memory)) { $0.addRemembered(node, destination) }
      addStep(-1, condition: remembersCode(destination.memory, negated: true)) { $0.addInside(node, to: .defaults) }
    } else if table.nodes[node].holdsTracks {
      addTracks(table.nodes[node].children, to: destination)
    } else if let target = destination.targets.first(where: { $0 != node && table.isInside($0, node) }) {
      addEntry(table.child(of: node, around: target), to: destination)
    } else if let first = firstInside(node) {
      addEntry(first, to: destination)
    }
  }

  /// Items stand among the tracks; as many of them begin as the `each` says.
  private mutating func addTracks(_ tracks: [Int], to destination: Destination) {
    for track in tracks {
      guard table.nodes[track].kind == .each else {
        addEntry(track, to: destination)
        continue
      }
      let each = table.each[table.nodes[track].stage]
      guard table.nodes[track].item == 0, let count = workflow.eaches[each].count else { continue }
      let items = table.nodes(of: table.nodes[track].stage)
      addStep(-1, condition: countCode(count)) { compiler in
        for (place, item) in items.enumerated() {
          let begin = compiler.beginCode(each, place)
          compiler.addStep(item, condition: begin) { $0.addInside(item, to: destination) }
        }
      }
    }
  }

  /// What was active inside a node, as a memory has it; tracks that were not called for then are asked again.
  private mutating func addRemembered(_ node: Int, _ destination: Destination) {
    for child in table.nodes[node].children {
      addStep(child, condition: rememberedCode(destination.memory, child), resumes: true) { compiler in
        if destination.atTop {
          compiler.addInside(child, to: .defaults)
        } else {
          compiler.addRemembered(child, destination)
        }
      }
      guard table.nodes[node].holdsTracks, table.nodes[child].kind != .each else { continue }
      addStep(-1, condition: rememberedCode(destination.memory, child, negated: true)) {
        $0.addEntry(child, to: .defaults)
      }
    }
  }

  private mutating func addStep(
    _ node: Int, condition: Int32, resumes: Bool = false, _ inside: (inout Compiler) -> Void
  ) {
    let place = entries.count
    entries.append(EntryStep(stage: Int32(node), condition: condition, skip: 0, resumes: resumes))
    inside(&self)
    entries[place].skip = Int32(entries.count)
  }

  func firstInside(_ node: Int) -> Int? {
    let children = table.nodes[node].children
    return children.first { workflow.stages[table.nodes[$0].stage].isInitial }
      ?? children.first { table.nodes[$0].kind != .final } ?? children.first
  }

  /// Whether a track is called for; -1 where it always is.
  mutating func trackCondition(_ node: Int) -> Int32 {
    let previous = currentNode
    currentNode = node
    defer { currentNode = previous }
    return workflow.stages[table.nodes[node].stage].condition.map { expression($0) } ?? -1
  }

  mutating func conditionalTracks() -> [ConditionalTrack] {
    var tracks: [ConditionalTrack] = []
    for (index, node) in table.nodes.enumerated()
    where node.kind == .track && workflow.stages[node.stage].condition != nil {
      let start = Int32(entries.count)
      addEntry(index, to: .defaults)
      tracks.append(
        ConditionalTrack(track: Int32(index), parent: Int32(node.parent), entry: start..<Int32(entries.count)))
    }
    return tracks
  }

  // MARK: Memory

  /// Every stage that some `resume` names, and every one that holds a `resume` without a name.
  mutating func findMemories() {
    for rule in workflow.rules {
      guard case .resume(let stage, _) = rule.outcome else { continue }
      for owner in table.nodes(of: rule.owner) {
        let node = stage.map { table.node($0, near: owner) } ?? owner
        addMemory(node, isHold: stage == nil)
      }
    }
  }

  private mutating func addMemory(_ node: Int, isHold: Bool) {
    let key = MemoryKey(node: node, isHold: isHold)
    guard memoryIndex[key] == nil else { return }
    let around = isHold ? max(table.nodes[node].parent, 0) : node
    let slot = MemorySlot(
      node: Int32(node), isHold: isHold, low: Int32(isHold ? around + 1 : node), high: Int32(table.nodes[around].end),
      word: memoryWords)
    memoryIndex[key] = memories.count
    memories.append(slot)
    memoryWords += Int32(slot.wordCount)
    if remembered.isEmpty { remembered = Array(repeating: false, count: table.nodes.count) }
    for place in Int(slot.low)..<Int(slot.high) where !isHold || !table.isInside(place, node) {
      remembered[place] = true
    }
  }

  /// Whether some memory may bring a node back.
  func isRemembered(_ node: Int) -> Bool { !memories.isEmpty && remembered[node] }
}
