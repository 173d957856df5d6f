import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Signs that a code has leaked.
@Suite struct LeakTests {
  private func room() throws -> Room {
    let room = try Room("", details: ["discount_group": "X", "link_group": "Y"], people: ["Jane", "Leo"]) {
      try $0.group("X", pattern: "[first_name]")
      try $0.group("Y", 1, pattern: "https://go.example/[first_name]")
    }
    for name in ["Jane", "Leo"] { try room.accept(name) }
    try room.setClock(Instant("2026-05-01T00:00:00Z")!)
    return room
  }

  private func sell(_ room: Room, _ name: String, _ count: Int, on day: String, _ prefix: String = "") throws {
    try room.send(
      (0..<count).map { number in
        room.command(
          name, "conversion.recorded", by: "store",
          ["conversion": "\(prefix)\(name)-\(day)-\(number)", "subtotal": "10 USD", "item": "discount"],
          at: Instant("\(day)T12:00:00Z")!)
      })
  }

  private func signs(_ room: Room) throws -> [[String]] {
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).leaksSheet()
    return sheet.rows.map { row in [0, 2, 5].map { row[$0].plainText } }
  }

  @Test func aDayFarAboveTheDaysBeforeIsASpike() throws {
    let room = try room()
    for day in 10...23 { try sell(room, "Jane", 2, on: "2026-04-\(day)") }
    try sell(room, "Jane", 9, on: "2026-04-24")
    #expect(try signs(room) == [])
    try sell(room, "Leo", 9, on: "2026-04-24")
    #expect(try signs(room) == [])
    try sell(room, "Leo", 1, on: "2026-04-24", "one more ")
    #expect(try signs(room) == [["Leo", "10", "10 orders on 2026-04-24"]])
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Discounts")
    #expect(sheet.columns.last?.heading == "Sign of a leak")
  }

  @Test func aCodeIsUsedWithoutAClickOnceClicksAreKnown() throws {
    let room = try room()
    try sell(room, "Jane", 1, on: "2026-04-24")
    try sell(room, "Leo", 1, on: "2026-04-24")
    #expect(try signs(room) == [])
    let link = try #require(try room.engine.store.held(room.row("Leo").id, kind: 1)).id
    try room.engine.transaction { () throws(EngineError) in
      _ = try room.engine.asking { (store) throws(StoreError) in try store.writeClicks(link, day: 1, 4) }
    }
    #expect(try signs(room) == [["Jane", "1", "used without a click"]])
  }
}
