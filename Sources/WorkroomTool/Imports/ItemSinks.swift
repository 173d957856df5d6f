import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Codes or links into a group: both are items of a pool, and differ in what their rows are called.
final class ItemSink<Row: Sendable>: RowSink {
  /// One row as an item: its code or URL, where it leads, and when it holds.
  struct Item {
    var code: String
    var destination: String?
    var starts: Instant?
    var ends: Instant?
    /// Why it cannot be anybody's; `nil` for an item of the pool.
    var problem: String?
  }

  let noun: String
  private let engine: Engine
  private let group: GroupRow
  private let rows: any RowImport<Row>
  private let read: (Row) -> Item
  private let taken: (String) -> String
  private var added = 0
  private var newest = Item(code: "")

  init(
    _ engine: Engine, _ group: GroupRow, _ rows: any RowImport<Row>, noun: String, taken: @escaping (String) -> String,
    read: @escaping (Row) -> Item
  ) throws(Failure) {
    if let pattern = group.pattern {
      throw Failure(
        "`\(group.name)` makes its \(noun) from the pattern `\(pattern)`; import into a group without one", 64)
    }
    self.engine = engine
    self.group = group
    self.rows = rows
    self.noun = noun
    self.taken = taken
    self.read = read
  }

  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { [(added, "\(noun) for `\(group.name)`")] }
  var understood: [(name: String, value: String)] {
    [
      (noun == "links" ? "url" : "code", newest.code), ("destination_url", newest.destination ?? ""),
      ("start", newest.starts?.description ?? ""), ("end", newest.ends?.description ?? ""),
    ].filter { !$0.1.isEmpty }
  }

  func take() throws -> TakenRow? {
    try take(from: rows) { row in try write(read(row)) }
  }

  private func write(_ item: Item) throws(EngineError) -> String? {
    newest = item
    if let problem = item.problem { return problem }
    let isNew = try engine.addItem(
      item.code, to: group, destination: item.destination, starts: item.starts, ends: item.ends)
    guard isNew else { return taken(item.code) }
    added += 1
    return nil
  }

  func finishBatch() throws(EngineError) {}
}

extension ItemSink where Row == CodeRow {
  convenience init(codes rows: CodeImport, into group: GroupRow, _ engine: Engine) throws(Failure) {
    try self.init(
      engine, group, rows, noun: "codes",
      taken: { "the code `\($0)` is already in a group; codes are compared without case" },
      read: { Item(code: $0.code, starts: $0.starts, ends: $0.ends) })
  }
}

extension ItemSink where Row == LinkRow {
  convenience init(links rows: LinkImport, into group: GroupRow, _ engine: Engine) throws(Failure) {
    try self.init(engine, group, rows, noun: "links", taken: { "the link `\($0)` is already in a group" }) { row in
      let isOnes = row.influencer != nil || row.email != nil
      return Item(
        code: row.url, destination: row.destinationURL, starts: row.starts, ends: row.ends,
        problem: isOnes
          ? "this link belongs to one influencer; leave `influencer` and `email` empty for links that anybody may get"
          : nil)
    }
  }
}
