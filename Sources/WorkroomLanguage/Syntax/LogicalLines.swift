/// The statements of a file: runs of tokens that belong to one line of thought.
///
/// A line goes on inside brackets, after a trailing `,` `and` `or`, and where the next line starts with a clause word
/// (`Word.continuesLine`), but never after a complete `end`. A bracket that is never closed does not swallow the file:
/// a line that starts like a new statement ends it.
struct LogicalLines {
  /// Token indices without comments, line breaks and dropped signs.
  private(set) var significant: [Int] = []
  /// One range of `significant` a statement; never empty.
  private(set) var ranges: [Range<Int>] = []

  init(_ tokens: [Token]) {
    significant.reserveCapacity(tokens.count)
    var start = 0
    var depth = 0
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .comment, .dropped: continue
      case .end: close(&start)
      case .newline:
        if start < significant.count, !goesOn(tokens, after: index, lineStart: start, depth: depth) {
          close(&start)
          depth = 0
        }
      default:
        if token.kind == .leftParenthesis { depth += 1 }
        if token.kind == .rightParenthesis { depth = max(0, depth - 1) }
        significant.append(index)
      }
    }
  }

  private mutating func close(_ start: inout Int) {
    if start < significant.count { ranges.append(start..<significant.count) }
    start = significant.count
  }

  private func goesOn(_ tokens: [Token], after newline: Int, lineStart: Int, depth: Int) -> Bool {
    let first = tokens[significant[lineStart]]
    if first.kind == .word, first.word == .end { return false }
    guard let next = nextSignificant(tokens, newline) else { return false }
    if next.kind == .word, next.word.startsLine { return false }
    if depth > 0 { return !(next.kind == .word && next.word.startsAction) }
    let last = tokens[significant[significant.count - 1]]
    if last.kind == .comma || (last.kind == .word && (last.word == .and || last.word == .or)) { return true }
    return next.kind == .word && next.word.continuesLine
  }

  private func nextSignificant(_ tokens: [Token], _ newline: Int) -> Token? {
    var index = newline + 1
    while index < tokens.count {
      switch tokens[index].kind {
      case .newline, .comment, .dropped: index += 1
      case .end: return nil
      default: return tokens[index]
      }
    }
    return nil
  }
}
