import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What is told again of an order or a parcel, otherwise than it is known.
@Suite struct OrderRepeatTests {
  /// Jane was accepted; there are ten mugs and ten caps.
  private func room() throws -> Room {
    let room = try Room("", details: ["gifts": "Mug, Cap"], people: ["Jane"])
    for name in ["Mug", "Cap"] {
      var row = ProductRow(name: name, currency: Int64(Currency.usd.packed))
      (row.cost, row.shipping, row.inventory) = (100, 100, 10)
      let product = row
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.asking { (store) throws(StoreError) in try store.write(product) }
      }
    }
    try room.send("Jane", "proposal.submitted", ["price": "1 USD", "products": "Mug"])
    try room.send("Jane", "proposal.accepted")
    return room
  }

  /// How many mugs and caps are left.
  private func left(_ room: Room) throws -> [Int64?] {
    try ["Mug", "Cap"].map { name in
      try room.engine.stock(of: try #require(try room.engine.store.product(name)))
    }
  }

  /// Products, order, its status, that of its parcel and the tracking number, of each row of `export orders`.
  private func packing(_ room: Room) throws -> [String] {
    var rows: [String] = []
    let workRoom = try WorkRoom(room.engine, campaign: room.campaign)
    try workRoom.fulfillmentTable(ordersOnly: true).rows { cells in
      rows.append(cells.suffix(5).map(\.plainText).joined(separator: ","))
    }
    #expect(
      try workRoom.sheet("Fulfillment").rows.map { $0[2].plainText }
        == rows.map { $0.prefix { $0 != "," } }.map(String.init))
    return rows
  }

  // MARK: Products

  @Test func anOrderThatIsKnownIsNotGivenOtherProductsByHand() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"])
    let other = try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"])
    #expect(
      other.reason
        == "the order `#31` of `Jane` holds `Cap`, and what an order holds does not change; cancel it with `cancel order jane@example.com \"#31\"` and order anew with `order jane@example.com \"#31\" products Mug`, or make one more order: `order jane@example.com \"NUMBER\" products Mug` with a number of its own"
    )
    let packed = try room.send("Jane", "order.fulfilled", ["products": "Mug"])
    #expect(packed.reason == other.reason)
    #expect(try other.outcome == .setAside && packed.outcome == .setAside && left(room) == [10, 9])
    // The same again is harmless.
    #expect(try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"]).outcome != .setAside)
    #expect(try room.send("Jane", "order.fulfilled", ["products": "Cap"]).outcome != .setAside)
    #expect(try left(room) == [10, 9] && packing(room) == ["Cap,#31,fulfilled,,"])
    // What the refusal says works.
    #expect(try room.send("Jane", "order.cancelled", ["order": "#31"]).outcome != .setAside)
    #expect(try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"]).outcome != .setAside)
    #expect(try left(room) == [9, 10] && packing(room) == ["Mug,#31,ordered,,"])
    #expect(try room.problems() == [])
  }

  @Test func whatIsOnItsWayIsNotInStockAgainByAnotherOrder() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"])
    try room.send("Jane", "shipment.sent", ["shipment": "L9"])
    let other = try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"])
    #expect(
      other.reason
        == "the order `#31` of `Jane` holds `Cap`, and what an order holds does not change, as its parcel is out; one more order is `order jane@example.com \"NUMBER\" products Mug` with a number of its own"
    )
    #expect(try other.outcome == .setAside && left(room) == [10, 9])
  }

  @Test func whatAShopTellsOtherwiseIsWhatIsPacked() throws {
    let room = try room()
    for products in ["Cap", "Mug x 2"] {
      try room.send("Jane", "order.created", by: "store", ["order": "#31", "products": products])
    }
    try room.send("Jane", "order.fulfilled", by: "store", ["order": "#31"])
    #expect(try left(room) == [8, 10] && packing(room) == ["Mug x 2,#31,fulfilled,,"])
    #expect(try room.problems() == [])
  }

  // MARK: Parcels

  /// `#8` and `#9` of Jane, sent as `P1` and `P2`.
  private func sent() throws -> Room {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#8"])
    try room.send("Jane", "order.created", ["order": "#9", "products": "Cap"])
    try room.send("Jane", "shipment.sent", ["shipment": "P1"])
    try room.send("Jane", "shipment.sent", ["shipment": "P2", "order": "#9"])
    return room
  }

  @Test(arguments: ["sent", "delivered", "returned"])
  func aParcelIsOfOneOrderOnly(_ status: String) throws {
    let room = try sent()
    let before = try packing(room)
    #expect(before == ["Mug,#8,ordered,sent,P1", "Cap,#9,ordered,sent,P2"])
    let reply = try room.send("Jane", "shipment.\(status)", ["shipment": "P2", "order": "#8"])
    let typed = ["sent": "ship", "delivered": "deliver", "returned": "return"][status] ?? ""
    #expect(
      reply.reason
        == "`P2` is the parcel of the order `#9`; that of the order `#8` has a number of its own: `\(typed) jane@example.com shipment \"NUMBER\" order \"#8\"`"
    )
    #expect(try reply.outcome == .setAside && packing(room) == before && left(room) == [9, 9])
    // Of its own order it can be told again.
    #expect(try room.send("Jane", "shipment.\(status)", ["shipment": "P2", "order": "#9"]).outcome != .setAside)
    #expect(try room.problems() == [])
  }

  @Test func aNumberThatNobodyToldBringsNothingBackByHand() throws {
    let room = try sent()
    let reply = try room.send("Jane", "shipment.returned", ["shipment": "PX"])
    #expect(
      reply.reason
        == "no parcel `PX` of theirs is known; theirs on the way or delivered is `P1`, `P2`: `return jane@example.com \"P2\"`"
    )
    #expect(try reply.outcome == .setAside && left(room) == [9, 9])
    #expect(
      try room.send("Jane", "shipment.returned", ["shipment": "P2"]).reason.hasPrefix("the order `#9` is returned"))
    #expect(try left(room) == [9, 10])
    #expect(try room.problems() == [])
  }

  @Test func aParcelOfWhichNothingWasToldComesBack() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#8"])
    #expect(try room.send("Jane", "shipment.returned", ["shipment": "PX"]).outcome != .setAside)
    #expect(try left(room) == [10, 10])
  }
}
