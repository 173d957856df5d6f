import WorkroomLanguage

/// Every workflow of a few stages, two events and three lines: small enough to write all of them down.
///
/// Each stage says when it is entered and left, so that the order shows.
struct SmallMachines {
  /// Stages as a tree, by their parents; a `track` stands beside the others of its parent.
  struct Shape: Sendable {
    var parents: [Int]
    var tracks: Set<Int> = []
    var finals: Set<Int> = []
    var conditional: Set<Int> = []
  }

  /// Up to three places for lines; a further `a` holds tracks, since these need a stage around them.
  static let shapes = [
    Shape(parents: [-1, -1]),
    Shape(parents: [-1, -1, -1]),
    Shape(parents: [-1, -1, -1], finals: [2]),
    Shape(parents: [-1, 0, 0]),
    Shape(parents: [-1, 0, -1]),
    Shape(parents: [-1, 0, 1]),
    Shape(parents: [-1, 0, 0], finals: [2]),
    Shape(parents: [-1, 0, 0], tracks: [1, 2]),
    Shape(parents: [-1, 0, 0], tracks: [1, 2], conditional: [2]),
    Shape(parents: [-1, 0, 1, 0], tracks: [1, 3]),
    Shape(parents: [-1, 0, 0, -1], tracks: [1, 2]),
    Shape(parents: [-1, 0, 1, 0, 3], tracks: [1, 3]),
  ]

  /// One line: where it stands, what it waits for, and what comes of it.
  private struct Line {
    var place: Int
    var trigger: String
    var outcome: String
  }

  private let shape: Shape
  private let lines: [Line]

  private init(_ shape: Shape) {
    self.shape = shape
    var lines: [Line] = []
    for place in -1..<shape.parents.count where !shape.finals.contains(place) {
      for trigger in ["on e.x", "on e.y"] {
        for target in shape.parents.indices {
          lines.append(Line(place: place, trigger: trigger, outcome: "go to s\(target)"))
        }
        for outcome in ["stay", "ignore", "refuse \"no\"", "add 1 to n"] {
          lines.append(Line(place: place, trigger: trigger, outcome: outcome))
        }
        if place >= 0 { lines.append(Line(place: place, trigger: trigger, outcome: "restart")) }
      }
      if place >= 0 {
        for target in shape.parents.indices {
          lines.append(Line(place: place, trigger: "once n is 1", outcome: "go to s\(target)"))
        }
        lines.append(Line(place: place, trigger: "once n is at least 1", outcome: "note \"once\""))
      }
    }
    self.lines = lines
  }

  /// How many workflows there are of each shape, those with a mistake included.
  static let counts = shapes.map { shape in
    let lines = SmallMachines(shape).lines.count
    return lines * (lines - 1) * (lines - 2) / 6
  }

  /// The text of one of them.
  static func text(_ shape: Int, _ index: Int) -> String {
    let machine = SmallMachines(shapes[shape])
    var (rest, chosen) = (index, [Int]())
    // Numbers in the combinatorial system: the largest first.
    for size in [3, 2, 1] {
      var line = size - 1
      while binomial(line + 1, size) <= rest { line += 1 }
      rest -= binomial(line, size)
      chosen.append(line)
    }
    return machine.text(chosen.map { machine.lines[$0] })
  }

  private static func binomial(_ n: Int, _ size: Int) -> Int {
    guard n >= size else { return 0 }
    return (0..<size).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }

  private func text(_ chosen: [Line]) -> String {
    var words = ["campaign", "  gifts  product list  optional", "end", "record", "  n  number  default 0", "end"]
    words += ["event e.x by manager or system", "event e.y by manager or system otherwise handled"]
    words += chosen.filter { $0.place < 0 }.map { "\($0.trigger) \($0.outcome)" }
    for place in shape.parents.indices where shape.parents[place] < 0 { words += lines(of: place, chosen) }
    return words.joined(separator: "\n")
  }

  private func lines(of place: Int, _ chosen: [Line]) -> [String] {
    if shape.finals.contains(place) { return ["final s\(place)"] }
    let condition = shape.conditional.contains(place) ? " when gifts is set" : ""
    var words = ["\(shape.tracks.contains(place) ? "track" : "stage") s\(place)\(condition)"]
    words += ["on enter note \"+s\(place)\"", "on leave note \"-s\(place)\""]
    words += chosen.filter { $0.place == place }.map { "\($0.trigger) \($0.outcome)" }
    for inner in shape.parents.indices where shape.parents[inner] == place { words += lines(of: inner, chosen) }
    return words + ["end"]
  }
}
