import Workroom
import WorkroomEngine
import WorkroomExchange
import WorkroomStore

/// Trying things out: `.undo` and `.differences` in a sandbox; and `.save`, which copies the database.
extension Console {
  func goBack() throws {
    guard let sandbox else {
      throw Refusal(
        text: "this database counts, and what is in its log stays there", status: 64,
        help: [
          "`undo` sends the event that sets right what was sent last",
          "`workroom repl DB --sandbox` opens a copy in which everything can be taken back",
        ])
    }
    guard let line = try sandbox.goBack() else {
      throw Refusal(text: "nothing was changed yet that could be taken back", status: 1)
    }
    lastSent = []
    say("taken back: \(line)")
  }

  func showDifferences(_ argument: String) throws {
    guard let sandbox else {
      throw Refusal(
        text: "there is nothing to compare: this is no sandbox", status: 64,
        help: ["`workroom repl DB --sandbox` opens a copy to try things out"])
    }
    guard let page = Look.page(argument) else {
      throw Refusal(text: "`\(argument)` is no page; write `.differences 2`", status: 64)
    }
    let isWhole = page == 1 && (outputPath != nil || format != .human)
    try show(Differences(sandbox: sandbox).sheet(isWhole ? nil : Page(page, rows: pageRows)))
  }

  /// A sound copy of the database, as `workroom db backup` makes it.
  func save(_ path: String) throws {
    guard sandbox == nil else {
      throw Refusal(text: "a sandbox is a copy that is thrown away; save the live database instead", status: 64)
    }
    guard !path.isEmpty else { throw Refusal(text: "write where to: `.save copy.workroom`", status: 64) }
    if let problem = OutputFile.problem(withNew: path) { throw Refusal(text: problem, status: 64) }
    let source = engine.store.database.path
    try stored { () throws(StoreError) in try Backup.write(source, to: path, replaces: assumesYes) }
    say("the database is copied to `\(path)`")
  }
}
