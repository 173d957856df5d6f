import WorkroomEngine
import WorkroomExchange
import WorkroomReporting
import WorkroomStore

/// What takes the rows of one kind of file, one after another.
protocol RowSink: AnyObject {
  /// What a row is, in the plural: `influencers`.
  var noun: String { get }
  var names: [String] { get }
  var matched: [(heading: String, field: String)] { get }
  var ignored: [String] { get }
  /// Counts to tell at the end, beside the rejects.
  var counts: [(count: Int, words: String)] { get }
  /// What has to be said of single rows that were taken.
  var remarks: ImportRemarks { get }
  /// Those of the ignored headings whose values are kept all the same.
  var keptAsTheyAre: [String] { get }
  /// The headings of our own file of such rows, of which some are for readers only.
  var ownHeadings: [String] { get }
  /// The newest row as it was understood.
  var understood: [(name: String, value: String)] { get }
  /// Reads the next row and writes what it says, inside a transaction; `nil` at the end.
  func take() throws -> TakenRow?
  /// Called once at the end of a batch, inside its transaction.
  func finishBatch() throws(EngineError)
  /// Whether all of a file of so many bytes is to be one transaction, inside `load`.
  func isWorthLoad(ofBytes bytes: Int) throws(EngineError) -> Bool
  /// Runs what takes the rows of a load.
  func load(_ rows: () throws(EngineError) -> Void) throws(EngineError)
  /// Whether the load has taken as many rows as it can.
  var isLoadFull: Bool { get }
}

/// What became of one row.
enum TakenRow {
  case written
  case reject(RowReject)
}

/// What has to be said of rows that were taken: the first ones in words, and how many there are.
struct ImportRemarks {
  private static let shownMax = 5

  private(set) var count = 0
  private var shown: [String] = []

  mutating func add(_ words: String) {
    count += 1
    if shown.count < ImportRemarks.shownMax { shown.append(words) }
  }

  var lines: [String] {
    shown.map { "  \($0)" } + (count > shown.count ? ["  and \(count - shown.count) more like these"] : [])
  }
}

extension RowSink {
  var remarks: ImportRemarks { ImportRemarks() }
  var keptAsTheyAre: [String] { [] }
  var ownHeadings: [String] { [] }
  func finishBatch() throws(EngineError) {}
  func isWorthLoad(ofBytes bytes: Int) throws(EngineError) -> Bool { false }
  func load(_ rows: () throws(EngineError) -> Void) throws(EngineError) { try rows() }
  var isLoadFull: Bool { false }

  /// Takes one row of an import, by a function that writes it or says why not.
  func take<Row: Sendable>(
    from rows: any RowImport<Row>, _ write: (Row) throws -> String?
  ) throws -> TakenRow? {
    switch try rows.next() {
    case nil: return nil
    case .reject(let reject): return .reject(reject)
    case .row(let row):
      guard let reason = try write(row), let source = rows.lastRow else { return .written }
      rows.release()
      return .reject(RowReject(source, reason))
    }
  }
}

/// Runs an import: batches, a progress bar, rejects beside the input, or a trial that writes nothing.
///
/// A batch is one transaction of so many rows, read, understood and written one by one: what is held in memory does not
/// grow with the file.
struct ImportRun {
  let engine: Engine
  let sink: any RowSink
  let reader: CSVReader
  let isTrial: Bool
  let isQuiet: Bool

  /// Rows of one transaction: many, since each transaction writes anew whatever page of an index its rows touch.
  static let batchRows = 50_000
  private static let shownRejects = 5
  static let shownRows = 3
  private static let shownHeadings = 5

  init(_ engine: Engine, _ sink: any RowSink, _ reader: CSVReader, isTrial: Bool, isQuiet: Bool) {
    self.engine = engine
    self.sink = sink
    self.reader = reader
    self.isTrial = isTrial
    self.isQuiet = isQuiet
  }

  /// What a run has come to so far.
  private struct State {
    var rejects: RejectsFile
    /// Rows of the batches that are over, whatever becomes of the rest.
    var kept = 0
    var rejected = 0
    var shown: [RowReject] = []
    var understood: [[(name: String, value: String)]] = []
    var progress: Progress
    var isOver = false
  }

  func run() throws -> Int32 {
    var state = State(
      rejects: RejectsFile(beside: reader.name, headings: sink.names),
      progress: Progress(PathParts(reader.name).name, total: nil))
    do { try engine.store.database.keepManyPages() } catch { throw EngineError.store(error) }
    if !isTrial { state.rejects.removeLeftovers() }
    let stop = StopSignal()
    do {
      if !isTrial, let bytes = reader.fileBytes, try sink.isWorthLoad(ofBytes: bytes) {
        try batch(&state, isLoad: true)
      }
      while !state.isOver { try batch(&state, isLoad: false) }
    } catch is StopSignal.Stopped { throw try stopped(&state) }
    stop.end()
    state.progress.finish()
    let path = isTrial ? nil : try state.rejects.finish()
    if !isQuiet || state.rejected > 0 { tell(state, path) }
    return state.rejected > 0 ? 1 : 0
  }

  /// What was and was not kept where somebody pressed Ctrl-C; the reasons of rows that were left out are written for those that
  /// were.
  private func stopped(_ state: inout State) throws -> Failure {
    let name = PathParts(reader.name).name
    if isTrial { return Failure("interrupted; this was a trial, and nothing is written", 130) }
    guard state.kept > 0 else {
      return Failure("interrupted: nothing of `\(name)` is kept; the same command begins anew", 130)
    }
    let rejects = try state.rejects.finishKept()
    return Failure(
      "interrupted: the first \(state.kept) rows of `\(name)` are kept, and none behind them; the same command goes on with the rest",
      130, rejects.map { ["those of them that were left out are in `\($0)`, with the reasons"] } ?? [])
  }

  /// One transaction; a trial is a single one, which is taken back.
  private func batch(_ state: inout State, isLoad: Bool) throws {
    var failure: (any Error)?
    var count = 0
    func take() throws(EngineError) {
      do { count = try rows(&state, isLoad: isLoad) } catch let error as EngineError { throw error } catch {
        // The batch is undone, and the error told as what it is.
        failure = error
        throw EngineError.request("")
      }
    }
    func write() throws(EngineError) {
      if isLoad { try sink.load(take) } else { try take() }
      try sink.finishBatch()
    }
    do {
      if isTrial { try engine.trial(write) } else { try engine.transaction(write) }
    } catch {
      state.progress.finish()
      throw failure ?? error
    }
    if !isTrial { try state.rejects.keep() }
    state.kept += count
    // What a batch has left in memory would be one more for each row of the file.
    engine.dropCaches()
  }

  /// Takes rows, and returns how many. Errors: somebody pressed Ctrl-C, and what a row may not be.
  private func rows(_ state: inout State, isLoad: Bool) throws -> Int {
    var count = 0
    while isTrial || (isLoad ? !sink.isLoadFull : count < ImportRun.batchRows) {
      try StopSignal.check()
      guard let taken = try sink.take() else {
        state.isOver = true
        break
      }
      count += 1
      switch taken {
      case .written:
        engine.noteRow(refusal: nil)
        if isTrial, state.understood.count < ImportRun.shownRows { state.understood.append(sink.understood) }
      case .reject(let reject):
        engine.noteRow(refusal: "row \(reject.row): \(reject.reason)")
        state.rejected += 1
        if state.shown.count < ImportRun.shownRejects { state.shown.append(reject) }
        if !isTrial { try state.rejects.append(reject) }
      }
      if count % 1000 == 0 {
        state.progress.expect(reader.rowsExpected)
        state.progress.advance(by: 1000)
      }
    }
    return count
  }

  // MARK: What is told

  private func tell(_ state: State, _ path: String?) {
    if isTrial { preview(state) }
    let parts = sink.counts.filter { $0.count > 0 }.map { "\($0.count) \(ImportRun.words($0.words, for: $0.count))" }
    Tool.say(
      (isTrial ? "would import, nothing is written: " : "imported: ")
        + (parts.isEmpty ? "no \(sink.noun)" : parts.joined(separator: ", ")))
    for line in sink.remarks.lines { Tool.say(line) }
    if !isTrial { tellUnused() }
    guard state.rejected > 0 else {
      if !isTrial, state.rejects.hasOlder {
        Tool.say("no row is left out; `\(state.rejects.path)` is of an earlier import")
      }
      return
    }
    Tool.say(
      "\(state.rejected) row\(state.rejected == 1 ? "" : "s") left out"
        + (path.map { ", with the reasons in `\($0)`" } ?? ""))
    for reject in state.shown { Tool.say("  row \(reject.row): \(reject.reason)") }
    if state.rejected > state.shown.count { Tool.say("  and \(state.rejected - state.shown.count) more") }
  }

  /// Headings that nobody knew, in one line, so that a misspelt one is not lost without a word.
  private func tellUnused() {
    let (kept, own) = (sink.keptAsTheyAre, sink.ownHeadings)
    let unused = sink.ignored.filter { !kept.contains($0) && !own.contains($0) }
    let parts = [("kept as they are", kept), ("not used", unused)].filter { !$0.1.isEmpty }.map {
      "\($0.0): \(ImportRun.list($0.1))"
    }
    guard !parts.isEmpty else { return }
    Tool.say("\(parts.joined(separator: "; ")); `--map` gives a heading a meaning")
  }

  private static func list(_ headings: [String]) -> String {
    let names = headings.prefix(shownHeadings).map { "`\($0.prefix(60))`" }.joined(separator: ", ")
    let more = headings.count - shownHeadings
    return names + (more > 0 ? " and \(more) more heading\(more == 1 ? "" : "s")" : "")
  }

  /// `new influencers`, `new influencer`: the noun is the first word in the plural; `take part`, `takes part`.
  private static func words(_ words: String, for count: Int) -> String {
    guard count == 1 else { return words }
    if words.hasPrefix("take ") { return "takes \(words.dropFirst(5))" }
    var parts = words.split(separator: " ", omittingEmptySubsequences: false)
    guard let place = parts.firstIndex(where: { $0.hasSuffix("s") }), place < 2 else { return words }
    parts[place] = parts[place].dropLast()
    return parts.joined(separator: " ")
  }

  /// How the headings and the first rows are understood.
  private func preview(_ state: State) {
    Tool.say("read as: " + sink.matched.map { "`\($0.heading)` as \($0.field)" }.joined(separator: ", "))
    tellUnused()
    for (index, row) in state.understood.enumerated() where !row.isEmpty {
      Tool.say(index == 0 ? "the first rows, as they are understood:" : "  -")
      for value in row { Tool.say("  \(value.name): \(value.value)") }
    }
  }
}
