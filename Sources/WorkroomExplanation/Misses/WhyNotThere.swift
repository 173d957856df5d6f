import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomReference

/// Why a participation does not stand in a stage: the rules that lead there, and what each of them still waits for.
struct WhyNotThere {
  let teller: Teller
  let rehearsal: Rehearsal
  let stage: Int
  let role: Int

  private var definition: Definition { rehearsal.definition }
  private var workflow: CheckedWorkflow { definition.workflow }
  private var title: String { teller.place(Snapshot.Place(stage: stage), definition) }

  private static let rulesMax = 3

  func lines() throws(EngineError) -> [String] {
    if rehearsal.isActive(stage) { return ["\(teller.name) stands in \(title); `why \(teller.typedName)` tells how"] }
    let now = teller.time(rehearsal.now)
    var lines = ["\(teller.name) does not stand in \(title), but in \(WhyNot.here(teller, rehearsal)) (\(now))"]
    if rehearsal.isFinished {
      return lines + ["  \(teller.name) has finished; nothing leads on from there"] + (try teller.nextRound(workflow))
    }
    var wishes = Wishes()
    lines += missingTracks()
    let rules = leading(to: stage)
    for rule in rules.prefix(WhyNotThere.rulesMax) { lines += told(rule, &wishes) }
    if rules.isEmpty { lines.append("  no rule leads there") }
    let moves = Moves(definition: definition, wishes: wishes, role: role)
    let search = Search(moves: moves, excluded: nil) { (copy) throws(EngineError) in (copy.entered.contains(stage), nil)
    }
    let ways = try Trial(rehearsal: rehearsal).kept(search.ways(from: rehearsal))
    return lines
      + (try Advice(teller: teller, rehearsal: rehearsal, role: role, moves: moves).lines(ways) {
        way throws(EngineError) in
        var copy = rehearsal
        for move in way.moves where try !copy.make(move) { return false }
        return copy.entered.contains(stage)
      })
  }

  // MARK: Tracks

  /// Tracks around the stage that the campaign's details do not call for.
  private func missingTracks() -> [String] {
    var lines: [String] = []
    var place = stage
    while place > 0 {
      let checked = workflow.stages[place]
      if let condition = checked.condition, rehearsal.isActive(checked.parent), !rehearsal.isActive(place) {
        let moment = rehearsal.moment(Snapshot.Place(stage: checked.parent), rule: -1)
        if moment.value(condition) != 1 {
          lines.append("  the track `\(checked.name)` is not called for by the campaign's details")
          lines += (rehearsal.tree(of: condition, moment)?.picture(width: 72) ?? []).map { "    \($0)" }
        }
      }
      place = checked.parent
    }
    return lines
  }

  // MARK: Rules

  /// The rules that lead to the stage, those that are asked now first, then those that name it.
  private func leading(to stage: Int) -> [Int] {
    let rules = workflow.rules.indices.filter { index in
      let owner = workflow.rules[index].owner
      guard case .goTo(let targets) = workflow.rules[index].outcome,
        owner < stage || owner >= workflow.stages[stage].end
      else { return false }
      return targets.contains { leads($0, to: stage) }
    }
    func rank(_ rule: Int) -> [Int] {
      let names = if case .goTo(let targets) = workflow.rules[rule].outcome { targets.contains(stage) } else { false }
      return [rehearsal.isActive(workflow.rules[rule].owner) ? 0 : 1, names ? 0 : 1, rule]
    }
    return rules.sorted { rank($0).lexicographicallyPrecedes(rank($1)) }
  }

  /// Whether entering a target enters the stage.
  private func leads(_ target: Int, to stage: Int) -> Bool {
    if target == stage || (stage < target && target < workflow.stages[stage].end) { return true }
    guard target < stage, stage < workflow.stages[target].end else { return false }
    var place = stage
    while place > target {
      let parent = workflow.stages[place].parent
      if !workflow.stages[parent].holdsTracks, first(in: parent) != place { return false }
      place = parent
    }
    return true
  }

  /// The stage that is entered first.
  private func first(in parent: Int) -> Int? {
    let children = workflow.stages[parent].children
    return children.first { workflow.stages[$0].isInitial } ?? children.first { workflow.stages[$0].kind != .final }
      ?? children.first
  }

  private func told(_ index: Int, _ wishes: inout Wishes) -> [String] {
    let rule = workflow.rules[index]
    var lines = teller.lines(of: index, definition).map { "  \($0)" }
    let places = rehearsal.snapshot.active.filter { $0.stage == rule.owner }
    guard !places.isEmpty else {
      let owner = teller.place(Snapshot.Place(stage: rule.owner), definition)
      return lines + ["  stands in \(owner), where \(teller.name) does not stand"]
    }
    for place in places {
      if places.count > 1 { lines.append("  \(teller.place(place, definition, rehearsal.snapshot.items)):") }
      lines += asked(index, rule, place, &wishes)
    }
    return lines
  }

  /// What a rule of an active place still waits for.
  private func asked(
    _ index: Int, _ rule: CheckedRule, _ place: Snapshot.Place, _ wishes: inout Wishes
  ) -> [String] {
    var lines: [String] = []
    var event: Int?
    var condition = rule.condition
    switch rule.trigger {
    case .event(let awaited):
      event = awaited
      lines.append("  waits for `\(teller.typed(awaited, definition))`")
    case .once(let test): condition = test
    case .after, .at, .every: lines.append("  \(due(index, place))")
    case .enter, .leave, .onceEntered, .onceOtherwise: break
    }
    guard let condition else { return lines }
    let payload = event.map { [Int64](repeating: 0, count: workflow.events[$0].payload.count + 1) } ?? [0]
    let moment = rehearsal.moment(place, rule: index, event: event, role: role, payload: payload)
    guard let tree = rehearsal.tree(of: condition, moment) else { return lines }
    if !tree.holds {
      wishes.add(tree, moment)
      lines.append("  its condition is \(tree.root.answer == .unset ? "not decided yet" : "false")")
    }
    return lines + tree.picture(width: 72).map { "    \($0)" } + unfinished(tree, &wishes)
  }

  /// Of each part that is not done, the line that would lead to its end.
  private func unfinished(_ tree: ConditionTree, _ wishes: inout Wishes) -> [String] {
    var lines: [String] = []
    for part in tree.failing.filter({ $0.expression >= 0 }).flatMap({ done($0.expression) }) {
      guard let final = final(of: part), let rule = leading(to: final).first else { continue }
      let text = teller.text(definition).lines(of: workflow.rules[rule], most: 1).first ?? ""
      lines.append(
        "    `\(workflow.stages[part].name)` is not done; \(teller.line(rule, definition)) leads to its end:")
      lines.append("      \(text)")
      let owner = Snapshot.Place(stage: workflow.rules[rule].owner)
      if rehearsal.snapshot.active.contains(owner) { _ = asked(rule, workflow.rules[rule], owner, &wishes) }
    }
    return lines
  }

  /// The stages that a condition asks to be done, and that are not.
  private func done(_ expression: Int) -> [Int] {
    switch workflow.expressions[expression].operation {
    case .isDone(let part):
      rehearsal.moment(Snapshot.Place(stage: 0), rule: -1).value(expression) == 1 ? [] : [part]
    case .and(let parts): parts.flatMap(done)
    default: []
    }
  }

  private func final(of part: Int) -> Int? {
    workflow.stages[part].children.first { workflow.stages[$0].kind == .final }
  }

  private func due(_ rule: Int, _ place: Snapshot.Place) -> String {
    let timer = rehearsal.snapshot.timers.first { $0.rule == rule && $0.item == place.item }
    return timer.map { "is due at \(teller.time($0.due))" } ?? "does not run, or has fired already"
  }
}
