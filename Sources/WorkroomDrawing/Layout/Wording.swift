/// What stands in boxes and on arrows, set in lines.
enum Wording {
  static let boxWidthMax = 236.0
  static let headerWidthMax = 420.0
  static let labelWidthMax = 208.0
  /// Notes of one stage that are shown; the others are counted.
  static let notesMax = 8

  /// The title of a stage, its section, and what happens inside it.
  static func box(_ node: Chart.Node, _ chart: Chart) -> TextBlock {
    let isHeader = !node.children.isEmpty
    let widest = isHeader && !chart.isColumn(node) ? headerWidthMax : boxWidthMax
    var block = TextBlock()
    if node.kind == .root {
      if !chart.name.isEmpty { block.add(heading(chart), .heading, widthMax: 900) }
    } else {
      block.add(node.kind == .each ? "each \(node.name)" : node.title, .title, widthMax: widest)
    }
    if let count = node.count, node.kind != .root { block.addBeside("\(count) now", .count, gap: 10) }
    if let section = node.section { block.add(chart.sections[section], .tag(section: section), widthMax: widest) }
    if let condition = node.condition { block.add(condition, .detail, widthMax: widest) }
    if node.hidden > 0 { block.add("\(node.hidden) more inside", .quiet, widthMax: widest) }
    // Refusals lead nowhere and do nothing; the outline lists them.
    let notes = node.notes.filter { $0.kind != .refuse && $0.kind != .ignore }
    for (index, note) in notes.prefix(notesMax).enumerated() {
      block.add(
        text(note), .note, widthMax: widest, hangs: 8, clock: note.cause.kind == .timer, above: index == 0 ? 5 : 2)
    }
    if notes.count > notesMax { block.add("and \(notes.count - notesMax) more", .quiet, widthMax: widest) }
    return block
  }

  private static func heading(_ chart: Chart) -> String { "\(chart.name), version \(chart.version)" }

  /// `on enter: send email "welcome"`.
  static func text(_ note: Chart.Note) -> String {
    var head = note.cause.head
    if let tail = note.cause.tail { head += " " + tail }
    var deeds = note.deeds
    switch note.kind {
    case .reaction, .refuse: break
    case .stay: if deeds.isEmpty { deeds.append("stays") }
    case .ignore: deeds.append("ignored")
    case .resume: deeds.append("back to where it was")
    case .restart: deeds.append("starts again")
    }
    return deeds.isEmpty ? head : head + ": " + deeds.joined(separator: ", ")
  }

  /// The words on an arrow, one entry for each line of the file.
  static func label(_ arrows: [Chart.Arrow]) -> TextBlock {
    var block = TextBlock()
    block.isCentred = true
    for (index, arrow) in arrows.enumerated() {
      let gap = index == 0 ? 0.0 : 5.0
      let cause = arrow.cause
      block.add(
        cause.head, cause.kind == .once ? .detail : .label, widthMax: labelWidthMax, clock: cause.kind == .timer,
        above: gap)
      if let tail = cause.tail { block.add(tail, .detail, widthMax: labelWidthMax) }
      if let way = way(arrow) { block.add(way, .quiet, widthMax: labelWidthMax) }
    }
    return block
  }

  /// What is special about how an arrow arrives.
  static func way(_ arrow: Chart.Arrow) -> String? {
    switch arrow.way {
    case .goTo: arrow.together.isEmpty ? nil : "with \(arrow.together.count) more"
    case .restart: "starts again"
    case .resume(let atTop): atTop ? "resumes at the top" : "resumes as it was left"
    }
  }
}

extension Chart {
  /// Whether a node is a track or an `each`: a column beside others.
  func isColumn(_ node: Node) -> Bool { node.kind == .track || node.kind == .each }
}
