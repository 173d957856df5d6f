import WorkroomLanguage
import WorkroomValues

/// Fields that nobody reads or sets, and sections in which nothing is ever shown.
extension Analyst {
  /// Details of a campaign that the Work Room itself shows and asks, and that reports count, whatever a file does with them.
  private static let details: Set<String> = [
    "discount_group", "link_group", "gifts", "budget", "accepting", "delivery", "hashtags", "handles",
    "product_cost", "shipping_cost", "platform_fee", "content_rights", CheckedWorkflow.holdDetail,
  ]

  mutating func checkFields() {
    for (index, field) in workflow.campaign.enumerated() where field.span.source >= 0 && !field.isHidden {
      guard !uses.isRead(Uses.Field(storage: .campaign, index: index)), !Analyst.details.contains(field.name)
      else { continue }
      report(
        .detailNeverRead, "no line reads `\(field.name)`, so that choosing it changes nothing", field.span,
        "never read", in: 0,
        help: ["use it in a line, such as `\(use(field))`", "or delete it"])
    }
    for (index, field) in workflow.record.enumerated() {
      check(field, Uses.Field(storage: .record, index: index), in: 0)
    }
    for (index, each) in workflow.eaches.enumerated() {
      for (place, field) in each.record.enumerated() where place > CheckedEach.dueField {
        check(field, Uses.Field(storage: .item, index: place, each: index), in: each.stage)
      }
    }
  }

  private mutating func check(_ field: CheckedField, _ place: Uses.Field, in stage: Int) {
    // A field that an older version filled keeps what it has.
    guard workflow.migrations.isEmpty else { return }
    switch (uses.written[place], uses.isRead(place)) {
    case (nil, false):
      report(
        .fieldNeverSet, "no line sets or reads `\(field.name)`", field.span, "not used", in: stage,
        help: ["set it in a line: write `set \(field.name) to` and the value", "or delete it"])
    case (nil, true):
      let value = fallback(field)
      report(
        .fieldNeverSet, "no line sets `\(field.name)`, so that it is \(value.map { "always \($0)" } ?? "never set")",
        field.span, "never set", in: stage,
        help: ["set it in a line: write `set \(field.name) to` and the value", "or delete it"])
    case (.some(let written), false):
      report(
        .fieldNeverRead, "`\(field.name)` is set, and no line reads it: it only shows in the Work Room", field.span,
        "never read", in: stage, related: [related(written.span, "set here")],
        help: ["use it in a condition: `when \(asked(field))`, or keep it to be looked at"])
    case (.some, true): break
    }
  }

  /// A line that reads a detail of the campaign.
  private func use(_ field: CheckedField) -> String {
    switch field.type {
    case .duration, .span: "after \(field.name) tell manager \"late\""
    case .date: "at \(field.name) tell manager \"today\""
    case .money, .number: "on proposal.accepted when price is at most \(field.name) go to active"
    case .percent: "on proposal.accepted owe \(field.name) of price for \"fee\""
    case .group(let kind): "on proposal.accepted assign \(workflow.poolKinds[kind]) from \(field.name)"
    default: "on proposal.accepted when \(asked(field)) go to active"
    }
  }

  private func asked(_ field: CheckedField) -> String {
    switch field.type {
    case .number: "\(field.name) is at least 1"
    case .flag: "\(field.name) is yes"
    case .window: "\(field.name) is open"
    case .choice(let set): "\(field.name) is \(workflow.choices[set].first ?? "plain")"
    case .money(.iso(let currency)): "\(field.name) is at most 100 \(currency)"
    case .money(.home): "\(field.name) is at most 100 \(workflow.currency ?? .usd)"
    case .hashtags: "\(field.name) contains #spring"
    case .handles: "\(field.name) contains @acme"
    case .products: "\(field.name) contains \"Tee\""
    case .time: "\(field.name) is at least 09:00"
    case .percent: "\(field.name) is at most 10%"
    case .duration: "\(field.name) is at most 7 days"
    case .date: "\(field.name) is at least 2026-03-01"
    default: field.mayBeUnset ? "\(field.name) is set" : "\(field.name) is \"...\""
    }
  }

  /// What a field is given by default, in words.
  func fallback(_ field: CheckedField) -> String? {
    switch field.fallback {
    case .word(let word): Values.text(word, field.type, workflow)
    case .text(let text): "\"\(text)\""
    case .list(let parts): parts.joined(separator: ", ")
    case .group(let name): name
    case .none: nil
    }
  }

  // MARK: Sections

  mutating func checkSections() {
    var isShown = [Bool](repeating: false, count: workflow.sections.count)
    for index in workflow.stages.indices where reached[index] {
      guard let section = workflow.stages[index].section, !isShown[section] else { continue }
      isShown[section] = !isNeverCalledFor(index)
    }
    for (index, span) in workflow.sectionSpans.enumerated() where !isShown[index] && span.source >= 0 {
      let name = workflow.sections[index]
      let hidden = workflow.stages.first { $0.section == index }
      report(
        .sectionNeverShown,
        hidden == nil ? "no stage is shown in the section \"\(name)\"" : "nobody ever shows in the section \"\(name)\"",
        span, "always empty", in: 0,
        related: hidden.map { [related($0.span, "never entered")] } ?? [],
        help: ["show a stage in it: `stage interview in \"\(name)\"`", "or delete the section"])
    }
  }

  /// Whether a stage stands in a track whose condition never holds.
  private func isNeverCalledFor(_ index: Int) -> Bool {
    var place = index
    while place > 0 {
      if let condition = workflow.stages[place].condition, verdict(condition, Standing(owner: 0)) == .never {
        return true
      }
      place = workflow.stages[place].parent
    }
    return false
  }
}
