import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// An order of a customer counts once, whatever way it comes in.
@Suite struct OneSaleTests {
  private func room() throws -> Room {
    let room = try Room(
      "on proposal.accepted assign discount from group X paying 10%\n", people: ["Jane", "Leo"]
    ) { try $0.group("X", pattern: "[first_name]10") }
    for name in ["Jane", "Leo"] { try room.accept(name, price: "0 USD") }
    return room
  }

  @discardableResult
  private func sell(
    _ room: Room, _ name: String, _ order: String = "#1", _ more: [String: String] = [:], by role: String = "store",
    at day: String? = nil
  ) throws -> Reply {
    try room.send(
      name, "conversion.recorded", by: role, ["conversion": order, "subtotal": "100 USD"].merging(more) { $1 },
      at: day.map { Instant("\($0)T12:00:00Z")! })
  }

  @Test(arguments: [Command.Source.inbox, .console, .library, .importer])
  func anOrderOfOneInfluencerIsNoOneElses(_ source: Command.Source) throws {
    let room = try room()
    #expect(try sell(room, "Jane").outcome == .taken)
    var second = room.command("Leo", "conversion.recorded", ["conversion": "#1", "subtotal": "100 USD"], key: "k")
    second.source = source
    let reply = try room.send([second])[0]
    #expect(reply.outcome == .setAside && reply.log == 0)
    #expect(
      reply.reason
        == "the order `#1` counts for `Jane` already, and an order counts once; if it is not theirs, take it from them first: `void jane@example.com conversion \"#1\"`",
      "\(reply.reason)")
    #expect(try room.balance("Leo") == [0, 0])
    #expect(try room.problems() == [])
  }

  @Test func whatWasVoidedIsFreeAndIsNotRestoredOnceSomebodyElseHasIt() throws {
    let room = try room()
    try #require(sell(room, "Jane").outcome == .taken)
    try room.send("Jane", "conversion.voided", ["conversion": "#1"])
    #expect(try sell(room, "Leo").outcome == .taken)
    let back = try room.send("Jane", "conversion.restored", ["conversion": "#1"])
    #expect(back.outcome == .setAside && back.reason.contains("counts for `Leo` already"), "\(back.reason)")
    #expect(try [room.balance("Jane")[0], room.balance("Leo")[0]] == [0, 1_000])
    #expect(try room.problems() == [])
  }

  @Test func anOrderThatIsCalledLikeAWordOfTheWorkflowIsFoundToo() throws {
    let room = try Room("on conversion.voided note \"#1\"\n", people: ["Jane", "Leo"])
    try #require(sell(room, "Jane").outcome == .handled)
    #expect(try sell(room, "Leo").reason.contains("counts for `Jane` already"))
  }

  @Test func aNumberWithAndWithoutItsSignIsTheSameOrder() throws {
    let room = try room()
    try #require(sell(room, "Jane", "#1001").outcome == .taken)
    #expect(try sell(room, "Jane", "1001").outcome == .repeated)
    #expect(try sell(room, "Leo", "1001").reason.contains("counts for `Jane` already"))
    #expect(try room.send("Jane", "conversion.refunded", ["conversion": "1001", "amount": "40 USD"]).outcome == .taken)
    #expect(try room.balance("Jane")[0] == 600)
    #expect(try sell(room, "Leo", "1002").outcome == .taken)
    #expect(try room.send("Leo", "conversion.voided", ["conversion": "#1002"]).outcome == .taken)
    #expect(try room.balance("Leo")[0] == 0)
    #expect(try room.problems() == [])
  }

  @Test func oneCampaignDoesNotKnowTheOrdersOfAnother() throws {
    let room = try room()
    try #require(sell(room, "Jane").outcome == .taken)
    try room.create("on conversion.recorded note \"sold\"\n", named: "Summer")
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.assign(room.people["Leo"]!, to: room.campaign)
    }
    #expect(try sell(room, "Leo").outcome != .setAside)
  }

  @Test func campaignsThatShareAGroupCountAnOrderOnceAndOthersTellOfIt() throws {
    let room = try Room()
    try room.group("X", pattern: "[first_name]10")
    for (name, person) in [("Summer", "Jane"), ("Autumn", "Leo"), ("Winter", "Ada")] {
      let isShared = name != "Winter"
      try room.create("", named: name, details: isShared ? ["discount_group": "X"] : [:])
      try room.add(person)
    }
    room.campaign = try #require(try room.engine.campaign(named: "Summer")).id
    try #require(sell(room, "Jane").outcome == .handled)
    room.campaign = try #require(try room.engine.campaign(named: "Autumn")).id
    let shared = try sell(room, "Leo", "1")
    #expect(
      shared.reason
        == "the order `1` counts for `Jane` in `Summer` already, which shares the discount group `X`; if it is to count here, take it back there first: `void`"
    )
    room.campaign = try #require(try room.engine.campaign(named: "Winter")).id
    let apart = try sell(room, "Ada", "1")
    #expect(apart.outcome == .handled && apart.countsElsewhere)
    #expect(apart.reason.hasPrefix("an order `1` counts for `Jane` in `Summer` too"), "\(apart.reason)")
    #expect(try sell(room, "Ada", "2").reason == "")
  }

  @Test func whatEndedBeforeItWasDisabledEndedThen() throws {
    let room = try room()
    try room.send("Jane", "discount.adjusted", ["ends": "2026-03-07"])
    try room.setClock(Instant("2026-04-01T00:00:00Z")!)
    try room.send("Jane", "discount.disabled")
    let reply = try sell(room, "Jane", "#1", ["code": "Jane10"], at: "2026-03-20")
    #expect(
      reply.reason
        == "the code `Jane10` ended at 2026-03-08T00:00:00Z, and the order is of 2026-03-20T12:00:00Z; if the order came another way, leave the code out, and say so with `item link`, or with a `rate` of its own"
    )
    #expect(try room.problems() == [])
  }

  /// A day for which the shop disables what somebody does not hold says nothing of the code that they get later.
  @Test func aDayCountsForTheCodeThatWasHeldThen() throws {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane"]) { try $0.group("X", items: ["A"]) }
    try room.send("Jane", "discount.disabled", by: "store", ["since": "2026-02-27"])
    try room.accept("Jane")
    try #require(room.held("Jane") == "A")
    try room.setClock(Instant("2026-03-10T00:00:00Z")!)
    try room.send("Jane", "discount.disabled")
    let reply = try sell(room, "Jane", "#1", ["code": "A"], at: "2026-03-07")
    #expect(reply.outcome != .setAside, "\(reply.reason)")
    #expect(try room.problems() == [])
  }

  @Test func whatADisabledCodeSoldIsNotOwedAlsoWhereItIsToldLater() throws {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane"]) {
      try $0.group("X", items: ["A", "B"])
    }
    try room.accept("Jane")
    try room.setClock(Instant("2026-03-10T00:00:00Z")!)
    try room.send("Jane", "discount.disabled", ["since": "2026-03-05", "replacement": "yes"])
    try #require(room.held("Jane") == "B")
    let named = try sell(room, "Jane", "#1", ["code": "a"], at: "2026-03-06")
    #expect(
      named.outcome == .setAside
        && named.reason
          == "the code `A` was disabled for what it sold since 2026-03-05, and the order is of 2026-03-06T12:00:00Z; if the order came another way, leave the code out, and say so with `item link`, or with a `rate` of its own",
      "\(named.reason)")
    let unnamed = try sell(room, "Jane", "#1", at: "2026-03-06")
    #expect(
      unnamed.outcome == .setAside && unnamed.reason.hasPrefix("the code `A` was disabled for what it sold since"),
      "\(unnamed.reason)")
    // What was sold before, or came another way, counts.
    #expect(try sell(room, "Jane", "#2", ["code": "A"], at: "2026-03-04").outcome != .setAside)
    #expect(try sell(room, "Jane", "#3", ["rate": "5%"], at: "2026-03-06").outcome != .setAside)
    #expect(try sell(room, "Jane", "#4", ["item": "link"], at: "2026-03-06").outcome != .setAside)
    try room.setClock(Instant("2026-03-20T00:00:00Z")!)
    #expect(try sell(room, "Jane", "#5", ["code": "B"], at: "2026-03-12").outcome != .setAside)
    #expect(try sell(room, "Jane", "#6", at: "2026-03-12").outcome != .setAside)
    // The next code answers for its own sales.
    try room.send("Jane", "discount.disabled", ["since": "2026-03-11"])
    #expect(try sell(room, "Jane", "#7", ["code": "B"], at: "2026-03-12").reason.contains("disabled for what it sold"))
    #expect(try sell(room, "Jane", "#8", ["code": "A"], at: "2026-03-04").outcome != .setAside)
    #expect(try room.problems() == [])
  }

  @Test func whatHasMovedToAnotherCampaignCountsThereOnly() throws {
    let room = try room()
    let (spring, jane) = (room.campaign, room.people["Jane"]!)
    try room.create("on conversion.recorded note \"sold\"\n", named: "Summer")
    let summer = room.campaign
    try room.pass(days: 10)
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.assign(jane, to: summer)
      try room.engine.moveAttribution(of: jane, from: spring, to: summer)
    }
    try room.pass(days: 5)
    room.campaign = spring
    #expect(
      try sell(room, "Jane", "#1").reason == "what `Jane` sells by then counts in `Summer`; record the order there")
    // Before that day it counts where it did.
    #expect(try sell(room, "Jane", "#2", at: "2026-03-05").outcome == .taken)
    room.campaign = summer
    #expect(try sell(room, "Jane", "#1").outcome != .setAside)
    #expect(try sell(room, "Jane", "#2").reason == "the order counts in `Spring` already")
    room.campaign = spring
    #expect(try sell(room, "Jane", "#1", at: "2026-03-05").reason == "the order counts in `Summer` already")
    #expect(try sell(room, "Leo", "#3").outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func whichOfCodeAndLinkCountsIsToldOnce() throws {
    let room = try Room(
      "on proposal.accepted assign discount from group X paying 10% and link from group Y paying 5%\n",
      people: ["Jane", "Leo"]
    ) {
      try $0.group("X", pattern: "[first_name]10")
      try $0.group("Y", 1, pattern: "https://go.example/[first_name]")
    }
    #expect(
      try room.accept("Jane").reason
        == "whoever has a code and a link brings an order once, also where the buyer used both: it counts by the code, and by the link only where its line or row names no code and says `item link`"
    )
    #expect(try room.accept("Leo").reason == "")
    try sell(room, "Jane", "#1")
    #expect(try sell(room, "Jane", "#1", ["item": "link"]).outcome == .repeated)
    try sell(room, "Leo", "#2", ["item": "link"])
    #expect(try [room.balance("Jane")[0], room.balance("Leo")[0]] == [30_000 + 1_000, 30_000 + 500])
    #expect(try room.problems() == [])
  }

  @Test func anOrderThatIsToldWithAnotherAmountIsAnsweredWithBoth() throws {
    let room = try room()
    try sell(room, "Jane", "#1")
    #expect(try sell(room, "Jane", "1").reason == "")
    let other = try sell(room, "Jane", "1", ["subtotal": "90 USD"])
    #expect(
      other.outcome == .repeated
        && other.reason
          == "the order `#1` is recorded with 100.00 USD, and here with 90.00 USD; it stays as it is. If 90.00 USD is right: `refund jane@example.com conversion \"#1\" amount 10.00 USD` lowers it",
      "\(other.reason)")
  }

  @Test func aStoreVoidsNobodyElsesOrder() throws {
    let room = try room()
    try sell(room, "Jane", "#1")
    let reply = try room.send("Leo", "conversion.voided", by: "store", ["conversion": "1"])
    #expect(
      reply.outcome == .setAside
        && reply.reason
          == "the order `1` belongs to `Jane`, so nothing is voided; if it is to be voided: `void jane@example.com conversion \"1\"`",
      "\(reply.reason)")
    try Directory(room.engine).forget(room.people["Jane"]!)
    let forgotten = try room.send("Leo", "conversion.voided", by: "store", ["conversion": "#1"])
    #expect(
      forgotten.outcome == .setAside && forgotten.reason.contains("`influencer 1`, who was forgotten"),
      "\(forgotten.reason)")
    // What nobody has yet is voided before it comes.
    #expect(try room.send("Leo", "conversion.voided", by: "store", ["conversion": "#2"]).outcome == .taken)
  }

  @Test func aKeyBelongsToOneAmount() throws {
    let room = try room()
    let first = ["conversion": "#1", "subtotal": "100 USD"]
    try #require(room.send("Jane", "conversion.recorded", by: "store", first, key: "a").outcome == .taken)
    #expect(try room.send("Jane", "conversion.recorded", by: "store", first, key: "a").outcome == .repeated)
    let other = first.merging(["subtotal": "1 USD"]) { $1 }
    let same = try room.send("Jane", "conversion.recorded", by: "store", other, key: "a")
    #expect(same.outcome == .setAside && same.reason.hasPrefix("the key `a` was used before"), "\(same.reason)")
    let new = try room.send("Jane", "conversion.recorded", by: "store", other, key: "b")
    #expect(new.outcome == .repeated && new.differs, "\(new.reason)")
    #expect(try !room.send("Jane", "conversion.recorded", by: "store", first, key: "c").differs)
    #expect(try room.balance("Jane")[0] == 1_000)
  }

  @Test func aCodeCountsForWhoeverHoldsIt() throws {
    let room = try room()
    #expect(try sell(room, "Leo", "#1", ["code": "jane10"]).reason.hasPrefix("the code `jane10` is that of `Jane`"))
    #expect(try sell(room, "Jane", "#1", ["code": "jane10"]).outcome == .taken)
    // A code that nobody here knows says nothing against an order.
    let unknown = try sell(room, "Leo", "#2", ["code": "OTHER"])
    #expect(unknown.outcome == .taken)
    #expect(unknown.reason.hasPrefix("no group has the code `OTHER`, so nobody can tell whose it is"))
  }

  @Test func aCodeCountsOnItsDays() throws {
    let room = try room()
    try room.send("Jane", "discount.adjusted", ["starts": "2026-03-05", "ends": "2026-03-07"])
    try room.setClock(Instant("2026-04-01T00:00:00Z")!)
    for (day, isTaken) in [("2026-03-04", false), ("2026-03-05", true), ("2026-03-07", true), ("2026-03-08", false)] {
      for (order, more) in [("a", ["code": "Jane10"]), ("b", [:]), ("c", ["item": "discount"])] {
        let reply = try sell(room, "Jane", "#\(day)\(order)", more, at: day)
        #expect((reply.outcome == .taken) == isTaken, "\(day) \(order): \(reply.reason)")
        if !isTaken { #expect(reply.outcome == .setAside && reply.reason.hasPrefix("the code `Jane10`")) }
      }
    }
    // Whoever says how it came, or what it pays, is believed.
    #expect(try sell(room, "Jane", "#l", ["item": "link"]).outcome != .setAside)
    #expect(try sell(room, "Jane", "#r", ["rate": "5%"]).outcome == .taken)
    #expect(try room.problems() == [])
  }
}
