import Testing
import Workroom
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// What a code sold belongs to whoever held it then.
@Suite struct CodeHolderTests {
  static let text = """
    on proposal.accepted assign discount from group X paying 10%
    on influencer.withdrew release discount

    """

  /// `A1` is Jane's from 1 to 5 March, nobody's for three days, and Leo's from 8 March on; it is 20 March.
  private func room(path: String? = nil) throws -> Room {
    let room = try Room(path: path)
    try room.group("X", items: ["A1"])
    try room.create(CodeHolderTests.text)
    for name in ["Jane", "Leo"] { try room.add(name) }
    try room.accept("Jane", price: "0 USD")
    try room.pass(days: 4)
    try room.send("Jane", "influencer.withdrew")
    try room.pass(days: 3)
    try room.accept("Leo", price: "0 USD")
    try #require(try room.held("Leo") == "A1")
    try room.send("Leo", "discount.adjusted", ["rate": "20%"])
    try room.pass(days: 12)
    return room
  }

  private func sell(
    _ room: Room, _ name: String, _ order: String, at time: String, isDay: Bool = false
  ) throws -> Reply {
    var command = room.command(
      name, "conversion.recorded", by: "store", ["conversion": order, "subtotal": "100 USD", "code": "a1"],
      at: Instant(time)!)
    command.isDay = isDay
    return try room.send([command])[0]
  }

  @Test func aSaleIsOfWhoeverHeldTheCodeThen() throws {
    let room = try room()
    #expect(try sell(room, "Jane", "#1", at: "2026-03-03T12:00:00Z").outcome == .taken)
    #expect(try sell(room, "Leo", "#2", at: "2026-03-10T12:00:00Z").outcome == .taken)
    // At the rate that the code had with each of them.
    #expect(try [room.balance("Jane")[0], room.balance("Leo")[0]] == [1_000, 2_000])
    let late = try sell(room, "Jane", "#3", at: "2026-03-10T12:00:00Z")
    #expect(late.reason == "the code `a1` is that of `Leo`; record the order for them, or leave the code out")
    let early = try sell(room, "Leo", "#3", at: "2026-03-03T12:00:00Z")
    #expect(
      early.reason
        == "the code `a1` was that of `Jane` at 2026-03-03 12:00; record the order for them, or leave the code out")
    #expect(early.outcome == .setAside)
    #expect(try room.problems() == [])
  }

  @Test func aRateThatIsAdjustedCountsForWhatIsRecordedFromThenOn() throws {
    let room = try Room(CodeHolderTests.text) { try $0.group("X", items: ["A1"]) }
    try room.accept("Jane", price: "0 USD")
    try room.pass(days: 5)
    #expect(try sell(room, "Jane", "#1", at: "2026-03-03T12:00:00Z").outcome == .taken)
    try room.send("Jane", "discount.adjusted", ["rate": "20%"])
    // What is recorded keeps its rate; what is told late has the rate of now, whatever its day.
    #expect(try room.balance("Jane")[0] == 1_000)
    #expect(try sell(room, "Jane", "#2", at: "2026-03-03T13:00:00Z").outcome == .taken)
    #expect(try room.balance("Jane")[0] == 3_000)
  }

  @Test(arguments: [("2026-02-20T12:00:00Z", "2026-02-20 12:00"), ("2026-03-06T12:00:00Z", "2026-03-06 12:00")])
  func whatACodeSoldWhileNobodyHeldItIsNobodys(_ time: String, _ shown: String) throws {
    let room = try room()
    for name in ["Jane", "Leo"] {
      #expect(
        try sell(room, name, "#1", at: time).reason
          == "nobody held the code `a1` at \(shown): `Jane` held it from 2026-03-01 09:00 to 2026-03-05 09:00, `Leo` holds it since 2026-03-08 09:00; if the order is somebody's all the same, name them and leave the code out"
      )
    }
  }

  @Test func onTheDayOfItsAssignmentACodeIsTheirsFromTheMorningOn() throws {
    let room = try room()
    #expect(try sell(room, "Jane", "#1", at: "2026-03-01T00:30:00Z").outcome == .taken)
    #expect(try sell(room, "Jane", "#2", at: "2026-03-05T00:00:00Z", isDay: true).outcome == .taken)
    #expect(try sell(room, "Leo", "#3", at: "2026-03-08T00:00:00Z", isDay: true).outcome == .taken)
    #expect(try sell(room, "Leo", "#4", at: "2026-03-05T00:00:00Z", isDay: true).outcome == .setAside)
  }

  @Test func aDayIsThatOfTheCampaignsZone() throws {
    let tokyo = ToldTime(Instant("2026-03-04T15:00:00Z")!, isDay: true)
    let room = try room()
    let holders = try #require(try room.engine.holders(ofCode: "A1"))
    #expect(try room.engine.those(holders, at: tokyo, in: room.campaign).map(\.influencer) == [room.people["Jane"]!])
    #expect(
      try room.engine.those(holders, at: ToldTime(Instant("2026-03-06T00:00:00Z")!), in: room.campaign).isEmpty)
  }

  @Test func anEarlierHolderThatWasChangedIsNoticed() throws {
    let room = try room()
    for sql in ["UPDATE former_holder SET released = released + 1", "DELETE FROM former_holder"] as [StaticString] {
      try room.engine.store.database.transaction { () throws(StoreError) in
        try room.engine.store.database.prepare(sql).run()
      }
      #expect(try room.problems() == ["who held item 1 before is not what the log gives"])
    }
  }

  @Test func anOlderDatabaseLearnsFromItsLogWhoHeldWhat() throws {
    let file = try TemporaryFile()
    let known: [FormerHolder]
    do {
      let room = try room(path: file.path)
      known = try room.engine.store.formerHolders()
      #expect(known.count == 1 && known[0].rate == 10_000_000 && known[0].released > known[0].assigned)
      try room.engine.store.database.transaction { () throws(StoreError) in
        try room.engine.store.clearFormerHolders()
        try room.engine.store.database.prepare("DELETE FROM setting WHERE name = 'former_holders'").run()
      }
      // Who held what before is not asked of a table that was not filled.
      #expect(try room.problems() == [])
    }
    let room = try Room(path: file.path)
    #expect(try room.engine.store.formerHolders() == known)
    #expect(try room.problems() == [])
  }
}
