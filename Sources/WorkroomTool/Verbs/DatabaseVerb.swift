import WorkroomEngine
import WorkroomReporting
import WorkroomStore

/// `workroom db verify|doctor --db DB`
enum DatabaseVerb {
  static let usage = "workroom db verify|doctor --db DB"

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: [Tool.databaseOption], usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    try arguments.noMore(than: 1, usage)
    switch arguments.words.first {
    case "verify": return try verify(arguments)
    case "doctor": return try doctor(arguments)
    default: throw Failure("a database is verified, or looked at by the doctor", 64, [usage])
    }
  }

  private static func verify(_ arguments: Arguments) throws -> Int32 {
    let report = try Verification.run(Tool.reader(arguments))
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
      "sound: \(report.rows) log rows, \(report.campaigns) campaigns, \(report.participations) participations replayed")
    try Tool.print("receipt \(report.receipt)")
    return 0
  }

  private static func doctor(_ arguments: Arguments) throws -> Int32 {
    let engine = try Tool.reader(arguments)
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
