/// A long row of stages is cut into bands that stand side by side, so that a picture stays about as wide as high.
struct Bands {
  struct Band {
    var firstLayer: Int
    /// How far its items are moved.
    var shift: Point
    var right: Double
    var bottom: Double
  }

  /// Where a wire turns from the foot of one band to the head of the next.
  static let laneGap = 8.0
  static let gutter = 26.0
  /// A cell is cut if it is higher than this, and so many times as high as wide.
  static let heightMax = 1_300.0
  static let slenderness = 2.1

  private(set) var all: [Band]
  /// Where the lanes above the bands begin.
  private(set) var top: Double
  /// For each band but the first, the links that lead to it, with their lanes.
  private(set) var lanes: [Int: Int] = [:]
  /// The left end of the first band.
  private(set) var least: Double

  func band(of layer: Int) -> Int { (all.lastIndex { $0.firstLayer <= layer }) ?? 0 }

  init(_ layers: Layers, tops: [Double], heights: [Double], isCut: Bool) {
    let left = layers.items.map(\.left).min() ?? 0
    least = left
    let right = layers.items.map { $0.left + $0.width }.max() ?? 0
    let bottom = (tops.last ?? 0) + (heights.last ?? 0)
    top = tops.count > 1 ? tops[1] : 0
    all = [Band(firstLayer: 0, shift: Point(x: 0, y: 0), right: right, bottom: bottom)]
    let (width, height) = (right - left + 60, bottom - top)
    guard isCut, height > Self.heightMax, height > width * Self.slenderness else { return }
    let count = max(2, Int((height * 1.35 / width).squareRoot().rounded()))
    for number in 1..<count {
      let wanted = top + height * Double(number) / Double(count)
      cut(near: wanted, within: height / Double(count) * 0.13, layers, tops)
    }
    place(layers, tops, heights)
  }

  /// Cuts above a layer of boxes, where few wires pass.
  private mutating func cut(near wanted: Double, within distance: Double, _ layers: Layers, _ tops: [Double]) {
    var best: (layer: Int, cost: Double)?
    for layer in stride(from: 3, to: layers.lastLayer, by: 2) where abs(tops[layer] - wanted) < distance {
      guard layer > (all.last?.firstLayer ?? 0) + 1 else { continue }
      let wires = layers.layers[layer].reduce(0) { $0 + layers.items[$1].upper.count }
      let cost = Double(wires) + abs(tops[layer] - wanted) / distance
      if best.map({ cost < $0.cost }) ?? true { best = (layer, cost) }
    }
    guard let best else { return }
    all.append(Band(firstLayer: best.layer, shift: Point(x: 0, y: 0), right: 0, bottom: 0))
  }

  private mutating func place(_ layers: Layers, _ tops: [Double], _ heights: [Double]) {
    var x = 0.0
    for index in all.indices {
      let end = index + 1 < all.count ? all[index + 1].firstLayer : layers.layers.count
      let own = (all[index].firstLayer..<end).flatMap { layers.layers[$0] }.map { layers.items[$0] }
      // The heading stands above the first band, wherever the others begin.
      let text = index == 0 ? layers.layers[0].map { layers.items[$0].width }.max() ?? 0 : 0
      let boxes = own.filter { if case .text = $0.kind { false } else { true } }
      let left = boxes.map(\.left).min() ?? 0
      let right = max(boxes.map { $0.left + $0.width }.max() ?? 0, left + text)
      if index == 0 { least = left }
      let lanes = index == 0 ? 0 : number(layers, index)
      let first = index == 0 ? left : x + Self.gutter + Double(lanes) * Self.laneGap + 18
      all[index].shift = Point(x: first - left, y: index == 0 ? 0 : top - tops[all[index].firstLayer])
      all[index].right = first + right - left
      all[index].bottom = tops[end - 1] + heights[end - 1] + all[index].shift.y
      x = all[index].right
    }
    // Many lanes need more room above the bands than a heading leaves.
    let room = max(0, 30 + Double(lanes.values.max() ?? 0) * Self.laneGap - top)
    for index in all.indices {
      all[index].shift.y += room
      all[index].bottom += room
    }
    top += room
  }

  /// Gives each wire to a band a lane, the rightmost the innermost; returns how many there are.
  private mutating func number(_ layers: Layers, _ index: Int) -> Int {
    let links = layers.layers[all[index].firstLayer].flatMap { layers.items[$0].upper }
    let sorted = links.sorted {
      (-layers.items[layers.links[$0].upper].left, $0) < (-layers.items[layers.links[$1].upper].left, $1)
    }
    for (lane, link) in sorted.enumerated() { lanes[link] = lane }
    return sorted.count
  }

  /// The way of a link from one band to the next, between two places that are moved already.
  func turn(_ link: Int, to band: Int, fromX: Double, toX: Double) -> [Point] {
    let lane = Double(lanes[link] ?? 0) * Self.laneGap
    let low = all[band - 1].bottom + 12 + lane
    let side = all[band - 1].right + 14 + lane
    let high = top - 14 - lane
    return [Point(x: fromX, y: low), Point(x: side, y: low), Point(x: side, y: high), Point(x: toX, y: high)]
  }
}
