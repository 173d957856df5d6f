/// Headings, fields, events, roles, sections, stages and tracks.
extension Parser {
  /// `workflow = "workflow" , STR , [ "version" , NUM ] , [ "recurring" ] , NL`
  mutating func parseHeader() -> MemberSyntax? {
    defer { line += 1 }
    let first = token
    advance()
    if word == .version, peekKind(1) == .number, peekToken(2) == nil {
      let version = tree.meant(token, lines.significant[lineEnd - 1])
      fail(
        .lineStopsEarly, "a workflow has a name, which stands before its version",
        label: "a name is missing before this",
        help: ["write `workflow \"Spring launch\" \(version)`, with a name of your own"],
        fixes: [Diagnostic.Fix(safety: .placeholders, edits: [(tree.span(token, token), "\"Spring launch\" version")])])
      return nil
    }
    guard let name = expectText("the workflow's name", example: "workflow \"Spring launch\" version 1") else {
      return nil
    }
    var version: Int?
    if take(.version) != nil {
      guard let number = take(.number) else {
        expected("the version's number", example: "workflow \"Spring launch\" version 1")
        return nil
      }
      version = number
    }
    let recurring = takeWord("recurring")
    if let recurring, version == nil, word == .version { return recurringTooEarly(recurring) }
    finishLine("after the heading")
    if let earlier = tree.header {
      fail(
        .declaredTwice, "a file has one `workflow` heading", at: first, label: "a second heading",
        related: [related(earlier.name, "the first")], help: ["put the second workflow into a file of its own"])
    } else {
      tree.header = HeaderSyntax(name: name, version: version, recurring: recurring)
    }
    return nil
  }

  private mutating func recurringTooEarly(_ recurring: Int) -> MemberSyntax? {
    fail(
      .clauseOrder, "`recurring` stands after the version", at: recurring, label: "too early in the line",
      help: ["write `version \(peekToken(1).map(tree.text) ?? "1") recurring`"],
      fixes: peekKind(1) == .number && peekToken(2) == nil
        ? [
          Diagnostic.Fix(
            safety: .safe,
            edits: [
              (
                tree.span(recurring, lines.significant[lineEnd - 1]),
                "version \(tree.text(lines.significant[lineEnd - 1])) recurring"
              )
            ])
        ] : [])
    return nil
  }

  /// `campaign = "campaign" , NL , { field } , "end" , NL`, likewise `record` and `influencer`.
  mutating func parseFields() -> NodeIndex? {
    let opening = token
    var block = FieldBlockSyntax(
      kind: word == .campaign ? .campaign : word == .record ? .record : .influencer, keyword: opening)
    advance()
    finishLine("after `\(tree.text(opening))`")
    line += 1
    parseMembers(opening, endsAt: { $0.cannotBeField }) { parser in
      defer { parser.line += 1 }
      if let field = parser.parseField() { block.fields.append(field) }
    }
    tree.blocks.append(block)
    return tree.blocks.count - 1
  }

  /// Whether the line begins something that no block of fields holds.
  private var cannotBeField: Bool {
    guard kind == .word, word.startsLine else { return false }
    return switch word {
    case .event, .never, .always: peekToken(1).map { isDotted($0) } == true
    case .each: peekWord(2) == .at
    case .can: peekWord(1) == .always
    default: word.isReserved
    }
  }

  func isDotted(_ token: Int) -> Bool { tree.isDotted(token) }

  /// `field = NAME , type , [ "optional" | "default" , literal ] , NL`
  private mutating func parseField() -> NodeIndex? {
    if reportsBullet() { return nil }
    guard let name = expectName("a field", example: "price money default 0 USD", name: "price") else { return nil }
    if nameGoesOn { severalFieldWords(name) }
    guard let type = parseType() else { return nil }
    var field = FieldSyntax(name: name, type: type)
    if take(.optional) != nil {
      field.isOptional = true
    } else if take(.default) != nil {
      repeat {
        guard let value = parseExpression() else { return nil }
        field.defaults.append(value)
      } while take(.comma) != nil
    }
    if !isAtEnd { finishLine("after the field \(tree.text(name))") }
    tree.fields.append(field)
    return tree.fields.count - 1
  }

  private static let typeNames = [
    "text", "number", "money", "percent", "date", "time", "duration", "span", "window", "flag", "hashtags", "handles",
  ]

  /// The type that one word names.
  private static func type(_ name: String) -> TypeSyntax.Kind? {
    switch name {
    case "text": .text
    case "number": .number
    case "money": .money
    case "percent": .percent
    case "date": .date
    case "time": .time
    case "duration": .duration
    case "span": .span
    case "window": .window
    case "flag": .flag
    case "hashtags": .hashtags
    case "handles": .handles
    default: nil
    }
  }

  /// Whether a word begins a type.
  static func startsType(_ name: String) -> Bool {
    type(name) != nil || ["one", "discount", "link", "product", "pool"].contains(name)
  }

  /// `type = "text" | "number" | "money" , [ CURRENCY ] | ... | "one" , "of" , NAME , { "," , NAME }`
  mutating func parseType() -> TypeSyntax? {
    let first = token
    guard kind == .word else {
      expectedType()
      return nil
    }
    let name = tree.text(first)
    if word == .default || word == .optional || word.isReserved {
      fail(
        .unknownType, "the type of this field is missing", label: "a type is expected before this",
        help: ["write the type after the name, such as `price money default 0 USD`"], mayMean: true)
      return nil
    }
    advance()
    if let kind = Parser.type(name) {
      var type = TypeSyntax(kind: kind, tokens: first...first)
      if kind == .money, self.kind == .word, isCurrencyShaped(token) {
        type.currency = token
        type.tokens = first...token
        advance()
      }
      return type
    }
    switch name {
    case "discount", "link":
      if isWord("groups") {
        fail(
          .unknownType, "a field names one \(name) group", label: "one of them",
          help: ["write `\(name) group`"], fixes: [fix(.safe, token, "group")])
        return nil
      }
      guard let last = takeWord("group") else { break }
      return TypeSyntax(kind: name == "discount" ? .discountGroup : .linkGroup, tokens: first...last)
    case "product":
      guard let last = takeWord("list") else { break }
      return TypeSyntax(kind: .productList, tokens: first...last)
    case "one": return parseChoices(first)
    case "pool":
      return parsePool(first)
    default: break
    }
    unknownType(first, name)
    return nil
  }

  private mutating func expectedType() {
    guard kind == .colon || kind == .minus, peekKind(1) == .word else {
      return expected("the field's type", example: "price money")
    }
    if reportsHyphenBeforeType() { return }
    fail(
      .unexpectedWord, "a field's name and its type stand side by side", label: "not needed", help: ["delete it"],
      fixes: [fix(.safe, token, "")], mayMean: kind == .minus)
  }

  private mutating func unknownType(_ first: Int, _ name: String) {
    let habits = [
      "string": "text", "int": "number", "integer": "number", "bool": "flag", "boolean": "flag", "decimal": "number",
      "float": "number", "enum": "one of", "tags": "hashtags", "days": "duration", "group": "discount group",
      "discount": "discount group", "link": "link group", "percentage": "percent", "products": "product list",
      "amount": "money",
    ]
    let meant = habits[name.lowercased()] ?? Spelling.nearest(to: name, among: Parser.typeNames.sorted())
    let near = meant ?? Spelling.nearest(to: name, among: habits.keys.sorted()).flatMap { habits[$0] }
    if let (last, whole) = wordsOfGroup(first) {
      let span = tree.span(first, last)
      return fail(
        .unknownType, "no type is called `\(tree.source.text(span.range))`", at: first, label: "not a type",
        help: ["write `\(whole)`"], fixes: [Diagnostic.Fix(safety: .maybe, edits: [(span, whole)])])
    }
    fail(
      .unknownType, "no type is called `\(name)`", at: first, label: "not a type",
      help: [
        near.map { "write `\($0)`" }
          ?? "write one of `text`, `number`, `money`, `percent`, `date`, `duration`, `flag`, `one of a, b`"
      ],
      fixes: near.map { [fix(.maybe, first, $0)] } ?? [],
      // `launch day: 2026-05-01` has a name of two words.
      mayMean: near == nil || habits[name.lowercased()] == nil && kind == .colon)
  }

  /// `discounts group`, `group of discounts`, `discount codes`: the last of several words that ask for one type.
  private func wordsOfGroup(_ first: Int) -> (last: Int, type: String)? {
    let words = tree.tokens.indices[first...].prefix(5).prefix { index in
      let word = tree.text(index).lowercased()
      return tree.tokens[index].kind == .word
        && ["discount", "link", "coupon", "code", "group", "of"].contains(
          word.hasSuffix("s") ? String(word.dropLast()) : word)
    }
    let texts = words.map { tree.text($0).lowercased() }
    let (isLink, isCode) = (
      texts.contains { $0.hasPrefix("link") }, texts.contains { $0.hasPrefix("discount") || $0.hasPrefix("coupon") }
    )
    guard let last = words.last, words.count > 1, isLink != isCode else { return nil }
    return (last, isLink ? "link group" : "discount group")
  }

  /// `pool = "pool" , "of" , NAME`
  private mutating func parsePool(_ first: Int) -> TypeSyntax? {
    let example = "tickets pool of ticket optional"
    guard take(.of) != nil else {
      expected("`of`", example: example)
      return nil
    }
    guard let noun = expectName("the items", example: example, name: "ticket") else { return nil }
    return TypeSyntax(kind: .pool, tokens: first...noun, choices: [noun])
  }

  private mutating func parseChoices(_ first: Int) -> TypeSyntax? {
    guard take(.of) != nil else {
      expected("`of`", example: "platform one of instagram, tiktok")
      return nil
    }
    var type = TypeSyntax(kind: .oneOf, tokens: first...first)
    repeat {
      if kind == .number || kind == .percent { return numberAsChoice() }
      guard let choice = expectName("a choice", example: "instagram", name: "instagram") else { return nil }
      type.choices.append(choice)
      // In a payload the next comma may start the next field: `one of a, b, price money`.
      if kind == .comma, peekKind(1) == .word, let after = peekToken(2), tree.tokens[after].kind == .word,
        peekWord(2) != .optional, peekWord(2) != .default, peekWord(2) != .typed, peekWord(2) != .otherwise
      {
        break
      }
    } while take(.comma) != nil
    type.tokens = first...previous
    return type
  }

  /// `one of 10, 20, 300`
  private mutating func numberAsChoice() -> TypeSyntax? {
    let values = (at..<lineEnd).map { lines.significant[$0] }.prefix {
      [.number, .percent, .comma].contains(tree.tokens[$0].kind)
    }.filter { tree.tokens[$0].kind != .comma }
    let names = values.prefix(3).map { "level_\(tree.text($0).filter(\.isNumber))" }.joined(separator: ", ")
    fail(
      .unexpectedWord, "a choice is one of several names, and this is a number", label: "not a name",
      help: [
        "write names, such as `one of \(names)`",
        "or let the field be any number, with `number` in place of `one of ...`",
      ])
    return nil
  }

  @inline(__always)
  func isCurrencyShaped(_ token: Int) -> Bool {
    let range = tree.tokens[token].range
    return range.count == 3 && tree.source.bytes[range].allSatisfy { (65...90).contains($0) }
  }

  /// `eventdecl = "event" , PATH , [ "by" , roles ] , [ "with" , NAME , type , ... ] ,`
  /// `[ "typed" , STR ] , [ "otherwise" , ... ]`
  mutating func parseEvent() -> NodeIndex? {
    defer { line += 1 }
    let example = "event interview.held by manager with score number"
    advance()
    guard let path = take(.word) else {
      expected("the event's name", example: example)
      return nil
    }
    if reportsEventInTwoWords() { return nil }
    var event = EventSyntax(path: path)
    if take(.by) != nil {
      guard let roles = parseRoles(example) else { return nil }
      event.senders = roles
    }
    if take(.with) != nil, !parsePayload(&event) { return nil }
    if take(.typed) != nil {
      guard let text = expectText("the word that operators type", example: "typed \"accept\"") else { return nil }
      event.typed = text
    }
    if take(.otherwise) != nil {
      if takeWord("handled") != nil {
        event.otherwise = .handled
      } else if takeWord("refused") != nil {
        event.otherwise = .refused
      } else if takeWord("ignored") != nil {
        event.otherwise = .ignored
      } else {
        expected("`handled`, `refused` or `ignored`", example: "event content.posted otherwise handled")
      }
    }
    if !isAtEnd { finishLine("after the event \(tree.text(path))") }
    tree.events.append(event)
    return tree.events.count - 1
  }

  private mutating func parsePayload(_ event: inout EventSyntax) -> Bool {
    repeat {
      guard let name = expectName("a value of the event", example: "score", name: "score"), let type = parseType()
      else {
        return false
      }
      var field = FieldSyntax(name: name, type: type)
      field.isOptional = take(.optional) != nil
      tree.fields.append(field)
      event.payload.append(tree.fields.count - 1)
    } while take(.comma) != nil
    return true
  }

  /// `roles = NAME , { "or" , NAME }`
  mutating func parseRoles(_ example: String) -> [Int]? {
    var roles: [Int] = []
    repeat {
      if reportsArticle(mayBeRole: true) { return nil }
      if !roles.isEmpty, [.when, .if, .unless].contains(word), reportsSenderOrCondition() { return nil }
      if peekKind(1) == .word, peekWord(1) == .name || peekWord(1) == .of || peekWord(1) == .influencer,
        reportsEverySender() || reportsDeniedSender()
      {
        return nil
      }
      guard let role = expectName("a role", example: example) else { return nil }
      roles.append(role)
      if kind == .comma || word == .and, peekKind(1) == .word, peekWord(1) != .not, !peekWord(1).startsAction,
        ![.when, .if, .unless, .otherwise].contains(peekWord(1))
      {
        rolesInARow()
        return nil
      }
    } while take(.or) != nil
    return roles
  }

  /// `by manager, director` is either of them; `by manager and director` may want both.
  private mutating func rolesInARow() {
    let isBoth = word == .and
    // `by manager and price is at most 500 USD`
    if isBoth, [.is, .contains, .equals, .notEquals].contains(peekWord(2)) || peekKind(2)?.compares == true {
      return fail(
        .unexpectedWord, "a condition stands behind `when`", label: "write `when`",
        help: ["write `when` in the place of `and`"], fixes: [fix(.maybe, token, "when")])
    }
    let hasWord = peekWord(1) == .or
    guard hasWord || isRole(ahead: 1) else { return noRole() }
    var fix = between(hasWord ? " " : " or ")
    fix.safety = isBoth ? .maybe : .safe
    fail(
      .unexpectedWord, "roles are joined with `or`", label: hasWord ? "not needed" : "write `or`",
      notes: isBoth
        ? [
          "one person sends an event; where both have to agree, the first one's leads to a stage that waits for the other's"
        ] : [],
      help: [hasWord ? "delete the comma" : "write `or` between the roles"], fixes: [fix])
  }

  private mutating func isRole(ahead: Int) -> Bool {
    guard let role = peekToken(ahead) else { return false }
    return tree.text(role) == "influencer" || namesOfFile().people.contains(tree.text(role))
      || Vocabulary.tree.roles.contains { Vocabulary.tree.text($0.name) == tree.text(role) }
  }

  /// `by manager, then go to active`, `by manager, vip go to active`
  private mutating func noRole() {
    let next = peekToken(1).map { tree.text($0) } ?? ""
    let near = Spelling.nearest(to: next, among: namesOfFile().people.sorted())
    let type = namesOfFile().fields[next]
    let condition =
      definedNames.contains(next)
      ? "`when \(next)`"
      : type == "flag" ? "`when \(next) is yes`" : type.map { _ in "`when \(next) is` and its value" }
    fail(
      .unexpectedWord, "`\(next)` is no role, and stands where the line says who sends the event", at: peekToken(1),
      label: "not a role",
      help: [
        near.map { "write `or \($0)`" } ?? condition.map { "write in its place, without the comma, \($0)" }
          ?? "write a condition behind `when`, an action, or another role that the file declares, behind `or`; otherwise delete `\(next)`"
      ], mayMean: near == nil && condition == nil)
  }

  /// `roledecl = "role" , NAME , ( "person" | "system" ) , NL`
  mutating func parseRole() -> NodeIndex? {
    defer { line += 1 }
    advance()
    guard let name = expectName("a role", example: "role lawyer person", name: "lawyer") else { return nil }
    let isPerson = takeWord("person") != nil
    guard isPerson || takeWord("system") != nil else {
      expected("`person` or `system`", example: "role manager person")
      return nil
    }
    finishLine("after the role")
    tree.roles.append(RoleSyntax(name: name, isPerson: isPerson))
    return tree.roles.count - 1
  }

  /// `sectiondecl = "section" , STR , NL`
  mutating func parseSection() -> NodeIndex? {
    defer { line += 1 }
    advance()
    guard let name = expectText("the section's name", example: "section \"Proposals\"") else { return nil }
    finishLine("after the section")
    tree.sections.append(NameSyntax(token: name))
    return tree.sections.count - 1
  }
}
