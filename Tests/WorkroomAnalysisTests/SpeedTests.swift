import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// `check` is felt: a large file is read in the blink of an eye.
@Suite struct SpeedTests {
  /// Stages in a row, with lines of every kind.
  static func large(_ count: Int) -> SourceText {
    var text = "record\n  price money default 0 USD\n  rounds number default 0\nend\n"
    text += "on influencer.withdrew go to gone\n"
    for index in 0..<count {
      text += """
        stage s\(index)
          on proposal.negotiated add 1 to rounds
          on proposal.submitted when rounds is less than \(index + 3) go to s\(index + 1)
          on proposal.submitted otherwise when price is more than \(index) USD refuse "no"
          on proposal.countered set price to event.price
          on proposal.accepted when price is at most 5 USD and followers is at least 3 go to s\((index * 7 + 3) % count)
          once price is at least \(index + 10) USD and rounds is more than \(index) go to s\((index + 5) % count)
          after \(index + 1) days go to gone
        end

        """
    }
    return SourceText(
      name: "large.workflow", text: text + "stage s\(count)\n  after 1 day go to gone\nend\nfinal gone\n")
  }

  @Test func readingTheFlowTakesLittleLongerThanChecking() {
    let source = Self.large(400)
    let clock = ContinuousClock()
    var checked = Duration.seconds(60)
    var whole = Duration.seconds(60)
    for _ in 0..<2 {
      checked = min(checked, clock.measure { _ = Checker.check(source) })
      whole = min(whole, clock.measure { _ = Analysis.check(source) })
    }
    print("four hundred stages: checked in \(checked), with their flow in \(whole)")
    #expect(Analysis.check(source).workflow != nil)
    #expect(whole < checked * 4 + .milliseconds(200))
  }

  /// What stands around a mistake is not read again for each of them.
  @Test func repairsOfAnEndlessLineReadItsBeginning() {
    let signs = String(repeating: "≤", count: 300)
    let source = SourceText(
      name: "endless.workflow",
      text: "on a.b when price \(signs) 5 USD go to c -- \(String(repeating: "x", count: 900_000))\n")
    let clock = ContinuousClock()
    let checked = clock.measure { _ = Analysis.check(source) }
    let repaired = clock.measure { _ = SafeFixes(source) }
    print("an endless line: checked in \(checked), repaired in \(repaired)")
    #expect(repaired < checked * 10 + .milliseconds(100))
  }
}
