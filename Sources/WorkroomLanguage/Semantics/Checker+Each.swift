/// `each`: the items of a stage, what they carry, and who may read it.
extension Checker {
  package static let eachesMax = 16
  package static let itemsMax = 64

  /// An `each` with its place in the text, until everything that it reads is known.
  struct PendingEach {
    var node: NodeIndex
    var tree: Int
  }

  // MARK: Declarations

  /// Whether there is room for one more.
  mutating func hasRoomForEach(_ syntax: StageSyntax) -> Bool {
    guard workflow.eaches.count >= Checker.eachesMax else { return true }
    trees[current].lostNames.formUnion([text(syntax.name), "\(text(syntax.name))s"])
    report(
      .tooMany, "a workflow has at most \(Checker.eachesMax) `each` blocks", syntax.name, "one too many",
      help: ["join two of them, with a field of their `record` that tells their items apart"])
    return false
  }

  /// Adds the `each` of a stage that has been added; its index.
  mutating func addEach(_ node: NodeIndex, _ stage: Int) -> Int {
    let syntax = tree.stages[node]
    let noun = text(syntax.name)
    if syntax.name != syntax.keyword { checkNoun(syntax.name, noun) }
    let place = span(syntax.name)
    pendingEaches.append(PendingEach(node: node, tree: current))
    workflow.eaches.append(
      CheckedEach(
        stage: stage, noun: noun, most: 1,
        record: [
          CheckedField(name: noun, type: .text, isOptional: false, fallback: .none, span: place),
          CheckedField(name: "\(noun).due", type: .date, isOptional: true, fallback: .none, span: place),
        ], added: eventByPath["\(noun).added"], waived: eventByPath["\(noun).waived"]))
    return workflow.eaches.count - 1
  }

  private mutating func checkNoun(_ token: Int, _ noun: String) {
    if let earlier = workflow.eaches.first(where: { $0.noun == noun }) {
      report(
        .declaredTwice, "a workflow has one `each \(noun)`", token, "a second one",
        related: related(earlier.record[CheckedEach.nameField].span, "the first"),
        help: ["call these items something else"])
    } else if let field = fieldByName[noun] {
      report(
        .declaredTwice, "`\(noun)` is a field already, and here it would be what one item is called", token,
        "declared again", related: related(workflow.fields(field.storage)[field.index].span, "the field"),
        help: ["call the items, or the field, something else"])
    } else if let index = definitions.byName[noun] {
      reportTwice("definition", token, definitions.all[index].span)
    } else if hasMeaning(noun) {
      reportMeaning(noun, token, "an item")
    }
  }

  /// The `record` of an `each`.
  mutating func declareItemFields(_ block: FieldBlockSyntax, _ each: Int) {
    for node in block.fields {
      let field = tree.fields[node]
      let (name, record) = (text(field.name), workflow.eaches[each].record)
      if let earlier = fieldByName[name] {
        reportTwice("field", field.name, workflow.fields(earlier.storage)[earlier.index].span)
      } else if let earlier = record.dropFirst(2).first(where: { $0.name == name }) {
        reportTwice("field", field.name, earlier.span)
      } else if let index = definitions.byName[name] {
        reportTwice("definition", field.name, definitions.all[index].span)
      } else if name == record[CheckedEach.nameField].name || hasMeaning(name) {
        reportMeaning(name, field.name, "a field")
      } else if record.count - 2 == Checker.fieldsMax {
        report(
          .tooMany, "a block has at most \(Checker.fieldsMax) fields", field.name, "one too many",
          help: ["delete fields that nothing reads"])
      } else {
        let checked = checkedField(field)
        checkHasValue(field, checked)
        workflow.eaches[each].record.append(checked)
      }
    }
  }

  // MARK: What there is of each

  /// How many items there are, and the events that add and waive them.
  mutating func checkEaches() {
    for index in workflow.eaches.indices {
      let pending = pendingEaches[index]
      current = pending.tree
      let syntax = tree.stages[pending.node]
      owner = workflow.stages[workflow.eaches[index].stage].parent
      checkMost(syntax, index)
      workflow.eaches[index].count = checkCount(syntax)
      checkItemEvents(index)
      checkIsMade(syntax, workflow.eaches[index])
    }
    checkTotalOfStages()
    owner = 0
  }

  private mutating func checkMost(_ syntax: StageSyntax, _ index: Int) {
    guard let node = syntax.most else { return }
    guard let (word, type) = literal(node), type == .number, word % 1_000_000 == 0,
      (1...Checker.itemsMax).contains(Int(word / 1_000_000))
    else {
      return report(
        .badLiteral, "an `each` has at least 1 and at most \(Checker.itemsMax) items", place(node),
        "not such a number", help: ["write `each \(text(syntax.name)) at most 12`"])
    }
    workflow.eaches[index].most = Int(word / 1_000_000)
  }

  /// The value after `of`; without one, the field `tasks` if there is such a number.
  private mutating func checkCount(_ syntax: StageSyntax) -> Int? {
    guard let node = syntax.count else {
      guard let tasks = fieldByName["tasks"], tasks.storage == .record || tasks.storage == .campaign,
        workflow.fields(tasks.storage)[tasks.index].type == .number
      else { return nil }
      workflow.expressions.append(
        CheckedExpression(operation: .field(tasks.storage, tasks.index), type: .number, span: span(syntax.name)))
      return workflow.expressions.count - 1
    }
    allowed = .items
    defer { allowed = .everything }
    // A number that is not set makes no items, so that it needs no guard.
    let facts = stageFacts[owner].union(optionalSource(node).map { [$0] } ?? [])
    guard let value = checkValue(node, facts, expecting: .number),
      unify(
        .number, workflow.expressions[value].type, node, purpose: .words("`of` says how many items there are at first"))
    else { return nil }
    return value
  }

  /// Values of events that carry the item's name are texts, and `waived` has to carry it.
  private mutating func checkItemEvents(_ index: Int) {
    let each = workflow.eaches[index]
    for event in workflow.events {
      let wanted: [(name: String, type: ValueType, what: String)] =
        [(each.noun, .text, "the name of an item")]
        + (event.path == "\(each.noun).added" ? [("due", .date, "the day an item is due")] : [])
      for (name, type, what) in wanted {
        guard let field = event.payload.first(where: { $0.name == name }), field.type != type else { continue }
        report(
          .typesDiffer, "`\(name)` of `\(event.path)` is \(what), and so \(describe(type))", field.span,
          describe(field.type), help: ["declare it as `\(name) \(type == .date ? "date" : "text") optional`"])
      }
      if event.path == "\(each.noun).waived", !event.payload.contains(where: { $0.name == each.noun }) {
        report(
          .unknownPayload, "`\(event.path)` does not say which \(each.noun) is meant", event.span, "a value is missing",
          help: ["write `with \(each.noun) text` after the name and the roles"])
      }
    }
  }

  private mutating func checkIsMade(_ syntax: StageSyntax, _ each: CheckedEach) {
    guard each.count == nil, each.added == nil, syntax.count == nil, syntax.name != syntax.keyword else { return }
    report(
      .noItems, "no \(each.noun) is ever made", syntax.name, "never made",
      help: [
        "say how many there are at first: `each \(each.noun) at most \(each.most) of ...`, with a field that is a number",
        "or declare the event that adds one: `event \(each.noun).added by manager with \(each.noun) text optional`",
      ], follows: isLost("\(each.noun).added"))
  }

  /// Every item goes through stages of its own, which count like others.
  private mutating func checkTotalOfStages() {
    // The first of all is the workflow itself.
    var total = workflow.stages.count - 1
    for each in workflow.eaches {
      total += (workflow.stages[each.stage].end - each.stage) * (each.most - 1)
      guard total > Checker.stagesMax else { continue }
      return report(
        .tooMany, "a workflow has at most 10,000 stages, those of every single item counted",
        workflow.stages[each.stage].span, "too many with these", help: ["write a smaller number after `at most`"])
    }
  }

  // MARK: Who may read an item

  /// The field of an item that a name means in a line of its `each`.
  @inline(__always)
  func itemField(_ name: String) -> FieldReference? {
    guard let each = workflow.stages[owner].each else { return nil }
    return workflow.eaches[each].record.firstIndex { $0.name == name }.map { FieldReference(storage: .item, index: $0) }
  }

  /// The field that a bare name means in the line being checked.
  @inline(__always)
  func field(named name: String) -> FieldReference? { itemField(name) ?? fieldByName[name] }

  @inline(__always)
  func field(_ reference: FieldReference) -> CheckedField {
    workflow.fields(reference.storage, event: event ?? 0, each: workflow.stages[owner].each ?? 0)[reference.index]
  }

  /// The names of the fields that the line being checked may read.
  var fieldNames: [String] {
    (itemFields.map(\.name) + fieldByName.keys).sorted()
  }

  /// The fields of the item whose line is being checked.
  var itemFields: [CheckedField] { workflow.stages[owner].each.map { workflow.eaches[$0].record } ?? [] }

  /// Reports a name that only lines inside an `each` may read; false if it is none.
  mutating func reportItemValue(_ token: Int, _ name: String) -> Bool {
    guard let each = workflow.eaches.first(where: { $0.record.contains { $0.name == name } }),
      let field = each.record.first(where: { $0.name == name })
    else { return false }
    report(
      .notOfThisItem, "`\(name)` belongs to a single \(each.noun), and this line stands outside of `each \(each.noun)`",
      token, "of which \(each.noun)?", related: related(field.span, "declared here"),
      help: ["put the line into the block that begins with `each \(each.noun)`"])
    return true
  }

  /// Whether a line stands in an `each` whose items have no name because of a mistake.
  var isInNamelessEach: Bool {
    guard let each = workflow.stages[owner].each else { return false }
    let pending = pendingEaches[each]
    return trees[pending.tree].stages[pending.node].name == trees[pending.tree].stages[pending.node].keyword
  }

  // MARK: Stages of items

  /// Whether a line may name a stage: those of an item only its own lines.
  @inline(__always)
  func isVisible(_ stage: Int, from place: Int) -> Bool {
    let each = workflow.stages[stage].each
    return each == nil || each == workflow.stages[place].each || workflow.stages[stage].kind == .each
  }

  mutating func reportStageOfItem(_ token: Int, _ stage: Int) {
    guard let each = workflow.stages[stage].each.map({ workflow.eaches[$0] }) else { return }
    report(
      .notOfThisItem,
      "`\(workflow.stages[stage].name)` is a stage of a single \(each.noun), and this line stands outside of "
        + "`each \(each.noun)`", token, "of which \(each.noun)?",
      related: related(workflow.stages[stage].span, "it stands here"),
      help: [
        "a line outside asks for all of them: `all \(each.noun)s are done`",
        "or put the line into the block that begins with `each \(each.noun)`",
      ])
  }

  /// What a name in `is done` and `are done` means: the items of an `each`, or a stage.
  mutating func doneStage(_ token: Int) -> Int? {
    eachNamed(text(token)) ?? stage(token, from: owner)
  }

  /// The `each` of some items: `deliverables`, or `deliverable`.
  func eachNamed(_ name: String) -> Int? {
    workflow.eaches.first { name == $0.noun || name == "\($0.noun)s" }?.stage
  }
}
