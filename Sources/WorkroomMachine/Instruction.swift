/// One operation of conditions and actions: 8 bytes.
struct Instruction: Sendable {
  enum Operation: UInt8, Sendable {
    case end
    // Values.
    case constant, field, windowStart, windowEnd, add, subtract, share, shiftDate, shiftDateBySpan
    // Tests.
    case compare, fieldAgainstConstant, areDone, isSet, isOpen, isHeld, anyActive, isActive, contains, not
    case jumpIfFalse, jumpIfTrue
    // Totals and money; tables, whose code is run with a stack of its own.
    case total, owedSum, paidSum, left, jump, branchIfFalse, duplicate, evaluate
    // Items and memory.
    case isAddressed, noteCount, beginItem, remembers, remembered
    // Actions. `copyField` is a `set` from another field, which changes nothing where that is not set.
    case copyField, setField, addField, subtractField, clearField, raise, carry, assign, release, disable
    case email, contract, tell, note, createOrder, cancelOrder, owe, voidReason, voidSubject, paid, unpaid
    case discard, earmark
    /// The rule that the following actions belong to.
    case ofRule
  }
  var operation: Operation
  var a: UInt8 = 0
  var b: UInt16 = 0
  var c: Int32 = 0

  /// In `a`: the whole condition, or the whole of an action, is this one instruction.
  static let alone: UInt8 = 0x80
  /// In `a` of a copy: the field it reads may not be set.
  static let mayBeUnset: UInt8 = 0x40
  /// In `a` of an action with words: they are the constant in `c`, not on the stack.
  static let constantWords: UInt8 = 1
}
