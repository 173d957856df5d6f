extension Chart {
  /// What lies within so many arrows of one node: itself with all inside, what arrows lead to and from, and what stands
  /// around these. What stands inside a neighbour is left out and counted.
  package func focused(on focus: Int, depth: Int) -> Chart {
    guard focus != 0 else { return self }
    var distance = [Int: Int]()
    for node in nodes.indices where isInside(node, focus) { distance[node] = 0 }
    for step in 0..<max(0, depth) {
      for arrow in arrows {
        if arrow.source != 0, distance[arrow.source] == step, distance[arrow.target] == nil {
          distance[arrow.target] = step + 1
        }
        if distance[arrow.target] == step, distance[arrow.source] == nil { distance[arrow.source] = step + 1 }
      }
    }
    var shown = Set(distance.keys.flatMap(around))
    shown.insert(0)
    let kept = arrows.filter { arrow in
      guard shown.contains(arrow.source), shown.contains(arrow.target) else { return false }
      return min(distance[arrow.source] ?? .max, distance[arrow.target] ?? .max) < depth
        || distance[arrow.source] == 0 && distance[arrow.target] == 0
    }
    return restricted(to: shown, kept)
  }

  /// Without the lines that lead nowhere else.
  package func withoutNotes() -> Chart {
    var chart = self
    for index in chart.nodes.indices { chart.nodes[index].notes = [] }
    return chart
  }

  /// The nodes and arrows that are kept, numbered anew.
  private func restricted(to shown: Set<Int>, _ kept: [Arrow]) -> Chart {
    let order = nodes.indices.filter(shown.contains)
    let number = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var chart = self
    chart.nodes = order.map { old in
      var node = nodes[old]
      node.parent = node.parent.flatMap { number[$0] }
      node.hidden = nodes.indices.count { $0 != old && isInside($0, old) && !shown.contains($0) }
      if old == 0 { node.hidden = 0 }
      node.children = node.children.compactMap { number[$0] }
      if node.children.isEmpty { node.holdsTracks = false }
      return node
    }
    chart.arrows = kept.map { old in
      var arrow = old
      arrow.source = number[old.source] ?? 0
      arrow.target = number[old.target] ?? 0
      arrow.together = old.together.compactMap { number[$0] }
      return arrow
    }
    return chart
  }
}
