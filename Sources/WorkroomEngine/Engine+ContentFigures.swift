import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// The newest figures of posts: an event that tells some of them leaves the others as they are.
extension ContentFigure {
  /// What the event of a row says of a piece of content.
  static func told(_ log: LogRow, _ noun: String, _ key: Int64, _ definition: Definition) -> [ContentFigure] {
    guard noun == "content" else { return [] }
    let fields = definition.workflow.events[Int(log.event)].payload
    return fields.indices.compactMap { index in
      guard fields[index].type == .number, log.payload[0] >> Int64(index) & 1 == 1 else { return nil }
      return ContentFigure(
        participation: log.participation, key: key, name: fields[index].name, value: log.payload[index + 1])
    }
  }
}

extension Engine {
  /// Reads from the log what an earlier version has not kept.
  func giveFigures(of campaign: Int64) throws(EngineError) {
    let names = try definition(self.campaign(campaign).row.definition).workflow.events
      .filter { $0.path.hasPrefix("content.") }.flatMap { $0.payload.filter { $0.type == .number }.map(\.name) }
    for (participation, histories) in try objectHistories(of: campaign) {
      for history in histories where history.noun == "content" {
        for (name, value) in history.values where names.contains(name) {
          let figure = ContentFigure(participation: participation, key: history.key, name: name, value: value)
          try stored { () throws(StoreError) in try store.write(figure) }
        }
      }
    }
  }
}
