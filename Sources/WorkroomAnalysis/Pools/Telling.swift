import WorkroomLanguage
import WorkroomValues

/// Tells a walk as a scenario, with the values that its conditions ask for.
struct Telling {
  private let analyst: Analyst
  private let items: [CheckedAction.Item]
  private let owner: Int
  private var workflow: CheckedWorkflow { analyst.workflow }

  private static let person = "mia"

  init(_ analyst: Analyst, items: [CheckedAction.Item], owner: Int) {
    self.analyst = analyst
    self.items = items
    self.owner = owner
  }

  /// What leads on at a step: an event, or time; `nil` where nothing has to happen.
  func word(_ rule: Int) -> String? {
    switch workflow.rules[rule].trigger {
    case .event(let event): "`\(workflow.events[event].path)`"
    case .after(let value), .every(let value, _): "\(length(value)) without anything else"
    case .at(let value): "the day of `\(analyst.written(workflow.expressions[value].span))`"
    case .once, .onceEntered, .onceOtherwise, .enter, .leave: nil
    }
  }

  /// The whole scenario; `nil` where a step waits for something that no event of the walk brings about.
  func scenario(_ steps: [Int]) -> String? {
    var details: [Int: String] = [:]
    var attributes: [Int: String] = [:]
    for (index, field) in workflow.campaign.enumerated() where isNeeded(field) { details[index] = sample(field.type) }
    var place = owner
    while place > 0 {
      if let condition = workflow.stages[place].condition {
        collect(condition, Standing(owner: 0), &details, &attributes)
      }
      place = workflow.stages[place].parent
    }
    var lines: [String] = []
    for step in steps {
      let rule = workflow.rules[step]
      if rule.isOnce, rule.test != nil { return nil }
      if case .at = rule.trigger { return nil }
      let standing = Standing(owner: rule.owner, event: rule.event)
      let payload = rule.test.map { collect($0, standing, &details, &attributes) } ?? [:]
      lines += line(rule, payload)
    }
    let noun = workflow.poolKinds[items[0].kind]
    let head = ["scenario \"no \(noun) is left\""] + given(details) + [personLine(attributes)]
    return (head + lines + ["  expect no \(noun) left for \(Telling.person)", "end"]).joined(separator: "\n")
  }

  private func isNeeded(_ field: CheckedField) -> Bool {
    guard !field.isHidden, !field.isOptional, case .none = field.fallback else { return false }
    if case .group = field.type { return false }
    return field.type != .window
  }

  // MARK: Values that conditions ask for

  /// Values for which a condition holds: those of the campaign and the person are kept, those of the event returned.
  @discardableResult
  private func collect(
    _ condition: Int, _ standing: Standing, _ details: inout [Int: String], _ attributes: inout [Int: String]
  ) -> [Int: String] {
    guard let given = analyst.possibilities(condition, true, standing)?.first else { return [:] }
    var payload: [Int: String] = [:]
    for (key, domain) in Cases.inOrder(given) {
      let (storage, index, limits): (Storage, Int, Cases.Domain?)
      switch key {
      case .field(let place, let field): (storage, index, limits) = (place, field, domain)
      case .isSet(let place, let field) where domain.low == 1: (storage, index, limits) = (place, field, nil)
      default: continue
      }
      switch storage {
      case .campaign: fill(&details, index, workflow.campaign[index].type, limits)
      case .influencer: fill(&attributes, index, workflow.influencer[index].type, limits)
      case .payload:
        guard let event = standing.event else { continue }
        fill(&payload, index, workflow.events[event].payload[index].type, limits)
      case .record, .item: continue
      }
    }
    return payload
  }

  private func fill(_ values: inout [Int: String], _ index: Int, _ type: ValueType, _ domain: Cases.Domain?) {
    guard let domain else { return values[index] = values[index] ?? sample(type) }
    guard let value = analyst.pleasant(domain, type) else { return }
    values[index] = Values.text(value, type, workflow)
  }

  private func sample(_ type: ValueType) -> String {
    switch type {
    case .number: "1"
    case .money(.iso(let currency)): "100 \(currency.code)"
    case .money(.home): "100 \(workflow.currency?.code ?? "USD")"
    case .percent: "10%"
    case .date: "2026-03-01"
    case .time: "09:00"
    case .duration: "7 days"
    case .span: "1 month (last day)"
    case .window: "2026-03-01 to 2026-03-31"
    case .flag: "yes"
    case .hashtags: "#spring"
    case .handles: "@acme"
    case .choice(let set): workflow.choices[set].first ?? "plain"
    case .text, .products, .group: "\"Spring\""
    }
  }

  // MARK: Lines

  private func given(_ details: [Int: String]) -> [String] {
    let pools = items.compactMap { item -> Int? in
      if case .field(.campaign, let field) = workflow.expressions[item.group].operation { field } else { nil }
    }
    var groups: [String] = []
    var chosen: [String] = []
    for field in Set(pools).sorted() {
      if case .group(let name) = workflow.campaign[field].fallback {
        groups.append("  given group \"\(name)\" holding nothing")
      } else {
        chosen.append("\(workflow.campaign[field].name) \"Empty\" holding nothing")
      }
    }
    let others = details.keys.sorted().filter { !pools.contains($0) && !workflow.campaign[$0].isHidden }.compactMap {
      index in details[index].map { "\(workflow.campaign[index].name) \($0)" }
    }
    let all = chosen + others
    return groups + ["  given campaign\(all.isEmpty ? "" : " with \(all.joined(separator: ", "))")"]
  }

  private func personLine(_ attributes: [Int: String]) -> String {
    let values = attributes.keys.sorted().compactMap { index in
      attributes[index].map { "\(workflow.influencer[index].name) \($0)" }
    }
    return "  given \(Telling.person)\(values.isEmpty ? "" : " with \(values.joined(separator: ", "))")"
  }

  private func line(_ rule: CheckedRule, _ payload: [Int: String]) -> [String] {
    switch rule.trigger {
    case .event(let event): return [sent(event, rule, payload)]
    case .after(let value), .every(let value, _): return ["  \(length(value)) later"]
    default: return []
    }
  }

  private func sent(_ event: Int, _ rule: CheckedRule, _ payload: [Int: String]) -> String {
    let checked = workflow.events[event]
    let role = workflow.roles.indices.first {
      rule.roles & 1 << UInt64($0) != 0 && (checked.senders == 0 || checked.senders & 1 << UInt64($0) != 0)
    }
    let by = role.map { " by \(workflow.roles[$0].name)" } ?? (checked.senders == 0 ? " by manager" : "")
    let values = checked.payload.indices.compactMap { index -> String? in
      let field = checked.payload[index]
      let value = payload[index] ?? (field.isOptional ? nil : sample(field.type))
      return value.map { "\(field.name) \($0)" }
    }
    return "  \(Telling.person): \(checked.path)\(by)\(values.isEmpty ? "" : " with \(values.joined(separator: ", "))")"
  }

  /// How long a timer waits: what is written, or what the campaign's field begins with.
  private func length(_ value: Int) -> String {
    switch workflow.expressions[value].operation {
    case .constant(let word): return Values.text(word, workflow.expressions[value].type, workflow)
    case .field(.campaign, let field):
      if case .word(let word) = workflow.campaign[field].fallback {
        return Values.text(word, workflow.campaign[field].type, workflow)
      }
    default: break
    }
    return "30 days"
  }
}
