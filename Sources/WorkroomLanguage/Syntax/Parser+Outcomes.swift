/// Lines that would wait for two events together, or lead to two outcomes.
extension Parser {
  static let outcomes: Set<Word> = [.go, .goto, .stay, .restart, .resume, .refuse, .ignore]

  /// `on content.approved and content.posted go to done`: both of them, or either?
  mutating func reportsBothEvents(_ first: Int) -> Bool {
    guard word == .and, let event = peekToken(1), tree.tokens[event].kind == .word, isDotted(event) else {
      return false
    }
    let (one, other) = (tree.text(first), tree.text(event))
    let rest = peekToken(2).map { " \(tree.meant($0, lines.significant[lineEnd - 1]))" } ?? ""
    let isShort = rest.count <= 80 && !rest.contains("\n")
    fail(
      .unexpectedWord, "a line waits for one event", to: event, label: "both, or either?",
      help: [
        "if either of them is enough, write `on \(one) or \(other)\(isShort ? rest : " ...")`",
        "if both have to come, let `on \(one)` lead to a stage that waits for the other with `on \(other)\(isShort ? rest : " ...")`",
      ])
    return true
  }

  /// `refuse "no" and go to done`, `go to active then done`: an event has one outcome.
  mutating func reportsSecondOutcome() -> Bool {
    let isJoint = [.and, .then].contains(word) || kind == .comma
    let ahead = kind == .comma && peekWord(1) == .then ? 2 : 1
    let range = lines.ranges[line]
    guard isJoint, tree.tokens[lines.significant[range.lowerBound]].word == .on, let second = peekToken(ahead),
      tree.tokens[second].kind == .word,
      let first = lines.significant[range.lowerBound..<at].first(where: { tree.tokens[$0].word.startsAction }),
      Parser.outcomes.contains(tree.tokens[first].word)
    else { return false }
    let done = tree.meant(first, previous)
    let last = lines.significant[lineEnd - 1]
    if Parser.outcomes.contains(tree.tokens[second].word) {
      // `go to a and stay` is one thing too many; `go to a and go to b` is told where stages are.
      fail(
        .unexpectedWord, "an event has one outcome", at: second, to: last, label: "a second outcome",
        help: [
          "write one of the two, `\(done)` or `\(tree.meant(second, last))`",
          "or write a line for each case: one with `when ... \(done)`, and below it one with `otherwise \(tree.meant(second, last))`",
        ])
      return true
    }
    let (stages, stage) = (namesOfFile().stages, tree.text(second))
    guard tree.tokens[first].word == .go, kind == .comma || word == .then, second == last, stages.contains(stage) else {
      return false
    }
    fail(
      .unexpectedWord, "an event leads to one stage", to: last, label: "a second stage",
      help: ["write `\(done)` here, and in that stage a line that leads on to `\(stage)`"])
    return true
  }
}
