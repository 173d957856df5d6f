import Workroom
import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
import WorkroomStore
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom db backup FILE`, `db restore FILE` and `db migrate`: how a database is kept.
enum DatabaseKeeping {
  private static func path(_ arguments: Arguments) throws(Failure) -> String {
    try arguments.required("--db", "the database, such as `--db spring.workroom`")
  }

  private static func file(_ arguments: Arguments, _ what: String) throws(Failure) -> String {
    guard arguments.words.count == 2 else { throw Failure(what, 64, [DatabaseVerb.usage]) }
    return arguments.words[1]
  }

  /// A path for a file: its folder is there, and it is no folder itself.
  private static func checkPlace(_ path: String) throws(Failure) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure("`\(path)` is a folder; name a file inside it", 65)
    }
    guard stat(PathParts(path).folder, &status) == 0 else {
      throw Failure("there is no folder for `\(path)`; create it first", 66)
    }
  }

  static func backup(_ arguments: Arguments) throws -> Int32 {
    let file = try file(arguments, "which file? write `workroom db backup FILE --db DB`")
    let source = try path(arguments)
    try checkPlace(file)
    try Request.current?.admit(fileAt: source)
    try stored { () throws(StoreError) in try Backup.write(source, to: file, replaces: arguments.has("--yes")) }
    if !arguments.has("--quiet") {
      Tool.say("`\(file)` is a whole and sound copy of `\(source)`; `workroom db verify --db \(file)` replays it")
    }
    return 0
  }

  static func restore(_ arguments: Arguments) throws -> Int32 {
    let file = try file(arguments, "which backup? write `workroom db restore FILE --db DB`")
    let target = try path(arguments)
    for place in [file, target] { try checkPlace(place) }
    try Request.current?.admit(fileAt: target)
    let report = try Restore.run(file, to: target, replaces: arguments.has("--yes"))
    guard !arguments.has("--quiet") else { return 0 }
    if let kept = report.kept {
      let more = report.excess?.words.map { "; it \($0)" } ?? ""
      Tool.say("what was replaced is kept as `\(kept)`\(more)")
    }
    for line in report.excess?.advice(for: target) ?? [] { Tool.say(line) }
    Tool.say("restored: \(report.campaigns.counted("campaign", "campaigns")); timers keep their due time")
    if report.held > 0 {
      Tool.say(
        "\(report.held) waiting in the outbox \(report.held == 1 ? "is" : "are") held, since the original may have sent \(report.held == 1 ? "it" : "them"): see `workroom outbox list --state held`; `workroom outbox release` lets \(report.held == 1 ? "it" : "them") go"
      )
    }
    return 0
  }

  static func migrate(_ arguments: Arguments) throws -> Int32 {
    try arguments.noMore(than: 1, DatabaseVerb.usage)
    let path = try path(arguments)
    let upgrade = try stored { () throws(StoreError) in try Upgrade(of: path) }
    guard upgrade.isNeeded else {
      if !arguments.has("--quiet") { Tool.say("`\(path)` has schema version \(upgrade.to) already; nothing to do") }
      return 0
    }
    try Tool.print("`\(path)` goes from schema version \(upgrade.from) to \(upgrade.to)")
    let tables = upgrade.newTables.joined(separator: ", ")
    try Tool.print("new tables: \(tables.isEmpty ? "none" : tables)")
    if arguments.has("--dry-run") { return 0 }
    let copy = Restore.freeName("\(path).schema-\(upgrade.from)")
    try stored { () throws(StoreError) in try Backup.write(path, to: copy, replaces: false) }
    try Tool.print("as it was before: `\(copy)`")
    _ = try Engine.open(path: path, mode: .existing)
    try Tool.print("done")
    return 0
  }
}
