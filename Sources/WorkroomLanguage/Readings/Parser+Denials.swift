/// Lines that say what is not to be done, and lines whose other cases have no first case.
extension Parser {
  static let leftOut = "leave the line out, since what no line says is not done"

  /// What is said of a line that must not be read as its opposite, or as one half of it.
  mutating func deniedOrDivided() -> Meant? {
    let tokens = Array(lines.significant[lines.ranges[line]].prefix(ReadingLine.wordsMax))
    guard let first = tokens.first, tree.tokens[first].kind == .word else { return nil }
    return denied(tokens, first) ?? (tree.tokens[first].word == .on ? divided(tokens) : nil)
  }

  /// `on proposal.declined never go to declined`
  private func denied(_ tokens: [Int], _ first: Int) -> Meant? {
    let isRule = [.on, .once, .after, .at, .every].contains(tree.tokens[first].word)
    let denial = tokens.dropFirst(isRule ? 2 : 0).first { ReadingLine.isDenial(tree.text($0)) && isWord($0) }
    // `never more than twice` is a limit.
    guard let denial, let place = tokens.firstIndex(of: denial),
      place + 1 >= tokens.count || tree.text(tokens[place + 1]) != "more"
    else { return nil }
    func begins(_ index: Int) -> Bool {
      tokens.indices.contains(index) && isWord(tokens[index]) && tree.tokens[tokens[index]].word.startsAction
        && tree.tokens[tokens[index]].word.isReserved
    }
    let sayings: Set<Word> = [
      .when, .if, .unless, .because, .titled, .note, .send, .tell, .refuse, .is, .contains, .equals,
    ]
    guard !tokens[..<place].contains(where: { isWord($0) && sayings.contains(tree.tokens[$0].word) }),
      isRule || begins(place + 1)
    else { return nil }
    return Meant(
      title: "no line says what is not done", span: tree.span(denial, denial), label: "not said here", notes: [],
      help: [Parser.leftOut])
  }

  /// `on content.rejected go to to_post otherwise go to declined`: the first case has no condition.
  private mutating func divided(_ tokens: [Int]) -> Meant? {
    guard let place = tokens.firstIndex(where: { isWord($0) && [.otherwise, .else].contains(tree.tokens[$0].word) }),
      place + 1 < tokens.count
    else { return nil }
    // `go to active else declined`: the name of a stage is enough for a reader.
    let isStage = place + 2 == tokens.count && namesOfFile().stages.contains(tree.text(tokens[place + 1]))
    guard isStage || tree.tokens[tokens[place + 1]].word.startsAction,
      let action = tokens[..<place].dropFirst(2).firstIndex(where: {
        isWord($0) && tree.tokens[$0].word.startsAction && tree.tokens[$0].word.isReserved
      }), !tokens[..<place].contains(where: { [.when, .if, .unless].contains(tree.tokens[$0].word) })
    else { return nil }
    func text(_ range: Range<Int>) -> String { ReadingLine.joined(tokens[range].map { plainText($0) }) }
    let other = tokens.prefix(ReadingLine.wordsMax - 1).count
    let lead = isStage ? "go to " : ""
    return Meant(
      title: "all other cases are a line of their own", span: tree.span(tokens[place], tokens[place]),
      label: "other than which?", notes: ["without a condition the first case is every case"],
      help: [
        "write `\(text(0..<action)) when ... \(text(action..<place))` with the condition of the first case, and on the line below it `\(text(0..<action)) otherwise \(lead)\(text(place + 1..<min(other, tokens.count)))`"
      ])
  }

  /// `go not to declined`, `do not go to declined`, `not go to declined`: a word that denies an action.
  mutating func reportsDeniedAction() -> Bool {
    guard word == .not || peekWord(1) == .not else { return false }
    let verbs: Set = ["do", "does", "must", "should", "may", "will", "shall", "can"]
    let ahead = kind == .word && word != .not && verbs.contains(tree.text(token)) ? 1 : 0
    guard peekKind(ahead) == .word, peekWord(ahead) == .not, let denial = peekToken(ahead) else { return false }
    if let next = peekToken(ahead + 1), ahead == 0 {
      if tree.text(next) == "more" { return false }
      if reportsDeniedSender() || reportsDeniedDate(next) { return true }
    }
    fail(
      .unexpectedWord, "no line says what is not done", at: denial, label: "not said here", help: [Parser.leftOut])
    return true
  }

  private static let everybody: Set = ["anyone", "anybody", "everyone", "everybody", "all", "any", "every"]

  /// `on proposal.accepted not by manager go to active`, `by anyone except manager`: the others are named instead.
  mutating func reportsDeniedSender() -> Bool {
    let tokens = Array(lines.significant[lines.ranges[line]].prefix(ReadingLine.wordsMax))
    let isDeclared = tree.tokens[tokens[0]].word == .event
    guard tokens.count > 3, tree.tokens[tokens[0]].word == .on || isDeclared,
      let by = tokens.firstIndex(where: { tree.tokens[$0].kind == .word && tree.tokens[$0].word == .by }),
      by > 1, by + 1 < tokens.count
    else { return false }
    let isDenied =
      tree.tokens[tokens[by - 1]].word == .not
      || by > 2 && ["except", "excluding"].contains(tree.text(tokens[by - 1]).lowercased())
    let isRest = Parser.everybody.contains(tree.text(tokens[by + 1]))
    let action = tokens.firstIndex {
      let word = tree.tokens[$0].word
      return isDeclared ? [.with, .typed, .otherwise].contains(word) : word.startsAction && word.isReserved
    }
    let end = action ?? tokens.count
    let written = tokens[(by + 1)..<max(by + 1, end)].map { tree.text($0).lowercased() }
    // `all except managers`
    let people = namesOfFile().people.union(["influencer"])
    let words = written.map { word in
      people.contains(word) ? word : people.first { "\($0)s" == word } ?? word
    }
    let exceptions: Set = ["except", "but", "excluding", "without", "besides", "other", "not"]
    // `by nobody but director`, `by director but not manager`: some are named.
    let butNot = words.indices.dropFirst().first {
      words[$0] == "not" && ["but", "and", ","].contains(words[$0 - 1])
        || words[$0 - 1] == "nobody" && words[$0] == "but"
    }
    let isNamed = butNot != nil && !isRest
    guard isDenied || isNamed || isRest && words.contains(where: exceptions.contains) else { return false }
    let event = tree.text(tokens[1])
    let known = Vocabulary.tree.events.first { Vocabulary.tree.text($0.path) == event }
    let senders =
      known.map { $0.senders.map { Vocabulary.tree.text($0) } }
      ?? (namesOfFile().people.sorted() + (isDeclared ? ["influencer"] : []))
    let named = butNot.map { words[0] == "nobody" ? words[($0 + 1)...] : words[..<($0 - 1)] } ?? []
    let others = senders.filter { isNamed ? named.contains($0) : !words.contains($0) }.joined(separator: " or ")
    let span = tree.span(tokens[isDenied ? by - 1 : by], tokens[end - 1])
    let head = ReadingLine.joined(tokens[..<(isDenied ? by - 1 : by)].map { plainText($0) })
    let rest = action.map { " " + ReadingLine.joined(tokens[$0...].map { plainText($0) }) } ?? ""
    // A condition between the two is not to be lost.
    let clauses: [Word] = [.when, .if, .unless, .otherwise, .else]
    let clause = tokens[..<end].first { tree.tokens[$0].kind == .word && clauses.contains(tree.tokens[$0].word) }
    guard !isDeclared || words.contains(where: people.contains) else { return false }
    fail(
      .unexpectedWord, "a line names those who may send its event, not those who may not",
      at: isDenied ? tokens[by - 1] : tokens[by], to: isDenied ? tokens[by - 1] : tokens[by + 1],
      label: "not said here",
      help: [
        others.isEmpty
          ? "leave \(isDeclared ? "`by` out" : "the line out"), since nobody else sends `\(event)`"
          : clause == nil
            ? "write `\(head) by \(others)\(rest)`" : "write `by \(others)` in its place, right behind `\(event)`"
      ],
      fixes: others.isEmpty || clause != nil
        ? [] : [Diagnostic.Fix(safety: .maybe, edits: [(span, "by \(others)")])])
    return true
  }

  /// `every 7 days not after 2026-05-01 send email "reminder"`
  private mutating func reportsDeniedDate(_ bound: Int) -> Bool {
    guard let date = peekToken(2), tree.tokens[date].kind == .date,
      ["after", "before", "until", "later", "past"].contains(tree.text(bound))
    else { return false }
    let (day, isEnd) = (tree.text(date), tree.text(bound) != "before")
    fail(
      .unexpectedWord, "a time to wait for has no limit by date beside it", label: "not said here",
      notes: ["lines that wait for a time stop when their stage is left"],
      help: [
        isEnd
          ? "to end it on that day, leave the stage then: `at \(day) go to \(finalStages.first ?? "done")` on a line of its own"
          : "to begin on that day, let a line of its own wait for it, such as `at \(day) go to reminding`, and write this line in the stage that it leads to"
      ])
    return true
  }

  private func isWord(_ token: Int) -> Bool { tree.tokens[token].kind == .word }
}

extension ReadingLine {
  private static let denials: Set = [
    "never", "cannot", "cant", "dont", "wont", "mustnt", "shouldnt", "hardly", "ne", "pas", "jamais", "nicht", "kein",
    "keine", "keinen", "nie", "niemals", "nunca", "mai",
  ]

  /// Whether a word turns round what is said.
  static func isDenial(_ word: String) -> Bool { denials.contains(word.lowercased()) }

  private static let opposites: Set = ["not", "is not", "never", "no", "none", "unless", "optional", "refused"]

  /// Whether the line says that something is not so, and a reading of it that it is.
  func isTurnedRound(by reading: [String]) -> Bool {
    // `after 7 days not answered`: that nothing came is what a time waits for.
    guard reading.first != "after" else { return false }
    let isDenied = words.indices.contains {
      kinds[$0] == .word && (ReadingLine.isDenial(words[$0]) || ["not", "is not"].contains(words[$0]))
        && !(words.indices.contains($0 + 1) && words[$0 + 1] == "more" && reading.contains("most"))
        && !(words.indices.contains($0 + 1) && ["before", "earlier"].contains(words[$0 + 1])
          && reading.contains("least"))
        && !(words.indices.contains($0 + 1) && ["after", "later"].contains(words[$0 + 1]) && reading.contains("most"))
    }
    // `is not 500 USD or more`: the reading says the opposite limit.
    let isLimit = words.indices.dropLast().contains {
      words[$0] == "or"
        && ["more", "less", "higher", "lower", "above", "below", "over", "under"].contains(words[$0 + 1])
    }
    if isLimit, reading.contains("than") { return false }
    return isDenied && !reading.contains { ReadingLine.opposites.contains($0) }
  }
}
