import WorkroomLanguage

/// Items of an `each`: their places in the record, the events that are meant for one of them, and how they begin.
extension Compiler {
  /// Gives every item its words of the record; the constants hold, for each field, whether it is set at first and to what.
  mutating func placeItems() {
    let texts = workflow.texts
    func text(_ words: String) -> Int? { texts.firstIndex(of: words) }
    var slot = workflow.record.count
    var entry = 0
    for each in workflow.eaches {
      let defaults = Compiler.defaults(each.record, text)
      let node = table.first[each.stage]
      eaches.append(
        EachRow(
          stage: Int32(each.stage), parent: Int32(table.nodes[node].parent), firstNode: Int32(node),
          size: Int32(table.nodes[node].end - node), most: Int32(each.most), firstSlot: Int32(slot),
          fields: Int32(each.record.count), defaults: Int32(constants.count), firstEntry: Int32(entry)))
      for word in defaults { constants += [word == nil ? 0 : 1, word ?? 0] }
      nameEvents(each)
      slot += each.most * each.record.count
      entry += each.most
    }
  }

  private mutating func nameEvents(_ each: CheckedEach) {
    let events = workflow.events
    func field(_ event: Int?, _ name: String) -> Int32 {
      Int32(event.flatMap { events[$0].payload.firstIndex { $0.name == name } } ?? -1)
    }
    eaches[eaches.count - 1].addedName = field(each.added, each.noun)
    eaches[eaches.count - 1].addedDue = field(each.added, "due")
    eaches[eaches.count - 1].waivedName = field(each.waived, each.noun)
  }

  /// Words of the record's fields and those of items.
  var slotCount: Int { workflow.record.count + workflow.eaches.reduce(0) { $0 + $1.most * $1.record.count } }

  /// A field as it is read and written: what an item carries stands behind the record.
  func slot(_ storage: Storage, _ field: Int) -> (storage: Storage, slot: Int) {
    guard storage == .item else { return (storage, field) }
    let row = eaches[max(table.each[table.nodes[currentNode].stage], 0)]
    return (.record, row.slot(max(currentItem, 0)) + field)
  }

  /// The condition of a rule inside an `each` on an event that may name an item: it asks for the item first.
  mutating func routedCondition(_ rule: CheckedRule) -> Int32? {
    let each = table.each[table.nodes[currentNode].stage]
    guard each >= 0, case .event(let event) = rule.trigger,
      let field = workflow.events[event].payload.firstIndex(where: { $0.name == workflow.eaches[each].noun })
    else { return nil }
    let start = Int32(code.count)
    let operands = Int32(constants.count)
    constants += [Int64(eaches[each].slot(currentItem) + CheckedEach.nameField), Int64(each)]
    emit(.isAddressed, b: UInt16(field), c: operands)
    if let condition = rule.condition {
      let skip = code.count
      emit(.jumpIfFalse)
      push(condition)
      code[skip].c = Int32(code.count)
    }
    emit(.end)
    return start
  }

  /// Code that counts the items to begin with; false if there is none.
  mutating func countCode(_ count: Int) -> Int32 {
    let start = Int32(code.count)
    push(count)
    emit(.noteCount)
    emit(.end)
    return start
  }

  /// Code that begins an item if there are to be so many.
  mutating func beginCode(_ each: Int, _ place: Int) -> Int32 {
    let start = Int32(code.count)
    emit(.beginItem, b: UInt16(place), c: Int32(each))
    emit(.end)
    return start
  }

  /// How each item is entered when it is added.
  mutating func addItemEntries() {
    for each in workflow.eaches {
      for node in table.nodes(of: each.stage) {
        let start = Int32(entries.count)
        addEntry(node, to: .defaults)
        itemEntries.append(start..<Int32(entries.count))
      }
    }
  }

  /// What a migration asks when it enters what an older version did not have.
  mutating func addDefaults() {
    for node in table.nodes.indices { trackConditions.append(trackCondition(node)) }
    for each in workflow.eaches { countCodes.append(each.count.map { countCode($0) } ?? -1) }
  }

  // MARK: Memory

  /// Code that asks whether anything is remembered.
  mutating func remembersCode(_ memory: Int, negated: Bool = false) -> Int32 {
    asked(.remembers, Int32(memory), negated)
  }

  /// Code that asks whether a node is remembered.
  mutating func rememberedCode(_ memory: Int, _ node: Int, negated: Bool = false) -> Int32 {
    let operands = Int32(constants.count)
    constants += [Int64(memory), Int64(node)]
    return asked(.remembered, operands, negated)
  }

  private mutating func asked(_ operation: Instruction.Operation, _ operand: Int32, _ negated: Bool) -> Int32 {
    let start = Int32(code.count)
    emit(operation, c: operand)
    if negated { emit(.not) }
    emit(.end)
    return start
  }

  // MARK: Money

  /// The campaign fields that some rule sets parts aside of, in the order of their declaration.
  static func earmarkFields(_ workflow: CheckedWorkflow) -> [Int] {
    let fields = workflow.actions.compactMap { action -> Int? in
      switch action.kind {
      case .earmark(let field, _), .free(let field): field
      default: nil
      }
    }
    return Set(fields).sorted()
  }
}
