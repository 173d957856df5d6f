/// Signs of other languages that mean one thing here and another there: what stands around them decides.
extension Lexer {
  // MARK: What stands around

  /// The tokens of the line so far; of an endless line the last of them.
  var lineSoFar: ArraySlice<Token> { tokens[min(tokens.count, max(lineStart, tokens.count - 200))...] }

  /// Whether nothing but a comment stands in the line from a place on.
  func endsLine(_ start: Int) -> Bool {
    let place = behindBlanks(start)
    return place >= bytes.count || isLineBreak(place) || bytes[place...].starts(with: [45, 45])
  }

  func behindBlanks(_ start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] == 32 || bytes[place] == 9 { place += 1 }
    return place
  }

  /// The word behind a place and some blanks, if one stands there.
  func wordBehind(_ start: Int) -> Word? {
    let first = behindBlanks(start)
    var end = first
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    return end > first && !isDigit(first) ? Names.word(Array(bytes[first..<end])) : nil
  }

  func follows(_ words: Word...) -> Bool {
    tokens.last.map { $0.kind == .word && words.contains($0.word) } ?? false
  }

  var isInCondition: Bool {
    lineSoFar.contains { $0.kind == .word && [.when, .and, .or, .if, .unless].contains($0.word) }
  }

  // MARK: Negations

  /// `!` and `?`: at the end of a line they say nothing; before a condition `!` turns it round.
  mutating func exclamation() {
    var end = position
    while end < bytes.count, end - position < 10, bytes[end] == 33 || bytes[end] == 63 { end += 1 }
    let isQuestion = bytes[position] == 63
    let isBeforeAction = wordBehind(end).map { $0.startsAction && $0.isReserved && $0 != .set } ?? false
    let asks = bytes[position..<end].contains(63)
    if asks, endsLine(end) || isQuestion && isBeforeAction { return openQuestion(end - position) }
    if endsLine(end) {
      return drop(end - position, "a line ends without a sign", "not needed")
    }
    guard !isQuestion else { return strange(1) }
    // `followers is over 9000! go to vip`
    if isBeforeAction, tokens.last?.range.upperBound == position {
      return drop(end - position, "no exclamation mark stands inside a line", "not needed")
    }
    let sign = behindBlanks(position + 1)
    if sign < bytes.count, bytes[sign] == 61 { return notEqual(signsOfEquality(sign) - position) }
    if sign == position + 1, sign < bytes.count, [60, 62].contains(bytes[sign]) { return deniedSign() }
    if follows(.is) || !follows(.name) { return replace(1, "not", .not) }
    let next = wordBehind(position + 1)
    let isJoint = next.map { [.and, .or].contains($0) || $0.startsAction && $0 != .set } ?? false
    if isInCondition, !isJoint { return replace(1, "is not", .notEquals) }
    report(
      .foreignWord, "`!` is written `not` here", position..<position + 1, "write `not`, or delete it",
      help: ["write `not` where the opposite is meant, and delete `!` everywhere else"])
    append(.dropped, 1)
  }

  /// `go to active?`: whether the line holds is not decided.
  private mutating func openQuestion(_ length: Int) {
    report(
      .foreignWord, "a line stands without a question mark", position..<position + length, "is this decided?",
      help: ["delete it if the line holds, or write `--` before the line until that is decided"])
    append(.dropped, length)
  }

  /// `!>` and `!<=`: the opposite of a limit is a sign of its own.
  private mutating func deniedSign() {
    let isLess = bytes[position + 1] == 60
    let isEqual = peek(2) == 61
    let sign = isLess ? isEqual ? ">" : ">=" : isEqual ? "<" : "<="
    let kinds: [String: Token.Kind] = [">": .greater, ">=": .greaterOrEqual, "<": .less, "<=": .lessOrEqual]
    let range = position..<position + (isEqual ? 3 : 2)
    report(
      .foreignWord, "`\(source.text(range))` is written `\(sign)` here", range, "write `\(sign)`",
      help: ["write `\(sign)`"], fixes: [fix(.maybe, range, sign)])
    append(kinds[sign] ?? .less, range.count)
  }

  /// Where one to three `=` end that begin at a place.
  private func signsOfEquality(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == 61, end - start < 3 { end += 1 }
    return end
  }

  /// `!=`, `! =` and `!==`; behind `is` only `not` is left to be said.
  mutating func notEqual(_ length: Int) {
    follows(.is) ? replace(length, "not", .not) : replace(length, "is not", .notEquals)
  }

  /// `price not = limit` and `price is = limit`: whether one of them stood here.
  mutating func lexDoubledEquality() -> Bool {
    guard follows(.not, .is) else { return false }
    let length = signsOfEquality(position) - position
    let isBehindIs = follows(.is) || tokens.count > 1 && tokens[tokens.count - 2].word == .is
    if isBehindIs {
      drop(length, "`is` says already that both are equal", "not needed")
      return true
    }
    guard tokens.count > 1, tokens[tokens.count - 2].kind == .word, tokens[tokens.count - 2].word == .name else {
      return false
    }
    let end = position + length
    position = tokens.removeLast().range.lowerBound
    replace(end - position, "is not", .notEquals)
    return true
  }

  /// `< =` and `> =`: whether one of them stood here.
  mutating func lexSpacedSign(_ kind: Token.Kind) -> Bool {
    let end = behindBlanks(position + 1)
    guard end < bytes.count, bytes[end] == 61, end + 1 >= bytes.count || ![61, 62].contains(bytes[end + 1]) else {
      return false
    }
    let range = position..<end + 1
    let sign = kind == .lessOrEqual ? "<=" : ">="
    report(
      .foreignWord, "`\(source.text(range))` is written `\(sign)` here", range, "write `\(sign)`",
      help: ["write `\(sign)`"], fixes: [fix(.safe, range, sign)])
    append(kind, range.count)
    return true
  }

  /// `set price := 5 USD`
  mutating func lexColonEquals() {
    if followsSet() { return replace(2, "to", .to) }
    if followsType() { return replace(2, "default", .default) }
    if followsDefine() { return replace(2, "as", .as) }
    if changesField() { return lexAssignment(2) }
    report(
      .foreignWord, "`:=` is written `is` here", position..<position + 2, "write `is`", help: ["write `is`"],
      fixes: [fix(.maybe, position..<position + 2, " is ")])
    append(.word, 2, .equals)
  }

  // MARK: Arrows

  /// `=>`, `->` and `→`: before an action nothing is missing, before a stage `go to`.
  mutating func arrow(_ length: Int) {
    let range = position..<position + length
    if followsSet() { return replace(length, "to", .to) }
    if endsLine(range.upperBound), !isFirstInLine { return drop(length, "a line ends without an arrow", "not needed") }
    let next = wordBehind(range.upperBound)
    if let next, next.startsAction, next.isReserved {
      return drop(length, "no arrow stands before an action", "not needed")
    }
    let mayCompare = bytes[position] == 61 && isBehindLoneValue
    if let next, !next.isReserved, !next.startsAction, !mayCompare {
      if leadsToStage(range.upperBound) { return replace(length, "go to", .goto) }
      report(
        .foreignWord, "`\(source.text(range))` leads to no stage that the file declares", range, "to where?",
        help: ["write `go to` and the name of a stage, or say in words what is done, such as `send email \"reminder\"`"]
      )
      return append(.word, length, .goto)
    }
    report(
      .foreignWord, "`\(source.text(range))` is written `go to` here", range, mayCompare ? "two meanings" : "two words",
      notes: mayCompare ? ["it may also be a comparison, which is written `>=`"] : [],
      help: ["write `go to` and the name of a stage" + (mayCompare ? ", or `>=` to compare" : "")])
    append(.word, length, .goto)
  }

  /// Whether the name behind an arrow is that of a stage: `-> reminder` may be a mail, and `-> manager` a person.
  private mutating func leadsToStage(_ start: Int) -> Bool {
    let first = behindBlanks(start)
    var end = first
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let name = source.text(first..<end)
    return stageNames.contains(name) || stageNames.isEmpty
  }

  /// `when price`: whether the condition before the cursor still lacks its comparison.
  private var isBehindLoneValue: Bool {
    for token in lineSoFar.reversed() {
      switch token.kind {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: return false
      case .word where [.is, .contains, .equals, .notEquals].contains(token.word): return false
      case .word where [.when, .and, .or, .not, .if, .unless].contains(token.word): return true
      default: continue
      }
    }
    return false
  }

  // MARK: Ends of lines and blocks

  /// `;`: nothing at the end of a line, a comma between names, and a new line between statements.
  mutating func semicolon() {
    let title = "a line ends a statement; no `;` is needed"
    if endsLine(position + 1), !isFirstInLine { return drop(1, title, "not needed") }
    let range = position..<position + 1
    if follows(.name), wordBehind(position + 1) == .name {
      let isList = lineSoFar.first?.word == .final
      let comma = behindBlanks(position + 1) > position + 1 ? "," : ", "
      report(
        .foreignWord, "the entries of a list are parted by commas", range, "write `,`", help: ["write `,`"],
        fixes: [fix(isList ? .safe : .maybe, range, comma)])
      return append(.comma, 1)
    }
    let next = behindBlanks(position + 1)
    if lineSoFar.first?.word == .define, next < bytes.count, isDigit(next) {
      report(
        .foreignWord, "the rows of a table are parted by commas", range, "write `,`", help: ["write `,`"],
        fixes: [fix(.safe, range, ",")])
      return append(.comma, 1)
    }
    report(.foreignWord, title, range, "one line for each", help: ["write what follows on a line of its own"])
    append(.dropped, 1)
  }

  /// `{`: without one that closes it a brace says nothing; with one, both of them are repaired or none.
  mutating func openBrace() {
    let (place, isKnown) = (position, !isFull)
    drop(1, "a block ends with the word `end`, not with braces", "braces are not used")
    guard isKnown, !isClosedInLine(place) else { return }
    openBraces.append((finding: diagnostics.count - 1, beginsBlock: endsLine(place + 1)))
  }

  private mutating func isClosedInLine(_ place: Int) -> Bool {
    guard place >= unclosedUntil else { return false }
    var end = place
    while end < bytes.count, !isLineBreak(end), bytes[end] != UInt8(ascii: "}") { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "}") { return true }
    unclosedUntil = end
    return false
  }

  /// `}`: alone on its line it is `end`; one that closes a brace of the same line says nothing.
  mutating func closeBrace() {
    let range = position..<position + 1
    let title = "a block ends with the word `end`, not with braces"
    if isFirstInLine, endsLine(position + 1), openBraces.last?.beginsBlock != false {
      // The brace that it closes goes with it.
      let opened = openBraces.popLast()?.finding
      let brace = opened.map { [(diagnostics[$0].span, "")] } ?? []
      let both = Diagnostic.Fix(safety: .safe, edits: brace + [(span(range), "end")])
      if let opened { diagnostics[opened].fixes = [both] }
      report(.foreignWord, title, range, "write `end`", help: ["write `end`"], fixes: [both])
      return append(.word, 1, .end)
    }
    guard !isFull else { return append(.dropped, 1) }
    if closesGroup() { return }
    // No part of the line is kept: a token is added below, and would be added to a copy of them all.
    let isOpened = lineSoFar.contains { $0.kind == .dropped && bytes[$0.range.lowerBound] == 123 }
    let first = lineSoFar.first?.word
    let holdsOneLine = first.map { [.on, .once, .after, .at, .every, .final, .define].contains($0) } ?? false
    if isOpened, holdsOneLine { return drop(1, title, "braces are not used") }
    let opened = isOpened ? nil : openBraces.popLast()?.finding
    report(
      .foreignWord, title, range, "braces are not used",
      help: ["delete it, or write `end` on a line of its own where a block ends"])
    if let opened {
      // Which of the two are to be words only their author knows; it is told once.
      diagnostics[opened].fixes = []
      diagnostics[opened].help = [
        "delete it and the `}` that belongs to it, and write `end` on a line of its own if a block ends there"
      ]
      diagnostics[diagnostics.count - 1].isConsequence = true
    }
    append(.dropped, 1)
  }

  // MARK: Rulers and quotations

  /// `> on proposal.accepted go to active`: what somebody else wrote in a mail, which may hold or not.
  mutating func quotedLine() {
    report(
      .foreignWord, "a line stands without a sign before it", position..<position + 1, "does this line hold?",
      help: ["delete `>` if the line holds, or write `--` before the line if it only shows what somebody wrote"])
    append(.dropped, 1)
  }

  /// Whether a line begins with three or more of the sign at the cursor: `=====`, `*** Stages ***`.
  var isRuler: Bool {
    let sign = bytes[position]
    return [42, 61, 126].contains(sign) && isFirstInLine && peek(1) == sign && peek(2) == sign
  }

  /// A ruler, or a heading between signs, says nothing to the engine: it is a comment.
  mutating func ruler() {
    var end = position
    while end < bytes.count, bytes[end] == bytes[position] { end += 1 }
    if beginsStatement(end) {
      // `***on proposal.accepted go to active***`: the emphasis of a text program.
      let sign = source.text(position..<position + 1)
      report(
        .foreignWord, "a line stands without signs around it", position..<end, "not needed",
        help: ["delete each `\(sign)` if the line holds, or write `--` before it if it is for readers only"])
    } else {
      report(
        .foreignWord, "a comment starts with `--`", position..<end, "a line for readers only",
        help: ["write `--` before it"], fixes: [fix(.safe, position..<position, "-- ")])
    }
    lexComment()
  }

  /// Whether what stands behind a place says something to the engine: a line, an action, or what a person does in a scenario.
  private func beginsStatement(_ place: Int) -> Bool {
    if beginsLine(place) { return true }
    guard let word = wordBehind(place) else { return false }
    if word.startsAction { return true }
    let start = behindBlanks(place)
    var end = start
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    return ["given", "expect"].contains(source.text(start..<end))
      || end + 1 < bytes.count && bytes[end] == UInt8(ascii: ":") && isWordByte(bytes[behindBlanks(end + 1)])
  }
}
