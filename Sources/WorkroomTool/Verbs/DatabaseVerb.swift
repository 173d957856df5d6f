import Workroom
import WorkroomEngine
import WorkroomReporting
import WorkroomStore
import WorkroomValues
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom db verify|doctor|migrate --db DB`, `workroom db backup|restore FILE --db DB` and `workroom db create --db DB`
enum DatabaseVerb {
  static let usage =
    "workroom db verify|doctor --db DB | db create --db DB [--clock INSTANT] [--journal truncate|wal] | db backup|restore FILE --db DB [--yes] | db migrate --db DB [--dry-run]"

  static let options: [Arguments.Option] = [
    Tool.databaseOption,
    .init(name: "--clock", value: "where the clock of a demo begins, such as 2026-03-02T00:00:00Z"),
    .init(name: "--journal", value: "truncate|wal"),
    .init(name: "--dry-run"),
  ]

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    switch arguments.words.first {
    case "backup", "restore": try arguments.noMore(than: 2, usage)
    default: try arguments.noMore(than: 1, usage)
    }
    switch arguments.words.first {
    case "create": return try create(arguments)
    case "verify": return try verify(arguments)
    case "doctor": return try doctor(arguments)
    case "backup": return try DatabaseKeeping.backup(arguments)
    case "restore": return try DatabaseKeeping.restore(arguments)
    case "migrate": return try DatabaseKeeping.migrate(arguments)
    default:
      throw Failure(
        "a database is created, verified, backed up, restored, migrated, or looked at by the doctor", 64, [usage])
    }
  }

  /// An empty database; with `--clock` one whose time stands still until it is moved, for demonstrations and trials.
  private static func create(_ arguments: Arguments) throws -> Int32 {
    let path = try arguments.required("--db", "the file to make, such as `--db spring.workroom`")
    guard access(path, F_OK) != 0 else {
      throw Failure("`\(path)` is already there", 64, ["choose another name, or delete it first"])
    }
    var start: Instant?
    if let text = arguments["--clock"] {
      // There is no campaign yet whose clocks could be meant.
      start = WrittenTime.read(text, zone: .utc, after: SystemClock.now)
      guard start != nil else {
        throw Failure("`--clock \(text)` is no time; write it like \(WrittenTime.forms)", 64)
      }
    }
    let engine = try Engine.open(path: path, mode: .create, journal: journal(arguments))
    if let start { try engine.transaction { () throws(EngineError) in try engine.clock.begin(at: start) } }
    return 0
  }

  /// A rollback journal, or the write-ahead log where it is asked for; `nil` for what suits this SQLite.
  private static func journal(_ arguments: Arguments) throws -> Journal? {
    switch arguments["--journal"] {
    case nil: nil
    case "truncate": .truncate
    case "wal": .wal
    case let other?: throw Failure("`--journal` takes `truncate` or `wal`, not `\(other)`", 64)
    }
  }

  /// Runs what reads a database in order to say how it is: of one that cannot be read it must not say to run the same again.
  private static func readable<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch EngineError.store(.damaged(let words)) {
      throw Failure(
        "the database is damaged (\(words)), so that it cannot be read", 5,
        [
          "change nothing in this file, keep it as evidence, and go on with a copy from before: `workroom db restore BACKUP --db OTHER`"
        ])
    }
  }

  private static func verify(_ arguments: Arguments) throws -> Int32 {
    let report = try readable { try Verification.run(Tool.reader(arguments)) }
    for problem in report.problems { try Tool.print("damaged: \(problem)") }
    guard report.problems.isEmpty else {
      let count = report.problemCount
      if count > report.problems.count { try Tool.print("and \(count - report.problems.count) more") }
      Tool.say(
        "\(count) problem\(count == 1 ? "" : "s"); change nothing in this file, keep it as evidence, and go on with a copy from before"
      )
      return 5
    }
    try Tool.print(
      "sound: \(report.rows.counted("log row", "log rows")), \(report.campaigns.counted("campaign", "campaigns")), \(report.participations.counted("participation", "participations")) replayed"
    )
    try Tool.print("receipt \(report.receipt)")
    return 0
  }

  private static func doctor(_ arguments: Arguments) throws -> Int32 {
    let engine = try readable { try Tool.reader(arguments) }
    let version = Database.libraryVersion
    let shown = "\(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
    var lines = ["SQLite \(shown), schema version \(try engine.store.database.schemaVersion)"]
    lines.append(
      "journal \(engine.store.database.journal)"
        + (version < 3_051_003
          ? "; before SQLite 3.51.3 a rollback journal is the safe choice, and WAL works behind a lock of our own" : "")
    )
    lines.append(
      engine.clock.virtual.map { "a clock of its own, standing at \($0): nothing fires by itself" }
        ?? "the system's clock")
    for campaign in try engine.store.campaigns() {
      let head = try engine.store.head(campaign.id)
      lines.append("`\(campaign.name)`: \(head.sequence) log rows, time zone \(campaign.zone)")
    }
    if engine.store.database.mode == .readOnly {
      lines.append("the file or its folder may not be written: events cannot be taken here")
    }
    for line in lines { try Tool.print(line) }
    return 0
  }
}
