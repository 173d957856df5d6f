/// The rows of whole commands, each beside its yardstick. They need the tool, built in the same configuration.
enum WholeRows {
  static let names = ["import", "bulk", "report"]

  static func run(_ options: Options) throws {
    for name in names where options.isWanted(name) {
      guard let tool = Process.tool else {
        let problem = Options.Problem(
          description: "`\(name)` needs the tool beside the benchmark: `swift build -c release --product workroom`")
        if options.only == name { throw problem }
        options.row(name, [("skipped", "\"the tool is not built\"")])
        continue
      }
      switch name {
      case "import": try takeIn(options, tool)
      case "bulk": try bulk(options, tool)
      default: try report(options, tool)
      }
    }
  }

  /// SQLite's shell; where there is none the row says so.
  private static func shell(_ name: String, _ options: Options) -> String? {
    if Process.shell == nil { options.row(name, [("skipped", "\"SQLite's shell is not there\"")]) }
    return Process.shell
  }

  private static func takeIn(_ options: Options, _ tool: String) throws {
    guard let shell = shell("import", options) else { return }
    let rows = options.rows ?? 100_000
    let result = try ImportBenchmark.run(rows: rows, tool: tool, shell: shell)
    options.row(
      "import",
      [
        ("rows", "\(rows)"), ("cpuSeconds", rounded(result.seconds)),
        ("sqliteImportCPUSeconds", rounded(result.yardstickSeconds)),
        ("times", rounded(result.seconds / result.yardstickSeconds)),
      ])
  }

  private static func bulk(_ options: Options, _ tool: String) throws {
    let participations = options.participations ?? 10_000
    let result = try BulkBenchmark.run(participations: participations, tool: tool)
    options.row(
      "bulk",
      [
        ("participations", "\(participations)"), ("cpuNanosecondsPerEvent", rounded(result.nanosecondsPerEvent)),
        ("durableCPUNanosecondsPerEvent", rounded(result.yardstickNanosecondsPerEvent)),
        ("times", rounded(result.nanosecondsPerEvent / result.yardstickNanosecondsPerEvent)),
      ])
  }

  private static func report(_ options: Options, _ tool: String) throws {
    guard let shell = shell("report", options) else { return }
    let participations = options.participations ?? 100_000
    let result = try ReportBenchmark.run(participations: participations, tool: tool, shell: shell)
    options.row(
      "report",
      [
        ("participations", "\(participations)"), ("cpuSeconds", rounded(result.seconds)),
        ("sqlCPUSeconds", rounded(result.yardstickSeconds)),
        ("times", rounded(result.seconds / result.yardstickSeconds)),
      ])
  }
}
