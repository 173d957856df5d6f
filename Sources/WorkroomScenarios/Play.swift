import WorkroomEngine
import WorkroomExplanation
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// One scenario while it is played.
final class Play {
  let player: ScenarioPlayer
  let scenario: CheckedScenario
  var failures: [ScenarioFailure] = []
  var stepCount = 0
  var coverage: Coverage
  /// The campaign, once a line needs it.
  var campaign: CampaignRow?
  /// The details that were given before that, and what groups hold.
  var details: [GivenValue] = []
  var stocks: [GivenGroup] = []
  /// The directory's number of each person, and whom a participation belongs to.
  var influencers: [Int: Int64] = [:]
  var people: [Int64: Int] = [:]
  /// Who begins to take part while the first step of their participation is made.
  var joining: Int?
  /// The moment that an `at` line names before anything has happened.
  var begins: (date: CalendarDate, time: TimeOfDay)?
  /// What was sent and told, and whether a line has expected it.
  var messages: [Message] = []
  var trail: [TrailStep] = []
  /// The step that the engine took last.
  var newest: ObservedStep?
  /// How much of the trail an earlier failure has told.
  var toldCount = 0
  /// The line that is being played.
  var line = 0
  /// Whether the rest would make no sense.
  private var isOver = false
  /// How many items were made for groups without names of their own.
  var itemCount = 0

  init(_ player: ScenarioPlayer, _ scenario: CheckedScenario) {
    self.player = player
    self.scenario = scenario
    coverage = player.nothingCovered
  }

  var engine: Engine { player.engine }
  var definition: Definition { player.definition }
  var workflow: CheckedWorkflow { player.checked.definition }

  /// Plays line by line. An event that was answered otherwise than expected ends it: what comes later would make no sense.
  func run() throws(EngineError) {
    for (index, line) in scenario.lines.enumerated() where !isOver {
      self.line = index
      do {
        try play(line)
        try engine.serveLines()
      } catch {
        // What the engine does not do is told in its words; a database that fails is nobody's expectation.
        switch error {
        case .request, .missing, .zone: end("this is not possible", ["because \(error)"])
        default: throw error
        }
      }
    }
  }

  private func play(_ line: CheckedScenarioLine) throws(EngineError) {
    switch line.kind {
    case .campaign(let values, let groups): try playCampaign(values, groups)
    case .group(let group): try playGroup(group)
    case .person(let person, let values): try playPerson(person, values)
    case .event(let person, let event, let role, let values, let answer):
      try send(person, event, role, values, answer)
    case .later(let length): try pass(length)
    case .at(let date, let time): try wait(date, time)
    case .expect(let expectation): try expect(expectation)
    }
  }

  // MARK: What failed

  /// Says that the line at hand is not met.
  func fail(_ title: String, _ details: [String] = []) {
    let led = trailLines()
    let all = details + (led.isEmpty || details.isEmpty ? led : [""] + led)
    failures.append(ScenarioFailure(title: title, span: scenario.lines[line].span, details: all))
  }

  /// Says so of a line after which the rest means nothing.
  func end(_ title: String, _ details: [String] = []) {
    fail(title, details)
    isOver = true
  }

  /// The newest participation of a person.
  func row(_ person: Int) throws(EngineError) -> ParticipationRow {
    let campaign = try begun()
    guard let influencer = influencers[person], let row = try engine.participation(of: influencer, in: campaign.id)
    else {
      throw .request("`\(scenario.people[person])` does not take part")
    }
    return row
  }

  /// The innermost stages in which each person stands; of items those around them.
  func standings() throws(EngineError) -> [String: [Int]] {
    guard let campaign else { return [:] }
    var standings: [String: [Int]] = [:]
    for (person, influencer) in influencers {
      guard let row = try engine.participation(of: influencer, in: campaign.id) else { continue }
      let inner = workflow.innermost(definition.machine.activeStages(row.state.span))
      let places = inner.map { stage in
        var place = stage
        while workflow.stages[place].each != nil { place = workflow.stages[place].parent }
        return place
      }
      standings[scenario.people[person]] = Set(places).subtracting([0]).sorted()
    }
    return standings
  }

  /// Values as the campaign at hand writes them.
  func valueWords() throws(EngineError) -> ValueWords {
    let home = try engine.campaign(begun().id).currency
    return ValueWords(
      player.checked.asking, home: home, text: { try? self.engine.text($0, self.definition) },
      group: { try? self.engine.group($0)?.name })
  }

  func name(_ participation: Int64) -> String { people[participation].map { scenario.people[$0] } ?? "somebody" }

  /// An instant as clocks in the campaign show it.
  func shown(_ milliseconds: Int64) -> String {
    let zone = campaign.flatMap { try? engine.campaign($0.id).zone } ?? .utc
    return ValueWords.time(milliseconds, zone)
  }
}
