import Testing
import WorkroomLanguage

@testable import WorkroomSamples

@Suite struct SamplesTests {
  static let files = Samples.files()

  @Test func everyRunWritesTheSame() {
    #expect(Samples.files() == SamplesTests.files)
  }

  @Test(arguments: files) func theCommittedFileIsTheGeneratedOne(file: SampleFile) throws {
    let committed = try Workflows.bytes(file.path)
    #expect(committed == Array(file.text.utf8), "\(file.path): run `workroom-samples Workflows`")
  }

  @Test func theWholeStaysSmall() {
    #expect(SamplesTests.files.reduce(0) { $0 + $1.text.utf8.count } < 2_500_000)
  }

  @Test(arguments: ["ambassador", "seeding", "paid_post"])
  func aWorkflowChecksWithoutDiagnostics(name: String) throws {
    let path = "\(name)/\(name).workflow"
    let source = SourceText(name: path, bytes: try Workflows.bytes(path))
    let (workflow, diagnostics) = Checker.check(source)
    #expect(diagnostics.map(\.title) == [])
    #expect(workflow != nil)
  }

  /// The tables of the README repeat the most telling of the expected figures.
  @Test(arguments: ["ambassador", "seeding", "paid_post"])
  func theREADMEQuotesTheExpectedFigures(name: String) throws {
    let file = try #require(SamplesTests.files.first { $0.path == "\(name)/expected.csv" })
    let figures = Set(file.text.split(separator: "\n").map(String.init))
    let readme = String(decoding: try Workflows.bytes("Campaigns.md"), as: UTF8.self)
    let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("`\(name)`") })
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    #expect(!rows.isEmpty)
    for row in rows {
      let figure = row.dropFirst(2).dropLast(2).split(separator: " | ").joined(separator: ",")
      #expect(figures.contains(figure), "\(row)")
    }
  }
}
