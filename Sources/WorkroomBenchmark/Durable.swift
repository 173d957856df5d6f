import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Events through the engine's own door into a database: role, key, timers, step, log row with its hash, state, outbox.
enum DurableBenchmark {
  static func run(participations: Int, batch: Int, journal: Journal, events most: Int) throws -> DurableResult {
    try withDatabase(journal) { (engine) throws in
      try run(engine, participations: participations, batch: batch, events: most)
    }
  }

  /// A database of its own, gone when the work is done.
  static func withDatabase<Result>(_ journal: Journal, _ body: (Engine) throws -> Result) throws -> Result {
    let path = "/tmp/workroom-benchmark-\(getpid()).workroom"
    defer { for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) } }
    return try body(Engine.open(path: path, mode: .create, journal: journal))
  }

  private static func run(
    _ engine: Engine, participations: Int, batch: Int, events most: Int
  ) throws -> DurableResult {
    let (campaign, influencers) = try fill(engine, participations)
    let commands = makeCommands(campaign, influencers, most)
    let before = processCPUNanoseconds()
    let start = wallNanoseconds()
    var taken = 0
    var next = 0
    while next < commands.count {
      let end = min(next + batch, commands.count)
      taken += try engine.transaction { () throws(EngineError) in
        var count = 0
        for index in next..<end where try engine.submit(commands[index]).outcome == .taken { count += 1 }
        return count
      }
      next = end
    }
    let spent = processCPUNanoseconds() - before
    let wall = wallNanoseconds() - start
    precondition(taken == expectedTaken(commands.count, participations), "every event that applies is taken: \(taken)")
    return DurableResult(
      cpuNanosecondsPerEvent: Double(spent) / Double(commands.count),
      eventsPerSecond: Double(commands.count) / Double(wall) * 1e9, events: commands.count)
  }

  /// In script order every twelfth of fifteen applies; a cut-off run is counted step by step.
  private static func expectedTaken(_ events: Int, _ participations: Int) -> Int {
    (0..<events).count { index in ![1, 4, 12].contains(index / participations) }
  }

  static func fill(_ engine: Engine, _ participations: Int) throws -> (Int64, [Int64]) {
    let source = SourceText(name: "yardstick.workflow", text: YardstickWorkflow.text)
    let campaign = try engine.transaction { () throws(EngineError) in
      _ = try engine.createGroup(named: "codes", of: "discount", pattern: "C[id]", destination: nil)
      return try engine.createCampaign(named: "Yardstick", source: source, details: []).id
    }
    var ids: [Int64] = []
    try engine.transaction { () throws(EngineError) in
      for index in 0..<participations {
        var record = InfluencerRecord()
        record.external = "i\(index)"
        do throws(StoreError) { if let id = try engine.store.insertNew(record) { ids.append(id) } } catch {
          throw .store(error)
        }
        _ = try engine.assign(ids[index], to: campaign)
      }
    }
    return (campaign, ids)
  }

  /// Keys that rise, as a queue would give them.
  static func makeCommands(_ campaign: Int64, _ influencers: [Int64], _ most: Int) -> [Command] {
    var commands: [Command] = []
    for kind in YardstickWorkflow.script {
      for (index, influencer) in influencers.enumerated() where commands.count < most {
        let number = String(commands.count)
        let key = "k" + String(repeating: "0", count: 9 - number.count) + number
        commands.append(
          Command(
            source: .inbox, key: key, campaign: campaign, influencer: influencer, event: YardstickWorkflow.events[kind],
            role: "system",
            payload: payload(index, kind)))
      }
    }
    return commands
  }

  private static func payload(_ index: Int, _ kind: Int) -> [WrittenValue] {
    let words = YardstickWorkflow.payload(index, kind)
    switch kind {
    case 1, 2: return [WrittenValue(name: "rate", text: "\(words[0] / 100) USD")]
    case 9:
      return [
        WrittenValue(name: "likes", text: "\(words[0] / 1_000_000)"),
        WrittenValue(name: "reach", text: "\(words[1] / 1_000_000)"),
      ]
    case 11: return [WrittenValue(name: "revenue", text: "\(words[0] / 100) USD")]
    default: return []
    }
  }
}

struct DurableResult {
  var cpuNanosecondsPerEvent: Double
  var eventsPerSecond: Double
  var events: Int
}

func wallNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
