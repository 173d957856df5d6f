import WorkroomLanguage

/// What a state says, in words that do not depend on how it is kept; and what its numbers stand for.
extension Machine {
  /// All that can be observed of a state.
  package func snapshot(_ state: Span<Int64>) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.isFinished = isFinished(state)
    snapshot.active = activeNodes(state).map {
      Snapshot.Place(stage: Int(stageOfNode[$0]), item: Int(itemOfNode[$0]))
    }.sorted()
    snapshot.record = workflow.record.indices.map { slotValue($0, state) }
    snapshot.items = eaches.indices.flatMap { each in
      livePlaces(eaches[each], state).map { place in
        let slot = eaches[each].slot(place)
        return Snapshot.Item(
          each: each, place: place, record: (slot..<slot + Int(eaches[each].fields)).map { slotValue($0, state) })
      }
    }
    snapshot.timers = runningTimers(state).map { timer, due in
      let identity = timerIdentity(timer)
      return Snapshot.Timer(rule: identity.rule, item: identity.item, due: due)
    }.sorted { ($0.rule, $0.item) < ($1.rule, $1.item) }
    snapshot.waits = waiting(state).map { site, _ in
      let identity = assignmentIdentity(site)
      return Snapshot.Wait(action: identity.action, item: identity.item)
    }.sorted { ($0.action, $0.item) < ($1.action, $1.item) }
    snapshot.held = workflow.poolKinds.indices.filter { holds($0, state) }
    snapshot.earmarked = [Int64](repeating: 0, count: workflow.campaign.count)
    for (place, field) in earmarkFields.enumerated() {
      snapshot.earmarked[Int(field)] = state[layout.earmarkStart + place]
    }
    return snapshot
  }

  /// What this participation has set aside of a campaign field.
  package func earmarked(_ field: Int, _ state: Span<Int64>) -> Int64 {
    earmarkFields.firstIndex(of: Int32(field)).map { state[layout.earmarkStart + $0] } ?? 0
  }

  /// A field of the record; `nil` where it is not set.
  package func recordValue(_ field: Int, _ state: Span<Int64>) -> Int64? { slotValue(field, state) }

  private func slotValue(_ slot: Int, _ state: Span<Int64>) -> Int64? {
    let isSet =
      layout.recordMask < 0 || state[layout.recordMask + slot / 64] & (1 << Int64(slot % 64)) != 0
    return isSet ? state[layout.recordStart + slot] : nil
  }

  /// A state in which nothing has begun, with the kinds of item that are still held from an earlier round.
  package func emptyState(holding kinds: [Int] = []) -> [Int64] {
    var state = [Int64](repeating: 0, count: layout.stride)
    for kind in kinds { state[0] |= 1 << (StateLayout.heldShift + Int64(kind)) }
    return state
  }

  // MARK: Items

  /// One live item of an `each`.
  package struct LiveItem: Sendable, Equatable {
    package var each: Int
    package var place: Int
    /// The word of its name.
    package var name: Int64
    package var due: Int64?
    /// Values of `CheckedEach.record`; `nil` where one is not set.
    package var record: [Int64?]
    /// Its active stages, outer before inner; the `each` itself is the first.
    package var stages: [Int]
  }

  /// The live items of a state, by `each` and place.
  package func items(_ state: Span<Int64>) -> [LiveItem] {
    eaches.indices.flatMap { index in
      let each = eaches[index]
      return livePlaces(each, state).map { place in
        let slot = each.slot(place)
        let record = (slot..<slot + Int(each.fields)).map { slotValue($0, state) }
        let nodes = each.node(place)..<each.node(place) + Int(each.size)
        return LiveItem(
          each: index, place: place, name: record[CheckedEach.nameField] ?? 0, due: record[CheckedEach.dueField],
          record: record, stages: nodes.filter { isActive($0, state) }.map { Int(stageOfNode[$0]) })
      }
    }
  }

  private func livePlaces(_ each: EachRow, _ state: Span<Int64>) -> [Int] {
    (0..<Int(each.most)).filter { isActive(each.node($0), state) }
  }

  // MARK: Identities

  /// The rule of a timer, and the place of the item that it belongs to; -1 outside an `each`.
  package func timerIdentity(_ timer: Int) -> (rule: Int, item: Int) {
    (Int(candidates[Int(timers[timer].candidate)].rule), Int(itemOfNode[Int(timers[timer].stage)]))
  }

  /// The timer of a rule and an item.
  package func timer(rule: Int, item: Int = -1) -> Int? {
    timers.indices.first { timerIdentity($0) == (rule, item) }
  }

  /// The action of an assignment, and the place of the item that it is for; -1 outside an `each`.
  package func assignmentIdentity(_ site: Int) -> (action: Int, item: Int) {
    (Int(assigns[site].action), Int(assigns[site].item))
  }

  /// The assignment of an action and an item.
  package func assignment(action: Int, item: Int = -1) -> Int? {
    assigns.indices.first { assignmentIdentity($0) == (action, item) }
  }
}
