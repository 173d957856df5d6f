package import WorkroomLanguage

/// How much of a workflow its scenarios go through, and what they leave out.
package struct CoverageReport: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case stages, transitions, conditions, timers, pools

    /// What its members are called.
    package var title: String {
      switch self {
      case .conditions: "outcomes of conditions"
      case .pools: "empty pools"
      default: rawValue
      }
    }
  }

  /// Something that could be gone through.
  package struct Item: Sendable {
    package var kind: Kind
    package var span: Diagnostic.Span
    /// What is missing, in words: ``never entered: `stage declined` ``.
    package var text: String
    let goal: Coverage.Goal
    package var isCovered: Bool
    /// A scenario that goes through it as it stands, or one marked `todo` with what is left to write; empty for none.
    package var skeleton: [String] = []
  }

  package var items: [Item] = []
  /// For so many that are missing no scenario was looked for: those above come first.
  package var unsought = 0

  /// How many of a kind there are, and how many were gone through.
  package func count(_ kind: Kind) -> (covered: Int, all: Int) {
    let all = items.filter { $0.kind == kind }
    return (all.count { $0.isCovered }, all.count)
  }

  package var missing: [Item] { items.filter { !$0.isCovered } }

  /// The share of all there is, in hundredths of a per cent; everything where there is nothing.
  package var share: Int { CoverageReport.share(items.count { $0.isCovered }, of: items.count) }

  package static func share(_ covered: Int, of all: Int) -> Int { all == 0 ? 10_000 : covered * 10_000 / all }
}

extension ScenarioPlayer {
  /// What has been gone through so far; rules and stages of the vocabulary are not asked for. With `offering`, what is missing
  /// comes with scenarios to start from, each of which was played: as many as there are in `skeletonsMax`.
  package func coverageReport(offering: Bool = true) -> CoverageReport {
    let workflow = checked.definition
    var report = CoverageReport()
    for (index, stage) in workflow.stages.enumerated() where index > 0 && stage.span.source >= 0 {
      report.items.append(item(.stages, stage.span, "never entered: `\(stage.path)`", .stage(index)))
    }
    for (index, rule) in workflow.rules.enumerated() where !rule.isVocabulary { report.items += items(index, rule) }
    report.items.sort { ($0.span.range.lowerBound, $0.text) < ($1.span.range.lowerBound, $1.text) }
    if offering { offer(&report) }
    return report
  }

  /// A transition, its timer and the outcome for which it runs are gone through by one scenario.
  private func offer(_ report: inout CoverageReport) {
    var sought: Set<Coverage.Goal> = []
    var drafts: [(item: Int, draft: Draft)] = []
    for index in report.items.indices where !report.items[index].isCovered {
      let goal = report.items[index].goal
      if case .stage = goal { continue }
      guard sought.insert(goal.scenario).inserted else { continue }
      if drafts.count == ScenarioPlayer.skeletonsMax {
        report.unsought += 1
      } else if let draft = draft(for: goal) {
        drafts.append((index, draft))
      }
    }
    for (draft, lines) in zip(drafts, offered(drafts.map(\.draft))) { report.items[draft.item].skeleton = lines }
  }

  private func item(
    _ kind: CoverageReport.Kind, _ span: Diagnostic.Span, _ text: String, _ goal: Coverage.Goal
  ) -> CoverageReport.Item {
    .init(kind: kind, span: span, text: text, goal: goal, isCovered: coverage.meets(goal))
  }

  private func items(_ index: Int, _ rule: CheckedRule) -> [CoverageReport.Item] {
    var items: [CoverageReport.Item] = []
    let text = ruleText(index)
    if rule.isTimer {
      items.append(item(.timers, rule.span, "never fired: `\(text)`", .rule(index)))
    } else if rule.outcome != nil {
      items.append(item(.transitions, rule.span, "never taken: `\(text)`", .rule(index)))
    }
    items += conditionItems(index, rule)
    for action in rule.actions {
      guard case .assign(_, let ifNone) = checked.definition.actions[action].kind else { continue }
      if case .tell = ifNone { continue }
      items.append(
        item(
          .pools, rule.span, "never found nothing left: `\(assignment(action, text))`",
          .empty(rule: index, action: action)))
    }
    return items
  }

  /// Both outcomes of a condition. Those of `on enter` and `on leave` leave no trace.
  private func conditionItems(_ index: Int, _ rule: CheckedRule) -> [CoverageReport.Item] {
    if case .enter = rule.trigger { return [] }
    if case .leave = rule.trigger { return [] }
    guard let written = condition(rule) else { return [] }
    return [true, false].map { holds in
      item(.conditions, rule.span, "never \(holds): `\(written)`", .outcome(rule: index, holds: holds))
    }
  }

  private func assignment(_ action: Int, _ rule: String) -> String {
    let file = sources.workflow.source
    let line = file.text(file.lineRange(checked.definition.actions[action].line))
    let trimmed = line.drop { $0 == " " }
    return trimmed.hasPrefix("assign") ? String(trimmed.prefix { $0 != "\r" }) : rule
  }
}

extension CheckedRule {
  var isTimer: Bool {
    switch trigger {
    case .after, .at, .every: true
    default: false
    }
  }
}
