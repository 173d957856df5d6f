import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Events that an operator sends, to one or to many.
extension Console {
  func perform(_ command: OperatorCommand, _ campaign: Int64, _ definition: Definition) throws {
    if case .all(let condition?) = command.target, let problem = misplaced(command, condition, definition) {
      throw problem
    }
    if let asked = batch(command, definition) { return try pay(command, asked, campaign, definition) }
    if let problem = try unknownTemplate(command, campaign) { throw problem }
    switch command.target {
    case .one(let name):
      let row = try person(name, campaign)
      lastPerson = name
      try sendOne(command, name, row, campaign)
    case .all(let condition):
      if let problem = onePost(command, definition) { throw problem }
      try sendMany(command, condition, campaign, definition)
    }
  }

  /// The participation that a name means, in this campaign.
  func person(_ name: String, _ campaign: Int64) throws -> ParticipationRow {
    switch try Directory(engine).find(name, in: campaign) {
    case .one(let id):
      if let row = try engine.participation(of: id, in: campaign) { return row }
      throw Refusal(
        text: "`\(name)` does not take part in this campaign", status: 66, help: ["let them take part: `add \(name)`"])
    case .none:
      throw Refusal(
        text: "nobody here is called `\(name)`", status: 66,
        help: ["write a first name, a whole name in quotes, an email or a handle"])
    case .several(let ids): throw ambiguous(name, ids)
    }
  }

  /// Several people with one name, and what tells them apart.
  func ambiguous(_ name: String, _ ids: [Int64]) -> Refusal {
    let people = ids.prefix(6).compactMap { id -> String? in
      guard let record = try? engine.store.influencer(id),
        let own = record.email ?? record.accounts.first.map({ "@\($0.handle)" })
      else { return nil }
      return "\(record.shownName): \(own)"
    }
    return Refusal(
      text: "\(ids.count) influencers are called `\(name)`; write an email or a handle", status: 64, help: people)
  }

  func request(_ command: OperatorCommand, _ row: ParticipationRow) throws -> Command {
    let definition = try engine.definition(row.definition)
    guard let index = definition.number(ofEvent: command.event) else {
      throw Refusal(
        text:
          "`\(command.event)` is not known to version \(definition.workflow.version), on which this participation runs")
    }
    let event = definition.workflow.events[index]
    let zone = try engine.campaign(row.campaign).zone
    var values = command.values.map { value in
      engine.dated(value, event.payload.first { $0.name == value.name }?.type, in: zone)
    }
    // What is left to pay is what `pay` means without an amount.
    if event.path == "payment.paid", !values.contains(where: { $0.name == "amount" || $0.name == "payment" }) {
      values.append(WrittenValue(name: "amount", text: try due(row).description))
    }
    if event.path == "payment.cancelled", !values.contains(where: { $0.name == "amount" || $0.name == "payment" }) {
      if let lack = try lackOfAmount(row) { throw lack }
    }
    return Command(
      source: .console, campaign: row.campaign, influencer: row.influencer, event: event.path,
      role: role(for: event, definition), actor: "operator", payload: values)
  }

  /// Why a piece of content that is named cannot be that of many; `nil` where none is named, and for what the workflow itself
  /// asks for by its name.
  private func onePost(_ command: OperatorCommand, _ definition: Definition) -> Refusal? {
    guard command.event.hasPrefix("content."), let name = command.values.last(where: { $0.name == "content" })?.text,
      definition.machine.textWord(name) == nil
    else { return nil }
    let typed = definition.workflow.events.first { $0.path == command.event }?.typed ?? command.event
    return Refusal(
      text: "`\(name.prefix(60))` is one piece of content, which is that of one influencer, and not of `all`",
      status: 64,
      help: ["write whose it is: `\(typed) NAME content \"\(name.prefix(60))\"`; or leave `content` out"])
  }

  /// Why a mail that is asked for could never be delivered: no template has its name. `nil` for anything else.
  private func unknownTemplate(_ command: OperatorCommand, _ campaign: Int64) throws -> Refusal? {
    guard command.event == "email.sent", let name = command.values.last(where: { $0.name == "template" })?.text,
      try engine.store.template(name, for: campaign) == nil
    else { return nil }
    let known = try engine.store.templates().filter { $0.campaign == 0 || $0.campaign == campaign }.map(\.name).unique
    let near = Spelling.nearest(to: name, among: known)
    let list = known.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return Refusal(
      text: "no template is called `\(name)`" + (near.map { "; write \"\($0)\"" } ?? ""), status: 66,
      help: [
        known.isEmpty ? "there is no template yet" : "there are: \(list)" + (known.count > 20 ? " and more" : ""),
        "to make it, write its text into a file: `workroom template set \"\(name)\" --db \(databasePath) --body FILE`",
      ])
  }

  /// What is due, which is what `pay` means without an amount.
  private func due(_ row: ParticipationRow) throws -> Money {
    switch try Due.of(row, engine) {
    case .amount(let money): return money
    case .nothing(let why): throw Refusal(text: why, status: 1)
    }
  }

  /// The first granted role that may send an event.
  func role(for event: CheckedEvent, _ definition: Definition) -> String {
    roles.first { name in
      guard let index = definition.workflow.roles.firstIndex(where: { $0.name == name }) else { return false }
      return event.senders == 0 || event.senders & 1 << UInt64(index) != 0
    } ?? roles[0]
  }

  private func sendOne(
    _ command: OperatorCommand, _ typedName: String, _ row: ParticipationRow, _ campaign: Int64
  ) throws {
    let request = try request(command, row)
    let before = try room(of: row).titles(row)
    let own = try engine.definition(row.definition)
    let hung = Console.leaves(request) ? try hanging(on: row) : nil
    let outcome: Sent?
    if Console.deletes(request) {
      outcome = try deletion(request, row)
    } else {
      outcome = try agreed(request)
    }
    guard let outcome else { return say("nothing is changed") }
    let (trace, effects) = (outcome.trace, outcome.effects)
    var reply = outcome.reply
    reply.reason = try [meantContent(command, reply, own), Console.spoken(reply.reason, request.event, own)]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
    if showsTrace { tell(trace, own) }
    let room = try room(of: row)
    let name = room.name(row)
    let reason = reply.reason.isEmpty ? "" : " (\(reply.reason))"
    if reply.log > 0 { remember([row]) }
    switch reply.outcome {
    case .taken:
      lastSent = [reply.log]
      let fresh = try engine.participation(of: row.influencer, in: row.campaign)
      let stays = try fresh.map { try engine.definition($0.definition).titles($0.state) } == own.titles(row.state)
      let follows = try moneyNote(reply) ?? (stays ? words(effects, row) : "")
      say("\(name): \(fresh.map { room.titles($0) } ?? "")" + (follows.isEmpty ? "" : "; \(follows)") + reason)
      try tellEnding(request, row, hung, reply)
      try tellBudget(effects, campaign)
    case .handled:
      lastSent = [reply.log]
      let isAdjusted = own.adjusts(command.event)
      // What follows from it may have moved them.
      let after = try engine.participation(of: row.influencer, in: row.campaign).map { room.titles($0) } ?? before
      let missed = after == before ? "recorded, and no line of the workflow does anything about it here" : nil
      let note = try isAdjusted ? "changed" : moneyNote(reply) ?? missed
      say("\(name): \(after)" + (note.map { "; \($0)" } ?? "") + reason)
      try tellBudget(effects, campaign)
    case .repeated: say("\(name): \(before); known already, so nothing is changed" + reason)
    case .ignored: say("\(name): ignored, nothing is changed: \(reply.reason)")
    case .refused:
      let hint = try question(command, typedName, row)
      throw Refusal(
        text: "\(name): \(reply.reason)", status: 1,
        help: try help(reply) + windows(command.event, row) + ["`\(hint)` tells more"])
    case .setAside: throw Refusal(text: "\(name): \(reply.reason)", status: 1, help: help(reply))
    }
  }

  /// Which draft or post a verdict was about that named none, and what became of it; `nil` where it was named, or none is known.
  private func meantContent(_ command: OperatorCommand, _ reply: Reply, _ definition: Definition) throws -> String? {
    let fate: String
    switch command.event {
    case "content.approved": fate = "is approved"
    case "content.changes_requested": fate = "is to be changed"
    case "content.rejected": fate = "is rejected, and counts no more"
    default: return nil
    }
    guard reply.outcome == .taken || reply.outcome == .handled,
      !command.values.contains(where: { $0.name == "content" }),
      let log = try engine.store.row(reply.log),
      let key = definition.workflow.events[Int(log.event)].value("content", log.payload),
      let name = try engine.text(key, definition)
    else { return nil }
    return "`\(name.prefix(200))` \(fate)"
  }

  /// What came of an event: the answer, and what is told of the step.
  struct Sent {
    var reply: Reply
    var trace: [TraceEntry]
    var effects: [Effect]
  }

  /// Sends an event, and asks first where the engine asks; `nil` where nobody agrees.
  private func agreed(_ request: Command) throws -> Sent? {
    var request = request
    // What is asked is set aside and writes nothing, so it is found by a trial.
    var tried: Sent?
    if request.event.hasPrefix("shipment.") {
      try engine.trial { () throws(EngineError) in tried = try sent(request) }
      if let question = tried?.reply.question {
        guard try agrees(question) else { return nil }
        request.isAgreed = true
      }
    }
    return try engine.transaction { () throws(EngineError) in try sent(request) }
  }

  /// Sends an event, inside a transaction or a trial.
  func sent(_ request: Command) throws(EngineError) -> Sent {
    let reply = try engine.submit(request)
    return Sent(reply: reply, trace: engine.trace, effects: engine.doneEffects)
  }

  /// What the engine says of an event, with the event in the words that are typed.
  static func spoken(_ reason: String, _ path: String, _ definition: Definition) -> String {
    guard let typed = definition.workflow.events.first(where: { $0.path == path })?.typed else { return reason }
    return reason.replacing("`\(path)`", with: "`\(typed)`")
  }

  /// What a step that changed no stage has done: `mail "hello"`, `258.45 USD paid`.
  private func words(_ effects: [Effect], _ row: ParticipationRow) throws -> String {
    let definition = try engine.definition(row.definition)
    let currency = try engine.campaign(row.campaign).currency
    func shown(_ amount: Int64, _ currency: Currency) -> String {
      Money(minorUnits: amount, currency: currency).description
    }
    func text(_ word: Int64) throws -> String {
      try definition.machine.literalText(word) ?? engine.store.text(word) ?? ""
    }
    let parts = try effects.compactMap { effect -> String? in
      switch effect.kind {
      case .email: "mail \"\(try text(effect.a))\""
      case .contract: "contract \"\(try text(effect.a))\""
      case .note: "noted"
      case .createOrder: "an order is created"
      case .cancelOrder: "the shop is asked to cancel the order"
      case .owe:
        shown(abs(effect.a), definition.machine.currency(effect.b) ?? currency)
          + (effect.a < 0 ? " owed no more" : " owed")
      case .paid: effect.a >= 0 ? "\(shown(effect.a, currency)) paid" : "\(shown(-effect.a, currency)) taken back"
      case .claim: "\(definition.workflow.poolKinds[Int(effect.a)]) given"
      case .release: "given back"
      case .disable: "disabled"
      case .wait: "waits in line"
      case .poolEmpty: "nothing is left in the group"
      case .voidReason, .voidSubject, .tell, .earmark: nil
      }
    }
    return parts.unique.joined(separator: ", ")
  }

  /// The windows that the lines of an event ask about and that are closed now, with their dates.
  private func windows(_ event: String, _ row: ParticipationRow) throws -> [String] {
    let definition = try engine.definition(row.definition)
    let campaign = try engine.campaign(row.campaign)
    let workflow = definition.workflow
    guard row.definition == campaign.row.definition, let place = workflow.events.firstIndex(where: { $0.path == event })
    else { return [] }
    let today = campaign.zone.local(engine.clock.now).date
    return workflow.campaign.enumerated().compactMap { index, field in
      guard field.type == .window, campaign.words[0] >> Int64(index) & 1 == 1 else { return nil }
      let isAsked = workflow.rules.contains { rule in
        guard case .event(place) = rule.trigger, let condition = rule.condition else { return false }
        let source = rule.isVocabulary ? definition.vocabulary : definition.source
        let words = source.text(workflow.expressions[condition].span.range).split { !$0.isLetter && $0 != "_" }
        return words.contains { $0 == field.name }
      }
      guard isAsked else { return nil }
      let dates = Values.text(campaign.words[index + 1], field.type, workflow, home: campaign.currency)
      guard dates != "open to open" else { return nil }
      return "`\(field.name)` of this campaign is \(dates), and today is \(today)"
    }
  }

  /// The question that a refused event raises: `why not mia accept`.
  private func question(
    _ command: OperatorCommand, _ typedName: String, _ row: ParticipationRow
  ) throws -> String {
    let workflow = try engine.definition(row.definition).workflow
    let typed = workflow.events.first { $0.path == command.event }?.typed ?? command.event
    let name = typedName.contains(" ") ? "\"\(typedName)\"" : typedName
    let fields = workflow.events.first { $0.path == command.event }?.payload ?? []
    let values = command.values.map { value in
      let isText = fields.contains { $0.name == value.name && $0.type == .text }
      return "\(value.name) \(isText ? "\"\(value.text)\"" : value.text)"
    }
    return (["why not \(name) \(typed)"] + values).joined(separator: " ")
  }

  private func help(_ reply: Reply) -> [String] {
    var lines: [String] = []
    if reply.line > 0 { lines.append("line \(reply.line) of the workflow says so") }
    if !reply.possible.isEmpty { lines.append("possible now: \(reply.possible.joined(separator: ", "))") }
    return lines
  }
}
