package import WorkroomStore
import WorkroomValues

/// What operators decide about people across campaigns: who is archived, who is blacklisted, and which campaign counts what
/// somebody brings where two of them would.
extension Engine {
  // MARK: Archived and blacklisted

  /// How somebody is regarded.
  package func contactState(_ influencer: Int64) throws(EngineError) -> ContactState {
    if let known = contacts { return known[influencer] ?? .active }
    let states = try stored { () throws(StoreError) in try store.contactStates() }
    contacts = states
    return states[influencer] ?? .active
  }

  /// Archives, blacklists or restores somebody, inside a transaction; the system's log keeps that it was done. Errors:
  /// somebody who stands so already.
  package func setContact(
    _ influencer: Int64, _ state: ContactState, because reason: String
  ) throws(EngineError) {
    guard try contactState(influencer) != state else {
      let name = try shownName(influencer)
      throw .refused(try state == .active ? "`\(name)` is active already" : standing(of: influencer) ?? "")
    }
    let row = ContactRow(
      influencer: influencer, state: state, since: clock.now.milliseconds, operatorID: hand?.operatorID ?? 0,
      reason: reason)
    try stored { () throws(StoreError) in try store.write(row) }
    contacts?[influencer] = state == .active ? nil : state
    try note(.contact, stream: 0, [influencer, state.rawValue])
  }

  /// `\`Mia\` is archived since 2026-03-01, by \`anna\`: moved away`; `nil` for somebody who is active.
  package func standing(of influencer: Int64) throws(EngineError) -> String? {
    guard let row = try stored({ () throws(StoreError) in try store.contact(influencer) }) else { return nil }
    let day = Zone.utc.local(Instant(milliseconds: row.since)).date
    let who = try row.operatorID == 0 ? "" : ", by `\(operatorName(row.operatorID))`"
    return try "`\(shownName(influencer))` is \(row.state) since \(day)\(who)"
      + (row.reason.isEmpty ? "" : ": \(row.reason)")
  }

  /// Why somebody cannot begin to take part anywhere; `nil` where they can.
  package func objection(toAssigning influencer: Int64) throws(EngineError) -> String? {
    guard try contactState(influencer) != .active, let words = try standing(of: influencer) else { return nil }
    return "\(words); whoever is to take part again is restored first: `restore NAME`"
  }

  /// Why an event is not taken of somebody who is archived: new conversions and content are not tracked, what is known can
  /// still be corrected. `nil` where it is taken.
  func untracked(_ command: Command) throws(EngineError) -> String? {
    guard try contactState(command.influencer) == .archived, Engine.tracked.contains(command.event),
      let words = try standing(of: command.influencer)
    else { return nil }
    return "\(words); nothing new is counted until they are restored: `restore NAME`"
  }

  /// What is not told of whoever is archived.
  private static let tracked: Set<String> = ["conversion.recorded", "content.posted", "content.measured"]

  func shownName(_ influencer: Int64) throws(EngineError) -> String {
    try stored { () throws(StoreError) in try store.influencer(influencer) }?.shownName ?? "influencer \(influencer)"
  }

  /// Somebody as a line of the console names them.
  package func typedName(_ influencer: Int64) throws(EngineError) -> String {
    let record = try stored { () throws(StoreError) in try store.influencer(influencer) }
    let name = record?.email ?? record?.shownName ?? "\(influencer)"
    // Who is called like somebody's number is meant by their own.
    if InfluencerRecord.number(inName: name) != nil { return "\"influencer \(influencer)\"" }
    return name.contains(" ") ? "\"\(name)\"" : name
  }

  /// What an operator is called; a number where the name was erased.
  package func operatorName(_ id: Int64) throws(EngineError) -> String {
    try stored { () throws(StoreError) in try store.operator(id) }?.shownName ?? "operator \(id)"
  }

  // MARK: Attribution

  /// From now on `target` counts what the influencer brings and both campaigns would count; inside a transaction.
  package func moveAttribution(
    of influencer: Int64, from source: Int64, to target: Int64
  ) throws(EngineError) {
    let row = AttributionRow(
      influencer: influencer, source: source, target: target, since: clock.now.milliseconds)
    try stored { () throws(StoreError) in try store.write(row) }
    movesSales = true
    try note(.attribution, stream: 0, [influencer, source, target, row.since])
  }

  /// The campaign that counts at an instant what an influencer brings and `campaign` would count: itself, or the one to
  /// which it was moved by then.
  package func attributed(
    _ influencer: Int64, from campaign: Int64, at instant: Int64
  ) throws(EngineError) -> Int64 {
    let moves = try stored { () throws(StoreError) in try store.attributions(of: influencer) }
    var place = campaign
    for _ in moves {
      guard let move = moves.first(where: { $0.source == place && $0.since <= instant }) else { break }
      place = move.target
    }
    return place
  }
}

extension InfluencerRecord {
  /// The words by which somebody would be recognised in a line of text.
  var identities: [String] {
    [external, email, firstName, lastName].compactMap { $0 } + accounts.map(\.handle)
  }
}
