import Workroom
import WorkroomEngine
import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// `workroom audit --db DB [--of NAME] [--since DATE] [--page N] [--rows N] [--format human|csv|json]`
enum AuditVerb {
  static let usage =
    "workroom audit --db DB [--of NAME] [--since DATE] [--page N] [--rows N] [--format human|csv|json]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption, Tool.formatOption, .init(name: "--of", value: "an operator's name"),
    .init(name: "--since", value: "a day, such as 2026-03-01"),
    .init(name: "--page", value: "the number of a page"), .init(name: "--rows", value: "rows of a page"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 0, usage)
    let engine = try Tool.reader(arguments)
    let whose = try arguments["--of"].map { name in
      let known = try stored { () throws(StoreError) in try engine.store.operator(named: name) }
      guard let known else { throw Failure("no operator is or was called `\(name)`", 66) }
      return known.id
    }
    let since = try arguments["--since"].map { text throws(Failure) in
      // The table's own times are those of no campaign.
      guard let instant = WrittenTime.read(text, zone: .utc, after: engine.clock.now) else {
        throw Failure("`--since \(text)` is no time; write it like \(WrittenTime.forms), or `today`", 64)
      }
      return instant
    }
    try Tool.show(AuditTable(engine).sheet(of: whose, since: since, Tool.page(arguments)), arguments)
    return 0
  }
}
