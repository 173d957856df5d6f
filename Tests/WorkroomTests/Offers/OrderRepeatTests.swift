import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What is told again of an order or a parcel, otherwise than it is known.
@Suite struct OrderRepeatTests {
  /// The rows of `export orders`, which Fulfillment lists with the same products.
  private func packing(_ room: Room) throws -> [String] {
    let rows = try room.packed()
    let shown = try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment").rows.map { $0[2].plainText }
    #expect(shown == rows.map { $0.prefix { $0 != "," } }.map(String.init))
    return rows
  }

  // MARK: Products

  @Test func anOrderThatIsKnownIsNotGivenOtherProductsByHand() throws {
    let room = try Room.packing()
    try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"])
    let other = try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"])
    #expect(
      other.reason
        == "the order `#31` of `Jane` holds `Cap`, and what an order holds does not change; cancel it with `cancel order jane@example.com \"#31\"` and order anew with `order jane@example.com \"#31\" products Mug`, or make one more order: `order jane@example.com \"NUMBER\" products Mug` with a number of its own"
    )
    let packed = try room.send("Jane", "order.fulfilled", ["products": "Mug"])
    #expect(packed.reason == other.reason)
    #expect(try other.outcome == .setAside && packed.outcome == .setAside && room.left() == [10, 9])
    // The same again is harmless.
    #expect(try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"]).outcome != .setAside)
    #expect(try room.send("Jane", "order.fulfilled", ["products": "Cap"]).outcome != .setAside)
    #expect(try room.left() == [10, 9] && packing(room) == ["Cap,#31,fulfilled,,"])
    // What the refusal says works.
    #expect(try room.send("Jane", "order.cancelled", ["order": "#31"]).outcome != .setAside)
    #expect(try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"]).outcome != .setAside)
    #expect(try room.left() == [9, 10] && packing(room) == ["Mug,#31,ordered,,"])
    #expect(try room.problems() == [])
  }

  @Test func whatIsOnItsWayIsNotInStockAgainByAnotherOrder() throws {
    let room = try Room.packing()
    try room.send("Jane", "order.created", ["order": "#31", "products": "Cap"])
    try room.send("Jane", "shipment.sent", ["shipment": "L9"])
    let other = try room.send("Jane", "order.created", ["order": "#31", "products": "Mug"])
    #expect(
      other.reason
        == "the order `#31` of `Jane` holds `Cap`, and what an order holds does not change, as its parcel is out; one more order is `order jane@example.com \"NUMBER\" products Mug` with a number of its own"
    )
    #expect(try other.outcome == .setAside && room.left() == [10, 9])
  }

  @Test func whatAShopTellsOtherwiseIsWhatIsPacked() throws {
    let room = try Room.packing()
    for products in ["Cap", "Mug x 2"] {
      try room.send("Jane", "order.created", by: "store", ["order": "#31", "products": products])
    }
    try room.send("Jane", "order.fulfilled", by: "store", ["order": "#31"])
    #expect(try room.left() == [8, 10] && packing(room) == ["Mug x 2,#31,fulfilled,,"])
    #expect(try room.problems() == [])
  }
}
