import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What is known of one participation when something is said of it, by the names that templates use.
package struct MailValues {
  let engine: Engine
  let campaign: CampaignState
  let participation: ParticipationRow
  let influencer: InfluencerRecord
  /// The row of the step that asked for it.
  let log: LogRow

  /// Names of what is known of everybody.
  static let ofInfluencer = [
    "first_name", "last_name", "email", "handle", "country", "platform", "followers", "phone", "address",
  ]
  /// Names of what every campaign and every step has.
  static let ofCampaign = ["campaign", "because"]

  /// A value as text; `nil` where it is unset, erased, or nothing has that name.
  func text(_ name: String) throws(EngineError) -> String? {
    let found = try written(name)
    return found?.isEmpty == true ? nil : found
  }

  private func written(_ name: String) throws(EngineError) -> String? {
    if MailValues.ofInfluencer.contains(name) { return known(name) }
    if name == "campaign" { return campaign.row.name }
    if name == "because" { return try reason() }
    let own = try engine.definition(participation.definition)
    if let kind = own.workflow.poolKinds.firstIndex(of: name) {
      do { return try engine.store.held(participation.id, kind: own.kinds[kind])?.code } catch { throw .store(error) }
    }
    if let place = own.workflow.record.firstIndex(where: { $0.name == name }) {
      guard let word = own.machine.recordValue(place, participation.state.span) else { return nil }
      return try text(word, own.workflow.record[place].type, own)
    }
    return try detail(name)
  }

  private func known(_ name: String) -> String? {
    switch name {
    case "first_name": influencer.firstName
    case "last_name": influencer.lastName
    case "email": influencer.email
    case "handle": influencer.accounts.first.map { "@\($0.handle)" }
    case "country": influencer.country
    case "platform": influencer.platform ?? influencer.accounts.first?.platform
    case "followers": influencer.followers.map { String($0) }
    case "phone": influencer.phone
    default: influencer.shownAddress
    }
  }

  /// What the sender of the event gave as the reason.
  private func reason() throws(EngineError) -> String? {
    guard log.kind == Int64(StepInput.Kind.event.rawValue) else { return nil }
    let definition = try engine.definition(log.definition)
    let fields = definition.workflow.events[Int(log.event)].payload
    guard let place = fields.firstIndex(where: { $0.name == "reason" && $0.type == .text }),
      let mask = log.payload.first, mask >> Int64(place) & 1 == 1
    else { return nil }
    return try engine.text(log.payload[place + 1], definition)
  }

  /// A campaign's detail, by the campaign's own version of the workflow.
  func detail(_ name: String) throws(EngineError) -> String? {
    let definition = try engine.definition(campaign.row.definition)
    guard let place = definition.workflow.campaign.firstIndex(where: { $0.name == name && !$0.isHidden }),
      campaign.words[0] >> Int64(place) & 1 == 1
    else { return nil }
    return try text(campaign.words[place + 1], definition.workflow.campaign[place].type, definition)
  }

  private func text(_ word: Int64, _ type: ValueType, _ definition: Definition) throws(EngineError) -> String? {
    try engine.written(word, type, definition, campaign)
  }

  /// Every value of a list of fields that is set, by name.
  func all(_ names: [String]) throws(EngineError) -> [(name: String, text: String)] {
    var values: [(String, String)] = []
    for name in names { if let text = try text(name) { values.append((name, text)) } }
    return values
  }
}
