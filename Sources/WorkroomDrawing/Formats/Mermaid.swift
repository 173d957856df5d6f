package import WorkroomReporting

/// A chart as a `stateDiagram-v2` of Mermaid: stages stand in each other, and `--` parts tracks.
package enum Mermaid {
  /// Lines without their ends.
  package static func write(_ chart: Chart) -> [Escaped] {
    var lines: [Escaped] = ["stateDiagram-v2"]
    var arrows: [Int?: [Chart.Arrow]] = [:]
    for arrow in chart.arrows { arrows[home(arrow, chart), default: []].append(arrow) }
    writeInside(0, "  ", chart, arrows, &lines)
    return lines
  }

  /// The innermost node around both ends, where the arrow is written; Mermaid knows no arrows between tracks, so these
  /// stand around the stage that holds them.
  private static func home(_ arrow: Chart.Arrow, _ chart: Chart) -> Int {
    var place = chart.nodes[arrow.source].parent ?? 0
    if arrow.source == 0 { return 0 }
    while !(chart.isInside(arrow.target, place) && arrow.target != place) || chart.nodes[place].holdsTracks {
      guard let outer = chart.nodes[place].parent else { return 0 }
      place = outer
    }
    return place
  }

  private static func writeInside(
    _ index: Int, _ indent: Escaped, _ chart: Chart, _ arrows: [Int?: [Chart.Arrow]], _ lines: inout [Escaped]
  ) {
    let node = chart.nodes[index]
    if index == 0, chart.arrows.contains(where: { $0.source == 0 }) {
      lines.append(indent + "state \"from any stage\" as any0")
    }
    for (number, child) in node.children.enumerated() {
      if number > 0, node.holdsTracks { lines.append(indent + "--") }
      writeNode(child, indent, chart, arrows, &lines)
    }
    for child in node.children {
      if chart.nodes[child].isEntry { lines.append(indent + "[*] --> n" + Escaped(child)) }
      if chart.nodes[child].kind == .final { lines.append(indent + "n" + Escaped(child) + " --> [*]") }
    }
    for arrow in arrows[index] ?? [] { lines.append(indent + edge(arrow)) }
  }

  private static func writeNode(
    _ index: Int, _ indent: Escaped, _ chart: Chart, _ arrows: [Int?: [Chart.Arrow]], _ lines: inout [Escaped]
  ) {
    let node = chart.nodes[index]
    var title = node.kind == .each ? "each \(node.name)" : node.title
    if let condition = node.condition { title += " " + condition }
    if let count = node.count { title += ", \(count) now" }
    lines.append(indent + "state \"" + Markup.mermaid(title) + "\" as n" + Escaped(index))
    guard !node.children.isEmpty else { return }
    lines.append(indent + "state n" + Escaped(index) + " {")
    writeInside(index, indent + "  ", chart, arrows, &lines)
    lines.append(indent + "}")
  }

  private static func edge(_ arrow: Chart.Arrow) -> Escaped {
    let source: Escaped = arrow.source == 0 ? "any0" : "n" + Escaped(arrow.source)
    var words = arrow.cause.head
    if let tail = arrow.cause.tail { words += " " + tail }
    if let way = Wording.way(arrow) { words += ", " + way }
    return source + " --> n" + Escaped(arrow.target) + " : " + Markup.mermaid(words)
  }
}
