import Testing
import Workroom
import WorkroomEngine
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// Several orders of one person: which parcel is of which, what comes back with it, and what packing lists show.
@Suite struct ParcelTests {
  private func room() throws -> Room { try .packing(people: ["Jane", "Leo"]) }

  private func shown(_ room: Room) throws -> [[String]] {
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment")
    return sheet.rows.map { $0[2...6].map(\.plainText) }
  }

  @Test func eachOrderIsARowUntilItIsOver() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    #expect(try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"]).outcome == .handled)
    #expect(try room.packed() == ["Mug,#1,ordered,,", "Cap,#2,ordered,,"])
    #expect(try shown(room) == [["Mug", "#1", "ordered", "", ""], ["Cap", "#2", "ordered", "", ""]])
    try room.send("Jane", "order.cancelled", ["order": "#1"])
    #expect(try room.packed() == ["Cap,#2,ordered,,"])
    #expect(try shown(room) == [["Cap", "#2", "ordered", "", ""]])
  }

  @Test func eachParcelOfAnOrderIsShown() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    for parcel in ["T1", "T2"] { try room.send("Jane", "shipment.sent", ["shipment": parcel, "order": "#1"]) }
    #expect(try shown(room) == [["Mug", "#1", "ordered", "sent", "T1, T2"]])
    try room.send("Jane", "shipment.delivered", ["shipment": "T2"])
    #expect(try shown(room) == [["Mug", "#1", "ordered", "sent, delivered", "T1, T2"]])
  }

  @Test func aParcelThatComesBackBringsBackWhatWasInIt() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "shipment.delivered")
    try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"])
    let reply = try room.send("Jane", "shipment.returned")
    #expect(reply.reason == "the order `#1` is returned, and its products are in stock again")
    #expect(try room.left() == [10, 9])
    #expect(try room.packed() == ["Cap,#2,ordered,,"])
    // The next parcel without a number is that of the order that is left.
    try room.send("Jane", "shipment.sent")
    #expect(try room.packed() == ["Cap,#2,ordered,sent,"])
    #expect(try room.send("Jane", "shipment.returned").reason.hasPrefix("the order `#2` is returned"))
    #expect(try room.left() == [10, 10])
    #expect(try room.problems() == [])
  }

  @Test func aParcelThatNamesItsOrderIsOfThatOne() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"])
    #expect(try room.send("Jane", "shipment.sent", ["shipment": "T2", "order": "2"]).outcome != .setAside)
    #expect(try room.packed() == ["Mug,#1,ordered,,", "Cap,#2,ordered,sent,T2"])
    try room.send("Jane", "shipment.sent", ["shipment": "T1"])
    #expect(try room.packed() == ["Mug,#1,ordered,sent,T1", "Cap,#2,ordered,sent,T2"])
    try room.send("Jane", "shipment.delivered", by: "carrier", ["order": "#2"])
    #expect(try room.packed() == ["Mug,#1,ordered,sent,T1", "Cap,#2,ordered,delivered,T2"])
    let unknown = try room.send("Jane", "shipment.sent", ["shipment": "T3", "order": "#3"])
    #expect(unknown.reason == "no order `#3` of theirs is known; theirs is `#1`, `#2`")
    // Only what was not sent is cancelled with the proposal.
    try room.send("Jane", "order.created", ["order": "#4", "products": "Cap"])
    let reply = try room.send("Jane", "proposal.deleted")
    let deleted = reply.reason
    #expect(deleted.contains("`#1` is packed or sent already") && deleted.contains("`#2` is packed or sent already"))
    #expect(deleted.hasSuffix("the order `#4` is cancelled, and its products are in stock again"))
    // The shop was to send it, so it is told, wherever the parcels of the others are.
    #expect(try room.stages("Jane") == ["withdrawn"] && cancellations(room, reply) == 1)
    #expect(try room.packed().count == 2 && room.left() == [9, 9])
    #expect(try room.problems() == [])
  }

  /// How many messages of an answer ask the shop to cancel an order.
  private func cancellations(_ room: Room, _ reply: WorkroomEngine.Reply) throws -> Int64 {
    try room.engine.store.waitingCount(ofLog: reply.log, kinds: [Int64(Effect.Kind.cancelOrder.rawValue)])
  }

  @Test(arguments: ["sent", "delivered"])
  func whereEverythingIsSentTheShopIsNotAsked(_ status: String) throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "shipment.sent", ["shipment": "T1"])
    try room.send("Jane", "shipment.\(status)", ["shipment": "T1"])
    #expect(try cancellations(room, room.send("Jane", "proposal.deleted")) == 0)
    #expect(try room.problems() == [])
  }

  @Test func aStageThatCancelsNoOrderSaysSo() throws {
    let room = try Room.packing(
      """
      campaign
        gifts  product list  optional
      end
      stage proposed in "Proposals"
        on proposal.submitted restart
        on proposal.accepted go to ordered
      end
      stage ordered in "Fulfillment"
        on proposal.deleted cancel order
        on shipment.sent go to shipped
      end
      stage shipped in "Fulfillment"
        on proposal.deleted restart
      end
      final done

      """)
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "shipment.sent", ["shipment": "T1"])
    try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"])
    let reply = try room.send("Jane", "proposal.deleted")
    #expect(
      reply.reason.hasSuffix(
        "the order `#2` is cancelled, and its products are in stock again; no line of this stage asks the shop (`cancel order`), so tell it"
      ))
    #expect(try cancellations(room, reply) == 0)
  }

  @Test func aRowOfAFileFindsTheOrderThatItNames() throws {
    let room = try room()
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "shipment.delivered", ["shipment": "T1"])
    try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"])
    func said(_ order: String?) throws -> String? {
      switch try room.engine.orderOfParcel(room.row("Jane"), order: order, "T9") {
      case .order(let name): name
      case .reason(let reason): reason
      }
    }
    #expect(try said("#2") == "#2" && said(nil) == "#2")
    let sent = try said("#1")
    #expect(
      sent
        == "the order `#1` of `Jane` was delivered already, as `T1`; a second parcel of it is recorded with `ship jane@example.com shipment \"T9\" order \"#1\"`"
    )
    #expect(try room.engine.namesOrders(ofParcels: room.row("Jane")))
  }

  // MARK: Orders and parcels without a number

  @Test func whatIsOrderedBesideAnOrderWithoutANumberNeedsOne() throws {
    let room = try room()
    try room.send("Jane", "order.created")
    try room.send("Jane", "shipment.delivered")
    let second = try room.send("Jane", "order.created", ["products": "Cap"])
    #expect(
      second.reason
        == "`Jane` has an order already, which has no number yet: `order jane@example.com \"#7\"` gives it one, and one more order has a number of its own"
    )
    let renamed = try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"])
    #expect(
      renamed.reason
        == "`Jane` has an order of other products already, which has no number yet: give it the number that it has with `order jane@example.com \"NUMBER\"` first; then `#2` is one more"
    )
    #expect(try second.outcome == .setAside && renamed.outcome == .setAside && room.left() == [9, 10])
    #expect(try room.send("Jane", "order.created", ["order": "#1"]).reason == "the order that had no number is `#1`")
    #expect(try room.send("Jane", "order.created", ["order": "#2", "products": "Cap"]).outcome == .handled)
    #expect(try room.packed() == ["Mug,#1,ordered,delivered,", "Cap,#2,ordered,,"])
    let parcel = try room.send("Jane", "shipment.delivered")
    #expect(
      parcel.reason
        == "a parcel without a tracking number was delivered to `Jane` already; so that the one of the order `#2` can be told from it, say its own: `deliver jane@example.com shipment \"NUMBER\"`"
    )
    #expect(parcel.outcome == .setAside)
  }

  @Test func aParcelOfBeforeIsNoneOfANewOrder() throws {
    let room = try room()
    // Nothing was ordered yet when it was told.
    try room.send("Jane", "shipment.delivered", by: "carrier")
    try room.send("Jane", "order.created")
    #expect(try room.packed() == ["Mug,,ordered,,"])
    try room.send("Jane", "shipment.sent")
    #expect(try room.packed() == ["Mug,,ordered,sent,"])
    try room.send("Jane", "shipment.returned")
    #expect(try room.packed() == ["Mug,,returned,returned,"])
    try room.send("Jane", "order.created")
    #expect(try room.packed() == ["Mug,,ordered,,"])
    // A carrier may be faster than the shop.
    try room.send("Leo", "shipment.sent", by: "carrier", ["shipment": "T7"])
    try room.send("Leo", "order.created", by: "store", ["order": "#7", "products": "Cap"])
    #expect(try room.packed().last == "Cap,#7,ordered,sent,T7")
    #expect(try room.problems() == [])
  }

  @Test func whoWasNotAcceptedIsNotToldOfTheStock() throws {
    let room = try room()
    try room.send("Leo", "proposal.submitted", ["price": "1 USD", "products": "Mug"])
    let reply = try room.send("Leo", "order.created", ["products": "Mug x 11"])
    #expect(reply.reason == "nothing is ordered in `Proposed`: an order is for whoever was accepted")
  }
}
