import WorkroomReporting

/// The way of a wire as the data of an SVG path: straight where it goes straight, curved gently where it goes to the side.
enum SVGPath {
  private static let cornerRadius = 7.0
  /// An arrow arrives straight for so long.
  private static let approach = 9.0

  /// A length with at most one decimal, the same on every machine.
  static func number(_ value: Double) -> Escaped {
    let tenths = Int((value * 10).rounded())
    let sign: Escaped = tenths < 0 ? "-" : ""
    let whole = Escaped(abs(tenths) / 10)
    return abs(tenths) % 10 == 0 ? sign + whole : sign + whole + "." + Escaped(abs(tenths) % 10)
  }

  private static func pair(_ point: Point) -> Escaped { number(point.x) + " " + number(point.y) }

  static func data(_ raw: [Point]) -> Escaped {
    let points = prepared(raw)
    guard let first = points.first else { return "" }
    var parts: [Escaped] = ["M" + pair(first)]
    for index in points.indices.dropFirst() {
      let (from, to) = (points[index - 1], points[index])
      guard from.x != to.x, from.y != to.y else {
        parts.append(corner(points, index))
        continue
      }
      let half = (from.y + to.y) / 2
      parts.append(
        "C" + pair(Point(x: from.x, y: half)) + " " + pair(Point(x: to.x, y: half)) + " " + pair(to))
    }
    return parts.joined()
  }

  /// The parts of a way before and behind a label that stands on it; the whole way where it stands beside.
  static func interrupted(_ points: [Point], by label: Frame) -> [[Point]] {
    for index in points.indices.dropFirst() {
      let (from, to) = (points[index - 1], points[index])
      let middle = label.middle
      var (before, after) = (middle, middle)
      if from.x == to.x, from.x > label.left, from.x < label.right, (from.y < middle.y) != (to.y < middle.y) {
        let half = label.size.height / 2 + 1
        (before, after) = (Point(x: from.x, y: middle.y - half), Point(x: from.x, y: middle.y + half))
        if from.y > to.y { swap(&before, &after) }
      } else if from.y == to.y, from.y > label.top, from.y < label.bottom, (from.x < middle.x) != (to.x < middle.x) {
        let half = label.size.width / 2 + 4
        (before, after) = (Point(x: middle.x - half, y: from.y), Point(x: middle.x + half, y: from.y))
        if from.x > to.x { swap(&before, &after) }
      } else {
        continue
      }
      return [Array(points[..<index]) + [before], [after] + Array(points[index...])]
    }
    return [points]
  }

  /// A straight piece, whose end is rounded where the way turns at a right angle.
  private static func corner(_ points: [Point], _ index: Int) -> Escaped {
    let (from, to) = (points[index - 1], points[index])
    guard index + 1 < points.count else { return "L" + pair(to) }
    let next = points[index + 1]
    let turns = (from.x == to.x) == (to.y == next.y) && (from.x == to.x) != (to.x == next.x)
    guard turns, to.x == next.x || to.y == next.y else { return "L" + pair(to) }
    let before = shifted(to, towards: from, by: min(cornerRadius, distance(from, to) / 2))
    let after = shifted(to, towards: next, by: min(cornerRadius, distance(next, to) / 2))
    return "L" + pair(before) + "Q" + pair(to) + " " + pair(after)
  }

  private static func distance(_ left: Point, _ right: Point) -> Double {
    abs(left.x - right.x) + abs(left.y - right.y)
  }

  private static func shifted(_ point: Point, towards other: Point, by length: Double) -> Point {
    let whole = distance(point, other)
    guard whole > 0 else { return point }
    return Point(
      x: point.x + (other.x - point.x) * length / whole, y: point.y + (other.y - point.y) * length / whole)
  }

  /// Without points that change nothing, and with a straight approach at the end.
  private static func prepared(_ raw: [Point]) -> [Point] {
    var points: [Point] = []
    for point in raw {
      var point = point
      if let last = points.last {
        if abs(last.x - point.x) < 0.6 { point.x = last.x }
        if last == point { continue }
        if points.count > 1, points[points.count - 2].x == last.x, last.x == point.x { points.removeLast() }
      }
      points.append(point)
    }
    guard points.count > 1, let end = points.last else { return points }
    let before = points[points.count - 2]
    if before.x != end.x, before.y != end.y, abs(before.y - end.y) > approach + 6 {
      points.insert(Point(x: end.x, y: end.y + (before.y < end.y ? -approach : approach)), at: points.count - 1)
    }
    return points
  }
}
