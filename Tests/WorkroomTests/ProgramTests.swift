import Testing
import Workroom
import WorkroomValues

/// The library as a host uses it.
@Suite struct ProgramTests {
  static let sentence = "on proposal.accepted assign discount from group X and link from group Y"

  private func program() throws -> (Program, Campaign, InfluencerID) {
    let program = try Program()
    try program.createGroup("X", .discount, pattern: "[first_name]10OFF")
    try program.createGroup("Y", .link, items: ["https://shop.example/1"])
    let campaign = try program.createCampaign("Spring", Workflow(ProgramTests.sentence))
    let jane = try program.addInfluencer(
      firstName: "Jane", email: "jane@example.com", platform: "instagram", handle: "@jane")
    try campaign.assign(jane)
    return (program, campaign, jane)
  }

  @Test func theBriefsSentenceAssignsBoth() throws {
    let (_, campaign, jane) = try program()
    let submitted = try campaign.send("proposal.submitted", about: jane, by: "influencer", with: ["price": "300 USD"])
    #expect(submitted.outcome == .taken)
    #expect(try campaign.participation(of: jane)?.discount == nil)
    #expect(try campaign.send("proposal.accepted", about: jane, by: "manager").outcome == .taken)
    let state = try #require(try campaign.participation(of: jane))
    #expect(state.discount == "Jane10OFF")
    #expect(state.link == "https://shop.example/1")
    #expect(state.owed.description == "300.00 USD")
    #expect(state.paid.minorUnits == 0)
    #expect(state.stages.contains("active.discounts.has_code"))
    #expect(state.stages.contains("active.links.has_link"))
    #expect(!state.isFinished)
  }

  @Test func aMissingGroupIsNamedWhenTheCampaignIsCreated() throws {
    let program = try Program()
    try program.createGroup("X", .discount, pattern: "[first_name]10OFF")
    let workflow = try Workflow(ProgramTests.sentence)
    let error = refusal { _ = try program.createCampaign("Spring", workflow) }
    #expect(error?.contains("link group called `Y`") == true)
    #expect(try program.campaign("Spring") == nil)
    try program.createGroup("Y", .link)
    #expect(try program.createCampaign("Spring", workflow).name == "Spring")
  }

  @Test func everyMistakeOfATextHasItsPlace() throws {
    let text = "on proposal.acepted assign discount from group X\non proposal.declined\n  send mail \"sorry\"\nend\n"
    let error = refusal { _ = try Workflow(named: "x.workflow", text) }
    let lines = try #require(error).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("x.workflow:1:4: error[W") == true)
    #expect(lines.last?.hasPrefix("x.workflow:3:") == true)
  }

  @Test func aSectionThatIsNotCalledForSaysWhy() throws {
    let (_, campaign, jane) = try program()
    try campaign.send("proposal.submitted", about: jane, by: "influencer", with: ["price": "300 USD"])
    #expect(try campaign.section("Proposals").rows.count == 1)
    #expect(try campaign.section("discounts").rows.isEmpty)
    let hidden = refusal { _ = try campaign.section("Fulfillment") }
    #expect(hidden == "`Fulfillment` is not there: the campaign's details do not say that gifts is set")
    #expect(refusal { _ = try campaign.section("Proposal") }?.contains("write `Proposals`") == true)
  }

  @Test func aDetailShowsItsSection() throws {
    let program = try Program()
    let workflow = try Workflow("on fee.owed tell manager \"a fee\"\n")
    let campaign = try program.createCampaign("With gifts", workflow, details: ["gifts": "Tee, Mug"])
    #expect(try campaign.section("Fulfillment").rows.isEmpty)
    #expect(refusal { _ = try campaign.section("Links") }?.contains("link_group is set") == true)
  }

  @Test func groupsRefuseWhatWouldNotWork() throws {
    let program = try Program()
    try program.createGroup("A", .discount, pattern: "[first_name]10OFF")
    let same = refusal { try program.createGroup("B", .discount, pattern: "[first_name]10off") }
    #expect(same?.contains("`A`") == true && same?.contains("`B`") == true)
    #expect(
      refusal { try program.createGroup("C", .discount, pattern: "[name]10") }?.contains("`[first_name]`") == true)
    #expect(refusal { try program.createGroup("A", .discount) }?.contains("already") == true)
    #expect(refusal { try program.createGroup("D", .discount, items: ["A1", "a1"]) }?.contains("`a1`") == true)
    #expect(
      refusal { try program.addItems(["A1"], toGroup: "D", .discount) }?.contains("`D`") == true,
      "nothing of D was written")
    try program.createGroup("E", .link)
    #expect(try program.addItems(["u1", "u2"], toGroup: "E", .link) == 2)
    #expect(try program.addItems(["u2", "u3"], toGroup: "E", .link) == 1)
    #expect(refusal { try program.addItems(["X"], toGroup: "A", .discount) }?.contains("makes its items") == true)
  }

  @Test func influencersAreFoundAgain() throws {
    let (program, campaign, jane) = try program()
    #expect(try program.addInfluencer(firstName: "Janet", email: "Jane@Example.com") == jane)
    #expect(try program.addInfluencer(firstName: "Jane", platform: "instagram", handle: "jane") == jane)
    #expect(refusal { _ = try program.addInfluencer(firstName: "Jo", handle: "jo") }?.contains("platform") == true)
    let other = try program.addInfluencer(firstName: "Jo", email: "jo@example.com")
    #expect(
      refusal {
        _ = try program.addInfluencer(firstName: "Jo", email: "jo@example.com", platform: "instagram", handle: "jane")
      } != nil)
    #expect(try campaign.participation(of: other) == nil)
    #expect(try campaign.send("proposal.submitted", about: other, by: "influencer").outcome == .setAside)
    #expect(refusal { try campaign.assign(InfluencerID(999)) }?.contains("999") == true)
  }

  @Test func anEventMayHaveHappenedEarlierButNotLater() throws {
    let (_, campaign, jane) = try program()
    let future = try campaign.send(
      "proposal.submitted", about: jane, by: "influencer", at: Instant("2999-01-01T00:00:00Z")!)
    #expect(future.outcome == .setAside)
    #expect(
      try campaign.send("proposal.submitted", about: jane, by: "influencer", at: Instant("2020-01-01T00:00:00Z")!)
        .outcome == .taken)
  }

  @Test func aFileKeepsItAll() throws {
    let file = try TemporaryFile()
    var jane = InfluencerID(0)
    do {
      let program = try Program(path: file.path)
      try program.createGroup("X", .discount, items: ["SPRING1"])
      try program.createGroup("Y", .link, items: ["u1"])
      let campaign = try program.createCampaign("Spring", Workflow(ProgramTests.sentence))
      jane = try program.addInfluencer(firstName: "Jane")
      try campaign.assign(jane)
      try campaign.send("proposal.submitted", about: jane, by: "influencer", with: ["price": "5 USD"])
      try campaign.send("proposal.accepted", about: jane, by: "director")
    }
    let campaign = try #require(try Program(path: file.path).campaign("Spring"))
    #expect(try campaign.participation(of: jane)?.discount == "SPRING1")
    #expect(try campaign.participation(of: jane)?.owed.minorUnits == 500)
    #expect(try campaign.section("Payments").rows.count == 1)
  }

  @Test func whatIsNoDatabaseIsLeftAlone() throws {
    let error = #expect(throws: ProgramError.self) { _ = try Program(path: #filePath) }
    #expect(error?.exitCode == 65)
  }
}
