import WorkroomLanguage

/// How deep each statement stands, and which ones are kept as they are.
struct Blocks {
  /// The level of each statement; an `end` has that of the line it belongs to.
  private(set) var depths: [Int]
  /// The statement that opens the block around each; -1 at the top.
  private(set) var parents: [Int]
  /// Of what opens a block the `end` that closes it, of an `end` what it closes; -1 for others.
  private(set) var partners: [Int]
  /// Where a stretch that is kept begins, the statement behind its last; 0 elsewhere.
  private(set) var keptUntil: [Int]
  private let statements: Statements
  private var open: [Int] = []
  private var isBalanced = true

  init(_ statements: Statements) {
    self.statements = statements
    let count = statements.ranges.count
    depths = Array(repeating: 0, count: count)
    parents = Array(repeating: -1, count: count)
    partners = Array(repeating: -1, count: count)
    keptUntil = Array(repeating: 0, count: count)
    open.reserveCapacity(32)
    for statement in 0..<count { place(statement) }
    if !open.isEmpty { isBalanced = false }
    let broken = statements.mistakes.compactMap(statement(at:))
    if isBalanced {
      for statement in broken { keepBlock(of: statement) }
    } else {
      keepTangles(Set(broken))
    }
  }

  func isEnd(_ statement: Int) -> Bool { statements.word(statement) == .end }

  /// Whether a statement opens a block that is closed.
  func opens(_ statement: Int) -> Bool { partners[statement] > statement }

  // MARK: Depth

  private mutating func place(_ statement: Int) {
    if isEnd(statement) {
      if let opening = open.popLast() {
        partners[opening] = statement
        partners[statement] = opening
      } else {
        isBalanced = false
      }
    }
    parents[statement] = open.last ?? -1
    depths[statement] = open.count
    if statements.opensBlock[statement], mayOpen(statement) { open.append(statement) }
  }

  /// Fields and paths may be called like some words that open blocks elsewhere; the lines of a scenario open none.
  private func mayOpen(_ statement: Int) -> Bool {
    guard let outer = open.last else { return true }
    switch statements.word(outer) {
    case .campaign, .record, .influencer, .from: return statements.word(statement).isReserved
    case .scenario: return false
    default: return true
    }
  }

  // MARK: What is kept

  /// The statement that a place in the text belongs to, or the one whose block it stands in.
  private func statement(at place: Int) -> Int? {
    let (source, tokens) = (statements.source, statements.tokens)
    guard !statements.ranges.isEmpty else { return nil }
    var (low, high) = (0, statements.ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[statements.first(middle)].range.lowerBound <= place { low = middle + 1 } else { high = middle }
    }
    let line = source.line(at: place)
    if low > 0, line <= source.line(at: tokens[statements.last(low - 1)].range.lowerBound) { return low - 1 }
    if low < statements.ranges.count, line == source.line(at: tokens[statements.first(low)].range.lowerBound) {
      return low
    }
    guard low > 0 else { return nil }
    if opens(low - 1) { return low - 1 }
    return parents[low - 1] >= 0 ? parents[low - 1] : nil
  }

  /// Keeps the innermost block that holds a statement; at the top the statement alone.
  private mutating func keepBlock(of statement: Int) {
    let opening = opens(statement) ? statement : isEnd(statement) ? partners[statement] : parents[statement]
    if opening < 0 { return keep(statement..<statement + 1) }
    keep(opening..<partners[opening] + 1)
  }

  private mutating func keep(_ range: Range<Int>) {
    keptUntil[range.lowerBound] = max(keptUntil[range.lowerBound], range.upperBound)
  }

  /// Where the ends don't add up, lines at the margin tell what belongs together: what is in order there has a layout,
  /// and the rest is kept.
  private mutating func keepTangles(_ broken: Set<Int>) {
    open = []
    var start = 0
    while start < depths.count {
      var end = start + 1
      while end < depths.count, !beginsAtMargin(end) { end += 1 }
      if !isInOrder(start..<end) || (start..<end).contains(where: broken.contains) { keep(start..<end) }
      start = end
    }
  }

  private func beginsAtMargin(_ statement: Int) -> Bool {
    let word = statements.word(statement)
    let token = statements.tokens[statements.first(statement)]
    return word.startsLine && word != .end && statements.source.column(at: token.range.lowerBound) == 1
  }

  private mutating func isInOrder(_ range: Range<Int>) -> Bool {
    isBalanced = true
    for statement in range {
      partners[statement] = -1
      place(statement)
    }
    defer { open = [] }
    return isBalanced && open.isEmpty
  }
}
