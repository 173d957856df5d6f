/// From places in layers to frames and points.
extension Layers {
  /// Room between a cell's border and what stands inside.
  static let padding = 14.0

  func result() -> LevelLayout {
    let own = cells.all[cell]
    let isRoot = own.parent < 0
    let padding = isRoot ? 28 : cells.isEach(cell) ? Self.padding + 7 : Self.padding
    var zones = zones(padding)
    let bands = Bands(self, tops: zones.map(\.top), heights: zones.map(\.height), isCut: isRoot)
    for layer in zones.indices {
      let band = bands.band(of: layer)
      zones[layer].top += bands.all[band].shift.y
      zones[layer].shift = bands.all[band].shift.x + padding - bands.least
      zones[layer].band = band
    }
    var layout = LevelLayout()
    let lanes = bands.all.count > 1 ? 12 + Double(bands.lanes.values.max() ?? 0) * Bands.laneGap : 0
    layout.size = Size(
      width: (bands.all.map(\.right).max() ?? 0) - bands.least + 2 * padding,
      height: (bands.all.map(\.bottom).max() ?? 0) + lanes + padding)
    for item in items { add(item, zones[item.layer], &layout) }
    if bands.all.count > 1 { layout.text.x = padding }
    for chain in chains { add(chain, bands, padding - bands.least, zones, &layout) }
    return layout
  }

  private func add(_ item: Item, _ zone: Zone, _ layout: inout LevelLayout) {
    let left = item.left + zone.shift
    switch item.kind {
    case .text: layout.text = Point(x: left, y: zone.top)
    case .cell(let child):
      let height = inner[child]?.size.height ?? 0
      let top = top(child, zone)
      layout.children.append(
        (child, Frame(origin: Point(x: left, y: top), size: Size(width: item.body, height: height))))
      addLoops(child, Point(x: left + item.body, y: zone.top), &layout)
    case .label(let wire):
      let size = cells.wires[wire].label.size
      let top = zone.top + (zone.height - size.height) / 2
      layout.labels.append((wire, Frame(origin: Point(x: left + 4, y: top), size: size)))
    case .bend, .border: break
    }
  }

  private struct Zone {
    var top: Double
    var height: Double
    /// How far its items are moved to the right, and the band that it stands in.
    var shift = 0.0
    var band = 0
  }

  /// Boxes hang from the top of their layer; where arrows only begin, they stand at its foot.
  private func top(_ child: Int, _ zone: Zone) -> Double {
    guard cells.all[child].kind == .anywhere else { return zone.top }
    return zone.top + zone.height - (inner[child]?.size.height ?? 0)
  }

  private func zones(_ padding: Double) -> [Zone] {
    let heights = layers.map { $0.map { items[$0].height }.max() ?? 0 }
    var zones: [Zone] = []
    var y = padding
    for layer in layers.indices {
      if layer > 0 { y += gap(above: layer, heights) }
      zones.append(Zone(top: y, height: heights[layer]))
      y += heights[layer]
    }
    return zones
  }

  /// Room above a layer: more where wires go far to the side.
  private func gap(above layer: Int, _ heights: [Double]) -> Double {
    if layer == 1 { return heights[0] > 0 ? 12 : 0 }
    let hasBorders = layers[lastLayer].contains { items[$0].isWire }
    if layer == lastLayer { return hasBorders ? 6 : 0 }
    var farthest = 0.0
    for item in layers[layer] {
      for link in items[item].upper.map({ links[$0] }) {
        let distance = items[link.upper].left + link.upperPort - items[item].left - link.lowerPort
        farthest = max(farthest, abs(distance))
      }
    }
    let hasLabels = layer % 2 == 0 ? heights[layer] > 0 : heights[layer - 1] > 0
    let base = layer % 2 == 0 ? (hasLabels ? 13.0 : 8) : (hasLabels ? 19.0 : 14)
    let crowd = layers[layer].reduce(0) { $0 + items[$1].upper.count }
    return base + min(farthest * 0.09, 40) + min(Double(max(0, crowd - 4)) * 1.5, 24)
  }

  /// What comes back to its box stands to the right of it, one below the other, and so does what is not drawn whole.
  private func addLoops(_ child: Int, _ corner: Point, _ layout: inout LevelLayout) {
    let wires = loops[child] ?? []
    let step = (inner[child]?.size.height ?? 0) / Double(wires.count + 1)
    let half = min(9, step * 0.4)
    let reach = corner.x + Self.loopWidth
    var y = corner.y + 4
    for (number, wire) in wires.enumerated() {
      let label = cells.wires[wire].label.size
      let side = corner.y + min(step * Double(number + 1), max(y + label.height / 2 - corner.y, half + 4))
      let whole = [
        Point(x: corner.x, y: side - half), Point(x: reach - 6, y: side - half), Point(x: reach - 6, y: side + half),
        Point(x: corner.x, y: side + half),
      ]
      let stub = [Point(x: corner.x, y: side), Point(x: reach - 4, y: side)]
      layout.wires.append((wire, cells.wires[wire].isStub ? stub : whole))
      layout.labels.append((wire, Frame(origin: Point(x: reach, y: y), size: label)))
      y += label.height + 6
    }
  }

  private func add(
    _ chain: Chain, _ bands: Bands, _ shift: Double, _ zones: [Zone], _ layout: inout LevelLayout
  ) {
    guard let first = chain.links.first.map({ links[$0] }), let last = chain.links.last.map({ links[$0] }) else {
      return
    }
    var points: [Point] = []
    func add(_ x: Double, _ y: Double) {
      let point = Point(x: x, y: y)
      if points.last != point { points.append(point) }
    }
    let top = items[first.upper]
    let start = top.left + first.upperPort + zones[top.layer].shift
    let upperZone = zones[top.layer]
    switch top.kind {
    case .cell(let child): add(start, self.top(child, upperZone) + (inner[child]?.size.height ?? 0))
    case .border: add(start, 0)
    default: add(start, upperZone.top)
    }
    add(start, upperZone.top + upperZone.height)
    for number in chain.links {
      let link = links[number]
      let item = items[link.lower]
      let zone = zones[item.layer]
      let x = item.left + link.lowerPort + zone.shift
      if zone.band > zones[item.layer - 1].band, let from = points.last {
        for point in bands.turn(number, to: zone.band, fromX: from.x - shift, toX: x - shift) {
          add(point.x + shift, point.y)
        }
      }
      guard zone.height > 0 || number == chain.links.last || zone.band > zones[item.layer - 1].band else { continue }
      add(x, zone.top)
      if item.isWire { add(x, zone.top + zone.height) }
    }
    let bottom = items[last.lower]
    let end = bottom.left + last.lowerPort + zones[bottom.layer].shift
    if case .border = bottom.kind { add(end, layout.size.height) }
    if chain.isUpward { points.reverse() }
    if let port = chain.port {
      layout.crossings[port] = points
      let isTop = if case .border = top.kind { true } else { false }
      layout.ports[port] = isTop ? start : end
    } else {
      layout.wires.append((chain.wire, points))
    }
  }
}
