import Testing
import WorkroomAnalysis

@testable import WorkroomLanguage

/// One small program for each construct: none has a mistake, and none is warned about.
@Suite struct ValidProgramsTests {
  static let programs = Program.all(in: Folder.valid)

  @Test func thereAreSome() { #expect(Self.programs.count >= 25) }

  @Test(arguments: programs) func hasNoDiagnostics(_ program: Program) {
    let (workflow, diagnostics) = Checker.check(program.source)
    #expect(workflow != nil)
    #expect(diagnostics.isEmpty, "\(program.rendering)")
  }

  /// Small programs leave much open; none of them does what cannot be meant.
  @Test(arguments: programs) func hasNoErrorInItsFlow(_ program: Program) {
    #expect(program.diagnostics.errors.isEmpty, "\(program.rendering)")
  }

  @Test func vocabularyParses() {
    #expect(Parser.parse(Vocabulary.source, index: -1).diagnostics.isEmpty)
  }

  @Test func aFileWithoutHeadingIsCalledByItsName() {
    let source = SourceText(name: "campaigns/spring_launch.workflow", text: "")
    #expect(Checker.check(source).workflow?.name == "spring_launch")
  }

  @Test func aGroupNamedInTheTextCountsAsChosen() throws {
    let source = SourceText(
      name: "a", text: "on proposal.accepted assign discount from group X and link from group Y\n")
    let workflow = try #require(Checker.check(source).workflow)
    let chosen = workflow.campaign.filter { !$0.isHidden }.compactMap { field -> String? in
      if case .group(let name) = field.fallback { "\(field.name) \(name)" } else { nil }
    }
    #expect(chosen == ["discount_group X", "link_group Y"])
  }

  @Test func aRuleForSeveralEventsIsOneRuleForEach() throws {
    let source = SourceText(
      name: "a", text: "on discount.disabled or link.disabled by store note \"gone\" because \"the store says so\"\n")
    let workflow = try #require(Checker.check(source).workflow)
    let own = workflow.rules.filter { !$0.isVocabulary }
    let events = own.compactMap { rule -> String? in
      if case .event(let event) = rule.trigger { workflow.events[event].path } else { nil }
    }
    #expect(events == ["discount.disabled", "link.disabled"])
    #expect(Set(own.map(\.line)) == [1])
  }
}
