package import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Campaigns, their details and who takes part: what operators set up before events arrive.
extension Engine {
  /// What a row of the log tells that is no step.
  enum Notice: Int64 {
    case campaign = 10, details = 11, migration = 12
    case definition = 20, group = 21, items = 22, influencers = 23, clock = 24, forgotten = 26, kind = 27
    case contact = 28, attribution = 29, `operator` = 30, erasedNames = 31
    case kept = 32
  }

  /// Writes a row that is no step into a stream.
  func note(_ notice: Notice, stream: Int64, _ payload: [Int64], definition: Int64 = 0) throws(EngineError) {
    var head: Head
    if let known = campaigns[stream]?.head {
      head = known
    } else {
      head = try stored { () throws(StoreError) in try store.head(stream) }
    }
    var row = LogRow()
    row.stream = stream
    row.sequence = head.sequence + 1
    row.definition = definition
    row.kind = notice.rawValue
    row.recorded = clock.now.milliseconds
    row.occurred = max(head.occurred, row.recorded)
    row.reported = row.recorded
    row.payload = payload
    row.actor = try actor()
    try stored { () throws(StoreError) in
      try store.append(row, &head)
      try store.write(head, stream)
    }
    campaigns[stream]?.head = head
  }

  // MARK: Campaigns

  /// Creates a campaign on a definition. Details that are no fields: `currency` (ISO 4217) and `time_zone` (such as
  /// `Europe/Berlin`).
  package func createCampaign(
    named name: String, source: SourceText, details: [WrittenValue]
  ) throws(EngineError) -> CampaignRow {
    try checkName(name, "campaign")
    if try campaign(named: name) != nil {
      throw .request("there is already a campaign called `\(name)`; choose another name")
    }
    return try createCampaign(named: name, on: addDefinition(source), details: details)
  }

  /// The same on a definition that is stored.
  package func createCampaign(
    named name: String, on definition: Definition, details: [WrittenValue]
  ) throws(EngineError) -> CampaignRow {
    let zone = details.last { $0.name == "time_zone" }?.text ?? "UTC"
    let rules: Zone
    do { rules = try ZoneFiles.read(name: zone) } catch { throw .zone(error) }
    let currency = try currency(details.last { $0.name == "currency" }?.text, definition)
    let fields = dated(details.filter { $0.name != "currency" && $0.name != "time_zone" }, definition, in: rules)
    let words = try detailWords(fields, definition, currency, base: nil)
    let id = try stored { () throws(StoreError) in
      let id = try store.insertCampaign(
        name: name, definition: definition.id, zone: zone, currency: Int64(currency.packed))
      try store.writeDetails(
        id, revision: 1, definition: definition.id, words: words, written: Engine.written(fields))
      return id
    }
    let row = try campaign(id).row
    try note(.campaign, stream: id, Engine.told(row) + words, definition: definition.id)
    return row
  }

  /// What the log tells of a campaign's row, before its details.
  static func told(_ row: CampaignRow) -> [Int64] {
    [row.currency] + Digest.of(Array((row.zone + "\u{0}" + row.name).utf8)).bytes.words
  }

  func checkName(_ name: String, _ noun: String) throws(EngineError) {
    guard !name.isEmpty, name.utf8.count <= 255 else { throw .request("the name of a \(noun) has 1 to 255 letters") }
    guard
      !name.unicodeScalars.contains(where: {
        $0.properties.isBidiControl || $0.value < 32 || (0x7F...0x9F).contains($0.value)
      })
    else {
      throw .request("the name of a \(noun) has no control characters")
    }
  }

  private func currency(_ code: String?, _ definition: Definition) throws(EngineError) -> Currency {
    let own = definition.workflow.currency
    guard let code else { return own ?? .usd }
    guard let currency = Currency(code) else {
      throw .request("no currency has the code `\(code)`; write three letters such as `USD`")
    }
    if let own, own != currency {
      throw .request(
        "the workflow speaks of \(own), so the campaign cannot be in \(currency); change the amounts in the workflow first"
      )
    }
    return currency
  }

  static func written(_ details: [WrittenValue]) -> String {
    details.map { "\($0.name)\t\($0.text)" }.joined(separator: "\n")
  }

  // MARK: Who takes part

  /// Lets an influencer take part in a campaign; `nil` where they already do. Where the workflow recurs, whoever has
  /// finished begins another round.
  package func assign(_ influencer: Int64, to id: Int64, actor: String? = nil) throws(EngineError) -> ParticipationRow?
  {
    try serveLines()
    let campaign = try campaign(id)
    let definition = try definition(campaign.row.definition)
    let last = try participation(of: influencer, in: id)
    if let last {
      guard definition.workflow.isRecurring, try isFinished(last) else { return nil }
    }
    guard try stored({ () throws(StoreError) in try store.hasInfluencer(influencer) }) else {
      throw .missing("there is no influencer with the number \(influencer); add them to the directory first")
    }
    if let reason = try objection(toAssigning: influencer) { throw .refused(reason) }
    let now = max(clock.now.milliseconds, campaign.head.occurred)
    var row = ParticipationRow(
      campaign: id, influencer: influencer, definition: definition.id,
      state: definition.machine.emptyState(), since: now)
    row.round = (last?.round ?? 0) + 1
    let fresh = row
    row.id = try stored { () throws(StoreError) in try store.insert(fresh) }
    if let last { try leavePlace(last, campaign) }
    campaign.byInfluencer[influencer] = row.id
    let told = try last.map { (last) throws(EngineError) in try passOn(from: last, to: &row, definition) }
    let actorText = try self.actor(actor)
    let input = StepInput(kind: .start, index: 0, role: -1, now: now)
    let reply = try run(
      input, [0], &row, definition, reported: now, actor: actorText, told: told ?? [influencer])
    guard reply.outcome == .taken else {
      throw .request("a participation of `\(campaign.row.name)` cannot begin: \(reply.reason)")
    }
    return row
  }

  package func isFinished(_ row: ParticipationRow) throws(EngineError) -> Bool {
    Machine.isFinished(row.state.span)
  }

  /// What is still held goes on to the new round, whose state begins with it; what the log tells of the start.
  private func passOn(
    from last: ParticipationRow, to row: inout ParticipationRow, _ definition: Definition
  ) throws(EngineError) -> [Int64] {
    var told = [row.influencer, row.round]
    var holding: [Int] = []
    for (index, kind) in definition.kinds.enumerated() {
      guard let item = try stored({ () throws(StoreError) in try store.held(last.id, kind: kind) }) else { continue }
      let holder = row.id
      try stored { () throws(StoreError) in try store.passOn(item.id, to: holder) }
      holding.append(index)
      told += [kind, item.id]
    }
    row.state = definition.machine.emptyState(holding: holding)
    return told
  }

  /// The newest round of each influencer of a campaign, in the order in which they came.
  package func newestRounds(of id: Int64) throws(EngineError) -> [ParticipationRow] {
    let rows = try stored { () throws(StoreError) in try store.participations(id) }
    return rows.contains { $0.round > 1 } ? ParticipationRow.newestRounds(of: rows) : rows
  }
}

extension ParticipationRow {
  /// Of several rounds of one influencer only the newest, in the place of the first.
  package static func newestRounds(of rows: [ParticipationRow]) -> [ParticipationRow] {
    var places: [Int64: Int] = [:]
    var newest: [ParticipationRow] = []
    for row in rows {
      guard let place = places[row.influencer] else {
        places[row.influencer] = newest.count
        newest.append(row)
        continue
      }
      if row.round > newest[place].round { newest[place] = row }
    }
    return newest
  }
}
