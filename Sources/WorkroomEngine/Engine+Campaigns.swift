package import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
package import WorkroomValues

/// Definitions, campaigns, groups and who takes part: what operators set up before events arrive.
extension Engine {
  /// What a row of the log tells that is no step.
  enum Notice: Int64 {
    case campaign = 10, details = 11, definition = 20, group = 21, items = 22, influencers = 23, clock = 24, forgotten =
      26
  }

  // MARK: Definitions

  /// Stores a checked definition; the same meaning is stored once, and a version number means one thing only.
  package func addDefinition(_ source: SourceText) throws(EngineError) -> Definition {
    let (checked, diagnostics) = Checker.check(source)
    guard let workflow = checked else { throw .definition(diagnostics, source) }
    let machine = Machine.compile(workflow)
    let rows = try stored { () throws(StoreError) in try store.definitions() }
    if let same = rows.first(where: { $0.digest == machine.digest.bytes }) { return try definition(same.id) }
    if let other = rows.first(where: { $0.name == workflow.name && $0.version == workflow.version }) {
      throw .request(
        "version \(other.version) of `\(other.name)` is already stored and means something else; give the changed file the next number: `workflow \"\(other.name)\" version \(other.version + 1)`"
      )
    }
    let id = try stored { () throws(StoreError) in
      try store.insertDefinition(
        digest: machine.digest.bytes, name: workflow.name, version: workflow.version, file: source.name,
        source: source.bytes)
    }
    let definition = Definition(id: id, machine: machine, source: source)
    definitions[id] = definition
    try note(.definition, stream: 0, machine.digest.bytes.words)
    return definition
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
    let definition = try addDefinition(source)
    let zone = details.last { $0.name == "time_zone" }?.text ?? "UTC"
    do { _ = try ZoneFiles.read(name: zone) } catch { throw .zone(error) }
    let currency = try currency(details.last { $0.name == "currency" }?.text, definition)
    let fields = details.filter { $0.name != "currency" && $0.name != "time_zone" }
    let words = try detailWords(fields, definition, currency, base: nil)
    let id = try stored { () throws(StoreError) in
      let id = try store.insertCampaign(
        name: name, definition: definition.id, zone: zone, currency: Int64(currency.packed))
      try store.writeDetails(id, revision: 1, words: words, written: Engine.written(fields))
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

  /// What the log tells of a group.
  static func told(_ row: GroupRow) -> [Int64] {
    let parts = [row.name, row.pattern ?? "", row.destination ?? ""].joined(separator: "\u{0}")
    return [row.id, row.kind] + Digest.of(Array(parts.utf8)).bytes.words
  }

  /// What the log tells of a new item: six words.
  static func told(
    item: Int64, group: Int64, code: String, destination: String?, starts: Int64?, ends: Int64?
  ) -> [Int64] {
    [item, group, starts ?? .min, ends ?? .min, short(code), short(destination ?? "")]
  }

  static func short(_ text: String) -> Int64 { Digest.of(Array(text.utf8)).bytes.words[0] }

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

  /// The details as words: what is given, else what was, else the definition's defaults.
  private func detailWords(
    _ given: [WrittenValue], _ definition: Definition, _ currency: Currency, base: [Int64]?
  ) throws(EngineError) -> [Int64] {
    let fields = definition.workflow.campaign
    let visible = fields.filter { !$0.isHidden }
    for value in given where !visible.contains(where: { $0.name == value.name }) {
      let near = Spelling.nearest(to: value.name, among: visible.map(\.name))
      let names = visible.map { "`\($0.name)`" }.joined(separator: ", ")
      throw .request(
        "the workflow has no detail called `\(value.name)`; " + (near.map { "write `\($0)`" } ?? "it has \(names)"))
    }
    var words = base ?? [Int64](repeating: 0, count: fields.count + 1)
    let reader = ValueReader(store: store, definition: definition, currency: currency, person: 0)
    for (index, field) in fields.enumerated() {
      guard
        let word = try detail(
          field, given.last { $0.name == field.name }?.text, reader, isSet: words[0] & 1 << Int64(index) != 0)
      else { continue }
      words[index + 1] = word
      words[0] |= 1 << Int64(index)
    }
    return words
  }

  private func detail(
    _ field: CheckedField, _ given: String?, _ reader: ValueReader, isSet: Bool
  ) throws(EngineError) -> Int64? {
    do {
      if let given { return try reader.word(given, field.type) }
      if isSet { return nil }
      switch field.fallback {
      case .word(let word): return word
      case .text(let text): return try reader.word(text, field.type)
      case .list(let entries): return try reader.word(entries.joined(separator: ", "), field.type)
      case .group(let name): return try reader.word(name, field.type)
      case .none: break
      }
    } catch {
      switch error {
      case .store(let error): throw .store(error)
      case .mismatch(let reason): throw .request(missingGroup(field, given) ?? "`\(field.name)`: \(reason)")
      }
    }
    if field.type == .window { return DateWindow(first: nil, last: nil).word }
    guard field.isOptional else {
      throw .request(
        "the workflow asks for the detail `\(field.name)`: give it with `--set \(field.name)=...`, \(reader.expected(field.type))"
      )
    }
    return nil
  }

  private func missingGroup(_ field: CheckedField, _ given: String?) -> String? {
    guard case .group(let kind) = field.type else { return nil }
    let name = given ?? { if case .group(let name) = field.fallback { name } else { "" } }()
    let word = CheckedWorkflow.standardKinds[kind]
    return
      "there is no \(word) group called `\(name)`; create it first: `workroom group create \"\(name)\" --kind \(word) --db ...`"
  }

  /// Changes details; everybody in the campaign is told by `campaign.changed`.
  package func setDetails(_ given: [WrittenValue], of id: Int64) throws(EngineError) {
    let campaign = try campaign(id)
    let definition = try definition(campaign.row.definition)
    let words = try detailWords(given, definition, campaign.currency, base: campaign.words)
    let revision = campaign.row.revision + 1
    try stored { () throws(StoreError) in
      try store.writeDetails(id, revision: revision, words: words, written: Engine.written(given))
    }
    let head = campaigns[id]!.head
    let headChanged = campaigns[id]!.headChanged
    campaigns[id] = nil
    _ = try self.campaign(id)
    if headChanged { (campaigns[id]!.head, campaigns[id]!.headChanged) = (head, true) }
    try note(.details, stream: id, words, definition: definition.id)
    for row in try stored({ () throws(StoreError) in try store.participations(id) }) {
      _ = try submit(
        Command(source: .console, campaign: id, influencer: row.influencer, event: "campaign.changed", role: "system"))
    }
  }

  // MARK: Who takes part

  /// Lets an influencer take part in a campaign; `nil` where they already do.
  package func assign(_ influencer: Int64, to id: Int64, actor: String? = nil) throws(EngineError) -> ParticipationRow?
  {
    try serveLines()
    let campaign = try campaign(id)
    if try participation(of: influencer, in: id) != nil { return nil }
    guard try stored({ () throws(StoreError) in try store.influencer(influencer) }) != nil else {
      throw .missing("there is no influencer with the number \(influencer); add them to the directory first")
    }
    let definition = try definition(campaign.row.definition)
    let now = max(clock.now.milliseconds, campaign.head.occurred)
    var row = ParticipationRow(
      campaign: id, influencer: influencer, definition: definition.id,
      state: [Int64](repeating: 0, count: definition.machine.layout.stride), since: now)
    let fresh = row
    row.id = try stored { () throws(StoreError) in try store.insert(fresh) }
    campaigns[id]!.byInfluencer[influencer] = row.id
    let actorText =
      try actor.map { (name) throws(EngineError) in
        try stored { () throws(StoreError) in try store.intern(name, person: 0) }
      } ?? 0
    let input = StepInput(kind: .start, index: 0, role: -1, now: now)
    let reply = try run(input, [0], &row, definition, reported: now, actor: actorText)
    guard reply.outcome == .taken else {
      throw .request("a participation of `\(campaign.row.name)` cannot begin: \(reply.reason)")
    }
    return row
  }

  // MARK: Groups

  package func createGroup(
    named name: String, kind: Int, pattern: String?, destination: String?
  ) throws(EngineError) -> GroupRow {
    try checkName(name, "group")
    let word = CheckedWorkflow.standardKinds[kind]
    if try stored({ () throws(StoreError) in try store.group(kind: Int64(kind), named: name) }) != nil {
      throw .request("there is already a \(word) group called `\(name)`; choose another name")
    }
    if let pattern {
      if let problem = CodePattern.problem(in: pattern) { throw .request(problem) }
      if let same = try stored({ () throws(StoreError) in try store.group(kind: Int64(kind), pattern: pattern) }) {
        throw .request(
          "the groups `\(same.name)` and `\(name)` would have the same pattern `\(pattern)` (upper or lower case is the same), and so the same codes; change one of the two"
        )
      }
    }
    let id = try stored { () throws(StoreError) in
      try store.insertGroup(kind: Int64(kind), name: name, pattern: pattern, destination: destination)
    }
    guard let row = try group(id) else { throw .damaged("a group that was written cannot be read") }
    try note(.group, stream: 0, Engine.told(row))
    return row
  }

  /// Adds an uploaded item to a group; false where its code already exists.
  package func addItem(
    _ code: String, to group: GroupRow, destination: String? = nil, starts: Instant? = nil, ends: Instant? = nil
  ) throws(EngineError) -> Bool {
    let item = try stored { () throws(StoreError) in
      try store.insertItem(
        group: group.id, kind: group.kind, code: code, destination: destination ?? group.destination,
        starts: starts?.milliseconds,
        ends: ends?.milliseconds)
    }
    guard let item else { return false }
    newItems += Engine.told(
      item: item, group: group.id, code: code, destination: destination ?? group.destination,
      starts: starts?.milliseconds, ends: ends?.milliseconds)
    try changeFree(group, by: 1)
    refilled[group.id] = clock.now.milliseconds
    return true
  }

  /// Writes into the system's log which items are new since the transaction began.
  func noteItems() throws(EngineError) {
    guard !newItems.isEmpty else { return }
    defer { newItems = [] }
    try note(.items, stream: 0, newItems)
  }

  /// Writes into the system's log how many influencers a file brought.
  package func noteImport(influencers: Int) throws(EngineError) {
    if influencers > 0 { try note(.influencers, stream: 0, [Int64(influencers)]) }
  }

  /// Erases what is known of one person, inside a transaction; the log keeps that it was done, and of whom by number.
  package func forget(_ influencer: Int64) throws(EngineError) {
    try stored { () throws(StoreError) in try store.forget(influencer) }
    try note(.forgotten, stream: 0, [influencer])
  }
}
