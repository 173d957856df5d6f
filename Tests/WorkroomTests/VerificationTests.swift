import Testing
import WorkroomEngine
import WorkroomLanguage
import WorkroomStore
import WorkroomValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `db verify` accepts and what it finds.
@Suite struct VerificationTests {
  // MARK: Sound histories

  @Test(arguments: [("ambassador", 1), ("ambassador", 2), ("seeding", 3), ("paid_post", 4)] as [(String, UInt64)])
  func aRandomHistoryReplays(workflow: String, seed: UInt64) throws {
    let text = try VerificationTests.read("Workflows/\(workflow)/\(workflow).workflow")
    var details = ["gifts": "Tee, Mug", "accepting": "2026-02-01 to 2026-05-01"]
    if workflow == "ambassador" {
      details.merge(["discount_group": "X", "link_group": "Y", "hashtags": "#gift, #acme"]) { $1 }
    }
    try play(text, details, seed)
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func aRandomHistoryOfTheStandardStagesReplays(seed: UInt64) throws {
    let text = "on proposal.accepted assign discount from discount_group and link from link_group\n"
    try play(text, ["discount_group": "X", "link_group": "Y", "gifts": "Tee"], seed)
  }

  private func play(_ text: String, _ details: [String: String], _ seed: UInt64) throws {
    var dice = Dice(state: seed)
    let room = try Room()
    try room.group("X", items: ["C1", "C2", "C3"])
    try room.group("Y", 1, items: ["u1", "u2"])
    let known = try names(of: text)
    try room.create(text, details: details.filter { known.contains($0.key) })
    for index in 0..<12 { try room.add("P\(index)") }
    let events = try room.engine.definition(try room.row("P0").definition).workflow.events
    var sent = 0
    while sent < 500 {
      var batch: [Command] = []
      for _ in 0..<Int.random(in: 1...5, using: &dice) {
        let event =
          Bool.random(using: &dice)
          ? VerificationTests.usual.randomElement(using: &dice)! : events.randomElement(using: &dice)!.path
        let role = ["manager", "director", "influencer", "store", "system"].randomElement(using: &dice)!
        let payload = payload(events.first { $0.path == event }!.payload.map(\.name), &dice)
        batch.append(
          room.command("P\(Int.random(in: 0..<12, using: &dice))", event, by: role, payload, key: "k\(sent)"))
        sent += 1
      }
      try room.send(batch)
      if Int.random(in: 0..<8, using: &dice) == 0 { try room.pass(days: Int64.random(in: 0...4, using: &dice)) }
      if Int.random(in: 0..<60, using: &dice) == 0 { try room.addItems(["N\(sent)"], to: "X") }
    }
    let report = try Verification.run(room.engine)
    #expect(report.problems == [], "seed \(seed)")
    #expect(report.participations == 12)
    #expect(report.rows > 300)
  }

  static let usual = [
    "influencer.invited", "proposal.submitted", "proposal.accepted", "proposal.negotiated", "order.created",
    "shipment.sent",
    "shipment.delivered", "content.posted", "conversion.recorded", "conversion.refunded", "payment.paid",
    "proposal.deleted",
  ]

  private func payload(_ names: [String], _ dice: inout Dice) -> [String: String] {
    var values: [String: String] = [:]
    for name in names {
      switch name {
      case "price", "amount", "subtotal": values[name] = "\(Int.random(in: 0...600, using: &dice)).50 USD"
      case "tasks", "views", "likes", "comments", "shares", "drafts":
        values[name] = "\(Int.random(in: 0...9, using: &dice))"
      case "conversion", "content", "order", "shipment": values[name] = "#\(Int.random(in: 0...30, using: &dice))"
      case "text", "template": values[name] = "some words"
      default: break
      }
    }
    return values
  }

  /// The details that a workflow has.
  private func names(of text: String) throws -> [String] {
    let room = try Room()
    let error = refusal { try room.create(text, details: ["no_such_detail": "x"]) } ?? ""
    return error.split(separator: "`").map(String.init)
      + ["discount_group", "link_group", "gifts", "accepting", "hashtags"].filter { text.contains($0) }
  }

  static func read(_ path: String) throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try #require(fopen("/\(root)/\(path)", "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func changedListsDoNotChangeThePast() throws {
    let text = """
      campaign
        hashtags  hashtags  optional
      end
      stage open
        on proposal.accepted when hashtags is set and hashtags contains #gift go to gift
        on proposal.accepted otherwise go to plain
      end
      final gift, plain

      """
    let room = try Room(text, details: ["hashtags": "#gift, #acme"], people: ["Ann", "Ben"])
    try room.send("Ann", "proposal.accepted")
    try room.engine.transaction { () throws(EngineError) in
      try room.engine.setDetails([WrittenValue(name: "hashtags", text: "#acme")], of: room.campaign)
    }
    try room.send("Ben", "proposal.accepted")
    #expect(try room.stages("Ann") == ["gift"])
    #expect(try room.stages("Ben") == ["plain"])
    #expect(try room.problems() == [])
  }

  // MARK: Damage

  /// A sound room, then one statement that nobody should have run; what verification says about it.
  private func damaged(_ sql: StaticString) throws -> [String] {
    let room = try Room(Room.sentence, people: ["Jane", "Leo"]) { room in
      try room.group("X", items: ["A", "B"])
      try room.group("Y", 1, items: ["u1", "u2"])
    }
    try room.accept("Jane")
    try room.accept("Leo", price: "20 USD")
    #expect(try room.problems() == [])
    try room.engine.store.database.exec(sql)
    #expect(room.engine.store.database.changes > 0)
    return try room.problems()
  }

  @Test func aChangedPayloadIsFound() throws {
    let problems = try damaged(
      "UPDATE log SET payload = x'010000000000000040420f0000000000' WHERE length(payload) > 8 AND kind = 1")
    #expect(problems.first?.contains("chain no longer fits") == true)
  }

  @Test(
    arguments: [
      "UPDATE log SET payload = x'00' WHERE kind = 1", "UPDATE log SET event = 9999 WHERE kind = 1",
      "UPDATE log SET event = -1 WHERE kind = 1",
      "UPDATE log SET role = 4000 WHERE kind = 1", "UPDATE log SET definition = 77 WHERE kind = 1",
      "UPDATE log SET kind = 2 WHERE kind = 1",
      "UPDATE log SET kind = 3 WHERE kind = 1",
      "UPDATE log SET seen = x'ffffffffffffffffffffffffffffff7f' WHERE kind = 1",
      "UPDATE log SET seen = x'' WHERE kind = 1", "UPDATE log SET payload = zeroblob(8) WHERE kind = 1",
      "UPDATE log SET occurred = 9223372036854775807 WHERE kind = 1",
      "UPDATE log SET participation = 1 WHERE kind = 1 AND participation = 2",
    ] as [StaticString])
  func whateverWasChangedInTheLogIsFoundWithoutACrash(sql: StaticString) throws {
    let problems = try damaged(sql)
    #expect(problems.first?.contains("chain no longer fits") == true)
  }

  @Test func aChangedStateIsFound() throws {
    let problems = try damaged("UPDATE participation SET state = zeroblob(length(state)) WHERE id = 2")
    #expect(problems.contains { $0.contains("state of participation 2") })
  }

  @Test func aStateOfAnotherLengthIsFound() throws {
    #expect(
      try damaged("UPDATE participation SET state = x'00' WHERE id = 1").contains {
        $0.contains("state of participation 1")
      })
  }

  @Test func aRemovedLedgerRowIsFound() throws {
    let problems = try damaged("DELETE FROM ledger WHERE participation = 1")
    #expect(problems.contains { $0.contains("owed or paid to participation 1") })
  }

  @Test func aRemovedNewestRowIsFound() throws {
    let problems = try damaged("DELETE FROM log WHERE id = (SELECT max(id) FROM log)")
    #expect(problems.contains { $0.contains("ends at row") })
  }

  @Test func aRemovedRowInTheMiddleIsFound() throws {
    let problems = try damaged("DELETE FROM log WHERE id = (SELECT min(id) FROM log WHERE kind = 1)")
    #expect(problems.first?.contains("chain no longer fits") == true)
  }

  @Test func aRemovedTailWithItsHeadChangesTheReceipt() throws {
    let room = try Room(Room.sentence) { room in
      try room.group("X", items: ["A"])
      try room.group("Y", 1, items: ["u1"])
    }
    let before = try Verification.run(room.engine).receipt
    try room.send("Jane", "proposal.accepted")
    #expect(try Verification.run(room.engine).receipt != before)
  }

  @Test func freeItemsAndMailsAreCounted() throws {
    #expect(try damaged("UPDATE item_group SET free = free + 1 WHERE kind = 0").contains { $0.contains("group `X`") })
    #expect(
      try damaged("DELETE FROM outbox WHERE participation = 2").contains { $0.contains("messages to participation 2") })
    #expect(
      try damaged("UPDATE participation SET due = 1 WHERE id = 1").contains { $0.contains("timer of participation 1") })
  }
}
