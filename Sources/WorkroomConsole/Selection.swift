import Workroom
package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
package import WorkroomStore
import WorkroomValues

/// Chooses participations by a condition in the language.
///
/// The condition is checked and compiled as a rule beside the campaign's own, so that it means here what it would mean
/// there: same names, same types, same messages.
package struct Selection {
  private let machine: Machine
  private let event: Int32
  private let role: Int32
  /// What the condition asks of the directory's tags; the event carries an answer for each.
  private let tags: [String]
  static let probe = "workroom selection"

  enum Outcome {
    case selection(Selection)
    case problem(String)
  }

  static func read(_ condition: String, _ definition: Definition) -> Outcome {
    guard !condition.contains("\n"), condition.utf8.count <= 4096 else {
      return .problem("a condition is one line of at most 4096 letters")
    }
    guard condition.contains(where: { !$0.isWhitespace }) else {
      return .problem("write a condition behind `when`, as in `when followers is at least 10_000`")
    }
    let misfit = "the condition does not hold together: "
    if let slip = slip(condition, definition) { return .problem(misfit + slip) }
    let words = TagWords(condition, definition.workflow)
    let before = "\nevent selection.asked by system\(words.payload) otherwise handled\non selection.asked when "
    let rule = before + words.condition + " note \"\(probe)\"\n"
    let source = SourceText(name: "selection", bytes: definition.source.bytes + Array(rule.utf8))
    let (checked, diagnostics) = Checker.check(source, vocabulary: definition.vocabulary)
    guard let checked else {
      let end = source.bytes.count - Array(" note \"\(probe)\"\n".utf8).count
      let error = diagnostics.first { $0.severity == .error }
      return .problem(misfit + problem(error, condition, end: end, definition.workflow))
    }
    let machine = Machine.compile(checked)
    guard let event = machine.event(named: "selection.asked"), let role = machine.role(named: "system"),
      machine.layout.stride == definition.machine.layout.stride
    else { return .problem("the condition cannot be asked of this workflow") }
    return .selection(Selection(machine: machine, event: Int32(event), role: Int32(role), tags: words.tags))
  }

  /// Why a condition chooses nobody: it does not hold together.
  package struct Problem: Error { package var text: String }

  /// Those of some participations for whom a condition holds. What the campaign's own version cannot read is a mistake;
  /// another version may lack a field, and then is not meant.
  package static func chosen(
    _ rows: [ParticipationRow], by condition: String, _ engine: Engine, _ campaign: Int64
  ) throws -> [ParticipationRow] {
    let own = try engine.definition(engine.campaign(campaign).row.definition)
    if case .problem(let text) = Selection.read(condition, own) { throw Problem(text: text) }
    var selections: [Int64: Selection] = [:]
    for id in Set(rows.map(\.definition)) {
      if case .selection(let selection) = Selection.read(condition, try engine.definition(id)) {
        selections[id] = selection
      }
    }
    let histories = selections.values.contains { $0.readsTotals } ? try engine.objectHistories(of: campaign) : [:]
    let now = engine.clock.now.milliseconds
    var chosen: [ParticipationRow] = []
    // A look at texts may write them down; nothing of that is kept.
    try engine.trial { () throws(EngineError) in
      for row in rows {
        guard let selection = selections[row.definition] else { continue }
        if try selection.contains(row, engine, now: now, histories: histories) { chosen.append(row) }
      }
    }
    return chosen
  }

  /// Whether the condition asks what participations have come to.
  var readsTotals: Bool { !machine.workflow.totals.isEmpty }

  func contains(
    _ row: ParticipationRow, _ engine: Engine, now: Int64, histories: [Int64: [ObjectHistory]]
  ) throws(EngineError) -> Bool {
    let view = try engine.view(of: row, machine: machine, histories: histories)
    var state = row.state
    var buffer = StepBuffer()
    var span = state.mutableSpan
    let payload = try answers(row.influencer, engine)
    let input = StepInput(kind: .event, index: event, role: role, now: now)
    _ = step(machine, &span, at: 0, input, payload: payload.span, view: view, into: &buffer)
    return buffer.effects.contains { $0.kind == .note && machine.literalText($0.a) == Selection.probe }
  }

  /// The event's values: whether somebody has each of the tags that are asked for.
  private func answers(_ influencer: Int64, _ engine: Engine) throws(EngineError) -> [Int64] {
    guard !tags.isEmpty else { return [0] }
    var words: [Int64] = [1 << Int64(tags.count) - 1]
    for text in tags {
      let tag = try Directory.tag(text)
      words.append(
        try engine.asking { (store) throws(StoreError) in try store.hasTag(tag, influencer) } ? 1 : 0)
    }
    return words
  }
}
