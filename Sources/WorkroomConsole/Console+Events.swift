import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Events that an operator sends, to one or to many.
extension Console {
  func perform(_ command: OperatorCommand, _ campaign: Int64, _ definition: Definition) throws {
    switch command.target {
    case .one(let name): try sendOne(command, try person(name, campaign), campaign)
    case .all(let condition): try sendMany(command, condition, campaign, definition)
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

  private func request(_ command: OperatorCommand, _ row: ParticipationRow) throws -> Command {
    let definition = try engine.definition(row.definition)
    let event = definition.workflow.events[command.event]
    var values = command.values
    // What is left to pay is what `pay` means without an amount.
    if event.path == "payment.paid", !values.contains(where: { $0.name == "amount" }) {
      values.append(WrittenValue(name: "amount", text: try balance(row).description))
    }
    return Command(
      source: .console, campaign: row.campaign, influencer: row.influencer, event: event.path,
      role: role(for: event, definition), actor: "operator", payload: values)
  }

  private func balance(_ row: ParticipationRow) throws -> Money {
    let currency = try engine.campaign(row.campaign).currency
    var balance: Int64 = 0
    for (key, amount) in try engine.store.sums(row.id) where key.split(separator: " ")[1] == "\(currency.packed)" {
      balance += key.hasPrefix("0") ? amount : -amount
    }
    guard balance > 0 else { throw Refusal(text: "nothing is owed, so there is nothing to pay", status: 1) }
    return Money(minorUnits: balance, currency: currency)
  }

  /// The first granted role that may send an event.
  private func role(for event: CheckedEvent, _ definition: Definition) -> String {
    roles.first { name in
      guard let index = definition.workflow.roles.firstIndex(where: { $0.name == name }) else { return false }
      return event.senders == 0 || event.senders & 1 << UInt64(index) != 0
    } ?? roles[0]
  }

  private func sendOne(_ command: OperatorCommand, _ row: ParticipationRow, _ campaign: Int64) throws {
    let request = try request(command, row)
    let (reply, trace) = try engine.transaction { () throws(EngineError) in
      let reply = try engine.submit(request)
      return (reply, engine.trace)
    }
    if showsTrace { tell(trace, try engine.definition(row.definition)) }
    let room = try WorkRoom(engine, campaign: campaign)
    let name = room.name(row)
    switch reply.outcome {
    case .taken, .handled, .repeated: say("\(name): \(try stages(row, room))")
    case .ignored: say("\(name): ignored, \(reply.reason)")
    case .refused, .setAside: throw Refusal(text: "\(name): \(reply.reason)", status: 1, help: help(reply))
    }
  }

  private func stages(_ row: ParticipationRow, _ room: WorkRoom) throws -> String {
    guard let fresh = try engine.participation(of: row.influencer, in: row.campaign) else { return "" }
    return room.titles(fresh)
  }

  private func help(_ reply: Reply) -> [String] {
    var lines: [String] = []
    if reply.line > 0 { lines.append("line \(reply.line) of the workflow says so") }
    if !reply.possible.isEmpty { lines.append("possible now: \(reply.possible.joined(separator: ", "))") }
    return lines
  }

  // MARK: Many

  private func sendMany(
    _ command: OperatorCommand, _ condition: String?, _ campaign: Int64, _ definition: Definition
  ) throws {
    let rows = try selected(condition, campaign, definition)
    let typed = definition.workflow.events[command.event].typed ?? definition.workflow.events[command.event].path
    guard !rows.isEmpty else { return say("nobody is selected; nothing is changed") }
    let (preview, able) = try outcomes(command, rows, keeps: false)
    say("`\(typed)` for \(rows.count): \(preview.summary)")
    guard preview.done > 0 else {
      if preview.refused > 0 { throw Refusal(text: "nothing is changed, since all of them refuse", status: 1) }
      return say("nothing is changed")
    }
    guard try agrees("do this for \(preview.done) influencers?") else { return say("nothing is changed") }
    let (result, _) = try outcomes(command, able, keeps: true)
    say("done for \(result.done)")
    if result.refused > 0 {
      throw Refusal(text: "\(result.refused) were refused: \(result.reasons.joined(separator: "; "))", status: 1)
    }
  }

  /// Asks; where nobody can answer, `--yes` must have been said.
  func agrees(_ question: String) throws -> Bool {
    if assumesYes { return true }
    guard isInteractive else {
      throw Refusal(
        text: "this asks first, and nobody is here to answer: \(question)", status: 64,
        help: ["say `--yes` to go on without asking"])
    }
    return ask(question)
  }

  private func selected(_ condition: String?, _ campaign: Int64, _ definition: Definition) throws -> [ParticipationRow]
  {
    let room = try WorkRoom(engine, campaign: campaign)
    let rows = room.members(of: section ?? "My Influencers")
    guard let condition else { return rows }
    switch Selection.read(condition, definition) {
    case .problem(let text): throw Refusal(text: text, status: 64)
    case .selection(let selection):
      let now = engine.clock.now.milliseconds
      var chosen: [ParticipationRow] = []
      // A look at texts may write them down; nothing of that is kept.
      try engine.trial { () throws(EngineError) in
        for row in rows where try selection.contains(row, engine, now: now) { chosen.append(row) }
      }
      return chosen
    }
  }

  struct Outcomes {
    var done = 0
    var refused = 0
    var ignored = 0
    var reasons: [String] = []

    mutating func count(_ reply: Reply) {
      switch reply.outcome {
      case .taken, .handled, .repeated: done += 1
      case .ignored: ignored += 1
      case .refused, .setAside:
        refused += 1
        if !reasons.contains(reply.reason) { reasons.append(reply.reason) }
      }
    }

    var summary: String {
      var parts = ["\(done) would change"]
      if ignored > 0 { parts.append("\(ignored) would ignore it") }
      if refused > 0 { parts.append("\(refused) would refuse (\(reasons.prefix(3).joined(separator: "; ")))") }
      return parts.joined(separator: ", ")
    }
  }

  /// Sends to many in one transaction; a trial is rolled back, so that what is shown is what would happen. Also those for
  /// whom it was done.
  private func outcomes(
    _ command: OperatorCommand, _ rows: [ParticipationRow], keeps: Bool
  ) throws -> (Outcomes, [ParticipationRow]) {
    var outcomes = Outcomes()
    var able: [ParticipationRow] = []
    let requests = rows.compactMap { row in (try? request(command, row)).map { (row, $0) } }
    outcomes.refused = rows.count - requests.count
    if outcomes.refused > 0 { outcomes.reasons.append("nothing to do it with") }
    let sendAll = { [engine] () throws(EngineError) -> Void in
      for (row, request) in requests {
        let before = outcomes.done
        outcomes.count(try engine.submit(request))
        if outcomes.done > before { able.append(row) }
      }
    }
    if keeps { try engine.transaction(sendAll) } else { try engine.trial(sendAll) }
    return (outcomes, able)
  }

  // MARK: One person

  func showPossible(_ name: String, _ campaign: Int64) throws {
    let row = try person(name, campaign)
    let definition = try engine.definition(row.definition)
    let words = roles.flatMap { role in
      definition.workflow.roles.firstIndex { $0.name == role }.map { engine.possible(row, definition, role: Int32($0)) }
        ?? []
    }
    say(words.isEmpty ? "nothing waits for you here" : Array(Set(words)).sorted().joined(separator: ", "))
  }

  /// Everything about one participation: where it stands, what it carries, what happened.
  func showPerson(_ name: String, _ campaign: Int64) throws {
    let row = try person(name, campaign)
    let room = try WorkRoom(engine, campaign: campaign)
    let definition = try engine.definition(row.definition)
    var sheet = Sheet(title: room.name(row), columns: [.init("What", priority: 9), .init("Value", priority: 8)])
    sheet.rows.append([.text("stage"), .text(room.titles(row))])
    for (index, field) in definition.workflow.record.enumerated() {
      let word = row.state[definition.machine.layout.recordStart + index]
      let isSet =
        definition.machine.layout.recordMask < 0
        || row.state[definition.machine.layout.recordMask] >> Int64(index) & 1 == 1
      let state = try engine.campaign(campaign)
      sheet.rows.append([.text(field.name), .text(isSet ? try value(word, field.type, definition, state) : "not set")])
    }
    for (kind, word) in CheckedWorkflow.standardKinds.enumerated() {
      if let item = try engine.store.held(row.id, kind: Int64(kind)) {
        sheet.rows.append([.text(word), .text(item.code)])
      }
    }
    for (timer, due) in definition.machine.runningTimers(row.state.span) {
      sheet.rows.append([
        .text("timer, line \(definition.machine.rule(ofTimer: timer).line)"),
        .text(Instant(milliseconds: due).description),
      ])
    }
    sheet.notes = try history(row, definition).suffix(12).map { $0 }
    try show(sheet)
  }

  private func value(
    _ word: Int64, _ type: ValueType, _ definition: Definition, _ state: CampaignState
  ) throws -> String {
    if type == .text { return try definition.machine.literalText(word) ?? engine.store.text(word) ?? "(erased)" }
    return Values.text(word, type, definition.workflow, home: state.currency)
  }

  /// The participation's log rows, a line each.
  private func history(_ row: ParticipationRow, _ definition: Definition) throws -> [String] {
    try engine.store.rows(ofParticipation: row.id, in: row.campaign).map { log in
      let what: String
      switch StepInput.Kind(rawValue: UInt8(clamping: log.kind)) {
      case .start: what = "takes part"
      case .event: what = definition.workflow.events[Int(log.event)].path
      case .timer: what = "timer of line \(definition.machine.rule(ofTimer: Int(log.event)).line)"
      case .serve: what = "served from the line"
      case .migrate: what = "moves to version \(definition.workflow.version)"
      case nil: what = "notice"
      }
      let role = log.role >= 0 ? " by \(definition.workflow.roles[Int(log.role)].name)" : ""
      let outcome = StepStatus(rawValue: UInt8(clamping: log.outcome)).map { "\($0)" } ?? ""
      return "\(Instant(milliseconds: log.occurred))  \(what)\(role)  \(outcome)"
    }
  }
}
