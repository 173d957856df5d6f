import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// What rules do (§13, §14).
extension Run {
  /// Does what a rule says.
  mutating func act(_ line: Line, _ verdict: TraceEntry.Verdict? = nil) throws {
    rule = line.index
    if let verdict { note(rule, verdict) }
    for action in workflow.rules[rule].actions { try perform(Line(index: action, place: line.place)) }
  }

  private mutating func perform(_ action: Line) throws {
    let place = action.place
    func read(_ index: Int) throws -> Int64 { try value(index, place) }
    switch workflow.actions[action.index].kind {
    case .set(let field, let source): try set(CheckedWorkflow.root, field, to: source, place)
    case .add(let field, let amount, let negated): try add(read(amount), to: field, CheckedWorkflow.root, negated)
    case .clear(let field): clear(CheckedWorkflow.root, field, workflow.record)
    case .setItem(let field, let source): try set(item(place), field, to: source, place)
    case .addItem(let field, let amount, let negated): try add(read(amount), to: field, item(place), negated)
    case .clearItem(let field): clear(item(place), field, workflow.each(place).record)
    case .paid(let amount, let negated): emit(.paid, try limited(read(amount)) * (negated ? -1 : 1))
    case .raise(let event, let values):
      var payload = [Int64](repeating: 0, count: workflow.events[event].payload.count + 1)
      for (field, value) in values {
        payload[field + 1] = try read(value)
        payload[0] |= 1 << Int64(field)
      }
      raised.append(Call(event: event, payload: payload))
    case .email(let words): emit(.email, try read(words))
    case .contract(let words): emit(.contract, try read(words))
    case .tell(let role, let words): emit(.tell, try read(words), Int64(role))
    case .note(let words): emit(.note, try read(words))
    case .createOrder: emit(.createOrder)
    case .cancelOrder: emit(.cancelOrder)
    case .assign(_, let ifNone):
      guard try !assign(action), case .action(let instead) = ifNone else { return }
      try perform(Line(index: instead, place: place))
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

  /// An effect, which what the step reads later has in it (§12.3, §12.4, §13.1).
  mutating func emit(_ kind: Effect.Kind, _ a: Int64 = 0, _ b: Int64 = 0, _ c: Int64 = 0, item: Int = -1) {
    let effect = Effect(kind: kind, a: a, b: b, c: c, rule: Int32(rule))
    let home = workflow.currency.map { Int64($0.packed) }
    effects.append(ReferenceEffect(effect, item: item))
    view.keep([effect], about: subject, in: workflow) { $0 == 0 || $0 == home }
  }

  // MARK: Fields

  /// §11.1: `set` from a field that is not set changes nothing.
  private mutating func set(_ owner: Place, _ field: Int, to source: Int, _ place: Place) throws {
    if case .field = workflow.expressions[source].operation, try known(source, place) == nil { return }
    state.records[owner]![field] = try value(source, place)
  }

  /// §11.1: nothing can be added to what is not set.
  private mutating func add(_ amount: Int64, to field: Int, _ owner: Place, _ negated: Bool) throws {
    guard let old = state.records[owner]![field] else { return }
    state.records[owner]![field] = try fitting(
      negated ? old.subtractingReportingOverflow(amount) : old.addingReportingOverflow(amount))
  }

  private mutating func clear(_ owner: Place, _ field: Int, _ fields: [CheckedField]) {
    state.records[owner]![field] = Reference.unset(fields[field])
  }

  /// §12.2: what one line owes or pays has a limit.
  private func limited(_ amount: Int64) throws -> Int64 {
    try fitting((amount, amount.magnitude > UInt64(amountMinorUnitsMax)))
  }

  /// §12.4: in place of what was set aside before; the difference is what the campaign sees.
  private mutating func earmark(_ field: Int, _ amount: Int64) throws {
    if amount < 0 { throw overflow() }
    let difference = amount - (state.earmarked[field] ?? 0)
    state.earmarked[field] = amount
    if difference != 0 { emit(.earmark, Int64(field), difference) }
  }

  // MARK: Pools

  /// §13.1: takes what is not held yet, all or nothing; whether it has it now.
  mutating func assign(_ action: Line) throws -> Bool {
    guard case .assign(let items, let ifNone) = workflow.actions[action.index].kind else { return false }
    let place = action.place
    let wanted = try items.filter { !state.held.contains($0.kind) }.map { ($0, group: try known($0.group, place) ?? 0) }
    let missing = wanted.first { wish in (view.pools.last { $0.group == wish.group }?.available ?? 0) < 1 }
    if let (item, group) = missing {
      // §13.2: somebody is told, or it waits in line, once.
      if case .tell = ifNone { emit(.poolEmpty, Int64(item.kind), group) }
      guard case .wait = ifNone else { return false }
      if state.waits[action] == nil { emit(.wait, Int64(item.kind), group, Int64(action.index), item: place.item) }
      state.waits[action] = rule
      return false
    }
    for (item, group) in wanted {
      emit(.claim, Int64(item.kind), group, try item.paying.map { try value($0, place) } ?? -1)
      state.held.insert(item.kind)
      raiseAssigned(workflow.poolKinds[item.kind])
    }
    state.waits[action] = nil
    return true
  }

  /// §13.3: an assignment is an event of the same step, where some rule waits for it.
  private mutating func raiseAssigned(_ kind: String) {
    guard let event = workflow.events.firstIndex(where: { $0.path == "\(kind).assigned" }) else { return }
    if workflow.rules.contains(where: { $0.cue == .event(event) }) { raised.append(Call(event: event)) }
  }

  private mutating func giveBack(_ kinds: Int, _ effect: Effect.Kind) {
    for kind in workflow.poolKinds.indices where kinds >> kind & 1 == 1 && state.held.contains(kind) {
      emit(effect, Int64(kind))
      state.held.remove(kind)
    }
  }
}
