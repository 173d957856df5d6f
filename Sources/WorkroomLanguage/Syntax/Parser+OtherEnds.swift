/// Words that other languages close a block with, and the `else` of a block.
extension Parser {
  private static let endWords: Set = [
    "endif", "endon", "endstage", "endtrack", "endeach", "endscenario", "endblock", "ende", "fin", "fi", "stop",
    "finish",
    "done",
  ]

  /// Whether the statement is one word that was meant as `end`.
  @inline(__always)
  var isEndInOtherWords: Bool {
    word == .name && kind == .word && lines.ranges[line].count == 1 && Parser.isEnd(tree.text(token))
  }

  private static func isEnd(_ word: String) -> Bool { endWords.contains(word.lowercased()) }

  /// `endif`, `stop` at the margin of the block that it is to close: read as its `end`.
  mutating func endInOtherWords() {
    fail(
      .unexpectedWord, "a block ends with the word `end`", label: "write `end`", help: ["write `end`"],
      fixes: [fix(tree.text(token).hasPrefix("end") ? .safe : .maybe, token, "end")])
    line += 1
  }

  /// `endif` among the actions of a block, which goes on below it.
  mutating func reportsEndInBlock(_ first: Int) -> Bool {
    guard isEndInOtherWords, tree.text(first).lowercased().hasPrefix("end") || tree.text(first) == "fi" else {
      return false
    }
    let start = tree.source.lineRange(tree.line(first)).lowerBound
    let gap = Diagnostic.Span(source: tree.sourceIndex, range: start..<tree.tokens[first].range.upperBound)
    fail(
      .unexpectedWord, "only the whole block has an end, and it is the word `end`", at: first, label: "not needed",
      help: ["delete it"], fixes: [Diagnostic.Fix(safety: .maybe, edits: [(gap, "")])])
    return true
  }

  /// `else`, alone or with a condition, between the actions of a block: what stands below it belongs to a rule of its own.
  mutating func reportsElseOfBlock(_ opening: Int) -> Bool {
    guard word == .else || word == .otherwise, !lines.saysWhatToDo(lines.ranges[line]) else { return false }
    guard let head = headOfOtherCases(opening) else { return false }
    let words = lines.significant[lines.ranges[line]]
    let asks = words.count > 2 && [.if, .when].contains(tree.tokens[words[words.startIndex + 1]].word)
    guard words.count == 1 || asks else { return false }
    let condition =
      asks ? " when \(tree.meant(words[words.startIndex + 2], words.last!))" : ""
    let margin = String(repeating: " ", count: column(opening) - 1)
    fail(
      .unexpectedWord, "all other cases are a rule of their own, behind the `end` of this one",
      label: "no `else` in a block",
      help: ["write `end` in its place, and on the line below it `\(head)\(condition)`"],
      fixes: [
        Diagnostic.Fix(
          safety: .maybe, edits: [(tree.span(words.first!, words.last!), "end\n\(margin)\(head)\(condition)")])
      ])
    return true
  }

  /// The line that begins the rule for all other cases of the one that a block belongs to.
  private func headOfOtherCases(_ opening: Int) -> String? {
    switch tree.tokens[opening].word {
    case .once: return "once otherwise"
    case .on where opening + 1 < tree.tokens.count:
      let range = lines.ranges.last { lines.significant[$0.lowerBound] == opening }
      let path = lines.significant[(range?.lowerBound ?? 0) + 1]
      return tree.text(path).contains(".") ? "\(headOfRule(opening)) otherwise" : nil
    default: return nil
    }
  }

  private static let endings: Set = [
    "end", "finish", "finished", "stop", "exit", "close", "closed", "done", "quit", "terminate", "complete",
  ]

  /// `go to the end`: a participation ends in a stage that has a name.
  mutating func reportsEndInWords(_ ahead: Int) -> Bool {
    guard let end = peekToken(ahead), Parser.endings.contains(tree.text(end).lowercased()),
      peekToken(ahead + 1).map({ tree.tokens[$0].word == .because }) ?? true,
      !namesOfFile().stages.contains(tree.text(end))
    else { return false }
    let finals = finalStages.prefix(3).map { "`\($0)`" }
    guard let last = finals.last else { return false }
    let names = finals.count == 1 ? last : "\(finals.dropLast().joined(separator: ", ")) or \(last)"
    fail(
      .unexpectedWord, "a participation ends in a final stage, which has a name", to: end,
      label: finals.count == 1 ? "write \(last)" : "which one?", help: ["write \(names)"],
      fixes: finals.count == 1
        ? [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, end), finalStages[0])])] : [])
    return true
  }

  /// `on proposal.declined end`, where the file has several final stages: which one is meant nobody knows but its author.
  mutating func reportsEndOfNoStage() -> Bool {
    let finals = finalStages
    let wholes: Set = ["workflow", "participation", "campaign", "process", "here", "it"]
    let isAlone = peekToken(1) == nil || peekToken(2) == nil && wholes.contains(tree.text(peekToken(1) ?? token))
    guard Parser.endings.contains(tree.text(token).lowercased()), isAlone, finals.count > 1 else { return false }
    let lines = finals.prefix(3).map { "`go to \($0)`" }
    fail(
      .unexpectedWord, "a participation ends in a final stage, and there are several", label: "which one?",
      help: ["write \(lines.dropLast().joined(separator: ", ")) or \(lines[lines.count - 1])"])
    return true
  }
}
