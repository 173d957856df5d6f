import Testing
import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A database file of a test's own, removed with everything beside it.
final class TemporaryFile {
  let directory: String

  init() throws {
    var template = Array("/tmp/workroom-XXXXXX".utf8CString)
    directory = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
    rmdir(directory)
  }

  var path: String { "\(directory)/a.workroom" }
}

/// An engine on a virtual clock, with one campaign and words short enough for a test.
final class Room {
  static let start = Instant("2026-03-01T09:00:00Z")!
  static let sentence = "on proposal.accepted assign discount from group X and link from group Y\n"

  let engine: Engine
  var campaign: Int64 = 0
  /// Influencers by first name.
  var people: [String: Int64] = [:]

  /// Opens a database (in memory without a path); a new one gets a virtual clock.
  init(path: String? = nil) throws {
    let store = try Store.open(path: path ?? "memory", mode: path == nil ? .memory : .create)
    if try store.setting("clock") == nil {
      try store.database.transaction { () throws(StoreError) in try store.set("clock", Room.start.milliseconds) }
    }
    engine = try Engine(store)
  }

  /// A campaign on a text, with some people in it.
  convenience init(
    _ text: String, details: [String: String] = [:], people: [String] = ["Jane"],
    groups: (Room) throws -> Void = { _ in }
  ) throws {
    try self.init()
    try groups(self)
    try create(text, details: details)
    for name in people { try add(name) }
  }

  func create(_ text: String, named name: String = "Spring", details: [String: String] = [:]) throws {
    campaign = try engine.transaction { () throws(EngineError) in
      let written = details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
      return try engine.createCampaign(
        named: name, source: SourceText(name: "\(name).workflow", text: text), details: written
      ).id
    }
  }

  func add(_ name: String) throws {
    people[name] = try engine.transaction { () throws(EngineError) in
      var record = InfluencerRecord()
      record.firstName = name.split(separator: " ").first.map(String.init)
      record.email = "\(name.split(separator: " ").joined(separator: "."))@example.com"
      guard case .added(let id) = try Directory(engine).add(record) else { throw .request("`\(name)` is there") }
      _ = try engine.assign(id, to: campaign)
      return id
    }
  }

  func group(_ name: String, _ kind: Int = 0, pattern: String? = nil, items: [String] = []) throws {
    try group(name, of: CheckedWorkflow.standardKinds[kind], pattern: pattern, items: items)
  }

  func group(_ name: String, of noun: String, pattern: String? = nil, items: [String] = []) throws {
    try engine.transaction { () throws(EngineError) in
      let group = try engine.createGroup(named: name, of: noun, pattern: pattern, destination: nil)
      for item in items { _ = try engine.addItem(item, to: group) }
    }
  }

  /// A group with terms.
  func make(
    _ name: String, of noun: String, pattern: String? = nil, destination: String? = nil,
    _ set: (inout GroupTerms) -> Void
  ) throws {
    var terms = GroupTerms()
    set(&terms)
    let given = terms
    try engine.transaction { () throws(EngineError) in
      _ = try engine.createGroup(named: name, of: noun, pattern: pattern, destination: destination, terms: given)
    }
  }

  /// A group of codes that pays something unless an assignment says otherwise.
  func group(_ name: String, pattern: String, payout: String) throws {
    try make(name, of: "discount", pattern: pattern) { $0.rate = Scaled.parse(payout.dropLast(), decimals: 6) }
  }

  @discardableResult
  func change(
    _ name: String, payout: String, appliesToExisting: Bool = false, overwritesOwn: Bool = false
  ) throws -> Engine.Applied {
    try engine.transaction { () throws(EngineError) in
      var change = GroupChange()
      change.rate = .some(Scaled.parse(payout.dropLast(), decimals: 6))
      guard let group = try engine.group(of: "discount", named: name) else { throw .request("no group") }
      return try engine.setGroup(
        group, change, appliesToExisting: appliesToExisting, overwritesOwn: overwritesOwn
      ).applied
    }
  }

  func addItems(_ items: [String], to name: String, _ kind: Int = 0) throws {
    try addItems(items, to: name, of: CheckedWorkflow.standardKinds[kind])
  }

  func addItems(_ items: [String], to name: String, of noun: String) throws {
    try engine.transaction { () throws(EngineError) in
      let group = try engine.group(of: noun, named: name)
      for item in items { _ = try engine.addItem(item, to: group!) }
    }
  }

  func command(
    _ name: String, _ event: String, by role: String = "manager", _ payload: [String: String] = [:], key: String = "",
    at: Instant? = nil
  ) -> Command {
    Command(
      source: .inbox, key: key, campaign: campaign, influencer: people[name]!, event: event, role: role, at: at,
      payload: payload.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) })
  }

  @discardableResult
  func send(
    _ name: String, _ event: String, by role: String = "manager", _ payload: [String: String] = [:], key: String = "",
    at: Instant? = nil
  ) throws -> WorkroomEngine.Reply {
    try send([command(name, event, by: role, payload, key: key, at: at)])[0]
  }

  /// Several events in one transaction.
  @discardableResult
  func send(_ commands: [Command]) throws -> [WorkroomEngine.Reply] {
    try engine.transaction { () throws(EngineError) in
      var replies: [WorkroomEngine.Reply] = []
      for command in commands { replies.append(try engine.submit(command)) }
      return replies
    }
  }

  /// Submits a proposal and accepts it.
  @discardableResult
  func accept(_ name: String, price: String = "300 USD") throws -> WorkroomEngine.Reply {
    try send(name, "proposal.submitted", ["price": price])
    return try send(name, "proposal.accepted")
  }

  /// Moves the virtual clock and fires what is due; how many timers fired.
  @discardableResult
  func pass(days: Int64) throws -> Int {
    try setClock(Instant(milliseconds: engine.clock.now.milliseconds + days * 86_400_000))
    return try engine.fireDueTimers()
  }

  func setClock(_ instant: Instant) throws {
    try engine.transaction { () throws(EngineError) in try engine.clock.set(instant) }
  }

  // MARK: What became of it

  func row(_ name: String) throws -> ParticipationRow {
    try #require(
      try engine.transaction { () throws(EngineError) in try engine.participation(of: people[name]!, in: campaign) })
  }

  func held(_ name: String, _ kind: Int64 = 0) throws -> String? {
    try engine.store.held(row(name).id, kind: kind)?.code
  }

  func stages(_ name: String) throws -> [String] {
    let row = try row(name)
    let definition = try engine.definition(row.definition)
    let all = definition.workflow.stages
    return definition.machine.activeStages(row.state.span).filter { all[$0].children.isEmpty }.map { all[$0].path }
  }

  /// Owed and paid, in minor units of US dollars.
  func balance(_ name: String) throws -> [Int64] {
    let sums = try engine.store.balance(row(name).id, currency: Int64(Currency.usd.packed))
    return [sums.owed, sums.paid]
  }

  func problems() throws -> [String] { try Verification.run(engine).problems }

  /// Rows in each table that events may write.
  func counts() throws -> [String: Int64] {
    var counts: [String: Int64] = [:]
    let tables: [(String, StaticString)] = [
      ("text", "SELECT count(*) FROM text"), ("item", "SELECT count(*) FROM item"), ("log", "SELECT count(*) FROM log"),
      ("command", "SELECT count(*) FROM command"), ("waiting", "SELECT count(*) FROM waiting"),
      ("outbox", "SELECT count(*) FROM outbox"),
      ("ledger", "SELECT count(*) FROM ledger"), ("object", "SELECT count(*) FROM object"),
      ("list", "SELECT count(*) FROM list_entry"),
      ("definition", "SELECT count(*) FROM definition"), ("participation", "SELECT count(*) FROM participation"),
    ]
    for (name, sql) in tables {
      let select = try engine.store.database.prepare(sql)
      counts[name] = try select.step() ? select.int64(0) : -1
    }
    return counts
  }

  /// What a call adds, table by table.
  func added(_ body: () throws -> Void) throws -> [String: Int64] {
    let before = try counts()
    try body()
    return try counts().merging(before) { $0 - $1 }.filter { $0.value != 0 }
  }
}

/// What an engine's call says when it fails; `nil` where it succeeds.
func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch { return "\(error)" }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
