import WorkroomDelivery
import WorkroomEngine
import WorkroomExchange
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `workroom export KIND --db DB`: one kind of thing as a file that can come back. `workroom export --db DB --to DIR`:
/// everything as files for other programs.
enum ExportVerb {
  static let usage = TableExport.usage + " | export --db DB --to DIR [--format csv|json] [--yes]"

  static let options: [Arguments.Option] =
    [Tool.databaseOption, .init(name: "--to", value: "a folder"), .init(name: "--format", value: "csv|json")]
    + TableExport.options

  static func run(_ words: [String]) throws -> Int32 {
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    if let what = arguments.words.first {
      try arguments.noMore(than: 1, usage)
      return try TableExport.run(what, arguments)
    }
    if arguments["--to"] == nil {
      throw Failure("what is exported? a kind of thing, or all of it with `--to`", 64, [usage])
    }
    let folder = try arguments.required("--to", "the folder for the files, such as `--to export`")
    guard let format = Export.Format(rawValue: arguments["--format"] ?? "csv") else {
      throw Failure("`--format` takes `csv` or `json`, not `\(arguments["--format"] ?? "")`", 64)
    }
    let engine = try Tool.reader(arguments)
    try make(folder, replaces: arguments.has("--yes"))
    let counts = try Export.run(engine, to: folder, format)
    if !arguments.has("--quiet") {
      let rows = counts.map { "\($0.table) \($0.rows)" }.joined(separator: ", ")
      Tool.say("written into `\(folder)`, rows of each: \(rows)")
    }
    return 0
  }

  /// A folder that is there and holds something is somebody's.
  private static func make(_ folder: String, replaces: Bool) throws {
    if mkdir(folder, 0o755) == 0 { return }
    guard errno == EEXIST else {
      throw Failure("the folder `\(folder)` cannot be made; create the folder around it first", 74)
    }
    guard try replaces || InboxFolder.names(folder, endingIn: "").isEmpty else {
      throw Failure("`\(folder)` holds files already; say `--yes` to replace those of the same names", 64)
    }
  }
}
