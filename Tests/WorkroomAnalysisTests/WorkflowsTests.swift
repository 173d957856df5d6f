import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// The real workflows do what they say.
@Suite struct WorkflowsTests {
  static let paths = Package.files(in: "Workflows", ending: ".workflow")

  @Test func thereAreSome() { #expect(Self.paths.count >= 3) }

  @Test(arguments: paths) func nothingIsWrongWithTheirFlow(_ path: String) throws {
    let source = try Package.source(path)
    let serious = Analysis.check(source).diagnostics.filter { $0.severity != .note }
    #expect(serious.isEmpty, "\(source.findings)")
  }
}
