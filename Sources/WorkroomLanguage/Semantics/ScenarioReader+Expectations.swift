/// What a scenario expects.
extension ScenarioReader {
  mutating func readExpectation(_ syntax: ExpectationSyntax) -> CheckedExpectation? {
    switch syntax {
    case .nothingElse: return .nothingElse
    case .sent(let sent, let words, let token):
      guard let person = person(token) else { return nil }
      let kind: CheckedExpectation.Sent = sent == .email ? .email : sent == .contract ? .contract : .note
      return .sent(kind, words: tree.quoted(words), person: person)
    case .order(let isCancelled, let token): return person(token).map { .order(isCancelled: isCancelled, person: $0) }
    case .noneLeft(let item, let token):
      guard let kind = kind(item), let person = person(token) else { return nil }
      return .noneLeft(kind: kind, person: person)
    case .told(let role, let words, let token): return readTold(role, words, token)
    case .stages(let token, let paths, let negated):
      guard let person = person(token) else { return nil }
      let stages = paths.compactMap { checker.target($0) }
      return stages.count == paths.count ? .stages(person: person, stages, negated: negated) : nil
    case .item(let token, let noun, let text):
      guard let person = person(token), let kind = kind(noun) else { return nil }
      return .item(person: person, kind: kind, text: tree.quoted(text))
    case .noItem(let token, let noun):
      guard let person = person(token), let kind = kind(noun) else { return nil }
      return .noItem(person: person, kind: kind)
    case .itemStage(let token, let noun, let text, let path, let negated):
      guard let person = person(token) else { return nil }
      return readItemStage(person, noun, text, path, negated)
    case .condition(let token, let node):
      guard let person = person(token) else { return nil }
      checker.readsUnset = true
      defer { checker.readsUnset = false }
      return checker.checkCondition(node, checker.stageFacts[0]).map { .condition(person: person, $0.expression) }
    }
  }

  private mutating func readTold(_ roleToken: Int, _ words: Int, _ token: Int?) -> CheckedExpectation? {
    guard let role = checker.roleByName[tree.text(roleToken)] else {
      checker.reportUnknownRole(roleToken)
      return nil
    }
    guard let token else { return .told(role: role, words: tree.quoted(words), person: nil) }
    return person(token).map { .told(role: role, words: tree.quoted(words), person: $0) }
  }

  /// A kind of item that pools hold.
  private mutating func kind(_ token: Int) -> Int? {
    let name = tree.text(token)
    if let kind = checker.workflow.poolKinds.firstIndex(of: name) { return kind }
    checker.reportUnknown(
      .unknownItem, "no item is called `\(name)`", token, near: { $0.workflow.poolKinds }, declared: { _ in nil },
      noun: "an item",
      otherwise: "write one of \(checker.workflow.poolKinds.map { "`\($0)`" }.joined(separator: ", "))")
    return nil
  }

  /// A stage of an item of an `each`.
  private mutating func readItemStage(
    _ person: Int, _ noun: Int, _ text: Int, _ path: Int, _ negated: Bool
  ) -> CheckedExpectation? {
    let name = tree.text(noun)
    guard let each = checker.workflow.eaches.firstIndex(where: { $0.noun == name }) else {
      checker.reportUnknown(
        .unknownItem, "the workflow has no `each \(name)`", noun, near: { $0.workflow.eaches.map(\.noun) },
        declared: { _ in nil }, noun: "an item",
        otherwise: "expect a stage of the participation: `expect mia in active`")
      return nil
    }
    let around = checker.workflow.eaches[each].stage
    guard let stage = checker.anyStage(path, from: around) else { return nil }
    guard checker.isAncestor(around, of: stage) else {
      checker.report(
        .notOfThisItem, "`\(checker.workflow.stages[stage].name)` is no stage of a `\(name)`", path,
        "outside the `each`", help: ["name a stage that stands inside `each \(name)`"])
      return nil
    }
    return .itemStage(person: person, each: each, name: tree.quoted(text), stage: stage, negated: negated)
  }
}
