/// Conditions.
///
/// A condition always has a verb; `and` mixed with `or` needs parentheses.
extension Parser {
  /// `cond = test , { "and" , test | "or" , test }`
  mutating func parseCondition() -> NodeIndex? {
    let first = token
    guard deeper() else { return nil }
    defer { expressionDepth -= 1 }
    guard let test = parseTest() else { return nil }
    var tests = [test]
    var joint: Word?
    var mixed: Int?
    while word == .and || word == .or {
      if let joint, joint != word, mixed == nil { mixed = token }
      joint = joint ?? word
      advance()
      if word == .and || word == .or, reportsTwoJoints() { return nil }
      guard let next = parseTest() else { return nil }
      tests.append(next)
      guard tests.count <= Parser.termsMax else { return tooManyTerms(first) }
    }
    if let mixed { return mixedWords(first, mixed, joint == .and) }
    guard let joint else { return test }
    return add(joint == .and ? .and(tests) : .or(tests), first, previous)
  }

  /// `vip is yes and or big`: two words that join, side by side.
  private mutating func reportsTwoJoints() -> Bool {
    let (first, second) = (previous, token)
    let isSame = tree.tokens[first].word == tree.tokens[second].word
    fail(
      .unexpectedWord, "one word joins two conditions", at: first, to: second,
      label: isSame ? "said twice" : "which of the two?",
      help: [
        isSame
          ? "write `\(tree.tokens[first].word.spelling)` once"
          : "write `and` if both have to hold, or `or` if one of them is enough"
      ], fixes: isSame ? [fix(.maybe, second, "")] : [])
    return true
  }

  private mutating func mixedWords(_ first: Int, _ mixed: Int, _ startsWithAnd: Bool) -> NodeIndex? {
    let last = previous
    let left = tree.meant(first, mixed).dropLast(startsWithAnd ? 2 : 3).trimmed
    let right = tree.meant(mixed, last).dropFirst(startsWithAnd ? 2 : 3).trimmed
    fail(
      .mixedAndOr, "`and` mixed with `or` needs parentheses", at: mixed, label: "which belongs together?",
      help: ["write `(\(left)) \(tree.text(mixed)) \(right)`, or put the parentheses around the other part"])
    return nil
  }

  mutating func tooManyTerms(_ first: Int) -> NodeIndex? {
    fail(
      .tooMany, "a condition or sum has at most \(Parser.termsMax) parts", at: first, label: "too many parts",
      help: ["split the rule into several"])
    return nil
  }

  /// Counts brackets; past the limit the whole statement is one error.
  private mutating func deeper() -> Bool {
    expressionDepth += 1
    // The condition itself is the first.
    guard expressionDepth > Parser.depthMax + 1 else { return true }
    fail(
      .tooDeep, "parentheses nest at most \(Parser.depthMax) deep", label: "one level too deep",
      help: ["split the condition into several rules"])
    expressionDepth -= 1
    return false
  }

  /// `test = "(" , cond , ")" | "not" , "(" , cond , ")" | "all" , [ "of" ] , ... | expr , verb`
  private mutating func parseTest() -> NodeIndex? {
    let first = token
    if take(.leftParenthesis) != nil { return parseParenthesised(first) }
    if take(.not) != nil {
      guard take(.leftParenthesis) != nil else { return notWithoutParentheses(first) }
      guard let inner = parseParenthesised(first) else { return nil }
      return add(.not(inner), first, previous)
    }
    if word == .all, peekKind(1) == .word { return parseAllDone() }
    if word == .in { return parseIsIn() }
    if reportsArticle() { return nil }
    guard let subject = parseExpression() else { return nil }
    if !startsVerb, isDefined(subject) { return subject }
    return parseVerb(first, subject)
  }

  private mutating func notWithoutParentheses(_ first: Int) -> NodeIndex? {
    let start = token
    guard deeper() else { return nil }
    defer { expressionDepth -= 1 }
    guard !isAtEnd, parseTest() != nil, !lineHasError else {
      if !lineHasError { expected("`(`", example: "not (price is set)") }
      return nil
    }
    let written = "not (\(tree.meant(start, previous)))"
    // Behind it a second condition may be denied as well.
    let goesOn = word == .and || word == .or
    fail(
      .unexpectedWord,
      tree.text(first) == "!"
        ? "`!` is written `not`, with the condition in parentheses" : "`not` before a condition takes parentheses",
      at: first, to: tree.text(first) == "!" ? previous : first, label: "not what?",
      help: goesOn
        ? ["write `\(written)`, or put what stands behind `\(tree.text(token))` into the parentheses as well"]
        : ["write `\(written)`"],
      fixes: [Diagnostic.Fix(safety: goesOn ? .maybe : .safe, edits: [(tree.span(first, previous), written)])])
    return nil
  }

  private mutating func parseParenthesised(_ first: Int) -> NodeIndex? {
    guard let inner = parseCondition() else { return nil }
    guard take(.rightParenthesis) != nil else {
      let opening = tree.tokens[first].kind == .leftParenthesis ? first : first + 1
      fail(
        .unexpectedWord, "a parenthesis is opened and not closed", at: isAtEnd ? nil : token, label: "`)` is expected",
        related: [related(opening, "opened here")], help: ["write `)` where the inner condition ends"], atEnd: isAtEnd)
      return nil
    }
    return inner
  }

  /// `"all" , [ "of" ] , NAME , { "," , NAME } , [ "and" , NAME ] , "are" , "done"`
  private mutating func parseAllDone() -> NodeIndex? {
    let example = "all of links, fulfillment and progress are done"
    let first = token
    advance()
    _ = take(.of)
    var names: [Int] = []
    repeat {
      guard kind == .word, word == .name || !word.isReserved else {
        expected("the name of a stage or track", example: example)
        return nil
      }
      names.append(token)
      advance()
    } while take(.comma) != nil || take(.and) != nil
    guard takeWord("are") != nil, takeWord("done") != nil else {
      expected("`are done`", example: example)
      return nil
    }
    return add(.allDone(names), first, previous)
  }

  // MARK: Verbs

  private mutating func parseVerb(_ first: Int, _ subject: NodeIndex) -> NodeIndex? {
    switch kind {
    case .less: return parseSign(first, subject, .lessThan)
    case .lessOrEqual: return parseSign(first, subject, .atMost)
    case .greater: return parseSign(first, subject, .moreThan)
    case .greaterOrEqual: return parseSign(first, subject, .atLeast)
    default: break
    }
    if take(.contains) != nil { return parseObject(first, subject, .contains, negated: false) }
    if take(.equals) != nil { return parseObject(first, subject, .equal, negated: false) }
    if take(.notEquals) != nil { return parseAfterIs(first, subject, true) }
    guard take(.is) != nil else {
      missingVerb(first, subject)
      return nil
    }
    let negated = take(.not) != nil
    return parseAfterIs(first, subject, negated)
  }

  private mutating func parseAfterIs(_ first: Int, _ subject: NodeIndex, _ negated: Bool) -> NodeIndex? {
    if let state = state {
      advance()
      return add(.state(subject, state, negated: negated), first, previous)
    }
    if word == .at, isWord("least", ahead: 1) || isWord("most", ahead: 1) {
      let atLeast = isWord("least", ahead: 1)
      return parseBound(
        first, subject, atLeast ? .atLeast : .atMost, negated, instead: atLeast ? "is less than" : "is more than")
    }
    if reportsForeignBound(negated) { return nil }
    if peekWord(1) == .then, isWord("more") || isWord("less"), let then = peekToken(1) {
      let meant = "\(tree.text(token)) than"
      fail(
        .unexpectedWord, "a limit is said with `than`", at: then, label: "write `than`", help: ["write `\(meant)`"],
        fixes: [fix(.safe, then, "than")])
      return nil
    }
    if isWord("than", ahead: 1), isWord("more") || isWord("less") {
      let more = isWord("more")
      return parseBound(
        first, subject, more ? .moreThan : .lessThan, negated, instead: more ? "is at most" : "is at least")
    }
    if takeWord("between") != nil { return parseBetween(first, subject, negated) }
    if isWord("one"), peekWord(1) == .of {
      at += 2
      return parseOneOf(first, subject, negated)
    }
    return parseObject(first, subject, .equal, negated: negated)
  }

  /// The state that the word at the cursor says.
  @inline(__always)
  private var state: ExpressionSyntax.State? {
    guard kind == .word else { return nil }
    return switch tree.text(token) {
    case "done": .done
    case "open": .open
    case "held": .held
    case "set": .set
    default: nil
    }
  }

  private mutating func parseBound(
    _ first: Int, _ subject: NodeIndex, _ verb: ExpressionSyntax.Verb, _ negated: Bool, instead: String
  ) -> NodeIndex? {
    if negated {
      let phrase = "is \(tree.text(token)) \(peekToken(1).map { tree.text($0) } ?? "")"
      let start = tree.tokens[previous].word == .not ? lines.significant[at - 2] : previous
      let tail = wordsOfEquality(2)
      let last = peekToken(1 + tail) ?? token
      // `not less than or equal to`: without what equals.
      let meant = tail == 0 ? instead : instead == "is at least" ? "is more than" : "is less than"
      let isWhole = peekWord(2 + tail) != .or && peekToken(2 + tail) != nil
      let isTwofold = isWhole && hasSecondLimit(2 + tail)
      fail(
        .unexpectedWord, "`is not` goes with `set`, `held`, `open`, `done`, `one of`, `between` or a value",
        at: start, to: last, label: "not with `\(phrase)`",
        help: isTwofold ? [Parser.twofold] : ["write `\(meant)`" + (isWhole ? "" : " and one limit")],
        fixes: isWhole && !isTwofold ? [Diagnostic.Fix(safety: .safe, edits: [(tree.span(start, last), meant)])] : [])
      return nil
    }
    at += 2
    return parseObject(first, subject, verb, negated: false)
  }

  private mutating func parseSign(_ first: Int, _ subject: NodeIndex, _ verb: ExpressionSyntax.Verb) -> NodeIndex? {
    advance()
    return parseObject(first, subject, verb, negated: false)
  }

  private mutating func parseObject(
    _ first: Int, _ subject: NodeIndex, _ verb: ExpressionSyntax.Verb, negated: Bool
  ) -> NodeIndex? {
    guard let object = parseExpression() else { return nil }
    return add(.compare(subject, verb, object, negated: negated), first, previous)
  }

  private mutating func parseBetween(_ first: Int, _ subject: NodeIndex, _ negated: Bool) -> NodeIndex? {
    guard let low = parseExpression() else { return nil }
    guard take(.and) != nil else {
      expected("`and` with the upper bound", example: "rounds is between 1 and 5")
      return nil
    }
    guard let high = parseExpression() else { return nil }
    return add(.between(subject, low, high, negated: negated), first, previous)
  }

  private mutating func parseOneOf(_ first: Int, _ subject: NodeIndex, _ negated: Bool) -> NodeIndex? {
    var values: [NodeIndex] = []
    repeat {
      guard let value = parseOperand() else { return nil }
      values.append(value)
      guard values.count <= Parser.termsMax else { return tooManyTerms(first) }
    } while take(.comma) != nil
    return add(.oneOf(subject, values, negated: negated), first, previous)
  }

  private mutating func missingVerb(_ first: Int, _ subject: NodeIndex) {
    let text = tree.meant(first, previous)
    if valueIsDefined { return valueDefined(first, text) }
    if reportsCall() { return }
    if reportsTimeAsCondition(first, subject) || reportsDeniedBound(first) { return }
    if kind == .word, ["isnt", "isn", "arent", "aint", "wasnt"].contains(tree.text(token).lowercased()) {
      let value = peekWord(1).startsAction ? nil : peekToken(1).map { " " + tree.meant($0, endOfValue(1)) }
      return fail(
        .conditionWithoutVerb, "unequal is written `is not`", label: "write `is not`",
        help: ["write `\(text) is not\(value ?? "`, and behind it a value, such as `500 USD")`"],
        fixes: [fix(.maybe, token, "is not")])
    }
    let near = kind == .word ? Spelling.nearest(to: tree.text(token), among: ["is", "contains", "are"]) : nil
    if kind == .word, ["set", "held", "open", "done"].contains(tree.text(token)) {
      let state = tree.text(token)
      return fail(
        .conditionWithoutVerb, "`is` is missing before `\(state)`", label: "write `is \(state)`",
        help: ["write `\(text) is \(state)`"], fixes: [fix(.safe, token, "is \(state)")])
    }
    if isWord("are"), isWord("done", ahead: 1) {
      let place = tree.span(first, first)
      let start = Diagnostic.Span(source: place.source, range: place.range.lowerBound..<place.range.lowerBound)
      return fail(
        .conditionWithoutVerb, "several are asked for with `all`", at: first, label: "`all` is missing before this",
        help: ["write `all \(text) are done`"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(start, "all ")])])
    }
    if let near {
      return fail(
        .conditionWithoutVerb, "`\(shown(token))` is no verb of a condition", label: "a verb is expected",
        help: ["write `\(near)`"],
        fixes: [fix(.maybe, token, near)])
    }
    let denial = lines.significant[..<max(at - 1, 1)].last ?? first
    let isWhole = isAtEnd || kind == .rightParenthesis || word == .and || word == .or || word.startsAction
    if isWhole, first == previous, text != "owed", text != "paid", denial < first, !namesOfFile().stages.contains(text),
      tree.tokens[denial].word == .not,
      tree.line(denial) == tree.line(first)
    {
      return fail(
        .conditionWithoutVerb, "a condition says what `\(text)` is", at: denial, to: first, label: "a verb is missing",
        help: ["write `\(text) is no`, or `\(text) is not set` to ask whether it has no value"],
        fixes: [Diagnostic.Fix(safety: .maybe, edits: [(tree.span(denial, first), "\(text) is no")])])
    }
    if first == previous, let name = Spelling.nearest(to: text, among: definedNames.sorted()) {
      return fail(
        .conditionWithoutVerb, "no condition is called `\(text)`", at: first, label: "not defined",
        help: ["write `\(name)`"], fixes: [fix(Spelling.safety(text, name), first, name)])
    }
    if first == previous, text.contains("."), tree.payloadName(first) == nil { return eventOrStage(first, text) }
    if first == previous, ReadingLine.boundWords.contains(text), first > 0, tree.tokens[first - 1].word == .or {
      return fail(
        .conditionWithoutVerb, "a limit is said before its value", at: previous, label: "not a value",
        help: ["write `is at least` or `is at most`, and behind it the value, as in `price is at least 5 USD`"],
        mayMean: true)
    }
    if first == previous, ["neither", "nor", "either", "both"].contains(text) {
      return fail(
        .conditionWithoutVerb, "`\(text)` begins no condition", at: previous, label: "not a word of the language",
        help: ["join conditions with `and` or `or`, and deny them with `not (...)`, as in `not (price is set)`"],
        mayMean: true)
    }
    fail(
      .conditionWithoutVerb, "a condition says what `\(text)` is", at: previous, label: "a verb is missing after this",
      help: [wayToAsk(first, text)], follows: tree.lostNames.contains(text), mayMean: true)
  }

  /// How a condition asks for a value of its kind.
  private mutating func wayToAsk(_ first: Int, _ text: String) -> String {
    if text == "owed" || text == "paid" { return "write `\(text) is more than 0 USD`, or `\(text) is at most 0 USD`" }
    if [.number, .percent, .date, .time].contains(tree.tokens[first].kind) {
      return "write before it what is compared with it: the name of a field, and `is`, `is at least` or `is at most`"
    }
    switch namesOfFile().fields[text] {
    case "flag": return "write `\(text) is yes` or `\(text) is no`"
    case "money", "number", "percent", "duration", "date":
      return "write `\(text) is at least` or `\(text) is at most`, and behind it a value"
    default: return "write `\(text) is yes`, `\(text) is set` or `\(text) is at least 10`"
    }
  }
}

extension Parser {
  /// `once content.posted`, `when active.links`: a name with a dot is an event's or a stage's.
  private mutating func eventOrStage(_ first: Int, _ text: String) {
    let line = lines.significant[lines.ranges[self.line].lowerBound]
    let isOnce = tree.tokens[line].word == .once && first == lines.significant[lines.ranges[self.line].lowerBound + 1]
    fail(
      .conditionWithoutVerb, "a condition says what `\(text)` is", at: first, label: "a name without a verb",
      help: [
        "an event has a rule of its own: `on \(text) \(word.startsAction ? restOfLine : "go to active")`",
        "a stage is asked for with `in \(text)` or `\(text) is done`",
      ], fixes: isOnce && word.startsAction ? [fix(.maybe, line, "on")] : [], mayMean: true)
  }
}

extension StringProtocol {
  /// Without white space at either end.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
