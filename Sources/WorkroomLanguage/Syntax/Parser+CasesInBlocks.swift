/// What a block does in some cases only: a rule of its own beside the block.
extension Parser {
  static let actionsAreDoneTogether = "the actions of a block are done all together, without conditions of their own"

  /// `if vip is yes`, or `unless`, as the first line inside a block, closed before the block is.
  ///
  /// Read as the condition of the block, all of its actions would be done in these cases only.
  mutating func reportsCaseInBlock(_ rule: RuleSyntax) -> Bool {
    guard word == .if || word == .unless, tree.line(token) != tree.line(previous), opensBlock(lines.ranges[line]),
      let end = endOfCase(rule.head.lowerBound)
    else { return false }
    return reportsCase(rule.head.lowerBound, end, mayBeWhole: true)
  }

  /// `if vip is yes`, or `if vip is yes set price to 0 USD`, behind other actions of a block.
  mutating func reportsCaseBehindAction(_ opening: Int) -> Bool {
    guard word == .if || word == .unless, tree.tokens[opening].word == .on else { return false }
    let words = lines.significant[lines.ranges[line]]
    if let action = words.first(where: { tree.tokens[$0].word.startsAction }), action > token + 1 {
      let place = words.first { $0 == action - 1 && tree.tokens[$0].word == .then } ?? action
      guard let asked = asSeenBefore(words.filter { $0 > token && $0 < place }, opening) else {
        tellConditionOfAction(nil, at, place - 1)
        return true
      }
      tellConditionOfAction("\(headOfCase(opening, asked)) \(tree.meant(action, words.last ?? action))", nil)
      return true
    }
    guard let end = endOfCase(opening) else { return false }
    return reportsCase(opening, end, mayBeWhole: false)
  }

  /// `unless vip is yes` on a line of its own below an action, which it would join, with an `end` of its own.
  mutating func reportsCaseBelowAction(_ opening: Int) -> Bool {
    guard tree.line(token) != tree.line(previous), let end = endOfCase(opening) else { return false }
    return reportsCase(opening, end, mayBeWhole: false)
  }

  private mutating func reportsCase(_ opening: Int, _ end: Int, mayBeWhole: Bool) -> Bool {
    let (first, last) = (token, lines.significant[lineEnd - 1])
    guard first != last else { return false }
    endOfCase = lines.significant[lines.ranges[end].lowerBound]
    let words = lines.significant[(at + 1)..<lineEnd].filter { tree.tokens[$0].word != .then }
    guard let asked = asSeenBefore(words, opening) else {
      tellConditionOfAction(nil, at, last)
      return true
    }
    let head = headOfCase(opening, asked)
    let inner = lines.ranges[(line + 1)..<end]
    let alone = inner.first.map { tree.meant(lines.significant[$0.lowerBound], lines.significant[$0.upperBound - 1]) }
    let isOne = inner.count == 1 && alone.map { !$0.contains("\n") } ?? false
    let clause = head.dropFirst(headOfRule(opening).count + 1)
    fail(
      .unexpectedWord, Parser.actionsAreDoneTogether, at: first, to: last, label: "in some cases only?",
      help: [
        isOne
          ? "write `\(head) \(alone ?? "")` as a line of its own, beside this block, and delete it here"
          : "put what is done in these cases in a block of its own, beside this one: it begins with `\(head)`"
      ] + (mayBeWhole ? ["or write `\(clause)` and delete the first `end`, if the whole block is for these cases"] : [])
    )
    return true
  }

  /// The first line of the rule that is asked for in some cases only.
  private func headOfCase(_ opening: Int, _ asked: String) -> String {
    "\(headOfRule(opening)) when \(word == .unless ? "not (\(asked))" : asked)"
  }

  /// The statement that closes the case which begins here, if the block around it goes on behind it: with actions, or
  /// with another `end` further out.
  private func endOfCase(_ opening: Int) -> Int? {
    let ends = lines.ranges.indices.dropFirst(line + 1).first { index in
      let first = tree.tokens[lines.significant[lines.ranges[index].lowerBound]]
      return first.kind != .word || first.word == .end || first.word.startsLine
    }
    guard let end = ends, end + 1 < lines.ranges.count else { return nil }
    let (closing, behind) = (
      lines.significant[lines.ranges[end].lowerBound], lines.significant[lines.ranges[end + 1].lowerBound]
    )
    guard tree.tokens[closing].word == .end else { return nil }
    if tree.tokens[behind].word.startsAction { return end }
    let isInside = column(token) > column(opening) && column(closing) == column(token)
    return isInside && tree.tokens[behind].word == .end && column(behind) == column(opening) ? end : nil
  }
}
