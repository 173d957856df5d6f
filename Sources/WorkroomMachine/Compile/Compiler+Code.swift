import WorkroomLanguage
import WorkroomValues

/// Bytecode of conditions, values and actions.
extension Compiler {
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
    endCode(start)
    expressionCode[index] = start
    return start
  }

  private mutating func endCode(_ start: Int32) {
    if code.count == Int(start) + 1 {
      switch code[Int(start)].operation {
      case .fieldAgainstConstant, .areDone, .copyField, .email: code[Int(start)].a |= Instruction.alone
      default: break
      }
    }
    emit(.end)
  }

  /// Whether code from a place to its `end` can neither fail nor raise an event.
  func isQuiet(_ start: Int32) -> Bool {
    guard start >= 0 else { return true }
    var place = Int(start)
    while code[place].operation != .end {
      switch code[place].operation {
      case .add, .subtract, .share, .shiftDateBySpan, .addField, .subtractField, .unpaid, .raise, .assign: return false
      default: place += 1
      }
    }
    return true
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
    case .and(let parts): pushAll(parts)
    case .or(let parts): chain(parts, .jumpIfTrue)
    case .not(let inner): unary(inner, .not)
    case .compare(let a, let comparison, let b): compare(a, comparison, b)
    case .isSet(let storage, let field): emit(.isSet, a: storage.rawValue, b: UInt16(field))
    case .isOpen(let window): unary(window, .isOpen)
    case .isHeld(let kind): emit(.isHeld, a: UInt8(kind))
    case .isDone(let stage): pushDone(stage)
    case .isIn, .total, .owed, .paid, .left, .tiers, .cases: preconditionFailure("not compiled yet")
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

  /// Stages that are asked side by side whether they are done are one test.
  private mutating func pushAll(_ parts: [Int]) {
    var tests: [(inout Compiler) -> Void] = []
    var done: [Int] = []
    for (position, part) in parts.enumerated() {
      if isWhole, case .isDone(let stage) = workflow.expressions[part].operation {
        done.append(stage)
        if position + 1 < parts.count, case .isDone = workflow.expressions[parts[position + 1]].operation { continue }
        let stages = done
        tests.append { $0.pushDone(stages) }
        done = []
      } else {
        tests.append { $0.push(part) }
      }
    }
    chain(tests, .jumpIfFalse)
  }

  private mutating func compare(_ a: Int, _ comparison: CheckedExpression.Comparison, _ b: Int) {
    if case .field(let storage, let field) = workflow.expressions[a].operation, let word = constantWord(b) {
      return emit(
        .fieldAgainstConstant, a: storage.rawValue | comparison.rawValue << 2, b: UInt16(field), c: constant(word))
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
    if isWhole { return pushDone([stage]) }
    let kind = workflow.stages[stage].kind
    if kind == .final { return emit(.isActive, c: Int32(stage)) }
    if kind == .track {
      let parent = Int32(workflow.stages[stage].parent)
      return chain(
        [
          { $0.emit(.isActive, c: parent) },
          { compiler in
            compiler.chain(
              [
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
    let children = workflow.stages[stage].children
    if workflow.stages[stage].holdsTracks {
      return chain(children.map { track in { $0.pushDone(track) } }, .jumpIfFalse)
    }
    let finals = children.filter { workflow.stages[$0].kind == .final }
    let start = Int32(constants.count)
    constants += finals.map(Int64.init)
    emit(.anyActive, b: UInt16(finals.count), c: start)
  }

  /// In a whole configuration every active stage or track has one active stage inside, so that it is done when none of
  /// those is active that are not final: the test is a comparison of words.
  private mutating func pushDone(_ stages: [Int]) {
    var words: [Int: (asked: Int64, active: Int64)] = [:]
    for stage in stages {
      let around = workflow.stages[stage].kind == .track ? workflow.stages[stage].parent : stage
      words[around / 64, default: (0, 0)].asked |= 1 << Int64(around % 64)
      words[around / 64]?.active |= 1 << Int64(around % 64)
      addNotDone(stage, &words)
    }
    let start = Int32(constants.count)
    for (word, bits) in words.sorted(by: { $0.key < $1.key }) { constants += [Int64(word), bits.asked, bits.active] }
    emit(.areDone, b: UInt16(words.count), c: start)
  }

  /// Asks for the stages that stand in the way of being done.
  private func addNotDone(_ stage: Int, _ words: inout [Int: (asked: Int64, active: Int64)]) {
    for child in workflow.stages[stage].children {
      if workflow.stages[stage].holdsTracks {
        addNotDone(child, &words)
      } else if workflow.stages[child].kind != .final {
        words[child / 64, default: (0, 0)].asked |= 1 << Int64(child % 64)
      }
    }
  }

  // MARK: Actions

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
    switch workflow.actions[index].kind {
    case .set(let field, let value): set(field, value)
    case .add(let field, let value, let negated):
      push(value)
      emit(negated ? .subtractField : .addField, b: UInt16(field))
    case .clear(let field): clear(field)
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
    case .setItem, .addItem, .clearItem, .earmark, .free: preconditionFailure("not compiled yet")
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

  /// A window without dates is open: it has no mark of being unset.
  private mutating func clear(_ field: Int) {
    if workflow.record[field].type == .window {
      emit(.constant, c: constant(openWindow))
      emit(.setField, b: UInt16(field))
    } else {
      emit(.clearField, b: UInt16(field))
    }
  }

  /// 0 for the campaign's currency, else one more than the index of the currency among the constants.
  private mutating func currencyIndex(_ type: ValueType) -> UInt16 {
    guard case .money(.iso(let currency)) = type else { return 0 }
    return UInt16(constant(Int64(currency.packed)) + 1)
  }

  /// `set` from an unset value changes nothing.
  private mutating func set(_ field: Int, _ value: Int) {
    guard case .field(let storage, let source) = workflow.expressions[value].operation else {
      push(value)
      return emit(.setField, b: UInt16(field))
    }
    let event: Int? = if case .event(let event) = workflow.rules[currentRule].trigger { event } else { nil }
    let isOptional = workflow.fields(storage, event: event ?? 0)[source].mayBeUnset
    emit(
      .copyField, a: storage.rawValue | (isOptional ? Instruction.mayBeUnset : 0), b: UInt16(source), c: Int32(field))
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
      assignItems.append(AssignItem(kind: Int32(item.kind), storage: storage, field: Int32(field), rate: rate))
    }
    var site = AssignSite(
      items: start..<Int32(assignItems.count), waits: false, tells: false, waitIndex: -1, rule: Int32(currentRule))
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
