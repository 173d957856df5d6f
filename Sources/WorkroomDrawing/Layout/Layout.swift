/// Lays out a chart: each cell by itself, innermost first, then all of them in each other.
///
/// Whether a wire passes the border of a cell at the top or at the bottom follows from the ranks around it, and ranks follow
/// from arrows alone; so they are found from the outside inwards before anything has a size.
struct Layout {
  let chart: Chart
  private(set) var cells: Cells
  private var ranks: [Int: Ranks] = [:]
  private var wiresOf: [Int: [Int]] = [:]
  private var crossings: [Int: [Crossing]] = [:]
  private var levels: [Int: LevelLayout] = [:]

  init(_ chart: Chart) {
    self.chart = chart
    cells = Cells(chart)
    for (index, wire) in cells.wires.enumerated() { wiresOf[wire.level, default: []].append(index) }
    for cell in outerFirst() where cells.all[cell].kind == .box && !cells.all[cell].children.isEmpty {
      ranks[cell] = Ranks(cells, in: cell, (wiresOf[cell] ?? []).filter { !cells.wires[$0].standsBeside })
    }
    for cell in ranks.keys.sorted() { cutLongest(cell) }
    for index in cells.wires.indices where !cells.wires[index].standsBeside { addCrossings(index) }
    for cell in outerFirst().reversed() { levels[cell] = lay(cell) }
  }

  /// Wires that pass many ranks are drawn whole as long as a picture can carry them, the longest ones last.
  private static let passedMax = 10_000
  private static let passedAlways = 12

  private mutating func cutLongest(_ level: Int) {
    guard let rank = ranks[level]?.of else { return }
    func passed(_ wire: Int) -> Int {
      abs((rank[cells.wires[wire].sourceSide] ?? 0) - (rank[cells.wires[wire].targetSide] ?? 0))
    }
    let wires = (wiresOf[level] ?? []).filter { !cells.wires[$0].standsBeside }
    var sum = wires.reduce(0) { $0 + passed($1) }
    guard sum > Self.passedMax else { return }
    let longest = wires.sorted { (-passed($0), $0) < (-passed($1), $1) }.prefix { wire in
      guard sum > Self.passedMax, passed(wire) > Self.passedAlways else { return false }
      sum -= passed(wire)
      return true
    }
    let cut = Set(longest)
    wiresOf[level]?.removeAll { cut.contains($0) }
    for wire in longest {
      cells.cut(wire, chart)
      wiresOf[cells.wires[wire].level, default: []].append(wire)
    }
  }

  private func outerFirst() -> [Int] {
    cells.all.indices.sorted { (cells.all[$0].depth, $0) < (cells.all[$1].depth, $1) }
  }

  private mutating func addCrossings(_ index: Int) {
    let wire = cells.wires[index]
    let rank = ranks[wire.level]
    let (from, to) = (rank?.of[wire.sourceSide] ?? 0, rank?.of[wire.targetSide] ?? 0)
    let isColumns = cells.all[wire.level].kind == .columns
    cross(index, isSource: true, wire.source, wire.sourceSide, isTop: !isColumns && from > to)
    cross(index, isSource: false, wire.target, wire.targetSide, isTop: !isColumns && from < to)
  }

  private mutating func cross(_ wire: Int, isSource: Bool, _ end: Int, _ side: Int, isTop: Bool) {
    var place = end
    while place != side {
      let around = cells.all[place].parent
      crossings[around, default: []].append(
        Crossing(port: .init(wire: wire, isSource: isSource), child: place, isTop: isTop))
      place = around
    }
  }

  private func lay(_ cell: Int) -> LevelLayout {
    let own = cells.all[cell]
    switch own.kind {
    case .entry: return LevelLayout(size: Size(width: 10, height: 10))
    case .anywhere: return Self.leaf(own.text, Size(width: 10, height: 3))
    case .columns:
      return Columns.lay(cells, cell, inner: levels, wires: wiresOf[cell] ?? [], crossings: crossings[cell] ?? [])
    case .box:
      guard let ranks = ranks[cell] else { return Self.leaf(own.text, Size(width: 13, height: 8), least: 76) }
      var layers = Layers(
        cells, cell, ranks: ranks, inner: levels, wires: wiresOf[cell] ?? [], crossings: crossings[cell] ?? [])
      layers.findOrder()
      layers.findPlaces()
      return layers.result()
    }
  }

  private static func leaf(_ text: TextBlock, _ margin: Size, least: Double = 0) -> LevelLayout {
    var layout = LevelLayout()
    layout.size = Size(
      width: max(least, (text.size.width + 2 * margin.width).rounded(.up)),
      height: (text.size.height + 2 * margin.height).rounded(.up))
    // A short title stands in the middle of the least width.
    layout.text = Point(x: max(margin.width, (layout.size.width - text.size.width) / 2), y: margin.height)
    return layout
  }

  // MARK: - In each other

  func picture() -> Picture {
    var picture = Picture(chart: chart, size: levels[0]?.size ?? .zero)
    var origins = [Int: Point]()
    var boxOf = [Int: Int]()
    var parts = [[(depth: Int, points: [Point])]](repeating: [], count: cells.wires.count)
    var labels = [Frame?](repeating: nil, count: cells.wires.count)
    var frames: [Int: Frame] = [0: Frame(origin: Point(x: 0, y: 0), size: picture.size)]
    for cell in outerFirst() {
      guard let level = levels[cell], let frame = frames[cell] else { continue }
      origins[cell] = frame.origin
      if cells.all[cell].kind != .columns {
        boxOf[cell] = picture.boxes.count
        picture.boxes.append(box(cell, frame, level, boxOf))
      }
      for child in level.children {
        frames[child.cell] = Frame(origin: child.frame.origin + frame.origin, size: child.frame.size)
      }
      for part in level.wires { parts[part.wire].append((0, part.points.map { $0 + frame.origin })) }
      for (port, points) in level.crossings {
        // Sources lead outwards, so the deepest comes first; targets the other way round.
        let depth = cells.all[cell].depth + 1
        parts[port.wire].append((port.isSource ? -depth : depth, points.map { $0 + frame.origin }))
      }
      for label in level.labels {
        labels[label.wire] = Frame(origin: label.frame.origin + frame.origin, size: label.frame.size)
      }
      picture.separators += level.separators.map { ($0.from + frame.origin, $0.to + frame.origin) }
    }
    for (index, wire) in cells.wires.enumerated() {
      let points = parts[index].sorted { $0.depth < $1.depth }.flatMap(\.points)
      picture.lines.append(
        Picture.Line(
          points: points, arrows: wire.arrows, source: boxOf[wire.source] ?? 0, target: boxOf[wire.target] ?? 0,
          label: wire.label, labelFrame: wire.label.lines.isEmpty ? nil : labels[index], isStub: wire.isStub,
          standsBeside: wire.standsBeside))
    }
    return picture
  }

  private func box(_ cell: Int, _ frame: Frame, _ level: LevelLayout, _ boxOf: [Int: Int]) -> Picture.Box {
    let own = cells.all[cell]
    let node = chart.nodes[own.node]
    let shape: Picture.Shape =
      switch own.kind {
      case .anywhere: .anywhere
      case .entry: .entry
      default:
        switch node.kind {
        case .root: .root
        case .stage: .stage
        case .track: .track
        case .final: .final
        case .each: .each
        }
      }
    var parent: Int? = own.parent < 0 ? nil : own.parent
    if let around = parent, cells.all[around].kind == .columns { parent = cells.all[around].parent }
    // A box that is wider than its text, for its wires' sake, has it in the middle.
    let spare =
      own.children.isEmpty && own.parent >= 0 && shape != .track ? (frame.size.width - level.size.width) / 2 : 0
    return Picture.Box(
      shape: shape, node: own.node, parent: parent.flatMap { boxOf[$0] }, frame: frame, text: own.text,
      textOrigin: level.text + frame.origin + Point(x: spare, y: 0), holdsOthers: !own.children.isEmpty)
  }
}
