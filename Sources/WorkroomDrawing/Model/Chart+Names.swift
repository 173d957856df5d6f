import WorkroomLanguage

extension Chart {
  /// The nodes that a name means: the one with that path, else all whose path ends with it.
  package func nodes(named name: String) -> [Int] {
    if let exact = nodes.indices.first(where: { $0 > 0 && nodes[$0].path == name }) { return [exact] }
    return nodes.indices.filter { $0 > 0 && nodes[$0].path.hasSuffix("." + name) }
  }

  /// The path most like a name that no node has.
  package func nearest(to name: String) -> String? {
    Spelling.nearest(to: name, among: nodes.dropFirst().flatMap { [$0.path, $0.name] })
  }

  /// Says of each stage how many participations stand in it; returns the paths that the chart does not have.
  package mutating func setCounts(_ counts: [String: Int]) -> [String] {
    let known = Set(nodes.dropFirst().map(\.path))
    for index in nodes.indices.dropFirst() { nodes[index].count = counts[nodes[index].path] ?? 0 }
    return counts.keys.filter { !known.contains($0) }.sorted()
  }
}
