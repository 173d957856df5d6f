import WorkroomLanguage

/// Where the values of a workflow are read and written: by lines that can be reached from a rule, not by all that was
/// ever written down.
struct Uses {
  struct Field: Equatable {
    var storage: Storage
    var index: Int
    /// The `each` whose items carry it; 0 for other fields.
    var each = 0
  }

  /// What is known of fields, by their places in a row.
  struct Table<Value> {
    private var values: [Value?] = []

    subscript(field: Field) -> Value? {
      get {
        let place = Table.place(field)
        return place < values.count ? values[place] : nil
      }
      set {
        let place = Table.place(field)
        while values.count <= place { values.append(nil) }
        values[place] = newValue
      }
    }

    private static func place(_ field: Field) -> Int {
      (field.each * Storage.allCases.count + Int(field.storage.rawValue)) * Checker.fieldsMax + field.index
    }
  }

  /// What a field was ever given.
  struct Written {
    var low = Int64.max
    var high = Int64.min
    /// Where it is first written.
    var span: Diagnostic.Span
  }

  private(set) var written = Table<Written>()
  private var read = Table<Bool>()
  private var cleared = Table<Bool>()
  /// Kinds of item that some line assigns, a bit a kind.
  private(set) var assigned: UInt64 = 0
  private(set) var raised: [Bool]
  private var seen: [Bool]
  /// Expressions that are still to be looked at.
  private var waiting: [Int] = []
  private let workflow: CheckedWorkflow

  init(_ workflow: CheckedWorkflow) {
    self.workflow = workflow
    raised = [Bool](repeating: false, count: workflow.events.count)
    seen = [Bool](repeating: false, count: workflow.expressions.count)
    for index in workflow.stages.indices { visit(workflow.stages[index].condition, 0) }
    for each in workflow.eaches { visit(each.count, 0) }
    for index in workflow.rules.indices { visit(rule: index) }
    for property in workflow.properties {
      if case .always(_, let within, _, let condition) = property.kind {
        visit(within, 0)
        visit(condition, 0)
      }
    }
  }

  func isRead(_ field: Field) -> Bool { read[field] != nil }

  /// Whether some line clears a field.
  func isCleared(_ field: Field) -> Bool { cleared[field] != nil }

  private mutating func visit(rule index: Int) {
    let each = workflow.stages[workflow.rules[index].owner].each ?? 0
    switch workflow.rules[index].trigger {
    case .after(let value), .at(let value), .every(let value, _), .once(let value): visit(value, each)
    default: break
    }
    visit(workflow.rules[index].condition, each)
    for action in workflow.rules[index].actions { visit(action: action, each) }
  }

  private mutating func visit(action index: Int, _ each: Int) {
    let action = workflow.actions[index]
    switch action.kind {
    case .set(let field, let value): write(Field(storage: .record, index: field), value, action.span, each)
    case .setItem(let field, let value):
      write(Field(storage: .item, index: field, each: each), value, action.span, each)
    case .add(let field, let value, let negated):
      add(Field(storage: .record, index: field), value, negated, action.span, each)
    case .addItem(let field, let value, let negated):
      add(Field(storage: .item, index: field, each: each), value, negated, action.span, each)
    case .clear(let field): clear(Field(storage: .record, index: field), action.span)
    case .clearItem(let field): clear(Field(storage: .item, index: field, each: each), action.span)
    case .raise(let event, let values):
      raised[event] = true
      for value in values { visit(value.value, each) }
    case .email(let value), .contract(let value), .tell(_, let value), .note(let value), .paid(let value, _),
      .owe(let value, _):
      visit(value, each)
    case .earmark(let field, let value):
      read[Field(storage: .campaign, index: field)] = true
      visit(value, each)
    case .free(let field): read[Field(storage: .campaign, index: field)] = true
    case .assign(let items, let ifNone):
      for item in items {
        assigned |= 1 << UInt64(item.kind)
        visit(item.group, each)
        visit(item.paying, each)
      }
      if case .action(let inner) = ifNone { visit(action: inner, each) }
    case .createOrder, .cancelOrder, .release, .disable, .voidReason, .voidSubject: break
    }
  }

  // MARK: Writing

  private mutating func touch(_ field: Field, _ span: Diagnostic.Span) {
    if written[field] == nil { written[field] = Written(span: span) }
  }

  private mutating func clear(_ field: Field, _ span: Diagnostic.Span) {
    touch(field, span)
    cleared[field] = true
  }

  private mutating func write(_ field: Field, _ value: Int, _ span: Diagnostic.Span, _ each: Int) {
    visit(value, each)
    var known = written[field] ?? Written(span: span)
    let constant = constant(value)
    known.low = min(known.low, constant ?? .min)
    known.high = max(known.high, constant ?? .max)
    written[field] = known
  }

  private mutating func add(_ field: Field, _ value: Int, _ negated: Bool, _ span: Diagnostic.Span, _ each: Int) {
    visit(value, each)
    touch(field, span)
    let amount = constant(value)
    if amount.map({ negated ? $0 > 0 : $0 < 0 }) ?? true { written[field]?.low = .min }
    if amount.map({ negated ? $0 < 0 : $0 > 0 }) ?? true { written[field]?.high = .max }
  }

  private func constant(_ value: Int) -> Int64? {
    if case .constant(let word) = workflow.expressions[value].operation { word } else { nil }
  }

  // MARK: Reading

  private mutating func visit(_ root: Int?, _ each: Int) {
    guard let root else { return }
    waiting.append(root)
    while let index = waiting.popLast() {
      guard !seen[index] else { continue }
      seen[index] = true
      let operation = workflow.expressions[index].operation
      switch operation {
      case .field(let storage, let field), .isSet(let storage, let field):
        if storage != .payload { read[Field(storage: storage, index: field, each: storage == .item ? each : 0)] = true }
      case .left(let field): read[Field(storage: .campaign, index: field)] = true
      default: operation.addOperands(to: &waiting)
      }
    }
  }
}

extension CheckedExpression.Operation {
  /// Adds the expressions that stand inside.
  func addOperands(to list: inout [Int]) {
    switch self {
    case .windowStart(let a), .windowEnd(let a), .isOpen(let a), .not(let a): list.append(a)
    case .add(let a, let b), .subtract(let a, let b), .share(let a, let b), .shiftDate(let a, let b),
      .shiftDateBySpan(let a, let b), .compare(let a, _, let b), .contains(let a, let b):
      list.append(a)
      list.append(b)
    case .and(let parts), .or(let parts): list += parts
    case .tiers(let subject, let rows, let above):
      list.append(subject)
      list += rows.map(\.value) + [above]
    case .cases(let subject, let rows, let rest):
      list.append(subject)
      list += rows.map(\.value) + (rest.map { [$0] } ?? [])
    case .constant, .text, .field, .isSet, .isHeld, .isDone, .isIn, .total, .owed, .paid, .left: break
    }
  }
}
