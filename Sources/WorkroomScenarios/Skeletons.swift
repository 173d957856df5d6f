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
    let owed = owedFirst(rule, where: outcome)
    if let owed {
      lines.append("  \(person): fee.owed with amount \(owed)")
    } else if let condition = condition(rule) {
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
    if owed != nil, !outcome, let stage = stands(rule) { lines.append("  expect \(person) in \(stage)") }
    return heading("\(outcome ? "" : "not ")\(ruleText(index))") + lines + ["end"]
  }

  /// Where somebody stands whom a rule leaves where they are: in its stage, or outside of all in the first.
  private func stands(_ rule: CheckedRule) -> String? {
    let stages = checked.definition.stages
    return rule.owner > 0
      ? stages[rule.owner].path : checked.definition.firstChild(of: 0).map { stages[$0].path }
  }

  /// What has to be owed for a condition that asks about nothing else to have an outcome; any workflow takes `fee.owed`.
  private func owedFirst(_ rule: CheckedRule, where outcome: Bool) -> String? {
    var condition = rule.condition
    if case .once(let test) = rule.trigger { condition = test }
    guard let condition else { return nil }
    var reader = CaseReader(checked.definition)
    guard let given = reader.cases(condition, outcome).first, given.count == 1, let domain = given[.owed],
      domain.low > 0 || domain.without.contains(0)
    else { return nil }
    let usual: Int64 = 100_00
    let isUsual = domain.intersection(Cases.Domain(low: usual, high: usual)).example != nil
    let amount = isUsual ? usual : domain.intersection(Cases.Domain(low: 1)).example
    return amount.map { Values.text($0, .money(.home), checked.definition, home: checked.asking.currency ?? .usd) }
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

  /// Scenarios that can be added as they are written; one that would not pass is left out of every run until its author has
  /// put it right, and one that has mistakes is not offered. The workflow is read a few times for all of them together.
  func offered(_ skeletons: [[String]]) -> [[String]] {
    let played = check(skeletons)
    let open = skeletons.indices.filter { !passes(played[$0]) }
    let marked = open.map { index in
      ["\(skeletons[index][0]) todo", "  -- put in what belongs here, and delete `todo`"] + skeletons[index].dropFirst()
    }
    var result = skeletons
    for (place, scenario) in zip(open.indices, check(marked)) {
      result[open[place]] = scenario == nil ? [] : marked[place]
    }
    return result
  }

  private func passes(_ scenario: CheckedScenario?) -> Bool {
    guard let scenario else { return false }
    return (try? rehearse(scenario)) ?? false
  }

  /// The scenarios of the workflow that is played that have no mistakes, each in the place of its lines.
  private func check(_ skeletons: [[String]]) -> [CheckedScenario?] {
    let (workflow, index) = sources.workflow
    let first = max(index, sources.scenarios.map(\.index).max() ?? index) + 1
    var files = skeletons.enumerated().map { offset, lines in
      let text = SourceText(name: "offered.scenario", text: lines.joined(separator: "\n") + "\n")
      return (source: text, index: first + offset)
    }
    let broken = Set(Checker.check(workflow, index: index, scenarioFiles: files).diagnostics.map(\.span.source))
    files.removeAll { broken.contains($0.index) }
    guard !files.isEmpty else { return skeletons.map { _ in nil } }
    let found = Checker.check(workflow, index: index, scenarioFiles: files).scenarios?.scenarios ?? []
    let bySource = Dictionary(found.map { ($0.span.source, $0) }) { first, _ in first }
    return skeletons.indices.map { bySource[first + $0] }
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
