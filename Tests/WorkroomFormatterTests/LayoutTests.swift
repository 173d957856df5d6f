import Testing
@testable import WorkroomFormatter
import WorkroomLanguage

/// What the layout looks like.
@Suite struct LayoutTests {
  @Test func blocksAreIndentedAndWordsStandOneSpaceApart() {
    #expect(
      formatted(
        "stage a\non   proposal.accepted when(a is 1 or b is 2 )and c is 3\nset price to price+  2 USD\nend\nend a")
          == """
          stage a
            on proposal.accepted when (a is 1 or b is 2) and c is 3
              set price to price + 2 USD
            end
          end a

          """)
  }

  @Test func blankLinesPartWhatBelongsTogether() {
    #expect(
      formatted("\n\n\nstage a\n\n\n  final b\n\n\n  final c\n  \n\nend\n\n\n\nfinal d\n\n\n") == """
        stage a
          final b

          final c
        end

        final d

        """)
  }

  @Test func fieldsStandInColumns() {
    #expect(
      formatted("campaign\nfee money default 1 USD\n\naccepting window\nstyle one of a,b,c optional\nend\n")
        == """
        campaign
          fee        money           default 1 USD

          accepting  window
          style      one of a, b, c  optional
        end

        """)
  }

  @Test func fieldsMayBeCalledLikeWordsThatOpenBlocks() {
    #expect(
      formatted("record\neach number default 0\ninfluencer text\nend\nstage a\nend\n") == """
        record
          each        number  default 0
          influencer  text
        end
        stage a
        end

        """)
  }

  @Test func commentsStandWithTheLineBelow() {
    #expect(
      formatted("--a\nstage a\n--b\non x.y\n--c  \nstay\n-- d\nend\n-- e\nend\n-- f") == """
        --a
        stage a
          --b
          on x.y
            --c
            stay
            -- d
          end
          -- e
        end
        -- f

        """)
  }

  @Test func commentsOfLinesThatFollowOneAnotherStandBelowOneAnother() {
    #expect(
      formatted("campaign -- a\nfee money-- b\n\nx text optional -- c\nend\nfinal a -- d")
        == """
        campaign      -- a
          fee  money  -- b

          x    text  optional  -- c
        end
        final a  -- d

        """)
  }

  @Test func commentsThatWouldStandOutTooFarAreNotMovedBelowOneAnother() {
    let long = String(repeating: "x", count: 90)
    #expect(
      formatted("stage a -- \(long)\n  on proposal.accepted go to a -- b\nend\n") == """
        stage a  -- \(long)
          on proposal.accepted go to a  -- b
        end

        """)
  }

  @Test func aLongLineEndsBeforeAClause() {
    #expect(
      formatted(
        "on proposal.accepted by manager otherwise refuse \"above the limit a director decides\" because \"finance policy 2.1\""
      ) == """
        on proposal.accepted by manager otherwise refuse "above the limit a director decides"
          because "finance policy 2.1"

        """)
  }

  @Test func aLongConditionEndsBeforeAndOrOr() {
    #expect(
      formatted(
        "on a.b when followers is between 10_000 and 20_000 and country is \"US\" and (rounds is at least 3 or price is less than 30 USD) stay"
      ) == """
        on a.b
          when followers is between 10_000 and 20_000 and country is "US"
          and (rounds is at least 3 or price is less than 30 USD) stay

        """)
  }

  @Test func whatGoesOnStandsFurtherInThanTheActionsBelow() {
    let reason = String(repeating: "r", count: 80)
    #expect(
      formatted("on proposal.accepted because \"\(reason)\"\nstay\nend\n") == """
        on proposal.accepted
            because "\(reason)"
          stay
        end

        """)
  }

  @Test func whatHappensWithAnEmptyPoolHasALineOfItsOwn() {
    #expect(
      formatted("stage a\non enter assign discount from codes if none is left wait in line\nend") == """
        stage a
          on enter assign discount from codes
            if none is left wait in line
        end

        """)
  }

  @Test func aLongListEndsAfterCommas() {
    let names = (0..<16).map { "stage_\($0)" }
    let lines = formatted("final \(names.joined(separator: ","))").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasSuffix(",") && lines[0].count <= 100 && lines[1].hasPrefix("  stage_"))
    // A name that begins statements elsewhere cannot stand first in a line that goes on.
    #expect(formatted("final \(names.joined(separator: ",")), section, role, event").contains("section, role, event"))
  }

  @Test func textsNumbersAndMarksOfOtherSystemsAreLeftOrGone() {
    #expect(formatted("\u{FEFF}final a \t\r\n\r\n") == "final a\n")
    #expect(formatted("on a.b note \"a \t  b\" -- x\ty\t\n") == "on a.b note \"a \t  b\"  -- x\ty\n")
    #expect(formatted("define a as followers is at least 1_000.50") == "define a as followers is at least 1_000.50\n")
    #expect(formatted("") == "" && formatted("\n\n") == "")
  }

  /// What a workflow defines is not known where its scenarios stand in a file beside it.
  @Test func scenariosMayNameWhatTheirWorkflowDefines() {
    let source = SourceText(
      name: "a.scenario", text: "scenario \"x\"\nmia:proposal.submitted  with price 1 USD\nexpect mia  big\nend\n")
    let result = Formatting.format(source)
    #expect(result.diagnostics.isEmpty && result.difference == nil)
    #expect(
      result.text.whole == """
        scenario "x"
          mia: proposal.submitted with price 1 USD
          expect mia big
        end

        """)
  }

  // MARK: What cannot be read

  @Test func onlyTheBlockWithAMistakeIsKept() {
    #expect(
      formatted("stage  a\n on  x.y  go\nend  -- c\nstage  b\n final  c\nend\n") == """
        stage  a
         on  x.y  go
        end  -- c
        stage b
          final c
        end

        """)
  }

  @Test func whereAnEndIsMissingWhatIsInOrderHasALayout() {
    let text = "stage  a\n  on x.y\n    stay\n\nstage  b\n final  c\nend\n"
    #expect(formatted(text) == "stage  a\n  on x.y\n    stay\n\nstage b\n  final c\nend\n")
  }

  @Test func aTextThatIsNoTextIsLeftAlone() {
    for bytes: [UInt8] in [[0xFF, 32, 32, 10], Array("stage  a\rend\r".utf8), [0xEF, 0xBB, 0xBF, 0xFF]] {
      let result = Formatting.format(SourceText(name: "a", bytes: bytes))
      #expect(result.text.bytes == bytes && result.difference == nil && !result.diagnostics.isEmpty)
    }
    let large = [UInt8](repeating: 32, count: Lexer.sourceBytesMax + 1)
    let result = Formatting.format(SourceText(name: "a", bytes: large))
    #expect(result.text.bytes == large && result.diagnostics.map(\.code) == [.sourceTooLarge])
  }

  // MARK: The difference

  @Test func farChangesAreParted() {
    let lines = (0..<40).map { $0 == 3 || $0 == 30 ? "final  a\($0)" : "final a\($0)" }
    let old = SourceText(name: "a", text: lines.joined(separator: "\n"))
    let text = String(decoding: UnifiedDiff.text(old, Formatting.format(old).text, name: "a.workflow"), as: UTF8.self)
    #expect(text.contains("@@ -1,7 +1,7 @@\n") && text.contains("@@ -28,7 +28,7 @@\n"))
    #expect(text.contains("@@ -37,4 +37,4 @@\n"))
    #expect(text.hasSuffix("-final a39\n\\ No newline at end of file\n+final a39\n"))
    #expect(UnifiedDiff.text(old, old, name: "a.workflow") == [])
  }

  @Test func aDifferenceOfWordsIsFound() {
    let old = Statements(SourceText(name: "a", text: "final a -- x\n"))
    for (text, isSame) in [
      ("final  a-- x ", true), ("final b -- x\n", false), ("final a -- y\n", false), ("-- x\nfinal a\n", false),
      ("final a\n-- x\n", false), ("final a\n", false), ("final a\nend\n", false),
    ] {
      #expect((Comparison.difference(old, Statements(SourceText(name: "a", text: text))) == nil) == isSame, "\(text)")
    }
  }
}
