/// The boxes of a picture as they stand in each other, and the wires between them.
///
/// Tracks that run side by side stand in a cell of their own, `columns`, so that a cell holds either layers of cells or one
/// row of columns. Arrows with the same two ends are one wire. What starts at a stage and leads into it starts at a pill
/// inside, `from any stage`.
struct Cells {
  enum Kind { case box, columns, anywhere, entry }

  struct Cell {
    var kind: Kind
    /// The chart's node that it shows, or stands in.
    var node: Int
    var parent: Int
    var depth: Int
    var children: [Int] = []
    var text = TextBlock()
  }

  struct Wire {
    var source: Int
    var target: Int
    /// Indices into the chart's arrows; none where it leads from the dot to the stage that is entered first.
    var arrows: [Int] = []
    var label = TextBlock()
    /// The cell around both ends.
    var level = 0
    /// The cells directly inside it that are or hold the ends.
    var sourceSide = 0
    var targetSide = 0

    /// Whether only its beginning is drawn, with the name of where it leads.
    var isStub = false

    var isLoop: Bool { source == target }
    /// Whether it stands right of its source and needs no way to anywhere else.
    var standsBeside: Bool { isLoop || isStub }
  }

  var all: [Cell] = []
  var wires: [Wire] = []
  /// The cell of each node.
  private(set) var ofNode: [Int]
  private var pills: [Int: Int] = [:]
  private let eaches: Set<Int>
  private let finals: Set<Int>

  init(_ chart: Chart) {
    ofNode = Array(repeating: 0, count: chart.nodes.count)
    eaches = Set(chart.nodes.indices.filter { chart.nodes[$0].kind == .each })
    finals = Set(chart.nodes.indices.filter { chart.nodes[$0].kind == .final })
    addBoxes(chart)
    addWires(chart)
    for index in wires.indices { findLevel(index) }
  }

  private mutating func add(_ kind: Kind, node: Int, in parent: Int?) -> Int {
    let depth = parent.map { all[$0].depth + 1 } ?? 0
    all.append(Cell(kind: kind, node: node, parent: parent ?? -1, depth: depth))
    if let parent { all[parent].children.append(all.count - 1) }
    return all.count - 1
  }

  /// Nodes are numbered outer before inner, and so are cells.
  private mutating func addBoxes(_ chart: Chart) {
    var columns: [Int: Int] = [:]
    for (index, node) in chart.nodes.enumerated() {
      let cell = add(.box, node: index, in: node.parent.map { columns[$0] ?? ofNode[$0] })
      all[cell].text = Wording.box(node, chart)
      ofNode[index] = cell
      if node.holdsTracks { columns[index] = add(.columns, node: index, in: cell) }
    }
  }

  private struct Ends: Hashable {
    var source: Int
    var target: Int
  }

  private mutating func addWires(_ chart: Chart) {
    for (index, node) in chart.nodes.enumerated() where node.isEntry {
      let dot = add(.entry, node: index, in: all[ofNode[index]].parent)
      wires.append(Wire(source: dot, target: ofNode[index]))
    }
    var known: [Ends: Int] = [:]
    for (index, arrow) in chart.arrows.enumerated() {
      let isInward = arrow.source != arrow.target && chart.isInside(arrow.target, arrow.source)
      let source = isInward ? pill(arrow.source, chart) : ofNode[arrow.source]
      let ends = Ends(source: source, target: ofNode[arrow.target])
      if let wire = known[ends] {
        wires[wire].arrows.append(index)
      } else {
        known[ends] = wires.count
        wires.append(Wire(source: ends.source, target: ends.target, arrows: [index]))
      }
    }
    for index in wires.indices where !wires[index].arrows.isEmpty {
      wires[index].label = Wording.label(wires[index].arrows.map { chart.arrows[$0] })
    }
  }

  private mutating func pill(_ node: Int, _ chart: Chart) -> Int {
    if let known = pills[node] { return known }
    let cell = add(.anywhere, node: node, in: ofNode[node])
    all[cell].text.add(node == 0 ? "from any stage" : "from any stage in here", .quiet, widthMax: 200)
    pills[node] = cell
    return cell
  }

  /// Draws no more of a wire than its beginning.
  mutating func cut(_ wire: Int, _ chart: Chart) {
    let source = wires[wire].source
    wires[wire].isStub = true
    wires[wire].label.add("to " + chart.nodes[all[wires[wire].target].node].title, .quiet, widthMax: 200)
    wires[wire].level = all[source].parent
    wires[wire].sourceSide = source
    wires[wire].targetSide = source
  }

  /// Whether a cell lies beside the way that leads on: a final, or where arrows only begin.
  func isAside(_ cell: Int) -> Bool {
    all[cell].kind == .anywhere || all[cell].kind == .box && finals.contains(all[cell].node)
  }

  /// Whether a cell shows an `each`, which has two edges.
  func isEach(_ cell: Int) -> Bool { all[cell].kind == .box && eaches.contains(all[cell].node) }

  private mutating func findLevel(_ index: Int) {
    if wires[index].isLoop {
      wires[index].level = all[wires[index].source].parent
      wires[index].sourceSide = wires[index].source
      wires[index].targetSide = wires[index].source
      return
    }
    var (source, target) = (wires[index].source, wires[index].target)
    while all[source].parent != all[target].parent {
      if all[source].depth >= all[target].depth { source = all[source].parent } else { target = all[target].parent }
    }
    wires[index].level = all[source].parent
    wires[index].sourceSide = source
    wires[index].targetSide = target
  }
}
