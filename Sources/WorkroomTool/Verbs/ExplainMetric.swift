import Workroom
import WorkroomEngine
import WorkroomLanguage
import WorkroomMetrics
import WorkroomReport
import WorkroomReporting
import WorkroomStore

/// `workroom explain metrics` and `workroom explain metric NAME`, each with `--db DB --campaign NAME` for the figures.
enum ExplainMetric {
  static let usage = "workroom explain metrics | explain metric NAME [--db DB --campaign NAME]"

  static func run(_ words: [String]) throws -> Int32 {
    let options = [Tool.databaseOption, .init(name: "--campaign", value: "a campaign's name")] + ReportChoices.options
    let arguments = try Arguments(words, options: options, usage: usage)
    if try Tool.usage(arguments, usage) { return 0 }
    let isAll = arguments.words[0] == "metrics"
    try arguments.noMore(than: isAll ? 1 : 2, usage)
    if isAll {
      let table = MetricWords.table(try calculation(arguments))
      try Terminal.write(
        table.render(.human(width: Terminal.tableWidth(), colour: Tool.colour(arguments))), to: .standardOutput)
      return 0
    }
    guard arguments.words.count == 2 else {
      throw Failure("`explain metric` explains one, such as `workroom explain metric roas`", 64, [usage])
    }
    let name = arguments.words[1].lowercased()
    guard let metric = Metric.named(name) ?? Metric.all.first(where: { $0.title.lowercased() == name }) else {
      let near = Spelling.nearest(to: name, among: Metric.all.map(\.id))
      throw Failure(
        "no metric is called `\(name)`" + (near.map { "; write `\($0)`" } ?? ""), 64,
        ["`workroom explain metrics` lists them all"])
    }
    for line in MetricWords.lines(metric, try calculation(arguments)) { try Tool.print(line) }
    return 0
  }

  private static func calculation(_ arguments: Arguments) throws -> Calculation? {
    let choices = try ReportChoices(arguments)
    guard arguments["--db"] != nil || arguments["--campaign"] != nil else { return nil }
    let engine = try Tool.reader(arguments)
    let campaign = try Tool.campaign(arguments.required("--campaign", "the campaign's name"), engine)
    return try CampaignSummary.of(choices.report(engine, campaign.id).figures).calculation
  }
}
