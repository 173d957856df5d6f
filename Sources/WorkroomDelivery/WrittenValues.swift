import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Values as the language writes them, with names where the database has numbers.
extension Engine {
  /// A value of a campaign; `nil` for a text that was erased and a group that is gone.
  func written(
    _ word: Int64, _ type: ValueType, _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) -> String? {
    switch type {
    case .text, .hashtags, .handles, .products: try text(word, definition)
    case .group: try group(word)?.name
    default: Values.text(word, type, definition.workflow, home: campaign.currency)
    }
  }

  /// The values of a row's payload that are set, by name: `price 250.00 USD, reason too low`.
  func written(
    _ payload: [Int64], _ fields: [CheckedField], _ definition: Definition, _ campaign: CampaignState
  ) throws(EngineError) -> String {
    var parts: [String] = []
    for (place, field) in fields.enumerated() where payload.indices.contains(place + 1) {
      guard payload[0] >> Int64(place) & 1 == 1 else { continue }
      parts.append("\(field.name) \(try written(payload[place + 1], field.type, definition, campaign) ?? "(erased)")")
    }
    return parts.joined(separator: ", ")
  }
}
