/// Rules: lines that wait for the same are told apart.
extension Writer {
  mutating func writeLines() {
    for place in places.indices where places[place].kind != .final {
      let isBusy = place > 0 && (!isCalm || numbers.chance(10))
      if isBusy {
        if numbers.chance(35) { addPlain("on enter", place) }
        if numbers.chance(30) { addPlain("on leave", place) }
      }
      addEventLines(place)
      if isBusy {
        if numbers.chance(26) { addOnce(place) }
        if numbers.chance(32) { addTimer(place) }
      }
      if numbers.chance(50) { places[place].lines = numbers.shuffled(groups(places[place].lines)).flatMap { $0 } }
    }
  }

  /// Lines that keep their order: those with one trigger.
  private func groups(_ lines: [Program.Statement]) -> [[Program.Statement]] {
    var groups: [(key: String, lines: [Program.Statement])] = []
    for line in lines {
      let key = line.parts[0].text
      if let place = groups.firstIndex(where: { $0.key == key || ($0.key.hasPrefix("once") && key.hasPrefix("once")) })
      {
        groups[place].lines.append(line)
      } else {
        groups.append((key, [line]))
      }
    }
    return groups.map(\.lines)
  }

  // MARK: One rule

  /// A rule on one line or with a block, whatever it needs.
  private mutating func rule(_ parts: [Program.Part], _ body: [String]) -> Program.Statement {
    let reason = numbers.chance(8) ? [Program.Part(text: "because \"why\"", isOptional: true)] : []
    if body.count == 1, numbers.chance(85) {
      return Program.Statement(parts: parts + [Program.Part(text: body[0])] + reason)
    }
    return Program.Statement(parts: parts + reason, block: body.map { Program.Statement($0) })
  }

  /// A condition as a part of a line; the scope knows afterwards what it guards.
  private mutating func when(_ scope: inout Scope, _ percent: Int) -> [Program.Part] {
    guard numbers.chance(percent), let test = test(&scope) else { return [] }
    return [Program.Part(text: "when \(test.text)", isOptional: true)]
  }

  private mutating func addPlain(_ head: String, _ place: Int) {
    var scope = Scope(owner: place, facts: places[place].facts)
    let condition = when(&scope, 25)
    let body = actions(&scope, numbers.within(1...2))
    guard !body.isEmpty else { return }
    places[place].lines.append(rule([Program.Part(text: head)] + condition, body))
  }

  // MARK: Events

  private mutating func addEventLines(_ place: Int) {
    let often = place == 0 ? 18 : 24
    for event in used where numbers.chance(often) {
      if numbers.chance(28) { addReaction(event, place) }
      if !numbers.chance(20) { addTransitions(event, place) }
    }
  }

  private mutating func addReaction(_ event: Int, _ place: Int) {
    var scope = Scope(owner: place, event: event, facts: places[place].facts)
    let head = [Program.Part(text: "on \(events[event].path)")] + by(event)
    let condition = when(&scope, 40)
    let body = actions(&scope, numbers.within(1...2), isReaction: true)
    guard !body.isEmpty else { return }
    places[place].lines.append(rule(head + condition, body))
    guard numbers.chance(20) else { return }
    var rest = Scope(owner: place, event: event, facts: places[place].facts)
    let otherwise = actions(&rest, 1)
    if otherwise.isEmpty { return }
    places[place].lines.append(
      rule([Program.Part(text: "on \(events[event].path)"), Program.Part(text: "otherwise")], otherwise))
  }

  private mutating func by(_ event: Int) -> [Program.Part] {
    guard !events[event].senders.isEmpty, numbers.chance(25) else { return [] }
    return [Program.Part(text: "by \(numbers.pick(events[event].senders))", isOptional: true)]
  }

  /// One line, or several that exclude each other.
  private mutating func addTransitions(_ event: Int, _ place: Int) {
    let head = "on \(events[event].path)"
    let scope = Scope(owner: place, event: event, facts: places[place].facts)
    switch numbers.weighted([40, 25, 15, 20]) {
    case 1:
      addTransition([Program.Part(text: head)] + by(event), scope, chance: 90)
      addTransition([Program.Part(text: head), Program.Part(text: "otherwise")], scope, chance: 40)
      if numbers.chance(40) {
        addTransition([Program.Part(text: head), Program.Part(text: "otherwise")], scope, chance: 0)
      }
    case 2 where events[event].senders.count > 1:
      for role in numbers.shuffled(events[event].senders).prefix(2) {
        addTransition([Program.Part(text: head), Program.Part(text: "by \(role)")], scope, chance: 40)
      }
    case 3:
      guard let cases = cases(scope) else { fallthrough }
      for condition in cases where numbers.chance(80) {
        addTransition([Program.Part(text: head), Program.Part(text: "when \(condition)")], scope, chance: 0)
      }
    default: addTransition([Program.Part(text: head)] + by(event), scope, chance: 45)
    }
  }

  private mutating func addTransition(_ head: [Program.Part], _ outer: Scope, chance: Int) {
    var scope = outer
    let condition = when(&scope, chance)
    var body: [String]
    switch numbers.weighted([86, 7, 7]) {
    case 1: body = ["ignore"]
    case 2 where scope.event.map { !events[$0].people.isEmpty } ?? false: body = ["refuse \"no \(numbers.below(3))\""]
    default:
      body = actions(&scope, numbers.weighted([50, 30, 15, 5]))
      body.append(outcome(scope))
    }
    places[outer.owner].lines.append(rule(head + condition, body))
  }

  // MARK: Lines without an event

  private mutating func addOnce(_ place: Int) {
    if numbers.chance(25) { addOnceLine("once entered", place, leads: numbers.chance(50)) }
    let leads = numbers.chance(60)
    var scope = Scope(owner: place, allowed: .once, facts: places[place].facts)
    if numbers.chance(25), let cases = cases(scope) {
      for condition in cases.prefix(2) { addOnceLine("once \(condition)", place, leads: leads) }
    } else if let test = test(&scope) {
      addOnceLine("once \(test.text)", place, leads: leads, facts: test.facts)
    } else {
      return
    }
    if leads, numbers.chance(12) { addOnceLine("once otherwise", place, leads: true) }
  }

  private mutating func addOnceLine(_ head: String, _ place: Int, leads: Bool, facts: [String] = []) {
    var scope = Scope(owner: place, allowed: .once, facts: places[place].facts + facts)
    var body = actions(&scope, leads ? numbers.below(2) : 1, isReaction: !leads)
    if leads { body.append(outcome(scope, isForward: true)) }
    guard !body.isEmpty else { return }
    places[place].lines.append(rule([Program.Part(text: head)], body))
  }

  private mutating func addTimer(_ place: Int) {
    var scope = Scope(owner: place, allowed: .timer, facts: places[place].facts)
    let head: String
    switch numbers.weighted([45, 25, 30]) {
    case 0: head = "after \(length(scope))"
    case 1: head = "at \(date(scope))"
    default: head = "every \(length(scope))\(numbers.chance(60) ? " at most \(numbers.within(1...4)) times" : "")"
    }
    scope.allowed = .everything
    let condition = when(&scope, 30)
    var body = actions(&scope, numbers.within(0...2))
    if body.isEmpty || numbers.chance(45) { body.append(outcome(scope)) }
    places[place].lines.append(rule([Program.Part(text: head)] + condition, body))
  }
}
