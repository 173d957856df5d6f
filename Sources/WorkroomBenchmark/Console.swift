import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

/// What an operator's console reads for one answer, in a campaign of a thousand influencers and in one of many more: the
/// list of campaigns, a page of a section, whose turn it is.
enum ConsoleBenchmark {
  struct Result {
    var participations: Int
    var what: String
    var cpuMilliseconds: Double
  }

  private static let workflow = "on proposal.accepted assign discount from group X and link from group Y\n"
  private static let sections = ["My Influencers", "Proposals", "Discounts", "Progress", "Reporting"]
  private static let batch = 10_000

  static func run(participations: Int) throws(EngineError) -> [Result] {
    let engine = try Engine.open(path: "memory", mode: .memory)
    let campaign = try engine.transaction { () throws(EngineError) in
      _ = try engine.createGroup(named: "X", of: "discount", pattern: "[first_name]10", destination: nil)
      _ = try engine.createGroup(named: "Y", of: "link", pattern: nil, destination: nil)
      return try engine.createCampaign(
        named: "Spring", source: SourceText(name: "spring.workflow", text: workflow), details: []
      ).id
    }
    for start in stride(from: 0, to: participations, by: batch) {
      try engine.transaction { () throws(EngineError) in
        for number in start..<min(start + batch, participations) { try add(number, engine, campaign) }
      }
    }
    var results = [
      try timed("campaigns", participations) { () throws(EngineError) in
        _ = try Standpoints(engine, campaign: campaign).everybody
      }
    ]
    for section in sections {
      results.append(
        try timed(section, participations) { () throws(EngineError) in
          _ = try WorkRoom.sheet(section, Page(1), engine, campaign: campaign)
        })
    }
    results.append(
      try timed("next", participations) { () throws(EngineError) in
        _ = try Duties(engine, campaign: campaign, roles: ["manager"]).sheet(Page(1))
      })
    return results
  }

  /// Somebody new; every third proposes something.
  private static func add(_ number: Int, _ engine: Engine, _ campaign: Int64) throws(EngineError) {
    var record = InfluencerRecord()
    record.firstName = "P\(number)"
    record.email = "p\(number)@example.com"
    guard case .added(let influencer) = try Directory(engine).add(record) else { return }
    _ = try engine.assign(influencer, to: campaign)
    guard number % 3 == 0 else { return }
    _ = try engine.submit(
      Command(
        source: .importer, campaign: campaign, influencer: influencer, event: "proposal.submitted", role: "manager",
        payload: [WrittenValue(name: "price", text: "100 USD")]))
  }

  /// The best of five, without what was read before.
  private static func timed(
    _ what: String, _ participations: Int, _ body: () throws(EngineError) -> Void
  ) throws(EngineError) -> Result {
    var best = UInt64.max
    for _ in 0..<5 {
      let start = processCPUNanoseconds()
      try body()
      best = min(best, processCPUNanoseconds() - start)
    }
    return Result(participations: participations, what: what, cpuMilliseconds: Double(best) / 1e6)
  }
}

extension Main {
  /// A thousand and many: the second should cost about what the first does.
  static func console(_ options: Options) throws {
    for participations in [1000, options.participations ?? 100_000] {
      for result in try ConsoleBenchmark.run(participations: participations) {
        options.row(
          "console",
          [
            ("participations", "\(result.participations)"), ("what", "\"\(result.what)\""),
            ("cpuMilliseconds", rounded(result.cpuMilliseconds)),
          ])
      }
    }
  }
}
