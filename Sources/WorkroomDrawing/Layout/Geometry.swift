/// Lengths are in pixels at full size; x grows to the right, y downwards.
package struct Point: Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

  static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
}

package struct Size: Hashable, Sendable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  static let zero = Size(width: 0, height: 0)
}

package struct Frame: Hashable, Sendable {
  package var origin: Point
  package var size: Size

  package init(origin: Point, size: Size) { (self.origin, self.size) = (origin, size) }

  package var left: Double { origin.x }
  package var right: Double { origin.x + size.width }
  package var top: Double { origin.y }
  package var bottom: Double { origin.y + size.height }
  package var middle: Point { Point(x: origin.x + size.width / 2, y: origin.y + size.height / 2) }

  /// Whether two frames have more than an edge in common.
  package func overlaps(_ other: Frame) -> Bool {
    left < other.right - 0.01 && other.left < right - 0.01 && top < other.bottom - 0.01 && other.top < bottom - 0.01
  }

  package func contains(_ other: Frame) -> Bool {
    other.left >= left - 0.01 && other.right <= right + 0.01 && other.top >= top - 0.01 && other.bottom <= bottom + 0.01
  }
}
