import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What is a tracking number, and which order a parcel is of once that order was made anew.
@Suite struct ParcelNumberTests {
  /// Jane and Leo were accepted with a mug each and have an order.
  private func room() throws -> Room {
    let room = try Room.packing(people: ["Jane", "Leo", "Zoe"], accepted: ["Jane", "Leo"])
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Leo", "order.created", ["order": "#2"])
    return room
  }

  /// Sends what somebody types.
  private func type(
    _ room: Room, _ name: String, _ event: String, by role: String = "manager", _ payload: [String: String]
  ) throws -> WorkroomEngine.Reply {
    var command = room.command(name, event, by: role, payload)
    command.source = .console
    return try room.send([command])[0]
  }

  @Test(arguments: ["t1", " T1", "t1 "])
  func smallLettersAndBlanksMakeNoOtherParcel(_ written: String) throws {
    let room = try room()
    try room.send("Jane", "shipment.sent", ["shipment": written])
    #expect(try room.packed() == ["Mug,#1,ordered,sent,T1", "Mug,#2,ordered,,"])
    try room.send("Jane", "shipment.delivered", by: "carrier", ["shipment": "T1"])
    #expect(try room.packed()[0] == "Mug,#1,ordered,delivered,T1")
    let other = try room.send("Leo", "shipment.sent", by: "carrier", ["shipment": written])
    #expect(other.outcome == .setAside && other.reason.hasPrefix("the parcel `T1` is that of `Jane` already"))
    try Directory(room.engine).forget(room.people["Jane"]!)
    #expect(try room.send("Leo", "shipment.sent", by: "carrier", ["shipment": written]).outcome == .setAside)
    #expect(try room.problems() == [])
  }

  @Test func aBlankIsNoTrackingNumber() throws {
    let reply = try room().send("Jane", "shipment.sent", ["shipment": " "])
    #expect(
      reply.reason == "`shipment` is blank; write the tracking number of the parcel, or leave it out", "\(reply)")
  }

  @Test(arguments: ["#1", "1"])
  func theNumberOfAnOrderIsNoTrackingNumber(_ number: String) throws {
    let room = try room()
    let own = try room.send("Jane", "shipment.sent", ["shipment": number])
    #expect(
      own.reason
        == "`\(number)` is the number of their order, and no tracking number; with that: `ship jane@example.com \"NUMBER\" order \"#1\"`; without one: `ship jane@example.com order \"#1\"`"
    )
    let other = try room.send("Leo", "shipment.sent", ["shipment": number])
    #expect(
      other.reason
        == "`\(number)` is the number of the order of `Jane`, and no tracking number; write that of the parcel, or leave it out: `ship leo@example.com`"
    )
    #expect(try [own, other].allSatisfy { $0.outcome == .setAside } && room.packed()[0] == "Mug,#1,ordered,,")
    // A shop may number its parcels like that.
    #expect(try room.send("Jane", "shipment.sent", by: "store", ["shipment": number]).outcome == .taken)
  }

  @Test func whoeverTypesForTheStoreIsAskedForTheOrderToo() throws {
    let room = try room()
    let reply = try type(room, "Zoe", "shipment.sent", by: "store", ["shipment": "Z1"])
    #expect(reply.outcome == .setAside && reply.reason.hasPrefix("they have no order that could be sent"))
    #expect(try room.send("Zoe", "shipment.sent", by: "store", ["shipment": "Z1"]).outcome == .handled)
  }

  @Test func anOrderThatWasNotSentDoesNotComeBackByHand() throws {
    let room = try room()
    let reply = try room.send("Leo", "order.returned", ["order": "#2"])
    #expect(
      reply.reason
        == "nothing of the order `#2` was sent yet, so nothing of it comes back; if it is out, tell that first: `ship leo@example.com order \"#2\"`; if it is not to be sent any more: `cancel order leo@example.com \"#2\"`"
    )
    #expect(try reply.outcome == .setAside && room.packed()[1] == "Mug,#2,ordered,,")
    #expect(try room.send("Leo", "order.returned", by: "store", ["order": "#2"]).outcome != .setAside)
  }

  // MARK: Made anew

  /// Also once the shop has packed the new order, or the carrier tells of the old parcel again.
  @Test(arguments: ["90", ""])
  func theParcelOfBeforeIsNoneOfTheOrderThatWasMadeAnew(_ parcel: String) throws {
    let room = try room()
    let number = parcel.isEmpty ? [:] : ["shipment": parcel]
    try room.send("Jane", "shipment.sent", number)
    try room.send("Jane", "order.returned", ["order": "#1"])
    try room.send("Jane", "order.created", ["order": "#1", "products": "Cap"])
    #expect(try room.packed()[0] == "Cap,#1,ordered,,")
    try room.send("Jane", "order.fulfilled", by: "store", ["order": "#1"])
    #expect(try room.packed()[0] == "Cap,#1,fulfilled,,")
    if !parcel.isEmpty {
      let known = try #require(try room.engine.parcel(parcel, of: room.row("Jane")))
      #expect(known.order?.name == "#1")
      try room.send("Jane", "shipment.moved", by: "carrier", number)
      #expect(try room.packed()[0] == "Cap,#1,fulfilled,,")
    }
    try room.send("Jane", "shipment.sent", ["shipment": "91"])
    #expect(try room.packed()[0] == "Cap,#1,fulfilled,sent,91")
    #expect(try room.problems() == [])
  }

  @Test func whatIsSentOnceMoreUnderItsNumberIsOfTheNewOrder() throws {
    let room = try room()
    try room.send("Jane", "shipment.sent", ["shipment": "P90"])
    try room.send("Jane", "order.returned", ["order": "#1"])
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Jane", "shipment.sent", ["shipment": "P90"])
    #expect(try room.packed()[0] == "Mug,#1,ordered,sent,P90")
    #expect(try room.problems() == [])
  }

  // MARK: Erased

  @Test(arguments: ["order.created": "order", "shipment.sent": "shipment", "conversion.recorded": "conversion"])
  func whatStandsForAnErasedNameIsNoName(_ event: String, _ value: String) throws {
    let room = try room()
    let reply = try room.send("Jane", event, by: "store", [value: "(erased)"])
    #expect(reply.outcome == .setAside)
    if event != "conversion.recorded" {
      #expect(
        reply.reason.hasPrefix("`\(value)`: `(erased)` stands where a name was erased, and is the name of nothing"))
    }
    #expect(try room.packed() == ["Mug,#1,ordered,,", "Mug,#2,ordered,,"])
  }
}
