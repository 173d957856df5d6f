import WorkroomLanguage
import WorkroomValues

/// Bytecode of conditions, values and actions.
extension Compiler {
  static let stackMax = 16

  mutating func emit(_ operation: Instruction.Operation, a: UInt8 = 0, b: UInt16 = 0, c: Int32 = 0) {
    code.append(Instruction(operation: operation, a: a, b: b, c: c))
  }

  private var here: Int32 { Int32(code.count) }

  mutating func constant(_ word: Int64) -> Int32 {
    if let index = constantIndex[word] { return index }
    constants.append(word)
    constantIndex[word] = Int32(constants.count - 1)
    return Int32(constants.count - 1)
  }

  // MARK: Expressions

  /// The place of an expression's code, which ends with its value on the stack.
  mutating func expression(_ index: Int) -> Int32 {
    if let known = expressionCode[index] { return known }
    let start = here
    push(index)
    emit(.end)
    expressionCode[index] = start
    return start
  }

  mutating func push(_ index: Int) {
    switch workflow.expressions[index].operation {
    case .constant(let word): emit(.constant, c: constant(word))
    case .text(let text): emit(.constant, c: constant(Machine.literal(text)))
    case .field(let storage, let field): emit(.field, a: storage.rawValue, b: UInt16(field))
    case .windowStart(let window): unary(window, .windowStart)
    case .windowEnd(let window): unary(window, .windowEnd)
    case .add(let a, let b): binary(a, b, .add)
    case .subtract(let a, let b): binary(a, b, .subtract)
    case .share(let a, let b): binary(a, b, .share)
    case .shiftDate(let a, let b): binary(a, b, .shiftDate)
    case .shiftDateBySpan(let a, let b): binary(a, b, .shiftDateBySpan)
    case .contains(let a, let b): binary(a, b, .contains)
    case .and(let parts): chain(parts, .jumpIfFalse)
    case .or(let parts): chain(parts, .jumpIfTrue)
    case .not(let inner): unary(inner, .not)
    case .compare(let a, let comparison, let b): compare(a, comparison, b)
    case .isSet(let storage, let field): emit(.isSet, a: storage.rawValue, b: UInt16(field))
    case .isOpen(let window): unary(window, .isOpen)
    case .isHeld(let kind): emit(.isHeld, a: UInt8(kind))
    case .isDone(let stage): pushDone(stage)
    }
  }

  private mutating func unary(_ operand: Int, _ operation: Instruction.Operation) {
    push(operand)
    emit(operation)
  }

  private mutating func binary(_ a: Int, _ b: Int, _ operation: Instruction.Operation) {
    push(a)
    push(b)
    emit(operation)
  }

  /// Each part is asked only while the ones before leave the answer open.
  private mutating func chain(_ parts: [Int], _ jump: Instruction.Operation) {
    chain(parts.map { part in { $0.push(part) } }, jump)
  }

  private mutating func chain(_ parts: [(inout Compiler) -> Void], _ jump: Instruction.Operation) {
    var jumps: [Int] = []
    for (position, part) in parts.enumerated() {
      part(&self)
      if position < parts.count - 1 {
        jumps.append(code.count)
        emit(jump)
      }
    }
    for place in jumps { code[place].c = here }
  }

  private mutating func compare(_ a: Int, _ comparison: CheckedExpression.Comparison, _ b: Int) {
    if case .field(let storage, let field) = workflow.expressions[a].operation, let word = constantWord(b) {
      return emit(.fieldAgainstConstant, a: storage.rawValue | comparison.rawValue << 2, b: UInt16(field), c: constant(word))
    }
    push(a)
    push(b)
    emit(.compare, a: comparison.rawValue)
  }

  private func constantWord(_ index: Int) -> Int64? {
    switch workflow.expressions[index].operation {
    case .constant(let word): word
    case .text(let text): Machine.literal(text)
    default: nil
    }
  }

  // MARK: Done

  /// Its `final` is active; with tracks, all of them are done; a track that is not called for counts as done.
  private mutating func pushDone(_ stage: Int) {
    let checked = workflow.stages[stage]
    if checked.kind == .final { return emit(.isActive, c: Int32(stage)) }
    if checked.kind == .track {
      let parent = Int32(checked.parent)
      return chain([
        { $0.emit(.isActive, c: parent) },
        { compiler in
          compiler.chain([
            {
              $0.emit(.isActive, c: Int32(stage))
              $0.emit(.not)
            }, { $0.pushInnerDone(stage) },
          ], .jumpIfTrue)
        },
      ], .jumpIfFalse)
    }
    chain([{ $0.emit(.isActive, c: Int32(stage)) }, { $0.pushInnerDone(stage) }], .jumpIfFalse)
  }

  private mutating func pushInnerDone(_ stage: Int) {
    let checked = workflow.stages[stage]
    if checked.holdsTracks { return chain(checked.children.map { track in { $0.pushDone(track) } }, .jumpIfFalse) }
    let finals = checked.children.filter { workflow.stages[$0].kind == .final }
    let start = Int32(constants.count)
    constants += finals.map(Int64.init)
    emit(.anyActive, b: UInt16(finals.count), c: start)
  }

  // MARK: Actions

  /// The actions of `on enter` and `on leave` lines, each under its own condition; -1 for none.
  mutating func block(_ rules: [Int]) -> Int32 {
    guard !rules.isEmpty else { return -1 }
    let start = here
    for rule in rules {
      currentRule = rule
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
    let start = here
    for action in actions { push(action: action) }
    emit(.end)
    return start
  }

  private mutating func push(action index: Int) {
    switch workflow.actions[index].kind {
    case .set(let field, let value): set(field, value)
    case .add(let field, let value, let negated):
      push(value)
      emit(negated ? .subtractField : .addField, b: UInt16(field))
    case .clear(let field): emit(.clearField, b: UInt16(field))
    case .paid(let amount, let negated): unary(amount, negated ? .unpaid : .paid)
    case .raise(let event, let values): raise(event, values)
    case .email(let words): unary(words, .email)
    case .contract(let words): unary(words, .contract)
    case .note(let words): unary(words, .note)
    case .tell(let role, let words):
      push(words)
      emit(.tell, b: UInt16(role))
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
    }
  }

  /// 0 for the campaign's currency, else one more than the index of the currency among the constants.
  private mutating func currencyIndex(_ type: ValueType) -> UInt16 {
    guard case .money(.iso(let currency)) = type else { return 0 }
    return UInt16(constant(Int64(currency.packed)) + 1)
  }

  /// `set` from an unset value changes nothing.
  private mutating func set(_ field: Int, _ value: Int) {
    var skip: Int?
    if case .field(let storage, let source) = workflow.expressions[value].operation {
      let event: Int? = if case .event(let event) = workflow.rules[currentRule].trigger { event } else { nil }
      if storage != .payload || event != nil, workflow.fields(storage, event: event ?? 0)[source].mayBeUnset {
        skip = code.count
        emit(.setFieldIfSet, a: storage.rawValue, b: UInt16(source))
      }
    }
    push(value)
    emit(.setField, b: UInt16(field))
    if let skip { code[skip].c = here }
  }

  private mutating func raise(_ event: Int, _ values: [(field: Int, value: Int)]) {
    for value in values { push(value.value) }
    raises.append(
      RaisePlan(
        event: Int32(event), fieldCount: Int32(workflow.events[event].payload.count), fields: values.map { Int32($0.field) }))
    emit(.raise, c: Int32(raises.count - 1))
  }

  private mutating func assign(_ items: [CheckedAction.Item], _ ifNone: CheckedAction.IfNone) {
    var site = AssignSite(items: [], waits: false, tells: false, waitIndex: -1, stage: Int32(currentOwner), rule: Int32(currentRule))
    // Rates are compiled before, since code of an expression may not lie inside a block.
    let rates = items.map { item in item.paying.map { rate in outOfLine { $0.expression(rate) } } ?? -1 }
    for (item, rate) in zip(items, rates) {
      guard case .field(let storage, let field) = workflow.expressions[item.group].operation else { continue }
      site.items.append(AssignSite.Item(kind: Int32(item.kind), storage: storage, field: Int32(field), rate: rate))
    }
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

  /// Compiles an expression in the middle of a block: the block jumps over it.
  private mutating func outOfLine(_ compile: (inout Compiler) -> Int32) -> Int32 {
    emit(.constant, c: constant(1))
    let skip = code.count
    emit(.jumpIfTrue)
    let place = compile(&self)
    code[skip].c = here
    emit(.discard)
    return place
  }
}
