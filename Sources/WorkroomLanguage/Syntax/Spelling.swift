/// Finds the name that a misspelled one most likely means.
package enum Spelling {
  /// The nearest of some names, if one is near enough to be worth offering.
  package static func nearest(to written: String, among names: some Sequence<String>) -> String? {
    let source = Array(written.lowercased().utf8.prefix(64))
    var best: (name: String, distance: Int)?
    for name in names where name != written {
      let target = Array(name.lowercased().utf8.prefix(64))
      let limit = max(1, min(source.count, target.count) / 3)
      guard abs(source.count - target.count) <= limit else { continue }
      let distance = self.distance(source, target)
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var current = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in 0..<right.count {
        let cost = left[i] == right[j] ? 0 : 1
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          current[j + 1] = min(current[j + 1], before[j - 1] + 1)
        }
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
