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
    package var isCovered: Bool
    /// A scenario that would go through it, as far as it can be written.
    package var skeleton: [String] = []
  }

  package var items: [Item] = []

  /// How many of a kind there are, and how many were gone through.
  package func count(_ kind: Kind) -> (covered: Int, all: Int) {
    let all = items.filter { $0.kind == kind }
    return (all.count { $0.isCovered }, all.count)
  }

  package var missing: [Item] { items.filter { !$0.isCovered } }

  /// The share of all there is, in hundredths of a per cent; everything where there is nothing.
  package var share: Int { CoverageReport.share(items.count { $0.isCovered }, of: items.count) }

  package static func share(_ covered: Int, of all: Int) -> Int { all == 0 ? 10_000 : covered * 10_000 / all }

  /// `87.5 %`; what is not complete never shows as 100.
  package static func percent(_ share: Int) -> String {
    let tenths = share / 10
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}

extension ScenarioPlayer {
  /// What has been gone through so far; rules and stages of the vocabulary are not asked for.
  package func coverageReport() -> CoverageReport {
    let workflow = checked.definition
    var report = CoverageReport()
    for (index, stage) in workflow.stages.enumerated() where index > 0 && stage.span.source >= 0 {
      report.items.append(
        .init(
          kind: .stages, span: stage.span, text: "never entered: `\(stage.path)`",
          isCovered: coverage.stages.contains(index)))
    }
    for (index, rule) in workflow.rules.enumerated() where !rule.isVocabulary { report.items += items(index, rule) }
    report.items.sort { ($0.span.range.lowerBound, $0.text) < ($1.span.range.lowerBound, $1.text) }
    // A transition and its timer are gone through by one scenario, and no two may have one name.
    var names: Set<String> = []
    for index in report.items.indices where !report.items[index].isCovered {
      if let name = report.items[index].skeleton.first, !names.insert(name).inserted {
        report.items[index].skeleton = []
      }
    }
    let offered = report.items.indices.filter { !report.items[$0].skeleton.isEmpty }
    let tried = offered.prefix(ScenarioPlayer.trialsMax)
    for index in offered.dropFirst(tried.count) { report.items[index].skeleton = [] }
    for (index, skeleton) in zip(tried, self.offered(tried.map { report.items[$0].skeleton })) {
      report.items[index].skeleton = skeleton
    }
    return report
  }

  private func items(_ index: Int, _ rule: CheckedRule) -> [CoverageReport.Item] {
    var items: [CoverageReport.Item] = []
    let text = ruleText(index)
    let ran = coverage.rules.contains(index)
    if rule.isTimer {
      items.append(
        .init(
          kind: .timers, span: rule.span, text: "never fired: `\(text)`", isCovered: ran,
          skeleton: ran ? [] : skeleton(index)))
    } else if rule.outcome != nil {
      items.append(
        .init(
          kind: .transitions, span: rule.span, text: "never taken: `\(text)`", isCovered: ran,
          skeleton: ran ? [] : skeleton(index)))
    }
    items += conditionItems(index, rule)
    for action in rule.actions {
      guard case .assign(_, let ifNone) = checked.definition.actions[action].kind else { continue }
      if case .tell = ifNone { continue }
      let isCovered = coverage.empty.contains(action)
      items.append(
        .init(
          kind: .pools, span: rule.span, text: "never found nothing left: `\(assignment(action, text))`",
          isCovered: isCovered, skeleton: isCovered ? [] : emptyPoolSkeleton(index, action)))
    }
    return items
  }

  /// Both outcomes of a condition. Those of `on enter` and `on leave` leave no trace.
  private func conditionItems(_ index: Int, _ rule: CheckedRule) -> [CoverageReport.Item] {
    var condition = rule.condition
    switch rule.trigger {
    case .once(let test): condition = test
    case .enter, .leave: return []
    default: break
    }
    guard let condition else { return [] }
    let written = sources.text(checked.definition.expressions[condition].span)
    return [(true, coverage.held), (false, coverage.failed)].map { outcome, seen in
      .init(
        kind: .conditions, span: rule.span, text: "never \(outcome): `\(written)`", isCovered: seen.contains(index),
        skeleton: seen.contains(index) ? [] : skeleton(index, where: outcome))
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
