/// The statements of a file: runs of tokens that belong to one line of thought.
///
/// A line goes on inside brackets, after a trailing `,` `and` `or`, after the `as` of a definition, and where the next
/// line starts with a clause word (`Word.continuesLine`), but never after a complete `end`. A bracket that is never closed does not swallow the file:
/// a line that starts like a new statement ends it.
struct LogicalLines {
  /// Token indices without comments, line breaks and dropped signs.
  private(set) var significant = Places()
  /// One range of `significant` a statement; never empty.
  private(set) var ranges: [Range<Int>] = []

  private let source: SourceText
  private let tokens: [Token]
  /// Where the statement being collected begins, its open brackets, and whether it says what to do.
  private var start = 0
  private var depth = 0
  private var holdsAction = false

  init(_ tokens: [Token], _ source: SourceText) {
    self.source = source
    self.tokens = tokens
    significant.reserveCapacity(tokens.count)
    ranges.reserveCapacity(tokens.count / 4)
    // Where a statement goes on, further line breaks before its next token decide nothing.
    var decided = false
    let all = tokens.span
    for index in all.indices {
      let token = all[index]
      switch token.kind {
      case .comment, .dropped: continue
      case .end: close()
      case .newline:
        guard start < significant.count, !decided else { continue }
        decided = goesOn(after: index)
        if !decided { close() }
      default:
        decided = false
        if token.kind == .leftParenthesis { depth += 1 }
        if token.kind == .rightParenthesis { depth = max(0, depth - 1) }
        significant.append(index)
        if !holdsAction, token.word.startsAction { holdsAction = isAction(significant.count - 1, in: start) }
      }
    }
  }

  private mutating func close() {
    if start < significant.count { ranges.append(start..<significant.count) }
    start = significant.count
    depth = 0
    holdsAction = false
  }

  private func goesOn(after newline: Int) -> Bool {
    let first = tokens[significant[start]]
    if first.kind == .word, first.word == .end { return false }
    guard let index = nextSignificant(newline) else { return false }
    let next = tokens[index]
    if next.kind == .word, next.word.startsLine { return false }
    if depth > 0 { return !(next.kind == .word && next.word.startsAction && next.word.isReserved) }
    let last = tokens[significant[significant.count - 1]]
    if last.kind == .comma || (last.kind == .word && (last.word == .and || last.word == .or)) { return true }
    if first.kind == .word, first.word == .define {
      // No statement begins with a value: it is a row of the table whose comma is missing.
      if last.kind == .word, last.word == .as { return true }
      if [.number, .percent, .date, .time, .text].contains(next.kind) { return true }
    }
    guard next.kind == .word, next.word.continuesLine else { return false }
    // Only `if none is left` and the `if` of a rule that wants a condition go on; another is a line of its own.
    return next.word != .if || isNone(after: index) || (startsRule(first) && !holdsAction)
  }

  private func startsRule(_ token: Token) -> Bool {
    token.kind == .word && [.on, .once, .after, .at, .every].contains(token.word)
  }

  private func isNone(after index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index + 1].kind == .word && source.text(tokens[index + 1].range) == "none"
  }

  private func nextSignificant(_ newline: Int) -> Int? {
    var index = newline + 1
    while index < tokens.count {
      switch tokens[index].kind {
      case .newline, .comment, .dropped: index += 1
      case .end: return nil
      default: return index
      }
    }
    return nil
  }

  /// Whether the word at a place begins an action; `set` in `is set` does not, nor does a field called `free`.
  private func isAction(_ at: Int, in lineStart: Int) -> Bool {
    let token = tokens[significant[at]]
    guard token.kind == .word, token.word.startsAction else { return false }
    if !token.word.isReserved { return takesObject(significant[at]) }
    guard token.word == .set, at > lineStart else { return true }
    let before = tokens[significant[at - 1]]
    return before.kind != .word || (before.word != .is && before.word != .not)
  }

  /// Whether what follows `free` or `earmark` is what an action is about, rather than the rest of a condition.
  private func takesObject(_ index: Int) -> Bool {
    guard index + 1 < tokens.count else { return false }
    let next = tokens[index + 1]
    switch next.kind {
    case .word: return next.word == .name || (tokens[index].word == .earmark && [.yes, .no].contains(next.word))
    case .number, .percent, .date, .time, .text, .hashtag, .handle: return tokens[index].word == .earmark
    default: return false
    }
  }

  /// From the first byte of a statement to its last.
  func bytes(_ line: Int) -> Range<Int> {
    let range = ranges[line]
    let last = tokens[significant[range.upperBound - 1]].range
    return tokens[significant[range.lowerBound]].range.lowerBound..<last.upperBound
  }

  /// Whether a place lies before another, or on its line.
  func areOnOneLine(_ end: Int, _ place: Int) -> Bool { place <= end || source.line(at: end) == source.line(at: place) }

  /// Whether a statement says what to do after its first word.
  func saysWhatToDo(_ range: Range<Int>) -> Bool {
    range.dropFirst().contains { isAction($0, in: range.lowerBound) }
  }
}
