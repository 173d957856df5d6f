/// Definitions: conditions with a name, and tables that give a value for each case.
extension Parser {
  /// The names that lines of the form `define NAME` give, wherever they stand.
  static func definedNames(_ tree: SyntaxTree, _ lines: LogicalLines) -> Set<String> {
    var names: Set<String> = []
    for range in lines.ranges where range.count > 1 {
      let first = tree.tokens[lines.significant[range.lowerBound]]
      guard first.kind == .word, first.word == .define else { continue }
      names.insert(tree.text(lines.significant[range.lowerBound + 1]))
    }
    return names
  }

  private static let example = "define big as followers is at least 100_000"
  private static let tableExample = "define fee by followers as 100 USD up to 10_000, 200 USD above"

  /// `define = "define" , NAME , ( "as" , cond | "by" , expr , "as" , row , { "," , row } ) , NL`
  mutating func parseDefine() -> NodeIndex? {
    defer {
      line += 1
      while line < lines.ranges.count, lines.bytes(line).lowerBound < tableEnd { line += 1 }
    }
    advance()
    guard let name = expectName("a definition", example: Parser.example, name: "big") else { return nil }
    if word == .name, peekWord(1) == .is, let first = peekToken(0) {
      // `define good price is 5 USD`: the name may as well have two words.
      let whole = "\(tree.text(name))_\(tree.text(first))"
      let value = peekToken(2)
      let isValue = value.map { tree.tokens[$0].kind != .word } ?? false
      let mayBeLonger = isValue || peekToken(3) == nil && peekWord(2) != .set
      fail(
        .lineStopsEarly, "`as` stands between the name of a definition and what it means",
        label: "`as` is missing before this",
        help: [
          "write `define \(tree.text(name)) as \(tree.meant(first, lines.significant[lineEnd - 1]))`"
        ] + (mayBeLonger ? ["or write `define \(whole) as` and what it means, if `\(whole)` is its name"] : []),
        fixes: [fix(mayBeLonger ? .maybe : .safe, first, "as \(tree.text(first))")])
      return nil
    }
    severalWords(name, "a definition")
    var define = DefineSyntax(name: name)
    if take(.by) != nil {
      guard let subject = parseExpression() else { return nil }
      guard take(.as) != nil else {
        if !reportsTableInOtherForm() { expected("`as` with the rows", example: Parser.tableExample) }
        return nil
      }
      if isAtEnd, reportsTableInOtherForm() { return nil }
      guard let rows = parseRows() else { return nil }
      (define.subject, define.rows) = (subject, rows)
    } else {
      guard take(.as) != nil else {
        expected("`as` or `by`", example: Parser.example)
        return nil
      }
      guard let condition = parseCondition() else { return nil }
      define.condition = condition
    }
    finishLine("after the definition")
    tree.defines.append(define)
    return tree.defines.count - 1
  }

  // MARK: Tables

  private mutating func parseRows() -> [DefineSyntax.Row]? {
    var rows: [DefineSyntax.Row] = []
    var commas: [Int] = []
    defer { rowsWithoutCommas(commas) }
    repeat {
      guard let row = parseRow() else { return nil }
      if let first = rows.first, first.test.isTier != row.test.isTier {
        fail(
          .unexpectedWord, "the rows of a table are all of one kind", at: row.tokens.lowerBound,
          label: row.test.isTier ? "a row with a limit" : "a row with choices",
          help: ["write `up to` and `above` in every row, or `for` and `otherwise`"])
        return nil
      }
      rows.append(row)
      guard rows.count <= Parser.termsMax else {
        fail(
          .tooMany, "a table has at most \(Parser.termsMax) rows", at: row.tokens.lowerBound, label: "one too many",
          help: ["let one of its rows name another table"])
        return nil
      }
    } while take(.comma) != nil || rowIsMissingComma(&commas)
    return rows
  }

  /// Whether another row begins right behind the last one; where a comma is missing is kept.
  private func rowIsMissingComma(_ commas: inout [Int]) -> Bool {
    guard !lineHasError, let kind, [.number, .percent, .date, .time, .text].contains(kind) else { return false }
    commas.append(previous)
    return true
  }

  private mutating func rowsWithoutCommas(_ commas: [Int]) {
    guard let first = commas.first, !lineHasError else { return }
    fail(
      .unexpectedWord, "the rows of a table stand apart with commas", at: first, label: "a comma is missing after this",
      help: ["write `\(tree.text(first)),`"],
      fixes: [
        Diagnostic.Fix(safety: .safe, edits: commas.map { (tree.span($0, $0), "\(tree.text($0)),") })
      ])
  }

  /// `row = expr , ( "up" , "to" , literal | "above" | "for" , NAME , { "or" , NAME } | "otherwise" )`
  private mutating func parseRow() -> DefineSyntax.Row? {
    let first = token
    if word == .name, isWord("up") || isWord("above") || isWord("below") || isWord("under"), reportsTableInOtherForm() {
      return nil
    }
    guard let value = parseExpression(), let test = parseRowTest() else { return nil }
    return DefineSyntax.Row(value: value, test: test, tokens: first...previous)
  }

  private mutating func parseRowTest() -> DefineSyntax.Row.Test? {
    if takeWord("above") != nil { return .above }
    if take(.otherwise) != nil { return .otherwise }
    if isWord("up"), peekWord(1) == .to {
      at += 2
      return parseOperand().map { .upTo($0) }
    }
    guard take(.for) != nil else {
      if reportsTableInOtherForm() { return nil }
      expected("`up to`, `above`, `for` or `otherwise`", example: Parser.tableExample)
      return nil
    }
    var choices: [NodeIndex] = []
    repeat {
      guard let choice = parseOperand() else { return nil }
      choices.append(choice)
    } while take(.or) != nil
    return .choices(choices)
  }

  // MARK: Conditions by name

  /// Whether an expression is a name that a definition gives.
  func isDefined(_ node: NodeIndex) -> Bool {
    guard case .path = tree.expressions[node].kind, !definedNames.isEmpty else { return false }
    return definedNames.contains(tree.text(tree.expressions[node].tokens.lowerBound))
  }

  /// Whether a condition goes on with its verb at the cursor.
  @inline(__always)
  var startsVerb: Bool {
    switch kind {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .word: [.is, .contains, .equals, .notEquals].contains(word)
    default: false
    }
  }

  /// Whether the statement is a definition, so that what has no verb was meant as a value with a name.
  var valueIsDefined: Bool {
    tree.tokens[lines.significant[lines.ranges[line].lowerBound]].word == .define && isAtEnd
  }

  mutating func valueDefined(_ first: Int, _ text: String) {
    fail(
      .conditionWithoutVerb, "a definition is a condition or a table, and `\(text)` is a value", at: first,
      label: "a value",
      help: [
        "write a condition, such as `\(Parser.example)`", "or a table, such as `\(Parser.tableExample)`",
      ])
  }

  // MARK: Totals

  /// What `count of`, `sum of` or `left of` asks for.
  func total(_ token: Int) -> ExpressionSyntax.Total? {
    switch tree.text(token) {
    case "count": .count
    case "sum": .sum
    case "left": .left
    default: nil
    }
  }

  /// `total = "count" , "of" , NAME | "sum" , "of" , PATH | "left" , "of" , NAME`
  mutating func parseTotal(_ first: Int) -> NodeIndex? {
    guard let total = total(first) else { return nil }
    at += 2
    guard kind == .word, !word.isReserved else {
      switch total {
      case .count: expected("what is counted", example: "count of content")
      case .sum: expected("what is added up", example: "sum of conversions.subtotal")
      case .left: expected("a field of the campaign", example: "left of budget")
      }
      return nil
    }
    advance()
    return add(.total(total, previous), first, previous)
  }
}

extension DefineSyntax.Row.Test {
  /// Whether the row is told by a limit rather than by choices.
  var isTier: Bool {
    switch self {
    case .upTo, .above: true
    case .choices, .otherwise: false
    }
  }
}
