import WorkroomStore

/// One command of the console for everybody, against the same events through the engine's own door: what the console adds
/// to each.
enum BulkBenchmark {
  struct Result {
    var nanosecondsPerEvent: Double
    var yardstickNanosecondsPerEvent: Double
  }

  static func run(participations: Int, tool: String) throws -> Result {
    let place = try Workplace()
    let talk = place.path("talk")
    var best = Result(nanosecondsPerEvent: .infinity, yardstickNanosecondsPerEvent: .infinity)
    for _ in 0..<3 {
      place.clear("bulk.workroom")
      let database = place.path("bulk.workroom")
      try LargeCampaign.make(database, participations: participations, isPlayed: false)
      // What opening the campaign costs is no part of the command.
      let words = ["repl", database, "--yes", "-c", LargeCampaign.name]
      let opened = try Process.seconds(tool, words, saying: talk)
      let done = try Process.seconds(tool, words + ["-c", "invite all"], saying: talk)
      best.nanosecondsPerEvent = min(best.nanosecondsPerEvent, (done - opened) / Double(participations) * 1e9)
      let durable = try DurableBenchmark.run(
        participations: participations, batch: participations, journal: .truncate, events: participations)
      best.yardstickNanosecondsPerEvent = min(best.yardstickNanosecondsPerEvent, durable.cpuNanosecondsPerEvent)
    }
    return best
  }
}
