import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What could happen next to a participation: events that are waited for, with values worth trying, and times to wait for.
struct Moves {
  let definition: Definition
  let wishes: Wishes
  /// The role that asks, whose own events are tried first.
  let role: Int

  private var workflow: CheckedWorkflow { definition.workflow }

  /// Every move, those of the asking role first.
  func all(_ rehearsal: Rehearsal, but excluded: Int? = nil) -> [Rehearsal.Move] {
    var sends: [(cost: Int, move: Rehearsal.Move)] = []
    for event in events(rehearsal) where event != excluded {
      for sender in senders(event, rehearsal) {
        let cost = sender == role ? 0 : workflow.roles[sender].isPerson ? 2 : 3
        for payload in payloads(event, rehearsal) {
          sends.append((cost, .send(event: event, role: sender, payload: payload)))
        }
      }
    }
    for (site, _) in definition.machine.waiting(rehearsal.state.span) { sends.append((1, .serve(site: site))) }
    for instant in instants(rehearsal) { sends.append((1, .wait(until: instant))) }
    return sends.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map(\.element.move)
  }

  // MARK: Events

  private func events(_ rehearsal: Rehearsal) -> [Int] {
    let changing = changing
    let awaited = Set(definition.machine.awaitedEvents(rehearsal.state.span))
    return workflow.events.indices.filter { event in
      let noun = workflow.events[event].path.prefix { $0 != "." }
      let parts = workflow.events[event].path.split(separator: ".")
      // The engine tells of these by itself.
      // New terms are for an item that is held, which the copy cannot tell.
      if parts.last == "adjusted" { return false }
      if ["campaign", "influencer"].contains(noun), parts.last == "changed" { return false }
      if workflow.poolKinds.contains(String(noun)), ["assigned", "released"].contains(parts.last) { return false }
      return awaited.contains(event) || workflow.countsUntaken(event) || changing.contains(event)
    }
  }

  /// Events that a line outside the stages reacts to with more than messages.
  private var changing: Set<Int> {
    var events: Set<Int> = []
    for rule in workflow.rules where rule.owner == 0 {
      guard case .event(let event) = rule.trigger else { continue }
      let changes = rule.actions.contains { action in
        switch workflow.actions[action].kind {
        case .email, .contract, .tell, .note, .createOrder, .cancelOrder: false
        default: true
        }
      }
      if changes { events.insert(event) }
    }
    return events
  }

  /// The asking role where it may send, and each role that a rule here names; else the first that may.
  private func senders(_ event: Int, _ rehearsal: Rehearsal) -> [Int] {
    let senders = workflow.events[event].senders
    func may(_ role: Int) -> Bool { senders == 0 || senders >> UInt64(role) & 1 == 1 }
    let active = Set(definition.machine.activeStages(rehearsal.state.span))
    let named = workflow.rules.reduce(into: UInt64(0)) { bits, rule in
      if case .event(event) = rule.trigger, active.contains(rule.owner) { bits |= rule.roles }
    }
    var roles = may(role) ? [role] : []
    for other in workflow.roles.indices where other != role && may(other) && named >> UInt64(other) & 1 == 1 {
      roles.append(other)
    }
    if roles.isEmpty, let first = workflow.roles.indices.first(where: may) { roles.append(first) }
    return roles
  }

  /// Values for an event: what it must carry, then the same with each value that is wished for, then with all it may carry.
  func payloads(_ event: Int, _ rehearsal: Rehearsal, given: [Int64]? = nil) -> [[Int64]] {
    let fields = workflow.events[event].payload
    let base = filled(event, given, rehearsal) { !fields[$0].isOptional }
    var payloads = [base]
    for (index, field) in fields.enumerated() {
      guard (given?[0] ?? 0) >> Int64(index) & 1 == 0 else { continue }
      for word in wishes.values(for: field.type) {
        var payload = base
        payload[0] |= 1 << Int64(index)
        payload[index + 1] = word
        if !payloads.contains(payload) { payloads.append(payload) }
      }
    }
    for name in items(event, rehearsal) where !payloads.contains(name) { payloads.append(name) }
    if wishes.wantsMore {
      let full = filled(event, given, rehearsal) { _ in true }
      if !payloads.contains(full) { payloads.append(full) }
    }
    return payloads.prefix(Moves.payloadsMax).map { advanced($0, event, rehearsal) }
  }

  /// A payment of more than is owed says that it is meant.
  private func advanced(_ payload: [Int64], _ event: Int, _ rehearsal: Rehearsal) -> [Int64] {
    let fields = workflow.events[event].payload
    guard workflow.events[event].path == "payment.paid",
      let amount = fields.firstIndex(where: { $0.name == "amount" }),
      let advance = fields.firstIndex(where: { $0.name == "advance" }),
      payload[amount + 1] > rehearsal.view.owed.reduce(-rehearsal.view.paid, { $0 + $1.amount })
    else { return payload }
    var payload = payload
    payload[0] |= 1 << Int64(advance)
    payload[advance + 1] = 1
    return payload
  }

  private static let payloadsMax = 24

  private func filled(
    _ event: Int, _ given: [Int64]?, _ rehearsal: Rehearsal, _ isWanted: (Int) -> Bool
  ) -> [Int64] {
    let fields = workflow.events[event].payload
    var words = given ?? [Int64](repeating: 0, count: fields.count + 1)
    for (index, field) in fields.enumerated() where words[0] >> Int64(index) & 1 == 0 && isWanted(index) {
      if field.isOptional, !Moves.hasSample(field.type) { continue }
      words[0] |= 1 << Int64(index)
      words[index + 1] = wishes.values(for: field.type).first ?? sample(field, index, rehearsal)
    }
    return words
  }

  /// The event once for each live item that it can name.
  private func items(_ event: Int, _ rehearsal: Rehearsal) -> [[Int64]] {
    let fields = workflow.events[event].payload
    let base = filled(event, nil, rehearsal) { !fields[$0].isOptional }
    return rehearsal.machine.items(rehearsal.state.span).compactMap { item in
      guard let field = fields.firstIndex(where: { $0.name == workflow.eaches[item.each].noun }) else { return nil }
      var payload = base
      payload[0] |= 1 << Int64(field)
      payload[field + 1] = item.name
      return payload
    }
  }

  /// A value that people would write.
  private func sample(_ field: CheckedField, _ index: Int, _ rehearsal: Rehearsal) -> Int64 {
    if case .word(let word) = field.fallback { return word }
    return switch field.type {
    case .number: Scaled.unit
    case .money: 100 * 100
    case .percent: 10 * Scaled.unit
    case .date: Int64(rehearsal.view.zone.local(Instant(milliseconds: rehearsal.now)).date.days)
    case .time: 9 * 3600
    case .duration: 86_400_000
    case .span: CalendarSpan(months: 1, rounding: .lastDay).word
    case .window: openWindow
    case .flag: 1
    case .text: Moves.anyText + Int64(index)
    case .hashtags, .handles, .products, .group, .choice: 0
    }
  }

  /// Whether people would write something else than nothing for a value of a type.
  private static func hasSample(_ type: ValueType) -> Bool {
    switch type {
    case .hashtags, .handles, .products, .group: false
    default: true
    }
  }

  /// Words from here on are of texts that whoever sends the event makes up.
  static let anyText = Engine.unknownText * 2 - 1 << 32

  // MARK: Times

  private static let instantsMax = 6

  /// When timers are due, and when windows open; the nearest first.
  private func instants(_ rehearsal: Rehearsal) -> [Int64] {
    var instants = Set(definition.machine.runningTimers(rehearsal.state.span).map(\.due))
    for window in windows(rehearsal) { instants.insert(window.opens) }
    return Array(instants.filter { $0 > rehearsal.now }.sorted().prefix(Moves.instantsMax))
  }

  /// The campaign's windows that open after now.
  func windows(_ rehearsal: Rehearsal) -> [(field: Int, opens: Int64)] {
    let words = rehearsal.view.campaign
    return workflow.campaign.enumerated().compactMap { index, field in
      guard field.type == .window, words[0] >> Int64(index) & 1 == 1,
        let first = DateWindow(word: words[index + 1]).first
      else { return nil }
      let opens = rehearsal.view.zone.instant(first).milliseconds
      return opens > rehearsal.now ? (index, opens) : nil
    }
  }
}
