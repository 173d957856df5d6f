extension Cases {
  /// What a case limits: a value that a step reads, or an answer to be had of it, 0 for no and 1 for yes.
  ///
  /// Two expressions with one key always have the same value.
  package enum Key: Hashable, Sendable {
    case field(Storage, Int)
    case total(Int)
    case owed
    case paid
    case left(Int)
    case isSet(Storage, Int)
    case isOpen(Storage, Int)
    case isHeld(Int)
    case isDone(Int)
    case isIn(Int)
    /// What is made of other values, in their words.
    case computed(String)

    /// The same for equal keys and no others, in an order that messages keep.
    package var words: String {
      switch self {
      case .field(let storage, let index): "\(storage)/\(index)"
      case .total(let index): "total \(index)"
      case .owed: "owed"
      case .paid: "paid"
      case .left(let index): "left \(index)"
      case .isSet(let storage, let index): "set \(storage)/\(index)"
      case .isOpen(let storage, let index): "open \(storage)/\(index)"
      case .isHeld(let kind): "held \(kind)"
      case .isDone(let stage): "done \(stage)"
      case .isIn(let stage): "in \(stage)"
      case .computed(let words): words
      }
    }

    /// Whether the key asks where a participation stands.
    package var asksStages: Bool {
      switch self {
      case .isIn, .isDone: true
      default: false
      }
    }
  }

  /// What an expression is to cases.
  package static func key(_ index: Int, _ workflow: CheckedWorkflow) -> Key {
    switch workflow.expressions[index].operation {
    case .field(let storage, let field): .field(storage, field)
    case .isSet(let storage, let field): .isSet(storage, field)
    case .isOpen(let window):
      if case .field(let storage, let field) = workflow.expressions[window].operation {
        .isOpen(storage, field)
      } else {
        .computed("open \(key(window, workflow).words)")
      }
    case .isHeld(let kind): .isHeld(kind)
    case .isDone(let stage): workflow.stages[stage].kind == .final ? .isIn(stage) : .isDone(stage)
    case .isIn(let stage): .isIn(stage)
    case .total(let total): .total(total)
    case .owed: .owed
    case .paid: .paid
    case .left(let field): .left(field)
    default: .computed(computed(index, workflow))
    }
  }

  private static func computed(_ index: Int, _ workflow: CheckedWorkflow) -> String {
    func of(_ index: Int) -> String { key(index, workflow).words }
    return switch workflow.expressions[index].operation {
    case .constant(let word): "\(word)"
    case .text(let text): "t\(text)"
    case .windowStart(let window): "start(\(of(window)))"
    case .windowEnd(let window): "end(\(of(window)))"
    case .add(let a, let b): "(\(of(a)) + \(of(b)))"
    case .subtract(let a, let b): "(\(of(a)) - \(of(b)))"
    case .share(let a, let b), .shiftDate(let a, let b), .shiftDateBySpan(let a, let b): "(\(of(a)) of \(of(b)))"
    case .contains(let a, let b): "(\(of(a)) has \(of(b)))"
    case .tiers(let subject, let rows, let above):
      "(\(of(subject)) by \(rows.map { "\($0.limit):\(of($0.value))" }) else \(of(above)))"
    case .cases(let subject, let rows, let rest):
      "(\(of(subject)) as \(rows.map { "\($0.choice):\(of($0.value))" }) else \(rest.map(of) ?? ""))"
    case .and(let parts): "(\(parts.map(of).joined(separator: " and ")))"
    case .or(let parts): "(\(parts.map(of).joined(separator: " or ")))"
    case .not(let part): "not \(of(part))"
    case .compare(let a, let comparison, let b): "(\(of(a)) \(comparison) \(of(b)))"
    case .field, .isSet, .isOpen, .isHeld, .isDone, .isIn, .total, .owed, .paid, .left: key(index, workflow).words
    }
  }

  /// What a case limits, in an order that does not depend on the process.
  package static func inOrder(_ given: Case) -> [(key: Key, domain: Domain)] {
    given.map { (key: $0.key, domain: $0.value) }.sorted { $0.key.words < $1.key.words }
  }
}
