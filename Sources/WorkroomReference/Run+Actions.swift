import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// What rules do (§13, §14).
extension Run {
  mutating func act(_ line: Line, _ payload: [Int64?]) throws(Stop) {
    let reader = Reader(place: place(line), payload: payload)
    for action in workflow.rules[line.index].actions { try act(action, reader) }
  }

  private mutating func act(_ action: Int, _ reader: Reader) throws(Stop) {
    switch workflow.actions[action].kind {
    case .set(let field, let source): if let word = try copied(source, reader) { state.record[field] = word }
    case .add(let field, let amount, let negated):
      state.record[field] = try sum(state.record[field], value(amount, reader), negated)
    case .clear(let field): state.record[field] = cleared(workflow.record[field])
    case .setItem(let field, let source):
      if let word = try copied(source, reader) { state.items[item(reader)!]![field] = word }
    case .addItem(let field, let amount, let negated):
      let item = item(reader)!
      state.items[item]![field] = try sum(state.items[item]![field], value(amount, reader), negated)
    case .clearItem(let field):
      let item = item(reader)!
      state.items[item]![field] = cleared(workflow.eaches[workflow.stages[item.stage].each!].record[field])
    case .paid(let amount, let negated): emit(.paid, try limited(value(amount, reader)) * (negated ? -1 : 1))
    case .raise(let event, let values): try raise(event, values, reader)
    case .email(let words): emit(.email, try value(words, reader))
    case .contract(let words): emit(.contract, try value(words, reader))
    case .tell(let role, let words): emit(.tell, try value(words, reader), Int64(role))
    case .note(let words): emit(.note, try value(words, reader))
    case .createOrder: emit(.createOrder)
    case .cancelOrder: emit(.cancelOrder)
    case .assign(_, let ifNone):
      if try !assign(action, reader), case .action(let instead) = ifNone { try act(instead, reader) }
    case .release(let kinds): giveBack(kinds, .release)
    case .disable(let kinds): giveBack(kinds, .disable)
    case .owe(let amount, let reason):
      var currency: Int64 = 0
      if case .money(.iso(let named)) = workflow.expressions[amount].type { currency = Int64(named.packed) }
      emit(.owe, try limited(value(amount, reader)), currency, Int64(reason))
    case .voidReason(let reason): emit(.voidReason, Int64(reason))
    case .voidSubject(let subject): emit(.voidSubject, try value(subject, reader))
    case .earmark(let field, let amount): try earmark(field, value(amount, reader))
    case .free(let field): try earmark(field, 0)
    }
  }

  private mutating func emit(_ kind: Effect.Kind, _ a: Int64 = 0, _ b: Int64 = 0, _ c: Int64 = 0, item: Int = -1) {
    effects.append(ReferenceEffect(Effect(kind: kind, a: a, b: b, c: c, rule: Int32(rule)), item: item))
  }

  // MARK: Fields (§11.1)

  /// `set` from a field that is not set changes nothing.
  private func copied(_ source: Int, _ reader: Reader) throws(Stop) -> Int64? {
    if case .field = workflow.expressions[source].operation, !isSet(source, reader) { return nil }
    return try value(source, reader)
  }

  /// Nothing can be added to what is not set.
  private func sum(_ old: Int64?, _ amount: Int64, _ negated: Bool) throws(Stop) -> Int64? {
    guard let old else { return nil }
    return try fitting(negated ? old.subtractingReportingOverflow(amount) : old.addingReportingOverflow(amount))
  }

  private func cleared(_ field: CheckedField) -> Int64? {
    field.type == .window ? DateWindow(first: nil, last: nil).word : nil
  }

  /// What one action owes or pays has a limit (§12.2).
  private func limited(_ amount: Int64) throws(Stop) -> Int64 {
    if amount.magnitude > UInt64(amountMinorUnitsMax) { throw fails() }
    return amount
  }

  private mutating func raise(_ event: Int, _ values: [(field: Int, value: Int)], _ reader: Reader) throws(Stop) {
    var call = Call(event: event, payload: workflow.events[event].payload.map { _ in nil })
    for (field, value) in values { call.payload[field] = try self.value(value, reader) }
    queue.append(call)
  }

  /// §12.4: in place of what was set aside before; the difference is what the campaign sees.
  private mutating func earmark(_ field: Int, _ amount: Int64) throws(Stop) {
    let difference = try fitting(amount.subtractingReportingOverflow(state.earmarked[field] ?? 0))
    if amount < 0 { throw fails() }
    state.earmarked[field] = amount
    if difference != 0 { emit(.earmark, Int64(field), difference) }
  }

  // MARK: Pools (§13)

  /// Takes what is not held yet, all or nothing; whether it has it now.
  mutating func assign(_ action: Int, _ reader: Reader) throws(Stop) -> Bool {
    guard case .assign(let items, let ifNone) = workflow.actions[action].kind else { return false }
    let wanted = items.filter { !state.held.contains($0.kind) }
    func group(_ item: CheckedAction.Item) throws(Stop) -> Int64? {
      try isSet(item.group, reader) ? value(item.group, reader) : nil
    }
    for item in wanted {
      let group = try group(item)
      if let group, available(group) > 0 { continue }
      noneLeft(Line(index: action, item: reader.place.item), ifNone, item.kind, group ?? 0)
      return false
    }
    for item in wanted {
      let rate = try item.paying.map { rate throws(Stop) in try value(rate, reader) }
      emit(.claim, Int64(item.kind), try group(item) ?? 0, rate ?? -1)
      state.held.insert(item.kind)
      raiseAssigned(item.kind)
    }
    state.waits[Line(index: action, item: reader.place.item)] = nil
    return true
  }

  /// What a step sees left in a group: what there was, less what the step itself has taken.
  private func available(_ group: Int64) -> Int64 {
    let taken = effects.filter { $0.effect.kind == .claim && $0.effect.b == group }
    return (view.pools.last { $0.group == group }?.available ?? 0) - Int64(taken.count)
  }

  private mutating func noneLeft(_ line: Line, _ ifNone: CheckedAction.IfNone, _ kind: Int, _ group: Int64) {
    switch ifNone {
    case .tell: emit(.poolEmpty, Int64(kind), group)
    case .wait:
      if state.waits[line] == nil { emit(.wait, Int64(kind), group, Int64(line.index), item: line.item) }
      state.waits[line] = rule
    case .action: break
    }
  }

  /// An assignment is an event of the same step, where some rule waits for it.
  private mutating func raiseAssigned(_ kind: Int) {
    let path = "\(workflow.poolKinds[kind]).assigned"
    guard let event = workflow.events.firstIndex(where: { $0.path == path }) else { return }
    let isAwaited = workflow.rules.contains { if case .event(event) = $0.trigger { true } else { false } }
    if isAwaited { queue.append(Call(event: event, payload: workflow.events[event].payload.map { _ in nil })) }
  }

  private mutating func giveBack(_ kinds: Int, _ effect: Effect.Kind) {
    for kind in workflow.poolKinds.indices where kinds >> kind & 1 == 1 && state.held.contains(kind) {
      emit(effect, Int64(kind))
      state.held.remove(kind)
    }
  }
}
