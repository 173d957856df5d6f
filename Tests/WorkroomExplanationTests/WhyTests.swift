import Testing

@Suite struct WhyTests {
  @Test func theRuleAndItsConditionAreToldAsTheyWere() throws {
    let room = try Room(Texts.spring, details: ["discount_group": "Codes"], codes: ["A1"])
    try room.send("proposal.submitted", ["price": "300 USD", "tasks": "2"])
    try room.pass(days: 1)
    try room.send("proposal.accepted")
    show(#function, try room.why())
    show(#function, try room.why(all: true))
  }

  @Test func nearMisses() throws {
    let room = try Room(Texts.spring, details: ["discount_group": "Codes", "accepting": "2026-03-10 to 2026-03-20"])
    show("possible?", try room.whyNot("propose with price 620 USD"))
    show("invited accept", try room.whyNot("accept"))
    try room.pass(days: 10)
    show("after window", try room.whyNot("propose"))
    try room.send("proposal.submitted", ["price": "620 USD"])
    show("accept 620", try room.whyNot("accept"))
    show("accept as director", try room.whyNot("accept", role: "director"))
    show("accept as influencer", try room.whyNot("accept", role: "influencer"))
    show("negotiate", try room.whyNot("negotiate"))
    show("stage active", try room.whyNot("active"))
    show("stage completed", try room.whyNot("completed"))
    try room.send("proposal.accepted", by: "director")
    show("stage has_code", try room.whyNot("has_code"))
    show("stage completed", try room.whyNot("completed"))
    show("stage posted", try room.whyNot("posted"))
    show("post", try room.whyNot("post"))
    show("post 10", try room.whyNot("post with views 10"))
    show("why", try room.why())
  }
}

func show(_ title: String, _ text: String) { print("#PIC \(title)\n\(text)\n#END") }
