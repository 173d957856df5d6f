import Testing
import WorkroomEngine
import WorkroomStore
import WorkroomValues

/// Codes and links that are kept for somebody.
@Suite struct KeptTests {
  static let paying = """
    stage open
      on proposal.accepted go to active
    end
    stage active
      on enter assign discount from group X paying 10% if none is left wait in line
      on proposal.declined
        release discount
        go to open
      end
    end

    """

  private func room(
    _ people: [String] = ["Ann", "Ben"], items: [String] = [], pattern: String? = nil
  ) throws -> Room {
    try Room(KeptTests.paying, people: people) { try $0.group("X", pattern: pattern, items: items) }
  }

  /// Brings a code that is kept for somebody, as a file does.
  private func keep(_ code: String, for name: String, rate: Int64? = nil, _ room: Room) throws {
    try room.engine.transaction { () throws(EngineError) in
      let group = try room.engine.group(of: "discount", named: "X")!
      let keeping = Engine.Keeping(influencer: room.people[name]!, rate: rate.map { $0 * Scaled.unit })
      guard try room.engine.addItem(code, to: group, keptFor: keeping) else { throw .request("`\(code)` is there") }
    }
  }

  private func change(_ code: String, to name: String?, _ room: Room) throws {
    try room.engine.transaction { () throws(EngineError) in
      let group = try room.engine.group(of: "discount", named: "X")!
      let found = try room.engine.asking { (store) throws(StoreError) in try store.listedItem(kind: 0, code: code) }
      let keeping = name.map { Engine.Keeping(influencer: room.people[$0]!, rate: nil) }
      try room.engine.keep(found!.item.id, of: group, for: keeping, before: found!.keeper)
    }
  }

  private func counts(_ room: Room) throws -> [Int64] {
    let group = try #require(try room.engine.group(of: "discount", named: "X"))
    return [group.free, group.kept]
  }

  private func rate(_ name: String, _ room: Room) throws -> Int64? {
    try room.engine.store.held(room.row(name).id, kind: 0)?.rate.map { $0 / Scaled.unit }
  }

  @Test func whoAnItemIsKeptForGetsItFirstAndNobodyElseDoes() throws {
    let room = try room(["Ann", "Ben", "Cat"], items: ["A"])
    try keep("BEN1", for: "Ben", rate: 15, room)
    try keep("BEN2", for: "Ben", room)
    #expect(try counts(room) == [1, 2])
    for name in ["Ann", "Ben", "Cat"] { try room.send(name, "proposal.accepted") }
    #expect(try room.held("Ann") == "A" && rate("Ann", room) == 10)
    #expect(try room.held("Ben") == "BEN1" && rate("Ben", room) == 15)
    #expect(try room.held("Cat") == nil && room.counts()["waiting"] == 1)
    #expect(try counts(room) == [0, 1])
    #expect(try room.problems() == [])
  }

  @Test func whatComesBackIsKeptAgainWithItsTerms() throws {
    let room = try room()
    try keep("BEN", for: "Ben", rate: 15, room)
    for name in ["Ben", "Ann"] { try room.send(name, "proposal.accepted") }
    try room.send("Ben", "proposal.declined")
    #expect(try room.held("Ann") == nil && counts(room) == [0, 1])
    #expect(try room.problems() == [])
    try room.send("Ben", "proposal.accepted")
    #expect(try room.held("Ben") == "BEN" && rate("Ben", room) == 15)
    #expect(try room.problems() == [])
  }

  @Test func whoWaitsIsServedWithWhatComesInForThem() throws {
    let room = try room(["Ann", "Ben", "Cat"])
    for name in ["Ann", "Ben", "Cat"] { try room.send(name, "proposal.accepted") }
    try keep("CAT", for: "Cat", room)
    #expect(try room.held("Cat") == "CAT" && rate("Cat", room) == 10)
    #expect(try room.held("Ann") == nil && room.counts()["waiting"] == 2)
    // For somebody who is not in line, and then for nobody in particular.
    try keep("X", for: "Cat", room)
    try change("X", to: "Ben", room)
    #expect(try room.held("Ben") == "X")
    try keep("Y", for: "Cat", room)
    try change("Y", to: nil, room)
    #expect(try room.held("Ann") == "Y" && counts(room) == [0, 0])
    #expect(try room.problems() == [])
  }

  @Test func aFreeOneCanBeKeptLater() throws {
    let room = try room(items: ["A"])
    try change("A", to: "Ben", room)
    try room.send("Ann", "proposal.accepted")
    #expect(try room.held("Ann") == nil && counts(room) == [0, 1])
    try room.send("Ben", "proposal.accepted")
    #expect(try room.held("Ben") == "A")
    #expect(try room.problems() == [])
  }

  @Test func aGroupWithAPatternKeepsThemToo() throws {
    let room = try room(pattern: "[first_name]10")
    try keep("SUPERBEN", for: "Ben", room)
    for name in ["Ann", "Ben"] { try room.send(name, "proposal.accepted") }
    #expect(try room.held("Ann") == "Ann10" && room.held("Ben") == "SUPERBEN")
    for name in ["Ann", "Ben"] { try room.send(name, "proposal.declined") }
    #expect(try counts(room) == [0, 1])
    try room.send("Ben", "proposal.accepted")
    #expect(try room.held("Ben") == "SUPERBEN")
    #expect(try room.problems() == [])
  }

  @Test func whatIsKeptForWhoeverIsForgottenGoesToNobody() throws {
    let room = try room(["Ann", "Ben"])
    try keep("BEN1", for: "Ben", room)
    try keep("BEN2", for: "Ben", room)
    try room.send("Ben", "proposal.accepted")
    try room.engine.transaction { () throws(EngineError) in try room.engine.forget(room.people["Ben"]!) }
    #expect(try counts(room) == [0, 0])
    #expect(try room.engine.store.counts(ofGroup: 1).disabled == 1)
    #expect(try room.problems() == [])
    // What they held is anybody's once it goes back: whoever it was kept for is given nothing any more.
    try room.send("Ben", "proposal.declined")
    #expect(try counts(room) == [1, 0])
    #expect(try room.problems() == [])
    try room.send("Ann", "proposal.accepted")
    #expect(try room.held("Ann") == "BEN1" && rate("Ann", room) == 10 && counts(room) == [0, 0])
    #expect(try room.problems() == [])
  }

  @Test func whoWaitsGetsWhatWasKeptForSomebodyForgotten() throws {
    let room = try room(["Ann", "Ben"])
    try keep("BEN", for: "Ben", rate: 15, room)
    for name in ["Ben", "Ann"] { try room.send(name, "proposal.accepted") }
    try room.engine.transaction { () throws(EngineError) in try room.engine.forget(room.people["Ben"]!) }
    try room.send("Ben", "proposal.declined")
    #expect(try room.held("Ann") == "BEN" && rate("Ann", room) == 10)
    #expect(try room.problems() == [])
  }

  @Test func inAGroupWithAPatternItIsOutOfUse() throws {
    let room = try room(pattern: "[first_name]10")
    try keep("SUPERBEN", for: "Ben", room)
    try room.send("Ben", "proposal.accepted")
    try room.send("Ben", "proposal.declined")
    try room.send("Ben", "proposal.accepted")
    try room.engine.transaction { () throws(EngineError) in try room.engine.forget(room.people["Ben"]!) }
    try room.send("Ben", "proposal.declined")
    #expect(try counts(room) == [0, 0])
    #expect(try room.engine.store.counts(ofGroup: 1).disabled == 1)
    #expect(try room.problems() == [])
  }

  @Test(
    arguments: [
      "UPDATE item SET kept = 1", "UPDATE item SET kept_rate = 1", "UPDATE item SET state = 0",
      "UPDATE item SET kept = NULL, state = 0", "UPDATE item_group SET kept = 0",
    ] as [StaticString])
  func theLogTellsForWhomItIsKept(change: StaticString) throws {
    let room = try room()
    try keep("BEN", for: "Ben", room)
    #expect(try room.problems() == [])
    try room.engine.store.database.transaction { () throws(StoreError) in
      try room.engine.store.database.exec(change)
    }
    #expect(try room.problems().count > 0)
  }

  @Test func nothingMoreIsAskedWhereNothingIsKept() throws {
    let room = try room(items: ["A", "B"])
    try room.send("Ann", "proposal.accepted")
    #expect(try room.engine.campaign(room.campaign).frame.keepsItems == false)
    try keep("BEN", for: "Ben", room)
    try room.send("Ben", "proposal.accepted")
    #expect(try room.held("Ben") == "BEN")
    try room.send("Ann", "proposal.declined")
    #expect(try room.engine.campaign(room.campaign).frame.keepsItems == false)
  }

  @Test func aDatabaseOfVersion7KeepsItemsToo() throws {
    let file = try TemporaryFile()
    do {
      let room = try Room(path: file.path)
      try room.group("X", items: ["A"])
      try room.create(KeptTests.paying)
      for name in ["Ann", "Ben"] { try room.add(name) }
      try room.send("Ann", "proposal.accepted")
      // As version 7 had it.
      try room.engine.store.database.exec(
        """
        DROP INDEX item_kept; DROP INDEX outbox_empty; ALTER TABLE item DROP COLUMN kept;
        ALTER TABLE item DROP COLUMN kept_rate; ALTER TABLE item_group DROP COLUMN kept;
        ALTER TABLE item DROP COLUMN own_starts; ALTER TABLE item DROP COLUMN own_ends;
        DELETE FROM setting WHERE name = 'own_days'; PRAGMA user_version = 7
        """)
    }
    let room = try Room(path: file.path)
    (room.campaign, room.people) = (1, ["Ann": 1, "Ben": 2])
    #expect(try room.engine.store.database.schemaVersion == 9)
    #expect(try room.problems() == [])
    try keep("BEN", for: "Ben", rate: 20, room)
    try room.send("Ben", "proposal.accepted")
    #expect(try room.held("Ann") == "A" && room.held("Ben") == "BEN" && rate("Ben", room) == 20)
    #expect(try room.problems() == [])
  }
}
