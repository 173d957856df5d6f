import WorkroomLanguage

/// Commission that a workflow owes by a line of its own, and that is lost where the sale changes later.
extension Analyst {
  /// Events after which an order counts again or still, with what has become of it.
  private static let changes = [
    (path: "conversion.restored", words: "restored"), (path: "conversion.refunded", words: "refunded in part"),
  ]

  /// A file that says what is owed for conversions replaces all that the vocabulary says of it, also for those that are
  /// refunded or restored. What was owed for one is voided with a refund or a void, so nothing is owed from then on.
  mutating func checkCommission() {
    guard let recorded = workflow.events.firstIndex(where: { $0.path == "conversion.recorded" }),
      let line = workflow.rules.indices.first(where: { workflow.rules[$0].event == recorded && isLive($0) && owes($0) })
    else { return }
    let lost = Analyst.changes.filter { change in
      guard let event = workflow.events.firstIndex(where: { $0.path == change.path }) else { return false }
      // A line of the file's own, whatever it does, has decided it.
      return !workflow.rules.contains { $0.event == event && ($0.span.source >= 0) }
    }
    guard !lost.isEmpty else { return }
    let rule = workflow.rules[line]
    let events = lost.map { "`\($0.path)`" }.joined(separator: " and ")
    report(
      .commissionLost, "what this line owes is lost when a sale is \(lost.map(\.words).joined(separator: " or "))",
      rule.span, "owed once", in: rule.owner,
      notes: [
        "a refund and a void take back all that was owed for the order, and no line owes again on \(events)",
        "a file that owes for conversions by a line of its own replaces the vocabulary's lines for all of them",
      ],
      help: [
        "let this line take what comes later as well: `on conversion.recorded or \(lost.map(\.path).joined(separator: " or "))`",
        "or say that nothing is owed then: `on \(lost[0].path) note \"no commission\"`",
      ])
  }

  private func owes(_ rule: Int) -> Bool {
    workflow.rules[rule].actions.contains { action in
      if case .owe = workflow.actions[action].kind { true } else { false }
    }
  }
}
