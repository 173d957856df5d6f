import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Runs the log of one campaign again and keeps what every table must hold then.
struct Replay {
  let engine: Engine
  let campaign: CampaignState
  /// The details' words, revision by revision.
  let revisions: [[Int64]]
  private(set) var problems: [String] = []
  /// What participations did with items, in the order of the log.
  private(set) var holdings: [Int64: [ExpectedItem.Holding]] = [:]
  private(set) var participationCount = 0
  private var states: [Int64: Replayed] = [:]
  private var ledger: [LedgerEntry] = []
  private var outbox: [OutboxRow] = []
  private var views: [Int64: View] = [:]
  private var buffer = StepBuffer()

  private struct ObjectKey: Hashable {
    var noun: String
    var key: Int64
  }

  private struct Replayed {
    var row: ParticipationRow
    /// Its own entries of money, by their place in the ledger.
    var owed: [Int] = []
    var objects: [ObjectKey: ObjectRow] = [:]
    var held: [Int64: Int64] = [:]
    var waits: [Int64: Int64] = [:]
  }

  init(engine: Engine, campaign: CampaignState, revisions: [[Int64]]) {
    self.engine = engine
    self.campaign = campaign
    self.revisions = revisions
  }

  private mutating func problem(_ text: String) { problems.append(text) }

  // MARK: One row

  mutating func run(_ log: LogRow) throws(EngineError) {
    let definition = try engine.definition(log.definition)
    guard let kind = StepInput.Kind(rawValue: UInt8(clamping: log.kind)), let seen = Seen(log.seen),
      Replay.fits(log, kind, definition),
      revisions.indices.contains(Int(seen.revision) - 1), let view = try view(seen, definition)
    else { return problem("row \(log.sequence) of `\(campaign.row.name)` cannot be read") }
    var replayed = states[log.participation] ?? fresh(log, definition)
    states[log.participation] = nil
    let before = replayed.row.state
    let payload = kind == .event ? log.payload : [0]
    let input = StepInput(kind: kind, index: Int32(log.event), role: Int32(log.role), now: log.occurred)
    var span = replayed.row.state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: payload.span, view: view, into: &buffer)
    if Int64(status.rawValue) != log.outcome {
      problem("row \(log.sequence) of `\(campaign.row.name)` came to another end when it was run again")
    }
    if status == .taken || status == .handled {
      try apply(log, definition, seen.claimed, &replayed)
      try project(log, before, definition, &replayed)
    } else if kind == .timer {
      replayed.row.state[definition.machine.layout.timerStart + Int(log.event)] = -1
      replayed.row.due = definition.machine.nextTimer(replayed.row.state.span)?.due
    }
    states[log.participation] = replayed
  }

  private func fresh(_ log: LogRow, _ definition: Definition) -> Replayed {
    let state = [Int64](repeating: 0, count: definition.machine.layout.stride)
    var row = ParticipationRow(
      campaign: campaign.row.id, influencer: log.payload.first ?? 0, definition: definition.id, state: state,
      since: log.occurred)
    row.id = log.participation
    return Replayed(row: row)
  }

  /// Whether a row's numbers are numbers of its definition.
  private static func fits(_ log: LogRow, _ kind: StepInput.Kind, _ definition: Definition) -> Bool {
    let workflow = definition.workflow
    guard (-1..<Int64(workflow.roles.count)).contains(log.role), log.event >= 0 else { return false }
    switch kind {
    case .start, .migrate: return true
    case .event:
      return log.event < workflow.events.count && log.payload.count == workflow.events[Int(log.event)].payload.count + 1
    case .timer: return log.event < definition.machine.timerCount
    case .serve: return log.event < definition.machine.assignmentCount
    }
  }

  private mutating func view(_ seen: Seen, _ definition: Definition) throws(EngineError) -> View? {
    var view = views[seen.revision] ?? View()
    if views[seen.revision] == nil {
      view.campaign = revisions[Int(seen.revision) - 1]
      guard view.campaign.count == definition.workflow.campaign.count + 1 else { return nil }
      view.zone = campaign.zone
      view.lists = try engine.lists(in: view.campaign, definition)
      views[seen.revision] = view
    }
    guard seen.influencer.isEmpty || seen.influencer.count == definition.workflow.influencer.count + 1 else {
      return nil
    }
    view.influencer = seen.influencer.isEmpty ? [0] : seen.influencer
    view.pools = seen.pools
    view.recorded = seen.resolved
    return view
  }

  // MARK: What follows from it

  private mutating func apply(
    _ log: LogRow, _ definition: Definition, _ claimed: [Int64], _ replayed: inout Replayed
  ) throws(EngineError) {
    var claimed = claimed[...]
    for (place, effect) in buffer.effects.enumerated() {
      switch effect.kind {
      case .email, .contract, .tell, .note, .createOrder, .cancelOrder, .poolEmpty: say(effect, place, log)
      case .claim:
        guard let item = claimed.popFirst() else {
          return problem("row \(log.sequence) of `\(campaign.row.name)` took an item that it does not name")
        }
        replayed.held[effect.a] = item
        holdings[item, default: []].append(
          .init(participation: log.participation, rate: effect.c < 0 ? nil : effect.c, assigned: log.occurred))
      case .release, .disable: try giveBack(effect, log, &replayed)
      case .owe, .voidReason, .voidSubject, .paid: post(effect, place, log, definition, &replayed)
      case .wait: replayed.waits[effect.c] = effect.b
      case .earmark: break
      }
    }
  }

  private mutating func say(_ effect: Effect, _ place: Int, _ log: LogRow) {
    let words: Int64? =
      switch effect.kind {
      case .createOrder, .cancelOrder: nil
      case .poolEmpty: effect.b
      default: effect.a
      }
    outbox.append(
      OutboxRow(
        log: log.id, place: Int64(place), participation: log.participation, kind: Int64(effect.kind.rawValue),
        role: effect.kind == .tell ? effect.b : nil, words: words))
  }

  private mutating func giveBack(_ effect: Effect, _ log: LogRow, _ replayed: inout Replayed) throws(EngineError) {
    guard let item = replayed.held.removeValue(forKey: effect.a), let last = holdings[item]?.indices.last else {
      return
    }
    let wasUsed = replayed.objects.keys.contains { $0.noun == "conversion" }
    let made = try items[item].flatMap { (id) throws(EngineError) in try engine.group(id) }?.pattern != nil
    holdings[item]![last].end = effect.kind == .release && !wasUsed && !made ? .returned : .disabled(log.occurred)
  }

  /// The group of each item, as its row says, which is checked by itself.
  private lazy var items: [Int64: Int64] = {
    let rows = (try? engine.store.items()) ?? []
    return Dictionary(rows.map { ($0.item.id, $0.item.group) }, uniquingKeysWith: { $1 })
  }()

  private mutating func post(
    _ effect: Effect, _ place: Int, _ log: LogRow, _ definition: Definition, _ replayed: inout Replayed
  ) {
    let field = log.kind == Int64(StepInput.Kind.event.rawValue) ? definition.subjectField[Int(log.event)] : -1
    let subject = field >= 0 && log.payload[0] >> Int64(field) & 1 == 1 ? log.payload[field + 1] : 0
    var made: [LedgerEntry] = []
    func add(_ account: Int64, _ amount: Int64, _ currency: Int64, _ reason: String, _ subject: Int64) {
      made.append(
        LedgerEntry(
          log: log.id, place: Int64(place * 64 + made.count), participation: log.participation, account: account,
          amount: amount, currency: currency,
          reason: reason, subject: subject, rule: Int64(effect.rule)))
    }
    switch effect.kind {
    case .owe:
      let currency = definition.machine.currency(effect.b).map { Int64($0.packed) } ?? campaign.row.currency
      add(0, effect.a, currency, definition.workflow.texts[Int(effect.c)], subject)
    case .voidReason:
      let reason = definition.workflow.texts[Int(effect.a)]
      for sum in sums(replayed, { $0.reason == reason }) { add(0, -sum.amount, sum.currency, reason, 0) }
    case .voidSubject:
      for sum in sums(replayed, { $0.subject == effect.a }) { add(0, -sum.amount, sum.currency, sum.reason, effect.a) }
    default: add(1, effect.a, campaign.row.currency, "payment", 0)
    }
    for entry in made {
      if entry.account == 0 { replayed.owed.append(ledger.count) }
      ledger.append(entry)
    }
  }

  /// What is owed so far, by currency and reason, in their order.
  private func sums(
    _ replayed: Replayed, _ isMeant: (LedgerEntry) -> Bool
  ) -> [(currency: Int64, reason: String, amount: Int64)] {
    var sums: [(currency: Int64, reason: String, amount: Int64)] = []
    for index in replayed.owed where isMeant(ledger[index]) {
      let entry = ledger[index]
      if let place = sums.firstIndex(where: { $0.currency == entry.currency && $0.reason == entry.reason }) {
        sums[place].amount += entry.amount
      } else {
        sums.append((entry.currency, entry.reason, entry.amount))
      }
    }
    return sums.filter { $0.amount != 0 }.sorted {
      $0.currency != $1.currency ? $0.currency < $1.currency : $0.reason.utf8.lexicographicallyPrecedes($1.reason.utf8)
    }
  }

  private mutating func project(
    _ log: LogRow, _ before: [Int64], _ definition: Definition, _ replayed: inout Replayed
  ) throws(EngineError) {
    let active = StateLayout.activeStart..<StateLayout.activeStart + definition.machine.layout.stageWords
    if before[active] != replayed.row.state[active] { replayed.row.since = log.occurred }
    replayed.row.sequence = log.sequence
    replayed.row.due = definition.machine.nextTimer(replayed.row.state.span)?.due
    replayed.row.accepted = definition.accepted(replayed.row.accepted, log, replayed.row.state)
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return }
    let event = definition.workflow.events[Int(log.event)]
    let kind = definition.adjustedKind[Int(log.event)]
    if kind >= 0, let item = replayed.held[Int64(kind)] { try adjust(item, log, event, definition) }
    let subject = definition.subjectField[Int(log.event)]
    guard subject >= 0 else { return }
    let parts = event.path.split(separator: ".", maxSplits: 1).map(String.init)
    let key = ObjectKey(noun: parts[0], key: log.payload[0] >> Int64(subject) & 1 == 1 ? log.payload[subject + 1] : 0)
    let first = replayed.objects[key]?.firstLog ?? log.id
    replayed.objects[key] = ObjectRow(
      participation: log.participation, key: key.key, status: parts[1], event: log.event, firstLog: first,
      lastLog: log.id, payload: log.payload,
      definition: definition.id)
  }

  private mutating func adjust(
    _ item: Int64, _ log: LogRow, _ event: CheckedEvent, _ definition: Definition
  ) throws(EngineError) {
    guard let last = holdings[item]?.indices.last else { return }
    let new = Adjustment(log.payload, event, campaign.zone)
    var all = holdings[item]![last].adjustment ?? new
    all.rate = new.rate ?? all.rate
    all.starts = new.starts ?? all.starts
    all.ends = new.ends ?? all.ends
    all.url = new.url ?? all.url
    all.destination = new.destination ?? all.destination
    holdings[item]![last].adjustment = all
    holdings[item]![last].url = try all.url.flatMap { (id) throws(EngineError) in try engine.text(id, definition) }
    holdings[item]![last].destination = try all.destination.flatMap { (id) throws(EngineError) in
      try engine.text(id, definition)
    }
  }

  // MARK: Comparison

  mutating func compare() throws(EngineError) {
    let name = campaign.row.name
    let rows = try stored { () throws(StoreError) in try engine.store.participations(campaign.row.id) }
    participationCount = rows.count
    if rows.count != states.count {
      problem("`\(name)` has \(rows.count) participations, and its log tells of \(states.count)")
    }
    for row in rows {
      guard let replayed = states[row.id] else {
        problem("participation \(row.id) of `\(name)` is not in the log")
        continue
      }
      if let what = Replay.difference(row, replayed.row) {
        problem("\(what) of participation \(row.id) of `\(name)` is not what its log gives")
      }
    }
    try compareMoney(name)
    try compareOutbox(name)
    try compareObjects(name)
    try compareLines(name)
  }

  private static func difference(_ row: ParticipationRow, _ expected: ParticipationRow) -> String? {
    if row.state != expected.state { return "the state" }
    if row.due != expected.due { return "the next timer" }
    if row.influencer != expected.influencer { return "the influencer" }
    if row.definition != expected.definition { return "the definition" }
    if row.since != expected.since || row.accepted != expected.accepted || row.sequence != expected.sequence {
      return "a date"
    }
    return nil
  }

  private mutating func compareMoney(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.ledger(ofCampaign: campaign.row.id) }
    // The log's order is that of the rows; within a row the place counts.
    if let (left, right) = Replay.firstDifference(found, ledger.sorted { ($0.log, $0.place) < ($1.log, $1.place) }) {
      let entry = [left, right].compactMap { $0 }.min { ($0.log, $0.place) < ($1.log, $1.place) }!
      problem(
        "what is owed or paid to participation \(entry.participation) of `\(name)` is not what its log gives (row \(entry.log & 0xFF_FFFF_FFFF))"
      )
    }
  }

  private mutating func compareOutbox(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.outbox(ofCampaign: campaign.row.id) }
    if let (left, right) = Replay.firstDifference(found, outbox) {
      let row = [left, right].compactMap { $0 }.min { ($0.log, $0.place) < ($1.log, $1.place) }!
      problem(
        "the messages to participation \(row.participation) of `\(name)` are not what its log gives (row \(row.log & 0xFF_FFFF_FFFF))"
      )
    }
  }

  private static func firstDifference<Row: Equatable>(_ found: [Row], _ expected: [Row]) -> (Row?, Row?)? {
    for index in 0..<max(found.count, expected.count) {
      let (left, right) = (
        found.indices.contains(index) ? found[index] : nil, expected.indices.contains(index) ? expected[index] : nil
      )
      if left != right { return (left, right) }
    }
    return nil
  }

  private mutating func compareObjects(_ name: String) throws(EngineError) {
    let found = try stored { () throws(StoreError) in try engine.store.allObjects(ofCampaign: campaign.row.id) }
    var count = 0
    for (noun, object) in found {
      count += 1
      let expected = states[object.participation]?.objects[ObjectKey(noun: noun, key: object.key)]
      guard let expected,
        (expected.status, expected.event, expected.firstLog, expected.lastLog) == (
          object.status, object.event, object.firstLog, object.lastLog
        ),
        expected.payload == object.payload
      else {
        problem(
          "the \(noun) row \(object.key) of participation \(object.participation) of `\(name)` is not what its log gives"
        )
        continue
      }
    }
    let told = states.values.reduce(0) { $0 + $1.objects.count }
    if told != count {
      problem("`\(name)` has \(count) orders, parcels, posts and conversions, and its log tells of \(told)")
    }
  }

  /// Whoever waits by their state stands in the line of the group they were put into.
  private mutating func compareLines(_ name: String) throws(EngineError) {
    var lines: [Int64: [Int64: Int64]] = [:]
    for row in try stored({ () throws(StoreError) in try engine.store.waiting(ofCampaign: campaign.row.id) }) {
      lines[row.participation, default: [:]][row.site] = row.group
    }
    for (id, replayed) in states.sorted(by: { $0.key < $1.key }) {
      let machine = try engine.definition(replayed.row.definition).machine
      for wait in machine.waiting(replayed.row.state.span)
      where lines[id]?[Int64(wait.site)] != replayed.waits[Int64(wait.site)] {
        problem("participation \(id) of `\(name)` does not stand in the line where its log puts it")
      }
      for (site, _) in lines[id] ?? [:] where replayed.waits[site] == nil {
        problem("participation \(id) of `\(name)` stands in a line that its log does not tell of")
      }
    }
  }
}
