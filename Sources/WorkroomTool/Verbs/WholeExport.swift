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

/// `workroom export --db DB --to DIR [--format csv|json] [--yes]`: everything as files for other programs.
enum WholeExport {
  static func run(_ arguments: Arguments) throws -> Int32 {
    let folder = try arguments.required("--to", "the folder for the files, such as `--to export`")
    guard let format = Export.Format(rawValue: arguments["--format"] ?? "csv") else {
      throw Failure("`--format` takes `csv` or `json`, not `\(arguments["--format"] ?? "")`", 64)
    }
    let engine = try Tool.reader(arguments)
    let isNew = try make(folder, replaces: arguments.has("--yes"))
    let counts: [(table: String, rows: Int)]
    do { counts = try Export.run(engine, to: folder, format) } catch {
      // A folder of ours in which nothing came to lie.
      if isNew { rmdir(folder) }
      throw error
    }
    if !arguments.has("--quiet") {
      let rows = counts.map { "\($0.table) \($0.rows)" }.joined(separator: ", ")
      Tool.say("written into `\(folder)`, rows of each: \(rows)")
    }
    return 0
  }

  /// A folder that is there and holds something is somebody's. Whether it was made.
  private static func make(_ folder: String, replaces: Bool) throws -> Bool {
    if mkdir(folder, 0o755) == 0 { return true }
    guard errno == EEXIST else {
      throw Failure("the folder `\(folder)` cannot be made; create the folder around it first", 74)
    }
    guard try replaces || InboxFolder.names(folder, endingIn: "").isEmpty else {
      throw Failure("`\(folder)` holds files already; say `--yes` to replace those of the same names", 64)
    }
    return false
  }
}
