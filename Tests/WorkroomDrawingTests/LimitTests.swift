import Testing
import WorkroomDrawing
import WorkroomLanguage
import WorkroomReporting

/// How much of one thing a picture shows.
@Suite struct LimitTests {
  private func drawn(_ text: String) throws -> String {
    let source = SourceText(name: "a.workflow", text: text)
    let workflow = try #require(Checker.check(source).workflow)
    return SVG.write(Picture(Chart(workflow, source)), shade: .light).text
  }

  @Test func aTextOf400CharactersIsDrawnWhole() throws {
    func picture(_ count: Int) throws -> String {
      let title = String(repeating: "a", count: count - 4) + " end"
      return try drawn("stage open titled \"\(title)\"\n  on content.posted go to done\nend\nfinal done\n")
    }
    #expect(try !picture(400).contains("…") && picture(400).contains("end</"))
    #expect(try picture(401).contains("…"))
  }

  @Test func eightNotesOfAStageAreDrawnAndTheRestIsCounted() throws {
    func picture(_ count: Int) throws -> String {
      let notes = (1...count).map { "  after \($0) days tell manager \"note \($0)\"\n" }.joined()
      return try drawn("stage open\n\(notes)  on content.posted go to done\nend\nfinal done\n")
    }
    #expect(try !picture(8).contains("and 1 more"))
    #expect(try picture(9).contains("and 1 more"))
  }
}
