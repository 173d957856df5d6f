import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// One step: its view, its row in the log, and everything that follows from it.
extension Engine {
  /// `told` is what the log keeps of a step that is no event.
  func run(
    _ input: StepInput, _ payload: [Int64], _ row: inout ParticipationRow, _ definition: Definition, reported: Int64,
    actor: Int64, recorded: Int64? = nil, told: [Int64] = []
  ) throws(EngineError) -> Reply {
    let campaign = try campaign(row.campaign)
    let shared = try sharedView(of: row, definition, campaign, payload, input)
    let before = row.state
    var span = row.state.mutableSpan
    let status = step(definition.machine, &span, at: 0, input, payload: payload.span, view: shared.view, into: &buffer)
    if let observer {
      try observer(
        ObservedStep(
          definition: definition, participation: row.id, campaign: row.campaign, input: input, payload: payload,
          view: shared.view, before: before, after: row.state, status: status))
    }
    var log = LogRow()
    log.stream = row.campaign
    log.sequence = campaign.head.sequence + 1
    log.participation = row.id
    log.definition = definition.id
    log.kind = Int64(input.kind.rawValue)
    log.event = Int64(input.index)
    log.occurred = input.now
    log.recorded = recorded ?? clock.now.milliseconds
    log.reported = reported
    log.actor = actor
    log.role = Int64(input.role)
    log.outcome = Int64(status.rawValue)
    // Who takes part is told by the first row, since the row of a participation is no truth of its own.
    log.payload = input.kind == .event ? payload : told
    log.words = buffer.refusal >= 0 ? -Int64(buffer.refusal) - 1 : 0
    var claimed = Claims()
    if status == .taken || status == .handled { claimed = try apply(log, &row, definition, campaign) }
    log.seen = seen(campaign, shared.view, claimed, definition)
    try append(log, campaign)
    if status == .taken || status == .handled { try write(&row, before, log, payload, definition, campaign) }
    var nearest =
      status == .refused && buffer.refusal < 0 ? nearMisses(input, payload, row, definition, shared.view) : []
    if nearest.isEmpty, status != .taken, !definition.workflow.eaches.isEmpty,
      let words = try missingItem(input, payload, row, definition)
    {
      nearest = [words]
    }
    return try reply(status, log, row, before, definition, input, nearest)
  }

  func append(_ log: LogRow, _ campaign: CampaignState) throws(EngineError) {
    try stored { () throws(StoreError) in try store.append(log, &campaign.head) }
    campaign.headChanged = true
  }

  // MARK: What the step sees

  func view(
    of row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState, _ payload: [Int64],
    _ input: StepInput
  ) throws(EngineError) -> View {
    try sharedView(of: row, definition, campaign, payload, input).view
  }

  private func sharedView(
    of row: ParticipationRow, _ definition: Definition, _ campaign: CampaignState, _ payload: [Int64],
    _ input: StepInput
  ) throws(EngineError) -> SharedView {
    let frame = try frame(of: campaign, definition)
    if frame.viewPools != poolChanges { try refreshView(of: frame, campaign, definition) }
    guard definition.readsMore || frame.keepsItems else { return frame.shared }
    var view = frame.shared.view
    if frame.keepsItems { try addKept(to: &view, for: row.influencer) }
    if definition.readsInfluencer { view.influencer = try influencerWords(row.influencer, definition) }
    if definition.readsMoney { try readMoney(row.id, &view, definition, campaign) }
    if !definition.workflow.totals.isEmpty {
      let counting = try counting(
        row, definition, campaign, payload, event: input.kind == .event ? Int(input.index) : nil)
      (view.totals, view.totalsAfter) = (counting.before.words, counting.after.words)
      counted = counting
    }
    return SharedView(view)
  }

  private func refreshView(
    of frame: Frame, _ campaign: CampaignState, _ definition: Definition
  ) throws(EngineError) {
    var view = View()
    view.campaign = frame.words
    view.zone = campaign.zone
    view.lists = frame.lists
    frame.keepsItems = false
    for (index, field) in definition.workflow.campaign.enumerated() {
      guard case .group = field.type, frame.words[0] & 1 << Int64(index) != 0 else { continue }
      let group = frame.words[index + 1]
      view.pools.append((group, try available(group)))
      if try kept(group) > 0 { frame.keepsItems = true }
    }
    if definition.readsEarmarks { view.earmarked = try earmarked(definition, campaign) }
    frame.shared = SharedView(view)
    frame.viewPools = poolChanges
  }

  func readMoney(
    _ participation: Int64, _ view: inout View, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) {
    let currency = campaign.row.currency
    let parts = try stored { () throws(StoreError) in try store.owed(participation, currency: currency) }
    view.owed = parts.map { Engine.owedSum($0, definition) }
    view.paid = try stored { () throws(StoreError) in try store.balance(participation, currency: currency).paid }
  }

  /// A sum as a step reads it: its reason by the definition's own texts.
  static func owedSum(_ part: OwedPart, _ definition: Definition) -> OwedSum {
    OwedSum(
      reason: definition.machine.textWord(part.reason).map { Int(-$0 - 1) } ?? -1, subject: part.subject,
      amount: part.amount)
  }

  /// What is known of an influencer, in the order of the definition's fields.
  func influencerWords(_ id: Int64, _ definition: Definition) throws(EngineError) -> [Int64] {
    let fields = definition.workflow.influencer
    var words = [Int64](repeating: 0, count: fields.count + 1)
    guard let record = try stored({ () throws(StoreError) in try store.influencer(id) }) else { return words }
    let reader = ValueReader(store: store, definition: definition, currency: .usd, person: id)
    for (index, field) in fields.enumerated() {
      var text = record.attribute(field.name)
      if text == nil, case .word(let word) = field.fallback {
        words[index + 1] = word
        words[0] |= 1 << Int64(index)
        text = nil
      }
      guard let text, let word = try? reader.word(text, field.type) else { continue }
      words[index + 1] = word
      words[0] |= 1 << Int64(index)
    }
    return words
  }

  func seen(
    _ campaign: CampaignState, _ view: View, _ claimed: Claims, _ definition: Definition
  ) -> [Int64] {
    // Most steps look at nothing but their event.
    if !buffer.askedPools, view.influencer.count <= 1, buffer.resolved.isEmpty, claimed.items.isEmpty,
      !definition.readsEarmarks
    {
      return [campaign.row.revision]
    }
    return Seen(
      revision: campaign.row.revision, pools: buffer.askedPools ? view.pools : [],
      influencer: view.influencer.count > 1 ? view.influencer : [],
      resolved: buffer.resolved, claimed: claimed.items, earmarked: definition.readsEarmarks ? view.earmarked : [],
      rates: claimed.rates
    ).words
  }

  // MARK: What is written

  private func write(
    _ row: inout ParticipationRow, _ before: [Int64], _ log: LogRow, _ payload: [Int64], _ definition: Definition,
    _ campaign: CampaignState
  ) throws(EngineError) {
    let active = StateLayout.activeStart..<StateLayout.activeStart + definition.machine.layout.stageWords
    let moves = before.count != row.state.count || active.contains(where: { before[$0] != row.state[$0] })
    if moves { row.since = log.occurred }
    row.sequence = log.sequence
    let due = definition.machine.nextTimer(row.state.span)?.due
    let movesDue = row.due != due
    row.due = due
    let accepted = row.accepted
    row.accepted = definition.accepted(accepted, log, row.state)
    let isStart = log.kind == Int64(StepInput.Kind.start.rawValue)
    let movesPlace = moves || isStart || (accepted == nil) != (row.accepted == nil)
    if movesPlace { try stand(&row, definition, campaign, isNew: isStart) }
    if log.kind == Int64(StepInput.Kind.event.rawValue) { try project(log, &row, payload, definition) }
    let changed = row
    try stored { () throws(StoreError) in try store.update(changed, movesDue: movesDue, movesPlace: movesPlace) }
    campaign.participations[row.id] = row
    if let due { campaign.earliestDue = min(campaign.earliestDue ?? due, due) }
  }

  /// Orders, shipments, content and conversions as the events tell of them.
  private func project(
    _ log: LogRow, _ row: inout ParticipationRow, _ payload: [Int64], _ definition: Definition
  ) throws(EngineError) {
    if definition.adjustedKind[Int(log.event)] >= 0 { try adjust(row, Int(log.event), payload, definition) }
    try tellProposal(log, definition)
    guard let (noun, key) = definition.subject(of: log) else { return }
    if definition.givesName(Int(log.event), log.payload) {
      try stored { () throws(StoreError) in try store.name(log.participation, noun, as: key) }
    }
    try book(log, noun, key, definition)
    for figure in ContentFigure.told(log, noun, key, definition) {
      try stored { () throws(StoreError) in try store.write(figure) }
    }
    try tellGoods(log, noun, key, definition)
    let status = definition.statuses[Int(log.event)]
    let participation = row.id
    var carried: [Int64]?
    if !definition.workflow.totals.isEmpty, let counted {
      carried = counted.object?.carried
      campaigns[row.campaign]!.totals[participation] = counted.after
    }
    try stored { () throws(StoreError) in
      try store.writeObject(
        participation, noun, key, status: status, event: log.event, log: log.id,
        payload: log.payload, carried: carried)
    }
  }

  // MARK: What is answered

  private func reply(
    _ status: StepStatus, _ log: LogRow, _ row: ParticipationRow, _ before: [Int64], _ definition: Definition,
    _ input: StepInput, _ nearest: [String]
  ) throws(EngineError) -> Reply {
    let rule = buffer.decisiveRule >= 0 ? definition.workflow.rules[Int(buffer.decisiveRule)] : nil
    let line = rule.map { $0.isVocabulary ? 0 : $0.line } ?? 0
    switch status {
    case .taken: return Reply(.taken, log: log.id, reason: leftOutItems(before, row, definition))
    case .handled: return Reply(.handled, log: log.id, reason: nearest.first ?? "")
    case .ignored:
      return Reply(
        .ignored, log: log.id,
        reason: rule == nil
          ? nearest.first ?? "nothing waits for it here"
          : buffer.refusal >= 0 ? definition.workflow.texts[Int(buffer.refusal)] : "a rule ignores it", line: line)
    case .denied: return Reply(.refused, log: log.id, reason: denied(input, definition))
    case .refused:
      let words =
        buffer.refusal >= 0
        ? definition.workflow.texts[Int(buffer.refusal)]
        : nearest.isEmpty ? try notHere(input, row, definition) : nearest.joined(separator: "; ")
      return Reply(.refused, log: log.id, reason: words, line: line, possible: possible(row, definition, input))
    case .overflow:
      var reply = Reply(
        .refused, log: log.id, reason: tooLarge(rule, definition, campaigns[row.campaign]?.currency ?? .usd), line: line
      )
      reply.isBeyondReckoning = true
      return reply
    case .tooManyRounds:
      return Reply(.refused, log: log.id, reason: "the rules go round for ever (over \(roundsMax) rounds)", line: line)
    }
  }

  /// What would become too large, by the actions of the rule that was acting.
  private func tooLarge(_ rule: CheckedRule?, _ definition: Definition, _ currency: Currency) -> String {
    let told = "an amount or a date would become too large"
    guard let rule else { return told }
    let source = rule.isVocabulary ? definition.vocabulary : definition.source
    let place = rule.isVocabulary ? "which holds in every workflow" : "line \(rule.line)"
    let actions = rule.actions.map { definition.workflow.actions[$0] }.filter(\.reckons)
    guard !actions.isEmpty else { return "\(told), \(place)" }
    let words = actions.map { "`\(source.text($0.span.range))`" }.joined(separator: " or ")
    let most = Money(minorUnits: amountMinorUnitsMax, currency: currency)
    return "\(told) by \(words), \(place)" + (actions.contains(where: \.pays) ? "; one amount is \(most) at most" : "")
  }

  private func denied(_ input: StepInput, _ definition: Definition) -> String {
    let event = definition.workflow.events[Int(input.index)]
    let names = definition.workflow.roles.indices.filter { event.senders & 1 << UInt64($0) != 0 }.map {
      "`\(definition.workflow.roles[$0].name)`"
    }
    return
      "`\(definition.workflow.roles[Int(input.role)].name)` may not send `\(event.path)`; it is for \(names.joined(separator: ", "))"
  }

  private func notHere(
    _ input: StepInput, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String {
    let stages = definition.machine.activeStages(row.state.span).filter {
      definition.workflow.stages[$0].children.isEmpty && $0 > 0
    }
    let names = stages.map { "`\(definition.workflow.stages[$0].title)`" }.joined(separator: ", ")
    let words = "nothing in \(names.isEmpty ? "this stage" : names) waits for it"
    guard try isFinished(row) else { return words }
    guard definition.workflow.isRecurring else {
      let begins = ["proposal.submitted", "influencer.activated"].contains(
        definition.workflow.events[Int(input.index)].path)
      guard begins, try endedEarly(row) != nil else { return words }
      return "\(words); \(wayBack(definition))"
    }
    return "\(words); `add \(try typedName(row.influencer))` begins the next round"
  }

  private func possible(_ row: ParticipationRow, _ definition: Definition, _ input: StepInput) -> [String] {
    let refused = definition.workflow.events[Int(input.index)]
    return possible(row, definition, role: input.role).filter { $0 != refused.typed && $0 != refused.path }
  }

  /// Why each rule that waits for an event here did not take it: the step is made again, with a trace, on a copy.
  private func nearMisses(
    _ input: StepInput, _ payload: [Int64], _ row: ParticipationRow, _ definition: Definition, _ view: View
  ) -> [String] {
    var state = row.state
    var traced = StepBuffer()
    traced.isTracing = true
    var span = state.mutableSpan
    _ = step(definition.machine, &span, at: 0, input, payload: payload.span, view: view, into: &traced)
    let workflow = definition.workflow
    return traced.trace.compactMap { entry in
      guard entry.verdict == .anotherRole || entry.verdict == .conditionFalse else { return nil }
      let rule = workflow.rules[Int(entry.index)]
      guard rule.outcome != nil else { return nil }
      let place = rule.isVocabulary ? "the vocabulary" : "line \(rule.line)"
      if entry.verdict == .anotherRole {
        let names = workflow.roles.indices.filter { rule.roles & 1 << UInt64($0) != 0 }.map {
          "`\(workflow.roles[$0].name)`"
        }
        return "\(place) is for \(names.joined(separator: " or "))"
      }
      guard let condition = rule.condition else { return nil }
      let source = rule.isVocabulary ? definition.vocabulary : definition.source
      return "\(place) asks that `\(source.text(workflow.expressions[condition].span.range))`"
    }
  }
}

extension CheckedAction {
  /// Whether it owes or pays an amount.
  fileprivate var pays: Bool {
    switch kind {
    case .paid, .owe: true
    default: false
    }
  }

  /// Whether it works out an amount, a number or a date.
  fileprivate var reckons: Bool {
    switch kind {
    case .set, .add, .setItem, .addItem, .paid, .owe, .earmark, .raise, .assign: true
    default: false
    }
  }
}

extension InfluencerRecord {
  /// A value by the name that definitions use.
  package func attribute(_ name: String) -> String? {
    switch name {
    case "first_name": firstName
    case "last_name": lastName
    case "email": email
    case "country": country
    case "platform": platform
    case "followers": followers.map(String.init)
    default:
      extra?.split(separator: "\n").first { $0.hasPrefix("\(name)\t") }.map { String($0.dropFirst(name.count + 1)) }
    }
  }
}
