import WorkroomLanguage

/// The stages as they run: an `each` stands here as so many tracks, one behind the other, each a copy of what it holds.
struct NodeTable {
  struct Node {
    var stage: Int
    /// The place of the item that it belongs to; -1 outside an `each`.
    var item: Int
    var kind: CheckedStage.Kind
    var parent: Int
    var end: Int
    var children: [Int] = []
    var holdsTracks: Bool
  }

  private(set) var nodes: [Node] = []
  /// The node of each stage; inside an `each`, that of the first item.
  private(set) var first: [Int]
  /// The `each` that a stage is or stands in; -1 for none.
  private(set) var each: [Int]
  private let eaches: [CheckedEach]

  init(_ workflow: CheckedWorkflow) {
    first = Array(repeating: 0, count: workflow.stages.count)
    each = Array(repeating: -1, count: workflow.stages.count)
    eaches = workflow.eaches
    for (index, block) in eaches.enumerated() {
      for stage in block.stage..<workflow.stages[block.stage].end { each[stage] = index }
    }
    add(0, item: -1, to: -1, workflow.stages)
  }

  private mutating func add(_ stage: Int, item: Int, to parent: Int, _ stages: [CheckedStage]) {
    let index = nodes.count
    if item <= 0 { first[stage] = index }
    let kind = stages[stage].kind
    let runsAside = stages[stage].children.contains { stages[$0].kind == .track || stages[$0].kind == .each }
    nodes.append(
      Node(stage: stage, item: item, kind: kind, parent: parent, end: index + 1, holdsTracks: runsAside))
    if parent >= 0 { nodes[parent].children.append(index) }
    for child in stages[stage].children {
      let copies = stages[child].kind == .each && item < 0 && each[child] >= 0 ? eaches[each[child]].most : 0
      for place in 0..<copies { add(child, item: place, to: index, stages) }
      if copies == 0 { add(child, item: item, to: index, stages) }
    }
    nodes[index].end = nodes.count
  }

  /// The node of a stage as one that stands at another node sees it: inside the same item, if it is inside one.
  func node(_ stage: Int, near other: Int) -> Int {
    guard each[stage] >= 0 else { return first[stage] }
    return first[stage] + max(nodes[other].item, 0) * size(each[stage])
  }

  /// Every node of a stage.
  func nodes(of stage: Int) -> [Int] {
    guard each[stage] >= 0 else { return [first[stage]] }
    return (0..<eaches[each[stage]].most).map { first[stage] + $0 * size(each[stage]) }
  }

  /// Nodes of one item.
  func size(_ each: Int) -> Int {
    let node = first[eaches[each].stage]
    return nodes[node].end - node
  }

  func isInside(_ inner: Int, _ outer: Int) -> Bool { outer <= inner && inner < nodes[outer].end }

  /// The node directly inside another that holds a target.
  func child(of node: Int, around target: Int) -> Int {
    var place = target
    while nodes[place].parent != node { place = nodes[place].parent }
    return place
  }
}
