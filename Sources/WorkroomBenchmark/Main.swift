import CWorkroomHeap
import WorkroomStore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

@main enum Main {
  private static let usage = """
    usage: workroom-benchmark [--only \(Options.names.joined(separator: "|"))] [--participations N]
      [--rows N] [--arrival in-order|random] [--batch N] [--states K] [--journal truncate|wal] [--format human|json]
    """

  static func main() throws {
    if CommandLine.arguments.contains("--help") { return print(usage) }
    // As the tool does.
    ch_grow_in_large_steps()
    Database.skipMemoryStatistics()
    let options: Options
    do { options = try Options(CommandLine.arguments.dropFirst()) } catch {
      let words = Array("workroom-benchmark: \(error.description)\n\(usage)\n".utf8)
      _ = write(STDERR_FILENO, words, words.count)
      exit(64)
    }
    if options.isWanted("memory") { memory(options) }
    if options.isWanted("durable") { try durable(options) }
    if options.isWanted("replay") { try replay(options) }
    if options.isWanted("load") { load(options) }
    if options.isWanted("start") { start(options) }
    if options.isWanted("console") { try console(options) }
    try WholeRows.run(options)
  }

  private static func memory(_ options: Options) {
    let participations = options.participations ?? 100_000
    for arrival in options.arrival.map({ [$0] }) ?? ["in-order", "random"] {
      let result = MemoryBenchmark.run(participations: participations, random: arrival == "random")
      options.row(
        "memory",
        [
          ("participations", "\(participations)"), ("arrival", "\"\(arrival)\""), ("events", "\(result.events)"),
          ("cpuNanosecondsPerEvent", rounded(result.cpuNanosecondsPerEvent)),
          ("bytesPerParticipation", "\(result.bytesPerParticipation)"),
        ])
    }
  }

  private static func durable(_ options: Options) throws {
    let participations = options.participations ?? 10_000
    for batch in options.batch.map({ [$0] }) ?? [1, 100, 10_000] {
      let journal: Journal = options.journal == "wal" ? .wal : .truncate
      let most = batch == 1 ? 15_000 : participations * 15
      let result = try DurableBenchmark.run(
        participations: participations, batch: batch, journal: journal, events: most)
      options.row(
        "durable",
        [
          ("participations", "\(participations)"), ("batch", "\(batch)"), ("journal", "\"\(options.journal)\""),
          ("events", "\(result.events)"),
          ("cpuNanosecondsPerEvent", rounded(result.cpuNanosecondsPerEvent)),
          ("eventsPerSecond", rounded(result.eventsPerSecond)),
        ])
    }
  }

  private static func replay(_ options: Options) throws {
    let participations = options.participations ?? 10_000
    let result = try ReplayBenchmark.run(participations: participations)
    options.row(
      "replay",
      [
        ("participations", "\(participations)"), ("events", "\(result.events)"),
        ("cpuNanosecondsPerEvent", rounded(result.cpuNanosecondsPerEvent)),
        ("eventsPerCPUSecond", rounded(1e9 / result.cpuNanosecondsPerEvent)),
      ])
  }

  private static func load(_ options: Options) {
    let stages = options.states ?? 1000
    let result = LoadBenchmark.run(stages: stages)
    options.row(
      "load",
      [
        ("states", "\(stages)"), ("bytes", "\(result.bytes)"), ("checkMilliseconds", rounded(result.checkMilliseconds)),
        ("compileMilliseconds", rounded(result.compileMilliseconds)),
      ])
  }

  /// From the start of the process to the first transition; the caller times the whole process.
  private static func start(_ options: Options) {
    let taken = MemoryBenchmark.firstTransition()
    options.row(
      "start",
      [("taken", taken ? "true" : "false"), ("cpuMilliseconds", rounded(Double(processCPUNanoseconds()) / 1e6))])
  }
}

/// A figure with two decimals.
func rounded(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

/// The benchmark's own options.
struct Options {
  private var values: [String: String] = [:]
  static let known = [
    "--only", "--participations", "--arrival", "--batch", "--states", "--journal", "--format", "--rows",
  ]

  struct Problem: Error, CustomStringConvertible { var description: String }

  init(_ words: some Sequence<String>) throws(Problem) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      guard Options.known.contains(word) else {
        throw Problem(description: "no option is called \(word); there are \(Options.known.joined(separator: " "))")
      }
      guard let value = rest.popFirst() else { throw Problem(description: "\(word) needs a value") }
      values[word] = value
    }
    for name in ["--participations", "--batch", "--states", "--rows"] {
      guard let value = values[name] else { continue }
      guard let number = Int(value), number > (name == "--states" ? 1 : 0) else {
        throw Problem(description: "\(name) takes a whole number, not \(value)")
      }
    }
    if let arrival, !["in-order", "random"].contains(arrival) {
      throw Problem(description: "--arrival takes in-order or random")
    }
    if let only, !Options.names.contains(only) {
      throw Problem(description: "--only takes one of \(Options.names.joined(separator: ", "))")
    }
  }

  static let names = ["memory", "durable", "replay", "load", "start", "console", "import", "bulk", "report"]

  var only: String? { values["--only"] }
  var rows: Int? { values["--rows"].flatMap(Int.init) }
  func isWanted(_ name: String) -> Bool { values["--only"].map { $0 == name } ?? true }
  var participations: Int? { values["--participations"].flatMap(Int.init) }
  var batch: Int? { values["--batch"].flatMap(Int.init) }
  var states: Int? { values["--states"].flatMap(Int.init) }
  var arrival: String? { values["--arrival"] }
  var journal: String { values["--journal"] ?? "truncate" }

  /// One object a line, or a line for a person.
  func row(_ name: String, _ fields: [(String, String)]) {
    if values["--format"] == "json" {
      print("{\"schemaVersion\":1,\"name\":\"\(name)\"" + fields.map { ",\"\($0.0)\":\($0.1)" }.joined() + "}")
    } else {
      print(name + ": " + fields.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    }
  }
}
