import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What `db verify` found.
package struct VerificationReport: Sendable {
  package var rows = 0
  package var participations = 0
  package var campaigns = 0
  /// What does not fit, in words; empty for a sound database.
  package var problems: [String] = []
  /// All that was found; the words of the first only are kept.
  package var problemCount = 0
  /// A digest of the heads of all chains: kept elsewhere, it shows that newest rows were removed.
  package var receipt = ""

  static let problemsMax = 50
}

/// Checks the chains of the log and runs every step again: states, timers, money, mails, objects and items must come out
/// as stored.
///
/// What the log cannot tell, since it may be erased or is nobody's truth, is not checked: the directory of people, the
/// keys of commands and the clock.
package struct Verification {
  let engine: Engine
  private var report = VerificationReport()
  /// Items as the log tells of them.
  var items: [Int64: ExpectedItem] = [:]
  private var groups: [Int64: [Int64]] = [:]
  private var days: [Int64: GroupDays] = [:]
  private var forgotten: Set<Int64> = []
  private var people = ToldOfPeople()
  private var brokenDefinitions: Set<Int64> = []
  private var kinds: [[Int64]] = []

  package static func run(_ engine: Engine) throws(EngineError) -> VerificationReport {
    var verification = Verification(engine: engine)
    // A read that stays one read: nobody is kept from opening the file, and nothing is written.
    try stored { () throws(StoreError) in try engine.store.database.beginReading() }
    defer {
      engine.store.database.rollback()
      engine.dropCaches()
    }
    engine.dropCaches()
    try verification.check()
    return verification.report
  }

  private init(engine: Engine) { self.engine = engine }

  mutating func problem(_ text: String) {
    report.problemCount += 1
    if report.problems.count < VerificationReport.problemsMax { report.problems.append(text) }
  }

  private mutating func check() throws(EngineError) {
    for text in try stored({ () throws(StoreError) in try engine.store.structuralProblems() }) { problem(text) }
    let sound = try checkChains()
    if sound.contains(0) { try checkSystem() }
    for row in try stored({ () throws(StoreError) in try engine.store.campaigns() }) where sound.contains(row.id) {
      try checkCampaign(row)
    }
    let strays = try stored { () throws(StoreError) in try engine.store.strayRows() }
    if strays > 0 { problem("\(strays) rows of money, mails, objects or lines belong to no campaign") }
    try checkTexts()
    // Who holds what is known only if every campaign could be run again.
    if report.problemCount == 0 { try checkItems() }
    try checkGroups()
  }

  // MARK: Chains

  /// The streams whose chains hold, so that their rows can be believed.
  private mutating func checkChains() throws(EngineError) -> Set<Int64> {
    var sound: Set<Int64> = []
    report.receipt = try engine.receipt()
    let streams = try stored { () throws(StoreError) in try engine.store.streams() }
    for stream in streams {
      let head = try stored { () throws(StoreError) in try engine.store.head(stream) }
      if try checkChain(stream, head) { sound.insert(stream) }
    }
    for count in try stored({ () throws(StoreError) in try engine.store.logCounts() })
    where !streams.contains(count.stream) {
      problem("the log holds \(count.rows) rows of \(name(count.stream)), whose head is gone")
    }
    for row in try stored({ () throws(StoreError) in try engine.store.campaigns() }) where !streams.contains(row.id) {
      problem("the log tells nothing of the campaign `\(row.name)`")
    }
    return sound
  }

  private mutating func checkChain(_ stream: Int64, _ head: Head) throws(EngineError) -> Bool {
    var previous = Digest.zero
    var expected: Int64 = 1
    var broken: Int64?
    do {
      try engine.store.rows(stream) { (row, hash) throws(StoreError) in
        if broken == nil, row.sequence != expected || row.chained(to: previous) != hash { broken = row.sequence }
        previous = hash
        expected += 1
      }
    } catch { throw .store(error) }
    report.rows += Int(expected - 1)
    if let broken {
      problem("the log of \(name(stream)) was changed at or before row \(broken): its chain no longer fits")
    } else if expected - 1 != head.sequence || previous != head.hash {
      problem(
        "the log of \(name(stream)) ends at row \(expected - 1), and its head says \(head.sequence): the newest rows were removed or the head was changed"
      )
    } else {
      return true
    }
    return false
  }

  private func name(_ stream: Int64) -> String {
    if stream == 0 { return "the system" }
    let rows = (try? engine.store.campaigns()) ?? []
    return rows.first { $0.id == stream }.map { "`\($0.name)`" } ?? "a campaign that is not there (number \(stream))"
  }

  // MARK: The system's log

  private mutating func checkSystem() throws(EngineError) {
    var (digests, kept): ([[Int64]], [Int64]) = ([], [])
    var rows: [LogRow] = []
    do { try engine.store.rows(0) { (row, _) throws(StoreError) in rows.append(row) } } catch { throw .store(error) }
    for row in rows {
      switch Engine.Notice(rawValue: row.kind) {
      case .definition: digests.append(row.payload)
      case .group:
        guard let id = row.payload.first else { break }
        groups[id] = row.payload
        days[id, default: GroupDays()].take(row.payload)
      case .items: items.merge(ExpectedItem.told(row.payload)) { $1 }
      case .kept: kept += row.payload
      case .kind: kinds.append(row.payload)
      case .forgotten: forgotten.formUnion(row.payload)
      case let notice: people.take(notice, row.payload)
      }
    }
    ExpectedItem.keep(kept, in: &items, forgotten)
    for words in try people.problems(engine, forgotten: forgotten) { problem(words) }
    try checkKinds()
    try checkDefinitions(digests)
  }

  /// Codes and links have their numbers from the start; of every other kind the log tells.
  private mutating func checkKinds() throws(EngineError) {
    let stored = try WorkroomEngine.stored { () throws(StoreError) in try engine.store.kinds() }
    let standard = CheckedWorkflow.standardKinds.enumerated().map { Engine.told(kind: Int64($0), $1) }
    if stored.map({ Engine.told(kind: $0.id, $0.noun) }) != standard + kinds {
      problem("the kinds of item are not those that the log tells of")
    }
  }

  private mutating func checkDefinitions(_ told: [[Int64]]) throws(EngineError) {
    for row in try stored({ () throws(StoreError) in try engine.store.definitions() }) {
      let source = SourceText(name: row.file, bytes: row.source)
      let checked = Checker.check(source, vocabulary: Engine.vocabulary(of: row)).workflow
      guard let checked, Machine.compile(checked).digest.bytes == row.digest, told.contains(row.digest.words) else {
        brokenDefinitions.insert(row.id)
        problem(
          "the stored definition `\(row.name)` version \(row.version) was changed: it no longer means what its digest says"
        )
        continue
      }
    }
  }

  // MARK: Campaigns

  private mutating func checkCampaign(_ row: CampaignRow) throws(EngineError) {
    report.campaigns += 1
    var rows: [LogRow] = []
    do { try engine.store.rows(row.id) { (row, _) throws(StoreError) in rows.append(row) } } catch {
      throw .store(error)
    }
    guard !rows.contains(where: { brokenDefinitions.contains($0.definition) }) else { return }
    guard let revisions = try checkDetails(row, rows) else { return }
    let steps = rows.filter { $0.kind < 10 }
    var replay = try Replay(
      engine: engine, campaign: try engine.campaign(row.id), revisions: revisions,
      definitions: Set(steps.map(\.definition)))
    for row in steps { try replay.run(row) }
    try replay.compare()
    for text in replay.problems { problem(text) }
    report.participations += replay.participationCount
    for (id, holding) in replay.holdings { items[id, default: ExpectedItem(unknown: id)].add(holding) }
  }

  /// The campaign's row and its details, revision by revision, against what the log tells.
  private mutating func checkDetails(_ row: CampaignRow, _ rows: [LogRow]) throws(EngineError) -> [DetailsRow]? {
    let kinds: [Engine.Notice] = [.campaign, .details, .migration]
    let notices = rows.filter { row in kinds.contains { $0.rawValue == row.kind } }
    let told = Engine.told(row)
    guard let first = notices.first, first.kind == Engine.Notice.campaign.rawValue,
      Array(first.payload.prefix(told.count)) == told, notices.last?.definition == row.definition
    else {
      problem("the campaign `\(row.name)` has another name, time zone, currency or definition than its log tells")
      return nil
    }
    let revisions = notices.enumerated().map { index, notice in
      DetailsRow(
        definition: notice.definition, words: index == 0 ? Array(notice.payload.dropFirst(told.count)) : notice.payload)
    }
    let stored = try stored { () throws(StoreError) in try engine.store.revisions(row.id) }
    guard row.revision == Int64(revisions.count), stored == revisions else {
      problem("the details of `\(row.name)` are not what its log tells")
      return nil
    }
    return revisions
  }

  // MARK: The rest

  private mutating func checkTexts() throws(EngineError) {
    for id in try stored({ () throws(StoreError) in try engine.store.damagedTexts() }) {
      problem("text \(id) was changed: it no longer fits the digest that was taken of it")
    }
    let missing = try stored { () throws(StoreError) in try engine.store.missingTexts() }
    if missing > 0 { problem("\(missing) texts were deleted with their rows") }
    for row in try stored({ () throws(StoreError) in try engine.store.erasedTexts() })
    where !forgotten.contains(row.person) {
      problem("text \(row.text) was erased, and the log does not tell that anybody was forgotten")
    }
  }

  private mutating func checkItems() throws(EngineError) {
    let stored = try WorkroomEngine.stored { () throws(StoreError) in try engine.store.items() }
    let given = try givenDays(stored)
    if try engine.keepsHolders() {
      let found = try WorkroomEngine.stored { () throws(StoreError) in try engine.store.formerHolders() }
      let known = Dictionary(grouping: found, by: \.item)
      let expected = items.sorted { $0.key < $1.key }.flatMap { id, item in
        item.formerHolders(of: id, known: known[id] ?? [], given[id])
      }
      if let (left, right) = Replay.firstDifference(found, expected), let row = left ?? right {
        problem("who held item \(row.item) before is not what the log gives")
      }
    }
    for row in stored {
      guard let expected = items.removeValue(forKey: row.item.id) else {
        problem("the log does not tell where item \(row.item.id) (`\(row.item.code)`) comes from")
        continue
      }
      if let what = expected.difference(from: row, given[row.item.id]) {
        problem("item \(row.item.id) (`\(row.item.code)`): \(what) is not what the log gives")
      }
    }
    for id in items.keys.sorted() { problem("item \(id) is gone, and the log tells of it") }
  }

  /// The days that the groups of uploaded items have had, by item; none of a database that does not tell them from those of
  /// the items.
  private mutating func givenDays(_ rows: [StoredItem]) throws(EngineError) -> [Int64: GroupDays] {
    guard try engine.keepsOwnDays() else { return [:] }
    var given: [Int64: GroupDays] = [:]
    for row in rows {
      guard let group = try engine.group(row.item.group), group.pattern == nil || row.kept != nil else { continue }
      for id in (items[row.item.id]?.groups ?? []).union([group.id]) {
        if days[id] == nil { days[id] = GroupDays(try engine.group(id)) }
        given[row.item.id, default: GroupDays()].take(days[id]!)
      }
    }
    return given
  }

  private mutating func checkGroups() throws(EngineError) {
    for group in try stored({ () throws(StoreError) in try engine.store.groups() }) {
      if let told = groups[group.id], told != Engine.told(group) {
        problem("the group `\(group.name)` has another name, pattern, destination or terms than the log tells")
      }
      let kept = try stored { () throws(StoreError) in try engine.store.countKept(group.id) }
      if kept != group.kept {
        problem("the group `\(group.name)` says that \(group.kept) items are kept for somebody, and \(kept) are")
      }
      guard group.pattern == nil else { continue }
      let free = try stored { () throws(StoreError) in try engine.store.countFree(group.id) }
      if free != group.free {
        problem("the group `\(group.name)` says that \(group.free) items are free, and \(free) are")
      }
    }
  }
}
