import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// Values that would turn conditions round: the bounds of the comparisons that failed, and what lies beside them.
///
/// A wish is a guess, never an answer: whatever it leads to is tried before anybody hears of it.
struct Wishes {
  private(set) var words: [ValueType: [Int64]] = [:]
  /// Whether a value was missed that is not set.
  private(set) var wantsMore = false

  /// Looks through the parts of a condition that failed.
  mutating func add(_ tree: ConditionTree, _ moment: Moment) {
    let workflow = moment.workflow
    for node in tree.failing + tree.unread where node.expression >= 0 { add(node.expression, moment, workflow) }
  }

  private mutating func add(_ expression: Int, _ moment: Moment, _ workflow: CheckedWorkflow) {
    switch workflow.expressions[expression].operation {
    case .compare(let left, _, let right):
      bound(left, by: right, moment, workflow)
      bound(right, by: left, moment, workflow)
    case .and(let parts), .or(let parts): for part in parts { add(part, moment, workflow) }
    case .not(let part): add(part, moment, workflow)
    case .isSet: wantsMore = true
    default: break
    }
  }

  /// What the fields of one side would have to be for it to reach the other.
  private mutating func bound(_ side: Int, by other: Int, _ moment: Moment, _ workflow: CheckedWorkflow) {
    guard let target = moment.value(other) else { return }
    let type = workflow.expressions[side].type
    if case .constant = workflow.expressions[side].operation { return }
    let fields = Wishes.fields(of: side, workflow)
    let missing = target.subtractingReportingOverflow(moment.value(side) ?? target)
    guard !missing.overflow else { return }
    for field in fields {
      let moved = (moment.value(field) ?? target).addingReportingOverflow(missing.partialValue)
      if !moved.overflow { wish(moved.partialValue, type) }
    }
    // What is added up on the way, such as what was paid, wants the difference.
    if fields.isEmpty, missing.partialValue > 0 { wish(missing.partialValue, type) }
    wish(target, type)
    if workflow.expressions[side].type == .flag { for answer: Int64 in [0, 1] { wish(answer, .flag) } }
    if case .choice(let set) = type {
      for choice in workflow.choices[set].indices.prefix(8) { wish(Int64(choice), type) }
    }
  }

  private static func fields(of expression: Int, _ workflow: CheckedWorkflow) -> [Int] {
    switch workflow.expressions[expression].operation {
    case .field: [expression]
    case .add(let a, let b), .subtract(let a, let b): fields(of: a, workflow) + fields(of: b, workflow)
    default: []
    }
  }

  /// A value, and the values next to it.
  private mutating func wish(_ word: Int64, _ type: ValueType) {
    let type = Wishes.plain(type)
    var known = words[type] ?? []
    let step = Wishes.step(type)
    for candidate in step == 0 ? [word] : [word, word - step, word + step]
    where candidate >= 0 && candidate < 1 << 60 && !known.contains(candidate) {
      known.append(candidate)
    }
    words[type] = known
  }

  /// The distance to the next value that people would write; 0 where values have no order.
  static func step(_ type: ValueType) -> Int64 {
    switch type {
    case .number, .percent: Scaled.unit
    case .money: 100
    case .date: 1
    case .duration: 86_400_000
    case .time: 60
    default: 0
    }
  }

  /// Values for a field, the best guess first.
  func values(for type: ValueType) -> [Int64] { words[Wishes.plain(type)] ?? [] }

  /// Amounts are one kind, since only one currency is ever compared with itself.
  private static func plain(_ type: ValueType) -> ValueType { if case .money = type { .money(.home) } else { type } }
}
