import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// A tracking number is that of one parcel, and a parcel is of an order.
@Suite struct OneParcelTests {
  /// Jane and Leo were accepted with a mug each and have an order; `1Z` is Jane's.
  private func room() throws -> Room {
    let room = try Room.packing(people: ["Jane", "Leo", "Zoe"], accepted: ["Jane", "Leo"])
    try room.send("Jane", "order.created", ["order": "#1"])
    try room.send("Leo", "order.created", ["order": "#2"])
    try room.send("Jane", "shipment.sent", ["shipment": "1Z"])
    return room
  }

  @Test(arguments: ["manager", "carrier"], ["sent", "moved", "delivered", "returned", "failed"])
  func aParcelOfSomebodyElseIsNotTakenFor(_ role: String, _ status: String) throws {
    let room = try room()
    let reply = try room.send("Leo", "shipment.\(status)", by: role, ["shipment": "1Z"])
    #expect(
      reply.reason
        == "the parcel `1Z` is that of `Jane` already, of the order `#1`, and a tracking number is that of one parcel: correct it; if it is not theirs, take it from them first: `return jane@example.com \"1Z\"`"
    )
    #expect(try reply.outcome == .setAside && room.packed() == ["Mug,#1,ordered,sent,1Z", "Mug,#2,ordered,,"])
    #expect(try room.problems() == [])
  }

  @Test func whatCameBackIsTakenForSomebodyElse() throws {
    let room = try room()
    try room.send("Jane", "shipment.returned", ["shipment": "1Z"])
    #expect(try room.send("Leo", "shipment.sent", ["shipment": "1Z"]).outcome == .taken)
    #expect(try room.packed().last == "Mug,#2,ordered,sent,1Z")
    // It is Leo's now.
    #expect(try room.send("Jane", "shipment.sent", by: "carrier", ["shipment": "1Z"]).outcome == .setAside)
    #expect(try room.problems() == [])
  }

  @Test func theParcelOfWhoeverWasForgottenStaysTheirs() throws {
    let room = try room()
    try Directory(room.engine).forget(room.people["Jane"]!)
    let reply = try room.send("Leo", "shipment.sent", by: "carrier", ["shipment": "1Z"])
    #expect(reply.outcome == .setAside && reply.reason.hasPrefix("the parcel `1Z` is that of `influencer 1` already"))
    #expect(try room.send("Jane", "shipment.delivered", by: "carrier", ["shipment": "1Z"]).outcome == .taken)
    #expect(try room.packed()[0].contains("delivered"))
    // A file may name its order still.
    let own = try room.row("Jane")
    let order = try #require(try room.engine.parcel("1Z", of: own)?.order)
    #expect(try room.engine.isCalled("1", order, of: own) && !room.engine.isCalled("#2", order, of: own))
    #expect(try room.engine.unknownOrder("#1", of: own) == nil && room.engine.unknownOrder("#9", of: own) != nil)
    #expect(try room.problems() == [])
  }

  // MARK: By hand

  @Test(arguments: ["sent", "delivered", "returned", "moved", "failed"])
  func nothingIsToldByHandOfAParcelOfWhoeverHasNoOrder(_ status: String) throws {
    let room = try room()
    let reply = try room.send("Zoe", "shipment.\(status)", ["shipment": "Z1"])
    #expect(
      reply.reason
        == "they have no order that could be sent, and no line of the workflow waits for a parcel in `\(try room.engine.definition(room.row("Zoe").definition).titles(room.row("Zoe").state)[0])`; record the order first, with `order`"
    )
    #expect(reply.outcome == .setAside)
    // A carrier tells what has happened.
    #expect(try room.send("Zoe", "shipment.\(status)", by: "carrier", ["shipment": "Z1"]).outcome == .handled)
    #expect(try room.send("Zoe", "shipment.\(status)", ["shipment": "Z1"]).outcome == .handled)
  }

  @Test(arguments: [
    "stage here in \"Progress\"\n  on shipment.sent go to over\nend\nfinal over\n",
    "on shipment.sent owe 1 USD for \"packing\"\n",
  ])
  func whereALineListensNobodyNeedsAnOrder(_ text: String) throws {
    let room = try Room(text)
    #expect(try room.send("Jane", "shipment.sent", ["shipment": "1Z"]).outcome == .taken)
    #expect(try room.send("Jane", "shipment.delivered", ["shipment": "1Z"]).outcome != .setAside)
  }

  @Test func whatWasNotSentDoesNotComeBackByHand() throws {
    let room = try room()
    let reply = try room.send("Leo", "shipment.returned")
    #expect(
      reply.reason
        == "nothing of the order `#2` was sent yet, so nothing of it comes back; if it is out, tell that first: `ship leo@example.com order \"#2\"`; if it is not to be sent any more: `cancel order leo@example.com \"#2\"`"
    )
    #expect(try reply.outcome == .setAside && room.left() == [8, 10])
    // What was packed may have gone without a word.
    try room.send("Leo", "order.fulfilled", ["order": "#2"])
    #expect(try room.send("Leo", "shipment.returned").reason.hasPrefix("the order `#2` is returned"))
    #expect(try room.left() == [9, 10])
  }

  @Test func behindAParcelThatCameBackANumberMustBeTold() throws {
    let room = try room()
    try room.send("Jane", "shipment.returned", ["shipment": "1Z"])
    try room.send("Jane", "order.created", ["order": "#3"])
    let reply = try room.send("Jane", "shipment.delivered", ["shipment": "9X"])
    #expect(
      reply.reason
        == "no parcel `9X` of theirs is known; theirs came back: `1Z`; if it is one more, tell first that it was sent: `ship jane@example.com \"9X\"`"
    )
    #expect(reply.outcome == .setAside)
    let back = try room.send("Jane", "shipment.returned")
    #expect(back.reason.hasPrefix("`1Z` is back already, and nothing of the order `#3` was sent yet"), "\(back.reason)")
  }

  @Test func aParcelThatWasToldBeforeItsOrderIsNamedWithIt() throws {
    let room = try Room.packing(people: ["Jane"])
    try room.send("Jane", "shipment.sent", by: "carrier", ["shipment": "1Z"])
    let reply = try room.send("Jane", "order.created", ["order": "#1"])
    #expect(try room.packed() == ["Mug,#1,ordered,sent,1Z"])
    #expect(
      reply.reason
        == "`1Z`, which was told as sent before, is the parcel of it; the workflow waits to hear that still: `ship jane@example.com \"1Z\"`",
      "\(reply.reason)")
    func notes() throws -> [String] { try WorkRoom(room.engine, campaign: room.campaign).sheet("Fulfillment").notes }
    #expect(
      try notes().last
        == "told before its order, so that the stage waits for it still: `ship jane@example.com \"1Z\"`")
    #expect(try room.send("Jane", "shipment.sent", ["shipment": "1Z"]).outcome == .taken)
    #expect(try notes().count == 1)
  }

  @Test func whatStaysIsNamedSoThatItCanBeTyped() throws {
    let room = try room()
    #expect(
      try room.send("Jane", "influencer.withdrew").reason.contains(
        "once it is back: `order returned jane@example.com \"#1\"`"))
  }
}
