import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Events to many at once: what would come of it is told first, and then all of it is done or nothing.
extension Console {
  func sendMany(
    _ command: OperatorCommand, _ condition: String?, _ campaign: Int64, _ definition: Definition
  ) throws {
    var seen = try moment(campaign)
    var rows = try selected(condition, campaign, definition)
    let typed = definition.workflow.events.first { $0.path == command.event }?.typed ?? command.event
    let scope = try scope(condition, campaign)
    guard !rows.isEmpty else { return say("\(scope): nobody is selected; nothing is changed") }
    for round in 0..<Console.roundsMax {
      if round > 0 { (seen, rows) = try (moment(campaign), fresh(rows)) }
      let bulk = Bulk(command: command, campaign: campaign, condition: condition, seen: seen)
      let preview = try tried(bulk, rows, isAnew: round > 0)
      say("\(scope): `\(typed)` for \(rows.count): \(preview.summary)")
      for line in try preview.details(name) { say("  \(line)") }
      guard !preview.able.isEmpty else {
        if preview.refusedCount > 0 { throw Refusal(text: "nothing is changed, since all of them refuse", status: 1) }
        return say("nothing is changed")
      }
      guard try preview.isKept || agrees("do this for \(preview.able.count.counted("influencer", "influencers"))?")
      else {
        return say("nothing is changed")
      }
      let result = preview.isKept ? preview : try kept(bulk, preview)
      guard preview.isKept || result.isAs(preview) else {
        say(Console.shownAnew)
        for line in result.movedWords { say("  \(line)") }
        continue
      }
      lastSent = result.logs
      remember(result.able)
      return say("done for \(result.able.count)")
    }
    throw Console.outrun
  }

  /// So often what would happen is shown anew, since somebody else was faster.
  static let roundsMax = 5
  static let shownAnew =
    "meanwhile something else has changed here, so nothing is done yet; this is what would come of it now:"
  static let outrun = Refusal(
    text: "others keep changing what this is about; nothing is changed, try again", status: 75)

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

  /// Whom `all` means, for the first line of what is told before it is done.
  func scope(_ condition: String?, _ campaign: Int64) throws -> String {
    let name = try engine.campaign(campaign).row.name
    let place = section.map { "in \($0)" } ?? "in the whole campaign `\(name)`, since no section is open"
    return place + (condition.map { ", when \($0)" } ?? "")
  }

  /// Everybody in the section, or those for whom a condition holds; whoever has waited longest first.
  func selected(_ condition: String?, _ campaign: Int64, _ definition: Definition) throws -> [ParticipationRow] {
    let rows = try WorkRoom.members(of: section ?? "My Influencers", in: campaign, engine)
    return try condition.map { try chosen(rows, $0, campaign) } ?? rows
  }

  /// That values of an event stand behind the condition, which goes on to the end of a line; `nil` where the condition is
  /// whole, or is none without them either.
  func misplaced(
    _ command: OperatorCommand, _ condition: String, _ definition: Definition
  ) -> Refusal? {
    guard case .problem = Selection.read(condition, definition), let words = Words(condition)?.words,
      let event = definition.workflow.events.first(where: { $0.path == command.event })
    else { return nil }
    var names = event.payload.map(\.name)
    if OperatorCommand.reasonName(names) != nil { names.append("because") }
    for word in words.dropFirst() where !word.isQuoted && names.contains(word.text) {
      let before = String(condition[..<word.range.lowerBound]).trimmedOfSpaces
      guard case .selection = Selection.read(before, definition) else { continue }
      let values = String(condition[word.range.lowerBound...]).trimmedOfSpaces
      let typed = event.typed ?? event.path
      let own = command.values.map { " \($0.name) \($0.text.contains(" ") ? "\"\($0.text)\"" : $0.text)" }.joined()
      return Refusal(
        text: "`\(values)` stands behind the condition, which goes on to the end of the line", status: 64,
        help: ["write it before `when`: `\(typed) all\(own) \(values) when \(before)`"])
    }
    return nil
  }

  // MARK: What would come of it, and what comes of it

  /// What is sent to many, and when they were looked at.
  private struct Bulk {
    var command: OperatorCommand
    var campaign: Int64
    var condition: String?
    var seen: [Int64]
  }

  /// What would come of it. Where nobody has to be asked and it is possible for everybody, it is done with that.
  private func tried(_ bulk: Bulk, _ rows: [ParticipationRow], isAnew: Bool) throws -> BulkOutcome {
    let meant = isAnew ? try meant(rows, bulk) : nil
    var outcome = BulkOutcome(currency: try engine.campaign(bulk.campaign).currency)
    try interruptible {
      outcome.isKept = try engine.attempt { () throws(EngineError) in
        let isStill = try moment(bulk.campaign) == bulk.seen
        if isStill { try engine.remember(rows, in: bulk.campaign) }
        try send(bulk, rows, meant, &outcome)
        return assumesYes && isStill && outcome.able.count == rows.count
      }
    }
    return outcome
  }

  /// Sends to those who are able to, in one transaction, which is kept where it comes to what was shown before.
  private func kept(_ bulk: Bulk, _ preview: BulkOutcome) throws -> BulkOutcome {
    let rows = preview.able
    // Whoever has not moved is still in the section; a condition is asked again where anything was written since.
    let now = try moment(bulk.campaign)
    let meant = bulk.condition == nil || now == bulk.seen ? nil : try meant(rows, bulk)
    var outcome = BulkOutcome(currency: try engine.campaign(bulk.campaign).currency)
    try interruptible {
      _ = try engine.attempt { () throws(EngineError) in
        if try moment(bulk.campaign) != bulk.seen { outcome.moved = try moved(rows) }
        if outcome.moved.isEmpty { try send(bulk, rows, meant, &outcome) }
        return outcome.isAs(preview)
      }
    }
    return outcome
  }

  /// Ctrl-C takes back all of it.
  private func interruptible(_ body: () throws -> Void) throws {
    do { try Interrupt.watching(body) } catch  where Interrupt.isWanted {
      throw Refusal(text: Console.interrupted, status: 130)
    }
  }

  // MARK: What others change meanwhile

  /// What is another as soon as somebody writes: another process into the database, or this one into the campaign's log.
  private func moment(_ campaign: Int64) throws(EngineError) -> [Int64] {
    try engine.asking { (store) throws(StoreError) in
      [try store.database.dataVersion(), try store.head(campaign).sequence]
    }
  }

  /// Of some people those who are in the section that is open and for whom the condition holds, as things stand now.
  private func meant(_ rows: [ParticipationRow], _ bulk: Bulk) throws -> Set<Int64> {
    let room = try WorkRoom(engine, campaign: bulk.campaign, only: fresh(rows))
    let there = try room.members(of: section ?? "My Influencers")
    return Set(try (bulk.condition.map { try chosen(there, $0, bulk.campaign) } ?? there).map(\.id))
  }

  /// The same people as they stand now, whoever has written meanwhile.
  private func fresh(_ rows: [ParticipationRow]) throws(EngineError) -> [ParticipationRow] {
    try engine.asking { (store) throws(StoreError) in
      var now: [ParticipationRow] = []
      for row in rows { now.append(try store.participation(row.id) ?? row) }
      return now
    }
  }

  /// Those who have gone to another stage since they were looked at, with where they are.
  private func moved(_ rows: [ParticipationRow]) throws(EngineError) -> [(name: String, stages: String)] {
    var moved: [(String, String)] = []
    for (row, now) in zip(rows, try fresh(rows)) where now.state != row.state {
      let (before, after) = (try engine.definition(row.definition), try engine.definition(now.definition))
      guard before.id != after.id || before.paths(row.state) != after.paths(now.state) else { continue }
      moved.append((try name(row), after.titles(now.state).joined(separator: ", ")))
    }
    return moved
  }

  /// Sends to each who is meant, inside a transaction or a trial; `meant` is `nil` where all of them are.
  private func send(
    _ bulk: Bulk, _ rows: [ParticipationRow], _ meant: Set<Int64>?, _ outcome: inout BulkOutcome
  ) throws(EngineError) {
    outcome.before = try standing(bulk.campaign)
    // Many are told the same.
    var told = (reason: "", definition: Int64(0), words: "")
    var written: (definition: Int64, request: Command)?
    var spends = false
    for row in rows {
      if Interrupt.isWanted { throw .request(Console.interrupted) }
      guard meant?.contains(row.id) ?? true else {
        outcome.refuse("since they are not among those who are meant any more", row)
        continue
      }
      let definition = try engine.definition(row.definition)
      var reply: Reply
      var hung: Hanging?
      let lack = try lack(bulk.command.event, row, definition)
      if let lack, !Console.givesAnother(bulk.command), try !disablesEarlier(bulk.command, row, definition) {
        outcome.leave("since \(lack)", row)
        continue
      }
      switch try asked(bulk.command, of: row, &written) {
      case .success(let request):
        if Console.leaves(request) { hung = try hanging(on: row) }
        reply = try engine.submit(request)
      case .failure(let refusal):
        outcome.refuse(refusal.text, row)
        continue
      }
      if reply.reason != told.reason || definition.id != told.definition {
        told = (reply.reason, definition.id, Console.spoken(reply.reason, bulk.command.event, definition))
      }
      reply.reason = told.words
      let isMissed = reply.outcome == .handled && !definition.adjusts(bulk.command.event)
      var unchanged = isMissed ? Console.missed : nil
      if let lack, !isMissed, try isWithoutTrace(reply, row) { unchanged = "nothing changes, since \(lack)" }
      outcome.count(reply, row, unchanged: unchanged)
      guard reply.outcome == .taken || reply.outcome == .handled else { continue }
      spends = spends || Console.spends(engine.doneEffects)
      if Console.pays(bulk.command), let stage = try engine.endedEarly(row) { outcome.count(paidIn: stage, row) }
      guard reply.outcome == .taken else { continue }
      outcome.count(engine.doneEffects, cancelledOrders: try cancelledOrders(with: reply))
      try countEnding(bulk, row, hung, reply, &outcome)
    }
    outcome.after = try standing(bulk.campaign)
    if spends { outcome.excess = try Budget(engine, campaign: bulk.campaign).excess() }
  }

  /// What becomes of all that hung on somebody who is out by now.
  private func countEnding(
    _ bulk: Bulk, _ row: ParticipationRow, _ hung: Hanging?, _ reply: Reply, _ outcome: inout BulkOutcome
  ) throws(EngineError) {
    if let hung {
      let consequences = try consequences(for: row, hung, reply)
      let isDeletion = bulk.command.event == "proposal.deleted"
      if isDeletion || !consequences.isNothing { outcome.count(consequences, row) }
    }
    if let due = try stillDue(row) { outcome.count(due: due.amount, row) }
  }

  static let missed = "no line of the workflow does anything about it here"

  /// Why an event can disable nothing of somebody; `nil` where it can, and for every other event.
  private func lack(
    _ event: String, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> String? {
    guard let (kind, noun) = definition.disabled(by: event) else { return nil }
    let held = try engine.asking { (store) throws(StoreError) in try store.held(row.id, kind: kind) }
    return held == nil ? "they hold no \(noun)" : nil
  }

  /// Whether a day is named since when what somebody held before, disabled by now, has sold for nobody.
  private func disablesEarlier(
    _ command: OperatorCommand, _ row: ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> Bool {
    guard let (kind, _) = definition.disabled(by: command.event), command.values.contains(where: { $0.name == "since" })
    else { return false }
    return try engine.hasHeld(row, kind: kind)
  }

  /// Whether another code is asked for, which whoever holds none may get too. A day is one for what was held on it.
  private static func givesAnother(_ command: OperatorCommand) -> Bool {
    func has(_ name: String) -> Bool { command.values.contains { $0.name == name } }
    return has("replacement") && !has("since")
  }

  /// Whether a step asked for nothing, moved nobody, and nothing followed from it.
  private func isWithoutTrace(_ reply: Reply, _ row: ParticipationRow) throws(EngineError) -> Bool {
    guard engine.doneEffects.isEmpty, try engine.participation(row.id, in: row.campaign)?.state == row.state else {
      return false
    }
    return try following(reply).isEmpty
  }

  /// What the log tells behind the event that was just taken.
  private func following(_ reply: Reply) throws(EngineError) -> [LogRow] {
    let (campaign, sequence) = (
      reply.log >> LogRow.sequenceBits, reply.log & (1 << LogRow.sequenceBits - 1)
    )
    return try engine.asking { (store) throws(StoreError) in
      try store.rows(campaign, behind: sequence, atMost: .max)
    }
  }

  /// How many orders ended with an event, which says so.
  private func cancelledOrders(with reply: Reply) throws(EngineError) -> Int {
    guard !reply.reason.isEmpty else { return 0 }
    var count = 0
    for log in try following(reply) where log.kind == Int64(StepInput.Kind.event.rawValue) && log.outcome < 2 {
      let events = try engine.definition(log.definition).workflow.events
      if events[Int(log.event)].path == "order.cancelled" { count += 1 }
    }
    return count
  }

  /// What is asked of the engine for one of many, or why nothing can be; once for all who run on one definition.
  private func asked(
    _ command: OperatorCommand, of row: ParticipationRow, _ written: inout (definition: Int64, request: Command)?
  ) throws(EngineError) -> Result<Command, Refusal> {
    if var known = written, known.definition == row.definition {
      known.request.influencer = row.influencer
      return .success(known.request)
    }
    do {
      let request = try request(command, row)
      // What is left to pay differs from one to the next.
      if !command.event.hasPrefix("payment.") { written = (row.definition, request) }
      return .success(request)
    } catch let refusal as Refusal {
      return .failure(refusal)
    } catch let error as EngineError {
      throw error
    } catch {
      throw .request("\(error)")
    }
  }

  /// What is owed, paid and on its way in a whole campaign.
  private func standing(_ campaign: Int64) throws(EngineError) -> Standing {
    let currency = try engine.campaign(campaign).row.currency
    let rows = try engine.asking { (store) throws(StoreError) in try store.accounts(ofCampaign: campaign) }
    var standing = Standing()
    standing.add(
      Dictionary(uniqueKeysWithValues: rows.filter { $0.currency == currency }.map { ($0.account, $0.amount) }))
    return standing
  }

  static let interrupted = "interrupted; nothing is changed for anybody"

  private func name(_ row: ParticipationRow) throws(EngineError) -> String {
    try engine.asking { (store) throws(StoreError) in try store.influencer(row.influencer)?.shownName }
      ?? "influencer \(row.influencer)"
  }
}
