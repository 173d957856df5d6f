import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// `undo`: takes back by a compensating event what the last line has sent, or the newest event about somebody: `undo mia`.
extension Console {
  /// Does what a line asks; false where it asks something else.
  func undoes(_ line: String, _ campaign: Int64) throws -> Bool {
    guard let words = Words(line), words.starts(with: "undo") != nil else { return false }
    guard words.words.count <= 2 else {
      throw Refusal(text: "write `undo`, or `undo mia` for the newest event about somebody", status: 64)
    }
    if words.words.count == 2 {
      let name = words.words[1].text
      let row = try person(name, campaign)
      lastPerson = name
      let events = try engine.store.rows(ofParticipation: row.id, in: campaign).filter {
        $0.kind == Int64(StepInput.Kind.event.rawValue) && $0.outcome < 2
      }
      guard let newest = events.last else { throw Refusal(text: "no event about `\(name)` is there to be taken back") }
      try tellOfDeed(behind: newest, name, row)
      try undo(engine.whole(newest))
    } else {
      try refuseDeed()
      var rows: [LogRow] = []
      for id in lastSent { if let row = try engine.store.row(id) { rows.append(row) } }
      guard !rows.isEmpty else {
        throw Refusal(
          text: "nothing was sent in this session that could be taken back", status: 1,
          help: ["`undo mia` takes back the newest event about somebody"])
      }
      guard rows.allSatisfy({ $0.stream == campaign }) else {
        throw Refusal(text: "what was sent last belongs to another campaign; open that one first")
      }
      try undo(rows)
    }
    return true
  }

  /// Remembers the events that a line has sent, as far as the campaign's log tells of them.
  func rememberEvents(of campaign: Int64, behind sequence: Int64) throws {
    let rows = try engine.store.rows(campaign, behind: sequence, atMost: .max)
    lastSent = rows.filter { $0.kind == Int64(StepInput.Kind.event.rawValue) && $0.outcome < 2 }.map(\.id)
  }

  /// Sends what takes back each of some events of one kind, all of them or none.
  private func undo(_ rows: [LogRow]) throws {
    guard let first = rows.first else { return }
    let definition = try engine.definition(first.definition)
    let undone = first.event >= 0 ? definition.workflow.events[Int(first.event)] : nil
    let what = undone.map { "`\($0.typed ?? $0.path)`" } ?? "it"
    try refuseReconciled(rows, what)
    var requests: [Command] = []
    for row in rows {
      switch try Compensation.of(row, engine) {
      case .none(let instead): throw Refusal(text: "nothing takes \(what) back: \(instead)", status: 1)
      case .event(let path, let values): requests.append(try compensation(path, values, row, what))
      }
    }
    let rehearsal = try rehearse(requests)
    let lines = rehearsal.lines
    guard let path = requests.first?.event, rehearsal.problem == nil else {
      throw Refusal(
        text: "\(what) cannot be taken back: \(rehearsal.problem ?? "")", status: 1,
        help: ["nothing is changed for anybody"])
    }
    let typed = definition.workflow.events.first { $0.path == path }?.typed ?? path
    // What takes back more of the same is told with how much.
    let amounts = path == undone?.path ? requests.flatMap { $0.payload.map(\.text) } : []
    let isParcel = path.hasPrefix("shipment.") && requests.count == 1
    let word =
      isParcel
      ? "\(typed) \(amounts.joined(separator: " order "))" : Set(amounts).count == 1 ? "\(typed) \(amounts[0])" : typed
    if let earlier = undoings[first.id] {
      say(
        "the newest is the `undo` of \(earlier): this takes that back, so \(earlier) holds again; it goes no step further"
      )
    }
    say("\(what) is taken back by `\(word)`:")
    for person in lines.prefix(10) { for line in person { say("  \(line)") } }
    if lines.count > 10 { say("  and \(lines.count - 10) more") }
    for words in rehearsal.ends { say("  \(words)") }
    if let words = try waitingMails(of: rows) { say("  \(words)") }
    guard try agrees(requests.count == 1 ? "send it?" : "send it for \(requests.count) influencers?") else {
      return say("nothing is changed")
    }
    lastSent = []
    try engine.transaction { () throws(EngineError) in
      for request in requests {
        let reply = try engine.submit(request)
        guard reply.outcome == .taken || reply.outcome == .handled else { throw .request(reply.reason) }
        lastSent.append(reply.log)
      }
    }
    for log in lastSent { undoings[log] = what }
    say("done for \(requests.count)" + (requests.count == 1 && !rehearsal.done.isEmpty ? ": \(rehearsal.done)" : ""))
  }

  /// What a code sold since a day was voided with it: the code stays disabled, and each sale comes back by itself.
  private func refuseReconciled(_ rows: [LogRow], _ what: String) throws {
    guard rows.count > 1, let first = rows.first, case .none(let instead) = try Compensation.of(first, engine) else {
      return
    }
    var lines: [String] = []
    for row in rows.dropFirst() {
      let definition = try engine.definition(row.definition)
      guard definition.workflow.events[Int(row.event)].path == "conversion.voided",
        let subject = definition.subject(of: row), let own = try engine.participation(row.participation, in: row.stream)
      else { continue }
      let name = try engine.typedName(own.influencer)
      lines.append("`restore \(name) conversion \"\(try engine.text(subject.key, definition) ?? "")\"`")
    }
    guard !lines.isEmpty else { return }
    let shown = lines.prefix(5).joined(separator: ", ") + (lines.count > 5 ? " and \(lines.count - 5) more" : "")
    throw Refusal(
      text: "nothing takes \(what) back as a whole: \(instead)", status: 1,
      help: ["it voided \(lines.count) sale\(lines.count == 1 ? "" : "s"), and each comes back by itself: \(shown)"])
  }

  /// Mails that were asked for and are not out yet, which nothing takes back.
  private func waitingMails(of rows: [LogRow]) throws -> String? {
    let kinds = [Effect.Kind.email, .contract].map { Int64($0.rawValue) }
    var count: Int64 = 0
    for row in rows { count += try engine.store.waitingCount(ofLog: row.id, kinds: kinds) }
    if count == 0 { return nil }
    return count == 1
      ? "a mail of it waits still; it goes out all the same with the next `workroom deliver`"
      : "\(count) mails of it wait still; they go out all the same with the next `workroom deliver`"
  }

  private func compensation(
    _ path: String, _ values: [WrittenValue], _ log: LogRow, _ what: String
  ) throws -> Command {
    guard let row = try engine.participation(log.participation, in: log.stream) else {
      throw Refusal(text: "whoever \(what) was about takes part no more")
    }
    let definition = try engine.definition(row.definition)
    guard let event = definition.workflow.events.first(where: { $0.path == path }) else {
      throw Refusal(text: "nothing takes \(what) back: the workflow knows no `\(path)`")
    }
    let known = values.filter { value in event.payload.contains { $0.name == value.name } }
    var command = Command(
      source: .console, campaign: row.campaign, influencer: row.influencer, event: path,
      role: role(for: event, definition), actor: "operator", payload: known)
    // `undo` asks before anything is sent.
    command.isAgreed = true
    return command
  }

  /// What would come of events that take others back.
  private struct Rehearsal {
    /// For each: where they would stand afterwards, with what is owed and paid, and what a deleted proposal takes along.
    var lines: [[String]] = []
    /// Which stages would end participations, and what there is for whoever comes back.
    var ends: [String] = []
    /// What is told afterwards of a parcel.
    var done = ""
    /// Why it cannot be.
    var problem: String?
  }

  private func rehearse(_ requests: [Command]) throws -> Rehearsal {
    var rehearsal = Rehearsal()
    try engine.trial { () throws(EngineError) in
      for request in requests where rehearsal.problem == nil {
        let before = try told(request)
        let row = try engine.participation(of: request.influencer, in: request.campaign)
        let hung = Console.deletes(request) ? try row.map { (row) throws(EngineError) in try hanging(on: row) } : nil
        let reply = try engine.submit(request)
        switch reply.outcome {
        case .taken, .handled:
          var person = [try "\(before.name): \(before.state) → \(told(request).state)"]
          // What a parcel changes is told by the answer: nobody moves, and no money does.
          if request.event.hasPrefix("shipment."), !reply.reason.isEmpty {
            person = ["\(before.name): \(reply.reason)"]
            rehearsal.done = reply.reason
          }
          if let row, let hung {
            let currency = try engine.campaign(row.campaign).currency
            person += try consequences(for: row, hung, reply).lines(currency).map { "  \($0)" }
          }
          rehearsal.lines.append(person)
          if let row, let words = try ending(row), !rehearsal.ends.contains(words) { rehearsal.ends.append(words) }
        case .ignored, .refused, .repeated, .setAside: rehearsal.problem = "\(before.name): \(reply.reason)"
        }
      }
    }
    return rehearsal
  }

  /// That a participation would be over which goes on as in `row`, and what there is for whoever comes back; `nil` where it
  /// goes on.
  private func ending(_ row: ParticipationRow) throws(EngineError) -> String? {
    guard let now = try engine.participation(row.id, in: row.campaign), try engine.isFinished(now),
      try !engine.isFinished(row)
    else { return nil }
    return try Compensation.final(now, engine)
  }

  private func told(_ request: Command) throws(EngineError) -> (name: String, state: String) {
    guard let row = try engine.participation(of: request.influencer, in: request.campaign) else { return ("", "") }
    let room = try WorkRoom(engine, campaign: row.campaign, only: [row])
    let standing = try engine.standing(of: row.influencer, in: row.campaign)
    let currency = room.campaign.currency
    func shown(_ amount: Int64) -> String { Money(minorUnits: amount, currency: currency).description }
    let money = "owed \(shown(standing.owed)), paid \(shown(standing.paid))"
    let way = standing.onItsWay == 0 ? "" : ", on its way \(shown(standing.onItsWay))"
    return (room.name(row), "\(room.titles(row)), \(money)\(way)")
  }
}
