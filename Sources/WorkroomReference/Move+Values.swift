import WorkroomLanguage
import WorkroomMachine

/// What a participation keeps beside its stages (§15.4).
extension Move {
  mutating func moveValues(_ text: (Int64) -> Int64) {
    let (from, to) = (old.workflow, new.workflow)
    let names = from.record.map { field in
      lines?.fields.first { $0.old == field.name }.map { to.record[$0.new].name } ?? field.name
    }
    let record = before.records[CheckedWorkflow.root]!
    state.records[CheckedWorkflow.root] = moved(record, from.record, names, to.record, text)
    moveItems(text)
    state.held = Set(before.held.compactMap { to.poolKinds.firstIndex(of: from.poolKinds[$0]) })
    for (field, amount) in before.earmarked.sorted(by: { $0.key < $1.key }) where amount != 0 {
      guard let target = to.campaign.firstIndex(where: { $0.name == from.campaign[field].name }) else { continue }
      if setsAside(target) { state.earmarked[target] = amount } else { freed.append((target, -amount)) }
    }
  }

  /// A field keeps the value of the one that had its name and type; others begin as for everybody.
  private func moved(
    _ values: [Int64?], _ fields: [CheckedField], _ names: [String], _ wanted: [CheckedField], _ text: (Int64) -> Int64
  ) -> [Int64?] {
    wanted.map { field in
      let source = names.firstIndex(of: field.name)
      let word = source.flatMap { place in values[place].flatMap { moved($0, fields[place].type, field.type, text) } }
      return word ?? new.initialValue(field)
    }
  }

  /// A value in the words of the newer version; `nil` where its type is another.
  private func moved(_ word: Int64, _ type: ValueType, _ wanted: ValueType, _ text: (Int64) -> Int64) -> Int64? {
    switch (type, wanted) {
    case (.choice(let from), .choice(let to)):
      let name = old.workflow.choices[from][Int(word)]
      return new.workflow.choices[to].firstIndex(of: name).map(Int64.init)
    case (.group(let from), .group(let to)):
      return old.workflow.poolKinds[from] == new.workflow.poolKinds[to] ? word : nil
    case (.text, .text):
      let own = old.texts.indices.contains(Int(-word - 1)) ? new.word(old.texts[Int(-word - 1)]) : nil
      return own ?? text(word)
    default: return type == wanted ? word : nil
    }
  }

  /// Items that live, and those that lived; one that was none before begins like any other.
  private mutating func moveItems(_ text: (Int64) -> Int64) {
    for (item, record) in before.records where item.stage > 0 {
      let (each, fields) = (each(old.workflow.each(item)), old.workflow.each(item).record)
      guard let each, item.item < each.most else { continue }
      let place = Place(stage: each.stage, item: item.item)
      if state.active.contains(place), !before.active.contains(item) { continue }
      // The name and the due date go by their places.
      let names = each.record.prefix(2).map(\.name) + fields.dropFirst(2).map(\.name)
      state.records[place] = moved(record, fields, names, each.record, text)
    }
    for item in state.active where new.workflow.stages[item.stage].kind == .each && state.records[item] == nil {
      state.records[item] = new.record(of: item, name: new.word("\(item.item + 1)"), due: nil)
    }
  }

  private func setsAside(_ field: Int) -> Bool {
    new.workflow.actions.contains { action in
      switch action.kind {
      case .earmark(field, _), .free(field): true
      default: false
      }
    }
  }
}

extension Run {
  /// Enters what a participation has in this version and had not in the one that it comes from (§15.3, §15.5).
  mutating func complete(_ move: Move) throws {
    for (field, amount) in move.freed { emit(.earmark, Int64(field), amount) }
    if state.isFinished { return }
    for place in workflow.inOrder(state.active) { try startTimers(of: place, asLeft: false) }
    try enter(CheckedWorkflow.root, Goal(begun: move.begun))
  }
}
