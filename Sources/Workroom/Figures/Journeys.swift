package import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Where people have been, for how long, and where they are now: stage by stage.
package struct Journeys: Sendable {
  /// One stage, by all definitions that have it.
  package struct Stage: Sendable {
    package var path: String
    package var title: String
    package var section: String
    /// Inside how many others it stands.
    package var depth: Int
    package var isFinal: Bool
    /// Whether it is a track, which stands for the stages inside it and has no line of its own.
    package var isTrack: Bool
    /// Participations that were ever in it, and that are in it now.
    package var reached: Int64 = 0
    package var here: Int64 = 0
    /// How long each stay that is over took, in milliseconds, the shortest first.
    package var stays: [Int64] = []
    /// How long those who are in it have been there, the shortest first.
    package var waiting: [Int64] = []
  }

  /// In the order of the campaign's own definition, tracks among them; stages of older ones behind them.
  package private(set) var all: [Stage] = []
  /// The same without tracks.
  package var stages: [Stage] { all.filter { !$0.isTrack } }
  /// Participations that the report is about.
  package private(set) var participations: Int64 = 0
  private var numbers: [String: Int] = [:]

  private final class Way {
    /// Stages that were ever entered.
    var reached: [Int] = []
    /// Those that are active, each with the instant of its entry.
    var active: [(stage: Int, since: Int64)] = []
  }

  /// Reads the ways of all participations of a campaign, or of some; `now` ends the stays of those who still wait.
  package static func of(
    _ engine: Engine, campaign: Int64, only: Set<Int64>? = nil, now: Instant
  ) throws(EngineError) -> Journeys {
    let reader = Reader()
    reader.journeys.add(try engine.definition(engine.campaign(campaign).row.definition))
    try engine.eachStageChange(of: campaign) { (change) throws(EngineError) in
      if let only, !only.contains(change.participation) { return }
      reader.take(change)
    }
    return reader.ended(at: now.milliseconds)
  }

  /// The closure that is told of changes outlives no reading, but must not hold a value that changes.
  private final class Reader {
    var journeys = Journeys()
    private var ways: [Int64: Way] = [:]
    private var maps: [Int64: [Int]] = [:]

    func take(_ change: StageChange) {
      let map = maps[change.definition.id] ?? journeys.add(change.definition)
      maps[change.definition.id] = map
      let way = self.way(of: change.participation)
      let active = change.active.compactMap { map[$0] >= 0 ? map[$0] : nil }
      for stay in way.active where !active.contains(stay.stage) {
        journeys.all[stay.stage].stays.append(max(0, change.occurred - stay.since))
      }
      way.active.removeAll { !active.contains($0.stage) }
      for stage in active where !way.active.contains(where: { $0.stage == stage }) {
        way.active.append((stage, change.occurred))
        guard !way.reached.contains(stage) else { continue }
        way.reached.append(stage)
        journeys.all[stage].reached += 1
      }
    }

    private func way(of participation: Int64) -> Way {
      if let known = ways[participation] { return known }
      let new = Way()
      ways[participation] = new
      return new
    }

    func ended(at now: Int64) -> Journeys {
      journeys.participations = Int64(ways.count)
      for way in ways.values {
        for stay in way.active {
          journeys.all[stay.stage].here += 1
          if !journeys.all[stay.stage].isFinal {
            journeys.all[stay.stage].waiting.append(max(0, now - stay.since))
          }
        }
      }
      for index in journeys.all.indices {
        journeys.all[index].stays.sort()
        journeys.all[index].waiting.sort()
      }
      return journeys
    }
  }

  /// Takes the stages of a definition in; its numbers to ours, -1 for what is no stage.
  @discardableResult
  private mutating func add(_ definition: Definition) -> [Int] {
    let workflow = definition.workflow
    var map: [Int] = []
    var depths: [Int] = []
    for (index, stage) in workflow.stages.enumerated() {
      let isTrack = stage.kind == .track
      depths.append(index == 0 ? -1 : depths[stage.parent] + (isTrack ? 0 : 1))
      guard isTrack || stage.kind == .stage || stage.kind == .final else {
        map.append(-1)
        continue
      }
      if let known = numbers[stage.path] {
        map.append(known)
        continue
      }
      numbers[stage.path] = all.count
      map.append(all.count)
      all.append(
        Stage(
          path: stage.path, title: stage.title, section: Journeys.section(of: index, workflow), depth: depths[index],
          isFinal: stage.kind == .final, isTrack: isTrack))
    }
    return map
  }

  /// The section that a stage shows in, its own or that of what is around it; empty for none.
  private static func section(of index: Int, _ workflow: CheckedWorkflow) -> String {
    var place = index
    while place > 0 {
      if let own = workflow.stages[place].section { return workflow.sections[own] }
      place = workflow.stages[place].parent
    }
    return ""
  }

  /// The value that so many per cent of a rising list reach at most (nearest rank); `nil` for an empty list.
  package static func percentile(_ percent: Int, _ values: [Int64]) -> Int64? {
    if values.isEmpty { return nil }
    return values[max(0, (values.count * percent + 99) / 100 - 1)]
  }
}
