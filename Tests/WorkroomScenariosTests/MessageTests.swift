import Testing

/// What is said of a scenario that fails, word for word.
@Suite struct MessageTests {
  @Test func aConditionShowsTheValueOfEveryPart() throws {
    let scene = try Scene(
      """
      \(launch)
      scenario "s"
        given mia with followers 12_000
        mia: proposal.submitted with price 620 USD
        expect mia price is at most most and followers is more than 10_000
      end
      """)
    #expect(
      scene.story == """
        56: this does not hold for mia: price is at most most and followers is more than 10_000
        price is at most most  and  followers is more than 10_000
        │     │          │     │    │
        │     false      │     │    not read
        620 USD          │     false
                         500 USD

        mia stands in proposed

        what led there:
            54  given mia with followers 12_000
                  entered invited
            55  mia: proposal.submitted with price 620 USD
                  a.workflow:11: on proposal.submitted when accepting is open
                    left invited; entered proposed
        """)
  }

  @Test func aRefusalSaysWhyAndWhatIsPossible() throws {
    let scene = try Scene(
      """
      \(launch)
      scenario "s"
        given mia
        mia: proposal.submitted with price 620 USD
        mia: proposal.accepted by manager
      end
      """)
    #expect(
      scene.story == """
        56: `proposal.accepted` was refused
        because line 19 asks that `price is at most most`
        price is at most most
        │     │          │
        │     false      500 USD
        620 USD
        possible instead: note

        what led there:
            54  given mia
                  entered invited
            55  mia: proposal.submitted with price 620 USD
                  a.workflow:11: on proposal.submitted when accepting is open
                    left invited; entered proposed
            56  mia: proposal.accepted by manager
                  refused: line 19 asks that `price is at most most`
        """)
  }

  @Test func whatLedThereIsToldOnce() throws {
    let scene = try Scene(
      """
      \(launch)
      scenario "s"
        given mia
        given leo
        leo: proposal.submitted with price 20 USD
        leo: proposal.accepted by manager
        10 days later
        expect nothing else
        expect leo deliverable "1" in posted
        expect leo discount "MIA10"
        expect email "reminder" to leo
      end
      """)
    #expect(
      scene.story == """
        59: nothing else was expected, and there was contract "terms" to leo and 3 more
        contract "terms" to leo, by a.workflow:26: on enter
        order for leo, by a.workflow:26: on enter
        email "reminder" to mia, by a.workflow:16: every 7 days at most 2 times send email "reminder"
        manager told "late" about leo, by a.workflow:49: after 10 days tell manager "late"

        what led there:
            54  given mia
                  mia: entered invited
            55  given leo
                  leo: entered invited
            56  leo: proposal.submitted with price 20 USD
                  leo: a.workflow:11: on proposal.submitted when accepting is open
                    left invited; entered proposed
            57  leo: proposal.accepted by manager
                  leo: a.workflow:19: on proposal.accepted when price is at most most go to active
                    left proposed; entered active.posting.deliverable.to_post
            58  10 days later
                  2026-01-08 09:00  mia: a.workflow:16: every 7 days at most 2 times send email "reminder"
                  2026-01-11 09:00  leo: a.workflow:49: after 10 days tell manager "late"
        60: the deliverable "1" of leo is not in `posted`
        it stands in to_post
        61: leo holds no discount
        leo stands in active.posting.deliverable.to_post
        62: an email "reminder" was expected for leo, and there was none
        nothing was sent or told that no line has expected
        """)
  }
}
