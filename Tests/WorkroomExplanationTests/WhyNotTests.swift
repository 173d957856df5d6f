import Testing
import WorkroomEngine

/// Each verdict, and each kind of advice, which is then taken on the engine itself.
@Suite struct WhyNotTests {
  private func proposed(_ price: String, details: [String: String] = [:]) throws -> Room {
    let room = try Room(Texts.spring, details: details)
    try room.send("proposal.submitted", ["price": price])
    return room
  }

  @Test func aFalseConditionAndAnotherRole() throws {
    let room = try proposed("620 USD")
    #expect(
      try room.whyNot("accept") == """
        `accept` is not possible for Mia now (2026-03-01 10:00, as manager)
          spring.workflow:24
            on proposal.accepted by manager when price is at most most_we_pay go to active
          its condition is false
            price is at most most_we_pay
            │     │          │
            │     false      500 USD
            620 USD
          spring.workflow:25
            on proposal.accepted by director go to active because "above the limit a director decides"
          is for director
        nearest: `accept mia` as director
             or: `negotiate mia price 500 USD` (or less), then `accept mia`
        """)
    try room.send("proposal.negotiated", ["price": "500 USD"])
    #expect(try room.send("proposal.accepted").outcome == .taken)
    let other = try proposed("620 USD")
    #expect(try other.send("proposal.accepted", by: "director").outcome == .taken)
  }

  @Test func whatIsSetAsideBeforeAnyLineSeesItIsTheReason() throws {
    let room = try Room("")
    #expect(
      try room.whyNot("order").contains(
        "now (2026-03-01 10:00, as manager)\n  nothing is ordered in `Assigned`: an order is for whoever was accepted"))
    try room.send("proposal.submitted", ["price": "5 USD"])
    #expect(
      try room.whyNot("counter with price 4 USD, until 2026-02-01").contains(
        "`until`: 2026-02-01 is over; an offer holds until 2026-03-01 at least"))
    // All that is asked of an event is asked about it too.
    #expect(
      try room.whyNot("void with conversion #9").contains(
        "no order `#9` of theirs was recorded here, so nothing is voided"))
    #expect(
      try room.whyNot("post with content a, views 1.5").contains("`views` counts things, so it is a whole number"))
  }

  @Test func aLineThatRefusesAndAWindowThatOpens() throws {
    let room = try Room(Texts.spring, details: ["accepting": "2026-03-10 to 2026-03-20"])
    #expect(
      try room.whyNot("propose with price 620 USD") == """
        `propose` is not possible for Mia now (2026-03-01 10:00, as manager)
          spring.workflow:14
            on proposal.submitted when accepting is open
              set price to event.price
              go to proposed
          its condition is false
            accepting is open
            │         │
            │         false
            2026-03-10 to 2026-03-20
          spring.workflow:18
            on proposal.submitted otherwise refuse "No current campaigns"
          refuses it: "No current campaigns"
        nearest: wait until 2026-03-10 00:00, when `accepting` opens, then `propose mia price 620 USD`
        """)
    try room.pass(days: 9)
    #expect(try room.send("proposal.submitted").outcome == .taken)
  }

  @Test func aSenderWhoMayNot() throws {
    #expect(
      try proposed("300 USD").whyNot("accept", role: "influencer") == """
        `accept` is not possible for Mia now (2026-03-01 10:00, as influencer)
          `proposal.accepted` is for director or manager; `influencer` may not send it
        nearest: `accept mia` as director
        """)
  }

  @Test func anEventThatNobodyWaitsFor() throws {
    let room = try Room(Texts.spring)
    #expect(
      try room.whyNot("accept") == """
        `accept` is not possible for Mia now (2026-03-01 10:00, as manager)
          nothing in Invited waits for it
          line 24 waits for it in Proposed, where Mia does not stand
          line 25 waits for it in Proposed, where Mia does not stand
        nearest: `propose mia`, then `accept mia`
        """)
    #expect(
      try room.whyNot("submit draft") == """
        `submit draft` is possible for Mia now, as manager
          no line of the workflow takes it: it is noted, and nothing else happens
        """)
    try room.send("proposal.submitted")
    #expect(try room.send("proposal.accepted").outcome == .taken)
  }

  @Test func anEventThatIsPossible() throws {
    let room = try proposed("300 USD")
    #expect(
      try room.whyNot("accept") == """
        `accept` is possible for Mia now, as manager
          spring.workflow:24
            on proposal.accepted by manager when price is at most most_we_pay go to active
          it leads to Active › Posts › To post
        """)
    #expect(
      try room.whyNot("negotiate") == """
        `negotiate` is possible for Mia now, as manager
          it needs `price`, money, such as `300 USD`
        """)
    // Nothing of all that has happened.
    #expect(try room.stages() == ["proposed"])
  }

  @Test func aValueOfTheEventThatIsTooSmall() throws {
    let room = try proposed("300 USD")
    try room.send("proposal.accepted")
    #expect(
      try room.whyNot("post with content first, views 10") == """
        `post` is possible for Mia now, as manager
          it is noted, but no line takes it as things stand
          spring.workflow:39
            on content.posted when event.views is set and event.views is at least 1_000 go to posted
          its condition is false
            event.views is set  and  event.views is at least 1_000
            │           │       │    │           │
            10          true    │    10          false
                                false
        nearest: `post mia content "first" views 1000` (or more)
        """)
    try room.send("content.posted", ["content": "first", "views": "1000"])
    #expect(try room.stages() == ["completed"])
  }

  @Test func valuesThatAreNotGivenAreNotSet() throws {
    let room = try proposed("300 USD")
    try room.send("proposal.accepted")
    #expect(
      try room.whyNot("posted") == """
        Mia does not stand in Active › Posts › Posted, but in Active › Posts › To post (2026-03-01 10:00)
          spring.workflow:39
            on content.posted when event.views is set and event.views is at least 1_000 go to posted
          waits for `post`
          its condition is false
            event.views is set  and  event.views is at least 1_000
            │           │       │    │
            not set     false   │    not read
                                false
        nearest: `post mia content "..." views 1000` (or more)
        """)
    #expect(
      try room.whyNot("completed") == """
        Mia does not stand in Completed, but in Active › Posts › To post (2026-03-01 10:00)
          spring.workflow:43
            once all of codes and posts are done go to completed
          its condition is false
            all of codes and posts are done
            │      │         │
            false  done      not done
            `posts` is not done; line 39 leads to its end:
              on content.posted when event.views is set and event.views is at least 1_000 go to posted
        nearest: `post mia content "..." views 1000` (or more)
        """)
  }

  @Test func anEarlierLineAndALineFurtherIn() throws {
    let room = try Room(Texts.verdicts)
    #expect(
      try room.whyNot("approve") == """
        `approve` is possible for Mia now, as manager
          spring.workflow:17
            on content.approved by manager when drafts is at most 3 stay
        """)
    #expect(
      try room.whyNot("request changes") == """
        `request changes` is not possible for Mia now (2026-03-01 10:00, as manager)
          spring.workflow:10
            on content.changes_requested when drafts is at least 1 stay
          its condition is false
            drafts is at least 1
            │      │
            0      false
        nearest: `submit draft mia`, then `request changes mia`
        """)
    #expect(
      try room.whyNot("reject") == """
        `reject` is not possible for Mia now (2026-03-01 10:00, as manager)
          spring.workflow:12
            on content.rejected go to settled
          is not asked, since line 20 stands further in and applies
          spring.workflow:20
            on content.rejected when drafts is at most 3 refuse "not after so few drafts"
          refuses it: "not after so few drafts"
            drafts is at most 3
            │      │
            0      true
          spring.workflow:21
            on content.rejected otherwise go to settled
          is not asked, since line 20 applies
        nearest: no way with one or two events, or by waiting, was found
        """)
    try room.send("content.draft_submitted")
    #expect(try room.send("content.changes_requested").outcome == .taken)
  }

  @Test func aLineThatIgnores() throws {
    let room = try Room(Texts.verdicts)
    #expect(
      try room.whyNot("decline") == """
        `decline` is not possible for Mia now (2026-03-01 10:00, as manager)
          spring.workflow:19
            on proposal.declined ignore
          ignores it
        nearest: no way with one or two events, or by waiting, was found
        """)
  }

  @Test func anItemThatIsWaitedFor() throws {
    let room = try proposed("300 USD", details: ["discount_group": "Codes"])
    try room.send("proposal.accepted")
    #expect(
      try room.whyNot("has_code") == """
        Mia does not stand in Active › Codes › Has code, but in Active › Codes › Needs code, Active › Posts › To post (2026-03-01 10:00)
          spring.workflow:33
            once discount is held go to has_code
          its condition is false
            discount is held
                     │
                     false
        nearest: add a discount to the group "Codes", since Mia waits in line
        """)
    try room.addCode("A1")
    #expect(try room.stages().contains("active.codes.has_code"))
  }

  @Test func aTimerThatIsDueLater() throws {
    let room = try Room(Texts.spring)
    #expect(
      try room.whyNot("no_reply") == """
        Mia does not stand in No reply, but in Invited (2026-03-01 10:00)
          spring.workflow:19
            after 14 days go to no_reply
          is due at 2026-03-15 10:00
        nearest: wait until 2026-03-15 10:00, when line 19 is due
        """)
    try room.pass(days: 14)
    #expect(try room.stages() == ["no_reply"])
    #expect(
      try room.whyNot("propose") == """
        `propose` is not possible for Mia now (2026-03-15 10:00, as manager)
          Mia has finished, in No reply; nothing leads on from there
        """)
  }

  @Test func aTrackThatTheDetailsDoNotCallFor() throws {
    let room = try proposed("300 USD")
    try room.send("proposal.accepted")
    #expect(
      try room.whyNot("needs_code") == """
        Mia does not stand in Active › Codes › Needs code, but in Active › Posts › To post (2026-03-01 10:00)
          the track `codes` is not called for by the campaign's details
            discount_group is set
            │              │
            not set        false
          spring.workflow:24
            on proposal.accepted by manager when price is at most most_we_pay go to active
          stands in Proposed, where Mia does not stand
          spring.workflow:25
            on proposal.accepted by director go to active because "above the limit a director decides"
          stands in Proposed, where Mia does not stand
        nearest: no way with one or two events, or by waiting, was found
        """)
  }

  @Test func moneyThatIsStillMissing() throws {
    let room = try Room(Texts.verdicts)
    #expect(
      try room.whyNot("settled") == """
        Mia does not stand in Settled, but in Active › Review (2026-03-01 10:00)
          spring.workflow:9
            on content.approved go to settled
          waits for `approve`
          spring.workflow:12
            on content.rejected go to settled
          waits for `reject`
          spring.workflow:13
            once paid is at least fee go to settled
          its condition is false
            paid is at least fee
            │    │           │
            │    false       80 USD
            0 USD
        nearest: `pay mia amount 80 USD advance yes` (or more)
        """)
    try room.send("payment.paid", ["amount": "80 USD", "advance": "yes"])
    #expect(try room.stages() == ["settled"])
  }

  @Test func anItemThatIsNotThere() throws {
    let room = try Room(Texts.deliverables)
    try room.send("proposal.submitted", ["tasks": "2"])
    #expect(
      try room.whyNot("submit draft with deliverable reel") == """
        `submit draft` is not possible for Mia now (2026-03-01 10:00, as manager)
          no deliverable is called `reel`; there are `1`, `2`
        nearest: `submit draft mia deliverable "1"`
        """)
    #expect(
      try room.whyNot("approve with deliverable 1") == """
        `approve` is not possible for Mia now (2026-03-01 10:00, as manager)
          no draft of the deliverable `1` is known, and a verdict about it does nothing in `To post`; record the draft first: `submit draft mia@example.com content "..." deliverable "1"`
        nearest: `submit draft mia deliverable "1"`, then `approve mia deliverable "1"`
        """)
    try room.send("content.draft_submitted", ["deliverable": "1"])
    #expect(try room.send("content.approved", ["deliverable": "1"]).outcome == .taken)
  }

  @Test func whatIsNotUnderstoodIsSaid() throws {
    let room = try proposed("300 USD")
    #expect(throws: (any Error).self) { try room.whyNot("acept") }
    #expect(room.refusal("acept") == "no event and no stage is called `acept`; write `accept`")
    #expect(
      room.refusal("negotiate with prize 3 USD") == "`proposal.negotiated` has no value called `prize`; write `price`")
    #expect(room.refusal("negotiate with price 3") == "`price`: `3` is no money: write its currency, as in `3 USD`")
  }

  @Test func extremeAmountsAndBusyTimersAreNoTrouble() throws {
    let room = try Room(Texts.busy)
    try room.send("proposal.submitted", ["price": "92233720368547758.07 USD"])
    #expect(try room.whyNot("accept").contains("92_233_720_368_547_758.07 USD"))
    #expect(try room.whyNot("late").contains("is due at 2027-03-01 10:00"))
  }
}
