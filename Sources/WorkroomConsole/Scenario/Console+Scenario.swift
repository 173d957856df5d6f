import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore

/// `.scenario FILE`: saves what was done to those who were spoken to as a test that `workroom test` plays.
extension Console {
  func saveScenario(_ path: String) throws {
    guard let campaign else { throw Refusal(text: "open a campaign first", status: 64) }
    guard path.hasSuffix(".scenario"), path.utf8.count > ".scenario".utf8.count else {
      throw Refusal(text: "write a file that ends in `.scenario`: `.scenario spring.scenario`", status: 64)
    }
    if let objection = OutputFile.objection(to: path) { throw Refusal(text: objection, status: 64) }
    let people = spokenTo[campaign] ?? []
    guard !people.isEmpty else {
      throw Refusal(
        text: "nobody was spoken to in this session, so there is nothing to save; `accept mia` and the like come first")
    }
    guard people.count <= SessionScenario.peopleMax else {
      throw Refusal(
        text:
          "\(people.count) people were spoken to in this session, and a scenario has at most \(SessionScenario.peopleMax); try it with fewer, in a sandbox"
      )
    }
    let state = try engine.campaign(campaign)
    let definition = try engine.definition(state.row.definition)
    let title = "a session of \(state.row.name)"
    let heading = "workflow \(SessionScenario.quoted(definition.workflow.name))\n\n"
    let text = heading + (try SessionScenario(engine, campaign, people).text(named: title))
    if OutputFile.isThere(path) {
      guard try agrees("`\(path)` is there already; write over it?") else { return say("nothing is written") }
    }
    try OutputFile.write(text, to: path)
    say("`\(path)` tells of \(people.count == 1 ? "1 person" : "\(people.count) people")")
    let left = text.split(separator: "\n").count { $0.hasPrefix("  \(SessionScenario.unsaid)") }
    if left > 0 {
      say(
        "\(left.counted("step", "steps")) left out: a scenario takes no amount back; a comment stands in the place of each"
      )
    }
    let problems = playScenario(definition.source, SourceText(name: path, bytes: Array(text.utf8)))
    if problems.isEmpty {
      say("it passes: `workroom test \(definition.source.name) \(path)`")
    } else {
      say("played by itself it does not come to the same end, so it needs a look:")
      for problem in problems.prefix(5) { say("  \(problem)") }
    }
  }

  /// Remembers those about whom something was sent.
  func remember(_ rows: [ParticipationRow]) {
    for (campaign, rows) in Dictionary(grouping: rows, by: \.campaign) {
      var known = Set(spokenTo[campaign] ?? [])
      for row in rows where known.insert(row.id).inserted { spokenTo[campaign, default: []].append(row.id) }
    }
  }
}
