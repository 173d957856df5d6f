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
      let asked: Asked = round == 0 ? .already : .anew(condition)
      let preview = try outcomes(command, rows, asked, campaign, as: nil)
      say("\(scope): `\(typed)` for \(rows.count): \(preview.summary)")
      for line in preview.details { say("  \(line)") }
      guard !preview.able.isEmpty else {
        if preview.refusedCount > 0 { throw Refusal(text: "nothing is changed, since all of them refuse", status: 1) }
        return say("nothing is changed")
      }
      guard try agrees("do this for \(preview.able.count) influencers?") else { return say("nothing is changed") }
      // Whoever has not moved is still in the section; a condition is asked again where anything was written since.
      let again: Asked = try condition == nil || moment(campaign) == seen ? .already : .anew(condition)
      let result = try outcomes(command, preview.able, again, campaign, as: preview)
      guard result.isAs(preview) else {
        say(Console.shownAnew)
        for line in result.movedWords { say("  \(line)") }
        seen = try moment(campaign)
        rows = try fresh(rows)
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
    let room = try WorkRoom(engine, campaign: campaign)
    let rows = room.members(of: section ?? "My Influencers")
    return try condition.map { try chosen(rows, $0, campaign) } ?? rows
  }

  /// Sends to many in one transaction, which is kept where it comes to what was shown before; without that it is a trial,
  /// which tells what would happen. Ctrl-C takes back all of it.
  private func outcomes(
    _ command: OperatorCommand, _ rows: [ParticipationRow], _ asked: Asked, _ campaign: Int64,
    as preview: BulkOutcome?
  ) throws -> BulkOutcome {
    var outcome = BulkOutcome(currency: try engine.campaign(campaign).currency)
    var requests: [(row: ParticipationRow, request: Command)] = []
    let meant = try meant(rows, asked, campaign)
    for row in rows {
      guard meant.contains(row.id) else {
        outcome.refuse("since they are not among those who are meant any more", try name(row))
        continue
      }
      do { requests.append((row, try request(command, row))) } catch let refusal as Refusal {
        outcome.refuse(refusal.text, try name(row))
      }
    }
    do {
      try Interrupt.watching {
        if let preview {
          try engine.transaction { () throws(EngineError) in
            outcome.moved = try moved(rows)
            if outcome.moved.isEmpty { try send(requests, campaign, &outcome, names: false) }
            if !outcome.isAs(preview) { throw .request(Console.interrupted) }
          }
        } else {
          try engine.trial { () throws(EngineError) in try send(requests, campaign, &outcome, names: true) }
        }
      }
    } catch  where Interrupt.isWanted {
      throw Refusal(text: Console.interrupted, status: 130)
    } catch  where preview.map({ !outcome.isAs($0) }) ?? false {
      return outcome
    }
    return outcome
  }

  // MARK: What others change meanwhile

  /// Whether those to whom something is sent were chosen a moment ago, or are to be chosen anew.
  private enum Asked { case already, anew(String?) }

  /// What is another as soon as somebody writes: another process into the database, or this one into the campaign's log.
  private func moment(_ campaign: Int64) throws(EngineError) -> [Int64] {
    try engine.asking { (store) throws(StoreError) in
      [try store.database.dataVersion(), try store.head(campaign).sequence]
    }
  }

  /// Of some people those who are in the section that is open and for whom the condition holds, as things stand now.
  private func meant(_ rows: [ParticipationRow], _ asked: Asked, _ campaign: Int64) throws -> Set<Int64> {
    guard case .anew(let condition) = asked else { return Set(rows.map(\.id)) }
    let room = try WorkRoom(engine, campaign: campaign, only: fresh(rows))
    let there = room.members(of: section ?? "My Influencers")
    return Set(try (condition.map { try chosen(there, $0, campaign) } ?? there).map(\.id))
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

  private func send(
    _ requests: [(row: ParticipationRow, request: Command)], _ campaign: Int64, _ outcome: inout BulkOutcome,
    names: Bool
  ) throws(EngineError) {
    outcome.before = try standing(campaign)
    // Many are told the same.
    var told = (reason: "", definition: Int64(0), words: "")
    for (row, request) in requests {
      if Interrupt.isWanted { throw .request(Console.interrupted) }
      var reply = try engine.submit(request)
      let definition = try engine.definition(row.definition)
      if reply.reason != told.reason || definition.id != told.definition {
        told = (reply.reason, definition.id, Console.spoken(reply.reason, request.event, definition))
      }
      reply.reason = told.words
      let adjusts = definition.adjusts(request.event)
      outcome.count(reply, row, name: names ? try name(row) : "", changes: adjusts || reply.outcome != .handled)
      if reply.outcome == .taken { outcome.count(engine.effects) }
    }
    outcome.after = try standing(campaign)
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

/// What a command to many came to, or would come to.
struct BulkOutcome {
  /// Those for whom it was done.
  var able: [ParticipationRow] = []
  /// The rows of the log that were written for them.
  var logs: [Int64] = []
  /// What is owed, paid and on its way in the campaign.
  var before = Standing()
  var after = Standing()
  /// Those for whom something is changed, and those of whom the event is only recorded.
  private var names: [String] = []
  private var recorded: [String] = []
  /// What has to be said of those for whom it is done.
  private var remarks: [(reason: String, names: [String])] = []
  private var ignored: [(reason: String, names: [String])] = []
  private var refused: [(reason: String, names: [String])] = []
  /// Those who went to another stage while the question stood.
  var moved: [(name: String, stages: String)] = []
  private var effects: [Effect.Kind: Int] = [:]
  private let currency: Currency

  init(currency: Currency) { self.currency = currency }

  var refusedCount: Int { refused.reduce(0) { $0 + $1.names.count } }

  mutating func count(_ reply: Reply, _ row: ParticipationRow, name: String, changes: Bool) {
    switch reply.outcome {
    case .taken, .handled:
      able.append(row)
      if changes { names.append(name) } else { recorded.append(name) }
      if !reply.reason.isEmpty { BulkOutcome.add(reply.reason, name, to: &remarks) }
      logs.append(reply.log)
    case .repeated: BulkOutcome.add("known already", name, to: &ignored)
    case .ignored: BulkOutcome.add(reply.reason, name, to: &ignored)
    case .refused, .setAside: refuse(reply.reason, name)
    }
  }

  mutating func refuse(_ reason: String, _ name: String) { BulkOutcome.add(reason, name, to: &refused) }

  mutating func count(_ effects: [Effect]) { for effect in effects { self.effects[effect.kind, default: 0] += 1 } }

  private static func add(_ reason: String, _ name: String, to groups: inout [(reason: String, names: [String])]) {
    if let place = groups.firstIndex(where: { $0.reason == reason }) {
      groups[place].names.append(name)
    } else {
      groups.append((reason, [name]))
    }
  }

  /// Whether it comes to the same as another: as many who change, in money, codes and mails too. Those who refuse are left
  /// out where it is done.
  func isAs(_ other: BulkOutcome) -> Bool {
    moved.isEmpty && names.count == other.names.count && recorded.count == other.recorded.count && money == other.money
      && effects == other.effects
  }

  /// Who is somewhere else by now: `Ann is in Withdrawn now`.
  var movedWords: [String] {
    moved.prefix(BulkOutcome.namesListed).map { "\($0.name) is in \($0.stages) now" }
      + (moved.count > BulkOutcome.namesListed ? ["and \(moved.count - BulkOutcome.namesListed) more"] : [])
  }

  var summary: String {
    var parts = ["\(names.count) would change"]
    if !recorded.isEmpty { parts.append("\(recorded.count) would only be recorded") }
    let ignoredCount = ignored.reduce(0) { $0 + $1.names.count }
    if ignoredCount > 0 { parts.append("\(ignoredCount) would ignore it") }
    if refusedCount > 0 { parts.append("\(refusedCount) would refuse") }
    return parts.joined(separator: ", ")
  }

  /// Who is meant, why not the others, and what follows in money, codes and mails.
  var details: [String] {
    var lines: [String] = []
    if !names.isEmpty { lines.append("changes: \(BulkOutcome.listed(names))") }
    if !recorded.isEmpty {
      lines.append(
        "recorded, and no line of the workflow does anything about it here: \(BulkOutcome.listed(recorded))")
    }
    for group in remarks {
      lines.append("of them \(group.names.count), \(group.reason): \(BulkOutcome.listed(group.names))")
    }
    for group in ignored {
      lines.append("\(group.names.count) ignore it, \(group.reason): \(BulkOutcome.listed(group.names))")
    }
    for group in refused {
      lines.append("\(group.names.count) refuse, \(group.reason): \(BulkOutcome.listed(group.names))")
    }
    let follows = money + effectWords
    if !follows.isEmpty { lines.append("what follows: \(follows.joined(separator: ", "))") }
    return lines
  }

  private static let namesListed = 6

  private static func listed(_ names: [String]) -> String {
    let known = names.filter { !$0.isEmpty }
    let more = known.count - namesListed
    return known.prefix(namesListed).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  private var money: [String] {
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    let changes = [
      ("owed", before.owed, after.owed), ("paid", before.paid, after.paid),
      ("on its way", before.onItsWay, after.onItsWay),
    ]
    return changes.filter { $1 != $2 }.map { word, from, to in
      to > from ? "\(shown(to - from)) more \(word)" : "\(shown(from - to)) less \(word)"
    }
  }

  private var effectWords: [String] {
    let words: [(Effect.Kind, String, String)] = [
      (.claim, "code, link or item is given", "codes, links or items are given"),
      (.release, "is given back", "are given back"), (.disable, "is disabled", "are disabled"),
      (.wait, "waits in line", "wait in line"), (.poolEmpty, "finds nothing left", "find nothing left"),
      (.email, "mail", "mails"), (.contract, "contract", "contracts"), (.tell, "message", "messages"),
      (.createOrder, "order", "orders"), (.cancelOrder, "order is cancelled", "orders are cancelled"),
    ]
    return words.compactMap { kind, one, many in
      effects[kind].map { "\($0) \($0 == 1 ? one : many)" }
    }
  }
}
