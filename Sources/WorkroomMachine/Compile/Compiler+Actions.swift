import WorkroomLanguage
import WorkroomValues

/// Bytecode of actions.
extension Compiler {
  /// The actions of `on enter` and `on leave` lines, each under its own condition; -1 for none.
  mutating func block(_ rules: [Int]) -> Int32 {
    guard !rules.isEmpty else { return -1 }
    // Half of the stages around it may be entered while it runs.
    isWhole = false
    defer { isWhole = true }
    for rule in rules { for action in workflow.rules[rule].actions { prepare(action) } }
    let start = here
    for rule in rules {
      currentRule = rule
      emit(.ofRule, c: Int32(rule))
      var skip: Int?
      if let condition = workflow.rules[rule].condition {
        push(condition)
        skip = code.count
        emit(.jumpIfFalse)
      }
      for action in workflow.rules[rule].actions { push(action: action) }
      if let skip {
        // The test is left on the stack by the jump; both ways end with it gone.
        emit(.constant, c: constant(0))
        code[skip].c = here
        emit(.discard)
      }
    }
    emit(.end)
    return start
  }

  mutating func block(of actions: [Int]) -> Int32 {
    for action in actions { prepare(action) }
    let start = here
    for action in actions { push(action: action) }
    endCode(start)
    return start
  }

  /// A rate is code of its own, which may not lie inside a block.
  private mutating func prepare(_ action: Int) {
    guard case .assign(let items, let ifNone) = workflow.actions[action].kind else { return }
    for item in items { if let rate = item.paying { _ = expression(rate) } }
    if case .action(let inner) = ifNone { prepare(inner) }
  }

  private mutating func push(action index: Int) {
    currentAction = index
    switch workflow.actions[index].kind {
    case .set(let field, let value): set(field, value)
    case .setItem(let field, let value): set(slot(.item, field).slot, value)
    case .add(let field, let value, let negated): add(field, value, negated)
    case .addItem(let field, let value, let negated): add(slot(.item, field).slot, value, negated)
    case .clear(let field): clear(field, workflow.record[field].type)
    case .clearItem(let field):
      let each = max(table.each[table.nodes[currentNode].stage], 0)
      clear(slot(.item, field).slot, workflow.eaches[each].record[field].type)
    case .paid(let amount, let negated): unary(amount, negated ? .unpaid : .paid)
    case .raise(let event, let values): raise(event, values)
    case .email(let words): say(.email, words)
    case .contract(let words): say(.contract, words)
    case .note(let words): say(.note, words)
    case .tell(let role, let words): say(.tell, words, role)
    case .createOrder: emit(.createOrder)
    case .cancelOrder: emit(.cancelOrder)
    case .assign(let items, let ifNone): assign(items, ifNone)
    case .release(let kinds): emit(.release, c: Int32(kinds))
    case .disable(let kinds): emit(.disable, c: Int32(kinds))
    case .owe(let amount, let reason):
      push(amount)
      emit(.owe, b: currencyIndex(workflow.expressions[amount].type), c: Int32(reason))
    case .voidReason(let reason): emit(.voidReason, c: Int32(reason))
    case .voidSubject(let subject): unary(subject, .voidSubject)
    case .earmark(let field, let amount):
      push(amount)
      earmark(field)
    case .free(let field):
      emit(.constant, c: constant(0))
      earmark(field)
    }
  }

  /// Words are almost always a text of the definition.
  private mutating func say(_ operation: Instruction.Operation, _ words: Int, _ role: Int = 0) {
    if let word = constantWord(words) {
      return emit(operation, a: Instruction.constantWords, b: UInt16(role), c: constant(word))
    }
    push(words)
    emit(operation, b: UInt16(role))
  }

  private mutating func earmark(_ field: Int) {
    emit(.earmark, b: UInt16(field), c: Int32(earmarkFields.firstIndex(of: field) ?? 0))
  }

  private mutating func add(_ slot: Int, _ value: Int, _ negated: Bool) {
    push(value)
    emit(negated ? .subtractField : .addField, c: Int32(slot))
  }

  /// A window without dates is open: it has no mark of being unset.
  private mutating func clear(_ slot: Int, _ type: ValueType) {
    if type == .window {
      emit(.constant, c: constant(openWindow))
      emit(.setField, c: Int32(slot))
    } else {
      emit(.clearField, c: Int32(slot))
    }
  }

  /// 0 for the campaign's currency, else one more than the currency's place among those that the rules name.
  private mutating func currencyIndex(_ type: ValueType) -> UInt16 {
    guard case .money(.iso(let currency)) = type else { return 0 }
    if let known = currencies.firstIndex(of: currency) { return UInt16(known + 1) }
    currencies.append(currency)
    return UInt16(currencies.count)
  }

  /// `set` from an unset value changes nothing.
  private mutating func set(_ target: Int, _ value: Int) {
    guard case .field(let storage, let source) = workflow.expressions[value].operation else {
      push(value)
      return emit(.setField, c: Int32(target))
    }
    let event: Int? = if case .event(let event) = workflow.rules[currentRule].trigger { event } else { nil }
    let each = max(table.each[table.nodes[currentNode].stage], 0)
    let isOptional = workflow.fields(storage, event: event ?? 0, each: each)[source].mayBeUnset
    let place = slot(storage, source)
    if let short = UInt16(exactly: place.slot) {
      let kind = place.storage.rawValue | (isOptional ? Instruction.mayBeUnset : 0)
      return emit(.copyField, a: kind, b: short, c: Int32(target))
    }
    pushIsSet(storage, source)
    let skip = code.count
    emit(.branchIfFalse)
    push(value)
    emit(.setField, c: Int32(target))
    code[skip].c = here
  }

  private mutating func raise(_ event: Int, _ values: [(field: Int, value: Int)]) {
    emit(.raise, b: UInt16(workflow.events[event].payload.count), c: Int32(event))
    for value in values {
      push(value.value)
      emit(.carry, b: UInt16(value.field))
    }
  }

  private mutating func assign(_ items: [CheckedAction.Item], _ ifNone: CheckedAction.IfNone) {
    let start = Int32(assignItems.count)
    for item in items {
      guard case .field(let storage, let field) = workflow.expressions[item.group].operation else { continue }
      let rate = item.paying.map { expression($0) } ?? -1
      let place = slot(storage, field)
      assignItems.append(
        AssignItem(kind: Int32(item.kind), storage: place.storage, field: Int32(place.slot), rate: rate))
    }
    var site = AssignSite(
      items: start..<Int32(assignItems.count), waits: false, tells: false, waitIndex: -1, rule: Int32(currentRule),
      action: Int32(currentAction), item: Int32(currentItem))
    switch ifNone {
    case .wait:
      site.waits = true
      site.waitIndex = waitCount
      waitCount += 1
    case .tell: site.tells = true
    case .action: break
    }
    assigns.append(site)
    emit(.assign, c: Int32(assigns.count - 1))
    if case .action(let action) = ifNone {
      let skip = code.count
      emit(.jumpIfTrue)
      push(action: action)
      emit(.constant, c: constant(0))
      code[skip].c = here
    }
    emit(.discard)
  }
}
