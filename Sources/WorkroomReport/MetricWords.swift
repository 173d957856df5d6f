package import WorkroomMetrics
package import WorkroomReporting

/// Metrics explained: their formula in words, and with the figures of a campaign put in.
package enum MetricWords {
  /// One metric, line by line.
  package static func lines(_ metric: Metric, _ calculation: Calculation?) -> [String] {
    var lines = [
      "\(metric.title)  (\(metric.id), \(unit(metric)))", "  = \(calculation?.words(metric) ?? metric.words)",
    ]
    let inputs = calculation?.inputs(metric) ?? metric.inputs.compactMap(Metric.named)
    let wide = inputs.map(\.title.count).max() ?? 0
    for input in inputs {
      let name = input.title + String(repeating: " ", count: wide - input.title.count)
      guard let calculation else {
        lines.append("  \(name)  \(input.words)")
        continue
      }
      let remark = calculation.remark(input)
      lines.append("  \(name)  \(calculation.text(input.id))" + (remark.isEmpty ? "" : "  (\(remark))"))
    }
    if inputs.isEmpty { lines.append("  told by \(metric.source)") }
    guard let calculation else { return lines }
    let remark = calculation.remark(metric)
    lines.append("  = \(calculation.text(metric.id))" + (remark.isEmpty ? "" : "  (\(remark))"))
    return lines
  }

  private static func unit(_ metric: Metric) -> String {
    switch metric.unit {
    case .count: "a count"
    case .money: "money"
    case .fineMoney: "money, with two more decimals than its currency"
    case .ratio: "a ratio, two decimals"
    case .percent: "per cent, two decimals"
    }
  }

  /// All of them as a table; with their values where there is a campaign.
  package static func table(_ calculation: Calculation?) -> Table {
    var columns: [Table.Column] = [
      .init("Id", priority: 9), .init("Metric", priority: 6), .init("Formula", priority: 8),
      .init("Source", priority: 2),
    ]
    if calculation != nil { columns.insert(.init("Value", .right, priority: 7), at: 2) }
    return Table(
      title: "Metrics", columns: columns,
      rows: Metric.all.map { metric in
        var row: [Table.Cell] = [
          Table.Cell(metric.id), Table.Cell(metric.title), Table.Cell(calculation?.words(metric) ?? metric.words),
          Table.Cell(metric.source),
        ]
        if let calculation { row.insert(Table.Cell(calculation.text(metric.id)), at: 2) }
        return row
      })
  }
}
