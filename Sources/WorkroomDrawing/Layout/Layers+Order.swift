/// The order within the layers: sweeps by barycentre, then neighbours that change places.
extension Layers {
  static let sweepsMax = 16
  /// Larger pictures are left to the sweeps alone.
  static let itemsExchangedMax = 3_000

  mutating func findOrder() {
    var best = layers
    var fewest = crossings()
    let sweeps = items.count > Self.itemsExchangedMax ? 4 : Self.sweepsMax
    for sweep in 0..<sweeps where fewest > 0 {
      let isDown = sweep % 2 == 0
      let way = isDown ? Array(1..<max(layers.count, 1)) : Array((0..<layers.count - 1).reversed())
      for layer in way { sort(layer, byUpper: isDown) }
      if items.count <= Self.itemsExchangedMax { exchangeNeighbours() }
      let now = crossings()
      if now < fewest { (best, fewest) = (layers, now) }
    }
    layers = best
    for layer in layers.indices { number(layer) }
  }

  private mutating func number(_ layer: Int) {
    for (order, item) in layers[layer].enumerated() { items[item].order = order }
  }

  /// Where a link meets the layer above or below it, in places and parts of a place.
  private func place(_ link: Link, upper: Bool) -> Double {
    let item = items[upper ? link.upper : link.lower]
    guard item.body > 0 else { return Double(item.order) }
    return Double(item.order) + (upper ? link.upperPort : link.lowerPort) / item.body - 0.5
  }

  private mutating func sort(_ layer: Int, byUpper: Bool) {
    var keyed: [(key: Double, order: Int, item: Int)] = []
    for item in layers[layer] {
      let near = byUpper ? items[item].upper : items[item].lower
      var key = Double(items[item].order)
      if case .text = items[item].kind {
        key = -1
      } else if !near.isEmpty {
        key = near.reduce(0) { $0 + place(links[$1], upper: byUpper) } / Double(near.count)
      }
      keyed.append((key, items[item].order, item))
    }
    keyed.sort { ($0.key, $0.order) < ($1.key, $1.order) }
    layers[layer] = keyed.map(\.item)
    number(layer)
  }

  /// Crossings between all layers.
  func crossings() -> Int {
    var count = 0
    for layer in layers.indices.dropLast() { count += crossings(below: layer) }
    return count
  }

  /// Pairs of links below one layer whose ends stand in different orders, counted with a tree of sums.
  private func crossings(below layer: Int) -> Int {
    var ends: [(upper: Double, lower: Double)] = []
    for item in layers[layer] {
      for link in items[item].lower { ends.append((place(links[link], upper: true), place(links[link], upper: false))) }
    }
    guard ends.count > 1 else { return 0 }
    ends.sort { ($0.upper, $0.lower) < ($1.upper, $1.lower) }
    let sorted = ends.map(\.lower).sorted()
    var rank: [Double: Int] = [:]
    for value in sorted where rank[value] == nil { rank[value] = rank.count + 1 }
    var sums = [Int](repeating: 0, count: rank.count + 1)
    var count = 0
    for (seen, end) in ends.enumerated() {
      var place = rank[end.lower] ?? 0
      let own = place
      var notAbove = 0
      while place > 0 {
        notAbove += sums[place]
        place &= place - 1
      }
      count += seen - notAbove
      place = own
      while place < sums.count {
        sums[place] += 1
        place += place & -place
      }
    }
    return count
  }

  /// Changes the places of two that stand side by side as long as that makes crossings fewer.
  private mutating func exchangeNeighbours() {
    for _ in 0..<4 {
      var hasChanged = false
      for layer in layers.indices where layers[layer].count > 1 {
        for place in 0..<layers[layer].count - 1 {
          let (left, right) = (layers[layer][place], layers[layer][place + 1])
          if case .text = items[left].kind { continue }
          let now = crossings(left, right)
          guard now > 0, crossings(right, left) < now else { continue }
          layers[layer].swapAt(place, place + 1)
          items[left].order += 1
          items[right].order -= 1
          hasChanged = true
        }
      }
      if !hasChanged { return }
    }
  }

  /// Crossings of the links of two items, if the first stands left of the second.
  private func crossings(_ left: Int, _ right: Int) -> Int {
    var count = 0
    for first in items[left].upper {
      for second in items[right].upper
      where place(links[second], upper: true) < place(links[first], upper: true) { count += 1 }
    }
    for first in items[left].lower {
      for second in items[right].lower
      where place(links[second], upper: false) < place(links[first], upper: false) { count += 1 }
    }
    return count
  }
}
