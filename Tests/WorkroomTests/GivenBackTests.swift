import Testing
import Workroom
import WorkroomEngine
import WorkroomMachine
import WorkroomStore
import WorkroomValues

/// What is said of codes and links that go back, are disabled, or are nobody's.
@Suite struct GivenBackTests {
  /// The standard stages with two uploaded codes.
  private func room() throws -> Room {
    let room = try Room("", details: ["discount_group": "X"], people: ["Jane", "Leo", "Zoe"]) {
      try $0.group("X", items: ["A", "B"])
    }
    for name in ["Jane", "Leo", "Zoe"] { try room.accept(name) }
    return room
  }

  @Test func aCodeThatHasSoldIsToldAsDisabled() throws {
    let room = try room()
    try room.send("Jane", "conversion.recorded", by: "store", ["conversion": "#1", "subtotal": "10 USD", "code": "A"])
    func kinds(_ name: String) throws -> [Effect.Kind] {
      var done: [Effect.Kind] = []
      // Before whoever waits in line is served.
      try room.engine.transaction { () throws(EngineError) in
        _ = try room.engine.submit(room.command(name, "proposal.deleted"))
        done = room.engine.doneEffects.map(\.kind).filter { [.release, .disable].contains($0) }
      }
      return done
    }
    #expect(try kinds("Jane") == [.disable])
    #expect(try kinds("Leo") == [.release])
    // Zoe waits in line: nothing is hers. Leo's code has gone to her by now, so she is asked last.
    try room.send("Zoe", "discount.disabled")
    #expect(try kinds("Zoe") == [])
  }

  @Test func whoHoldsNoCodeHasNoneDisabled() throws {
    let room = try room()
    let reply = try room.send("Zoe", "discount.disabled")
    #expect(reply.outcome == .setAside && reply.reason == "they hold no code that could be disabled")
    // Nor since a day, where they never held one.
    for value in [["since": "2026-03-01"], ["replacement": "yes"]] {
      #expect(try room.send("Zoe", "discount.disabled", value).reason == reply.reason)
    }
    try room.send("Jane", "discount.disabled")
    #expect(try room.send("Jane", "discount.disabled").outcome == .setAside)
    // What it sold can be taken back all the same.
    #expect(try room.send("Jane", "discount.disabled", ["since": "2026-03-01"]).outcome != .setAside)
  }

  @Test func aDisabledCodeIsShownAsSuch() throws {
    let room = try room()
    try room.send("Jane", "discount.disabled")
    let sheet = try WorkRoom(room.engine, campaign: room.campaign).sheet("Discounts")
    #expect(sheet.rows.map { $0[2].plainText } == ["A (disabled)", "B", ""])
    #expect(sheet.notes.contains("the code of 1 of them is disabled"))
    #expect(sheet.rows.map { $0[1].plainText } == ["Has a code (disabled)", "Has a code", "Needs a code"])
    #expect(sheet.notes[0] == "3 in all: 1 Has a code (disabled), 1 Has a code, 1 Needs a code")
    // Whoever reads of Jane elsewhere reads the same, and her stage is the one that it was.
    let workRoom = try WorkRoom(room.engine, campaign: room.campaign)
    #expect(try workRoom.titles(room.row("Jane")) == "Has a code (disabled), Delivering")
    #expect(try workRoom.titles(room.row("Leo")) == "Has a code, Delivering")
    let next = try Duties(room.engine, campaign: room.campaign, roles: ["influencer"]).sheet(nil)
    let shown = next.rows.filter { $0[4].plainText == "Jane" }.map { $0[5].plainText }
    #expect(shown == ["Has a code (disabled), Delivering"])
    let stages = try room.stages("Jane")
    #expect(stages == ["active.discounts.has_code", "active.progress.delivering"])
  }

  @Test func whoWaitsForAnotherCodeHasNoneDisabled() throws {
    let room = try Room("", details: ["discount_group": "X"]) { try $0.group("X", items: ["A"]) }
    try room.accept("Jane")
    try room.send("Jane", "discount.disabled")
    try room.send("Jane", "proposal.deleted")
    let workRoom = try WorkRoom(room.engine, campaign: room.campaign)
    #expect(try !workRoom.titles(room.row("Jane")).contains("disabled"))
  }

  @Test(
    arguments: [
      ("😀", nil, "https://go.example/creator"), ("مريم", "mariam.k", "https://go.example/mariamk"),
      ("Zoë", nil, "https://go.example/zoe"),
    ] as [(String, String?, String)]) func aLinkIsNeverABareDomain(
      _ name: String, _ handle: String?, _ link: String
    ) throws
  {
    let room = try Room("on proposal.accepted assign link from group L\n", people: []) {
      try $0.group("L", 1, pattern: "https://go.example/[first_name]")
    }
    room.people[name] = try room.engine.transaction { () throws(EngineError) in
      var record = InfluencerRecord()
      record.firstName = name
      if let handle { record.accounts = [(platform: "instagram", handle: handle)] }
      guard case .added(let id) = try Directory(room.engine).add(record) else { throw .request("`\(name)` is there") }
      _ = try room.engine.assign(id, to: room.campaign)
      return id
    }
    try room.accept(name)
    #expect(try room.held(name, 1) == link)
  }
}
