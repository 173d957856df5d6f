import WorkroomValues

/// Roles, sections, events and fields.
extension Checker {
  mutating func declare(_ members: ArraySlice<MemberSyntax>) {
    for member in members {
      switch member {
      case .role(let node): declareRole(tree.roles[node])
      case .section(let node): declareSection(tree.sections[node])
      default: continue
      }
    }
    declarePools(members)
    for member in members {
      if case .block(let node) = member { declareFields(tree.blocks[node]) }
      if case .event(let node) = member { declareEvent(tree.events[node]) }
    }
    for member in members { if case .define(let node) = member { declareDefinition(node) } }
  }

  private mutating func declareRole(_ role: RoleSyntax) {
    let name = text(role.name)
    guard roleByName[name] == nil else { return reportTwice("role", role.name, nil) }
    guard workflow.roles.count < Checker.rolesMax else {
      return report(
        .tooMany, "a workflow has at most \(Checker.rolesMax) roles", role.name, "one too many",
        help: ["join two roles into one"])
    }
    roleByName[name] = workflow.roles.count
    workflow.roles.append(CheckedRole(name: name, isPerson: role.isPerson))
  }

  private mutating func declareSection(_ section: NameSyntax) {
    let name = tree.quoted(section.token)
    guard sectionByName[name] == nil else { return reportTwice("section", section.token, nil) }
    sectionByName[name] = workflow.sections.count
    workflow.sections.append(name)
    workflow.sectionSpans.append(span(section.token))
  }

  mutating func reportTwice(_ noun: String, _ token: Int, _ earlier: Diagnostic.Span?) {
    let related = earlier.flatMap { $0.source >= 0 ? [Diagnostic.Related(span: $0, label: "the first")] : nil } ?? []
    let place = earlier.map { $0.source < 0 } == true ? " by the vocabulary" : ""
    report(
      .declaredTwice, "the \(noun) `\(text(token))` is already declared\(place)", token, "declared again",
      related: related,
      help: ["give this one another name, or delete one of the two"])
  }

  // MARK: Events

  private mutating func declareEvent(_ event: EventSyntax) {
    let path = text(event.path)
    if let earlier = eventByPath[path] { return reportTwice("event", event.path, workflow.events[earlier].span) }
    guard tree.isDotted(event.path) else {
      return report(
        .unknownEvent, "an event's name has two parts with a dot between them", event.path, "one part is missing",
        help: ["write something like `event interview.\(path)`"])
    }
    guard event.payload.count <= Checker.fieldsMax else {
      return report(
        .tooMany, "an event has at most \(Checker.fieldsMax) values", event.path, "too many values",
        help: ["split it into two events"])
    }
    var payload: [CheckedField] = []
    for node in event.payload {
      let field = tree.fields[node]
      let name = text(field.name)
      if let twice = payload.first(where: { $0.name == name }) { reportTwice("value", field.name, twice.span) }
      payload.append(checkedField(field))
    }
    eventByPath[path] = workflow.events.count
    workflow.events.append(
      CheckedEvent(
        path: path, senders: roleMask(event.senders), payload: payload, typed: event.typed.map { tree.quoted($0) },
        otherwise: otherwise(event.otherwise), span: span(event.path)))
  }

  private func otherwise(_ word: EventSyntax.Otherwise?) -> CheckedEvent.Otherwise {
    switch word {
    case .handled: .handled
    case .refused: .refused
    case .ignored: .ignored
    case nil: .undeclared
    }
  }

  mutating func roleMask(_ tokens: [Int]) -> UInt64 {
    var mask: UInt64 = 0
    for token in tokens {
      if let role = roleByName[text(token)] {
        mask |= 1 << UInt64(role)
      } else {
        reportUnknownRole(token)
      }
    }
    return mask
  }

  /// From behind a token to the end of another.
  private func gap(from first: Int, to last: Int) -> Diagnostic.Span {
    Diagnostic.Span(
      source: tree.sourceIndex, range: tree.tokens[first].range.upperBound..<tree.tokens[last].range.upperBound)
  }

  mutating func reportUnknownRole(_ token: Int) {
    if ["anyone", "anybody", "everyone", "everybody", "all"].contains(text(token)), token > 0,
      tree.tokens[token - 1].word == .by
    {
      report(
        .unknownRole, "a line without `by` takes its event from everybody who may send it", tree.span(token - 1, token),
        "not needed", help: ["delete `by \(text(token))`"],
        fixes: token > 1 ? [Diagnostic.Fix(safety: .maybe, edits: [(gap(from: token - 2, to: token), "")])] : [])
      return
    }
    let some = workflow.roles.prefix(6).map { "`\($0.name)`" }.joined(separator: ", ")
    reportUnknown(
      .unknownRole, "no role is called `\(text(token))`", token, near: { $0.roleByName.keys.sorted() },
      declared: { _ in nil },
      noun: "a role",
      otherwise:
        "write one of \(some), or declare it: `role \(text(token)) person`"
    )
  }

  // MARK: Fields

  private mutating func declareFields(_ block: FieldBlockSyntax) {
    let storage: Storage =
      switch block.kind {
      case .campaign: .campaign
      case .record: .record
      case .influencer: .influencer
      }
    for node in block.fields {
      let field = tree.fields[node]
      declareField(field, storage)
    }
  }

  /// Whether a word means something wherever a value or an item is expected.
  func hasMeaning(_ name: String) -> Bool {
    workflow.poolKinds.contains(name) || ["event", "paid", "owed"].contains(name)
  }

  mutating func reportMeaning(_ name: String, _ token: Int, _ noun: String) {
    report(
      .reservedName, "`\(name)` already has a meaning and cannot be the name of \(noun)", token,
      "already has a meaning", help: ["choose another name, such as `\(name)_wanted`"])
  }

  private mutating func declareField(_ field: FieldSyntax, _ storage: Storage) {
    let name = text(field.name)
    if let earlier = fieldByName[name] { return declareAgain(field, storage, earlier) }
    if hasMeaning(name) { return reportMeaning(name, field.name, "a field") }
    let checked = checkedField(field)
    let count = workflow.fields(storage).count
    guard count < Checker.fieldsMax else {
      return report(
        .tooMany, "a block has at most \(Checker.fieldsMax) fields", field.name, "one too many",
        help: ["delete fields that nothing reads"])
    }
    if storage == .record { checkHasValue(field, checked) }
    fieldByName[name] = FieldReference(storage: storage, index: count)
    switch storage {
    case .campaign: workflow.campaign.append(checked)
    case .record: workflow.record.append(checked)
    case .influencer: workflow.influencer.append(checked)
    case .payload, .item: preconditionFailure("only blocks declare fields here")
    }
  }

  /// A field of the standard stages may be declared again, with a default of one's own; every other name is taken.
  private mutating func declareAgain(_ field: FieldSyntax, _ storage: Storage, _ earlier: FieldReference) {
    let known = workflow.fields(earlier.storage)[earlier.index]
    guard known.span.source < 0, earlier.storage == storage, storage != .influencer else {
      return reportTwice("field", field.name, known.span)
    }
    let checked = checkedField(field)
    if storage == .record { checkHasValue(field, checked) }
    guard checked.type == known.type else {
      return report(
        .typesDiffer, "the standard stages use `\(known.name)` as \(describe(known.type))", field.name,
        describe(checked.type),
        help: ["give this field another name, or declare stages of your own"])
    }
    if storage == .campaign {
      workflow.campaign[earlier.index] = checked
    } else {
      workflow.record[earlier.index] = checked
    }
  }

  mutating func checkHasValue(_ field: FieldSyntax, _ checked: CheckedField) {
    guard !checked.isOptional, field.defaults.isEmpty, checked.type != .window else { return }
    let written = "\(checked.name) \(tree.source.text(tree.span(field.type.tokens).range))"
    report(
      .neverSet, "`\(checked.name)` has no value when a participation begins", field.name,
      "neither optional nor with a default",
      help: hasExample(checked.type)
        ? [
          "write `\(written) default \(example(checked.type))`, with the value that it begins with",
          "or `\(written) optional`",
        ] : ["write `\(written) optional`"],
      follows: isLost(checked.name))
  }

  mutating func checkedField(_ field: FieldSyntax) -> CheckedField {
    let type = checkedType(field.type)
    var checked = CheckedField(
      name: text(field.name), type: type, isOptional: field.isOptional, fallback: .none, span: span(field.name))
    if !field.defaults.isEmpty { checked.fallback = checkedDefault(field, type) }
    return checked
  }

  private mutating func checkedType(_ type: TypeSyntax) -> ValueType {
    switch type.kind {
    case .text, .unknown: return .text
    case .number: return .number
    case .money: return .money(type.currency.flatMap({ checkedCurrency($0) }).map { .iso($0) } ?? .home)
    case .percent: return .percent
    case .date: return .date
    case .time: return .time
    case .duration: return .duration
    case .span: return .span
    case .window: return .window
    case .flag: return .flag
    case .hashtags: return .hashtags
    case .handles: return .handles
    case .productList: return .products
    case .discountGroup: return .group(0)
    case .linkGroup: return .group(1)
    case .pool: return .group(poolKind(type) ?? 0)
    case .oneOf: return checkedChoices(type)
    }
  }

  private mutating func checkedChoices(_ type: TypeSyntax) -> ValueType {
    let names = type.choices.map { text($0) }
    for (index, token) in type.choices.enumerated() where names[..<index].contains(names[index]) {
      reportTwice("choice", token, nil)
    }
    if let index = workflow.choices.firstIndex(of: names) { return .choice(index) }
    workflow.choices.append(names)
    return .choice(workflow.choices.count - 1)
  }

  mutating func checkedCurrency(_ token: Int) -> Currency? {
    if let currency = Currency(text(token)) { return currency }
    report(
      .badLiteral, "no currency has the code `\(text(token))`", token, "not a currency",
      notes: ["currencies are written with the three letters of ISO 4217"],
      help: ["write a code such as `USD`, `EUR` or `GBP`"])
    return nil
  }

  private mutating func checkedDefault(_ field: FieldSyntax, _ type: ValueType) -> CheckedField.Default {
    switch type {
    case .hashtags, .handles, .products:
      return .list(field.defaults.compactMap { listEntry($0, type) })
    default: break
    }
    guard let node = field.defaults.first else { return .none }
    if field.defaults.count > 1 {
      if reportDecimalComma(field.defaults) { return .none }
      report(
        .typesDiffer, "`\(text(field.name))` holds one value, not a list",
        tree.expressions[field.defaults[1]].tokens.lowerBound, "a second value", help: ["keep one of the values"])
    }
    if case .group = type { return groupDefault(node) }
    guard let expression = checkValue(node, [], expecting: type) else { return .none }
    let checked = workflow.expressions[expression]
    guard unify(type, checked.type, node, purpose: .fallback(span(field.name))) else { return .none }
    switch checked.operation {
    case .constant(let word): return .word(word)
    case .text(let index): return .text(workflow.texts[index])
    default:
      report(
        .conditionNotAllowed, "a default is a value, not a calculation", tree.expressions[node].tokens.lowerBound,
        "not a plain value", help: ["write a value such as `500 USD`"])
      return .none
    }
  }

  private mutating func groupDefault(_ node: NodeIndex) -> CheckedField.Default {
    let expression = tree.expressions[node]
    switch expression.kind {
    case .text: return .group(tree.quoted(expression.tokens.lowerBound))
    case .path: return .group(text(expression.tokens.lowerBound))
    default:
      report(
        .typesDiffer, "a group is named by a text", expression.tokens.lowerBound, "not a group's name",
        help: ["write its name in quotes"])
      return .none
    }
  }

  mutating func listEntry(_ node: NodeIndex, _ type: ValueType) -> String? {
    let expression = tree.expressions[node]
    let token = expression.tokens.lowerBound
    switch (expression.kind, type) {
    case (.hashtag, .hashtags), (.handle, .handles): return text(token).lowercased()
    case (.text, .products): return tree.quoted(token)
    default:
      let example = type == .hashtags ? "#summer" : type == .handles ? "@acme" : "\"Tee\""
      report(
        .typesDiffer, "\(describe(type)) hold entries like `\(example)`", token, "another kind of entry",
        help: ["write `\(example)`"])
      return nil
    }
  }
}
