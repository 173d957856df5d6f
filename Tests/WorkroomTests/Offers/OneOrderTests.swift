import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// The number of an order is that of one order, whoever tells of it.
@Suite struct OneOrderTests {
  /// Jane and Leo were accepted with a mug each; `#31` is Jane's.
  private func room() throws -> Room {
    let room = try Room.packing(people: ["Jane", "Leo"], accepted: ["Jane", "Leo"])
    try room.send("Jane", "order.created", ["order": "#31"])
    return room
  }

  @Test(arguments: ["manager", "store"], ["created", "drafted", "fulfilled", "cancelled", "returned"])
  func anOrderOfSomebodyElseIsNotTakenFor(_ role: String, _ status: String) throws {
    let room = try room()
    for number in ["#31", "31"] {
      let reply = try room.send("Leo", "order.\(status)", by: role, ["order": number])
      #expect(
        reply.reason
          == "the order `\(number)` is that of `Jane` already, and a number is that of one order: correct it; if it is not theirs, take it from them first: `cancel order jane@example.com \"\(number)\"`"
      )
      #expect(reply.outcome == .setAside)
    }
    #expect(try room.packed() == ["Mug,#31,ordered,,"] && room.left() == [9, 10])
    #expect(try room.problems() == [])
  }

  @Test func whatIsTakenFromThemFirstIsTakenForSomebodyElse() throws {
    let room = try room()
    try room.send("Jane", "shipment.sent", ["shipment": "P1"])
    let reply = try room.send("Leo", "order.created", ["order": "#31"])
    #expect(reply.reason.hasSuffix("take it from them first: `return jane@example.com \"P1\"`"))
    let parcel = try room.send("Leo", "shipment.sent", by: "store", ["shipment": "P2", "order": "#31"])
    #expect(parcel.reason == "the order `#31` is that of `Jane`; correct its number, or whom the parcel is for")
    #expect(parcel.outcome == .setAside)
    // A row of a file is told the same.
    guard case .reason(let reason) = try room.engine.orderOfParcel(room.row("Leo"), order: "31", "P2") else {
      Issue.record("a file takes it")
      return
    }
    #expect(reason == "the order `31` is that of `Jane`; correct its number, or whom the parcel is for")
    try room.send("Jane", "shipment.returned", ["shipment": "P1"])
    #expect(try room.send("Leo", "order.created", ["order": "#31"]).outcome == .taken)
    #expect(try room.packed() == ["Mug,#31,returned,returned,P1", "Mug,#31,ordered,,"] && room.left() == [9, 10])
    // It is Leo's now, so it is not Jane's again.
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "#31"]).outcome == .setAside)
    #expect(try room.send("Leo", "order.fulfilled", by: "store", ["order": "31"]).outcome != .setAside)
    #expect(try room.problems() == [])
  }

  @Test func inAnotherCampaignItIsSaid() throws {
    let room = try room()
    try room.create("", named: "Autumn", details: ["gifts": "Mug, Cap"])
    try room.add("Zoe")
    try room.send("Zoe", "proposal.submitted", ["price": "1 USD", "products": "Mug"])
    try room.send("Zoe", "proposal.accepted")
    let reply = try room.send("Zoe", "order.created", ["order": "31"])
    #expect(
      reply.reason
        == "`Jane` has an order `31` in `Spring`; if it is the same one, cancel one of the two: `cancel order`")
    #expect(reply.outcome == .taken)
  }

  @Test func theOrderOfSomebodyWhoWasForgottenIsStillTheirs() throws {
    let room = try room()
    try Directory(room.engine).forget(room.people["Jane"]!)
    for (number, role) in [("#31", "manager"), ("31", "store")] {
      let reply = try room.send("Leo", "order.created", by: role, ["order": number])
      #expect(
        reply.reason
          == "the order `\(number)` is that of `influencer 1` already, and a number is that of one order: correct it; if it is not theirs, take it from them first: `cancel order \"influencer 1\" \"\(number)\"`"
      )
    }
    // Of their own order everything can still be told by its number.
    #expect(try room.send("Jane", "order.created", by: "store", ["order": "31"]).outcome != .setAside)
    guard case .order(let number) = try room.engine.orderOfParcel(room.row("Jane"), order: "31", "P9") else {
      Issue.record("a file does not know it")
      return
    }
    #expect(number == "31")
    #expect(try room.send("Jane", "shipment.sent", ["shipment": "P9", "order": "#31"]).outcome == .taken)
    let sent = try room.send("Leo", "order.created", ["order": "#31"])
    #expect(sent.reason.contains("take it from them first: `return \"influencer 1\" \"P9\"`"), "\(sent.reason)")
    try room.send("Jane", "shipment.returned", ["shipment": "P9"])
    #expect(try room.send("Leo", "order.created", ["order": "#31"]).outcome == .taken)
    #expect(try room.problems() == [])
  }

  @Test func whereTheNumberOfTheParcelIsErasedTheOrderIsTakenBackByItsOwn() throws {
    let room = try room()
    try room.send("Jane", "shipment.sent", ["shipment": "P1"])
    try Directory(room.engine).forget(room.people["Jane"]!)
    let reply = try room.send("Leo", "order.created", ["order": "#31"])
    #expect(
      reply.reason.hasSuffix("take it from them first: `order returned \"influencer 1\" \"#31\"`"), "\(reply.reason)")
    #expect(try room.send("Jane", "order.returned", ["order": "#31"]).outcome != .setAside)
    #expect(try room.send("Leo", "order.created", ["order": "#31"]).outcome == .taken)
  }

  // MARK: Without a number

  /// A stage waits for one more order where one is there.
  private static let waiting = """
    campaign
      gifts  product list  optional
    end
    stage proposed in "Proposals"
      on proposal.submitted restart
      on proposal.accepted go to first
    end
    stage first in "Progress"
      on order.created go to second
    end
    stage second in "Fulfillment"
      on order.created go to sent
      on content.posted go to sent
    end
    final sent

    """

  @Test func oneMoreOrderThatAStageWaitsForHasANumberOfItsOwn() throws {
    let room = try Room.packing(OneOrderTests.waiting)
    try room.send("Jane", "order.created")
    let second = try room.send("Jane", "order.created", ["cost": "5 USD"])
    #expect(
      second.reason
        == "`Jane` has an order already, which has no number yet: `order jane@example.com \"#7\"` gives it one, and one more order has a number of its own"
    )
    #expect(try second.outcome == .setAside && room.left() == [9, 10] && room.packed() == ["Mug,,ordered,,"])
    #expect(try room.stages("Jane") == ["second"])
    #expect(try room.problems() == [])
  }

  @Test func whereNothingIsAddedItIsSaidWhichOrderItIs() throws {
    let room = try Room(OneOrderTests.waiting)
    try room.send("Jane", "proposal.submitted", ["price": "1 USD"])
    try room.send("Jane", "proposal.accepted")
    try room.send("Jane", "order.created")
    let second = try room.send("Jane", "order.created")
    #expect(
      second.reason
        == "it is the order that `Jane` has already, which has no number; one more has a number of its own: `order jane@example.com \"NUMBER\"`"
    )
    #expect(try second.outcome == .taken && room.stages("Jane") == ["sent"])
  }
}
