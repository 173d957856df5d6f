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
  /// The row in which a day of a link was told, however the link was written there.
  private var told: [Day: (row: Int, url: String)] = [:]

  private struct Day: Hashable {
    var item: Int64
    var day: Int32
  }

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
    let links = try engine.links(meantBy: row.url)
    guard links.count < 2 else { return engine.severalLinks(row.url, links) }
    let item = try engine.asking { (store) throws(StoreError) in
      try links.first.flatMap { (code) throws(StoreError) in try store.item(kind: 1, code: code)?.item }
    }
    guard let item else { return "no link of ours is `\(row.url)`; write it as `workroom export links` does" }
    let day = Day(item: item, day: row.day.days)
    if let first = told[day] {
      return "row \(first.row) tells of that link on \(row.day) already, as `\(first.url)`; add both up in one row"
    }
    told[day] = (row.row, row.url)
    let isNews = try engine.asking { (store) throws(StoreError) in
      try store.writeClicks(item, day: Int64(row.day.days), row.clicks)
    }
    if isNews { taken += 1 } else { known += 1 }
    return nil
  }
}
