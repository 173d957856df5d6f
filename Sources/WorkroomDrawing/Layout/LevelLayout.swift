/// Where things stand in one cell, counted from its upper left corner.
struct LevelLayout {
  /// One end of a wire, where it passes through the border of a cell.
  struct Port: Hashable {
    var wire: Int
    var isSource: Bool
  }

  var size = Size.zero
  var text = Point(x: 0, y: 0)
  var children: [(cell: Int, frame: Frame)] = []
  /// Parts of the wires that have both ends in here, from source to target.
  var wires: [(wire: Int, points: [Point])] = []
  /// Parts of the wires that pass the border, from the source outwards or inwards to the target.
  var crossings: [Port: [Point]] = [:]
  var labels: [(wire: Int, frame: Frame)] = []
  /// Where the border is passed, from the left.
  var ports: [Port: Double] = [:]
  /// Lines between columns.
  var separators: [(from: Point, to: Point)] = []
}
