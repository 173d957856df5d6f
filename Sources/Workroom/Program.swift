package import WorkroomEngine
public import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
public import WorkroomValues

public typealias Diagnostic = WorkroomLanguage.Diagnostic
public typealias Money = WorkroomValues.Money
public typealias Instant = WorkroomValues.Instant

/// A workflow that has been checked: what has not been checked cannot run.
public struct Workflow: Sendable {
  /// The workflow as its heading calls it.
  public let name: String
  /// The version of its heading; 1 without one.
  public let version: Int
  /// Warnings; a workflow with errors is not made.
  public let warnings: [Diagnostic]
  let source: SourceText

  /// Checks a text in the language. Errors: every mistake that was found, each with its place and what to do.
  public init(named file: String = "embedded.workflow", _ text: String) throws(WorkflowErrors) {
    source = SourceText(name: file, text: text)
    let (checked, diagnostics) = Checker.check(source)
    guard let checked else { throw WorkflowErrors(diagnostics: diagnostics) }
    name = checked.name
    version = Int(checked.version)
    warnings = diagnostics
  }
}

/// The mistakes of a text that is no workflow.
public struct WorkflowErrors: Error, CustomStringConvertible {
  public let diagnostics: [Diagnostic]

  /// One line a mistake.
  public var description: String {
    diagnostics.map { "error[\($0.code)] \($0.title)" }.joined(separator: "\n")
  }
}

/// Why a request was not done; the description says what to do.
public struct ProgramError: Error, CustomStringConvertible {
  public let description: String
  /// The status with which a command-line tool would end.
  public let exitCode: Int32

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
/// Not for use from several threads at once; several processes may share a file.
public final class Program {
  package let engine: Engine

  /// Opens the database at a path, or makes it.
  public init(path: String) throws(ProgramError) {
    do { engine = try Engine.open(path: path, mode: .create) } catch { throw ProgramError(error) }
  }

  /// A program in memory, gone with the process.
  public init() throws(ProgramError) {
    do { engine = try Engine.open(path: "memory", mode: .memory) } catch { throw ProgramError(error) }
  }

  private func transaction<Result>(_ body: () throws(EngineError) -> Result) throws(ProgramError) -> Result {
    do { return try engine.transaction(body) } catch { throw ProgramError(error) }
  }

  /// What a group holds.
  public enum GroupKind: Int, Sendable { case discount, link }

  /// Makes a group of codes or links. With a pattern, such as `[first_name]10OFF`, items are made as they are needed;
  /// without one, `items` are handed out in their order.
  public func createGroup(_ name: String, _ kind: GroupKind, pattern: String? = nil, items: [String] = []) throws(ProgramError) {
    try transaction { () throws(EngineError) in
      let group = try engine.createGroup(named: name, kind: kind.rawValue, pattern: pattern, destination: nil)
      for item in items { _ = try engine.addItem(item, to: group) }
    }
  }

  /// Creates a campaign. `details` are written as the language writes values: `["most_we_pay": "500 USD"]`.
  public func createCampaign(_ name: String, _ workflow: Workflow, details: [String: String] = [:]) throws(ProgramError) -> Campaign {
    let written = details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
    let row = try transaction { () throws(EngineError) in try engine.createCampaign(named: name, source: workflow.source, details: written) }
    return Campaign(program: self, id: CampaignID(row.id), name: name)
  }

  /// A campaign by its name; `nil` if there is none.
  public func campaign(_ name: String) throws(ProgramError) -> Campaign? {
    do { return try engine.campaign(named: name).map { Campaign(program: self, id: CampaignID($0.id), name: $0.name) } } catch { throw ProgramError(error) }
  }

  /// Adds an influencer to the directory, or finds the one with the same email or handle.
  public func addInfluencer(
    firstName: String, lastName: String? = nil, email: String? = nil, platform: String? = nil, handle: String? = nil, followers: Int? = nil
  ) throws(ProgramError) -> InfluencerID {
    var record = InfluencerRecord()
    record.firstName = firstName
    record.lastName = lastName
    record.email = email
    record.platform = platform
    record.followers = followers.map(Int64.init)
    if let platform, let handle { record.accounts = [(platform, handle)] }
    let given = record
    switch try transaction({ () throws(EngineError) in try Directory(engine).add(given) }) {
    case .added(let id), .updated(let id): return InfluencerID(id)
    case .conflict(let reason): throw ProgramError(reason)
    }
  }

  /// Fires every timer that is due; how many.
  @discardableResult
  public func fireTimers() throws(ProgramError) -> Int {
    do { return try engine.fireDueTimers() } catch { throw ProgramError(error) }
  }
}

/// A campaign of a program.
public struct Campaign {
  let program: Program
  public let id: CampaignID
  public let name: String

  /// What became of an event.
  public struct Reply: Sendable, CustomStringConvertible {
    public enum Outcome: String, Sendable { case taken, handled, ignored, refused, repeated, setAside }
    public let outcome: Outcome
    /// Why, where it was not taken.
    public let reason: String
    /// What the same sender could do instead.
    public let possible: [String]

    public var description: String {
      outcome.rawValue + (reason.isEmpty ? "" : ": \(reason)") + (possible.isEmpty ? "" : " (possible: \(possible.joined(separator: ", ")))")
    }
  }

  /// Lets an influencer take part; nothing happens if they already do.
  public func assign(_ influencer: InfluencerID) throws(ProgramError) {
    do {
      try program.engine.transaction { () throws(EngineError) in _ = try program.engine.assign(influencer.raw, to: id.raw) }
    } catch { throw ProgramError(error) }
  }

  /// Sends an event about an influencer, in a role. `key` makes it idempotent: the same key again changes nothing.
  @discardableResult
  public func send(
    _ event: String, about influencer: InfluencerID, by role: String, with payload: [String: String] = [:], key: String = ""
  ) throws(ProgramError) -> Reply {
    let written = payload.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
    let command = Command(
      source: .library, key: key, campaign: id.raw, influencer: influencer.raw, event: event, role: role, payload: written)
    do {
      let reply = try program.engine.transaction { () throws(EngineError) in try program.engine.submit(command) }
      return Reply(outcome: Reply.Outcome(rawValue: "\(reply.outcome)") ?? .setAside, reason: reply.reason, possible: reply.possible)
    } catch { throw ProgramError(error) }
  }

  /// How an influencer stands; `nil` where they don't take part.
  public func participation(of influencer: InfluencerID) throws(ProgramError) -> Participation? {
    do {
      guard let row = try program.engine.participation(of: influencer.raw, in: id.raw) else { return nil }
      let room = try WorkRoom(program.engine, campaign: id.raw)
      return try Participation(row, room)
    } catch { throw ProgramError(error) }
  }

  /// One section of the Work Room as a table: "My Influencers", "Proposals", "Payments" and so on.
  public func section(_ name: String) throws(ProgramError) -> Sheet {
    do { return try WorkRoom(program.engine, campaign: id.raw).sheet(name) } catch { throw ProgramError(error) }
  }
}

/// How one influencer stands in one campaign.
public struct Participation: Sendable {
  /// Paths of the innermost active stages, such as `active.links.needs_link`.
  public let stages: [String]
  public let isFinished: Bool
  /// The live code and link; `nil` where none is held.
  public let discount: String?
  public let link: String?
  /// In the campaign's currency.
  public let owed: Money
  public let paid: Money

  init(_ row: ParticipationRow, _ room: WorkRoom) throws(EngineError) {
    let definition = try room.engine.definition(row.definition)
    stages = room.active(row).map { definition.workflow.stages[$0].path }
    isFinished = definition.machine.isFinished(row.state.span)
    let sums = try room.money()[row.id] ?? (0, 0, [:])
    owed = Money(minorUnits: sums.owed, currency: room.campaign.currency)
    paid = Money(minorUnits: sums.paid, currency: room.campaign.currency)
    do {
      discount = try room.engine.store.held(row.id, kind: 0)?.code
      link = try room.engine.store.held(row.id, kind: 1)?.code
    } catch { throw .store(error) }
  }
}
