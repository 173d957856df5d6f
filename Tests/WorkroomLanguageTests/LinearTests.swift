import Testing
import WorkroomLanguage

/// What a line costs does not depend on how often the lines around it say the same.
@Suite struct LinearTests {
  private func source(_ count: Int) -> SourceText {
    let events = Array(repeating: "proposal.accepted", count: count).joined(separator: " or ")
    return SourceText(name: "often.workflow", text: "stage a\n  on \(events) go to b\nend\nfinal b\n")
  }

  @Test func anEventThatALineNamesOftenIsComparedOnce() {
    let (few, many) = (source(250), source(1_000))
    let short = workingTime { _ = Checker.check(few) }
    let long = workingTime { _ = Checker.check(many) }
    #expect(long < short * 7 + .milliseconds(5))
    #expect(Checker.check(few).workflow != nil)
  }
}
