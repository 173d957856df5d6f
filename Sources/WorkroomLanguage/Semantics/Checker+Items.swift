import WorkroomValues

/// Items and money: what is assigned, released and owed.
extension Checker {
  private static let itemHabits = [
    "code": "discount", "codes": "discount", "coupon": "discount", "voucher": "discount", "discounts": "discount",
    "url": "link", "links": "link",
  ]

  private mutating func kind(_ token: Int, of pool: ItemSyntax.Pool? = nil) -> Int? {
    if let kind = workflow.poolKinds.firstIndex(of: text(token)) { return kind }
    if let meant = Checker.itemHabits[text(token)] {
      let own = otherItems(than: meant, text(token), pool)
      report(
        .unknownItem, "no item is called `\(text(token))`", token,
        own.isEmpty ? "called `\(meant)` here" : "which of the items?",
        help: ["write `\(meant)`" + own.prefix(5).map { " or `\($0)`" }.joined()],
        fixes: [fix(own.isEmpty ? .safe : .maybe, token, meant)])
      return nil
    }
    reportUnknown(
      .unknownItem, "no item is called `\(text(token))`", token, near: { $0.workflow.poolKinds },
      declared: { _ in nil }, noun: "an item",
      otherwise: "write \(itemNames { "`\($0)`" })")
    return nil
  }

  /// The file's own items, which a word such as `code` may mean as well; none where the word or the pool says it.
  private func otherItems(than meant: String, _ written: String, _ pool: ItemSyntax.Pool?) -> ArraySlice<String> {
    if written == "\(meant)s" || written == "url" { return [] }
    if case .field(let token) = pool, let field = fieldByName[text(token)],
      workflow.poolKinds.firstIndex(of: meant).map({ workflow.fields(field.storage)[field.index].type == .group($0) })
        == true
    {
      return []
    }
    return workflow.poolKinds.dropFirst(CheckedWorkflow.standardKinds.count)
  }

  /// A bit for each kind of item named.
  mutating func checkKinds(_ names: [Int]) -> Int? {
    var mask = 0
    for name in names {
      guard let kind = kind(name) else { return nil }
      mask |= 1 << kind
    }
    return mask
  }

  mutating func checkAssign(
    _ items: [ItemSyntax], _ ifNone: ActionSyntax.IfNone, _ facts: inout Facts
  )
    -> CheckedAction.Kind?
  {
    var checked: [CheckedAction.Item] = []
    for item in items {
      guard let kind = kind(item.kind, of: item.pool), let group = checkGroup(item, kind, facts) else { continue }
      if checked.contains(where: { $0.kind == kind }) {
        report(
          .setTwice, "one `assign` takes one \(workflow.poolKinds[kind])", item.kind, "the second",
          help: ["delete one of the two"])
        continue
      }
      var rate: Int?
      if let paying = item.paying { rate = checkRate(paying, facts) }
      checked.append(CheckedAction.Item(kind: kind, group: group, paying: rate))
    }
    guard checked.count == items.count else { return nil }
    switch ifNone {
    case .tell: return .assign(checked, ifNone: .tell)
    case .wait: return .assign(checked, ifNone: .wait)
    case .action(let node):
      // What the action sets is set only where the pool was empty; what it clears may not be set from then on.
      var branch = facts
      defer { facts.formIntersection(branch) }
      guard let action = checkAction(node, &branch).first else { return nil }
      return .assign(checked, ifNone: .action(action))
    }
  }

  private mutating func checkGroup(_ item: ItemSyntax, _ kind: Int, _ facts: Facts) -> Int? {
    switch item.pool {
    case .group(let token): return groupNamed(token, kind)
    case .field(let token): return groupField(token, kind)
    }
  }

  private mutating func groupField(_ token: Int, _ kind: Int) -> Int? {
    let (name, item) = (text(token), workflow.poolKinds[kind])
    guard let reference = fieldByName[name] else {
      reportUnknownGroup(token, kind)
      return nil
    }
    let field = workflow.fields(reference.storage)[reference.index]
    guard field.type == .group(kind) else {
      report(
        .typesDiffer, "a \(item) comes from a \(poolType(kind)), and `\(name)` is \(describe(field.type))", token,
        describe(field.type), help: ["name a field of the type `\(poolType(kind))`"])
      return nil
    }
    // A group that the campaign does not name is an empty pool, which the line itself answers.
    workflow.expressions.append(
      CheckedExpression(operation: .field(reference.storage, reference.index), type: field.type, span: span(token)))
    return workflow.expressions.count - 1
  }

  private mutating func reportUnknownGroup(_ token: Int, _ kind: Int) {
    let name = text(token)
    let groups = workflow.campaign.filter { $0.type == .group(kind) && !$0.isHidden }
    if let near = nearest(to: name, among: groups.map(\.name)) {
      let declared = groups.filter { $0.name == near && $0.span.source >= 0 }
      return report(
        .unknownName, "no field is called `\(name)`", token, "not declared here",
        related: declared.map { Diagnostic.Related(span: $0.span, label: "a field with a similar name") },
        help: ["write `\(near)`"], fixes: [fix(Spelling.safety(name, near), token, near)], follows: isLost(name))
    }
    report(
      .unknownName, "no field is called `\(name)`", token, "not declared here",
      help: [
        "write `from group \(name)` for a group of that name",
        "or declare `\(name)\(hasMeaning(name) ? "_group" : "") \(poolType(kind)) optional` in the `campaign` block"
          + (hasMeaning(name) ? ", and write that name here" : ""),
      ], follows: isMissedAgain(name, .unknownName))
  }

  /// A group named in the text is a hidden detail of the campaign, found when the campaign is created.
  private mutating func groupNamed(_ token: Int, _ kind: Int) -> Int? {
    let name = tree.tokens[token].kind == .text ? tree.quoted(token) : text(token)
    let hidden = "\(workflow.poolKinds[kind]) group \(name)"
    let reference: FieldReference
    if let known = fieldByName[hidden] {
      reference = known
    } else {
      reference = FieldReference(storage: .campaign, index: workflow.campaign.count)
      workflow.campaign.append(
        CheckedField(
          name: hidden, type: .group(kind), isOptional: false, fallback: .group(name), span: span(token), isHidden: true
        ))
      fieldByName[hidden] = reference
    }
    workflow.expressions.append(
      CheckedExpression(operation: .field(.campaign, reference.index), type: .group(kind), span: span(token)))
    return workflow.expressions.count - 1
  }

  /// A group named in the text counts as chosen in the campaign's details.
  mutating func nameChosenGroups() {
    for kind in workflow.poolKinds.indices {
      let named = workflow.campaign.filter { $0.isHidden && $0.type == .group(kind) }
      guard named.count == 1, case .group(let name) = named[0].fallback else { continue }
      for index in workflow.campaign.indices
      where workflow.campaign[index].type == .group(kind) && !workflow.campaign[index].isHidden {
        if case .none = workflow.campaign[index].fallback { workflow.campaign[index].fallback = .group(name) }
      }
    }
  }

  private mutating func checkRate(_ node: NodeIndex, _ facts: Facts) -> Int? {
    guard let expression = checkValue(node, facts) else { return nil }
    guard
      unify(
        .percent, workflow.expressions[expression].type, node,
        purpose: .words("`paying` says which share of each sale is owed"))
    else { return nil }
    return expression
  }

  // MARK: Money

  mutating func checkOwe(_ amount: NodeIndex, _ reason: Int, _ facts: Facts) -> CheckedAction.Kind? {
    likelyType = .money(.home)
    defer { likelyType = nil }
    guard let expression = checkValue(amount, facts) else { return nil }
    let type = workflow.expressions[expression].type
    guard case .money = type else {
      if type == .percent {
        report(
          .percentOfWhat, "`\(source(amount))` does not say of what", place(amount), "a share of what?",
          help: [shareOfSomething(source(amount))])
      } else {
        report(
          .typesDiffer, "what is owed is money, and this is \(describe(type))", place(amount), describe(type),
          help: [
            type == .number
              ? "write `\(source(amount)) \(homeCurrency?.currency ?? .usd)`, or a field that holds an amount"
              : "write an amount such as `50 USD`, or a field that holds one"
          ])
      }
      return nil
    }
    return .owe(expression, reason: intern(tree.quoted(reason)))
  }

  /// A share of an amount that is at hand: what the event carries, else a field of the record.
  private func shareOfSomething(_ share: String) -> String {
    func isMoney(_ field: CheckedField) -> Bool { if case .money = field.type { true } else { false } }
    let carried = event.flatMap { workflow.events[$0].payload.first(where: isMoney) }.map { "event.\($0.name)" }
    let fields = workflow.record.filter { isMoney($0) && $0.span.source >= 0 }.prefix(3).map(\.name)
    let amounts = (carried.map { [$0] } ?? []) + fields
    guard !amounts.isEmpty else {
      return
        "say of what it is a share: `\(share) of price`, with a field of the `record` such as `price money default 0 USD`"
    }
    return "say of what it is a share: " + amounts.prefix(3).map { "`\(share) of \($0)`" }.joined(separator: " or ")
  }

  mutating func checkVoid(_ path: Int) -> CheckedAction.Kind? {
    guard let event, let subject = workflow.events[event].subject,
      text(path) == "event.\(workflow.events[event].payload[subject].name)"
    else {
      report(
        .unknownPayload, "what is voided is named by a text, or by the order that the event is about", path, "neither",
        help: ["write `void owed for \"fee\"`, or `void owed for event.conversion` on an event of a conversion"])
      return nil
    }
    workflow.expressions.append(CheckedExpression(operation: .field(.payload, subject), type: .text, span: span(path)))
    return .voidSubject(workflow.expressions.count - 1)
  }

  /// A file that assigns codes or links itself, all or nothing as it says, replaces what the standard stages assign.
  mutating func dropReplacedAssignments() {
    func kinds(_ rule: PendingRule) -> [String?] {
      trees[rule.tree].rules[rule.node].actions.flatMap { action -> [String?] in
        guard case .assign(let items, _) = trees[rule.tree].actions[action].kind else { return [nil] }
        return items.map { trees[rule.tree].text($0.kind) }
      }
    }
    var own: Set<String> = []
    for rule in pendingRules where rule.tree == 1 {
      for action in trees[1].rules[rule.node].actions {
        if case .assign(let items, _) = trees[1].actions[action].kind {
          own.formUnion(items.map { trees[1].text($0.kind) })
        }
      }
    }
    guard !own.isEmpty else { return }
    pendingRules.removeAll { rule in
      guard rule.tree == 0 else { return false }
      let assigned = kinds(rule)
      return !assigned.isEmpty && assigned.allSatisfy { $0.map(own.contains) ?? false }
    }
  }

  /// A file that says what is owed for conversions replaces what the vocabulary says; a rate beside it would owe twice.
  mutating func dropReplacedRules() {
    func oweAction(_ rule: PendingRule) -> Int? {
      trees[rule.tree].rules[rule.node].actions.first {
        if case .owe = trees[rule.tree].actions[$0].kind { true } else { false }
      }
    }
    func isConversion(_ rule: PendingRule) -> Bool {
      guard case .events(let paths) = trees[rule.tree].rules[rule.node].trigger else { return false }
      return paths.contains { trees[rule.tree].text($0).hasPrefix("conversion.") }
    }
    guard let own = pendingRules.first(where: { $0.tree == 1 && oweAction($0) != nil && isConversion($0) }) else {
      return
    }
    pendingRules.removeAll { $0.tree == 0 && isConversion($0) && oweAction($0) != nil }
    let tree = trees[1]
    let paying = tree.actions.lazy.compactMap { action -> NodeIndex? in
      if case .assign(let items, _) = action.kind { items.compactMap(\.paying).first } else { nil }
    }.first
    guard let paying, let owe = oweAction(own) else { return }
    current = 1
    owner = own.owner
    report(
      .owedTwice, "a conversion would be owed twice: by this line and by the rate of the code or link",
      tree.actions[owe].tokens.lowerBound, "owed here",
      related: [Diagnostic.Related(span: place(paying), label: "and owed by this rate")],
      help: ["delete the `paying` part, or delete this line and keep the rate"])
  }
}
