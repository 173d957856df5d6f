/// Actions: outcomes and effects.
extension Parser {
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
    case .restart: return parseRestart()
    case .ignore: return .ignore
    case .refuse:
      return expectText("a text for the refusal", example: "refuse \"no budget left\"").map { .refuse($0) }
    case .resume: return parseResume()
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
    case .earmark: return parseEarmark()
    case .free:
      return expectName("a field of the campaign", example: "free budget", name: "budget").map { .free($0) }
    case .goto: return parseGoto()
    default:
      at -= 1
      return nil
    }
  }

  private mutating func missing(_ what: String, _ example: String) -> ActionSyntax.Kind? {
    expected(what, example: example)
    return nil
  }

  private mutating func unknownAction(_ first: Int) {
    guard !isFull, !reportsRestInBlock(first), !reportsEndInBlock(first), !reportsEndOfNoStage(),
      !reportsDeniedAction(), !reportsDeniedSender(), !reportsWaitAsAction()
    else { return }
    if isWord("before"), reportsTimeBeforeAction() { return }
    if reportsBullet() { return }
    let written = tree.text(first)
    let words = Word.allCases.filter { $0.startsAction && $0 != .goto }.map(\.spelling)
    let habits = [
      "move": "go to", "mail": "send email", "email": "send email", "pay": "owe", "notify": "tell", "give": "assign",
      "refund": "", "unassign": "release", "reset": "clear", "increase": "add", "decrease": "subtract",
      "reduce": "subtract", "lower": "subtract",
      "reject": "refuse",
      "emit": "raise", "remind": "send email", "message": "send email", "inform": "tell",
      "wait": "stay", "remain": "stay", "do": "", "let": "set",
    ]
    let isMove = written == "move" && peekWord(1) == .to
    if reportsVerbOfThing(written) || reportsWordBehindValue() { return }
    let near = isMove ? "go" : Spelling.nearest(to: written, among: words).flatMap { habits[written] ?? $0 }
    if !isMove, let habit = habits[written], !habit.isEmpty { return unknownVerb(first, habit) }
    fail(
      .unexpectedWord, "no action is called `\(shown(first))`", at: first, label: "not an action",
      help: [
        near.flatMap { $0.isEmpty ? nil : "write `\($0)`" }
          ?? "actions begin with \(words.prefix(8).map { "`\($0)`" }.joined(separator: ", ")) and others"
      ],
      fixes: near.flatMap { $0.isEmpty ? nil : [fix(.maybe, first, $0)] } ?? [], mayMean: true)
  }

  /// `price is 500 USD net go to active`: a word between a value and what is to be done.
  private mutating func reportsWordBehindValue() -> Bool {
    guard at > lines.ranges[line].lowerBound + 3, word == .name, peekWord(1).startsAction, peekWord(1).isReserved,
      isCurrencyShaped(previous) || [.number, .percent, .date].contains(tree.tokens[previous].kind)
    else { return false }
    fail(
      .unexpectedWord, "a value stands alone, without words that say how it is meant", label: "a word too many",
      help: ["delete `\(shown(token))`, or keep such a value in a field whose name says it"],
      fixes: [fix(.maybe, token, "")], mayMean: true)
    return true
  }

  private static let examples = [
    "go to": "go to active", "send email": "send email \"welcome\"", "owe": "owe price for \"fee\"",
    "tell": "tell manager \"not delivered yet\"", "assign": "assign discount from discount_group",
    "release": "release discount and link", "clear": "clear price", "add": "add 1 to rounds",
    "subtract": "subtract 10 USD from price", "refuse": "refuse \"no budget left\"", "raise": "raise content.approved",
    "stay": "stay", "set": "set price to event.price",
  ]

  /// A verb for which the language has another: it is put in its place only if the line is right with it.
  private mutating func unknownVerb(_ first: Int, _ verb: String) {
    let words = lines.significant[lines.ranges[line]].flatMap { token in
      token == first ? verb.split(separator: " ").map(String.init) : [plainText(token)]
    }
    let isWhole = readingsLeft > 0 && words.count <= ReadingLine.wordsMax && isRight(words)
    fail(
      .unexpectedWord, "no action is called `\(shown(first))`", at: first, label: "not an action",
      help: [isWhole ? "write `\(verb)`" : "begin with `\(verb)`, as in `\(Parser.examples[verb] ?? verb)`"],
      fixes: isWhole ? [fix(.maybe, first, verb)] : [], mayMean: true)
  }

  /// `"go" , "to" , PATH , { "and" , PATH }`
  private mutating func parseGoTo() -> ActionSyntax.Kind? {
    if reportsDeniedAction() { return nil }
    guard take(.to) != nil else { return missing("`to`", "go to active") }
    return parseTargets()
  }

  private mutating func parseGoto() -> ActionSyntax.Kind? {
    at -= 1
    let written = token
    advance()
    let target = kind == .word && tree.line(token) == tree.line(written) ? token : nil
    fail(
      .foreignWord, "`\(tree.text(written))` is written `go to` here", at: written, to: target ?? written,
      label: "two words", help: ["write `go to \(target.map { tree.text($0) } ?? "active")`"],
      fixes: [fix(mayLead(written, target) ? .safe : .maybe, written, "go to")])
    return nil
  }

  /// Whether `goto`, or an arrow before the name of a stage, stands here: an arrow may also point to a mail or a person.
  private mutating func mayLead(_ written: Int, _ target: Int?) -> Bool {
    let isWord = tree.source.bytes[tree.tokens[written].range.lowerBound] | 0x20 == UInt8(ascii: "g")
    let stages = namesOfFile().stages
    return isWord || target.map { stages.contains(tree.text($0)) } ?? false
  }

  /// `"set" , NAME , "to" , expr`
  private mutating func parseSet() -> ActionSyntax.Kind? {
    guard let name = expectName("a field", example: "price") else { return nil }
    if take(.equals) == nil, take(.to) == nil { return missing("`to`", "set price to event.price") }
    return parseExpression().map { .set(name, $0) }
  }

  private mutating func parseChange(joint: String, _ make: (NodeIndex, Int) -> ActionSyntax.Kind) -> ActionSyntax.Kind?
  {
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
    if word == .to, reportsRaiseOfField(path) { return nil }
    var values: [(name: Int, value: NodeIndex)] = []
    guard take(.with) != nil else { return .raise(path, values) }
    repeat {
      guard let name = expectName("a value of the event", example: "score"), let value = parseExpression() else {
        return nil
      }
      values.append((name, value))
    } while take(.comma) != nil
    return .raise(path, values)
  }

  /// `"send" , ( "email" | "contract" ) , STR`
  private mutating func parseSend() -> ActionSyntax.Kind? {
    let isEmail = takeWord("email") != nil
    guard isEmail || takeWord("contract") != nil else {
      if isWord("mail") {
        fail(
          .foreignWord, "`mail` is written `email` here", label: "write `email`", help: ["write `email`"],
          fixes: [fix(.safe, token, "email")])
      }
      if kind == .text {
        fail(
          .unexpectedWord, "what is sent is an email or a contract", label: "`email` is missing before this",
          help: ["write `send email \(tree.text(token))`"], fixes: [fix(.maybe, token, "email \(tree.text(token))")])
      }
      return missing("`email` or `contract`", "send email \"welcome\"")
    }
    guard
      let name = parseWords(
        "the template's name", example: isEmail ? "send email \"welcome\"" : "send contract \"standard\"")
    else {
      return nil
    }
    return isEmail ? .sendEmail(name) : .sendContract(name)
  }

  private mutating func parseTell() -> ActionSyntax.Kind? {
    if reportsArticle(mayBeRole: true) { return nil }
    if peekKind(1) == .word, peekWord(1) == .name, reportsEverySender(behind: "tell") { return nil }
    guard let role = expectName("a role", example: "tell manager \"not delivered yet\"", name: "manager") else {
      return nil
    }
    return parseWords("what to tell", example: "tell manager \"not delivered yet\"").map { .tell(role: role, $0) }
  }

  /// A text in quotes, or a dotted or defined name that holds one.
  private mutating func parseWords(_ what: String, example: String) -> NodeIndex? {
    if kind == .word, !word.isReserved {
      let name = tree.text(token)
      if name.contains(".") || definedNames.contains(name) { return parseOperand() }
    }
    return expectText(what, example: example).map { add(.text, $0, $0) }
  }

  /// `"assign" , item , { "and" , item } , [ "if" , "none" , "is" , "left" , ( "wait" , "in" , "line" | effect ) ]`
  private mutating func parseAssign() -> ActionSyntax.Kind? {
    var items: [ItemSyntax] = []
    repeat {
      if word == .assign, !items.isEmpty { return assignTwice() }
      guard let item = parseItem() else { return nil }
      items.append(item)
    } while take(.and) != nil
    guard take(.if) != nil else { return .assign(items, ifNone: .tell) }
    let example = "assign discount from discount_group if none is left wait in line"
    guard takeWord("none") != nil, take(.is) != nil, takeWord("left") != nil else {
      return missing("`none is left`", example)
    }
    if takeWord("wait") != nil {
      guard take(.in) != nil, takeWord("line") != nil else { return missing("`in line`", example) }
      return .assign(items, ifNone: .wait)
    }
    return parseInstead(items)
  }

  /// `assign discount from codes and assign link from links`
  private mutating func assignTwice() -> ActionSyntax.Kind? {
    let first = lines.significant[lines.ranges[line]].first { tree.tokens[$0].word == .assign } ?? token
    let joined =
      "\(tree.meant(first, previous)) \(peekToken(1).map { tree.meant($0, lines.significant[lineEnd - 1]) } ?? "")"
    fail(
      .unexpectedWord, "one `assign` gives several items", label: "not needed",
      help: ["write `\(joined.trimmed)`"], fixes: [fix(.maybe, token, "")])
    return nil
  }

  /// What is done instead, which may be another attempt.
  private mutating func parseInstead(_ items: [ItemSyntax]) -> ActionSyntax.Kind? {
    expressionDepth += 1
    defer { expressionDepth -= 1 }
    guard expressionDepth <= Parser.depthMax else {
      fail(
        .tooDeep, "`if none is left` nests at most \(Parser.depthMax) deep", label: "one attempt too many",
        help: ["leave out the last of them"])
      return nil
    }
    return parseAction().map { .assign(items, ifNone: .action($0)) }
  }

  /// `item = NAME , "from" , ( "group" , ( NAME | STR ) | NAME ) , [ "paying" , expr ]`
  private mutating func parseItem() -> ItemSyntax? {
    let example = "assign discount from discount_group"
    if reportsArticle() { return nil }
    guard let kind = expectName("an item", example: "assign discount from discount_group", name: "discount") else {
      return nil
    }
    guard take(.from) != nil else {
      expected("`from`", example: example)
      return nil
    }
    if reportsGroupInOtherWords() { return nil }
    let pool: ItemSyntax.Pool
    if isWord("group"), peekKind(1) == .word || peekKind(1) == .text, peekWord(1) == .name {
      advance()
      pool = .group(token)
      advance()
    } else {
      guard let name = expectName("a group", example: example, name: "discount_group") else { return nil }
      pool = .field(name)
    }
    var item = ItemSyntax(kind: kind, pool: pool)
    if take(.paying) != nil {
      guard let rate = parseExpression() else { return nil }
      item.paying = rate
    } else if reportsRateWithoutPaying() {
      return nil
    }
    return item
  }

  private mutating func parseNames(_ example: String) -> [Int]? {
    var names: [Int] = []
    repeat {
      guard let name = expectName("an item", example: example, name: "discount") else { return nil }
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

  /// `"earmark" , expr , "from" , NAME`
  private mutating func parseEarmark() -> ActionSyntax.Kind? {
    let example = "earmark price from budget"
    guard let amount = parseExpression() else { return nil }
    guard take(.from) != nil else { return missing("`from`", example) }
    return expectName("a field of the campaign", example: example, name: "budget").map { .earmark(amount, $0) }
  }

  /// `"void" , "owed" , "for" , ( STR | PATH )`
  private mutating func parseVoid() -> ActionSyntax.Kind? {
    guard takeWord("owed") != nil, take(.for) != nil else {
      if reportsVoidOfNothing() { return nil }
      return missing("`owed for`", "void owed for \"fee\"")
    }
    if let text = take(.text) { return .voidText(text) }
    guard kind == .word, !word.isReserved else { return missing("what it was owed for", "void owed for \"fee\"") }
    defer { advance() }
    return .voidPath(token)
  }
}
