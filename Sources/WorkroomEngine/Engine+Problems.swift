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
    /// Whether a person was asked, and agreed, where they are asked first.
    var isAgreed: Bool
    /// Whether somebody typed it, for whatever role.
    var isTyped = false
    /// What the sender calls the order, where that is known: the text itself may have been erased.
    var order: String?
    /// Whether it was taken, and no line of the workflow did anything about it.
    var isMissed = false
  }

  /// Why an event cannot be taken up, whatever the rules say; `nil` where it can. Items are held by the newest round.
  func problem(
    _ received: Received, _ row: ParticipationRow, _ newest: ParticipationRow
  ) throws(EngineError) -> String? {
    let (payload, event, definition) = (received.payload, received.event, received.definition)
    (parcelMove, orderNote) = (nil, nil)
    if let reason = miscount(payload, event, definition) { return reason }
    if definition.adjustedKind[event] >= 0, let reason = try adjustmentProblem(row, event, payload, definition) {
      return reason
    }
    if received.isPerson, definition.disabledKind[event] >= 0 {
      if let reason = try nothingDisabled(received, newest) { return reason }
      if let reason = try laterDay(received, row) { return reason }
    }
    if let reason = try slip(payload, event, definition, row) { return reason }
    if let reason = try moneyProblem(
      payload, event, definition, row, isPerson: received.isPerson, order: received.order)
    {
      return reason
    }
    if received.isPerson, let reason = try unreachable(event, definition, row) { return reason }
    // Whoever cannot order at all is no reason to buy more.
    if let reason = try orderProblem(received, row) { return reason }
    if let reason = try productProblem(received, row) { return reason }
    if definition.tellsOfProposal[event],
      let reason = offerProblem(payload, event, definition, try campaign(row.campaign), at: received.at.instant)
    {
      return reason
    }
    return try saleProblem(received, row, newest)
  }

  /// Why nothing is sent to somebody by hand: nothing is known of them any more; `nil` where something is.
  private func unreachable(
    _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    let path = definition.workflow.events[event].path
    guard path == "email.sent" || path == "contract.sent",
      try stored({ () throws(StoreError) in try store.influencer(row.influencer) })?.isForgotten ?? true
    else { return nil }
    return "they were forgotten, and nothing is left of them that anything could be sent to"
  }

  /// Why a person disables nothing: they hold nothing, and either never did or neither a day is named since when what was sold
  /// is nobody's nor a replacement asked for; `nil` where something is disabled.
  private func nothingDisabled(_ received: Received, _ newest: ParticipationRow) throws(EngineError) -> String? {
    let (event, definition) = (received.event, received.definition)
    let asks = ["since", "replacement"].contains {
      definition.workflow.events[event].value($0, received.payload) != nil
    }
    let kind = definition.disabledKind[event]
    guard try stored({ () throws(StoreError) in try store.held(newest.id, kind: definition.kinds[kind]) }) == nil
    else { return nil }
    if asks, case let ever = try itemsEverHeld(by: newest, definition),
      !ever.indices.contains(kind) || !ever[kind].isEmpty
    {
      return nil
    }
    return "they hold no \(kind == 0 ? "code" : "link") that could be disabled"
  }

  /// What is wrong with an amount or with a piece of content, wherever somebody stands; `nil` where nothing is.
  func slip(
    _ words: [Int64], _ event: Int, _ definition: Definition, _ row: ParticipationRow
  ) throws(EngineError) -> String? {
    if let reason = try amountProblem(words, event, definition, row) { return reason }
    if let reason = rateProblem(words, event, definition) { return reason }
    if let reason = try nameProblem(words, event, definition) { return reason }
    if let reason = try figuresProblem(words, event, definition, row) { return reason }
    return try draftProblem(words, event, definition, row)
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

  /// Why a rate pays more than there is; `nil` where it does not.
  private func rateProblem(_ words: [Int64], _ event: Int, _ definition: Definition) -> String? {
    let field = definition.rateField[event]
    guard field >= 0, words[0] >> Int64(field) & 1 == 1 else { return nil }
    return Engine.excess(ofRate: words[field + 1])
  }

  /// Why a rate in millionths of a per cent cannot be one; `nil` where it can.
  static func excess(ofRate rate: Int64) -> String? {
    guard rate > 100 * Scaled.unit else { return nil }
    return "`rate`: \(Percent(millionths: rate)) is more than everything; a rate has at most 100%"
  }
}
