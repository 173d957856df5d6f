import Foundation
import Testing
import WorkroomReporting
import WorkroomLanguage
@testable import WorkroomScenarios

/// What scenarios leave out, by numbers that were counted by hand.
@Suite struct CoverageTests {
  /// Four stages, five transitions, two conditions, two timers, one empty pool.
  private static let workflow = """
    campaign
      codes  discount group  optional
    end
    record
      rounds  number  default 0
    end
    stage a
      on proposal.submitted when rounds is less than 2 go to b
      on proposal.submitted otherwise refuse "no more"
      after 5 days send email "reminder"
      after 9 days when rounds is 1 go to d
    end
    stage b
      on enter assign discount from codes if none is left note "none"
      on proposal.declined
        add 1 to rounds
        go to a
      end
      on proposal.accepted go to c
    end
    final c, d
    """

  private static func report(_ scenarios: String) throws -> CoverageReport {
    try Scene("\(workflow)\n\(scenarios)\n").player.coverageReport()
  }

  private static func counts(_ report: CoverageReport) -> [String] {
    CoverageReport.Kind.allCases.map { kind in
      let (covered, all) = report.count(kind)
      return "\(kind.rawValue) \(covered)/\(all)"
    }
  }

  @Test func oneWayThrough() throws {
    let report = try Self.report(
      """
      scenario "s"
        given campaign with codes "C"
        given mia
        mia: proposal.submitted
        mia: proposal.accepted
        expect mia in c
      end
      """)
    #expect(
      Self.counts(report) == ["stages 3/4", "transitions 2/4", "conditions 1/4", "timers 0/2", "pools 0/1"])
    #expect(report.share == 6 * 10_000 / 15)
    #expect(
      report.missing.map(\.text) == [
        "never false: `rounds is less than 2`", "never taken: `on proposal.submitted otherwise refuse \"no more\"`",
        "never fired: `after 5 days send email \"reminder\"`", "never false: `rounds is 1`",
        "never fired: `after 9 days when rounds is 1 go to d`", "never true: `rounds is 1`",
        "never found nothing left: `on enter assign discount from codes if none is left note \"none\"`",
        "never taken: `on proposal.declined`", "never entered: `d`",
      ])
  }

  @Test func allWaysThrough() throws {
    let report = try Self.report(
      """
      scenario "s"
        given campaign with codes "C" holding nothing
        given mia
        mia: proposal.submitted
        expect note "none" about mia
        mia: proposal.declined
        mia: proposal.submitted
        mia: proposal.declined
        mia: proposal.submitted refused "no more"
        9 days later
        expect mia in a
      end
      scenario "t"
        given mia
        mia: proposal.submitted
        mia: proposal.declined
        9 days later
        expect mia in d
      end
      scenario "u"
        given mia
        mia: proposal.submitted
        mia: proposal.accepted
        expect mia in c
      end
      """)
    #expect(
      Self.counts(report) == ["stages 4/4", "transitions 4/4", "conditions 4/4", "timers 2/2", "pools 1/1"])
    #expect(report.share == 10_000)
    #expect(report.missing.isEmpty)
  }

  /// What is offered for a line that nothing goes through can be played as it stands, where it has no placeholders.
  @Test func skeletonsCanBePlayed() throws {
    let known = """
      scenario "s"
        given campaign with codes "C"
        given mia
        mia: proposal.submitted
        expect mia in b
      end

      """
    let report = try Self.report(known)
    let skeletons = report.missing.filter { ["transitions", "pools"].contains($0.kind.rawValue) }.map(\.skeleton)
    #expect(skeletons.count == 4)
    for skeleton in skeletons where !skeleton[0].contains("otherwise") {
      let text = skeleton.joined(separator: "\n")
      #expect(try Scene("\(Self.workflow)\n\(text)\n").outcomes == ["passed"], "\(text)")
    }
  }

  /// A condition about what is owed is gone through both ways by a scenario that can be added as it stands.
  @Test func whatIsOwedFirstIsOffered() throws {
    let workflow = """
      on payment.paid when owed is at most 0 USD refuse "the content comes first"
      stage a
        on content.approved
          owe 50 USD for "fee"
          go to b
        end
      end
      final b
      """
    let report = try Scene("\(workflow)\n").player.coverageReport()
    let asked = try #require(report.missing.first { $0.text == "never false: `owed is at most 0 USD`" })
    #expect(asked.skeleton.contains("  mia: fee.owed with amount 100.00 USD"), "\(asked.skeleton)")
    let scene = try Scene("\(workflow)\n\(asked.skeleton.joined(separator: "\n"))\n")
    #expect(scene.outcomes == ["passed"], "\(scene.story)")
    #expect(!scene.player.coverageReport().missing.contains { $0.text == asked.text })
  }

  /// What is offered passes as it stands, or is left out of the run until its author has put it right.
  @Test func nothingThatIsOfferedFails() throws {
    let report = try Scene(launch).player.coverageReport()
    let skeletons = report.missing.map(\.skeleton).filter { !$0.isEmpty }
    let scene = try Scene("\(launch)\n\(skeletons.map { $0.joined(separator: "\n") }.joined(separator: "\n"))\n")
    #expect(scene.outcomes.count == skeletons.count && skeletons.count > 8)
    #expect(scene.outcomes.allSatisfy { ["passed", "todo"].contains($0) }, "\(scene.story)")
    #expect(scene.outcomes.contains("passed") && scene.outcomes.contains("todo"))
    for skeleton in skeletons where skeleton[0].hasSuffix(" todo") {
      #expect(skeleton.count { $0.hasPrefix("  -- left to write: ") && $0.hasSuffix("; then delete `todo`") } == 1)
    }
  }

  private static let known = """
    scenario "s"
      given campaign with codes "C"
      given mia
      mia: proposal.submitted
      mia: proposal.accepted
      expect mia in c
    end

    """

  /// A scenario that could be added as it stands goes through what it is offered for; one that passes and does not, is no
  /// such scenario.
  @Test(arguments: [(workflow, known), (workflow, ""), (launch, ""), (launch, launched)])
  func whatIsOfferedAsItIsGoesThroughWhatItIsFor(_ text: String, _ known: String) throws {
    let report = try Scene("\(text)\n\(known)").player.coverageReport()
    var whole = 0
    for item in report.missing where !item.skeleton.isEmpty && !item.skeleton[0].hasSuffix(" todo") {
      let scene = try Scene("\(text)\n\(item.skeleton.joined(separator: "\n"))\n")
      #expect(scene.outcomes == ["passed"], "\(scene.story)")
      let left = scene.player.coverageReport(offering: false).missing
      #expect(!left.contains { $0.goal == item.goal }, "\(item.text): \(item.skeleton)")
      #expect(!item.skeleton.contains { $0.contains("--") || $0.contains(" not in ") })
      whole += 1
    }
    #expect(whole > 1)
  }

  private static let launched = """
    scenario "s"
      given campaign with codes "C"
      given mia
      mia: proposal.submitted with price 300 USD
      mia: proposal.accepted
      expect mia in active
    end

    """

  @Test func whatIsOfferedSaysWhatComesOfIt() throws {
    let report = try Self.report(Self.known)
    func offered(_ text: String) -> [String]? { report.missing.first { $0.text == text }?.skeleton }
    #expect(
      offered("never false: `rounds is 1`") == [
        "scenario \"not after 9 days when rounds is 1 go to d\"", "  given campaign with codes \"C\"", "  given mia",
        "  9 days later", "  expect mia in a", "end",
      ])
    #expect(
      offered("never fired: `after 9 days when rounds is 1 go to d`") == [
        "scenario \"after 9 days when rounds is 1 go to d\" todo", "  given campaign with codes \"C\"", "  given mia",
        "  -- left to write: what makes `rounds is 1` true; then delete `todo`", "  9 days later", "  expect mia in d",
        "end",
      ])
    #expect(
      offered("never found nothing left: `on enter assign discount from codes if none is left note \"none\"`") == [
        "scenario \"nothing left\"", "  given campaign with codes \"C\"",
        "  given campaign with codes \"EMPTY\" holding nothing", "  given mia", "  mia: proposal.submitted",
        "  expect mia no discount", "  expect mia in b", "end",
      ])
  }

  /// Two lines that read the same have scenarios of two names.
  @Test func everyOfferHasANameOfItsOwn() throws {
    let report = try Scene(
      """
      stage a
        on proposal.declined go to z
        on proposal.accepted go to b
      end
      stage b
        on proposal.declined go to z
      end
      final z
      scenario "on proposal.accepted go to b"
        given mia
        mia: proposal.noted with text "x"
        expect mia in a
      end

      """
    ).player.coverageReport()
    #expect(
      report.missing.compactMap(\.skeleton.first) == [
        "scenario \"on proposal.declined go to z\"", "scenario \"on proposal.accepted go to b, in a\"",
        "scenario \"on proposal.declined go to z, in b\"",
      ])
  }

  /// Where one that is offered leads to a stage, others go on from there.
  @Test func whatIsFoundLeadsToOthers() throws {
    let report = try Scene("\(launch)\n").player.coverageReport()
    let late = try #require(report.missing.first { $0.text.contains("after 10 days tell manager") })
    #expect(
      late.skeleton == [
        "scenario \"after 10 days tell manager 'late'\"", "  given mia", "  mia: proposal.submitted with price 100 USD",
        "  mia: proposal.accepted", "  10 days later", "  expect manager told \"late\" about mia",
        "  expect mia in active.posting", "end",
      ])
  }

  /// A scenario is looked for so often, and no more often: the rest is counted.
  @Test(arguments: [0, 1]) func onlySoManyScenariosAreLookedFor(_ more: Int) throws {
    let count = ScenarioPlayer.skeletonsMax + more
    let stages = (1...count).map { "stage s\($0)\n  on proposal.accepted go to s\($0 + 1)\nend\n" }.joined()
    let report = try Scene("\(stages)final s\(count + 1)\n").player.coverageReport()
    #expect(report.unsought == more)
    #expect(report.missing.count { !$0.skeleton.isEmpty } == ScenarioPlayer.skeletonsMax)
  }

  @Test func aShareIsNeverRoundedUp() {
    #expect(TestReport.Coverage.percent(CoverageReport.share(999, of: 1_000)) == "99.9 %")
    #expect(TestReport.Coverage.percent(CoverageReport.share(9_999, of: 10_000)) == "99.9 %")
    #expect(TestReport.Coverage.percent(CoverageReport.share(1, of: 1)) == "100 %")
    #expect(TestReport.Coverage.percent(CoverageReport.share(0, of: 0)) == "100 %")
  }

  // MARK: The three campaigns

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Workflows")

  @Test(arguments: ["ambassador", "seeding", "paid_post"])
  func theScenariosOfACampaignTakeEveryTransition(_ name: String) throws {
    func text(_ ending: String) throws -> String {
      try String(contentsOf: Self.folder.appending(path: "\(name)/\(name).\(ending)"), encoding: .utf8)
    }
    let scene = try Scene(try text("workflow"), scenarios: try text("scenario"))
    #expect(scene.outcomes.allSatisfy { $0 == "passed" }, "\(scene.story)")
    let report = scene.player.coverageReport()
    let left = report.missing.map { "\($0.kind): \($0.text)" }.joined(separator: "\n")
    #expect(report.count(.transitions).covered == report.count(.transitions).all, "\(left)")
    #expect(report.count(.stages).covered == report.count(.stages).all, "\(left)")
    #expect(report.count(.timers).covered == report.count(.timers).all, "\(left)")
  }
}
