import Testing
import Workroom
import WorkroomEngine
import WorkroomMetrics
import WorkroomStore
import WorkroomValues

/// Products: what may be chosen, what orders hold and cost, and what is left.
@Suite struct ProductTests {
  private func room(_ details: [String: String] = [:]) throws -> Room {
    let room = try Room(
      "", details: ["gifts": "Skin, Mug"].merging(details) { $1 }, people: ["Jane", "Leo"])
    for (name, variant, collection, cost, msrp, stock) in [
      ("Serum", "30 ml", "Skin", 400, 2_000, 3), ("Serum", "50 ml", "Skin", 600, 3_000, nil),
      ("Mug", "", "", 100, 800, 1),
      ("Tee", "", "Wear", nil, nil, nil),
    ] as [(String, String, String, Int64?, Int64?, Int64?)] {
      var row = ProductRow(name: name, currency: Int64(Currency.usd.packed))
      (row.variant, row.collection, row.cost, row.msrp, row.inventory) = (variant, collection, cost, msrp, stock)
      row.shipping = 250
      let product = row
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.asking { (store) throws(StoreError) in try store.write(product) }
      }
    }
    return room
  }

  private func propose(_ room: Room, _ products: String, _ name: String = "Jane") throws -> String {
    let reply = try room.send(name, "proposal.submitted", by: "influencer", ["price": "1 USD", "products": products])
    return reply.outcome == .taken ? "" : reply.reason
  }

  private func left(_ room: Room, _ label: String) throws -> Int64? {
    try room.engine.stock(of: try #require(try room.engine.store.product(label)))
  }

  @Test func whatIsChosenIsOfferedKnownAndThere() throws {
    let room = try room()
    #expect(try propose(room, "Serum").hasSuffix("write one of `Serum / 30 ml`, `Serum / 50 ml`"))
    #expect(try propose(room, "Tee").contains("this campaign does not offer `Tee`"))
    #expect(try propose(room, "Mugg").contains("write `Mug`"))
    #expect(try propose(room, "Mug x 2") == "`products`: 1 of `Mug` are left, and 2 are asked for")
    #expect(try propose(room, "Mug, Mug") == "`products`: 1 of `Mug` are left, and 2 are asked for")
    #expect(try propose(room, "Mug x 1001").contains("has 1 to 1000"))
    #expect(try propose(room, "mug, Serum / 50 ml x 1000") == "")
  }

  @Test func aChoiceHasALimitOfNumberAndOfValue() throws {
    let room = try room(["most_products": "2", "most_product_value": "40 USD"])
    #expect(try propose(room, "Serum / 30 ml x 3").contains("3 are chosen, and `most_products` of the campaign is 2"))
    #expect(
      try propose(room, "Serum / 30 ml, Serum / 50 ml").contains("worth 50.00 USD together, and `most_product_value`"))
    #expect(try propose(room, "Serum / 30 ml x 2") == "")
  }

  @Test func anOrderHoldsWhatWasChosenAndItsCostIsSpend() throws {
    let room = try room()
    _ = try propose(room, "Serum / 30 ml x 2, Mug")
    try room.send("Jane", "proposal.accepted")
    #expect(try left(room, "Mug") == 1)
    try room.send("Jane", "order.drafted", by: "store", ["order": "#1"])
    #expect(try left(room, "Mug") == 1)
    try room.send("Jane", "order.created", by: "store", ["order": "#1"])
    #expect(try left(room, "Mug") == 0 && left(room, "Serum / 30 ml") == 1)
    #expect(try propose(room, "Mug", "Leo") == "`products`: 0 of `Mug` are left, and 1 are asked for")
    var costs: [Int128] = []
    try CampaignFigures(room.engine, campaign: room.campaign, basis: .everybody).each { (one) throws(EngineError) in
      costs += [one.facts[.product].sum, one.facts[.shipping].sum]
      return true
    }
    #expect(costs == [900, 750, 0, 0])
    #expect(try room.problems() == [])
  }

  @Test(arguments: ["order.cancelled", "order.returned"])
  func whatIsCancelledOrReturnedIsThereAgain(_ event: String) throws {
    let room = try room()
    _ = try propose(room, "Mug")
    try room.send("Jane", "proposal.accepted")
    try room.send("Jane", "order.created", by: "store", ["order": "#1"])
    // Which order is meant is clear.
    try room.send("Jane", event, by: "store")
    #expect(try left(room, "Mug") == 1)
    #expect(try propose(room, "Mug", "Leo") == "")
    #expect(try room.problems() == [])
  }

  @Test func anOrderThatComesTwiceUnderOneKeyGetsItsFirstAnswer() throws {
    let room = try room()
    _ = try propose(room, "Mug")
    try room.send("Jane", "proposal.accepted")
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "#1"], key: "o1").outcome == .taken)
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "#1"], key: "o1").outcome == .repeated)
    #expect(try left(room, "Mug") == 0)
  }

  @Test func withoutProductsAListIsAText() throws {
    let room = try Room("")
    let reply = try room.send("Jane", "proposal.submitted", ["price": "1 USD", "products": "Anything"])
    #expect(reply.outcome == .taken)
  }

  @Test func aParcelKeepsItsNumberWhenItIsDeliveredWithoutOne() throws {
    let room = try room()
    try room.accept("Jane")
    try room.send("Jane", "order.created", by: "store", ["order": "#1"])
    try room.send("Jane", "shipment.sent", by: "carrier", ["shipment": "1Z999"])
    func shown() throws -> [String] {
      let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment")
      return try ["Shipment", "Tracking"].map { name in
        sheet.rows[0][try #require(sheet.columns.firstIndex { $0.heading == name })].plainText
      }
    }
    try room.send("Jane", "shipment.moved", by: "carrier", ["where": "out_for_delivery"])
    #expect(try shown() == ["out for delivery", "1Z999"])
    try room.send("Jane", "shipment.delivered", by: "carrier")
    #expect(try shown() == ["delivered", "1Z999"])
    #expect(try room.problems() == [])
  }

  @Test func aStockThatTheLogDoesNotTellIsFound() throws {
    let room = try room()
    _ = try propose(room, "Mug")
    try room.send("Jane", "proposal.accepted")
    try room.send("Jane", "order.created", by: "store", ["order": "#1"])
    try room.engine.store.database.exec("UPDATE order_line SET quantity = 7")
    #expect(try room.problems() == ["what the orders of participation 1 of `Spring` hold is not what its log gives"])
  }
}
