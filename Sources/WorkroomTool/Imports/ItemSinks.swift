import Workroom
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
    /// `held` or `disabled` where the file says that it is somebody's, or was.
    var state: String?
  }

  let noun: String
  private let engine: Engine
  private let group: GroupRow
  private let rows: any RowImport<Row>
  private let read: (Row) -> Item
  private var added = 0
  private var known = 0
  private var freed = 0
  private var newest = Item(code: "")

  init(
    _ engine: Engine, _ group: GroupRow, _ rows: any RowImport<Row>, noun: String, read: @escaping (Row) -> Item
  ) {
    self.engine = engine
    self.group = group
    self.rows = rows
    self.noun = noun
    self.read = read
  }

  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var ownHeadings: [String] { noun == "links" ? ItemTables.linkHeadings : ItemTables.codeHeadings }
  var counts: [(count: Int, words: String)] {
    [
      (added, "\(noun) for `\(group.name)`"),
      (freed, "held where the file was written, and free here"), (known, "known already"),
    ]
  }
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
    // Whoever holds it elsewhere is nobody here, as long as no item of ours is called like that.
    if item.state != "disabled", group.pattern == nil,
      try engine.addItem(item.code, to: group, destination: item.destination, starts: item.starts, ends: item.ends)
    {
      added += 1
      if item.state != nil { freed += 1 }
      return nil
    }
    let kind = group.kind
    let found = try engine.asking { (store) throws(StoreError) in try store.listedItem(kind: kind, code: item.code) }
    if let found { return compare(item, found) }
    if let pattern = group.pattern {
      return "`\(group.name)` makes its \(noun) from the pattern `\(pattern)`; import into a group without one"
    }
    return
      "the \(noun.dropLast()) `\(item.code)` is \(item.state ?? "held"), so it is given to nobody else; take the row out, or write `free` as its state"
  }

  /// What is known already and as the file has it changes nothing, whoever holds it by now.
  private func compare(_ item: Item, _ found: ListedItem) -> String? {
    guard found.item.group == group.id else {
      let what = found.state == .free ? "is" : "is \(found.state)"
      return
        "the \(noun.dropLast()) `\(item.code)` \(what) in the group `\(found.group)` already, whatever its capital letters"
    }
    // The end of what is disabled is the moment at which it was.
    // What was free has the days of its group in UTC, and in the zone of its campaign once it is held.
    let own = engine.dates(group.terms, .utc)
    func isAs(_ told: Instant?, _ known: Int64?, _ own: Int64?) -> Bool {
      told == nil || told?.milliseconds == known || told?.milliseconds == own
    }
    let hasDates =
      isAs(item.starts, found.item.starts, own.starts)
      && (isAs(item.ends, found.item.ends, own.ends) || found.state == .disabled)
    guard hasDates, item.destination == nil || item.destination == found.item.destination else {
      let verb = noun == "links" ? "adjust link" : "adjust discount"
      return
        "`\(item.code)` is in `\(group.name)` already, with other dates or another destination; a file changes no terms"
        + (found.state == .held ? ": `\(verb)` does" : "")
    }
    known += 1
    return nil
  }

  func finishBatch() throws(EngineError) {}
}

extension ItemSink where Row == CodeRow {
  convenience init(codes rows: CodeImport, into group: GroupRow, _ engine: Engine) {
    self.init(engine, group, rows, noun: "codes") {
      Item(code: $0.code, starts: $0.starts, ends: $0.ends, state: $0.state)
    }
  }
}

extension ItemSink where Row == LinkRow {
  convenience init(links rows: LinkImport, into group: GroupRow, _ engine: Engine) {
    self.init(engine, group, rows, noun: "links") {
      Item(code: $0.url, destination: $0.destinationURL, starts: $0.starts, ends: $0.ends, state: $0.state)
    }
  }
}
