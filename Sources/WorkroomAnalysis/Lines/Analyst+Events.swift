import WorkroomLanguage

/// Events that nobody sends or takes, and cases that no line decides.
extension Analyst {
  mutating func checkEvents() {
    var isTaken = [Bool](repeating: false, count: workflow.events.count)
    for index in workflow.rules.indices { if let event = workflow.rules[index].event { isTaken[event] = true } }
    for each in workflow.eaches {
      for event in [each.added, each.waived] { if let event { isTaken[event] = true } }
    }
    for index in workflow.events.indices where workflow.events[index].span.source >= 0 && !isTaken[index] {
      checkUntaken(index)
    }
    for key in groups.order { checkSent(key) }
    for key in groups.order where key.leads { checkDecided(key) }
  }

  private mutating func checkUntaken(_ index: Int) {
    let event = workflow.events[index]
    guard event.otherwise != .handled, !isOfPool(event.path) else { return }
    let title =
      uses.raised[index]
      ? "`\(event.path)` is raised, and no line waits for it"
      : "no line takes `\(event.path)`, so that whoever sends it is \(event.otherwise == .ignored ? "ignored" : "refused")"
    report(
      .nobodyTakes, title, event.span, "taken nowhere", in: 0,
      help: [
        "add a line for it, such as `on \(event.path) note \"\(event.path.split(separator: ".").joined(separator: " "))\"`",
        "or delete the event", "or let it count by itself: `otherwise handled`",
      ])
  }

  /// Whether an event tells of an item of a pool, as the engine itself raises it.
  private func isOfPool(_ path: String) -> Bool {
    let parts = path.split(separator: ".")
    return parts.count == 2 && workflow.poolKinds.contains(String(parts[0]))
      && ["assigned", "released"].contains(parts[1])
  }

  /// A line for an event that only an assignment raises, where nothing is assigned.
  private mutating func checkSent(_ key: Groups.Key) {
    guard let event = key.event else { return }
    let path = workflow.events[event].path
    guard path.hasSuffix(".assigned"), !uses.raised[event],
      let kind = workflow.poolKinds.firstIndex(of: String(path.dropLast(9))), uses.assigned & 1 << UInt64(kind) == 0
    else { return }
    for index in groups.lines(key) where isLive(index) {
      let noun = workflow.poolKinds[kind]
      report(
        .nobodyRaises, "nothing ever raises `\(path)`: no line assigns a \(noun)", workflow.rules[index].span,
        "never comes", in: key.owner,
        help: ["assign one: `assign \(noun) from group \"Spring\"`", "or delete the line"])
    }
  }

  // MARK: Cases that no line decides

  /// What is left of an event that a stage takes in some cases only, where nothing else says what becomes of it.
  private mutating func checkDecided(_ key: Groups.Key) {
    guard let event = key.event, reached[key.owner], case .undeclared = workflow.events[event].otherwise,
      workflow.stages[key.owner].each == nil
    else { return }
    let rules = groups.lines(key)
    guard let last = rules.last(where: { isLive($0) }) else { return }
    let standing = Standing(owner: key.owner, event: event)
    if isCounted(.undecided), groups.isAlone(key), rules.count == 1, isPlain[last], workflow.rules[last].roles == 0 {
      return count(.undecided)
    }
    let named = rules.reduce(UInt64(0)) { $0 | workflow.rules[$1].roles }
    let all = senders(of: event)
    let lines = around(key)
    if isCounted(.undecided), isPlainlyOpen(lines, standing) { return count(.undecided) }
    for role in 0..<UInt64(64) where (named == 0 ? all : named & all) & 1 << role != 0 {
      let asked = lines.filter { workflow.rules[$0].roles == 0 || workflow.rules[$0].roles & 1 << role != 0 }
      if let left = leftOpen(asked, standing) {
        guard hasRoom(for: .undecided) else { return }
        return tellUndecided(workflow.rules[last], event, left, standing)
      }
      // Without named roles the answer is the same for all.
      if lines.allSatisfy({ workflow.rules[$0].roles == 0 }) { return }
    }
  }

  /// Whether some lines are a single one, for everybody, that plainly leaves cases to others.
  private func isPlainlyOpen(_ lines: [Int], _ standing: Standing) -> Bool {
    guard let line = lines.first, lines.count == 1, workflow.rules[line].roles == 0,
      let test = workflow.rules[line].test
    else { return false }
    return isPlainlyOpen(test, standing)
  }

  /// A case that none of some lines is for; `nil` if there is none, or if that cannot be told.
  private func leftOpen(_ lines: [Int], _ standing: Standing) -> Cases.Case? {
    var open: [Cases.Case]?
    for line in lines {
      guard let test = workflow.rules[line].test, let others = possibilities(test, false, standing) else { return nil }
      guard let before = open else {
        open = others
        continue
      }
      guard let rest = meet(before, others, standing) else { return nil }
      open = rest
    }
    return open?.first
  }

  /// The lines that may take an event in a stage: its own, and those of stages around it.
  private func around(_ key: Groups.Key) -> [Int] {
    var lines: [Int] = []
    var place = key.owner
    while place >= 0 {
      lines += groups.lines(Groups.Key(owner: place, event: key.event, leads: true))
      if place > 0 { lines += groups.lines(Groups.Key(owner: place, event: key.event, leads: false)) }
      place = workflow.stages[place].parent
    }
    return lines
  }

  private mutating func tellUndecided(_ rule: CheckedRule, _ event: Int, _ left: Cases.Case, _ standing: Standing) {
    let checked = workflow.events[event]
    let senders = senders(of: event)
    let people = workflow.roles.indices.contains { workflow.roles[$0].isPerson && senders & 1 << UInt64($0) != 0 }
    let words = example(left, standing)
    report(
      .undecided, "no line decides `\(checked.path)` in the other cases", rule.span, "the last line that asks",
      in: rule.owner,
      notes: [
        words.map { "for example with \($0)" },
        people ? "a person is refused then, without a reason" : "it is ignored then, and nobody is told",
      ].compactMap { $0 },
      help: [
        "say what becomes of it: `on \(checked.path) otherwise \(people ? "refuse \"not possible now\"" : "ignore")`"
      ])
  }
}
