import WorkroomEngine
import WorkroomLanguage
import WorkroomMachine
import WorkroomStore

/// Why an event is not possible for a participation now, and the least that would make it so.
struct WhyNot {
  let teller: Teller
  let rehearsal: Rehearsal
  let event: Int
  let role: Int
  /// The values that were given, and whether some that the event needs are missing.
  let payload: [Int64]

  var definition: Definition { rehearsal.definition }
  var workflow: CheckedWorkflow { definition.workflow }
  var typed: String { teller.typed(event, definition) }

  func lines() throws(EngineError) -> [String] {
    let verdicts = Verdict.all(rehearsal, event, role: role, payload).filter { verdict in
      if case .reactsOnly = verdict.kind { false } else { true }
    }
    let input = StepInput(kind: .event, index: Int32(event), role: Int32(role), now: rehearsal.now)
    if let able = try possible(verdicts) { return able }
    var lines = [
      "`\(typed)` is not possible for \(teller.name) now (\(teller.time(rehearsal.now)), as \(workflow.roles[role].name))"
    ]
    let senders = workflow.events[event].senders
    if senders != 0, senders >> UInt64(role) & 1 == 0 {
      lines.append(
        "  `\(workflow.events[event].path)` is for \(teller.roles(senders, definition)); `\(workflow.roles[role].name)` may not send it"
      )
    } else if let slip = try teller.engine.slip(in: input, payload, teller.row) {
      return lines + ["  \(slip)"]
    } else if let reason = try teller.engine.objection(to: input, payload, teller.row) {
      lines.append("  \(reason)")
    } else if verdicts.isEmpty {
      lines += try nobodyWaits()
    } else {
      for verdict in verdicts { lines += told(verdict) }
    }
    return rehearsal.isFinished ? lines : lines + (try nearest(verdicts))
  }

  // MARK: Possible after all

  /// Values that the event needs and that were not given.
  private var missing: [CheckedField] {
    workflow.events[event].payload.enumerated().filter { index, field in
      !field.isOptional && payload[0] >> Int64(index) & 1 == 0
    }.map(\.element)
  }

  /// That it is possible now, and what it does; `nil` where it isn't.
  private func possible(_ verdicts: [Verdict]) throws(EngineError) -> [String]? {
    let moves = Moves(definition: definition, wishes: wishes([]), role: role)
    let tries = missing.isEmpty ? [payload] : moves.payloads(event, rehearsal, given: payload)
    for payload in tries {
      var copy = rehearsal
      let outcome = try copy.send(event, role: role, payload)
      guard outcome.isTaken else { continue }
      var lines = ["`\(typed)` is possible for \(teller.name) now, as \(workflow.roles[role].name)"]
      if !missing.isEmpty {
        var needs: [String] = []
        for field in missing {
          needs.append("`\(field.name)`, \(try teller.engine.example(of: field.type, teller.row))")
        }
        lines.append("  it needs \(needs.joined(separator: " and "))")
      }
      if outcome.status == .handled { return lines + (try handled(verdicts)) }
      for verdict in Verdict.all(rehearsal, event, role: role, payload) {
        guard case .applies = verdict.kind else { continue }
        lines += teller.lines(of: verdict.rule, definition).map { "  \($0)" }
      }
      let entered = copy.snapshot.active.filter { !rehearsal.snapshot.active.contains($0) }
      let inner = entered.filter { place in !entered.contains { Why.isInside($0, place, workflow) } }
      let titles = inner.filter { $0.stage > 0 }.map { teller.place($0, definition, copy.snapshot.items) }
      if !titles.isEmpty { lines.append("  it leads to \(titles.joined(separator: ", "))") }
      return lines
    }
    return nil
  }

  /// An event that is kept although no line takes it: why not, and when one would.
  private func handled(_ verdicts: [Verdict]) throws(EngineError) -> [String] {
    if elsewhere.isEmpty, verdicts.isEmpty {
      return ["  no line of the workflow takes it: it is noted, and nothing else happens"]
    }
    let reasons = try verdicts.isEmpty ? nobodyWaits() : verdicts.flatMap(told)
    let head = ["  it is noted, but no line takes it as things stand"] + reasons
    return rehearsal.isFinished ? head : head + (try nearest(verdicts))
  }

  // MARK: Verdicts

  private func told(_ verdict: Verdict) -> [String] {
    var lines = teller.lines(of: verdict.rule, definition).map { "  \($0)" }
    if verdict.place.item >= 0 {
      lines[0] += ", for \(teller.place(verdict.place, definition, rehearsal.snapshot.items))"
    }
    let rule = workflow.rules[verdict.rule]
    switch verdict.kind {
    case .anotherRole:
      let alsoFalse = verdict.tree.map { !$0.holds } ?? false
      lines.append(
        "  is for \(teller.roles(rule.roles, definition))" + (alsoFalse ? ", and its condition is false" : ""))
    case .conditionFalse:
      let isOpen = verdict.tree?.root.answer == .unset
      lines.append(isOpen ? "  its condition reads what is not given" : "  its condition is false")
    case .earlierLineApplies(let other): lines.append("  is not asked, since \(teller.line(other, definition)) applies")
    case .outranked(let other):
      lines.append("  is not asked, since \(teller.line(other, definition)) stands further in and applies")
    case .refuses(let words): lines.append("  refuses it: \"\(words)\"")
    case .ignores: lines.append("  ignores it")
    case .applies, .reactsOnly: lines.append("  applies")
    }
    if let tree = verdict.tree { lines += tree.picture(width: 72).map { "    \($0)" } }
    return lines
  }

  /// The rules of other stages that wait for the event.
  private var elsewhere: [Int] {
    let active = Set(definition.machine.activeStages(rehearsal.state.span))
    return workflow.rules.indices.filter { index in
      guard case .event(event) = workflow.rules[index].trigger else { return false }
      return !active.contains(workflow.rules[index].owner) && workflow.rules[index].outcome != nil
    }
  }

  private func nobodyWaits() throws(EngineError) -> [String] {
    if rehearsal.isFinished {
      return ["  \(teller.name) has finished, in \(here); nothing leads on from there"]
        + (try teller.nextRound(workflow))
    }
    let elsewhere = elsewhere
    var lines: [String] = []
    lines.append("  nothing in \(here) waits for it" + (elsewhere.isEmpty ? ", and no other line does" : ""))
    for rule in elsewhere.prefix(3) {
      let stage = Snapshot.Place(stage: workflow.rules[rule].owner)
      lines.append(
        "  \(teller.line(rule, definition)) waits for it in \(teller.place(stage, definition)), where \(teller.name) does not stand"
      )
    }
    return lines
  }

  private var here: String { WhyNot.here(teller, rehearsal) }

  /// The innermost active stages.
  static func here(_ teller: Teller, _ rehearsal: Rehearsal) -> String {
    let snapshot = rehearsal.snapshot
    let workflow = rehearsal.definition.workflow
    let inner = snapshot.active.filter { place in
      place.stage > 0 && !snapshot.active.contains { Why.isInside($0, place, workflow) }
    }
    let titles = inner.sorted { ($0.stage, $0.item) < ($1.stage, $1.item) }.map {
      teller.place($0, rehearsal.definition, snapshot.items)
    }
    return titles.isEmpty ? "no stage" : titles.joined(separator: ", ")
  }

  // MARK: What would do

  private func wishes(_ verdicts: [Verdict]) -> Wishes {
    var wishes = Wishes()
    for verdict in verdicts {
      guard let tree = verdict.tree, !tree.holds else { continue }
      wishes.add(tree, verdict.moment)
    }
    return wishes
  }

  private func nearest(_ verdicts: [Verdict]) throws(EngineError) -> [String] {
    let moves = Moves(definition: definition, wishes: wishes(verdicts), role: role)
    var ways = try atOnce(moves)
    let hasOtherValues = !ways.isEmpty
    if ways.count < Search.waysMax, !rehearsal.isFinished {
      let search = Search(moves: moves, excluded: event) { (copy) throws(EngineError) in
        let tries = moves.payloads(event, copy, given: payload)
        // Where other values do at once, longer ways are those without them.
        for payload in missing.isEmpty ? [payload] : hasOtherValues ? Array(tries.prefix(1)) : tries {
          var tried = copy
          if try tried.send(event, role: role, payload).isTakenByLine {
            return (true, .send(event: event, role: role, payload: payload))
          }
        }
        return (false, nil)
      }
      let found = try Trial(rehearsal: rehearsal).kept(search.ways(from: rehearsal))
      ways += found.prefix(Search.waysMax - ways.count)
    }
    return try Advice(teller: teller, rehearsal: rehearsal, role: role, moves: moves).lines(ways) {
      way throws(EngineError) in
      try holds(way)
    }
  }

  /// The same event with other values, or in another role.
  private func atOnce(_ moves: Moves) throws(EngineError) -> [Search.Way] {
    var ways: [Search.Way] = []
    for tried in moves.payloads(event, rehearsal, given: payload) + changed(moves) where tried != payload {
      if try isTaken(tried, role) {
        ways.append(Search.Way(last: .send(event: event, role: role, payload: tried)))
        break
      }
    }
    let senders = workflow.events[event].senders
    for other in workflow.roles.indices where other != role && workflow.roles[other].isPerson {
      guard senders == 0 || senders >> UInt64(other) & 1 == 1 else { continue }
      let tries = moves.payloads(event, rehearsal, given: payload)
      for tried in missing.isEmpty ? [payload] : ways.isEmpty ? tries : Array(tries.prefix(1))
      where try isTaken(tried, other) {
        return ways + [Search.Way(last: .send(event: event, role: other, payload: tried))]
      }
    }
    return ways
  }

  /// The values that were given, each in its turn replaced by one that is wished for.
  private func changed(_ moves: Moves) -> [[Int64]] {
    var tries: [[Int64]] = []
    for (index, field) in workflow.events[event].payload.enumerated() where payload[0] >> Int64(index) & 1 == 1 {
      for word in moves.wishes.values(for: field.type) {
        var other = moves.payloads(event, rehearsal, given: payload)[0]
        other[index + 1] = word
        tries.append(other)
      }
    }
    return tries
  }

  private func isTaken(_ payload: [Int64], _ role: Int) throws(EngineError) -> Bool {
    var copy = rehearsal
    return try copy.send(event, role: role, payload).isTakenByLine
  }

  /// Whether a way leads to the event, when it is gone on a copy.
  private func holds(_ way: Search.Way) throws(EngineError) -> Bool {
    var copy = rehearsal
    for move in way.moves where try !copy.make(move) { return false }
    guard case .send(let event, let role, let payload)? = way.last else { return false }
    return try copy.send(event, role: role, payload).isTakenByLine
  }
}
