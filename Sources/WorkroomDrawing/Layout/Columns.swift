/// A row of columns, one for each track; wires from one to another pass below them.
struct Columns {
  static let wireGap = 14.0

  static func lay(
    _ cells: Cells, _ cell: Int, inner: [Int: LevelLayout], wires: [Int], crossings: [Crossing]
  ) -> LevelLayout {
    var layout = LevelLayout()
    let children = cells.all[cell].children
    let height = children.map { inner[$0]?.size.height ?? 0 }.max() ?? 0
    var x = 0.0
    for (index, child) in children.enumerated() {
      let width = inner[child]?.size.width ?? 0
      layout.children.append((child, Frame(origin: Point(x: x, y: 0), size: Size(width: width, height: height))))
      if index > 0 { layout.separators.append((Point(x: x, y: 0), Point(x: x, y: height))) }
      x += width
    }
    var slots = Slots(cells, layout.children, inner)
    var y = height
    for wire in wires {
      let from = slots.place(wire, isSource: true, cells.wires[wire].sourceSide)
      let to = slots.place(wire, isSource: false, cells.wires[wire].targetSide)
      let label = cells.wires[wire].label.size
      // What comes back to its own column has no room for a label between its ends.
      let isLoop = cells.wires[wire].standsBeside
      let row = y + wireGap + (isLoop ? 0 : label.height / 2)
      let top = isLoop ? row + 4 : row - label.height / 2
      layout.wires.append(
        (
          wire,
          [
            Point(x: from.x, y: from.y), Point(x: from.x, y: row), Point(x: to.x, y: row), Point(x: to.x, y: to.y),
          ]
        ))
      let middle = min(max((from.x + to.x) / 2, label.width / 2), max(x - label.width / 2, label.width / 2))
      layout.labels.append(
        (wire, Frame(origin: Point(x: middle - label.width / 2, y: top), size: label)))
      x = max(x, middle + label.width / 2)
      y = top + label.height
    }
    if y > height { y += wireGap }
    for crossing in crossings {
      let place = slots.place(crossing.port.wire, isSource: crossing.port.isSource, crossing.child)
      layout.ports[crossing.port] = place.x
      let outer = Point(x: place.x, y: crossing.isTop ? 0 : y)
      let own = Point(x: place.x, y: crossing.isTop ? 0 : place.y)
      layout.crossings[crossing.port] = crossing.port.isSource ? [own, outer] : [outer, own]
    }
    layout.size = Size(width: x, height: y)
    return layout
  }

  /// Where wires meet the columns: at the ports of what stands inside, or one beside the other at the column itself.
  private struct Slots {
    var frames: [Int: Frame] = [:]
    var inner: [Int: LevelLayout]
    var used: [Int: Int] = [:]

    init(_ cells: Cells, _ children: [(cell: Int, frame: Frame)], _ inner: [Int: LevelLayout]) {
      self.inner = inner
      for child in children { frames[child.cell] = child.frame }
    }

    mutating func place(_ wire: Int, isSource: Bool, _ child: Int) -> Point {
      guard let frame = frames[child] else { return Point(x: 0, y: 0) }
      if let x = inner[child]?.ports[LevelLayout.Port(wire: wire, isSource: isSource)] {
        return Point(x: frame.left + x, y: inner[child]?.size.height ?? frame.bottom)
      }
      let number = used[child, default: 0]
      used[child] = number + 1
      let offset = Double((number + 1) / 2) * 16 * (number % 2 == 0 ? 1 : -1)
      return Point(x: min(max(frame.middle.x + offset, frame.left + 8), frame.right - 8), y: frame.bottom)
    }
  }
}

/// A wire that passes the border of a cell, and the cell inside where it ends or passes on.
struct Crossing {
  var port: LevelLayout.Port
  var child: Int
  var isTop: Bool
}
