/// What a scenario expects: where somebody stands, what they hold, what was sent and told.
extension Parser {
  /// `"expect" , ( "nothing" , "else" | sent | told | NAME , standing )`
  mutating func parseExpectation() -> ExpectationSyntax? {
    switch kind == .word ? tree.text(token) : "" {
    case "nothing": return parseNothingElse()
    case "email": return parseSent(.email, "to")
    case "contract": return parseSent(.contract, "to")
    case "note": return parseSent(.note, "about")
    case "order": return parseOrder()
    case "no": return parseNoneLeft()
    default: break
    }
    guard let name = parsePerson("expect mia in active") else { return nil }
    if isWord("told") { return parseTold(name) }
    return parseStanding(name)
  }

  private mutating func parseNothingElse() -> ExpectationSyntax? {
    advance()
    guard take(.else) != nil else {
      expected("`else`", example: "expect nothing else")
      return nil
    }
    return .nothingElse
  }

  /// `expect email "reminder" to mia`
  private mutating func parseSent(_ sent: ExpectationSyntax.Sent, _ joint: String) -> ExpectationSyntax? {
    let word = tree.text(token)
    let example = "expect \(word) \"reminder\" \(joint) mia"
    advance()
    if isWord(joint), peekKind(1) == .word, let person = peekToken(1) {
      fail(
        .lineStopsEarly, "what is sent is expected by its name", label: "its name in quotes is missing before this",
        help: ["write `expect \(word) \"\(nameOfSent(word))\" \(joint) \(tree.text(person))`"])
      return nil
    }
    guard let words = expectText("its name", example: example) else { return nil }
    guard takeWord(joint) != nil else {
      expected("`\(joint)` and a person", example: example)
      return nil
    }
    return parsePerson(example).map { .sent(sent, words: words, person: $0) }
  }

  /// The name of the first mail, contract or note that the file itself sends, or one that could be.
  private func nameOfSent(_ word: String) -> String {
    let place = lines.significant.indices.dropLast().first {
      tree.text(lines.significant[$0]) == word && tree.tokens[lines.significant[$0 + 1]].kind == .text
    }
    return place.map { tree.quoted(lines.significant[$0 + 1]) } ?? "reminder"
  }

  /// `expect order for mia`, `expect order cancelled for mia`
  private mutating func parseOrder() -> ExpectationSyntax? {
    advance()
    let isCancelled = takeWord("cancelled") != nil
    guard take(.for) != nil else {
      expected("`for` and a person", example: "expect order for mia")
      return nil
    }
    return parsePerson("expect order for mia").map { .order(isCancelled: isCancelled, person: $0) }
  }

  /// `expect no discount left for mia`
  private mutating func parseNoneLeft() -> ExpectationSyntax? {
    let example = "expect no discount left for mia"
    advance()
    guard let item = expectName("an item", example: example, name: "discount") else { return nil }
    guard takeWord("left") != nil, take(.for) != nil else {
      expected("`left for` and a person", example: example)
      return nil
    }
    return parsePerson(example).map { .noneLeft(item: item, person: $0) }
  }

  /// `expect manager told "not delivered yet" about mia`
  private mutating func parseTold(_ role: Int) -> ExpectationSyntax? {
    let example = "expect manager told \"not delivered yet\""
    advance()
    guard let words = expectText("what they are told", example: example) else { return nil }
    guard takeWord("about") != nil else { return .told(role: role, words: words, person: nil) }
    return parsePerson(example).map { .told(role: role, words: words, person: $0) }
  }

  // MARK: How somebody stands

  /// `[ "not" ] , "in" , path , { "," , path } | NAME , STR , [ in ] | "no" , NAME | ( "owed" | "paid" ) , amount | cond`
  private mutating func parseStanding(_ person: Int) -> ExpectationSyntax? {
    if isAtEnd {
      expected("what is expected", help: "go on as in `expect mia in active` or `expect mia price is 300 USD`")
      return nil
    }
    if word == .not, peekWord(1) == .in {
      at += 2
      return parsePaths().map { .stages(person: person, $0, negated: true) }
    }
    if word == .in, peekToken(2) == nil || peekKind(2) == .comma || isNameAhead(2) {
      advance()
      return parsePaths().map { .stages(person: person, $0, negated: false) }
    }
    if take(.no) != nil {
      return expectName("an item", example: "expect mia no discount", name: "discount").map {
        .noItem(person: person, noun: $0)
      }
    }
    if reportsNothingOwed() { return nil }
    if isWord("owed") || isWord("paid"), peekKind(1) == .number { return parseAmount(person) }
    if kind == .word, !word.isReserved, peekKind(1) == .text { return parseItem(person) }
    return parseCondition().map { .condition(person: person, $0) }
  }

  private func isNameAhead(_ ahead: Int) -> Bool { peekKind(ahead) == .word && peekWord(ahead) == .name }

  private mutating func parsePaths() -> [Int]? {
    var paths: [Int] = []
    repeat {
      guard let path = parsePath() else { return nil }
      paths.append(path)
      guard paths.count <= Parser.termsMax else {
        _ = tooManyTerms(paths[0])
        return nil
      }
    } while take(.comma) != nil
    return paths
  }

  private mutating func parsePath() -> Int? {
    if reportsStageBehindName() || reportsArticle() || reportsTitleForName() { return nil }
    guard kind == .word, !word.isReserved else {
      expected("the name of a stage", example: "expect mia in discounts.has_code")
      return nil
    }
    defer { advance() }
    return token
  }

  /// `expect mia owed 300 USD` is `expect mia owed is 300 USD`.
  private mutating func parseAmount(_ person: Int) -> ExpectationSyntax? {
    let first = token
    advance()
    let subject = add(.path, first, first)
    guard let amount = parseOperand() else { return nil }
    guard case .money = tree.expressions[amount].kind else {
      let number = tree.text(tree.expressions[amount].tokens.lowerBound)
      fail(
        .unitMissing, "an amount of money has its currency behind it", at: tree.expressions[amount].tokens.lowerBound,
        label: "a currency is missing", help: ["write `\(number) USD`, with the campaign's currency"],
        fixes: [fix(.maybe, tree.expressions[amount].tokens.lowerBound, "\(number) USD")])
      return nil
    }
    return .condition(person: person, add(.compare(subject, .equal, amount, negated: false), first, previous))
  }

  /// `expect mia discount "Mia20"`, `expect mia deliverable "2" in approved`
  private mutating func parseItem(_ person: Int) -> ExpectationSyntax? {
    guard let noun = expectName("an item", example: "expect mia discount \"Mia20\"", name: "discount") else {
      return nil
    }
    let text = token
    if ["email", "contract", "mail"].contains(tree.text(noun)) {
      expected("what somebody holds", example: "expect \(tree.text(noun)) \(tree.text(text)) to \(tree.text(person))")
      return nil
    }
    advance()
    let negated = word == .not && peekWord(1) == .in
    if negated { advance() }
    guard take(.in) != nil else { return .item(person: person, noun: noun, text: text) }
    return parsePath().map { .itemStage(person: person, noun: noun, text: text, stage: $0, negated: negated) }
  }
}
