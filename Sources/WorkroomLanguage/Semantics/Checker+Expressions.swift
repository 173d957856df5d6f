import WorkroomValues

/// Values: operands, sums, shares and the names they read.
extension Checker {
  typealias Facts = Set<FieldReference>

  /// What a condition may read, since something must wake the rules that it guards.
  enum Allowed {
    case everything, campaignOnly, once, timer
    /// How many items an `each` has, which is read when its stage is entered.
    case items

    /// How an optional value is asked for first.
    func wayToGuard(_ name: String) -> String {
      switch self {
      case .everything: "ask first, in the condition of this line: `when \(name) is set`"
      case .campaignOnly: "ask first: write `\(name) is set and` before it"
      case .once: "ask first: write `\(name) is set and` before it"
      case .timer, .items: "give it a default where it is declared, so that there is something to wait for"
      }
    }
  }

  /// What an expectation came from, for the message that says why two types differ.
  enum Purpose {
    case fallback(Diagnostic.Span)
    case comparison(Diagnostic.Span)
    case field(String, Diagnostic.Span)
    case words(String)
  }

  // MARK: Values

  /// A value; `type` is what the other side is, so that a bare word can be one of its choices.
  mutating func checkValue(_ node: NodeIndex, _ facts: Facts, expecting type: ValueType? = nil) -> Int? {
    let syntax = tree.expressions[node]
    switch syntax.kind {
    case .path: return checkPath(node, facts, expecting: type)
    case .add(let left, let right): return checkSum(node, left, right, facts, negated: false)
    case .subtract(let left, let right): return checkSum(node, left, right, facts, negated: true)
    case .share(let left, let right): return checkShare(node, left, right, facts)
    case .total(let total, let name): return checkTotal(node, total, name, facts)
    case .hashtag, .handle:
      return make(.text(intern(text(syntax.tokens.lowerBound).lowercased())), .text, node)
    case .text:
      let words = tree.quoted(syntax.tokens.lowerBound)
      if case .choice(let set)? = type, let index = workflow.choices[set].firstIndex(of: words) {
        return make(.constant(Int64(index)), .choice(set), node)
      }
      return make(.text(intern(words)), .text, node)
    default:
      guard let (word, type) = literal(node) else { return nil }
      return make(.constant(word), type, node)
    }
  }

  /// Sums nest as deep as they are long: what is told of one is told elsewhere, so that little is kept for each part.
  private mutating func checkSum(
    _ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ facts: Facts, negated: Bool
  ) -> Int? {
    let outer = likelyType
    likelyType = literalType(right) ?? literalType(left) ?? outer
    let first = checkValue(left, facts)
    let second = first == nil ? nil : checkValue(right, facts)
    likelyType = outer
    guard let first, let second else { return nil }
    return sum(of: first, second, node, left, right, negated)
  }

  private mutating func sum(
    of first: Int, _ second: Int, _ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ negated: Bool
  ) -> Int? {
    let (a, b) = (workflow.expressions[first].type, workflow.expressions[second].type)
    switch (a, b) {
    case (.date, .duration) where !negated: return make(.shiftDate(first, second), .date, node)
    case (.date, .span) where !negated: return make(.shiftDateBySpan(first, second), .date, node)
    case (.date, .date) where negated:
      report(
        .typesDiffer, "a window is written with `to`", place(node), "from here to there?",
        help: ["write `\(source(left)) to \(source(right))`"])
      return nil
    case (.money, .percent), (.number, .percent):
      tellShareOfNothing(node, left, right, negated)
      return nil
    case (.number, .number), (.duration, .duration), (.percent, .percent), (.money, .money):
      guard unify(a, b, right, purpose: .comparison(place(left))) else { return nil }
      if negated { warnOfRange(node, left, right, values: (first, second)) }
      let type: ValueType = if case .money(.home) = a { b } else { a }
      return make(negated ? .subtract(first, second) : .add(first, second), type, node)
    case (.number, _) where negated && isOrdered(b) && isPlainNumber(left):
      let unit = source(right).drop { $0.isNumber || $0 == "." || $0 == "_" }
      let before = tree.tokens[max(0, tree.expressions[left].tokens.lowerBound - 1)]
      let isAsked = before.kind.compares || ![.to, .owe, .add, .subtract, .paying, .default].contains(before.word)
      report(
        .typesDiffer, isAsked ? "two limits are asked for with `is between`" : "one value stands here, not two limits",
        place(node), "from here to there?",
        help: [
          isAsked
            ? "write `is between \(source(left))\(unit) and \(source(right))`"
            : "write the one that counts: `\(source(left))\(unit)` or `\(source(right))`"
        ])
      return nil
    case (.date, .duration), (.date, .span):
      report(
        .typesDiffer, "nothing is reckoned backwards from a date", place(node), "before a date",
        help: ["choose that day as a field of its own, such as `remind_on date optional`, and write `remind_on` here"])
      return nil
    default:
      report(
        .typesDiffer, "\(describe(a)) and \(describe(b)) cannot be \(negated ? "subtracted" : "added")", place(right),
        describe(b),
        related: [Diagnostic.Related(span: place(left), label: describe(a))], help: ["use two values of one kind"])
      return nil
    }
  }

  /// `price + fee - 10%`: the share is taken of each part, since `of` goes with one value.
  private mutating func tellShareOfNothing(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ negated: Bool) {
    let share = source(right)
    let parts = partsOfSum(left)
    let written = parts.map { parts in
      source(left) + parts.map { " \($0.isAdded != negated ? "+" : "-") \(share) of \(source($0.node))" }.joined()
    }
    report(
      .percentOfWhat, "`\(negated ? "-" : "+") \(share)` does not say of what", place(node), "a share of what?",
      help: [
        written.map { "write `\($0)`" }
          ?? "set a field to the amount before it, and take the share of that field, as in `\(share) of price`"
      ],
      fixes: written.map { [Diagnostic.Fix(safety: .maybe, edits: [(place(node), $0)])] } ?? [])
  }

  /// The values that are added up and subtracted, up to four; `nil` where one of them is a share itself.
  private func partsOfSum(_ node: NodeIndex) -> [(node: NodeIndex, isAdded: Bool)]? {
    var (parts, rest): ([(node: NodeIndex, isAdded: Bool)], NodeIndex) = ([], node)
    while parts.count < 4 {
      switch tree.expressions[rest].kind {
      case .add(let left, let right):
        parts.insert((right, true), at: 0)
        rest = left
      case .subtract(let left, let right):
        parts.insert((right, false), at: 0)
        rest = left
      default:
        parts.insert((rest, true), at: 0)
        let areValues = parts.allSatisfy { part in
          switch tree.expressions[part.node].kind {
          case .path, .money, .number: true
          default: false
          }
        }
        return areValues ? parts : nil
      }
    }
    return nil
  }

  private func isPlainNumber(_ node: NodeIndex) -> Bool {
    if case .number = tree.expressions[node].kind { true } else { false }
  }

  private mutating func checkShare(_ node: NodeIndex, _ left: NodeIndex, _ right: NodeIndex, _ facts: Facts) -> Int? {
    guard let share = checkValue(left, facts), let whole = checkValue(right, facts) else { return nil }
    guard workflow.expressions[share].type == .percent else {
      report(
        .typesDiffer, "`of` takes a percentage of something", place(left), describe(workflow.expressions[share].type),
        help: ["write a percentage, such as `20% of price`"])
      return nil
    }
    let type = workflow.expressions[whole].type
    switch type {
    case .money, .number: return make(.share(share, whole), type, node)
    default:
      report(
        .typesDiffer, "a percentage can be taken of money or of a number", place(right), describe(type),
        help: ["write something like `20% of price`"])
      return nil
    }
  }

  // MARK: Names

  private mutating func checkPath(_ node: NodeIndex, _ facts: Facts, expecting type: ValueType?) -> Int? {
    let token = tree.expressions[node].tokens.lowerBound
    let name = text(token)
    if case .choice(let set)? = type {
      if let index = workflow.choices[set].firstIndex(of: name) {
        return make(.constant(Int64(index)), .choice(set), node)
      }
      if field(named: name) == nil, !name.hasPrefix("event."), !isWordForValue(name) { return notOneOf(token, set) }
    }
    if isWordForValue(name) { return checkWordForValue(node, name, facts) }
    if tree.payloadName(token) == nil, name.hasSuffix(".start") || name.hasSuffix(".end"),
      let edge = checkWindowEdge(node, name, facts)
    {
      return edge
    }
    guard let reference = reference(node, expecting: type) else { return nil }
    let field = field(reference)
    if field.mayBeUnset, !readsUnset, !facts.contains(reference) {
      mayBeUnset(token, name, field)
      return nil
    }
    return make(.field(reference.storage, reference.index), field.type, node)
  }

  mutating func notOneOf(_ token: Int, _ set: Int) -> Int? {
    let names = workflow.choices[set]
    let near = Spelling.nearest(to: text(token), among: names)
    report(
      .notOneOf, "`\(text(token))` is not one of \(names.prefix(8).joined(separator: ", "))", token, "not one of them",
      help: [
        near.map { "write `\($0)`" } ?? "write one of \(names.prefix(8).map { "`\($0)`" }.joined(separator: ", "))"
      ],
      fixes: near.map { [fix(Spelling.safety(text(token), $0), token, $0)] } ?? [], follows: isLost(text(token)))
    return nil
  }

  private mutating func checkWindowEdge(_ node: NodeIndex, _ name: String, _ facts: Facts) -> Int? {
    let isStart = name.hasSuffix(".start")
    let base = String(name.dropLast(isStart ? 6 : 4))
    guard let reference = field(named: base), field(reference).type == .window else {
      return nil
    }
    let window = make(.field(reference.storage, reference.index), .window, node)
    return make(isStart ? .windowStart(window) : .windowEnd(window), .date, node)
  }

  /// The field or payload value that a path names.
  mutating func reference(_ node: NodeIndex, expecting type: ValueType? = nil) -> FieldReference? {
    let token = tree.expressions[node].tokens.lowerBound
    let name = text(token)
    if let payload = tree.payloadName(token) { return payloadReference(token, payload) }
    guard let reference = field(named: name) else {
      reportUnknownField(token, name, expecting: type)
      return nil
    }
    if allowed == .campaignOnly, reference.storage != .campaign {
      report(
        .conditionNotAllowed, "a track's condition reads the campaign's fields only", token,
        "not a field of the campaign",
        notes: ["a track is there or not for everybody in the campaign alike"],
        help: ["name a field of the `campaign` block"])
      return nil
    }
    return reference
  }

  private mutating func payloadReference(_ token: Int, _ name: String) -> FieldReference? {
    guard let event, allowed == .everything else {
      report(
        .conditionNotAllowed, "no event is at hand here", token, "no event here",
        help: ["read `event.\(name)` in an `on` line only"])
      return nil
    }
    let payload = workflow.events[event].payload
    if let index = payload.firstIndex(where: { $0.name == name }) {
      return FieldReference(storage: .payload, index: index)
    }
    let path = workflow.events[event].path
    let near = Spelling.nearest(to: name, among: payload.map(\.name))
    report(
      .unknownPayload, "`\(path)` carries no `\(name)`", token, "not in this event",
      notes: [
        payload.isEmpty
          ? "it carries no values at all" : "it carries \(payload.map { "`\($0.name)`" }.joined(separator: ", "))"
      ],
      help: near.map { ["write `event.\($0)`"] } ?? insteadOfValue(name, event),
      fixes: near.map { [fix(Spelling.safety(name, $0), token, "event.\($0)")] } ?? [], follows: isLost(path))
    return nil
  }

  /// Where else a value may be read that an event does not carry.
  private func insteadOfValue(_ name: String, _ event: Int) -> [String] {
    let own = workflow.events[event]
    let known = field(named: name).map { field($0).name }
    let read = known.map { "write `\($0)` alone, if the field of that name is meant" }
    guard own.span.source >= 0 else {
      return [read ?? (own.payload.isEmpty ? "read a field" : "read one of its values, or a field")]
    }
    let joint = own.payload.isEmpty ? "with " : ", "
    let place = own.payload.isEmpty ? "" : " behind what it carries"
    return (read.map { [$0] } ?? [])
      + ["let it carry one: in the line `event \(own.path)` write `\(joint)\(name) \(typeName(likelyType))`\(place)"]
  }

  mutating func reportUnknownField(_ token: Int, _ name: String, expecting type: ValueType? = nil) {
    let fields = fieldByName
    let checked = workflow
    let defined = definitions.byName
    let places = definitions.all.map { $0.span }
    if reportItemValue(token, name) || reportNearMiss(token, name, expecting: type) { return }
    if let place = stages(named: name).first {
      let question = workflow.stages[place].kind == .final ? "" : ", or whether it is active: `in \(name)`"
      report(
        .unknownName, "`\(name)` is a stage, not a value", token, "a stage",
        help: ["ask whether it is done: `\(name) is done`\(question)"])
      return
    }
    if let time = timeInOneWord(name) {
      let isInMonths = time.contains("month") || time.contains("year")
      return report(
        .unknownName, "no field is called `\(name)`", token,
        time.hasSuffix(" \(name)") ? "a number is missing before this" : "a time is a number and its unit",
        help: [isInMonths ? "write `\(time) (last day)` or `\(time) (next day)`" : "write `\(time)`"],
        fixes: [fix(.maybe, token, isInMonths ? "\(time) (last day)" : time)])
    }
    reportUnknown(
      .unknownName, "no field is called `\(name)`", token,
      near: { ($0.fieldNames + defined.keys).sorted() },
      declared: { near in
        fields[near].map { checked.fields($0.storage)[$0.index].span } ?? defined[near].map { places[$0] }
      }, noun: "a field",
      otherwise:
        "declare it in `campaign` or `record`, such as `\(declaration(name.contains(".") ? "price" : name, type ?? likelyType))`"
    )
  }

  /// `1 month` for `month`, `3 months` for `quarter`, `14 days` for `P14D`.
  private func timeInOneWord(_ name: String) -> String? {
    if TimeSpan.unit(name) != nil || ["month", "year"].contains(name) { return "1 \(name)" }
    if name == "quarter" { return "3 months" }
    guard name.hasPrefix("P") || name.hasPrefix("p"), let letter = name.last else { return nil }
    let isClock = name.dropFirst().first.map { "Tt".contains($0) } ?? false
    let digits = name.dropFirst(isClock ? 2 : 1).dropLast()
    guard let count = Int(digits), count > 0, count < 10_000 else { return nil }
    let units: [Character: String] =
      isClock ? ["H": "hour", "M": "minute", "S": "second"] : ["D": "day", "W": "week", "M": "month", "Y": "year"]
    return units[Character(letter.uppercased())].map { "\(count) \($0)\(count == 1 ? "" : "s")" }
  }

  /// Whether a line that defines something holds a word, which has no condition.
  private func isOfDefinition(_ token: Int) -> Bool {
    let line = tree.tokens[..<token].lastIndex { $0.kind == .newline }.map { $0 + 1 } ?? 0
    return tree.tokens[line...token].first { $0.kind == .word }?.word == .define
  }

  mutating func mayBeUnset(_ token: Int, _ name: String, _ field: CheckedField) {
    var (help, fixes): ([String], [Diagnostic.Fix]) = ([allowed.wayToGuard(name)], [])
    if let test, [.everything, .campaignOnly, .once].contains(allowed) {
      let guarded = "\(name) is set and \(source(test))"
      let written = isAlternative ? "(\(guarded))" : guarded
      help = ["ask first: `\(written)`"]
      if !isAlternative, case .compare(let subject, .equal, let value, negated: true) = tree.expressions[test].kind {
        help[0] += ", if those without a value are not meant"
        help.append("or `not (\(name) is set and \(source(subject)) is \(source(value)))`, if they are")
      }
      fixes = [Diagnostic.Fix(safety: .maybe, edits: [(place(test), written)])]
    }
    if test == nil, isOfDefinition(token) {
      help = [
        "give `\(name)` a default where it is declared, or say each amount in a rule that asks first: `when \(name) is set and \(name) is`, with the value"
      ]
    }
    report(
      .mayBeUnset, "`\(name)` may have no value here", token, "optional",
      related: field.span.source >= 0 ? [Diagnostic.Related(span: field.span, label: "declared `optional`")] : [],
      help: help, fixes: fixes)
  }

  // MARK: Small tools

  mutating func make(_ operation: CheckedExpression.Operation, _ type: ValueType, _ node: NodeIndex) -> Int {
    workflow.expressions.append(CheckedExpression(operation: operation, type: type, span: place(node)))
    return workflow.expressions.count - 1
  }

  @inline(__always)
  func place(_ node: NodeIndex) -> Diagnostic.Span { tree.span(tree.expressions[node].tokens) }

  func source(_ node: NodeIndex) -> String {
    let tokens = tree.expressions[node].tokens
    return tree.meant(tokens.lowerBound, tokens.upperBound)
  }

  func isOrdered(_ type: ValueType) -> Bool {
    switch type {
    case .number, .money, .percent, .date, .time, .duration: true
    default: false
    }
  }
}
