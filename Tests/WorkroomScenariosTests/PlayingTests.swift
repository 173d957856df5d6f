import Testing
import WorkroomReporting
import WorkroomScenarios

/// Scenarios play on the engine, and each kind of line does what it says.
@Suite struct PlayingTests {
  private let accepted = """
      given mia with first_name "Mia"
      mia: proposal.submitted with price 300 USD
      mia: proposal.accepted by manager
    """

  @Test func anEventIsSentByTheFirstRoleOfItsDeclaration() throws {
    let event = "event talk.held by store or manager with guests number\n"
    let rule = "on talk.held by store when event.guests is 3 note \"three\"\n"
    #expect(
      try Scene.outcome(
        event + rule + launch, "given mia\nmia: talk.held with guests 3\nexpect note \"three\" about mia") == "passed")
    #expect(
      try Scene.outcome(
        event + rule + launch, "given mia\nmia: talk.held by manager with guests 3 refused") == "passed")
  }

  @Test func effectsAreExpectedOnce() throws {
    #expect(
      try Scene.outcome(
        launch,
        """
        \(accepted)
        expect contract "terms" to mia
        expect order for mia
        expect nothing else
        mia: proposal.deleted
        expect order cancelled for mia
        expect nothing else
        """) == "passed")
    #expect(
      try Scene.outcome(launch, "\(accepted)\nexpect order for mia\nexpect order for mia")
        == "5: an order was expected for mia, and there was none")
  }

  @Test func nothingElseForgetsWhatItHasSaid() throws {
    #expect(
      try Scene.outcome(launch, "\(accepted)\nexpect nothing else\nexpect nothing else")
        == "4: nothing else was expected, and there was contract \"terms\" to mia and 1 more")
  }

  @Test func aRefusalIsExpectedWithItsWords() throws {
    let window = "given campaign with accepting 2026-03-01 to 2026-03-31\ngiven mia\n"
    #expect(
      try Scene.outcome(launch, "\(window)mia: proposal.submitted refused \"No current campaigns\"") == "passed")
    #expect(
      try Scene.outcome(launch, "\(window)mia: proposal.submitted refused \"Too late\"")
        == "3: `proposal.submitted` was refused with other words")
    #expect(
      try Scene.outcome(launch, "given mia\nmia: proposal.submitted refused")
        == "2: `proposal.submitted` was not refused: it was taken")
  }

  @Test func afterAnUnexpectedAnswerNothingIsPlayed() throws {
    #expect(
      try Scene.outcome(launch, "given mia\nmia: proposal.deleted\nexpect mia in gone")
        == "2: `proposal.deleted` was refused")
  }

  @Test func aSystemIsIgnored() throws {
    let event = "event parcel.lost by carrier\n"
    #expect(try Scene.outcome(event + launch, "given mia\nmia: parcel.lost ignored") == "passed")
    #expect(
      try Scene.outcome(event + launch, "given mia\nmia: parcel.lost\nexpect mia in invited")
        == "2: `parcel.lost` was ignored")
  }

  @Test func groupsHoldWhatIsSaid() throws {
    let campaign = "given campaign with codes \"C\""
    #expect(
      try Scene.outcome(launch, "\(campaign) giving \"[first_name]20\"\n\(accepted)\nexpect mia discount \"Mia20\"")
        == "passed")
    #expect(
      try Scene.outcome(launch, "\(campaign) holding \"B\", \"A\"\n\(accepted)\nexpect mia discount \"B\"") == "passed")
    #expect(
      try Scene.outcome(
        launch, "\(campaign) holding nothing\n\(accepted)\nexpect mia no discount\nexpect no discount left for mia")
        == "passed")
    #expect(try Scene.outcome(launch, "\(campaign)\n\(accepted)\nexpect mia in coding.coded") == "passed")
  }

  @Test func conditionsReadWhatIsKnown() throws {
    let lines = """
      given mia with first_name "Mia", followers 12_000, platform tiktok
      expect mia first_name is "Mia" and followers is at least 10_000 and platform is tiktok
      expect mia last_name is not set
      mia: proposal.submitted with price 300 USD
      mia: proposal.noted with text "rare"
      expect mia kind is "rare" and price is 300 USD and not (in active)
      mia: proposal.accepted
      expect mia owed 300 USD
      expect mia count of content is 0
      mia: content.posted with content "x", deliverable "2"
      expect mia count of content is 1
      expect mia deliverable "2" in posted
      expect mia deliverable "1" not in posted
      """
    #expect(try Scene.outcome(launch, lines) == "passed")
  }

  @Test func aCampaignChangesInBetween() throws {
    #expect(
      try Scene.outcome(
        launch,
        """
        given mia
        mia: proposal.submitted with price 300 USD
        given campaign with most 200 USD
        mia: proposal.accepted refused
        given campaign with most 300 USD
        mia: proposal.accepted
        expect mia in active
        """) == "passed")
  }

  @Test func scenariosDoNotSeeEachOther() throws {
    let one = """
      scenario "N"
        given campaign with codes "C" holding "ONE"
        given mia with first_name "Mia", email "mia@example.com"
        mia: proposal.submitted with price 300 USD
        mia: proposal.accepted
        expect mia discount "ONE"
      end

      """
    let scene = try Scene(launch + "\n" + one + one.replacing("\"N\"", with: "\"M\""))
    #expect(scene.outcomes == ["passed", "passed"])
  }

  @Test func aFileBesideTheWorkflowIsASuiteOfItsOwn() throws {
    let own = "\nscenario \"one\"\n  given mia\n  expect mia in invited\nend\n"
    let scene = try Scene(launch + own, scenarios: "scenario \"two\"\n  given mia\n  expect mia in gone\nend\n")
    #expect(scene.report.suites.map(\.file) == ["a.workflow", "a.scenario"])
    #expect(scene.outcomes == ["passed", "2: mia is not in `gone`"])
  }

  @Test func aConditionMayBeCalledByItsName() throws {
    let define = "define dear as price is more than 100 USD\n"
    let scene = try Scene(
      define + launch,
      scenarios: """
        scenario "s"
          given mia
          mia: proposal.submitted with price 300 USD
          expect mia dear
          expect mia not (dear)
        end
        """)
    #expect(scene.outcomes == ["4: this does not hold for mia: not (dear)"])
  }

  @Test func whatIsNotSetIsNothingThatCouldBeCompared() throws {
    #expect(
      try Scene.outcome(launch, "given mia\nexpect mia last_name is not \"X\" or followers is 0") == "passed")
    #expect(
      try Scene.outcome(launch, "given mia\nexpect mia last_name is not \"X\"")
        == "2: this does not hold for mia: last_name is not \"X\"")
    #expect(try Scene.outcome(launch, "given mia\nexpect mia not (last_name is \"X\")").hasPrefix("2: this does not"))
  }

  // MARK: Time

  @Test func timeStandsStillUntilALineMovesIt() throws {
    #expect(
      try Scene.outcome(
        launch,
        """
        at 2026-03-01 09:00
        given mia
        expect nothing else
        7 days later
        expect email "reminder" to mia
        at 2026-03-15 08:59
        expect nothing else
        at 2026-03-15 09:00
        expect email "reminder" to mia
        1 year (last day) later
        expect nothing else
        """) == "passed")
  }

  @Test func daysAreThoseOfTheCampaignsTimeZone() throws {
    func outcome(_ zone: String) throws -> String {
      try Scene.outcome(
        launch,
        """
        given campaign with time_zone "\(zone)", accepting 2026-03-02 to 2026-03-02
        at 2026-03-02 00:30
        given mia
        mia: proposal.submitted with price 10 USD
        expect mia in proposed
        """)
    }
    #expect(try outcome("Europe/Berlin") == "passed")
    #expect(try outcome("America/New_York") == "passed")
  }

  @Test func timeDoesNotGoBack() throws {
    #expect(
      try Scene.outcome(launch, "given mia\n5 days later\nat 2026-01-02\nexpect mia in invited")
        == "3: time does not go back")
  }

  @Test func aMonthEndsWhereItSays() throws {
    #expect(
      try Scene.outcome(
        "stage a\n  at 2026-02-28 go to b\nend\nfinal b",
        "at 2026-01-31\ngiven mia\n1 month (last day) later\nexpect mia in b") == "passed")
  }

  // MARK: Only and todo

  @Test func onlyThoseThatAreMarkedArePlayed() throws {
    let text = """
      \(launch)
      scenario "one"
        given mia
        expect mia in gone
      end
      scenario "two" only
        given mia
        expect mia in invited
      end
      scenario "three" todo
      end
      """
    let scene = try Scene(text)
    #expect(scene.outcomes == ["another one is marked `only`", "passed", "todo"])
    #expect(try Scene(text, only: "on").outcomes[0].contains("mia is not in `gone`"))
    #expect(try Scene(text, only: "two").outcomes == ["not asked for", "passed", "not asked for"])
  }
}
