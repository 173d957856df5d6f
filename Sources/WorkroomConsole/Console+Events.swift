import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Events that an operator sends, to one or to many.
extension Console {
  func perform(_ command: OperatorCommand, _ campaign: Int64, _ definition: Definition) throws {
    if let amount = cash(command) { return try payCash(command, amount, campaign, definition) }
    switch command.target {
    case .one(let name):
      let row = try person(name, campaign)
      lastPerson = name
      try sendOne(command, name, row, campaign)
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
    guard let event = definition.workflow.events.first(where: { $0.path == command.event }) else {
      throw Refusal(
        text:
          "`\(command.event)` is not known to version \(definition.workflow.version), on which this participation runs")
    }
    var values = command.values
    // What is left to pay is what `pay` means without an amount.
    if event.path == "payment.paid", !values.contains(where: { $0.name == "amount" || $0.name == "payment" }) {
      values.append(WrittenValue(name: "amount", text: try due(row).description))
    }
    return Command(
      source: .console, campaign: row.campaign, influencer: row.influencer, event: event.path,
      role: role(for: event, definition), actor: "operator", payload: values)
  }

  /// What is due, which is what `pay` means without an amount.
  private func due(_ row: ParticipationRow) throws -> Money {
    let state = try engine.campaign(row.campaign)
    let standing = try engine.standing(of: row.influencer, in: row.campaign)
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: state.currency).description }
    if standing.due > 0 { return Money(minorUnits: standing.due, currency: state.currency) }
    var reasons: [String] = []
    if standing.onItsWay > 0 { reasons.append("\(shown(standing.onItsWay)) is on its way") }
    if standing.held > 0 {
      let until = standing.heldUntil.map { " until \(state.zone.local($0).date)" } ?? ""
      reasons.append("\(shown(standing.held)) is held\(until)")
    }
    if standing.balance < 0 {
      reasons.append("\(shown(-standing.balance)) too much was paid, which comes off what is owed next")
    }
    let why = reasons.isEmpty ? "nothing is owed" : reasons.joined(separator: ", and ")
    throw Refusal(text: "\(why), so there is nothing to pay", status: 1)
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
    if request.event == "proposal.deleted",
      try !agreesToDeletion(request, row, WorkRoom(engine, campaign: campaign).name(row))
    {
      return say("nothing is changed")
    }
    let (reply, trace) = try engine.transaction { () throws(EngineError) in
      let reply = try engine.submit(request)
      return (reply, engine.trace)
    }
    if showsTrace { tell(trace, try engine.definition(row.definition)) }
    let room = try WorkRoom(engine, campaign: campaign)
    let name = room.name(row)
    switch reply.outcome {
    case .taken, .handled, .repeated:
      let note = try moneyNote(reply) ?? reply.reason
      say("\(name): \(try stages(row, room))" + (note.isEmpty ? "" : " (\(note))"))
    case .ignored: say("\(name): ignored, \(reply.reason)")
    case .refused:
      let hint = try question(command, typedName, row)
      throw Refusal(text: "\(name): \(reply.reason)", status: 1, help: help(reply) + ["`\(hint)` tells more"])
    case .setAside: throw Refusal(text: "\(name): \(reply.reason)", status: 1, help: help(reply))
    }
  }

  /// The question that a refused event raises: `why not mia accept`.
  private func question(
    _ command: OperatorCommand, _ typedName: String, _ row: ParticipationRow
  ) throws -> String {
    let workflow = try engine.definition(row.definition).workflow
    let typed = workflow.events.first { $0.path == command.event }?.typed ?? command.event
    let name = typedName.contains(" ") ? "\"\(typedName)\"" : typedName
    return (["why not \(name) \(typed)"] + command.values.map { "\($0.name) \($0.text)" }).joined(separator: " ")
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
    let typed = definition.workflow.events.first { $0.path == command.event }?.typed ?? command.event
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

  func selected(_ condition: String?, _ campaign: Int64, _ definition: Definition) throws -> [ParticipationRow] {
    let room = try WorkRoom(engine, campaign: campaign)
    let rows = room.members(of: section ?? "My Influencers")
    guard let condition else { return rows }
    do { return try Selection.chosen(rows, by: condition, engine, campaign) } catch let problem as Selection.Problem {
      throw Refusal(text: problem.text, status: 64)
    }
  }

  struct Outcomes {
    var done = 0
    var refused = 0
    var ignored = 0
    /// What is paid, where it is payments that change.
    var paid: Money?
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
      if let paid, done > 0 { parts[0] += ", \(paid) in all" }
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
        guard outcomes.done > before else { continue }
        able.append(row)
        if request.event == "payment.paid",
          let amount = request.payload.last(where: { $0.name == "amount" }).flatMap({ Money($0.text) })
        {
          let sum = Int128(amount.minorUnits) + Int128(outcomes.paid?.minorUnits ?? 0)
          outcomes.paid = Money(minorUnits: Int64(clamping: sum), currency: amount.currency)
        }
      }
    }
    if keeps { try engine.transaction(sendAll) } else { try engine.trial(sendAll) }
    return (outcomes, able)
  }
}
