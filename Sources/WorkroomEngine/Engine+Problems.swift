import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What is asked of an event before any rule sees it, whether it is sent or only asked about.
extension Engine {
  /// An event whose words have been read.
  struct Received {
    var event: Int
    var payload: [Int64]
    var definition: Definition
    var at: ToldTime
    var role: String
    var isPerson: Bool
    /// Whether the sender says what a sale pays.
    var tellsRate: Bool
  }

  /// Why an event cannot be taken up, whatever the rules say; `nil` where it can. Items are held by the newest round.
  func problem(
    _ received: Received, _ row: ParticipationRow, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    let (payload, event, definition) = (received.payload, received.event, received.definition)
    if let reason = miscount(payload, event, definition) { return reason }
    if definition.adjustedKind[event] >= 0, let reason = try adjustmentProblem(row, event, payload, definition) {
      return reason
    }
    if let reason = try amountProblem(payload, event, definition, row) { return reason }
    if let reason = try moneyProblem(payload, event, definition, row, isPerson: received.isPerson) { return reason }
    if let reason = try contentNameProblem(payload, event, definition) { return reason }
    if let reason = try draftProblem(payload, event, definition, row) { return reason }
    if let reason = try productProblem(payload, event, definition, row) { return reason }
    if let reason = try orderProblem(received, row) { return reason }
    let campaign = try campaign(row.campaign)
    if let reason = offerProblem(payload, event, definition, campaign, at: received.at.instant) { return reason }
    return try saleProblem(received, row, newest)
  }

  /// Why a number is none of things; `nil` where all are.
  private func miscount(_ words: [Int64], _ event: Int, _ definition: Definition) -> String? {
    for field in definition.countFields[event] where words[0] >> Int64(field) & 1 == 1 {
      let value = words[field + 1]
      guard value < 0 || value % Scaled.unit != 0 else { continue }
      let name = definition.workflow.events[event].payload[field].name
      return "`\(name)` counts things, so it is a whole number, and not below 0"
    }
    return nil
  }

  /// An order by the spelling under which it is known: `1001` is the `#1001` of which an event told before.
  func respelled(
    _ written: [WrittenValue], _ path: String, _ row: ParticipationRow
  ) throws(EngineError) -> [WrittenValue] {
    let definition = try definition(row.definition)
    guard let event = definition.events[path], definition.namesOrder[event] else { return written }
    let noun = String(path.prefix { $0 != "." })
    guard let place = written.lastIndex(where: { $0.name == noun }) else { return written }
    let (name, other) = (written[place].text, OrderNumber.other(written[place].text))
    guard try isText(other, of: row.influencer, definition),
      try participation(of: row.influencer, in: row.campaign, recording: noun, other) != nil,
      try participation(of: row.influencer, in: row.campaign, recording: noun, name) == nil
    else { return written }
    var respelled = written
    respelled[place].text = other
    return respelled
  }

  private func isText(_ text: String, of person: Int64, _ definition: Definition) throws(EngineError) -> Bool {
    if definition.machine.textWord(text) != nil { return true }
    return try stored { () throws(StoreError) in try store.findText(text, person: person) } != nil
  }
}
