/// Lines at the top of a file about all that can happen, and about those who run on an older version of it.
extension Parser {
  // MARK: Properties

  /// `property = ( never | always | can ) , [ "because" , STR ] , NL`
  mutating func parseProperty() -> NodeIndex? {
    defer { line += 1 }
    let first = token
    let word = self.word
    advance()
    let kind: PropertySyntax.Kind? =
      switch word {
      case .never: parseNever()
      case .always: parseAlways()
      default: parseCanReach()
      }
    guard let kind else { return nil }
    var property = PropertySyntax(kind: kind, tokens: first...previous)
    if take(.because) != nil {
      guard let reason = expectText("the reason", example: "because \"finance policy 4.2\"") else { return nil }
      property.because = reason
    }
    finishLine("after what the line says")
    guard !lineHasError else { return nil }
    tree.properties.append(property)
    return tree.properties.count - 1
  }

  /// `never = "never" , PATH , ( "before" | "after" ) , PATH`
  private mutating func parseNever() -> PropertySyntax.Kind? {
    let example = "never payment.paid before content.approved"
    guard let event = parseEventName(example) else { return nil }
    let isBefore = takeWord("before") != nil
    guard isBefore || take(.after) != nil else {
      expected("`before` or `after`", example: example)
      return nil
    }
    guard let other = parseEventName(example) else { return nil }
    return isBefore ? .neverBefore(event, other) : .neverAfter(event, other)
  }

  /// `always = "always" , PATH , "within" , operand , "of" , PATH , [ "when" , cond ]`
  private mutating func parseAlways() -> PropertySyntax.Kind? {
    let example = "always payment.paid within 30 days of content.approved"
    guard let event = parseEventName(example) else { return nil }
    guard takeWord("within") != nil else {
      expected("`within` and a duration", example: example)
      return nil
    }
    guard let length = parseOperand() else { return nil }
    guard take(.of) != nil else {
      expected("`of` and an event", example: example)
      return nil
    }
    guard let other = parseEventName(example) else { return nil }
    guard take(.when) != nil else { return .always(event, within: length, of: other, when: nil) }
    return parseCondition().map { .always(event, within: length, of: other, when: $0) }
  }

  /// `can = "can" , "always" , "reach" , PATH , { ( "," | "or" ) , PATH }`
  private mutating func parseCanReach() -> PropertySyntax.Kind? {
    let example = "can always reach completed, declined or withdrawn"
    guard take(.always) != nil, takeWord("reach") != nil else {
      expected("`always reach`", example: example)
      return nil
    }
    var stages: [Int] = []
    repeat {
      guard kind == .word, !word.isReserved else {
        expected("the name of a stage", example: example)
        return nil
      }
      stages.append(token)
      advance()
      guard stages.count <= Parser.termsMax else {
        _ = tooManyTerms(token)
        return nil
      }
    } while take(.comma) != nil || take(.or) != nil
    if word == .and {
      fail(
        .unexpectedWord, "these stages are joined with `or`, since one of them is reached",
        label: "one, or each of them?",
        help: [
          "write `or` if it is enough that one of them can be reached",
          "or write a line such as `can always reach \(tree.text(stages[0]))` for each of them",
        ], fixes: [fix(.maybe, token, "or")])
      return nil
    }
    return .canReach(stages)
  }

  private mutating func parseEventName(_ example: String) -> Int? {
    guard kind == .word, !word.isReserved else {
      expected("the name of an event", example: example)
      return nil
    }
    defer { advance() }
    return token
  }

  // MARK: Older versions

  /// `migration = "from" , "version" , NUM , NL , { PATH , "becomes" , PATH , NL | timers , NL } , "end" , NL`
  mutating func parseMigration() -> NodeIndex? {
    let opening = token
    advance()
    var migration: MigrationSyntax?
    if take(.version) == nil {
      expected("`version` and a number", example: "from version 2")
    } else if let number = take(.number) {
      migration = MigrationSyntax(keyword: opening, version: number)
      finishLine("after the version")
    } else {
      expected("the older version's number", example: "from version 2")
    }
    line += 1
    var members: [MigrationSyntax.Line] = []
    parseMembers(opening, endsAt: { $0.cannotBeMigration }) { parser in
      defer { parser.line += 1 }
      if let member = parser.parseMigrationLine() { members.append(member) }
    }
    guard var migration else { return nil }
    migration.lines = members
    tree.migrations.append(migration)
    return tree.migrations.count - 1
  }

  /// Whether the line begins something else; a stage of the older version may have been called `section`.
  private var cannotBeMigration: Bool {
    kind == .word && word.startsLine && !isWord("becomes", ahead: 1) && !isWord("becomes", ahead: 2)
  }

  private mutating func parseMigrationLine() -> MigrationSyntax.Line? {
    if isWord("timers"), !isWord("becomes", ahead: 1) { return parseTimers() }
    let example = "shipping becomes fulfillment.ordered"
    if peekToken(3) != nil, reportsRenaming(1) { return nil }
    guard let old = expectName("an older stage or field", example: example, name: "shipping", mayHaveDots: true) else {
      return nil
    }
    guard takeWord("becomes") != nil else {
      at -= 1
      if reportsRenaming(0) { return nil }
      at += 1
      expected("`becomes`", example: example)
      return nil
    }
    guard
      let new = expectName("a stage or field of this version", example: example, name: "shipping", mayHaveDots: true)
    else {
      return nil
    }
    finishLine("after the new name")
    return .becomes(old: old, new: new)
  }

  /// `proposed -> offered`, `rename proposed to offered`, `stage proposed becomes offered`: a new name in other words, with
  /// so many words before the older one.
  private mutating func reportsRenaming(_ ahead: Int) -> Bool {
    let openings: Set = ["rename", "move", "map", "change", "stage", "track", "field", "from", "final"]
    guard ahead == 0 || openings.contains(tree.text(token)), let old = peekToken(ahead),
      let sign = peekToken(ahead + 1),
      let end = peekToken(lineEnd - at - 1), tree.tokens[old].kind == .word
    else { return false }
    // From an older name to a newer one; of the others either may stand first.
    let leads = ["->", "=>", "to", "into", "becomes", "become", "became"].contains(tree.text(sign))
    let others: Set = ["=", ":", "is", "as", "was", "now", "renamed"]
    let middle = lineEnd - at - ahead - 2
    // `offered -> active, invited`: one name becomes one.
    let last = leads ? peekToken(ahead + 2) ?? end : end
    guard leads ? middle > 0 : others.contains(tree.text(sign)) && (1...3).contains(middle),
      tree.tokens[last].kind == .word, !tree.tokens[last].word.isReserved, tree.tokens[last - 1].kind != .number,
      tree.text(sign) != "becomes" || ahead > 0
    else { return false }
    let (isWhole, isSure) = (last == end, leads && last == end)
    let written = "\(tree.text(old)) becomes \(tree.text(last))"
    told.append((lines.bytes(line), true))
    fail(
      .unexpectedWord, "the new name of a stage or field stands behind `becomes`", to: last,
      label: "said in another way",
      help: [
        "write `\(written)`"
          + (!isWhole ? ", since one name becomes one other" : isSure ? "" : ", with the older name first")
      ],
      fixes: isWhole
        ? [Diagnostic.Fix(safety: isSure ? .safe : .maybe, edits: [(tree.span(token, last), written)])] : [])
    return true
  }

  /// `timers = "timers" , ( "keep" , "their" , "due" , "time" | "restart" )`
  private mutating func parseTimers() -> MigrationSyntax.Line? {
    let first = token
    advance()
    if take(.restart) != nil {
      finishLine("after `timers restart`")
      return .restartTimers(first)
    }
    guard takeWord("keep") != nil, takeWord("their") != nil, takeWord("due") != nil, takeWord("time") != nil else {
      expected("`keep their due time` or `restart`", help: "write `timers keep their due time` or `timers restart`")
      return nil
    }
    finishLine("after `timers keep their due time`")
    return .keepTimers(first)
  }
}
