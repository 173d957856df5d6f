import WorkroomLanguage
package import WorkroomMachine
package import WorkroomStore
package import WorkroomValues

/// The one door to a program of campaigns: role, load, step, append, reply.
///
/// Everything that changes a database goes through `transaction`: a batch of events is written whole or not at all, and
/// what is kept in memory is dropped whenever it might no longer be what the file says. One thread at a time.
///
/// What every event asks for is `@exclusivity(unchecked)`: no step runs inside another, and to have each access watched
/// would cost more than the step.
package final class Engine {
  package let store: Store
  package let clock: Clock
  @exclusivity(unchecked) var definitions: [Int64: Definition] = [:] { didSet { lastDefinition = nil } }
  /// The store's numbers of kinds of item, by their nouns.
  var kinds: [String: Int64] = [:]
  @exclusivity(unchecked) var campaigns: [Int64: CampaignState] = [:] { didSet { lastCampaign = nil } }
  /// Those that were asked for last, which are nearly always asked for next.
  @exclusivity(unchecked) private var lastDefinition: Definition?
  /// The text of whoever sent the last event of the batch.
  @exclusivity(unchecked) var lastActor: (person: Int64, name: String, text: Int64)?
  @exclusivity(unchecked) private var lastCampaign: CampaignState?
  var pools: [Int64: Int64] = [:]
  /// How many items of a group are kept for somebody and held by nobody.
  var keptItems: [Int64: Int64] = [:]
  /// Counts every change of a pool, so that views know when they are out of date.
  @exclusivity(unchecked) var poolChanges = 0
  var groups: [Int64: GroupRow] = [:]
  @exclusivity(unchecked) var buffer = StepBuffer()
  /// Which of its effects, by their places, are messages that are not sent, or give back what nobody holds.
  @exclusivity(unchecked) var unsent: [Int] = []
  /// Which of them, by their places, disable an item, be it that they would give it back: it was used, or made for one person.
  @exclusivity(unchecked) var usedUp: [Int] = []
  /// Groups to which something came back in this batch, with the instant, for those who wait in line.
  @exclusivity(unchecked) var refilled: [Int64: Int64] = [:]
  /// Whose kept items came in or came back in this batch, by group.
  var keptAnew: [Int64: Set<Int64>] = [:]
  @exclusivity(unchecked) var isServing = false
  /// Items that this batch made, as the log will tell of them.
  var newItems: [Int64] = []
  /// For whom this batch keeps items: three words each.
  var newKept: [Int64] = []
  /// What the event at hand makes of the totals, where its definition counts.
  @exclusivity(unchecked) var counted: Counting?
  /// Who acts, and what was asked; `nil` where nobody is to be told of.
  @exclusivity(unchecked) package var hand: Hand?
  /// Who is archived or blacklisted, once somebody asked.
  @exclusivity(unchecked) var contacts: [Int64: ContactState]?
  /// Whether what anybody brings has moved to another campaign, once somebody asked.
  var movesSales: Bool?
  /// Whether a name of anybody's order or post was erased, once somebody asked.
  var knowsErased: Bool?
  /// The other campaign in which the order of the newest sale counts too, and for whom there.
  var saleElsewhere: (campaign: Int64, influencer: Int64)?
  /// The parcel that the newest event moves from one order to another.
  var parcelMove: ParcelMove?
  /// What is to be said of the newest event of an order or a parcel once it is taken.
  var orderNote: String?
  /// Texts in questions about steps that nobody makes, by words that no table holds.
  var unwrittenTexts: [Int64: String] = [:]
  private var dataVersion: Int64 = -1
  /// Another life, and every number may mean something else: a copy took the file's place.
  private var life: Int64?

  package init(_ store: Store) throws(EngineError) {
    self.store = store
    clock = try Clock(store)
    try givePlaces()
    try giveHolders()
    try giveOwnDays()
  }

  /// Opens or creates a program. `mode` and `journal` as in `Store.open`.
  package static func open(path: String, mode: Database.Mode, journal: Journal? = nil) throws(EngineError) -> Engine {
    try Engine(stored { () throws(StoreError) in try Store.open(path: path, mode: mode, journal: journal) })
  }

  /// A copy in memory of the database at a path, in which everything can be tried; it has a clock of its own.
  package static func rehearsal(of path: String) throws(EngineError) -> Engine {
    let engine = try Engine(stored { () throws(StoreError) in try Store.rehearsal(of: path) })
    try engine.transaction { () throws(EngineError) in try engine.clock.detach() }
    return engine
  }

  /// Forgets what is kept in memory after the database was taken back to an earlier moment.
  package func reload() throws(EngineError) {
    dropCaches()
    definitions = [:]
    kinds = [:]
    try clock.reload()
  }

  /// Watches every step, and may stop the run by throwing; `nil` costs nothing.
  @exclusivity(unchecked) package var observer: ((ObservedStep) throws(EngineError) -> Void)?

  /// Whether steps write down which rules they looked at.
  package var isTracing: Bool {
    get { buffer.isTracing }
    set { buffer.isTracing = newValue }
  }

  /// What the newest step looked at.
  package var trace: [TraceEntry] { buffer.isTracing ? buffer.trace : [] }

  /// What the newest step wants done, in its order.
  package var effects: [Effect] { buffer.effects }

  /// What of that was done: a shop is not asked to cancel what it was never asked for, and what was used is disabled where it
  /// would go back.
  package var doneEffects: [Effect] {
    if unsent.isEmpty, usedUp.isEmpty { return buffer.effects }
    return buffer.effects.enumerated().filter { !unsent.contains($0.offset) }.map { place, effect in
      var effect = effect
      if usedUp.contains(place) { effect.kind = .disable }
      return effect
    }
  }

  /// The rule that refused or ignored in the newest step, or in which it failed; -1 for none.
  package var decisiveRule: Int { Int(buffer.decisiveRule) }

  /// Whether a demonstration made this database, so that another may take its place.
  package var isDemonstration: Bool {
    get throws(EngineError) { try stored { () throws(StoreError) in try store.setting("demonstration") } == 1 }
  }

  package func markAsDemonstration() throws(EngineError) {
    try transaction { () throws(EngineError) in
      try stored { () throws(StoreError) in try store.set("demonstration", 1) }
    }
  }

  // MARK: Transactions

  /// Runs a batch in one transaction: all of it is written, or nothing.
  package func transaction<Result>(_ body: () throws(EngineError) -> Result) throws(EngineError) -> Result {
    try stored { () throws(StoreError) in try store.database.begin() }
    let before = hand
    do {
      try dropStaleCaches()
      let result = try body()
      try keep()
      return result
    } catch {
      undo()
      hand = before
      throw error
    }
  }

  /// Ends a batch: what was gathered in it is written, and all of it stays.
  private func keep() throws(EngineError) {
    try serveLines()
    try noteItems()
    try enterHand()
    try countPlaces()
    try writeHeads()
    try stored { () throws(StoreError) in try store.database.commit() }
  }

  /// Takes a batch back. A definition or a kind of it was not stored, and its number may become another's.
  private func undo() {
    store.database.rollback()
    dropCaches()
    definitions = [:]
    kinds = [:]
    try? clock.reload()
  }

  /// Runs a batch and takes all of it back: what it would come to, with nothing written. What was stored before stays known.
  /// Others cannot write meanwhile; without `waits`, another writer is an error at once.
  package func trial(waits: Bool = true, _ body: () throws(EngineError) -> Void) throws(EngineError) {
    _ = try attempt(waits: waits) { () throws(EngineError) in
      try body()
      return false
    }
  }

  /// Runs a batch that says at its end whether it is kept; where it is not, it was a trial. Returns what it said.
  package func attempt(
    waits: Bool = true, _ body: () throws(EngineError) -> Bool
  ) throws(EngineError) -> Bool {
    try stored { () throws(StoreError) in try store.database.begin(waits: waits) }
    var isKept = false
    var known = (definitions, kinds, hand)
    defer {
      if !isKept {
        undo()
        (definitions, kinds, hand) = known
      }
    }
    try dropStaleCaches()
    known = (definitions, kinds, hand)
    guard try body() else { return false }
    try keep()
    isKept = true
    return true
  }

  private func dropStaleCaches() throws(EngineError) {
    lastActor = nil
    let version = try stored { () throws(StoreError) in try store.database.dataVersion() }
    if version != dataVersion {
      dropCaches()
      try clock.reload()
      let life = try stored { () throws(StoreError) in try store.setting("life") }
      if life != self.life { (definitions, kinds) = ([:], [:]) }
      self.life = life
    }
    dataVersion = version
  }

  package func dropCaches() {
    campaigns = [:]
    lastActor = nil
    (pools, keptItems) = ([:], [:])
    poolChanges += 1
    groups = [:]
    contacts = nil
    movesSales = nil
    knowsErased = nil
    (refilled, keptAnew) = ([:], [:])
    (newItems, newKept) = ([], [])
    dataVersion = -1
  }

  private func writeHeads() throws(EngineError) {
    for (id, campaign) in campaigns where campaign.headChanged {
      try stored { () throws(StoreError) in try store.write(campaign.head, id) }
      campaign.headChanged = false
    }
  }

  // MARK: What is loaded

  package func definition(_ id: Int64) throws(EngineError) -> Definition {
    if let last = lastDefinition, last.id == id { return last }
    if let known = definitions[id] {
      lastDefinition = known
      return known
    }
    let rows = try stored { () throws(StoreError) in try store.definitions() }
    guard let row = rows.first(where: { $0.id == id }) else {
      throw .damaged("the database refers to a definition that it does not hold (number \(id))")
    }
    let source = SourceText(name: row.file, bytes: row.source)
    let vocabulary = Engine.vocabulary(of: row)
    guard let workflow = Checker.check(source, vocabulary: vocabulary).workflow else {
      throw .damaged(
        "the stored definition `\(row.name)` version \(row.version) cannot be read by this edition of the language")
    }
    let definition = try make(id, Machine.compile(workflow), source, vocabulary, addsKinds: false)
    definitions[id] = definition
    return definition
  }

  package func campaign(_ id: Int64) throws(EngineError) -> CampaignState {
    if let last = lastCampaign, last.row.id == id { return last }
    if let known = campaigns[id] {
      lastCampaign = known
      return known
    }
    let rows = try stored { () throws(StoreError) in try store.campaigns() }
    guard let row = rows.first(where: { $0.id == id }) else {
      throw .missing("there is no campaign with the number \(id)")
    }
    let zone: Zone
    do { zone = try ZoneFiles.read(name: row.zone) } catch { throw .zone(error) }
    let definition = try definition(row.definition)
    let details = try stored { () throws(StoreError) in try store.details(id, revision: row.revision) }
    guard let words = details?.words, words.count == definition.workflow.campaign.count + 1 else {
      throw .damaged("the details of `\(row.name)` are not those of its definition")
    }
    let frame = Frame(words: words, lists: try lists(in: words, definition))
    let state = try stored { () throws(StoreError) in
      CampaignState(
        row: row, head: try store.head(id), zone: zone, frame: frame, earliestDue: try store.earliestDue(id))
    }
    campaigns[id] = state
    return state
  }

  /// A campaign that is in memory.
  func known(_ campaign: Int64) -> CampaignState? {
    if let last = lastCampaign, last.row.id == campaign { return last }
    return campaigns[campaign]
  }

  /// A campaign by its name.
  package func campaign(named name: String) throws(EngineError) -> CampaignRow? {
    let rows = try stored { () throws(StoreError) in try store.campaigns() }
    return rows.first { $0.name == name }
  }

  package func group(_ id: Int64) throws(EngineError) -> GroupRow? {
    if let known = groups[id] { return known }
    let row = try stored { () throws(StoreError) in try store.group(id) }
    groups[id] = row
    return row
  }

  /// A group of a kind of item, by its name.
  package func group(of noun: String, named name: String) throws(EngineError) -> GroupRow? {
    guard let kind = try kind(noun) else { return nil }
    return try stored { () throws(StoreError) in try store.group(kind: kind, named: name) }
  }

  /// What is left in a group for anybody: without limit where codes are made from a pattern.
  package func available(_ group: Int64) throws(EngineError) -> Int64 {
    if let known = pools[group] { return known }
    let row = try self.group(group)
    let count = row.map { $0.pattern == nil ? $0.free : Int64.max / 4 } ?? 0
    pools[group] = count
    return count
  }
}

/// Where the time comes from: the system's clock, or one that stands in the database of a demonstration.
package final class Clock {
  /// The virtual time; `nil` where the system's clock counts.
  package private(set) var virtual: Instant?
  private let store: Store

  init(_ store: Store) throws(EngineError) {
    self.store = store
    try reload()
  }

  /// Reads what the database says: another process may have moved it, or a batch that moved it was undone.
  func reload() throws(EngineError) {
    virtual = try stored { () throws(StoreError) in try store.setting("clock") }.map { Instant(milliseconds: $0) }
  }

  package var now: Instant { virtual ?? SystemClock.now }

  /// Gives a new database a clock of its own, inside a transaction.
  package func begin(at instant: Instant) throws(EngineError) {
    guard virtual == nil, try stored({ () throws(StoreError) in try store.campaigns() }).isEmpty else {
      throw .request("only an empty database can get a clock of its own")
    }
    try stored { () throws(StoreError) in try store.set("clock", instant.milliseconds) }
    virtual = instant
  }

  /// Gives a copy that only serves to try things out a clock of its own, which stands at the time that the original has.
  package func detach() throws(EngineError) {
    guard virtual == nil else { return }
    let now = SystemClock.now
    try stored { () throws(StoreError) in try store.set("clock", now.milliseconds) }
    virtual = now
  }

  /// Moves the virtual clock, inside a transaction. It never goes back.
  package func set(_ instant: Instant) throws(EngineError) {
    if let virtual, instant < virtual {
      throw .request("the clock of this database stands at \(virtual); it cannot go back to \(instant)")
    }
    try stored { () throws(StoreError) in try store.set("clock", instant.milliseconds) }
    virtual = instant
  }
}
