import WorkroomLanguage

/// Whether two texts say the same: their words, statements, comments and the nodes of their trees.
enum Comparison {
  /// The first thing that differs, in words; `nil` if nothing does.
  static func difference(_ old: Statements, _ new: Statements) -> String? {
    if let place = wordThatDiffers(old, new) {
      let token = old.tokens[min(place, old.tokens.count - 1)]
      return "line \(old.source.line(at: token.range.lowerBound)) would read differently"
    }
    if old.ranges != new.ranges { return "its lines would be other statements" }
    guard old.diagnostics.isEmpty else { return nil }
    if let mistake = new.diagnostics.first { return "it would hold a mistake: \(mistake.title)" }
    return old.nodes == new.nodes ? nil : "it would mean something else"
  }

  /// The token of the old text that the new one does not have at its place.
  private static func wordThatDiffers(_ old: Statements, _ new: Statements) -> Int? {
    var place = Walk(old)
    var other = Walk(new)
    while true {
      let (left, right) = (place.next(), other.next())
      guard let left, let right else { return left == nil && right == nil ? nil : place.index - 1 }
      guard left.token.kind == right.token.kind, isEqual(left.token, old.source, right.token, new.source) else {
        return place.index - 1
      }
      guard left.token.kind != .comment || left.isAlone == right.isAlone else { return place.index - 1 }
    }
  }

  private static func isEqual(_ left: Token, _ old: SourceText, _ right: Token, _ new: SourceText) -> Bool {
    let (one, other) = (range(left, old), range(right, new))
    guard one.count == other.count else { return false }
    return old.bytes.withUnsafeBufferPointer { old in
      new.bytes.withUnsafeBufferPointer { new in
        for offset in 0..<one.count where old[one.lowerBound + offset] != new[other.lowerBound + offset] {
          return false
        }
        return true
      }
    }
  }

  /// White space at the end of a comment says nothing.
  private static func range(_ token: Token, _ source: SourceText) -> Range<Int> {
    var range = token.range
    guard token.kind == .comment else { return range }
    while let last = range.last, [9, 32].contains(source.bytes[last]) { range = range.dropLast() }
    return range
  }

  /// Goes through all tokens but line breaks.
  private struct Walk {
    private let tokens: [Token]
    private(set) var index = 0

    init(_ statements: Statements) { tokens = statements.tokens }

    /// The next one, and whether it begins its line.
    mutating func next() -> (token: Token, isAlone: Bool)? {
      var isAlone = index == 0
      while index < tokens.count {
        let token = tokens[index]
        index += 1
        if token.kind != .newline { return (token, isAlone) }
        isAlone = true
      }
      return nil
    }
  }
}
