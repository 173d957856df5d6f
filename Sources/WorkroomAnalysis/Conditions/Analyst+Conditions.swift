import WorkroomLanguage

/// Conditions that never hold, and conditions that always do.
extension Analyst {
  enum Verdict { case never, always, open }

  mutating func checkConditions() {
    for index in workflow.stages.indices where reached[index] && workflow.stages[index].span.source >= 0 {
      guard let condition = workflow.stages[index].condition else { continue }
      if isPlainlyOpen(condition, Standing(owner: 0)) { continue }
      judge(condition, Standing(owner: 0), line: workflow.stages[index].span, in: index)
    }
    for index in workflow.rules.indices where isLive(index) {
      guard let test = workflow.rules[index].test else { continue }
      let (owner, span) = (workflow.rules[index].owner, workflow.rules[index].span)
      let standing = Standing(owner: owner, event: workflow.rules[index].event)
      isPlain[index] = isPlainlyOpen(test, standing)
      if isPlain[index] { continue }
      if judge(test, standing, line: span, in: owner) == .never { dead.insert(index) }
    }
  }

  @discardableResult
  private mutating func judge(
    _ condition: Int, _ standing: Standing, line: Diagnostic.Span, in stage: Int
  ) -> Verdict {
    let verdict = verdict(condition, standing)
    let reader = Reader(standing: standing, line: line, stage: stage)
    switch verdict {
    case .never: tellNever(condition, reader, whole: true)
    case .always: tellAlways(condition, reader, whole: true)
    case .open: judgeParts(condition, reader)
    }
    return verdict
  }

  /// Whose condition is read, and where what is found is told.
  struct Reader {
    var standing: Standing
    var line: Diagnostic.Span
    var stage: Int
  }

  /// Whether a condition only compares different values with constants within their bounds: the usual case, in which
  /// each part can be true and false whatever the others are.
  func isPlainlyOpen(_ condition: Int, _ standing: Standing) -> Bool {
    // A single comparison is by far the most usual condition.
    if case .compare(let left, let comparison, let right) = workflow.expressions[condition].operation {
      return comparedField(left, comparison, right, standing) != nil
    }
    var seen: [Uses.Field] = []
    var waiting = [condition]
    while let index = waiting.popLast() {
      switch workflow.expressions[index].operation {
      case .and(let parts), .or(let parts): waiting += parts
      case .not(let part): waiting.append(part)
      case .compare(let left, let comparison, let right):
        guard let field = comparedField(left, comparison, right, standing), seen.count < 16, !seen.contains(field)
        else { return false }
        seen.append(field)
      default: return false
      }
    }
    return true
  }

  /// The field that a comparison asks for, where it stands against a constant and can be true and false.
  private func comparedField(
    _ left: Int, _ comparison: CheckedExpression.Comparison, _ right: Int, _ standing: Standing
  ) -> Uses.Field? {
    guard case .field(let storage, let field) = workflow.expressions[left].operation,
      case .constant(let word) = workflow.expressions[right].operation
    else { return nil }
    if let bounds = bounds(storage, field, standing) {
      guard comparison.domain(word).intersection(bounds).example != nil,
        comparison.opposite.domain(word).intersection(bounds).example != nil
      else { return nil }
    }
    return Uses.Field(storage: storage, index: field)
  }

  func verdict(_ condition: Int, _ standing: Standing) -> Verdict {
    if isPlainlyOpen(condition, standing) { return .open }
    if possibilities(condition, true, standing)?.isEmpty == true { return .never }
    if possibilities(condition, false, standing)?.isEmpty == true { return .always }
    return .open
  }

  /// The parts of a condition that is itself sometimes true.
  private mutating func judgeParts(_ condition: Int, _ reader: Reader) {
    let parts =
      switch workflow.expressions[condition].operation {
      case .and(let parts), .or(let parts): parts
      case .not(let part): [part]
      default: [Int]()
      }
    for part in parts {
      // What was written as one thing, such as `is between`, is told as one.
      guard workflow.expressions[part].span != workflow.expressions[condition].span, partsLeft > 0 else { continue }
      partsLeft -= 1 + parts.count
      switch verdict(part, reader.standing) {
      case .never: tellNever(part, reader, whole: false)
      case .always: tellAlways(part, reader, whole: false)
      case .open: judgeParts(part, reader)
      }
    }
  }

  // MARK: Never

  private mutating func tellNever(_ condition: Int, _ reader: Reader, whole: Bool) {
    if case .and(let parts) = workflow.expressions[condition].operation {
      if let part = parts.first(where: { isApart($0, condition) && verdict($0, reader.standing) == .never }) {
        return tellNever(part, reader, whole: whole)
      }
      if let (first, second) = contradiction(parts, reader.standing), isApart(second, condition) {
        return tellContradiction(first, second, reader)
      }
    }
    let span = workflow.expressions[condition].span
    let reasons = reasons(condition, true, reader.standing)
    report(
      .impossibleCondition,
      whole ? "this condition never holds\(summary(reasons))" : "this part never holds\(summary(reasons))",
      span, "never true", in: reader.stage, related: used(span, reader), notes: Array(reasons.dropFirst()),
      help: [whole ? "correct the condition, or delete the line" : "correct this part, or delete it"])
  }

  private func summary(_ reasons: [String]) -> String { reasons.first.map { ": \($0)" } ?? "" }

  private func isApart(_ part: Int, _ whole: Int) -> Bool {
    workflow.expressions[part].span != workflow.expressions[whole].span
  }

  /// Two parts that are each possible, but not together; only the first parts of a long condition are compared.
  private func contradiction(_ parts: [Int], _ standing: Standing) -> (Int, Int)? {
    let cases = parts.prefix(40).map { possibilities($0, true, standing) ?? [[:]] }
    for later in cases.indices {
      for earlier in 0..<later where meet(cases[earlier], cases[later], standing)?.isEmpty == true {
        return (parts[earlier], parts[later])
      }
    }
    return nil
  }

  private mutating func tellContradiction(_ first: Int, _ second: Int, _ reader: Reader) {
    let (a, b) = (workflow.expressions[first], workflow.expressions[second])
    let bounds = [first, second].map { bound($0, reader.standing) }
    let title: String
    if let one = bounds[0], let other = bounds[1], one.name == other.name {
      title = "this condition never holds: `\(one.name)` is not \(one.words) and \(other.words) at once"
    } else {
      title = "this condition never holds: `\(written(a.span))` and `\(written(b.span))` exclude each other"
    }
    report(
      .impossibleCondition, title, b.span, bounds[1]?.label ?? "excludes the other", in: reader.stage,
      related: [related(a.span, bounds[0]?.label ?? "excludes the other")],
      notes: stagesApart(first, second),
      help: ["correct one of the two, or write `or` between them; a line that is never to apply can be deleted"])
  }

  private func stagesApart(_ first: Int, _ second: Int) -> [String] {
    guard case .isIn(let a) = workflow.expressions[first].operation,
      case .isIn(let b) = workflow.expressions[second].operation
    else { return [] }
    return ["`\(workflow.stages[a].path)` and `\(workflow.stages[b].path)` are never active together"]
  }

  /// `above 50 USD`: the range in which a comparison with a constant is true, in a title and under the line.
  private func bound(_ condition: Int, _ standing: Standing) -> (name: String, words: String, label: String)? {
    guard case .compare(let left, let comparison, let right) = workflow.expressions[condition].operation else {
      return nil
    }
    let (subject, way, limit) = isFixed(right) ? (left, comparison, right) : (right, comparison.mirrored, left)
    guard isFixed(limit), let quantity = quantity(Cases.key(subject, workflow), standing) else { return nil }
    let value = written(workflow.expressions[limit].span)
    let words =
      switch way {
      case .more: "above \(value)"
      case .atLeast: "at least \(value)"
      case .less: "below \(value)"
      case .atMost: "at most \(value)"
      case .equal: value
      case .notEqual: "other than \(value)"
      }
    return (quantity.name, words, way == .equal ? "true for \(words)" : "true \(words)")
  }

  private func isFixed(_ value: Int) -> Bool {
    switch workflow.expressions[value].operation {
    case .constant, .text: true
    default: false
    }
  }

  // MARK: Always

  private mutating func tellAlways(_ condition: Int, _ reader: Reader, whole: Bool) {
    if case .or(let parts) = workflow.expressions[condition].operation,
      let part = parts.first(where: { isApart($0, condition) && verdict($0, reader.standing) == .always })
    {
      return tellAlways(part, reader, whole: whole)
    }
    let span = workflow.expressions[condition].span
    let reasons = reasons(condition, false, reader.standing)
    report(
      .constantCondition,
      whole ? "this condition always holds\(summary(reasons))" : "this part always holds\(summary(reasons))", span,
      "always true", in: reader.stage, related: used(span, reader), notes: Array(reasons.dropFirst()),
      help: [whole ? "delete the condition: the line applies without it as well" : "delete this part, or correct it"])
  }

  /// Why nothing is left of the cases in which a condition holds, or does not.
  private func reasons(_ condition: Int, _ wanted: Bool, _ standing: Standing) -> [String] {
    var reader = CaseReader(workflow)
    var reasons: [String] = []
    for given in reader.cases(condition, wanted) {
      for (key, domain) in Cases.inOrder(given) {
        if let quantity = quantity(key, standing), let bounds = quantity.bounds,
          domain.intersection(bounds).example == nil
        {
          reasons.append(quantity.reason)
        } else if case .isSet(let storage, let index) = key, isAlwaysSet(storage, index, standing) {
          reasons.append(alwaysSet(storage, index, standing))
        } else if let reason = apart(key, domain, standing) {
          reasons.append(reason)
        }
      }
    }
    var known: Set<String> = []
    return reasons.filter { known.insert($0).inserted }
  }

  private func alwaysSet(_ storage: Storage, _ index: Int, _ standing: Standing) -> String {
    let each = storage == .item ? workflow.stages[standing.owner].each ?? 0 : 0
    let field = workflow.fields(storage, event: standing.event ?? 0, each: each)[index]
    let start = fallback(field).map { "begins as \($0)" } ?? "is given a value from the beginning"
    return "`\(field.name)` \(start), and no line clears it"
  }

  /// Why a stage is never active, or always, where a line stands.
  private func apart(_ key: Cases.Key, _ domain: Cases.Domain, _ standing: Standing) -> String? {
    let stage: Int
    switch key {
    case .isIn(let asked), .isDone(let asked): stage = asked
    default: return nil
    }
    guard standing.owner > 0, possible([key: domain], standing) == nil else { return nil }
    let (asked, line) = (workflow.stages[stage].path, workflow.stages[standing.owner].path)
    if workflow.isInside(standing.owner, stage) { return "this line stands inside `\(asked)`" }
    return "this line stands in `\(line)`, and `\(asked)` is never active then"
  }

  /// A condition that has a name is told where it is defined; the line that uses it belongs to the story.
  private func used(_ span: Diagnostic.Span, _ reader: Reader) -> [Diagnostic.Related] {
    span.range.lowerBound < reader.line.range.lowerBound ? [related(reader.line, "used here")] : []
  }
}
