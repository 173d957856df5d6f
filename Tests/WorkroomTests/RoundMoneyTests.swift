import Testing
import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomStore
import WorkroomValues

/// What later rounds pay, and what is said of whoever has finished one.
@Suite struct RoundMoneyTests {
  @Test func feesAndCommissionAreToldOfAllRoundsTogether() throws {
    let room = try Room(
      """
      workflow "Box" version 1 recurring

      stage a
        on proposal.accepted
          owe 10 USD for "fee"
          go to done
        end
      end
      final done

      """)
    func sell(_ order: String, _ subtotal: String) throws {
      try room.send(
        "Jane", "conversion.recorded", by: "store", ["conversion": order, "subtotal": subtotal, "rate": "10%"])
    }
    try room.send("Jane", "proposal.accepted")
    try sell("#1", "10 USD")
    try room.send("Jane", "payment.paid", ["payment": "p1", "amount": "11 USD", "method": "offline"])
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.assign(room.people["Jane"]!, to: room.campaign)
    }
    try room.send("Jane", "proposal.accepted")
    // What was paid for a sale that is void comes off what the next round pays.
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    try sell("#2", "30 USD")
    try room.send("Jane", "payment.paid", ["payment": "p2", "amount": "12 USD", "method": "offline"])
    var facts = Facts()
    try CampaignFigures(room.engine, campaign: room.campaign, basis: .everybody).each { (one) throws(EngineError) in
      facts += one.facts
      return true
    }
    #expect(
      [facts[.owed].sum, facts[.paid].sum, facts[.fee].sum, facts[.commission].sum] == [2_300, 2_300, 2_000, 300])
    // What was paid is shown with the round in which it was, and stays there whatever comes.
    let history = try InfluencerProfile(room.engine, room.people["Jane"]!).history()
    #expect(history.rows.map { $0[1] } == [.number(1), .number(2)])
    #expect(history.rows.map { $0[7] } == [.money(Money("10 USD")!), .money(Money("13 USD")!)])
    let paid = [Sheet.Value.money(Money("11 USD")!), .money(Money("12 USD")!)]
    #expect(history.rows.map { $0[8] } == paid)
    #expect(history.columns[1].heading == "Round" && history.columns[1].priority == 9)
    #expect(
      history.notes == [
        "all rounds of `Spring` together: owed 23.00 USD, paid 23.00 USD; each round shows what was paid in it, and a payment covers what was owed first, of whichever round"
      ])
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.assign(room.people["Jane"]!, to: room.campaign)
    }
    try sell("#3", "100 USD")
    let later = try InfluencerProfile(room.engine, room.people["Jane"]!).history()
    #expect(later.rows.map { $0[8] } == paid + [.money(Money("0 USD")!)])
  }

  @Test func whoeverHasFinishedARoundIsToldHowTheNextBegins() throws {
    let room = try Room(
      "workflow \"Box\" version 1 recurring\nstage a\n  on content.posted go to done\nend\nfinal done\n")
    try room.send("Jane", "content.posted", ["content": "x"])
    let reply = try room.send("Jane", "proposal.submitted", ["price": "5 USD"])
    #expect(reply.reason == "nothing in `Done` waits for it; `add jane@example.com` begins the next round")
  }

  @Test func whoTakesPartAlreadyIsSaid() throws {
    let room = try Room("")
    let plan = try AssigningPlan(room.engine, room.campaign, [room.people["Jane"]!])
    let count = try plan.carryOut()
    #expect(try plan.told(begun: count, "jane", in: "Spring") == "`jane` already takes part in `Spring`")
    #expect(try plan.told(begun: count, nil, in: "Spring") == "0 take part in `Spring` now, 1 took part already")
    #expect(try plan.told(begun: 1, "jane", in: "Spring") == "1 takes part in `Spring` now")
  }
}
