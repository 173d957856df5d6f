import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore
import WorkroomValues
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom run --db DB [--inbox DIR] [--as ROLE,...] [--once] [--until INSTANT] [--against-reference]`
enum RunVerb {
  static let usage =
    "workroom run --db DB [--inbox DIR] [--as ROLE[,ROLE]] [--once] [--until INSTANT] [--against-reference]"
  static let pauseSeconds: UInt32 = 2
  /// Effects that are handed over between one look at the inbox and the next.
  static let deliveriesMax = 50

  static let options: [Arguments.Option] = [
    Tool.databaseOption, .init(name: "--inbox", value: "a folder of .ndjson files"),
    .init(name: "--as", value: "roles, such as manager,store"),
    .init(name: "--once"),
    .init(name: "--until", value: "where to move the clock of a demo, such as 2026-03-09T00:00:00Z"),
    .init(name: "--against-reference"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let isOnce = arguments.has("--once")
    if let until = arguments["--until"], !isOnce, arguments["--inbox"] == nil {
      let db = arguments["--db"].map { "--db \($0) " } ?? ""
      throw Failure(
        "`--until` moves the clock once, and without `--inbox` nothing would come after that, however long `run` waits",
        64, ["write `workroom run \(db)--until \(until.contains(" ") ? "\"\(until)\"" : until) --once`"])
    }
    let engine = try Tool.engine(arguments)
    let roles = Set(try Tool.actingRoles(arguments["--as"], usual: "system", engine))
    // Timers and deliveries are nobody's command; each file is one.
    let hand = engine.hand
    engine.hand = nil
    let watch = arguments.has("--against-reference") ? ReferenceWatch() : nil
    try watch?.follow(engine)
    if let until = arguments["--until"] { try moveClock(engine, until) }
    var pass = Pass(
      engine: engine, hand: hand, folder: arguments["--inbox"], roles: roles, isQuiet: arguments.has("--quiet"),
      deliveriesMax: isOnce ? .max : deliveriesMax)
    if isOnce {
      let status = try pass.run()
      if let watch, !arguments.has("--quiet") {
        Tool.say("the reference agrees with all \(watch.stepCount) steps")
      }
      return status
    }
    if !arguments.has("--quiet") {
      let inbox = arguments["--inbox"].map { "at `\($0)` and " } ?? ""
      Tool.say("looks \(inbox)at what is due every \(pauseSeconds) seconds; Ctrl-C ends it, and `--once` looks once")
    }
    while true {
      // Somebody else's long write is no reason to end: what was not taken now is taken with the next look.
      do { _ = try pass.run() } catch EngineError.store(let error) where error.isRetrySafe {
        Tool.say("\(error.description)")
      }
      sleep(pauseSeconds)
    }
  }

  /// The clock goes first, so that the events up to there count; what is due before each of them fires before it.
  private static func moveClock(_ engine: Engine, _ text: String) throws {
    guard let now = engine.clock.virtual else {
      throw Failure("this database lives by the system's clock; `--until` is for databases of `workroom demo`", 64)
    }
    let zone = try Tool.zone(engine)
    guard let instant = WrittenTime.read(text, zone: zone, after: now) else {
      guard zone == nil, WrittenTime.read(text, zone: .utc, after: now) != nil else {
        throw Failure(
          "`--until \(text)` is no time; write it like \(WrittenTime.forms), or as \(WrittenTime.steps)", 64)
      }
      throw Failure(
        "`--until \(text)` has no time zone, and the campaigns of this database live by several; write it like `2026-03-09T14:30:00Z`",
        64)
    }
    try engine.transaction { () throws(EngineError) in try engine.clock.set(instant) }
  }

  /// One look at the inbox and at the clock after another.
  struct Pass {
    let engine: Engine
    /// Whoever lets the files in.
    let hand: Hand?
    let folder: String?
    let roles: Set<String>
    let isQuiet: Bool
    private let deliverer: Deliverer
    /// So many in one look, since events and timers are not to wait for mails.
    private let deliveriesMax: Int
    private var known: [String: Look] = [:]

    /// What the last look at a file came to.
    private struct Look {
      var stamp: FileStamp?
      var told: [String]
      /// When to look again though nothing changed: a line may only have been too early.
      var again: Instant?
    }

    static let againMilliseconds: Int64 = 60_000

    init(
      engine: Engine, hand: Hand?, folder: String?, roles: Set<String>, isQuiet: Bool, deliveriesMax: Int = .max
    ) {
      self.engine = engine
      self.hand = hand
      self.folder = folder
      self.roles = roles
      self.isQuiet = isQuiet
      deliverer = Deliverer(engine)
      self.deliveriesMax = deliveriesMax
    }

    /// One look; the status that suits it: that of a file that could not be read, else 1 where lines were set aside or
    /// could not be reckoned.
    mutating func run() throws -> Int32 {
      var status: Int32 = 0
      for file in try folder.map({ (path) throws(ExchangeError) in try InboxFolder.files(path) }) ?? [] {
        let stamp = FileStamp(file)
        if let look = known[file], look.stamp == stamp, look.again.map({ $0 > SystemClock.now }) ?? true { continue }
        let (found, told, waits) = try take(file)
        if told != known[file]?.told, found > 1 || !isQuiet { for line in told { Tool.say(line) } }
        let again = waits ? Instant(milliseconds: SystemClock.now.milliseconds + Pass.againMilliseconds) : nil
        known[file] = Look(stamp: stamp, told: told, again: again)
        status = max(status, found)
      }
      let fired = try engine.fireDueTimers()
      if fired > 0, !isQuiet { Tool.say("\(fired) timer\(fired == 1 ? "" : "s") fired") }
      try deliver()
      return status
    }

    /// What the events and the timers asked for goes out, where it goes anywhere.
    private func deliver() throws {
      guard try hasConnectors() else { return }
      let counts = try deliverer.run(atMost: deliveriesMax)
      if !counts.isNothing, !isQuiet || counts.dead > 0 { Tool.say(DeliverVerb.summary(counts)) }
    }

    private func hasConnectors() throws(EngineError) -> Bool {
      do { return try !engine.store.connectors().isEmpty } catch { throw .store(error) }
    }

    /// Takes one file; one that cannot be read keeps nobody else's events waiting. `waits` says that lines of it may be taken
    /// later though nothing changes.
    private func take(_ file: String) throws -> (status: Int32, told: [String], waits: Bool) {
      let inbox = Inbox(engine, roles: roles)
      engine.hand = hand?.asking("take \(PathParts(file).name)", .inbox, file: file)
      engine.hand?.roles = roles.sorted()
      do { try inbox.take(file) } catch let error as ExchangeError {
        try engine.endHand(status: error.exitCode, answer: error.description)
        return (error.exitCode, ["workroom: \(error.description)"], true)
      }
      let status: Int32 = inbox.rejectsPath == nil && !inbox.isBeyondReckoning ? 0 : 1
      try engine.endHand(status: status, answer: inbox.counts.summary)
      let told = ["\(PathParts(file).name): \(inbox.counts.summary)"] + inbox.refusals
      guard let path = inbox.rejectsPath else {
        let older = inbox.olderRejects.map { ["no line is set aside; `\($0)` is of an earlier reading"] } ?? []
        return (status, told + older, false)
      }
      return (1, told + ["the lines that were set aside, with their reasons: `\(path)`"], true)
    }
  }

  /// What tells that a file has not changed since.
  struct FileStamp: Equatable {
    private let inode: UInt64
    private let bytes: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      inode = UInt64(status.st_ino)
      bytes = Int64(status.st_size)
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      (seconds, nanoseconds) = (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
  }
}

/// Takes the lines of inbox files: in batches, each line with its own outcome.
final class Inbox {
  struct Counts {
    var taken = 0
    var ignored = 0
    var refused = 0
    var repeated = 0
    var setAside = 0

    var new: Int { taken + ignored + refused }

    var summary: String {
      var parts = ["\(taken) taken"]
      for (count, word) in [
        (refused, "refused"), (ignored, "ignored"), (repeated, "known already"), (setAside, "set aside"),
      ] where count > 0 { parts.append("\(count) \(word)") }
      return parts.joined(separator: ", ")
    }
  }

  private let engine: Engine
  private let roles: Set<String>
  private var campaigns: [String: CampaignRow] = [:]
  private(set) var counts = Counts()
  private(set) var rejectsPath: String?
  /// Where an earlier reading of the file has left lines that it set aside, and this one has none.
  private(set) var olderRejects: String?
  /// The first lines that were refused, with the reasons.
  private(set) var refusals: [String] = []
  /// Whether any was refused for an amount that cannot be kept, and not by a line of the workflow.
  private(set) var isBeyondReckoning = false
  static let batchLines = 500
  private static let refusalsMax = 5

  init(_ engine: Engine, roles: Set<String>) {
    self.engine = engine
    self.roles = roles
  }

  func take(_ path: String) throws {
    let reader = try InboxReader(path: path)
    let rejects = InboxRejects(beside: path)
    var progress = Progress(PathParts(path).name, total: nil)
    var more = true
    while more {
      var batch: [InboxRecord] = []
      while batch.count < Inbox.batchLines, let record = try reader.next() { batch.append(record) }
      more = batch.count == Inbox.batchLines
      for reject in try submit(batch) {
        counts.setAside += 1
        try rejects.append(reject)
      }
      progress.advance(by: batch.count)
    }
    progress.finish()
    rejectsPath = try rejects.finish()
    olderRejects = rejectsPath == nil && rejects.hasOlder ? rejects.path : nil
  }

  /// One transaction a batch; what cannot be read never takes the rest with it.
  private func submit(_ batch: [InboxRecord]) throws -> [LineReject] {
    guard !batch.isEmpty else { return [] }
    let (before, refusalsBefore) = (counts, refusals)
    do {
      return try engine.transaction { () throws(EngineError) in
        var rejects: [LineReject] = []
        for record in batch {
          switch record {
          case .reject(let reject):
            engine.noteRow(refusal: reject.reason)
            rejects.append(reject)
          case .event(let event):
            if let reason = try submit(event) {
              engine.noteRow(refusal: reason)
              rejects.append(LineReject(line: event.line, reason: reason, text: event.written))
            }
          }
        }
        return rejects
      }
    } catch {
      (counts, refusals) = (before, refusalsBefore)
      throw error
    }
  }

  /// Why an event is set aside; `nil` where it was answered.
  private func submit(_ event: InboxEvent) throws(EngineError) -> String? {
    guard let campaign = try campaign(event.campaign) else { return "there is no campaign called `\(event.campaign)`" }
    let role = event.by ?? "system"
    guard roles.contains(role) else {
      return "events by `\(role)` are not believed from this inbox; grant the role with `--as \(role)`"
    }
    guard let name = event.influencer else { return "`influencer` is missing: write an email, a handle or an id" }
    let influencer: Int64
    switch try Directory(engine).find(name) {
    case .one(let id): influencer = id
    case .none: return "nobody in the directory has the id, email or handle `\(name)`"
    case .several(let ids): return "\(ids.count) influencers have the handle `\(name)`; write an email or an id"
    }
    var payload: [WrittenValue] = []
    for member in event.payload {
      if member.value == .null { return "`\(member.name)` is null; leave it out, or give it a value" }
      guard let text = Inbox.written(member.value) else {
        return "`\(member.name)` is a list or an object; write values as the language does, such as `\"300 USD\"`"
      }
      payload.append(WrittenValue(name: member.name, text: text))
    }
    let reply = try engine.submit(
      Command(
        source: .inbox, key: event.key, campaign: campaign.id, influencer: influencer, event: event.event, role: role,
        at: event.at, payload: payload))
    return count(reply, line: event.line)
  }

  private func count(_ reply: Reply, line: Int) -> String? {
    switch reply.outcome {
    case .taken, .handled: counts.taken += 1
    case .ignored: counts.ignored += 1
    case .refused:
      counts.refused += 1
      if reply.isBeyondReckoning { isBeyondReckoning = true }
      if refusals.count < Inbox.refusalsMax { refusals.append("  line \(line) was refused: \(reply.reason)") }
    case .repeated where reply.differs: return reply.reason
    case .repeated: counts.repeated += 1
    case .setAside: return reply.reason
    }
    return nil
  }

  private func campaign(_ name: String) throws(EngineError) -> CampaignRow? {
    if let known = campaigns[name] { return known }
    campaigns[name] = try engine.campaign(named: name)
    return campaigns[name]
  }

  static func written(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let digits): digits
    case .bool(let flag): flag ? "yes" : "no"
    default: nil
    }
  }
}

extension InboxEvent {
  /// The line again, for the file of those that were set aside.
  var written: String {
    var members = [JSONMember("key", .string(key)), JSONMember("campaign", .string(campaign))]
    if let influencer { members.append(JSONMember("influencer", .string(influencer))) }
    members.append(JSONMember("event", .string(event)))
    members.append(JSONMember("at", .string(at.description)))
    if let by { members.append(JSONMember("by", .string(by))) }
    if !payload.isEmpty { members.append(JSONMember("payload", .object(payload))) }
    return String(decoding: JSONWriter.bytes(.object(members)), as: UTF8.self)
  }
}
