/// Rules and actions.
extension Parser {
  /// `rule = on | timer | once`, with its block if it has one.
  mutating func parseRule() -> NodeIndex? {
    let first = token
    let opensBlock = opensBlock(lines.ranges[line])
    var rule = parseTrigger()
    let conditionIsOnce = if case .once = rule?.trigger { true } else { false }
    if rule != nil, !lineHasError { parseClauses(&rule!, first) }
    if let read = rule, !lineHasError, !conditionIsOnce || read.condition == nil { parseBody(&rule!, first) }
    let failed = lineHasError
    line += 1
    if opensBlock { parseActions(first, &rule) }
    guard let rule, !failed else { return nil }
    tree.rules.append(rule)
    return tree.rules.count - 1
  }

  // MARK: What a rule waits for

  private mutating func parseTrigger() -> RuleSyntax? {
    let first = token
    let word = self.word
    advance()
    let trigger: RuleSyntax.Trigger?
    switch word {
    case .on: trigger = parseOn()
    case .after: trigger = parseOperand().map { .after($0) }
    case .at: trigger = parseExpression().map { .at($0) }
    case .every: trigger = parseEvery()
    default: trigger = parseOnce()
    }
    guard let trigger else { return nil }
    return RuleSyntax(trigger: trigger, head: first...previous)
  }

  /// `"on" , ( "enter" | "leave" | PATH , { "or" , PATH } )`
  private mutating func parseOn() -> RuleSyntax.Trigger? {
    let example = "on proposal.accepted go to active"
    if takeWord("enter") != nil { return .enter }
    if takeWord("leave") != nil { return .leave }
    var paths: [Int] = []
    repeat {
      guard kind == .word, !word.isReserved else {
        expected("the name of an event", example: example)
        return nil
      }
      paths.append(token)
      advance()
    } while take(.or) != nil
    return .events(paths)
  }

  /// `"every" , operand , [ "at" , "most" , NUM , "times" ]`
  private mutating func parseEvery() -> RuleSyntax.Trigger? {
    guard let period = parseOperand() else { return nil }
    guard word == .at, isWord("most", ahead: 1) else { return .every(period, times: nil) }
    at += 2
    guard let times = parseOperand() else { return nil }
    guard takeWord("times") != nil || takeWord("time") != nil else {
      expected("`times`", example: "every 7 days at most 2 times send email \"reminder\"")
      return nil
    }
    return .every(period, times: times)
  }

  /// `once = "once" , ( "entered" | "otherwise" | cond ) , body`
  private mutating func parseOnce() -> RuleSyntax.Trigger? {
    if takeWord("entered") != nil { return .onceEntered }
    if take(.otherwise) != nil { return .onceOtherwise }
    return parseCondition().map { .once($0) }
  }

  // MARK: Clauses

  /// `[ "by" , roles ] , [ "otherwise" ] , [ "when" , cond ]`, which stand in this order only.
  private mutating func parseClauses(_ rule: inout RuleSyntax, _ first: Int) {
    let start = at
    var order = 0
    var swapped: Int?
    var clauses: [(rank: Int, range: Range<Int>)] = []
    while !isAtEnd, !lineHasError {
      let clauseStart = at
      guard let rank = parseClause(&rule) else { break }
      if rank < order, swapped == nil { swapped = lines.significant[clauseStart] }
      order = max(order, rank)
      clauses.append((rank, clauseStart..<at))
    }
    guard let swapped, !lineHasError else { return }
    let ordered = clauses.sorted { $0.rank < $1.rank }.map { range in
      tree.source.text(tree.span(lines.significant[range.range.lowerBound], lines.significant[range.range.upperBound - 1]).range)
    }.joined(separator: " ")
    let span = tree.span(lines.significant[start], lines.significant[at - 1])
    fail(
      .clauseOrder, "`\(tree.text(swapped))` comes earlier in a line", at: swapped, label: "in another place",
      notes: ["clauses stand in one order: `by`, `otherwise`, `when`, the action, `because`"],
      help: ["write `\(tree.source.text(tree.span(first, lines.significant[start - 1]).range)) \(ordered)`"],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(span, ordered)])])
  }

  /// One clause; its rank in the fixed order, or `nil` where no clause begins.
  private mutating func parseClause(_ rule: inout RuleSyntax) -> Int? {
    switch word {
    case .by:
      if !rule.roles.isEmpty { return clauseTwice() }
      advance()
      guard let roles = parseRoles("on proposal.accepted by manager or director go to active") else { return 1 }
      rule.roles = roles
      return 1
    case .otherwise, .else:
      if word == .else { foreign("otherwise") }
      if rule.otherwise != nil { return clauseTwice() }
      rule.otherwise = token
      advance()
      return 2
    case .when, .if, .unless:
      if word != .when { foreign(word == .if ? "when" : "when not (...)") }
      if rule.condition != nil { return clauseTwice() }
      advance()
      rule.condition = parseCondition()
      return 3
    case .then:
      foreign("nothing")
      return nil
    default: return nil
    }
  }

  private mutating func clauseTwice() -> Int? {
    fail(.unexpectedWord, "`\(tree.text(token))` stands twice in this line", label: "the second time", help: ["join the two: a line has one `\(tree.text(token))`"])
    return nil
  }

  private mutating func foreign(_ word: String) {
    let written = tree.text(token)
    let isSafe = word != "nothing" && !word.contains("(")
    fail(
      .foreignWord, word == "nothing" ? "`\(written)` is not needed before an action" : "`\(written)` is written `\(word)` here",
      label: word == "nothing" ? "not needed" : "write `\(word)`", help: [word == "nothing" ? "delete it" : "write `\(word)`"],
      fixes: word == "nothing" ? [fix(.safe, token, "")] : isSafe ? [fix(.safe, token, word)] : [])
  }

  // MARK: Bodies

  /// `body = action , [ "because" , STR ] , NL | [ "because" , STR ] , NL , { action , NL } , "end" , NL`
  private mutating func parseBody(_ rule: inout RuleSyntax, _ first: Int) {
    if !isAtEnd, word != .because {
      guard kind == .word, word.startsAction || word == .name else { return expectedAction(first) }
      if let action = parseAction() { rule.actions.append(action) }
    } else if !opensBlock(lines.ranges[line]) {
      return expectedAction(first)
    } else if !nextLineIsInBlock(line + 1, of: first) {
      return stopsEarly(first)
    }
    if !lineHasError, take(.because) != nil {
      guard let reason = expectText("the reason", example: "because \"finance policy 4.2\"") else { return }
      rule.because = reason
    }
    if !lineHasError, [.by, .otherwise, .when].contains(word) { return clauseAfterAction(rule) }
    finishLine("after the action")
  }

  /// `by`, `otherwise` or `when` behind the action, where it is read as if it stood before.
  private mutating func clauseAfterAction(_ rule: RuleSyntax) {
    guard let action = rule.actions.first else { return finishLine("after the reason") }
    let (clause, start, before) = (token, at, previous)
    var read = rule
    while !isAtEnd, !lineHasError, parseClause(&read) != nil {}
    guard !lineHasError else { return }
    let moved = tree.source.text(tree.span(lines.significant[start], previous).range)
    let place = tree.tokens[tree.actions[action].tokens.lowerBound].range.lowerBound
    let gap = tree.tokens[before].range.upperBound..<tree.tokens[previous].range.upperBound
    let source = tree.sourceIndex
    fail(
      .clauseOrder, "`\(tree.text(clause))` stands before the action", at: clause, label: "behind the action",
      notes: ["clauses stand in one order: `by`, `otherwise`, `when`, the action, `because`"],
      help: ["move `\(moved)` to before `\(tree.text(tree.actions[action].tokens.lowerBound))`"],
      fixes: [
        Diagnostic.Fix(
          safety: .safe,
          edits: [
            (Diagnostic.Span(source: source, range: place..<place), "\(moved) "),
            (Diagnostic.Span(source: source, range: gap), ""),
          ])
      ])
  }

  /// Whether a statement is one that the block of a rule may hold.
  ///
  /// An `end` right after a rule without action is the rule's own only if it stands below it.
  private func nextLineIsInBlock(_ line: Int, of first: Int) -> Bool {
    guard line < lines.ranges.count else { return false }
    let index = lines.significant[lines.ranges[line].lowerBound]
    let next = tree.tokens[index]
    if next.kind == .word, next.word == .end {
      return column(index) == column(first) && open.last.map { column($0) != column(first) } ?? true
    }
    return next.kind != .word || next.word.startsAction || !next.word.startsLine
  }

  private mutating func stopsEarly(_ first: Int) {
    fail(
      .lineStopsEarly, "this `\(tree.text(first))` line stops before saying what to do", label: "an action is missing",
      help: ["go on with an action, such as `go to active` or `send email \"welcome\"`", "or put actions on the lines below and close them with `end`"],
      atEnd: true)
  }

  private mutating func expectedAction(_ first: Int) {
    if isAtEnd { return stopsEarly(first) }
    fail(
      .unexpectedWord, "`\(shown(token))` stands where an action is expected", label: "an action is expected",
      help: ["write an action, such as `go to active`, `set price to 100 USD` or `send email \"welcome\"`"])
  }

  private mutating func parseActions(_ first: Int, _ rule: inout RuleSyntax?) {
    guard line < lines.ranges.count, nextLineIsInBlock(line, of: first) else { return }
    var actions: [NodeIndex] = []
    parseMembers(first, endsAt: { $0.kind == .word && $0.word.startsLine }) { parser in
      defer { parser.line += 1 }
      if let action = parser.parseAction() { actions.append(action) }
      parser.finishLine("after the action")
    }
    rule?.actions += actions
  }

  // MARK: Actions

  /// `action = outcome | effect`
  mutating func parseAction() -> NodeIndex? {
    let first = token
    guard kind == .word, let kind = parseActionKind() else {
      if !lineHasError { unknownAction(first) }
      return nil
    }
    tree.actions.append(ActionSyntax(kind: kind, tokens: first...previous))
    return tree.actions.count - 1
  }

  private mutating func parseActionKind() -> ActionSyntax.Kind? {
    let word = self.word
    advance()
    switch word {
    case .go: return parseGoTo()
    case .stay: return .stay
    case .restart: return isWord("at") ? later("restart at") : .restart
    case .ignore: return .ignore
    case .refuse: return expectText("the words of the refusal", example: "refuse \"no budget left\"").map { .refuse($0) }
    case .resume: return later("resume")
    case .set: return parseSet()
    case .add: return parseChange(joint: "to") { .add($0, $1) }
    case .subtract: return parseChange(joint: "from") { .subtract($0, $1) }
    case .clear: return expectName("a field", example: "price").map { .clear($0) }
    case .raise: return parseRaise()
    case .send: return parseSend()
    case .tell: return parseTell()
    case .create: return takeWord("order") != nil ? .createOrder : missing("`order`", "create order")
    case .cancel: return takeWord("order") != nil ? .cancelOrder : missing("`order`", "cancel order")
    case .note: return parseWords("the note", example: "note \"asked for more time\"").map { .note($0) }
    case .assign: return parseAssign()
    case .release: return parseNames("release discount and link").map { .release($0) }
    case .disable: return parseNames("disable discount").map { .disable($0) }
    case .owe: return parseOwe()
    case .void: return parseVoid()
    case .goto: return parseGoto()
    default:
      at -= 1
      return nil
    }
  }

  private mutating func later(_ phrase: String) -> ActionSyntax.Kind? {
    at -= 1
    reportLater(phrase)
    return nil
  }

  private mutating func missing(_ what: String, _ example: String) -> ActionSyntax.Kind? {
    expected(what, example: example)
    return nil
  }

  private mutating func unknownAction(_ first: Int) {
    let written = tree.text(first)
    let words = Word.allCases.filter { $0.startsAction && $0 != .goto }.map(\.spelling)
    let habits = [
      "move": "go to", "mail": "send email", "email": "send email", "pay": "owe", "notify": "tell", "give": "assign",
      "remove": "release", "reset": "clear", "increase": "add", "decrease": "subtract", "reject": "refuse", "emit": "raise",
      "wait": "stay", "do": "", "let": "set",
    ]
    let near = habits[written] ?? Spelling.nearest(to: written, among: words)
    fail(
      .unexpectedWord, "no action is called `\(shown(first))`", at: first, label: "not an action",
      help: [near.flatMap { $0.isEmpty ? nil : "write `\($0)`" } ?? "actions begin with \(words.prefix(8).map { "`\($0)`" }.joined(separator: ", ")) and others"],
      fixes: near.flatMap { $0.isEmpty ? nil : [fix(.maybe, first, $0)] } ?? [])
  }

  /// `"go" , "to" , PATH`
  private mutating func parseGoTo() -> ActionSyntax.Kind? {
    guard take(.to) != nil else { return missing("`to`", "go to active") }
    return parseTarget()
  }

  private mutating func parseGoto() -> ActionSyntax.Kind? {
    at -= 1
    let written = token
    advance()
    let target = peekToken(0).map { tree.text($0) } ?? "active"
    fail(
      .foreignWord, "`\(tree.text(written))` is written `go to` here", at: written, label: "two words",
      help: ["write `go to \(target)`"], fixes: [fix(.safe, written, "go to")])
    return nil
  }

  private mutating func parseTarget() -> ActionSyntax.Kind? {
    guard kind == .word, !word.isReserved else { return missing("the name of a stage", "go to active") }
    let target = token
    advance()
    if word == .and {
      reportLater("go to S and T")
      return nil
    }
    return .goTo(target)
  }

  /// `"set" , NAME , "to" , expr`
  private mutating func parseSet() -> ActionSyntax.Kind? {
    guard let name = expectName("a field", example: "price") else { return nil }
    if take(.equals) == nil, take(.to) == nil { return missing("`to`", "set price to event.price") }
    return parseExpression().map { .set(name, $0) }
  }

  private mutating func parseChange(joint: String, _ make: (NodeIndex, Int) -> ActionSyntax.Kind) -> ActionSyntax.Kind? {
    let example = joint == "to" ? "add 1 to rounds" : "subtract 10 USD from price"
    guard let value = parseExpression() else { return nil }
    guard takeWord(joint) != nil else { return missing("`\(joint)`", example) }
    return expectName("a field", example: "rounds").map { make(value, $0) }
  }

  /// `"raise" , PATH , [ "with" , NAME , expr , { "," , NAME , expr } ]`
  private mutating func parseRaise() -> ActionSyntax.Kind? {
    guard kind == .word, !word.isReserved else { return missing("the name of an event", "raise content.approved") }
    let path = token
    advance()
    var values: [(name: Int, value: NodeIndex)] = []
    guard take(.with) != nil else { return .raise(path, values) }
    repeat {
      guard let name = expectName("a value of the event", example: "score"), let value = parseExpression() else { return nil }
      values.append((name, value))
    } while take(.comma) != nil
    return .raise(path, values)
  }

  /// `"send" , ( "email" | "contract" ) , STR`
  private mutating func parseSend() -> ActionSyntax.Kind? {
    let isEmail = takeWord("email") != nil
    guard isEmail || takeWord("contract") != nil else { return missing("`email` or `contract`", "send email \"welcome\"") }
    guard let name = parseWords("the template's name", example: "send email \"welcome\"") else { return nil }
    return isEmail ? .sendEmail(name) : .sendContract(name)
  }

  private mutating func parseTell() -> ActionSyntax.Kind? {
    guard let role = expectName("the role to tell", example: "tell manager \"not delivered yet\"") else { return nil }
    return parseWords("what to tell", example: "tell manager \"not delivered yet\"").map { .tell(role: role, $0) }
  }

  /// A text in quotes, or a dotted name that holds one.
  private mutating func parseWords(_ what: String, example: String) -> NodeIndex? {
    if kind == .word, !word.isReserved, tree.text(token).contains(".") { return parseOperand() }
    return expectText(what, example: example).map { add(.text, $0, $0) }
  }

  /// `"assign" , item , { "and" , item } , [ "if" , "none" , "is" , "left" , ( "wait" , "in" , "line" | effect ) ]`
  private mutating func parseAssign() -> ActionSyntax.Kind? {
    var items: [ItemSyntax] = []
    repeat {
      guard let item = parseItem() else { return nil }
      items.append(item)
    } while take(.and) != nil
    guard take(.if) != nil else { return .assign(items, ifNone: .tell) }
    let example = "assign discount from discount_group if none is left wait in line"
    guard takeWord("none") != nil, take(.is) != nil, takeWord("left") != nil else { return missing("`none is left`", example) }
    if takeWord("wait") != nil {
      guard take(.in) != nil, takeWord("line") != nil else { return missing("`in line`", example) }
      return .assign(items, ifNone: .wait)
    }
    return parseAction().map { .assign(items, ifNone: .action($0)) }
  }

  /// `item = NAME , "from" , ( "group" , ( NAME | STR ) | NAME ) , [ "paying" , expr ]`
  private mutating func parseItem() -> ItemSyntax? {
    let example = "assign discount from discount_group"
    guard let kind = expectName("what to assign", example: "discount") else { return nil }
    guard take(.from) != nil else {
      expected("`from`", example: example)
      return nil
    }
    let pool: ItemSyntax.Pool
    if isWord("group"), peekKind(1) == .word || peekKind(1) == .text, peekWord(1) == .name {
      advance()
      pool = .group(token)
      advance()
    } else {
      guard let name = expectName("a group or a field that holds one", example: "discount_group") else { return nil }
      pool = .field(name)
    }
    var item = ItemSyntax(kind: kind, pool: pool)
    if take(.paying) != nil {
      guard let rate = parseExpression() else { return nil }
      item.paying = rate
    }
    return item
  }

  private mutating func parseNames(_ example: String) -> [Int]? {
    var names: [Int] = []
    repeat {
      guard let name = expectName("what is held", example: example) else { return nil }
      names.append(name)
    } while take(.and) != nil || take(.comma) != nil
    return names
  }

  /// `"owe" , expr , "for" , STR`
  private mutating func parseOwe() -> ActionSyntax.Kind? {
    guard let amount = parseExpression() else { return nil }
    guard take(.for) != nil else { return missing("`for`", "owe price for \"fee\"") }
    return expectText("what it is owed for", example: "owe price for \"fee\"").map { .owe(amount, $0) }
  }

  /// `"void" , "owed" , "for" , ( STR | PATH )`
  private mutating func parseVoid() -> ActionSyntax.Kind? {
    guard takeWord("owed") != nil, take(.for) != nil else { return missing("`owed for`", "void owed for \"fee\"") }
    if let text = take(.text) { return .voidText(text) }
    guard kind == .word, !word.isReserved else { return missing("what it was owed for", "void owed for \"fee\"") }
    defer { advance() }
    return .voidPath(token)
  }
}
