import WorkroomLanguage

/// Writes the words of a participation's state as another version keeps them.
struct Mover {
  private let old: Machine
  private let new: Machine
  private let map: StageMap
  private let migration: CheckedMigration?
  private let state: [Int64]
  /// The state in the newer version.
  private(set) var words: [Int64]
  /// Timers that begin anew.
  private(set) var armed: [Int] = []
  /// Blocks that the older version did not have, or not here, so that their items are begun.
  private(set) var begunEaches: [Bool]
  /// The older node that each newer one was.
  private var sources: [Int: Int] = [:]
  /// Nodes of items that were live before.
  private var kept: Set<Int> = []

  init(_ map: StageMap, _ migration: CheckedMigration?, _ state: Span<Int64>) {
    (old, new, self.map, self.migration) = (map.old, map.new, map, migration)
    self.state = state.indices.map { state[$0] }
    words = [Int64](repeating: 0, count: map.new.layout.stride)
    begunEaches = map.new.eaches.map { _ in true }
  }

  // MARK: Stages

  /// The innermost active stages lead; what is around them follows.
  mutating func moveStages() -> MigrationObstacle? {
    words[0] = StateLayout.startedBit
    let active = old.activeNodes(state.span)
    for (place, node) in active.enumerated() {
      let isInnermost = place + 1 == active.count || active[place + 1] >= Int(old.stageEnd[node])
      guard isInnermost else { continue }
      guard let target = map.node(node) else {
        return .removed(old.workflow.stages[Int(old.stageOfNode[node])].path)
      }
      var around = target
      while around >= 0 {
        words[StateLayout.activeStart + around / 64] |= 1 << Int64(around % 64)
        around = Int(new.stageParent[around])
      }
    }
    findSources(active)
    return exclusive()
  }

  /// Where two stages have become one, that of the same path counts; what was active counts before the rest.
  private mutating func findSources(_ active: [Int]) {
    for node in active + old.stageOfNode.indices {
      guard let target = map.node(node) else { continue }
      let isSame = path(old, node) == path(new, target)
      let isBetter = sources[target].map { path(old, $0) != path(new, target) && isSame } ?? true
      if isBetter, isActive(target) == old.isActive(node, state.span) { sources[target] = node }
    }
  }

  private func path(_ machine: Machine, _ node: Int) -> String {
    machine.workflow.stages[Int(machine.stageOfNode[node])].path
  }

  private func isActive(_ node: Int) -> Bool { new.isActive(node, words.span) }

  private func holdsTracks(_ node: Int) -> Bool { new.holdsTracks[node / 64] & (1 << UInt64(node % 64)) != 0 }

  private mutating func exclusive() -> MigrationObstacle? {
    var first: [Int: Int] = [:]
    for node in new.activeNodes(words.span).dropFirst() {
      let parent = Int(new.stageParent[node])
      guard !holdsTracks(parent) else { continue }
      if let other = first[parent] { return .exclusive(path(new, other), path(new, node)) }
      first[parent] = node
      if new.rootFinals[node / 64] & (1 << UInt64(node % 64)) != 0 { words[0] |= StateLayout.finishedBit }
    }
    return nil
  }

  // MARK: Values

  /// Fields by their name, or by what a line says, where the type is the same; the others begin as they do for everybody.
  mutating func moveRecord(_ text: (Int64) -> Int64) {
    let fields = new.workflow.record
    let renamed = Dictionary(migration?.fields.map { ($0.old, $0.new) } ?? [], uniquingKeysWith: { first, _ in first })
    for index in fields.indices {
      write(index, new.recordDefaultMask & (1 << Int64(index)) != 0 ? new.recordDefaults[index] : nil)
      let source = old.workflow.record.indices.first { place in
        let name = old.workflow.record[place].name
        return renamed[name].map { $0 == index } ?? (name == fields[index].name)
      }
      guard let source, let value = old.recordValue(source, state.span) else { continue }
      if let word = moved(value, old.workflow.record[source].type, fields[index].type, text) { write(index, word) }
    }
    for (kind, noun) in old.workflow.poolKinds.enumerated() where old.holds(kind, state.span) {
      guard let target = new.workflow.poolKinds.firstIndex(of: noun) else { continue }
      words[0] |= 1 << (StateLayout.heldShift + Int64(target))
    }
    for (place, field) in new.earmarkFields.enumerated() {
      let name = new.workflow.campaign[Int(field)].name
      guard let source = old.workflow.campaign.firstIndex(where: { $0.name == name }) else { continue }
      words[new.layout.earmarkStart + place] = old.earmarked(source, state.span)
    }
  }

  private mutating func write(_ slot: Int, _ word: Int64?) {
    words[new.layout.recordStart + slot] = word ?? 0
    guard new.layout.recordMask >= 0 else { return }
    let (place, bit) = (new.layout.recordMask + slot / 64, Int64(1) << Int64(slot % 64))
    if word == nil { words[place] &= ~bit } else { words[place] |= bit }
  }

  /// A value as the newer version writes it; `nil` where its type is another.
  private func moved(_ word: Int64, _ type: ValueType, _ target: ValueType, _ text: (Int64) -> Int64) -> Int64? {
    switch (type, target) {
    case (.choice(let from), .choice(let to)):
      let names = old.workflow.choices[from]
      guard names.indices.contains(Int(word)) else { return nil }
      return new.workflow.choices[to].firstIndex(of: names[Int(word)]).map(Int64.init)
    case (.group(let from), .group(let to)):
      return old.workflow.poolKinds[from] == new.workflow.poolKinds[to] ? word : nil
    case (.text, .text): return old.literalText(word).flatMap { new.textWord($0) } ?? text(word)
    default: return type == target ? word : nil
    }
  }

  /// What was set aside of a field from which the newer version sets nothing aside is free again.
  func freeEarmarks(_ b: inout StepBuffer) {
    for field in old.earmarkFields {
      let amount = old.earmarked(Int(field), state.span)
      let name = old.workflow.campaign[Int(field)].name
      guard amount != 0, let target = new.workflow.campaign.firstIndex(where: { $0.name == name }) else { continue }
      if !new.earmarkFields.contains(Int32(target)) { b.emit(.earmark, Int64(target), -amount) }
    }
  }

  // MARK: Items

  /// The records of items, of those too that are only remembered.
  mutating func moveItems(_ text: (Int64) -> Int64) {
    for (index, each) in old.eaches.enumerated() {
      guard let target = map.each(index) else { continue }
      if old.isActive(Int(each.parent), state.span) { begunEaches[target] = false }
      for place in 0..<min(Int(each.most), Int(new.eaches[target].most)) { moveItem(index, target, place, text) }
    }
    for (index, each) in new.eaches.enumerated() {
      for place in 0..<Int(each.most) where isActive(each.node(place)) {
        begunEaches[index] = false
        if !kept.contains(each.node(place)) { begin(index, place) }
      }
    }
  }

  private mutating func moveItem(_ index: Int, _ target: Int, _ place: Int, _ text: (Int64) -> Int64) {
    let (each, to) = (old.eaches[index], new.eaches[target])
    guard old.recordValue(each.slot(place) + CheckedEach.nameField, state.span) != nil else { return }
    if old.isActive(each.node(place), state.span) { kept.insert(to.node(place)) }
    begin(target, place)
    let fields = old.workflow.eaches[index].record
    for (field, known) in new.workflow.eaches[target].record.enumerated() {
      let own = [CheckedEach.nameField, CheckedEach.dueField].contains(field)
      guard let source = own ? field : fields.indices.dropFirst(2).first(where: { fields[$0].name == known.name }),
        let value = old.recordValue(each.slot(place) + source, state.span),
        let word = moved(value, fields[source].type, known.type, text)
      else { continue }
      write(to.slot(place) + field, word)
    }
  }

  private mutating func begin(_ each: Int, _ place: Int) {
    let machine = new
    var span = words.mutableSpan
    beginItem(machine, &span, 0, each, place, name: machine.numberWords[place], due: nil)
  }

  // MARK: Timers, reactions and places in line

  /// What a stage keeps track of goes by its position among the lines of the same kind in that stage.
  mutating func moveMarks() {
    let unfinished = words[0] & StateLayout.finishedBit == 0
    for node in new.activeNodes(words.span) {
      guard let source = sources[node] else {
        if unfinished { armed += new.timerRange[node].map(Int.init) }
        continue
      }
      for (to, from) in zip(new.reactionRange[node], old.reactionRange[source]) {
        copyBit(Int(to), new.layout.onceStart, Int(from), old.layout.onceStart)
      }
      if unfinished { moveTimers(node, source) }
    }
    // A transition that leaves a stage may have put it in line.
    for (node, source) in sources {
      for (to, from) in zip(new.waitRange[node], old.waitRange[source]) {
        copyBit(Int(to), new.layout.waitStart, Int(from), old.layout.waitStart)
      }
    }
  }

  private mutating func copyBit(_ to: Int, _ start: Int, _ from: Int, _ oldStart: Int) {
    guard state[oldStart + from / 64] & (1 << Int64(from % 64)) != 0 else { return }
    words[start + to / 64] |= 1 << Int64(to % 64)
  }

  private mutating func moveTimers(_ node: Int, _ source: Int) {
    let restarts = migration?.restartsTimers ?? false
    for timer in new.timerRange[node].map(Int.init) {
      guard !restarts, !old.isFinished(state.span), let from = counterpart(timer, node, source) else {
        armed.append(timer)
        continue
      }
      words[new.layout.timerStart + timer] = state[old.layout.timerStart + from]
      let (to, count) = (Int(new.timers[timer].countIndex), Int(old.timers[from].countIndex))
      guard to >= 0 else { continue }
      let fired = count >= 0 ? state[old.layout.countStart + count] : 0
      words[new.layout.countStart + to] = fired
      if fired >= Int64(new.timers[timer].times) { words[new.layout.timerStart + timer] = -1 }
    }
  }

  /// The older timer at the same position among those of its kind.
  private func counterpart(_ timer: Int, _ node: Int, _ source: Int) -> Int? {
    let kind = new.timers[timer].kind
    let position = new.timerRange[node].filter { new.timers[Int($0)].kind == kind && Int($0) < timer }.count
    let others = old.timerRange[source].filter { old.timers[Int($0)].kind == kind }
    return position < others.count ? Int(others[position]) : nil
  }

  // MARK: Memory

  /// A memory is kept where all that it holds is still there and can be entered together. Whoever stands in the stage that
  /// has to lead back to the rest cannot do without.
  mutating func moveMemories() -> MigrationObstacle? {
    for memory in new.memories.indices {
      let slot = new.memories[memory]
      guard let source = sources[Int(slot.node)],
        let from = old.memories.firstIndex(where: { Int($0.node) == source && $0.isHold == slot.isHold })
      else { continue }
      let nodes = old.remembered(from, state.span)
      let targets = nodes.compactMap { map.node($0) }
      guard targets.count == nodes.count, let whole = whole(targets, slot) else {
        if slot.isHold, isActive(Int(slot.node)), let lost = nodes.last(where: { map.node($0) == nil }) ?? nodes.last {
          return .removed(old.workflow.stages[Int(old.stageOfNode[lost])].path)
        }
        continue
      }
      for node in whole {
        words[new.layout.memoryStart + Int(slot.word) + node / 64 - slot.firstWord] |= 1 << Int64(node % 64)
      }
    }
    for timer in new.timers.indices where new.timers[timer].savedIndex >= 0 { moveSaved(timer) }
    return nil
  }

  /// Nodes with what is around them, if they can be active together inside a memory's range; else `nil`.
  private func whole(_ nodes: [Int], _ slot: MemorySlot) -> [Int]? {
    var all: Set<Int> = []
    for node in nodes {
      var place = node
      while place >= Int(slot.low) {
        guard place < Int(slot.high), !slot.isHold || place < slot.node || place >= new.stageEnd[Int(slot.node)] else {
          return nil
        }
        all.insert(place)
        place = Int(new.stageParent[place])
      }
      guard slot.isHold ? place == Int(slot.low) - 1 : all.contains(Int(slot.node)) else { return nil }
    }
    for node in all.union(slot.isHold && !all.isEmpty ? [Int(slot.low) - 1] : []) {
      let inside = all.filter { $0 != node && Int(new.stageParent[$0]) == node }.count
      if !holdsTracks(node), inside != (new.firstInside[node] < 0 ? 0 : 1) { return nil }
    }
    return all.sorted()
  }

  /// The time that was left of a timer that is not running now; one that is new here begins anew when it is brought back.
  private mutating func moveSaved(_ timer: Int) {
    let rule = new.timers[timer]
    let place = new.layout.savedStart + Int(rule.savedIndex)
    words[place] = startsAnew
    guard !(migration?.restartsTimers ?? false), let source = sources[Int(rule.stage)],
      let from = counterpart(timer, Int(rule.stage), source), old.timers[from].savedIndex >= 0
    else { return }
    let saved = old.layout.savedStart + Int(old.timers[from].savedIndex)
    words[place] = state[saved]
    guard rule.countIndex >= 0 else { return }
    let fired = old.timers[from].countIndex >= 0 ? state[saved + 1] : 0
    words[place + 1] = fired
    if fired >= Int64(rule.times) { words[place] = -1 }
  }
}
