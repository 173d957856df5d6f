import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// What rules do (§13, §14).
extension Run {
  mutating func act(_ line: Line) throws(Stop) {
    for action in workflow.rules[line.index].actions { try act(action, place(line)) }
  }

  private mutating func act(_ action: Int, _ place: Place) throws(Stop) {
    func read(_ index: Int) throws(Stop) -> Int64 { try value(index, place) }
    switch workflow.actions[action].kind {
    case .set(let field, let source): state.record[field] = try copied(source, place, over: state.record[field])
    case .add(let field, let amount, let negated):
      state.record[field] = try added(read(amount), to: state.record[field], negated)
    case .clear(let field): state.record[field] = initialValue(cleared(workflow.record[field]))
    case .setItem(let field, let source):
      state.items[item(place)]![field] = try copied(source, place, over: state.items[item(place)]![field])
    case .addItem(let field, let amount, let negated):
      state.items[item(place)]![field] = try added(read(amount), to: state.items[item(place)]![field], negated)
    case .clearItem(let field):
      let record = workflow.eaches[stages[place.stage].each!].record
      state.items[item(place)]![field] = initialValue(cleared(record[field]))
    case .paid(let amount, let negated): emit(.paid, try limited(read(amount)) * (negated ? -1 : 1))
    case .raise(let event, let values):
      var call = Call(event: event, payload: workflow.events[event].payload.map { _ in nil })
      for (field, value) in values { call.payload[field] = try read(value) }
      raised.append(call)
    case .email(let words): emit(.email, try read(words))
    case .contract(let words): emit(.contract, try read(words))
    case .tell(let role, let words): emit(.tell, try read(words), Int64(role))
    case .note(let words): emit(.note, try read(words))
    case .createOrder: emit(.createOrder)
    case .cancelOrder: emit(.cancelOrder)
    case .assign(_, let ifNone):
      if try !assign(action, place), case .action(let instead) = ifNone { try act(instead, place) }
    case .release(let kinds): giveBack(kinds, .release)
    case .disable(let kinds): giveBack(kinds, .disable)
    case .owe(let amount, let reason):
      var currency: Int64 = 0
      if case .money(.iso(let named)) = workflow.expressions[amount].type { currency = Int64(named.packed) }
      emit(.owe, try limited(read(amount)), currency, Int64(reason))
    case .voidReason(let reason): emit(.voidReason, Int64(reason))
    case .voidSubject(let subject): emit(.voidSubject, try read(subject))
    case .earmark(let field, let amount): try earmark(field, read(amount))
    case .free(let field): try earmark(field, 0)
    }
  }

  private mutating func emit(_ kind: Effect.Kind, _ a: Int64 = 0, _ b: Int64 = 0, _ c: Int64 = 0, item: Int = -1) {
    effects.append(ReferenceEffect(Effect(kind: kind, a: a, b: b, c: c, rule: Int32(rule)), item: item))
  }

  /// §11.1: `set` from a field that is not set changes nothing.
  private func copied(_ source: Int, _ place: Place, over old: Int64?) throws(Stop) -> Int64? {
    if case .field = workflow.expressions[source].operation, !isSet(source, place) { return old }
    return try value(source, place)
  }

  /// §11.1: nothing can be added to what is not set.
  private func added(_ amount: Int64, to old: Int64?, _ negated: Bool) throws(Stop) -> Int64? {
    guard let old else { return nil }
    return try fitting(negated ? old.subtractingReportingOverflow(amount) : old.addingReportingOverflow(amount))
  }

  private func cleared(_ field: CheckedField) -> CheckedField {
    var field = field
    field.fallback = .none
    return field
  }

  /// §12.2: what one line owes or pays has a limit.
  private func limited(_ amount: Int64) throws(Stop) -> Int64 {
    if amount.magnitude > UInt64(amountMinorUnitsMax) { throw overflow() }
    return amount
  }

  /// §12.4: in place of what was set aside before; the difference is what the campaign sees.
  private mutating func earmark(_ field: Int, _ amount: Int64) throws(Stop) {
    if amount < 0 { throw overflow() }
    let difference = amount - (state.earmarked[field] ?? 0)
    state.earmarked[field] = amount
    if difference != 0 { emit(.earmark, Int64(field), difference) }
  }

  // MARK: Pools

  /// §13.1: takes what is not held yet, all or nothing; whether it has it now.
  mutating func assign(_ action: Int, _ place: Place) throws(Stop) -> Bool {
    guard case .assign(let items, let ifNone) = workflow.actions[action].kind else { return false }
    let wanted = try items.filter { !state.held.contains($0.kind) }.map { item throws(Stop) in
      (item, group: isSet(item.group, place) ? try value(item.group, place) : 0)
    }
    let line = Line(index: action, item: place.item)
    if let (item, group) = wanted.first(where: { $0.group == 0 || available($0.group) < 1 }) {
      // §13.2: somebody is told, or it waits in line, once.
      if case .tell = ifNone { emit(.poolEmpty, Int64(item.kind), group) }
      guard case .wait = ifNone else { return false }
      if state.waits[line] == nil { emit(.wait, Int64(item.kind), group, Int64(action), item: place.item) }
      state.waits[line] = rule
      return false
    }
    for (item, group) in wanted {
      emit(.claim, Int64(item.kind), group, try item.paying.map { rate throws(Stop) in try value(rate, place) } ?? -1)
      state.held.insert(item.kind)
      raiseAssigned(workflow.poolKinds[item.kind])
    }
    state.waits[line] = nil
    return true
  }

  /// What a step sees left in a group: what there was, less what the step itself has taken.
  private func available(_ group: Int64) -> Int64 {
    let taken = effects.count { $0.effect.kind == .claim && $0.effect.b == group }
    return (view.pools.last { $0.group == group }?.available ?? 0) - Int64(taken)
  }

  /// §13.3: an assignment is an event of the same step, where some rule waits for it.
  private mutating func raiseAssigned(_ kind: String) {
    guard let event = workflow.events.firstIndex(where: { $0.path == "\(kind).assigned" }) else { return }
    let isAwaited = workflow.rules.contains { if case .event(event) = $0.trigger { true } else { false } }
    if isAwaited { raised.append(Call(event: event, payload: workflow.events[event].payload.map { _ in nil })) }
  }

  private mutating func giveBack(_ kinds: Int, _ effect: Effect.Kind) {
    for kind in workflow.poolKinds.indices where kinds >> kind & 1 == 1 && state.held.contains(kind) {
      emit(effect, Int64(kind))
      state.held.remove(kind)
    }
  }
}
