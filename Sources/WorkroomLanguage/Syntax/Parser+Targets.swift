/// Where rules lead and what they ask of stages: `go to`, `restart`, `resume` and `in`.
extension Parser {
  /// `"go" , "to" , PATH , { "and" , PATH }`, from behind `to`.
  mutating func parseTargets() -> ActionSyntax.Kind? {
    var targets: [Int] = []
    repeat {
      if !targets.isEmpty, word.startsAction { return actionAmongTargets(targets[0]) }
      guard let target = parseTarget("go to") else { return nil }
      if reportsSecondWordOfTarget(target) { return nil }
      targets.append(target)
      if kind == .comma, peekKind(1) == .word, !peekWord(1).isReserved {
        var joined = between(" and ")
        joined.safety = .maybe
        if let other = peekToken(1), !isDotted(other), !namesOfFile().stages.contains(tree.text(other)) {
          fail(
            .unexpectedWord, "a line leads to stages of the file, and `\(tree.text(other))` is none", to: other,
            label: "not a stage", help: ["write `go to \(tree.text(target))`, if that is all that is meant"])
          return nil
        }
        fail(
          .unexpectedWord, "the stages of one `go to` are joined with `and`", label: "both, or which one?",
          help: [
            "write `go to \(tree.text(target)) and \(peekToken(1).map(tree.text) ?? "")` if they stand in tracks side by side, and else the one that is meant"
          ], fixes: [joined])
        return nil
      }
      if word == .or, peekKind(1) == .word, peekWord(1) == .name, let other = peekToken(1) {
        fail(
          .unexpectedWord, "a line leads to one stage, and a condition says which of two", label: "which one?",
          help: [
            "write a line for each: one with `when ... go to \(tree.text(target))`, and below it one with `otherwise go to \(tree.text(other))`"
          ])
        return nil
      }
      guard targets.count <= Parser.termsMax else {
        fail(
          .tooMany, "a `go to` names at most \(Parser.termsMax) stages", label: "too many stages",
          help: ["go to the stage that holds these tracks"])
        return nil
      }
    } while take(.and) != nil
    return .goTo(targets)
  }

  /// `go to a and go to b`, `go to a and note "x"`.
  private mutating func actionAmongTargets(_ first: Int) -> ActionSyntax.Kind? {
    let (start, name) = (tree.text(first), peekToken(2).map(tree.text) ?? "")
    if word == .go, peekWord(1) == .to, peekToken(2) != nil, let last = peekToken(1) {
      fail(
        .unexpectedWord, "one `go to` names all the stages", label: "said once",
        help: ["write `go to \(start) and \(name)`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, last), "")])])
    } else if Parser.outcomes.contains(word) {
      let other = tree.meant(token, lines.significant[lineEnd - 1])
      fail(
        .unexpectedWord, "an event has one outcome", to: lines.significant[lineEnd - 1], label: "a second outcome",
        help: ["write one of the two, `go to \(start)` or `\(other)`"])
    } else {
      fail(
        .unexpectedWord, "`and` joins stages here, and `\(tree.text(token))` is an action", label: "an action",
        help: ["put each action on a line of its own, `go to \(start)` last, and close them with `end`"])
    }
    return nil
  }

  /// `"restart" , [ "at" , PATH ]`
  mutating func parseRestart() -> ActionSyntax.Kind? {
    guard take(.at) != nil else {
      guard kind == .word, !word.isReserved else { return .restart(at: nil) }
      let name = tree.text(token)
      fail(
        .unexpectedWord, "`at` stands between `restart` and the name of a stage", label: "`at` is missing before this",
        help: ["write `restart at \(name)`, or `restart` alone"], fixes: [fix(.maybe, token, "at \(name)")])
      return nil
    }
    return parseTarget("restart at").map { .restart(at: $0) }
  }

  /// `"resume" , [ PATH , [ "at" , "the" , "top" ] ]`
  mutating func parseResume() -> ActionSyntax.Kind? {
    if word == .at {
      fail(
        .unexpectedWord, "`at the top` follows the name of a stage", label: "at the top of which stage?",
        help: ["write `resume active at the top`, with the stage's own name"])
      return nil
    }
    if word == .to { return wordNotNeeded("resume") }
    let isName = kind == .word && !word.isReserved
    guard isName || kind == .text || [.stage, .track, .final].contains(word) else {
      return .resume(nil, atTop: false)
    }
    guard let target = parseTarget("resume") else { return nil }
    guard take(.at) != nil else { return .resume(target, atTop: false) }
    guard takeWord("the") != nil, takeWord("top") != nil else {
      expected("`the top`", example: "resume \(tree.text(target)) at the top")
      return nil
    }
    return .resume(target, atTop: true)
  }

  /// `"in" , PATH`
  mutating func parseIsIn() -> NodeIndex? {
    let first = token
    advance()
    return parseTarget("in").map { add(.isIn($0), first, $0) }
  }

  /// Whether a statement declares a stage with a name.
  private func holdsName(_ name: String, _ range: Range<Int>) -> Bool {
    guard [.stage, .track, .final].contains(tree.tokens[lines.significant[range.lowerBound]].word) else { return false }
    return lines.significant[range].dropFirst().contains { tree.tokens[$0].kind == .word && tree.text($0) == name }
  }

  /// `go to "No reply"`: the title of a stage, or its name as people say it.
  private mutating func titleForName(_ name: String) -> Int? {
    fail(
      .unexpectedWord, "a stage is told by its name, not by its title", label: "write `\(name)`",
      help: ["write `\(name)`"], fixes: [fix(.maybe, token, name)])
    return nil
  }

  /// `go to the active stage`
  mutating func reportsStageBehindName() -> Bool {
    let name = isWord("the") ? 1 : 0
    guard peekWord(name + 1) == .stage || peekWord(name + 1) == .track, peekKind(name) == .word,
      peekWord(name) == .name,
      let target = peekToken(name), let last = peekToken(name + 1)
    else { return false }
    fail(
      .unexpectedWord, "the name of a stage is enough", to: last, label: "write `\(tree.text(target))`",
      help: ["write `\(tree.text(target))`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, last), tree.text(target))])])
    return true
  }

  /// The name of a stage, behind some words.
  private mutating func parseTarget(_ words: String) -> Int? {
    if word == .stage || word == .track || word == .final { return wordNotNeeded(words) }
    if isWord("the"), [.stage, .track, .final].contains(peekWord(1)), let last = peekToken(1) {
      let target = peekToken(2).map { tree.text($0) } ?? "active"
      fail(
        .unexpectedWord, "the name of a stage is enough", to: last, label: "not needed",
        help: ["write `\(words) \(target)`"],
        fixes: [
          Diagnostic.Fix(
            safety: .safe, edits: [(tree.span(token, peekToken(2) ?? last), peekToken(2) == nil ? "" : target)])
        ])
      return nil
    }
    if reportsStageBehindName() || isWord("the") && reportsEndInWords(1) { return nil }
    if reportsArticle() || reportsTitleForName() || reportsTargetInSeveralWords() { return nil }
    if kind == .text {
      let name = tree.quoted(token)
      let plain = name.lowercased().split(separator: " ").joined(separator: "_")
      let isTitle = name != plain && lines.ranges.contains { holdsName(plain, $0) }
      if isTitle { return titleForName(plain) }
      let isName = !name.isEmpty && name.utf8.allSatisfy { $0 == 95 || $0 == 46 || (97...122).contains($0) }
      fail(
        .unexpectedWord, "the name of a stage stands without quotes", label: "no quotes",
        help: [isName ? "write `\(name)`" : "write the name that stands behind `stage`, as in `\(words) active`"],
        fixes: isName ? [fix(.maybe, token, name)] : [])
      return nil
    }
    guard kind == .word, !word.isReserved else {
      if kind == .word, reportsEndInWords(0) { return nil }
      expected("the name of a stage", example: "\(words) active")
      return nil
    }
    defer { advance() }
    return token
  }
}
