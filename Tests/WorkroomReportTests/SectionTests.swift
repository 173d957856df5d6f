import Testing
import Workroom
import WorkroomEngine
import WorkroomReport
import WorkroomReporting
import WorkroomValues

/// Sections of a report: the funnel, time in stage, groups, messages, and how they are written.
@Suite struct SectionTests {
  private func played() throws -> Scene {
    let scene = try Scene(codes: ["A", "B", "C"])
    for name in ["Mia", "Leo", "Zoe", "Ana"] { try scene.add(name) }
    try scene.accept("Mia", at: "2026-05-20")
    try scene.accept("Leo", at: "2026-05-20")
    try scene.send("Zoe", "proposal.submitted", ["price": "5 USD"], at: "2026-05-22T09:00:00Z")
    try scene.send("Mia", "content.posted", ["content": "m"], at: "2026-05-22T21:00:00Z")
    try scene.send("Leo", "content.posted", ["content": "l"], at: "2026-05-30")
    return scene
  }

  private func rows(_ scene: Scene, _ section: String) throws -> [[String]] {
    let report = try scene.report()
    let table = report.section(section)!
    return try table.whole().rows.map { row in
      zip(row, table.columns).map { value, column in
        switch value {
        case .text(let text): text
        case .date(let date): date.description
        case .number(let number): column.digits(number, report.currency)
        case .missing: "n/a"
        }
      }
    }
  }

  @Test func theFunnelCountsWhoeverWasThere() throws {
    let rows = try rows(played(), "funnel")
    #expect(rows.map { $0[0] } == ["Invited", "Proposed", "Active", "· Working", "· Has posted", "Done", "Declined"])
    #expect(rows.map { $0[2] } == ["4", "3", "2", "2", "2", "0", "0"])
    #expect(rows.map { $0[3] } == ["100.00", "75.00", "50.00", "50.00", "50.00", "0.00", "0.00"])
    #expect(rows.map { $0[4] } == ["1", "1", "2", "0", "2", "0", "0"])
  }

  @Test func staysAreMeasuredFromEntryToLeaving() throws {
    let rows = try rows(played(), "time")
    // Two and a half days, and ten.
    #expect(rows[3] == ["· Working", "Progress", "2", "2.5", "10.0", "10.0", "0", "n/a"])
    // 9.6 and 1.6 days until the first of June, by hand: 22 May 21:00 and 30 May 09:00.
    #expect(rows[4] == ["· Has posted", "Progress", "0", "n/a", "n/a", "n/a", "2", "9.1"])
    #expect(rows.count == 5, "ends are left out")
  }

  @Test func percentilesAreValuesOfTheList() {
    #expect(Journeys.percentile(50, [1, 2, 3, 4]) == 2)
    #expect(Journeys.percentile(90, Array(1...10)) == 9)
    #expect(Journeys.percentile(90, [7]) == 7)
    #expect(Journeys.percentile(50, []) == nil)
  }

  @Test func onlyThoseWhomTheReportIsAboutAreInTheFunnel() throws {
    let scene = try played()
    let report = try scene.report(by: .posted, from: "2026-05-30")
    let funnel = try report.funnel().whole()
    #expect(funnel.rows.allSatisfy { $0[2] == .number(1) || $0[2] == .number(0) })
    #expect(funnel.notes.first?.hasPrefix("1 participation;") == true)
  }

  @Test func aGroupRunsOutAtTheRateOfTheNewestDays() throws {
    let row = try rows(played(), "pools")[0]
    #expect(row.prefix(9) == ["Codes", "discount", "1", "0", "2", "0", "0", "2", "2026-06-08"])
    #expect(row[9] == "at 2 in the last 14 days, 1 left last until 2026-06-08")
  }

  @Test func messagesAreCountedByTheirWords() throws {
    #expect(try rows(played(), "messages") == [["mail", "welcome", "influencer", "2", "2026-05-20", "2026-05-20"]])
  }

  // MARK: Writing

  @Test func aPageIsAPartOfTheWhole() throws {
    let scene = try played()
    let text = try scene.written("influencers", .human(width: 60, colour: .off), .init(number: 2, size: 3))
    #expect(text.contains("Ana") && !text.contains("Mia"))
    #expect(text.hasSuffix("  rows 4 to 4 of 4\n"))
    let first = try scene.written("influencers", .human(width: 60, colour: .off), .init(size: 3))
    #expect(first.hasSuffix("  rows 1 to 3 of 4; `--page 2` shows the next\n"))
    let behind = try scene.written("influencers", .human(width: 60, colour: .off), .init(number: 9, size: 3))
    #expect(behind.hasSuffix("  there are 4 rows; page 9 is behind the last one\n"))
  }

  @Test func csvHasOneHeadingHoweverManyPartsItHas() throws {
    let scene = try Scene()
    for index in 0..<1001 { try scene.add("=P\(index)") }
    let lines = try scene.written("influencers", .csv).split(separator: "\r\n")
    #expect(lines.count == 1002)
    #expect(lines[0].hasPrefix("Influencer,Stage,"))
    #expect(lines[1].hasPrefix("'=P0,Invited,instagram,n/a,n/a,0,"))
  }
}
