import WorkroomLanguage
import WorkroomValues

/// Bytecode of conditions, values and actions.
extension Compiler {
  mutating func emit(_ operation: Instruction.Operation, a: UInt8 = 0, b: UInt16 = 0, c: Int32 = 0) {
    code.append(Instruction(operation: operation, a: a, b: b, c: c))
  }

  var here: Int32 { Int32(code.count) }

  mutating func constant(_ word: Int64) -> Int32 {
    if let index = constantIndex[word] { return index }
    constants.append(word)
    constantIndex[word] = Int32(constants.count - 1)
    return Int32(constants.count - 1)
  }

  // MARK: Expressions

  /// The place of an expression's code, which ends with its value on the stack.
  mutating func expression(_ index: Int) -> Int32 {
    let key = ExpressionKey(expression: index, item: currentItem)
    if let known = expressionCode[key] { return known }
    let start = here
    push(index)
    endCode(start)
    expressionCode[key] = start
    return start
  }

  mutating func endCode(_ start: Int32) {
    if code.count == Int(start) + 1 {
      switch code[Int(start)].operation {
      case .fieldAgainstConstant, .areDone, .copyField, .email: code[Int(start)].a |= Instruction.alone
      default: break
      }
    }
    emit(.end)
  }

  /// Whether code from a place to its `end` can neither fail nor raise an event; what is not named here is not known to be
  /// so.
  func isQuiet(_ start: Int32) -> Bool {
    guard start >= 0 else { return true }
    var place = Int(start)
    while code[place].operation != .end {
      switch code[place].operation {
      case .constant, .field, .windowStart, .windowEnd, .compare, .fieldAgainstConstant, .areDone, .isSet, .isOpen,
        .isHeld, .anyActive, .isActive, .contains, .not, .jumpIfFalse, .jumpIfTrue, .total, .discard, .branchIfFalse,
        .isAddressed, .copyField, .setField, .clearField, .release, .disable, .email, .contract, .tell, .note,
        .createOrder, .cancelOrder, .voidReason, .voidSubject, .ofRule:
        place += 1
      default: return false
      }
    }
    return true
  }

  mutating func push(_ index: Int) {
    switch workflow.expressions[index].operation {
    case .constant(let word): emit(.constant, c: constant(word))
    case .text(let text): emit(.constant, c: constant(Machine.literal(text)))
    case .field(let storage, let field):
      let place = slot(storage, field)
      emit(.field, a: place.storage.rawValue, c: Int32(place.slot))
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
    case .isSet(let storage, let field): pushIsSet(storage, field)
    case .isOpen(let window): unary(window, .isOpen)
    case .isHeld(let kind): emit(.isHeld, a: UInt8(kind))
    case .isDone(let stage): pushDone(stage)
    case .isIn(let stage): pushIn(stage)
    case .total(let total): emit(.total, c: Int32(total))
    case .owed: emit(.owedSum)
    case .paid: emit(.paidSum)
    case .left(let field): emit(.left, c: Int32(field))
    case .tiers(let subject, let rows, let above): pushTiers(subject, rows, above)
    case .cases(let subject, let rows, let otherwise): pushCases(subject, rows, otherwise)
    }
  }

  mutating func pushIsSet(_ storage: Storage, _ field: Int) {
    let place = slot(storage, field)
    emit(.isSet, a: place.storage.rawValue, c: Int32(place.slot))
  }

  mutating func unary(_ operand: Int, _ operation: Instruction.Operation) {
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

  mutating func chain(_ parts: [(inout Compiler) -> Void], _ jump: Instruction.Operation) {
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
      let place = slot(storage, field)
      if let short = UInt16(exactly: place.slot) {
        let test = place.storage.rawValue | comparison.rawValue << 2
        return emit(.fieldAgainstConstant, a: test, b: short, c: constant(word))
      }
    }
    push(a)
    push(b)
    emit(.compare, a: comparison.rawValue)
  }

  func constantWord(_ index: Int) -> Int64? {
    switch workflow.expressions[index].operation {
    case .constant(let word): word
    case .text(let text): Machine.literal(text)
    default: nil
    }
  }
}
