/// Finds the name that was probably meant.
enum NearName {
  /// The nearest of some names, or `nil` if none is near enough to be meant.
  static func nearest(to word: String, in names: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let written = Array(word.lowercased().unicodeScalars)
    let near = names.map { ($0, distance(written, Array($0.lowercased().unicodeScalars))) }
      .min { $0.1 < $1.1 }
    guard let near, near.1 <= max(1, (written.count + 1) / 3) else { return nil }
    return near.0
  }

  /// The number of letters to add, drop, change or swap with a neighbour (optimal string alignment).
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before: [Int] = []
    var above = Array(0...right.count)
    for i in 1...left.count {
      var row = [i]
      for j in 1...right.count {
        let change = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        var best = min(change, above[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          best = min(best, before[j - 2] + 1)
        }
        row.append(best)
      }
      (before, above) = (above, row)
    }
    return above[right.count]
  }
}
