import WorkroomEngine
import WorkroomExchange
import WorkroomReporting

/// What takes the rows of one kind of file, one after another.
protocol RowSink: AnyObject {
  /// What a row is, in the plural: `influencers`.
  var noun: String { get }
  var names: [String] { get }
  var matched: [(heading: String, field: String)] { get }
  var ignored: [String] { get }
  /// Counts to tell at the end, beside the rejects.
  var counts: [(count: Int, words: String)] { get }
  /// Reads the next row; `nil` at the end.
  func next() throws -> SinkRow?
  /// Called once at the end of a batch, inside its transaction.
  func finishBatch() throws(EngineError)
}

/// One row that was read: a reject, or something to write inside a transaction that may still reject it.
enum SinkRow {
  case reject(RowReject)
  case write(reject: (String) -> RowReject, () throws(EngineError) -> String?)
}

/// Runs an import: batches, a progress bar, rejects beside the input, or a trial that writes nothing.
struct ImportRun {
  let engine: Engine
  let sink: any RowSink
  let file: String
  let isTrial: Bool
  let isQuiet: Bool
  static let batchRows = 1000

  init(_ engine: Engine, _ sink: any RowSink, file: String, isTrial: Bool, isQuiet: Bool) {
    self.engine = engine
    self.sink = sink
    self.file = file
    self.isTrial = isTrial
    self.isQuiet = isQuiet
  }

  func run() throws -> Int32 {
    let rejects = RejectsFile(beside: file, headings: sink.names)
    var rejected = 0
    var shown: [RowReject] = []
    var progress = Progress(PathParts(file).name, total: nil)
    try batches { found in
      for reject in found {
        rejected += 1
        if shown.count < 5 { shown.append(reject) }
        if !isTrial { try rejects.append(reject) }
      }
      progress.advance(by: ImportRun.batchRows)
    }
    progress.finish()
    let path = isTrial ? nil : try rejects.finish()
    if !isQuiet || rejected > 0 { tell(rejected, shown, path) }
    return rejected > 0 ? 1 : 0
  }

  /// Rows in batches of one transaction each; a trial is one batch that is taken back.
  private func batches(_ each: ([RowReject]) throws -> Void) throws {
    var more = true
    while more {
      var rows: [SinkRow] = []
      while rows.count < (isTrial ? .max : ImportRun.batchRows), let row = try sink.next() { rows.append(row) }
      more = !isTrial && rows.count == ImportRun.batchRows
      var found: [RowReject] = []
      let write = { () throws(EngineError) -> Void in
        for row in rows {
          switch row {
          case .reject(let reject): found.append(reject)
          case .write(let reject, let write): if let reason = try write() { found.append(reject(reason)) }
          }
        }
        try sink.finishBatch()
      }
      if isTrial { try engine.trial(write) } else { try engine.transaction(write) }
      try each(found)
    }
  }

  private func tell(_ rejected: Int, _ shown: [RowReject], _ path: String?) {
    if isTrial {
      Tool.say("read as: " + sink.matched.map { "`\($0.heading)` as \($0.field)" }.joined(separator: ", "))
      if !sink.ignored.isEmpty {
        Tool.say(
          "kept as they are, or not used: " + sink.ignored.map { "`\($0)`" }.joined(separator: ", ")
            + "; use `--map` to give them a meaning")
      }
    }
    let parts = sink.counts.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }
    Tool.say(
      (isTrial ? "would import, nothing is written: " : "imported: ")
        + (parts.isEmpty ? "no \(sink.noun)" : parts.joined(separator: ", ")))
    guard rejected > 0 else { return }
    Tool.say(
      "\(rejected) row\(rejected == 1 ? "" : "s") left out" + (path.map { ", with the reasons in `\($0)`" } ?? ""))
    for reject in shown { Tool.say("  row \(reject.row): \(reject.reason)") }
    if rejected > shown.count { Tool.say("  and \(rejected - shown.count) more") }
  }
}
