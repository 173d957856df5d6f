package import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A copy of a live database in which an operator tries things out, and the moment at which it was made.
package final class Sandbox {
  /// The database that counts; only read here.
  let live: Engine
  package let copy: Engine
  /// The last row of each campaign's log when the copy was made.
  let heads: [Int64: Int64]
  /// Lines that changed something, and can be taken back.
  private(set) var lines: [String] = []
  /// Those of whom the directory was told something new here, which no log tells of.
  private(set) var touched: Set<Int64> = []
  /// Posts of which somebody said whose they are, or that they are nobody's.
  private(set) var reviewed: Set<Int64> = []
  private var touches: Int64 = 0
  private static let linesMax = 1000

  package init(of path: String) throws(EngineError) {
    do { live = try Engine.open(path: path, mode: .existing) } catch .store(.readOnly) {
      live = try Engine.open(path: path, mode: .readOnly)
    }
    copy = try Engine.rehearsal(of: path)
    var heads: [Int64: Int64] = [:]
    let store = copy.store
    for stream in try stored({ () throws(StoreError) in try store.streams() }) {
      heads[stream] = try stored { () throws(StoreError) in try store.head(stream).sequence }
    }
    self.heads = heads
  }

  /// Remembers that the directory was told something new of somebody; of nobody where it was another thing that no log
  /// tells of.
  func touch(_ influencer: Int64? = nil) {
    touches += 1
    if let influencer { touched.insert(influencer) }
  }

  /// Remembers that a post no longer waits for somebody here.
  func touch(post: Int64) {
    touches += 1
    reviewed.insert(post)
  }

  /// Does what a line says; where that changes anything, it can be taken back later. Of very many lines the newest cannot.
  func watching<Result>(_ line: String, _ body: () throws -> Result) throws -> Result {
    let before = fingerprint
    guard lines.count < Sandbox.linesMax, (try? copy.store.mark()) != nil else { return try body() }
    defer {
      if fingerprint == before { try? copy.store.dropMark() } else { lines.append(line) }
    }
    return try body()
  }

  /// What changes with every row of a log, every move of the clock and everything new in the directory.
  private var fingerprint: [Int64] {
    let store = copy.store
    let streams = (try? store.streams()) ?? []
    return streams.map { (try? store.head($0).sequence) ?? 0 } + [copy.clock.now.milliseconds, touches]
  }

  /// Takes back the newest line that changed something, which is returned; `nil` where there is none.
  func goBack() throws(EngineError) -> String? {
    guard !lines.isEmpty else { return nil }
    let store = copy.store
    try stored { () throws(StoreError) in try store.backToMark() }
    try copy.reload()
    return lines.removeLast()
  }
}
