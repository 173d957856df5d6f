import Testing
import WorkroomAnalysis
import WorkroomLanguage

/// What looks like a mistake of the flow and is none.
@Suite struct QuietTests {
  private func expectQuiet(_ text: String) {
    let source = SourceText(text)
    #expect(source.findings.isEmpty, "\(source.findings)")
  }

  /// A chain of stages, each of which takes its event in some cases only.
  private func notes(ofStages count: Int) -> [Diagnostic] {
    let stages = (0..<count).map { index in
      "stage s\(index)\n  on proposal.countered when event.price is at most 5 USD go to s\(index + 1)\nend\n"
    }
    let text = stages.joined() + "final s\(count)\n"
    return Analysis.check(SourceText(text)).diagnostics.filter { $0.code == .undecided }
  }

  @Test func oneKindOfNoteIsToldSoManyTimesAndThenCounted() {
    let all = notes(ofStages: 25)
    #expect(all.count == 25 && all.allSatisfy { !$0.notes.contains { $0.contains("like this one") } })
    let counted = notes(ofStages: 28)
    #expect(counted.count == 25 && counted.last?.notes.last == "3 further lines are like this one")
  }

  @Test func aCounterEndsAWalk() {
    expectQuiet(
      """
      record
        rounds number default 0
      end
      stage a
        once rounds is less than 3
          add 1 to rounds
          go to b
        end
        on proposal.deleted go to gone
      end
      stage b
        once rounds is less than 3 go to a
        on proposal.deleted go to gone
      end
      final gone

      """)
  }

  @Test func aStageOfTheSameStageIsNotEnteredByDefault() {
    expectQuiet(
      """
      record
        rounds number default 0
      end
      stage active
        on proposal.deleted go to gone
        stage counting
          on proposal.negotiated add 1 to rounds
          once rounds is at least 3 go to tired
        end
        stage tired
          on proposal.accepted go to gone
        end
      end
      final gone

      """)
  }

  @Test func anItemThatIsTakenAnswersItsOwnQuestion() {
    expectQuiet(
      """
      stage needs
        on enter assign discount from group "Spring" if none is left wait in line
        once discount is held go to has
        on proposal.deleted go to gone
      end
      stage has
        on enter release discount
        once not (discount is held) go to needs
        on proposal.deleted go to gone
      end
      final gone

      """)
  }

  @Test func anOuterLineHelpsWhereOneInnerStageLeavesSomething() {
    expectQuiet(
      """
      stage active
        on proposal.deleted go to gone
        stage a
          on proposal.deleted when followers is at least 100 go to b
          on proposal.accepted go to b
        end
        stage b
          on proposal.deleted go to a
        end
      end
      final gone

      """)
  }

  @Test func anOuterLineHelpsWhereATrackIsNotCalledFor() {
    expectQuiet(
      """
      campaign
        gifts product list optional
      end
      stage active
        on order.cancelled go to gone
        track parcels when gifts is set
          stage to_send
            on order.cancelled go to sent
          end
          final sent
        end
      end
      final gone

      """.replacing(
        "        final sent\n", with: "        stage sent\n          on order.cancelled go to to_send\n        end\n"))
  }

  @Test func aShorterOuterTimerMayBeStoppedByItsCondition() {
    expectQuiet(
      """
      stage active
        after 5 days when followers is at least 100 go to gone
        stage a
          after 7 days go to gone
        end
      end
      final gone

      """)
  }

  @Test func anEqualInnerTimerGoesFirst() {
    expectQuiet(
      "stage active\n  after 7 days go to gone\n  stage a\n    after 7 days send email \"x\"\n  end\nend\nfinal gone\n")
  }

  @Test func whatIsOwedOnTheWayIsOwedOnce() {
    expectQuiet(
      """
      stage invited
        on proposal.accepted
          owe 10 USD for "fee"
          go to active
        end
      end
      stage active
        on influencer.paused go to on_hold
        on content.posted go to done
      end
      stage on_hold
        on influencer.resumed resume
      end
      final done

      """)
  }

  @Test func anOlderVersionMayHaveFilledAField() {
    expectQuiet(
      """
      workflow "Spring" version 2
      record
        price money default 0 USD
      end
      stage active
        on content.posted
          owe price for "fee"
          go to done
        end
      end
      final done
      from version 1
        fee becomes price
      end

      """)
  }

  @Test func twoValuesThatCannotBeToldApartMayBothBe() {
    expectQuiet(
      """
      stage invited
        on proposal.submitted when event.price is set and event.tasks is set and event.tasks is at least 1 go to active
        on proposal.submitted otherwise refuse "how much, and how many"
      end
      final active

      """)
  }
}
