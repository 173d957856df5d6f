import Foundation
import Testing
import Workroom
import WorkroomExchange
import WorkroomReport
import WorkroomReporting
import WorkroomValues

/// What `report --format json` writes, against its schema.
@Suite struct ReportSchemaTests {
  private func program() throws -> (program: Program, campaign: Campaign) {
    let program = try Program()
    try program.createGroup("X", .discount, items: ["A", "B"])
    try program.createGroup("Y", .link, pattern: "https://go.example/[first_name]")
    let workflow = try Workflow("on proposal.accepted assign discount from group X and link from group Y")
    let campaign = try program.createCampaign("Spring \"26\"", workflow, details: ["budget": "1000 USD"])
    for name in ["Mia", "</script>\u{1B}"] {
      let id = try program.addInfluencer(firstName: name, email: "\(name.count)@example.com")
      try campaign.assign(id)
      try campaign.send("proposal.submitted", about: id, by: "influencer", with: ["price": "250 USD"])
      try campaign.send("proposal.accepted", about: id, by: "manager")
      try campaign.send("content.posted", about: id, by: "manager", with: ["content": "p", "views": "10"])
    }
    return (program, campaign)
  }

  @Test(arguments: Report.sections) func aSectionKeepsToTheSchema(name: String) throws {
    let (program, campaign) = try program()
    let figures = try CampaignFigures(program.engine, campaign: campaign.id.raw, basis: ReportBasis(by: .accepted))
    let report = Report(program.engine, figures)
    for page in [ReportWriter.Page(), ReportWriter.Page(number: 1, size: 1)] {
      var text = ""
      let section = try #require(report.section(name))
      try ReportWriter(report, section, .json, page).write { text += $0.text }
      let value = try JSONReader.parse(Array(text.utf8), limits: JSONLimits(bytesMax: 1 << 20))
      let file = FormatsTests.package.appending(path: "Grammar/schemas/report-1.schema.json")
      let schema = try JSONReader.parse([UInt8](Data(contentsOf: file)))
      #expect(SchemaCheck.faults(of: value, in: schema) == [])
      #expect(value["section"] == .string(name))
      guard case .array(let rows)? = value["rows"], case .array(let columns)? = value["columns"] else {
        Issue.record("there are no rows")
        continue
      }
      #expect(!rows.isEmpty && (page.size == nil || rows.count == 1))
      for row in rows {
        guard case .object(let members) = row else { continue }
        #expect(members.map { JSONValue.string($0.name) } == columns.map { $0["key"] })
      }
    }
  }
}
