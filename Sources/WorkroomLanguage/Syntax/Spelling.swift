/// Finds the name that a misspelled one most likely means.
package enum Spelling {
  /// The nearest of some names, if one is near enough to be worth offering: a third of its letters may differ.
  package static func nearest(to written: String, among names: some Sequence<String>) -> String? {
    let source = small(written)
    var best: (name: String, distance: Int)?
    for name in names where name != written {
      let limit = min(source.count, name.utf8.count) / 3
      guard abs(source.count - min(name.utf8.count, lettersMax)) <= limit else { continue }
      let target = small(name)
      let distance = self.distance(source, target)
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Whether a word is another one but for a letter or two; more may be another word that somebody meant.
  ///
  /// Figures are not misspelled: `tier_1` and `tier_2` are two names.
  static func isSlip(_ written: String, of name: String) -> Bool {
    func figures(_ text: String) -> [UInt8] { text.utf8.filter { (48...57).contains($0) } }
    return figures(written) == figures(name) && distance(small(written), small(name)) <= 2
  }

  private static let lettersMax = 64

  /// The letters of a name, capitals made small.
  private static func small(_ name: String) -> [UInt8] {
    name.utf8.prefix(lettersMax).map { (65...90).contains($0) ? $0 + 32 : $0 }
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
