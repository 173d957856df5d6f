import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What `db verify` found.
package struct VerificationReport: Sendable {
  package var rows = 0
  package var participations = 0
  package var campaigns = 0
  /// What does not fit, in words; empty for a sound database.
  package var problems: [String] = []
  /// A digest of the heads of all chains: kept elsewhere, it shows that newest rows were removed.
  package var receipt = ""

  static let problemsMax = 50
}

/// Checks the chains of the log and runs every step again: states, timers, money and mails must come out as stored.
///
/// Nothing of the file is trusted: where a chain is broken, what stands behind the break is not run, and a row that no
/// engine writes is a problem and not a step.
package struct Verification {
  private let engine: Engine
  private var report = VerificationReport()
  private var states: [Int64: Replayed] = [:]
  private var buffer = StepBuffer()
  /// The details of the campaign that is being checked, by revision, as its log tells of them.
  private var details: [(words: [Int64], lists: [(list: Int64, entry: Int64)])] = []

  private struct Replayed {
    var state: [Int64]
    var definition: Int64
    var money: [LedgerEntry] = []
    var mails = 0
  }

  package static func run(_ engine: Engine) throws(EngineError) -> VerificationReport {
    var verification = Verification(engine: engine)
    try stored { () throws(StoreError) in try engine.store.database.begin() }
    defer { engine.store.database.rollback() }
    engine.dropCaches()
    try verification.checkDefinitions()
    try verification.checkStreams()
    try verification.checkTexts()
    try verification.checkGroups()
    return verification.report
  }

  private init(engine: Engine) { self.engine = engine }

  private mutating func problem(_ text: String) {
    if report.problems.count < VerificationReport.problemsMax { report.problems.append(text) }
  }

  // MARK: Chains

  private mutating func checkStreams() throws(EngineError) {
    var receipt = SHA256()
    for stream in try stored({ () throws(StoreError) in try engine.store.streams() }) {
      let head = try stored { () throws(StoreError) in try engine.store.head(stream) }
      let isWhole = try checkChain(stream, head)
      receipt.update([UInt8](words: [stream, head.sequence]) + head.hash)
      if stream > 0, isWhole { try checkCampaign(stream) }
    }
    report.receipt = receipt.finalize().description
  }

  /// Whether every row fits the one before it.
  private mutating func checkChain(_ stream: Int64, _ head: Head) throws(EngineError) -> Bool {
    var previous = Digest.zero.bytes
    var expected: Int64 = 1
    var rows: [LogRow] = []
    var broken = false
    do {
      try engine.store.rows(stream) { (row, hash) throws(StoreError) in
        if row.sequence != expected || row.chained(to: previous) != hash { broken = true }
        if broken, rows.isEmpty { rows = [row] }
        previous = hash
        expected += 1
      }
    } catch { throw .store(error) }
    report.rows += Int(expected - 1)
    if let row = rows.first {
      problem("the log of \(name(stream)) was changed at or before row \(row.sequence): its chain no longer fits")
    } else if expected - 1 != head.sequence || previous != head.hash {
      problem("the log of \(name(stream)) ends at row \(expected - 1), and its head says \(head.sequence)")
    }
    return !broken
  }

  private func name(_ stream: Int64) -> String {
    guard stream > 0, let campaign = try? engine.campaign(stream) else { return "the system" }
    return "`\(campaign.row.name)`"
  }

  // MARK: Replay

  private mutating func checkCampaign(_ id: Int64) throws(EngineError) {
    report.campaigns += 1
    states = [:]
    details = []
    var rows: [LogRow] = []
    do { try engine.store.rows(id) { (row, _) throws(StoreError) in rows.append(row) } } catch { throw .store(error) }
    let campaign = try engine.campaign(id)
    for row in rows {
      if row.kind < 10 { try replay(row, campaign) } else { try note(row, campaign) }
    }
    try compare(id)
  }

  /// A row that is no step: details are taken from it, since the chain covers it, and must be what the table says.
  private mutating func note(_ row: LogRow, _ campaign: CampaignState) throws(EngineError) {
    guard row.kind == Engine.Notice.campaign.rawValue || row.kind == Engine.Notice.details.rawValue else { return }
    let definition = try engine.definition(row.definition)
    let words = row.payload
    let isWhole = words.count == definition.workflow.campaign.count + 1
    details.append((words, isWhole ? try engine.lists(of: words, definition) : []))
    let revision = Int64(details.count)
    let written = try stored { () throws(StoreError) in try engine.store.details(campaign.row.id, revision: revision)?.words }
    if !isWhole || written != words { problem("the details of `\(campaign.row.name)`, revision \(revision), are not what its log gives") }
  }

  private mutating func replay(_ row: LogRow, _ campaign: CampaignState) throws(EngineError) {
    let definition = try engine.definition(row.definition)
    var replayed = states[row.participation] ?? Replayed(state: [Int64](repeating: 0, count: definition.machine.layout.stride), definition: definition.id)
    guard let kind = StepInput.Kind(rawValue: UInt8(clamping: row.kind)), let seen = Seen(row.seen), replayed.definition == definition.id,
      fits(row, kind, seen, definition, replayed.state)
    else { return problem("row \(row.sequence) of `\(campaign.row.name)` cannot be read") }
    var payload = row.payload
    if payload.isEmpty { payload = [0] }
    let view = view(seen, campaign)
    let input = StepInput(kind: kind, index: Int32(row.event), role: Int32(row.role), now: row.occurred)
    var span = replayed.state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: payload.span, view: view, into: &buffer)
    if Int64(status.rawValue) != row.outcome {
      problem("row \(row.sequence) of `\(campaign.row.name)` came to another end when it was run again")
    }
    if status == .taken || status == .handled { apply(row, definition, campaign, &replayed) }
    if kind == .timer, status == .overflow || status == .tooManyRounds { replayed.state[definition.machine.layout.timerStart + Int(row.event)] = -1 }
    states[row.participation] = replayed
  }

  /// Whether a row is one that an engine could have written: its numbers point at something.
  private func fits(_ row: LogRow, _ kind: StepInput.Kind, _ seen: Seen, _ definition: Definition, _ state: [Int64]) -> Bool {
    let (workflow, layout) = (definition.workflow, definition.machine.layout)
    let names: Bool =
      switch kind {
      case .start: row.event == 0
      case .event: workflow.events.indices.contains(Int(clamping: row.event)) && row.payload.count == workflow.events[Int(row.event)].payload.count + 1
      case .timer: (0..<layout.countStart - layout.timerStart).contains(Int(clamping: row.event))
      case .serve: definition.machine.waiting(state.span).contains { $0.site == Int(clamping: row.event) }
      }
    return names && (-1..<workflow.roles.count).contains(Int(clamping: row.role)) && row.occurred.magnitude < 1 << 53
      && details.indices.contains(Int(clamping: seen.revision) - 1)
      && details[Int(seen.revision) - 1].words.count == workflow.campaign.count + 1
      && (seen.influencer.isEmpty || seen.influencer.count == workflow.influencer.count + 1)
  }

  private func view(_ seen: Seen, _ campaign: CampaignState) -> View {
    var view = View()
    (view.campaign, view.lists) = details[Int(seen.revision) - 1]
    view.zone = campaign.zone
    view.influencer = seen.influencer.isEmpty ? [0] : seen.influencer
    view.pools = seen.pools
    view.recorded = seen.resolved
    return view
  }

  /// The money and the mails of a step, kept beside its state.
  private func apply(_ row: LogRow, _ definition: Definition, _ campaign: CampaignState, _ replayed: inout Replayed) {
    let subjectField = row.kind == 1 ? definition.subjectField[Int(row.event)] : -1
    let words = row.payload
    let subject = subjectField >= 0 && words[0] & 1 << Int64(subjectField) != 0 ? words[subjectField + 1] : 0
    func entry(_ account: Int64, _ amount: Int64, _ currency: Int64, _ reason: String, _ subject: Int64) -> LedgerEntry {
      LedgerEntry(log: row.id, place: 0, participation: row.participation, account: account, amount: amount, currency: currency, reason: reason, subject: subject, rule: -1)
    }
    for effect in buffer.effects {
      switch effect.kind {
      case .owe:
        let currency = definition.machine.currency(effect.b).map { Int64($0.packed) } ?? campaign.row.currency
        replayed.money.append(entry(0, effect.a, currency, definition.workflow.texts[Int(effect.c)], subject))
      case .voidReason:
        let reason = definition.workflow.texts[Int(effect.a)]
        replayed.money += Verification.opposite(replayed.money.filter { $0.account == 0 && $0.reason == reason }, entry, subject: 0)
      case .voidSubject:
        replayed.money += Verification.opposite(replayed.money.filter { $0.account == 0 && $0.subject == effect.a }, entry, subject: effect.a)
      case .paid: replayed.money.append(entry(1, effect.a, campaign.row.currency, "payment", 0))
      case .claim, .release, .disable, .wait: break
      default: replayed.mails += 1
      }
    }
  }

  private static func opposite(
    _ entries: [LedgerEntry], _ make: (Int64, Int64, Int64, String, Int64) -> LedgerEntry, subject: Int64
  ) -> [LedgerEntry] {
    var sums: [String: LedgerEntry] = [:]
    for entry in entries {
      let key = "\(entry.currency) \(entry.reason)"
      sums[key, default: make(0, 0, entry.currency, entry.reason, subject)].amount -= entry.amount
    }
    return sums.values.filter { $0.amount != 0 }
  }

  // MARK: Comparison

  private mutating func compare(_ id: Int64) throws(EngineError) {
    let rows = try stored { () throws(StoreError) in try engine.store.participations(id) }
    report.participations += rows.count
    let name = name(id)
    if rows.count != states.count { problem("\(name) has \(rows.count) participations, and its log tells of \(states.count)") }
    for row in rows {
      guard let replayed = states[row.id] else {
        problem("participation \(row.id) of \(name) is not in the log")
        continue
      }
      if replayed.state != row.state { problem("the state of participation \(row.id) of \(name) is not what its log gives") }
      let due = try engine.definition(replayed.definition).machine.nextTimer(replayed.state.span)?.due
      if due != row.due { problem("the next timer of participation \(row.id) of \(name) is not what its log gives") }
      try compareMoney(row.id, replayed, name)
    }
  }

  private mutating func compareMoney(_ participation: Int64, _ replayed: Replayed, _ name: String) throws(EngineError) {
    let stored = try WorkroomEngine.stored { () throws(StoreError) in try engine.store.sums(participation) }
    var sums: [String: Int64] = [:]
    for entry in replayed.money { sums["\(entry.account) \(entry.currency) \(entry.reason)", default: 0] += entry.amount }
    let expected = sums.filter { $0.value != 0 }
    if stored.filter({ $0.value != 0 }) != expected { problem("what is owed or paid to participation \(participation) of \(name) is not what its log gives") }
    let mails = try WorkroomEngine.stored { () throws(StoreError) in try engine.store.outboxCount(participation) }
    if mails != replayed.mails { problem("participation \(participation) of \(name) has \(mails) messages in the outbox, and its log gives \(replayed.mails)") }
  }

  // MARK: The rest

  /// A definition must still mean what its digest says, and the log must tell of it.
  private mutating func checkDefinitions() throws(EngineError) {
    var told: Set<[Int64]> = []
    do {
      try engine.store.rows(0) { (row, _) throws(StoreError) in
        if row.kind == Engine.Notice.definition.rawValue { told.insert(row.payload) }
      }
    } catch { throw .store(error) }
    for row in try stored({ () throws(StoreError) in try engine.store.definitions() }) {
      let digest = Checker.check(SourceText(name: row.file, bytes: row.source)).workflow.map { Machine.compile($0).digest.bytes }
      if digest != row.digest || !told.contains(row.digest.words) {
        problem("the stored definition `\(row.name)` version \(row.version) was changed: it no longer has the meaning that the log tells of")
      }
    }
  }

  private mutating func checkTexts() throws(EngineError) {
    for id in try stored({ () throws(StoreError) in try engine.store.damagedTexts() }) {
      problem("text \(id) was changed: it no longer fits the digest that was taken of it")
    }
  }

  private mutating func checkGroups() throws(EngineError) {
    for group in try stored({ () throws(StoreError) in try engine.store.groups() }) where group.pattern == nil {
      let free = try stored { () throws(StoreError) in try engine.store.countFree(group.id) }
      if free != group.free { problem("the group `\(group.name)` says that \(group.free) items are free, and \(free) are") }
    }
  }
}
