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
        46: this does not hold for mia: price is at most most and followers is more than 10_000
        price is at most most  and  followers is more than 10_000
        │     │          │     │    │
        │     false      │     │    not read
        620 USD          │     false
                         500 USD

        mia stands in proposed

        what led there:
            44  given mia with followers 12_000
                  mia: entered invited
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
      scenario "t"
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
    #expect(scene.story == "")
  }
}
