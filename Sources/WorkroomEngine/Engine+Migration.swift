package import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// What becomes of one participation when its campaign moves to a newer version of the workflow.
package struct MigrationFate: Sendable {
  package enum Kind: Sendable, Equatable {
    /// The titles of its stages before and after.
    case moves(from: [String], to: [String])
    /// Why it goes on by the version that it runs on.
    case stays(String)
  }
  package var row: ParticipationRow
  package var kind: Kind
}

/// Moving a campaign to a newer version of its workflow.
extension Engine {
  /// Moves a campaign, and every participation that can be moved, inside a transaction; what becomes of each. Those that
  /// cannot go on by their version, and can be moved later by the same call.
  ///
  /// Details are carried over by their names; `given` are those that are new or change.
  package func migrate(
    _ id: Int64, to source: SourceText, details given: [WrittenValue] = []
  ) throws(EngineError) -> [MigrationFate] {
    let old = try definition(campaign(id).row.definition)
    let new = try addDefinition(source)
    try checkSuccession(old, new, of: id)
    try checkBlocks(source, new)
    try serveLines()
    try fireTimers(of: id, by: clock.now.milliseconds)
    let before = try detailsByDefinition(of: id)
    if new.id != old.id || !given.isEmpty { try moveDetails(given, from: old, to: new, of: id) }
    let histories = new.workflow.totals.isEmpty ? [:] : try objectHistories(of: id)
    var fates: [MigrationFate] = []
    for row in try stored({ () throws(StoreError) in try store.participations(id) }) where row.definition != new.id {
      fates.append(try move(row, to: new, histories[row.id] ?? []))
    }
    try tellThoseWhoStay(fates, before, of: id)
    return fates
  }

  private func checkSuccession(_ old: Definition, _ new: Definition, of id: Int64) throws(EngineError) {
    let campaign = try campaign(id)
    guard new.workflow.name == old.workflow.name else {
      throw .request(
        "`\(campaign.row.name)` runs on the workflow `\(old.workflow.name)`, and the file holds `\(new.workflow.name)`; a campaign moves to a newer version of the same workflow"
      )
    }
    guard new.id == old.id || new.workflow.version > old.workflow.version else {
      throw .request(
        "`\(campaign.row.name)` runs on version \(old.workflow.version), and the file is version \(new.workflow.version); give the changed file a higher number: `workflow \"\(old.workflow.name)\" version \(old.workflow.version + 1)`"
      )
    }
    if let own = new.workflow.currency, own != campaign.currency {
      throw .request(
        "the file speaks of \(own), and `\(campaign.row.name)` is in \(campaign.currency); write its amounts in \(campaign.currency)"
      )
    }
  }

  /// A version that is stored has its blocks for older versions for good, since the log is run again by them.
  private func checkBlocks(_ source: SourceText, _ new: Definition) throws(EngineError) {
    guard let written = Checker.check(source).workflow else { return }
    let (ours, theirs) = (new.workflow.migrations.map(\.words), written.migrations.map(\.words))
    if ours.sorted() == theirs.sorted() { return }
    let version = written.version
    throw .request(
      "version \(version) is stored already with other `from version` blocks; give the file the next number: `workflow \"\(written.name)\" version \(version + 1)`"
    )
  }

  // MARK: The campaign

  private func moveDetails(
    _ given: [WrittenValue], from old: Definition, to new: Definition, of id: Int64
  ) throws(EngineError) {
    let campaign = try campaign(id)
    let given = dated(given, new, in: campaign.zone)
    var carried = [Int64](repeating: 0, count: new.workflow.campaign.count + 1)
    if new.id == old.id {
      carried = campaign.words
    } else {
      try carry(campaign.words, of: old, into: &carried, of: new, mayWrite: true)
    }
    let words = try detailWords(given, new, campaign.currency, base: carried)
    try writeRevision(words, given, new, of: id)
    try note(new.id == old.id ? .details : .migration, stream: id, words, definition: new.id)
  }

  /// The details as each definition in use reads them.
  private func detailsByDefinition(of id: Int64) throws(EngineError) -> [Int64: [Int64]] {
    let campaign = try campaign(id)
    var words: [Int64: [Int64]] = [:]
    for other in Set(try newestRounds(of: id).map(\.definition)) {
      words[other] = try frame(of: campaign, definition(other)).words
    }
    return words
  }

  /// Details that changed with the move are news to those who stay.
  private func tellThoseWhoStay(
    _ fates: [MigrationFate], _ before: [Int64: [Int64]], of id: Int64
  ) throws(EngineError) {
    let campaign = try campaign(id)
    let newest = Set(try newestRounds(of: id).map(\.id))
    for fate in fates where newest.contains(fate.row.id) {
      guard case .stays = fate.kind,
        try frame(of: campaign, definition(fate.row.definition)).words != before[fate.row.definition]
      else { continue }
      try tellChange(fate.row.influencer, id)
    }
  }

  // MARK: One participation

  private func move(
    _ row: ParticipationRow, to new: Definition, _ objects: [ObjectHistory]
  ) throws(EngineError) -> MigrationFate {
    let old = try definition(row.definition)
    if let reason = try lostItem(row, old, new) { return MigrationFate(row: row, kind: .stays(reason)) }
    let campaign = try campaign(row.campaign)
    let now = max(clock.now.milliseconds, campaign.head.occurred)
    let view = try view(of: row, moving: new, campaign, objects)
    let plan = new.migration(from: old)
    var words = try movedKeys(of: row, old, new)
    var failure: EngineError?
    let result = WorkroomMachine.migrate(
      old.machine, new.machine, row.state.span, plan, now: now, view: view,
      text: { word in
        do throws(EngineError) {
          let moved = try textWord(word, of: old, for: new, person: row.influencer, mayWrite: true) ?? word
          words.add(word, moved)
          return moved
        } catch {
          failure = error
          return word
        }
      }, into: &buffer)
    if let failure { throw failure }
    guard case .moved(let state) = result else {
      return MigrationFate(row: row, kind: .stays(Engine.reason(result, old, new)))
    }
    var moved = row
    (moved.definition, moved.state) = (new.id, state)
    if let observer {
      try observer(
        ObservedStep(
          definition: new, participation: row.id, campaign: row.campaign,
          input: StepInput(kind: .migrate, index: 0, role: -1, now: now), payload: [0], view: view, before: row.state,
          after: state, status: .taken, movedWords: words.pairs))
    }
    try rewrite(row, words, objects, old, new, movedLines(old.machine, new.machine, row.state.span, plan))
    try write(&moved, from: row, words, view, now: now, old, new)
    return MigrationFate(row: moved, kind: .moves(from: old.titles(row.state), to: new.titles(state)))
  }

  /// The log row of a move and all that follows from it.
  private func write(
    _ row: inout ParticipationRow, from before: ParticipationRow, _ words: MovedWords, _ view: View, now: Int64,
    _ old: Definition, _ new: Definition
  ) throws(EngineError) {
    let campaign = try campaign(row.campaign)
    var log = LogRow()
    log.stream = row.campaign
    log.sequence = campaign.head.sequence + 1
    log.participation = row.id
    log.definition = new.id
    log.kind = Int64(StepInput.Kind.migrate.rawValue)
    (log.occurred, log.reported, log.recorded) = (now, now, clock.now.milliseconds)
    log.outcome = Int64(StepStatus.taken.rawValue)
    log.payload = [old.id] + words.words
    let claimed = try apply(log, &row, new, campaign)
    try freeEarmarks(log, new, campaign)
    log.seen = seen(campaign, view, claimed, new)
    try append(log, campaign)
    if old.paths(before.state) != new.paths(row.state) { row.since = log.occurred }
    row.sequence = log.sequence
    row.due = new.machine.nextTimer(row.state.span)?.due
    row.accepted = new.accepted(row.accepted, log, row.state)
    try stand(&row, new, campaign, isNew: false)
    let changed = row
    try stored { () throws(StoreError) in try store.move(changed) }
    campaign.participations[row.id] = row
    campaign.totals[row.id] = nil
    if let due = row.due { campaign.earliestDue = min(campaign.earliestDue ?? due, due) }
  }

  /// What a participation in the middle of a move sees: the newer version's details, and totals as that one counts.
  private func view(
    of row: ParticipationRow, moving new: Definition, _ campaign: CampaignState, _ objects: [ObjectHistory]
  ) throws(EngineError) -> View {
    let totals = new.workflow.totals
    var running = RunningTotals(count: totals.count)
    for object in objects { running.count(object.counted(totals), totals) }
    if !totals.isEmpty { campaign.totals[row.id] = running }
    return try view(of: row, new, campaign, [0], StepInput(kind: .migrate, index: 0, role: -1, now: 0))
  }

  /// Why somebody has to stay for what they hold; `nil` where the newer version knows it, too.
  private func lostItem(_ row: ParticipationRow, _ old: Definition, _ new: Definition) throws(EngineError) -> String? {
    for (noun, kind) in zip(old.workflow.poolKinds, old.kinds) where !new.kinds.contains(kind) {
      guard try stored({ () throws(StoreError) in try store.held(row.id, kind: kind) }) != nil else { continue }
      return
        "a \(noun) is held, and version \(new.workflow.version) has no pool of \(noun); release it first, or keep the pool"
    }
    return nil
  }

  static func reason(_ result: Migration, _ old: Definition, _ new: Definition) -> String {
    let (from, to) = (old.workflow.version, new.workflow.version)
    guard case .stays(let obstacle) = result else { return "" }
    switch obstacle {
    case .notNewer: return "it runs on version \(from) already"
    case .removed(let path):
      return
        "version \(to) has no stage `\(path)`; say in `from version \(from)` what it becomes: `\(path) becomes ...`"
    case .exclusive(let a, let b): return "it would be in `\(a)` and in `\(b)`, of which only one can be"
    case .failed(.tooManyRounds): return "the rules of version \(to) go round for ever (over \(roundsMax) rounds)"
    case .failed: return "an amount or a date would become too large"
    }
  }

  // MARK: What was written by the older version

  /// The words of what orders, posts and conversions are called.
  private func movedKeys(
    of row: ParticipationRow, _ old: Definition, _ new: Definition
  ) throws(EngineError) -> MovedWords {
    var words = MovedWords()
    for (_, object) in try stored({ () throws(StoreError) in try store.objects(of: row.id) }) where object.key != 0 {
      let word = try textWord(object.key, of: old, for: new, person: row.influencer, mayWrite: true)
      words.add(object.key, word ?? object.key)
    }
    return words
  }

  /// Gives objects, what is owed for them and places in line the words and numbers of the newer version.
  private func rewrite(
    _ row: ParticipationRow, _ words: MovedWords, _ objects: [ObjectHistory], _ old: Definition, _ new: Definition,
    _ lines: [(old: Int, new: Int)]
  ) throws(EngineError) {
    let totals = new.workflow.totals
    let known = try stored { () throws(StoreError) in try store.objects(of: row.id) }
    let isCounted = !totals.isEmpty || !old.workflow.totals.isEmpty
    try stored { () throws(StoreError) in
      // Two words may change places, so all leave their place first.
      let free = Int64.max - Int64(known.count)
      for (index, (noun, object)) in known.enumerated() where words[object.key] != object.key {
        try store.rewrite(row.id, noun, object.key, as: free + Int64(index), carried: nil)
      }
      for (index, (noun, object)) in known.enumerated() where isCounted || words[object.key] != object.key {
        let history = objects.first { $0.noun == noun && $0.key == object.key }
        let counts = totals.contains { $0.noun == noun }
        let key = words[object.key] != object.key ? free + Int64(index) : object.key
        try store.rewrite(
          row.id, noun, key, as: words[object.key], carried: counts ? history?.counted(totals).carried : nil)
      }
      if !words.pairs.isEmpty { try store.rewriteSubjects(row.id, words.pairs) }
      try store.moveLines(row.id, lines.map { (Int64($0.old), Int64($0.new)) })
    }
  }

  /// Frees what was set aside of details from which the newer version sets nothing aside.
  private func freeEarmarks(_ log: LogRow, _ new: Definition, _ campaign: CampaignState) throws(EngineError) {
    let home = campaign.row.currency
    let kept = new.earmarkFields.map { Engine.earmark($0, new, home) }
    var place = buffer.effects.count
    for set in try stored({ () throws(StoreError) in try store.earmarked(log.participation) })
    where !kept.contains(Earmark(field: set.field, currency: set.currency)) {
      try record(Engine.freeing(set.field, set.currency, set.amount, log, place), campaign)
      place += 1
    }
  }

  /// The entry that frees an amount when a participation has moved.
  static func freeing(
    _ field: String, _ currency: Int64, _ amount: Int64, _ log: LogRow, _ place: Int
  ) -> LedgerEntry {
    LedgerEntry(
      log: log.id, place: ledgerPlace(place, 0), participation: log.participation, account: 2, amount: -amount,
      currency: currency, reason: field, subject: 0, rule: -1)
  }
}

extension CheckedMigration {
  /// All that it says, to be compared with another.
  fileprivate var words: String {
    let stages = stages.map { "\($0.old) is stage \($0.new)" }.sorted()
    let fields = fields.map { "\($0.old) is field \($0.new)" }.sorted()
    return "\(version) \(restartsTimers) \(stages) \(fields)"
  }
}
