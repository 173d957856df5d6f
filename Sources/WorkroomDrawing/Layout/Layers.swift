/// The layered layout of what stands in one cell, after Sugiyama, Tagawa and Toda: cells stand in layers by their rank,
/// wires lead from layer to layer, and their order within the layers keeps crossings few.
///
/// Layer 0 holds the cell's own text. Behind it layers of cells and layers of labels take turns, and the last holds the
/// places where wires leave at the bottom. A wire that passes a layer has an item of its own there, and so has a label: no
/// wire passes through a box, and no label lies on one.
struct Layers {
  enum Kind { case text, cell(Int), bend, label(Int), border(LevelLayout.Port) }

  struct Item {
    var kind: Kind
    var layer: Int
    var width: Double
    var height: Double
    /// The width of the box itself; the rest is room for wires that come back to it.
    var body: Double
    var left = 0.0
    /// Place in its layer.
    var order = 0
    var upper: [Int] = []
    var lower: [Int] = []
    /// Whether it lies beside the way that leads on.
    var isAside = false

    var isBox: Bool { if case .cell = kind { true } else { false } }
    var isWire: Bool {
      switch kind {
      case .bend, .label, .border: true
      case .text, .cell: false
      }
    }
  }

  /// A piece of wire between two layers that follow each other.
  struct Link {
    var upper: Int
    var lower: Int
    /// Where it meets the items, from the left of each.
    var upperPort: Double
    var lowerPort: Double
    /// Whether these may not move: the wire comes from inside.
    var upperIsFixed = false
    var lowerIsFixed = false
  }

  /// A wire, or the part of it in here, as its links from top to bottom.
  struct Chain {
    var wire: Int
    /// Set where it passes the border.
    var port: LevelLayout.Port?
    var links: [Int] = []
    /// Whether the source is below.
    var isUpward: Bool
  }

  let cells: Cells
  let cell: Int
  let inner: [Int: LevelLayout]
  var items: [Item] = []
  var links: [Link] = []
  var chains: [Chain] = []
  var layers: [[Int]] = []
  var itemOf: [Int: Int] = [:]
  var loops: [Int: [Int]] = [:]
  /// The widest box on the way that leads on.
  var widest: Int?

  /// Room right of a box for a wire that comes back to it.
  static let loopWidth = 22.0

  init(
    _ cells: Cells, _ cell: Int, ranks: Ranks, inner: [Int: LevelLayout], wires: [Int], crossings: [Crossing]
  ) {
    (self.cells, self.cell, self.inner) = (cells, cell, inner)
    layers = Array(repeating: [], count: 2 * max(ranks.count, 1) + 1)
    let text = cells.all[cell].text.size
    _ = addItem(.text, 0, text.width, text.height)
    for wire in wires where cells.wires[wire].standsBeside {
      loops[cells.wires[wire].sourceSide, default: []].append(wire)
    }
    addCells(ranks, wires, crossings)
    for wire in wires where !cells.wires[wire].standsBeside { addWire(wire) }
    for crossing in crossings { addCrossing(crossing) }
  }

  var lastLayer: Int { layers.count - 1 }

  private mutating func addItem(
    _ kind: Kind, _ layer: Int, _ width: Double, _ height: Double, body: Double? = nil
  ) -> Int {
    items.append(
      Item(kind: kind, layer: layer, width: width, height: height, body: body ?? width, order: layers[layer].count))
    layers[layer].append(items.count - 1)
    return items.count - 1
  }

  private mutating func addCells(_ ranks: Ranks, _ wires: [Int], _ crossings: [Crossing]) {
    var ends: [Int: Int] = [:]
    for wire in wires {
      ends[cells.wires[wire].sourceSide, default: 0] += 1
      ends[cells.wires[wire].targetSide, default: 0] += 1
    }
    for crossing in crossings { ends[crossing.child, default: 0] += 1 }
    for child in cells.all[cell].children {
      let size = inner[child]?.size ?? .zero
      let isSmall = [.entry, .anywhere].contains(cells.all[child].kind)
      let body = isSmall ? size.width : max(size.width, Double(ends[child] ?? 0) * 10 + 20)
      let labels = (loops[child] ?? []).map { cells.wires[$0].label.size }
      let loop = labels.map(\.width).max().map { $0 + Self.loopWidth + 4 } ?? 0
      let height = max(size.height, labels.map(\.height).reduce(0) { $0 + $1 + 6 })
      let item = addItem(.cell(child), 2 * (ranks.of[child] ?? 0) + 1, body + loop, height, body: body)
      items[item].isAside = cells.isAside(child)
      itemOf[child] = item
      if !items[item].isAside, body > (widest.map { items[$0].body } ?? 0) { widest = item }
    }
  }

  private func fixedPort(_ wire: Int, isSource: Bool, _ side: Int) -> Double? {
    inner[side]?.ports[LevelLayout.Port(wire: wire, isSource: isSource)]
  }

  private mutating func addWire(_ wire: Int) {
    let ends = cells.wires[wire]
    guard let source = itemOf[ends.sourceSide], let target = itemOf[ends.targetSide] else { return }
    let isUpward = items[source].layer > items[target].layer
    let (upper, lower) = isUpward ? (target, source) : (source, target)
    let hasLabel = !ends.label.lines.isEmpty
    let label = hasLabel ? labelLayer(items[upper].layer, items[lower].layer, isUpward: isUpward, ends.label.size) : -1
    var way = [upper]
    for layer in items[upper].layer + 1..<items[lower].layer {
      way.append(
        layer == label
          ? addItem(.label(wire), layer, ends.label.size.width + 8, ends.label.size.height)
          : addItem(.bend, layer, 0, 0))
    }
    way.append(lower)
    let source2 = fixedPort(wire, isSource: true, ends.sourceSide)
    let target2 = fixedPort(wire, isSource: false, ends.targetSide)
    addChain(
      Chain(wire: wire, isUpward: isUpward), way, upper: isUpward ? target2 : source2,
      lower: isUpward ? source2 : target2)
  }

  /// The layer for a label: beside its source, or further on where less stands already.
  private func labelLayer(_ upper: Int, _ lower: Int, isUpward: Bool, _ size: Size) -> Int {
    func crowd(_ layer: Int) -> Double { layers[layer].reduce(0) { $0 + items[$1].width + 12 } }
    var places = Array(stride(from: upper + 1, to: lower, by: 2))
    if isUpward { places.reverse() }
    var best = places[0]
    for place in places.prefix(4) where crowd(place) + 160 < crowd(best) { best = place }
    return best
  }

  private mutating func addCrossing(_ crossing: Crossing) {
    guard let item = itemOf[crossing.child] else { return }
    let fixed = fixedPort(crossing.port.wire, isSource: crossing.port.isSource, crossing.child)
    let border = addItem(.border(crossing.port), crossing.isTop ? 0 : lastLayer, 0, 0)
    var way: [Int] = []
    let between = crossing.isTop ? 1..<items[item].layer : items[item].layer + 1..<lastLayer
    for layer in between { way.append(addItem(.bend, layer, 0, 0)) }
    way = crossing.isTop ? [border] + way + [item] : [item] + way + [border]
    // Inwards from the top and outwards at the bottom lead downwards.
    let isUpward = crossing.isTop == crossing.port.isSource
    addChain(
      Chain(wire: crossing.port.wire, port: crossing.port, isUpward: isUpward), way,
      upper: crossing.isTop ? nil : fixed, lower: crossing.isTop ? fixed : nil)
  }

  private mutating func addChain(_ chain: Chain, _ way: [Int], upper: Double?, lower: Double?) {
    var chain = chain
    for (above, below) in zip(way, way.dropFirst()) {
      var link = Link(
        upper: above, lower: below, upperPort: items[above].body / 2, lowerPort: items[below].body / 2)
      if above == way.first, let upper { (link.upperPort, link.upperIsFixed) = (upper, true) }
      if below == way.last, let lower { (link.lowerPort, link.lowerIsFixed) = (lower, true) }
      items[above].lower.append(links.count)
      items[below].upper.append(links.count)
      chain.links.append(links.count)
      links.append(link)
    }
    chains.append(chain)
  }
}
