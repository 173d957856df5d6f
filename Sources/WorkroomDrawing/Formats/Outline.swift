package import WorkroomReporting

/// A chart as plain text: the stages as an outline, each with its arrows, in lines that fit a width.
package enum Outline {
  /// Lines without their ends.
  package static func write(_ chart: Chart, width: Int = 100) -> [Escaped] {
    var lines: [Escaped] = []
    if !chart.name.isEmpty { lines.append(.terminal("\(chart.name), version \(chart.version)")) }
    write(0, depth: 0, chart, Arrows(chart), max(width, 40), &lines)
    return lines.map { $0.truncated(to: max(width, 40)) }
  }

  /// The arrows of each node, found once.
  private struct Arrows {
    var from: [Int: [Chart.Arrow]] = [:]

    init(_ chart: Chart) {
      for arrow in chart.arrows { from[arrow.source, default: []].append(arrow) }
    }
  }

  private static func write(
    _ index: Int, depth: Int, _ chart: Chart, _ arrows: Arrows, _ width: Int, _ lines: inout [Escaped]
  ) {
    let node = chart.nodes[index]
    let indent = Escaped.spaces(2 * max(0, depth - 1))
    if index > 0 {
      if depth == 1 { lines.append("") }
      lines.append(indent + heading(node, chart))
    }
    let inner = index > 0 ? indent + "  " : indent
    if index == 0, !(node.notes.isEmpty && arrows.from[0] == nil) { lines += ["", "from any stage"] }
    let margin = index == 0 ? inner + "  " : inner
    for arrow in arrows.from[index] ?? [] where arrow.together.allSatisfy({ $0 > arrow.target }) {
      lines.append(margin + line(arrow, chart, width - margin.width))
    }
    for note in node.notes { lines.append(margin + line(note, width - margin.width)) }
    if node.hidden > 0 { lines.append(inner + "(" + Escaped(node.hidden) + " more inside)") }
    for child in node.children { write(child, depth: depth + 1, chart, arrows, width, &lines) }
  }

  /// `stage proposed "Their offer" in "Proposals", begins here, 12 now`
  private static func heading(_ node: Chart.Node, _ chart: Chart) -> Escaped {
    let word: Escaped =
      switch node.kind {
      case .root, .stage: "stage"
      case .track: "track"
      case .final: "final"
      case .each: "each"
      }
    var text = word + " " + .terminal(node.name)
    if node.kind != .each, isTitled(node) { text += " \"" + .terminal(node.title) + "\"" }
    if let section = node.section { text += " in \"" + .terminal(chart.sections[section]) + "\"" }
    if let condition = node.condition { text += " " + .terminal(condition) }
    if node.isEntry { text += ", begins here" }
    if let count = node.count { text += ", " + Escaped(count) + " now" }
    return text
  }

  private static func isTitled(_ node: Chart.Node) -> Bool {
    node.title.lowercased() != node.name.lowercased().split(separator: "_").joined(separator: " ")
  }

  /// `── proposal.accepted (manager), price is at most most_we_pay ──> active`
  private static func line(_ arrow: Chart.Arrow, _ chart: Chart, _ width: Int) -> Escaped {
    let targets = [arrow.target] + arrow.together
    var end: Escaped = " ──> "
    let names = targets.sorted().map { Escaped.terminal(shortName($0, from: arrow.source, chart)) }
    end += arrow.together.isEmpty ? names.joined() : names.joined(separator: " and ")
    if let way = arrow.way == .goTo ? nil : Wording.way(arrow) { end += " (" + .terminal(way) + ")" }
    let words = words(arrow.cause)
    return "── " + words.truncated(to: max(12, width - 3 - end.width)) + end
  }

  private static func words(_ cause: Chart.Cause) -> Escaped {
    var parts: [Escaped] = [.terminal(cause.text)]
    if !cause.roles.isEmpty { parts[0] += " (" + .terminal(cause.roles.joined(separator: ", ")) + ")" }
    if cause.otherwise { parts.append("otherwise") }
    if let condition = cause.condition { parts.append(.terminal(condition)) }
    return parts.joined(separator: ", ")
  }

  private static func line(_ note: Chart.Note, _ width: Int) -> Escaped {
    var deeds = note.deeds.map { Escaped.terminal($0) }
    switch note.kind {
    case .reaction, .refuse: break
    case .stay: if deeds.isEmpty { deeds.append("stays") }
    case .ignore: deeds.append("ignored")
    case .resume: deeds.append("back to where it was")
    case .restart: deeds.append("starts again")
    }
    return ("·  " + words(note.cause) + ": " + deeds.joined(separator: ", ")).truncated(to: width)
  }

  /// The name alone among siblings and where only one stage has it, else the path.
  private static func shortName(_ node: Int, from source: Int, _ chart: Chart) -> String {
    let own = chart.nodes[node]
    if own.parent == chart.nodes[source].parent || own.parent == source { return own.name }
    return chart.nodes[source].path.isEmpty || own.path.isEmpty ? own.name : own.path
  }
}
