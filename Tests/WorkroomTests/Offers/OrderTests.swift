import Testing
import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomStore
import WorkroomValues

/// What becomes of orders: when a proposal ends, when a parcel comes back, and where nothing is ordered.
@Suite struct OrderTests {
  /// Jane has proposed; there is one mug and as many tees as are wanted, of which no cost is known.
  private func room(_ details: [String: String] = [:], groups: (Room) throws -> Void = { _ in }) throws -> Room {
    let room = try Room(
      "", details: ["gifts": "Mug, Tee"].merging(details) { $1 }, people: ["Jane", "Leo"], groups: groups)
    for (name, cost, stock) in [("Mug", 500, 1), ("Tee", nil, nil)] as [(String, Int64?, Int64?)] {
      var row = ProductRow(name: name, currency: Int64(Currency.usd.packed))
      (row.cost, row.shipping, row.inventory) = (cost, 250, stock)
      let product = row
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.asking { (store) throws(StoreError) in try store.write(product) }
      }
    }
    return room
  }

  private func ordered(_ products: String = "Mug") throws -> Room {
    let room = try room()
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "1 USD", "products": products])
    try room.send("Jane", "proposal.accepted")
    try #require(try room.send("Jane", "order.created", ["order": "#7"]).outcome == .taken)
    return room
  }

  private func mugs(_ room: Room) throws -> Int64? {
    try room.engine.stock(of: try #require(try room.engine.store.product("Mug")))
  }

  private func facts(_ room: Room) throws -> Facts {
    var facts = Facts()
    try CampaignFigures(room.engine, campaign: room.campaign, basis: .everybody).each { (one) throws(EngineError) in
      facts += one.facts
      return true
    }
    return facts
  }

  private func row(_ room: Room) throws -> [String: String] {
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment")
    let names = sheet.columns.map(\.heading)
    return Dictionary(uniqueKeysWithValues: zip(names, sheet.rows[0].map(\.plainText)))
  }

  // MARK: Cancelling

  @Test(arguments: ["sent", "delivered"])
  func whatIsOutIsNotInStockAgainBeforeItIsBack(status: String) throws {
    let room = try ordered()
    try room.send("Jane", "shipment.\(status)", by: "carrier", ["shipment": "1Z1"])
    let refused = try room.send("Jane", "order.cancelled", ["order": "#7"])
    #expect(
      refused.reason
        == "the order `#7` was \(status) already, so cancelling it brings no products back; once the parcel is back: `return jane@example.com`"
    )
    #expect(try refused.outcome == .setAside && mugs(room) == 0)
    // Another order, of which nothing was sent, can still be cancelled.
    #expect(try room.send("Jane", "order.created", ["order": "#8", "products": "Tee"]).outcome != .setAside)
    #expect(try room.send("Jane", "order.cancelled", ["order": "#8"]).outcome != .setAside)
    try room.send("Jane", "shipment.returned", ["shipment": "1Z1"])
    #expect(try mugs(room) == 1)
    #expect(try room.problems() == [])
  }

  // MARK: Deleting

  @Test func deletingAProposalCancelsAnOrderThatIsNotPacked() throws {
    let room = try ordered()
    #expect(try mugs(room) == 0)
    let reply = try room.send("Jane", "proposal.deleted")
    #expect(reply.reason == "the order `#7` is cancelled, and its products are in stock again")
    #expect(try mugs(room) == 1)
    #expect(try facts(room)[.product].sum == 0)
    #expect(try room.problems() == [])
  }

  @Test func aDraftIsCancelledToo() throws {
    let room = try room()
    try room.accept("Jane")
    try room.send("Jane", "order.drafted", ["order": "#7"])
    #expect(try room.send("Jane", "proposal.deleted").reason == "the order `#7` is cancelled")
    #expect(try room.engine.store.objects(of: room.row("Jane").id).map(\.object.status) == ["cancelled"])
  }

  @Test(arguments: ["order.fulfilled", "shipment.sent"])
  func whatIsPackedOrSentStaysAndIsSaid(_ event: String) throws {
    let room = try ordered()
    try room.send("Jane", event, by: "store")
    let reply = try room.send("Jane", "proposal.deleted")
    #expect(reply.reason.hasPrefix("the order `#7` is packed or sent already, so it stays and its cost counts"))
    #expect(try mugs(room) == 0)
    #expect(try facts(room)[.product].sum == 500)
    // What it came to can still be told; another one is not made.
    #expect(try room.send("Jane", "order.fulfilled", ["cost": "6 USD"]).outcome == .handled)
    #expect(try facts(room)[.product].sum == 600)
    #expect(try room.send("Jane", "order.created", ["order": "#8"]).outcome == .setAside)
    #expect(try room.problems() == [])
  }

  @Test func whereTheWorkflowCancelsNothingTheOrderStaysAndIsSaid() throws {
    let room = try Room("stage a\n  on proposal.deleted go to b\nend\nfinal b\n")
    try room.send("Jane", "order.created", by: "store", ["order": "#7"])
    let reply = try room.send("Jane", "proposal.deleted")
    #expect(reply.reason == "the order `#7` stays, since no line of the workflow cancels it; `cancel order` does")
    #expect(try room.problems() == [])
  }

  // MARK: One order

  @Test(arguments: ["order.created", "order.fulfilled", "order.cancelled"])
  func theNumberOfAShopIsThatOfTheOrderWithoutOne(_ event: String) throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "1 USD", "products": "Mug"])
    try room.send("Jane", "proposal.accepted")
    try #require(try room.send("Jane", "order.created").outcome == .taken)
    let reply = try room.send("Jane", event, by: "store", ["order": "#7"])
    #expect(reply.reason == "the order that had no number is `#7`", "\(reply.reason)")
    #expect(try room.engine.goods("order", of: room.row("Jane")).map(\.name) == ["#7"])
    #expect(try mugs(room) == (event == "order.cancelled" ? 1 : 0))
    #expect(try facts(room)[.product].sum == (event == "order.cancelled" ? 0 : 500))
    #expect(try room.problems() == [])
  }

  @Test func aSecondOrderWithoutANumberIsRefusedByHand() throws {
    let room = try ordered()
    let reply = try room.send("Jane", "order.created")
    #expect(
      reply.reason
        == "`Jane` has the order `#7` already; one more has a number of its own: `order jane@example.com \"NUMBER\"`")
    #expect(reply.outcome == .setAside)
    #expect(try room.send("Jane", "order.created", ["order": "#8", "products": "Tee"]).outcome == .handled)
    #expect(try room.engine.goods("order", of: room.row("Jane")).map(\.name) == ["#7", "#8"])
  }

  @Test func anOrderThatIsToldAgainKeepsWhatItHolds() throws {
    let room = try ordered()
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "7", "products": "Mug"]).outcome == .handled)
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "7"]).outcome == .handled)
    #expect(try mugs(room) == 0 && facts(room)[.product].sum == 500)
    #expect(try room.engine.goods("order", of: room.row("Jane")).map(\.name) == ["#7"])
    #expect(try room.problems() == [])
  }

  @Test func whatIsPackedWithoutAnOrderHoldsWhatWasChosen() throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", by: "influencer", ["price": "1 USD", "products": "Mug"])
    try room.send("Jane", "proposal.accepted")
    try #require(try room.send("Jane", "order.fulfilled", by: "store", ["order": "#7"]).outcome == .taken)
    #expect(try mugs(room) == 0 && facts(room)[.product].sum == 500)
    // Told again it takes nothing more.
    try room.send("Jane", "order.fulfilled", by: "store", ["order": "7"])
    #expect(try mugs(room) == 0 && facts(room)[.product].sum == 500)
    #expect(try room.problems() == [])
  }

  @Test func whatNamesNoProductsIsNotOrderedByHand() throws {
    let room = try room(["most_products": "1"])
    try room.accept("Jane")
    let reply = try room.send("Jane", "order.created")
    #expect(
      reply.reason
        == "no products are chosen, so say what is ordered: `order jane@example.com products NAME`; this campaign has `Mug`, `Tee`"
    )
    #expect(try room.send("Jane", "order.created", ["products": "Mug"]).outcome == .taken)
  }

  @Test func whatIsOverIsNotSentNorEndedAgainByHand() throws {
    let room = try ordered()
    try room.send("Jane", "order.cancelled")
    #expect(try room.send("Jane", "order.cancelled").reason == "the order `#7` was cancelled already")
    #expect(try room.send("Jane", "order.cancelled", ["order": "#7"]).reason == "the order `#7` was cancelled already")
    let parcel = try room.send("Jane", "shipment.sent")
    #expect(
      parcel.reason
        == "the order `#7` of `Jane` was cancelled, so there is nothing to send; order anew first: `order jane@example.com`"
    )
    #expect(parcel.outcome == .setAside)
    // What a carrier tells has happened, and is told of.
    #expect(
      try room.send("Jane", "shipment.sent", by: "carrier").reason.hasPrefix("the order `#7` of `Jane` was cancelled"))
  }

  // MARK: Parcels that come back

  @Test func aParcelThatComesBackBringsItsProductsBackOnce() throws {
    let room = try ordered()
    try room.send("Jane", "shipment.sent", by: "carrier", ["shipment": "1Z"])
    #expect(try mugs(room) == 0)
    let reply = try room.send("Jane", "shipment.returned", by: "carrier", ["shipment": "1Z"])
    #expect(reply.reason == "the order `#7` is returned, and its products are in stock again")
    #expect(try mugs(room) == 1 && room.stages("Jane").contains("active.fulfillment.to_order"))
    #expect(try room.send("Jane", "shipment.returned", by: "carrier", ["shipment": "1Z"]).reason == "")
    #expect(try mugs(room) == 1)
    try room.send("Jane", "order.created", ["order": "#8"])
    #expect(try mugs(room) == 0)
    #expect(try room.problems() == [])
  }

  // MARK: Where nothing is ordered

  @Test func anOfferThatLapsedIsNoPlaceToOrder() throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", ["price": "5 USD", "products": "Mug"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "9 USD", "until": "2026-03-02"])
    try room.pass(days: 3)
    #expect(try room.stages("Jane") == ["lapsed"])
    let reply = try room.send("Jane", "order.created", ["order": "#7"])
    #expect(reply.outcome == .setAside)
    #expect(reply.reason == "nothing is ordered in `Offer lapsed`: an order is for whoever was accepted")
    #expect(try mugs(room) == 1)
    // What a shop tells has happened.
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "#7"]).outcome == .handled)
    #expect(try mugs(room) == 0)
  }

  @Test func anOrderThatNobodyMadeIsNotCancelledByHand() throws {
    let room = try ordered()
    let reply = try room.send("Jane", "order.cancelled", ["order": "#9"])
    #expect(reply.outcome == .setAside && reply.reason == "no order `#9` of theirs is known; theirs is `#7`")
    #expect(try row(room)["Stage"] == "Ordered")
    #expect(try room.send("Jane", "order.cancelled", ["order": "#7"]).outcome == .taken)
  }

  @Test func theOrderThatIsShownIsTheOneThatCounts() throws {
    let room = try ordered()
    try room.send("Jane", "order.created", by: "store", ["order": "#8", "products": "Tee"])
    try room.send("Jane", "order.cancelled", by: "store", ["order": "#8"])
    #expect(try row(room)["Order"] == "ordered")
    try room.send("Jane", "order.cancelled", by: "store", ["order": "#7"])
    #expect(try row(room)["Order"] == "cancelled" && row(room)["Stage"] == "To order")
  }

  // MARK: What it costs

  @Test func ordersThatDoNotSayWhatTheyCostAreNamed() throws {
    let room = try ordered("Mug, Tee")
    let calculation = try Calculation(facts(room), .init(currency: .usd))
    #expect(calculation.text("spend") == "n/a")
    #expect(calculation.reason("spend") == "1 of 1 orders does not say what it costs: `#7` of Jane")
    try room.send("Jane", "order.fulfilled", by: "store", ["order": "#7", "cost": "7 USD"])
    #expect(try Calculation(facts(room), .init(currency: .usd)).text("product") != "n/a")
  }

  // MARK: Days that are over

  @Test func anOfferDoesNotHoldUntilADayThatIsOver() throws {
    let room = try room()
    try room.send("Jane", "proposal.submitted", ["price": "5 USD"])
    let reply = try room.send(
      "Jane", "proposal.countered", by: "influencer", ["price": "9 USD", "until": "2026-02-28"])
    #expect(reply.outcome == .setAside)
    #expect(reply.reason == "`until`: 2026-02-28 is over; an offer holds until 2026-03-01 at least")
    let today = try room.send(
      "Jane", "proposal.countered", by: "influencer", ["price": "9 USD", "until": "2026-03-01"])
    #expect(today.outcome == .taken)
  }

  @Test func whatWasNegotiatedHasNoLastDayAnyMore() throws {
    let room = try room()
    func until() throws -> String {
      let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Proposals")
      let place = try #require(sheet.columns.firstIndex { $0.heading == "Offer until" })
      return sheet.rows[0][place].plainText
    }
    try room.send("Jane", "proposal.submitted", ["price": "5 USD"])
    try room.send("Jane", "proposal.countered", by: "influencer", ["price": "9 USD", "until": "2026-03-02"])
    #expect(try until() == "2026-03-02")
    try room.send("Jane", "proposal.negotiated", ["price": "7 USD"])
    #expect(try until() == "")
    #expect(try room.problems() == [])
  }

  @Test func aCodeThatEndsInThePastIsSaid() throws {
    let room = try room(["discount_group": "X"], groups: { try $0.group("X", pattern: "[first_name]10") })
    try room.accept("Jane")
    let reply = try room.send("Jane", "discount.adjusted", ["ends": "2026-02-01"])
    #expect(reply.reason == "2026-02-01 is over: from now on the code counts nothing that is sold")
    #expect(try room.send("Jane", "discount.adjusted", ["ends": "2026-05-01"]).reason == "")
  }

  @Test(arguments: [("2026-02-27", false), ("2026-02-28", true), ("2026-03-01", true)])
  func aGroupDoesNotEndBeforeItBegins(_ day: String, _ isTaken: Bool) throws {
    let room = try Room()
    let made = refusal {
      try room.make("X", of: "discount", pattern: "[first_name]") { $0.ends = Int64(CalendarDate(day)!.days) }
    }
    #expect((made == nil) == isTaken, "\(made ?? "")")
    if !isTaken { #expect(made?.contains("\(day) is over, so the discounts of `X` would end before") == true) }
  }

  // MARK: Details

  @Test(arguments: [
    ("most_products", "-3", "`most_products`: it counts products"), ("most_products", "1.5", "it counts products"),
    ("gifts", "Nope", "`gifts`: no product or collection is called `Nope`"), ("gifts", "Mug, Mugg", "write `Mug`"),
  ]) func aDetailThatCannotBeIsRefused(_ name: String, _ value: String, _ words: String) throws {
    let room = try room()
    let said = refusal {
      try room.engine.transaction { () throws(EngineError) in
        try room.engine.setDetails([.init(name: name, text: value)], of: room.campaign)
      }
    }
    #expect(said?.contains(words) == true, "\(said ?? "taken")")
  }
}
