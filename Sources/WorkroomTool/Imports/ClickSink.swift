import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Clicks of links, day by day: what a newer file says of a day counts.
final class ClickSink: RowSink {
  private let engine: Engine
  private let rows: ClickImport
  private var taken = 0
  private var known = 0
  private var newest: [(name: String, value: String)] = []

  init(_ engine: Engine, _ rows: ClickImport) {
    self.engine = engine
    self.rows = rows
  }

  let noun = "days of clicks"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { [(taken, "days of clicks"), (known, "known already")] }
  var understood: [(name: String, value: String)] { newest }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(row) }
  }

  private func write(_ row: ClickRow) throws(EngineError) -> String? {
    newest = [("url", row.url), ("day", row.day.description), ("clicks", String(row.clicks))]
    let isNews = try engine.asking { (store) throws(StoreError) -> Bool? in
      guard let link = try store.item(kind: 1, code: row.url) else { return nil }
      return try store.writeClicks(link.item, day: Int64(row.day.days), row.clicks)
    }
    guard let isNews else { return "no link of ours is `\(row.url)`; write it as `workroom export links` does" }
    if isNews { taken += 1 } else { known += 1 }
    return nil
  }
}
