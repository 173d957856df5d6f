import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Runs the log of one campaign again and keeps what every table must hold then.
struct Replay {
  let engine: Engine
  let campaign: CampaignState
  /// The details, revision by revision.
  let revisions: [DetailsRow]
  /// Whether any definition of the campaign adds values up, so that those of objects have to be kept.
  let keepsValues: Bool
  /// Whether what rows tell of things, proposals and payments is kept.
  let keepsThings: Bool
  var problems: [String] = []
  /// What participations did with items, in the order of the log.
  var holdings: [Int64: [ExpectedItem.Holding]] = [:]
  var participationCount = 0
  var states: [Int64: Replayed] = [:]
  /// The participations of each influencer, by their rounds.
  var rounds: [Int64: [Int64]] = [:]
  var ledger: [LedgerEntry] = []
  var earmarks: [Earmark: Int64] = [:]
  var outbox: [OutboxRow] = []
  /// Cancellations of orders that no shop has: an earlier version sent them all the same.
  var unsent: Set<Unsent> = []
  /// What stands in each account, and how many payments each batch has.
  var balances: [BalanceKey: Int64] = [:]
  var batches: [Int64: Int64] = [:]
  private var views: [Sight: View] = [:]
  var buffer = StepBuffer()
  /// The group of each item, and whether it is kept for somebody, as its row says, which is checked by itself.
  lazy var items: [Int64: (group: Int64, isKept: Bool)] = {
    let rows = (try? engine.store.items()) ?? []
    return Dictionary(rows.map { ($0.item.id, ($0.item.group, $0.kept != nil)) }, uniquingKeysWith: { $1 })
  }()

  private struct Sight: Hashable {
    var revision: Int64
    var definition: Int64
  }

  struct ObjectKey: Hashable {
    var noun: String
    var key: Int64
  }

  struct Unsent: Hashable {
    var log: Int64
    var place: Int64
  }

  struct BalanceKey: Hashable {
    var participation: Int64
    var currency: Int64
    var account: String
  }

  struct Object {
    var row: ObjectRow
    var history: ObjectHistory
  }

  /// One participation as the rows so far have left it.
  final class Replayed {
    var row: ParticipationRow
    /// Its own entries of money, by their place in the ledger.
    var owed: [Int] = []
    /// Its other entries that name something, by their place in the ledger.
    var booked: [Int] = []
    var paid: Int64 = 0
    /// What was sold for each conversion, and the payments that have a name.
    var sold: [Int64: Int64] = [:]
    var payments: [Int64: PaymentRow] = [:]
    var earmarks: [Earmark: Int64] = [:]
    var objects: [ObjectKey: Object] = [:]
    /// The newest figures of content, by the text that names it.
    var figures: [Int64: [String: Int64]] = [:]
    var proposal: ProposalRow?
    /// What live orders hold, by the row that first told of each.
    var orderLines: [Int64: [String: Int64]] = [:]
    /// How many drafts each piece of content has had, by the row that first told of it.
    var drafts: [Int64: Int64] = [:]
    /// Items by the store's number of their kind.
    var held: [Int64: Int64] = [:]
    var waits: [Int64: Int64] = [:]
    var hasAskedForOrder = false
    /// Whether a shop may have an order that it can still cancel.
    var mayHaveOrder: Bool {
      let orders = statuses("order")
      return orders.isEmpty ? hasAskedForOrder : Engine.mayCancel(orders: orders, shipments: statuses("shipment"))
    }

    private func statuses(_ noun: String) -> [String] {
      objects.filter { $0.key.noun == noun }.map(\.value.row.status)
    }

    init(row: ParticipationRow) { self.row = row }
  }

  /// With only the states to follow, what rows tell of things is left out, unless steps read what they came to.
  init(
    engine: Engine, campaign: CampaignState, revisions: [DetailsRow], definitions: Set<Int64>, onlyStates: Bool = false
  ) throws(EngineError) {
    self.engine = engine
    self.campaign = campaign
    self.revisions = revisions
    var (sums, reads) = (false, false)
    for id in definitions {
      let definition = try engine.definition(id)
      sums = sums || !definition.workflow.totals.isEmpty
      reads = reads || definition.readsMoney || definition.readsEarmarks
    }
    keepsValues = sums
    keepsThings = !onlyStates || sums || reads
  }

  mutating func problem(_ text: String) { problems.append(text) }

  // MARK: One row

  mutating func run(_ log: LogRow) throws(EngineError) {
    let definition = try engine.definition(log.definition)
    guard let kind = StepInput.Kind(rawValue: UInt8(clamping: log.kind)), let seen = Seen(log.seen),
      Replay.fits(log, kind, definition), revisions.indices.contains(Int(seen.revision) - 1),
      let base = try view(seen, definition), let replayed = known(log, definition)
    else { return problem("row \(log.sequence) of `\(campaign.row.name)` cannot be read") }
    let view = sight(base, seen, log, definition, replayed)
    if kind == .migrate { return try move(log, definition, view, seen, replayed) }
    guard replayed.row.definition == definition.id else {
      return problem("row \(log.sequence) of `\(campaign.row.name)` is of another definition than the ones before it")
    }
    let before = replayed.row.state
    let payload = kind == .event ? log.payload : [0]
    let input = StepInput(kind: kind, index: Int32(log.event), role: Int32(log.role), now: log.occurred)
    var state = before
    var span = state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: payload.span, view: view, into: &buffer)
    replayed.row.state = state
    if let observer = engine.observer {
      try observer(
        ObservedStep(
          definition: definition, participation: log.participation, campaign: campaign.row.id, input: input,
          payload: payload, view: view, before: before, after: state, status: status))
    }
    check(Int64(status.rawValue), log)
    if status == .taken || status == .handled {
      try apply(log, definition, seen, replayed)
      try project(log, before, definition, replayed)
    } else if kind == .timer {
      replayed.row.state[definition.machine.layout.timerStart + Int(log.event)] = -1
      replayed.row.due = definition.machine.nextTimer(replayed.row.state.span)?.due
    }
  }

  mutating func check(_ outcome: Int64, _ log: LogRow) {
    if outcome != log.outcome {
      problem("row \(log.sequence) of `\(campaign.row.name)` came to another end when it was run again")
    }
  }

  private mutating func known(_ log: LogRow, _ definition: Definition) -> Replayed? {
    if let known = states[log.participation] { return known }
    let new = begin(log, definition)
    states[log.participation] = new
    return new
  }

  /// A participation before its first row: what its influencer still holds from an earlier round passes to it.
  private mutating func begin(_ log: LogRow, _ definition: Definition) -> Replayed? {
    var row = ParticipationRow(
      campaign: campaign.row.id, influencer: log.payload.first ?? 0, definition: definition.id,
      state: definition.machine.emptyState(),
      since: log.occurred)
    row.id = log.participation
    let last = rounds[row.influencer]?.last
    rounds[row.influencer, default: []].append(row.id)
    guard log.payload.count > 1 else { return last == nil ? Replayed(row: row) : nil }
    row.round = log.payload[1]
    let replayed = Replayed(row: row)
    guard let last, states[last]?.row.round == row.round - 1, log.payload.count % 2 == 0 else { return nil }
    var kindsHeld: [Int] = []
    for place in stride(from: 2, to: log.payload.count, by: 2) {
      let (kind, item) = (log.payload[place], log.payload[place + 1])
      guard let index = definition.kinds.firstIndex(of: kind), states[last]?.held[kind] == item,
        let holding = holdings[item]?.indices.last
      else { return nil }
      states[last]?.held[kind] = nil
      replayed.held[kind] = item
      holdings[item]![holding].participation = row.id
      kindsHeld.append(index)
    }
    replayed.row.state = definition.machine.emptyState(holding: kindsHeld)
    return replayed
  }

  /// Whether a row's numbers are numbers of its definition.
  private static func fits(_ log: LogRow, _ kind: StepInput.Kind, _ definition: Definition) -> Bool {
    let workflow = definition.workflow
    guard (-1..<Int64(workflow.roles.count)).contains(log.role), log.event >= 0 else { return false }
    switch kind {
    case .start: return true
    case .migrate: return log.payload.count % 2 == 1
    case .event:
      return log.event < workflow.events.count && log.payload.count == workflow.events[Int(log.event)].payload.count + 1
    case .timer: return log.event < definition.machine.timerCount
    case .serve: return log.event < definition.machine.assignmentCount
    }
  }

  // MARK: What a step saw

  /// The campaign as a definition reads it, with what the row keeps of everything else.
  private mutating func view(_ seen: Seen, _ definition: Definition) throws(EngineError) -> View? {
    let sight = Sight(revision: seen.revision, definition: definition.id)
    var view = views[sight] ?? View()
    if views[sight] == nil {
      view.campaign = try engine.detailWords(of: revisions[..<Int(seen.revision)], for: definition)
      view.zone = campaign.zone
      view.lists = try engine.lists(in: view.campaign, definition)
      views[sight] = view
    }
    guard view.campaign.count == definition.workflow.campaign.count + 1,
      seen.influencer.isEmpty || seen.influencer.count == definition.workflow.influencer.count + 1,
      seen.earmarked.isEmpty || seen.earmarked.count == definition.workflow.campaign.count
    else { return nil }
    view.influencer = seen.influencer.isEmpty ? [0] : seen.influencer
    view.pools = seen.pools
    view.recorded = seen.resolved
    view.earmarked = seen.earmarked
    return view
  }

  /// What follows from the rows before this one: money and totals; and whether the row tells the same of earmarks.
  private mutating func sight(
    _ base: View, _ seen: Seen, _ log: LogRow, _ definition: Definition, _ replayed: Replayed
  ) -> View {
    var view = base
    if definition.readsEarmarks {
      let home = campaign.row.currency
      let expected = definition.workflow.campaign.indices.map { earmarks[Engine.earmark($0, definition, home)] ?? 0 }
      if seen.earmarked != expected {
        problem("row \(log.sequence) of `\(campaign.row.name)` saw other amounts set aside than its log gives")
      }
    }
    if definition.readsMoney {
      view.owed = owed(replayed).map { Engine.owedSum($0, definition) }
      view.paid = replayed.paid
    }
    if !definition.workflow.totals.isEmpty {
      view.totals = totals(replayed, definition, nil)
      view.totalsAfter =
        log.kind == Int64(StepInput.Kind.event.rawValue) ? totals(replayed, definition, log) : view.totals
    }
    return view
  }

  /// What a participation has come to, with the event of a row counted in.
  private func totals(_ replayed: Replayed, _ definition: Definition, _ log: LogRow?) -> [Int64] {
    let totals = definition.workflow.totals
    var objects = replayed.objects
    if let log, let key = definition.subject(of: log).map(ObjectKey.init) {
      if definition.givesName(Int(log.event), log.payload) { objects.name(key) }
      objects[key] = told(objects[key], key, definition, log)
    }
    var running = RunningTotals(count: totals.count)
    for object in objects.values { running.count(object.history.counted(totals), totals) }
    return running.words
  }
}
