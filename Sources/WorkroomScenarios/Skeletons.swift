import WorkroomLanguage
import WorkroomValues

/// A scenario to start from, in its parts.
struct Draft {
  /// What it is for.
  var goal: Coverage.Goal
  var name: String
  /// The place, and the way that leads there; whether that is known.
  var stage: Int
  var isLost = false
  var way: [String]
  /// Who takes it.
  var person: String
  /// What only its author knows: how somebody gets to the place, and what makes a condition true or false.
  var gaps: [String] = []
  /// What happens there.
  var acts: [String] = []
  var expected: [String] = []
  /// Whether what is expected says where somebody stands.
  var saysWhere = false

  /// The scenario as it can be written into a file; with `left` it is not played until its author has written that.
  func lines(left: String? = nil) -> [String] {
    let mark = left.map { "  -- left to write: \($0); then delete `todo`" }
    return ["scenario \"\(name)\"\(left == nil ? "" : " todo")"] + way + (mark.map { [$0] } ?? []) + acts + expected
      + ["end"]
  }
}

/// Scenarios to start from, for what no scenario goes through: the way that another one takes to the place, and what would
/// have to happen there.
extension ScenarioPlayer {
  /// `nil` for a stage, which the scenario of a line that leads there enters.
  func draft(for goal: Coverage.Goal) -> Draft? {
    switch goal {
    case .rule(let rule): draft(for: rule, where: true, goal)
    case .outcome(let rule, let holds): draft(for: rule, where: holds, goal)
    case .empty(let rule, let action): emptyPoolDraft(rule, action, goal)
    case .stage: nil
    }
  }

  /// A scenario that leads to a stage, where it is known how.
  private func start(at stage: Int, _ name: String, _ goal: Coverage.Goal) -> Draft {
    let (lines, person, isKnown) = way(to: stage)
    let path = checked.definition.stages[stage].path
    return Draft(
      goal: goal, name: heading(name), stage: stage, isLost: !isKnown, way: lines, person: person,
      gaps: isKnown ? [] : ["how \(person) gets to `\(path)`"])
  }

  /// A scenario that would make a rule run, or read its condition with one outcome, with placeholders where only its author
  /// knows more.
  private func draft(for index: Int, where outcome: Bool, _ goal: Coverage.Goal) -> Draft {
    let rule = checked.definition.rules[index]
    var draft = start(at: rule.owner, "\(outcome ? "" : "not ")\(ruleText(index))", goal)
    let person = draft.person
    if let owed = owedFirst(rule, where: outcome) {
      draft.way.append("  \(person): fee.owed with amount \(owed)")
    } else if let condition = condition(rule) {
      draft.gaps.append("what makes `\(condition)` \(outcome)")
    }
    switch rule.trigger {
    case .event(let event): draft.acts.append("  \(person): \(eventText(event, rule))\(outcome ? answer(rule) : "")")
    case .after(let length), .every(let length, _): draft.acts.append("  \(lengthText(length)) later")
    case .at: draft.acts.append("  at 2026-01-31")
    default: break
    }
    guard outcome else { return draft }
    if let target = target(rule, person) {
      draft.expected.append("  \(target)")
      draft.saysWhere = true
    }
    draft.expected += rule.actions.compactMap { said($0, person) }
    return draft
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
  private func emptyPoolDraft(_ index: Int, _ action: Int, _ goal: Coverage.Goal) -> Draft {
    let definition = checked.definition
    let rule = definition.rules[index]
    guard case .assign(let items, _) = definition.actions[action].kind, let item = items.first,
      case .field(.campaign, let field) = definition.expressions[item.group].operation
    else { return draft(for: index, where: true, goal) }
    let detail = definition.campaign[field]
    let given: String
    if case .group(let name) = detail.fallback {
      given = "  given group \"\(name)\" holding nothing"
    } else {
      given = "  given campaign with \(detail.name) \"EMPTY\" holding nothing"
    }
    var draft = start(at: rule.owner, "nothing left", goal)
    let begin = draft.way.firstIndex { !$0.hasPrefix("  given campaign") && !$0.hasPrefix("  given group") } ?? 0
    draft.way.insert(given, at: begin)
    if case .event(let event) = rule.trigger { draft.acts.append("  \(draft.person): \(eventText(event, rule))") }
    draft.expected.append("  expect \(draft.person) no \(definition.poolKinds[item.kind])")
    return draft
  }

  private func heading(_ text: String) -> String {
    var text = text[...]
    if let reason = text.firstRange(of: " because ") { text = text[..<reason.lowerBound] }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text.map { $0 == "\"" ? "'" : $0 })
  }

  /// The lines of the shortest known way to a stage, and who takes it; `isKnown` is false where none is.
  private func way(to stage: Int) -> (lines: [String], person: String, isKnown: Bool) {
    guard let reached = coverage.reached[stage],
      let scenario = checked.scenarios.first(where: { $0.name == reached.scenario })
    else {
      if let way = ways[stage] { return (way.lines, way.person, true) }
      let isFirst = checked.definition.begins(with: stage)
      return (givenCampaign + ["  given mia"], "mia", isFirst)
    }
    let lines = scenario.lines.prefix(reached.lines).filter { line in
      if case .expect = line.kind { false } else { true }
    }
    return (lines.map { "  \(sources.text($0.span))" }, reached.person, true)
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

  func condition(_ rule: CheckedRule) -> String? {
    var condition = rule.condition
    if case .once(let test) = rule.trigger { condition = test }
    return condition.map { Draft.oneLine(sources.text(checked.definition.expressions[$0].span)) }
  }

  /// Where somebody stands in the end, or the first of their items does.
  private func target(_ rule: CheckedRule, _ person: String) -> String? {
    guard case .goTo(let stages) = rule.outcome, let first = stages.first else { return nil }
    let definition = checked.definition
    guard let each = definition.stages[first].each else {
      return "expect \(person) in \(stages.map { definition.stages[$0].path }.joined(separator: ", "))"
    }
    return "expect \(person) \(definition.eaches[each].noun) \"1\" in \(definition.stages[first].name)"
  }
}

extension Draft {
  /// What stands on several lines, on one.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
  }
}

extension CheckedWorkflow {
  /// Whether whoever begins stands in a stage, as far as no event or condition is needed for it.
  fileprivate func begins(with stage: Int) -> Bool {
    var place = stage
    while place > 0 {
      let parent = stages[place].parent
      guard stages[place].condition == nil, stages[place].each == nil else { return false }
      if !stages[parent].holdsTracks, firstChild(of: parent) != place { return false }
      place = parent
    }
    return true
  }
}
