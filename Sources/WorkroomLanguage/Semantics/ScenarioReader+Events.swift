import WorkroomValues

/// What happens in a scenario, and the values that go with it.
extension ScenarioReader {
  /// Somebody who has been given.
  mutating func person(_ token: Int) -> Int? {
    let name = tree.text(token)
    if let person = people[name] { return person }
    if ["that", "the"].contains(name) {
      checker.report(
        .unknownPerson, "an expectation begins with `expect` and a person", token, "not needed", help: ["delete it"],
        fixes: [checker.fix(.maybe, token, "")])
      return nil
    }
    if checker.roleByName[name] != nil, reportRoleAsPerson(token, name) { return nil }
    let near = Spelling.nearest(to: name, among: people.keys.sorted())
    let isAgain = !checker.missed.insert("person \(scenario.name) \(name)").inserted
    checker.report(
      .unknownPerson, "nobody is called `\(name)` here", token, "not given before this line",
      help: [(near.map { "write `\($0)`, or " } ?? "write ") + "`given \(name)` on a line above"],
      fixes: near.map { [checker.fix(.maybe, token, $0)] } ?? [], follows: isAgain || hasBrokenLine)
    return nil
  }

  /// `manager: proposal.accepted`: a line of a scenario begins with the person whom the event is about.
  private mutating func reportRoleAsPerson(_ token: Int, _ role: String) -> Bool {
    guard token + 2 < tree.tokens.count, tree.tokens[token + 1].kind == .colon, tree.tokens[token + 2].kind == .word
    else { return false }
    let path = tree.text(token + 2)
    let person = people.count == 1 ? people.keys.first! : scenario.people.first ?? "mia"
    let edits = [(checker.span(token), person), (checker.span(token + 2), "\(path) by \(role)")]
    checker.report(
      .unknownPerson, "`\(role)` is a role, and this line begins with the person whom the event is about", token,
      "not a person", help: ["write `\(person): \(path) by \(role)`"],
      fixes: people.isEmpty ? [] : [Diagnostic.Fix(safety: .maybe, edits: edits)], follows: hasBrokenLine)
    return true
  }

  mutating func readEvent(
    _ personToken: Int, _ path: Int, _ roleToken: Int?, _ values: [GivenSyntax], _ answer: ScenarioLineSyntax.Answer
  ) -> CheckedScenarioLine.Kind? {
    let person = person(personToken)
    guard let event = checker.event(path) else { return nil }
    let declared = checker.workflow.events[event]
    guard !isOfTheEngine(declared.path) else {
      checker.report(
        .sentByTheEngine, "`\(declared.path)` is told by the engine itself, and nobody sends it", path, "not sent",
        help: [
          declared.path == "campaign.changed"
            ? "change the campaign: `given campaign with ...`" : "expect what comes of it: `expect ...`"
        ])
      return nil
    }
    let role = role(roleToken, event)
    let written = written(values, declared.payload, of: .payload, event: declared.path)
    guard let person, let role, let written else { return nil }
    guard hasPayload(declared, written, path), let answer = read(answer, role, declared.path) else { return nil }
    return .event(person: person, event: event, role: role, written, answer)
  }

  private func isOfTheEngine(_ path: String) -> Bool {
    path == "campaign.changed"
      || checker.workflow.poolKinds.contains { path == "\($0).assigned" || path == "\($0).released" }
  }

  /// Who sends an event: the role that the line names, else the first that its declaration names.
  private mutating func role(_ token: Int?, _ event: Int) -> Int? {
    let declared = checker.workflow.events[event]
    guard let token else { return firstSender(declared) }
    guard let role = checker.roleByName[tree.text(token)] else {
      checker.reportUnknownRole(token)
      return nil
    }
    guard declared.senders == 0 || declared.senders & 1 << UInt64(role) != 0 else {
      let names = checker.workflow.roles.indices.filter { declared.senders & 1 << UInt64($0) != 0 }.map {
        "`\(checker.workflow.roles[$0].name)`"
      }
      checker.report(
        .nobodySends, "`\(tree.text(token))` never sends `\(declared.path)`", token, "not a sender of this event",
        notes: ["it is sent by \(names.joined(separator: ", "))"], help: ["write `by` with one of these roles"])
      return nil
    }
    return role
  }

  private func firstSender(_ event: CheckedEvent) -> Int {
    for tree in checker.trees.prefix(2) {
      guard let syntax = tree.events.first(where: { tree.text($0.path) == event.path }) else { continue }
      if let first = syntax.senders.first, let role = checker.roleByName[tree.text(first)] { return role }
    }
    return checker.roleByName["manager"] ?? 0
  }

  private mutating func hasPayload(_ event: CheckedEvent, _ written: [GivenValue], _ token: Int) -> Bool {
    guard
      let missing = event.payload.first(where: { field in
        !field.isOptional && !written.contains { $0.name == field.name }
          && !event.isFilled(field.name, given: written.map(\.name))
      })
    else { return true }
    let name = event.path == "conversion.refunded" && missing.name == "subtotal" ? "amount" : missing.name
    checker.report(
      .payloadMissing, "`\(event.path)` needs `\(name)`", token, "a value is missing",
      help: ["write `\(event.path) with \(name) \(checker.example(missing.type))`"])
    return false
  }

  private mutating func read(
    _ answer: ScenarioLineSyntax.Answer, _ role: Int, _ path: String
  ) -> CheckedScenarioLine.Answer? {
    switch answer {
    case .taken: return .taken
    case .ignored: return .ignored
    case .refused(let token, let words):
      guard checker.workflow.roles[role].isPerson else {
        checker.report(
          .neverRefused, "`\(checker.workflow.roles[role].name)` is a system, and what it reports is never refused",
          token,
          "systems are not refused", help: ["write `ignored`, or send the event `by` a person"],
          fixes: words == nil ? [checker.fix(.maybe, token, "ignored")] : [])
        return nil
      }
      return .refused(words.map(tree.quoted) ?? "")
    }
  }

  // MARK: Values

  /// Values as the engine reads them; `nil` where one does not fit.
  mutating func written(
    _ values: [GivenSyntax], _ fields: [CheckedField], of storage: Storage, event: String = ""
  ) -> [GivenValue]? {
    var written: [GivenValue] = []
    var hasMistake = false
    var earlier: [String: Int] = [:]
    for value in values {
      let name = tree.text(value.name)
      if let first = earlier.updateValue(value.name, forKey: name) {
        checker.report(
          .declaredTwice, "`\(name)` is given twice in this line", value.name, "given again",
          related: [Diagnostic.Related(span: checker.span(first), label: "the first")], help: ["keep one of the two"])
        hasMistake = true
      }
      if let text = special(value, name, storage) {
        written.append(GivenValue(name: name, text: text))
      } else if let field = fields.first(where: { $0.name == name }) {
        if let text = text(value, field) {
          written.append(GivenValue(name: name, text: text))
        } else {
          hasMistake = true
        }
      } else {
        reportUnknownField(value.name, fields, storage, event)
        hasMistake = true
      }
    }
    return hasMistake ? nil : written
  }

  /// What every campaign and every influencer has without declaring it.
  private func special(_ value: GivenSyntax, _ name: String, _ storage: Storage) -> String? {
    let token = tree.expressions[value.value].tokens.lowerBound
    switch (storage, name, tree.expressions[value.value].kind) {
    case (.campaign, "currency", .path): return Currency(tree.text(token)) == nil ? nil : tree.text(token)
    case (.campaign, "currency", .text), (.campaign, "time_zone", .text): return tree.quoted(token)
    case (.influencer, "handle", .handle): return tree.text(token)
    default: return nil
    }
  }

  private mutating func reportUnknownField(
    _ token: Int, _ fields: [CheckedField], _ storage: Storage, _ event: String
  ) {
    let name = tree.text(token)
    let names = fields.map(\.name) + (storage == .campaign ? ["currency", "time_zone"] : [])
    let habits = ["name": "first_name", "surname": "last_name", "mail": "email", "follower": "followers"]
    let near = habits[name].flatMap { names.contains($0) ? $0 : nil } ?? Spelling.nearest(to: name, among: names)
    let help = [
      near.map { "write `\($0)`" }
        ?? (names.isEmpty
          ? "delete it" : "write one of \(names.prefix(8).map { "`\($0)`" }.joined(separator: ", "))")
    ]
    let title =
      switch storage {
      case .campaign: "the campaign has no detail called `\(name)`"
      case .payload: "`\(event)` carries no `\(name)`"
      default: "nothing called `\(name)` is known of influencers"
      }
    checker.report(
      storage == .payload ? .unknownPayload : .unknownDetail, title, token, "not declared", help: help,
      fixes: near.map { [checker.fix(Spelling.safety(name, $0), token, $0)] } ?? [])
  }

  private mutating func text(_ value: GivenSyntax, _ field: CheckedField) -> String? {
    switch field.type {
    case .hashtags, .handles, .products:
      let entries = ([value.value] + value.entries).map { checker.listEntry($0, field.type) }
      return entries.contains { $0 == nil } ? nil : entries.compactMap { $0 }.joined(separator: ", ")
    case .group: return groupName(value, field)
    default: break
    }
    if let second = value.entries.first {
      checker.report(
        .typesDiffer, "`\(field.name)` holds one value, not a list", checker.place(second), "a second value",
        help: ["keep one of the values"])
      return nil
    }
    return plainText(value.value, field)
  }

  /// Words that may say that there is no group, rather than how one is called.
  private static let wordsForNoGroup: Set = [
    "none", "nothing", "unset", "empty", "any", "optional", "default", "nobody", "missing", "unknown", "null", "no",
  ]

  private mutating func groupName(_ value: GivenSyntax, _ field: CheckedField) -> String? {
    let expression = tree.expressions[value.value]
    if case .text = expression.kind { return tree.quoted(expression.tokens.lowerBound) }
    let isName = if case .path = expression.kind { true } else { false }
    let name = isName ? tree.text(expression.tokens.lowerBound) : "SUMMER20"
    let isPlain =
      !name.contains(".") && !ScenarioReader.wordsForNoGroup.contains(name)
      && !(checker.workflow.campaign + checker.workflow.record).contains { $0.name == name }
    let fixes = isName ? [checker.fix(isPlain ? .safe : .maybe, expression.tokens.lowerBound, "\"\(name)\"")] : []
    checker.report(
      .typesDiffer, "a group is named by a text", checker.place(value.value), "not a group's name",
      help: [
        ScenarioReader.wordsForNoGroup.contains(name)
          ? "leave `\(field.name)` out where there is no group, or write the group's name in quotes"
          : "write its name in quotes: `\(field.name) \"\(name)\"`"
      ], fixes: ScenarioReader.wordsForNoGroup.contains(name) ? [] : fixes)
    return nil
  }

  private mutating func plainText(_ node: NodeIndex, _ field: CheckedField) -> String? {
    if isCalculation(node, field.type) {
      checker.report(
        .notAPlainValue, "a scenario gives plain values, and this has to be read or computed", checker.place(node),
        "not a plain value", help: ["write a value, such as `\(checker.example(field.type))`"])
      return nil
    }
    guard let index = checker.checkValue(node, [], expecting: field.type) else { return nil }
    let expression = checker.workflow.expressions[index]
    guard checker.unify(field.type, expression.type, node, purpose: .field(field.name, field.span)) else { return nil }
    switch expression.operation {
    case .text(let index): return checker.workflow.texts[index]
    case .constant(let word):
      return Values.text(word, expression.type, checker.workflow, home: checker.homeCurrency?.currency)
    default: return nil
    }
  }

  private func isCalculation(_ node: NodeIndex, _ type: ValueType) -> Bool {
    switch tree.expressions[node].kind {
    case .total: return true
    case .path:
      guard case .choice = type else { return true }
      return checker.field(named: tree.text(tree.expressions[node].tokens.lowerBound)) != nil
    default: return false
    }
  }
}
