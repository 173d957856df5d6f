import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMetrics
import WorkroomReport
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// A campaign in memory whose clock begins in February 2026 and moves with its events; reports are of the first of June.
final class Scene {
  static let start = Instant("2026-02-01T00:00:00Z")!
  static let now = Instant("2026-06-01T00:00:00Z")!
  static let workflow = """
    workflow "Scene" version 1
    campaign
      budget          money  optional
      product_cost    money  optional
      discount_group  discount group  optional
    end
    record
      price  money  default 0 USD
    end
    stage invited in "My Influencers"
      on proposal.submitted
        set price to event.price
        go to proposed
      end
    end
    stage proposed in "Proposals"
      on proposal.accepted go to active
      on proposal.declined go to declined
    end
    stage active in "Progress"
      on enter
        owe price for "fee"
        assign discount from discount_group paying 10% if none is left wait in line
        send email "welcome"
      end
      stage working
        on content.posted go to posted
      end
      stage posted titled "Has posted"
        after 30 days go to done
      end
    end
    final done, declined

    """

  let engine: Engine
  let campaign: Int64
  private var people: [String: Int64] = [:]

  init(details: [String: String] = [:], codes: [String] = [], text: String = workflow) throws {
    let store = try Store.open(path: "memory", mode: .memory)
    try store.database.transaction { () throws(StoreError) in try store.set("clock", Scene.start.milliseconds) }
    let engine = try Engine(store)
    self.engine = engine
    campaign = try engine.transaction { () throws(EngineError) in
      var details = details
      if !codes.isEmpty {
        let group = try engine.createGroup(named: "Codes", of: "discount", pattern: nil, destination: nil)
        for code in codes { _ = try engine.addItem(code, to: group) }
        details["discount_group"] = "Codes"
      }
      let written = details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
      return try engine.createCampaign(
        named: "Spring", source: SourceText(name: "scene.workflow", text: text), details: written
      ).id
    }
  }

  /// Somebody new, by their first name.
  func add(_ name: String, followers: Int64? = nil) throws {
    people[name] = try engine.transaction { () throws(EngineError) in
      var record = InfluencerRecord()
      record.firstName = name
      record.email = "person\(people.count)@example.com"
      record.platform = "instagram"
      record.followers = followers
      guard case .added(let id) = try Directory(engine).add(record) else { throw .request("`\(name)` is there") }
      _ = try engine.assign(id, to: campaign)
      return id
    }
  }

  /// An event that happened on a day (at nine) or at an instant.
  @discardableResult
  func send(
    _ name: String, _ event: String, _ payload: [String: String] = [:], at time: String
  ) throws -> WorkroomEngine.Reply.Outcome {
    let instant = Instant(time) ?? Instant("\(time)T09:00:00Z")!
    let command = Command(
      source: .inbox, campaign: campaign, influencer: people[name]!, event: event, role: "manager", at: instant,
      payload: payload.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) })
    return try engine.transaction { () throws(EngineError) in
      if instant > engine.clock.now { try engine.clock.set(instant) }
      return try engine.submit(command).outcome
    }
  }

  func accept(_ name: String, price: String = "300 USD", at time: String) throws {
    try send(name, "proposal.submitted", ["price": price], at: time)
    try send(name, "proposal.accepted", at: time)
  }

  func report(
    by: ReportBasis.By? = nil, from: String? = nil, to: String? = nil, spend: [SpendPart] = SpendPart.usual
  ) throws -> Report {
    let time = DateWindow(first: from.flatMap { CalendarDate($0) }, last: to.flatMap { CalendarDate($0) })
    let figures = try CampaignFigures(
      engine, campaign: campaign, basis: ReportBasis(by: by, time: time), spend: spend)
    return Report(engine, figures, now: Scene.now)
  }

  func figure(_ id: String, _ report: Report? = nil) throws -> String {
    try CampaignSummary.of((report ?? self.report()).figures).calculation.text(id)
  }

  /// The names in a breakdown by influencer.
  func names(_ report: Report) throws -> [String] {
    try report.influencers().whole().rows.compactMap { if case .text(let name) = $0[0] { name } else { nil } }
  }

  /// A section as it is written.
  func written(
    _ section: String, _ format: ReportWriter.Format, _ page: ReportWriter.Page = .init(), _ report: Report? = nil
  ) throws -> String {
    let report = try report ?? self.report()
    var text = ""
    try ReportWriter(report, report.section(section)!, format, page).write { text += $0.text }
    return text
  }
}
