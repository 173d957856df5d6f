import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Parcels that were told of the wrong order, or by a number that nobody knows.
@Suite struct MovedParcelTests {
  /// `#8` and `#9` of Jane, sent as `P1` and `P2`.
  private func sent() throws -> Room {
    let room = try Room.packing()
    try room.send("Jane", "order.created", ["order": "#8"])
    try room.send("Jane", "order.created", ["order": "#9", "products": "Cap"])
    try room.send("Jane", "shipment.sent", ["shipment": "P1"])
    try room.send("Jane", "shipment.sent", ["shipment": "P2", "order": "#9"])
    return room
  }

  @Test(arguments: ["sent", "delivered", "returned"])
  func aParcelIsOfOneOrderOnly(_ status: String) throws {
    let room = try sent()
    let before = try room.packed()
    #expect(before == ["Mug,#8,ordered,sent,P1", "Cap,#9,ordered,sent,P2"])
    let reply = try room.send("Jane", "shipment.\(status)", ["shipment": "P2", "order": "#8"])
    let typed = ["sent": "ship", "delivered": "deliver", "returned": "return"][status] ?? ""
    #expect(
      reply.reason
        == "`P2` is the parcel of the order `#9`; that of the order `#8` has a number of its own; to move it, send the line for them alone and agree when you are asked: `\(typed) jane@example.com \"P2\" order \"#8\"`"
    )
    #expect(try reply.outcome == .setAside && room.packed() == before && room.left() == [9, 9])
    // Of its own order it can be told again.
    #expect(try room.send("Jane", "shipment.\(status)", ["shipment": "P2", "order": "#9"]).outcome != .setAside)
    #expect(try room.problems() == [])
  }

  @Test(arguments: ["sent", "moved", "delivered"])
  func aCarrierMovesNoParcelWithoutAWord(_ status: String) throws {
    let room = try sent()
    let reply = try room.send("Jane", "shipment.\(status)", by: "carrier", ["shipment": "P2", "order": "#8"])
    let typed = status == "delivered" ? "deliver" : "ship"
    #expect(
      reply.reason
        == "`P2` is the parcel of the order `#9`, and is told here of the order `#8`; only a person moves a parcel: `\(typed) jane@example.com \"P2\" order \"#8\"`"
    )
    #expect(try reply.outcome == .setAside && room.packed() == ["Mug,#8,ordered,sent,P1", "Cap,#9,ordered,sent,P2"])
    // Whoever speaks for the carrier is asked like anybody else.
    #expect(reply.question?.hasPrefix("`P2` is told of as the parcel of the order `#9`") == true)
  }

  // MARK: Moved on purpose

  private func agreed(
    _ room: Room, _ event: String, _ payload: [String: String]
  ) throws -> WorkroomEngine.Reply {
    var command = room.command("Jane", event, payload)
    command.isAgreed = true
    return try room.send([command])[0]
  }

  @Test func aParcelIsMovedOnceSomebodyAgreesAndStaysThere() throws {
    let room = try sent()
    let wrong = ["shipment": "P2", "order": "#8"]
    let asked = try room.send("Jane", "shipment.sent", wrong).question
    #expect(
      asked
        == "`P2` is told of as the parcel of the order `#9`; is it that of the order `#8` instead, and `P1` that of the order `#9`?"
    )
    let reply = try agreed(room, "shipment.sent", wrong)
    #expect(
      reply.reason
        == "`P2` is the parcel of the order `#8` now, and no longer of the order `#9`, and `P1` that of the order `#9`")
    #expect(try room.packed() == ["Mug,#8,ordered,sent,P2", "Cap,#9,ordered,sent,P1"] && room.left() == [9, 9])
    // Later events name no order, and the parcel stays where it is.
    try room.send("Jane", "shipment.moved", by: "carrier", ["shipment": "P2"])
    try room.send("Jane", "shipment.delivered", ["shipment": "P2"])
    #expect(try room.packed() == ["Mug,#8,ordered,delivered,P2", "Cap,#9,ordered,sent,P1"])
    let back = try room.send("Jane", "shipment.returned", by: "carrier", ["shipment": "P2"])
    #expect(back.reason == "the order `#8` is returned, and its products are in stock again")
    #expect(try room.left() == [10, 9] && room.packed() == ["Cap,#9,ordered,sent,P1"])
    #expect(try room.problems() == [])
  }

  @Test func whatWasMovedIsMovedBack() throws {
    let room = try sent()
    let moved = try agreed(room, "shipment.sent", ["shipment": "P2", "order": "#8"])
    let log = try #require(try room.engine.store.row(moved.log))
    guard case .event(let path, let values) = try Compensation.of(log, room.engine) else {
      Issue.record("nothing moves it back")
      return
    }
    let said = Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.text) })
    #expect(path == "shipment.sent" && said == ["shipment": "P2", "order": "#9"])
    _ = try agreed(room, path, said)
    #expect(try room.packed() == ["Mug,#8,ordered,sent,P1", "Cap,#9,ordered,sent,P2"])
    #expect(try room.problems() == [])
    // What told more than that is not taken back by it.
    let arrived = try agreed(room, "shipment.delivered", ["shipment": "P2", "order": "#8"])
    guard case .none = try Compensation.of(try #require(try room.engine.store.row(arrived.log)), room.engine) else {
      Issue.record("an arrival is taken back")
      return
    }
  }

  @Test func whatWasDeliveredIsMovedAsDelivered() throws {
    let room = try sent()
    try room.send("Jane", "shipment.delivered", ["shipment": "P2"])
    let reply = try agreed(room, "shipment.sent", ["shipment": "P2", "order": "#8"])
    #expect(
      reply.reason
        == "`P2` was delivered, as the parcel of the order `#9`; where it is that of the order `#8`: `deliver jane@example.com \"P2\" order \"#8\"`"
    )
    #expect(reply.outcome == .setAside)
    #expect(
      try agreed(room, "shipment.delivered", ["shipment": "P2", "order": "#8"]).outcome != .setAside)
    #expect(try room.packed() == ["Mug,#8,ordered,delivered,P2", "Cap,#9,ordered,sent,P1"])
  }

  // MARK: Numbers that nobody told

  @Test(arguments: ["delivered", "moved", "failed"])
  func nothingIsToldByHandOfANumberThatNobodyTold(_ status: String) throws {
    let room = try sent()
    let reply = try room.send("Jane", "shipment.\(status)", ["shipment": "PX"])
    let typed = ["delivered": "deliver", "moved": "shipment moved", "failed": "shipment failed"][status] ?? ""
    #expect(
      reply.reason
        == "no parcel `PX` of theirs is known; theirs on the way or delivered is `P1`, `P2`: `\(typed) jane@example.com \"P2\"`; if it is one more, tell first that it was sent: `ship jane@example.com \"PX\"`"
    )
    #expect(try reply.outcome == .setAside && room.packed() == ["Mug,#8,ordered,sent,P1", "Cap,#9,ordered,sent,P2"])
    // A carrier knows its own numbers.
    #expect(
      try room.send("Jane", "shipment.\(status)", by: "carrier", ["shipment": "PX"]).outcome != .setAside)
  }

  @Test func aNumberThatNobodyToldBringsNothingBackByHand() throws {
    let room = try sent()
    let reply = try room.send("Jane", "shipment.returned", ["shipment": "PX"])
    #expect(
      reply.reason
        == "no parcel `PX` of theirs is known; theirs on the way or delivered is `P1`, `P2`: `return jane@example.com \"P2\"`"
    )
    #expect(try reply.outcome == .setAside && room.left() == [9, 9])
    #expect(
      try room.send("Jane", "shipment.returned", ["shipment": "P2"]).reason.hasPrefix("the order `#9` is returned"))
    #expect(try room.left() == [9, 10])
    #expect(try room.problems() == [])
  }

  @Test func aParcelOfWhichNothingWasToldComesBack() throws {
    let room = try Room.packing()
    try room.send("Jane", "order.created", ["order": "#8"])
    let parcel = ["shipment": "PX"]
    #expect(
      try room.send("Jane", "shipment.returned", parcel).reason.hasPrefix("nothing of the order `#8` was sent yet"))
    #expect(try room.send("Jane", "shipment.returned", by: "carrier", parcel).outcome != .setAside)
    #expect(try room.left() == [10, 10])
  }
}
