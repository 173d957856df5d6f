import Testing
import Workroom
import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// An engine in memory on a virtual clock, with one campaign and one influencer.
final class Room {
  let engine: Engine
  let campaign: Int64
  let influencer: Int64

  init(
    _ text: String, details: [String: String] = [:], name: String = "Mia", zone: String = "Europe/Berlin",
    codes: [String] = [], path: String? = nil
  ) throws {
    let store = try Store.open(path: path ?? "memory", mode: path == nil ? .memory : .create)
    let start = try #require(Instant("2026-03-01T09:00:00Z"))
    try store.database.transaction { () throws(StoreError) in try store.set("clock", start.milliseconds) }
    let engine = try Engine(store)
    let ids = try engine.transaction { () throws(EngineError) in
      let group = try engine.createGroup(named: "Codes", of: "discount", pattern: nil, destination: nil)
      for code in codes { _ = try engine.addItem(code, to: group) }
      let written = details.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) }
      let campaign = try engine.createCampaign(
        named: "Spring", source: SourceText(name: "spring.workflow", text: text),
        details: written + [WrittenValue(name: "time_zone", text: zone)]
      ).id
      var record = InfluencerRecord()
      record.firstName = name
      record.email = "mia@example.com"
      record.followers = 12_000
      guard case .added(let id) = try Directory(engine).add(record) else { throw .request("already there") }
      _ = try engine.assign(id, to: campaign)
      return (campaign, id)
    }
    self.engine = engine
    (campaign, influencer) = ids
  }

  func row() throws -> ParticipationRow {
    try #require(try engine.participation(of: influencer, in: campaign))
  }

  @discardableResult
  func send(
    _ event: String, _ values: [String: String] = [:], by role: String = "manager"
  ) throws
    -> WorkroomEngine.Reply
  {
    let command = Command(
      source: .console, campaign: campaign, influencer: influencer, event: event, role: role, actor: "operator",
      payload: values.sorted { $0.key < $1.key }.map { WrittenValue(name: $0.key, text: $0.value) })
    return try engine.transaction { () throws(EngineError) in try engine.submit(command) }
  }

  /// Moves the clock and fires what is due.
  func pass(days: Int64) throws {
    try pass(until: Instant(milliseconds: engine.clock.now.milliseconds + days * 86_400_000).description)
  }

  func pass(until instant: String) throws {
    let later = try #require(Instant(instant))
    try engine.transaction { () throws(EngineError) in try engine.clock.set(later) }
    _ = try engine.fireDueTimers()
  }

  /// The answer to a question, as one text.
  func why(all: Bool = false) throws -> String {
    try Explainer(engine, row(), typedName: "mia").why(all: all).joined(separator: "\n")
  }

  func whyNot(_ question: String, role: String? = nil) throws -> String {
    let words = question.split(separator: " ").map { Question.Word(String($0)) }
    let definition = try engine.definition(row().definition)
    let explainer = try Explainer(engine, row(), typedName: "mia")
    return try explainer.answer(Question.read(words, definition), role: role).joined(separator: "\n")
  }

  func set(_ detail: String, _ value: String) throws {
    try engine.transaction { () throws(EngineError) in
      try engine.setDetails([WrittenValue(name: detail, text: value)], of: campaign)
    }
  }

  func migrate(_ text: String) throws {
    try engine.transaction { () throws(EngineError) in
      _ = try engine.migrate(campaign, to: SourceText(name: "second.workflow", text: text), details: [])
    }
  }

  func addCode(_ code: String) throws {
    try engine.transaction { () throws(EngineError) in
      guard let group = try engine.group(of: "discount", named: "Codes") else { throw .missing("no group") }
      _ = try engine.addItem(code, to: group)
    }
  }

  /// What is said to a question that cannot be answered.
  func refusal(_ question: String) -> String? {
    do {
      _ = try whyNot(question)
      return nil
    } catch { return "\(error)" }
  }

  /// The innermost active stages.
  func stages() throws -> [String] {
    let row = try row()
    return try engine.definition(row.definition).paths(row.state)
  }
}
