import Foundation
import Testing
import WorkroomDrawing
import WorkroomReporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The formats: well formed whatever the names are, and the same each time.
@Suite struct FormatTests {
  private static let hostile = """
    workflow "</title><script>alert(1)</script> & \\"friends\\" %%{init}%% \u{202E}" version 1

    stage proposed titled "<b> & \\"quoted\\" 'single' ]]> --> [*] : } ; # \u{1B}[31m" in "Proposals"
      on proposal.accepted go to active
      on proposal.negotiated tell manager "<img src=x> & more"
    end

    stage active titled "\\\\n new \\\\\\" end"
      on content.posted go to done
    end

    final done titled "多言語 🎉 العربية"
    """

  /// The hidden characters of the sample are refused by the checker, so they are put in afterwards.
  private func hostileChart() throws -> Chart {
    let plain = Self.hostile.replacing("\u{202E}", with: "").replacing("\u{1B}", with: "")
    var chart = try Samples.chart(plain)
    chart.name += "\u{202E}"
    chart.nodes[1].title += "\u{1B}[31m\u{0}\u{FFFE}"
    return chart
  }

  @Test(arguments: Samples.workflows + Samples.valid) func anSVGIsWellFormed(sample: Samples.Sample) throws {
    for shade in [Shade.auto, .light, .dark] {
      let text = SVG.write(Picture(try sample.chart()), shade: shade).text
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse(), "\(sample.name): \(String(describing: parser.parserError))")
      #expect(!text.contains("<script") && !text.contains("href"))
      #expect(text.contains("prefers-color-scheme") == (shade == .auto))
    }
  }

  @Test func hostileNamesStayTextInAnSVG() throws {
    let text = SVG.write(Picture(try hostileChart())).text
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>"))
    #expect(text.contains("&lt;/title&gt;&lt;script&gt;"))
    for hidden in ["\u{202E}", "\u{1B}", "\u{0}", "\u{FFFE}"] { #expect(!text.contains(hidden)) }
    #expect(text.contains("‹ESC›") && text.contains("‹U+202E›"))
  }

  @Test func hostileNamesStayTextInDOT() throws {
    let lines = DOT.write(try hostileChart()).map(\.text)
    for line in lines {
      // Every quotation mark that is not escaped opens or closes a text; none is left open.
      var isOpen = false
      var isEscaped = false
      for character in line {
        if character == "\"", !isEscaped { isOpen.toggle() }
        isEscaped = character == "\\" && !isEscaped
      }
      #expect(!isOpen, "\(line)")
    }
    #expect(!lines.joined().contains("\u{1B}"))
  }

  @Test func hostileNamesStayTextInMermaid() throws {
    let lines = Mermaid.write(try hostileChart()).map(\.text)
    for line in lines {
      #expect(line.count { $0 == "\"" } % 2 == 0, "\(line)")
      #expect(!line.contains("<") && !line.contains("%%") && !line.contains("]]"))
    }
    #expect(lines.count { $0.contains("-->") } == 4, "two arrows, a beginning and an end")
  }

  @Test func hostileNamesStayTextInAnOutline() throws {
    for line in Outline.write(try hostileChart()).map(\.text) {
      #expect(!line.contains("\u{1B}") && !line.contains("\u{202E}") && !line.contains("\n"))
    }
  }

  @Test(arguments: Samples.workflows) func anOutlineFitsItsWidth(sample: Samples.Sample) throws {
    for width in [40, 60, 100] {
      for line in Outline.write(try sample.chart(), width: width) {
        #expect(line.width <= width, "\(line)")
        // However narrow it is, where an arrow leads is never cut off.
        if line.text.contains("──"), width >= 60 { #expect(line.text.contains("──> ")) }
      }
    }
  }

  @Test(arguments: Samples.workflows) func thePictureIsTheSameEachTime(sample: Samples.Sample) throws {
    let first = SVG.write(Picture(try sample.chart())).text
    for _ in 0..<5 { #expect(SVG.write(Picture(try sample.chart())).text == first) }
  }

  // MARK: - Recorded

  private static let small = """
    workflow "Small" version 1

    on influencer.withdrew go to gone

    stage proposed in "Proposals"
      on proposal.accepted by manager go to active
      after 30 days go to gone
    end

    stage active
      track links in "Links"
        stage needs_link
          once link is held go to has_link
        end
        final has_link
      end
      track progress
        stage to_post
          on content.posted go to posted
        end
        final posted
      end
      once all of links and progress are done go to gone
    end

    final gone
    """

  @Test func oneProgramInDOT() throws {
    let text = DOT.write(try Samples.chart(Self.small)).map(\.text).joined(separator: "\n")
    #expect(text == Recorded.dot)
  }

  @Test func oneProgramInMermaid() throws {
    let text = Mermaid.write(try Samples.chart(Self.small)).map(\.text).joined(separator: "\n")
    #expect(text == Recorded.mermaid)
  }

  @Test func oneProgramAsAnOutline() throws {
    let text = Outline.write(try Samples.chart(Self.small)).map(\.text).joined(separator: "\n")
    #expect(text == Recorded.outline)
  }

  // MARK: - Beside the workflows

  @Test(arguments: Samples.workflows) func thePicturesBesideTheWorkflowsAreInStep(sample: Samples.Sample) throws {
    let name = sample.name.replacing(".workflow", with: "")
    let url = Samples.root.appending(path: "Workflows/\(name)/\(name).svg")
    let stored = try String(contentsOf: url, encoding: .utf8)
    let now = SVG.write(Picture(try sample.chart())).text
    #expect(
      stored == now,
      "write it again: workroom graph Workflows/\(name)/\(name).workflow --output Workflows/\(name)/\(name).svg")
    let page = try String(contentsOf: Samples.root.appending(path: "Workflows/Campaigns.md"), encoding: .utf8)
    #expect(page.contains("](\(name)/\(name).svg)"), "the page shows the picture")
  }
}
