import WorkroomEngine
import WorkroomExchange
import WorkroomStore
import WorkroomValues

/// Discount codes into a group.
final class CodeSink: RowSink {
  private let engine: Engine
  private let group: GroupRow
  private let rows: CodeImport
  private var added = 0

  init(_ engine: Engine, _ group: GroupRow, _ rows: CodeImport) throws(Failure) {
    if let pattern = group.pattern { throw Failure("`\(group.name)` makes its codes from the pattern `\(pattern)`; import into a group without one", 64) }
    self.engine = engine
    self.group = group
    self.rows = rows
  }

  let noun = "codes"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { [(added, "codes for `\(group.name)`")] }

  func next() throws -> SinkRow? {
    switch try rows.next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      guard let source = rows.lastRow else { return nil }
      return .write(
        reject: { RowReject(source, $0) },
        { [self] () throws(EngineError) in
          guard try engine.addItem(row.code, to: group, starts: row.starts, ends: row.ends) else { return "the code `\(row.code)` is already in a group; codes are compared without case" }
          added += 1
          return nil
        })
    }
  }

  func finishBatch() throws(EngineError) {}
}

/// Affiliate links into a group; a link that names an influencer waits in the group like the others.
final class LinkSink: RowSink {
  private let engine: Engine
  private let group: GroupRow
  private let rows: LinkImport
  private var added = 0

  init(_ engine: Engine, _ group: GroupRow, _ rows: LinkImport) throws(Failure) {
    if let pattern = group.pattern { throw Failure("`\(group.name)` makes its links from the pattern `\(pattern)`; import into a group without one", 64) }
    self.engine = engine
    self.group = group
    self.rows = rows
  }

  let noun = "links"
  var names: [String] { rows.names }
  var matched: [(heading: String, field: String)] { rows.matched }
  var ignored: [String] { rows.ignored }
  var counts: [(count: Int, words: String)] { [(added, "links for `\(group.name)`")] }

  func next() throws -> SinkRow? {
    switch try rows.next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      guard let source = rows.lastRow else { return nil }
      return .write(
        reject: { RowReject(source, $0) },
        { [self] () throws(EngineError) in
          if row.influencer != nil || row.email != nil { return "this link belongs to one influencer; leave `influencer` and `email` empty for links that anybody may get" }
          guard try engine.addItem(row.url, to: group, destination: row.destinationURL, starts: row.starts, ends: row.ends) else { return "the link `\(row.url)` is already in a group" }
          added += 1
          return nil
        })
    }
  }

  func finishBatch() throws(EngineError) {}
}
