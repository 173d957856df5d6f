import WorkroomLanguage
import WorkroomMachine
import WorkroomReference
import WorkroomValues

/// Turns moves into inputs of one workflow, as its participation stands: names into numbers, values into words.
struct Player {
  /// What a move depends on: what would come next, who waits, the names of live items.
  struct Situation {
    var timer: Snapshot.Timer?
    var waits: [Snapshot.Wait] = []
    var items: [Int64] = []
  }

  /// One step to run.
  struct Turn {
    var input: ReferenceInput
    var payload: [Int64] = [0]
  }

  let workflow: CheckedWorkflow
  private let machine: Machine
  /// The totals by their names, so that their order in the text says nothing.
  private let totals: [Int]
  var now: Int64 = 1_772_355_600_000

  init(_ machine: Machine) {
    workflow = machine.workflow
    self.machine = machine
    let all = machine.workflow.totals
    totals = all.indices.sorted { (all[$0].noun, all[$0].field ?? "") < (all[$1].noun, all[$1].field ?? "") }
  }

  /// A view in which every detail has a value that must have one.
  func emptyView(zone: Zone) -> View {
    var view = View()
    view.zone = zone
    view.campaign = frame(workflow.campaign, [])
    view.influencer = frame(workflow.influencer, [])
    view.totals = workflow.totals.map { _ in 0 }
    view.totalsAfter = view.totals
    for kind in workflow.poolKinds {
      for group in MoveWriter.groups { view.pools.append((word(of: "\(group) of \(kind)"), 0)) }
    }
    for entries in [["#summer", "#acme", "#new"], ["@acme", "@mia"], ["Tee", "Cap"]] {
      for subset in Player.subsets(entries) {
        for entry in subset { view.lists.append((word(of: subset), textWord(entry))) }
      }
    }
    return view
  }

  private static func subsets(_ entries: [String]) -> [[String]] {
    let sorted = entries.sorted()
    return (1..<1 << sorted.count).map { mask in sorted.indices.filter { mask >> $0 & 1 == 1 }.map { sorted[$0] } }
  }

  // MARK: Moves

  /// What a move comes to: a change of what steps read, a step, or both; `nil` where there is nothing to run.
  mutating func turn(_ move: Move, _ situation: Situation, _ view: inout View) -> Turn? {
    switch move {
    case .event(let path, let role, let values): return event(path, role, values, situation, &view)
    case .timer(let late):
      guard let timer = situation.timer else { return nil }
      now = max(now, timer.due) + late
      return Turn(input: ReferenceInput(.timer, timer.rule, item: timer.item, now: now))
    case .serve(let place):
      guard !situation.waits.isEmpty else { return nil }
      let wait = situation.waits[place % situation.waits.count]
      return Turn(input: ReferenceInput(.serve, wait.action, item: wait.item, now: now))
    case .pass(let time): now += time
    case .campaign(let values):
      view.campaign = frame(workflow.campaign, values)
      return event("campaign.changed", nil, [], situation, &view)
    case .influencer(let values):
      view.influencer = frame(workflow.influencer, values)
      return event("influencer.changed", nil, [], situation, &view)
    case .stock(let group, let count):
      let group = word(of: group)
      for place in view.pools.indices where view.pools[place].group == group { view.pools[place].available = count }
    case .totals(let numbers):
      for (total, number) in zip(totals, numbers) { view.totalsAfter[total] += number }
      view.totals = view.totalsAfter
    case .newer: break
    }
    return nil
  }

  private mutating func event(
    _ path: String, _ role: String?, _ values: [Move.Given], _ situation: Situation, _ view: inout View
  ) -> Turn? {
    guard let index = machine.event(named: path) else { return nil }
    now += 1000
    view.totals = view.totalsAfter
    // What is counted depends on the event alone, so that it is the same whatever else is left out.
    if !totals.isEmpty { view.totalsAfter[totals[path.utf8.count % totals.count]] += 1_000_000 }
    let sender = role.map { name in machine.role(named: name) ?? 63 } ?? -1
    return Turn(
      input: ReferenceInput(.event, index, role: sender, now: now),
      payload: frame(workflow.events[index].payload, values, situation.items))
  }

  // MARK: Words

  private func frame(_ fields: [CheckedField], _ values: [Move.Given], _ items: [Int64] = []) -> [Int64] {
    var words: [Int64] = [0]
    for (index, field) in fields.enumerated() {
      let given = values.first { $0.name == field.name }
      let isUnset = given.map { $0.word == nil } ?? true
      let word: Int64? = isUnset && field.mayBeUnset ? nil : given?.word.map { self.word($0, items) } ?? initial(field)
      words.append(word ?? 0)
      if word != nil { words[0] |= 1 << Int64(index) }
    }
    return words
  }

  private func initial(_ field: CheckedField) -> Int64 {
    switch field.fallback {
    case .word(let word): word
    case .text(let text): textWord(text)
    case .list(let entries): word(of: entries.sorted())
    case .group(let name): word(of: name)
    case .none:
      switch field.type {
      case .window: openWindow
      case .group(let kind): word(of: "\(MoveWriter.groups[0]) of \(workflow.poolKinds[kind])")
      case .span: CalendarSpan(months: 1, rounding: .lastDay).word
      case .date: 20_513
      default: 1
      }
    }
  }

  private func word(_ word: Word, _ items: [Int64]) -> Int64 {
    switch word {
    case .plain(let word): word
    case .text(let text): textWord(text)
    case .list(let entries): self.word(of: entries)
    case .group(let name): self.word(of: name)
    case .item(let place): items.isEmpty ? textWord("1") : items[place % items.count]
    }
  }

  func textWord(_ text: String) -> Int64 { machine.textWord(text) ?? word(of: text) }

  /// Lists, groups and texts that a definition does not hold go by their letters.
  private func word(of entries: [String]) -> Int64 { entries.isEmpty ? 0 : word(of: entries.joined(separator: " ")) }

  private func word(of text: String) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int64(hash & 0x7FFF_FFFF) + 1
  }
}
