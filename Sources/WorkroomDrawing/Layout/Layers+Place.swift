/// Where items stand from left to right.
///
/// Each layer in turn is laid so that its items come as near as their distances allow to where their wires want them: the
/// least sum of squares, found exactly by pooling neighbours that would overlap. Then wires that pass several layers are
/// made straight where there is room.
extension Layers {
  static let roundsMax = 20

  mutating func findPlaces() {
    for layer in layers.indices { gather(layer) }
    spreadPorts()
    let rounds = items.count > Self.itemsExchangedMax ? 8 : Self.roundsMax
    for round in 0..<rounds {
      let isDown = round % 2 == 0
      let isLast = round >= rounds - 4
      for layer in isDown ? Array(layers.indices) : layers.indices.reversed() {
        settle(layer, upper: isDown || isLast, lower: !isDown || isLast)
      }
      if round > 1 { slidePorts(widthMin: 280) }
    }
    for _ in 0..<3 {
      slidePorts()
      for chain in chains { straighten(chain) }
    }
    slidePorts()
    centreLoneBoxes()
    placeText()
  }

  /// Begins with what leads on in the middle, and everything else to its left and right.
  private mutating func gather(_ layer: Int) {
    var left = 0.0
    for item in layers[layer] {
      items[item].left = left
      left += items[item].width + 24
    }
    let main = layers[layer].filter { items[$0].isBox && !items[$0].isAside }
    let seen = main.isEmpty ? layers[layer] : main
    guard let first = seen.first, let last = seen.last else { return }
    let middle = (items[first].left + items[last].left + items[last].body) / 2
    for item in layers[layer] { items[item].left -= middle }
  }

  /// The room between two that stand side by side.
  func gap(_ left: Int, _ right: Int) -> Double {
    switch (items[left].isWire, items[right].isWire) {
    case (false, false): 26
    case (true, true): 13
    default: 16
    }
  }

  private func weight(_ link: Link) -> Double {
    switch (items[link.upper].isWire, items[link.lower].isWire) {
    case (true, true): 6
    case (false, false): 1
    // What leads to an end follows the way that leads on, and never pulls it aside.
    default: items[link.upper].isAside || items[link.lower].isAside ? 0.1 : 2
    }
  }

  /// Draws boxes on the way that leads on towards the middle.
  private static let centring = 0.4

  /// Puts ports side by side in the order of what they lead to.
  private mutating func spreadPorts() {
    for item in items.indices where items[item].isBox {
      spread(items[item].upper, item, isUpper: false)
      spread(items[item].lower, item, isUpper: true)
    }
  }

  private mutating func spread(_ own: [Int], _ item: Int, isUpper: Bool) {
    let free = own.filter { !(isUpper ? links[$0].upperIsFixed : links[$0].lowerIsFixed) }.sorted {
      (otherOrder($0, isUpper), $0) < (otherOrder($1, isUpper), $1)
    }
    guard !free.isEmpty else { return }
    let width = items[item].body
    let step = min(34, (width - 16) / Double(max(free.count, 1)))
    for (number, link) in free.enumerated() {
      let port = width / 2 + (Double(number) - Double(free.count - 1) / 2) * step
      if isUpper { links[link].upperPort = port } else { links[link].lowerPort = port }
    }
  }

  private func otherOrder(_ link: Int, _ isUpper: Bool) -> Double {
    let item = items[isUpper ? links[link].lower : links[link].upper]
    let port = isUpper ? links[link].lowerPort : links[link].upperPort
    return Double(item.order) + (item.body > 0 ? port / item.body - 0.5 : 0)
  }

  /// Lays one layer as its wires want it, seen from above, from below, or both.
  private mutating func settle(_ layer: Int, upper: Bool, lower: Bool) {
    let row = layers[layer]
    let middle = middle()
    var wanted: [(left: Double, weight: Double)] = []
    for item in row {
      var (sum, total) = (items[item].left * 0.01, 0.01)
      if items[item].isBox, !items[item].isAside {
        sum += (middle - items[item].body / 2) * Self.centring
        total += Self.centring
      }
      if upper {
        for link in items[item].upper.map({ links[$0] }) {
          let weight = weight(link)
          sum += weight * (items[link.upper].left + link.upperPort - link.lowerPort)
          total += weight
        }
      }
      if lower {
        for link in items[item].lower.map({ links[$0] }) {
          let weight = weight(link)
          sum += weight * (items[link.lower].left + link.lowerPort - link.upperPort)
          total += weight
        }
      }
      wanted.append((sum / total, total))
    }
    var offsets: [Double] = []
    var offset = 0.0
    for (place, item) in row.enumerated() {
      if place > 0 { offset += items[row[place - 1]].width + gap(row[place - 1], item) }
      offsets.append(offset)
    }
    let values = Self.rising(zip(wanted, offsets).map { ($0.left - $1, $0.weight) })
    for (place, item) in row.enumerated() { items[item].left = values[place] + offsets[place] }
  }

  /// The middle of the widest box, which the others gather around.
  private func middle() -> Double {
    guard let widest = widest else { return 0 }
    return items[widest].left + items[widest].body / 2
  }

  /// The rising values nearest to those wanted.
  static func rising(_ wanted: [(value: Double, weight: Double)]) -> [Double] {
    var pools: [(value: Double, weight: Double, count: Int)] = []
    for want in wanted {
      pools.append((want.value, want.weight, 1))
      while pools.count > 1, pools[pools.count - 2].value > pools[pools.count - 1].value {
        let last = pools.removeLast()
        let before = pools.removeLast()
        let weight = last.weight + before.weight
        pools.append(
          ((last.value * last.weight + before.value * before.weight) / weight, weight, last.count + before.count))
      }
    }
    return pools.flatMap { Array(repeating: $0.value, count: $0.count) }
  }

  /// Moves the free ports of boxes to where their wires come straight.
  private mutating func slidePorts(widthMin: Double = 0) {
    for item in items.indices where items[item].isBox && items[item].body >= widthMin {
      slide(items[item].upper, item, isUpper: false)
      slide(items[item].lower, item, isUpper: true)
    }
  }

  private mutating func slide(_ own: [Int], _ item: Int, isUpper: Bool) {
    func isFixed(_ link: Int) -> Bool { isUpper ? links[link].upperIsFixed : links[link].lowerIsFixed }
    func other(_ link: Int) -> Double {
      isUpper
        ? items[links[link].lower].left + links[link].lowerPort : items[links[link].upper].left + links[link].upperPort
    }
    let free = own.filter { !isFixed($0) }.sorted { (other($0), $0) < (other($1), $1) }
    guard !free.isEmpty else { return }
    let width = items[item].body
    let edge = Self.edge(width)
    let step = min(16, (width - 2 * edge) / Double(max(free.count - 1, 1)))
    let wanted = free.enumerated().map { number, link in (other(link) - items[item].left - Double(number) * step, 1.0) }
    let taken = own.filter(isFixed).map { isUpper ? links[$0].upperPort : links[$0].lowerPort }
    let top = width - edge - Double(free.count - 1) * step
    for (number, value) in Self.rising(wanted).enumerated() {
      var port = min(max(value, edge), top) + Double(number) * step
      while taken.contains(where: { abs($0 - port) < 8 }), port + 11 < width { port += 11 }
      if isUpper { links[free[number]].upperPort = port } else { links[free[number]].lowerPort = port }
    }
  }

  /// How far from a corner wires meet a box.
  static func edge(_ width: Double) -> Double { min(max(18, width * 0.08), width / 3) }

  /// The text stands at the left.
  private mutating func placeText() {
    guard let text = layers.first?.first(where: { if case .text = items[$0].kind { true } else { false } }) else {
      return
    }
    let least = items.indices.filter { $0 != text }.map { items[$0].left }.min() ?? 0
    items[text].left = least
    guard layers[0].count > 1 else { return }
    let next = layers[0][1]
    items[text].left = min(least, items[next].left - gap(text, next) - items[text].width)
  }
}
