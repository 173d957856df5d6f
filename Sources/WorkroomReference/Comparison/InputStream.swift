import WorkroomLanguage
import WorkroomMachine
import WorkroomValues

/// A stream of inputs for a duel, made from a seed: events with values near those that the workflow compares with,
/// timers that fall due, places in line that are served, and changes of what a step only reads.
package struct InputStream: Sendable {
  private var seed: UInt64
  private var now: Int64
  /// How many of a hundred numbers are too large for anything to be added to them.
  private let extremes: Int
  private var constants: [Int64] = []

  package init(seed: UInt64, now: Int64 = 1_772_355_600_000, extremes: Int = 0) {
    self.seed = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    self.now = now
    self.extremes = extremes
  }

  /// Begins a duel and sends so many inputs; where the two first differ.
  package mutating func run(_ duel: inout Duel, steps: Int) -> Difference? {
    prepare(&duel)
    if let difference = duel.step(ReferenceInput(.start, now: now)) { return difference }
    for _ in 0..<steps {
      if let difference = next(&duel) { return difference }
      let next = duel.nextTimer()
      if let difference = next.difference { return difference }
    }
    return nil
  }

  private mutating func prepare(_ duel: inout Duel) {
    let workflow = duel.workflow
    constants = workflow.expressions.compactMap { expression in
      if case .constant(let word) = expression.operation { word } else { nil }
    }
    for expression in workflow.expressions {
      if case .tiers(_, let rows, _) = expression.operation { constants += rows.map(\.limit) }
    }
    constants = Array(Set(constants)).sorted()
    duel.view.campaign = frame(workflow.campaign, workflow)
    duel.view.influencer = frame(workflow.influencer, workflow)
    refill(&duel)
    duel.view.totals = workflow.totals.map { _ in 0 }
    duel.view.totalsAfter = duel.view.totals
  }

  /// One input of any kind.
  package mutating func next(_ duel: inout Duel) -> Difference? {
    let timer = duel.reference.nextTimer(duel.state)
    let wait = duel.reference.snapshot(duel.state).waits.first
    switch below(20) {
    case 0..<4:
      guard let timer else { return event(&duel) }
      now = max(now, timer.due)
      if below(4) == 0 { now += Int64(below(40)) * 21_600_000 }
      return duel.step(ReferenceInput(.timer, timer.rule, item: timer.item, now: now))
    case 4..<6:
      guard let wait else { return event(&duel) }
      return duel.step(ReferenceInput(.serve, wait.action, item: wait.item, now: now))
    case 6: return change(&duel)
    case 7:
      now += Int64(below(100)) * 3_600_000
      refill(&duel)
      return event(&duel)
    default: return event(&duel)
    }
  }

  // MARK: Events

  private mutating func event(_ duel: inout Duel) -> Difference? {
    let workflow = duel.workflow
    let awaited = workflow.rules.compactMap { if case .event(let event) = $0.trigger { event } else { nil } }
    let index = awaited.isEmpty || below(8) == 0 ? below(workflow.events.count) : awaited[below(awaited.count)]
    return send(index, &duel)
  }

  private mutating func send(_ index: Int, _ duel: inout Duel) -> Difference? {
    let workflow = duel.workflow
    let senders = workflow.roles.indices.filter { workflow.events[index].senders >> UInt64($0) & 1 == 1 }
    let role =
      switch below(12) {
      case 0: -1
      case 1: below(workflow.roles.count)
      default: senders.isEmpty ? below(workflow.roles.count) : senders[below(senders.count)]
      }
    now += Int64(below(5)) * 1000
    let payload = payload(of: index, duel)
    if below(3) == 0 {
      for place in duel.view.totals.indices { duel.view.totals[place] = duel.view.totalsAfter[place] }
      for place in duel.view.totals.indices { duel.view.totalsAfter[place] += Int64(below(3)) * 1_000_000 }
    }
    return duel.step(ReferenceInput(.event, index, role: role, now: now), payload: payload)
  }

  /// The campaign's details or the influencer's attributes have changed; the event tells of it.
  private mutating func change(_ duel: inout Duel) -> Difference? {
    let path = below(2) == 0 ? "campaign.changed" : "influencer.changed"
    guard let index = duel.workflow.events.firstIndex(where: { $0.path == path }) else { return event(&duel) }
    if path == "campaign.changed" {
      duel.view.campaign = frame(duel.workflow.campaign, duel.workflow)
    } else {
      duel.view.influencer = frame(duel.workflow.influencer, duel.workflow)
    }
    return send(index, &duel)
  }

  private mutating func refill(_ duel: inout Duel) {
    duel.view.pools = duel.workflow.poolKinds.indices.map { (InputStream.firstGroup + Int64($0), Int64(below(3))) }
  }

  // MARK: Values

  private static let firstGroup: Int64 = 100

  private mutating func payload(of index: Int, _ duel: Duel) -> [Int64] {
    var words = frame(duel.workflow.events[index].payload, duel.workflow)
    // An event that names an item mostly names one that there is.
    for each in duel.workflow.eaches {
      guard let field = duel.workflow.events[index].payload.firstIndex(where: { $0.name == each.noun }) else {
        continue
      }
      let names = duel.reference.snapshot(duel.state).items.compactMap { $0.record[0] }
      if !names.isEmpty, below(4) != 0 { words[field + 1] = names[below(names.count)] }
    }
    return words
  }

  private mutating func frame(_ fields: [CheckedField], _ workflow: CheckedWorkflow) -> [Int64] {
    var words: [Int64] = [0]
    for (index, field) in fields.enumerated() {
      let isSet = !field.isOptional || field.type == .window || below(3) != 0
      words.append(isSet ? value(field.type, workflow) : 0)
      if isSet { words[0] |= 1 << Int64(index) }
    }
    return words
  }

  private mutating func value(_ type: ValueType, _ workflow: CheckedWorkflow) -> Int64 {
    let day = Int64(CalendarDate(days: Int32(now / 86_400_000)).days)
    switch type {
    case .number, .percent: return amount(unit: 1_000_000)
    case .money: return amount(unit: 1)
    case .date: return day + Int64(below(40)) - 10
    case .time: return Int64(below(24)) * 3600
    case .duration: return Int64(below(6)) * 43_200_000
    case .span: return CalendarSpan(months: Int32(1 + below(3)), rounding: below(2) == 0 ? .lastDay : .nextDay).word
    case .window:
      let first = CalendarDate(days: Int32(day + Int64(below(20)) - 10))
      let last = CalendarDate(days: first.days + Int32(below(20)))
      return DateWindow(first: below(4) == 0 ? nil : first, last: below(4) == 0 ? nil : last).word
    case .flag: return Int64(below(2))
    case .text, .hashtags, .handles, .products:
      return workflow.texts.isEmpty || below(2) == 0 ? Int64(1 + below(3)) : -Int64(below(workflow.texts.count)) - 1
    case .group(let kind): return InputStream.firstGroup + Int64(kind)
    case .choice(let set): return Int64(below(workflow.choices[set].count))
    }
  }

  /// An amount at, or one beside, something that the workflow compares with; or a small one.
  private mutating func amount(unit: Int64) -> Int64 {
    if below(100) < extremes { return below(2) == 0 ? .max : .min }
    if constants.isEmpty || below(2) == 0 { return Int64(below(6)) * unit }
    return constants[below(constants.count)] + Int64(below(3) - 1) * unit
  }

  /// xorshift64*, so that a seed says everything.
  private mutating func below(_ bound: Int) -> Int {
    seed ^= seed >> 12
    seed ^= seed << 25
    seed ^= seed >> 27
    return Int((seed &* 2_685_821_657_736_338_717) >> 33) % bound
  }
}
