/// Stages, tracks and final stages.
extension Parser {
  /// `stage = "stage" , NAME , [ "initial" ] , [ "titled" , STR ] , [ "in" , STR ] , NL ,`
  /// `{ member } , "end" , [ NAME ] , NL`
  /// `track = "track" , NAME , [ "in" , STR ] , [ "when" , cond ] , NL , { member } , "end" , [ NAME ] , NL`
  mutating func parseStage() -> NodeIndex? {
    let opening = token
    let isTrack = word == .track
    advance()
    var stage = StageSyntax(kind: isTrack ? .track : .stage, keyword: opening, name: opening)
    parseStageHead(&stage, isTrack)
    line += 1
    parseMembers(opening) { parser in
      if let member = parser.parseMember(inFile: false) { stage.members.append(member) }
      stage.members += parser.takeLostMembers()
    }
    tree.stages.append(stage)
    return tree.stages.count - 1
  }

  private mutating func parseStageHead(_ stage: inout StageSyntax, _ isTrack: Bool) {
    let example = isTrack ? "track links in \"Links\"" : "stage invited in \"My Influencers\""
    if isTitle { return expected("the name of a \(isTrack ? "track" : "stage")", example: example) }
    guard let name = expectName(isTrack ? "a track" : "a stage", example: example, name: isTrack ? "links" : "invited")
    else { return }
    stage.name = name
    if !isWord("initial") { severalWords(name, isTrack ? "a track" : "a stage") }
    stage.initial = takeWord("initial")
    if let initial = stage.initial, isTrack { return initialTrack(initial) }
    if !parseTitle(&stage) { return }
    if isWord("initial") { return initialTooLate(stage) }
    if !isAtEnd, !isTrack, reportsFirstLineOfStage() { return }
    if let when = take(.when) {
      stage.condition = parseCondition()
      if !isTrack, !lineHasError {
        if tree.line(when) != tree.line(name), lines.saysWhatToDo(at - 1..<lineEnd) {
          stage.condition = nil
          return condition(when)
        }
        fail(
          .unexpectedWord, "a stage has no condition of its own", at: previous, label: "only tracks have one",
          help: ["put the condition on the rule that goes to `\(tree.text(name))`"],
          mayMean: tree.line(when) != tree.line(name))
      }
      if !lineHasError, word == .titled || word == .in { return labelAfterCondition(when) }
    }
    if !isAtEnd { finishLine("after the name of the \(isTrack ? "track" : "stage")") }
  }

  /// `unless price is at most 5 USD go to active`, `by manager go to active` as the first line of a stage.
  private mutating func reportsFirstLineOfStage() -> Bool {
    guard [.if, .unless, .by].contains(word), tree.line(token) != tree.line(previous),
      lines.saysWhatToDo(at..<lineEnd)
    else { return false }
    if word == .by { return reportsSenderAlone() }
    condition(token)
    return true
  }

  /// `titled "..."` where a name is expected, which is missing.
  @inline(__always)
  private var isTitle: Bool { word == .titled && peekKind(1) == .text }

  private mutating func initialTrack(_ initial: Int) {
    fail(
      .unexpectedWord, "tracks run side by side, so that none of them is entered first", at: initial,
      label: "not on a track", help: ["delete it"], fixes: [fix(.safe, initial, "")])
  }

  private mutating func initialTooLate(_ stage: StageSyntax) {
    let name = tree.span(stage.name, stage.name)
    let between = lines.significant[lines.ranges[line]].filter { $0 > stage.name && $0 < token }
    let place = Diagnostic.Span(source: name.source, range: name.range.upperBound..<name.range.upperBound)
    fail(
      .clauseOrder, "`initial` stands right after the name of the stage", label: "too late in the line",
      help: [
        "write `stage \(tree.text(stage.name)) initial \(ReadingLine.joined(between.map { plainText($0) }))`"
      ],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(place, " initial"), (tree.span(token, token), "")])])
  }

  private mutating func initialFinal(_ name: Int) {
    fail(
      .unexpectedWord, "`\(tree.text(name))` is final, and nothing begins in a final stage",
      label: "not on a final stage", help: ["delete it"], fixes: [fix(.safe, token, "")])
  }

  private mutating func parseTitle(_ stage: inout StageSyntax) -> Bool {
    while true {
      if word == .titled && stage.title != nil || word == .in && stage.section != nil { return labelTwice() }
      if take(.titled) != nil {
        guard let title = expectText("the title", example: "titled \"On its way\"") else { return false }
        stage.title = title
      } else if take(.in) != nil {
        guard let section = expectText("the section's name", example: "in \"Proposals\"") else { return false }
        stage.section = section
      } else {
        return true
      }
    }
  }

  private mutating func labelTwice() -> Bool {
    fail(
      .unexpectedWord, "`\(tree.text(token))` stands twice for one name", label: "the second time",
      help: ["keep one of the two"])
    return false
  }

  /// `track links when ... in "Links"`: the title and the section stand before the condition.
  private mutating func labelAfterCondition(_ when: Int) {
    let (first, start) = (token, previous)
    var rest = StageSyntax(kind: .track, keyword: first, name: first)
    guard parseTitle(&rest) else { return }
    let moved = tree.meant(first, previous)
    let place = tree.tokens[when].range.lowerBound
    let gap = tree.tokens[start].range.upperBound..<tree.tokens[previous].range.upperBound
    fail(
      .clauseOrder, "`\(tree.text(first))` stands before the condition of a track", at: first,
      label: "behind the condition", help: ["move `\(moved)` to before `when`"],
      fixes: [
        Diagnostic.Fix(
          safety: .safe,
          edits: [
            (Diagnostic.Span(source: tree.sourceIndex, range: place..<place), "\(moved) "),
            (Diagnostic.Span(source: tree.sourceIndex, range: gap), ""),
          ])
      ])
  }

  /// `finals = "final" , NAME , { "," , NAME } , NL`; each may have a title and a section of its own.
  mutating func parseFinals() -> MemberSyntax? {
    defer { line += 1 }
    let keyword = token
    advance()
    var names: [NodeIndex] = []
    repeat {
      if word == .stage { return wordNotNeeded("final") }
      if reportsQuotedFinals() { break }
      if isTitle {
        expected("the name of a final stage", example: "final completed titled \"All done\"")
        break
      }
      guard let name = expectName("a final stage", example: "final completed", name: "completed") else { break }
      var stage = StageSyntax(kind: .final, keyword: keyword, name: name)
      guard parseTitle(&stage) else { break }
      if isWord("initial") {
        initialFinal(name)
        break
      }
      tree.stages.append(stage)
      names.append(tree.stages.count - 1)
    } while take(.comma) != nil || take(.and) != nil || commaIsMissing()
    finishLine("after the final stages")
    return names.isEmpty ? nil : .finals(names)
  }

  /// `final "done", "Not wanted"`: names in quotes, of which those that are none make titles.
  private mutating func reportsQuotedFinals() -> Bool {
    guard kind == .text else { return false }
    let parts = lines.significant[at..<lineEnd].filter {
      tree.tokens[$0].kind != .comma && tree.tokens[$0].word != .and && tree.tokens[$0].word != .also
    }
    guard parts.allSatisfy({ tree.tokens[$0].kind == .text }) else { return false }
    let titles = parts.flatMap { tree.quoted($0).split(separator: ",").map(\.trimmed) }
    let names = titles.map { title in
      let name = title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) && $0 != "_" }
        .joined(separator: "_")
      return (name, name == title ? name : "\(name) titled \(Lexer.quoted(title))")
    }
    guard names.allSatisfy({ $0.0.first?.isLetter == true && Names.word(Array($0.0.utf8)) == .name }) else {
      return false
    }
    let written = names.map(\.1).joined(separator: ", ")
    told.append((lines.bytes(line), true))
    fail(
      .unexpectedWord, "the names of stages stand without quotes", to: parts[parts.count - 1], label: "no quotes",
      help: ["write `final \(written)`"],
      fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(token, parts[parts.count - 1]), written)])])
    return true
  }

  /// `final stage done`, `go to stage done`.
  mutating func wordNotNeeded<Node>(_ before: String) -> Node? {
    guard peekKind(1) == .word else {
      expected("the name of a stage", example: "\(before) active")
      return nil
    }
    fail(
      .unexpectedWord, "`\(tree.text(token))` is not needed after `\(before)`", label: "not needed",
      help: ["delete it"],
      fixes: [fix(.safe, token, "")])
    return nil
  }

  /// The words of a title without quotes on a `final` line, up to the name of the next stage, whose comma is missing.
  mutating func upToNextStage(_ title: [Int]) -> [Int] {
    guard title.count > 1, tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word == .final else {
      return title
    }
    let ledTo = stagesLedTo()
    let next = title.indices.dropFirst().first { ledTo.contains(tree.text(title[$0])) && !isDeclared(title[$0]) }
    return next.map { Array(title[..<$0]) } ?? title
  }

  /// Whether the stage of a name is declared elsewhere: behind `stage` or `track`, or behind `final` or a comma.
  private func isDeclared(_ name: Int) -> Bool {
    let text = tree.text(name)
    return lines.ranges.contains { range in
      let first = tree.tokens[lines.significant[range.lowerBound]].word
      guard [.stage, .track, .final].contains(first) else { return false }
      return range.dropFirst().prefix(first == .final ? Parser.termsMax : 1).contains { index in
        let before = tree.tokens[lines.significant[index - 1]]
        return (before.kind == .comma || index == range.lowerBound + 1) && tree.text(lines.significant[index]) == text
      }
    }
  }

  /// Two names side by side: reported, and both are read.
  private mutating func commaIsMissing() -> Bool {
    guard kind == .word, !word.isReserved, !lineHasError else { return false }
    let before = previous
    let (first, second) = (tree.text(before), tree.text(token))
    let whole = "\(first)_\(second)"
    let ledTo = stagesLedTo()
    let mayMean = ["stages", "states"].contains(first)
    if ledTo.contains(first), ledTo.contains(second) || mayMean {
      fail(
        .unexpectedWord, "final stages stand apart with a comma", at: before, to: token, label: "a comma is missing",
        help: ["write `\(first), \(second)`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(behind(before), ",")])], mayMean: mayMean)
    } else if ledTo.contains(whole) {
      fail(
        .reservedName, "the name of a final stage is one word", at: before, to: token, label: "two words",
        help: ["write `\(whole)`"],
        fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(before, token), whole)])])
    } else {
      fail(
        .unexpectedWord, "final stages stand apart with a comma, and each name is one word", at: before, to: token,
        label: "one stage or two?", help: ["write `\(whole)` for one stage, or `\(first), \(second)` for two"],
        mayMean: mayMean)
    }
    tree.lostNames.insert(whole)
    return true
  }
}
