/// `each deliverable at most 12`: a small machine for each of several items.
extension Parser {
  /// `each = "each" , NAME , "at" , "most" , NUM , [ "of" , operand ] , NL ,`
  /// `[ "record" , NL , { field } , "end" , NL ] , { member } , "end" , [ NAME ] , NL`
  mutating func parseEach() -> NodeIndex? {
    let opening = token
    if rhythmInOtherWords() { return nil }
    advance()
    var each = StageSyntax(kind: .each, keyword: opening, name: opening)
    parseEachHead(&each)
    if lineHasError { loseItems(each) }
    line += 1
    parseMembers(opening) { parser in
      if parser.word == .record { return parser.parseItemRecord(&each) }
      if let member = parser.parseMember(inFile: false) { each.members.append(member) }
      each.members += parser.takeLostMembers()
    }
    tree.stages.append(each)
    return tree.stages.count - 1
  }

  /// `each 2 days send email "reminder"`: a timer, reported and passed over with its block if it has one.
  private mutating func rhythmInOtherWords() -> Bool {
    guard let next = peekToken(1) else { return false }
    let isRhythm = isUnit(next) && lines.saysWhatToDo(lines.ranges[line])
    guard tree.tokens[next].kind == .number || isRhythm else { return false }
    let rest = tree.meant(next, lines.significant[lineEnd - 1])
    let help = isRight(["every \(rest)"]) ? "write `every \(rest)`" : "write `every` in place of `each`"
    fail(
      .unexpectedWord, "a rhythm begins with `every`", label: "write `every`", help: [help],
      fixes: [fix(.maybe, token, "every")], mayMean: true)
    tree.tokens[token].word = .every
    _ = parseRule()
    return true
  }

  private mutating func parseEachHead(_ each: inout StageSyntax) {
    guard let name = expectName("an item", example: "each deliverable at most 12", name: "deliverable") else { return }
    each.name = name
    let example = "each \(tree.text(name)) at most 12"
    guard take(.at) != nil, takeWord("most") != nil else {
      return expected("`at most` and a number", example: example)
    }
    guard !isAtEnd else { return expected("the largest number of items", example: example) }
    guard let most = parseOperand() else { return }
    each.most = most
    if take(.of) != nil {
      guard let count = parseOperand() else { return }
      each.count = count
    }
    guard word == .in || word == .titled || word == .when else {
      return finishLine("after how many items there are")
    }
    fail(
      .unexpectedWord, "an `each` has no section, title or condition of its own", label: "not on an `each`",
      help: [
        word == .when
          ? "put the condition on a track around it"
          : "put it on the stages inside, such as `stage to_do in \"Content\"`"
      ])
  }

  /// Whatever a heading with a mistake was to name is not missed elsewhere.
  private mutating func loseItems(_ each: StageSyntax) {
    guard each.name != each.keyword else { return tree.hasLostStage = true }
    tree.lostNames.insert("\(tree.text(each.name))s")
  }

  private mutating func parseItemRecord(_ each: inout StageSyntax) {
    let isFirst = each.members.isEmpty
    let hasRecord = each.members.contains { if case .block = $0 { true } else { false } }
    if !isFirst {
      fail(
        .lineNotHere, hasRecord ? "an `each` has one `record`" : "the `record` of an `each` comes first in it",
        label: hasRecord ? "a second one" : "too late",
        help: [hasRecord ? "join the two into one" : "move it up, right below the line that begins with `each`"])
    }
    if let block = parseFields() { each.members.append(.block(block)) }
  }
}
