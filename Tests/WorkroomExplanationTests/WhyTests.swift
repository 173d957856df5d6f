import Testing

@Suite struct WhyTests {
  @Test func theRuleAndItsConditionAreToldAsTheyWere() throws {
    let room = try Room(Texts.spring, details: ["discount_group": "Codes"], codes: ["A1"])
    try room.send("proposal.submitted", ["price": "300 USD", "tasks": "2"])
    try room.pass(days: 1)
    try room.send("proposal.accepted")
    // What the condition read has changed since, and the answer has not.
    try room.set("most_we_pay", "100 USD")
    #expect(
      try room.why() == """
        Mia stands in Active › Codes › Has code since 2026-03-02 10:00
          spring.workflow:33
            once discount is held go to has_code
              discount is held
                       │
                       true
          set off by proposal.accepted, sent by operator as manager

        Mia stands in Active › Posts › To post since 2026-03-02 10:00
          spring.workflow:24
            on proposal.accepted by manager when price is at most most_we_pay go to active
              price is at most most_we_pay
              │     │          │
              │     true       500 USD
              300 USD
            `to_post` is entered with `active`
          set off by proposal.accepted, sent by operator as manager
        """)
  }

  @Test func everyStepOfTheHistoryIsTold() throws {
    let room = try Room(Texts.spring, details: ["discount_group": "Codes"])
    try room.send("proposal.accepted")
    try room.send("proposal.submitted", ["price": "620 USD"])
    try room.send("proposal.accepted", by: "director")
    try room.addCode("A1")
    #expect(
      try room.why(all: true) == """
        1. 2026-03-01 10:00  the beginning
          then in Invited

        2. 2026-03-01 10:00  proposal.accepted, sent by operator as manager: refused

        3. 2026-03-01 10:00  proposal.submitted with price 620 USD, sent by operator as manager
          spring.workflow:14
            on proposal.submitted when accepting is open
              set price to event.price
              go to proposed
              accepting is open
              │         │
              │         true
              without dates
          then in Proposed

        4. 2026-03-01 10:00  proposal.accepted, sent by operator as director
          spring.workflow:25
            on proposal.accepted by director go to active because "above the limit a director decides"
          then in Active › Codes › Needs code, Active › Posts › To post

        5. 2026-03-01 10:00  an item that came for somebody who waited in line
          spring.workflow:33
            once discount is held go to has_code
              discount is held
                       │
                       true
          then in Active › Codes › Has code
        """)
  }

  @Test func aTimerIsTold() throws {
    let room = try Room(Texts.spring)
    try room.pass(days: 20)
    #expect(
      try room.why() == """
        Mia stands in No reply since 2026-03-15 10:00
          spring.workflow:19
            after 14 days go to no_reply
          set off by the time of line 19, which was up at 2026-03-15 10:00
        """)
  }

  @Test func itemsAreToldByName() throws {
    let room = try Room(Texts.deliverables)
    try room.send("proposal.submitted", ["tasks": "2"])
    try room.send("content.draft_submitted", ["deliverable": "2"])
    #expect(
      try room.why() == """
        Mia stands in Active › deliverable 1 › To post since 2026-03-01 10:00
          spring.workflow:8
            on proposal.submitted
              set tasks to event.tasks
              go to active
            `to_post` is entered with `active`
          set off by proposal.submitted with tasks 2, sent by operator as manager

        Mia stands in Active › deliverable 2 › In review since 2026-03-01 10:00
          spring.workflow:17
            on content.draft_submitted go to in_review
          set off by content.draft_submitted with deliverable "2", sent by operator as manager
        """)
  }

  @Test func theWayGoesOnThroughAnotherVersion() throws {
    let room = try Room(Texts.spring)
    try room.send("proposal.submitted", ["price": "300 USD"])
    try room.pass(days: 1)
    try room.migrate(
      Texts.spring.components(at: "version 1").joined(separator: "version 2").components(at: "stage proposed in")
        .joined(separator: "stage offered in \"Links\"\nend\n\nstage proposed in"))
    #expect(
      try room.why() == """
        Mia stands in Proposed since 2026-03-01 10:00
          spring.workflow:14
            on proposal.submitted when accepting is open
              set price to event.price
              go to proposed
              accepting is open
              │         │
              │         true
              without dates
          set off by proposal.submitted with price 300 USD, sent by operator as manager
        """)
    try room.send("proposal.accepted")
    #expect(
      try room.why(all: true) == """
        1. 2026-03-01 10:00  the beginning
          then in Invited

        2. 2026-03-01 10:00  proposal.submitted with price 300 USD, sent by operator as manager
          spring.workflow:14
            on proposal.submitted when accepting is open
              set price to event.price
              go to proposed
              accepting is open
              │         │
              │         true
              without dates
          then in Proposed

        3. 2026-03-02 10:00  the move to version 2 of the workflow

        4. 2026-03-02 10:00  proposal.accepted, sent by operator as manager
          second.workflow:27
            on proposal.accepted by manager when price is at most most_we_pay go to active
              price is at most most_we_pay
              │     │          │
              │     true       500 USD
              300 USD
          then in Active › Posts › To post
        """)
  }

  @Test func namesCannotTakeOverTheTerminal() throws {
    let room = try Room(Texts.spring, name: "M\u{1B}[2Jia\u{202E}")
    let text = try room.why() + room.whyNot("accept")
    #expect(text.contains("M‹ESC›[2Jia‹U+202E› stands in Invited"))
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }
}
