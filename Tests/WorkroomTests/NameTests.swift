import Testing
import WorkroomEngine
import WorkroomStore

/// What events call orders, codes and posts, and at which rates sales count.
@Suite struct NameTests {
  private func room() throws -> Room {
    let room = try Room(
      "on proposal.accepted assign discount from group X paying 10%\n", people: ["Jane", "Leo"]
    ) { try $0.group("X", pattern: "[first_name]10") }
    for name in ["Jane", "Leo"] { try room.accept(name, price: "0 USD") }
    return room
  }

  private func sell(_ room: Room, _ name: String, _ values: [String: String]) throws -> Reply {
    try room.send(
      name, "conversion.recorded", by: "store",
      ["conversion": "2", "subtotal": "100 USD"].merging(values) { $1 })
  }

  @Test(arguments: ["2 ", " 2", "\t#2\u{A0}"])
  func blanksAroundANumberMakeNoOtherOrder(_ number: String) throws {
    let room = try room()
    try #require(sell(room, "Jane", [:]).outcome == .taken)
    #expect(try sell(room, "Jane", ["conversion": number]).outcome == .repeated)
    #expect(try sell(room, "Leo", ["conversion": number]).reason.contains("counts for `Jane` already"))
    #expect(try room.send("Jane", "conversion.voided", ["conversion": number]).outcome == .taken)
    #expect(try room.balance("Jane")[0] == 0)
    #expect(try room.problems() == [])
  }

  @Test func anOrderHasANumber() throws {
    let room = try room()
    for (number, problem) in [("", "is blank"), (" \t", "is blank"), ("#", "is a sign without a number")] {
      for (event, value) in [("conversion.recorded", "conversion"), ("order.created", "order")] {
        let more = event == "order.created" ? [:] : ["subtotal": "100 USD"]
        let reply = try room.send("Jane", event, by: "store", [value: number].merging(more) { $1 })
        #expect(reply.outcome == .setAside)
        #expect(reply.reason == "`\(value)` \(problem); write the number of the order, such as `#1001`")
      }
    }
    #expect(try room.balance("Jane")[0] == 0)
  }

  @Test func blanksAroundACodeDoNotHideWhoseItIs() throws {
    let room = try room()
    #expect(try sell(room, "Leo", ["code": "Jane10 "]).reason.hasPrefix("the code `Jane10` is that of `Jane`"))
    #expect(try sell(room, "Leo", ["code": " "]).reason.hasPrefix("`code` is blank"))
    #expect(try sell(room, "Jane", ["code": " jane10"]).outcome == .taken)
  }

  @Test func aRateHasAtMostAHundredPerCent() throws {
    let room = try room()
    for rate in ["100.01%", "5000%"] {
      let reply = try sell(room, "Jane", ["rate": rate])
      #expect(reply.outcome == .setAside)
      #expect(reply.reason == "`rate`: \(rate) is more than everything; a rate has at most 100%", "\(reply.reason)")
    }
    #expect(try sell(room, "Jane", ["rate": "100%"]).outcome == .taken)
    #expect(try room.balance("Jane")[0] == 10_000)
  }
}
