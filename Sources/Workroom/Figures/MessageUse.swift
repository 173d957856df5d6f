package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
package import WorkroomValues

/// What a workflow has sent and told, message by message: how often, to how many, and when last.
package struct MessageUse: Sendable {
  /// `mail`, `contract`, `order`, `message`, `note`, `nothing left`
  package var kind: String
  /// The template, or what was told; empty for what has none.
  package var words: String
  /// The role or the party that it is for.
  package var to: String
  package var count: Int64
  package var first, last: CalendarDate

  /// All messages of a campaign, the most frequent first.
  package static func of(_ engine: Engine, campaign id: Int64) throws(EngineError) -> [MessageUse] {
    let zone = try engine.campaign(id).zone
    var uses: [MessageUse] = []
    let rows: [MessageRow]
    do { rows = try engine.store.messageUse(ofCampaign: id) } catch { throw .store(error) }
    for row in rows {
      var use = try named(row, engine)
      use.first = zone.local(Instant(milliseconds: row.first)).date
      use.last = zone.local(Instant(milliseconds: row.last)).date
      // Two definitions may say the same.
      if let known = uses.firstIndex(where: { $0.kind == use.kind && $0.words == use.words && $0.to == use.to }) {
        uses[known].count += use.count
        uses[known].first = min(uses[known].first, use.first)
        uses[known].last = max(uses[known].last, use.last)
      } else {
        uses.append(use)
      }
    }
    return uses.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
  }

  private static func named(_ row: MessageRow, _ engine: Engine) throws(EngineError) -> MessageUse {
    let definition = try engine.definition(row.definition)
    func use(_ kind: String, _ words: String, _ to: String) -> MessageUse {
      let day = CalendarDate(days: 0)
      return MessageUse(kind: kind, words: words, to: to, count: row.count, first: day, last: day)
    }
    func text() throws(EngineError) -> String { try engine.text(row.words ?? 0, definition) ?? "(erased)" }
    switch Effect.Kind(rawValue: UInt8(clamping: row.kind)) {
    case .email: return use("mail", try text(), "influencer")
    case .contract: return use("contract", try text(), "influencer")
    case .note: return use("note", "", "operator")
    case .createOrder: return use("order", "create", "store")
    case .cancelOrder: return use("order", "cancel", "store")
    case .poolEmpty: return use("nothing left", try engine.group(row.words ?? 0)?.name ?? "", "operator")
    default:
      return use("message", try text(), row.role.map { definition.workflow.roles[Int($0)].name } ?? "operator")
    }
  }
}
