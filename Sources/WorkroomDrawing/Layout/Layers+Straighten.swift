/// Wires that pass several layers are made straight where there is room.
extension Layers {
  /// Sets as many of a wire's places in one line as what stands beside them allows.
  mutating func straighten(_ chain: Chain) {
    let way = chain.links.dropFirst().map { links[$0].upper }
    var run: [Int] = []
    var (low, high) = (-Double.infinity, Double.infinity)
    let last = chain.links.last.map { links[$0].lower }
    var places = Array(way)
    if let last, items[last].isWire { places.append(last) }
    if let first = chain.links.first.map({ links[$0].upper }), items[first].isWire { places.insert(first, at: 0) }
    for item in places {
      let (own, other) = room(item)
      if max(low, own) > min(high, other) {
        align(run, low, high, chain)
        run = []
        (low, high) = (-Double.infinity, Double.infinity)
      }
      run.append(item)
      (low, high) = (max(low, own), min(high, other))
    }
    align(run, low, high, chain)
  }

  /// Boxes that one wire comes to, or leads on from, stand with their middle on it where there is room.
  mutating func centreLoneBoxes() {
    for layer in layers.indices.reversed() {
      for item in layers[layer] where items[item].isBox {
        let (upper, lower) = (items[item].upper, items[item].lower)
        guard upper.count < 2, lower.count < 2, let wire = lower.first ?? upper.first else { continue }
        let link = links[wire]
        guard lower.isEmpty ? !link.lowerIsFixed : !link.upperIsFixed else { continue }
        let other = lower.isEmpty ? link.upper : link.lower
        let wanted = items[other].left + (lower.isEmpty ? link.upperPort : link.lowerPort)
        let (low, high) = room(item)
        let middle = min(max(wanted, low), high)
        guard low <= high, move(item, middle: middle, wanted: wanted, upper, lower) else { continue }
      }
    }
  }

  /// Takes the dot with which everything begins along, if a place leads straight down from one and there is room.
  private mutating func moveDot(_ bend: Int, to middle: Double) -> Bool {
    guard case .bend = items[bend].kind, let link = items[bend].upper.first else { return false }
    let dot = links[link].upper
    guard case .cell(let cell) = items[dot].kind, cells.all[cell].kind == .entry else { return false }
    for item in [bend, dot] {
      let (low, high) = room(item)
      guard (low...high).contains(middle) else { return false }
    }
    items[bend].left = middle
    items[dot].left = middle - items[dot].body / 2
    links[link].upperPort = items[dot].body / 2
    return true
  }

  /// Moves a box under or over its wire; the other wire keeps its place as far as the box reaches.
  private mutating func move(_ item: Int, middle: Double, wanted: Double, _ upper: [Int], _ lower: [Int]) -> Bool {
    let body = items[item].body
    let left = middle - body / 2
    let edge = Self.edge(body)
    func port(_ x: Double) -> Double { min(max(x - left, edge), body - edge) }
    if let above = upper.first, !lower.isEmpty {
      let link = links[above]
      if link.lowerIsFixed { return false }
      if moveDot(link.upper, to: middle) {
        links[above].lowerPort = body / 2
        items[item].left = left
        if let below = lower.first { links[below].upperPort = port(wanted) }
        return true
      }
      let x = items[link.upper].left + link.upperPort
      if items[link.upper].isBox || abs(x - left - port(x)) < 0.01 {
        links[above].lowerPort = port(x)
      } else {
        return false
      }
    }
    items[item].left = left
    if let below = lower.first {
      links[below].upperPort = port(wanted)
    } else if let above = upper.first {
      links[above].lowerPort = port(wanted)
    }
    return true
  }

  /// Where the middle of an item may lie without coming near its neighbours.
  private func room(_ item: Int) -> (Double, Double) {
    let row = layers[items[item].layer]
    let order = items[item].order
    let half = items[item].width / 2
    var (low, high) = (-Double.infinity, Double.infinity)
    if order > 0 {
      let left = row[order - 1]
      low = items[left].left + items[left].width + gap(left, item) + half
    }
    if order + 1 < row.count { high = items[row[order + 1]].left - gap(item, row[order + 1]) - half }
    return (min(low, high), max(low, high))
  }

  /// Where the boxes at the ends can be met straight from a run that begins or ends beside them.
  private func boxes(_ run: [Int], _ chain: Chain) -> [(Double, Double)] {
    guard let first = chain.links.first.map({ links[$0] }), let last = chain.links.last.map({ links[$0] }) else {
      return []
    }
    var spans: [(Double, Double)] = []
    for (box, beside, isFixed, port) in [
      (first.upper, run.first == first.lower, first.upperIsFixed, first.upperPort),
      (last.lower, run.last == last.upper, last.lowerIsFixed, last.lowerPort),
    ] where beside && items[box].isBox {
      let left = items[box].left
      let edge = Self.edge(items[box].body)
      spans.append(isFixed ? (left + port, left + port) : (left + edge, left + items[box].body - edge))
    }
    return spans
  }

  private mutating func align(_ run: [Int], _ low: Double, _ high: Double, _ chain: Chain) {
    guard !run.isEmpty else { return }
    var middles = run.map { items[$0].left + items[$0].width / 2 }
    // Where an end is fixed or a box is near, its port has a say.
    if let first = chain.links.first.map({ links[$0] }), items[first.upper].isBox, first.lower == run[0] {
      middles.append(items[first.upper].left + first.upperPort)
    }
    if let last = chain.links.last.map({ links[$0] }), items[last.lower].isBox, last.upper == run[run.count - 1] {
      middles.append(items[last.lower].left + last.lowerPort)
    }
    middles.sort()
    let wanted = middles[middles.count / 2]
    var (low, high) = (low, high)
    for (least, most) in boxes(run, chain) where max(low, least) <= min(high, most) {
      (low, high) = (max(low, least), min(high, most))
    }
    let place = min(max(wanted, low), high)
    for item in run { items[item].left = place - items[item].width / 2 }
  }
}
