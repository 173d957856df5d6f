package import Workroom
import WorkroomDrawing
package import WorkroomEngine
import WorkroomLanguage
import WorkroomMetrics
package import WorkroomReporting
import WorkroomStore
import WorkroomValues

/// A whole report as one HTML page: key figures, charts, tables, the workflow with live counts.
///
/// The log is read twice, once for figures and once for the ways through the stages. Every row counts in the figures;
/// tables hold so many.
package struct ReportPage {
  /// Rows of each of the page's tables, so that it opens and sorts without a pause whatever the campaign's size.
  package static let rowsMax = 20_000
  /// Stages of a workflow that is drawn.
  package static let drawnMax = 400

  private let report: Report
  private var summary: CampaignSummary
  private var people: PageTable
  private var pieces: PageTable
  private var rooms: PageRooms
  private var tables: [PageTable] = []

  /// A page says what the database says: without a clock of its own, "now" is when its newest event was told of.
  package static func write(_ report: Report) throws(EngineError) -> Escaped {
    var page = try ReportPage(report)
    return try page.document()
  }

  /// The instant that a page of a campaign speaks of.
  package static func now(_ engine: Engine, campaign: Int64) throws(EngineError) -> Instant {
    if let virtual = engine.clock.virtual { return virtual }
    return Instant(milliseconds: try engine.campaign(campaign).head.occurred)
  }

  private init(_ report: Report) throws(EngineError) {
    self.report = report
    rooms = try PageRooms(report)
    summary = CampaignSummary(report.figures)
    people = ReportPage.table("people", ReportPage.peopleSection(report), sortedBy: "Revenue", report)
    pieces = ReportPage.table("pieces", ReportPage.piecesSection(report), sortedBy: "Views", report)
  }

  private mutating func document() throws(EngineError) -> Escaped {
    let peopleSection = ReportPage.peopleSection(report)
    let piecesSection = ReportPage.piecesSection(report)
    try report.figures.each { (one) throws(EngineError) in
      summary.add(one)
      people.append(ReportPage.row(report.row(of: one, ReportPage.peopleMetrics, peopleSection.columns)))
      for piece in one.pieces {
        pieces.append(
          ReportPage.row(report.row(of: piece, by: one, ReportPage.piecesMetrics, piecesSection.columns)))
      }
      try rooms.add(one)
      return true
    }
    (people, pieces) = (people.finished, pieces.finished)
    let journeys = try report.journeys()
    let notes = try report.notes(summary.calculation.facts)
    var sections = [
      HTMLPage.Section(id: "overview", title: "Overview", body: try overview(notes)),
      HTMLPage.Section(id: "funnel", title: "Funnel", body: try funnel(journeys)),
      HTMLPage.Section(id: "stays", title: "Time in stage", body: try stays(journeys)),
      HTMLPage.Section(
        id: "people", title: "Influencers", body: people.html + HTMLPage.notes(ReportPage.left(people, "influencers"))),
    ]
    tables.append(people)
    for room in PageRooms.Room.allCases {
      if room == .payments, pieces.count > 0 {
        let body = pieces.html + HTMLPage.notes(ReportPage.left(pieces, "content"))
        sections.append(HTMLPage.Section(id: "pieces", title: "Content", body: body))
        tables.append(pieces)
      }
      guard let (section, table) = rooms.section(room) else { continue }
      sections.append(section)
      tables.append(table)
    }
    if let body = try whole("pools", report.pools()) {
      sections.append(HTMLPage.Section(id: "pools", title: "Codes and links", body: body))
    }
    if let body = try whole("messages", report.messages()) {
      sections.append(HTMLPage.Section(id: "messages", title: "Messages", body: body))
    }
    sections.append(HTMLPage.Section(id: "workflow", title: "Workflow", body: try workflow(journeys)))
    sections.append(HTMLPage.Section(id: "metrics", title: "All metrics", body: try metrics()))
    return HTMLPage(
      title: report.campaign.row.name, about: try about(notes), sections: sections, tables: tables,
      pictureStyle: SVG.rules()
    ).document
  }

  /// What is said below a table that does not hold every row; the section that does has a name.
  static func left(_ table: PageTable, _ section: String) -> [String] {
    if table.left == 0 { return [] }
    let which = table.order.map { ", those furthest down by `\($0)`" } ?? ""
    let left = Digits.grouped(Int128(table.left), decimals: 0).text
    return [
      "\(left) more \(table.left == 1 ? "row" : "rows")\(which), \(table.left == 1 ? "is" : "are") counted in the figures and left out here; `workroom report --section \(section) --format csv` has all"
    ]
  }

  // MARK: Head

  private func about(_ notes: [String]) throws(EngineError) -> [Escaped] {
    let definition = try report.engine.definition(report.campaign.row.definition)
    let name = definition.workflow.name
    let receipt = try report.engine.receipt()
    return [
      .xml(
        "Workflow \(name), version \(definition.workflow.version) · amounts in \(report.currency.code) · days of \(report.campaign.zone.name)"
      ), .xml(ReportPage.sentence(notes)),
      .xml("As of \(report.now) · receipt \(receipt), as workroom db verify prints it"),
    ]
  }

  private static func sentence(_ notes: [String]) -> String {
    let text = notes.joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  // MARK: Overview

  private static let cards = [
    "revenue", "spend", "roas", "roi", "conversions", "aov", "accepted", "content", "views", "engagements", "er_views",
    "emv", "cpe", "cpa", "budget_used", "owed",
  ]

  private func overview(_ notes: [String]) throws(EngineError) -> Escaped {
    let calculation = summary.calculation
    let cards = ReportPage.cards.compactMap(Metric.named).map { card($0, calculation) }.joined()
    let charts = weekCharts()
    return "<ul class=\"cards\">\n" + cards + "</ul>\n"
      + (charts.isEmpty ? "" : "<div class=\"charts\">\n" + charts + "</div>\n")
  }

  private func card(_ metric: Metric, _ calculation: Calculation) -> Escaped {
    let (digits, unit) = figure(metric, calculation)
    let figure: Escaped =
      digits.map { digits in
        "<p class=\"figure\">" + digits + (unit.isEmpty ? "" : "<span class=\"unit\">" + .xml(unit) + "</span>")
          + "</p>"
      } ?? "<p class=\"figure unknown\">n/a</p>"
    let remark = calculation.remark(metric)
    let formula = calculation.words(metric)
    let inputs = calculation.inputs(metric).map { "\($0.title) \(calculation.text($0.id))" }
    return "<li class=\"card\" title=\"" + .xml(formula) + "\">\n<h3 class=\"name\">" + .xml(metric.title) + "</h3>\n"
      + figure + "\n" + (remark.isEmpty ? "" : "<p class=\"remark\">" + .xml(remark) + "</p>\n")
      + "<details><summary>Formula</summary><p>" + .xml(formula) + "</p>"
      + inputs.map { "<p>" + .xml($0) + "</p>" }.joined() + "<p>From " + .xml(ReportPage.plain(metric.source))
      + ".</p></details>\n</li>\n"
  }

  private func weekCharts() -> Escaped {
    let weeks = summary.weeks
    if weeks.isEmpty { return "" }
    func bars(_ value: (CampaignSummary.Week) -> Int64, _ said: (Int64) -> String) -> [Charts.Bar] {
      weeks.map { week in
        let day = week.monday.description
        return Charts.Bar(String(day.suffix(5)), value(week), said: "week of \(day): \(said(value(week)))")
      }
    }
    func count(_ value: Int64) -> String { Digits.grouped(Int128(value), decimals: 0).text }
    let power = (0..<report.currency.decimals).reduce(Int64(1)) { power, _ in power * 10 }
    func whole(_ value: Int64) -> String { count(value / power) }
    func money(_ value: Int64) -> String {
      Digits.grouped(Int128(value), decimals: report.currency.decimals).text + " " + report.currency.code
    }
    var charts: Escaped = ""
    if weeks.contains(where: { $0.revenue != 0 }) {
      let revenue = bars({ Int64(clamping: $0.revenue) }, money)
      charts += Charts.columns("Revenue by week, \(report.currency.code)", revenue, tick: whole)
    }
    if weeks.contains(where: { $0.conversions != 0 }) {
      charts += Charts.columns("Conversions by week", bars({ $0.conversions }, count), tick: count)
    }
    if weeks.contains(where: { $0.pieces != 0 }) {
      charts += Charts.columns("Content by week", bars({ $0.pieces }, count), tick: count)
    }
    return charts
  }

  // MARK: Stages

  private mutating func funnel(_ journeys: Journeys) throws(EngineError) -> Escaped {
    let bars = journeys.stages.map { stage in
      Charts.Bar(
        stage.title, stage.here, second: stage.reached, said: "\(stage.reached) reached, \(stage.here) here now")
    }
    var table = ReportPage.table("funnel", report.funnel(), report)
    for row in Report.funnelRows(journeys) { table.append(ReportPage.row(row)) }
    tables.append(table)
    return Charts.rows("How many reached each stage", bars, keys: ["here now", "reached"]) + table.html
      + HTMLPage.notes(Report.funnelNotes(journeys))
  }

  private mutating func stays(_ journeys: Journeys) throws(EngineError) -> Escaped {
    let bars: [Charts.Bar] = journeys.stages.filter { !$0.isFinal && !$0.stays.isEmpty }.map { stage in
      let (half, most) = (Journeys.percentile(50, stage.stays) ?? 0, Journeys.percentile(90, stage.stays) ?? 0)
      func days(_ value: Int64) -> String {
        guard case .number(let number) = Report.days(value) else { return "n/a" }
        return Digits.grouped(number, decimals: 1).text
      }
      return Charts.Bar(stage.title, half, second: most, said: "\(days(half)) / \(days(most)) days")
    }
    var table = ReportPage.table("stays", report.time(), report)
    for row in Report.timeRows(journeys) { table.append(ReportPage.row(row)) }
    tables.append(table)
    let chart: Escaped =
      bars.isEmpty ? "" : Charts.rows("How long a stage takes", bars, keys: ["half of the stays", "nine of ten"])
    return chart + table.html + HTMLPage.notes(Report.timeNotes)
  }

  private func workflow(_ journeys: Journeys) throws(EngineError) -> Escaped {
    let definition = try report.engine.definition(report.campaign.row.definition)
    guard definition.workflow.stages.count <= ReportPage.drawnMax else {
      return HTMLPage.notes([
        "the workflow has \(definition.workflow.stages.count) stages, and up to \(ReportPage.drawnMax) are drawn here; `workroom graph` draws it whole, or the surroundings of one stage"
      ])
    }
    var chart = Chart(definition.workflow, definition.source)
    let counts = journeys.all.filter { $0.here > 0 }.map { ($0.path, Int($0.here)) }
    let older = chart.setCounts(Dictionary(counts, uniquingKeysWith: +))
    let picture =
      "<div class=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"The workflow with live counts\">\n"
      + SVG.part(Picture(chart)) + "</div>\n"
    let note = older.isEmpty ? [] : ["stages of older versions, which are not drawn: \(older.joined(separator: ", "))"]
    return picture + HTMLPage.notes(note)
  }

  // MARK: Tables

  private mutating func metrics() throws(EngineError) -> Escaped {
    var table = PageTable(
      id: "metrics", caption: "Every metric, with its formula and where its figures come from",
      columns: [
        .init("Metric", repeats: true), .init("Value", repeats: true, isRight: true), .init("Unit", repeats: true),
        .init("Formula"), .init("Source"), .init("Remark"),
      ])
    let calculation = summary.calculation
    for metric in Metric.all {
      let (figure, unit) = figure(metric, calculation)
      table.append([
        .text(metric.title), figure.map { .text($0.text) } ?? .missing, .text(unit),
        .text(calculation.words(metric)), .text(ReportPage.plain(metric.source)), .text(calculation.remark(metric)),
      ])
    }
    tables.append(table)
    return table.html
      + HTMLPage.notes([
        "earned media value by \(calculation.choices.earnedMedia.words)", "n/a is not known, and never nought",
      ])
  }

  /// A figure's digits and the unit behind them.
  private func figure(_ metric: Metric, _ calculation: Calculation) -> (digits: Escaped?, unit: String) {
    let unit =
      switch metric.unit {
      case .count, .ratio: ""
      case .money, .fineMoney: report.currency.code
      case .percent: "%"
      }
    let decimals = metric.unit == .count ? 0 : calculation.decimals(metric.unit)
    let number = calculation.outcome(metric.id).value?.rounded(decimals: decimals)
    return (number.map { Digits.grouped($0, decimals: decimals) }, unit)
  }

  /// Without the marks that set words of the language off on a terminal.
  private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }

  /// A section whose rows are few; `nil` where there are none.
  private mutating func whole(_ id: StaticString, _ section: ReportSection) throws(EngineError) -> Escaped? {
    let (rows, notes) = try section.whole()
    if rows.isEmpty { return nil }
    var table = ReportPage.table(id, section, report)
    for row in rows { table.append(ReportPage.row(row)) }
    tables.append(table)
    return table.html + HTMLPage.notes(notes)
  }

  private static let repeating: Set<String> = [
    "Stage", "Section", "Platform", "Status", "Kind", "What", "To", "Group", "Influencer", "State", "Shipment",
  ]

  private static let longs: Set<String> = ["Stage", "Content", "Words", "Forecast"]

  private static func table(
    _ id: StaticString, _ section: ReportSection, sortedBy heading: String? = nil, _ report: Report
  ) -> PageTable {
    table(id, section.title, section.columns, sortedBy: heading, report.currency)
  }

  static func table(
    _ id: StaticString, _ title: String, _ columns: [ReportColumn], sortedBy heading: String?, _ currency: Currency
  ) -> PageTable {
    let pageColumns = columns.map { column in
      let kind: PageTable.Column.Kind =
        switch column.kind {
        case .text: .text
        case .date: .date
        default: .number(decimals: column.decimals(currency))
        }
      let isMoney = column.kind == .money || column.kind == .fineMoney
      return PageTable.Column(
        isMoney ? "\(column.heading) (\(currency.code))" : column.fullHeading, kind, about: column.about,
        repeats: repeating.contains(column.heading), isLong: longs.contains(column.heading))
    }
    return PageTable(
      id: id, caption: title, columns: pageColumns,
      sortedBy: heading.flatMap { heading in columns.firstIndex { $0.heading == heading } }, rowsMax: rowsMax)
  }

  static func row(_ values: [ReportValue]) -> [PageTable.Value] {
    values.map { value in
      switch value {
      case .text(let text): .text(text)
      case .date(let date): .number(Int128(date.days))
      case .number(let number): .number(number)
      case .missing: .missing
      }
    }
  }

  private static let peopleMetrics = [
    "content", "views", "engagements", "er_views", "conversions", "revenue", "spend", "roas", "cpe", "emv", "owed",
    "paid",
  ].compactMap(Metric.named)
  private static let piecesMetrics = ["views", "likes", "comments", "engagements", "er_views", "emv"].compactMap(
    Metric.named)

  private static func peopleSection(_ report: Report) -> ReportSection { report.influencers(peopleMetrics) }
  private static func piecesSection(_ report: Report) -> ReportSection { report.content(piecesMetrics) }
}
