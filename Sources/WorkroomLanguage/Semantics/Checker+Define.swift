/// Definitions: their names, what they name themselves, and what stands in place of a name.
extension Checker {
  mutating func declareDefinition(_ node: NodeIndex) {
    let token = tree.defines[node].name
    let name = text(token)
    if let earlier = definitions.byName[name] {
      return reportTwice("definition", token, definitions.all[earlier].span)
    }
    if let field = fieldByName[name] {
      return reportTwice("field", token, workflow.fields(field.storage)[field.index].span)
    }
    if hasMeaning(name) { return reportMeaning(name, token, "a definition") }
    guard definitions.all.count < Definitions.countMax else {
      return report(
        .tooMany, "a workflow has at most \(Definitions.countMax) definitions", token, "one too many",
        help: ["delete definitions that nothing uses"])
    }
    definitions.byName[name] = definitions.all.count
    definitions.all.append(Definitions.Entry(name: name, tree: current, node: node, span: span(token)))
  }

  // MARK: Definitions of definitions

  /// Finds circles, and definitions that stand too deep inside each other.
  mutating func prepareDefinitions() {
    owner = 0
    for index in definitions.all.indices {
      current = definitions.all[index].tree
      readNames(index, tree.defines[definitions.all[index].node])
    }
    for index in definitions.all.indices { measure(index, []) }
  }

  private mutating func readNames(_ index: Int, _ define: DefineSyntax) {
    var waiting = [define.condition, define.subject].compactMap { $0 } + define.rows.map(\.value)
    definitions.all[index].parts = define.rows.count
    while let node = waiting.popLast() {
      definitions.all[index].parts += 1
      let expression = tree.expressions[node]
      if let inner = definition(node) {
        definitions.all[index].uses.append((inner, node))
      } else if case .path = expression.kind, tree.payloadName(expression.tokens.lowerBound) != nil {
        definitions.all[index].readsEvent = true
      }
      waiting += expression.kind.operands
    }
  }

  private mutating func measure(_ index: Int, _ open: [Int]) {
    guard definitions.all[index].depth == 0 else { return }
    let path = open + [index]
    var depth = 1
    for (inner, node) in definitions.all[index].uses {
      if let start = path.firstIndex(of: inner) {
        current = definitions.all[index].tree
        reportCircle(path[start...], place(node))
        definitions.all[index].isUsable = false
        continue
      }
      measure(inner, path)
      if !definitions.all[inner].isUsable { definitions.all[index].isUsable = false }
      if definitions.all[inner].readsEvent { definitions.all[index].readsEvent = true }
      depth = max(depth, definitions.all[inner].depth + 1)
    }
    definitions.all[index].depth = depth
    guard depth > Definitions.depthMax, definitions.all[index].isUsable else { return }
    definitions.all[index].isUsable = false
    report(
      .tooDeep, "definitions name each other at most \(Definitions.depthMax) deep", definitions.all[index].span,
      "one level too deep", help: ["write out the condition of one of the definitions that it names"])
  }

  private mutating func reportCircle(_ circle: ArraySlice<Int>, _ place: Diagnostic.Span) {
    let names = (circle + circle.prefix(1)).map { "`\(definitions.all[$0].name)`" }
    let first = definitions.all[circle.first ?? 0]
    report(
      .definedByItself, "`\(first.name)` is defined by itself", place, "leads back to `\(first.name)`",
      related: [Diagnostic.Related(span: first.span, label: "defined here")],
      notes: names.count > 2 ? ["the circle is \(names.joined(separator: ", then "))"] : [],
      help: ["write what `\(first.name)` means without the name `\(first.name)`"])
  }

  // MARK: In place of a name

  /// The definition that an expression names.
  func definition(_ node: NodeIndex) -> Int? {
    guard !definitions.byName.isEmpty, case .path = tree.expressions[node].kind else { return nil }
    return definitions.byName[text(tree.expressions[node].tokens.lowerBound)]
  }

  func isDefinedCondition(_ node: NodeIndex) -> Bool {
    definition(node).map { syntax(definitions.all[$0]).condition != nil } ?? false
  }

  func isYesOrNo(_ node: NodeIndex) -> Bool {
    switch tree.expressions[node].kind {
    case .yes, .no: true
    default: false
    }
  }

  private func syntax(_ entry: Definitions.Entry) -> DefineSyntax { trees[entry.tree].defines[entry.node] }

  /// A condition by its name.
  mutating func checkDefined(_ node: NodeIndex, _ facts: Facts) -> (expression: Int, whenTrue: Facts, whenFalse: Facts)?
  {
    guard let index = definition(node) else {
      // Its `define` line has a mistake, which has been spoken about.
      report(
        .unknownName, "no condition is called `\(source(node))`", place(node), "not defined",
        help: ["define it: `define \(source(node)) as followers is at least 100_000`"], follows: true)
      return nil
    }
    guard let condition = syntax(definitions.all[index]).condition else {
      report(
        .conditionWithoutVerb, "`\(definitions.all[index].name)` is a table, and a condition says what its value is",
        place(node), "a verb is missing",
        help: [
          "compare it with a value: write `is at least` or `is at most` behind `\(definitions.all[index].name)`, and the value"
        ])
      return nil
    }
    return read(index, at: node) { checker in
      guard let checked = checker.checkCondition(condition, facts) else { return nil }
      return (checked.expression, checked.whenTrue, checked.whenFalse)
    }
  }

  /// `big is yes` is `big`.
  mutating func checkDefined(
    _ node: NodeIndex, _ name: NodeIndex, is answer: NodeIndex, _ negated: Bool, _ facts: Facts
  ) -> (expression: Int, whenTrue: Facts, whenFalse: Facts)? {
    guard let (test, yes, no) = checkDefined(name, facts) else { return nil }
    let isYes = if case .yes = tree.expressions[answer].kind { true } else { false }
    return isYes != negated ? (test, yes, no) : (make(.not(test), .flag, node), no, yes)
  }

  /// A definition where a value is expected.
  mutating func checkDefinedValue(_ index: Int, _ node: NodeIndex, _ facts: Facts) -> Int? {
    let define = syntax(definitions.all[index])
    guard define.condition == nil || allowed != .timer && allowed != .items else {
      report(
        .conditionNotAllowed, "the time of a timer follows from values, not from conditions", place(node),
        "a condition", help: ["write the condition behind `when`"])
      return nil
    }
    if define.condition != nil { return checkDefined(node, facts)?.expression }
    return read(index, at: node) { checker in
      checker.checkTable(define, facts).map { ($0, [], []) }
    }?.expression
  }

  /// Reads a definition where its name stands.
  private mutating func read(
    _ index: Int, at node: NodeIndex,
    _ body: (inout Checker) -> (expression: Int, whenTrue: Facts, whenFalse: Facts)?
  ) -> (expression: Int, whenTrue: Facts, whenFalse: Facts)? {
    definitions.all[index].isUsed = true
    let span = place(node)
    guard definitions.all[index].isUsable, hasRoom(for: index, span) else { return nil }
    let (outer, outerReadsUnset) = (current, readsUnset)
    definitions.open.append(Definitions.Use(definition: index, span: span))
    (current, readsUnset) = (definitions.all[index].tree, false)
    defer {
      (current, readsUnset) = (outer, outerReadsUnset)
      definitions.open.removeLast()
    }
    guard let checked = body(&self) else { return nil }
    // What is said about the whole is said about the name.
    if definitions.open.count == 1 { workflow.expressions[checked.expression].span = span }
    return checked
  }

  private mutating func hasRoom(for index: Int, _ span: Diagnostic.Span) -> Bool {
    definitions.partsRead += definitions.all[index].parts
    guard definitions.partsRead > Definitions.partsMax else { return true }
    if missed.insert("a part of a definition").inserted {
      report(
        .tooMany, "definitions come to at most 200,000 parts, each counted as often as its name stands somewhere",
        definitions.open.first?.span ?? span, "too many parts by this name",
        help: ["let definitions name fewer others, or use them in fewer places"])
    }
    return false
  }

  // MARK: What is said

  /// A finding inside a definition may come from the place of its use.
  func tellUse(_ use: Definitions.Use, _ diagnostic: inout Diagnostic) {
    diagnostic.enclosing = ""
    let codes: [DiagnosticCode] = [.mayBeUnset, .cannotWake, .conditionNotAllowed, .unknownPayload]
    guard codes.contains(diagnostic.code), use.span.source >= 0 else { return }
    diagnostic.related.append(Diagnostic.Related(span: use.span, label: "read for this use"))
  }

  mutating func cannotSetDefinition(_ token: Int, _ index: Int) -> FieldReference? {
    report(
      .notSettable, "`\(text(token))` follows from its definition", token, "cannot be set",
      related: [Diagnostic.Related(span: definitions.all[index].span, label: "defined here")].filter {
        $0.span.source >= 0
      }, help: ["set a field of the `record` block"])
    return nil
  }

  mutating func alwaysSet(_ subject: NodeIndex, _ name: String) -> (Int, Facts, Facts)? {
    report(
      .conditionNotAllowed, "`\(name)` is defined, and so always has a value", place(subject), "not a field",
      help: ["ask whether a field is set that its definition reads"])
    return nil
  }

  // MARK: Definitions that nothing uses

  /// What is never read is looked at by itself, outside any stage, and leaves nothing behind.
  mutating func checkUnusedDefinitions() {
    let unused = definitions.all.indices.filter { !definitions.all[$0].isUsed }
    guard !unused.isEmpty else { return }
    let checked = workflow
    owner = 0
    isUseLost = !trees[1].broken.isEmpty
    defer { isUseLost = false }
    for index in unused {
      let entry = definitions.all[index]
      current = entry.tree
      let define = syntax(entry)
      guard entry.isUsable, !entry.readsEvent else { continue }
      if let condition = define.condition {
        _ = checkCondition(condition, [])
      } else {
        _ = checkTable(define, [])
      }
    }
    let texts = workflow.texts.count
    workflow = checked
    if texts > checked.texts.count { textIndex = textIndex.filter { $0.value < checked.texts.count } }
    totalIndex = totalIndex.filter { $0.value < checked.totals.count }
    for index in unused { definitions.all[index].isUsed = false }
  }

  mutating func warnOfUnusedDefinitions() {
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
    owner = 0
    let named = Set(definitions.all.flatMap { entry in entry.uses.map(\.definition) })
    for (index, entry) in definitions.all.enumerated()
    where !entry.isUsed && !named.contains(index) && entry.span.source >= 0 {
      current = entry.tree
      report(
        .neverUsed, "nothing uses `\(entry.name)`", entry.span, "defined, and not used",
        help: ["use it in a condition or a value, or delete this line"])
    }
  }
}

extension ExpressionSyntax.Kind {
  /// The expressions that stand inside.
  var operands: [NodeIndex] {
    switch self {
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .compare(let a, _, let b, _): [a, b]
    case .and(let parts), .or(let parts): parts
    case .not(let part), .state(let part, _, _): [part]
    case .between(let value, let low, let high, _): [value, low, high]
    case .oneOf(let value, let others, _): [value] + others
    default: []
    }
  }
}
