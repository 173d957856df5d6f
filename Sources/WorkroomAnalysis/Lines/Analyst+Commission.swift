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
    checkRatesOfLaterSales()
    checkLostCommission()
  }

  private mutating func checkLostCommission() {
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
        goesBySales(rule)
          ? payingAsBefore(lost.map(\.path), rule)
          : "let this line take what comes later as well: `on conversion.recorded or \(lost.map(\.path).joined(separator: " or "))`",
        "or say that nothing is owed then: `on \(lost[0].path) note \"no commission\"`",
      ])
  }

  // MARK: Rates by what was sold

  /// A sale that changes later would be paid by all that was sold until then: by itself and by those that came after it.
  private mutating func checkRatesOfLaterSales() {
    for rule in workflow.rules {
      guard let event = rule.event, rule.span.source >= 0,
        let change = Analyst.changes.first(where: { workflow.events[event].path == $0.path }), goesBySales(rule)
      else { continue }
      report(
        .rateOfLaterSales, "a sale that is \(change.words) is paid here by all that was sold until then", rule.span,
        "not by what was sold before it", in: rule.owner,
        notes: [
          "the total holds this sale and those that came after it, so that a refund could raise what is owed"
        ],
        help: [payingAsBefore(Analyst.changes.map(\.path), rule), "and keep this line for `conversion.recorded` alone"])
    }
  }

  /// The line by which a sale that changes later is paid as it was before.
  private func payingAsBefore(_ paths: [String], _ rule: CheckedRule) -> String {
    let reason = rule.actions.lazy.compactMap { action -> String? in
      if case .owe(_, let reason) = workflow.actions[action].kind { workflow.texts[reason] } else { nil }
    }.first
    let line =
      "on \(paths.sorted().joined(separator: " or ")) when event.rate is set owe event.rate of event.subtotal for \"\(reason ?? "commission")\""
    return "write `\(line)`: `event.rate` is the share that was paid for the sale"
  }

  /// Whether what a line owes, or when, goes by what was sold.
  private func goesBySales(_ rule: CheckedRule) -> Bool {
    let owed = rule.actions.compactMap { action in
      if case .owe(let value, _) = workflow.actions[action].kind { value } else { nil as Int? }
    }
    guard !owed.isEmpty else { return false }
    var waiting = owed + (rule.test.map { [$0] } ?? [])
    while let index = waiting.popLast() {
      let operation = workflow.expressions[index].operation
      if case .total(let total) = operation, workflow.totals[total].noun == "conversion" { return true }
      operation.addOperands(to: &waiting)
    }
    return false
  }

  private func owes(_ rule: Int) -> Bool {
    workflow.rules[rule].actions.contains { action in
      if case .owe = workflow.actions[action].kind { true } else { false }
    }
  }
}
