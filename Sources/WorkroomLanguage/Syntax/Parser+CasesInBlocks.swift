/// What a block does in some cases only: a rule of its own beside the block.
extension Parser {
  static let actionsAreDoneTogether = "the actions of a block are done all together, without conditions of their own"

  /// What is done in some cases only: its statements, and the one that closes it, if one does.
  private struct Case {
    var inner: Range<Int>
    var end: Int?
  }

  /// `if vip is yes`, or `unless`, as the first line inside a block, of whose actions some are not meant for these cases.
  ///
  /// Read as the condition of the block, all of its actions would be done in these cases only.
  mutating func reportsCaseInBlock(_ rule: RuleSyntax) -> Bool {
    guard word == .if || word == .unless else { return false }
    let opening = rule.head.lowerBound
    let isBelow = tree.line(token) != tree.line(previous)
    guard opensBlock(lines.ranges[line]) else { return isBelow && reportsCaseAndAction(opening) }
    guard let part = partOfBlock(opening, isBelow: isBelow) else { return false }
    return reportsCase(opening, part, mayBeWhole: true)
  }

  /// `if vip is yes note "x"` as the first line inside a block that goes on behind it.
  private mutating func reportsCaseAndAction(_ opening: Int) -> Bool {
    guard line + 1 < lines.ranges.count else { return false }
    let next = lines.significant[lines.ranges[line + 1].lowerBound]
    let goesOn = tree.tokens[next].word.startsAction && tree.tokens[next].word.isReserved || begins(case: next)
    guard goesOn || tree.tokens[next].word == .end && column(next) == column(opening) else { return false }
    guard reportsCaseInLine(opening) else { return false }
    toldBlock = opening
    return true
  }

  /// Whether a statement begins another case: `if`, `unless`, `else` or `otherwise`.
  private func begins(case first: Int) -> Bool {
    [.if, .unless, .else, .otherwise].contains(tree.tokens[first].word)
  }

  /// `if vip is yes`, or `if vip is yes set price to 0 USD`, behind other actions of a block.
  mutating func reportsCaseBehindAction(_ opening: Int) -> Bool {
    guard word == .if || word == .unless, tree.tokens[opening].word == .on else { return false }
    if reportsCaseInLine(opening) { return true }
    let members = members().count
    guard
      let part = partOfBlock(opening, isBelow: true)
        ?? (members > 0 ? Case(inner: line + 1..<line + 1 + members, end: nil) : nil)
    else { return false }
    return reportsCase(opening, part, mayBeWhole: false)
  }

  /// `unless vip is yes` on a line of its own below an action, which it would join, with an `end` of its own.
  mutating func reportsCaseBelowAction(_ opening: Int) -> Bool {
    guard tree.line(token) != tree.line(previous), let end = endOfCase(opening) else { return false }
    return reportsCase(opening, Case(inner: line + 1..<end, end: end), mayBeWhole: false)
  }

  /// A case and its only action in one line.
  private mutating func reportsCaseInLine(_ opening: Int) -> Bool {
    let words = lines.significant[at..<lineEnd]
    guard let action = words.first(where: { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }),
      action > token + 1, let last = words.last
    else { return false }
    let place = words.first { $0 == action - 1 && tree.tokens[$0].word == .then } ?? action
    guard let asked = asSeenBefore(words.filter { $0 > token && $0 < place }, opening) else {
      tellConditionOfAction(nil, at, place - 1)
      return true
    }
    tellConditionOfAction("\(headOfCase(opening, asked)) \(tree.meant(action, last))", nil)
    return true
  }

  private mutating func reportsCase(_ opening: Int, _ part: Case, mayBeWhole: Bool) -> Bool {
    let (first, last) = (token, lines.significant[lineEnd - 1])
    guard first != last else { return false }
    if let end = part.end { endOfCase = lines.significant[lines.ranges[end].lowerBound] }
    let words = lines.significant[(at + 1)..<lineEnd].filter { tree.tokens[$0].word != .then }
    guard let asked = asSeenBefore(words, opening) else {
      tellConditionOfAction(nil, at, last)
      return true
    }
    let head = headOfCase(opening, asked)
    let inner = lines.ranges[part.inner]
    let alone = inner.first.map { wordsOfLine($0) }
    let isOne = inner.count == 1 && alone.map { !$0.contains("\n") } ?? false
    let clause = head.dropFirst(triggerOfRule(opening).count + 1)
    let deletesEnd = part.end == nil ? "" : " and delete the first `end`"
    fail(
      .unexpectedWord, Parser.actionsAreDoneTogether, at: first, to: last, label: "in some cases only?",
      help: [
        isOne
          ? "write `\(head) \(alone ?? "")` as a line of its own, beside this block, and delete it here"
          : "put what is done in these cases in a block of its own, beside this one: it begins with `\(head)`"
      ] + (mayBeWhole ? ["or write `\(clause)`\(deletesEnd), if the whole block is for these cases"] : [])
    )
    return true
  }

  /// A statement as far as it stands on its first line.
  private func wordsOfLine(_ range: Range<Int>) -> String {
    let first = lines.significant[range.lowerBound]
    return tree.meant(first, lines.significant[range].last { tree.line($0) == tree.line(first) } ?? first)
  }

  /// What of a block a case is meant for that begins here: up to an `end` of its own, up to the next case, or as far as it
  /// stands further in; `nil` where nothing shows that the block has more.
  private func partOfBlock(_ opening: Int, isBelow: Bool) -> Case? {
    if isBelow, let end = endOfCase(opening) { return Case(inner: line + 1..<end, end: end) }
    let members = members()
    guard let first = members.first else { return nil }
    let margin = column(first)
    for (count, member) in members.enumerated() {
      if count > 0, column(member) < margin || isBelow && begins(case: member) {
        return Case(inner: line + 1..<line + 1 + count, end: nil)
      }
      // `unless big` at the margin of this case would join the action above it.
      if isBelow, lines.significant[lines.ranges[line + 1 + count]].dropFirst().contains(where: { beginsCaseHere($0) })
      {
        return Case(inner: line + 1..<line + 2 + count, end: nil)
      }
    }
    return nil
  }

  /// Whether a word begins a physical line and another case, at the margin of the one at the cursor.
  private func beginsCaseHere(_ word: Int) -> Bool {
    [.if, .unless, .when, .else, .otherwise].contains(tree.tokens[word].word) && column(word) == column(token)
      && tree.source.text(tree.source.lineRange(tree.line(word)).lowerBound..<tree.tokens[word].range.lowerBound)
        .allSatisfy(\.isWhitespace)
  }

  /// The first words of the statements that follow, up to what closes a block or begins a rule.
  private func members() -> [Int] {
    var members: [Int] = []
    for range in lines.ranges[(line + 1)...] {
      let first = tree.tokens[lines.significant[range.lowerBound]]
      if first.kind != .word || first.word == .end || first.word.startsLine || closesCase(range) { break }
      members.append(lines.significant[range.lowerBound])
    }
    return members
  }

  /// The first line of the rule that is asked for in some cases only.
  private func headOfCase(_ opening: Int, _ asked: String) -> String {
    "\(triggerOfRule(opening)) when \(word == .unless ? "not (\(asked))" : asked)"
  }

  /// `on content.posted by manager`, `after 7 days`: what a rule waits for.
  private func triggerOfRule(_ opening: Int) -> String {
    guard tree.tokens[opening].word != .on,
      let range = lines.ranges.last(where: { lines.significant[$0.lowerBound] == opening })
    else { return headOfRule(opening) }
    let words = lines.significant[range].prefix {
      tree.line($0) == tree.line(opening) && ![.when, .if, .unless].contains(tree.tokens[$0].word)
    }
    return tree.meant(opening, words.last ?? opening)
  }

  /// The statement that closes the case which begins here, if the block around it goes on behind it: with actions, with
  /// another case, or with another `end` further out.
  private func endOfCase(_ opening: Int) -> Int? {
    let end = line + 1 + members().count
    guard end + 1 < lines.ranges.count else { return nil }
    let (closing, behind) = (
      lines.significant[lines.ranges[end].lowerBound], lines.significant[lines.ranges[end + 1].lowerBound]
    )
    let isOther = closesCase(lines.ranges[end])
    guard tree.tokens[closing].word == .end || isOther else { return nil }
    let next = tree.tokens[behind].word
    if next.startsAction || begins(case: behind) { return end }
    let isInside =
      column(token) > column(opening) && column(closing) == column(token) && column(behind) == column(opening)
    return next == .end && (isInside || isOther) ? end : nil
  }

  /// `endif` or `fi`, alone.
  private func closesCase(_ range: Range<Int>) -> Bool {
    range.count == 1 && ["endif", "fi"].contains(tree.text(lines.significant[range.lowerBound]).lowercased())
  }
}
