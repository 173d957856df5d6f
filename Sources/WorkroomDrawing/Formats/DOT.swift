package import WorkroomReporting

/// A chart in the language DOT of Graphviz: stages with others inside are clusters.
package enum DOT {
  /// Lines without their ends.
  package static func write(_ chart: Chart) -> [Escaped] {
    var lines: [Escaped] = [
      "digraph workflow {", "  compound=true;", "  rankdir=TB;", "  fontname=\"sans-serif\";",
      "  label=\"" + Markup.dot(chart.name.isEmpty ? "Workflow" : "\(chart.name), version \(chart.version)") + "\";",
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"];", "  edge [fontname=\"sans-serif\", fontsize=10];",
    ]
    for child in chart.nodes.first?.children ?? [] { write(child, "  ", chart, &lines) }
    if chart.arrows.contains(where: { $0.source == 0 }) {
      lines.append("  any0 [label=\"from any stage\", shape=plaintext];")
    }
    for arrow in chart.arrows { lines.append(edge(arrow, chart)) }
    return lines + ["}"]
  }

  private static func write(_ index: Int, _ indent: Escaped, _ chart: Chart, _ lines: inout [Escaped]) {
    let node = chart.nodes[index]
    if node.isEntry {
      lines.append(
        indent + "entry" + Escaped(index) + " [label=\"\", shape=circle, style=filled, fillcolor=black, width=0.12];")
      let (anchor, head) = end(index, chart)
      lines.append(
        indent + "entry" + Escaped(index) + " -> " + anchor + (head.isEmpty ? "" : " [lhead=" + head + "]") + ";")
    }
    guard !node.children.isEmpty else {
      let shape: Escaped = node.kind == .final ? ", peripheries=2" : node.kind == .each ? ", shape=box3d" : ""
      lines.append(indent + "n" + Escaped(index) + " [label=\"" + label(node, chart) + "\"" + shape + "];")
      return
    }
    lines.append(indent + "subgraph cluster" + Escaped(index) + " {")
    let inner = indent + "  "
    let style: Escaped = node.kind == .track ? "dashed" : "rounded"
    lines.append(inner + "label=\"" + label(node, chart) + "\"; style=" + style + ";")
    if chart.arrows.contains(where: { $0.source == index && chart.isInside($0.target, index) && $0.target != index }) {
      lines.append(inner + "any" + Escaped(index) + " [label=\"from any stage in here\", shape=plaintext];")
    }
    for child in node.children { write(child, inner, chart, &lines) }
    lines.append(indent + "}")
  }

  private static func label(_ node: Chart.Node, _ chart: Chart) -> Escaped {
    var parts = [Markup.dot(node.kind == .each ? "each \(node.name)" : node.title)]
    if let section = node.section { parts.append(Markup.dot(chart.sections[section])) }
    if let condition = node.condition { parts.append(Markup.dot(condition)) }
    if let count = node.count { parts.append(Escaped(count) + " now") }
    return parts.joined(separator: "\\n")
  }

  /// The node that stands for a cluster's first stage, since DOT has no edges to clusters, and the cluster to stop at.
  private static func end(_ index: Int, _ chart: Chart) -> (node: Escaped, cluster: Escaped) {
    var place = index
    while let first = chart.nodes[place].children.first(where: { chart.nodes[$0].isEntry })
      ?? chart.nodes[place].children.first
    { place = first }
    return ("n" + Escaped(place), place == index ? "" : "cluster" + Escaped(index))
  }

  private static func edge(_ arrow: Chart.Arrow, _ chart: Chart) -> Escaped {
    let isInward = arrow.source != arrow.target && chart.isInside(arrow.target, arrow.source)
    let source = isInward ? (node: "any" + Escaped(arrow.source), cluster: "") : end(arrow.source, chart)
    let target = end(arrow.target, chart)
    var words = [Markup.dot(arrow.cause.head)]
    if let tail = arrow.cause.tail { words.append(Markup.dot(tail)) }
    if let way = Wording.way(arrow) { words.append(Markup.dot(way)) }
    var attributes: [Escaped] = ["label=\"" + words.joined(separator: "\\n") + "\""]
    // Graphviz draws no edge from a cluster to itself.
    if !source.cluster.isEmpty, arrow.source != arrow.target { attributes.append("ltail=" + source.cluster) }
    if !target.cluster.isEmpty, arrow.source != arrow.target { attributes.append("lhead=" + target.cluster) }
    if arrow.cause.kind == .once { attributes.append("style=dashed") }
    return "  " + source.node + " -> " + target.node + " [" + attributes.joined(separator: ", ") + "];"
  }
}
