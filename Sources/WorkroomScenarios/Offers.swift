import WorkroomEngine
import WorkroomLanguage

/// What becomes of scenarios to start from: each is played before it is offered.
extension ScenarioPlayer {
  /// For so many things that are missing a scenario is looked for, since each is checked and played.
  package static let skeletonsMax = 50
  /// So often what was found is gone on from.
  private static let roundsMax = 8

  /// The lines of each draft. One that goes through what it is for, and expects what then is, is offered as it is; any other
  /// is marked `todo` with what is left to write, and so is left out of every run until then. One that has mistakes even so is
  /// not offered.
  func offered(_ drafts: [Draft]) -> [[String]] {
    guard !drafts.isEmpty else { return [] }
    var drafts = named(drafts)
    var left: [String?] = drafts.map { _ in nil }
    var open = Array(drafts.indices)
    for _ in 0..<ScenarioPlayer.roundsMax where !open.isEmpty {
      for (index, scenario) in zip(open, checked(open.map { drafts[$0].bare })) {
        let played = scenario.flatMap { try? rehearse($0) }
        if let played { note(played, drafts[index]) }
        left[index] = finish(&drafts[index], played)
      }
      open = drafts.indices.filter { left[$0] != nil && extend(&drafts[$0]) }
    }
    var lines = zip(drafts, left).map { $0.lines(left: $1) }
    var demoted: [Int] = []
    for (index, scenario) in checked(lines).enumerated() {
      guard left[index] == nil else {
        if scenario == nil { lines[index] = [] }
        continue
      }
      let played = scenario.flatMap { try? rehearse($0) }
      if let played, played.failures.isEmpty, played.coverage.meets(drafts[index].goal) { continue }
      lines[index] = drafts[index].lines(left: played.flatMap(Draft.surprise) ?? drafts[index].gap)
      demoted.append(index)
    }
    for (index, scenario) in zip(demoted, checked(demoted.map { lines[$0] })) where scenario == nil {
      lines[index] = []
    }
    return lines
  }

  /// Remembers how a draft that nothing stood in the way of came to the stages to which no scenario leads.
  private func note(_ played: Rehearsed, _ draft: Draft) {
    guard played.failures.isEmpty else { return }
    for (stage, reached) in played.coverage.reached where coverage.reached[stage] == nil && ways[stage] == nil {
      ways[stage] = (Array((draft.way + draft.acts).prefix(reached.lines)), draft.person)
    }
  }

  /// Begins a draft anew whose place is reached by now; false where it is not.
  private func extend(_ draft: inout Draft) -> Bool {
    guard draft.isLost, ways[draft.stage] != nil, var longer = self.draft(for: draft.goal) else { return false }
    longer.name = draft.name
    draft = longer
    return true
  }

  /// Puts what came of a draft into what it expects; what is left to write where it does not go through what it is for, or
  /// comes to something else than it should.
  private func finish(_ draft: inout Draft, _ played: Rehearsed?) -> String? {
    guard let played, played.coverage.meets(draft.goal) else {
      let fate = (played?.failures.first).map { "; as it stands, \(Draft.oneLine($0.title))" } ?? ""
      return draft.gaps.isEmpty ? draft.gap + fate : draft.gap
    }
    if case .outcome(_, false) = draft.goal {
      answer(&draft, played.answer)
    } else if let surprise = Draft.surprise(played) {
      return surprise
    }
    if !draft.saysWhere { draft.expected += standing(draft.person, played) }
    return draft.expected.isEmpty && !draft.isAnswered ? "what is expected of \(draft.person)" : nil
  }

  /// An event that nothing takes where a condition is false is ignored or refused, and the scenario says so.
  private func answer(_ draft: inout Draft, _ reply: Reply?) {
    guard let last = draft.acts.indices.last, draft.acts[last].hasPrefix("  \(draft.person): "), let reply else {
      return
    }
    switch reply.outcome {
    // What no line of the workflow says names lines by their numbers, which move.
    case .refused:
      draft.acts[last] += checked.definition.texts.contains(reply.reason) ? " refused \"\(reply.reason)\"" : " refused"
    case .ignored: draft.acts[last] += " ignored"
    default: break
    }
  }

  /// `expect mia in active`, as somebody stood in the end.
  private func standing(_ person: String, _ played: Rehearsed) -> [String] {
    let paths = (played.standings[person] ?? []).map { checked.definition.stages[$0].path }
    return paths.isEmpty ? [] : ["  expect \(person) in \(paths.joined(separator: ", "))"]
  }

  /// No two scenarios of a workflow have one name.
  private func named(_ drafts: [Draft]) -> [Draft] {
    var names = Set(checked.scenarios.map(\.name))
    return drafts.map { draft in
      var draft = draft
      let first = draft.name
      if names.contains(first), let path = place(of: draft.goal) { draft.name = "\(first), in \(path)" }
      var number = 2
      while !names.insert(draft.name).inserted {
        draft.name = "\(first) (\(number))"
        number += 1
      }
      return draft
    }
  }

  /// The stage that a rule belongs to; `nil` for one outside all stages.
  private func place(of goal: Coverage.Goal) -> String? {
    switch goal {
    case .stage: return nil
    case .rule(let rule), .outcome(let rule, _), .empty(let rule, _):
      let owner = checked.definition.rules[rule].owner
      return owner > 0 ? checked.definition.stages[owner].path : nil
    }
  }

  /// The scenarios of the workflow that is played that have no mistakes, each in the place of its lines.
  private func checked(_ skeletons: [[String]]) -> [CheckedScenario?] {
    guard !skeletons.isEmpty else { return [] }
    let (workflow, index) = sources.workflow
    let first = max(index, sources.scenarios.map(\.index).max() ?? index) + 1
    var files = skeletons.enumerated().map { offset, lines in
      let text = SourceText(name: "offered.scenario", text: lines.joined(separator: "\n") + "\n")
      return (source: text, index: first + offset)
    }
    while !files.isEmpty {
      let (found, diagnostics) = Checker.check(workflow, index: index, scenarioFiles: files)
      guard found == nil else {
        let bySource = Dictionary((found?.scenarios ?? []).map { ($0.span.source, $0) }) { first, _ in first }
        return skeletons.indices.map { bySource[first + $0] }
      }
      let broken = Set(diagnostics.filter { $0.severity == .error }.map(\.span.source))
      let known = files.count
      files.removeAll { broken.contains($0.index) }
      if files.count == known { break }
    }
    return skeletons.map { _ in nil }
  }
}

extension Draft {
  /// The way and what happens there, with nothing expected of it.
  fileprivate var bare: [String] { ["scenario \"\(name)\""] + way + acts + ["end"] }

  /// What is left to write, as far as that is known without playing it.
  fileprivate var gap: String { gaps.isEmpty ? "what makes it happen" : gaps.joined(separator: ", and ") }

  /// Whether its last event says how it is answered, which expects something.
  fileprivate var isAnswered: Bool {
    acts.last.map { $0.hasSuffix(" ignored") || $0.hasSuffix(" refused") || $0.contains(" refused \"") } ?? false
  }

  /// What was not as expected; `nil` where all was.
  fileprivate static func surprise(_ played: Rehearsed) -> String? {
    played.failures.first.map { "what is expected, since as it stands \(oneLine($0.title))" }
  }
}
