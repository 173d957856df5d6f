import WorkroomLanguage
import WorkroomValues

/// Scenarios to start from, for what no scenario goes through: the way that another one takes to the place, and what would
/// have to happen there.
extension ScenarioPlayer {
  /// A scenario that would make a rule run, or read its condition with one outcome, with placeholders where only its author
  /// knows more.
  func skeleton(_ index: Int, where outcome: Bool = true) -> [String] {
    let rule = checked.definition.rules[index]
    let (before, person) = way(to: rule.owner)
    var lines = before
    if let condition = condition(rule) {
      lines.append("  -- so that \(outcome ? "this holds" : "this does not hold"): \(condition)")
    }
    switch rule.trigger {
    case .event(let event): lines.append("  \(person): \(eventText(event, rule))\(outcome ? answer(rule) : "")")
    case .after(let length), .every(let length, _): lines.append("  \(lengthText(length)) later")
    case .at: lines.append("  at 2026-01-31")
    default: break
    }
    if let target = target(rule, person, outcome) { lines.append("  \(target)") }
    if outcome { lines += rule.actions.compactMap { said($0, person) } }
    return heading("\(outcome ? "" : "not ")\(ruleText(index))") + lines + ["end"]
  }

  /// What is expected of an action that says something in words of its own.
  private func said(_ action: Int, _ person: String) -> String? {
    let definition = checked.definition
    func words(_ value: Int) -> String? {
      guard case .text(let text) = definition.expressions[value].operation else { return nil }
      let words = definition.texts[text]
      return words.contains("\"") || words.contains("\\") ? nil : words
    }
    switch definition.actions[action].kind {
    case .email(let value): return words(value).map { "  expect email \"\($0)\" to \(person)" }
    case .note(let value): return words(value).map { "  expect note \"\($0)\" about \(person)" }
    case .tell(let role, let value):
      return words(value).map { "  expect \(definition.roles[role].name) told \"\($0)\" about \(person)" }
    default: return nil
    }
  }

  /// The same for an assignment that finds nothing left.
  func emptyPoolSkeleton(_ index: Int, _ action: Int) -> [String] {
    let definition = checked.definition
    let rule = definition.rules[index]
    guard case .assign(let items, _) = definition.actions[action].kind, let item = items.first,
      case .field(.campaign, let field) = definition.expressions[item.group].operation
    else { return skeleton(index) }
    let detail = definition.campaign[field]
    let given: String
    if case .group(let name) = detail.fallback {
      given = "  given group \"\(name)\" holding nothing"
    } else {
      given = "  given campaign with \(detail.name) \"EMPTY\" holding nothing"
    }
    let place = if case .enter = rule.trigger { definition.stages[rule.owner].parent } else { rule.owner }
    let (before, person) = way(to: place)
    var lines = before.filter { !$0.contains("given campaign") } + []
    lines.insert(given, at: 0)
    if case .event(let event) = rule.trigger { lines.append("  \(person): \(eventText(event, rule))") }
    lines.append("  expect \(person) no \(definition.poolKinds[item.kind])")
    return heading("nothing left") + lines + ["end"]
  }

  /// So many are offered, since each is played before.
  static let trialsMax = 100

  /// A scenario that can be added as it is written; one that would not pass is left out of every run until its author has
  /// put it right, and one that has mistakes is not offered.
  func offered(_ lines: [String]) -> [String] {
    if passes(lines) { return lines }
    let todo = ["\(lines[0]) todo", "  -- put in what belongs here, and delete `todo`"] + lines.dropFirst()
    return check(todo) == nil ? [] : todo
  }

  private func passes(_ lines: [String]) -> Bool {
    guard let scenario = check(lines) else { return false }
    return (try? rehearse(scenario)) ?? false
  }

  /// A scenario without mistakes, of the workflow that is played.
  private func check(_ lines: [String]) -> CheckedScenario? {
    let (workflow, index) = sources.workflow
    let text = SourceText(name: "offered.scenario", text: lines.joined(separator: "\n") + "\n")
    let place = max(index, sources.scenarios.map(\.index).max() ?? index) + 1
    let (found, diagnostics) = Checker.check(workflow, index: index, scenarioFiles: [(text, place)])
    guard let scenario = found?.scenarios.last, scenario.span.source == place,
      !diagnostics.contains(where: { $0.span.source == place })
    else { return nil }
    return scenario
  }

  private func heading(_ text: String) -> [String] {
    var text = text[...]
    if let reason = text.firstRange(of: " because ") { text = text[..<reason.lowerBound] }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return ["scenario \"\(String(text.map { $0 == "\"" ? "'" : $0 }))\""]
  }

  /// The lines of the shortest known way to a stage, and who takes it.
  private func way(to stage: Int) -> (lines: [String], person: String) {
    guard let reached = coverage.reached[stage],
      let scenario = checked.scenarios.first(where: { $0.name == reached.scenario })
    else {
      let path = checked.definition.stages[stage].path
      let begin = givenCampaign + ["  given mia"]
      return (path.isEmpty ? begin : begin + ["  -- how mia gets to `\(path)`"], "mia")
    }
    let lines = scenario.lines.prefix(reached.lines).filter { line in
      if case .expect = line.kind { false } else { true }
    }
    return (lines.map { "  \(sources.text($0.span))" }, reached.person)
  }

  /// What a campaign must be given, with an example of each.
  private var givenCampaign: [String] {
    let needed = checked.definition.campaign.filter { field in
      if case .none = field.fallback, !field.isOptional, !field.isHidden, field.type != .window { true } else { false }
    }
    guard !needed.isEmpty else { return [] }
    let details = needed.map { field in
      if case .group = field.type { "\(field.name) \"\(field.name)\"" } else { "\(field.name) \(example(field.type))" }
    }
    return ["  given campaign with \(details.joined(separator: ", "))"]
  }

  private func eventText(_ index: Int, _ rule: CheckedRule) -> String {
    let event = checked.definition.events[index]
    var text = event.path
    if rule.roles != 0, let role = checked.definition.roles.indices.first(where: { rule.roles & 1 << UInt64($0) != 0 })
    {
      text += " by \(checked.definition.roles[role].name)"
    }
    let values = event.payload.filter { !$0.isOptional || reads($0.name, rule) }.map {
      "\($0.name) \(example($0.type))"
    }
    return text + (values.isEmpty ? "" : " with \(values.joined(separator: ", "))")
  }

  /// Whether a rule's text names a value of its event.
  private func reads(_ name: String, _ rule: CheckedRule) -> Bool {
    let file = sources.file(rule.span.source)
    let line = file.line(at: rule.span.range.lowerBound)
    let last = min(line + 4, file.lineStarts.count)
    return (line...last).contains { file.text(file.lineRange($0)).contains("event.\(name)") }
  }

  private func example(_ type: ValueType) -> String {
    let definition = checked.definition
    return switch type {
    case .number: "1"
    case .money(.iso(let currency)): "100 \(currency)"
    case .money(.home): "100 \(checked.asking.currency ?? .usd)"
    case .percent: "10%"
    case .date: "2026-01-31"
    case .time: "09:00"
    case .duration: "7 days"
    case .span: "1 month (last day)"
    case .window: "2026-01-01 to 2026-12-31"
    case .flag: "yes"
    case .hashtags: "#summer"
    case .handles: "@acme"
    case .choice(let set): definition.choices[set].first ?? "\"\""
    case .text, .products, .group: "\"...\""
    }
  }

  private func answer(_ rule: CheckedRule) -> String {
    switch rule.outcome {
    case .refuse(let words): " refused \"\(checked.definition.texts[words])\""
    case .ignore: " ignored"
    default: ""
    }
  }

  private func lengthText(_ expression: Int) -> String {
    let value = checked.definition.expressions[expression]
    switch value.operation {
    case .constant(let word): return Values.text(word, value.type, checked.definition)
    case .field(.campaign, let field):
      if case .word(let word) = checked.definition.campaign[field].fallback {
        return Values.text(word, value.type, checked.definition)
      }
      return "7 days"
    default: return "7 days"
    }
  }

  private func condition(_ rule: CheckedRule) -> String? {
    var condition = rule.condition
    if case .once(let test) = rule.trigger { condition = test }
    return condition.map { sources.text(checked.definition.expressions[$0].span) }
  }

  /// Where somebody stands in the end, or the first of their items does.
  private func target(_ rule: CheckedRule, _ person: String, _ outcome: Bool) -> String? {
    guard case .goTo(let stages) = rule.outcome, let first = stages.first else { return nil }
    let (definition, word) = (checked.definition, outcome ? "in" : "not in")
    guard let each = definition.stages[first].each else {
      return "expect \(person) \(word) \(stages.map { definition.stages[$0].path }.joined(separator: ", "))"
    }
    return "expect \(person) \(definition.eaches[each].noun) \"1\" \(word) \(definition.stages[first].name)"
  }
}
