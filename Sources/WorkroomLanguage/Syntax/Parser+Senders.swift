/// Who sends an event, in words that name all of them, or a condition beside them.
extension Parser {
  private static let everyOne: Set = ["all", "any", "every", "each", "only", "either", "both", "other"]

  /// `by all managers`, `by managers and directors`: each role is named alone, for whoever has it.
  mutating func reportsEverySender(behind joint: String = "by") -> Bool {
    let tokens = Array(lines.significant[at..<lineEnd].prefix(ReadingLine.wordsMax))
    let people = namesOfFile().people.union(Vocabulary.tree.roles.map { Vocabulary.tree.text($0.name) })
    func role(_ index: Int) -> String? {
      guard tokens.indices.contains(index), tree.tokens[tokens[index]].kind == .word else { return nil }
      let name = tree.text(tokens[index])
      return people.contains(name) ? name : people.first { "\($0)s" == name }
    }
    var (roles, next, end): ([String], Int, Int) = ([], 0, 0)
    while next < tokens.count {
      while next < tokens.count,
        Parser.everyOne.contains(tree.text(tokens[next])) || ["the", "of"].contains(tree.text(tokens[next]))
      {
        next += 1
      }
      guard let name = role(next) else { break }
      roles.append(name)
      (end, next) = (next, next + 1)
      guard next < tokens.count,
        tree.tokens[tokens[next]].kind == .comma || [.and, .or].contains(tree.tokens[tokens[next]].word)
      else { break }
      next += 1
    }
    guard !roles.isEmpty, Parser.everyOne.contains(tree.text(tokens[0])) else { return false }
    let written = roles.joined(separator: " or ")
    let isApart = joint == "tell" && roles.count > 1
    fail(
      .unexpectedWord, "a role is named alone, for everybody who has it", to: tokens[end],
      label: isApart ? "a line for each" : "write `\(written)`",
      help: [
        isApart
          ? "write a line for each of them: \(roles.map { "`tell \($0) ...`" }.joined(separator: " and "))"
          : "write `\(joint) \(written)`"
      ],
      fixes: isApart ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, tokens[end]), written)])])
    return true
  }

  /// `by manager or when big go to active`: who sends it, or what is so, where a line asks for both.
  mutating func reportsSenderOrCondition() -> Bool {
    let opening = lines.significant[lines.ranges[line].lowerBound]
    let tokens = Array(lines.significant[at..<lineEnd])
    let action = tokens.firstIndex { tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved }
    guard tree.tokens[opening].word == .on, let action, action > 1, at > lines.ranges[line].lowerBound + 2 else {
      return false
    }
    let (joint, clause) = (previous, token)
    let sender = lines.significant[at - 2]
    let by = lines.ranges[line].first { tree.tokens[lines.significant[$0]].word == .by }
    guard tree.tokens[joint].word == .or, let by else { return false }
    let said = ReadingLine.joined(tokens[action...].map { plainText($0) })
    let asked = ReadingLine.joined(tokens[1..<action].map { plainText($0) })
    let condition = tree.tokens[clause].word == .unless ? "not (\(asked))" : asked
    let head = tree.meant(opening, lines.significant[by - 1])
    let (one, other) = ("\(tree.meant(opening, sender)) \(said)", "\(head) otherwise when \(condition) \(said)")
    fail(
      .unexpectedWord, "a line asks for its sender and for its condition, both of them", at: joint, to: clause,
      label: "either of them?",
      help: ["if either is enough, write two lines: `\(one)`, and below it `\(other)`"])
    return true
  }
}
