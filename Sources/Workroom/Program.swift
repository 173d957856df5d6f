package import WorkroomEngine
public import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
public import WorkroomValues

public typealias Diagnostic = WorkroomLanguage.Diagnostic
public typealias Money = WorkroomValues.Money
public typealias Currency = WorkroomValues.Currency
public typealias Instant = WorkroomValues.Instant
public typealias InfluencerID = WorkroomValues.InfluencerID
public typealias CampaignID = WorkroomValues.CampaignID

/// A workflow that has been checked: what has not been checked cannot run.
public struct Workflow: Sendable {
  /// The workflow as its heading calls it; without a heading, as its file is called.
  public let name: String
  /// The version of its heading; 1 without one.
  public let version: Int
  /// Warnings; a workflow with errors is not made.
  public let warnings: [Diagnostic]
  let source: SourceText

  /// Checks a text in the language, of at most 1 MiB.
  ///
  /// `file` is the name that diagnostics show; nothing is read from there. Errors: every mistake that was found, each
  /// with its place and what to do.
  public init(named file: String = "embedded.workflow", _ text: String) throws(WorkflowErrors) {
    source = SourceText(name: file, text: text)
    let (checked, diagnostics) = Checker.check(source)
    guard let checked else { throw WorkflowErrors(diagnostics: diagnostics, source: source) }
    name = checked.name
    version = Int(checked.version)
    warnings = diagnostics
  }
}

/// The mistakes of a text that is no workflow.
public struct WorkflowErrors: Error, CustomStringConvertible {
  /// Errors and warnings in the order of the text; one that only follows from another is marked as a consequence.
  public let diagnostics: [Diagnostic]
  let source: SourceText

  /// One line a mistake, with its place and what to do: `x.workflow:3:5: error[W0201] ...; write ...`.
  public var description: String {
    diagnostics.filter { $0.severity == .error && !$0.isConsequence }.map(line).joined(separator: "\n")
  }

  private func line(_ diagnostic: Diagnostic) -> String {
    let start = diagnostic.span.range.lowerBound
    let place =
      diagnostic.span.source < 0
      ? "the vocabulary" : "\(source.name):\(source.line(at: start)):\(source.column(at: start))"
    return "\(place): error[\(diagnostic.code)] \(diagnostic.title)" + (diagnostic.help.first.map { "; \($0)" } ?? "")
  }
}

/// Why a request was not done; the description says what to do. Nothing of the request was written.
public struct ProgramError: Error, CustomStringConvertible {
  public let description: String
  /// The status with which a command-line tool would end: 5 damaged, 64 a request that does not fit, 65 no database of
  /// ours, 66 not there, 74 reading or writing failed, 75 busy.
  public let exitCode: Int32
  /// Whether the same call may succeed later, unchanged: another program had the database.
  public var isRetrySafe: Bool { exitCode == 75 }

  init(_ error: EngineError) {
    description = error.description
    exitCode = error.exitCode
  }

  init(_ description: String) {
    self.description = description
    exitCode = 64
  }
}

/// A program of campaigns in one database file.
///
/// Each call is one transaction: it is wholly written, and flushed to the disk, when it returns, or not at all when it
/// throws. One thread at a time; several processes may share a file, and then wait for each other for up to 5 seconds.
public final class Program {
  package let engine: Engine

  /// Opens the database at a path, or makes it. Errors: a file that is not ours, is damaged, or cannot be written.
  public init(path: String) throws(ProgramError) {
    do { engine = try Engine.open(path: path, mode: .create) } catch { throw ProgramError(error) }
  }

  /// A program in memory, gone with the process.
  public init() throws(ProgramError) {
    do { engine = try Engine.open(path: "memory", mode: .memory) } catch { throw ProgramError(error) }
  }

  /// Reads go through here too: what another process has written since is seen, and one reading fits together.
  func transaction<Result>(_ body: () throws(EngineError) -> Result) throws(ProgramError) -> Result {
    do { return try engine.transaction(body) } catch { throw ProgramError(error) }
  }

  /// What a group holds: codes, links, or what a workflow calls `pool of ticket`.
  public struct GroupKind: Sendable, Hashable {
    public static let discount = GroupKind("discount")
    public static let link = GroupKind("link")
    /// What one item is called, as workflows call it: `ticket`.
    public let noun: String

    public init(_ noun: String) { self.noun = noun }
  }

  /// Makes a group of codes, links or other items. With a pattern, such as `[first_name]10OFF`, items are made as they are needed;
  /// without one, `items` are handed out in their order.
  ///
  /// A pattern may hold `[first_name]`, `[last_name]`, `[handle]` and `[id]`. Errors: a name that is taken, a pattern that
  /// another group has (both are named), an item that exists (codes are compared without case).
  public func createGroup(
    _ name: String, _ kind: GroupKind, pattern: String? = nil, items: [String] = []
  ) throws(ProgramError) {
    try transaction { () throws(EngineError) in
      if pattern != nil, !items.isEmpty {
        throw .request("the group `\(name)` has a pattern, which makes its items; leave out the items")
      }
      let group = try engine.createGroup(named: name, of: kind.noun, pattern: pattern, destination: nil)
      for item in items where try !engine.addItem(item, to: group) {
        throw .request("there is already a \(kind.noun) `\(item)`; leave it out")
      }
    }
  }

  /// Adds items to a group without a pattern and gives them to those who wait in line, oldest first; how many were new.
  ///
  /// An item that exists is passed over, so the same list may be added twice. Errors: no such group; one with a pattern.
  @discardableResult
  public func addItems(_ items: [String], toGroup name: String, _ kind: GroupKind) throws(ProgramError) -> Int {
    try transaction { () throws(EngineError) in
      guard let group = try engine.group(of: kind.noun, named: name) else {
        throw .missing("there is no \(kind.noun) group called `\(name)`; create it first")
      }
      if let pattern = group.pattern {
        throw .request("the group `\(name)` makes its items from `\(pattern)`; add to a group without a pattern")
      }
      var count = 0
      for item in items where try engine.addItem(item, to: group) { count += 1 }
      return count
    }
  }

  /// Creates a campaign on a workflow. `details` are written as the language writes values: `["most_we_pay": "500 USD"]`.
  ///
  /// Two details are every campaign's: `currency` (ISO 4217, default USD or the workflow's) and `time_zone` (such as
  /// `Europe/Berlin`, default UTC). Errors: a name that is taken, a detail that is unknown, missing or does not fit, a group
  /// that is not there (named), another meaning of a version number that is stored.
  public func createCampaign(
    _ name: String, _ workflow: Workflow, details: [String: String] = [:]
  ) throws(ProgramError) -> Campaign {
    let written = details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
    let row = try transaction { () throws(EngineError) in
      try engine.createCampaign(named: name, source: workflow.source, details: written)
    }
    return Campaign(program: self, id: CampaignID(row.id), name: name)
  }

  /// A campaign by its name; `nil` if there is none.
  public func campaign(_ name: String) throws(ProgramError) -> Campaign? {
    try transaction { () throws(EngineError) in
      try engine.campaign(named: name).map { Campaign(program: self, id: CampaignID($0.id), name: $0.name) }
    }
  }

  /// Adds an influencer to the directory, or updates the one with the same email or handle.
  ///
  /// A handle belongs to its platform, so the two come together; `followers` is a count of people. Errors: a handle without a
  /// platform, and data that would join two influencers into one.
  public func addInfluencer(
    firstName: String, lastName: String? = nil, email: String? = nil, platform: String? = nil, handle: String? = nil,
    followers: Int? = nil
  ) throws(ProgramError) -> InfluencerID {
    var record = InfluencerRecord()
    record.firstName = firstName
    record.lastName = lastName
    record.email = email
    record.platform = platform
    record.followers = followers.map(Int64.init)
    if let handle {
      guard let platform else { throw ProgramError("the handle `\(handle)` comes without its platform; give both") }
      record.accounts = [(platform, handle.hasPrefix("@") ? String(handle.dropFirst()) : handle)]
    }
    let given = record
    switch try transaction({ () throws(EngineError) in try Directory(engine).add(given) }) {
    case .added(let id), .updated(let id): return InfluencerID(id)
    case .conflict(let reason): throw ProgramError(reason)
    }
  }

  /// Fires every timer that is due by now, also those that fell due while nothing ran; how many. Call it now and then:
  /// events fire what was due before them by themselves.
  @discardableResult
  public func fireTimers() throws(ProgramError) -> Int {
    do { return try engine.fireDueTimers() } catch { throw ProgramError(error) }
  }
}

/// A campaign of a program.
public struct Campaign {
  let program: Program
  /// Its number in this database.
  public let id: CampaignID
  public let name: String

  /// What became of an event.
  public struct Reply: Sendable, CustomStringConvertible {
    /// `taken`: a rule ran. `handled`: no rule did, and none had to. `ignored`: nothing waits for a system's event here.
    /// `refused`: not possible now, or not in this role. `repeated`: the key, or the order, was answered before.
    /// `setAside`: it could not be read, and nothing was written.
    public enum Outcome: String, Sendable { case taken, handled, ignored, refused, repeated, setAside }
    public let outcome: Outcome
    /// Why, where it was not taken.
    public let reason: String
    /// What the same sender could do instead.
    public let possible: [String]

    public var description: String {
      outcome.rawValue + (reason.isEmpty ? "" : ": \(reason)")
        + (possible.isEmpty ? "" : " (possible: \(possible.joined(separator: ", ")))")
    }

    init(_ reply: WorkroomEngine.Reply) {
      outcome =
        switch reply.outcome {
        case .taken: .taken
        case .handled: .handled
        case .ignored: .ignored
        case .refused: .refused
        case .repeated: .repeated
        case .setAside: .setAside
        }
      reason = reply.reason
      possible = reply.possible
    }
  }

  /// Lets an influencer take part; nothing happens if they already do, unless the workflow recurs and they have finished:
  /// then they begin another round. Errors: an influencer who is not in the directory.
  public func assign(_ influencer: InfluencerID) throws(ProgramError) {
    try program.transaction { () throws(EngineError) in _ = try program.engine.assign(influencer.raw, to: id.raw) }
  }

  /// Sends an event about an influencer, in a role, such as `proposal.accepted` by `manager`.
  ///
  /// `payload` is written as the language writes values: `["price": "300 USD"]`. `key` makes it idempotent: the same key
  /// again changes nothing, and with another event it is set aside. `at` is when it happened, `nil` for now, and never
  /// later than now. A refusal is a reply, not an error. Errors: the database.
  @discardableResult
  public func send(
    _ event: String, about influencer: InfluencerID, by role: String, with payload: [String: String] = [:],
    key: String = "",
    at instant: Instant? = nil
  ) throws(ProgramError) -> Reply {
    let written = payload.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
    let command = Command(
      source: .library, key: key, campaign: id.raw, influencer: influencer.raw, event: event, role: role, at: instant,
      payload: written)
    return Reply(try program.transaction { () throws(EngineError) in try program.engine.submit(command) })
  }

  /// How an influencer stands; `nil` where they don't take part.
  public func participation(of influencer: InfluencerID) throws(ProgramError) -> Participation? {
    try program.transaction { () throws(EngineError) in
      guard let row = try program.engine.participation(of: influencer.raw, in: id.raw) else { return nil }
      return try Participation(row, program.engine)
    }
  }

  /// One section of the Work Room as a table: "My Influencers", "Proposals", "Payments" and so on.
  ///
  /// Errors: a section that is unknown, and one that the campaign's details don't call for, with the reason.
  public func section(_ name: String) throws(ProgramError) -> Sheet {
    try program.transaction { () throws(EngineError) in try WorkRoom(program.engine, campaign: id.raw).sheet(name) }
  }
}

/// How one influencer stands in one campaign, when it was asked.
public struct Participation: Sendable {
  /// Paths of the innermost active stages, such as `active.links.needs_link`, in the order of the text.
  public let stages: [String]
  /// Whether an outermost final stage is reached.
  public let isFinished: Bool
  /// The live discount code; `nil` where none is held.
  public let discount: String?
  /// The live link; `nil` where none is held.
  public let link: String?
  /// Everything that is held, by what it is called: `["discount": "MIA10", "ticket": "A-17"]`.
  public let items: [String: String]
  /// 1, or where the workflow recurs the number of times they have taken part.
  public let round: Int
  /// All that was owed so far, less what was voided, in the campaign's currency.
  public let owed: Money
  /// What of it has been paid, in the campaign's currency.
  public let paid: Money

  init(_ row: ParticipationRow, _ engine: Engine) throws(EngineError) {
    let definition = try engine.definition(row.definition)
    let all = definition.workflow.stages
    stages = definition.workflow.innermost(definition.machine.activeStages(row.state.span)).map { all[$0].path }
    isFinished = definition.machine.isFinished(row.state.span)
    let currency = try engine.campaign(row.campaign).currency
    do {
      let sums = try engine.store.balance(row.id, currency: Int64(currency.packed))
      owed = Money(minorUnits: sums.owed, currency: currency)
      paid = Money(minorUnits: sums.paid, currency: currency)
      var held: [String: String] = [:]
      for (noun, kind) in zip(definition.workflow.poolKinds, definition.kinds) {
        held[noun] = try engine.store.held(row.id, kind: kind)?.code
      }
      items = held
    } catch { throw .store(error) }
    (discount, link) = (items["discount"], items["link"])
    round = Int(row.round)
  }
}
