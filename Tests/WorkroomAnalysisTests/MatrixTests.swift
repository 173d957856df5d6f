import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// What becomes of each event in each stage.
@Suite struct MatrixTests {
  private func matrix(_ text: String, all: Bool = false) throws -> Matrix {
    let source = SourceText(text)
    let workflow = try #require(Analysis.check(source).workflow, "\(source.findings)")
    return Matrix(workflow, source, all: all)
  }

  private func words(_ matrix: Matrix, _ stage: String, _ event: String) throws -> String {
    let column = try #require(matrix.events.firstIndex(of: event))
    let row = try #require(matrix.rows.first { $0.stage == stage })
    return row.cells[column].map(\.words).joined(separator: ", ")
  }

  private let text = """
    on proposal.deleted go to gone
    on content.posted note "a post"
    stage invited
      on proposal.submitted by influencer when followers is at least 100 go to active
      on proposal.submitted otherwise refuse "too few"
      on proposal.accepted when followers is at least 5 stay
    end
    stage active
      on content.measured ignore
      stage waiting
        on proposal.deleted go to done
        on content.approved note "fine"
        on contract.completed go to done
      end
      final done
    end
    final gone
    """

  @Test func eachCellNamesTheLines() throws {
    let matrix = try matrix(text)
    #expect(matrix.rows.map(\.stage) == ["invited", "active.waiting", "active.done", "finished"])
    #expect(try words(matrix, "invited", "proposal.submitted") == "go 4, refuse 5")
    #expect(try words(matrix, "active.waiting", "proposal.deleted") == "go 11")
    #expect(try words(matrix, "active.done", "proposal.deleted") == "go 1")
    #expect(try words(matrix, "finished", "proposal.deleted") == "-")
  }

  @Test func whatNoLineTakesGoesByTheEventsDeclaration() throws {
    let matrix = try matrix(text)
    #expect(try words(matrix, "invited", "proposal.accepted") == "stay 6, refused")
    #expect(try words(matrix, "active.waiting", "proposal.submitted") == "-")
    #expect(try words(matrix, "invited", "contract.completed") == "handled")
    #expect(try words(matrix, "active.done", "content.measured") == "ignore 9")
  }

  @Test func aReactionOfAStageTakesTheEvent() throws {
    let matrix = try matrix(text)
    #expect(try words(matrix, "active.waiting", "content.approved") == "do 12")
    #expect(try words(matrix, "active.waiting", "content.posted") == "do 2, handled")
  }

  @Test func onlyEventsThatAreMentionedAreShownUnlessAllAreAskedFor() throws {
    let few = try matrix(text)
    let all = try matrix(text, all: true)
    #expect(few.events.count + few.others == all.events.count)
    #expect(all.others == 0)
    #expect(!few.events.contains("payment.paid") && all.events.contains("payment.paid"))
  }

  @Test func theVocabularysOwnLinesAreNamedAsSuch() throws {
    let matrix = try matrix("on proposal.accepted note \"yes\"\n")
    #expect(try words(matrix, "proposed", "proposal.accepted") == "do 1, go vocabulary")
  }
}
