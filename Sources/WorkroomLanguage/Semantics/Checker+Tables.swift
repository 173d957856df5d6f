import WorkroomValues

/// Tables: what they are told by, the values of their rows, and cases that no row or two rows are for.
extension Checker {
  mutating func checkTable(_ define: DefineSyntax, _ facts: Facts) -> Int? {
    guard let node = define.subject, let subject = checkValue(node, facts), let rows = checkRows(define, facts) else {
      return nil
    }
    let type = workflow.expressions[subject].type
    let isTiered = define.rows.first?.test.isTier ?? false
    guard
      let operation = isTiered ? tiers(define, subject, type, rows.values) : cases(define, subject, type, rows.values)
    else { return nil }
    workflow.expressions.append(
      CheckedExpression(operation: operation, type: rows.type, span: span(define.name)))
    return workflow.expressions.count - 1
  }

  /// The values of a table are of one type; the first row says which.
  private mutating func checkRows(_ define: DefineSyntax, _ facts: Facts) -> (values: [Int], type: ValueType)? {
    var values: [Int] = []
    var type: ValueType?
    for row in define.rows {
      guard let value = checkValue(row.value, facts) else { continue }
      let found = workflow.expressions[value].type
      guard isTabled(found, row.value) else { return nil }
      if let wanted = type {
        let first = place(define.rows[0].value)
        guard unify(wanted, found, row.value, purpose: .comparison(first)) else { continue }
        if case .money(.home) = found { type = found }
      } else {
        type = found
      }
      values.append(value)
    }
    guard let type, values.count == define.rows.count else { return nil }
    return (values, type)
  }

  private mutating func isTabled(_ type: ValueType, _ node: NodeIndex) -> Bool {
    switch type {
    case .number, .money, .percent, .duration, .text: return true
    default:
      report(
        .typesDiffer, "a table gives numbers, amounts, percentages, durations or texts", place(node), describe(type),
        help: ["write a value such as `10%`, `500 USD` or `7 days`"])
      return false
    }
  }

  // MARK: Limits

  private mutating func tiers(
    _ define: DefineSyntax, _ subject: Int, _ type: ValueType, _ values: [Int]
  ) -> CheckedExpression.Operation? {
    guard let node = define.subject else { return nil }
    guard isOrdered(type) else {
      report(
        .typesDiffer, "`up to` goes with what can be more or less, and this is \(describe(type))", place(node),
        describe(type), help: ["write rows such as `100 USD for instagram` and `50 USD otherwise`"])
      return nil
    }
    var limits: [(limit: Int64, value: Int)] = []
    for (position, row) in define.rows.enumerated() {
      guard case .upTo(let limit) = row.test else {
        return closeTiers(define, position, type, limits, values).map { .tiers(subject, $0, above: values[position]) }
      }
      guard let word = checkLimit(limit, type, node) else { return nil }
      if let last = limits.last?.limit, word <= last {
        reportOverlap(
          define, position, position - 1, "\(source(node)) \(Values.text(word, type, workflow, home: home))")
        return nil
      }
      limits.append((word, values[position]))
    }
    reportGap(define, type, limits.last?.limit ?? 0)
    return nil
  }

  private var home: Currency? { homeCurrency?.currency }

  private mutating func checkLimit(_ node: NodeIndex, _ type: ValueType, _ subject: NodeIndex) -> Int64? {
    guard let (word, found) = literal(node) else {
      report(
        .conditionNotAllowed, "the limit of a row is a value, not a name or a calculation", place(node),
        "not a plain value", help: ["write a value such as `10_000` or `500 USD`"])
      return nil
    }
    return unify(type, found, node, purpose: .comparison(place(subject))) ? word : nil
  }

  /// The rows before `above`, which comes last and not first.
  private mutating func closeTiers(
    _ define: DefineSyntax, _ position: Int, _ type: ValueType, _ limits: [(limit: Int64, value: Int)], _ values: [Int]
  ) -> [(limit: Int64, value: Int)]? {
    guard let last = limits.last?.limit, let node = define.subject else {
      reportRest("above", define.rows[position], "write a row with `up to` before it, such as `10% up to 1_000 USD`")
      return nil
    }
    guard position == define.rows.count - 1 else {
      let example = Values.text(beyond(last, type), type, workflow, home: home)
      reportOverlap(
        define, position + 1, position, "\(source(node)) \(limit(of: define.rows[position + 1]) ?? example)")
      return nil
    }
    return limits
  }

  /// The limit of a row as it is written.
  private func limit(of row: DefineSyntax.Row) -> String? {
    if case .upTo(let limit) = row.test { source(limit) } else { nil }
  }

  /// A value a little above another.
  private func beyond(_ word: Int64, _ type: ValueType) -> Int64 {
    let step: Int64 =
      switch type {
      case .number, .percent: Scaled.unit
      case .duration: 3_600_000
      case .time: 60
      default: 1
      }
    return word.addingReportingOverflow(step).overflow ? word : word + step
  }

  private mutating func reportGap(_ define: DefineSyntax, _ type: ValueType, _ last: Int64) {
    guard let row = define.rows.last, let node = define.subject else { return }
    let limit = Values.text(last, type, workflow, home: home)
    let example = Values.text(beyond(last, type), type, workflow, home: home)
    report(
      .gapInTable, "`\(text(define.name))` has no row above \(limit)", tree.span(row.tokens),
      "the last row ends there", notes: ["for example no row is for \(source(node)) \(example)"],
      help: ["end the table with a row such as `\(source(row.value)) above`"])
  }

  // MARK: Choices

  private mutating func cases(
    _ define: DefineSyntax, _ subject: Int, _ type: ValueType, _ values: [Int]
  ) -> CheckedExpression.Operation? {
    guard let node = define.subject, let names = choices(of: type, node) else { return nil }
    var rows: [(choice: Int64, value: Int)] = []
    var taken: [Int64: Int] = [:]
    var rest: Int?
    for (position, row) in define.rows.enumerated() {
      if let rest { return overlap(define, position, rest, "every other \(source(node))") }
      guard case .choices(let nodes) = row.test else {
        rest = position
        continue
      }
      for node in nodes {
        guard let choice = choice(node, type) else { return nil }
        if let earlier = taken.updateValue(position, forKey: choice) {
          return overlap(define, position, earlier, "\(source(define.subject ?? node)) \(names[Int(choice)])")
        }
        rows.append((choice, values[position]))
      }
    }
    let missing = names.indices.filter { taken[Int64($0)] == nil }.map { names[$0] }
    if let rest {
      guard !taken.isEmpty else {
        reportRest("otherwise", define.rows[rest], "write a row with `for` before it, such as `10% for \(names[0])`")
        return nil
      }
      guard !missing.isEmpty else { return nothingLeft(define, rest) }
    } else if !missing.isEmpty {
      return gap(define, missing)
    }
    return .cases(subject, rows, otherwise: rest.map { values[$0] })
  }

  private mutating func choices(of type: ValueType, _ node: NodeIndex) -> [String]? {
    switch type {
    case .choice(let set): return workflow.choices[set]
    case .flag: return ["no", "yes"]
    default:
      report(
        .typesDiffer, "`for` goes with one of several choices, and this is \(describe(type))", place(node),
        describe(type),
        help: [
          isOrdered(type)
            ? "write rows with `up to` and `above`" : "name a field of the type `one of a, b` or `flag`"
        ])
      return nil
    }
  }

  private mutating func choice(_ node: NodeIndex, _ type: ValueType) -> Int64? {
    switch (tree.expressions[node].kind, type) {
    case (.yes, .flag): return 1
    case (.no, .flag): return 0
    case (.path, .choice(let set)):
      let token = tree.expressions[node].tokens.lowerBound
      if let index = workflow.choices[set].firstIndex(of: text(token)) { return Int64(index) }
      _ = notOneOf(token, set)
    default:
      report(
        .typesDiffer, "a row is for \(type == .flag ? "`yes` or `no`" : "names of choices") here", place(node),
        "another kind of value", help: ["write \(type == .flag ? "`yes` or `no`" : describe(type))"])
    }
    return nil
  }

  private mutating func gap(_ define: DefineSyntax, _ missing: [String]) -> CheckedExpression.Operation? {
    guard let row = define.rows.last else { return nil }
    let some = missing.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (missing.count > 3 ? " and others" : "")
    report(
      .gapInTable, "`\(text(define.name))` has no row for \(some)", tree.span(row.tokens), "the last row",
      help: ["end the table with a row such as `\(source(row.value)) otherwise`"])
    return nil
  }

  private mutating func nothingLeft(_ define: DefineSyntax, _ position: Int) -> CheckedExpression.Operation? {
    report(
      .overlapInTable, "nothing is left for `otherwise`: every choice has a row of its own",
      tree.span(define.rows[position].tokens), "never chosen", help: ["delete this row"])
    return nil
  }

  // MARK: What is said of both

  private mutating func overlap(
    _ define: DefineSyntax, _ position: Int, _ earlier: Int, _ example: String
  ) -> CheckedExpression.Operation? {
    reportOverlap(define, position, earlier, example)
    return nil
  }

  private mutating func reportOverlap(_ define: DefineSyntax, _ position: Int, _ earlier: Int, _ example: String) {
    let isTiered = define.rows[position].test.isTier
    let isAfterRest =
      switch define.rows[earlier].test {
      case .above, .otherwise: true
      case .upTo, .choices: false
      }
    report(
      .overlapInTable, "two rows of `\(text(define.name))` are for the same value",
      tree.span(define.rows[position].tokens), "is for it too",
      related: [Diagnostic.Related(span: tree.span(define.rows[earlier].tokens), label: "is for it")],
      notes: ["for example both are for \(example)"],
      help: [
        isAfterRest
          ? "put the row with `\(isTiered ? "above" : "otherwise")` last"
          : isTiered ? "let the limits rise from row to row" : "name each choice in one row"
      ])
  }

  private mutating func reportRest(_ word: String, _ row: DefineSyntax.Row, _ help: String) {
    report(
      .otherwiseAlone, "`\(word)` is the rest of the rows before it, and there is none", tree.span(row.tokens),
      "the rest of what?", help: [help])
  }
}
