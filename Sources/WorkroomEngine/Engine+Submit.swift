import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// One event after another, inside a transaction.
extension Engine {
  /// `submit`, but for the account of it.
  func take(_ command: Command, isOwn: Bool) throws(EngineError) -> Reply {
    try serveLines()
    let campaign = try campaign(command.campaign)
    let now = clock.now
    let reported = command.at ?? now
    if reported > now {
      return Reply(.setAside, reason: "it is said to happen at \(reported), and the clock stands at \(now)")
    }
    guard let newest = try participation(of: command.influencer, in: command.campaign) else {
      return Reply(.setAside, reason: "this influencer does not take part in `\(campaign.row.name)`; assign them first")
    }
    let written = try respelled(command.payload, command.event, newest)
    var row = newest.round == 1 ? newest : try round(of: newest, command.event, written)
    let definition = try definition(row.definition)
    guard let event = definition.events[command.event] else { return unknownEvent(command.event, definition) }
    if !isOwn, command.role == "system", let reason = definition.ownEvents[event] {
      return Reply(.setAside, reason: reason)
    }
    guard let role = definition.roles[command.role] else {
      return Reply(.setAside, reason: "no role is called `\(command.role)`")
    }
    if let reason = try untracked(command) {
      return try earlierAnswer(command) ?? Reply(.setAside, reason: reason)
    }
    let isPerson = definition.workflow.roles[role].isPerson
    let time = ToldTime(reported, isDay: command.isDay)
    let payload: [Int64]
    switch try read(written, command, at: time, of: event, definition, newest, row, isPerson: isPerson) {
    case .words(let words): payload = words
    case .reason(let reason): return try earlierAnswer(command) ?? Reply(.setAside, reason: reason)
    }
    if let earlier = try recordedBefore(row, event, payload, definition) {
      return try earlierAnswer(command) ?? earlier
    }
    if let known = try knownPost(payload, written, event, definition, row) {
      return try earlierAnswer(command) ?? known
    }
    var received = Received(
      event: event, payload: payload, definition: definition, at: time, role: command.role, isPerson: isPerson,
      tellsRate: command.isWhole || command.payload.contains { $0.name == "rate" }, isAgreed: command.isAgreed,
      isTyped: command.source == .console, order: written.last { $0.name == "conversion" }?.text)
    if let reason = try problem(received, row, newest) {
      var reply = Reply(.setAside, reason: reason)
      reply.question = parcelMove?.question
      return try earlierAnswer(command) ?? reply
    }
    let occurred = max(reported.milliseconds, campaign.head.occurred)
    if let due = campaign.earliestDue, due <= occurred, try fireTimers(of: command.campaign, by: occurred) > 0,
      let fresh = try self.participation(row.id, in: command.campaign)
    {
      row = fresh
    }
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: occurred)
    let actor = try actor(command.actor)
    if definition.hasItems, isPerson,
      let reason = try itemProblem(input, payload, row, definition)
    {
      return try earlierAnswer(command) ?? Reply(.setAside, reason: reason)
    }
    if !command.key.isEmpty, let earlier = try repeated(command, campaign) { return earlier }
    let before = try heldBefore(event, payload, row, definition)
    var reply = try run(
      input, payload, &row, definition, reported: reported.milliseconds, actor: actor,
      recorded: now.milliseconds)
    if reply.outcome == .taken || reply.outcome == .handled {
      received.isMissed = reply.outcome == .handled
      reply.countsElsewhere = definition.countsSale[event] && saleElsewhere != nil
      reply.reason = try consequences(of: received, row, before, actor, beside: reply.reason)
      if command.source != .importer {
        try keepPost(payload, event, definition, row, at: reported.milliseconds)
      }
    }
    return reply
  }

  /// What follows from an event that was taken beside what the rules do; in words, with those that the rules had.
  private func consequences(
    of received: Received, _ row: ParticipationRow, _ before: HeldBefore?, _ actor: Int64, beside reason: String
  ) throws(EngineError) -> String {
    let (event, definition, reported) = (received.event, received.definition, received.at.instant.milliseconds)
    let endsOrders = definition.mayEndOrders[event]
    let asksShop = endsOrders && buffer.effects.contains { $0.kind == .cancelOrder }
    let both = try bothRemark(received, row)
    let replacement = replacementRemark(received)
    let voided =
      try before.map { (before) throws(EngineError) in
        try voidSales(of: row, before, reported: reported, actor: actor)
      } ?? 0
    var words = voided > 0 ? "\(voided) conversion\(voided == 1 ? "" : "s") voided" : reason
    if received.isPerson, let before, let told = dayRemark(before, received, voided: voided) {
      words = [words, told].filter { !$0.isEmpty }.joined(separator: "; ")
    }
    if endsOrders {
      let cause = Cause(
        event: event, payload: received.payload, row: row, definition: definition, role: received.role,
        reported: reported, actor: actor,
        asksShop: asksShop, cancels: endsOrders && (asksShop || definition.cancelsOrders(with: event)))
      words = [words, try followOrders(cause)].filter { !$0.isEmpty }.joined(separator: "; ")
    }
    if let orderNote { words = [orderNote, words].filter { !$0.isEmpty }.joined(separator: "; ") }
    if let replacement { words = [words, replacement].filter { !$0.isEmpty }.joined(separator: "; ") }
    if words.isEmpty { words = try remark(on: received, row) ?? "" }
    // Said once in a campaign, so nothing else takes its place.
    guard let both else { return words }
    return words.isEmpty ? both : "\(words); \(both)"
  }

  /// What has to be said of an event that was taken; `nil` where nothing has to.
  private func remark(on received: Received, _ row: ParticipationRow) throws(EngineError) -> String? {
    if let words = try remark(on: received.event, received.payload, row, received.definition) { return words }
    if let words = try orderRemark(received, row) { return words }
    if let words = try moneyRemark(received, row) { return words }
    return try saleRemark(received, row)
  }

  // MARK: Keys

  /// Writes a command's key beside the row that comes next; the answer that it got before, where it is not new.
  private func repeated(_ command: Command, _ campaign: CampaignState) throws(EngineError) -> Reply? {
    let log = campaign.row.id << LogRow.sequenceBits | campaign.head.sequence + 1
    let isNew = try stored { () throws(StoreError) in
      try store.claimCommand(command.source.rawValue, command.key, log: log, digest: command.digest)
    }
    return isNew ? nil : try earlierAnswer(command)
  }

  /// What a command with a key was answered before; `nil` for one that is new.
  private func earlierAnswer(_ command: Command) throws(EngineError) -> Reply? {
    guard !command.key.isEmpty,
      let (log, digest) = try stored({ () throws(StoreError) in try store.command(command.source.rawValue, command.key)
      })
    else { return nil }
    guard digest == command.digest else {
      return Reply(
        .setAside,
        reason: "the key `\(command.key)` was used before, for another event; give each event a key of its own")
    }
    return Reply(.repeated, log: log, reason: try firstAnswer(log))
  }

  /// What a log row was answered with: its outcome, and the words of a refusal.
  private func firstAnswer(_ id: Int64) throws(EngineError) -> String {
    guard let row = try stored({ () throws(StoreError) in try store.row(id) }) else { return "" }
    let words = try definition(row.definition).machine.literalText(row.words)
    switch StepStatus(rawValue: UInt8(clamping: row.outcome)) {
    case .taken, .handled: return Reply.takenBefore
    case .ignored: return "it was ignored before"
    default: return "it was refused before" + (words.map { ": \($0)" } ?? "")
    }
  }

  /// An order is recorded once, whatever file or key brought it.
  private func recordedBefore(
    _ row: ParticipationRow, _ event: Int, _ payload: [Int64], _ definition: Definition
  ) throws(EngineError) -> Reply? {
    let subject = definition.subjectField[event]
    guard subject >= 0, payload[0] & 1 << Int64(subject) != 0 else { return nil }
    guard definition.statuses[event] == "recorded" else { return nil }
    let noun = definition.nouns[event]
    let known = try stored { () throws(StoreError) in try store.object(row.id, noun, payload[subject + 1]) }
    guard let known else { return nil }
    guard known.status == "voided", definition.events["conversion.restored"] != nil else {
      var reply = try Reply(.repeated, log: known.log, reason: otherAmount(row, event, payload, definition))
      reply.differs = !reply.reason.isEmpty
      return reply
    }
    let first = try stored { () throws(StoreError) in try store.row(known.log) }
    let isOnlyVoided = try first.map { (row) throws(EngineError) in
      try self.definition(row.definition).workflow.events[Int(row.event)].path == "conversion.voided"
    }
    let name = try text(payload[subject + 1], definition) ?? ""
    return Reply(
      .repeated, log: known.log,
      reason: isOnlyVoided == true
        ? Engine.voidedBefore(name) : "it was voided, and counts again only when it is restored: `restore`")
  }

  /// That an order is told again with another amount; empty where it is not.
  private func otherAmount(
    _ row: ParticipationRow, _ event: Int, _ payload: [Int64], _ definition: Definition
  ) throws(EngineError) -> String {
    let checked = definition.workflow.events[event]
    guard definition.countsSale[event], let told = checked.value("subtotal", payload),
      let key = checked.value("conversion", payload), let order = try text(key, definition),
      let sale = try recordedSale(order, of: row.influencer, in: row.campaign)
    else { return "" }
    return try amountDiffers(sale, order, of: row.influencer, in: row.campaign, told: told) ?? ""
  }

  private func unknownEvent(_ name: String, _ definition: Definition) -> Reply {
    let near = Spelling.nearest(to: name, among: definition.events.keys.sorted())
    return Reply(.setAside, reason: "no event is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""))
  }

  // MARK: Participations

  /// The newest participation of an influencer in a campaign.
  package func participation(of influencer: Int64, in campaign: Int64) throws(EngineError) -> ParticipationRow? {
    let known = known(campaign)
    if let id = known?.byInfluencer[influencer] {
      if let row = known?.participations[id] { return row }
      return try participation(id, in: campaign)
    }
    guard let id = try stored({ () throws(StoreError) in try store.findParticipation(campaign, influencer) }) else {
      return nil
    }
    known?.byInfluencer[influencer] = id
    return try participation(id, in: campaign)
  }

  package func participation(_ id: Int64, in campaign: Int64) throws(EngineError) -> ParticipationRow? {
    if let known = known(campaign)?.participations[id] { return known }
    let row = try stored { () throws(StoreError) in try store.participation(id) }
    if let row, try row.state.count != definition(row.definition).machine.layout.stride {
      throw .damaged("the state of participation \(id) is not one of its definition; run `workroom db verify`")
    }
    keep(row, in: campaign)
    return row
  }

  /// Keeps in mind how participations of a campaign stand, inside a transaction that found nothing changed since they were
  /// read.
  package func remember(_ rows: [ParticipationRow], in campaign: Int64) throws(EngineError) {
    let known = try self.campaign(campaign)
    guard rows.count < CampaignState.cacheMax else { return }
    for row in rows {
      known.byInfluencer[row.influencer] = row.id
      keep(row, in: campaign)
    }
  }

  private func keep(_ row: ParticipationRow?, in campaign: Int64) {
    guard let row, let participations = known(campaign)?.participations else { return }
    if participations.count >= CampaignState.cacheMax { participations.removeAll() }
    participations[row.id] = row
  }

  // MARK: Payload

  /// The round that an event is about. What is recorded once belongs to the round that recorded it, so a late refund goes
  /// there; everything else goes to the newest.
  private func round(
    of newest: ParticipationRow, _ event: String, _ written: [WrittenValue]
  ) throws(EngineError) -> ParticipationRow {
    let noun = String(event.prefix { $0 != "." })
    let definition = try definition(newest.definition)
    guard definition.events["\(noun).recorded"] != nil || (noun == "payment" && definition.keepsBooks),
      let name = written.last(where: { $0.name == noun })?.text
    else { return newest }
    return try participation(of: newest.influencer, in: newest.campaign, recording: noun, name) ?? newest
  }

  /// The newest round of an influencer in which something was told of an order, a post or a conversion by its name.
  package func participation(
    of influencer: Int64, in campaign: Int64, recording noun: String, _ name: String
  ) throws(EngineError) -> ParticipationRow? {
    let ids = try stored { () throws(StoreError) in try store.rounds(campaign, influencer) }
    let person = noun == "payment" ? 0 : influencer
    let text = try stored { () throws(StoreError) in try store.findText(name, person: person) }
    for id in ids.reversed() {
      guard let row = try participation(id, in: campaign) else { continue }
      var key = try definition(row.definition).machine.textWord(name) ?? text
      if key == nil { key = try erasedText(name, noun, row) }
      guard let key else { continue }
      if try stored({ () throws(StoreError) in try store.object(id, noun, key) }) != nil { return row }
    }
    return nil
  }

  enum Payload { case words([Int64]), reason(String) }

  private func read(
    _ written: [WrittenValue], _ command: Command, at time: ToldTime, of event: Int, _ definition: Definition,
    _ newest: ParticipationRow, _ row: ParticipationRow, isPerson: Bool
  ) throws(EngineError) -> Payload {
    let fields = definition.workflow.events[event].payload
    if fields.isEmpty, written.isEmpty { return .words([0]) }
    var reader = ValueReader(
      store: store, definition: definition, currency: try campaign(command.campaign).currency,
      person: newest.influencer, isDry: true)
    var words: [Int64] = []
    // The last reading writes texts, and only what can be read whole gets there.
    let readings = fields.contains { ValueReader.writes($0.type) } ? 2 : 1
    for reading in 1...readings {
      reader.isDry = reading < readings
      words = [Int64](repeating: 0, count: fields.count + 1)
      for value in written {
        guard let index = fields.firstIndex(where: { $0.name == value.name }) else {
          let names = fields.map { "`\($0.name)`" }.joined(separator: ", ")
          return .reason(
            "`\(definition.workflow.events[event].path)` carries no `\(value.name)`"
              + (names.isEmpty ? "" : "; it carries \(names)"))
        }
        if let erased = try erasedText(value, definition, row) {
          words[index + 1] = erased
          words[0] |= 1 << Int64(index)
          continue
        }
        // What a payment is called is nobody's own, so that it can be settled whoever is forgotten.
        reader.person = definition.namesPayment(event, value.name) ? 0 : newest.influencer
        reader.takesBack = definition.owedByHand == event
        do {
          words[index + 1] = try reader.word(value.text, fields[index].type)
          words[0] |= 1 << Int64(index)
        } catch {
          switch error {
          case .mismatch(let reason):
            let isDay = definition.adjustedKind[event] >= 0 && fields[index].type == .date
            return .reason("`\(value.name)`: \(reason)" + (isDay ? "; `none` takes the day off" : ""))
          case .store(let error): throw .store(error)
          }
        }
      }
      try fillPayment(&words, written, event, definition, row, isPerson: isPerson)
      if let reason = try fillConversion(&words, written, event, definition, row, isPerson: isPerson) {
        return .reason(reason)
      }
      if let reason = try fillMeasured(&words, written, event, definition, row) { return .reason(reason) }
      for (index, field) in fields.enumerated() where !field.isOptional && words[0] & 1 << Int64(index) == 0 {
        return .reason(
          "`\(definition.workflow.events[event].path)` needs `\(field.name)`: \(reader.expected(field.type))")
      }
    }
    if !command.isWhole {
      try fillRate(&words, event, definition, newest, row, at: time)
      try fillChoice(&words, event, definition, row)
    }
    try fillGoods(&words, event, definition, row)
    try fillContent(&words, event, definition, row)
    try fillDeliverable(&words, event, definition, row)
    return .words(words)
  }

  /// An unset rate is the rate of the item that brought the order: of the code that the event names, as it was then, else of
  /// the kind that it names, else of the first that is held. Items are held by the newest round. A refund goes by the rate with
  /// which its conversion was recorded.
  func fillRate(
    _ words: inout [Int64], _ event: Int, _ definition: Definition, _ newest: ParticipationRow, _ row: ParticipationRow,
    at time: ToldTime
  ) throws(EngineError) {
    let index = definition.rateField[event]
    guard index >= 0, words[0] & 1 << Int64(index) == 0 else { return }
    guard let rate = try unsaidRate(words, event, definition, newest, row, at: time) else { return }
    words[index + 1] = rate
    words[0] |= 1 << Int64(index)
  }

  private func unsaidRate(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ newest: ParticipationRow, _ row: ParticipationRow,
    at time: ToldTime
  ) throws(EngineError) -> Int64? {
    let checked = definition.workflow.events[event]
    if let rate = try recordedRate(words, checked, row) { return rate }
    if definition.countsSale[event], let rate = try namedRate(words, checked, definition, row, at: time) { return rate }
    for kind in kinds(of: words, event, definition) {
      let item = try stored { () throws(StoreError) in try store.held(newest.id, kind: kind) }
      if let rate = item?.rate { return rate }
    }
    return nil
  }

  /// The kinds of item that may have brought an order: codes and links, unless the event's value `item` says which.
  func kinds(of words: [Int64], _ event: Int, _ definition: Definition) -> [Int64] {
    let fields = definition.workflow.events[event].payload
    let all = Array(definition.kinds.prefix(CheckedWorkflow.standardKinds.count))
    guard let index = fields.firstIndex(where: { $0.name == "item" }), words[0] & 1 << Int64(index) != 0,
      case .choice(let set) = fields[index].type
    else { return all }
    let name = definition.workflow.choices[set][Int(words[index + 1])]
    return definition.workflow.poolKinds.firstIndex(of: name).map { [definition.kinds[$0]] } ?? []
  }
}
