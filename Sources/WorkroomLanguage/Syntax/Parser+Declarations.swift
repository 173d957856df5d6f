/// Headings, fields, events, roles, sections, stages and tracks.
extension Parser {
  /// `workflow = "workflow" , STR , "version" , NUM , NL`
  mutating func parseHeader() -> MemberSyntax? {
    defer { line += 1 }
    let first = token
    advance()
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
    finishLine("after the heading")
    if let earlier = tree.header {
      fail(
        .declaredTwice, "a file has one `workflow` heading", at: first, label: "a second heading",
        related: [related(earlier.name, "the first")], help: ["put the second workflow into a file of its own"])
    } else {
      tree.header = HeaderSyntax(name: name, version: version)
    }
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
    kind == .word && word.startsLine && (word.isReserved || word == .event && peekToken(1).map(isDotted) == true)
  }

  private func isDotted(_ token: Int) -> Bool { tree.text(token).contains(".") }

  /// `field = NAME , type , [ "optional" | "default" , literal ] , NL`
  private mutating func parseField() -> NodeIndex? {
    guard let name = expectName("a field", example: "price money default 0 USD", name: "price"), let type = parseType()
    else { return nil }
    var field = FieldSyntax(name: name, type: type)
    if take(.optional) != nil {
      field.isOptional = true
    } else if take(.default) != nil {
      repeat {
        guard let value = parseExpression() else { return nil }
        field.defaults.append(value)
      } while take(.comma) != nil
    }
    finishLine("after the field \(tree.text(name))")
    tree.fields.append(field)
    return tree.fields.count - 1
  }

  private static let types: [String: TypeSyntax.Kind] = [
    "text": .text, "number": .number, "money": .money, "percent": .percent, "date": .date, "time": .time,
    "duration": .duration, "span": .span, "window": .window, "flag": .flag, "hashtags": .hashtags, "handles": .handles,
  ]

  /// Whether a word begins a type.
  static func startsType(_ name: String) -> Bool {
    types[name] != nil || ["one", "discount", "link", "product", "pool"].contains(name)
  }

  /// `type = "text" | "number" | "money" , [ CURRENCY ] | ... | "one" , "of" , NAME , { "," , NAME }`
  mutating func parseType() -> TypeSyntax? {
    let first = token
    guard kind == .word else {
      expected("the field's type", example: "price money")
      return nil
    }
    let name = tree.text(first)
    if word == .default || word == .optional || word.isReserved {
      fail(
        .unknownType, "the type of this field is missing", label: "a type is expected before this",
        help: ["write the type after the name, such as `price money default 0 USD`"])
      return nil
    }
    advance()
    if let kind = Parser.types[name] {
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
      guard let last = takeWord("group") else { break }
      return TypeSyntax(kind: name == "discount" ? .discountGroup : .linkGroup, tokens: first...last)
    case "product":
      guard let last = takeWord("list") else { break }
      return TypeSyntax(kind: .productList, tokens: first...last)
    case "one": return parseChoices(first)
    case "pool":
      at -= 1
      reportLater("`pool of`")
      return nil
    default: break
    }
    unknownType(first, name)
    return nil
  }

  private mutating func unknownType(_ first: Int, _ name: String) {
    let habits = [
      "string": "text", "int": "number", "integer": "number", "bool": "flag", "boolean": "flag", "decimal": "number",
      "float": "number", "enum": "one of", "tags": "hashtags", "days": "duration", "group": "discount group",
      "percentage": "percent", "products": "product list", "amount": "money",
    ]
    let meant = habits[name.lowercased()] ?? Spelling.nearest(to: name, among: Parser.types.keys.sorted())
    let near = meant ?? Spelling.nearest(to: name, among: habits.keys.sorted()).flatMap { habits[$0] }
    fail(
      .unknownType, "no type is called `\(name)`", at: first, label: "not a type",
      help: [
        near.map { "write `\($0)`" }
          ?? "write one of `text`, `number`, `money`, `percent`, `date`, `duration`, `flag`, `one of a, b`"
      ],
      fixes: near.map { [fix(.maybe, first, $0)] } ?? [])
  }

  private mutating func parseChoices(_ first: Int) -> TypeSyntax? {
    guard take(.of) != nil else {
      expected("`of`", example: "platform one of instagram, tiktok")
      return nil
    }
    var type = TypeSyntax(kind: .oneOf, tokens: first...first)
    repeat {
      guard let choice = expectName("a choice", example: "instagram") else { return nil }
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

  func isCurrencyShaped(_ token: Int) -> Bool {
    let bytes = tree.source.bytes[tree.tokens[token].range]
    return bytes.count == 3 && bytes.allSatisfy { (65...90).contains($0) }
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
    finishLine("after the event \(tree.text(path))")
    tree.events.append(event)
    return tree.events.count - 1
  }

  private mutating func parsePayload(_ event: inout EventSyntax) -> Bool {
    repeat {
      guard let name = expectName("a value of the event", example: "score"), let type = parseType() else {
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
      guard let role = expectName("a role", example: example) else { return nil }
      roles.append(role)
    } while take(.or) != nil
    return roles
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

  // MARK: Stages

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
    guard let name = expectName(isTrack ? "a track" : "a stage", example: example, name: isTrack ? "links" : "invited")
    else { return }
    stage.name = name
    if isWord("initial") { return reportLater("`initial`") }
    if !parseTitle(&stage) { return }
    if take(.when) != nil {
      stage.condition = parseCondition()
      if !isTrack, !lineHasError {
        fail(
          .unexpectedWord, "a stage has no condition of its own", at: previous, label: "only tracks have one",
          help: ["put the condition on the rule that goes to `\(tree.text(name))`"])
      }
      if !lineHasError, !parseTitle(&stage) { return }
    }
    finishLine("after the name of the \(isTrack ? "track" : "stage")")
  }

  private mutating func parseTitle(_ stage: inout StageSyntax) -> Bool {
    while true {
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

  /// `finals = "final" , NAME , { "," , NAME } , NL`; each may have a title and a section of its own.
  mutating func parseFinals() -> MemberSyntax? {
    defer { line += 1 }
    let keyword = token
    advance()
    var names: [NodeIndex] = []
    repeat {
      guard let name = expectName("a final stage", example: "final completed", name: "completed") else { break }
      var stage = StageSyntax(kind: .final, keyword: keyword, name: name)
      guard parseTitle(&stage) else { break }
      tree.stages.append(stage)
      names.append(tree.stages.count - 1)
    } while take(.comma) != nil || take(.and) != nil || commaIsMissing()
    finishLine("after the final stages")
    return names.isEmpty ? nil : .finals(names)
  }

  /// Two names side by side: reported, and both are read.
  private mutating func commaIsMissing() -> Bool {
    guard kind == .word, !word.isReserved, !lineHasError else { return false }
    let before = previous
    fail(
      .unexpectedWord, "final stages stand apart with a comma", label: "a comma is missing before this",
      help: ["write `\(tree.text(before)), \(tree.text(token))`"],
      fixes: [Diagnostic.Fix(safety: .safe, edits: [(tree.span(token, token), ", \(tree.text(token))")])])
    return true
  }
}
