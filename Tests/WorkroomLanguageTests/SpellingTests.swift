import Testing
import WorkroomLanguage

/// What counts as nearly right.
@Suite struct SpellingTests {
  @Test(arguments: [
    ("invted", "invited"), ("inivted", "invited"), ("INVITED", "invited"), ("proposal.acepted", "proposal.accepted"),
  ])
  func isOffered(_ written: String, _ meant: String) {
    #expect(Spelling.nearest(to: written, among: ["gone", "invited", "proposal.accepted"]) == meant)
  }

  @Test(arguments: ["a", "x", "go", "campaign", ""]) func isNotOffered(_ written: String) {
    #expect(Spelling.nearest(to: written, among: ["b", "y", "on", "invited"]) == nil)
  }
}
