/// The ranks of the cells that stand in one cell: arrows lead from lower ranks to higher ones, except those that close a
/// circle.
///
/// Circles are broken where a walk in the order of the text, from the stage that is entered first, comes back to where it
/// has been. The rank is the longest way from there.
struct Ranks {
  var of: [Int: Int] = [:]
  var count = 0

  init(_ cells: Cells, in level: Int, _ wires: [Int]) {
    let children = cells.all[level].children
    let walk =
      children.filter { cells.all[$0].kind == .entry }
      + children.filter { ![.entry, .anywhere].contains(cells.all[$0].kind) }
      + children.filter { cells.all[$0].kind == .anywhere }
    var next: [Int: [Int]] = [:]
    for wire in wires { next[cells.wires[wire].sourceSide, default: []].append(cells.wires[wire].targetSide) }
    let (order, back) = Self.walked(walk, next)
    let first = cells.all[level].children.contains { cells.all[$0].kind == .entry } ? 1 : 0
    for cell in walk { of[cell] = [.entry, .anywhere].contains(cells.all[cell].kind) ? 0 : first }
    for cell in order {
      for other in next[cell] ?? [] where !back.contains(Pair(from: cell, to: other)) {
        of[other] = max(of[other] ?? 0, (of[cell] ?? 0) + 1)
      }
    }
    for cell in walk where cells.all[cell].kind == .anywhere {
      let nearest = (next[cell] ?? []).compactMap { of[$0] }.min() ?? 1
      of[cell] = max(0, nearest - 1)
    }
    count = (of.values.max() ?? -1) + 1
  }

  private struct Pair: Hashable {
    var from: Int
    var to: Int
  }

  /// The cells so that arrows lead forward, and the arrows that lead back.
  private static func walked(_ starts: [Int], _ next: [Int: [Int]]) -> (order: [Int], back: Set<Pair>) {
    var done: [Int] = []
    var back: Set<Pair> = []
    var open: Set<Int> = []
    var seen: Set<Int> = []
    for start in starts where seen.insert(start).inserted {
      var path = [(cell: start, used: 0)]
      open.insert(start)
      while let (cell, used) = path.last {
        guard let others = next[cell], used < others.count else {
          done.append(cell)
          open.remove(cell)
          path.removeLast()
          continue
        }
        path[path.count - 1].used += 1
        let other = others[used]
        if open.contains(other) {
          back.insert(Pair(from: cell, to: other))
        } else if seen.insert(other).inserted {
          open.insert(other)
          path.append((other, 0))
        }
      }
    }
    return (done.reversed(), back)
  }
}
